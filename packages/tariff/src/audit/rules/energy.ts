// Quantities: the totals against the periods and against the meter's signed values.

import type { Usage } from '../../options.ts'
import { fraction, isZero, type Rational, rational, sign, text } from '../../rational.ts'
import { cdrTotals } from '../../totals.ts'
import type { Rule } from '../rule.ts'
import type { Subject } from '../subject.ts'

export const energyRules: readonly Rule[] = [
  {
    code: 'energy-differs',
    severity: 'error',
    softer: 'note',
    requirement: 'R-CDR-17',
    doc: '`total_energy` is not the sum of the periods, by more than 0.01 kWh and the relative tolerance; milder: no period states energy',
    check({ cdr, energy, near }, report) {
      const stated = rational(cdr.total_energy)
      if (!stated) report('/total_energy', 'has to be a number of kWh')
      else if (!energy) {
        if (!isZero(stated)) report('/total_energy', `is ${text(stated)} kWh, and no period states energy`, 'note')
      } else if (!near.energy(stated, energy)) {
        report('/total_energy', `is ${text(stated)} kWh; the periods add up to ${text(energy)}`)
      }
    },
  },
  {
    code: 'energy-below-zero',
    severity: 'error',
    requirement: 'R-CDR-07',
    doc: '`total_energy` is below zero',
    check({ cdr }, report) {
      const stated = rational(cdr.total_energy)
      if (stated && sign(stated) < 0) report('/total_energy', 'is below zero')
    },
  },
  {
    code: 'time-differs',
    severity: 'warning',
    requirement: 'R-CDR-16',
    doc: '`total_time` or `total_parking_time` is not what the periods add up to, by more than half a minute and the relative tolerance',
    check: times,
  },
  {
    code: 'signed-energy-differs',
    severity: 'error',
    softer: 'warning',
    requirement: 'R-CDR-24',
    doc: '`total_energy` is not what the signed meter values say; milder: their signature could not be verified',
    check({ cdr, context: { signed }, near }, report) {
      const stated = rational(cdr.total_energy)
      if (!signed?.energy || !stated || signed.status === 'invalid') return
      const { units, scale } = signed.energy
      const metered: Rational = fraction(units, 10n ** BigInt(scale))
      if (near.energy(stated, metered)) return
      const message = `is ${text(stated)} kWh; the signed meter values say ${text(metered)}`
      report('/total_energy', message, signed.status === 'verified' ? 'error' : 'warning')
    },
  },
  {
    code: 'signed-values-invalid',
    severity: 'error',
    requirement: 'R-CDR-24',
    doc: 'a signature of the signed meter values is wrong',
    check({ context: { signed } }, report) {
      if (signed?.status === 'invalid')
        report('/signed_data', 'the signature is wrong: not what the meter signed, or not its key')
    },
  },
]

function times({ cdr, near }: Subject, report: Parameters<Rule['check']>[1]): void {
  const added = cdrTotals(cdr as unknown as Usage)
  if (!added) return
  const compare = (field: 'total_time' | 'total_parking_time') => {
    const stated = rational(cdr[field])
    const sum = rational(added[field] ?? 0)
    if (!stated || !sum || near.hours(stated, sum)) return
    report(`/${field}`, `is ${text(stated)} hours; the periods add up to ${text(sum)}`)
  }
  compare('total_time')
  compare('total_parking_time')
}
