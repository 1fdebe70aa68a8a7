import { describe, expect, it } from 'vitest'
import { referencePage } from './reference-page.ts'

const ask = (url: string, method = 'GET') => referencePage({ method, url, headers: {}, body: undefined })

describe('/api/docs', () => {
  it('is a page that names only files of its own, and these are there', async () => {
    const page = await ask('/api/docs?x=1')
    expect(page).toMatchObject({ status: 200, headers: { 'cache-control': 'no-cache' } })
    const named = [...String(page!.body).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, name]) => name!)
    expect(named).toContain('docs/swagger-ui-bundle.js')
    for (const name of named.filter((name) => !name.startsWith('data:'))) {
      const file = await ask(new URL(name, 'http://here/api/docs').pathname)
      expect(file!.status, name).toBe(200)
      expect(String(file!.body).length).toBeGreaterThan(100_000)
      expect(file!.headers['cache-control']).toContain('max-age=')
    }
  })

  it('forbids every other host, and to be framed', async () => {
    const policy = (await ask('/api/docs'))!.headers['content-security-policy']!
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("connect-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe-inline/)
  })

  it('is at one address, answers HEAD, and nothing else', async () => {
    expect(await ask('/api/docs/')).toMatchObject({ status: 308, headers: { location: '../docs' } })
    expect((await ask('/api/docs', 'HEAD'))!.status).toBe(200)
    await expect(ask('/api/docs', 'POST')).rejects.toMatchObject({ status: 405 })
    await expect(ask('/api/docs/../../../package.json')).rejects.toMatchObject({ status: 404 })
    await expect(ask('/api/docs/constructor')).rejects.toMatchObject({ status: 404 })
    expect(await ask('/api/docsx')).toBeUndefined()
    expect(await ask('/api/v1/parties')).toBeUndefined()
  })
})
