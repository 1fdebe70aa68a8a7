import type { lookup } from 'node:dns'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { TransportError } from '@interchange/ocpi/client/transport'
import { afterEach, describe, expect, it } from 'vitest'
import { type GuardedTransport, guardedTransport } from './guarded-transport.ts'

const open: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

async function serve(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function transport(allowPrivate: boolean): GuardedTransport {
  const made = guardedTransport({ allowPrivate })
  open.push(() => made.close())
  return made
}

const request = (url: string) => ({ method: 'GET', url, headers: {}, timeoutMs: 2_000, maxBytes: 1_000 })

async function failureOf(sent: Promise<unknown>): Promise<TransportError> {
  const error = await sent.then(
    () => undefined,
    (caught: unknown) => caught,
  )
  expect(error).toBeInstanceOf(TransportError)
  return error as TransportError
}

describe('the transport to partners', () => {
  it('hands over status, headers in lower case and the body', async () => {
    const url = await serve((asked, answer) => {
      answer.writeHead(404, { 'X-Asked': `${asked.method} ${asked.url} ${asked.headers['x-mine']}` }).end('not here')
    })
    const answer = await transport(true).send({
      ...request(`${url}/a?b=c%20d`),
      method: 'PUT',
      headers: { 'X-Mine': '1' },
      body: '{}',
    })
    expect(answer).toMatchObject({ status: 404, body: 'not here', headers: { 'x-asked': 'PUT /a?b=c%20d 1' } })
  })

  it('does not follow a redirect: the token would go with it', async () => {
    let asked = 0
    const url = await serve((_, answer) => {
      asked++
      answer.writeHead(302, { Location: '/elsewhere' }).end()
    })
    expect((await transport(true).send(request(url))).status).toBe(302)
    expect(asked).toBe(1)
  })

  it('calls nothing inside unless that is allowed, by address or by name', async () => {
    let asked = 0
    const url = await serve((_, answer) => {
      asked++
      answer.end('{}')
    })
    const strict = transport(false)
    for (const inside of [url, url.replace('127.0.0.1', 'localhost')]) {
      const { kind, message } = await failureOf(strict.send(request(inside)))
      expect(kind).toBe('unreachable')
      expect(message).toContain('ALLOW_PRIVATE_PARTNERS')
    }
    expect(asked).toBe(0)
  })

  it('looks at the address behind a name, and takes another one of its addresses where one may be called', async () => {
    let asked = 0
    const url = await serve((_, answer) => {
      asked++
      answer.end('{}')
    })
    const names: Record<string, string[]> = {
      'inside.example': ['127.0.0.1'],
      'metadata.example': ['169.254.169.254'],
      'mixed.example': ['169.254.169.254', '127.0.0.1'],
    }
    const resolve = ((name: string, _: unknown, done: (error: null, found: unknown) => void) =>
      done(
        null,
        (names[name] ?? []).map((address) => ({ address, family: 4 })),
      )) as unknown as typeof lookup
    const at = (name: string) => request(url.replace('127.0.0.1', name))
    const [strict, lax] = [false, true].map((allowPrivate) => guardedTransport({ allowPrivate }, resolve))
    open.push(
      () => strict!.close(),
      () => lax!.close(),
    )
    expect((await failureOf(strict!.send(at('inside.example')))).message).toContain('ALLOW_PRIVATE_PARTNERS')
    expect((await failureOf(lax!.send(at('metadata.example')))).message).toContain('link-local')
    expect((await failureOf(lax!.send(at('unknown.example')))).message).toContain('has no address')
    expect(asked).toBe(0)
    expect((await lax!.send(at('mixed.example'))).status).toBe(200)
  })

  it('gives up an answer that is too large', async () => {
    const url = await serve((_, answer) => answer.end('x'.repeat(5_000)))
    expect((await failureOf(transport(true).send(request(url)))).kind).toBe('tooLarge')
  })

  it('asks for gzip, and unpacks it up to what may be read', async () => {
    const text = JSON.stringify(Array.from({ length: 50 }, (_, id) => ({ id })))
    const url = await serve((asked, answer) => {
      const path = asked.url ?? ''
      const bytes = path === '/bomb' ? gzipSync(Buffer.alloc(10_000_000)) : gzipSync(text)
      answer.writeHead(200, {
        'Content-Encoding': path === '/br' ? 'br' : 'gzip',
        'X-Asked': asked.headers['accept-encoding'],
      })
      answer.end(path === '/cut' ? bytes.subarray(0, 30) : path === '/plain' ? text : bytes)
    })
    const { send } = transport(true)
    expect(await send(request(url))).toMatchObject({ body: text, headers: { 'x-asked': 'gzip' } })
    expect(await failureOf(send(request(`${url}/bomb`)))).toMatchObject({
      kind: 'tooLarge',
      message: 'the answer is larger than 1000 bytes',
    })
    for (const path of ['/cut', '/plain', '/br']) {
      expect(await failureOf(send(request(url + path)))).toMatchObject({ kind: 'unreadable' })
    }
    // Connections are good for the next request all the same.
    expect((await send(request(url))).body).toBe(text)
  })

  it('an answer without end is given up, packed or not', async () => {
    const url = await serve((asked, answer) => {
      const packed = asked.url === '/packed'
      answer.writeHead(200, packed ? { 'Content-Encoding': 'gzip' } : {})
      const empty = gzipSync('')
      const more = () => {
        while (!answer.destroyed && answer.write(packed ? empty : 'x'.repeat(1000)));
        if (!answer.destroyed) answer.once('drain', more)
      }
      more()
    })
    const { send } = transport(true)
    for (const path of ['/plain', '/packed']) {
      expect(await failureOf(send(request(url + path)))).toMatchObject({ kind: 'tooLarge' })
    }
  })

  it('has one deadline for everything, the body included', async () => {
    const url = await serve((_, answer) => {
      answer.write('{')
      const drip = setInterval(() => answer.write(' '), 20)
      answer.on('close', () => clearInterval(drip))
    })
    const sent = transport(true).send({ ...request(url), timeoutMs: 200 })
    expect((await failureOf(sent)).kind).toBe('timeout')
  })

  it('says that nobody answers', async () => {
    const url = await serve((_, answer) => answer.end())
    await open.shift()!()
    const { kind, message } = await failureOf(transport(true).send(request(url)))
    expect(kind).toBe('unreachable')
    expect(message).toContain('ECONNREFUSED')
  })
})
