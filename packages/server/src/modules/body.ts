// Bodies and versions. A body stays in the version it came in; what a conversion does not touch keeps its spelling.

import { canonical } from '@interchange/ocpi/canonical'
import { convert } from '@interchange/ocpi/convert/chain'
import type { ConvertOptions } from '@interchange/ocpi/convert/define'
import type { Loss } from '@interchange/ocpi/convert/rules'
import type { Row } from '../storage/row.ts'
import { isPlain, type Json, spell } from './json-text.ts'

/** A JSON object beside its text. */
export interface Body {
  /** OCPI version it is in. */
  readonly version: string
  readonly value: Json
  readonly text: string
}

/** Definitions by the module of a row. */
const names: Readonly<Record<string, string>> = {
  locations: 'Location',
  evses: 'EVSE',
  tariffs: 'Tariff',
  sessions: 'Session',
  cdrs: 'CDR',
  tokens: 'Token',
}

export function nameOf(module: string): string {
  const name = names[module]
  if (name === undefined) throw new Error(`Rows of module ${module} are no OCPI objects`)
  return name
}

const BYTE_ORDER_MARK = 0xfeff

/** A body as it came. Without a text the value is printed. */
export function bodyFrom(version: string, value: Json, text?: string): Body {
  if (text === undefined) return { version, value, text: JSON.stringify(value) }
  return { version, value, text: text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text }
}

/** A row is looked at several times while it is written; its text is parsed once. */
const parsed = new WeakMap<Pick<Row, 'version' | 'text'>, Body>()

export function bodyOf(row: Pick<Row, 'version' | 'text'>): Body {
  const known = parsed.get(row)
  if (known) return known
  const body = { version: row.version, value: JSON.parse(row.text) as Json, text: row.text }
  parsed.set(row, body)
  return body
}

export interface Versioned {
  /** Undefined when the object has no form in the version. */
  readonly body: Body | undefined
  readonly losses: readonly Loss[]
}

/** `partial`: the body of a PATCH. */
export function convertBody(body: Body, name: string, version: string, options: ConvertOptions = {}): Versioned {
  if (body.version === version) return { body, losses: [] }
  const { object, losses } = convert(body.version, version, name, body.value, options)
  if (object === undefined) return { body: undefined, losses }
  const value = object as Json
  const text = value === body.value ? body.text : isPlain(body.text) ? JSON.stringify(value) : spell(value, [body])
  return { body: { version, value, text }, losses }
}

export const inVersion = (body: Body, name: string, version: string): Body | undefined =>
  convertBody(body, name, version).body

/** The canonical form of what is stored or came in. */
export function lift(body: Body, name: string): Json {
  const lifted = inVersion(body, name, canonical.number)
  if (!lifted) throw new Error(`A stored ${name} of OCPI ${body.version} has no canonical form`)
  return lifted.value
}
