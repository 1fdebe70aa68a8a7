import type { Queryable } from './database.ts'

/**
 * PGlite has no autovacuum. The same rule as PostgreSQL's: a table is vacuumed when more than 1,000 rows and a fifth of
 * it are dead (or changed since the last ANALYZE). Returns the tables it went through.
 */
export async function vacuumWhereNeeded(db: Queryable, threshold = 1000): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(
    `select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables
     where n_dead_tup > $1 + n_live_tup / 5 or n_mod_since_analyze > $1 + n_live_tup / 5`,
    [threshold],
  )
  for (const { name } of rows) await db.query(`vacuum (analyze) ${name}`)
  return rows.map(({ name }) => name)
}
