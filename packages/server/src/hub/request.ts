import type { Readable } from 'node:stream'
import type { Endpoint, Module, Side } from '@interchange/ocpi/define/endpoint'
import type { Version } from '@interchange/ocpi/define/version'
import type { Answer } from '@interchange/ocpi/wire/envelope'
import type { Partner } from '../partners/partner.ts'
import type { Party } from '../party.ts'

/** A request that is for somebody else, as the pipeline has read it. */
export interface HubRequest {
  /** Who asks. */
  readonly partner: Partner
  readonly version: Version
  readonly module: Module
  readonly side: Side
  readonly endpoint: Endpoint
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** Path of the request at this platform, without query. */
  readonly path: string
  /** A party of who asks. */
  readonly from: Party
  /** The body's text as it came; undefined where it has none. */
  readonly bodyText: string | undefined
  readonly body: unknown
  readonly correlationId: string
}

/** How an answer that was passed on as a stream ended. */
export interface Passed {
  readonly statusCode: number | undefined
  /** The beginning of its text. */
  readonly text: string
  /** Bytes. */
  readonly length: number
  readonly why: string | undefined
}

/** An answer on its way back. */
export interface Carried {
  readonly http: number
  readonly statusCode: number | undefined
  /** Beside ids and routing headers. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Readable
  /** What a short answer says. */
  readonly answer?: Answer
  /** Of a stream. */
  readonly passed?: Promise<Passed>
}
