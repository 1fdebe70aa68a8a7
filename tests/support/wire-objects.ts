// Small valid objects that are the same in OCPI 2.2.1 and 2.3.0 unless said otherwise. Tests change what they are about.

type Fields = Record<string, unknown>

export const noon = '2026-01-31T12:00:00Z'
/** Minutes after noon. */
export const noonPlus = (minutes: number): string =>
  new Date(Date.parse(noon) + minutes * 60_000).toISOString().replace('.000Z', 'Z')

export const connector = <F extends Fields = Fields>(fields: F = {} as F) => ({
  id: '1',
  standard: 'IEC_62196_T2',
  format: 'SOCKET',
  power_type: 'AC_3_PHASE',
  max_voltage: 230,
  max_amperage: 32,
  last_updated: noon,
  ...fields,
})

export const evse = <F extends Fields = Fields>(fields: F = {} as F) => ({
  uid: '3256',
  status: 'AVAILABLE',
  connectors: [connector()],
  last_updated: noon,
  ...fields,
})

export const location = <F extends Fields = Fields>(fields: F = {} as F) => ({
  country_code: 'NL',
  party_id: 'ABC',
  id: 'LOC1',
  publish: true,
  address: 'Stationsplein 1',
  city: 'Utrecht',
  country: 'NLD',
  coordinates: { latitude: '52.090737', longitude: '5.121420' },
  time_zone: 'Europe/Amsterdam',
  last_updated: noon,
  ...fields,
})

/** 2.2.1 and, with `tax_included`, 2.3.0. */
export const tariff = <F extends Fields = Fields>(fields: F = {} as F) => ({
  country_code: 'NL',
  party_id: 'ABC',
  id: 'T1',
  currency: 'EUR',
  tax_included: 'NO',
  elements: [{ price_components: [{ type: 'ENERGY', price: 0.25, step_size: 1 }] }],
  last_updated: noon,
  ...fields,
})

export const cdrToken = <F extends Fields = Fields>(fields: F = {} as F) => ({
  country_code: 'NL',
  party_id: 'XYZ',
  uid: '04AABBCC',
  type: 'RFID',
  contract_id: 'NL-XYZ-C1',
  ...fields,
})

export const period = (minutes: number, kwh = 1) => ({
  start_date_time: noonPlus(minutes),
  dimensions: [{ type: 'ENERGY', volume: kwh }],
})

export const session = <F extends Fields = Fields>(fields: F = {} as F) => ({
  country_code: 'NL',
  party_id: 'ABC',
  id: 'S1',
  start_date_time: noon,
  kwh: 0,
  cdr_token: cdrToken(),
  auth_method: 'WHITELIST',
  location_id: 'LOC1',
  evse_uid: '3256',
  connector_id: '1',
  currency: 'EUR',
  status: 'ACTIVE',
  last_updated: noon,
  ...fields,
})

/** 2.3.0; for 2.2.1 give `total_cost: {excl_vat, incl_vat}`. */
export const cdr = <F extends Fields = Fields>(fields: F = {} as F) => ({
  country_code: 'NL',
  party_id: 'ABC',
  id: 'CDR1',
  start_date_time: noon,
  end_date_time: noonPlus(60),
  session_id: 'S1',
  cdr_token: cdrToken(),
  auth_method: 'WHITELIST',
  cdr_location: {
    id: 'LOC1',
    address: 'Stationsplein 1',
    city: 'Utrecht',
    country: 'NLD',
    coordinates: { latitude: '52.090737', longitude: '5.121420' },
    evse_uid: '3256',
    evse_id: 'NL*ABC*E3256',
    connector_id: '1',
    connector_standard: 'IEC_62196_T2',
    connector_format: 'SOCKET',
    connector_power_type: 'AC_3_PHASE',
  },
  currency: 'EUR',
  charging_periods: [period(0, 10)],
  total_cost: { before_taxes: 2.5, taxes: [{ name: 'VAT', amount: 0.525 }] },
  total_energy: 10,
  total_time: 1,
  last_updated: noonPlus(61),
  ...fields,
})

export const token = <F extends Fields = Fields>(fields: F = {} as F) => ({
  country_code: 'NL',
  party_id: 'XYZ',
  uid: '04AABBCC',
  type: 'RFID',
  contract_id: 'NL-XYZ-C1',
  issuer: 'XYZ',
  valid: true,
  whitelist: 'ALLOWED',
  last_updated: noon,
  ...fields,
})

/** A CDR whose parts fit together; each number has a session, an EVSE, a token and an hour of its own. */
export const billed = <F extends Fields = Fields>(number: number, fields: F = {} as F) => {
  const { country_code = 'NL', party_id = 'ABC' } = fields
  const start = number * 120
  const owner = { country_code, party_id }
  const prices = [{ type: 'ENERGY', price: 0.25, vat: 21, step_size: 1 }]
  return cdr({
    id: `BILLED-${number}`,
    session_id: `BILLED-${number}`,
    start_date_time: noonPlus(start),
    end_date_time: noonPlus(start + 60),
    last_updated: noonPlus(start + 61),
    cdr_token: cdrToken({ uid: `CARD-${number}` }),
    tariffs: [tariff({ ...owner, id: 'ENERGY', elements: [{ price_components: prices }] })],
    charging_periods: [{ ...period(start, 10), tariff_id: 'ENERGY' }],
    total_energy_cost: { before_taxes: 2.5, taxes: [{ name: 'VAT', amount: 0.525 }] },
    ...fields,
  })
}
