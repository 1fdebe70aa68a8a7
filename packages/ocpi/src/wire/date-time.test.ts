import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareDateTimes, dateTimeKey, formatDateTime, parseDateTime, parseDateTimeOrUnknown } from './date-time.ts'

const times = fc.date({ min: new Date(-62_000_000_000_000), max: new Date(250_000_000_000_000), noInvalidDate: true })
/** Any legal spelling, with the digits after the second and whether `Z` is written. */
const spelt = fc
  .tuple(times, fc.stringMatching(/^\d{0,9}$/), fc.boolean())
  .map(([at, digits, z]) => `${at.toISOString().slice(0, 19)}${digits && `.${digits}`}${z ? 'Z' : ''}`)

describe('DateTime', () => {
  it('R-TYPE-05 the patterns of the specification are read as UTC', () => {
    expect(parseDateTime('2015-06-29T20:39:09Z')).toBe(Date.UTC(2015, 5, 29, 20, 39, 9))
    expect(parseDateTime('2015-06-29T20:39:09')).toBe(Date.UTC(2015, 5, 29, 20, 39, 9))
    expect(parseDateTime('2016-12-29T17:45:09.2Z')).toBe(Date.UTC(2016, 11, 29, 17, 45, 9, 200))
    expect(parseDateTime('2016-12-29T17:45:09.2')).toBe(Date.UTC(2016, 11, 29, 17, 45, 9, 200))
    expect(parseDateTime('2018-01-01T01:08:01.123Z')).toBe(Date.UTC(2018, 0, 1, 1, 8, 1, 123))
    expect(parseDateTime('2018-01-01T01:08:01.123')).toBe(Date.UTC(2018, 0, 1, 1, 8, 1, 123))
    expect(parseDateTime('2024-02-29T00:00:00Z')).toBe(Date.UTC(2024, 1, 29))
  })

  it.each([
    '2015-06-29T20:39:09+00:00',
    '2015-06-29T20:39:09+02:00',
    '2015-06-29T20:39:09 00:00',
    '2015-06-29 20:39:09Z',
    '2015-06-29t20:39:09Z',
    '2015-06-29T20:39:09z',
    '2015-06-29',
    '2015-06-29T20:39Z',
    '2015-06-29T20:39:09.Z',
    '2015-02-30T00:00:00Z',
    '2023-02-29T00:00:00Z',
    '2015-13-01T00:00:00Z',
    '2015-00-10T00:00:00Z',
    '2015-01-00T00:00:00Z',
    '2015-01-01T24:00:00Z',
    '2015-01-01T00:60:00Z',
    '2015-01-01T00:00:61Z',
    '1970-1-1T00:00:00Z',
    '0000-01-01T00:00:00Z',
    ' 2015-06-29T20:39:09Z',
    'nope',
    '',
    0,
    null,
    undefined,
  ])('R-TYPE-06 %j is refused', (text) => {
    expect(parseDateTime(text)).toBeUndefined()
  })

  it('T-27 the time that is not known is accepted where that is asked for', () => {
    expect(parseDateTimeOrUnknown('1970-1-1T00:00:00Z')).toBe(0)
    expect(parseDateTimeOrUnknown('1970-01-01T00:00:01Z')).toBe(1000)
    expect(parseDateTimeOrUnknown('1970-1-2T00:00:00Z')).toBeUndefined()
  })

  it('early years and leap seconds are not taken for others', () => {
    expect(parseDateTime('0050-01-01T00:00:00Z')).toBe(new Date('0050-01-01T00:00:00Z').getTime())
    expect(parseDateTime('2016-12-31T23:59:60Z')).toBe(Date.UTC(2017, 0, 1))
  })

  it('R-TYPE-07 what we write has at most 25 characters, a Z and milliseconds', () => {
    expect(formatDateTime(new Date(Date.UTC(2026, 0, 31, 12)))).toBe('2026-01-31T12:00:00.000Z')
    expect(formatDateTime(1)).toBe('1970-01-01T00:00:00.001Z')
    fc.assert(fc.property(times, (at) => formatDateTime(at).length <= 25 && parseDateTime(formatDateTime(at)) === +at))
  })

  it('a time that four digits of a year cannot hold is not written', () => {
    for (const at of [Date.UTC(10_000, 0), Date.parse('0000-12-31T00:00:00Z'), -63_000_000_000_000, Number.NaN]) {
      expect(() => formatDateTime(at)).toThrow(RangeError)
    }
    expect(formatDateTime(Date.UTC(9999, 11, 31))).toMatch(/^9999/)
    expect(formatDateTime(new Date('0001-01-01T00:00:00Z'))).toMatch(/^0001/)
  })

  it('R-TYPE-08 instants compare by every fractional digit', () => {
    expect(compareDateTimes('2026-01-01T00:00:00.000001Z', '2026-01-01T00:00:00.000002Z')).toBe(-1)
    expect(compareDateTimes('2026-01-01T00:00:00.1Z', '2026-01-01T00:00:00.09Z')).toBe(1)
    expect(compareDateTimes('2026-01-01T00:00:00.1', '2026-01-01T00:00:00.100000000Z')).toBe(0)
    expect(compareDateTimes('2026-01-01T00:00:00.10Z', '2026-01-01T00:00:00.101Z')).toBe(-1)
    expect(compareDateTimes('2026-01-01T00:00:01Z', '2026-01-01T00:00:00.999999Z')).toBe(1)
    expect(compareDateTimes('2026-01-01T00:00:00', '2026-01-01T00:00:00.000Z')).toBe(0)
    expect(compareDateTimes('2026-01-01T00:00:00', '2026-01-01T00:00:00.0001Z')).toBe(-1)
    expect(compareDateTimes('2025-12-31T23:59:59.9Z', '2026-01-01T00:00:00Z')).toBe(-1)
  })

  it('comparing agrees with exact arithmetic on seconds and nanoseconds', () => {
    const exact = (text: string) => {
      const [seconds, digits = ''] = text.replace('Z', '').split('.')
      return BigInt(new Date(`${seconds}Z`).getTime()) * 1_000_000n + BigInt(digits.padEnd(9, '0'))
    }
    const near = fc.tuple(spelt, fc.stringMatching(/^\d{0,9}$/)).map(([text, digits]) => {
      return [text, `${text.slice(0, 19)}${digits && `.${digits}`}`] as const
    })
    fc.assert(
      fc.property(fc.oneof(near, fc.tuple(spelt, spelt)), ([a, b]) => {
        const [x, y] = [exact(a), exact(b)]
        expect(compareDateTimes(a, b)).toBe(x < y ? -1 : x > y ? 1 : 0)
        expect(dateTimeKey(a) === dateTimeKey(b)).toBe(x === y)
        expect(parseDateTime(a)).toBe(Number((x - (((x % 1_000_000n) + 1_000_000n) % 1_000_000n)) / 1_000_000n))
      }),
    )
  })

  it('a fraction of a million digits takes no time', () => {
    const long = (end: string) => `2026-01-01T00:00:00.${'0'.repeat(1_000_000)}${end}Z`
    const started = performance.now()
    expect(compareDateTimes(long('1'), long('2'))).toBe(-1)
    expect(compareDateTimes(long('0'), '2026-01-01T00:00:00')).toBe(0)
    expect(performance.now() - started).toBeLessThan(1000)
  })

  it('what is no DateTime is not compared quietly', () => {
    expect(() => compareDateTimes('nope', '2026-01-01T00:00:00Z')).toThrow('DateTimes')
    expect(() => compareDateTimes('2026-01-01T00:00:00Z', '2026-01-01T00:00:00+00:00')).toThrow(RangeError)
    for (const text of ['nope', '1970-1-1T00:00:00Z', '', 5, null, undefined]) expect(dateTimeKey(text)).toBeUndefined()
    expect(dateTimeKey('2026-01-01T00:00:00.120Z')).toBe('2026-01-01T00:00:00.12')
  })
})
