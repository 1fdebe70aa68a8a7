// More energy than the connector can have given in the time.

import { add, compare, divide, fraction, multiply, type Rational, rational, sign, text, ZERO } from '../../rational.ts'
import type { Report } from '../../rule.ts'
import { type Loose, listOf, timeOf } from '../facts.ts'
import type { Rule } from '../rule.ts'
import type { Subject } from '../subject.ts'
import { changedSince, connectorOf } from './place.ts'

/** Voltages are nominal, and meters read once in a while. */
const MARGIN = fraction(11, 10)
const MEASURED_MS = 60_000
const MS_PER_HOUR = 3_600_000

const PHASES: Readonly<Record<string, number>> = {
  AC_1_PHASE: 1,
  AC_2_PHASE: 2,
  AC_2_PHASE_SPLIT: 2,
  AC_3_PHASE: 3,
  DC: 1,
}

export const powerRules: readonly Rule[] = [
  {
    code: 'power-above-connector',
    severity: 'warning',
    doc: 'the average power of a period or of the session is more than a tenth above what the connector can give; a minute more is allowed for',
    check(subject, report) {
      const connector = connectorOf(subject)
      const power = connector && !changedSince(connector, subject) ? powerOf(connector) : undefined
      if (power) averages(subject, power, report)
    },
  },
]

/** kW: `max_electric_power`, else volts (of AC from phase to neutral) times amperes. */
function powerOf({ max_electric_power, max_voltage, max_amperage, power_type }: Loose): Rational | undefined {
  const thousand = fraction(1000)
  const stated = rational(max_electric_power)
  if (stated && sign(stated) > 0) return divide(stated, thousand)
  const phases = typeof power_type === 'string' && Object.hasOwn(PHASES, power_type) ? PHASES[power_type] : undefined
  const [volts, amperes] = [rational(max_voltage), rational(max_amperage)]
  if (!phases || !volts || !amperes || sign(volts) <= 0 || sign(amperes) <= 0) return undefined
  return divide(multiply(multiply(volts, amperes), fraction(phases)), thousand)
}

function averages({ cdr, facts }: Subject, power: Rational, report: Report): void {
  const most = multiply(power, MARGIN)
  const isTooMuch = (kwh: Rational, from: number, to: number) =>
    compare(kwh, multiply(most, fraction(BigInt(to - from + MEASURED_MS), MS_PER_HOUR))) > 0
  const { start, end } = facts
  const total = rational(cdr.total_energy)
  if (total && start !== undefined && end !== undefined && end >= start && isTooMuch(total, start, end)) {
    report('/total_energy', `is more than a connector of ${text(power, 3)} kW gives in that time`)
  }
  const periods = Array.isArray(cdr.charging_periods) ? (cdr.charging_periods as unknown[]) : []
  const read = listOf(periods)
  // Of a list with something else in it the places are not known.
  if (read.length < periods.length) return
  for (const [index, period] of read.entries()) {
    const from = timeOf(period.start_date_time)
    const to = index + 1 < read.length ? timeOf(read[index + 1]!.start_date_time) : end
    if (from === undefined || to === undefined || to < from) continue
    const kwh = listOf(period.dimensions)
      .filter(({ type }) => type === 'ENERGY')
      .reduce((sum, { volume }) => add(sum, rational(volume) ?? ZERO), ZERO)
    if (isTooMuch(kwh, from, to)) {
      report(
        `/charging_periods/${index}`,
        `has more energy than a connector of ${text(power, 3)} kW gives in that time`,
      )
    }
  }
}
