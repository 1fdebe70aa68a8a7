// Whose an object is that is named by its id alone. Ids are unique for their owner only, so several may have one.

import type { Source } from './feed-state.ts'
import { rowKey } from './row.ts'

export interface Owned {
  /** `NL-ABC` */
  readonly owner: string
  /** The party of the token it was charged with: of sessions. Not normalised. */
  readonly tokenParty: { readonly country_code: string | null; readonly party_id: string | null } | null
}

/** Those of the parties (`NL-ABC`) that have an object of this id. Each is looked up by its key. */
export async function ownersOf(
  db: Source,
  { module, id, sub = '' }: { readonly module: string; readonly id: string; readonly sub?: string },
  parties: readonly string[],
): Promise<Owned[]> {
  if (parties.length === 0) return []
  const keys = parties.map((key) => rowKey(module, key.slice(0, 2), key.slice(3), id, sub))
  const { rows } = await db.query<{ country_code: string; party_id: string; of: string | null; at: string | null }>(
    `select o.country_code, o.party_id, o.body->'cdr_token'->>'country_code' as of, o.body->'cdr_token'->>'party_id' as at
     from unnest($1::text[], $2::text[]) as k (country_code, party_id)
     cross join lateral (
       select * from "${db.schema}".object o
       where o.module = $3 and o.country_code = k.country_code and o.party_id = k.party_id and o.id = $4 and o.sub = $5
         and not o.deleted offset 0
     ) o`,
    [keys.map(({ countryCode }) => countryCode), keys.map(({ partyId }) => partyId), module, keys[0]!.id, keys[0]!.sub],
  )
  return rows.map(({ country_code, party_id, of, at }) => ({
    owner: `${country_code}-${party_id}`,
    tokenParty: of === null && at === null ? null : { country_code: of, party_id: at },
  }))
}
