// Where a driver wants to charge: by Location and EVSE as they are named in OCPI, or by what stands on the charge point.

import type { Location } from '@interchange/ocpi/generated/v2.3.0'
import { equalCi } from '@interchange/ocpi/wire/ci-string'
import type { Directory } from '../../partners/directory.ts'
import { type Party, partyKey } from '../../party.ts'
import type { Database } from '../../storage/database.ts'
import { listRows } from '../../storage/objects.ts'
import { fromRow } from '../rows.ts'

export interface Aim {
  readonly owner: Party
  readonly locationId: string
  readonly evseUid: string
}

interface Needs {
  readonly database: Database
  readonly directory: Pick<Directory, 'partners' | 'ownPartiesFor'>
}

/** Of Locations that have an EVSE of one id; more would not be told. */
const MOST = 5

/**
 * EVSEs of this id that partners of `from` brought, of `to` where it is given; those out of service only where there is no
 * other. An EVSE id is the same with its separators and without (eMI3: `NL*ABC*E123`, `NLABCE123`).
 */
export async function findAims(
  { database, directory }: Needs,
  evseId: string,
  from: Party,
  to: Party | undefined,
): Promise<Aim[]> {
  const partners = directory
    .partners()
    .filter((partner) => directory.ownPartiesFor(partner).some((party) => partyKey(party) === partyKey(from)))
    .map(({ id }) => id)
  const found: (Aim & { readonly removed: boolean })[] = []
  for (const spelling of spellingsOf(evseId)) {
    const rows = await listRows(
      database,
      {
        module: 'locations',
        received: true,
        evseId: spelling,
        concerning: { parties: [], partners },
        ...(to ? { owners: [partyKey(to)] } : {}),
      },
      { limit: MOST },
    )
    for (const row of rows) {
      const { id, evses } = fromRow(row) as unknown as Location
      const { countryCode, partyId } = row.key
      for (const { uid, evse_id, status } of evses ?? []) {
        if (!evse_id || !equalCi(evse_id, spelling)) continue
        found.push({ owner: { countryCode, partyId }, locationId: id, evseUid: uid, removed: status === 'REMOVED' })
      }
    }
  }
  const inService = found.filter(({ removed }) => !removed)
  return (inService.length > 0 ? inService : found).map(({ removed: _, ...aim }) => aim)
}

/** As it was given, and with all separators before the operator's own part, or none. */
function spellingsOf(evseId: string): string[] {
  const [, country, operator, rest] = /^([A-Z]{2})\*?([A-Z0-9]{3})\*?(E.+)$/i.exec(evseId) ?? []
  const others = country ? [`${country}*${operator}*${rest}`, `${country}${operator}${rest}`] : []
  return [...new Set([evseId, ...others].map((one) => one.toUpperCase()))]
}
