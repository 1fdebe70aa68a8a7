import type { Rule, RuleFault } from './object.ts'
import type { Severity } from './type.ts'

// Rules over several fields that more than one object has. A rule is also asked about objects whose fields have
// other faults, so nothing here trusts a type. Messages never quote a value: it may be a token.

type Json = Readonly<Record<string, unknown>>

/** What a rule answers when nothing is wrong; shared, so that a valid object costs no garbage. */
export const NONE: readonly RuleFault[] = Object.freeze([])

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The objects of the list in a field, with their paths; whatever else stands there is left to the type check. */
export function objectsIn(holder: Json, field: string): readonly { readonly item: Json; readonly at: string }[] {
  const list = holder[field]
  const found: { readonly item: Json; readonly at: string }[] = []
  if (!Array.isArray(list)) return found
  for (let index = 0; index < list.length; index += 1) {
    const item: unknown = list[index]
    if (isObject(item)) found.push({ item, at: `/${field}/${index}` })
  }
  return found
}

/** `null`, `[]` and absent are the same: nothing was given (terminology, "Cardinality"). */
export const isGiven = (value: unknown): boolean =>
  value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0)

/** Identifiers compare without case (types, "CiString"). */
const folded = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value)

/**
 * No two items of the list in `field` agree in all of `by`, without regard to case. Items that lack one of `by` are
 * not compared: that is a fault of their own.
 */
export function uniqueIn(rule: string, severity: Severity, field: string, by: readonly string[]): Rule {
  const check = (object: Json): readonly RuleFault[] => {
    const list = object[field]
    if (!Array.isArray(list) || list.length < 2) return NONE
    const first = new Map<unknown, string>()
    const faults: RuleFault[] = []
    for (const { item, at } of objectsIn(object, field)) {
      if (!by.every((name) => isGiven(item[name]))) continue
      const key = by.length === 1 ? folded(item[by[0]!]) : JSON.stringify(by.map((name) => folded(item[name])))
      const before = first.get(key)
      if (before === undefined) first.set(key, at)
      else faults.push({ path: by.length === 1 ? `${at}/${by[0]}` : at, message: `same ${by.join(', ')} as ${before}` })
    }
    return faults
  }
  return { id: rule, severity, fields: [field], check }
}

/** When `field` is given, `needed` has to be given too. */
export function needs(rule: string, severity: Severity, field: string, needed: string): Rule {
  const faults = [{ path: `/${needed}`, message: `${needed} is missing; it is needed where ${field} is given` }]
  return {
    id: rule,
    severity,
    fields: [field, needed],
    check: (object) => (isGiven(object[field]) && !isGiven(object[needed]) ? faults : NONE),
  }
}

/** A number with at most one decimal. */
export function oneDecimal(rule: string, severity: Severity, field: string): Rule {
  const faults = [{ path: `/${field}`, message: `${field} has more than one decimal` }]
  return {
    id: rule,
    severity,
    fields: [field],
    check: (object) => {
      const value = object[field]
      return typeof value === 'number' && Number(value.toFixed(1)) !== value ? faults : NONE
    },
  }
}

/** A string, or strings of a list, that may be longer than the table says: accepted and counted. */
export function upTo(rule: string, field: string, max: number): Rule {
  const tooLong = (value: unknown) => typeof value === 'string' && value.length > max && [...value].length > max
  const message = `has more than ${max} characters, which other platforms may refuse`
  return {
    id: rule,
    severity: 'note',
    fields: [field],
    check: (object) => {
      const value = object[field]
      if (!Array.isArray(value)) return tooLong(value) ? [{ path: `/${field}`, message }] : NONE
      return value.flatMap((item, index) => (tooLong(item) ? [{ path: `/${field}/${index}`, message }] : []))
    },
  }
}
