import type { Readable } from 'node:stream'
import type { HttpRequest } from '../http/exchange.ts'
import type { ApiCall, Scope } from './define.ts'

/** Who asks. */
export interface Caller {
  readonly name: string
  readonly scope: Scope
  /** Keys of our parties this key may act for (`NL-ABC`), or all of them. */
  readonly parties: readonly string[] | '*'
}

export type QueryValue = string | number | boolean | readonly string[] | undefined

/** A request that was authenticated, matched and validated. */
export interface ApiRequest {
  readonly call: ApiCall
  readonly caller: Caller
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, QueryValue>>
  readonly headers: HttpRequest['headers']
  /** Parsed and free of faults; undefined where the call has no body. */
  readonly body: unknown
  /** The body as it came: what is stored unchanged keeps the spelling of its numbers. */
  readonly bodyText: string | undefined
  /** Of calls whose handler reads the body itself: its bytes as they arrive. */
  readonly stream?: HttpRequest['body']
}

export interface ApiReply {
  /** One of the call's answers. */
  readonly status: number
  readonly body?: unknown
  /** JSON text that goes out as it is; instead of `body`. */
  readonly bodyText?: string
  /** Server-Sent Events. */
  readonly stream?: Readable
  /** NDJSON, while the request's body is still being read. */
  readonly lines?: Readable
  readonly headers?: Readonly<Record<string, string>>
}

export type ApiHandler = (request: ApiRequest) => Promise<ApiReply>

/** Handlers by the names of the table. */
export type ApiHandlers = Readonly<Record<string, ApiHandler>>
