import type { Queryable } from './database.ts'
import type { Row, RowKey } from './row.ts'

/** Where reads go: the database handle itself, or a transaction with the schema beside it. */
export type Source = Queryable & { readonly schema: string }

export interface ListFilter {
  readonly module: string
  /** Parties, `NL-ABC`. */
  readonly owners?: readonly string[]
  /** Connection the object came from; null: own objects only. */
  readonly partner?: string | null
  /** Parties: rows meant for one of them, or for everyone. */
  readonly audience?: readonly string[]
  /** DateTime, inclusive, on `last_updated`; for locations the assembled one. */
  readonly from?: string
  /** DateTime, exclusive. */
  readonly to?: string
  readonly state?: string | readonly string[]
  /** Default false: only objects that exist. */
  readonly deleted?: boolean
}

export interface Page {
  /** Keyset: rows created after this one. */
  readonly afterSeq?: number
  readonly offset?: number
  readonly limit: number
}

export interface FeedEntry extends Row {
  /** EVSEs: position of the location's row; null for others and when the location is missing. */
  readonly parentPosition: number | null
  readonly parentFullPosition: number | null
}

export interface FeedState {
  readonly epoch: string
  /** The end of the feed. */
  readonly position: number
  /** Deletions up to here may have been purged: an older cursor has to start over. */
  readonly purgedPosition: number
}

export declare function getRow(db: Source, key: RowKey): Promise<Row | undefined>
export declare function listRows(db: Source, filter: ListFilter, page: Page): Promise<Row[]>
export declare function countRows(db: Source, filter: ListFilter): Promise<number>
export declare function tail(
  db: Source,
  after: number,
  limit: number,
  modules?: readonly string[],
): Promise<FeedEntry[]>
export declare function feedState(db: Source): Promise<FeedState>
