import type { Version } from '../define/version.ts'
import { convertEnum, convertObject, GONE, type Run } from './apply.ts'
import { originOf } from './origin.ts'
import { convertPatch } from './patch.ts'
import { makePlans } from './plan.ts'
import type { ConversionRules, Loss, Source } from './rules.ts'

export interface Converted {
  /** In the target's terms; undefined when it cannot exist there, or when a PATCH cannot say it. */
  readonly object: unknown
  readonly losses: readonly Loss[]
  /** Only for a PATCH: why the caller has to send the whole object instead. */
  readonly needsFull?: string
}

export interface ConvertOptions {
  /** The value is the body of a PATCH. */
  readonly partial?: boolean
}

/** The way from one version to its neighbour. */
export interface Conversion {
  readonly from: Version
  readonly to: Version
  /** As it was stated, for who wants to tell about it. */
  readonly rules: ConversionRules
  /** `name`: an object or enum of `from`. The value is valid there; what is not comes out as it went in. */
  readonly convert: (name: string, value: unknown, options?: ConvertOptions) => StepResult
}

export interface StepResult extends Converted {
  /** Where a place in the result lay in the value it was made from; both are JSON pointers. */
  readonly origin: (path: string) => string
}

const unmoved = (path: string): string => path
const NO_LOSSES: readonly Loss[] = Object.freeze([])

/**
 * A conversion between two neighbouring versions. Everything the rules do not speak of is copied, unknown fields
 * included. Throws when copying cannot fill a required field, has no place for a field, or meets a changed type or an
 * enum value the target refuses, and no rule says what to do: all of it is named.
 */
export function defineConversion(from: Version, to: Version, rules: ConversionRules): Conversion {
  const plans = makePlans(from, to, rules)

  function convert(name: string, value: unknown, { partial = false }: ConvertOptions = {}): StepResult {
    const plan = plans.objects.get(name)
    if (plan?.identical) return { object: value, losses: NO_LOSSES, origin: unmoved }
    const run: Run = { plans, to, losses: [], kept: new Map() }
    const done = (object: unknown, needsFull?: string): StepResult => ({
      object: object === GONE ? undefined : object,
      losses: run.losses,
      origin: plan ? (path) => originOf(plans.objects, to, name, path, run.kept) : unmoved,
      ...(needsFull === undefined ? {} : { needsFull }),
    })
    if (plan) {
      if (!partial) return done(convertObject(plan, value, undefined, run))
      const { object, needsFull } = convertPatch(plan, value as Source, run)
      return done(object, needsFull)
    }
    if (plans.enums.has(name)) {
      const enumeration = plans.enums.get(name)
      return done(enumeration ? convertEnum(enumeration, value, undefined, run) : value)
    }
    if (!(name in from.objects || name in from.enums)) throw new Error(`OCPI ${from.number} has no ${name}`)
    run.losses.push({ path: '', why: plans.gone[name] ?? `OCPI ${to.number} has no ${name}` })
    return done(GONE)
  }

  return { from, to, rules, convert }
}
