import type { Row } from './row.ts'

/** A row as `rowColumns` selects it. Numbers come as float8, which both drivers give as numbers, exact to 2^53. */
export interface RowRecord {
  module: string
  countryCode: string
  partyId: string
  id: string
  sub: string
  seq: number
  version: string
  text: string
  lastUpdated: string
  partner: string | null
  audience: string[] | null
  position: number
  fullPosition: number
  deleted: boolean
  state: string | null
  quiet?: boolean
  newest?: number
  correlationId: string | null
  receivedAt: string
  prices?: number
}

/** A row as `pageColumns` selects it. */
export type PageRecord = Pick<RowRecord, 'seq' | 'version' | 'text' | 'prices'>

const plain = { text: 'o.body::text', lastUpdated: 'o.last_updated', newest: '' }

/** Text is the most expensive thing to make of a row: each body is printed once, and only changed where it has to be. */
const assembled = {
  text: `case when o.module <> 'locations' then o.body::text else
    left((case when o.body->>'last_updated' = greatest_at.last_updated then o.body
      else o.body || jsonb_build_object('last_updated', greatest_at.last_updated) end)::text, -1)
      || coalesce(', "evses": [' || below.evses || ']', '') || '}' end`,
  lastUpdated: `case when o.module <> 'locations' then o.last_updated else greatest_at.last_updated end`,
  newest: ', greatest(o.position, below.position)::float8 as newest',
}

type Texts = typeof plain

const pageColumnsOf = ({ text }: Pick<Texts, 'text'>): string => `o.seq::float8 as seq, o.version, ${text} as text`

const columns = ({ text, lastUpdated, newest }: Texts): string => `
  o.module, o.country_code as "countryCode", o.party_id as "partyId", o.id, o.sub, ${pageColumnsOf({ text })},
  ${lastUpdated} as "lastUpdated", o.partner, o.audience, o.position::float8 as position,
  o.full_position::float8 as "fullPosition", o.deleted, o.state, o.quiet, o.correlation_id as "correlationId",
  to_char(o.received_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "receivedAt"${newest}`

/** The columns of a row as it stands in the table `o`. */
export const rowColumns: string = columns(plain)

/**
 * The columns of an object as it is read: a location (row `o`) with its EVSEs in order of creation and with the newest
 * `last_updated` (2.2.1 Locations, "EVSE Object": a change of an EVSE moves its location's). Deleted EVSEs are left
 * out, but their time counts, so that it never goes back. Put together as text: no number is read on the way.
 */
export const assembledColumns: string = columns(assembled)

/** What a page of a list is made of; `assembledPageColumns` for locations. */
export const pageColumns: string = pageColumnsOf(plain)
export const assembledPageColumns: string = pageColumnsOf(assembled)

/** Goes with `assembledColumns`, after a `from ... o`. */
export const assembly = (schema: string): string => `
  cross join lateral (
    select string_agg(e.body::text, ', ' order by e.seq) filter (where not e.deleted) as evses,
      max(e.last_updated_at) as last_updated_at, max(e.position) filter (where not e.deleted) as position,
      (array_agg(e.last_updated order by e.last_updated_at desc))[1] as last_updated
    from "${schema}".object e
    where o.module = 'locations' and e.module = 'evses' and e.country_code = o.country_code
      and e.party_id = o.party_id and e.id = o.id
  ) below
  cross join lateral (
    select case when below.last_updated_at > o.last_updated_at then below.last_updated else o.last_updated end
      as last_updated
  ) greatest_at`

/** Goes with the columns of reads that partners are shown: one look at one row for the whole statement. */
export const pricesColumn = (schema: string): string =>
  `(select revision::float8 from "${schema}".price_state) as prices`

export function toRow(record: RowRecord): Row {
  const { module, countryCode, partyId, id, sub, ...rest } = record
  return { key: { module, countryCode, partyId, id, sub }, ...rest }
}
