import type { EnumDefinition, ObjectDefinition } from '../define/object.ts'
import { endpointsOf, type Version } from '../define/version.ts'
import { enumProblems, isRequired, kindOf, lacking, misfit } from './fit.ts'
import type { ConversionRules, EnumRule, Make, ObjectRule } from './rules.ts'

// What to do with each object of the source, worked out once from both definitions and the rules.

export interface EnumPlan {
  readonly name: string
  /** Values the target takes. */
  readonly known: ReadonlySet<string>
  readonly rule: EnumRule
}

/** A field that is copied, and that may change on the way. */
export interface FieldPlan {
  readonly name: string
  readonly list: boolean
  /** The target cannot do without it. */
  readonly required: boolean
  readonly holds: { readonly object: string } | { readonly enum: EnumPlan }
}

export interface MakePlan extends Make {
  /** Fields of `to` the target cannot do without. */
  readonly required: readonly string[]
  /** Fields of `from` every valid source has; without them the source is no better than the result. */
  readonly needs: readonly string[]
}

export interface ObjectPlan {
  readonly name: string
  readonly target: ObjectDefinition
  /** Copied fields that may change on the way. */
  readonly fields: readonly FieldPlan[]
  /** The same for fields that something is made from: how a plain copy would be made. */
  readonly used: ReadonlyMap<string, FieldPlan>
  readonly drop: Readonly<Record<string, string>>
  readonly makes: readonly MakePlan[]
  /** Source fields that do not exist in the target. */
  readonly removed: readonly string[]
  /** Target fields that the source does not have and nothing makes; a field of this name is the sender's own. */
  readonly gained: readonly string[]
  /** Source fields by name, copied or not; all others are the sender's own. */
  readonly known: ReadonlySet<string>
  /** Nothing in it ever changes: the same object serves both versions. */
  identical: boolean
}

export interface Plans {
  readonly objects: ReadonlyMap<string, ObjectPlan>
  readonly enums: ReadonlyMap<string, EnumPlan | undefined>
  /** Sent and received by the source, unknown to the target. */
  readonly gone: Readonly<Record<string, string>>
}

/** Throws when the rules leave something unsaid, naming all of it. */
export function makePlans(from: Version, to: Version, rules: ConversionRules): Plans {
  const problems: string[] = []
  const enums = planEnums(from, to, rules, problems)
  const objects = new Map<string, ObjectPlan>()
  for (const [name, source] of Object.entries(from.objects)) {
    const target = to.objects[name]
    if (!target) continue
    const found: string[] = []
    objects.set(name, planObject(from, to, name, source, target, rules.objects?.[name] ?? {}, enums, found))
    problems.push(...found.map((problem) => `${name}${problem}`))
  }
  for (const name of Object.keys(rules.objects ?? {})) {
    if (!objects.has(name)) problems.push(`${name}: has a rule, but is not an object of both versions`)
  }
  problems.push(...goneProblems(from, to, rules))
  if (problems.length > 0) {
    throw new Error(`The conversion from OCPI ${from.number} to ${to.number} is not whole:\n  ${problems.join('\n  ')}`)
  }
  markIdentical(objects)
  return { objects, enums, gone: rules.gone ?? {} }
}

function planEnums(from: Version, to: Version, rules: ConversionRules, problems: string[]) {
  const plans = new Map<string, EnumPlan | undefined>()
  for (const [name, source] of Object.entries(from.enums)) {
    const target = to.enums[name]
    if (!target) continue
    const rule = rules.enums?.[name]
    problems.push(...enumProblems(source, target, rule).map((problem) => `${name}: ${problem}`))
    plans.set(name, rule && enumPlan(name, target, rule))
  }
  for (const name of Object.keys(rules.enums ?? {})) {
    if (!plans.has(name)) problems.push(`${name}: has an enum rule, but is not an enum of both versions`)
  }
  return plans
}

const enumPlan = (name: string, target: EnumDefinition, rule: EnumRule): EnumPlan => ({
  name,
  known: new Set(target.values),
  rule,
})

function planObject(
  from: Version,
  to: Version,
  name: string,
  source: ObjectDefinition,
  target: ObjectDefinition,
  rule: ObjectRule,
  enums: Plans['enums'],
  problems: string[],
): ObjectPlan {
  const makes = rule.make ?? []
  const drop = rule.drop ?? {}
  const made = new Set(makes.flatMap((make) => make.to))
  const used = new Set(makes.flatMap((make) => make.from))
  const fields: FieldPlan[] = []
  const planField = (field: string): FieldPlan | undefined => {
    const stated = source.fields[field]
    const kind = stated ? kindOf(from, stated) : 'plain'
    if (kind === 'plain' || stated?.type.kind !== 'ref') return undefined
    const common = {
      name: field,
      list: stated.card === '*' || stated.card === '+',
      required: isRequired(target.fields[field] ?? stated),
    }
    if (kind === 'object') {
      return stated.type.name in to.objects ? { ...common, holds: { object: stated.type.name } } : undefined
    }
    const plan = fieldEnumPlan(from, to, stated.type.name, rule.values?.[field], enums)
    return plan && { ...common, holds: { enum: plan } }
  }

  for (const [field, stated] of Object.entries(source.fields)) {
    const other = target.fields[field]
    if (field in drop || made.has(field)) continue
    if (!other) {
      if (!used.has(field)) problems.push(`.${field}: the target has no such field; drop it or make something of it`)
      continue
    }
    const why = misfit(stated, other)
    if (why) {
      problems.push(`.${field}: ${why}; a rule has to make it`)
      continue
    }
    const plan = planField(field)
    if (plan) fields.push(plan)
  }

  for (const [field, other] of Object.entries(target.fields)) {
    if (isRequired(other) && !(field in source.fields) && !made.has(field)) {
      problems.push(`.${field}: required in the target, absent in the source; a rule has to make it`)
    }
    if (isRequired(other) && field in drop && !made.has(field)) {
      problems.push(`.${field}: dropped, but required in the target`)
    }
  }
  problems.push(...staleRules(from, to, source, target, rule, name))
  return {
    name,
    target,
    fields,
    used: new Map([...used].flatMap((field) => [planField(field) ?? []].flat().map((plan) => [field, plan] as const))),
    drop,
    makes: makes.map((make) => ({
      from: make.from,
      to: make.to,
      by: (object, making) => make.by(object, making),
      required: requiredAmong(target, make.to),
      needs: requiredAmong(source, make.from),
    })),
    removed: Object.keys(source.fields).filter((field) => !(field in target.fields) || field in drop),
    gained: Object.keys(target.fields).filter((field) => !(field in source.fields) && !made.has(field)),
    known: new Set(Object.keys(source.fields)),
    identical: false,
  }
}

const requiredAmong = (definition: ObjectDefinition, names: readonly string[]): string[] =>
  names.filter((name) => definition.fields[name] && isRequired(definition.fields[name]))

function fieldEnumPlan(
  from: Version,
  to: Version,
  name: string,
  rule: EnumRule | undefined,
  enums: Plans['enums'],
): EnumPlan | undefined {
  const target = to.enums[name]
  if (!rule || !target) return enums.get(name)
  const { values, open } = lacking(from.enums[name]!, target)
  return values.length > 0 || open ? enumPlan(name, target, rule) : undefined
}

/** Rules about what is not there: the definitions moved on and the rule stayed. */
function staleRules(
  from: Version,
  to: Version,
  source: ObjectDefinition,
  target: ObjectDefinition,
  rule: ObjectRule,
  name: string,
): string[] {
  const problems: string[] = []
  for (const field of Object.keys(rule.drop ?? {})) {
    if (!(field in source.fields)) problems.push(`.${field}: dropped, but the source has no such field`)
  }
  const given = new Set<string>()
  for (const make of rule.make ?? []) {
    for (const field of make.from) {
      if (!(field in source.fields))
        problems.push(`.${field}: something is made from it, but ${name} has no such field`)
    }
    for (const field of make.to) {
      if (!(field in target.fields)) problems.push(`.${field}: is made, but the target has no such field`)
      if (given.has(field)) problems.push(`.${field}: is made twice`)
      given.add(field)
    }
  }
  for (const [field, values] of Object.entries(rule.values ?? {})) {
    const type = source.fields[field]?.type
    const theirs = type?.kind === 'ref' ? from.enums[type.name] : undefined
    const ours = type?.kind === 'ref' ? to.enums[type.name] : undefined
    if (!theirs || !ours) problems.push(`.${field}: has an enum rule, but holds no enum of both versions`)
    else problems.push(...enumProblems(theirs, ours, values).map((problem) => `.${field}: ${problem}`))
  }
  return problems
}

/** What partners send each other has to be known to the target, or declared gone. */
function goneProblems(from: Version, to: Version, rules: ConversionRules): string[] {
  const exists = (version: Version, name: string) => name in version.objects || name in version.enums
  const sent = new Set(endpointsOf(from).flatMap(({ endpoint: { body, data } }) => [body?.name, data?.name]))
  const problems: string[] = []
  for (const name of sent) {
    if (name && !exists(to, name) && !rules.gone?.[name]) {
      problems.push(`${name}: the target does not have it; declare it gone`)
    }
  }
  for (const name of Object.keys(rules.gone ?? {})) {
    if (!exists(from, name) || exists(to, name)) problems.push(`${name}: declared gone without need`)
  }
  return problems
}

/** Assumes that nothing changes, and takes it back for whatever holds something that does, until nothing more falls. */
function markIdentical(plans: ReadonlyMap<string, ObjectPlan>): void {
  for (const plan of plans.values()) {
    plan.identical = plan.makes.length === 0 && plan.removed.length === 0 && plan.gained.length === 0
  }
  const holdsChange = (field: FieldPlan) => 'enum' in field.holds || !plans.get(field.holds.object)?.identical
  let fell = true
  while (fell) {
    fell = false
    for (const plan of plans.values()) {
      if (plan.identical && plan.fields.some(holdsChange)) {
        plan.identical = false
        fell = true
      }
    }
  }
}
