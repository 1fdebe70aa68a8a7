// The connector of a charging as it is when it begins, as the CDR will say it (2.2.1 CDRs, "CdrLocation"; R-CDR-10).

import type { CdrLocation, Connector, EVSE, Location } from '@interchange/ocpi/generated/v2.3.0'
import { equalCi } from '@interchange/ocpi/wire/ci-string'
import type { Party } from '../party.ts'
import { findObject } from '../pricing/lookup.ts'
import type { Database } from '../storage/database.ts'
import type { ChargingPlace } from './record.ts'

export interface AskedPlace {
  readonly evseUid: string
  readonly locationId?: string | undefined
  readonly connectorId?: string | undefined
}

/** Why a charging cannot begin there: a field of the request, and what would be right. */
export interface PlaceFault {
  readonly field: 'evse_uid' | 'location_id' | 'connector_id'
  readonly message: string
}

/** Of an EVSE of ours, found by its uid. */
export async function chargingPlace(
  database: Database,
  party: Party,
  asked: AskedPlace,
): Promise<ChargingPlace | PlaceFault> {
  const ids = asked.locationId === undefined ? await locationsOf(database, party, asked.evseUid) : [asked.locationId]
  if (ids.length > 1)
    return { field: 'location_id', message: 'is needed: several locations have an EVSE with this uid' }
  const found = ids[0] === undefined ? undefined : await findObject<Location>(database, 'locations', party, ids[0])
  if (asked.locationId !== undefined && !found) return { field: 'location_id', message: 'is no location of this party' }
  const evse = found?.object.evses?.find(({ uid }) => equalCi(uid, asked.evseUid))
  if (!found || !evse) return { field: 'evse_uid', message: 'is no EVSE of this party; PUT its location first' }
  const { connectors } = evse
  const { connectorId } = asked
  const connector =
    connectorId === undefined ? onlyOne(connectors) : connectors.find(({ id }) => equalCi(id, connectorId))
  if (!connector) {
    const ids = connectors.map(({ id }) => id).join(', ')
    const message = connectorId === undefined ? 'is needed: the EVSE has several' : 'is no connector of the EVSE'
    return { field: 'connector_id', message: `${message}; its connectors are ${ids}` }
  }
  const { time_zone: timeZone } = found.object
  const isAc = connector.power_type.startsWith('AC')
  return {
    cdrLocation: cdrLocationOf(found.object, evse, connector),
    timeZone: timeZone ?? null,
    volts: isAc ? connector.max_voltage : null,
  }
}

const onlyOne = <T>(items: readonly T[]): T | undefined => (items.length === 1 ? items[0] : undefined)

async function locationsOf(database: Database, { countryCode, partyId }: Party, uid: string): Promise<string[]> {
  const { rows } = await database.query<{ id: string }>(
    `select id from "${database.schema}".object
     where module = 'evses' and sub = upper($1) and country_code = upper($2) and party_id = upper($3)
       and partner is null and not deleted limit 2`,
    [uid, countryCode, partyId],
  )
  return rows.map(({ id }) => id)
}

/** CdrLocation keeps the older, shorter limits of address and state (T-22). */
function cdrLocationOf(location: Location, evse: EVSE, connector: Connector): CdrLocation {
  const { id, name, address, city, postal_code, state, country, coordinates } = location
  return {
    id,
    ...(name == null ? {} : { name }),
    address: short(address, 45),
    city,
    ...(postal_code == null ? {} : { postal_code }),
    ...(state == null ? {} : { state: short(state, 20) }),
    country,
    coordinates: { latitude: coordinates.latitude, longitude: coordinates.longitude },
    evse_uid: evse.uid,
    evse_id: evse.evse_id ?? '#NA',
    connector_id: connector.id,
    connector_standard: connector.standard,
    connector_format: connector.format,
    connector_power_type: connector.power_type,
  }
}

const short = (text: string, length: number): string => [...text].slice(0, length).join('')
