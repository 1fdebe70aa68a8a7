// What a partner refused, with its answer, and what waits for a party that a hub cannot reach.

import type { Database, Queryable } from '../storage/database.ts'
import { partyKey, type RowKey } from '../storage/row.ts'

/** - `parked`: the partner refused it. - `waiting`: its party is out of a hub's reach. */
export type ParkedState = 'parked' | 'waiting'

export interface ParkedRow {
  readonly partner: string
  readonly key: RowKey
  /** Of the state that was refused. */
  readonly position: number
  readonly state: ParkedState
  /** Party it was for, where that matters. */
  readonly party: string | null
  /** Objects it names; when one of them is accepted, it is tried again. */
  readonly names: readonly string[]
  readonly refusals: number
  readonly at: Date
  readonly nextAt: Date | null
  readonly http: number | null
  readonly statusCode: number | null
  readonly why: string
  /** What the partner said, without driver identifiers. */
  readonly message: string | null
}

/** A parked object as the backend API lists it. */
export interface ParkedView {
  readonly id: string
  readonly partner: string
  readonly module: string
  readonly country_code: string
  readonly party_id: string
  readonly object_id: string
  readonly evse_uid?: string
  readonly token_type?: string
  readonly state: ParkedState
  readonly refusals: number
  readonly first_at: string
  readonly last_at: string
  readonly next_at: string | null
  readonly http: number | null
  readonly status_code: number | null
  readonly why: string
  readonly message: string | null
}

export interface ParkedFilter {
  readonly partner?: string
  readonly module?: string
  /** The last of the page before. */
  readonly before?: Pick<ParkedView, 'last_at' | 'id'>
  readonly limit: number
}

interface ParkedRecord {
  id: string
  partner: string
  module: string
  country_code: string
  party_id: string
  object_id: string
  sub: string
  position: number
  state: ParkedState
  party: string | null
  refusals: number
  first_at: number
  last_at: number
  next_at: number | null
  http: number | null
  status_code: number | null
  why: string
  message: string | null
}

export interface ParkedBrief {
  readonly key: RowKey
  readonly position: number
  readonly refusals: number
  readonly state: ParkedState
  readonly party: string | null
  readonly nextAt: number | null
}

const epoch = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8 as ${column}`
const columns = `id::text as id, partner, module, country_code, party_id, object_id, sub, position::float8 as position,
  state, party, refusals, ${epoch('first_at')}, ${epoch('last_at')}, ${epoch('next_at')}, http, status_code, why, message`

const keyOf = (row: ParkedRecord): RowKey => ({
  module: row.module,
  countryCode: row.country_code,
  partyId: row.party_id,
  id: row.object_id,
  sub: row.sub,
})

/** How an object is named by others that refer to it. */
export const nameOf = (module: string, owner: { countryCode: string; partyId: string }, id: string): string =>
  `${module}:${partyKey(owner.countryCode, owner.partyId)}:${id.toUpperCase()}`

export function parkedStore(database: Database) {
  const table = `"${database.schema}".parked`

  async function brief(where: string, values: readonly unknown[]): Promise<ParkedBrief[]> {
    const { rows } = await database.query<ParkedRecord>(`select ${columns} from ${table} where ${where}`, values)
    return rows.map((row) => ({
      key: keyOf(row),
      position: row.position,
      refusals: row.refusals,
      state: row.state,
      party: row.party,
      nextAt: row.next_at,
    }))
  }

  return {
    /** Up to `limit` of a partner's; whoever gets that many has to reckon with more. */
    of: (partner: string, limit: number): Promise<ParkedBrief[]> =>
      brief(`partner = $1 order by id limit $2`, [partner, limit]),

    /** Refused objects whose time has come. */
    due: (partner: string, now: Date, limit: number): Promise<ParkedBrief[]> =>
      brief(`partner = $1 and next_at <= $2::timestamptz and state = 'parked' order by next_at limit $3`, [
        partner,
        now.toISOString(),
        limit,
      ]),

    /** What waits for parties that are not, or no longer, out of reach. */
    waiting: (partner: string, away: readonly string[], limit: number): Promise<ParkedBrief[]> =>
      brief(`partner = $1 and state = 'waiting' and not (coalesce(party, '') = any($2::text[])) order by id limit $3`, [
        partner,
        away,
        limit,
      ]),

    /** Of each party that something waits for, what was tried most. */
    parties: (partner: string): Promise<ParkedBrief[]> =>
      brief(
        `id in (select distinct on (coalesce(party, '')) id from ${table} where partner = $1 and state = 'waiting'
                order by coalesce(party, ''), refusals desc)`,
        [partner],
      ),

    /** One that waits for this party, to see whether it is back. */
    oneFor: (partner: string, party: string): Promise<ParkedBrief[]> =>
      brief(`partner = $1 and state = 'waiting' and coalesce(party, '') = $2 order by id limit 1`, [partner, party]),

    async put(tx: Queryable, rows: readonly ParkedRow[]): Promise<void> {
      if (rows.length === 0) return
      await tx.query(
        `insert into ${table} as p (partner, module, country_code, party_id, object_id, sub, position, state, party,
                                    names, refusals, first_at, last_at, next_at, http, status_code, why, message)
         select partner, module, country_code, party_id, object_id, sub, position, state, party,
                array(select jsonb_array_elements_text(names::jsonb)), refusals, at, at, next_at, http, status_code,
                why, message
         from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::text[],
                     $9::text[], $10::text[], $11::int[], $12::timestamptz[], $13::timestamptz[], $14::int[],
                     $15::int[], $16::text[], $17::text[])
           as n (partner, module, country_code, party_id, object_id, sub, position, state, party, names, refusals, at,
                 next_at, http, status_code, why, message)
         on conflict (partner, module, country_code, party_id, object_id, sub) do update set
           position = excluded.position, state = excluded.state, party = excluded.party, names = excluded.names,
           refusals = excluded.refusals, last_at = excluded.last_at, next_at = excluded.next_at, http = excluded.http,
           status_code = excluded.status_code, why = excluded.why, message = excluded.message`,
        [
          rows.map((row) => row.partner),
          ...keyColumns(rows.map(({ key }) => key)),
          rows.map((row) => row.position),
          rows.map((row) => row.state),
          rows.map((row) => row.party),
          rows.map((row) => JSON.stringify(row.names)),
          rows.map((row) => row.refusals),
          rows.map((row) => row.at.toISOString()),
          rows.map((row) => row.nextAt?.toISOString() ?? null),
          rows.map((row) => row.http),
          rows.map((row) => row.statusCode),
          rows.map((row) => row.why),
          rows.map((row) => row.message),
        ],
      )
    },

    async remove(tx: Queryable, rows: readonly { partner: string; key: RowKey }[]): Promise<void> {
      if (rows.length === 0) return
      await tx.query(
        `delete from ${table} p using unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
           as n (partner, module, country_code, party_id, object_id, sub)
         where p.partner = n.partner and p.module = n.module and p.country_code = n.country_code
           and p.party_id = n.party_id and p.object_id = n.object_id and p.sub = n.sub`,
        [rows.map((row) => row.partner), ...keyColumns(rows.map(({ key }) => key))],
      )
    },

    /** Objects that name one of those that were just accepted are tried again. */
    async wake(tx: Queryable, partner: string, accepted: readonly string[], now: Date): Promise<void> {
      await tx.query(
        `update ${table} set next_at = $3::timestamptz where partner = $1 and state = 'parked' and names && $2::text[]`,
        [partner, accepted, now.toISOString()],
      )
    },

    /** What was refused because there was nothing at the URL it went to. */
    async retryMissing(partner: string, now: Date): Promise<void> {
      await database.query(
        `update ${table} set next_at = $2::timestamptz
          where partner = $1 and state = 'parked' and (http in (404, 410) or http between 300 and 399)`,
        [partner, now.toISOString()],
      )
    },

    /** One of them, by the id of the list. Undefined when there is none. */
    async retry(id: string, now: Date): Promise<string | undefined> {
      if (!/^\d{1,18}$/.test(id)) return undefined
      const { rows } = await database.query<{ partner: string }>(
        `update ${table} set next_at = $2::timestamptz, state = 'parked' where id = $1::bigint returning partner`,
        [id, now.toISOString()],
      )
      return rows[0]?.partner
    },

    /** Newest first. EVSEs are of the module locations. */
    async list(filter: ParkedFilter): Promise<ParkedView[]> {
      const modules = filter.module === 'locations' ? ['locations', 'evses'] : [filter.module]
      const { rows } = await database.query<ParkedRecord>(
        `select ${columns} from ${table}
         where ($1::text is null or partner = $1) and ($2::text[] is null or module = any($2::text[]))
           and ($4::bigint is null or (last_at, id) < ($3::timestamptz, $4::bigint))
         order by parked.last_at desc, parked.id desc limit $5`,
        [
          filter.partner ?? null,
          filter.module === undefined ? null : modules,
          filter.before?.last_at ?? null,
          filter.before?.id ?? null,
          filter.limit,
        ],
      )
      return rows.map(view)
    },
  }
}

export type ParkedStore = ReturnType<typeof parkedStore>

const keyColumns = (keys: readonly RowKey[]): string[][] => [
  keys.map((key) => key.module),
  keys.map((key) => key.countryCode),
  keys.map((key) => key.partyId),
  keys.map((key) => key.id),
  keys.map((key) => key.sub),
]

const at = (ms: number): string => new Date(ms).toISOString()

const view = (row: ParkedRecord): ParkedView => ({
  id: row.id,
  partner: row.partner,
  module: row.module === 'evses' ? 'locations' : row.module,
  country_code: row.country_code,
  party_id: row.party_id,
  object_id: row.object_id,
  ...(row.module === 'evses' ? { evse_uid: row.sub } : {}),
  ...(row.module === 'tokens' ? { token_type: row.sub } : {}),
  state: row.state,
  refusals: row.refusals,
  first_at: at(row.first_at),
  last_at: at(row.last_at),
  next_at: row.next_at === null ? null : at(row.next_at),
  http: row.http,
  status_code: row.status_code,
  why: row.why,
  message: row.message,
})
