// Where EVSEs stand that are named by party and uid, or by party and EVSE id: many in one statement, each by its index.

import type { Source } from './feed-state.ts'
import { wordOf } from './search-sql.ts'

export interface EvseName {
  readonly countryCode: string
  readonly partyId: string
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
export async function findEvses(db: Source, names: readonly EvseName[]): Promise<readonly FoundEvse[][]> {
  const all = names.map((name, at) => ({ name, at }))
  const found: FoundEvse[][] = names.map(() => [])
  const look = async (wanted: typeof all, state: string) => {
    for (const { at, ...evse } of await lookUp(db, wanted, state)) found[at]!.push(evse)
  }
  await look(all, `e.state is distinct from 'REMOVED'`)
  const missing = all.filter(({ at }) => found[at]!.length === 0)
  if (missing.length > 0) await look(missing, `e.state = 'REMOVED'`)
  return found
}

type Numbered = { readonly name: EvseName; readonly at: number }

/** Each way of naming has an index of its own. */
async function lookUp(db: Source, names: readonly Numbered[], state: string): Promise<FoundRecord[]> {
  const byUid = 'e.sub = k.uid'
  const byEvseId = `${wordOf(`e.body->>'evse_id'`)} = k.evse_id`
  const way = (condition: string, given: string) => `
    select k.at::float8 as at, e.id as "locationId", e.sub as "evseUid", e.state
    from (select * from names k where ${given}) k
    cross join lateral (
      select * from "${db.schema}".object e
      where e.module = 'evses' and e.country_code = k.country_code and e.party_id = k.party_id and ${condition}
        and not e.deleted and e.partner is null and ${state}
      limit ${MOST_OF_ONE}
    ) e`
  const upper = (text: string | undefined) => text?.toUpperCase() ?? null
  const { rows } = await db.query<FoundRecord>(
    `with names as (
       select * from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
         as k (at, country_code, party_id, uid, evse_id, location_id)
     )
     ${[
       way(byUid, 'k.uid is not null and k.location_id is null'),
       way(`e.id = k.location_id and ${byUid}`, 'k.uid is not null and k.location_id is not null'),
       way(byEvseId, 'k.evse_id is not null and k.location_id is null'),
       way(`e.id = k.location_id and ${byEvseId}`, 'k.evse_id is not null and k.location_id is not null'),
     ].join(' union all ')}`,
    [
      names.map(({ at }) => at),
      names.map(({ name }) => name.countryCode.toUpperCase()),
      names.map(({ name }) => name.partyId.toUpperCase()),
      names.map(({ name }) => upper(name.evseUid)),
      names.map(({ name: { evseUid, evseId } }) => (evseUid === undefined ? upper(evseId) : null)),
      names.map(({ name }) => upper(name.locationId)),
    ],
  )
  return rows
}
