import { describe, expect, test } from 'vitest'
import { check } from '../define/validate.ts'
import { v230 } from './index.ts'

const faults = (name: string, value: unknown, options = {}): string[] =>
  check(v230, name, value, options).map(({ severity, path, rule }) => `${severity} ${path}${rule ? ` ${rule}` : ''}`)

const now = '2026-03-01T12:00:00Z'
const parking = {
  id: 'P1',
  vehicle_types: ['PERSONAL_VEHICLE'],
  restricted_to_type: false,
  reservation_required: false,
}
const location = {
  country_code: 'NL',
  party_id: 'ABC',
  id: 'L1',
  publish: true,
  address: 'Kade 1',
  city: 'Delft',
  country: 'NLD',
  coordinates: { latitude: '52.01157', longitude: '4.35706' },
  time_zone: 'Europe/Amsterdam',
  last_updated: now,
}
const evse = (uid: string, ...ids: string[]) => ({
  uid,
  status: 'AVAILABLE',
  connectors: [
    {
      id: '1',
      standard: 'MCS',
      format: 'CABLE',
      power_type: 'DC',
      max_voltage: 1000,
      max_amperage: 1000,
      last_updated: now,
    },
  ],
  parking: ids.map((parking_id) => ({ parking_id })),
  last_updated: now,
})

describe('parking', () => {
  test('R-LOC-36 the id of a parking place occurs once in a Location', () => {
    expect(faults('Location', { ...location, parking_places: [parking, { ...parking, id: 'P2' }] })).toEqual([])
    expect(faults('Location', { ...location, parking_places: [parking, { ...parking, id: 'p1' }] })).toEqual([
      'value /parking_places/1/id R-LOC-36',
    ])
  })

  test('R-LOC-37 an EVSE beside an unknown parking place is noted; EVSEs may share a place', () => {
    const shared = { ...location, parking_places: [parking], evses: [evse('E1', 'P1'), evse('E2', 'p1')] }
    expect(faults('Location', shared)).toEqual([])
    expect(faults('Location', { ...shared, evses: [evse('E1'), evse('E2', 'P1', 'P9')] })).toEqual([
      'note /evses/1/parking/1/parking_id R-LOC-37',
    ])
    expect(faults('Location', { ...location, evses: [evse('E1', 'P1')] })).toEqual([
      'note /evses/0/parking/0/parking_id R-LOC-37',
    ])
  })

  test('R-LOC-37 a PATCH of the EVSEs alone says nothing about parking places', () => {
    expect(faults('Location', { evses: [evse('E1', 'P1')], last_updated: now }, { partial: true })).toEqual([])
  })

  test('R-LOC-38 a place for trucks without measures is noted, one for cars is not', () => {
    expect(faults('Parking', { ...parking, vehicle_types: ['PERSONAL_VEHICLE', 'MOTORCYCLE'] })).toEqual([])
    const truck = { ...parking, vehicle_types: ['PERSONAL_VEHICLE', 'RIGID'], max_vehicle_height: 400 }
    expect(faults('Parking', truck)).toEqual([
      'note /max_vehicle_weight R-LOC-38',
      'note /max_vehicle_length R-LOC-38',
      'note /max_vehicle_width R-LOC-38',
      'note /parking_space_length R-LOC-38',
      'note /parking_space_width R-LOC-38',
      'note /dangerous_goods_allowed R-LOC-38',
    ])
  })

  test('R-LOC-39 a place for disabled people without a picture is noted', () => {
    const disabled = { ...parking, vehicle_types: ['DISABLED'] }
    const image = { url: 'https://a.example/p.png', category: 'OTHER', type: 'png' }
    expect(faults('Parking', disabled)).toContain('note /images R-LOC-39')
    expect(faults('Parking', { ...disabled, images: [image] })).not.toContain('note /images R-LOC-39')
  })
})

describe('invoice reconciliation', () => {
  const record = { country_code: 'NL', party_id: 'ABC', id: 'R1', invoice_id: 'I-1', cdrs: ['C1'], last_updated: now }

  test('R-INV-02 every field is needed, and one CDR at least', () => {
    expect(faults('InvoiceReconciliationRecord', record)).toEqual([])
    for (const field of Object.keys(record)) {
      const { [field as 'id']: _gone, ...rest } = record
      expect(faults('InvoiceReconciliationRecord', rest), field).toHaveLength(1)
    }
    expect(faults('InvoiceReconciliationRecord', { ...record, cdrs: [] })).toEqual(['value /cdrs'])
  })

  test('R-INV-13 T-32 the id of a credit CDR is longer than the table allows: noted, not refused', () => {
    const cdrs = ['C'.repeat(36), 'C'.repeat(39)]
    expect(faults('InvoiceReconciliationRecord', { ...record, cdrs })).toEqual(['note /cdrs/1 R-INV-13'])
    expect(faults('InvoiceReconciliationRecord', { ...record, cdrs: ['C'.repeat(40)] })).toEqual(['value /cdrs/0'])
    expect(faults('InvoiceReconciliationRecord', { ...record, cdrs: [{ id: '1' }] })).toEqual(['identity /cdrs/0'])
  })
})
