// What lists are searched by, as expressions on bodies: the same text in an index and in a query, or the index is not
// used. Bodies are as partners sent them, so every expression stands whatever may be in one.

/** Of a word that is compared without case. */
export const wordOf = (text: string): string => `(upper(${text}) collate "C")`

const degree = (text: string): string => `${text} ~ '^-?[0-9]{1,3}([.][0-9]{1,20})?$'`

/** A location's place as (longitude, latitude) in degrees; null where its body has none. */
export function nearPoint(body: string): string {
  const [longitude, latitude] = ['longitude', 'latitude'].map((name) => `(${body}->'coordinates'->>'${name}')`)
  return `(case when ${degree(longitude!)} and ${degree(latitude!)}
    then point(${longitude}::float8, ${latitude}::float8) end)`
}

/** Uid of the token of a session or CDR, without case. */
export const tokenUidOf = (body: string): string => wordOf(`${body}->'cdr_token'->>'uid'`)

/**
 * `start_date_time` of a session or CDR as a text that sorts by time: DateTimes are in UTC, with or without `Z` and
 * fractions. `comparableTime` makes the same of a parameter.
 */
export function startOf(body: string): string {
  const plain = `rtrim(${body}->>'start_date_time', 'Zz')`
  return `(left(rpad(case when position('.' in ${plain}) > 0 then ${plain} else ${plain} || '.' end, 26, '0'), 26)
    collate "C")`
}

/** A DateTime as `startOf` has it. */
export function comparableTime(time: string): string {
  const plain = time.replace(/z$/i, '')
  return (plain.includes('.') ? plain : `${plain}.`).padEnd(26, '0').slice(0, 26)
}
