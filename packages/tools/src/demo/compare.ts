// Holds both platforms' stores against each other, object by object.

import type { Client } from '@interchange/client'
import type { Party } from '@interchange/server/party'
import { collect } from '../collect.ts'

export type Module = 'locations' | 'tariffs' | 'sessions' | 'cdrs' | 'tokens'

export interface Comparison {
  readonly module: string
  /** Objects the owner has published, and how many of them the other side holds. */
  readonly sent: number
  readonly held: number
  readonly equal: number
  /** The first differences, in words. */
  readonly differences: readonly string[]
}

export interface Owned {
  readonly country_code: string
  readonly party_id: string
  readonly id?: string
  readonly uid?: string
}

const keyOf = (object: Owned): string =>
  `${object.country_code}/${object.party_id}/${object.id ?? object.uid}`.toUpperCase()

export interface Expected {
  /** Which of the owner's objects the other side should hold; all where nothing is said. */
  readonly meant?: (object: Owned) => boolean
  /** What an object is after its way; the same where nothing is said. */
  readonly arriving?: (object: Owned) => unknown
}

/** Compares what `owner` holds of its own party with what `holder` received of it. */
export async function compareModule(
  module: Module,
  party: Party,
  owner: Client,
  holder: Client,
  { meant = () => true, arriving = (object) => object }: Expected = {},
): Promise<Comparison> {
  const of = { party: [`${party.countryCode}-${party.partyId}`] }
  const [own, received] = await Promise.all([
    collect<Owned>(owner.all(`/${module}`, { query: { ...of, own: true } })),
    collect<Owned>(holder.all(`/${module}`, { query: { ...of, own: false } })),
  ])
  const there = new Map(received.map((object) => [keyOf(object), object]))
  const differences: string[] = []
  let held = 0
  let equal = 0
  const wanted = own.filter(meant)
  for (const object of wanted) {
    const other = there.get(keyOf(object))
    there.delete(keyOf(object))
    if (!other) {
      differences.push(`${module} ${keyOf(object)} is missing on the other side`)
      continue
    }
    held++
    const path = firstDifference(arriving(object), other, '')
    if (path === undefined) equal++
    else differences.push(`${module} ${keyOf(object)} differs at ${path}`)
  }
  for (const key of there.keys()) differences.push(`${module} ${key} is held by the other side only`)
  return { module, sent: wanted.length, held, equal, differences }
}

/** JSON pointer of the first place where two JSON values differ; the order of keys does not count. */
export function firstDifference(a: unknown, b: unknown, path: string): string | undefined {
  if (Object.is(a, b)) return undefined
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return `${path} (${a.length} and ${b.length} elements)`
    return firstOf(a.keys(), (index) => firstDifference(a[index], b[index], `${path}/${index}`))
  }
  if (isObject(a) && isObject(b)) {
    return firstOf(new Set([...Object.keys(a), ...Object.keys(b)]), (key) =>
      firstDifference(a[key], b[key], `${path}/${key}`),
    )
  }
  return path === '' ? '/' : path
}

function firstOf<T>(items: Iterable<T>, find: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item)
    if (found !== undefined) return found
  }
  return undefined
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const merge = (module: string, parts: readonly Comparison[]): Comparison => ({
  module,
  sent: parts.reduce((sum, part) => sum + part.sent, 0),
  held: parts.reduce((sum, part) => sum + part.held, 0),
  equal: parts.reduce((sum, part) => sum + part.equal, 0),
  differences: parts.flatMap((part) => part.differences),
})

/** The last changes are still on their way; what is not equal soon never will be. */
export async function settled(compare: () => Promise<Comparison[]>): Promise<Comparison[]> {
  const deadline = Date.now() + 10_000
  for (;;) {
    const comparisons = await compare()
    if (comparisons.every(({ differences }) => differences.length === 0) || Date.now() > deadline) return comparisons
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
