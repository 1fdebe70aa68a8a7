// Collects one answer of undici, up to a number of bytes. Without a stream in between: answers to pushes are a hundred
// bytes, and a stream for each costs more than everything else about it.

import { type TransportAnswer, TransportError } from '@interchange/ocpi/client/transport'
import type { Dispatcher } from 'undici'

type Controller = Dispatcher.DispatchController
type Headers = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2]

/** As it came: packed where `content-encoding` says so. */
export type Collected = Omit<TransportAnswer, 'body'> & { readonly bytes: Buffer }

export class CollectingHandler implements Dispatcher.DispatchHandler {
  readonly #maxBytes: number
  readonly #done: (collected: Collected) => void
  readonly #failed: (error: unknown) => void
  #controller: Controller | undefined
  #givenUp: Error | undefined
  #status = 0
  #headers: Record<string, string> = {}
  #first: Buffer | undefined
  #more: Buffer[] | undefined
  #length = 0

  constructor(maxBytes: number, done: (collected: Collected) => void, failed: (error: unknown) => void) {
    this.#maxBytes = maxBytes
    this.#done = done
    this.#failed = failed
  }

  /** Nothing more of it is wanted, whether it has begun or waits for a connection. */
  giveUp(why: Error): void {
    if (this.#givenUp) return
    this.#givenUp = why
    this.#failed(why)
    this.#controller?.abort(why)
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller
    if (this.#givenUp) controller.abort(this.#givenUp)
  }

  onResponseStart(_: Controller, status: number, headers: Headers): void {
    // 1xx says that an answer follows.
    if (status < 200) return
    this.#status = status
    this.#headers = flatHeaders(headers)
  }

  onResponseData(_: Controller, chunk: Buffer): void {
    this.#length += chunk.length
    if (this.#length > this.#maxBytes) {
      this.giveUp(new TransportError('tooLarge', `the answer is larger than ${this.#maxBytes} bytes`))
    } else if (this.#first === undefined) this.#first = chunk
    else if (this.#more) this.#more.push(chunk)
    else this.#more = [this.#first, chunk]
  }

  onResponseEnd(): void {
    const bytes = this.#more ? Buffer.concat(this.#more) : (this.#first ?? NOTHING)
    this.#done({ status: this.#status, headers: this.#headers, bytes })
  }

  onResponseError(_: Controller, error: Error): void {
    if (!this.#givenUp) this.#failed(error)
  }
}

const NOTHING = Buffer.alloc(0)

export function flatHeaders(headers: Headers): Record<string, string> {
  const flattened: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name]
    if (value !== undefined) flattened[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
  }
  return flattened
}
