import { check } from '../define/validate.ts'
import type { Version } from '../define/version.ts'
import type { EnumPlan, FieldPlan, MakePlan, ObjectPlan, Plans } from './plan.ts'
import { type At, pointer, segment } from './pointer.ts'
import type { Loss, Making, Source } from './rules.ts'

// Carries out the plans. Nothing is copied before something changes: what is the same in both versions is handed
// through by reference, so a conversion costs what it changes.

/** The value cannot exist in the target. */
export const GONE: unique symbol = Symbol('gone')

/** One conversion of one object. */
export interface Run {
  readonly plans: Plans
  readonly to: Version
  readonly losses: Loss[]
  /** Lists that lost items: source positions of those that stayed, by the list's pointer in the source. */
  readonly kept: Map<string, readonly number[]>
}

export const lose = (run: Run, at: At | undefined, why: string): void => {
  run.losses.push({ path: pointer(at), why })
}

const isObject = (value: unknown): value is Source =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `null`, `[]` and absent are the same: nothing was given (terminology, "Cardinality"). */
export const isGiven = (value: unknown): boolean =>
  value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0)

export function convertEnum(plan: EnumPlan, value: unknown, at: At | undefined, run: Run): unknown {
  if (typeof value !== 'string' || plan.known.has(value)) return value
  const { map, otherwise, why } = plan.rule
  const standIn = (map && Object.hasOwn(map, value) ? map[value] : undefined) ?? otherwise
  if (standIn === undefined || standIn === null) {
    lose(run, at, `${why}; left out`)
    return GONE
  }
  lose(run, at, `${why}; ${standIn} stands for it`)
  return standIn
}

export function convertObject(plan: ObjectPlan, value: unknown, at: At | undefined, run: Run): unknown {
  if (plan.identical || !isObject(value)) return value
  const result = new Result(value)
  for (const field of plan.fields) {
    const held = value[field.name]
    if (held === undefined || held === null) continue
    const converted = convertField(field, held, { above: at, key: field.name }, run)
    if (converted === GONE) {
      if (field.required) return gone(run, at, `${plan.name} cannot do without ${field.name}`)
      result.remove(field.name)
    } else {
      result.set(field.name, converted)
    }
  }
  for (const field of plan.removed) removeField(plan, field, value, result, at, run)
  for (const field of plan.gained) checkOwnField(plan, field, value, result, at, run)
  for (const make of plan.makes) {
    if (make.from.length > 0 && !make.from.some((field) => isGiven(value[field]))) {
      for (const field of make.to) if (plan.known.has(field)) result.remove(field)
      continue
    }
    if (!carryOut(make, plan, value, result, at, run)) return GONE
  }
  return result.object
}

export function convertField(field: FieldPlan, held: unknown, at: At, run: Run): unknown {
  if ('object' in field.holds) {
    const plan = run.plans.objects.get(field.holds.object)!
    if (plan.identical) return held
    return field.list
      ? convertList(field, held, at, run, (item, place) => convertObject(plan, item, place, run))
      : convertObject(plan, held, at, run)
  }
  const plan = field.holds.enum
  return field.list
    ? convertList(field, held, at, run, (item, place) => convertEnum(plan, item, place, run))
    : convertEnum(plan, held, at, run)
}

function convertList(
  field: FieldPlan,
  held: unknown,
  at: At,
  run: Run,
  convertItem: (item: unknown, at: At) => unknown,
): unknown {
  if (!Array.isArray(held)) return held
  const items: unknown[] = []
  const kept: number[] = []
  let same = true
  held.forEach((item, position) => {
    const converted = convertItem(item, { above: at, key: position })
    if (converted === GONE) return
    items.push(converted)
    kept.push(position)
    if (converted !== item) same = false
  })
  if (items.length < held.length) run.kept.set(pointer(at), kept)
  else if (same) return held
  if (items.length === 0 && field.required) return gone(run, at, 'nothing in it can be kept')
  return items
}

export function gone(run: Run, at: At | undefined, why: string): typeof GONE {
  lose(run, at, `${why}; left out`)
  return GONE
}

export function removeField(
  plan: ObjectPlan,
  field: string,
  source: Source,
  result: Result,
  at: At | undefined,
  run: Run,
): void {
  if (source[field] === undefined) return
  result.remove(field)
  const why = plan.drop[field]
  if (why !== undefined && isGiven(source[field])) lose(run, { above: at, key: field }, `${why}; left out`)
}

/** A field of the sender's own whose name means something in the target: kept when it is valid there. */
export function checkOwnField(
  plan: ObjectPlan,
  field: string,
  source: Source,
  result: Result,
  at: At | undefined,
  run: Run,
): void {
  const held = source[field]
  if (held === undefined) return
  const faults = check(run.to, plan.name, { [field]: held }, { partial: true })
  const own = segment(field)
  if (!faults.some(({ path, severity }) => severity !== 'note' && (path === own || path.startsWith(`${own}/`)))) return
  result.remove(field)
  gone(run, { above: at, key: field }, `means something else in OCPI ${run.to.number}`)
}

/** False when the target cannot do without something that could not be made. */
export function carryOut(
  make: MakePlan,
  plan: ObjectPlan,
  source: Source,
  result: Result,
  at: At | undefined,
  run: Run,
): boolean {
  const made = make.by(source, making(plan, source, at, run))
  for (const field of make.to) {
    const value = made[field]
    if (!plan.known.has(field) && source[field] !== undefined && value !== undefined && source[field] !== value) {
      lose(run, { above: at, key: field }, `means something else in OCPI ${run.to.number}; replaced`)
    }
    if (value !== undefined) result.set(field, value)
    else if (make.required.includes(field) && !make.needs.some((needed) => !isGiven(source[needed]))) {
      gone(run, at, `${plan.name} cannot do without ${field}`)
      return false
    } else if (plan.known.has(field)) result.remove(field)
    else checkOwnField(plan, field, source, result, at, run)
  }
  return true
}

function making(plan: ObjectPlan, source: Source, at: At | undefined, run: Run): Making {
  return {
    lose: (path, why) => run.losses.push({ path: pointer(at) + path, why }),
    copied(name) {
      const held = source[name]
      if (held === undefined || held === null) return undefined
      const field = plan.used.get(name)
      if (!field) return held
      const converted = convertField(field, held, { above: at, key: name }, run)
      return converted === GONE ? undefined : converted
    },
  }
}

/** The object being made; the source itself as long as nothing differs. */
export class Result {
  private readonly source: Source
  private own: Record<string, unknown> | undefined

  constructor(source: Source) {
    this.source = source
  }

  get object(): Source {
    return this.own ?? this.source
  }

  set(field: string, value: unknown): void {
    if (this.object[field] !== value) this.copy()[field] = value
  }

  remove(field: string): void {
    if (field in this.object) delete this.copy()[field]
  }

  private copy(): Record<string, unknown> {
    this.own ??= { ...this.source }
    return this.own
  }
}
