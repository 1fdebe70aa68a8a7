import { describe, expect, test } from 'vitest'
import { textOf } from '../../../../tests/support/decimal-text.ts'
import { ocmfReading } from '../../../../tests/support/ocmf-meter.ts'
import { collector } from './findings.ts'
import { readReadings } from './readings.ts'

const PATH = '/signed_values/0/signed_data'

/** As records are read: numbers stand as their text. */
function read(rows: unknown) {
  const { findings, report } = collector()
  const payload = JSON.parse(JSON.stringify({ RD: rows }), (_, one) => (typeof one === 'number' ? String(one) : one))
  return { readings: readReadings(payload, PATH, report), findings }
}

const one = (fields: object, value: number | string = 1.5) => read([ocmfReading('B', value, 0, fields)])
const codes = ({ findings }: ReturnType<typeof read>) => findings.map(({ code }) => code)
const energy = (fields: object, value: number | string) => {
  const [reading] = one(fields, value).readings
  return reading?.energy && textOf(reading.energy)
}

describe('a reading', () => {
  test('with all it can have', () => {
    const { readings, findings } = one({ CL: 0.25 }, '2935.600')
    expect(findings).toEqual([])
    expect(readings).toEqual([
      {
        path: PATH,
        index: 0,
        time: '2026-05-02T10:00:00.000Z',
        timeStatus: 'S',
        reason: 'B',
        register: { name: '1-0:1.8.0.ff', direction: 'import', rank: 5 },
        energy: { units: 2935600n, scale: 3 },
        lost: { units: 25n, scale: 2 },
        current: 'AC',
        usable: true,
      },
    ])
  })

  test('with the least', () => {
    const { readings, findings } = read([{ TM: '2026-05-02T12:00:00,000+0200 I', ST: 'G' }])
    expect(findings).toEqual([])
    expect(readings).toEqual([
      {
        path: PATH,
        index: 0,
        time: '2026-05-02T10:00:00.000Z',
        timeStatus: 'I',
        register: { name: '', direction: 'unknown', rank: 7 },
        usable: true,
      },
    ])
  })

  test('fields that are absent are those of the reading before', () => {
    const { readings, findings } = read([
      ocmfReading('B', 1, 0, { ST: 'E', EF: 'E', RT: 'DC' }),
      { RV: 2, RI: '1-0:2.8.0' },
      { TM: '2026-05-02T12:05:00,000+0200 R', TX: 'C', RV: 3, RU: 'Wh' },
      { ST: 'G', EF: '', RV: 4 },
      { TX: 'E' },
      { RV: 5 },
    ])
    expect(findings.map(({ code, message }) => `${code} ${message.slice(0, 5)}`)).toEqual([
      'ocmf-meter-state RD[0]',
      'ocmf-energy-unusable RD[0]',
    ])
    const shown = readings.map(({ index, time, timeStatus, reason, register, energy, current, usable }) =>
      [index, time?.slice(14, 16), timeStatus, reason, register.name, energy && textOf(energy), current, usable].join(
        ' ',
      ),
    )
    expect(shown).toEqual([
      '0 00 S B 1-0:1.8.0.ff 1 DC false',
      '1 00 S B 1-0:2.8.0 2 DC false',
      '2 05 R C 1-0:2.8.0 0.003 DC false',
      '3 05 R C 1-0:2.8.0 0.004 DC true',
      '4 05 R E 1-0:2.8.0  DC true',
      '5 05 R E 1-0:2.8.0 0.005 DC true',
    ])
  })

  test('an event without a value repeats neither value nor loss', () => {
    const { readings } = read([ocmfReading('B', 1, 0, { CL: 2 }), { TX: 'X', EF: 'E' }])
    expect(readings[1]).not.toHaveProperty('energy')
    expect(readings[1]).not.toHaveProperty('lost')
  })

  test('nothing is taken over from another record', () => {
    one({ RU: 'Wh' })
    expect(codes(read([{ TM: '2026-05-02T12:00:00,000+0200 S', RV: 1, ST: 'G' }]))).toEqual(['ocmf-unit-unknown'])
  })
})

describe('the value', () => {
  test.each([
    [2935.6, 'kWh', '2935.6'],
    ['2935.600', 'kWh', '2935.6'],
    ['12345678901234567890.123456789', 'kWh', '12345678901234567890.123456789'],
    [0, 'kWh', '0'],
    [7753, 'Wh', '7.753'],
    ['0.5', 'Wh', '0.0005'],
    ['       9.038', 'kWh', '9.038'],
    ['00000012.500', 'KWH', '12.5'],
    ['1.5e3', 'kWh', '1500'],
    ['1.5E+3', 'wh', '1.5'],
    ['1.5e-3', 'kWh', '0.0015'],
    ['15e0', ' kWh ', '15'],
  ])('%s %s is %s kWh', (value, RU, expected) => {
    expect(energy({ RU }, value)).toBe(expected)
    expect(one({ RU }, value).findings).toEqual([])
  })

  test.each(['-1', '1,5', '0x10', '1.', '.5', '', 'NaN', 'Infinity', '1e999', '1 000', '1'.repeat(41)])(
    '%s is no value',
    (value) => {
      expect(energy({}, value)).toBeUndefined()
      expect(codes(one({}, value))).toEqual(['ocmf-reading-unreadable'])
    },
  )

  test('forty digits are read', () => {
    expect(energy({}, '1'.repeat(40))).toBe('1'.repeat(40))
  })

  test.each([null, true, [1], { a: 1 }])('%j is as good as absent', (value) => {
    const result = one({ RV: value })
    expect(result.readings[0]).not.toHaveProperty('energy')
  })

  test.each(['sec', 'mOhm', 'MWh', 'kW', ''])('a unit of %j is no energy', (RU) => {
    const result = one({ RU })
    expect(result.findings).toMatchObject([{ code: 'ocmf-unit-unknown', severity: 'note', path: PATH }])
    expect(result.findings[0]?.message).toBe(
      'RD[0]: RU, the unit, is neither kWh nor Wh: the reading does not count as energy',
    )
    expect(result.readings[0]).not.toHaveProperty('energy')
  })

  test('no unit is no energy', () => {
    expect(one({ RU: undefined }).findings[0]?.message).toContain('RU, the unit, is missing')
  })

  test.each([
    ['0.5', 'kWh', '0.5'],
    ['500', 'Wh', '0.5'],
  ])('a loss of %s %s is in the unit of the value', (CL, RU, expected) => {
    expect(textOf(one({ CL, RU }).readings[0]?.lost as never)).toBe(expected)
  })

  test('a loss that is no number', () => {
    const result = one({ CL: 'much' })
    expect(codes(result)).toEqual(['ocmf-reading-unreadable'])
    expect(result.findings[0]?.message).toContain('CL')
    expect(result.readings[0]).not.toHaveProperty('lost')
  })

  test.each(['XY', 'ac', ''])('a current of %j is none', (RT) => {
    expect(one({ RT }).readings[0]).not.toHaveProperty('current')
  })
})

describe('the time', () => {
  test.each([
    ['2018-07-24T13:22:04,000+0200 S', '2018-07-24T11:22:04.000Z', 'S'],
    ['2018-07-24T13:22:04,123-0930 R', '2018-07-24T22:52:04.123Z', 'R'],
    ['2018-07-24T13:22:04.5+02:00 I', '2018-07-24T11:22:04.500Z', 'I'],
    ['2018-07-24T23:59:59Z I', '2018-07-24T23:59:59.000Z', 'I'],
    ['2024-02-29T00:30:00,000+0100  S', '2024-02-28T23:30:00.000Z', 'S'],
    ['2018-07-24T13:22:04,000+0059 S', '2018-07-24T12:23:04.000Z', 'S'],
    [' 2018-07-24T13:22:04,000+1800 S ', '2018-07-23T19:22:04.000Z', 'S'],
  ])('%s', (TM, time, timeStatus) => {
    const result = one({ TM })
    expect(result.readings[0]).toMatchObject({ time, timeStatus })
    expect(result.findings).toEqual([])
  })

  test('a clock that was not synchronized is noted', () => {
    const result = one({ TM: '1970-01-01T01:21:45,000+0100 U' })
    expect(result.readings[0]).toMatchObject({ time: '1970-01-01T00:21:45.000Z', timeStatus: 'U' })
    expect(result.findings).toMatchObject([{ code: 'ocmf-time-unsynchronized', severity: 'note' }])
  })

  test('a clock of which nothing is said is noted too', () => {
    const result = one({ TM: '2018-07-24T13:22:04,000+0200' })
    expect(result.readings[0]).not.toHaveProperty('timeStatus')
    expect(codes(result)).toEqual(['ocmf-time-unsynchronized'])
  })

  test.each([
    '24.07.2018 13:22',
    '2018-02-31T13:22:04,000+0200 S',
    '2018-13-01T13:22:04,000+0200 S',
    '2018-07-24T25:22:04,000+0200 S',
    '2018-07-24T13:22:04,000+0260 S',
    '2018-07-24T13:22:04,000+1900 S',
    '2018-07-24T13:22:04,000 S',
    '2018-07-24T13:22:04,0000+0200 S',
    '2018-07-24T13:22:04,000+0200 G',
    '2018-07-24T13:22:04,000+0200S',
    'x2018-07-24T13:22:04,000+0200 S',
    '2018-07-24T13:22:04,000+0200 Sx',
    '',
    undefined,
  ])('%s cannot be read', (TM) => {
    const result = one({ TM })
    expect(result.findings).toMatchObject([{ code: 'ocmf-time-unreadable', severity: 'error', path: PATH }])
    expect(result.readings[0]).not.toHaveProperty('time')
    expect(result.readings[0]).not.toHaveProperty('timeStatus')
    expect(result.readings[0]).toHaveProperty('energy')
  })
})

describe('the state of the meter', () => {
  test.each('NTDRMXIOSEF'.split(''))('%s is not good', (ST) => {
    const result = one({ ST })
    expect(result.findings).toMatchObject([{ code: 'ocmf-meter-state', severity: 'error', path: PATH }])
    expect(result.findings[0]?.message).toBe(`RD[0]: ST, the state of the meter, is ${ST}; only G is good`)
    expect(result.readings[0]?.usable).toBe(false)
  })

  test('absent and unknown states are not good', () => {
    expect(one({ ST: undefined }).findings[0]?.message).toContain('is missing')
    expect(one({ ST: 'C0FFEE' }).findings[0]?.message).toContain('is no known state')
    expect(one({ ST: 'GG' }).readings[0]?.usable).toBe(false)
  })

  test.each([
    ['E', ['ocmf-energy-unusable'], false],
    ['t', ['ocmf-time-unusable'], true],
    ['Et', ['ocmf-energy-unusable', 'ocmf-time-unusable'], false],
    ['', [], true],
    [undefined, [], true],
  ])('error flags %s', (EF, expected, usable) => {
    const result = one({ EF })
    expect(codes(result)).toEqual(expected)
    expect(result.readings[0]?.usable).toBe(usable)
  })

  test('an exception while charging is found', () => {
    const result = one({ TX: 'X' })
    expect(result.findings).toMatchObject([{ code: 'ocmf-exception', severity: 'warning', path: PATH }])
  })
})

describe('the list', () => {
  test.each([undefined, null, 'x', {}, []])('%j is no list of readings', (rows) => {
    const result = read(rows)
    expect(result.readings).toEqual([])
    expect(result.findings).toMatchObject([{ code: 'ocmf-readings-missing', severity: 'error', path: PATH }])
  })

  test.each([null, 'x', [[]], true])('%j is no reading, and the others are read', (row) => {
    const result = read([row, ocmfReading('B', 1, 0)].flat(1))
    expect(codes(result)).toEqual(['ocmf-reading-unreadable'])
    expect(result.findings[0]?.message).toBe('RD[0]: a reading is an object')
    expect(result.readings.map(({ index }) => index)).toEqual([1])
  })
})
