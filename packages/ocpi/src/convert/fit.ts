import type { EnumDefinition } from '../define/object.ts'
import type { Field, Type } from '../define/type.ts'
import type { Version } from '../define/version.ts'
import type { EnumRule } from './rules.ts'

// When copying is enough. A copy must be valid in the target for every value that is valid in the source.

const isList = (field: Field): boolean => field.card === '*' || field.card === '+'
export const isRequired = (field: Field): boolean => field.card === '1' || field.card === '+'

/** Why a copy of `source` may not be a valid `target`; nothing when it always is. */
export function misfit(source: Field, target: Field): string | undefined {
  if (isList(source) !== isList(target)) return 'a list on one side only'
  if (isRequired(target) && !isRequired(source)) return 'required in the target, optional in the source'
  if (source.unit !== target.unit) return `the unit changed from ${source.unit ?? 'none'} to ${target.unit ?? 'none'}`
  return typeMisfit(source.type, target.type)
}

function typeMisfit(source: Type, target: Type): string | undefined {
  if (source.kind === 'ref' && target.kind === 'ref') return source.name === target.name ? undefined : ANOTHER
  if (source.kind === target.kind) return narrower(source, target)
  if (source.kind === 'int' && target.kind === 'number') return narrower(source, target)
  if (target.kind === 'string' && isText(source)) return narrower(source, target)
  return ANOTHER
}

const ANOTHER = 'another type in the target'

/** Beside `string` itself. */
const isText = (type: Type): boolean => ['ciString', 'url', 'timeZone', 'dateTime'].includes(type.kind)

/** Longest text a type allows. types, "DateTime" and "URL". */
const longest = (type: Type): number => {
  if ('max' in type && type.max !== undefined) return type.max
  return type.kind === 'url' ? 255 : type.kind === 'dateTime' ? 25 : Number.POSITIVE_INFINITY
}

function narrower(source: Type, target: Type): string | undefined {
  if (longest(source) > longest(target)) return `at most ${longest(target)} in the target`
  if ('min' in target && target.min !== undefined) {
    const least = 'min' in source ? source.min : undefined
    if (least === undefined || least < target.min) return `at least ${target.min} in the target`
  }
  if ('pattern' in target && target.pattern) {
    const theirs = 'pattern' in source ? source.pattern : undefined
    if (String(theirs) !== String(target.pattern)) return `has to be ${target.what} in the target`
  }
  return undefined
}

export type FieldKind = 'plain' | 'object' | 'enum'

export function kindOf(version: Version, field: Field): FieldKind {
  if (field.type.kind !== 'ref') return 'plain'
  return field.type.name in version.enums ? 'enum' : 'object'
}

/** Values of an enum that the target refuses; `open` when there may be any number of others. */
export function lacking(source: EnumDefinition, target: EnumDefinition): { values: readonly string[]; open: boolean } {
  if (target.open) return { values: [], open: false }
  return { values: source.values.filter((value) => !target.values.includes(value)), open: source.open }
}

/** What a rule for an enum leaves unsaid or says wrongly. */
export function enumProblems(source: EnumDefinition, target: EnumDefinition, rule: EnumRule | undefined): string[] {
  const { values, open } = lacking(source, target)
  if (values.length === 0 && !open) return rule ? ['has a rule, but the target knows every value'] : []
  if (!rule) {
    const named = values.length > 0 ? `the target lacks ${values.join(', ')}` : 'the target takes no other values'
    return [`${named}; an enum rule is missing`]
  }
  const problems: string[] = []
  const stated = (value: string) => rule.map?.[value] !== undefined || rule.otherwise !== undefined
  for (const value of values) if (!stated(value)) problems.push(`the rule says nothing about ${value}`)
  if (open && rule.otherwise === undefined) problems.push('the rule says nothing about values outside of the list')
  for (const value of [...Object.values(rule.map ?? {}), rule.otherwise ?? undefined]) {
    if (value !== undefined && !target.values.includes(value)) problems.push(`the target has no ${value} either`)
  }
  return problems
}
