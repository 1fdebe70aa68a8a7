import { setTimeout as delay } from 'node:timers/promises'
import { type BatchResult, type Outcome, runBatch, runUnlocked } from './batch.ts'
import type { Database, StorageLog } from './database.ts'
import { feedChannel } from './feed-state.ts'
import { LoadMore } from './load-more.ts'
import type { Row, RowKey } from './row.ts'
import { isConflict, isRefusedData } from './storage-error.ts'

/** One unit that is applied whole or not at all. */
export interface Write<T> {
  /** Every row that `apply` looks at or puts. A key of module `locations` brings its EVSE rows too. */
  readonly load: readonly RowKey[]
  /** Locations that are looked at without their EVSE rows: a status of one EVSE is not to read a hundred others. */
  readonly alone?: readonly RowKey[]
  /** Pure and synchronous: it may run again when a batch is retried. A throw fails this write alone. */
  apply(view: View): T
}

/** The rows as they are after all writes before this one. */
export interface View {
  /** The row itself: a location without its EVSEs. Deleted rows are seen (`deleted: true`). */
  get(key: RowKey): Row | undefined
  /**
   * EVSE rows of a location in creation order, without deleted ones. The location is named in `load`; where it is named
   * in `alone`, the write is run again with all of them.
   */
  evsesOf(location: RowKey): readonly Row[]
  /**
   * Returns whether the object moves in the feed: false when body (as jsonb), state, audience and deletion equal what
   * is stored. Positions rise in the order of puts: EVSEs are put before their location. `get` then shows the row with
   * its position.
   */
  put(change: Change): boolean
}

export interface Change {
  readonly key: RowKey
  /** OCPI version of `text`. */
  readonly version: string
  /** JSON text, stored as it is: `1.10` stays `1.10`. A location's text carries no `evses`. */
  readonly text: string
  /** OCPI DateTime. */
  readonly lastUpdated: string
  /** Id of the connection it came from; null: our own. */
  readonly partner: string | null
  /** Left out: stays as stored (new row: null, everyone in scope). */
  readonly audience?: readonly string[] | null
  /** Left out: stays as stored (new row: null). */
  readonly state?: string | null
  /** Left out: null. */
  readonly correlationId?: string | null
  /** A deleted row keeps its last body for 90 days. */
  readonly deleted?: boolean
  /** Moves `position` but not `fullPosition`. */
  readonly statusOnly?: boolean
  /** Not pushed to partners, who find it when they crawl; the object's next change is pushed as a whole. */
  readonly quiet?: boolean
  /** Values taken from the canonical form that lists search by. Left out: stays as stored. */
  readonly derived?: Readonly<Record<string, unknown>> | null
}

export interface WriterOptions {
  log?: StorageLog
  now?: () => Date
  /** Most writes in one transaction; default and most 500. */
  maxBatch?: number
  /** False: every batch takes the feed's lock. Default: a batch is stored without it unless somebody else writes too. */
  unlocked?: boolean
  /** Writes that may wait; one more is refused with `StorageBusy`. Default 20,000. */
  maxPending?: number
}

export interface WriterStats {
  /** Writes that were committed. */
  readonly writes: number
  /** Writes whose promise was rejected. */
  readonly failed: number
  /** Transactions that were committed. */
  readonly batches: number
  /** Rows stored. */
  readonly rows: number
  /** Transactions run again, whole after a conflict or in halves after a refusal. */
  readonly retries: number
  /** Writes waiting or under way. */
  readonly pending: number
}

/** More writes wait than `maxPending`: the caller answers that it is overloaded. */
export class StorageBusy extends Error {
  override readonly name = 'StorageBusy'
}

const mostWrites = 500
const mostConflicts = 5
/** Somebody else writes too: so many batches take the lock, before one is tried without it again. */
const lockedAfterLoss = 50

interface Pending {
  readonly write: Write<unknown>
  resolve(value: unknown): void
  reject(error: unknown): void
}

/**
 * All changes of objects go through this. Writes that arrive while a transaction is under way share the next one: the
 * feed's lock is taken once for all of them, and batches grow with the load.
 */
export class GroupWriter {
  private readonly database: Database
  private readonly log: StorageLog | undefined
  private readonly now: () => Date
  private readonly maxBatch: number
  private readonly maxPending: number
  private readonly count = { writes: 0, failed: 0, batches: 0, rows: 0, retries: 0 }
  private queue: Pending[] = []
  private underWay = 0
  private running: Promise<void> | undefined
  private closed = false
  private readonly mayUnlocked: boolean
  /** Batches that still take the lock. */
  private locked = 0

  constructor(database: Database, options: WriterOptions = {}) {
    this.database = database
    this.log = options.log
    this.now = options.now ?? (() => new Date())
    this.maxBatch = Math.min(options.maxBatch ?? mostWrites, mostWrites)
    this.maxPending = options.maxPending ?? 20_000
    this.mayUnlocked = options.unlocked ?? true
  }

  /** Resolves with what `apply` returned, after commit: an answer means committed. Rejects with what `apply` threw. */
  write<T>(write: Write<T>): Promise<T> {
    if (this.closed) return Promise.reject(new StorageBusy('the writer is closed'))
    if (this.queue.length + this.underWay >= this.maxPending) {
      return Promise.reject(new StorageBusy(`more than ${this.maxPending} writes are waiting for the database`))
    }
    return new Promise<T>((resolve, reject) => {
      this.queue.push({ write, resolve: resolve as (value: unknown) => void, reject })
      this.running ??= this.run()
    })
  }

  /** Waits for what was accepted; what comes later is refused. */
  async close(): Promise<void> {
    this.closed = true
    await this.running
  }

  get stats(): WriterStats {
    return { ...this.count, pending: this.queue.length + this.underWay }
  }

  private async run(): Promise<void> {
    // Requests that came in with the same turn of the event loop belong together.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.queue.length > 0) {
      const batch = this.queue.slice(0, this.maxBatch)
      this.queue = this.queue.slice(batch.length)
      this.underWay = batch.length
      const left = await this.settle(batch)
      this.underWay = 0
      if (left.length > 0) this.queue = [...left, ...this.queue]
    }
    // In the same step as the look at the queue: a write that comes a moment later starts the next run.
    this.running = undefined
  }

  /** Settles the writes it was given, but for those that it returns: to be run again, or too many for the transaction. */
  private async settle(batch: readonly Pending[]): Promise<readonly Pending[]> {
    try {
      const result = await this.attempt(batch)
      this.committed(result)
      const again: Pending[] = []
      result.outcomes.forEach((outcome, index) => {
        const pending = batch[index]!
        if ('error' in outcome && outcome.error instanceof LoadMore) again.push(withMore(pending, outcome.error))
        else this.answer(pending, outcome)
      })
      return [...again, ...batch.slice(result.outcomes.length)]
    } catch (error) {
      if (batch.length === 1 || !isRefusedData(error)) {
        for (const pending of batch) this.answer(pending, { error })
        return []
      }
      // One of them is at fault. Halving keeps the order and finds it in few transactions.
      this.count.retries += 1
      const half = Math.ceil(batch.length / 2)
      const left = await this.settle(batch.slice(0, half))
      if (left.length > 0) return [...left, ...batch.slice(half)]
      return this.settle(batch.slice(half))
    }
  }

  private async attempt(batch: readonly Pending[]): Promise<BatchResult> {
    const writes = batch.map((pending) => pending.write)
    for (let conflicts = 0; ; conflicts++) {
      try {
        return (await this.unlocked(writes)) ?? (await runBatch(this.database, writes, this.now()))
      } catch (error) {
        if (!isConflict(error) || conflicts === mostConflicts) throw error
        this.count.retries += 1
        this.log?.warn({ writes: writes.length, conflicts: conflicts + 1 }, 'a batch met a conflict and is run again')
        await delay(2 ** conflicts * (5 + Math.random() * 10))
      }
    }
  }

  /** Undefined: it is to be run with the feed locked. */
  private async unlocked(writes: readonly Write<unknown>[]): Promise<BatchResult | undefined> {
    if (!this.mayUnlocked || this.locked > 0) {
      this.locked--
      return undefined
    }
    const result = await runUnlocked(this.database, writes, this.now())
    if (!result) this.locked = lockedAfterLoss
    return result
  }

  private committed(result: BatchResult): void {
    this.count.batches += 1
    this.count.rows += result.rows
    if (result.moved) void this.database.notify(feedChannel(this.database.schema))
  }

  private answer(pending: Pending, outcome: Outcome): void {
    if ('error' in outcome) {
      this.count.failed += 1
      pending.reject(outcome.error)
    } else {
      this.count.writes += 1
      pending.resolve(outcome.value)
    }
  }
}

const withMore = (pending: Pending, { keys }: LoadMore): Pending => ({
  ...pending,
  write: { load: [...pending.write.load, ...keys], apply: (view) => pending.write.apply(view) },
})
