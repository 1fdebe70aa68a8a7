import type { Field, Severity } from './type.ts'

/** A rule over several fields of one object. `check` says what is wrong, with the path below the object, or nothing. */
export interface Rule {
  /** Requirement id where there is one, e.g. `R-LOC-23`. */
  readonly id: string
  readonly severity: Severity
  /** Severity in an object of our own, where what we send is held to more than what we take. */
  readonly ours?: Severity
  /** In a PATCH only rules whose fields are all present are asked. */
  readonly fields: readonly string[]
  readonly check: (object: Record<string, unknown>) => readonly RuleFault[]
}

export interface RuleFault {
  /** Path below the object as JSON pointer, e.g. `/regular_hours`. */
  readonly path: string
  readonly message: string
}

export interface ObjectDefinition {
  readonly kind: 'object'
  readonly doc: string
  readonly fields: Readonly<Record<string, Field>>
  readonly rules: readonly Rule[]
  /** Fields a PATCH has to carry. 2.2.1 Locations, "PATCH": `last_updated`. */
  readonly patchRequires: readonly string[]
  /** Fields that name the object; a PATCH must not change them. */
  readonly identity: readonly string[]
}

export interface ObjectOptions {
  readonly rules?: readonly Rule[]
  readonly patchRequires?: readonly string[]
}

export function object(doc: string, fields: Record<string, Field>, options: ObjectOptions = {}): ObjectDefinition {
  return {
    kind: 'object',
    doc,
    fields,
    rules: options.rules ?? [],
    patchRequires: options.patchRequires ?? [],
    identity: identityOf(fields),
  }
}

/** The change a newer version makes to an object of the version before it. */
export interface ObjectChange {
  readonly kind: 'change'
  readonly doc?: string
  readonly add?: Readonly<Record<string, Field>>
  readonly replace?: Readonly<Record<string, Field>>
  readonly remove?: readonly string[]
  readonly rules?: readonly Rule[]
}

export const change = (what: Omit<ObjectChange, 'kind'>): ObjectChange => ({ kind: 'change', ...what })

export function applyChange(name: string, base: ObjectDefinition, delta: ObjectChange): ObjectDefinition {
  const fields: Record<string, Field> = { ...base.fields }
  for (const gone of delta.remove ?? []) {
    if (!(gone in fields)) throw new Error(`${name}: ${gone} is removed but the older version has no such field`)
    delete fields[gone]
  }
  for (const [field, stated] of Object.entries(delta.replace ?? {})) {
    if (!(field in fields)) throw new Error(`${name}: ${field} is replaced but the older version has no such field`)
    fields[field] = stated
  }
  const last = fields.last_updated
  if (last) delete fields.last_updated
  for (const [field, stated] of Object.entries(delta.add ?? {})) {
    if (field in fields) throw new Error(`${name}: ${field} is added but the older version has it already`)
    fields[field] = stated
  }
  if (last) fields.last_updated = last
  return {
    ...base,
    doc: delta.doc ?? base.doc,
    fields,
    rules: [...base.rules, ...(delta.rules ?? [])],
    identity: identityOf(fields),
  }
}

const identityOf = (fields: Record<string, Field>): string[] =>
  Object.keys(fields).filter((name) => fields[name]!.severity === 'identity' && name !== 'last_updated')

/** A closed enum refuses other values; an open one (2.3.0 types, "OpenEnum") keeps them. Values are case-sensitive. */
export interface EnumDefinition {
  readonly kind: 'enum'
  readonly doc: string
  readonly open: boolean
  readonly values: readonly string[]
}

export const closed = (doc: string, values: readonly string[]): EnumDefinition => ({
  kind: 'enum',
  doc,
  open: false,
  values,
})
export const open = (doc: string, values: readonly string[]): EnumDefinition => ({
  kind: 'enum',
  doc,
  open: true,
  values,
})

export interface EnumChange {
  readonly kind: 'enumChange'
  readonly open?: boolean
  readonly add?: readonly string[]
  readonly remove?: readonly string[]
}

export const changeEnum = (what: Omit<EnumChange, 'kind'>): EnumChange => ({ kind: 'enumChange', ...what })

export function applyEnumChange(name: string, base: EnumDefinition, delta: EnumChange): EnumDefinition {
  const gone = new Set(delta.remove ?? [])
  for (const value of gone) {
    if (!base.values.includes(value))
      throw new Error(`${name}: ${value} is removed but the older version has no such value`)
  }
  for (const value of delta.add ?? []) {
    if (base.values.includes(value)) throw new Error(`${name}: ${value} is added but the older version has it already`)
  }
  return {
    ...base,
    open: delta.open ?? base.open,
    values: [...base.values.filter((value) => !gone.has(value)), ...(delta.add ?? [])],
  }
}
