// The CDR beside others. A credit takes back, so it is no second bill; a CDR that was taken back is none either.

import { text } from '../../rational.ts'
import { type CdrFacts, priceOf } from '../facts.ts'
import type { Rule } from '../rule.ts'
import type { Other, Subject } from '../subject.ts'

/** Sessions that follow each other may touch: clocks differ, and a cable is unplugged in its time. */
const TOUCHING_MS = 60_000

export const neighbourRules: readonly Rule[] = [
  {
    code: 'session-billed-twice',
    severity: 'error',
    requirement: 'R-CDR-06',
    doc: 'another CDR, which was not taken back, is of the same session',
    check(subject, report) {
      const { cdr, facts } = subject
      const other = bills(subject).find((one) => isSameSession(one.facts, facts))
      if (!other) return
      const [ours, theirs] = [priceOf(cdr.total_cost).before, priceOf(other.cdr.total_cost).before]
      const amounts =
        ours && theirs && text(ours) !== text(theirs) ? `, of ${text(theirs)} instead of ${text(ours)}` : ''
      report('/session_id', `the session has a CDR already${amounts}`)
    },
  },
  {
    code: 'cdr-duplicate',
    severity: 'error',
    requirement: 'R-CDR-06',
    doc: 'another CDR, which was not taken back, is of the same EVSE and connector, start and end',
    check(subject, report) {
      const { facts } = subject
      if (facts.start === undefined || facts.end === undefined) return
      const found = bills(subject).some(
        (one) =>
          !isSameSession(one.facts, facts) &&
          isSamePlug(one.facts, facts) &&
          one.facts.start === facts.start &&
          one.facts.end === facts.end,
      )
      if (found) report('/start_date_time', 'there is a CDR of the same EVSE and the same times under another id')
    },
  },
  {
    code: 'evse-overlap',
    severity: 'warning',
    doc: 'another session at the same EVSE and connector overlaps by more than a minute',
    check(subject, report) {
      const { facts } = subject
      const found = bills(subject).some(
        (one) =>
          !isSameSession(one.facts, facts) &&
          isSamePlug(one.facts, facts) &&
          !(one.facts.start === facts.start && one.facts.end === facts.end) &&
          overlap(one.facts, facts),
      )
      if (found) report('/cdr_location/evse_uid', 'another session took place at the same EVSE at the same time')
    },
  },
  {
    code: 'token-overlap',
    severity: 'warning',
    doc: 'another session with the same token, elsewhere, overlaps by more than a minute',
    check(subject, report) {
      const { facts } = subject
      const found = bills(subject).some(
        (one) =>
          !isSameSession(one.facts, facts) &&
          !isSamePlug(one.facts, facts) &&
          facts.token !== undefined &&
          one.facts.token === facts.token &&
          overlap(one.facts, facts),
      )
      if (found) report('/cdr_token', 'the same token was used in another session at the same time')
    },
  },
]

/** Other CDRs that somebody is to pay, beside one that is to be paid. */
function bills({ facts, others }: Subject): readonly Other[] {
  if (facts.credit) return []
  return others.filter(
    (one) =>
      !one.facts.credit &&
      !others.some((credit) => credit.facts.party === one.facts.party && isTakenBack(credit.facts, one.facts)),
  )
}

const isTakenBack = (credit: CdrFacts, one: CdrFacts): boolean =>
  credit.takesBack !== undefined && credit.takesBack === one.id

const isSameSession = (a: CdrFacts, b: CdrFacts): boolean =>
  a.party === b.party && a.session !== undefined && a.session === b.session

const isSamePlug = (a: CdrFacts, b: CdrFacts): boolean =>
  a.party === b.party &&
  a.evse !== undefined &&
  a.evse === b.evse &&
  a.location === b.location &&
  a.connector === b.connector

function overlap(a: CdrFacts, b: CdrFacts): boolean {
  if (a.start === undefined || a.end === undefined || b.start === undefined || b.end === undefined) return false
  return Math.min(a.end, b.end) - Math.max(a.start, b.start) > TOUCHING_MS
}
