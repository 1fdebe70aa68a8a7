import { carryOut, checkOwnField, convertField, GONE, isGiven, Result, type Run, removeField } from './apply.ts'
import type { FieldPlan, ObjectPlan } from './plan.ts'
import type { Source } from './rules.ts'

// The body of a PATCH says what changed, and only at the top: what a field holds is whole (2.2.1 transport, "PATCH").
// So a field of a PATCH converts like the field of a whole object, unless the target would have to be told that
// something is no more, or a field is made from others the PATCH does not carry.

export interface ConvertedPatch {
  readonly object: Source | undefined
  /** Why the target cannot be told by a PATCH; the caller sends the whole object instead. */
  readonly needsFull?: string
}

const NEEDS_FULL = { object: undefined }

export function convertPatch(plan: ObjectPlan, patch: Source, run: Run): ConvertedPatch {
  if (plan.identical) return { object: patch }
  const result = new Result(patch)
  for (const field of plan.fields) {
    const problem = convertPatched(field, patch[field.name], result, run)
    if (problem) return { ...NEEDS_FULL, needsFull: problem }
  }
  for (const field of plan.removed) removeField(plan, field, patch, result, undefined, run)
  for (const field of plan.gained) checkOwnField(plan, field, patch, result, undefined, run)
  for (const make of plan.makes) {
    const given = make.from.filter((field) => patch[field] !== undefined)
    if (given.length === 0) continue
    const lacking = make.from.filter((field) => !isGiven(patch[field]))
    if (lacking.length > 0) {
      return { ...NEEDS_FULL, needsFull: `${make.to.join(', ')} cannot be made without ${lacking.join(', ')}` }
    }
    if (!carryOut(make, plan, patch, result, undefined, run)) {
      return { ...NEEDS_FULL, needsFull: `${make.required.join(', ')} has no value the target knows` }
    }
    const silent = make.to.filter((field) => plan.known.has(field) && !isGiven(result.object[field]))
    if (silent.length > 0) return { ...NEEDS_FULL, needsFull: cannotRemove(silent.join(', ')) }
  }
  return { object: result.object }
}

/** 2.2.1 Locations, "PATCH": not suited to remove what was shared earlier. */
const cannotRemove = (field: string): string => `${field} has no value the target knows, and a PATCH cannot remove it`

function convertPatched(field: FieldPlan, held: unknown, result: Result, run: Run): string | undefined {
  if (held === undefined || held === null) return undefined
  const converted = convertField(field, held, { above: undefined, key: field.name }, run)
  if (converted === GONE || (isGiven(held) && !isGiven(converted))) return cannotRemove(field.name)
  result.set(field.name, converted)
  return undefined
}
