import type { Rule, RuleFault } from './object.ts'
import type { Severity } from './type.ts'

// Rules over several fields that more than one object has. A rule is also asked about objects whose fields have
// other faults, so nothing here trusts a type. Messages never quote a value: it may be a token.

type Json = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The list of objects in a field, with their places; whatever else stands there is left to the type check. */
export function objectsIn(holder: Json, field: string): { readonly item: Json; readonly at: string }[] {
  const list = holder[field]
  if (!Array.isArray(list)) return []
  return list.flatMap((item: unknown, index) => (isObject(item) ? [{ item, at: `/${field}/${index}` }] : []))
}

/** `null`, `[]` and absent are the same: nothing was given (terminology, "Cardinality"). */
export const isGiven = (value: unknown): boolean =>
  value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0)

const folded = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value)

/**
 * No two items of the list in `field` agree in all of `by`. Identifiers compare without case (types, "CiString").
 * Items that lack one of `by` are not compared.
 */
export function uniqueIn(rule: string, severity: Severity, field: string, by: readonly string[]): Rule {
  return {
    id: rule,
    severity,
    fields: [field],
    check: (object) => {
      const first = new Map<string, string>()
      const faults: RuleFault[] = []
      for (const { item, at } of objectsIn(object, field)) {
        if (!by.every((name) => isGiven(item[name]))) continue
        const key = JSON.stringify(by.map((name) => folded(item[name])))
        const before = first.get(key)
        if (before === undefined) first.set(key, at)
        else
          faults.push({ path: by.length === 1 ? `${at}/${by[0]}` : at, message: `same ${by.join(', ')} as ${before}` })
      }
      return faults
    },
  }
}

/** When `field` is given, `needed` has to be given too. */
export function needs(rule: string, severity: Severity, field: string, needed: string): Rule {
  return {
    id: rule,
    severity,
    fields: [field],
    check: (object) =>
      isGiven(object[field]) && !isGiven(object[needed])
        ? [{ path: `/${needed}`, message: `${needed} is missing; ${field} cannot be understood without it` }]
        : [],
  }
}

/** A number with at most one decimal. */
export function oneDecimal(rule: string, severity: Severity, field: string): Rule {
  return {
    id: rule,
    severity,
    fields: [field],
    check: (object) => {
      const value = object[field]
      return typeof value === 'number' && Number(value.toFixed(1)) !== value
        ? [{ path: `/${field}`, message: `${field} has at most one decimal` }]
        : []
    },
  }
}

/** A string that may be longer than the specification's table says; it is accepted and counted. */
export function longerThan(rule: string, field: string, max: number): Rule {
  return {
    id: rule,
    severity: 'note',
    fields: [field],
    check: (object) => {
      const value = object[field]
      return typeof value === 'string' && [...value].length > max
        ? [{ path: `/${field}`, message: `${field} has more than ${max} characters` }]
        : []
    },
  }
}

/** Like `longerThan`, for the items of a list of identifiers. */
export function longIds(rule: string, field: string, max: number): Rule {
  return {
    id: rule,
    severity: 'note',
    fields: [field],
    check: (object) => {
      const list = object[field]
      if (!Array.isArray(list)) return []
      return list.flatMap((item: unknown, index) =>
        typeof item === 'string' && item.length > max
          ? [{ path: `/${field}/${index}`, message: `more than ${max} characters` }]
          : [],
      )
    },
  }
}
