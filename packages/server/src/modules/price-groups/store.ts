// Price groups as rows: those that were put, what is in force, and what partners are to be rid of.

import type { Database, Queryable } from '../../storage/database.ts'
import { keyText, partyKey, type RowKey } from '../../storage/row.ts'
import type { PriceGroup, PriceRule, Reach } from './rules.ts'
import { firstState, type PriceState } from './state.ts'

/** Told to every process when a group was put or what is in force changed. */
export const pricesChannel = (schema: string): string => `${schema}_prices`

export interface StoredState {
  readonly revision: number
  readonly state: PriceState
  /** While connectors are moved: `seq` of the last location that was looked at. */
  readonly after: number
}

export interface Withdrawal {
  readonly partner: string
  readonly tariff: RowKey
}

/** Another process has taken over; it goes on. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

/** Kept as long as deletions are: whoever was away longer reads everything anew. */
const KEPT = "interval '90 days'"
const LOCATIONS_AT_ONCE = 500
const EVSES_AT_ONCE = 2000

export function priceStore(database: Database) {
  const table = (name: string) => `"${database.schema}".${name}`
  const groupColumns = 'name, array_to_json(partners)::text as partners, rules::text as rules'

  const asGroup = (row: GroupRecord): PriceGroup => ({
    name: row.name,
    partners: JSON.parse(row.partners) as string[],
    rules: JSON.parse(row.rules) as PriceRule[],
  })

  async function stored(db: Queryable, lock = ''): Promise<StoredState> {
    const { rows } = await db.query<{ revision: number; state: string; after: number }>(
      `select revision::float8 as revision, state::text as state, after_seq::float8 as after
       from ${table('price_state')} ${lock}`,
      [],
    )
    const { revision, state, after } = rows[0]!
    return { revision, after, state: { ...firstState, ...(JSON.parse(state) as Partial<PriceState>) } }
  }

  async function revision(): Promise<number> {
    const { rows } = await database.query<{ revision: number }>(
      `select revision::float8 as revision from ${table('price_state')}`,
      [],
    )
    return rows[0]!.revision
  }

  async function groups(db: Queryable = database): Promise<PriceGroup[]> {
    const { rows } = await db.query<GroupRecord>(
      `select ${groupColumns} from ${table('price_group')} order by name`,
      [],
    )
    return rows.map(asGroup)
  }

  async function save(tx: Queryable, state: PriceState): Promise<void> {
    await tx.query(`update ${table('price_state')} set state = $1::jsonb, revision = revision + 1, after_seq = 0`, [
      JSON.stringify(state),
    ])
  }

  /** Changes the groups that were put. One at a time over all processes; the work is then to be done. */
  const changing = <T>(work: (tx: Queryable) => Promise<T>, isChange: (result: T) => boolean): Promise<T> =>
    database.transaction(async (tx) => {
      const { state } = await stored(tx, 'for update')
      const result = await work(tx)
      if (isChange(result) && !state.dirty) {
        await tx.query(`update ${table('price_state')} set state = $1::jsonb, revision = revision + 1`, [
          JSON.stringify({ ...state, dirty: true }),
        ])
      }
      return result
    })

  return {
    groups,
    revision,
    state: () => stored(database),

    async withdrawals(): Promise<Withdrawal[]> {
      const { rows } = await database.query<{ partner: string; country_code: string; party_id: string; id: string }>(
        `select partner, country_code, party_id, id from ${table('price_withdrawal')}`,
        [],
      )
      return rows.map(({ partner, country_code: countryCode, party_id: partyId, id }) => ({
        partner,
        tariff: { module: 'tariffs', countryCode, partyId, id, sub: '' },
      }))
    },

    async group(name: string): Promise<PriceGroup | undefined> {
      const { rows } = await database.query<GroupRecord>(
        `select ${groupColumns} from ${table('price_group')} where name = $1`,
        [name],
      )
      return rows[0] && asGroup(rows[0])
    },

    /** Partners find, and are sent, what was put. */
    async isApplied(): Promise<boolean> {
      const { rows } = await database.query<{ stage: string | null; dirty: string | null }>(
        `select state->>'stage' as stage, state->>'dirty' as dirty from ${table('price_state')}`,
        [],
      )
      const { stage, dirty } = rows[0]!
      return (stage ?? 'idle') === 'idle' && dirty !== 'true'
    },

    /** In order of their names. */
    async page(after: string, limit: number): Promise<PriceGroup[]> {
      const { rows } = await database.query<GroupRecord>(
        `select ${groupColumns} from ${table('price_group')} where name > $1 order by name limit $2`,
        [after, limit],
      )
      return rows.map(asGroup)
    },

    /**
     * Stores a group; nothing is stored, and the group of each partner that is in another one is returned instead, or
     * `full` when there are `most` groups already.
     */
    put: ({ name, partners, rules }: PriceGroup, most: number) =>
      changing(
        async (tx): Promise<'created' | 'updated' | 'full' | ReadonlyMap<string, string>> => {
          const { rows: taken } = await tx.query<{ partner: string; name: string }>(
            `select p.partner, g.name from ${table('price_group')} g, unnest(g.partners) as p (partner)
           where g.name <> $1 and p.partner = any($2::text[]) order by g.name`,
            [name, partners],
          )
          if (taken.length > 0) return new Map(taken.map((row) => [row.partner, row.name]))
          const { rows } = await tx.query<{ known: boolean; count: number }>(
            `select count(*) filter (where name = $1) > 0 as known, count(*)::int as count from ${table('price_group')}`,
            [name],
          )
          const { known, count } = rows[0]!
          if (!known && count >= most) return 'full'
          await tx.query(
            `insert into ${table('price_group')} (name, partners, rules) values ($1, $2::text[], $3::jsonb)
           on conflict (name) do update set partners = excluded.partners, rules = excluded.rules`,
            [name, partners, JSON.stringify(rules)],
          )
          return known ? 'updated' : 'created'
        },
        (result) => result === 'created' || result === 'updated',
      ),

    /** False when there is none of this name. */
    remove: (name: string) =>
      changing(async (tx) => {
        const { rows } = await tx.query(`delete from ${table('price_group')} where name = $1 returning name`, [name])
        return rows.length > 0
      }, Boolean),

    /** Changes what is in force. A change that returns the same state is none. Throws `LeaseLost` for a lost `worker`. */
    change: (
      change: (state: PriceState, wanted: () => Promise<readonly PriceGroup[]>) => PriceState | Promise<PriceState>,
      {
        worker,
        withdrawals,
      }: { worker?: string; withdrawals?: { add: readonly Withdrawal[]; drop: readonly Withdrawal[] } } = {},
    ): Promise<boolean> =>
      database.transaction(async (tx) => {
        const { state } = await stored(tx, 'for update')
        if (worker !== undefined) await assertLease(tx, worker)
        const next = await change(state, () => groups(tx))
        if (next === state) return false
        await save(tx, next)
        if (withdrawals) {
          await withdraw(tx, withdrawals.drop)
          await tx.query(
            `insert into ${table('price_withdrawal')} (partner, country_code, party_id, id, at)
             select w.*, clock_timestamp() from unnest($1::text[], $2::text[], $3::text[], $4::text[]) w on conflict do nothing`,
            withdrawalColumns(withdrawals.add),
          )
          await tx.query(`delete from ${table('price_withdrawal')} where at < clock_timestamp() - ${KEPT}`, [])
        }
        return true
      }),

    /** The partner was told, or is shown the tariff again. */
    withdrawn: (withdrawals: readonly Withdrawal[]) => withdraw(database, withdrawals),

    /** One process works at a time, until it says so or is not heard of for `leaseMs`. */
    async lease(worker: string, leaseMs: number): Promise<boolean> {
      const { rows } = await database.query(
        `update ${table('price_state')} set worker = $1::uuid, leased_until = clock_timestamp() + $2::interval
         where worker is null or worker = $1::uuid or leased_until < clock_timestamp() returning one`,
        [worker, `${leaseMs} milliseconds`],
      )
      return rows.length > 0
    },

    async release(worker: string): Promise<void> {
      await database.query(
        `update ${table('price_state')} set worker = null, leased_until = null where worker = $1::uuid`,
        [worker],
      )
    },

    /** Locations up to `after` were looked at; the lease is renewed. Throws `LeaseLost`. */
    async progress(worker: string, after: number, leaseMs: number): Promise<void> {
      const { rows } = await database.query(
        `update ${table('price_state')} set after_seq = $2::bigint, leased_until = clock_timestamp() + $3::interval
         where worker = $1::uuid returning one`,
        [worker, after, `${leaseMs} milliseconds`],
      )
      if (rows.length === 0) throw new LeaseLost()
    },

    /** Own locations within reach in order of creation, with how many EVSEs each has. */
    async locations(reach: Reach, after: number): Promise<{ key: RowKey; seq: number; evses: number }[]> {
      const object = table('object')
      const { rows } = await database.query<{
        countryCode: string
        partyId: string
        id: string
        seq: number
        evses: number
      }>(
        `select o.country_code as "countryCode", o.party_id as "partyId", o.id, o.seq::float8 as seq,
           (select count(*)::int from ${object} e where e.module = 'evses' and e.country_code = o.country_code
              and e.party_id = o.party_id and e.id = o.id) as evses
         from ${object} o
         where o.module = 'locations' and o.partner is null and not o.deleted and o.seq > $1::bigint
           and ((o.country_code, o.party_id) in (select * from unnest($2::text[], $3::text[]))
             or (o.country_code, o.party_id, o.id) in (select * from unnest($4::text[], $5::text[], $6::text[])))
         order by o.seq limit ${LOCATIONS_AT_ONCE}`,
        [
          after,
          reach.parties.map(({ countryCode }) => countryCode),
          reach.parties.map(({ partyId }) => partyId),
          reach.locations.map(({ countryCode }) => countryCode),
          reach.locations.map(({ partyId }) => partyId),
          reach.locations.map(({ id }) => id),
        ],
      )
      return rows.map(({ seq, evses, ...rest }) => ({ key: { module: 'locations', ...rest, sub: '' }, seq, evses }))
    },

    /** Those of the tariffs that connectors of ours name by themselves. Reads all own EVSEs, a page at a time. */
    async namedByConnectors(tariffs: readonly RowKey[]): Promise<RowKey[]> {
      const wanted = new Map(tariffs.map((key) => [keyText(key), key]))
      const ids = [...new Set(tariffs.map(({ id }) => id))]
      const parties = [...new Set(tariffs.map(partyOf))]
      const found = new Map<string, RowKey>()
      let after: number | null = 0
      while (after !== null && found.size < wanted.size) {
        const page: { rows: { last: number | null; named: string }[] } = await database.query(
          `with page as materialized (
             select seq, country_code, party_id, body from ${table('object')}
             where module = 'evses' and partner is null and not deleted and seq > $1::bigint
             order by seq limit ${EVSES_AT_ONCE}
           )
           select (select max(seq)::float8 from page) as last, coalesce((
             select jsonb_agg(distinct jsonb_build_array(p.country_code, p.party_id, upper(t.id #>> '{}')))
             from page p, jsonb_path_query(p.body, '$.connectors[*].tariff_ids[*]') as t (id)
             where p.country_code || '-' || p.party_id = any($2::text[]) and upper(t.id #>> '{}') = any($3::text[])
           ), '[]')::text as named`,
          [after, parties, ids],
        )
        const { last, named } = page.rows[0]!
        for (const [countryCode, partyId, id] of JSON.parse(named) as [string, string, string][]) {
          const key = { module: 'tariffs', countryCode, partyId, id, sub: '' }
          if (wanted.has(keyText(key))) found.set(keyText(key), key)
        }
        after = last
      }
      return [...found.values()]
    },
  }

  async function assertLease(tx: Queryable, worker: string): Promise<void> {
    const { rows } = await tx.query(`select one from ${table('price_state')} where worker = $1::uuid`, [worker])
    if (rows.length === 0) throw new LeaseLost()
  }

  async function withdraw(db: Queryable, withdrawals: readonly Withdrawal[]): Promise<void> {
    if (withdrawals.length === 0) return
    await db.query(
      `delete from ${table('price_withdrawal')} w
       using unnest($1::text[], $2::text[], $3::text[], $4::text[]) as n (partner, country_code, party_id, id)
       where w.partner = n.partner and w.country_code = n.country_code and w.party_id = n.party_id and w.id = n.id`,
      withdrawalColumns(withdrawals),
    )
  }
}

export type PriceStore = ReturnType<typeof priceStore>

interface GroupRecord {
  name: string
  partners: string
  rules: string
}

const partyOf = ({ countryCode, partyId }: RowKey): string => partyKey(countryCode, partyId)

const withdrawalColumns = (withdrawals: readonly Withdrawal[]): string[][] => [
  withdrawals.map(({ partner }) => partner),
  withdrawals.map(({ tariff }) => tariff.countryCode),
  withdrawals.map(({ tariff }) => tariff.partyId),
  withdrawals.map(({ tariff }) => tariff.id),
]
