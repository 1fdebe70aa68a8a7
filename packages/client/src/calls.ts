// One call: its request, its deadline, its tries and its answer.

import createFetchClient from 'openapi-fetch'
import { Deadline, pause } from './deadline.ts'
import { ProblemError, problemOf } from './errors.ts'
import { waitBefore } from './retries.ts'
import type { Answer, Method } from './types.ts'

export interface ClientSettings {
  /** Of the platform, without `/api/v1`: `https://interchange.example`. */
  readonly url: string
  /** The API key. It goes into the header `Authorization` and nowhere else. */
  readonly key: string
  /** `fetch` of the environment where nothing is said. */
  readonly fetch?: typeof globalThis.fetch
  /** Milliseconds for a call with all its tries. Default 30,000. */
  readonly timeout?: number
  /** How often a call is sent at most. Default 4. */
  readonly tries?: number
}

/** A call as the functions below take it, whatever the path: the types of `types.ts` were checked before. */
export interface PlainCall {
  readonly method: Method
  /** Template: `/tariffs/{country_code}/{party_id}/{id}`. */
  readonly template: string
  readonly path?: Readonly<Record<string, string>> | undefined
  readonly query?: Readonly<Record<string, unknown>> | undefined
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined
  readonly body?: unknown
  readonly timeout?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** An answer that is read as it comes. Whoever opened it closes it. */
export interface OpenAnswer {
  readonly body: ReadableStream<Uint8Array>
  close(): void
  /** The error to throw for one that reading ended with. */
  explain(error: unknown): unknown
}

export interface Calls {
  send(call: PlainCall): Promise<Answer<unknown>>
  /** Tried once; a body may be a stream. The deadline ends when the answer begins. */
  open(call: PlainCall): Promise<OpenAnswer>
}

/** Loosely typed: `types.ts` has the types that callers see. */
type AnyPaths = Record<string, Record<Method, { responses: Record<number, unknown> }>>

export const API_PATH = '/api/v1'
const TIMEOUT_MS = 30_000
const TRIES = 4

export function createCalls({ url, key, fetch, timeout = TIMEOUT_MS, tries = TRIES }: ClientSettings): Calls {
  // Headers would name a value they refuse in their error.
  if (!/^[\x21-\x7e]+$/.test(key)) throw new TypeError('key is no API key: printable characters without white space')
  if (!/^https?:\/\//.test(url))
    throw new TypeError('url is where the platform is, such as https://interchange.example')
  const http = createFetchClient<AnyPaths>({
    baseUrl: url.replace(/\/+$/, '') + API_PATH,
    headers: { Authorization: `Bearer ${key}` },
    // A key is not carried to wherever an answer points.
    redirect: 'error',
    querySerializer: { array: { style: 'form', explode: false } },
    ...(fetch ? { fetch: (request: Request) => fetch(request) } : {}),
  })

  async function once(call: PlainCall, signal: AbortSignal, more: object = {}): Promise<Answer<unknown>> {
    const { method, template, path = {}, query = {}, headers = {}, body } = call
    for (const [name, value] of Object.entries(path)) assertSegment(name, value)
    const init = { params: { path, query }, headers, body, bodySerializer: asItIs, signal, ...more }
    const { data, error, response } = await http.request(method, template, init as never)
    if (!response.ok && response.status !== 304) throw problemOf(nameOf(call), response, error)
    return { status: response.status, headers: response.headers, data }
  }

  return {
    async send(call) {
      const deadline = new Deadline(call.timeout ?? timeout, call.signal)
      const headers = withIdempotencyKey(call)
      const sent = { ...call, headers, body: call.body === undefined ? undefined : JSON.stringify(call.body) }
      try {
        for (let tried = 1; ; tried++) {
          try {
            return await once(sent, deadline.signal)
          } catch (error) {
            if (isMistake(error)) throw error
            const failure = error instanceof ProblemError ? error : deadline.explain(nameOf(call), error)
            const wait = tried < tries ? waitBefore(sent, failure, tried) : undefined
            if (deadline.signal.aborted || wait === undefined || wait >= deadline.leftMs) throw failure
            await pause(wait, deadline.signal)
          }
        }
      } finally {
        deadline.clear()
      }
    },

    async open(call) {
      const deadline = new Deadline(call.timeout ?? timeout, call.signal)
      const explain = (error: unknown): unknown =>
        error instanceof ProblemError || isMistake(error) ? error : deadline.explain(nameOf(call), error)
      const close = (): void => {
        deadline.abort()
        deadline.clear()
      }
      try {
        const { data } = await once(call, deadline.signal, { parseAs: 'stream', duplex: 'half' })
        deadline.lift()
        return { body: data as ReadableStream<Uint8Array>, close, explain }
      } catch (error) {
        close()
        throw explain(error)
      }
    },
  }
}

export const nameOf = ({ method, template }: Pick<PlainCall, 'method' | 'template'>): string =>
  `${method.toUpperCase()} ${template}`

const asItIs = (body: unknown): unknown => body

/** A caller's mistake is thrown as it is. */
class Mistake extends TypeError {}
const isMistake = (error: unknown): boolean => error instanceof Mistake

/** A URL takes `.` and `..` as steps, also when they are encoded: the call would be another one. */
function assertSegment(name: string, value: unknown): void {
  if (typeof value !== 'string' || value === '' || value === '.' || value === '..') {
    throw new Mistake(`path.${name} is not something that can stand in a path`)
  }
}

/** Every POST has a key, so that it can be sent again. */
function withIdempotencyKey({ method, headers = {} }: PlainCall): Readonly<Record<string, string | undefined>> {
  if (method !== 'post' || headers['Idempotency-Key'] !== undefined) return headers
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16))
  return { ...headers, 'Idempotency-Key': Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('') }
}
