// Which tariff prices a session whose charging periods name none: the one of its connector.

import type { CDR, Location, Session, Tariff } from '@interchange/ocpi'
import { selectTariff, type TariffUse } from '@interchange/tariff'
import type { TariffVersions } from '../inspection/tariff-versions.ts'
import type { KnownPrices } from '../modules/price-groups/known-prices.ts'
import { tariffIdsForToken } from '../modules/price-groups/tariff-ids.ts'
import type { Directory } from '../partners/directory.ts'
import { type Party, partyKey } from '../party.ts'
import type { Database } from '../storage/database.ts'
import { connectorOf, findObject, findTariffs } from './lookup.ts'

export interface TariffNeeds {
  readonly database: Database
  readonly directory: Pick<Directory, 'serving' | 'ownParty'>
  readonly prices: Pick<KnownPrices, 'tariffIdsFor' | 'catchUp'>
}

/** A session, a CDR, or as much of one as there is. */
export type PricedUsage = Partial<CDR> & Partial<Session> & Pick<Session, 'start_date_time'>

export interface FoundLocation {
  readonly owner: Party
  readonly location: Location
}

/** A CDR's and a session's tariffs and locations are those of its CPO. */
export const ownerOf = ({ country_code, party_id }: PricedUsage): Party | undefined =>
  country_code && party_id ? { countryCode: country_code, partyId: party_id } : undefined

const placeOf = ({ cdr_location: of, location_id, evse_uid, connector_id }: PricedUsage) => ({
  locationId: of?.id ?? location_id,
  evseUid: of?.evse_uid ?? evse_uid,
  connectorId: of?.connector_id ?? connector_id,
})

/** Undefined: nothing is known of it here. */
export async function locationOf(
  { database, prices }: TariffNeeds,
  usage: PricedUsage,
): Promise<FoundLocation | undefined> {
  const owner = ownerOf(usage)
  const { locationId } = placeOf(usage)
  if (!owner || !locationId) return undefined
  const found = await findObject<Location>(database, 'locations', owner, locationId)
  if (!found) return undefined
  await prices.catchUp([found.row])
  return { owner, location: found.object }
}

export interface ConnectorTariff {
  /** Undefined: the connector names none that is for this driver and valid when the session starts. */
  readonly tariff: Tariff | undefined
  /** Ids it names that nothing is known of. */
  readonly missing: readonly string[]
}

/** 2.3.0 Tariffs, "TariffType": a driver without a contract pays the ad hoc price. */
const useOf = ({ cdr_token: token }: PricedUsage): TariffUse =>
  token?.type === 'AD_HOC_USER' ? 'AD_HOC_PAYMENT' : 'REGULAR'

/** Of a connector of ours the one that the partner of the token is shown. `versions`: as they were when the session began. */
export async function connectorTariff(
  { database, directory, prices, versions }: TariffNeeds & { readonly versions?: Pick<TariffVersions, 'asOf'> },
  usage: PricedUsage,
  place: FoundLocation | undefined,
): Promise<ConnectorTariff> {
  const { evseUid, connectorId } = placeOf(usage)
  const connector = place && connectorOf(place.location, evseUid, connectorId)
  if (!place || !connector) return { tariff: undefined, missing: [] }
  const { owner, location } = place
  const own = connector.tariff_ids ?? []
  const token = usage.cdr_token
  const party = token && { countryCode: token.country_code, partyId: token.party_id }
  const ours = { ...owner, locationId: location.id, evseUid: evseUid!, connectorId: connectorId!, tariffIds: own }
  const ids = party && directory.ownParty(partyKey(owner)) ? tariffIdsForToken({ prices, directory }, ours, party) : own
  const start = usage.start_date_time
  const { tariffs, missing } = await findTariffs(database, owner, ids, versions && { versions, at: start })
  return { tariff: selectTariff(tariffs, start, useOf(usage)).tariff, missing }
}
