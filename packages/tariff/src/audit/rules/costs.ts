// Stated amounts against those worked out again, and against each other.

import { absolute, add, compare, isZero, sign, text, ZERO } from '../../rational.ts'
import { listOf, loose, priceOf } from '../facts.ts'
import type { Rule } from '../rule.ts'
import type { Subject } from '../subject.ts'
import { type Compared, parse, totals } from '../totals.ts'

const differences =
  (code: Compared['code']): Rule['check'] =>
  ({ compared }, report) => {
    for (const one of compared) {
      if (one.code !== code || !one.differs) continue
      report(one.path, `is ${one.stated}; the tariffs make ${one.recomputed}, a difference of ${one.difference}`)
    }
  }

export const costRules: readonly Rule[] = [
  ...totals.map(
    ({ field, code }): Rule => ({
      code,
      severity: 'error',
      requirement: 'R-CDR-19',
      doc: `\`${field}\` before taxes is not what the tariffs make of the periods, neither with periods cut where the price changes nor uncut`,
      check: differences(code),
    }),
  ),
  {
    code: 'taxes-differ',
    severity: 'error',
    requirement: 'R-TAR-26',
    doc: 'the taxes of a total are not those of the tariffs; taxes that are not stated are not compared',
    check: differences('taxes-differ'),
  },
  {
    code: 'amount-unreadable',
    severity: 'error',
    doc: 'a total cost is no amount',
    check({ cdr }, report) {
      for (const { field } of totals) {
        const given = cdr[field] !== undefined && cdr[field] !== null
        if (!given && field !== 'total_cost') continue
        if (priceOf(cdr[field]).before === undefined) report(`/${field}/before_taxes`, 'has to be an amount')
        const { taxes } = loose(cdr[field])
        const stated = taxes !== undefined && taxes !== null
        if (stated && priceOf(cdr[field]).taxes === undefined)
          report(`/${field}/taxes`, 'has to be a list of taxes with their amounts')
      }
    },
  },
  {
    code: 'cost-sum-differs',
    severity: 'warning',
    requirement: 'R-CDR-19',
    doc: '`total_cost` before taxes is not the sum of its parts, and no `min_price` or `max_price` explains it',
    check: sumOfParts,
  },
  {
    code: 'cost-negative',
    severity: 'error',
    requirement: 'R-CDR-07',
    doc: 'an amount is below zero and the CDR is no credit; of a credit only `total_cost` is',
    check({ cdr, facts: { credit } }, report) {
      for (const { field } of totals) {
        if (credit && field === 'total_cost') continue
        const { before } = priceOf(cdr[field])
        if (before && sign(before) < 0) report(`/${field}/before_taxes`, 'is below zero')
      }
    },
  },
]

function sumOfParts(subject: Subject, report: Parameters<Rule['check']>[1]): void {
  const { cdr, near, cost, tariffs } = subject
  const total = priceOf(cdr.total_cost).before
  const parts = totals.slice(1).map(({ field, part }) => ({ stated: priceOf(cdr[field]).before, part }))
  const stated = parts.filter((part) => part.stated !== undefined)
  if (!total || stated.length === 0) return
  const sum = stated.reduce((all, part) => add(all, part.stated!), ZERO)
  const due = absolute(total)
  if (near.money(due, sum)) return
  const limited = (field: 'min_price' | 'max_price') => listOf(tariffs).some((tariff) => loose(tariff)[field] != null)
  const less = compare(sum, due) < 0
  // A part that is left out may cost something.
  const isComplete = parts.every(({ stated, part }) => {
    const worked = cost[part]?.before_taxes
    return stated !== undefined || (worked !== undefined && isZero(parse(worked)))
  })
  if (less ? limited('min_price') || !isComplete : limited('max_price')) return
  report('/total_cost/before_taxes', `is ${text(total)}; its parts add up to ${text(sum)}`)
}
