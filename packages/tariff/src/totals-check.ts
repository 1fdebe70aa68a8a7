import type { Finding } from './finding.ts'
import type { Usage } from './options.ts'
import { absolute, add, compare, divide, fraction, type Rational, rational, subtract, text, ZERO } from './rational.ts'
import type { Stretch } from './stretches.ts'
import type { Phase } from './tariff-reading.ts'

/** Totals come rounded, to three digits in the specification's own example: a hundredth of a kWh, half a minute. */
const ENERGY_TOLERANCE = fraction(1, 100)
const TIME_TOLERANCE = fraction(1, 120)

/** R-CDR-16, R-CDR-17: what the periods add up to is what the totals say. A difference changes no price. */
export function checkTotals(usage: Usage, stretches: readonly Stretch[], findings: Finding[]): void {
  const sum = (of: (stretch: Stretch) => Rational | undefined): Rational | undefined => {
    let total: Rational | undefined = ZERO
    for (const stretch of stretches) {
      const value = of(stretch)
      total = total && value && add(total, value)
    }
    return total
  }
  const differ = (field: 'kwh' | 'total_energy' | 'total_time' | 'total_parking_time', added: Rational | undefined) => {
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
  const energy = stretches.some((stretch) => stretch.energy?.n !== 0n) ? sum(({ energy }) => energy) : undefined
  differ('kwh', energy)
  differ('total_energy', energy)
  const hours = (seconds: Rational | undefined) => seconds && divide(seconds, fraction(3600))
  const time = (...phases: Phase[]) => hours(sum(({ phase, seconds }) => (phases.includes(phase) ? seconds : ZERO)))
  if (stretches.some(({ phase }) => phase !== 'reservation')) differ('total_time', time('charging', 'parking'))
  if (!stretches.some(({ assumed }) => assumed)) differ('total_parking_time', time('parking'))
}
