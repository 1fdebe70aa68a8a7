import { canonical } from '@interchange/ocpi/canonical'
import { check } from '@interchange/ocpi/define/validate'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cdrOf, sessionOf } from './objects.ts'
import type { ChargingRecord, Reading } from './record.ts'
import { signedDataOf } from './signed.ts'
import { timelineOf } from './timeline.ts'

const START = Date.parse('2026-06-12T10:00:00Z')
const minute = (count: number) => START + count * 60_000
const read = (minutes: number, meter_wh?: number, more: Partial<Reading> = {}): Reading => ({
  at: minute(minutes),
  ...(meter_wh === undefined ? {} : { meter_wh }),
  ...more,
})
const cdr_token = { country_code: 'NL', party_id: 'XYZ', uid: 'CARD', type: 'RFID' as const, contract_id: 'C1' }
const record = (more: Partial<ChargingRecord> = {}): ChargingRecord => ({
  id: 'ONE',
  country_code: 'NL',
  party_id: 'ABC',
  place: {
    cdrLocation: {
      id: 'LOC1',
      address: 'Stationsplein 1',
      city: 'Utrecht',
      country: 'NLD',
      coordinates: { latitude: '52.090737', longitude: '5.121420' },
      evse_uid: 'E1',
      evse_id: '#NA',
      connector_id: '1',
      connector_standard: 'IEC_62196_T2',
      connector_format: 'SOCKET',
      connector_power_type: 'AC_3_PHASE',
    },
    timeZone: 'Europe/Amsterdam',
    volts: 230,
  },
  meterId: null,
  token: { uid: 'CARD', type: 'RFID' },
  currency: 'EUR',
  start: START,
  createdAt: '2026-06-12T10:00:00Z',
  authorization: {
    state: 'allowed',
    token: cdr_token,
    method: 'AUTH_REQUEST',
    reference: 'REF',
    at: '2026-06-12T10:00:00Z',
  },
  stop: null,
  published: null,
  billed: false,
  problem: null,
  findings: [],
  ...more,
})
const stop = (minutes: number) => ({ stop: { at: minute(minutes), by: 'admin', acceptFindings: false } })
const codes = (findings: readonly { code: string }[]) => findings.map(({ code }) => code)

describe('a charging', () => {
  it('is in the end the same, in whatever order its meter values came in and whatever was said of it meanwhile', () => {
    const values = fc.uniqueArray(fc.record({ minutes: fc.integer({ min: 1, max: 59 }), wh: fc.nat(9000) }), {
      selector: ({ minutes }) => minutes,
      maxLength: 12,
    })
    fc.assert(
      fc.property(values, (all) => {
        const sorted = all.toSorted((a, b) => a.minutes - b.minutes).map(({ minutes, wh }) => read(minutes, 1000 + wh))
        const readings = [read(0, 1000), ...sorted, read(60, 10_000)]
        const ended = record(stop(60))
        const timeline = timelineOf(ended, readings)
        expect(timeline.kwh).toBe(9)
        const cdr = { ...cdrOf(ended, timeline), total_cost: { before_taxes: 0 }, total_energy: 9, total_time: 1 }
        const faults = check(canonical, 'CDR', { ...cdr, last_updated: '2026-06-12T11:00:00Z' }, { ours: true })
        expect(faults.filter(({ severity }) => severity !== 'note')).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  it('values before the start and after the stop do not count, and are said', () => {
    const { kwh, findings } = timelineOf(record(stop(30)), [read(-5, 0), read(0, 1000), read(30, 3000), read(40, 9000)])
    expect([kwh, codes(findings)]).toEqual([2, ['meter-before-start', 'meter-after-stop']])
  })

  it('a state goes on until another one is said', () => {
    const readings = [
      read(0, 0, { state: 'SUSPENDED_EV' }),
      read(10, 0),
      read(20, 0, { state: 'CHARGING' }),
      read(30, 1000),
    ]
    const { periods } = timelineOf(record(), readings)
    expect(periods.map(({ dimensions }) => dimensions.map(({ type }) => type).join())).toEqual([
      'ENERGY,PARKING_TIME',
      'ENERGY,TIME',
    ])
  })

  it('R-SES-07 what was PENDING starts when it was authorized, but not after the meter was read again', () => {
    const pending = { status: 'PENDING' as const, kwh: 0, at: START, wasPending: true }
    const at = (time: string) => ({ ...record().authorization, at: time }) as ChargingRecord['authorization']
    const later = record({ published: pending, authorization: at('2026-06-12T10:02:00Z') })
    const readings = [read(0, 1000), read(10, 3000)]
    expect(timelineOf(later, readings)).toMatchObject({ start: minute(2), kwh: 2 })
    const tooLate = record({ published: pending, authorization: at('2026-06-12T10:20:00Z') })
    expect(timelineOf(tooLate, readings).start).toBe(START)
    const never = record({ authorization: at('2026-06-12T10:02:00Z') })
    expect(timelineOf(never, readings).start).toBe(START)
  })

  it('R-SES-21 the state of charge is in the session, not in the CDR', () => {
    const ended = record(stop(30))
    const timeline = timelineOf(ended, [read(0, 0), read(30, 5000, { soc: 80 })])
    expect(JSON.stringify(sessionOf(ended, timeline))).toContain('STATE_OF_CHARGE')
    expect(JSON.stringify(cdrOf(ended, timeline))).not.toContain('STATE_OF_CHARGE')
  })

  it('stopped as it began it has one period of nothing', () => {
    const ended = record(stop(0))
    expect(cdrOf(ended, timelineOf(ended, [read(0, 1000)])).charging_periods).toEqual([
      {
        start_date_time: '2026-06-12T10:00:00Z',
        dimensions: [
          { type: 'ENERGY', volume: 0 },
          { type: 'TIME', volume: 0 },
        ],
      },
    ])
  })
})

describe('R-CDR-24 signed values', () => {
  const signed = (text: string, more: object = {}) => ({
    signed: { encoding_method: 'OCMF', plain_data: text, signed_data: text, ...more },
  })

  it('are carried along in order of time; what one says of all counts for all', () => {
    const readings = [
      read(0, 0, signed('a')),
      read(5, 1),
      read(10, 2, signed('b', { public_key: 'K' })),
      read(20, 3, signed('c')),
    ]
    expect(signedDataOf(readings)).toEqual({
      signed: {
        encoding_method: 'OCMF',
        public_key: 'K',
        signed_values: [
          { nature: 'Start', plain_data: 'a', signed_data: 'a' },
          { nature: 'Intermediate', plain_data: 'b', signed_data: 'b' },
          { nature: 'End', plain_data: 'c', signed_data: 'c' },
        ],
      },
      findings: [],
    })
    expect(signedDataOf([read(0, 0)])).toEqual({ signed: undefined, findings: [] })
  })

  it('of another encoding, or too many of them, are left out and said; the last one never', () => {
    const other = signedDataOf([read(0, 0, signed('a')), read(1, 0, signed('b', { encoding_method: 'EDL' }))])
    expect([other.signed?.signed_values.length, codes(other.findings)]).toEqual([1, ['signed-values-left-out']])
    const many = signedDataOf(Array.from({ length: 300 }, (_, index) => read(index, index, signed(`${index}`))))
    expect(many.signed?.signed_values).toHaveLength(102)
    expect(many.signed?.signed_values.at(-1)).toEqual({ nature: 'End', plain_data: '299', signed_data: '299' })
    expect(codes(many.findings)).toEqual(['signed-values-left-out'])
  })
})
