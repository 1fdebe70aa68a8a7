import type { FindingSeverity } from '../finding.ts'
import type { Coverage } from './coverage.ts'
import type { TariffView } from './view.ts'

/** What a rule looks at. */
export interface Subject extends TariffView {
  /** Worked out when a rule first asks for it. */
  readonly coverage: () => Coverage
}

/** A finding: where, what is wrong and what would be right. `severity` where it is milder than the rule's. */
export type Report = (path: string, message: string, severity?: FindingSeverity) => void

/** One thing that can be wrong with a tariff. To add one: README.md beside this file. */
export interface Rule {
  readonly code: string
  readonly severity: FindingSeverity
  /** Severity of the milder form, when there is one. */
  readonly softer?: FindingSeverity
  readonly requirement?: string
  /** What it finds, for the reference page. */
  readonly doc: string
  readonly check: (tariff: Subject, report: Report) => void
}
