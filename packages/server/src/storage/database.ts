import { settleFeed, settleHome } from './feed-state.ts'
import { migrate } from './migrate.ts'
import type { Migration } from './migrations/index.ts'
import { folderMark, openPglite } from './pglite.ts'
import { openPostgres } from './postgres.ts'

/**
 * The one way to the database. PostgreSQL and PGlite differ only in how a connection is made; every statement is
 * written once, for both.
 */
export interface Queryable {
  /**
   * Values are strings, numbers, booleans, null or arrays of these; JSON goes in as text and comes out as
   * `body::text`, so that numbers keep their spelling. Without values the text may hold several statements; the rows
   * are those of the last one. Throws `StorageError`.
   */
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
  /**
   * Read committed. No network call inside, and done within a second. A throw rolls back, and so does a statement that
   * failed, even where `work` caught its error. `opening` is its first statement, sent together with BEGIN; `work` is
   * given its rows.
   */
  transaction<T>(work: (tx: Queryable, opened: readonly unknown[]) => Promise<T>, opening?: string): Promise<T>
  /** Calls `heard` after each `notify` of the channel by any process, and once after a lost connection came back. */
  listen(channel: string, heard: () => void): Promise<() => Promise<void>>
  /**
   * Listeners of this handle are called at once, other processes are told at most once in 20 ms. A wake-up, not a
   * message: it may be lost (every listener also polls), so this never rejects.
   */
  notify(channel: string): Promise<void>
  close(): Promise<void>
}

export interface DatabaseSettings {
  /** A PostgreSQL URL. Without it the embedded PGlite is used, in `dataDir`. */
  databaseUrl?: string
  /** The platform's data directory (PGlite lives in `database` below it), or `memory://` for tests. */
  dataDir?: string
  /** Default `interchange`. */
  schema?: string
  /** File of a dumped PGlite directory that a new embedded database begins as. Default: the one shipped. For tests. */
  template?: string
  log?: StorageLog
  /** Default: those of this program. For tests. */
  migrations?: readonly Migration[]
}

/** Opens the database and brings its schema up to date. Errors name the setting or say what to do. */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  const { databaseUrl, dataDir, schema = 'interchange', template, log, migrations } = settings
  // It becomes part of statements and of channel names, which PostgreSQL cuts at 63 bytes.
  if (!/^[a-z_][a-z0-9_]{0,39}$/.test(schema)) {
    throw new Error(
      `the schema "${schema}" is not usable; it takes 1 to 40 of a-z, 0-9 and _, and does not begin with a digit`,
    )
  }
  if (!databaseUrl && !dataDir) throw new Error('no database: set DATABASE_URL, or DATA_DIR for the embedded one')
  const database = databaseUrl
    ? await openPostgres(databaseUrl, schema, log)
    : await openPglite(dataDir!, schema, log, template)
  try {
    await migrate(database, migrations)
    await settleHome(database, databaseUrl ? '' : folderMark(dataDir!), log)
    await settleFeed(database, log)
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}
