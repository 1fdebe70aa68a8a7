import type { Endpoint, Side } from '@interchange/ocpi/define/endpoint'
import type { Version } from '@interchange/ocpi/define/version'
import type { Partner } from '../partners/partner.ts'
import type { Party } from '../party.ts'

/** One request that has passed the pipeline: authenticated, matched, authorized, validated. */
export interface Call {
  readonly partner: Partner
  /** The token it used. Never leaves the credentials module. */
  readonly token: string
  /** True when the caller used the CREDENTIALS_TOKEN_A of an invitation. */
  readonly tokenA: boolean
  readonly version: Version
  readonly module: string
  readonly side: Side
  readonly endpoint: Endpoint
  /** Decoded once, spelling kept. */
  readonly params: Readonly<Record<string, string>>
  /** Checked against the endpoint's table; numbers where the table says int. */
  readonly query: Readonly<Record<string, string | number | undefined>>
  /** The body as it came, in the request's version; undefined without one. */
  readonly body: unknown
  /** The body's text as it came; what is stored unchanged keeps the spelling of its numbers. */
  readonly bodyText: string | undefined
  /** Our party that is addressed: from OCPI-to-*, else the only one this partner was given; undefined where it stays open. */
  readonly to: Party | undefined
  /** The party that asks: from OCPI-from-*, else the URL's or body's owner, else the partner's only party. */
  readonly from: Party | undefined
  readonly correlationId: string
  /** Absolute URL of the request without query, on our public URL: base of `Link` and `Location`. */
  readonly publicUrl: string
}

/** What a handler answers. Errors are thrown as OcpiError. */
export interface Reply {
  /** Canonical object or list; the pipeline encodes it into the request's version. */
  readonly data?: unknown
  /** Name of what `data` is, where it differs from the endpoint's table. */
  readonly dataName?: string
  /** Already JSON text in the request's version; goes out as it is. */
  readonly dataText?: string
  /** 200 where nothing is said; 201 for what is new. */
  readonly http?: 200 | 201
  /** 1000 where nothing is said. */
  readonly statusCode?: number
  readonly message?: string
  readonly headers?: Readonly<Record<string, string>>
}

export type Handler = (call: Call) => Promise<Reply>

/** Handlers of one side of one module, by the names of its endpoint table. */
export type Handlers = Readonly<Record<string, Handler>>
