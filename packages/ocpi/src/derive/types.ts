import type { Type } from '../define/type.ts'
import type { Version } from '../define/version.ts'
import { describeField, describeType } from './describe.ts'
import { type DefinitionView, type EnumView, type FieldView, type ObjectView, walk } from './walk.ts'

/**
 * TypeScript types of a version: what we send. What others send may hold `null` where a field is optional, fields of
 * their own, and, until it is checked, anything at all.
 */
export function typesText(version: Version): string {
  const { definitions } = walk(version)
  const parts = [
    `// Made by \`npm run generate\` from the definitions of OCPI ${version.number}; not to be edited.`,
    ...definitions.map((definition) =>
      definition.kind === 'object' ? interfaceText(definition) : unionText(definition),
    ),
    indexText('Objects', 'Every object by its name.', definitions, 'object'),
    indexText('Enums', 'Every enum by its name.', definitions, 'enum'),
  ]
  return `${parts.join('\n\n')}\n`
}

function interfaceText({ name, definition, fields }: ObjectView): string {
  const lines = fields.flatMap((view) => [...comment(fieldComment(view), '  '), `  ${fieldText(view)}`])
  return [...comment(definition.doc), `export interface ${name} {`, ...lines, '}'].join('\n')
}

const fieldText = (view: FieldView): string => {
  const one = typeText(view.field.type)
  return `${view.name}${view.required ? '' : '?'}: ${view.list ? `${one}[]` : one}`
}

/** The length or range of a plain value is no TypeScript type, so it is told. */
function fieldComment({ field, list, required }: FieldView): string {
  const limits = field.type.kind === 'ref' || field.type.kind === 'boolean' ? '' : `${describeType(field.type)}.`
  const least = list && required ? 'At least one.' : ''
  return [describeField(field), limits, least].filter((part) => part !== '').join(' ')
}

function typeText(type: Type): string {
  switch (type.kind) {
    case 'ref':
      return type.name
    case 'int':
    case 'number':
      return 'number'
    case 'boolean':
      return 'boolean'
    default:
      return 'string'
  }
}

function unionText({ name, definition }: EnumView): string {
  const values = definition.values.map((value) => `  | '${value}'`)
  // Keeps the listed values as completions while any other text is fine too.
  const others = definition.open ? ['  | (string & {})'] : []
  const doc = definition.open ? `${definition.doc} Others may be used.` : definition.doc
  return [...comment(doc), `export type ${name} =`, ...values, ...others].join('\n')
}

function indexText(name: string, doc: string, definitions: readonly DefinitionView[], kind: 'object' | 'enum'): string {
  const names = definitions.filter((definition) => definition.kind === kind).map((definition) => definition.name)
  return [...comment(doc), `export interface ${name} {`, ...names.map((one) => `  ${one}: ${one}`), '}'].join('\n')
}

const comment = (text: string, indent = ''): string[] =>
  text === '' ? [] : [`${indent}/** ${text.replaceAll('*/', '*\\/')} */`]
