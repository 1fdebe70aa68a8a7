import type { Finding } from './finding.ts'
import type { Usage } from './options.ts'
import { absolute, add, compare, divide, fraction, type Rational, rational, subtract, text, ZERO } from './rational.ts'
import { mayBeSome, type Stretch } from './stretches.ts'
import { HOUR } from './time-volumes.ts'

/** Totals come rounded, to three digits in the specification's own example: a hundredth of a kWh, half a minute. */
const ENERGY_TOLERANCE = fraction(1, 100)
const TIME_TOLERANCE = fraction(1, 120)

const TOTALS = ['kwh', 'total_energy', 'total_time', 'total_parking_time'] as const

/** R-CDR-16, R-CDR-17: what the periods add up to is what the totals say. A difference changes no price. */
export function checkTotals(usage: Usage, stretches: readonly Stretch[], findings: Finding[]): void {
  const differ = (field: (typeof TOTALS)[number], added: Rational | undefined) => {
    const stated = rational(usage[field])
    if (stated === undefined || added === undefined) return
    const time = field === 'total_time' || field === 'total_parking_time'
    if (compare(absolute(subtract(stated, added)), time ? TIME_TOLERANCE : ENERGY_TOLERANCE) <= 0) return
    findings.push({
      code: 'total-differs',
      severity: 'warning',
      path: `/${field}`,
      message: `${field} is ${text(stated)}, the charging periods add up to ${text(added, 4)}`,
      requirement: time ? 'R-CDR-16' : 'R-CDR-17',
    })
  }
  if (TOTALS.every((field) => typeof usage[field] !== 'number')) return
  let energy: Rational | undefined = ZERO
  let charging: Rational | undefined = ZERO
  let parking: Rational | undefined = ZERO
  let [reservationOnly, assumed] = [true, false]
  for (const stretch of stretches) {
    energy = energy && stretch.energy && add(energy, stretch.energy)
    if (stretch.phase === 'charging') charging = charging && stretch.seconds && add(charging, stretch.seconds)
    if (stretch.phase === 'parking') parking = parking && stretch.seconds && add(parking, stretch.seconds)
    if (stretch.phase !== 'reservation') reservationOnly = false
    if (stretch.assumed) assumed = true
  }
  // Periods without any energy say nothing about it.
  if (mayBeSome(energy)) {
    differ('kwh', energy)
    differ('total_energy', energy)
  }
  if (!reservationOnly) differ('total_time', hours(charging && parking && add(charging, parking)))
  if (!assumed) differ('total_parking_time', hours(parking))
}

const hours = (seconds: Rational | undefined): Rational | undefined => seconds && divide(seconds, HOUR)
