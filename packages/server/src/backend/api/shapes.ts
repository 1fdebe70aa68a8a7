import type { ObjectDefinition } from '@interchange/ocpi/define/object'
import type { Field } from '@interchange/ocpi/define/type'

/** What a body of the API leaves out or replaces of an object it is otherwise equal to. */
export interface ShapeChange {
  readonly doc?: string
  readonly omit?: readonly string[]
  readonly optional?: readonly string[]
  readonly replace?: Readonly<Record<string, Field>>
  /** Ids of rules that do not hold for the body. */
  readonly withoutRules?: readonly string[]
  /** Put before the object's own fields. */
  readonly add?: Readonly<Record<string, Field>>
}

const OPTIONAL = { '1': '?', '+': '*', '?': '?', '*': '*' } as const

const optional = (field: Field): Field => ({ ...field, card: OPTIONAL[field.card] })

/** An object as a body carries it, stated as a change on the canonical one: nothing is written down twice. */
export function shapeOf(base: ObjectDefinition, change: ShapeChange): ObjectDefinition {
  const fields: Record<string, Field> = { ...change.add }
  for (const name of [...(change.omit ?? []), ...(change.optional ?? []), ...Object.keys(change.replace ?? {})]) {
    if (!(name in base.fields)) throw new Error(`there is no field ${name} to change`)
  }
  for (const [name, field] of Object.entries(base.fields)) {
    if (change.omit?.includes(name)) continue
    const stated = change.replace?.[name] ?? field
    fields[name] = change.optional?.includes(name) ? optional(stated) : stated
  }
  return {
    ...base,
    doc: change.doc ?? base.doc,
    fields,
    rules: base.rules.filter(({ id }) => !change.withoutRules?.includes(id)),
    patchRequires: [],
    identity: base.identity.filter((name) => name in fields && !change.optional?.includes(name)),
  }
}

/** The body of a merge patch: any of the fields, `null` takes an optional one away. */
export const changesOf = (base: ObjectDefinition, doc: string): ObjectDefinition => ({
  ...base,
  doc,
  fields: Object.fromEntries(Object.entries(base.fields).map(([name, field]) => [name, optional(field)])),
  rules: [],
  patchRequires: [],
  identity: [],
})
