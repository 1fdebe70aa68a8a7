// What goes between partners of different versions: through the canonical converters, there and back. What cannot exist
// at the other side is said, what is lost is counted (DESIGN, "A hub adds nothing and loses nothing").

import { convert } from '@interchange/ocpi/convert/chain'
import type { ConvertOptions } from '@interchange/ocpi/convert/define'
import type { Loss } from '@interchange/ocpi/convert/rules'
import type { Endpoint } from '@interchange/ocpi/define/endpoint'
import type { Version } from '@interchange/ocpi/define/version'
import { hubError, invalidParameters } from '@interchange/ocpi/wire/error'

export interface Converted<T> {
  readonly value: T
  readonly losses: readonly Loss[]
}

/** Throws 2001 where the caller can say it otherwise, 4000 where the receiver's version has no words for it. */
export function convertedBody(from: Version, to: Version, endpoint: Endpoint, body: unknown): Converted<unknown> {
  if (!endpoint.body || body === undefined || body === null) return { value: body, losses: [] }
  const { name, shape } = endpoint.body
  const { object, losses, needsFull } = carried(from, to, name, body, { partial: shape === 'partial' })
  if (object !== undefined) return { value: object, losses }
  if (needsFull !== undefined) {
    const way = 'send the whole object with PUT'
    throw invalidParameters(
      `OCPI ${to.number}, which the receiver speaks, cannot be told this change: ${needsFull}; ${way}`,
    )
  }
  throw hubError(`OCPI ${to.number}, which the receiver speaks, has no such ${name}: ${reasons(losses)}`)
}

/** Values of enums have other names; everything else of a query is the same in all versions. */
export function convertedQuery(
  from: Version,
  to: Version,
  endpoint: Endpoint,
  query: URLSearchParams,
): Converted<URLSearchParams> {
  const value = new URLSearchParams(query)
  const lost: Loss[] = []
  for (const [name, { type }] of Object.entries(endpoint.query)) {
    const given = query.get(name)
    if (given === null || type.kind !== 'ref') continue
    const { object, losses } = carried(from, to, type.name, given)
    lost.push(...losses)
    if (typeof object !== 'string') {
      throw hubError(`OCPI ${to.number}, which the receiver speaks, has no such ${name}: ${reasons(losses)}`)
    }
    value.set(name, object)
  }
  return { value, losses: lost }
}

/** The envelope with its data in the caller's version; of a list, what cannot exist there is left out. */
export function convertedAnswer(
  from: Version,
  to: Version,
  endpoint: Endpoint,
  envelope: Readonly<Record<string, unknown>>,
): Converted<string> & { readonly leftOut: number } {
  const { data } = envelope
  const name = endpoint.data?.name
  if (name === undefined || data === undefined || data === null) {
    return { value: JSON.stringify(envelope), losses: [], leftOut: 0 }
  }
  const losses: Loss[] = []
  const one = (value: unknown) => {
    const converted = carried(from, to, name, value)
    losses.push(...converted.losses)
    return converted.object
  }
  if (!Array.isArray(data)) {
    const object = one(data)
    if (object === undefined) {
      throw hubError(`OCPI ${to.number}, which you speak, has no such ${name} as was answered: ${reasons(losses)}`)
    }
    return { value: JSON.stringify({ ...envelope, data: object }), losses, leftOut: 0 }
  }
  const items = data.map(one).filter((item) => item !== undefined)
  return { value: JSON.stringify({ ...envelope, data: items }), losses, leftOut: data.length - items.length }
}

/** The converters count on what the definitions say; of what is far from them nobody can say what it would be elsewhere. */
function carried(from: Version, to: Version, name: string, value: unknown, options: ConvertOptions = {}) {
  try {
    return convert(from, to, name, value, options)
  } catch {
    throw hubError(`What was sent is no ${name}, so it cannot be told in OCPI ${to.number}`)
  }
}

const reasons = (losses: readonly Loss[]): string =>
  losses
    .slice(0, 3)
    .map(({ path, why }) => `${path} ${why}`.trim())
    .join('; ') || 'it cannot be said there'
