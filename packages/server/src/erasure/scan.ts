// Looks at every column of every table. What it does not find is nowhere.

import type { Database } from '../storage/database.ts'

export interface Found {
  readonly table: string
  readonly column: string
  readonly rows: number
}

export interface Column {
  readonly table: string
  readonly column: string
}

/** Columns that can hold an identifier; a partitioned table stands for its partitions. */
export async function textColumns(database: Database): Promise<Column[]> {
  const { rows } = await database.query<Column>(
    `select c.relname as table, a.attname as column
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     where n.nspname = $1 and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped
       and format_type(a.atttypid, null) in ('text', 'text[]', 'jsonb', 'json', 'character varying', 'character')
     order by 1, a.attnum`,
    [database.schema],
  )
  return rows
}

/** As a word of its own: `012` is not found in `20120`. */
export const wordPattern = (identifiers: readonly string[]): string =>
  `(^|[^[:alnum:]])(${identifiers.map((each) => each.replaceAll(/[^A-Za-z0-9]/g, '\\$&')).join('|')})($|[^[:alnum:]])`

export async function scan(database: Database, identifiers: readonly string[]): Promise<Found[]> {
  if (identifiers.length === 0) return []
  const found: Found[] = []
  const columns = await textColumns(database)
  const pattern = wordPattern(identifiers)
  for (const table of new Set(columns.map((each) => each.table))) {
    const mine = columns.filter((each) => each.table === table)
    const counted = await database.transaction(async (tx) => {
      // All of a large table is read; nothing waits for it.
      await tx.query('set local statement_timeout = 0')
      const { rows } = await tx.query<Record<string, number>>(
        `select ${mine.map(({ column }, at) => `count(*) filter (where "${column}"::text ~* $1)::int as c${at}`).join(', ')}
         from "${database.schema}"."${table}"`,
        [pattern],
      )
      return rows[0]!
    })
    for (const [at, { column }] of mine.entries()) {
      const rows = counted[`c${at}`] ?? 0
      if (rows > 0) found.push({ table, column, rows })
    }
  }
  return found
}
