// What the platform knows about an object beside it: `?meta=true`.

import type { Location } from '@interchange/ocpi'
import { canonical } from '@interchange/ocpi/canonical'
import type { Loss } from '@interchange/ocpi/convert/rules'
import { auditKey, lintKey } from '../inspection/keys.ts'
import { bodyOf, convertBody, nameOf } from '../modules/body.ts'
import { canonicalText, fromRow } from '../modules/rows.ts'
import type { Database } from '../storage/database.ts'
import { getRows } from '../storage/objects.ts'
import { keyText, type Row, type RowKey } from '../storage/row.ts'
import { type Availability, availabilityOf } from './availability.ts'

export interface Meta {
  readonly own: boolean
  readonly partner: string | null
  /** OCPI version it came in. */
  readonly version: string
  readonly received_at: string
  /** Status of an EVSE or session, whether a token is valid, what became of a CDR's audit. */
  readonly state: string | null
  /** What the canonical form lacks of it. */
  readonly losses: readonly Loss[]
  /** Of the audit of a CDR, the lint of a tariff. */
  readonly findings: readonly unknown[]
  /** Of a Location. */
  readonly availability?: readonly Availability[]
}

/** Meta of rows read together. */
export async function metaOf(database: Database, rows: readonly Row[]): Promise<(row: Row) => Meta> {
  const inspected = rows.flatMap(({ key }) => inspectionKey(key) ?? [])
  const found = inspected.length === 0 ? [] : await getRows(database, inspected)
  const looks = new Map(found.filter(({ deleted }) => !deleted).map((row) => [keyText(row.key), row]))
  return (row) => {
    const at = inspectionKey(row.key)
    const look = at && looks.get(keyText(at))
    const { findings = [] } = (look ? JSON.parse(look.text) : {}) as { findings?: readonly unknown[] }
    return {
      own: row.partner === null,
      partner: row.partner,
      version: row.version,
      received_at: row.receivedAt,
      state: row.key.module === 'cdrs' ? (look?.state ?? null) : row.state,
      losses: convertBody(bodyOf(row), nameOf(row.key.module), canonical.number).losses,
      findings,
      ...(row.key.module === 'locations' ? { availability: availabilityOf(fromRow(row) as unknown as Location) } : {}),
    }
  }
}

/** `text`: the canonical object, or a part of it. */
export const wrapped = (text: string, meta: object): string => `{"object":${text},"meta":${JSON.stringify(meta)}}`

export const wrappedRow = (row: Row, meta: object): string => wrapped(canonicalText(row), meta)

function inspectionKey(key: RowKey): RowKey | undefined {
  if (key.module === 'cdrs') return auditKey(key)
  return key.module === 'tariffs' ? lintKey(key) : undefined
}
