// What was found in one tariff: a row of the store beside the tariff's. Pure.

import { canonical } from '@interchange/ocpi/canonical'
import { type Finding, findingSeverities } from '@interchange/tariff'
import type { Row } from '../storage/row.ts'
import { sameJson } from '../storage/same-json.ts'
import type { Change } from '../storage/writer.ts'
import { codesOf } from './audit-record.ts'
import { codeWord, lintKey } from './keys.ts'

/** Worst severity of the findings; `none`: there are no findings. */
export const lintSeverities = [...findingSeverities, 'none'] as const
export type LintSeverity = (typeof lintSeverities)[number]

export interface LintRecord {
  readonly country_code: string
  readonly party_id: string
  readonly tariff_id: string
  /** Id of the partner it came from; null: our own. */
  readonly partner: string | null
  readonly own: boolean
  readonly severity: LintSeverity
  readonly findings: readonly Finding[]
  /** When the findings changed last. */
  readonly last_updated: string
}

export const worstOf = (findings: readonly Finding[]): LintSeverity =>
  lintSeverities.find((severity) => findings.some((finding) => finding.severity === severity)) ?? 'none'

export const readLint = ({ text }: Pick<Row, 'text'>): LintRecord => JSON.parse(text) as LintRecord

/** The same findings as before leave the record as it is. `at`: DateTime. */
export function lintRecord(
  before: LintRecord | undefined,
  tariff: Row,
  findings: readonly Finding[],
  at: string,
): LintRecord {
  if (
    before &&
    before.partner === tariff.partner &&
    sameJson(JSON.stringify(before.findings), JSON.stringify(findings))
  ) {
    return before
  }
  const { country_code, party_id, id } = JSON.parse(tariff.text) as Readonly<Record<string, unknown>>
  return {
    country_code: String(country_code),
    party_id: String(party_id),
    tariff_id: String(id),
    partner: tariff.partner,
    own: tariff.partner === null,
    severity: worstOf(findings),
    findings,
    last_updated: at,
  }
}

/** The row of a record. */
export const lintChange = (record: LintRecord, tariff: Row): Change => ({
  key: lintKey(tariff.key),
  version: canonical.number,
  text: JSON.stringify(record),
  lastUpdated: record.last_updated,
  partner: record.partner,
  audience: tariff.audience,
  state: record.severity,
  derived: { found_by: codesOf(record.findings).map(codeWord) },
})
