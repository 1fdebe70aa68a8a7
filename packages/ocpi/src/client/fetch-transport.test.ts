import { getEventListeners } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { fetchTransport } from './fetch-transport.ts'
import type { TransportRequest } from './transport.ts'

let server: Server | undefined
afterEach(async () => {
  server?.closeAllConnections()
  await new Promise((done) => (server ? server.close(done) : done(undefined)))
  server = undefined
})

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener)
  await new Promise<void>((done) => server!.listen(0, '127.0.0.1', done))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const ask = (url: string, more: Partial<TransportRequest> = {}, transport = fetchTransport()) =>
  transport({ method: 'GET', url, headers: {}, timeoutMs: 5000, maxBytes: 1000, ...more })

describe('the transport on fetch', () => {
  it('sends what it is given and brings back status, headers and body', async () => {
    const url = await serve((request, response) => {
      let body = ''
      request.setEncoding('utf8').on('data', (part) => {
        body += part
      })
      request.on('end', () => {
        response.writeHead(201, { 'X-Limit': '5', Link: ['<a>; rel=next', '<b>; rel=last'] })
        response.end(`${request.method} ${request.url} ${request.headers.authorization} ${body}`)
      })
    })
    const answer = await ask(`${url}/a?b=%7e`, {
      method: 'PUT',
      headers: { Authorization: 'Token x' },
      body: '"Malmö"',
    })
    expect(answer.status).toBe(201)
    expect(answer.headers).toMatchObject({ 'x-limit': '5', link: '<a>; rel=next, <b>; rel=last' })
    expect(answer.body).toBe('PUT /a?b=%7e Token x "Malmö"')
  })

  it('an HTTP error is an answer, and so is an empty one', async () => {
    const url = await serve((_, response) => response.writeHead(502).end())
    expect(await ask(url)).toMatchObject({ status: 502, body: '' })
  })

  it('a redirect is not followed', async () => {
    let asked = 0
    const url = await serve((_, response) => {
      asked++
      response.writeHead(302, { Location: '/elsewhere' }).end()
    })
    expect(await ask(url)).toMatchObject({ status: 302 })
    expect(asked).toBe(1)
  })

  it('a redirect that a browser hides is no answer', async () => {
    const hidden = fetchTransport(async () => ({ type: 'opaqueredirect', status: 0 }) as Response)
    await expect(ask('https://a.example', {}, hidden)).rejects.toThrow('the answer is a redirect')
  })

  it('letters cut by a packet border are put together', async () => {
    const packets = new ReadableStream({
      start(stream) {
        for (const byte of new TextEncoder().encode('é')) stream.enqueue(Uint8Array.of(byte))
        stream.close()
      },
    })
    const cut = fetchTransport(async () => new Response(packets))
    expect((await ask('https://a.example', {}, cut)).body).toBe('é')
  })

  it('an answer longer than asked for is given up', async () => {
    const url = await serve((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(10_000)));
      }
      response.on('drain', more)
      more()
    })
    await expect(ask(url)).rejects.toMatchObject({ kind: 'tooLarge', message: 'the answer is larger than 1000 bytes' })
    const exact = fetchTransport(async () => new Response('é'.repeat(5)))
    expect((await ask('https://a.example', { maxBytes: 10 }, exact)).body).toBe('ééééé')
    await expect(ask('https://a.example', { maxBytes: 9 }, exact)).rejects.toMatchObject({ kind: 'tooLarge' })
  })

  it('silence ends with the deadline, before the headers and within the body', async () => {
    const silent = await serve((request, response) => {
      if (request.url === '/body') response.write('{')
    })
    for (const path of ['/', '/body']) {
      await expect(ask(`${silent}${path}`, { timeoutMs: 50 })).rejects.toMatchObject({
        kind: 'timeout',
        message: 'no answer within 50 ms',
      })
    }
  })

  it('a request that is given up ends, whether under way or not yet begun', async () => {
    const giveUp = new AbortController()
    const url = await serve(() => giveUp.abort())
    const { signal } = giveUp
    for (const _ of ['under way', 'not yet begun']) {
      await expect(ask(url, { signal })).rejects.toMatchObject({
        kind: 'unreachable',
        message: 'the request was given up',
      })
    }
  })

  it('leaves nothing behind on the signal it was given', async () => {
    const url = await serve((_, response) => response.end('{}'))
    const { signal } = new AbortController()
    await ask(url, { signal })
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  it('no connection is said in words', async () => {
    const url = await serve(() => {})
    await new Promise((done) => server!.close(done))
    server = undefined
    await expect(ask(url)).rejects.toMatchObject({ kind: 'unreachable', message: 'the connection was refused' })
  })

  it('a connection that is cut is said in words', async () => {
    const url = await serve((request) => request.socket.destroy())
    await expect(ask(url)).rejects.toMatchObject({ kind: 'unreachable', message: 'the connection was cut' })
  })

  it('a failure without a code quotes nothing, least of all the token', async () => {
    const token = 'Token dG9rZW4\nX-Other: 1'
    const refused = await ask('https://a.example', { headers: { Authorization: token } }).catch((error) => error)
    expect(refused).toMatchObject({
      kind: 'unreachable',
      message: expect.stringMatching(/^the request could not be made/),
    })
    expect(String(refused.message)).not.toContain('dG9rZW4')
    for (const thrown of ['dG9rZW4', null, new Error('dG9rZW4'), new Error('x', { cause: null })]) {
      const failing = fetchTransport(() => Promise.reject(thrown))
      const error = await ask('https://a.example', {}, failing).catch((failure) => failure)
      expect(error).toMatchObject({ kind: 'unreachable', message: 'the request could not be made' })
    }
    const coded = fetchTransport(() => Promise.reject(Object.assign(new Error('secret'), { code: 'E_OTHER' })))
    await expect(ask('https://a.example', {}, coded)).rejects.toThrow('the request could not be made (E_OTHER)')
  })
})
