// DateTime. Source: types, "DateTime". Always UTC, with or without `Z`, any number of fractional digits. Times are
// compared as the text they came in, because a Date holds milliseconds only and partners send microseconds.

import { isDateTime, UNKNOWN_TIME } from '../define/formats.ts'

/** Milliseconds since 1970, what is below a millisecond cut off; undefined when the text is no DateTime. */
export function parseDateTime(text: unknown): number | undefined {
  if (typeof text !== 'string' || !isDateTime(text)) return undefined
  const at = new Date(0)
  // Not Date.UTC: that takes the years 0 to 99 for 1900 to 1999.
  at.setUTCFullYear(number(text, 0, 4), number(text, 5, 7) - 1, number(text, 8, 10))
  at.setUTCHours(number(text, 11, 13), number(text, 14, 16), number(text, 17, 19), milliseconds(text))
  return at.getTime()
}

/** As `parseDateTime`, and the way CDRs spell a time that is not known (2.2.1 CDRs, note at the CDR object). */
export const parseDateTimeOrUnknown = (text: unknown): number | undefined =>
  text === UNKNOWN_TIME ? 0 : parseDateTime(text)

/** With three fractional digits and `Z`, 24 of the 25 characters a DateTime may have. Throws RangeError outside 0 to 9999. */
export function formatDateTime(at: Date | number): string {
  const date = new Date(at)
  const year = date.getUTCFullYear()
  if (!(year >= 0 && year <= 9999)) throw new RangeError('A DateTime has a year from 0000 to 9999')
  return date.toISOString()
}

/**
 * -1, 0 or 1 for earlier, same instant, later; exact to the last fractional digit. `...00Z`, `...00` and `...00.000Z`
 * are the same. Throws RangeError when one of them is no DateTime.
 */
export function compareDateTimes(a: string, b: string): -1 | 0 | 1 {
  if (!isDateTime(a) || !isDateTime(b)) throw new RangeError('Only DateTimes like 2026-01-31T12:00:00Z can be compared')
  return order(a.slice(0, SECONDS), b.slice(0, SECONDS)) || order(fraction(a), fraction(b))
}

/** Same instant; false when one of them is no DateTime. */
export const sameDateTime = (a: unknown, b: unknown): boolean =>
  typeof a === 'string' && typeof b === 'string' && isDateTime(a) && isDateTime(b) && compareDateTimes(a, b) === 0

/** Length of `YYYY-MM-DDThh:mm:ss`; what follows is the fraction and `Z`. */
const SECONDS = 19

const number = (text: string, from: number, to: number): number => Number(text.slice(from, to))

/** Fractional digits without trailing zeros, so that they compare like text. */
const fraction = (text: string): string => /^\.?(\d*?)0*Z?$/.exec(text.slice(SECONDS))![1]!

const milliseconds = (text: string): number => Number(fraction(text).slice(0, 3).padEnd(3, '0'))

const order = (a: string, b: string): -1 | 0 | 1 => (a < b ? -1 : a > b ? 1 : 0)
