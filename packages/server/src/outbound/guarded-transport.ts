// HTTP to partners on undici: a pool per origin, every address checked after the name was looked up, a deadline over the
// whole exchange, gzip where the partner has it, an upper bound for what is read and unpacked, no redirect followed.

import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import {
  type Transport,
  type TransportAnswer,
  TransportError,
  type TransportRequest,
} from '@interchange/ocpi/client/transport'
import { Agent, errors } from 'undici'
import { type AddressRules, refusedAddress } from './address-guard.ts'
import { type Collected, CollectingHandler } from './collecting-handler.ts'
import { urlGuard } from './url-guard.ts'

export interface GuardedTransport {
  readonly send: Transport
  close(): Promise<void>
}

export const CONNECT_TIMEOUT_MS = 10_000
export const KEEP_ALIVE_MS = 30_000
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

  const addresses = urlGuard(rules)

  /** As it came, or why it did not. */
  function collect({ url, method, headers, body, timeoutMs, maxBytes, signal }: TransportRequest): Promise<Collected> {
    const target = addresses(url)
    if ('refused' in target) return Promise.reject(new TransportError('unreachable', `the URL ${target.refused}`))
    return new Promise((resolve, reject) => {
      // Settling twice does nothing, so what comes after the end needs no thought.
      const end = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', aborted)
      }
      const handler = new CollectingHandler(
        maxBytes,
        (collected) => {
          end()
          resolve(collected)
        },
        (error) => {
          end()
          reject(failure(error))
        },
      )
      const aborted = () => handler.giveUp(new TransportError('unreachable', 'the request was given up'))
      // Not AbortSignal.timeout: its timer lives on after the answer, thirty seconds for each request.
      const timer = setTimeout(() => handler.giveUp(new TransportError('timeout', 'no answer in time')), timeoutMs)
      if (signal?.aborted) return aborted()
      signal?.addEventListener('abort', aborted, { once: true })
      const packed = headers['Accept-Encoding'] === undefined ? { 'Accept-Encoding': 'gzip' } : {}
      agent.dispatch(
        {
          origin: target.origin,
          path: target.path,
          method: method as 'GET',
          headers: Object.assign(packed, headers),
          body: body ?? null,
          // One deadline for everything is above.
          headersTimeout: 0,
          bodyTimeout: 0,
        },
        handler,
      )
    })
  }

  const send = (request: TransportRequest): Promise<TransportAnswer> =>
    collect(request).then(({ status, headers, bytes }) => {
      const coding = headers['content-encoding']
      if (coding === undefined) return { status, headers, body: bytes.toString('utf8') }
      return textOf(bytes, coding, request.maxBytes).then((body) => ({ status, headers, body }))
    })
  return { send, close: () => agent.destroy() }
}

/** Checks every address a name stands for, so that a name cannot change its mind between check and use. */
export function guardedLookup(rules: AddressRules, resolve: typeof lookup): LookupFunction {
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

const unpack = promisify(gunzip)

export async function textOf(bytes: Buffer, coding: string, maxBytes: number): Promise<string> {
  const name = coding.trim().toLowerCase()
  if (name === '' || name === 'identity') return bytes.toString('utf8')
  if (name !== 'gzip' && name !== 'x-gzip') {
    throw new TransportError('unreadable', 'the answer is compressed in another way than gzip')
  }
  try {
    return (await unpack(bytes, { maxOutputLength: maxBytes })).toString('utf8')
  } catch (error) {
    throw (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE'
      ? new TransportError('tooLarge', `the answer is larger than ${maxBytes} bytes`)
      : new TransportError('unreadable', 'the answer says that it is gzip, and is not, or is cut off')
  }
}

/** What an operator reads: the kind of failure, never a header or a body. */
export function failure(error: unknown): TransportError {
  if (error instanceof TransportError) return error
  if (error instanceof AddressRefused) return new TransportError('unreachable', error.message)
  if (error instanceof errors.ConnectTimeoutError) return new TransportError('timeout', 'no answer in time')
  const { code } = error as { code?: unknown }
  return new TransportError('unreachable', typeof code === 'string' ? `no connection (${code})` : 'no connection')
}
