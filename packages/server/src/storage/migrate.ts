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
  const { rows: columns } = await tx.query(
    `select 1 from information_schema.columns where table_schema = $1 and table_name = 'migration' and column_name = 'expands'`,
    [schema],
  )
  if (columns.length > 0) return
  await tx.query(`alter table ${quoted(schema)}.migration add column expands boolean not null default false`)
}

/**
 * Runs what the database does not have yet, all in one transaction; a second process that starts meanwhile waits. Where
 * the database has migrations that this program does not know, it works on when all of them only expand
 * (docs/storage.md, "Upgrades"), and refuses otherwise.
 */
export async function migrate(database: Database, migrations: readonly Migration[] = ownMigrations): Promise<void> {
  const schema = database.schema
  await database.transaction(async (tx) => {
    await tx.query(`set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`)
    await tx.query(`select pg_advisory_xact_lock(hashtext('interchange migration'), hashtext($1))`, [schema])
    await ensureSchema(tx, schema)
    const { rows } = await tx.query<{ id: number; name: string; expands: boolean }>(
      `select id, name, expands from ${quoted(schema)}.migration order by id`,
    )
    const unknown = rows.find((row) => !row.expands && !migrations.some(({ id }) => id === row.id))
    if (unknown) {
      throw new Error(
        `the database (schema ${schema}) was written by a newer version: it has the migration ${unknown.id} ` +
          `"${unknown.name}", which this program does not know and which takes away what it needs. Start the newer version, or restore a backup made before it.`,
      )
    }
    for (const migration of migrations) {
      if (rows.some((row) => row.id === migration.id)) continue
      await tx.query(migration.sql(quoted(schema)))
      await tx.query(`insert into ${quoted(schema)}.migration (id, name, expands) values ($1, $2, $3)`, [
        migration.id,
        migration.name,
        migration.expands ?? false,
      ])
    }
  })
}
