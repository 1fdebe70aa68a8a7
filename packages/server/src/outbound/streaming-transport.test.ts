import { randomBytes } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { TransportError } from '@interchange/ocpi/client/transport'
import { afterEach, describe, expect, it } from 'vitest'
import { type StreamedRequest, streamingTransport } from './streaming-transport.ts'

const open: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function send(url: string, more: Partial<StreamedRequest> = {}, allowPrivate = true) {
  const transport = streamingTransport({ allowPrivate })
  open.push(() => transport.close())
  return await transport.send({
    method: 'GET',
    url,
    headers: {},
    timeoutMs: 2_000,
    maxBytes: 1_000_000,
    collect: 100,
    ...more,
  })
}

async function read(stream: AsyncIterable<Uint8Array> | undefined): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream ?? []) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

const failureOf = async (sent: Promise<unknown>) => {
  const error = await sent.then(
    () => undefined,
    (caught: unknown) => caught,
  )
  expect(error).toBeInstanceOf(TransportError)
  return error as TransportError
}

describe('the transport for what is passed on', () => {
  it('collects a short answer and hands a long one over as it comes, unpacked', async () => {
    const long = randomBytes(100_000).toString('hex')
    const url = await serve((asked, answer) => {
      const body = asked.url?.startsWith('/short') ? 'short' : long
      if (!asked.url?.endsWith('packed')) return answer.end(body)
      return answer.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(body))
    })
    for (const path of ['/short', '/short-packed']) {
      const { head, rest } = await send(url + path)
      expect([head.toString(), rest]).toEqual(['short', undefined])
    }
    for (const path of ['/long', '/long-packed']) {
      const { head, rest } = await send(url + path)
      expect(head.length).toBeGreaterThan(0)
      expect(head.toString() + (await read(rest))).toBe(long)
    }
  })

  it('gives up what is larger than allowed, packed or not', async () => {
    const url = await serve((asked, answer) => {
      const body = 'x'.repeat(200_000)
      if (asked.url === '/packed') answer.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(body))
      else answer.end(body)
    })
    for (const path of ['/plain', '/packed']) {
      const failed = await failureOf(send(url + path, { maxBytes: 150_000 }).then(({ rest }) => read(rest)))
      expect(failed.kind).toBe('tooLarge')
    }
  })

  it('says which failures leave open whether the request arrived', async () => {
    const url = await serve((asked, answer) => {
      if (asked.url === '/hangs-up') asked.socket.destroy()
      if (asked.url === '/breaks-off') {
        answer.writeHead(200)
        answer.write('x'.repeat(50_000), () => setImmediate(() => asked.socket.destroy()))
      }
    })
    expect((await failureOf(send(`${url}/hangs-up`))).kind).toBe('timeout')
    expect((await failureOf(send(`${url}/silent`, { timeoutMs: 200 }))).message).toBe('no answer in time')
    const { rest } = await send(`${url}/breaks-off`)
    expect((await failureOf(read(rest))).kind).toBe('timeout')
    const nobody = await serve(() => undefined)
    for (const close of open.splice(-1)) await close()
    expect((await failureOf(send(nobody))).kind).toBe('unreachable')
  })

  it('guards addresses like every other call', async () => {
    const url = await serve((_asked, answer) => answer.end('{}'))
    expect((await failureOf(send(url, {}, false))).kind).toBe('unreachable')
    expect((await failureOf(send('http://169.254.169.254/'))).kind).toBe('unreachable')
  })

  it('ends the answer at its source when nobody reads on', async () => {
    let closed = () => {}
    const over = new Promise<void>((resolve) => {
      closed = resolve
    })
    const url = await serve((_asked, answer) => {
      answer.on('close', closed)
      answer.write('x'.repeat(1000))
    })
    const { rest } = await send(url)
    rest?.destroy()
    await over
  })
})
