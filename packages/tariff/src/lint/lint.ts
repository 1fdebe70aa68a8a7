// What is odd about a tariff. It is judged as it stands, before anybody charges by it.

import type { Tariff } from '@interchange/ocpi'
import type { Finding } from '../finding.ts'
import { findingsOf } from '../rule.ts'
import { type Coverage, coverageOf } from './coverage.ts'
import type { Subject } from './rule.ts'
import { rules } from './rules.ts'
import { type LintContext, viewOf } from './view.ts'

/**
 * Everything that is wrong, probably wrong or worth knowing about a canonical (2.3.0) tariff, by rule. The rules, their
 * codes and severities: docs/reference/tariff-lint.md. Prices are read per kWh, per hour and per session, `step_size` in
 * Wh and s, times as local time. Takes any JSON and never throws because of it; what is no tariff has findings
 * `invalid`. Does not look at the clock: `context.now` says what time it is. Source: 2.3.0 Tariffs.
 */
export function lint(tariff: Tariff, context: LintContext = {}): Finding[] {
  const view = viewOf(tariff, context)
  let coverage: Coverage | undefined
  const subject: Subject = {
    ...view,
    coverage: () => {
      coverage ??= coverageOf(view)
      return coverage
    },
  }
  return rules.flatMap((rule) => findingsOf(rule, subject))
}
