import type { Database } from '../storage/database.ts'
import type { Entry } from './entry.ts'

/** An exchange as the backend API shows it. */
export interface ExchangeView {
  readonly id: string
  readonly at: string
  readonly direction: 'in' | 'out'
  readonly partner: string | null
  readonly our_party: string | null
  readonly their_party: string | null
  readonly version: string | null
  readonly module: string
  readonly endpoint: string | null
  readonly method: string
  readonly path: string
  readonly http: number | null
  readonly status_code: number | null
  readonly failed: boolean
  readonly why: string | null
  readonly request_id: string | null
  readonly correlation_id: string | null
  readonly ms: number
  readonly country_code: string | null
  readonly party_id: string | null
  readonly object_id: string | null
  readonly part: string | null
  readonly request_length: number
  readonly response_length: number
  /** Only of one exchange, and of an export. */
  readonly request?: string | null
  readonly response?: string | null
}

export interface ExchangeFilter {
  readonly partner?: string | undefined
  readonly module?: string | undefined
  /** Upper case. Ids alone find it with any owner; of a token the ids are its marks. */
  readonly object?:
    | { readonly countryCode?: string; readonly partyId?: string; readonly ids: readonly string[] }
    | undefined
  /** From 1000 on the OCPI status code, below the HTTP status. */
  readonly status?: number | undefined
  readonly failed?: boolean | undefined
  readonly correlationId?: string | undefined
  readonly direction?: string | undefined
  /** Marks of a driver, any of them. */
  readonly drivers?: readonly string[] | undefined
  /** Keys of our parties. */
  readonly ours?: readonly string[] | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** Behind the last one of a page. */
export interface After {
  readonly at: string
  readonly id: string
}

const shown = `to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, id::text as id, direction, partner, our_party,
  their_party, version, module, endpoint, method, path, http, status_code, failed, why, request_id, correlation_id,
  ms, country_code, party_id, object_id, part, request_length, response_length`

export interface CountView {
  readonly day: string
  readonly kind: 'status' | 'unlogged'
  readonly partner: string
  readonly direction: 'in' | 'out'
  readonly module: string
  readonly country_code: string
  readonly party_id: string
  readonly object_id: string
  readonly part: string
  readonly count: number
  readonly first_at: string
  readonly last_at: string
}

export type Counted = Omit<CountView, 'first_at' | 'last_at'> & { readonly firstAt: Date; readonly lastAt: Date }

export function exchangeStore(database: Database) {
  const table = `"${database.schema}".exchange`
  const counts = `"${database.schema}".exchange_count`

  return {
    /** Their partitions are there. Those that are stored already are passed over. */
    async add(entries: readonly Entry[]): Promise<void> {
      const column = <K extends keyof Entry>(name: K) => entries.map((entry) => entry[name])
      await database.query(
        `insert into ${table} (at, id, direction, partner, our_party, their_party, version, module, endpoint, method,
           path, http, status_code, failed, why, request_id, correlation_id, ms, country_code, party_id, object_id,
           part, drivers, request, request_length, response, response_length)
         select at, id, direction, partner, our_party, their_party, version, module, endpoint, method, path, http,
           status_code, failed, why, request_id, correlation_id, ms, country_code, party_id, object_id, part,
           string_to_array(drivers, ','), request, request_length, response, response_length
         from unnest($1::timestamptz[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
           $8::text[], $9::text[], $10::text[], $11::text[], $12::int[], $13::int[], $14::boolean[], $15::text[],
           $16::text[], $17::text[], $18::real[], $19::text[], $20::text[], $21::text[], $22::text[], $23::text[],
           $24::text[], $25::int[], $26::text[], $27::int[])
           as n (at, id, direction, partner, our_party, their_party, version, module, endpoint, method, path, http,
             status_code, failed, why, request_id, correlation_id, ms, country_code, party_id, object_id, part,
             drivers, request, request_length, response, response_length)
         on conflict do nothing`,
        [
          entries.map(({ at }) => at.toISOString()),
          column('id'),
          column('direction'),
          column('partner'),
          column('ourParty'),
          column('theirParty'),
          column('version'),
          column('module'),
          column('endpoint'),
          column('method'),
          column('path'),
          column('http'),
          column('statusCode'),
          column('failed'),
          column('why'),
          column('requestId'),
          column('correlationId'),
          column('ms'),
          column('countryCode'),
          column('partyId'),
          column('objectId'),
          column('part'),
          entries.map(({ drivers }) => (drivers.length === 0 ? null : drivers.join(','))),
          column('request'),
          column('requestLength'),
          column('response'),
          column('responseLength'),
        ],
      )
    },

    /** Newest first. */
    async list(
      filter: ExchangeFilter,
      { after, limit, bodies = false }: { after?: After | undefined; limit: number; bodies?: boolean },
    ): Promise<ExchangeView[]> {
      const values: unknown[] = []
      const conditions: string[] = []
      const where = (condition: string, ...given: unknown[]) => {
        conditions.push(condition.replaceAll('?', () => `$${values.push(given.shift())}`))
      }
      const { object, status, from, to } = filter
      if (filter.partner !== undefined) where('partner = ?', filter.partner)
      if (filter.module !== undefined) where('module = ?', filter.module)
      if (object) where('object_id = any(?::text[])', object.ids)
      if (object?.countryCode !== undefined) where('country_code = ?', object.countryCode)
      if (object?.partyId !== undefined) where('party_id = ?', object.partyId)
      if (status !== undefined) where(status >= 1000 ? 'status_code = ?' : 'http = ?', status)
      if (filter.failed !== undefined) where(filter.failed ? 'failed' : 'not failed')
      if (filter.correlationId !== undefined) where('correlation_id = ?', filter.correlationId)
      if (filter.direction !== undefined) where('direction = ?', filter.direction)
      if (filter.drivers !== undefined) where('drivers && ?::text[]', filter.drivers)
      if (filter.ours !== undefined) where('our_party = any(?::text[])', filter.ours)
      if (from !== undefined) where('at >= ?::timestamptz', from)
      if (to !== undefined) where('at < ?::timestamptz', to)
      if (after) where('(at, id) < (?::timestamptz, ?::uuid)', after.at, after.id)
      const { rows } = await database.query<ExchangeView>(
        `select ${shown}${bodies ? ', request, response' : ''} from ${table}
         ${conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`}
         order by exchange.at desc, exchange.id desc limit $${values.push(limit)}`,
        values,
      )
      return rows
    },

    async find(id: string, at: Date, ours?: readonly string[]): Promise<ExchangeView | undefined> {
      const { rows } = await database.query<ExchangeView>(
        `select ${shown}, request, response from ${table}
         where exchange.at = $1::timestamptz and exchange.id = $2::uuid
           and ($3::text[] is null or our_party = any($3::text[]))`,
        [at.toISOString(), id, ours ?? null],
      )
      return rows[0]
    },

    async count(counted: readonly Counted[]): Promise<void> {
      const column = <K extends keyof Counted>(name: K) => counted.map((each) => each[name])
      await database.query(
        `insert into ${counts} as c (day, kind, partner, direction, module, country_code, party_id, object_id, part,
           count, first_at, last_at)
         select * from unnest($1::date[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
           $8::text[], $9::text[], $10::bigint[], $11::timestamptz[], $12::timestamptz[])
         on conflict (day, kind, partner, direction, module, country_code, party_id, object_id, part) do update set
           count = c.count + excluded.count, last_at = greatest(c.last_at, excluded.last_at)`,
        [
          column('day'),
          column('kind'),
          column('partner'),
          column('direction'),
          column('module'),
          column('country_code'),
          column('party_id'),
          column('object_id'),
          column('part'),
          column('count'),
          counted.map(({ firstAt }) => firstAt.toISOString()),
          counted.map(({ lastAt }) => lastAt.toISOString()),
        ],
      )
    },

    /** The most first. */
    async counts(filter: {
      partner?: string | undefined
      from?: string | undefined
      to?: string | undefined
      limit: number
    }): Promise<CountView[]> {
      const moment = (column: string) => `to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ${column}`
      const { rows } = await database.query<CountView>(
        `select to_char(day, 'YYYY-MM-DD') as day, kind, partner, direction, module, country_code, party_id, object_id,
           part, count::float8 as count, ${moment('first_at')}, ${moment('last_at')}
         from ${counts}
         where ($1::text is null or partner = $1) and ($2::timestamptz is null or day >= $2::timestamptz::date)
           and ($3::timestamptz is null or day < $3::timestamptz)
         order by exchange_count.day desc, exchange_count.count desc, partner, object_id, part limit $4`,
        [filter.partner ?? null, filter.from ?? null, filter.to ?? null, filter.limit],
      )
      return rows
    },
  }
}

export type ExchangeStore = ReturnType<typeof exchangeStore>
