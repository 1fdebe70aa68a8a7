import { canonical } from '@interchange/ocpi/canonical'
import type { Loss } from '@interchange/ocpi/convert/rules'
import type { Version } from '@interchange/ocpi/define/version'
import type { Row, RowKey } from '../storage/row.ts'
import { bodyOf, convertBody, lift, nameOf } from './body.ts'
import type { Json } from './json-text.ts'

export type Readable = Pick<Row, 'version' | 'text'> & { readonly key: Pick<RowKey, 'module'> }

/** The one reader of stored bodies: the canonical object, whatever version it came in. */
export const fromRow = (row: Readable): Json => lift(bodyOf(row), nameOf(row.key.module))

export interface RowText {
  /** JSON text in the version asked for; undefined when the object has no form there. */
  readonly text: string | undefined
  readonly losses: readonly Loss[]
}

/** The body for a partner: as it is when it is in that version already, else converted. */
export function rowText(row: Readable, version: Version): RowText {
  if (row.version === version.number) return { text: row.text, losses: [] }
  const { body, losses } = convertBody(bodyOf(row), nameOf(row.key.module), version.number)
  return { text: body?.text, losses }
}

/** For the backend API: canonical text, as stored where the stored version is the canonical one. */
export const canonicalText = (row: Readable): string =>
  row.version === canonical.number ? row.text : JSON.stringify(fromRow(row))
