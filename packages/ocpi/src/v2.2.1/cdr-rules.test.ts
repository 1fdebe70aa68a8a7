import { describe, expect, test } from 'vitest'
import { check } from '../define/validate.ts'
import { v230 } from '../v2.3.0/index.ts'
import { v221 } from './index.ts'

// Faults as `severity path [rule]`, so that a test says all of them.
const faults = (name: string, value: unknown, options = {}, version = v221): string[] =>
  check(version, name, value, options).map(({ severity, path, rule }) => `${severity} ${path}${rule ? ` ${rule}` : ''}`)
/** Of a CDR that we send. */
const ours = (value: unknown) => faults('CDR', value, { ours: true })

const now = '2026-03-01T12:00:00Z'
const period = { start_date_time: now, dimensions: [{ type: 'ENERGY', volume: 1 }] }
const cdr = {
  country_code: 'NL',
  party_id: 'ABC',
  id: 'C1',
  start_date_time: now,
  end_date_time: '2026-03-01T13:00:00Z',
  session_id: 'S1',
  cdr_token: { country_code: 'DE', party_id: 'XYZ', uid: 'T1', type: 'RFID', contract_id: 'DE-XYZ-C1' },
  auth_method: 'WHITELIST',
  cdr_location: {
    id: 'L1',
    address: 'Kade 1',
    city: 'Delft',
    country: 'NLD',
    coordinates: { latitude: '52.01157', longitude: '4.35706' },
    evse_uid: 'E1',
    evse_id: 'NL*ABC*E1',
    connector_id: '1',
    connector_standard: 'IEC_62196_T2',
    connector_format: 'SOCKET',
    connector_power_type: 'AC_3_PHASE',
  },
  currency: 'EUR',
  charging_periods: [period],
  total_cost: { excl_vat: 1 },
  total_energy: 1,
  total_time: 1,
  last_updated: now,
}

describe('CDR', () => {
  test('R-CDR-05 only the id of a credit CDR has more than 36 characters', () => {
    const id = 'C'.repeat(39)
    const credit = { credit: true, credit_reference_id: 'C1' }
    expect(faults('CDR', { ...cdr, id: 'C'.repeat(36) })).toEqual([])
    expect(faults('CDR', { ...cdr, id: 'C'.repeat(37) })).toEqual(['value /id R-CDR-05'])
    expect(faults('CDR', { ...cdr, id, ...credit })).toEqual([])
    expect(faults('CDR', { ...cdr, id: `${id}C`, ...credit })).toEqual(['identity /id'])
  })

  test('R-CDR-09 a credit CDR names the CDR it takes back', () => {
    expect(faults('CDR', { ...cdr, credit: true })).toEqual(['value /credit_reference_id R-CDR-09'])
    expect(faults('CDR', { ...cdr, credit: false })).toEqual([])
  })

  test('R-SES-21 dimensions of sessions are legal in a session and not in a CDR', () => {
    for (const type of ['CURRENT', 'ENERGY_EXPORT', 'ENERGY_IMPORT', 'POWER', 'STATE_OF_CHARGE']) {
      const charging_periods = [period, { ...period, dimensions: [...period.dimensions, { type, volume: 1 }] }]
      expect(faults('ChargingPeriod', charging_periods[1]), type).toEqual([])
      expect(faults('CDR', { ...cdr, charging_periods, total_energy: 2 }), type).toEqual([
        'value /charging_periods/1/dimensions/1/type R-SES-21',
      ])
    }
  })

  test('T-22 R-LOC-34 an address and a state copied from a Location are noted, not refused', () => {
    const long = { ...cdr.cdr_location, address: 'a'.repeat(46), state: 's'.repeat(21) }
    expect(faults('CdrLocation', long)).toEqual(['note /address T-22', 'note /state T-22'])
    expect(faults('CdrLocation', { ...long, address: 'a'.repeat(45), state: 's'.repeat(20) })).toEqual([])
    expect(faults('CdrLocation', { ...long, address: 'a'.repeat(256), state: 's'.repeat(46) })).toEqual([
      'value /address',
      'value /state',
    ])
  })

  test('R-CDR-20 a reservation never used has #NA for its EVSE', () => {
    const unused = { ...cdr.cdr_location, evse_uid: '#NA', evse_id: '#NA', connector_id: '#NA' }
    expect(faults('CDR', { ...cdr, cdr_location: unused })).toEqual([])
  })

  test('a currency is three upper-case letters', () => {
    expect(faults('CDR', { ...cdr, currency: 'eur' })).toEqual(['value /currency'])
    expect(faults('CDR', { ...cdr, currency: '€' })).toEqual(['value /currency'])
  })

  test('R-CDR-14 a CDR without a session is noted, unless it is of a reservation never used', () => {
    const { session_id: _, ...none } = cdr
    const reserved = { ...period, dimensions: [{ type: 'RESERVATION_TIME', volume: 0.5 }] }
    expect(faults('CDR', none)).toEqual(['note /session_id R-CDR-14'])
    expect(faults('CDR', { ...none, charging_periods: [reserved], total_energy: 0 })).toEqual([])
    expect(faults('CDR', { ...none, charging_periods: [reserved, period] })).toEqual(['note /session_id R-CDR-14'])
    expect(faults('CDR', { ...none, cdr_location: { ...cdr.cdr_location, evse_uid: '#NA' } })).toEqual([])
  })

  test('R-CDR-15 the tariff of a period is in the CDR: noted in what comes, refused in what we send', () => {
    const tariff = {
      country_code: 'NL',
      party_id: 'ABC',
      id: 't1',
      currency: 'EUR',
      elements: [{ price_components: [{ type: 'ENERGY', price: 1, step_size: 1 }] }],
      last_updated: now,
    }
    const priced = { ...cdr, charging_periods: [{ ...period, tariff_id: 'T1' }], tariffs: [tariff] }
    expect(faults('CDR', priced)).toEqual([])
    expect(faults('CDR', { ...priced, tariffs: [] })).toEqual(['note /charging_periods/0/tariff_id R-CDR-15'])
    expect(ours({ ...priced, tariffs: [{ ...tariff, id: 'T2' }] })).toEqual([
      'value /charging_periods/0/tariff_id R-CDR-15',
    ])
    expect(ours({ ...priced, charging_periods: [period] })).toEqual([])
  })

  test('charging periods follow one another, from the start of the CDR to its end', () => {
    const at = (...starts: string[]) => ({
      ...cdr,
      charging_periods: starts.map((start_date_time) => ({ ...period, start_date_time, dimensions: [power] })),
    })
    const power = { type: 'MAX_POWER', volume: 11 }
    const path = (index: number) => `/charging_periods/${index}/start_date_time charging periods in order`
    expect(ours(at(now, '2026-03-01T12:30:00', '2026-03-01T12:30:00.5Z', cdr.end_date_time))).toEqual([])
    expect(ours(at(now, '2026-03-01T12:30:00Z', '2026-03-01T12:29:59Z'))).toEqual([`value ${path(2)}`])
    expect(ours(at('2026-03-01T11:59:59Z'))).toEqual([`value ${path(0)}`])
    expect(faults('CDR', at(now, '2026-03-01T13:00:01Z'))).toEqual([`note ${path(1)}`])
    const unknown = { start_date_time: '1970-01-01T00:00:00Z', end_date_time: '1970-01-01T00:00:00Z' }
    expect(ours({ ...at(now), ...unknown })).toEqual([])
  })

  test('R-CDR-16 parking is part of the time: noted in what comes, refused in what we send', () => {
    expect(ours({ ...cdr, total_time: 1, total_parking_time: 1 })).toEqual([])
    const more = { ...cdr, total_time: 1, total_parking_time: 1.0001 }
    expect(faults('CDR', more)).toEqual(['note /total_parking_time R-CDR-16'])
    expect(ours(more)).toEqual(['value /total_parking_time R-CDR-16'])
  })

  test('R-CDR-17 energy in kWh and time in hours are those of the periods, but for rounding', () => {
    const of = (...dimensions: (readonly [string, number])[]) => ({
      ...cdr,
      charging_periods: dimensions.map(([type, volume]) => ({ ...period, dimensions: [{ type, volume }] })),
    })
    const two = of(['ENERGY', 4.3], ['ENERGY', 1.1])
    expect(ours({ ...two, total_energy: 5.4 })).toEqual([])
    expect(ours({ ...two, total_energy: 5.42 })).toEqual([])
    expect(ours({ ...two, total_energy: 5.5 })).toEqual(['note /total_energy R-CDR-17'])
    expect(ours({ ...two, total_energy: 5400 })).toEqual(['note /total_energy R-CDR-17'])
    const parked = of(['TIME', 0.75], ['PARKING_TIME', 0.25])
    expect(ours({ ...parked, total_time: 1 })).toEqual([])
    expect(ours({ ...parked, total_time: 0.75 })).toEqual(['note /total_time R-CDR-17'])
    expect(ours({ ...of(['PARKING_TIME', 0.25]), total_time: 1 })).toEqual([])
  })

  test('R-CDR-18 a vehicle that is given energy is not parking', () => {
    const of = (...dimensions: (readonly [string, number])[]) => ({
      ...cdr,
      charging_periods: [{ ...period, dimensions: dimensions.map(([type, volume]) => ({ type, volume })) }],
    })
    expect(faults('CDR', of(['PARKING_TIME', 1], ['ENERGY', 1]))).toEqual(['note /charging_periods/0 R-CDR-18'])
    expect(faults('CDR', { ...of(['PARKING_TIME', 1], ['ENERGY', 0]), total_energy: 0 })).toEqual([])
    expect(faults('CDR', { ...of(['PARKING_TIME', 0.5], ['TIME', 0.5], ['ENERGY', 1]) })).toEqual([])
  })

  test('R-CDR-19 total_cost is the sum of its parts, as far as they are given', () => {
    const eur = (excl_vat: number) => ({ excl_vat })
    const part = (excl_vat: number, more = {}) => ({
      ...cdr,
      total_cost: eur(3),
      total_energy_cost: eur(excl_vat),
      ...more,
    })
    const rest = {
      total_fixed_cost: eur(0.5),
      total_time_cost: eur(0),
      total_parking_cost: eur(0.5),
      total_reservation_cost: eur(0),
    }
    const wrong = ['note /total_cost R-CDR-19']
    expect(faults('CDR', part(2))).toEqual([])
    expect(faults('CDR', part(3.01))).toEqual([])
    expect(faults('CDR', part(3.05))).toEqual(wrong)
    expect(faults('CDR', part(2, rest))).toEqual([])
    expect(faults('CDR', part(1.5, rest))).toEqual(wrong)
    expect(faults('CDR', part(9, { credit: true, credit_reference_id: 'C1', total_cost: eur(-9) }))).toEqual([])
    const limited = (limit: object) => ({
      tariffs: [
        {
          country_code: 'NL',
          party_id: 'ABC',
          id: 'T1',
          currency: 'EUR',
          elements: [{ price_components: [{ type: 'ENERGY', price: 1, step_size: 1 }] }],
          last_updated: now,
          ...limit,
        },
      ],
    })
    expect(faults('CDR', part(9, limited({ max_price: eur(3) })))).toEqual([])
    expect(faults('CDR', part(9, limited({ min_price: eur(3) })))).toEqual(wrong)
    expect(faults('CDR', part(1.5, { ...rest, ...limited({ min_price: eur(3) }) }))).toEqual([])
    const newer = { ...cdr, total_cost: { before_taxes: 1 }, total_time_cost: { before_taxes: 2 } }
    expect(faults('CDR', newer, {}, v230)).toEqual(wrong)
  })
})
