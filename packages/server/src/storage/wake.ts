/** Wakes the listeners of one handle (or of one shared PGlite) by channel. */
export class Wakes {
  private readonly channels = new Map<string, Set<() => void>>()

  add(channel: string, heard: () => void): () => void {
    const listeners = this.channels.get(channel) ?? new Set()
    this.channels.set(channel, listeners)
    // A wrapper of its own, so that the same function may listen twice and leave once.
    const entry = () => heard()
    listeners.add(entry)
    return () => {
      listeners.delete(entry)
      if (listeners.size === 0 && this.channels.get(channel) === listeners) this.channels.delete(channel)
    }
  }

  wake(channel: string): void {
    for (const heard of [...(this.channels.get(channel) ?? [])]) heard()
  }

  wakeAll(): void {
    for (const channel of [...this.channels.keys()]) this.wake(channel)
  }

  get names(): string[] {
    return [...this.channels.keys()]
  }
}

/**
 * At most one run of `act` per interval and name; a call in between is served by one run at its end. Everyone who
 * asked before a run gets that run's promise.
 */
export class Throttle {
  private readonly act: (name: string) => Promise<void>
  private readonly intervalMs: number
  private readonly lastRun = new Map<string, number>()
  private readonly waiting = new Map<string, { timer: NodeJS.Timeout; done: Promise<void>; run: () => void }>()

  constructor(intervalMs: number, act: (name: string) => Promise<void>) {
    this.intervalMs = intervalMs
    this.act = act
  }

  ask(name: string): Promise<void> {
    const waiting = this.waiting.get(name)
    if (waiting) return waiting.done
    const wait = (this.lastRun.get(name) ?? -Infinity) + this.intervalMs - performance.now()
    if (wait <= 0) return this.run(name)
    let run: () => void = () => undefined
    const done = new Promise<void>((resolve) => {
      run = () => {
        this.waiting.delete(name)
        resolve(this.run(name))
      }
    })
    this.waiting.set(name, { timer: setTimeout(run, wait), done, run })
    return done
  }

  /** Runs what is waiting now. */
  async flush(): Promise<void> {
    const waiting = [...this.waiting.values()]
    for (const { timer, run } of waiting) {
      clearTimeout(timer)
      run()
    }
    await Promise.all(waiting.map(({ done }) => done))
  }

  private run(name: string): Promise<void> {
    this.lastRun.set(name, performance.now())
    return this.act(name)
  }
}
