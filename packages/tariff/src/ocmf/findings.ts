// What the verification of signed meter values may find, each with how bad it is. Stated once: the code of a finding
// stands here, its place and its words where it is found.

import type { Finding, FindingSeverity } from '../finding.ts'

export const severities = {
  'signed-data-malformed': 'error',
  'signed-encoding-unsupported': 'note',
  'signed-plain-data-differs': 'error',
  'signed-key-missing': 'warning',
  'signed-key-unreadable': 'error',
  'signed-key-curve': 'error',
  'signed-key-differs': 'warning',
  'signature-unreadable': 'error',
  'signature-invalid': 'error',
  'ocmf-text-unreadable': 'error',
  'ocmf-section-unreadable': 'error',
  'ocmf-section-surplus': 'note',
  'ocmf-version-unknown': 'warning',
  'ocmf-algorithm-unknown': 'error',
  'ocmf-algorithm-missing': 'warning',
  'ocmf-readings-missing': 'error',
  'ocmf-reading-unreadable': 'error',
  'ocmf-unit-unknown': 'note',
  'ocmf-time-unreadable': 'error',
  'ocmf-time-unsynchronized': 'note',
  'ocmf-meter-state': 'error',
  'ocmf-energy-unusable': 'error',
  'ocmf-time-unusable': 'warning',
  'ocmf-exception': 'warning',
  'ocmf-identification-failed': 'warning',
  'ocmf-identification-differs': 'warning',
  'ocmf-meter-differs': 'error',
  'ocmf-pagination-unreadable': 'warning',
  'ocmf-pagination-backwards': 'error',
  'ocmf-pagination-repeated': 'warning',
  'ocmf-pagination-gap': 'note',
  'ocmf-begin-missing': 'warning',
  'ocmf-end-missing': 'warning',
  'ocmf-readings-differ': 'error',
  'ocmf-readings-backwards': 'error',
  'ocmf-energy-unknown': 'warning',
} as const satisfies Record<string, FindingSeverity>

/** The codes of all findings about signed meter values. */
export type SignedDataFinding = keyof typeof severities

/** Tells of something found; `path` is a JSON pointer into the `signed_data` object. */
export type Report = (code: SignedDataFinding, path: string, message: string) => void

/** A report that collects; of several findings of a kind at one place the first is kept. */
export function collector(): { readonly findings: Finding[]; readonly report: Report } {
  const findings: Finding[] = []
  const known = new Set<string>()
  const report: Report = (code, path, message) => {
    if (known.has(code + path)) return
    known.add(code + path)
    findings.push({ code, severity: severities[code], path, message })
  }
  return { findings, report }
}
