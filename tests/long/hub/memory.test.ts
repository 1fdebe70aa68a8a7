// Sixteen pages of 5 MB at once through a hub that is a process of its own, to callers that read slowly: they do not sit in
// its memory, and requests to other platforms are answered meanwhile.

import { readFileSync } from 'node:fs'
import { createServer, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Child, startChild } from '../../support/child-process.ts'
import { until } from '../../support/until.ts'

const MB = 1024 * 1024

/** Until what was written has gone out, or nobody wants it any more. */
const room = (answer: ServerResponse) =>
  new Promise<void>((resolve) => {
    const go = () => {
      answer.off('drain', go).off('close', go)
      resolve()
    }
    answer.on('drain', go).on('close', go)
  })

const PAGES = 16
const ROUNDS = 12
const KEY = 'key-of-the-tests-for-long'
const TOKEN = 'token-of-the-caller'
const HEAD = '{"data":[{"id":"'
const TAIL = '"}],"status_code":1000,"timestamp":"2026-06-29T22:39:09Z"}'
const piece = Buffer.alloc(256 * 1024, 'x')

let hub: Child
let url = ''
const far = createServer(async (asked, answer) => {
  answer.writeHead(200, { 'Content-Type': 'application/json' })
  if (asked.url === '/locations/small')
    return void answer.end('{"status_code":1000,"timestamp":"2026-06-29T22:39:09Z"}')
  answer.write(HEAD)
  for (let at = 0; at < 20 && !answer.destroyed; at++) {
    if (!answer.write(piece)) await room(answer)
  }
  answer.end(TAIL)
})

beforeAll(async () => {
  await new Promise<void>((resolve) => far.listen(0, '127.0.0.1', resolve))
  hub = startChild(new URL('./hub-child.ts', import.meta.url), { key: KEY })
  url = (await hub.line((line) => line.startsWith('http'))).trim()
  const endpoint = {
    identifier: 'locations',
    role: 'SENDER',
    url: `http://127.0.0.1:${(far.address() as AddressInfo).port}/locations`,
  }
  for (const [role, party_id, endpoints] of [
    ['CPO', 'BEC', [endpoint]],
    ['EMSP', 'BEM', [{ ...endpoint, identifier: 'tokens' }]],
  ] as const) {
    const made = await fetch(`${url}/api/v1/partners`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({
        name: role,
        version: '2.2.1',
        token: 'token-of-the-hub',
        our_token: role === 'EMSP' ? TOKEN : 'nobody-uses-this',
        endpoints,
        roles: [{ role, country_code: 'BE', party_id, business_details: { name: role } }],
        settings: { pull: { locations: false, tokens: false } },
      }),
    })
    expect(made.status).toBe(201)
  }
})
afterAll(async () => {
  hub.kill('SIGKILL')
  await hub.ended
  far.closeAllConnections()
  far.close()
})

const headers = {
  Authorization: `Token ${Buffer.from(TOKEN).toString('base64')}`,
  'OCPI-from-country-code': 'BE',
  'OCPI-from-party-id': 'BEM',
  'OCPI-to-country-code': 'BE',
  'OCPI-to-party-id': 'BEC',
}

/** Resident memory of the hub, in MB. */
const resident = (): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${hub.process.pid}/status`, 'utf8'))![1]) / 1024

/** A page whose reader waits between two looks. */
function page(read: { bytes: number; open: boolean }): Promise<number> {
  return new Promise((resolve, reject) => {
    let bytes = 0
    const asked = request(`${url}/ocpi/2.2.1/sender/locations`, { headers }, (response) => {
      response.on('readable', () => {
        const look = () => {
          if (!read.open && bytes > 0) return setTimeout(look, 5)
          for (let chunk = response.read() as Buffer | null; chunk; chunk = response.read()) bytes += chunk.length
          read.bytes = bytes
        }
        look()
      })
      response.on('end', () => resolve(bytes))
      response.on('error', reject)
    })
    asked.on('error', reject)
    asked.end()
  })
}

test('sixteen pages of 5 MB at once, again and again, do not sit in the memory of the hub', async () => {
  // What is used once is compiled, and buffers are there.
  await Promise.all(Array.from({ length: PAGES }, () => page({ bytes: 0, open: true })))
  const before = resident()
  let most = 0
  for (let round = 0; round < ROUNDS; round++) {
    const reads = Array.from({ length: PAGES }, () => ({ bytes: 0, open: false }))
    const pages = reads.map(page)
    await until(() => reads.every(({ bytes }) => bytes > 0))
    // All of them are half way, and nobody reads: others are answered.
    const said = await fetch(`${url}/ocpi/2.2.1/sender/locations/small`, { headers })
    expect(said.status).toBe(200)
    most = Math.max(most, resident())
    for (const read of reads) read.open = true
    expect(new Set(await Promise.all(pages))).toEqual(new Set([HEAD.length + 5 * MB + TAIL.length]))
    most = Math.max(most, resident())
  }
  process.stdout.write(
    `hub: ${before.toFixed(0)} MB before, at most ${most.toFixed(0)} MB while ${PAGES} pages of 5 MB went through\n`,
  )
  // Collected, they would take 80 MB as bytes alone, and as much again as text.
  expect(most - before).toBeLessThan(64)
})
