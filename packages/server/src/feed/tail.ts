import { setTimeout as delay } from 'node:timers/promises'
import type { Database, StorageLog } from '../storage/database.ts'
import { feedChannel, settleFeed } from '../storage/feed-state.ts'
import { type FeedEntry, feedState, tail } from '../storage/objects.ts'

export interface TailBatch {
  /** In position order, each object at its newest state. Empty when only the epoch or the end moved. */
  readonly entries: readonly FeedEntry[]
  /** Everything up to here has been handed out. */
  readonly position: number
  /** The feed ended at `position` when it was read; false while more is being handed out. */
  readonly atEnd: boolean
  readonly epoch: string
}

export interface TailOptions {
  log?: StorageLog
  /** Fallback when no wake-up arrives; default 1,000 ms. */
  pollMs?: number
  /** Most entries in one batch; default 500. */
  batchSize?: number
}

const firstBackOffMs = 100
const longestBackOffMs = 10_000

/**
 * Reads the end of the feed once for all subscribers of this process. Woken by writes of this process, by NOTIFY of
 * others, and by its own clock when neither arrives. Keeps one batch in memory, never more.
 */
export class FeedTail {
  private readonly database: Database
  private readonly log: StorageLog | undefined
  private readonly pollMs: number
  private readonly batchSize: number
  private readonly subscribers = new Set<(batch: TailBatch) => void>()
  private readonly stop = new AbortController()
  private wakeUp = new AbortController()
  private at = 0
  private epochNow = ''
  private unlisten: (() => Promise<void>) | undefined
  private loop: Promise<void> | undefined

  constructor(database: Database, options: TailOptions = {}) {
    this.database = database
    this.log = options.log
    this.pollMs = options.pollMs ?? 1000
    this.batchSize = options.batchSize ?? 500
  }

  /** Starts at the feed's end as it is now; rejects when the database cannot be read. */
  async start(): Promise<void> {
    if (this.loop) return
    // Listening first: what commits between the two is then heard of.
    this.unlisten = await this.database.listen(feedChannel(this.database.schema), () => this.wake())
    const state = await feedState(this.database)
    this.at = state.position
    this.epochNow = state.epoch
    this.loop = this.run()
  }

  /** Called in order, one batch at a time. It must not keep batches: whoever lags reads from the table. */
  subscribe(fn: (batch: TailBatch) => void): () => void {
    // A wrapper of its own, so that the same function may subscribe twice.
    const subscriber = (batch: TailBatch) => fn(batch)
    this.subscribers.add(subscriber)
    return () => {
      this.subscribers.delete(subscriber)
    }
  }

  /** Looks now instead of at the next poll. */
  wake(): void {
    this.wakeUp.abort()
  }

  /** Everything up to here has been handed to the subscribers. */
  get position(): number {
    return this.at
  }

  get epoch(): string {
    return this.epochNow
  }

  async close(): Promise<void> {
    this.stop.abort()
    this.wake()
    await this.loop
    await this.unlisten?.()
    this.subscribers.clear()
  }

  private async run(): Promise<void> {
    let backOffMs = firstBackOffMs
    while (!this.stop.signal.aborted) {
      // Set up before reading, so that a wake-up during the read leads to another one.
      this.wakeUp = new AbortController()
      const wakeUp = this.wakeUp.signal
      try {
        await this.read()
        if (backOffMs > firstBackOffMs) this.log?.info({ position: this.at }, 'the feed is read again')
        backOffMs = firstBackOffMs
        await delay(this.pollMs, undefined, { signal: wakeUp }).catch(() => undefined)
      } catch (error) {
        const { message, code } = error as { message: string; code?: string }
        this.log?.warn({ reason: message, code, retryInMs: backOffMs }, 'the feed could not be read; trying again')
        await delay(backOffMs, undefined, { signal: this.stop.signal }).catch(() => undefined)
        backOffMs = Math.min(backOffMs * 2, longestBackOffMs)
      }
    }
  }

  /** Reads up to the end there is now and hands it on, batch by batch. */
  private async read(): Promise<void> {
    let state = await feedState(this.database)
    if (state.position < this.at) {
      // The database has become older than what was handed out.
      state = await settleFeed(this.database, this.log, this.at)
    }
    const { epoch, position: end } = state
    while (this.at < end && !this.stop.signal.aborted) {
      const entries = await tail(this.database, this.at, this.batchSize)
      // A read that was not cut short saw everything up to the end that was read before it.
      const atEnd = entries.length < this.batchSize
      const position = Math.max(entries.at(-1)?.position ?? 0, atEnd ? end : 0)
      this.hand({ entries, position, atEnd, epoch })
    }
    if (epoch !== this.epochNow) this.hand({ entries: [], position: this.at, atEnd: false, epoch })
  }

  private hand(batch: TailBatch): void {
    this.at = batch.position
    this.epochNow = batch.epoch
    for (const subscriber of [...this.subscribers]) {
      try {
        subscriber(batch)
      } catch (error) {
        // One subscriber's mistake must not keep the others from their news.
        this.log?.error({ reason: (error as Error).message }, 'a subscriber of the feed failed on a batch')
      }
    }
  }
}
