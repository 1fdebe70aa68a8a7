import type { Source } from './feed-state.ts'
import { countStatement, type ListFilter, listStatement, type Page, recentStatement, type Way } from './list-sql.ts'
import type { Row, RowKey } from './row.ts'
import {
  assembledColumns,
  assembledPageColumns,
  assembly,
  type PageRecord,
  pageColumns,
  pricesColumn,
  type RowRecord,
  rowColumns,
  toRow,
} from './row-sql.ts'

export { type FeedState, feedState, type Source } from './feed-state.ts'
export type { ListFilter, Page } from './list-sql.ts'

export interface FeedEntry extends Row {
  /** EVSEs: position of the location's row; null for others and when the location is missing. */
  readonly parentPosition: number | null
  readonly parentFullPosition: number | null
  /** EVSEs: the location's last change is not pushed, so that it brings no EVSE along. */
  readonly parentQuiet?: boolean
  /** EVSEs: the location's id as its owner spells it. */
  readonly parentId?: string | null
}

/** An object of a list: its module, its place in the list, and its body. */
export type ListedBody = Pick<Row, 'seq' | 'version' | 'text' | 'prices'> & { readonly key: Pick<RowKey, 'module'> }

/** Up to this many changes a delta list begins with them; beyond it follows the order of creation. */
const fewChanges = 5000

const tableOf = (db: Source): string => `"${db.schema}".object`

/** A location is read whole, with its EVSEs; deleted objects are found (`deleted: true`). */
export async function getRow(db: Source, key: RowKey): Promise<Row | undefined> {
  const [row] = await getRows(db, [key])
  return row
}

/** Those of the objects that exist, in no promised order. */
export async function getRows(db: Source, keys: readonly RowKey[]): Promise<Row[]> {
  const { rows } = await db.query<RowRecord>(
    `select ${assembledColumns}, ${pricesColumn(db.schema)}
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
       as k (module, country_code, party_id, id, sub)
     join ${tableOf(db)} o on o.module = k.module and o.country_code = k.country_code and o.party_id = k.party_id
       and o.id = k.id and o.sub = k.sub ${assembly(db.schema)}`,
    (['module', 'countryCode', 'partyId', 'id', 'sub'] as const).map((name) => keys.map((key) => key[name])),
  )
  return rows.map(toRow)
}

/** The EVSE rows of a location in creation order, without deleted ones. */
export async function listEvses(db: Source, location: RowKey): Promise<Row[]> {
  const { rows } = await db.query<RowRecord>(
    `select ${rowColumns} from ${tableOf(db)} o
     where o.module = 'evses' and o.country_code = $1 and o.party_id = $2 and o.id = $3 and not o.deleted
     order by o.seq`,
    [location.countryCode, location.partyId, location.id],
  )
  return rows.map(toRow)
}

async function wayFor(db: Source, filter: ListFilter): Promise<Way> {
  if (filter.from === undefined) return 'walk'
  const { text, values } = recentStatement(tableOf(db), filter, fewChanges)
  const { rows } = await db.query<{ count: number }>(text, values)
  return rows[0]!.count < fewChanges ? 'recent' : 'walk'
}

/**
 * One page in order of creation; locations whole. `afterSeq` is the `seq` of the last row of the page before: page 400
 * costs what page 1 costs. Throws when `from` or `to` is no DateTime.
 */
export async function listRows(db: Source, filter: ListFilter, page: Page): Promise<Row[]> {
  const whole = filter.module === 'locations'
  return (await list<RowRecord>(db, filter, page, whole ? assembledColumns : rowColumns)).map(toRow)
}

/** The same page with no more of each row than an answer needs: a list is long, and most columns would be for nothing. */
export async function listBodies(db: Source, filter: ListFilter, page: Page): Promise<ListedBody[]> {
  const { module } = filter
  const records = await list<PageRecord>(db, filter, page, module === 'locations' ? assembledPageColumns : pageColumns)
  return records.map((record) => ({ key: { module }, ...record }))
}

async function list<R>(db: Source, filter: ListFilter, page: Page, of: string): Promise<R[]> {
  const columns = `${of}, ${pricesColumn(db.schema)}`
  const joins = filter.module === 'locations' ? assembly(db.schema) : ''
  const { text, values } = listStatement(tableOf(db), filter, page, await wayFor(db, filter), columns, joins)
  return (await db.query<R>(text, values)).rows
}

export async function countRows(db: Source, filter: ListFilter): Promise<number> {
  const { text, values } = countStatement(tableOf(db), filter, await wayFor(db, filter))
  const { rows } = await db.query<{ count: number }>(text, values)
  return rows[0]!.count
}

/**
 * The feed after a position: every object that changed since, once, at its newest state, in order of position, deleted
 * ones too; locations whole. Fewer than `limit` means that the end was reached; whoever filters by module and wants to
 * move his cursor to that end reads `feedState` before this, not after.
 */
export async function tail(
  db: Source,
  after: number,
  limit: number,
  modules?: readonly string[],
): Promise<FeedEntry[]> {
  const table = tableOf(db)
  const { rows } = await db.query<
    RowRecord & Pick<FeedEntry, 'parentPosition' | 'parentFullPosition' | 'parentId'> & { parentQuiet: boolean | null }
  >(
    // Each EVSE looks its location up by key: the limit keeps the planner from joining with all of them, and a module that
    // is no constant from partial indexes, which it takes for short before the table was analyzed.
    `select ${assembledColumns}, ${pricesColumn(db.schema)}, parent.position::float8 as "parentPosition",
       parent.quiet as "parentQuiet",
       parent.full_position::float8 as "parentFullPosition", parent."parentId"
     from (
       select * from ${table} where position > $1::bigint ${modules ? 'and module = any($3::text[])' : ''}
       order by position limit $2::bigint
     ) o
     left join lateral (
       select p.position, p.quiet, p.full_position, p.body->>'id' as "parentId" from ${table} p
       where p.module = case when o.module = 'evses' then 'locations' end and p.country_code = o.country_code
         and p.party_id = o.party_id and p.id = o.id and p.sub = '' limit 1
     ) parent on true
     ${assembly(db.schema)}
     order by o.position`,
    modules ? [after, limit, modules] : [after, limit],
  )
  return rows.map((row) => ({
    ...toRow(row),
    parentPosition: row.parentPosition,
    parentFullPosition: row.parentFullPosition,
    parentQuiet: row.parentQuiet ?? false,
    parentId: row.parentId ?? null,
  }))
}
