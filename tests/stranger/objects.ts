// What the stranger sends: JSON written by hand after the tables of the specification. Nothing here imports anything of
// ours; a slip in our definitions cannot hide in it.

export type Json = Record<string, unknown>
export type StrangerVersion = '2.2.1' | '2.3.0'

export const CPO = { country_code: 'BE', party_id: 'BEC' }
export const EMSP = { country_code: 'BE', party_id: 'BEM' }

const price = (version: StrangerVersion, amount: number, tax: number): Json =>
  version === '2.2.1'
    ? { excl_vat: amount, incl_vat: amount + tax }
    : { before_taxes: amount, taxes: [{ name: 'VAT', amount: tax }] }

export const location = (id: string, version: StrangerVersion): Json => ({
  country_code: 'BE',
  party_id: 'BEC',
  id,
  publish: true,
  name: 'Gent Zuid',
  address: 'F.Rooseveltlaan 3A',
  city: 'Gent',
  postal_code: '9000',
  country: 'BEL',
  coordinates: { latitude: '51.047599', longitude: '3.729944' },
  parking_type: 'ON_STREET',
  evses: [
    {
      uid: '3256',
      evse_id: 'BE*BEC*E041503001',
      status: 'AVAILABLE',
      capabilities: ['RESERVABLE', 'REMOTE_START_STOP_CAPABLE', 'UNLOCK_CAPABLE'],
      connectors: [
        {
          id: '1',
          standard: 'IEC_62196_T2',
          format: 'CABLE',
          power_type: 'AC_3_PHASE',
          max_voltage: 220,
          max_amperage: 16,
          tariff_ids: ['11'],
          last_updated: '2026-03-16T10:10:02Z',
        },
      ],
      physical_reference: '1',
      floor_level: '-1',
      last_updated: '2026-06-28T08:12:01Z',
    },
    {
      uid: '3257',
      evse_id: 'BE*BEC*E041503002',
      status: 'RESERVED',
      capabilities: ['RESERVABLE'],
      connectors: [
        {
          id: '1',
          standard: 'IEC_62196_T2',
          format: 'SOCKET',
          power_type: 'AC_3_PHASE',
          max_voltage: 220,
          max_amperage: 16,
          tariff_ids: ['12'],
          last_updated: '2026-06-29T20:39:09Z',
        },
      ],
      physical_reference: '2',
      floor_level: '-2',
      last_updated: '2026-06-29T20:39:09Z',
    },
  ],
  ...(version === '2.3.0' ? { help_phone: '+3291234567' } : {}),
  operator: { name: 'BeCharged' },
  time_zone: 'Europe/Brussels',
  last_updated: '2026-06-29T20:39:09Z',
})

export const tariff = (id: string, version: StrangerVersion): Json => ({
  country_code: 'BE',
  party_id: 'BEC',
  id,
  currency: 'EUR',
  elements: [{ price_components: [{ type: 'TIME', price: 2.0, vat: 10.0, step_size: 300 }] }],
  ...(version === '2.3.0' ? { tax_included: 'NO' } : {}),
  last_updated: '2026-06-29T20:39:09Z',
})

export const token = (uid: string): Json => ({
  country_code: 'BE',
  party_id: 'BEM',
  uid,
  type: 'RFID',
  contract_id: 'BE8ACC12E46L89',
  visual_number: 'DF000-2001-8999-1',
  issuer: 'TheNewMotion',
  group_id: 'DF000-2001-8999',
  valid: true,
  whitelist: 'ALWAYS',
  last_updated: '2026-06-29T22:39:09Z',
})

const cdrToken = (owner: { country_code: string; party_id: string }): Json => ({
  ...owner,
  uid: '012345678',
  type: 'RFID',
  contract_id: 'DE8ACC12E46L89',
})

export const session = (
  id: string,
  owner: { country_code: string; party_id: string },
  version: StrangerVersion,
): Json => ({
  country_code: 'BE',
  party_id: 'BEC',
  id,
  start_date_time: '2026-06-29T22:39:09Z',
  kwh: 0.0,
  cdr_token: cdrToken(owner),
  auth_method: 'WHITELIST',
  location_id: 'LOC1',
  evse_uid: '3256',
  connector_id: '1',
  currency: 'EUR',
  total_cost: price(version, 2.5, 0.25),
  status: 'PENDING',
  last_updated: '2026-06-29T22:39:09Z',
})

export const cdr = (id: string, owner: { country_code: string; party_id: string }, version: StrangerVersion): Json => ({
  country_code: 'BE',
  party_id: 'BEC',
  id,
  start_date_time: '2026-06-29T21:39:09Z',
  end_date_time: '2026-06-29T23:37:32Z',
  session_id: '101',
  cdr_token: cdrToken(owner),
  auth_method: 'WHITELIST',
  cdr_location: {
    id: 'LOC1',
    name: 'Gent Zuid',
    address: 'F.Rooseveltlaan 3A',
    city: 'Gent',
    postal_code: '9000',
    country: 'BEL',
    coordinates: { latitude: '51.047599', longitude: '3.729944' },
    evse_uid: '3256',
    evse_id: 'BE*BEC*E041503003',
    connector_id: '1',
    connector_standard: 'IEC_62196_T2',
    connector_format: 'SOCKET',
    connector_power_type: 'AC_1_PHASE',
  },
  currency: 'EUR',
  tariffs: [tariff('12', version)],
  charging_periods: [
    {
      start_date_time: '2026-06-29T21:39:09Z',
      dimensions: [
        { type: 'TIME', volume: 1.973 },
        { type: 'ENERGY', volume: 15.342 },
      ],
      tariff_id: '12',
    },
  ],
  total_cost: price(version, 4.0, 0.4),
  total_energy: 15.342,
  total_time: 1.973,
  total_time_cost: price(version, 4.0, 0.4),
  last_updated: '2026-06-29T23:38:13Z',
})
