import { randomBytes } from 'node:crypto'
import { afterAll, describe, inject } from 'vitest'
import { type Database, type DatabaseSettings, openDatabase } from '../../packages/server/src/storage/database.ts'
import type {} from './global-setup.ts'

const databaseUrl = inject('databaseUrl')
const template = inject('pgliteTemplate')

export interface Engine {
  readonly name: Database['engine']
  /** False where PostgreSQL was not found; the tests for it are then skipped and counted. */
  readonly available: boolean
  /** What `openDatabase` takes for this engine; the schema is fresh unless given. */
  settings(schema?: string): DatabaseSettings & { schema: string }
  /** Opens a database in a fresh schema (or the one given). Closed, and the schema dropped, after the test file. */
  open(schema?: string, more?: Partial<DatabaseSettings>): Promise<Database>
}

export const freshSchema = (): string => `t_${randomBytes(6).toString('hex')}`

const opened = new Set<Database>()

function engine(name: Database['engine'], where: DatabaseSettings, available: boolean): Engine {
  const settings = (schema = freshSchema()) => ({ ...where, schema })
  return {
    name,
    available,
    settings,
    async open(schema, more = {}) {
      const database = await openDatabase({ ...settings(schema), ...more })
      opened.add(database)
      return database
    },
  }
}

export const engines: readonly Engine[] = [
  engine('pglite', { dataDir: 'memory://', template }, true),
  engine('postgres', { databaseUrl }, databaseUrl !== ''),
]

/** The same tests on every engine: `onEachEngine('positions', (engine) => { it(...) })`. */
export function onEachEngine(title: string, body: (engine: Engine) => void): void {
  for (const each of engines) describe.skipIf(!each.available)(`${title} (${each.name})`, () => body(each))
}

afterAll(async () => {
  const bySchema = new Map([...opened].map((database) => [`${database.engine} ${database.schema}`, database]))
  for (const database of bySchema.values()) {
    // A test may have closed it; then there is nothing to drop through it.
    await database.query(`drop schema if exists "${database.schema}" cascade`).catch(() => undefined)
  }
  for (const database of opened) await database.close()
  opened.clear()
})
