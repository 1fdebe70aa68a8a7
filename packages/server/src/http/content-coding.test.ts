import { Readable } from 'node:stream'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { bodyText } from '../body-text.ts'
import { acceptsGzip, type Coding, contentCoded } from './content-coding.ts'
import type { HttpHandler, HttpRequest } from './exchange.ts'

const coding: Coding = {
  worth: ({ headers }) => headers['Content-Type'] === 'application/json',
  unsupported: (name) => new Error(`unsupported ${name}`),
  broken: () => new Error('broken'),
}

const list = JSON.stringify(Array.from({ length: 200 }, (_, id) => ({ id: `LOC${id}` })))
const answering =
  (headers: Record<string, string>, body: string, status = 200): HttpHandler =>
  async () => ({ status, headers: { 'Content-Type': 'application/json', ...headers }, body })

const get = (headers: HttpRequest['headers'] = {}, method = 'GET'): HttpRequest => ({
  method,
  url: '/list',
  headers,
  body: undefined,
})
const gzip = { 'accept-encoding': 'deflate, gzip;q=0.8' }

describe('an answer', () => {
  it('is compressed for who takes gzip, and says that it depends on that', async () => {
    const { headers, body } = await contentCoded(answering({}, list), coding)(get(gzip))
    expect(headers).toMatchObject({ 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' })
    expect(gunzipSync(body as Uint8Array).toString()).toBe(list)
    expect((body as Uint8Array).length).toBeLessThan(list.length / 4)
  })

  it.each([{}, { 'accept-encoding': 'br' }, { 'accept-encoding': 'gzip;q=0' }])('is not for %j', async (given) => {
    const { headers, body } = await contentCoded(answering({}, list), coding)(get(given))
    expect(headers).toMatchObject({ Vary: 'Accept-Encoding' })
    expect(headers).not.toHaveProperty('Content-Encoding')
    expect(body).toBe(list)
  })

  it.each([
    ['a short one', answering({}, '[]')],
    ['one with an ETag', answering({ etag: '"1"' }, list)],
    ['an error', answering({}, list, 404)],
    ['what is not worth it', answering({ 'Content-Type': 'text/plain' }, list)],
    ['a stream', async () => ({ status: 200, headers: {}, body: Readable.from(['a'.repeat(5000)]) })],
    ['none', async () => ({ status: 200, headers: {}, body: undefined })],
  ] satisfies [string, HttpHandler][])('%s is left alone', async (_, handler) => {
    const { headers } = await contentCoded(handler, coding)(get(gzip))
    expect(headers).not.toHaveProperty('Content-Encoding')
    expect(headers).not.toHaveProperty('Vary')
  })

  it('to HEAD has no body to compress', async () => {
    const { headers } = await contentCoded(answering({}, list), coding)(get(gzip, 'HEAD'))
    expect(headers).toMatchObject({ Vary: 'Accept-Encoding' })
    expect(headers).not.toHaveProperty('Content-Encoding')
  })

  it.each([
    ['gzip', true],
    ['X-GZIP', true],
    ['*', true],
    ['*;q=0, gzip', true],
    ['gzip;q=0, *', false],
    ['gzip; q=0.0', false],
    ['identity', false],
    ['', false],
  ])('Accept-Encoding %j: %s', (header, accepted) => {
    expect(acceptsGzip(header)).toBe(accepted)
  })
})

describe('a request', () => {
  const reading: HttpHandler = async ({ body }) => {
    const read = await bodyText(body, 10_000)
    return { status: 200, headers: {}, body: read.kind === 'text' ? read.text : read.kind }
  }
  const send = (bytes: Uint8Array, name = 'gzip') =>
    contentCoded(
      reading,
      coding,
    )({
      method: 'PUT',
      url: '/object',
      headers: { 'content-encoding': name },
      body: Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]),
    })

  it('is unpacked while it is read', async () => {
    expect(await send(gzipSync(list))).toMatchObject({ body: list })
    expect(await send(Buffer.from(list), 'identity')).toMatchObject({ body: list })
  })

  it('that unpacks to more than may be read is too large, and no more of it is unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000))
    const before = process.memoryUsage().arrayBuffers
    expect(await send(bomb)).toMatchObject({ body: 'too_large' })
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(30_000_000)
  })

  it('that is not what it says, is cut off, or is in another coding, is refused', async () => {
    await expect(send(Buffer.from(list))).rejects.toThrow('broken')
    await expect(send(gzipSync(list).subarray(0, 40))).rejects.toThrow('broken')
    await expect(send(Buffer.from(list), 'br')).rejects.toThrow('unsupported br')
    await expect(send(gzipSync(gzipSync(list)), 'gzip, gzip')).rejects.toThrow('unsupported gzip, gzip')
  })
})
