// DateTime. Source: types, "DateTime". Always UTC, with or without `Z`, any number of fractional digits. Times are
// compared as the text they came in, because a Date holds milliseconds only and partners send microseconds.

import { isDateTime, UNKNOWN_TIME } from '../define/formats.ts'

/** Milliseconds since 1970, what is below a millisecond cut off; undefined when the text is no DateTime. */
export function parseDateTime(text: unknown): number | undefined {
  if (typeof text !== 'string' || !isDateTime(text)) return undefined
  const year = two(text, 0) * 100 + two(text, 2)
  const [month, day] = [two(text, 5) - 1, two(text, 8)]
  const ofDay = (two(text, 11) * 3600 + two(text, 14) * 60 + two(text, 17)) * 1000 + milliseconds(text)
  // Date.UTC takes the years 0 to 99 for 1900 to 1999.
  return (year > 99 ? Date.UTC(year, month, day) : new Date(0).setUTCFullYear(year, month, day)) + ofDay
}

/** As `parseDateTime`, and the way CDRs spell a time that is not known (2.2.1 CDRs, note at the CDR object). */
export const parseDateTimeOrUnknown = (text: unknown): number | undefined =>
  text === UNKNOWN_TIME ? 0 : parseDateTime(text)

/** With three fractional digits and `Z`, 24 of the 25 characters a DateTime may have. Throws RangeError outside 1 to 9999. */
export function formatDateTime(at: Date | number): string {
  const date = new Date(at)
  const year = date.getUTCFullYear()
  if (!(year >= 1 && year <= 9999)) throw new RangeError('A DateTime has a year from 0001 to 9999')
  return date.toISOString()
}

/**
 * The instant as text that sorts by time and is the same however it was spelt: `...00Z`, `...00` and `...00.000Z` have
 * one key. Exact to the last fractional digit; undefined when the text is no DateTime.
 */
export const dateTimeKey = (text: unknown): string | undefined =>
  typeof text === 'string' && isDateTime(text) ? `${text.slice(0, SECONDS)}.${fraction(text)}` : undefined

/** -1, 0 or 1 for earlier, same instant, later. Throws RangeError when one of them is no DateTime. */
export function compareDateTimes(a: string, b: string): -1 | 0 | 1 {
  const [x, y] = [dateTimeKey(a), dateTimeKey(b)]
  if (x === undefined || y === undefined) {
    throw new RangeError('Only DateTimes like 2026-01-31T12:00:00Z can be compared')
  }
  return x < y ? -1 : x > y ? 1 : 0
}

/** Length of `YYYY-MM-DDThh:mm:ss`; what follows is the fraction and `Z`. */
const SECONDS = 19

/** Two digits that are there: `isDateTime` saw them. */
const two = (text: string, at: number): number => (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48

/** Fractional digits without trailing zeros, so that they compare like text. A loop, as there may be a million of them. */
function fraction(text: string): string {
  let end = text.endsWith('Z') ? text.length - 1 : text.length
  while (text[end - 1] === '0') end--
  return text.slice(SECONDS + 1, end)
}

/** Of the fraction the first three digits; where there are fewer, 0 for the others. */
const milliseconds = (text: string): number =>
  text[SECONDS] === '.' ? fractionDigit(text, 1) * 100 + fractionDigit(text, 2) * 10 + fractionDigit(text, 3) : 0

function fractionDigit(text: string, at: number): number {
  const value = text.charCodeAt(SECONDS + at) - 48
  return value >= 0 && value <= 9 ? value : 0
}
