import { describe, expect, it } from 'vitest'
import { DAY, dayNumber, timeOfDay, zone } from './local-time.ts'

const at = (text: string): number => Date.parse(text)
const HOUR = 3_600_000
const local = (name: string, text: string): string => {
  const { day, ofDay, weekday } = zone(name)!.localTime(at(text))
  return `${new Date(day * DAY + ofDay).toISOString().slice(0, 19)} ${weekday}`
}

describe('local time', () => {
  it.each([
    ['Europe/Berlin', '2026-03-29T00:59:59Z', '2026-03-29T01:59:59 0'],
    ['Europe/Berlin', '2026-03-29T01:00:00Z', '2026-03-29T03:00:00 0'],
    ['Europe/Berlin', '2026-10-25T00:59:59Z', '2026-10-25T02:59:59 0'],
    ['Europe/Berlin', '2026-10-25T01:00:00Z', '2026-10-25T02:00:00 0'],
    ['America/New_York', '2026-01-01T04:59:59Z', '2025-12-31T23:59:59 3'],
    ['Asia/Kathmandu', '2026-06-12T18:15:00Z', '2026-06-13T00:00:00 6'],
    ['Australia/Lord_Howe', '2026-10-03T15:29:59Z', '2026-10-04T01:59:59 0'],
    ['Australia/Lord_Howe', '2026-10-03T15:30:00Z', '2026-10-04T02:30:00 0'],
    ['UTC', '1969-12-31T23:59:59Z', '1969-12-31T23:59:59 3'],
    ['UTC', '1960-01-01T00:00:00Z', '1960-01-01T00:00:00 5'],
    ['Europe/Berlin', '0001-06-01T12:00:00Z', '0001-06-01T12:53:28 5'],
  ])('in %s at %s is %s', (name, utc, wanted) => expect(local(name, utc)).toBe(wanted))

  it('is not known of a zone nobody knows', () => {
    expect(zone('Europe/Atlantis')).toBeUndefined()
    expect(zone('')).toBeUndefined()
  })

  it('keeps what it knows of a zone', () => expect(zone('Europe/Paris')).toBe(zone('Europe/Paris')))

  it('has the same answers in any order', () => {
    const utc = [
      '2026-07-01T00:00:00Z',
      '2026-01-01T00:00:00Z',
      '2026-12-01T00:00:00Z',
      '2025-07-01T00:00:00Z',
      '2026-07-01T00:00:00Z',
    ]
    expect(utc.map((text) => local('Europe/Madrid', text).slice(11, 13))).toEqual(['02', '01', '01', '02', '02'])
  })

  it('knows the offsets in force', () => {
    const offsets = (from: string, to: string) =>
      zone('Europe/Berlin')!
        .offsets(at(from), at(to))
        .map(({ from, offset }) => [new Date(from).toISOString().slice(0, 16), offset / HOUR])
    expect(offsets('2026-06-01T00:00:00Z', '2026-06-02T00:00:00Z')).toEqual([['2026-06-01T00:00', 2]])
    expect(offsets('2026-01-01T00:00:00Z', '2027-02-01T00:00:00Z')).toEqual([
      ['2026-01-01T00:00', 1],
      ['2026-03-29T01:00', 2],
      ['2026-10-25T01:00', 1],
    ])
    // From and to the very instant of a change.
    expect(offsets('2026-03-29T01:00:00Z', '2026-03-29T02:00:00Z')).toEqual([['2026-03-29T01:00', 2]])
    expect(offsets('2026-03-29T00:00:00Z', '2026-03-29T01:00:00Z')).toEqual([
      ['2026-03-29T00:00', 1],
      ['2026-03-29T01:00', 2],
    ])
    expect(offsets('2025-12-31T23:00:00Z', '2026-01-01T01:00:00Z')).toEqual([['2025-12-31T23:00', 1]])
  })

  it('reads times of day and dates, and nothing else', () => {
    expect(['00:00', '17:30', '23:59:30', '24:00'].map(timeOfDay)).toEqual([0, 63_000_000, 86_370_000, DAY])
    expect(['24:01', '7:00', '17:60', '17:00:60', '17', 17, null, 'x17:00', '17:00x'].map(timeOfDay)).toEqual(
      Array(9).fill(undefined),
    )
    expect(['1970-01-02', '2026-06-12', '1969-12-31', '2024-02-29'].map(dayNumber)).toEqual([1, 20_616, -1, 19_782])
    expect(
      ['2026-02-29', '2026-13-01', '2026-00-01', '2026-06-31', '2026-06-00', '12', 5, 'x2026-06-12', '2026-06-12x'].map(
        dayNumber,
      ),
    ).toEqual(Array(9).fill(undefined))
  })
})
