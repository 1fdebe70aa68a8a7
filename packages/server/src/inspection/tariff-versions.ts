// What tariffs were. The store holds the newest state of an object; a CDR is priced by the tariff that was in force when
// its session began (2.2.1 CDRs, "tariffs": as at the start). A tariff that changed twice while nobody read the feed is
// missing its middle state here: it was never sent to anybody either.

import type { Database } from '../storage/database.ts'
import { instant } from '../storage/instant.ts'
import type { Row, RowKey } from '../storage/row.ts'

export interface AsOf {
  readonly key: RowKey
  /** DateTime. */
  readonly at: string
}

export type TariffVersion = Pick<Row, 'key' | 'version' | 'text'>

/** Sessions are billed within weeks. */
const KEPT_DAYS = 180
/** Of one tariff: a price that changes every quarter of an hour for two weeks. */
const MOST_VERSIONS = 1_500

export function tariffVersions(database: Database) {
  const table = `"${database.schema}".tariff_version`
  return {
    /** Keeps a state, and forgets those that were replaced long ago. */
    async keep({ key, version, text, lastUpdated }: Row, now: Date): Promise<void> {
      const named = [key.countryCode, key.partyId, key.id]
      const { rows } = await database.query(
        `insert into ${table} as v (country_code, party_id, id, last_updated_at, version, body, kept_at)
         values ($1, $2, $3, $4::timestamptz, $5, $6, $7::timestamptz)
         on conflict (country_code, party_id, id, last_updated_at) do update
           set version = excluded.version, body = excluded.body
           where (v.version, v.body) is distinct from (excluded.version, excluded.body)
         returning v.id`,
        [...named, instant(lastUpdated, 'last_updated'), version, text, now.toISOString()],
      )
      if (rows.length === 0) return
      await database.query(
        `delete from ${table} where country_code = $1 and party_id = $2 and id = $3 and last_updated_at < (
           select max(last_updated_at) from ${table}
           where country_code = $1 and party_id = $2 and id = $3
             and kept_at < $4::timestamptz - ${KEPT_DAYS} * interval '1 day')
         or country_code = $1 and party_id = $2 and id = $3 and last_updated_at <= (
           select last_updated_at from ${table} where country_code = $1 and party_id = $2 and id = $3
           order by last_updated_at desc offset ${MOST_VERSIONS} limit 1)`,
        [...named, now.toISOString()],
      )
    },

    /** The state each tariff was in at a time; of one nothing is known of before that time, nothing. In no promised order. */
    async asOf(wanted: readonly AsOf[]): Promise<(TariffVersion & { readonly at: string })[]> {
      if (wanted.length === 0) return []
      const { rows } = await database.query<{
        countryCode: string
        partyId: string
        id: string
        at: string
        version: string
        text: string
      }>(
        `select k.country_code as "countryCode", k.party_id as "partyId", k.id, k.at, v.version, v.body as text
         from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as k (country_code, party_id, id, at)
         cross join lateral (
           select version, body from ${table} t
           where t.country_code = k.country_code and t.party_id = k.party_id and t.id = k.id
             and t.last_updated_at <= k.at::timestamptz
           order by t.last_updated_at desc limit 1) v`,
        [
          wanted.map(({ key }) => key.countryCode),
          wanted.map(({ key }) => key.partyId),
          wanted.map(({ key }) => key.id),
          wanted.map(({ at }) => at),
        ],
      )
      return rows.map(({ countryCode, partyId, id, at, version, text }) => ({
        key: { module: 'tariffs', countryCode, partyId, id, sub: '' },
        at,
        version,
        text,
      }))
    },
  }
}

export type TariffVersions = ReturnType<typeof tariffVersions>
