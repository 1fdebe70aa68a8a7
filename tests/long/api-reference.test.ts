// `/api/docs` in a real browser: it shows the calls, fetches nothing from elsewhere, and tries a call with a key.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, launchChromium } from '../support/browser.ts'
import { type RunningPlatform, startPlatform } from '../support/platforms.ts'

const chromium = findChromium()

describe.skipIf(!chromium)('the reference of the API in a browser', () => {
  let browser: Browser
  let platform: RunningPlatform
  beforeAll(async () => {
    const PUBLIC_URL = 'https://interchange.example'
    platform = await startPlatform({ parties: 'NL-ABC:CPO', settings: { PUBLIC_URL, API_KEY: 'key-of-a-person' } })
    browser = await launchChromium(chromium!)
  })
  afterAll(() => browser?.close())

  it('shows every call, asks no other host, and tries one with the key that is entered', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } })
    const complaints: string[] = []
    const hosts = new Set<string>()
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('request', (request) => {
      if (!request.url().startsWith('data:')) hosts.add(new URL(request.url()).host)
    })
    await page.goto(`${platform.url}/api/docs/`)
    expect(page.url()).toBe(`${platform.url}/api/docs`)

    const document = (await (await fetch(`${platform.url}/api/openapi.json`)).json()) as { tags: unknown[] }
    const tags = page.locator('.opblock-tag')
    await expect.poll(() => tags.count(), { timeout: 60_000 }).toBe(document.tags.length)

    await page.locator('.btn.authorize').click()
    await page.locator('.auth-container input').fill('key-of-a-person')
    await page.locator('.auth-btn-wrapper .authorize').click()
    await page.locator('.auth-btn-wrapper .btn-done').click()

    await page.locator('#operations-tag-parties').click()
    await page.locator('#operations-parties-listParties').click()
    await page.locator('#operations-parties-listParties .execute').click()
    const answer = page.locator('#operations-parties-listParties .live-responses-table .response')
    await answer.waitFor({ timeout: 60_000 })
    expect(await answer.locator('.response-col_status').innerText()).toContain('200')
    expect(await answer.locator('.response-col_description').innerText()).toContain('"party_id": "ABC"')
    if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT })

    expect([...hosts]).toEqual([new URL(platform.url).host])
    expect(complaints).toEqual([])
  })

  it('lets the page reach no other host, whatever runs in it', async () => {
    const page = await browser.newPage()
    await page.goto(`${platform.url}/api/docs`)
    const other = await startPlatform({ parties: 'NL-OTH:CPO' })
    const reached = await page.evaluate(
      (url) =>
        fetch(url, { mode: 'no-cors' }).then(
          () => true,
          () => false,
        ),
      `${other.url}/healthz`,
    )
    expect(reached).toBe(false)
  })
})
