// Rows that are removed for good. Under the feed's lock, like every change of objects, so that none of them is being
// written; nothing moves in the feed.

import type { Database } from '../storage/database.ts'
import { lockFeed } from '../storage/feed-state.ts'

const AT_ONCE = 500

/** Sessions of which everything happened before then. Times compare as text to the second; that is enough for days. */
export const dropSessions = (database: Database, before: Date): Promise<number> =>
  drop(
    database,
    'sessions',
    `coalesce(body->>'start_date_time', '') < $2 and coalesce(body->>'end_date_time', '') < $2`,
    before,
  )

export const dropCdrs = (database: Database, before: Date): Promise<number> =>
  drop(database, 'cdrs', `$2 <> ''`, before)

async function drop(database: Database, module: string, also: string, before: Date): Promise<number> {
  const { schema } = database
  let total = 0
  for (;;) {
    const gone = await database.transaction(async (tx) => {
      await lockFeed(tx, schema)
      // With what was found about them, and what partners said about them.
      const { rows } = await tx.query<{ count: number }>(
        `with old as (
           select country_code, party_id, id from "${schema}".object
           where module = '${module}' and last_updated_at < $1::timestamptz and ${also}
           order by last_updated_at limit ${AT_ONCE}
         ), parked as (
           delete from "${schema}".parked p using old where p.module = '${module}' and p.country_code = old.country_code
             and p.party_id = old.party_id and p.object_id = old.id
         ), gone as (
           delete from "${schema}".object o using old
           where o.module in (${module === 'cdrs' ? "'cdrs', 'audits'" : `'${module}'`})
             and o.country_code = old.country_code and o.party_id = old.party_id and o.id = old.id
           returning o.module
         )
         select count(*) filter (where module = '${module}')::int as count from gone`,
        [before.toISOString(), before.toISOString()],
      )
      return rows[0]!.count
    })
    total += gone
    if (gone < AT_ONCE) return total
  }
}
