// Sessions and CDRs that are meant for a party nobody serves: they go nowhere until somebody looks.

import type { Directory } from '../partners/directory.ts'
import type { Source } from '../storage/feed-state.ts'

export interface Unroutable {
  readonly id: string
  readonly module: string
  readonly country_code: string
  readonly party_id: string
  readonly object_id: string
  /** Parties it is meant for. */
  readonly parties: readonly string[]
  readonly last_updated: string
}

const MOST = 500

/** Own sessions and CDRs, the newest first, 500 at most. */
export async function listUnroutable(
  database: Source,
  directory: Pick<Directory, 'serving' | 'ownParty'>,
): Promise<Unroutable[]> {
  const table = `"${database.schema}".object`
  const own = `module in ('sessions', 'cdrs') and partner is null and not deleted and audience is not null`
  const { rows: parties } = await database.query<{ party: string }>(
    `select distinct unnest(audience) as party from ${table} where ${own}`,
    [],
  )
  // A token of our own, used at one of our own stations, stays in the house.
  const served = parties
    .map(({ party }) => party)
    .filter((party) => directory.serving(party) || directory.ownParty(party))
  const { rows } = await database.query<Omit<Unroutable, 'id'>>(
    `select module, country_code, party_id, id as object_id, audience as parties, last_updated
     from ${table} where ${own} and not audience && $1::text[] order by position desc limit ${MOST}`,
    [served],
  )
  return rows.map((row) => ({
    id: `${row.module}:${row.country_code}-${row.party_id}:${row.object_id}`,
    ...row,
  }))
}
