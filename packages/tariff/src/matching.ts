// Which price applies: per dimension the first component, in the order of the elements, all of whose restrictions hold
// (R-TAR-05). Dimensions are looked up one by one, so several elements may be at work at once.

import type { Moment } from './restrictions.ts'
import type { PricedComponent, PriceList } from './tariff-reading.ts'

/** Undefined: no price, so no cost (R-TAR-06). `unknown`: it depends on something nobody knows. */
export type Found = PricedComponent | 'unknown' | undefined

export interface Match {
  readonly energy: Found
  readonly time: Found
  readonly flat: Found
}

export function match(list: PriceList, moment: Moment): Match {
  return { energy: firstOf(list.energy, moment), time: firstOf(list.time, moment), flat: firstOf(list.flat, moment) }
}

export const NO_MATCH: Match = { energy: undefined, time: undefined, flat: undefined }
export const UNKNOWN_MATCH: Match = { energy: 'unknown', time: 'unknown', flat: 'unknown' }

function firstOf(components: readonly PricedComponent[], moment: Moment): Found {
  for (const component of components) {
    const holds = allHold(component, moment)
    if (holds === undefined) return 'unknown'
    if (holds) return component
  }
  return undefined
}

function allHold({ restrictions }: PricedComponent, moment: Moment): boolean | undefined {
  let unknown = false
  for (const restriction of restrictions) {
    const holds = restriction.holds(moment)
    if (holds === false) return false
    if (holds === undefined) unknown = true
  }
  return unknown ? undefined : true
}
