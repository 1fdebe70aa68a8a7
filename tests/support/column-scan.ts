import type { Database } from '../../packages/server/src/storage/database.ts'

/** `table.column` of every column of the schema in which one of the texts stands, in any case, alone or inside of something. */
export async function columnsHolding(database: Database, texts: readonly string[]): Promise<string[]> {
  const { schema } = database
  const { rows: columns } = await database.query<{ table: string; column: string }>(
    `select table_name as table, column_name as column from information_schema.columns where table_schema = $1
     order by 1, 2`,
    [schema],
  )
  if (columns.length < 100) throw new Error(`only ${columns.length} columns were found in ${schema}`)
  const found: string[] = []
  for (const { table, column } of columns) {
    const { rows } = await database.query<{ count: number }>(
      `select count(*)::int as count from "${schema}"."${table}"
       where exists (select 1 from unnest($1::text[]) t where position(lower(t) in lower("${column}"::text)) > 0)`,
      [texts],
    )
    if (rows[0]!.count > 0) found.push(`${table}.${column}`)
  }
  return found
}
