// Tables that nothing else here knows by name: messages under way, attempts, notes. Whatever holds an identifier is
// rewritten where it stands.

import type { Database } from '../storage/database.ts'
import { isTelling, withoutDriver, withoutWords } from './anonymise.ts'
import { type Column, textColumns, wordPattern } from './scan.ts'

/** These have ways of their own. */
const OTHERS = new Set(['object', 'exchange', 'exchange_count', 'parked', 'aside'])
const AT_ONCE = 500

/** Rows changed, by table. */
export async function sweep(database: Database, identifiers: readonly string[]): Promise<[string, number][]> {
  const columns = (await textColumns(database)).filter(({ table }) => !OTHERS.has(table))
  const changed = new Map<string, number>()
  for (const column of columns) {
    const rows = await rewrite(database, column, identifiers)
    if (rows > 0) changed.set(column.table, (changed.get(column.table) ?? 0) + rows)
  }
  return [...changed]
}

async function rewrite(database: Database, { table, column }: Column, identifiers: readonly string[]): Promise<number> {
  const name = `"${database.schema}"."${table}"`
  const { rows: types } = await database.query<{ type: string }>(
    `select format_type(atttypid, null) as type from pg_attribute where attrelid = to_regclass($1) and attname = $2`,
    [name, column],
  )
  const type = types[0]!.type
  let changed = 0
  for (;;) {
    const { rows } = await database.query<{ place: string; text: string }>(
      `select ctid::text as place, "${column}"::text as text from ${name} where "${column}"::text ~* $1 limit ${AT_ONCE}`,
      [wordPattern(identifiers)],
    )
    let moved = 0
    for (const { place, text } of rows) {
      const instead = /^\s*[{[]/.test(text) ? withoutDriver(text, '', identifiers) : text
      const told = withoutWords(instead, identifiers.filter(isTelling))
      if (told === text) continue
      const done = await database
        .query(
          `update ${name} set "${column}" = $1::text::${type} where ctid = $2::tid and "${column}"::text = $3 returning 1`,
          [told, place, text],
        )
        .catch(unchanged)
      moved += done.rows.length
    }
    changed += moved
    // What cannot be changed is told by the scan afterwards.
    if (moved === 0 || rows.length < AT_ONCE) return changed
  }
}

/** SQLSTATE class 23: it names something, and another row has that name. */
function unchanged(error: unknown): { rows: [] } {
  const { code } = error as { code?: unknown }
  if (typeof code === 'string' && code.startsWith('23')) return { rows: [] }
  throw error
}
