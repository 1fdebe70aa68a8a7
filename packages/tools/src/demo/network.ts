// The demo's own networks of charge points: made-up locations in real cities, the same on every run.

import type { Connector, EVSE, Location, Tariff } from '@interchange/ocpi/generated/v2.3.0'
import type { Party } from '@interchange/server/party'

/** City, latitude, longitude of its centre, postal code prefix. */
type City = readonly [name: string, latitude: number, longitude: number, postalCode: string]

/** Where a network is. */
export interface Region {
  readonly country: string
  readonly timeZone: string
  /** Of a place in a city, from the city's prefix. */
  postalCode(prefix: string, place: number): string
  readonly cities: readonly City[]
}

/** 60 locations. */
const NETHERLANDS: Region = {
  country: 'NLD',
  timeZone: 'Europe/Amsterdam',
  postalCode: (prefix, place) => `${prefix} ${String.fromCharCode(65 + place)}A`,
  cities: [
    ['Amsterdam', 52.3728, 4.8936, '1012'],
    ['Rotterdam', 51.9225, 4.47917, '3011'],
    ['Utrecht', 52.0907, 5.12142, '3511'],
    ['Eindhoven', 51.4416, 5.46972, '5611'],
    ['Groningen', 53.2194, 6.5665, '9711'],
    ['Zwolle', 52.5168, 6.08302, '8011'],
    ['Maastricht', 50.8514, 5.69099, '6211'],
    ['Arnhem', 51.9851, 5.89873, '6811'],
    ['Breda', 51.5719, 4.76832, '4811'],
    ['Leeuwarden', 53.2012, 5.79991, '8911'],
  ],
}

/** 30 locations. */
export const BELGIUM: Region = {
  country: 'BEL',
  timeZone: 'Europe/Brussels',
  postalCode: (prefix) => prefix,
  cities: [
    ['Brussels', 50.8467, 4.3525, '1000'],
    ['Antwerp', 51.2213, 4.4051, '2000'],
    ['Ghent', 51.0543, 3.7174, '9000'],
    ['Bruges', 51.2093, 3.2247, '8000'],
    ['Namur', 50.4669, 4.8675, '5000'],
  ],
}

const PLACES: readonly (readonly [string, NonNullable<Location['parking_type']>, number, 'AC' | 'DC' | 'HPC'])[] = [
  ['Stationsplein', 'PARKING_LOT', 4, 'AC'],
  ['Markt', 'ON_STREET', 2, 'AC'],
  ['Parkeergarage Centrum', 'PARKING_GARAGE', 6, 'AC'],
  ['Ziekenhuis', 'PARKING_LOT', 4, 'DC'],
  ['Sporthal', 'PARKING_LOT', 2, 'AC'],
  ['Ring', 'ALONG_MOTORWAY', 4, 'HPC'],
]

const CONNECTORS: Readonly<Record<'AC' | 'DC' | 'HPC', Omit<Connector, 'id' | 'last_updated'>>> = {
  AC: {
    standard: 'IEC_62196_T2',
    format: 'SOCKET',
    power_type: 'AC_3_PHASE',
    max_voltage: 230,
    max_amperage: 32,
    max_electric_power: 22_000,
    tariff_ids: ['AC-DAY'],
  },
  DC: {
    standard: 'IEC_62196_T2_COMBO',
    format: 'CABLE',
    power_type: 'DC',
    max_voltage: 500,
    max_amperage: 125,
    max_electric_power: 50_000,
    tariff_ids: ['DC-FAST'],
  },
  HPC: {
    standard: 'IEC_62196_T2_COMBO',
    format: 'CABLE',
    power_type: 'DC',
    max_voltage: 920,
    max_amperage: 500,
    max_electric_power: 300_000,
    tariff_ids: ['DC-HIGH'],
  },
}

/** EUR per kWh before 21 % VAT. */
const ENERGY_PRICES: Readonly<Record<string, number>> = { 'AC-DAY': 0.35, 'DC-FAST': 0.49, 'DC-HIGH': 0.62 }

export interface Network {
  readonly locations: readonly Location[]
  readonly tariffs: readonly Tariff[]
}

export interface NetworkOptions {
  readonly region?: Region
  readonly operator?: string
}

export function demoNetwork(
  party: Party,
  lastUpdated: string,
  { region = NETHERLANDS, operator = 'Demo Charge' }: NetworkOptions = {},
): Network {
  const owner = { country_code: party.countryCode, party_id: party.partyId }
  const tariffs = Object.entries(ENERGY_PRICES).map(
    ([id, price]): Tariff => ({
      ...owner,
      id,
      currency: 'EUR',
      type: 'REGULAR',
      elements: [{ price_components: [{ type: 'ENERGY', price, vat: 21, step_size: 1 }] }],
      tax_included: 'NO',
      last_updated: lastUpdated,
    }),
  )
  const locations = region.cities.flatMap(([city, latitude, longitude, postal], cityIndex) =>
    PLACES.map(([place, parkingType, evseCount, kind], placeIndex): Location => {
      const id = `LOC${String(cityIndex * PLACES.length + placeIndex + 1).padStart(3, '0')}`
      return {
        ...owner,
        id,
        publish: true,
        name: `${city} ${place}`,
        address: `${place} ${placeIndex * 7 + 1}`,
        city,
        postal_code: region.postalCode(postal, placeIndex),
        country: region.country,
        coordinates: {
          latitude: (latitude + (placeIndex - 2) * 0.0041).toFixed(6),
          longitude: (longitude + (placeIndex - 3) * 0.0057).toFixed(6),
        },
        parking_type: parkingType,
        evses: Array.from({ length: evseCount }, (_, index) => evse(owner, id, index + 1, kind, lastUpdated)),
        operator: { name: operator },
        facilities: placeIndex === 5 ? ['FUEL_STATION', 'WIFI'] : ['PARKING_LOT'],
        time_zone: region.timeZone,
        opening_times: { twentyfourseven: true },
        charging_when_closed: true,
        energy_mix: { is_green_energy: true, energy_sources: [{ source: 'WIND', percentage: 100 }] },
        last_updated: lastUpdated,
      }
    }),
  )
  return { locations, tariffs }
}

function evse(
  owner: { country_code: string; party_id: string },
  location: string,
  number: number,
  kind: 'AC' | 'DC' | 'HPC',
  lastUpdated: string,
): EVSE {
  return {
    uid: `${location}-${number}`,
    evse_id: `${owner.country_code}*${owner.party_id}*E${location}*${number}`,
    status: 'AVAILABLE',
    capabilities: ['REMOTE_START_STOP_CAPABLE', 'RFID_READER', 'UNLOCK_CAPABLE', 'RESERVABLE'],
    connectors: [{ id: '1', ...CONNECTORS[kind], last_updated: lastUpdated }],
    physical_reference: String(number),
    last_updated: lastUpdated,
  }
}
