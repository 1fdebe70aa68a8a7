import { instant } from './instant.ts'
import type { RowKey } from './row.ts'
import { comparableTime, startOf, tokenUidOf, wordOf } from './search-sql.ts'

/** Rows of these parties, meant for them, or meant for everyone and brought by one of these partners. */
export interface Concerning {
  /** `NL-ABC`, upper case. */
  readonly parties: readonly string[]
  readonly partners: readonly string[]
}

export interface ListFilter {
  readonly module: string
  readonly concerning?: Concerning
  /** Parties, `NL-ABC`. */
  readonly owners?: readonly string[]
  /** Connection the object came from; null: own objects only. */
  readonly partner?: string | null
  /** Connection whose objects are left out. */
  readonly notFrom?: string
  /** Only what came from a partner, whichever. */
  readonly received?: boolean
  /** Parties: rows meant for one of them, or for everyone. */
  readonly audience?: readonly string[]
  /** DateTime, inclusive, on `last_updated`; for locations the one they are read with, moved by their EVSEs. */
  readonly from?: string
  /** DateTime, exclusive. */
  readonly to?: string
  readonly state?: string | readonly string[]
  /** Objects that are left out. */
  readonly without?: readonly RowKey[]
  /** Audits and lints: rows that carry one of these words. */
  readonly foundBy?: readonly string[]
  /** Locations with an EVSE in one of these statuses. */
  readonly evseStatus?: readonly string[]
  /** Locations with the EVSE of this id, whatever its case. */
  readonly evseId?: string
  /** CDRs whose audit is in one of these states. */
  readonly auditState?: readonly string[]
  /** Sessions and CDRs with a token of this uid, whatever its case. */
  readonly tokenUid?: string
  /** DateTime, inclusive: sessions and CDRs that began then or later. */
  readonly startedFrom?: string
  /** DateTime, exclusive. */
  readonly startedTo?: string
  /** Default false: only objects that exist. */
  readonly deleted?: boolean
}

export interface Page {
  /** Keyset: rows created after this one. */
  readonly afterSeq?: number
  readonly offset?: number
  readonly limit: number
}

/**
 * A list has one order and several ways in. `walk` follows the index of creation order and drops what does not match:
 * right when much matches. `recent` first takes the changed rows from the index of times: right when little does.
 */
export type Way = 'walk' | 'recent'

export interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
}

/** More owners than this are not looked up one by one. */
const mostOwners = 50

class Values {
  readonly list: unknown[] = []
  add(value: unknown, type: string): string {
    this.list.push(value)
    return `$${this.list.length}::${type}`
  }
}

function splitParties(parties: readonly string[]): [countries: string[], ids: string[]] {
  const upper = [...new Set(parties.map((party) => party.toUpperCase()))]
  const cut = (party: string) => party.indexOf('-')
  return [upper.map((party) => party.slice(0, cut(party))), upper.map((party) => party.slice(cut(party) + 1))]
}

const evsesOf = (table: string, owner: string): string =>
  `select 1 from ${table} e where e.module = 'evses' and e.country_code = ${owner}.country_code
     and e.party_id = ${owner}.party_id and e.id = ${owner}.id`

/** What a row `o` has to meet, but for its owner. */
function conditions(table: string, filter: ListFilter, values: Values): string[] {
  const found = [`o.module = ${values.add(filter.module, 'text')}`]
  found.push(filter.deleted ? 'o.deleted' : 'not o.deleted')
  const { partner, audience, state, from, to } = filter
  if (partner === null) found.push('o.partner is null')
  else if (partner !== undefined) found.push(`o.partner = ${values.add(partner, 'text')}`)
  if (filter.notFrom !== undefined) found.push(`o.partner is distinct from ${values.add(filter.notFrom, 'text')}`)
  if (filter.received) found.push('o.partner is not null')
  if (audience) {
    const parties = audience.map((party) => party.toUpperCase())
    found.push(`(o.audience is null or o.audience && ${values.add(parties, 'text[]')})`)
  }
  if (filter.concerning) {
    const { parties, partners } = filter.concerning
    const [countries, ids] = splitParties(parties).map((list) => values.add(list, 'text[]'))
    found.push(`((o.country_code, o.party_id) in (select * from unnest(${countries}, ${ids}))
      or o.audience && ${values.add(parties, 'text[]')}
      or o.audience is null and o.partner = any(${values.add(partners, 'text[]')}))`)
  }
  if (state !== undefined) found.push(`o.state = any(${values.add([state].flat(), 'text[]')})`)
  if (filter.without?.length) {
    const hidden = (['countryCode', 'partyId', 'id'] as const).map((name) =>
      values.add(
        filter.without!.map((key) => key[name]),
        'text[]',
      ),
    )
    found.push(`(o.country_code, o.party_id, o.id) not in (select * from unnest(${hidden.join(', ')}))`)
  }
  if (filter.foundBy) found.push(`o.derived->'found_by' ?| ${values.add(filter.foundBy, 'text[]')}`)
  found.push(...searched(table, filter, values))
  const withEvses = filter.module === 'locations'
  if (from !== undefined) {
    const at = values.add(instant(from, 'date_from'), 'timestamptz')
    const below = withEvses ? ` or exists (${evsesOf(table, 'o')} and e.last_updated_at >= ${at})` : ''
    found.push(`(o.last_updated_at >= ${at}${below})`)
  }
  if (to !== undefined) {
    const at = values.add(instant(to, 'date_to'), 'timestamptz')
    found.push(`o.last_updated_at < ${at}`)
    if (withEvses) found.push(`not exists (${evsesOf(table, 'o')} and e.last_updated_at >= ${at})`)
  }
  return found
}

/** What is looked up by its own index; an index of some modules needs them named, not as a value. */
function searched(table: string, filter: ListFilter, values: Values): string[] {
  const { evseStatus, evseId, auditState, tokenUid, startedFrom, startedTo } = filter
  const found: string[] = []
  if (evseStatus) {
    found.push(
      `exists (${evsesOf(table, 'o')} and not e.deleted and e.state = any(${values.add(evseStatus, 'text[]')}))`,
    )
  }
  if (evseId !== undefined) {
    found.push(`(o.country_code, o.party_id, o.id) in (select e.country_code, e.party_id, e.id from ${table} e
      where e.module = 'evses' and not e.deleted
        and ${wordOf(`e.body->>'evse_id'`)} = ${values.add(evseId.toUpperCase(), 'text')})`)
  }
  if (auditState) {
    found.push(`exists (select 1 from ${table} a where a.module = 'audits' and a.country_code = o.country_code
      and a.party_id = o.party_id and a.id = o.id and a.sub = '' and not a.deleted
      and a.state = any(${values.add(auditState, 'text[]')}))`)
  }
  if (tokenUid !== undefined) found.push(`${tokenUidOf('o.body')} = ${values.add(tokenUid.toUpperCase(), 'text')}`)
  if (startedFrom !== undefined) {
    found.push(`${startOf('o.body')} >= ${values.add(comparableTime(startedFrom), 'text')}`)
  }
  if (startedTo !== undefined) found.push(`${startOf('o.body')} < ${values.add(comparableTime(startedTo), 'text')}`)
  if ((tokenUid ?? startedFrom ?? startedTo) !== undefined) found.push(`o.module in ('sessions', 'cdrs')`)
  return found
}

/** Conditions on a row `o`, its owner among them, and their values, for statements of another kind. */
export function conditionsOf(table: string, filter: ListFilter): { where: string[]; values: Values } {
  const values = new Values()
  const where = conditions(table, filter, values)
  if (filter.owners) where.push(ownedBy(filter.owners, values))
  return { where, values }
}

function ownedBy(owners: readonly string[], values: Values): string {
  const [countries, ids] = splitParties(owners).map((list) => values.add(list, 'text[]'))
  return `(o.country_code, o.party_id) in (select * from unnest(${countries}, ${ids}))`
}

/** Keys of everything changed since `from`; an EVSE stands for its location. */
function recentKeys(table: string, filter: ListFilter, values: Values): string {
  const at = values.add(instant(filter.from!, 'date_from'), 'timestamptz')
  const keys = (module: string, sub: string) =>
    `select country_code, party_id, id, ${sub} as sub from ${table} where module = ${module} and last_updated_at >= ${at}`
  const own = keys(values.add(filter.module, 'text'), 'sub')
  return filter.module === 'locations' ? `${own} union ${keys(`'evses'`, `''`)}` : own
}

/** `with ...`, `from ... where ...` of the rows `o` that a filter names. */
function source(table: string, filter: ListFilter, way: Way, values: Values): { before: string; from: string } {
  const where = conditions(table, filter, values)
  if (filter.owners) where.push(ownedBy(filter.owners, values))
  if (way === 'walk') return { before: '', from: `${table} o where ${where.join(' and ')}` }
  const recent = recentKeys(table, filter, values)
  where.push('o.country_code = r.country_code and o.party_id = r.party_id and o.id = r.id and o.sub = r.sub')
  return { before: `with r as materialized (${recent})`, from: `r, ${table} o where ${where.join(' and ')}` }
}

/** A page for each owner from his own index, then the first of all of them: as far in, at the same cost. */
function walkByOwner(table: string, filter: ListFilter, page: Page, values: Values): string {
  const where = conditions(table, filter, values)
  const [countries, ids] = splitParties(filter.owners!).map((list) => values.add(list, 'text[]'))
  const after = values.add(page.afterSeq ?? 0, 'bigint')
  const enough = values.add(page.limit + (page.offset ?? 0), 'bigint')
  return `select page.seq from unnest(${countries}, ${ids}) as owner (country_code, party_id)
    cross join lateral (
      select o.seq from ${table} o
      where ${where.join(' and ')} and o.country_code = owner.country_code and o.party_id = owner.party_id
        and o.module <> 'evses' and o.seq > ${after}
      order by o.seq limit ${enough}
    ) page
    order by page.seq limit ${values.add(page.limit, 'bigint')} offset ${values.add(page.offset ?? 0, 'bigint')}`
}

/** `columns` and `joins` are about the row `o`. */
export function listStatement(
  table: string,
  filter: ListFilter,
  page: Page,
  way: Way,
  columns: string,
  joins: string,
): Statement {
  const values = new Values()
  let seqs: string
  const owners = filter.owners?.length ?? 0
  if (way === 'walk' && owners > 0 && owners <= mostOwners && filter.module !== 'evses') {
    seqs = walkByOwner(table, filter, page, values)
  } else {
    const { before, from } = source(table, filter, way, values)
    seqs = `${before} select o.seq from ${from} and o.seq > ${values.add(page.afterSeq ?? 0, 'bigint')}
      order by o.seq limit ${values.add(page.limit, 'bigint')} offset ${values.add(page.offset ?? 0, 'bigint')}`
  }
  const text = `select ${columns} from (${seqs}) page
    join ${table} o on o.module = ${values.add(filter.module, 'text')} and o.seq = page.seq ${joins}
    order by o.seq`
  return { text, values: values.list }
}

export function countStatement(table: string, filter: ListFilter, way: Way): Statement {
  const values = new Values()
  const { before, from } = source(table, filter, way, values)
  return { text: `${before} select count(*)::float8 as count from ${from}`, values: values.list }
}

/** How many rows changed since `from`, counted no further than `most`. */
export function recentStatement(table: string, filter: ListFilter, most: number): Statement {
  const values = new Values()
  const at = values.add(instant(filter.from!, 'date_from'), 'timestamptz')
  // Ordered, so that the index of times is what it takes.
  const changed = (module: string) =>
    `(select 1 from ${table} where module = ${module} and last_updated_at >= ${at}
      order by last_updated_at desc limit ${most})`
  const own = changed(values.add(filter.module, 'text'))
  const all = filter.module === 'locations' ? `${own} union all ${changed(`'evses'`)}` : own
  return { text: `select count(*)::float8 as count from (${all}) recent`, values: values.list }
}
