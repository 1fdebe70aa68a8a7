import type { EnumDefinition } from '../define/object.ts'
import type { Type } from '../define/type.ts'
import type { Version } from '../define/version.ts'
import { describeField } from './describe.ts'
import { type DefinitionView, type FieldView, type ObjectView, walk } from './walk.ts'

export type Schema = { readonly [keyword: string]: unknown }

/** How schemas name each other; differs between a JSON Schema document and OpenAPI. */
export type RefTo = (name: string) => string

/**
 * JSON Schema (draft 2020-12) of every object and enum of a version under `$defs`, and of the bodies of PATCHes as
 * `LocationPatch` and so on. Says less than our own validators: nothing of severities, nor of rules over several fields.
 */
export function jsonSchema(version: Version): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:interchange:ocpi:${version.number}`,
    title: `OCPI ${version.number}`,
    $defs: schemasOf(version, (name) => `#/$defs/${name}`),
  }
}

export function schemasOf(version: Version, refTo: RefTo): Record<string, Schema> {
  const { definitions, patched } = walk(version)
  const schemas: Record<string, Schema> = {}
  for (const definition of definitions) {
    schemas[definition.name] = schemaOf(definition, refTo)
    if (definition.kind === 'object' && patched.has(definition.name)) {
      schemas[patchName(definition.name)] = objectSchema(definition, refTo, true)
    }
  }
  return schemas
}

export const patchName = (name: string): string => `${name}Patch`

const schemaOf = (definition: DefinitionView, refTo: RefTo): Schema =>
  definition.kind === 'object' ? objectSchema(definition, refTo, false) : enumSchema(definition.definition)

function objectSchema({ definition, fields }: ObjectView, refTo: RefTo, partial: boolean): Schema {
  const required = partial ? definition.patchRequires : fields.filter((view) => view.required).map((view) => view.name)
  return {
    description: partial ? `Changed fields only. ${definition.doc}` : definition.doc,
    type: 'object',
    properties: Object.fromEntries(
      fields.map((view) => [view.name, fieldSchema(view, refTo, definition.identity.includes(view.name))]),
    ),
    ...(required.length > 0 ? { required } : {}),
  }
}

/** Values of an open enum beside the listed ones are any text without control characters. */
const enumSchema = ({ doc, open, values }: EnumDefinition): Schema =>
  open
    ? { description: `${doc} Others may be used.`, type: 'string', minLength: 1, examples: values }
    : { description: doc, type: 'string', enum: values }

export function fieldSchema(view: FieldView, refTo: RefTo, names = false): Schema {
  const { field, list, required } = view
  const description = describeField(field)
  const one = view.refers ? { $ref: refTo(view.refers.name) } : valueSchema(field.type, names)
  const schema = list ? { type: 'array', items: one, ...(required ? { minItems: 1 } : {}) } : one
  return {
    ...(description === '' ? {} : { description }),
    ...(required ? schema : orNull(schema)),
    ...(field.default === undefined ? {} : { default: field.default }),
  }
}

/** terminology, "Cardinality": `null` is as good as absent. */
const orNull = (schema: Schema): Schema =>
  typeof schema.type === 'string' ? { ...schema, type: [schema.type, 'null'] } : { anyOf: [schema, { type: 'null' }] }

function valueSchema(type: Type, names: boolean): Schema {
  switch (type.kind) {
    case 'boolean':
      return { type: 'boolean' }
    case 'int':
    case 'number':
      return {
        type: type.kind === 'int' ? 'integer' : 'number',
        ...(type.min === undefined ? {} : { minimum: type.min }),
        ...(type.max === undefined ? {} : { maximum: type.max }),
      }
    case 'dateTime':
      return { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?Z?$' }
    case 'url':
      return { type: 'string', format: 'uri', maxLength: 255 }
    case 'timeZone':
      return { type: 'string', minLength: 1 }
    case 'string':
    case 'ciString': {
      const pattern = type.pattern?.source ?? (type.kind === 'ciString' ? '^[ -~]*$' : undefined)
      return {
        type: 'string',
        ...(names ? { minLength: 1 } : {}),
        ...(type.max === undefined ? {} : { maxLength: type.max }),
        ...(pattern === undefined ? {} : { pattern }),
      }
    }
    case 'ref':
      throw new Error(`${type.name} is not a plain value`)
  }
}
