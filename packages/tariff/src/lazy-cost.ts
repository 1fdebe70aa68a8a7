import type { Amount, Cost, CostPart, Explanation, PeriodCost } from './cost.ts'
import type { Finding } from './finding.ts'

export interface CostMaker {
  amount(of: CostPart | 'total'): Amount | undefined
  periods(): readonly PeriodCost[]
  explanation(): readonly Explanation[]
}

/**
 * A cost that is written out where it is looked at: to find decimals and words takes longer than to find the price. The
 * properties are its own and enumerable, so that JSON and copies have them all.
 */
export function lazyCost(currency: string | undefined, findings: readonly Finding[], make: CostMaker): Cost {
  const made: { -readonly [Key in keyof Cost]?: Cost[Key] | undefined } = {}
  return {
    currency,
    get total() {
      made.total ??= make.amount('total')
      return made.total
    },
    get fixed() {
      made.fixed ??= make.amount('fixed')
      return made.fixed
    },
    get energy() {
      made.energy ??= make.amount('energy')
      return made.energy
    },
    get time() {
      made.time ??= make.amount('time')
      return made.time
    },
    get parking() {
      made.parking ??= make.amount('parking')
      return made.parking
    },
    get reservation() {
      made.reservation ??= make.amount('reservation')
      return made.reservation
    },
    get periods() {
      made.periods ??= make.periods()
      return made.periods
    },
    get explanation() {
      made.explanation ??= make.explanation()
      return made.explanation
    },
    findings,
  }
}
