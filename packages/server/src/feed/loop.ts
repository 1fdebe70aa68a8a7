import { setTimeout as delay } from 'node:timers/promises'

export interface Loop {
  /** Runs now, or once more if it is running. */
  wake(): void
  stop(): Promise<void>
}

/** Does the work now and then every `ms`, one run at a time. An error is told and the next run comes as usual. */
export function every(ms: number, work: () => Promise<void>, failed: (error: unknown) => void): Loop {
  const stopping = new AbortController()
  let nudge = new AbortController()
  const running = (async () => {
    while (!stopping.signal.aborted) {
      nudge = new AbortController()
      await work().catch(failed)
      await delay(ms, undefined, { signal: nudge.signal }).catch(() => undefined)
    }
  })()
  return {
    wake: () => nudge.abort(),
    async stop() {
      stopping.abort()
      nudge.abort()
      await running
    },
  }
}
