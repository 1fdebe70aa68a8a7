import type { Database, StorageLog } from '../storage/database.ts'
import type { FeedEntry } from '../storage/objects.ts'

export interface TailBatch {
  /** In position order, each object at its newest state. Empty when only the epoch or the end moved. */
  readonly entries: readonly FeedEntry[]
  /** Everything up to here has been handed out. */
  readonly position: number
  readonly epoch: string
}

export interface TailOptions {
  log?: StorageLog
  /** Fallback when no wake-up arrives; default 1,000 ms. */
  pollMs?: number
  /** Most entries in one batch; default 500. */
  batchSize?: number
}

/** Reads the end of the feed once for all subscribers of this process. */
export declare class FeedTail {
  constructor(database: Database, options?: TailOptions)
  /** Starts at the feed's end as it is now. */
  start(): Promise<void>
  /** Called in order, one batch at a time. It must not keep batches: whoever lags reads from the table. */
  subscribe(fn: (batch: TailBatch) => void): () => void
  readonly position: number
  readonly epoch: string
  close(): Promise<void>
}
