// Whether a CDR is right, as far as anybody can tell who did not see the session.

import type { CDR } from '@interchange/ocpi'
import type { Cost } from '../cost.ts'
import { findingSeverities } from '../finding.ts'
import { fraction, text } from '../rational.ts'
import { findingsOf } from '../rule.ts'
import { isObject, malformed } from '../shape.ts'
import type { Audit, AuditContext } from './context.ts'
import { pricingFindings } from './pricing-findings.ts'
import { rules } from './rules.ts'
import { signedFindings } from './signed-findings.ts'
import { type Subject, subjectOf } from './subject.ts'
import { shown } from './totals.ts'

/**
 * Audits a canonical (2.3.0) CDR: its cost worked out again by its tariffs, its totals, periods and times, its signed
 * meter values, and all that `context` knows around it. Pure; takes any JSON and never throws because of it. Amounts are
 * in the CDR's currency, energies in kWh; findings come by severity, then by rule. The rules, their codes and severities:
 * docs/reference/audit-rules.md. Source: 2.3.0 CDRs and Tariffs.
 */
export function audit(cdr: CDR, context: AuditContext): Audit<Cost> {
  if (!isObject(cdr)) return { verdict: 'flagged', findings: [malformed('', 'a CDR')], differences: [] }
  const subject = subjectOf(cdr, context)
  const findings = [
    ...rules.flatMap((rule) => findingsOf(rule, subject)),
    ...pricingFindings(subject),
    ...signedFindings(subject),
  ]
  const { cost, uncut, compared, energy } = subject
  return {
    verdict: findings.some(({ severity }) => severity !== 'note') ? 'flagged' : 'accepted',
    findings: findingSeverities.flatMap((wanted) => findings.filter(({ severity }) => severity === wanted)),
    ...(cost.total ? { cost } : {}),
    ...(uncut?.total ? { uncut } : {}),
    differences: compared.map(({ path, stated, recomputed, difference }) => ({ path, stated, recomputed, difference })),
    energy: {
      stated: shown(subject.cdr.total_energy) ?? '0',
      periods: energy ? text(energy) : null,
      signed: signedText(subject),
    },
  }
}

function signedText({ context: { signed } }: Subject): string | null {
  return signed?.energy ? text(fraction(signed.energy.units, 10n ** BigInt(signed.energy.scale))) : null
}
