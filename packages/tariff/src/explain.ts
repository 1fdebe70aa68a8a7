// How a price came about, step by step, for a person.

import type { Explanation } from './cost.ts'
import type { Priced } from './price.ts'
import type { PricedPiece } from './pricing.ts'

export function explain(_priced: Priced): Explanation[] {
  return []
}

export type { PricedPiece }
