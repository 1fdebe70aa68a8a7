import type { Field, Type } from '../define/type.ts'

// A field's meaning in words, for doc comments, schemas and reference pages alike.

/** `CiString(36)`, `number from 0 to 100`, `Status`. */
export function describeType(type: Type): string {
  switch (type.kind) {
    case 'ref':
      return type.name
    case 'string':
    case 'ciString': {
      const name = type.kind === 'string' ? 'string' : 'CiString'
      return type.max === undefined ? name : `${name}(${type.max})`
    }
    case 'int':
    case 'number':
      return `${type.kind}${range(type.min, type.max)}`
    case 'dateTime':
      return 'DateTime'
    case 'url':
      return 'URL'
    case 'timeZone':
      return 'time zone'
    case 'boolean':
      return 'boolean'
  }
}

function range(min: number | undefined, max: number | undefined): string {
  if (min === undefined && max === undefined) return ''
  if (max === undefined) return ` from ${min}`
  return min === undefined ? ` up to ${max}` : ` from ${min} to ${max}`
}

/** The definition's own words, what a value looks like, the unit and the default, as sentences. Empty when there is nothing to say. */
export function describeField({ doc, type, unit, default: fallback }: Field): string {
  const parts = [
    doc,
    'pattern' in type && type.what ? `${capital(type.what)}.` : undefined,
    unit === undefined ? undefined : `In ${unit}.`,
    fallback === undefined ? undefined : `Absent: \`${fallback}\`.`,
  ]
  return parts.filter((part) => part !== undefined).join(' ')
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
