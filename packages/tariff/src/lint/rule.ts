import type { RuleOf } from '../rule.ts'
import type { Coverage } from './coverage.ts'
import type { TariffView } from './view.ts'

/** What a rule looks at. */
export interface Subject extends TariffView {
  /** Worked out when a rule first asks for it. */
  readonly coverage: () => Coverage
}

/** One thing that can be wrong with a tariff. To add one: README.md beside this file. */
export type Rule = RuleOf<Subject>
