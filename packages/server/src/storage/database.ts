/**
 * The one way to the database. PostgreSQL and PGlite differ only in how a connection is made; every statement is
 * written once, for both.
 */
export interface Queryable {
  /** Values are strings, numbers, booleans, null or arrays of these. JSON goes in as text and comes out as `body::text`. */
  query<R>(text: string, values?: readonly unknown[]): Promise<{ rows: R[] }>
}

/** What storage has to say goes through this; pino's logger fits. */
export interface StorageLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

export interface Database extends Queryable {
  readonly engine: 'postgres' | 'pglite'
  /** Every statement names it: platforms may share one database, or one PGlite, under different schemas. */
  readonly schema: string
  /** Read committed. No network call inside, and done within a second. A throw rolls back. */
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>
  /** Calls `heard` after each `notify` of the channel by any process, and once after a lost connection came back. */
  listen(channel: string, heard: () => void): Promise<() => Promise<void>>
  /** Listeners of this process are called at once; other processes are told at most once in 20 ms. */
  notify(channel: string): Promise<void>
  close(): Promise<void>
}

export interface DatabaseSettings {
  /** A PostgreSQL URL. Without it the embedded PGlite is used, in `dataDir`. */
  databaseUrl?: string
  /** Directory of the embedded database, or `memory://` (`memory://name`) for tests. */
  dataDir?: string
  /** Default `interchange`. */
  schema?: string
  log?: StorageLog
}

export declare function openDatabase(settings: DatabaseSettings): Promise<Database>
