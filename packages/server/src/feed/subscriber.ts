import type { Events } from '../events.ts'
import type { Database } from '../storage/database.ts'
import { type FeedEntry, feedState, tail as readTail } from '../storage/objects.ts'
import { Waiter } from './waiter.ts'

// A subscriber that works the feed off by itself: in order, in one process at a time, with a cursor that outlives the
// process. Each webhook is one, the inspection is another. (A partner's lanes are not: their answers come in any order.)

export interface Subscriber {
  /** Where its failures are counted. */
  readonly name: string
  /** Modules whose rows it is shown. */
  readonly modules: readonly string[]
  /**
   * Takes the lease and gives the cursor; undefined while another process has it, or when there is no such subscriber
   * any more. A dead process's lease runs out.
   */
  claim(leaseMs: number): Promise<number | undefined>
  /** Writes the cursor down and keeps the lease, or gives it back (`leaseMs` 0). False when the lease was lost. */
  save(cursor: number, leaseMs: number): Promise<boolean>
  /**
   * Works entries off in order, and yields the position up to which everything is done each time it has come further.
   * What is not done when it ends is shown again: at once, or at `nextAttemptAt`. `after`: the cursor.
   */
  take(entries: readonly FeedEntry[], after: number, signal: AbortSignal): AsyncIterable<number>
  /** Set while what comes next has failed and is to be tried again later. */
  readonly nextAttemptAt?: Date | null
}

export interface SubscriberNeeds {
  readonly database: Database
  readonly events: Events
  readonly clock: { now(): Date }
}

const BATCH = 100
/** Longer than anything that is done between two yields: a living process never loses it. */
const LEASE_MS = 45_000
const SAVE_EVERY_MS = 1_000
/** Held so long without work, so that a busy feed does not cost a lease per change. */
const LINGER_MS = 1_000
/** Looked at again without being woken: another process may have died with the lease. */
const POLL_MS = 5_000

interface Rest {
  readonly ms: number
  /** News in the feed end it. */
  readonly wakeable: boolean
}

/** Keeps a subscriber going from when it is made until it is stopped. */
export class SubscriberLoop {
  private readonly subscriber: Subscriber
  private readonly needs: SubscriberNeeds
  private readonly waiter = new Waiter()
  private readonly stopping = new AbortController()
  private readonly done: Promise<void>
  private cursor = 0
  private savedAt = 0
  private held = false

  constructor(subscriber: Subscriber, needs: SubscriberNeeds) {
    this.subscriber = subscriber
    this.needs = needs
    this.done = this.run()
  }

  /** There is something new in the feed. */
  wake(): void {
    this.waiter.wake()
  }

  /** What is under way is given up, written down, and done again by whoever starts next. */
  async stop(): Promise<void> {
    this.stopping.abort()
    this.waiter.end()
    await this.done
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const rest = await this.round().catch((error: unknown): Rest => {
        this.needs.events.failed(this.subscriber.name, error)
        return { ms: POLL_MS, wakeable: false }
      })
      await this.waiter.sleep(rest.ms, rest.wakeable)
    }
  }

  /** Works while this process holds the lease. Returns how long to rest, and whether news end the rest. */
  private async round(): Promise<Rest> {
    const { subscriber } = this
    const cursor = await subscriber.claim(LEASE_MS)
    if (cursor === undefined) return { ms: POLL_MS, wakeable: false }
    this.cursor = cursor
    this.savedAt = this.now()
    this.held = true
    try {
      while (this.held && !this.stopping.signal.aborted) {
        const due = subscriber.nextAttemptAt
        if (due && due.getTime() > this.now()) return { ms: due.getTime() - this.now(), wakeable: false }
        if (await this.batch()) continue
        if (subscriber.nextAttemptAt) continue
        if (!(await this.waiter.sleep(LINGER_MS, true))) break
      }
    } finally {
      if (this.held) await this.save(0)
    }
    return { ms: POLL_MS, wakeable: true }
  }

  /** False when there is nothing to do, or not all of it was done. */
  private async batch(): Promise<boolean> {
    const { database } = this.needs
    const { position: end } = await feedState(database)
    if (this.cursor >= end) return false
    const entries = await readTail(database, this.cursor, BATCH, this.subscriber.modules)
    const { signal } = this.stopping
    for await (const position of this.subscriber.take(entries, this.cursor, signal)) {
      this.cursor = position
      if (this.now() - this.savedAt > SAVE_EVERY_MS) await this.save(LEASE_MS)
      if (!this.held || signal.aborted) return false
    }
    const last = entries.at(-1)
    if (last && this.cursor < last.position) return false
    // A read that was not cut short saw everything up to the end there was before it.
    if (entries.length < BATCH) this.cursor = Math.max(this.cursor, end)
    return true
  }

  /** Another process may have the lease by now. */
  private async save(leaseMs: number): Promise<void> {
    this.held = await this.subscriber.save(this.cursor, leaseMs)
    this.savedAt = this.now()
  }

  private now = (): number => this.needs.clock.now().getTime()
}
