import { dateTimeKey } from '@interchange/ocpi/wire/date-time'

/** The column read as ISO 8601 in UTC, under its own name. */
export const isoColumn = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ${column}`

/**
 * A DateTime as PostgreSQL stores it: in UTC, cut (not rounded) to microseconds, so that a filter and a stored value
 * that were spelt alike are equal. Sorts as text. Throws when it is no DateTime (2.2.1 types, "DateTime").
 */
export function instant(dateTime: string, field: string): string {
  const key = dateTimeKey(dateTime)
  if (key === undefined) throw new Error(`${field} is not a DateTime; it looks like 2026-01-31T12:00:00Z, in UTC`)
  return `${key.slice(0, 19)}.${key.slice(20, 26).padEnd(6, '0')}Z`
}
