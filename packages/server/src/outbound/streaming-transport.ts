// HTTP to partners for what is passed on: the same guard, deadlines and limits as for calls of our own, but a long answer
// is handed over while it arrives.

import { lookup } from 'node:dns'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { TransportError, type TransportRequest } from '@interchange/ocpi/client/transport'
import { Agent } from 'undici'
import type { AddressRules } from './address-guard.ts'
import { CONNECT_TIMEOUT_MS, failure, guardedLookup, KEEP_ALIVE_MS, textOf } from './guarded-transport.ts'
import { type Begun, PassingHandler } from './passing-handler.ts'
import { urlGuard } from './url-guard.ts'

export interface StreamedRequest extends TransportRequest {
  /** Bytes of the answer that are waited for; what is longer comes as a stream. */
  readonly collect: number
}

/** Unpacked. `rest` ends with a TransportError where the answer breaks off. */
export type StreamedAnswer = Begun

export type StreamingTransport = (request: StreamedRequest) => Promise<StreamedAnswer>

/** Of one partner; it is asked by many others at once. */
const CONNECTIONS = 64
/** A stream may take so many times the deadline as a whole; between two pieces of it the deadline holds. */
const STREAM_FACTOR = 10

/** Throws TransportError; `timeout` also where the connection broke before the answer was there: it may have arrived. */
export function streamingTransport(
  rules: AddressRules,
  resolve: typeof lookup = lookup,
): { readonly send: StreamingTransport; close(): Promise<void> } {
  const agent = new Agent({
    connections: CONNECTIONS,
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connect: { timeout: CONNECT_TIMEOUT_MS, lookup: guardedLookup(rules, resolve) },
  })
  const addresses = urlGuard(rules)

  function begin({ url, method, headers, body, timeoutMs, signal, ...limits }: StreamedRequest): Promise<Begun> {
    const target = addresses(url)
    if ('refused' in target) return Promise.reject(new TransportError('unreachable', `the URL ${target.refused}`))
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', aborted)
      }
      const handler = new PassingHandler(
        limits,
        (begun) => {
          clearTimeout(timer)
          if (begun.rest) {
            timer = setTimeout(late, timeoutMs * STREAM_FACTOR)
            begun.rest.once('close', end)
          } else end()
          resolve(begun)
        },
        (error) => {
          end()
          reject(torn(error))
        },
      )
      const late = () => handler.giveUp(new TransportError('timeout', 'no answer in time'))
      const aborted = () => handler.giveUp(new TransportError('unreachable', 'the request was given up'))
      let timer = setTimeout(late, timeoutMs)
      if (signal?.aborted) return aborted()
      signal?.addEventListener('abort', aborted, { once: true })
      agent.dispatch(
        {
          origin: target.origin,
          path: target.path,
          method: method as 'GET',
          headers: { 'Accept-Encoding': 'gzip', ...headers },
          body: body ?? null,
          headersTimeout: 0,
          bodyTimeout: timeoutMs,
        },
        handler,
      )
    })
  }

  async function send(request: StreamedRequest): Promise<StreamedAnswer> {
    const begun = await begin(request)
    const { head, rest } = begun
    const coding = (begun.headers['content-encoding'] ?? '').trim().toLowerCase()
    const isPlain = coding === '' || coding === 'identity'
    if (!rest) return isPlain ? begun : { ...begun, head: Buffer.from(await textOf(head, coding, request.maxBytes)) }
    if (!isPlain && coding !== 'gzip' && coding !== 'x-gzip') {
      rest.destroy()
      throw new TransportError('unreadable', 'the answer is compressed in another way than gzip')
    }
    const pieces = told(isPlain ? joined(head, rest) : unpacked(joined(head, rest), request.maxBytes))
    const beginning = await pieces.next()
    const first = beginning.done ? Buffer.alloc(0) : Buffer.from(beginning.value)
    const stream = Readable.from(pieces, { objectMode: false })
    stream.once('close', () => rest.destroy())
    return { ...begun, head: first, rest: stream }
  }
  return { send, close: () => agent.destroy() }
}

async function* joined(head: Uint8Array, rest: Readable): AsyncGenerator<Uint8Array> {
  yield head
  yield* rest as AsyncIterable<Uint8Array>
}

async function* unpacked(packed: AsyncGenerator<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip()
  const source = Readable.from(packed, { objectMode: false })
  source.on('error', (error) => gunzip.destroy(error))
  source.pipe(gunzip)
  let bytes = 0
  try {
    for await (const chunk of gunzip as AsyncIterable<Uint8Array>) {
      bytes += chunk.length
      if (bytes > maxBytes) throw new TransportError('tooLarge', `the answer is larger than ${maxBytes} bytes`)
      yield chunk
    }
  } catch (error) {
    if (!/^Z_/.test(codeOf(error))) throw error
    throw new TransportError('unreadable', 'the answer says that it is gzip, and is not, or is cut off')
  } finally {
    source.destroy()
    gunzip.destroy()
  }
}

async function* told(pieces: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* pieces
  } catch (error) {
    throw torn(error)
  }
}

const codeOf = (error: unknown): string => String((error as { code?: unknown } | undefined)?.code)

/** A connection that was there and broke: nobody can say whether the request was carried out. */
function torn(error: unknown): TransportError {
  if (error instanceof TransportError) return error
  const code = codeOf(error)
  if (code === 'UND_ERR_BODY_TIMEOUT') return new TransportError('timeout', 'no answer in time')
  return ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].includes(code)
    ? new TransportError('timeout', 'the connection broke before the answer was there')
    : failure(error)
}
