// HTTP to partners on undici: a pool per origin, every address checked after the name was looked up, a deadline over the
// whole exchange, gzip where the partner has it, an upper bound for what is read and unpacked, no redirect followed.

import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { type Transport, type TransportAnswer, TransportError } from '@interchange/ocpi/client/transport'
import { Agent, errors } from 'undici'
import { type AddressRules, refusedAddress, refusedUrl } from './address-guard.ts'

export interface GuardedTransport {
  readonly send: Transport
  close(): Promise<void>
}

const CONNECT_TIMEOUT_MS = 10_000
const KEEP_ALIVE_MS = 30_000
/** Of one partner; requests beyond it wait in the pool. */
const CONNECTIONS = 32

class AddressRefused extends Error {}

/** `resolve` stands in for the system's name service. */
export function guardedTransport(rules: AddressRules, resolve: typeof lookup = lookup): GuardedTransport {
  const agent = new Agent({
    connections: CONNECTIONS,
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connect: { timeout: CONNECT_TIMEOUT_MS, lookup: guardedLookup(rules, resolve) },
  })

  async function send(request: Parameters<Transport>[0]): Promise<TransportAnswer> {
    const { url, method, headers, body, timeoutMs, maxBytes, signal } = request
    const refused = refusedUrl(url, rules)
    if (refused) throw new TransportError('unreachable', `the URL ${refused}`)
    const { origin, pathname, search } = new URL(url)
    // Not AbortSignal.timeout: its timer lives on after the answer, thirty seconds for each request.
    const deadline = new AbortController()
    const timer = setTimeout(() => deadline.abort(), timeoutMs)
    try {
      const answer = await agent.request({
        origin,
        path: pathname + search,
        method: method as 'GET',
        headers: { 'Accept-Encoding': 'gzip', ...headers },
        ...(body === undefined ? {} : { body }),
        signal: signal ? AbortSignal.any([deadline.signal, signal]) : deadline.signal,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
      })
      const got = flat(answer.headers)
      return {
        status: answer.statusCode,
        headers: got,
        body: await readBody(answer.body, got['content-encoding'] ?? '', maxBytes),
      }
    } catch (error) {
      throw failure(error, deadline.signal)
    } finally {
      clearTimeout(timer)
    }
  }
  return { send, close: () => agent.destroy() }
}

/** Checks every address a name stands for, so that a name cannot change its mind between check and use. */
function guardedLookup(rules: AddressRules, resolve: typeof lookup): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '')
      const allowed = addresses.filter(({ address }) => refusedAddress(address, rules) === undefined)
      if (allowed.length === 0) {
        const why = addresses[0] ? refusedAddress(addresses[0].address, rules) : 'has no address'
        return done(new AddressRefused(`the host ${why}`), '')
      }
      if (options.all) return done(null, allowed)
      return done(null, allowed[0]!.address, allowed[0]!.family)
    })
  }
}

type Body = Pick<Readable, 'destroy' | 'on'> & AsyncIterable<Uint8Array>

async function readBody(body: Body, coding: string, maxBytes: number): Promise<string> {
  // Whoever gives an answer up has said why; that its stream is torn is no news.
  body.on('error', () => undefined)
  const name = coding.trim().toLowerCase()
  if (name === '' || name === 'identity') return (await upTo(maxBytes, body)).toString('utf8')
  if (name !== 'gzip' && name !== 'x-gzip') {
    body.destroy()
    throw new TransportError('unreadable', 'the answer is compressed in another way than gzip')
  }
  const gunzip = createGunzip()
  const source = Readable.from(counted(maxBytes, body), { objectMode: false })
  source.on('error', (error) => gunzip.destroy(error))
  source.pipe(gunzip)
  try {
    return (await upTo(maxBytes, gunzip)).toString('utf8')
  } catch (error) {
    body.destroy()
    if (/^Z_/.test(String((error as { code?: unknown }).code))) {
      throw new TransportError('unreadable', 'the answer says that it is gzip, and is not, or is cut off')
    }
    throw error
  } finally {
    source.destroy()
  }
}

/** Everything, unless it is more: then nothing more of it is read. */
async function upTo(maxBytes: number, body: Body): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of counted(maxBytes, body)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function* counted(maxBytes: number, body: Body): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > maxBytes) {
      body.destroy()
      throw new TransportError('tooLarge', `the answer is larger than ${maxBytes} bytes`)
    }
    yield chunk
  }
}

const flat = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
    ),
  )

/** What an operator reads: the kind of failure, never a header or a body. */
function failure(error: unknown, deadline: AbortSignal): TransportError {
  if (error instanceof TransportError) return error
  if (error instanceof AddressRefused) return new TransportError('unreachable', error.message)
  if (
    deadline.aborted ||
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.BodyTimeoutError ||
    error instanceof errors.ConnectTimeoutError
  ) {
    return new TransportError('timeout', 'no answer in time')
  }
  const { code } = error as { code?: unknown }
  return new TransportError('unreachable', typeof code === 'string' ? `no connection (${code})` : 'no connection')
}
