// Requests that each have ids of their own, as a hub expects them: one that looks like another one under way goes round in
// a circle.

import { randomUUID } from 'node:crypto'

/** As the value of a header. */
export const OWN_ID = '@id'

/** The headers of each request in turn. */
export function headersInTurn(
  headers: Readonly<Record<string, string>>,
): (turn: number) => Readonly<Record<string, string>> {
  const names = Object.keys(headers).filter((name) => headers[name] === OWN_ID)
  const run = randomUUID()
  return (turn) => {
    if (names.length === 0) return headers
    return { ...headers, ...Object.fromEntries(names.map((name) => [name, `${run}-${turn}`])) }
  }
}
