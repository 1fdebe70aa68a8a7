// Validators compiled from the definitions. A valid object costs one pass that allocates nothing; only when that pass
// says no does a second one collect every fault with its path.

import {
  hasControl,
  hasUnprintable,
  isAbsoluteUrl,
  isDateTime,
  isPrintableAscii,
  isTimeZone,
  longerThan,
  UNKNOWN_TIME,
} from './formats.ts'
import type { EnumDefinition, ObjectDefinition } from './object.ts'
import type { Field, Severity, Type } from './type.ts'
import { objectOf, type Version } from './version.ts'

export interface Fault {
  /** JSON pointer into the object, `''` for the object itself. */
  readonly path: string
  readonly severity: Severity
  /** What is wrong and what would be right. Never quotes the value: it may name a driver. */
  readonly message: string
  /** Requirement id, where a rule over several fields was broken. */
  readonly rule?: string
}

/** More faults than this in one object say nothing new. Notes are counted by themselves: they must not hide a refusal. */
const MOST_FAULTS = 100
const NONE: readonly Fault[] = Object.freeze([])

export interface CheckOptions {
  /** A PATCH body: required fields may be left out, those the object's `patchRequires` names may not. */
  readonly partial?: boolean
  /** An object of our own, about to be sent: rules are as severe as their `ours` says. */
  readonly ours?: boolean
  /** Faults told at most, and as many notes; 100 where nothing is said. */
  readonly most?: number
}

/** Every fault of a JSON value against the object or enum `name` of a version; an empty list when there is none. */
export function check(version: Version, name: string, value: unknown, options: CheckOptions = {}): readonly Fault[] {
  const checker = compiled(version, name)
  if (options.partial ? checker.partial(value) : checker.ok(value)) return NONE
  const faults = new Faults(options.most ?? MOST_FAULTS, options.ours === true)
  checker.explain(value, '', faults, 'value', options.partial === true)
  return faults.list
}

/** True when the value has no fault but notes. */
export const accepts = (version: Version, name: string, value: unknown, options: CheckOptions = {}): boolean =>
  check(version, name, value, options).every((fault) => fault.severity === 'note')

class Faults {
  readonly list: Fault[] = []
  /** Refusals so far, told or not. */
  refusals = 0
  readonly ours: boolean
  private readonly most: number
  private notes = 0

  constructor(most: number, ours: boolean) {
    this.most = most
    this.ours = ours
  }

  add(path: string, severity: Severity, message: string, rule?: string): void {
    const count = severity === 'note' ? ++this.notes : ++this.refusals
    if (count <= this.most) this.list.push(rule ? { path, severity, message, rule } : { path, severity, message })
  }
}

interface Checker {
  ok(value: unknown): boolean
  partial(value: unknown): boolean
  explain(value: unknown, path: string, faults: Faults, severity: Severity, partial: boolean): void
}

const cache = new WeakMap<Version, Map<string, Checker>>()

function compiled(version: Version, name: string): Checker {
  let byName = cache.get(version)
  if (!byName) {
    byName = new Map()
    cache.set(version, byName)
  }
  let checker = byName.get(name)
  if (!checker) {
    const enumeration = version.enums[name]
    checker = enumeration ? enumChecker(name, enumeration) : objectChecker(version, name, objectOf(version, name))
    byName.set(name, checker)
  }
  return checker
}

/** Objects may refer to each other in any order, so a reference is looked up when it is first used. */
function lazily(version: Version, name: string): Checker {
  let found: Checker | undefined
  const checker = () => {
    found ??= compiled(version, name)
    return found
  }
  return {
    ok: (value) => checker().ok(value),
    partial: (value) => checker().partial(value),
    explain: (value, path, faults, severity) => checker().explain(value, path, faults, severity, false),
  }
}

const kindOf = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'an array'
      : typeof value === 'object'
        ? 'an object'
        : `a ${typeof value}`

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A value of one JSON type with one test; a wrong JSON type is always an identity fault. */
function leaf(
  json: string,
  ok: (value: never) => boolean,
  explain: (value: never) => string | [string, Severity],
): Checker {
  return {
    ok: (value) => typeof value === json && ok(value as never),
    partial: (value) => typeof value === json && ok(value as never),
    explain(value, path, faults, severity) {
      if (typeof value !== json) {
        faults.add(path, 'identity', `is ${kindOf(value)}; a JSON ${json} is expected`)
      } else if (!ok(value as never)) {
        const why = explain(value as never)
        if (typeof why === 'string') faults.add(path, severity, why)
        else faults.add(path, why[1], why[0])
      }
    },
  }
}

function enumChecker(name: string, enumeration: EnumDefinition): Checker {
  const values = new Set(enumeration.values)
  if (enumeration.open) {
    return leaf(
      'string',
      (value: string) => values.has(value) || (value.length > 0 && !hasControl(value)),
      () => `is not a usable value of ${name}`,
    )
  }
  const right = enumeration.values.join(', ')
  return leaf(
    'string',
    (value: string) => values.has(value),
    () => `is not a value of ${name}; one of ${right} is expected`,
  )
}

function typeChecker(version: Version, type: Type): Checker {
  switch (type.kind) {
    case 'ref':
      return lazily(version, type.name)
    case 'boolean':
      return leaf(
        'boolean',
        () => true,
        () => '',
      )
    case 'dateTime':
      return leaf('string', isDateTime, (value: string) =>
        value === UNKNOWN_TIME
          ? ['spells an unknown time as the specification does; 1970-01-01T00:00:00Z is the RFC 3339 form', 'note']
          : 'is not a DateTime; UTC like 2026-01-31T12:00:00Z is expected, without offset',
      )
    case 'url':
      return leaf(
        'string',
        (value: string) => value.length <= 255 && isAbsoluteUrl(value),
        (value: string) => (value.length > 255 ? 'is longer than 255 characters' : 'is not an absolute URL'),
      )
    case 'timeZone':
      return leaf('string', isTimeZone, () => 'is not an IANA time zone name like Europe/Amsterdam')
    case 'int':
    case 'number':
      return numberChecker(type)
    case 'string':
    case 'ciString':
      return textChecker(type)
  }
}

function numberChecker(type: Extract<Type, { kind: 'int' | 'number' }>): Checker {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = type
  const whole = type.kind === 'int'
  return leaf(
    'number',
    (value: number) => (whole ? Number.isSafeInteger(value) : Number.isFinite(value)) && value >= min && value <= max,
    (value: number) => (value < min ? `is below ${min}` : value > max ? `is above ${max}` : 'is not a whole number'),
  )
}

function textChecker(type: Extract<Type, { kind: 'string' | 'ciString' }>): Checker {
  const { max = Number.POSITIVE_INFINITY, pattern, what } = type
  const ascii = type.kind === 'ciString'
  const clean = (value: string) => (ascii ? isPrintableAscii(value) : !hasControl(value))
  return leaf(
    'string',
    (value: string) => !longerThan(value, max) && (pattern ? pattern.test(value) : clean(value)),
    (value: string) => {
      if (longerThan(value, max)) return `is longer than ${max} characters`
      if (pattern && !pattern.test(value)) return `is not ${what}`
      if (ascii) return 'holds characters other than printable ASCII'
      return hasUnprintable(value)
        ? 'holds control characters; printable text is expected'
        : ['holds line breaks or tabs; printable text is expected', 'note']
    },
  )
}

interface FieldChecker {
  readonly name: string
  readonly field: Field
  readonly list: boolean
  readonly required: boolean
  readonly type: Checker
}

function objectChecker(version: Version, name: string, definition: ObjectDefinition): Checker {
  const fields: FieldChecker[] = Object.entries(definition.fields).map(([key, field]) => ({
    name: key,
    field,
    list: field.card === '*' || field.card === '+',
    required: field.card === '1' || field.card === '+',
    type: typeChecker(version, field.type),
  }))
  const ids = new Set(definition.identity)

  const fieldOk = ({ field, list, type, name: key }: FieldChecker, value: unknown): boolean => {
    if (!list) return type.ok(value) && !(value === '' && ids.has(key))
    if (!Array.isArray(value) || (field.card === '+' && value.length === 0)) return false
    for (const item of value) if (!type.ok(item)) return false
    return true
  }

  function ok(value: unknown, partial: boolean): boolean {
    if (!isObject(value)) return false
    for (const checker of fields) {
      const held = value[checker.name]
      if (held === undefined || held === null) {
        if (!checker.required) continue
        if (!partial || held === null || definition.patchRequires.includes(checker.name)) return false
      } else if (!fieldOk(checker, held)) {
        return false
      }
    }
    for (const rule of definition.rules) {
      if (partial && !rule.fields.every((field) => value[field] !== undefined)) continue
      if (rule.check(value).length > 0) return false
    }
    return true
  }

  return {
    ok: (value) => ok(value, false),
    partial: (value) => ok(value, true),
    explain(value, path, faults, _severity, partial) {
      if (!isObject(value)) {
        faults.add(path, 'identity', `is ${kindOf(value)}; ${article(name)} ${name} object is expected`)
        return
      }
      const faulty = new Set<string>()
      for (const checker of fields) {
        const before = faults.refusals
        explainField(checker, value[checker.name], `${path}/${checker.name}`, faults, partial)
        if (faults.refusals > before) faulty.add(checker.name)
      }
      for (const rule of definition.rules) {
        if (rule.fields.some((field) => faulty.has(field))) continue
        if (partial && !rule.fields.every((field) => value[field] !== undefined)) continue
        const severity = (faults.ours && rule.ours) || rule.severity
        for (const fault of rule.check(value)) faults.add(path + fault.path, severity, fault.message, rule.id)
      }
    },
  }

  function explainField(checker: FieldChecker, held: unknown, path: string, faults: Faults, partial: boolean): void {
    const { field, list, required, type } = checker
    if (held === undefined || held === null) {
      if (!required) return
      if (!partial) faults.add(path, field.severity, `${checker.name} is missing; every ${name} has it`)
      else if (definition.patchRequires.includes(checker.name)) {
        faults.add(path, field.severity, `${checker.name} is missing; every PATCH carries it`)
      } else if (held === null) {
        faults.add(path, 'value', `${checker.name} is null; a PATCH cannot remove a required field`)
      }
      return
    }
    if (!list) {
      type.explain(held, path, faults, field.severity, false)
      if (held === '' && ids.has(checker.name)) faults.add(path, 'identity', 'is empty; it names the object')
    } else if (!Array.isArray(held)) {
      faults.add(path, 'identity', `is ${kindOf(held)}; an array is expected`)
    } else if (field.card === '+' && held.length === 0) {
      faults.add(path, field.severity, 'is empty; at least one element is expected')
    } else {
      held.forEach((item, index) => {
        type.explain(item, `${path}/${index}`, faults, field.severity, false)
      })
    }
  }
}

const article = (name: string): string => (/^[AEIOU]/.test(name) ? 'an' : 'a')
