import { describe, expect, it } from 'vitest'
import { driverIds, namesOf, redacted } from './object-names.ts'

const owner = { countryCode: 'NL', partyId: 'ABC' }

describe('what an object names', () => {
  it('a location its tariffs, an EVSE its location too', () => {
    const evse = { connectors: [{ tariff_ids: ['t1', 'T2'] }, { tariff_ids: ['T1'] }, {}] }
    expect(namesOf('locations', { evses: [evse, evse] }, owner)).toEqual(['tariffs:NL-ABC:T1', 'tariffs:NL-ABC:T2'])
    expect(namesOf('evses', evse, owner, 'Loc1')).toEqual([
      'locations:NL-ABC:LOC1',
      'tariffs:NL-ABC:T1',
      'tariffs:NL-ABC:T2',
    ])
  })

  it('a session its location, a CDR its session and the CDR it credits', () => {
    expect(namesOf('sessions', { location_id: 'L1' }, owner)).toEqual(['locations:NL-ABC:L1'])
    expect(namesOf('cdrs', { session_id: 'S1', credit_reference_id: 'C0' }, owner)).toEqual([
      'sessions:NL-ABC:S1',
      'cdrs:NL-ABC:C0',
    ])
    expect(namesOf('cdrs', { session_id: null }, owner)).toEqual([])
    expect(namesOf('tariffs', { id: 'T1' }, owner)).toEqual([])
  })
})

describe('what must not be told', () => {
  it('token uids, contract ids and visual numbers are hidden, whatever their case', () => {
    const cdr = { cdr_token: { uid: 'ab.12', contract_id: 'NL-TNM-C1', type: 'RFID' } }
    expect(driverIds('cdrs', cdr)).toEqual(['ab.12', 'NL-TNM-C1'])
    expect(redacted('token AB.12 of nl-tnm-c1 unknown', driverIds('cdrs', cdr))).toBe(
      'token [hidden] of [hidden] unknown',
    )
    expect(redacted('ab912', driverIds('cdrs', cdr))).toBe('ab912')
    expect(driverIds('tokens', { uid: 'U1', visual_number: 'V1', group_id: 'G1' })).toEqual(['U1', 'V1', 'G1'])
    expect(driverIds('locations', { id: 'L1', publish_allowed_to: [{ uid: 'U1' }, { visual_number: 'V' }] })).toEqual([
      'U1',
      'V',
    ])
    expect(driverIds('evses', { uid: 'E1' })).toEqual([])
  })

  it('a message is cut at 500 characters', () => {
    expect(redacted('x'.repeat(2000), [])).toHaveLength(500)
    expect(redacted(null, ['U1'])).toBeNull()
  })
})
