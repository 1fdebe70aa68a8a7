// Which objects a batch has named, kept in the database: a batch may be longer than any memory.

import type { Database } from '../../storage/database.ts'
import type { RowKey } from '../../storage/row.ts'

/** Batches of processes that died. */
const SWEPT_AFTER = '2 days'

/** One module of one party. */
export interface Replacing {
  readonly module: string
  readonly countryCode: string
  readonly partyId: string
}

export interface Missing {
  readonly seq: number
  readonly id: string
  readonly sub: string
}

export function namedKeys(database: Database, batch: string) {
  const table = `"${database.schema}".batch_named`
  /** Own objects that stood there before the batch began and were not written since, and are not withdrawn already. */
  const standing = `from "${database.schema}".object o
    where o.module = $1 and o.country_code = $2 and o.party_id = $3 and not o.deleted and o.partner is null
      and o.position <= $4::bigint
      and (o.module <> 'tokens' or o.state = 'VALID')
      and (o.module <> 'locations' or exists (
        select 1 from "${database.schema}".object e where e.module = 'evses' and e.country_code = o.country_code
          and e.party_id = o.party_id and e.id = o.id and not e.deleted and e.state is distinct from 'REMOVED'))`
  const unnamed = `and not exists (
      select 1 from ${table} n where n.batch = $5::uuid and n.module = o.module and n.country_code = o.country_code
        and n.party_id = o.party_id and n.id = o.id and n.sub = o.sub)`
  const valuesOf = ({ module, countryCode, partyId }: Replacing, until: number) => [module, countryCode, partyId, until]

  return {
    async sweep(): Promise<void> {
      await database.query(`delete from ${table} where at < now() - interval '${SWEPT_AFTER}'`)
    },

    async add(keys: readonly RowKey[]): Promise<void> {
      await database.query(
        `insert into ${table} (batch, module, country_code, party_id, id, sub)
         select $1::uuid, * from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
         on conflict do nothing`,
        [
          batch,
          ...(['module', 'countryCode', 'partyId', 'id', 'sub'] as const).map((name) => keys.map((key) => key[name])),
        ],
      )
    },

    /** How many stood there at the position `until`, and how many of them were not named. */
    async count(of: Replacing, until: number): Promise<{ known: number; missing: number }> {
      const { rows } = await database.query<{ known: number; missing: number }>(
        `select count(*)::float8 as known, (count(*) filter (where true ${unnamed}))::float8 as missing ${standing}`,
        [...valuesOf(of, until), batch],
      )
      return rows[0]!
    },

    async missing(of: Replacing, until: number, afterSeq: number, limit: number): Promise<Missing[]> {
      const { rows } = await database.query<Missing>(
        `select o.seq::float8 as seq, o.id, o.sub ${standing} ${unnamed} and o.seq > $6::bigint
         order by o.seq limit $7::bigint`,
        [...valuesOf(of, until), batch, afterSeq, limit],
      )
      return rows
    },

    async drop(): Promise<void> {
      await database.query(`delete from ${table} where batch = $1::uuid`, [batch])
    },
  }
}

export type NamedKeys = ReturnType<typeof namedKeys>
