// How audit and lint are stated: rules as data, one small function each, from which findings and reference pages follow.

import type { Finding, FindingSeverity } from './finding.ts'

/** A finding: where, what is wrong and what would be right. `severity` where it is milder than the rule's. */
export type Report = (path: string, message: string, severity?: FindingSeverity) => void

/** One thing that can be wrong. */
export interface RuleOf<Subject> {
  readonly code: string
  readonly severity: FindingSeverity
  /** Severity of the milder form, when there is one. */
  readonly softer?: FindingSeverity
  readonly requirement?: string
  /** What it finds, for the reference page. */
  readonly doc: string
  /** Takes a subject made of any JSON and does not throw because of it. */
  readonly check: (subject: Subject, report: Report) => void
}

/** What a group of rules is about, and the rules. */
export type RuleGroups<Subject> = Readonly<Record<string, readonly RuleOf<Subject>[]>>

/** Findings of one rule in one object; how many more there are is told. */
export const MOST_OF_A_RULE = 20

export function findingsOf<Subject>(rule: RuleOf<Subject>, subject: Subject): Finding[] {
  const findings: Finding[] = []
  let count = 0
  const add = (path: string, message: string, severity = rule.severity) => {
    const requirement = rule.requirement === undefined ? {} : { requirement: rule.requirement }
    findings.push({ code: rule.code, severity, path, message, ...requirement })
  }
  rule.check(subject, (path, message, severity) => {
    count += 1
    if (count <= MOST_OF_A_RULE) add(path, message, severity)
  })
  if (count > MOST_OF_A_RULE) add('', `${count - MOST_OF_A_RULE} further places like these`)
  return findings
}
