import type { Database, Queryable } from './database.ts'
import { type Migration, migrations as ownMigrations } from './migrations/index.ts'

/** Quoted for use before a dot; `openDatabase` has checked the name. */
const quoted = (schema: string): string => `"${schema}"`

async function ensureSchema(tx: Queryable, schema: string): Promise<void> {
  const { rows } = await tx.query(`select 1 from pg_namespace where nspname = $1`, [schema])
  // Asked first: CREATE SCHEMA IF NOT EXISTS needs the right to create even where there is nothing to do.
  if (rows.length === 0) await tx.query(`create schema if not exists ${quoted(schema)}`)
  await tx.query(`create table if not exists ${quoted(schema)}.migration (
    id int primary key, name text not null, applied_at timestamptz not null default now())`)
}

/**
 * Runs what the database does not have yet, all in one transaction; a second process that starts meanwhile waits. A
 * database that knows a migration this program does not is refused.
 */
export async function migrate(database: Database, migrations: readonly Migration[] = ownMigrations): Promise<void> {
  const schema = database.schema
  await database.transaction(async (tx) => {
    await tx.query(`set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`)
    await tx.query(`select pg_advisory_xact_lock(hashtext('interchange migration'), hashtext($1))`, [schema])
    await ensureSchema(tx, schema)
    const { rows } = await tx.query<{ id: number; name: string }>(
      `select id, name from ${quoted(schema)}.migration order by id`,
    )
    const unknown = rows.find((row) => !migrations.some(({ id }) => id === row.id))
    if (unknown) {
      throw new Error(
        `the database (schema ${schema}) was written by a newer version: it has the migration ${unknown.id} ` +
          `"${unknown.name}", which this program does not know. Start the newer version, or restore a backup made before it.`,
      )
    }
    for (const migration of migrations) {
      if (rows.some((row) => row.id === migration.id)) continue
      await tx.query(migration.sql(quoted(schema)))
      await tx.query(`insert into ${quoted(schema)}.migration (id, name) values ($1, $2)`, [
        migration.id,
        migration.name,
      ])
    }
  })
}
