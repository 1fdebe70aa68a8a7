import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { textOf } from '../../../../tests/support/decimal-text.ts'
import { ocmfMeter, ocmfPayload, ocmfReading } from '../../../../tests/support/ocmf-meter.ts'
import { type SignedDataResult, verifySignedData } from './index.ts'

interface Stated {
  readonly nature?: string
  readonly readings: readonly object[]
  readonly fields?: object
}

const meter = ocmfMeter()

// The signatures are not what is looked at here: the check says yes to all.
const verified = (...records: readonly Stated[]): SignedDataResult =>
  verifySignedData(
    {
      encoding_method: 'OCMF',
      public_key: meter.der.toString('base64'),
      signed_values: records.map(({ nature = 'End', readings, fields = {} }, i) => ({
        nature,
        plain_data: '',
        signed_data: `OCMF|${JSON.stringify(ocmfPayload(readings, { PG: `T${i + 1}`, ...fields }))}|{"SD":"3006020101020101"}`,
      })),
    },
    { check: () => true },
  )

const of = (...readings: readonly object[]): Stated => ({ readings })
const at = (index: number) => `/signed_values/${index}/signed_data`
const found = ({ findings }: SignedDataResult) => findings.map(({ code, path }) => `${code} ${path}`)
const energy = (result: SignedDataResult) => result.energy && textOf(result.energy)
const B = ocmfReading('B', 10, 0)
const C = ocmfReading('C', 15, 10)
const E = ocmfReading('E', 20.5, 20)

describe('begin and end', () => {
  test.each(['E', 'L', 'R', 'A', 'P'])('the end may be of kind %s', (kind) => {
    const result = verified(of(B, C, ocmfReading(kind, 20.5, 20)))
    expect(result.findings).toEqual([])
    expect(energy(result)).toBe('10.5')
    expect(result.registers[0]?.end?.reason).toBe(kind)
  })

  test.each(['C', 'S', 'T', 'Q'])('%s is no end', (kind) => {
    const result = verified(of(B, ocmfReading(kind, 20.5, 20)))
    expect(found(result)).toEqual([`ocmf-end-missing ${at(0)}`])
    expect(result.findings[0]?.severity).toBe('warning')
    expect(energy(result)).toBeUndefined()
    expect(result.registers[0]).not.toHaveProperty('end')
    expect(result.registers[0]?.begin).toBeDefined()
  })

  test('without a begin', () => {
    const result = verified(of(C, E))
    expect(found(result)).toEqual([`ocmf-begin-missing ${at(0)}`])
    expect(energy(result)).toBeUndefined()
    expect(result.registers[0]).not.toHaveProperty('begin')
  })

  test('with three records in any order, the begin in all of them', () => {
    const start = { nature: 'Start', readings: [B], fields: { PG: 'T1' } }
    const middle = { nature: 'Intermediate', readings: [B, C], fields: { PG: 'T2' } }
    const end = { nature: 'End', readings: [B, E], fields: { PG: 'T3' } }
    fc.assert(
      fc.property(fc.shuffledSubarray([start, middle, end], { minLength: 3 }), (records) => {
        const result = verified(...records)
        expect(result.findings).toEqual([])
        expect(energy(result)).toBe('10.5')
      }),
    )
  })

  test('readings without a reason are placed by the nature OCPI states', () => {
    const bare = (value: number, minute: number) => ({ ...ocmfReading('', value, minute), TX: undefined })
    const result = verified(
      { nature: 'START', readings: [bare(10, 0)] },
      { nature: 'Intermediate', readings: [bare(11, 5)] },
      { nature: 'end', readings: [bare(12, 9)] },
    )
    expect(result.findings).toEqual([])
    expect(energy(result)).toBe('2')
  })

  test('a stated reason counts more than the nature', () => {
    const result = verified({ nature: 'Start', readings: [E] }, { nature: 'End', readings: [B] })
    expect(energy(result)).toBe('10.5')
    // The numbers run against the times.
    expect(found(result)).toEqual([`ocmf-pagination-backwards ${at(0)}`])
  })

  test('a session of nothing is 0', () => {
    expect(energy(verified(of(B, ocmfReading('E', 10, 20))))).toBe('0')
  })

  test('the same record twice is fine', () => {
    const same = { readings: [B, E], fields: { PG: 'T1' } }
    const result = verified({ ...same, nature: 'Start' }, same)
    expect(result.findings).toEqual([])
    expect(energy(result)).toBe('10.5')
  })

  test('no digit is lost', () => {
    const result = verified(of(ocmfReading('B', '0.1', 0), ocmfReading('E', '123456789012345.3000001', 1)))
    expect(energy(result)).toBe('123456789012345.2000001')
  })

  test('energy is the sum of what was charged in steps', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 99_999 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(steps, fc.boolean(), (watthours, inKilo) => {
        let state = 2_851_485
        const row = (kind: string, i: number) =>
          ocmfReading(kind, inKilo ? (state / 1000).toFixed(3) : state, i, { RU: inKilo ? 'kWh' : 'Wh' })
        const rows = [row('B', 0)]
        for (const [i, step] of watthours.entries()) {
          state += step
          rows.push(row(i === watthours.length - 1 ? 'E' : 'C', i + 1))
        }
        const sum = watthours.reduce((a, b) => a + b, 0)
        const result = verified(of(...rows))
        expect(result.findings).toEqual([])
        expect(energy(result)).toBe(String(sum / 1000))
      }),
    )
  })
})

describe('what cannot be', () => {
  test('an end below the begin', () => {
    const result = verified(of(B, ocmfReading('E', 9.999, 20)))
    expect(result.findings).toMatchObject([{ code: 'ocmf-readings-backwards', severity: 'error', path: at(0) }])
    expect(result.findings[0]?.message).toBe('RD[1]: the value is lower than that of an earlier reading')
    expect(energy(result)).toBeUndefined()
  })

  test('a value in between that goes back', () => {
    const result = verified(of(B, C, ocmfReading('C', 14, 15), E))
    expect(found(result)).toEqual([`ocmf-readings-backwards ${at(0)}`])
    expect(result.findings[0]?.message).toContain('RD[2]')
    expect(energy(result)).toBeUndefined()
  })

  test('an end before the begin in time', () => {
    const result = verified(of(ocmfReading('B', 10, 20), ocmfReading('E', 10, 5)))
    expect(result.findings).toMatchObject([{ code: 'ocmf-readings-backwards' }])
    expect(result.findings[0]?.message).toBe('RD[0]: the begin is later than the end')
    expect(energy(result)).toBeUndefined()
  })

  test('without times the order is that of the records', () => {
    const untimed = { TM: 'never' }
    const forward = verified(of(ocmfReading('B', 10, 0, untimed), ocmfReading('E', 12, 0, untimed)))
    expect(found(forward)).toEqual([`ocmf-time-unreadable ${at(0)}`])
    expect(energy(forward)).toBe('2')
    const backward = verified(of(ocmfReading('E', 12, 0, untimed), ocmfReading('B', 10, 0, untimed)))
    expect(found(backward)).toEqual([`ocmf-time-unreadable ${at(0)}`, `ocmf-readings-backwards ${at(0)}`])
    expect(energy(backward)).toBeUndefined()
  })

  test('records without times stay in the order they come in', () => {
    const untimed = (reason: string, value: number, PG: string) => ({
      readings: [ocmfReading(reason, value, 0, { TM: 'never' })],
      fields: { PG },
    })
    const result = verified(untimed('B', 10, 'T1'), untimed('E', 12, 'T2'))
    expect(result.findings.map(({ code }) => code)).toEqual(['ocmf-time-unreadable', 'ocmf-time-unreadable'])
    expect(energy(result)).toBe('2')
    const half = verified({ readings: [B], fields: { PG: 'T1' } }, untimed('E', 12, 'T2'))
    expect(found(half)).toEqual([`ocmf-time-unreadable ${at(1)}`])
    expect(energy(half)).toBe('2')
    const otherHalf = verified(untimed('B', 10, 'T1'), { readings: [E], fields: { PG: 'T2' } })
    expect(found(otherHalf)).toEqual([`ocmf-time-unreadable ${at(0)}`])
    expect(energy(otherHalf)).toBe('10.5')
  })

  test('a record without readings is between the others', () => {
    const result = verified({ nature: 'Start', readings: [B] }, of(), { nature: 'End', readings: [E] })
    expect(found(result)).toEqual([`ocmf-readings-missing ${at(1)}`])
    expect(energy(result)).toBe('10.5')
    expect(found(verified(of()))).toEqual([`ocmf-readings-missing ${at(0)}`, `ocmf-energy-unknown ${at(0)}`])
  })

  test('records of one instant stay in the order they come in', () => {
    const same = (reason: string, PG: string) => ({ readings: [ocmfReading(reason, 10, 0)], fields: { PG } })
    expect(verified(same('B', 'T1'), same('C', 'T2'), same('E', 'T3')).findings).toEqual([])
  })

  test('begin and end at one instant are taken as begin and end', () => {
    expect(energy(verified(of(ocmfReading('E', 12, 0), ocmfReading('C', 11, 0), ocmfReading('B', 10, 0))))).toBe('2')
  })

  test('two records with different begins', () => {
    const result = verified({ nature: 'Start', readings: [B] }, of(ocmfReading('B', 10.1, 0), E))
    expect(result.findings).toMatchObject([{ code: 'ocmf-readings-differ', severity: 'error', path: at(1) }])
    expect(result.findings[0]?.message).toBe('RD[0]: another value of the begin than the record before')
    expect(energy(result)).toBeUndefined()
  })

  test('two records with different ends', () => {
    const result = verified(of(B, E), of(B, ocmfReading('E', 30, 25)))
    expect(result.findings[0]?.message).toBe('RD[1]: another value of the end than the record before')
    expect(energy(result)).toBeUndefined()
  })

  test.each([
    ['begin', ocmfReading('B', 10, 0, { ST: 'E' }), E],
    ['begin', ocmfReading('B', 10, 0, { EF: 'E' }), E],
    ['end', B, ocmfReading('E', 20.5, 20, { ST: 'T' })],
    ['end', B, ocmfReading('E', 20.5, 20, { EF: 'E' })],
  ])('no energy from a %s that cannot be used', (_, begin, end) => {
    const result = verified(of(begin, end))
    expect(energy(result)).toBeUndefined()
    expect(result.findings).toMatchObject([{ severity: 'error', path: at(0) }])
    expect(result.registers[0]).toMatchObject({ begin: {}, end: {} })
  })

  test('a reading in between that cannot be used takes nothing away', () => {
    const result = verified(of(B, { ...C, ST: 'T' }, E))
    expect(found(result)).toEqual([`ocmf-meter-state ${at(0)}`])
    expect(energy(result)).toBe('10.5')
  })

  test('no reading of energy', () => {
    const result = verified(of({ ...B, RU: 'sec' }, { ...E, RU: 'sec' }))
    expect(found(result)).toEqual([`ocmf-unit-unknown ${at(0)}`, `ocmf-energy-unknown ${at(0)}`])
    expect(result.registers).toEqual([])
    expect(energy(result)).toBeUndefined()
  })

  test('a record that does not count is no record', () => {
    const text = verifySignedData({
      encoding_method: 'OCMF',
      signed_values: [{ nature: 'End', plain_data: '', signed_data: '' }],
    })
    expect(found(text)).toEqual(['signed-key-missing /public_key', `ocmf-text-unreadable ${at(0)}`])
  })
})

describe('registers', () => {
  const pair = (RI: string, begin: number, end: number) => [
    ocmfReading('B', begin, 0, { RI }),
    ocmfReading('E', end, 20, { RI }),
  ]

  // OCMF 1.4, "Example File": mains and device, since ever and of the transaction.
  test('what the car got comes before what the mains gave', () => {
    const rows = [
      ...pair('01-0B:01.08.00*FF', 2935.6, 2965.1),
      ...pair('01-0B:B1.08.00*FF', 2905.6, 2934.6),
      ...pair('01-0B:B3.08.00*FF', 0, 29),
      ...pair('01-0B:C0.08.00*FF', 1, 5),
    ]
    const result = verified(of(...rows))
    expect(result.findings).toEqual([])
    expect(result.registers.map(({ register, energy }) => [register.name, textOf(energy as never)])).toEqual([
      ['1-b:b3.8.0.ff', '29'],
      ['1-b:b1.8.0.ff', '29'],
      ['1-b:1.8.0.ff', '29.5'],
      ['1-b:c0.8.0.ff', '4'],
    ])
    expect(energy(result)).toBe('29')
  })

  test('one way of writing a register is as good as another', () => {
    const result = verified(
      { nature: 'Start', readings: [ocmfReading('B', 1, 0, { RI: '1-0:1.8.0.FF' })] },
      { nature: 'End', readings: [ocmfReading('E', 3, 5, { RI: '01-00:01.08.00*ff' })] },
    )
    expect(energy(result)).toBe('2')
    expect(result.registers).toHaveLength(1)
  })

  test('one with begin and end comes before a better one without', () => {
    const result = verified(of(...pair('1-0:1.8.0', 1, 3), ocmfReading('E', 2, 20, { RI: '1-0:B3.8.0' })))
    expect(result.findings).toEqual([])
    expect(energy(result)).toBe('2')
  })

  test('one of which nothing is known will do, but comes last', () => {
    expect(energy(verified(of(...pair('energy', 1, 3))))).toBe('2')
    expect(energy(verified(of(...pair('energy', 1, 3), ...pair('1-0:1.8.0', 1, 8))))).toBe('7')
    expect(energy(verified(of({ ...B, RI: undefined }, { ...E, RI: undefined })))).toBe('10.5')
  })

  test('what the car gave back is not what it drew', () => {
    const result = verified(of(...pair('1-0:2.8.0', 1, 3)))
    expect(found(result)).toEqual([`ocmf-energy-unknown ${at(0)}`])
    expect(energy(result)).toBeUndefined()
    expect(textOf(result.registers[0]?.energy as never)).toBe('2')
    const both = verified(of(...pair('1-0:2.8.0', 1, 3), ocmfReading('B', 4, 0, { RI: '1-0:1.8.0' })))
    expect(found(both)).toEqual([`ocmf-end-missing ${at(0)}`])
  })
})

describe('what belongs together', () => {
  const two = (first: object, second: object) =>
    verified({ nature: 'Start', readings: [B], fields: first }, { nature: 'End', readings: [E], fields: second })

  test.each([
    ['another meter', { MS: '1' }, { MS: '2' }, 'ocmf-meter-differs', 'error'],
    ['another gateway', { GS: '1' }, { GS: '2' }, 'ocmf-meter-differs', 'error'],
    ['another gateway and no meter', { MS: undefined, GS: '1' }, { GS: '2' }, 'ocmf-meter-differs', 'error'],
    ['another driver', { ID: 'A1' }, { ID: 'B2' }, 'ocmf-identification-differs', 'warning'],
    ['a lower number', { PG: 'T7' }, { PG: 'T6' }, 'ocmf-pagination-backwards', 'error'],
    ['a number twice', { PG: 'T7' }, { PG: 'T7' }, 'ocmf-pagination-repeated', 'warning'],
    ['a number left out', { PG: 'T7' }, { PG: 'T9' }, 'ocmf-pagination-gap', 'note'],
    [
      'a number beyond what floats can tell',
      { PG: 'T9007199254740993' },
      { PG: 'T9007199254740992' },
      'ocmf-pagination-backwards',
      'error',
    ],
  ])('%s', (_, first, second, code, severity) => {
    const result = two(first, second)
    expect(result.findings).toMatchObject([{ code, severity, path: at(1) }])
    expect(energy(result)).toBe('10.5')
  })

  test.each([
    ['no meter in one of them', { MS: undefined }, {}],
    ['no gateway in one of them', {}, { GS: '' }],
    ['no driver in one of them', { ID: '' }, { ID: 'B2' }],
    ['numbers of different contexts', { PG: 'T7' }, { PG: 'F3' }],
    ['one after the other', { PG: 'T9' }, { PG: 'T10' }],
  ])('%s is fine', (_, first, second) => {
    expect(two(first, second).findings).toEqual([])
  })

  test('contexts count apart from each other', () => {
    const records = ['T1', 'F8', 'T2'].map((PG, i) => ({ readings: [[B], [C], [E]][i] as object[], fields: { PG } }))
    expect(verified(...records).findings).toEqual([])
  })

  test('the third may be the odd one', () => {
    const records = ['1', '1', '2'].map((MS, i) => ({ readings: [[B], [C], [E]][i] as object[], fields: { MS } }))
    expect(found(verified(...records))).toEqual([`ocmf-meter-differs ${at(2)}`])
  })
})
