import type { Database, Queryable, StorageLog } from './database.ts'

/** Where reads go: the database handle, or a transaction with the schema beside it. */
export type Source = Queryable & { readonly schema: string }

export interface FeedState {
  /** Another epoch than the one a cursor was made in: that cursor means nothing here. */
  readonly epoch: string
  /** The end of the feed. */
  readonly position: number
  /** Deletions up to here were purged: a cursor before it may have missed one and has to start over. */
  readonly purgedPosition: number
}

/** Channel of the wake-ups after commits to the feed. */
export const feedChannel = (schema: string): string => `${schema}_feed`

const columns = `epoch::text as epoch, position::float8 as position, purged_position::float8 as "purgedPosition"`

export async function feedState(db: Source): Promise<FeedState> {
  const { rows } = await db.query<FeedState>(`select ${columns} from "${db.schema}".feed`, [])
  return rows[0]!
}

/**
 * First statement of every transaction that changes objects. Waiting here and reading the newest position is one step:
 * under read committed, an UPDATE takes the row as the previous holder left it. It makes the row a new one, so that a batch
 * that was written without the lock is not stored over what such a transaction did. See
 * docs/decisions/0003-feed-positions.md.
 */
export async function lockFeed(tx: Queryable, schema: string): Promise<FeedState> {
  const { rows } = await tx.query<FeedState>(lockText(schema), [])
  return rows[0]!
}

const lockText = (schema: string): string => `update "${schema}".feed set position = position returning ${columns}`

/** A transaction that begins with the feed locked. */
export const withFeedLocked = <T>(
  database: Database,
  work: (tx: Queryable, state: FeedState) => Promise<T>,
): Promise<T> => database.transaction((tx, [state]) => work(tx, state as FeedState), lockText(database.schema))

/** Makes every cursor given out so far void. For a restore that the database cannot notice by itself. */
export async function renewEpoch(database: Database): Promise<FeedState> {
  await database.query(`update "${database.schema}".feed set epoch = gen_random_uuid()`, [])
  await database.notify(feedChannel(database.schema))
  return feedState(database)
}

/**
 * Somebody has seen a position the feed has not reached: the database is older than what was handed out (a restore, a
 * failover that lost commits), or was put together from parts. Then a new epoch begins, beyond everything seen.
 */
export async function settleFeed(database: Database, log?: StorageLog, seen = 0): Promise<FeedState> {
  const { schema } = database
  const repaired = await withFeedLocked(database, async (tx, state) => {
    const { rows } = await tx.query<{ newest: number | null }>(
      `select max(position)::float8 as newest from "${schema}".object`,
      [],
    )
    const newest = Math.max(rows[0]!.newest ?? 0, seen)
    if (newest <= state.position) return undefined
    await tx.query(`update "${schema}".feed set epoch = gen_random_uuid(), position = $1::bigint`, [newest])
    return { from: state.position, to: newest }
  })
  if (repaired) {
    log?.warn(repaired, 'the feed ended before positions already given out (a restore?): a new epoch begins')
    await database.notify(feedChannel(schema))
  }
  return feedState(database)
}

/**
 * A dump that was restored and a folder that was copied lie somewhere else than they did: another server, other tables,
 * another file. What was handed out after the dump or the copy is unknown here, so a new epoch begins. `place`: what tells
 * the folder of an embedded database. A standby that is promoted lies where the primary did.
 */
export async function settleHome(database: Database, place: string, log?: StorageLog): Promise<void> {
  const { schema } = database
  const moved = await database.transaction(async (tx) => {
    await lockFeed(tx, schema)
    const { rows } = await tx.query<{ home: string | null; here: string }>(
      `select home, concat_ws('.', '"${schema}".feed'::regclass::oid::text,
         case when has_function_privilege('pg_control_system()', 'execute')
           then (select system_identifier::text from pg_control_system()) end, $1::text) as here
       from "${schema}".feed`,
      [place],
    )
    const { home, here } = rows[0]!
    if (home === here) return false
    await tx.query(
      `update "${schema}".feed set home = $1, epoch = case when home is null then epoch else gen_random_uuid() end`,
      [here],
    )
    return home !== null
  })
  if (!moved) return
  log?.warn({ schema }, 'this database is a restored dump or a copy: a new epoch of the feed begins')
  await database.notify(feedChannel(schema))
}

const keptDays = 90
const purgeAtOnce = 500

/** Removes rows deleted more than 90 days ago. Returns how many. */
export async function purgeDeleted(database: Database, now: Date): Promise<number> {
  const { schema } = database
  const before = new Date(now.getTime() - keptDays * 86_400_000).toISOString()
  let total = 0
  for (;;) {
    const purged = await withFeedLocked(database, async (tx) => {
      const { rows } = await tx.query<{ count: number; newest: number | null }>(
        `with old as (
           select module, country_code, party_id, id, sub from "${schema}".object
           where deleted and received_at < $1::timestamptz order by received_at limit ${purgeAtOnce}
         ), gone as (
           delete from "${schema}".object o using old
           where o.module = old.module and o.country_code = old.country_code and o.party_id = old.party_id
             and o.id = old.id and o.sub = old.sub
           returning o.position
         )
         select count(*)::int as count, max(position)::float8 as newest from gone`,
        [before],
      )
      const { count, newest } = rows[0]!
      if (newest !== null) {
        await tx.query(`update "${schema}".feed set purged_position = greatest(purged_position, $1::bigint)`, [newest])
      }
      return count
    })
    total += purged
    if (purged < purgeAtOnce) return total
  }
}
