// R-CDR-07 to R-CDR-09: a credit CDR has another id, all data of the original, and its total_cost below zero.

import { negate, rational, sign, text } from '../../rational.ts'
import { cdrFacts, differs, idOf, loose, priceOf } from '../facts.ts'
import type { Rule } from '../rule.ts'

export const creditRules: readonly Rule[] = [
  {
    code: 'credit-unnamed',
    severity: 'error',
    requirement: 'R-CDR-09',
    doc: 'a credit names no CDR that it takes back',
    check({ facts: { credit, takesBack } }, report) {
      if (credit && takesBack === undefined) report('/credit_reference_id', 'a credit names the CDR it takes back')
    },
  },
  {
    code: 'original-unknown',
    severity: 'warning',
    requirement: 'R-CDR-09',
    doc: 'the CDR that is taken back was looked for and not found',
    check({ facts: { takesBack }, context: { original } }, report) {
      if (takesBack !== undefined && original === null) report('/credit_reference_id', 'is no CDR known here')
    },
  },
  {
    code: 'credit-positive',
    severity: 'error',
    requirement: 'R-CDR-07',
    doc: 'the `total_cost` of a credit is above zero',
    check({ cdr, facts: { credit } }, report) {
      const { before } = priceOf(cdr.total_cost)
      if (credit && before && sign(before) > 0) report('/total_cost/before_taxes', 'is above zero; a credit gives back')
    },
  },
  {
    code: 'credit-amount-differs',
    severity: 'error',
    requirement: 'R-CDR-07',
    doc: 'a credit gives back another amount than the original took, before taxes or in taxes',
    check({ cdr, facts: { credit }, context: { original }, near }, report) {
      if (!credit || !original) return
      const [back, took] = [priceOf(cdr.total_cost), priceOf(loose(original).total_cost)]
      for (const part of ['before', 'taxes'] as const) {
        const [a, b] = [back[part], took[part]]
        if (!a || !b || near.money(a, negate(b))) continue
        const path = part === 'before' ? '/total_cost/before_taxes' : '/total_cost/taxes'
        report(path, `is ${text(a)}; the CDR it takes back has ${text(b)}`)
      }
    },
  },
  {
    code: 'original-differs',
    severity: 'warning',
    requirement: 'R-CDR-07',
    doc: 'id, session, currency, energy or times are not those of the CDR that is taken back',
    check({ cdr, facts, context: { original }, near }, report) {
      if (!facts.credit || !original) return
      const known = loose(original)
      const other = cdrFacts(known)
      const say = (path: string, isOther: boolean) => {
        if (isOther) report(path, 'is not that of the CDR it takes back')
      }
      say('/credit_reference_id', differs(facts.takesBack, other.id))
      say('/session_id', differs(facts.session, other.session))
      say('/currency', differs(idOf(cdr.currency), idOf(known.currency)))
      say('/start_date_time', differs(facts.start, other.start))
      say('/end_date_time', differs(facts.end, other.end))
      const [ours, theirs] = [rational(cdr.total_energy), rational(known.total_energy)]
      say('/total_energy', ours !== undefined && theirs !== undefined && !near.energy(ours, theirs))
    },
  },
  {
    code: 'credit-of-credit',
    severity: 'error',
    requirement: 'R-CDR-07',
    doc: 'what is taken back is a credit itself',
    check({ facts: { credit }, context: { original } }, report) {
      if (credit && loose(original).credit === true) report('/credit_reference_id', 'is a credit itself')
    },
  },
  {
    code: 'credited-twice',
    severity: 'error',
    requirement: 'R-CDR-08',
    doc: 'another credit takes back the same CDR',
    check({ facts: { party, takesBack }, others }, report) {
      const found = others.some(
        ({ facts }) => takesBack !== undefined && facts.takesBack === takesBack && facts.party === party,
      )
      if (found) report('/credit_reference_id', 'was taken back already')
    },
  },
]
