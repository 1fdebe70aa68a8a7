// `step_size` (2.3.0 CDRs, "step_size"): once for energy, once for charging and parking time together, and only for what
// was priced last. Its component says the step; the session's total of that dimension is rounded up, and the difference is
// billed at that component's price, in the last period it priced. What came before, under whatever element or tariff,
// stays as it was measured. (R-TAR-17 to R-TAR-21, R-TAR-31; T-17)
//
// Two readings that the chapter leaves open: time of a reservation is a unit of its own, as in all of its examples; and a
// car that charges again after parking ends with charging time, so that is what is rounded.

import type { CostPart } from './cost.ts'
import { add, type Rational, roundUpTo, sign, subtract, ZERO } from './rational.ts'
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

/** Quantities by component: a session has many, under a few components. */
export function sumByComponent(quantities: readonly PricedQuantity[]): Map<PricedComponent, Rational> {
  const sums = new Map<PricedComponent, Rational>()
  for (const { component, quantity } of quantities) {
    const sum = sums.get(component)
    sums.set(component, sum ? add(sum, quantity) : quantity)
  }
  return sums
}

/** What is rounded up by itself. Of charging and parking it is the one that came last. */
const UNITS: readonly (readonly CostPart[])[] = [['energy'], ['time', 'parking'], ['reservation']]

/** `quantities` are in order of time, `sums` by their components. */
export function steps(
  quantities: readonly PricedQuantity[],
  sums: ReadonlyMap<PricedComponent, Rational>,
): readonly Step[] {
  const found: Step[] = []
  for (const parts of UNITS) {
    const last = lastOf(quantities, parts)
    const step = last?.component.step
    if (!last || !step) continue
    const { part, type } = last.component
    let before: Rational = ZERO
    for (const [component, sum] of sums) {
      if (component.part === part && component.type === type) before = add(before, sum)
    }
    const after = roundUpTo(before, step)
    const { component, period } = last
    const quantity = subtract(after, before)
    if (sign(quantity) > 0) found.push({ component, period, quantity, before, after })
  }
  return found
}

function lastOf(quantities: readonly PricedQuantity[], parts: readonly CostPart[]): PricedQuantity | undefined {
  for (let index = quantities.length - 1; index >= 0; index--) {
    const { part, type } = quantities[index]!.component
    if (type !== 'FLAT' && parts.includes(part)) return quantities[index]
  }
  return undefined
}
