// `step_size` (2.3.0 CDRs, "step_size"): once for energy, once for charging and parking time together, and only for what
// was priced last. Its component says the step; the session's total of that dimension is rounded up, and the difference is
// billed at that component's price, in the last period it priced. What came before, under whatever element or tariff,
// stays as it was measured. (R-TAR-17 to R-TAR-21, R-TAR-31; T-17)
//
// Two readings that the chapter leaves open: time of a reservation is a unit of its own, as in all of its examples; and a
// car that charges again after parking ends with charging time, so that is what is rounded.

import { add, type Rational, roundUpTo, subtract, ZERO } from './rational.ts'
import type { PricedComponent } from './tariff-reading.ts'

/** A quantity (kWh, s, or 1 of a fee) of one period, priced by a component. */
export interface PricedQuantity {
  readonly component: PricedComponent
  /** Position in `charging_periods`. */
  readonly period: number
  readonly quantity: Rational
}

/** What one dimension was rounded up by. */
export interface Step extends PricedQuantity {
  readonly before: Rational
  readonly after: Rational
}

/** `quantities` are in order of time. */
export function steps(quantities: readonly PricedQuantity[]): Step[] {
  const found: Step[] = []
  for (const parts of [['energy'], ['time', 'parking'], ['reservation']]) {
    const last = quantities.findLast(
      ({ component, quantity }) => parts.includes(component.part) && component.type !== 'FLAT' && quantity.n !== 0n,
    )
    const step = last?.component.step
    if (!last || !step) continue
    const { part, type } = last.component
    let total: Rational = ZERO
    for (const { component, quantity } of quantities) {
      if (component.part === part && component.type === type) total = add(total, quantity)
    }
    const after = roundUpTo(total, step)
    const quantity = subtract(after, total)
    if (quantity.n > 0n) found.push({ ...last, quantity, before: total, after })
  }
  return found
}
