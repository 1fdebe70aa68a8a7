import type { Readable } from 'node:stream'
import type { ApiCall, Scope } from './define.ts'

/** A request as the HTTP layer hands it over. Nothing in it is trusted. */
export interface BackendRequest {
  readonly method: string
  /** Path and query as they came: `/api/v1/locations?limit=2`. */
  readonly url: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Bytes of the body as they arrive; undefined without one. */
  readonly body: AsyncIterable<Uint8Array> | undefined
}

export interface BackendResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** A stream is written as it comes, and destroyed when the caller goes away. */
  readonly body: string | Readable | undefined
}

export type Backend = (request: BackendRequest) => Promise<BackendResponse>

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
  readonly headers: BackendRequest['headers']
  /** Parsed and free of faults; undefined where the call has no body. */
  readonly body: unknown
  /** The body as it came: what is stored unchanged keeps the spelling of its numbers. */
  readonly bodyText: string | undefined
}

export interface ApiReply {
  /** One of the call's answers. */
  readonly status: number
  readonly body?: unknown
  /** JSON text that goes out as it is; instead of `body`. */
  readonly bodyText?: string
  readonly stream?: Readable
  readonly headers?: Readonly<Record<string, string>>
}

export type ApiHandler = (request: ApiRequest) => Promise<ApiReply>

/** Handlers by the names of the table. */
export type ApiHandlers = Readonly<Record<string, ApiHandler>>
