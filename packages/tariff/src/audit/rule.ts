import type { FindingSeverity } from '../finding.ts'
import type { Subject } from './subject.ts'

/** A finding: where, what is wrong and what would be right. `severity` where it is milder than the rule's. */
export type Report = (path: string, message: string, severity?: FindingSeverity) => void

/** One thing that can be wrong with a CDR. `check` takes any JSON and does not throw because of it. */
export interface Rule {
  readonly code: string
  readonly severity: FindingSeverity
  /** Severity of the milder form, when there is one. */
  readonly softer?: FindingSeverity
  readonly requirement?: string
  /** What it finds, for the reference page. */
  readonly doc: string
  readonly check: (subject: Subject, report: Report) => void
}
