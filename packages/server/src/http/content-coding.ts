// gzip on the way in and out (RFC 9110, "Content-Encoding", "Accept-Encoding"), around whoever answers: it sees plain
// bodies and gives plain answers. Nothing is compressed or unpacked on the event loop.

import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { createGunzip, gzip } from 'node:zlib'
import type { HttpHandler, HttpRequest, HttpResponse } from './exchange.ts'

export interface Coding {
  /** Whether an answer may be compressed. One with an ETag never is: a tag stands for one spelling of the bytes. */
  readonly worth: (response: HttpResponse) => boolean
  /** A body in another coding. */
  readonly unsupported: (coding: string) => Error
  /** A body that does not unpack. */
  readonly broken: () => Error
}

/** A shorter answer fits into a packet or two as it is. */
const LEAST = 1024
/** Of nine. A page of locations shrinks to a tenth; the usual level makes that a tenth smaller at two and a half times the cost. */
const LEVEL = 1

const compress = promisify(gzip)

export function contentCoded(handler: HttpHandler, coding: Coding): HttpHandler {
  return async (request) => {
    const response = await handler(plain(request, coding))
    if (!isText(response) || !coding.worth(response)) return response
    const varied = { ...response, headers: { ...response.headers, Vary: 'Accept-Encoding' } }
    if (request.method === 'HEAD' || !acceptsGzip([request.headers['accept-encoding']].flat().join(','))) return varied
    const body = await compress(response.body, { level: LEVEL })
    return { ...varied, headers: { ...varied.headers, 'Content-Encoding': 'gzip' }, body }
  }
}

const isText = (response: HttpResponse): response is HttpResponse & { readonly body: string } =>
  response.status === 200 &&
  typeof response.body === 'string' &&
  response.body.length >= LEAST &&
  !Object.keys(response.headers).some((name) => /^(etag|content-encoding|vary)$/i.test(name))

/** `gzip, deflate;q=0.5`, `*`; a q of 0 is a no. */
export function acceptsGzip(header: string): boolean {
  const offers = header.split(',').map((offer) => {
    const [name = '', ...parameters] = offer.split(';').map((part) => part.trim().toLowerCase())
    const q = parameters.find((parameter) => parameter.startsWith('q='))
    return { name, accepted: q === undefined || Number(q.slice(2)) > 0 }
  })
  const named =
    offers.find(({ name }) => name === 'gzip' || name === 'x-gzip') ?? offers.find(({ name }) => name === '*')
  return named?.accepted === true
}

/** The request with its body unpacked as it is read: whoever reads it has its limit, and what is beyond is never unpacked. */
function plain(request: HttpRequest, { unsupported, broken }: Coding): HttpRequest {
  const coding = [request.headers['content-encoding']].flat().join(',').trim().toLowerCase()
  if (!request.body || coding === '' || coding === 'identity') return request
  if (coding === 'gzip' || coding === 'x-gzip') return { ...request, body: unpacked(request.body, broken) }
  return { ...request, body: refusing(unsupported(coding)) }
}

async function* unpacked(body: AsyncIterable<Uint8Array>, broken: () => Error): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip()
  const source = Readable.from(body, { objectMode: false })
  source.on('error', (error) => gunzip.destroy(error))
  source.pipe(gunzip)
  try {
    yield* gunzip as AsyncIterable<Uint8Array>
  } catch (error) {
    throw isOfZlib(error) ? broken() : error
  } finally {
    source.destroy()
    gunzip.destroy()
  }
}

const isOfZlib = (error: unknown): boolean => /^Z_/.test(String((error as { code?: unknown } | undefined)?.code))

const refusing = (error: Error): AsyncIterable<Uint8Array> => ({
  [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }),
})
