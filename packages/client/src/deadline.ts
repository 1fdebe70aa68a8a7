import { ConnectionError } from './errors.ts'

/**
 * The signal of one call: aborted by the caller's own or when the time is over. Made by hand, because AbortSignal.any() holds
 * on to a long-lived signal for every call that used it.
 */
export class Deadline {
  readonly signal: AbortSignal
  private readonly stop = new AbortController()
  private readonly caller: AbortSignal | undefined
  private readonly end: number
  private readonly timeoutMs: number
  private timer: ReturnType<typeof setTimeout> | undefined
  private isOver = false

  constructor(timeoutMs: number, caller: AbortSignal | undefined) {
    this.signal = this.stop.signal
    this.caller = caller
    this.timeoutMs = timeoutMs
    this.end = Date.now() + timeoutMs
    caller?.throwIfAborted()
    caller?.addEventListener('abort', this.givenUp)
    this.timer = setTimeout(() => {
      this.isOver = true
      this.stop.abort()
    }, timeoutMs)
  }

  get leftMs(): number {
    return this.end - Date.now()
  }

  /** The answer has begun: from here on only the caller ends it. */
  lift(): void {
    clearTimeout(this.timer)
    this.timer = undefined
  }

  abort(): void {
    this.stop.abort()
  }

  /** Nothing of this call lives on. */
  clear(): void {
    this.lift()
    this.caller?.removeEventListener('abort', this.givenUp)
  }

  /** The error to throw for one that a request or the reading of its answer ended with. */
  explain(call: string, error: unknown): unknown {
    if (this.caller?.aborted) return this.caller.reason
    if (this.isOver) return new ConnectionError(call, `had no answer within ${this.timeoutMs / 1000} s`)
    return new ConnectionError(call, 'broke off, or the platform was not reached', error)
  }

  private readonly givenUp = (): void => this.stop.abort()
}

/** Resolves after the time, or when the signal aborts. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
