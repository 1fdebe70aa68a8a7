import type { Readable } from 'node:stream'

/** A request as any HTTP library can hand it over. Nothing in it is trusted. */
export interface HttpRequest {
  readonly method: string
  /** Path and query as they came, still percent-encoded: `/ocpi/2.2.1/sender/locations?limit=2`. */
  readonly url: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Bytes of the body as they arrive; undefined without one. Nothing is read before somebody iterates. */
  readonly body: AsyncIterable<Uint8Array> | undefined
  /** Of whoever is connected; a proxy, where there is one. */
  readonly remoteAddress?: string | undefined
}

export interface HttpResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** A stream is written as it comes, and destroyed when the caller goes away. */
  readonly body: string | Uint8Array | Readable | undefined
  /** The request's body is still being read while the answer is written: it may take as long as it likes to arrive. */
  readonly readsOn?: boolean
}

export type HttpHandler = (request: HttpRequest) => Promise<HttpResponse>
