// What this package needs of the network. Whoever uses it brings the connection: the platform its guarded one, a
// browser its fetch, a test a function.

export interface TransportRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  /** From the first octet sent to the last one read. */
  readonly timeoutMs: number
  /** Of the answer's body, unpacked where it came compressed; a longer one is given up with `tooLarge`. */
  readonly maxBytes: number
  readonly signal?: AbortSignal | undefined
}

export interface TransportAnswer {
  readonly status: number
  /** Names in lower case; several of one name joined with commas. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * Sends one request and never follows a redirect: the credentials token would go with it. Every HTTP answer is a
 * result. Without one it throws a TransportError; anything else it throws is taken for `unreachable`.
 */
export type Transport = (request: TransportRequest) => Promise<TransportAnswer>

/** `unreadable`: an answer came whose body cannot be unpacked. */
export type TransportFailure = 'timeout' | 'unreachable' | 'tooLarge' | 'unreadable'

export class TransportError extends Error {
  override readonly name = 'TransportError'
  readonly kind: TransportFailure

  /** `why` is shown to operators: no token, no header, no body in it. */
  constructor(kind: TransportFailure, why: string) {
    super(why)
    this.kind = kind
  }
}
