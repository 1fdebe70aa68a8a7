// Agreements as rows.

import type { Database } from '../storage/database.ts'
import type { AgreementRule } from './agreements.ts'

/** Told to every process when agreements changed. */
export const agreementsChannel = (schema: string): string => `${schema}_agreements`

interface RuleRecord {
  readonly rule: string
}

export function agreementStore(database: Database) {
  const table = `"${database.schema}".agreement`
  const read = ({ rule }: RuleRecord): AgreementRule => JSON.parse(rule) as AgreementRule

  return {
    /** In order of their names. */
    async all(): Promise<AgreementRule[]> {
      const { rows } = await database.query<RuleRecord>(`select rule::text as rule from ${table} order by name`, [])
      return rows.map(read)
    },

    /** `full`: there are `most` already, and nothing is stored. */
    async put(rule: AgreementRule, most: number): Promise<'created' | 'updated' | 'full'> {
      return await database.transaction(async (tx) => {
        // One at a time, so that there are no more than `most`.
        await tx.query(`lock table ${table} in share row exclusive mode`, [])
        const { rows } = await tx.query<{ count: number; known: boolean }>(
          `select count(*)::int as count, coalesce(bool_or(name = $1), false) as known from ${table}`,
          [rule.name],
        )
        const { count, known } = rows[0]!
        if (!known && count >= most) return 'full'
        await tx.query(
          `insert into ${table} (name, rule) values ($1, $2::jsonb)
           on conflict (name) do update set rule = excluded.rule`,
          [rule.name, JSON.stringify(rule)],
        )
        return known ? 'updated' : 'created'
      })
    },

    async remove(name: string): Promise<boolean> {
      const { rows } = await database.query(`delete from ${table} where name = $1 returning name`, [name])
      return rows.length > 0
    },
  }
}

export type AgreementStore = ReturnType<typeof agreementStore>
