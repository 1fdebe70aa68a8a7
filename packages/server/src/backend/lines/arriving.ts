// The bytes of a body that is read as it comes: how long it takes is its sender's business, how long nothing comes at all
// is not.

import { setTimeout as delay } from 'node:timers/promises'

/** Nothing came for so long that its sender has to be taken for dead. */
export class Stalled extends Error {
  override readonly name = 'Stalled'
}

export class Arriving {
  readonly #bytes: AsyncIterator<Uint8Array>
  readonly #patienceMs: number
  readonly #stopping: AbortSignal
  #next: Promise<IteratorResult<Uint8Array>> | undefined

  constructor(body: AsyncIterable<Uint8Array> | undefined, patienceMs: number, stopping: AbortSignal) {
    this.#bytes = (body ?? nothing())[Symbol.asyncIterator]()
    this.#patienceMs = patienceMs
    this.#stopping = stopping
  }

  /**
   * The next bytes; `undefined` at the proper end; `'pause'` when nothing came for `ms`, and what comes then is not
   * lost. Throws when the connection broke, when nothing comes any more, and when the platform stops.
   */
  async next(ms: number): Promise<Uint8Array | undefined | 'pause'> {
    if (this.#stopping.aborted) throw new Stalled('the platform stops')
    this.#next ??= this.#bytes.next()
    const timer = new AbortController()
    const { signal } = timer
    try {
      const waited = delay(Math.min(ms, this.#patienceMs), 'pause' as const, {
        signal: AbortSignal.any([signal, this.#stopping]),
      })
      const first = await Promise.race([this.#next, waited])
      if (first === 'pause') {
        if (ms >= this.#patienceMs) throw new Stalled(`nothing came for ${this.#patienceMs / 1000} s`)
        return 'pause'
      }
      this.#next = undefined
      return first.done ? undefined : first.value
    } finally {
      timer.abort()
    }
  }

  /** Nobody reads on. */
  async close(): Promise<void> {
    this.#next?.catch(() => undefined)
    await this.#bytes.return?.().catch(() => undefined)
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
