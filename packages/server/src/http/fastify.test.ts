import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import type { HttpHandler } from './exchange.ts'
import { createHttpServer, type HttpServer } from './fastify.ts'

const servers: HttpServer[] = []
const failures: unknown[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close(0)
  expect(failures.splice(0)).toEqual([])
})

async function serve(handler: HttpHandler): Promise<{ url: string; server: HttpServer }> {
  const server = createHttpServer({ requestTimeoutMs: 5_000, failed: (error) => failures.push(error) })
  servers.push(server)
  server.mount('/ocpi', handler)
  server.mount('/healthz', async () => ({ status: 200, headers: {}, body: 'ok' }))
  return { url: await server.listen(0, '127.0.0.1'), server }
}

const echo: HttpHandler = async ({ method, url, headers, body }) => {
  const chunks: Uint8Array[] = []
  for await (const chunk of body ?? []) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  return {
    status: 200,
    headers: { 'X-Type': String(headers['content-type']) },
    body: JSON.stringify({ method, url, text }),
  }
}

/** What a server says to bytes written by hand. */
function raw(url: string, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.end(bytes))
    socket.on('data', (data) => {
      said += data
    })
    socket.on('close', () => resolve(said))
    socket.on('error', reject)
  })
}

describe('the HTTP server', () => {
  it('hands over method, URL and body as they came', async () => {
    const { url } = await serve(echo)
    const response = await fetch(`${url}/ocpi/a%2Fb/?x=%20y`, {
      method: 'PATCH',
      body: 'ä',
      headers: { 'content-type': 'x/y' },
    })
    expect(await response.json()).toEqual({ method: 'PATCH', url: '/ocpi/a%2Fb/?x=%20y', text: 'ä' })
    expect(response.headers.get('x-type')).toBe('x/y')
  })

  it.each(['no/slash/', 'text', ';', 'application/json; charset=', '"'])(
    'does not care about the content type %s',
    async (type) => {
      const { url } = await serve(echo)
      const said = await raw(
        url,
        `PUT /ocpi/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: ${type}\r\nContent-Length: 2\r\n\r\n{}`,
      )
      expect(said).toContain('"text":"{}"')
    },
  )

  it('hands over a body without a content type, and one that comes in chunks', async () => {
    const { url } = await serve(echo)
    const head = 'POST /ocpi HTTP/1.1\r\nHost: x\r\nConnection: close\r\n'
    expect(await raw(url, `${head}Content-Length: 3\r\n\r\nabc`)).toContain('"text":"abc"')
    expect(await raw(url, `${head}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n`)).toContain(
      '"text":"abcde"',
    )
    expect(await raw(url, `${head}\r\n`)).toContain('"text":""')
  })

  it('leaves a URL that cannot be decoded, and every method, to the handler', async () => {
    const { url } = await serve(echo)
    const ask = (line: string) => raw(url, `${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
    expect(await ask('GET /ocpi/%zz')).toContain('"url":"/ocpi/%zz"')
    expect(await ask(`GET /ocpi/${'x'.repeat(8_000)}`)).toContain('200 OK')
    expect(await ask('OPTIONS /ocpi')).toContain('"method":"OPTIONS"')
    expect(await ask('HEAD /ocpi')).toMatch(/^HTTP\/1.1 200 OK(?:.|\r\n)*\r\n\r\n$/)
    // The length of what a GET would bring (RFC 9110, 8.6).
    const { length } = JSON.stringify({ method: 'HEAD', url: '/ocpi', text: '' })
    expect(await ask('HEAD /ocpi')).toMatch(new RegExp(`content-length: ${length}\r\n`, 'i'))
  })

  it('answers 404 beside its prefixes, and does not take one for a part of another word', async () => {
    const { url } = await serve(echo)
    for (const path of ['/', '/ocpix', '/other', '/healthzz']) expect((await fetch(url + path)).status).toBe(404)
    expect(await (await fetch(`${url}/healthz`)).text()).toBe('ok')
  })

  it('refuses headers without end', async () => {
    const { url } = await serve(echo)
    const said = await raw(url, `GET /ocpi HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(40_000)}\r\n\r\n`)
    expect(said).toContain(' 431 ')
    expect(said).toContain('Content-Type: application/problem+json')
  })

  it('answers without reading a body that nobody wants, and stays usable', async () => {
    const { url } = await serve(async () => ({ status: 401, headers: {}, body: '{}' }))
    for (let round = 0; round < 3; round++) {
      const response = await fetch(`${url}/ocpi`, { method: 'PUT', body: 'x'.repeat(200_000) })
      expect(response.status).toBe(401)
    }
  })

  it('writes a stream as it comes, and destroys it when the caller goes away', async () => {
    const stream = new Readable({ read() {} })
    const { url } = await serve(async () => ({
      status: 200,
      headers: { 'Content-Type': 'text/event-stream' },
      body: stream,
    }))
    const gone = new AbortController()
    const response = await fetch(`${url}/ocpi`, { signal: gone.signal })
    stream.push('data: 1\n\n')
    const { value } = await response.body!.getReader().read()
    expect(Buffer.from(value!).toString()).toBe('data: 1\n\n')
    const closed = new Promise((resolve) => stream.once('close', resolve))
    gone.abort()
    await closed
    expect(stream.destroyed).toBe(true)
  })

  it('lets requests in flight finish when it closes, and takes no new ones', async () => {
    let finish: () => void = () => undefined
    let arrived: () => void = () => undefined
    const here = new Promise<void>((resolve) => {
      arrived = resolve
    })
    const { url, server } = await serve(async () => {
      arrived()
      await new Promise<void>((resolve) => {
        finish = resolve
      })
      return { status: 200, headers: {}, body: 'done' }
    })
    const open = fetch(`${url}/ocpi`)
    await here
    const closing = server.close(60_000)
    await expect(fetch(`${url}/healthz`)).rejects.toThrow()
    finish()
    expect(await (await open).text()).toBe('done')
    // Well before the grace is over, although the caller keeps its connection alive.
    await closing
  })

  it('cuts connections that are still open when the time is up', async () => {
    let arrived: () => void = () => undefined
    const here = new Promise<void>((resolve) => {
      arrived = resolve
    })
    const { url, server } = await serve(() => {
      arrived()
      return new Promise(() => undefined)
    })
    const open = fetch(`${url}/ocpi`).then(
      () => 'answered',
      () => 'cut',
    )
    await here
    await server.close(50)
    expect(await open).toBe('cut')
  })
})
