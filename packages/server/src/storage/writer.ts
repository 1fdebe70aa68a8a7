import type { Database, StorageLog } from './database.ts'
import type { Row, RowKey } from './row.ts'

/** One unit that is applied whole or not at all. */
export interface Write<T> {
  /** Every row that `apply` looks at or puts. A key of module `locations` brings its EVSE rows too. */
  readonly load: readonly RowKey[]
  /** Pure and synchronous: it may run again when a batch is retried. A throw fails this write alone. */
  apply(view: View): T
}

/** The rows as they are after all writes before this one. */
export interface View {
  /** The row itself: a location without its EVSEs. Deleted rows are seen (`deleted: true`). */
  get(key: RowKey): Row | undefined
  /** EVSE rows of a location in creation order, without deleted ones. */
  evsesOf(location: RowKey): readonly Row[]
  /** Returns whether the object moves in the feed: false when body, state, audience and deletion equal what is stored. */
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
  /** Values taken from the canonical form that lists search by. Left out: stays as stored. */
  readonly derived?: Readonly<Record<string, unknown>> | null
}

export interface WriterOptions {
  log?: StorageLog
  now?: () => Date
  /** Most writes in one transaction; default and most 500. */
  maxBatch?: number
  /** Writes that may wait; more are refused with `StorageBusy`. Default 20,000. */
  maxPending?: number
}

export interface WriterStats {
  readonly writes: number
  readonly failed: number
  readonly batches: number
  readonly rows: number
  readonly retries: number
  readonly pending: number
}

export declare class GroupWriter {
  constructor(database: Database, options?: WriterOptions)
  /** Resolves after commit: an answer means committed. */
  write<T>(write: Write<T>): Promise<T>
  /** Waits for what was accepted. */
  close(): Promise<void>
  readonly stats: WriterStats
}
