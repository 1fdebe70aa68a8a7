// Where EVSEs stand that are named by party and uid, or by party and EVSE id: many in one statement, each by its index.

import type { Party } from '../../party.ts'
import type { Database } from '../../storage/database.ts'
import { wordOf } from '../../storage/search-sql.ts'

export interface EvseName extends Party {
  readonly evseUid?: string | undefined
  readonly evseId?: string | undefined
  readonly locationId?: string | undefined
}

export interface FoundEvse {
  readonly locationId: string
  readonly evseUid: string
  readonly state: string | null
}

interface FoundRecord extends FoundEvse {
  readonly at: number
}

/** More than this are many: which they are is not told. */
const MOST_OF_ONE = 5

/** All EVSEs that a name fits, for each name; those out of service only where there is no other. Own ones alone. */
export async function findEvses(database: Database, names: readonly EvseName[]): Promise<readonly FoundEvse[][]> {
  const table = `"${database.schema}".object`
  const byName = (condition: string, of: string) => `
    select k.at::float8 as at, e.id as "locationId", e.sub as "evseUid", e.state
    from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
      as k (at, country_code, party_id, uid, evse_id, location_id)
    cross join lateral (
      select * from ${table} e
      where e.module = 'evses' and ${condition} and e.country_code = k.country_code and e.party_id = k.party_id
        and not e.deleted and e.partner is null and (k.location_id is null or e.id = k.location_id)
      order by e.state is not distinct from 'REMOVED', e.position desc limit ${MOST_OF_ONE}
    ) e where ${of} is not null`
  const upper = (text: string | undefined) => text?.toUpperCase() ?? null
  const { rows } = await database.query<FoundRecord>(
    `${byName('e.sub = k.uid', 'k.uid')} union all ${byName(`${wordOf(`e.body->>'evse_id'`)} = k.evse_id`, 'k.evse_id')}`,
    [
      names.map((_, at) => at),
      names.map(({ countryCode }) => countryCode.toUpperCase()),
      names.map(({ partyId }) => partyId.toUpperCase()),
      names.map(({ evseUid }) => upper(evseUid)),
      names.map(({ evseUid, evseId }) => (evseUid === undefined ? upper(evseId) : null)),
      names.map(({ locationId }) => upper(locationId)),
    ],
  )
  const found: FoundEvse[][] = names.map(() => [])
  for (const { at, ...evse } of rows) found[at]!.push(evse)
  return found.map((evses) => {
    const inService = evses.filter(({ state }) => state !== 'REMOVED')
    return inService.length > 0 ? inService : evses
  })
}
