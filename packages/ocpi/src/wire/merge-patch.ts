// What a PATCH does to a stored object. OCPI's rules, not RFC 7396: a field that is given replaces the stored one as a
// whole, arrays and nested objects included; only a Session's charging periods are added to. Source: transport, "PATCH";
// 2.2.1 Locations, Sessions, Tokens, "PATCH Method".

import { equalCi } from './ci-string.ts'
import { dateTimeKey } from './date-time.ts'
import type { Fault } from './error.ts'

/** What has to be known of an object. The object definitions of a version have it all. */
export interface PatchRules {
  readonly fields: Readonly<Record<string, { readonly card: '1' | '?' | '*' | '+' }>>
  /** Fields that name the object; a PATCH may repeat them and not change them (R-UPD-10). */
  readonly identity: readonly string[]
  /** Fields every PATCH carries: `last_updated`. */
  readonly patchRequires: readonly string[]
}

/** Lists a PATCH adds to, each with the DateTime field that tells its items apart. */
export type Appends = Readonly<Record<string, string>>

/** 2.2.1 and 2.3.0 Sessions. In 2.1.1 the list is replaced like any other. */
export const sessionAppends: Appends = { charging_periods: 'start_date_time' }

export type Patched =
  | {
      readonly kind: 'patched'
      readonly object: Readonly<Record<string, unknown>>
      /** What was passed over without harm: fields that are null, periods that were there already. */
      readonly ignored: readonly Fault[]
    }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] }

/**
 * The stored object with the patch applied. Neither is changed; the result shares their nested values.
 *
 * - `null` for a required field is a fault. For an optional one it is passed over: the prose says that a PATCH cannot
 *   remove anything, and `null` cannot be told from "not given" (R-UPD-09, T-13).
 * - A name may be repeated in another case; the stored spelling stays.
 * - An added period whose start is known already is dropped, so that a repeated PATCH does no harm (T-12).
 *
 * Only the rules of patching are checked here; the values are the validator's business.
 */
export function applyPatch(
  stored: Readonly<Record<string, unknown>>,
  patch: unknown,
  rules: PatchRules,
  appends: Appends = {},
): Patched {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) {
    return { kind: 'faults', faults: [{ path: '', message: 'a PATCH is a JSON object with the fields to change' }] }
  }
  const faults: Fault[] = []
  const ignored: Fault[] = []
  const result = new Map(Object.entries(stored))
  for (const name of rules.patchRequires) {
    if (!Object.hasOwn(patch, name)) faults.push(at(name, 'is missing; every PATCH carries it'))
  }
  for (const [name, value] of Object.entries(patch)) {
    const held = result.get(name)
    if (name === '__proto__') {
      faults.push(at(name, 'is not a field any object has'))
    } else if (value === null || value === undefined) {
      if (isRequired(rules, name)) faults.push(at(name, 'is null; a PATCH cannot remove a required field'))
      else ignored.push(at(name, 'is null; a PATCH cannot remove a field, a PUT can'))
    } else if (rules.identity.includes(name) && isGiven(held)) {
      if (!sameName(held, value)) faults.push(at(name, 'cannot be changed; it names the object'))
    } else if (Object.hasOwn(appends, name)) {
      if (Array.isArray(value)) result.set(name, append(name, held, value, appends[name]!, ignored))
      else faults.push(at(name, 'is not a list; the items to add are expected'))
    } else {
      result.set(name, value)
    }
  }
  return faults.length > 0
    ? { kind: 'faults', faults }
    : { kind: 'patched', object: Object.fromEntries(result), ignored }
}

const at = (name: string, message: string): Fault => ({ path: `/${pointer(name)}`, message })

/** JSON pointer, RFC 6901. */
const pointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

function isRequired(rules: PatchRules, name: string): boolean {
  const card = Object.hasOwn(rules.fields, name) ? rules.fields[name]!.card : '?'
  return card === '1' || card === '+'
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null

const sameName = (a: unknown, b: unknown): boolean =>
  typeof a === 'string' && typeof b === 'string' ? equalCi(a, b) : a === b

function append(name: string, held: unknown, added: readonly unknown[], key: string, ignored: Fault[]): unknown[] {
  const list: unknown[] = Array.isArray(held) ? [...held] : []
  const known = new Set(list.map((item) => startOf(item, key)))
  for (const [index, item] of added.entries()) {
    const start = startOf(item, key)
    if (start !== undefined && known.has(start)) {
      ignored.push({ path: `/${pointer(name)}/${index}`, message: `is there already; its ${key} is known` })
    } else {
      known.add(start)
      list.push(item)
    }
  }
  return list
}

const startOf = (item: unknown, key: string): string | undefined =>
  typeof item === 'object' && item !== null && Object.hasOwn(item, key)
    ? dateTimeKey((item as Readonly<Record<string, unknown>>)[key])
    : undefined
