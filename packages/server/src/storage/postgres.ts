import { createHash } from 'node:crypto'
import pg from 'pg'
import type { Database, Queryable, StorageLog } from './database.ts'
import { PostgresListener } from './postgres-listener.ts'
import { StorageError, storageError } from './storage-error.ts'
import { Throttle, Wakes } from './wake.ts'

const poolSize = 10
const notifyEveryMs = 20

// - A process that stands still inside a transaction would hold the feed's lock; the server ends it after 10 s.
// - Statements are prepared once per connection, but planned for their values: a plan that is kept from when the table
//   was small reads all of it when it is not.
const sessionSettings = `
  select set_config('TimeZone', 'UTC', false),
         set_config('statement_timeout', '30s', false),
         set_config('idle_in_transaction_session_timeout', '10s', false),
         set_config('jit', 'off', false),
         set_config('plan_cache_mode', 'force_custom_plan', false),
         set_config('synchronous_commit',
           case current_setting('synchronous_commit') when 'off' then 'on' else current_setting('synchronous_commit') end,
           false)`

/** Texts that are put together for the occasion (filters of lists) are not all remembered. */
const mostNames = 1000
const names = new Map<string, string>()

function nameOf(text: string): string {
  const known = names.get(text)
  if (known !== undefined) return known
  const name = createHash('sha1').update(text).digest('base64url')
  if (names.size < mostNames) names.set(text, name)
  return name
}

/** By its name the server knows a statement again and does not parse it; one without values may be several. */
const prepared = (text: string, values: readonly unknown[]): pg.QueryConfig => ({
  name: nameOf(text),
  text,
  values: values as unknown[],
})

type Result = { rows: unknown[] } | { rows: unknown[] }[]

async function run<R>(
  client: pg.Pool | pg.ClientBase,
  text: string,
  values?: readonly unknown[],
): Promise<{ rows: R[] }> {
  try {
    const result = (await client.query(values ? prepared(text, values) : text)) as unknown as Result
    const last = Array.isArray(result) ? result.at(-1)! : result
    return { rows: last.rows as R[] }
  } catch (error) {
    throw storageError(error)
  }
}

/**
 * Nothing has been done yet, so this is tried once more: the pool may have handed out a connection that died while
 * idle, or that the server was just ending (class 57: shut down by an administrator, crash of another connection).
 */
async function begin(pool: pg.Pool, opening = ''): Promise<{ client: pg.PoolClient; opened: readonly unknown[] }> {
  for (let attempt = 1; ; attempt++) {
    let client: pg.PoolClient
    try {
      client = await pool.connect()
    } catch (error) {
      throw storageError(error)
    }
    try {
      const { rows } = await run(client, `begin isolation level read committed;${opening}`)
      return { client, opened: rows }
    } catch (error) {
      client.release(true)
      const { refused, code } = error as StorageError
      if (attempt === 2 || (refused && !code?.startsWith('57'))) throw error
    }
  }
}

async function inTransaction<T>(
  pool: pg.Pool,
  work: (tx: Queryable, opened: readonly unknown[]) => Promise<T>,
  opening?: string,
): Promise<T> {
  const { client, opened } = await begin(pool, opening)
  let failure: unknown
  const tx: Queryable = {
    async query<R>(text: string, values?: readonly unknown[]) {
      try {
        return await run<R>(client, text, values)
      } catch (error) {
        failure ??= error
        throw error
      }
    },
  }
  try {
    const result = await work(tx, opened)
    // COMMIT of a failed transaction is answered without an error, with a rollback.
    if (failure) throw failure
    await run(client, 'commit')
    client.release()
    return result
  } catch (error) {
    const clean = await run(client, 'rollback').then(
      () => true,
      () => false,
    )
    client.release(!clean)
    throw error
  }
}

async function check(pool: pg.Pool): Promise<void> {
  try {
    const { rows } = await run<{ version: number }>(
      pool,
      `select current_setting('server_version_num')::int as version`,
    )
    if (rows[0]!.version < 140_000) throw new Error('DATABASE_URL leads to a PostgreSQL older than 14; use 14 or newer')
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    throw new StorageError(`DATABASE_URL: the database is not usable: ${error.message}`, error.code, error.refused)
  }
}

export async function openPostgres(url: string, schema: string, log?: StorageLog): Promise<Database> {
  let pool: pg.Pool
  try {
    pool = new pg.Pool({
      connectionString: url,
      max: poolSize,
      connectionTimeoutMillis: 10_000,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
      application_name: 'interchange',
      onConnect: async (client) => {
        await client.query(sessionSettings)
      },
    })
  } catch {
    // The parser's own message quotes the URL, password and all.
    throw new Error('DATABASE_URL is not a PostgreSQL URL; it looks like postgres://user:password@host:5432/name')
  }
  pool.on('error', (error) => log?.warn({ code: storageError(error).code }, 'an idle database connection was lost'))
  // While checked out, a connection that breaks between two statements reports here and nowhere else.
  pool.on('connect', (client) => client.on('error', () => undefined))
  try {
    await check(pool)
  } catch (error) {
    await pool.end()
    throw error
  }

  const wakes = new Wakes()
  const listener = new PostgresListener(url, wakes, log)
  const notices = new Throttle(notifyEveryMs, async (channel) => {
    await run(pool, 'select pg_notify($1, $2)', [channel, '']).catch((error: StorageError) => {
      log?.warn({ channel, code: error.code }, 'NOTIFY failed; other processes find the change when they poll')
    })
  })
  let closing: Promise<void> | undefined

  return {
    engine: 'postgres',
    schema,
    query: (text, values) => run(pool, text, values),
    transaction: (work, opening) => inTransaction(pool, work, opening),
    async listen(channel, heard) {
      const remove = wakes.add(channel, heard)
      await listener.listen(channel)
      return async () => remove()
    },
    notify(channel) {
      wakes.wake(channel)
      return notices.ask(channel)
    },
    close() {
      closing ??= (async () => {
        await notices.flush()
        await listener.close()
        await pool.end()
      })()
      return closing
    },
  }
}
