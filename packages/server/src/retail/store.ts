// Retail rules as rows. They are read where a price is asked, so every process has the same ones at once.

import { type Party, partyKey } from '../party.ts'
import type { Database } from '../storage/database.ts'
import { byCloseness, cposOf, type Driver, type StoredRule, wordsFor, wordsForCpo, wordsOf } from './rules.ts'

interface RuleRecord {
  readonly rule: string
}

export function retailStore(database: Database) {
  const table = `"${database.schema}".retail_rule`
  const read = ({ rule }: RuleRecord): StoredRule => JSON.parse(rule) as StoredRule

  return {
    async rule(name: string): Promise<StoredRule | undefined> {
      const { rows } = await database.query<RuleRecord>(`select rule::text as rule from ${table} where name = $1`, [
        name,
      ])
      return rows[0] && read(rows[0])
    },

    /** In order of their names. */
    async page(after: string, limit: number): Promise<StoredRule[]> {
      const { rows } = await database.query<RuleRecord>(
        `select rule::text as rule from ${table} where name > $1 order by name limit $2`,
        [after, limit],
      )
      return rows.map(read)
    },

    /** `full`: there are `most` rules already, and nothing is stored. */
    async put(rule: StoredRule, most: number): Promise<'created' | 'updated' | 'full'> {
      return database.transaction(async (tx) => {
        // One at a time, so that there are no more than `most`.
        await tx.query(`lock table ${table} in share row exclusive mode`, [])
        const { rows } = await tx.query<{ count: number; known: boolean }>(
          `select count(*)::int as count, coalesce(bool_or(name = $1), false) as known from ${table}`,
          [rule.name],
        )
        const { count, known } = rows[0]!
        if (!known && count >= most) return 'full'
        await tx.query(
          `insert into ${table} (name, parties, drivers, cpos, starts_at, ends_at, rule)
           values ($1, $2::text[], $3::text[], $4::text[], $5::timestamptz, $6::timestamptz, $7::jsonb)
           on conflict (name) do update set parties = excluded.parties, drivers = excluded.drivers, cpos = excluded.cpos,
             starts_at = excluded.starts_at, ends_at = excluded.ends_at, rule = excluded.rule`,
          [
            rule.name,
            rule.parties,
            wordsOf(rule),
            cposOf(rule),
            rule.start_date_time ?? null,
            rule.end_date_time ?? null,
            JSON.stringify(rule),
          ],
        )
        return known ? 'updated' : 'created'
      })
    },

    async remove(name: string): Promise<boolean> {
      const { rows } = await database.query(`delete from ${table} where name = $1 returning name`, [name])
      return rows.length > 0
    },

    /** Rules for a session that starts at `start` (UTC); the first one counts. `cpo` undefined: nobody knows which. */
    async rulesFor(driver: Driver, cpo: Party | undefined, start: string): Promise<StoredRule[]> {
      const { rows } = await database.query<RuleRecord>(
        `select rule::text as rule from ${table}
         where drivers && $2::text[] and parties @> array[$1] and cpos && $3::text[]
           and (starts_at is null or starts_at <= $4::timestamptz) and (ends_at is null or ends_at > $4::timestamptz)`,
        [partyKey(driver.party), wordsFor(driver), wordsForCpo(cpo), start],
      )
      return rows.map(read).sort(byCloseness)
    },
  }
}

export type RetailStore = ReturnType<typeof retailStore>
