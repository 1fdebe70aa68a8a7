import { expect, it } from 'vitest'
import { instant } from './instant.ts'

it('R-TYPE-05 takes a DateTime with and without designator as the same instant', () => {
  expect(instant('2026-01-31T12:00:00', 'date_from')).toBe('2026-01-31T12:00:00.000000Z')
  expect(instant('2026-01-31T12:00:00Z', 'date_from')).toBe('2026-01-31T12:00:00.000000Z')
})

it('keeps microseconds and cuts what is below, so that a filter never passes the value it was taken from', () => {
  expect(instant('2026-01-31T12:00:00.123456Z', 'last_updated')).toBe('2026-01-31T12:00:00.123456Z')
  expect(instant('2026-01-31T23:59:59.9999999Z', 'last_updated')).toBe('2026-01-31T23:59:59.999999Z')
  expect(instant('2026-01-31T12:00:00.5', 'last_updated')).toBe('2026-01-31T12:00:00.500000Z')
})

it('R-TYPE-06 refuses other formats, naming the field', () => {
  for (const text of [
    '2026-01-31',
    '2026-01-31T12:00:00+00:00',
    '2026-02-30T12:00:00Z',
    '0000-01-01T00:00:00Z',
    'nope',
    '',
  ]) {
    expect(() => instant(text, 'date_from')).toThrow(/date_from is not a DateTime/)
  }
})
