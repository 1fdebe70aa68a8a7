// What a key sees: its parties' own objects, what partners sent for them, and what partners who were given them sent for
// everybody.

import type { Directory } from '../partners/directory.ts'
import { partyKey } from '../party.ts'
import type { Concerning } from '../storage/list-sql.ts'
import type { Row } from '../storage/row.ts'
import { Problem } from './problem.ts'
import type { Caller } from './request.ts'

/** Undefined: everything. */
export function concernOf(
  directory: Pick<Directory, 'partners' | 'ownPartiesFor'>,
  { parties }: Caller,
): Concerning | undefined {
  if (parties === '*') return undefined
  const given = directory
    .partners()
    .filter((partner) => directory.ownPartiesFor(partner).some((party) => parties.includes(partyKey(party))))
  return { parties, partners: given.map(({ id }) => id) }
}

/** The same of one row as `concerning` of a list. */
export function concerns(
  of: Concerning | undefined,
  { key, partner, audience }: Pick<Row, 'key' | 'partner' | 'audience'>,
) {
  if (!of) return true
  if (of.parties.includes(`${key.countryCode}-${key.partyId}`)) return true
  if (audience) return audience.some((party) => of.parties.includes(party))
  return partner !== null && of.partners.includes(partner)
}

/** For what is about the whole platform. */
export function assertAllParties({ parties }: Caller): void {
  if (parties === '*') return
  throw new Problem('forbidden', 'This key is for some parties only; what is asked for concerns all of them')
}
