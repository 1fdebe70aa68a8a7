// Collects one answer of undici up to a number of bytes; what is longer becomes a stream from there on. Most answers are
// short, and a stream for each would cost more than everything else about them.

import { Readable } from 'node:stream'
import { TransportError } from '@interchange/ocpi/client/transport'
import type { Dispatcher } from 'undici'
import { flatHeaders } from './collecting-handler.ts'

type Controller = Dispatcher.DispatchController
type Headers = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2]

/** As it came: packed where `content-encoding` says so. */
export interface Begun {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly head: Buffer
  /** What follows; to be read or destroyed. */
  readonly rest: Readable | undefined
}

export class PassingHandler implements Dispatcher.DispatchHandler {
  readonly #collect: number
  readonly #maxBytes: number
  readonly #done: (begun: Begun) => void
  readonly #failed: (error: unknown) => void
  #controller: Controller | undefined
  #givenUp: Error | undefined
  #status = 0
  #headers: Record<string, string> = {}
  #chunks: Buffer[] = []
  #length = 0
  #stream: Readable | undefined
  #ended = false

  constructor(
    limits: { readonly collect: number; readonly maxBytes: number },
    done: (begun: Begun) => void,
    failed: (error: unknown) => void,
  ) {
    this.#collect = limits.collect
    this.#maxBytes = limits.maxBytes
    this.#done = done
    this.#failed = failed
  }

  /** Nothing more of it is wanted, whether it has begun or waits for a connection. */
  giveUp(why: Error): void {
    if (this.#givenUp || this.#ended) return
    this.#givenUp = why
    if (this.#stream) this.#stream.destroy(why)
    else this.#failed(why)
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

  onResponseData(controller: Controller, chunk: Buffer): void {
    if (this.#givenUp) return
    this.#length += chunk.length
    if (this.#length > this.#maxBytes) {
      this.giveUp(new TransportError('tooLarge', `the answer is larger than ${this.#maxBytes} bytes`))
    } else if (this.#stream) {
      if (!this.#stream.push(chunk)) controller.pause()
    } else {
      this.#chunks.push(chunk)
      if (this.#length > this.#collect) this.#passOn(controller)
    }
  }

  #passOn(controller: Controller): void {
    this.#stream = new Readable({
      read: () => controller.resume(),
      destroy: (error, done) => {
        if (!this.#ended) this.giveUp(error ?? new TransportError('unreachable', 'the answer was given up'))
        done(error)
      },
    })
    this.#begun()
  }

  #begun(): void {
    const head = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks)
    this.#chunks = []
    this.#done({ status: this.#status, headers: this.#headers, head, rest: this.#stream })
  }

  onResponseEnd(): void {
    this.#ended = true
    if (this.#stream) this.#stream.push(null)
    else this.#begun()
  }

  onResponseError(_: Controller, error: Error): void {
    if (this.#givenUp) return
    this.#ended = true
    if (this.#stream) this.#stream.destroy(error)
    else this.#failed(error)
  }
}
