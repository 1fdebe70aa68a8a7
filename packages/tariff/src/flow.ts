// Power or current within a charging period. A period has extremes or an average, and a restriction asks whether a limit
// was reached. The CPO starts a new period where a limit is passed (2.3.0 CDRs, "ChargingPeriod"), so one extreme speaks
// for the whole period; where the two extremes disagree, the average decides, and `doubted` says that it had to.

import { compare, type Rational, rational } from './rational.ts'

export interface Flow {
  /** At or above `limit`, all along; undefined when nothing is known. */
  reaches(limit: number): boolean | undefined
  /** Why the answers are no certainty; set by asking. */
  readonly doubted: 'extremes-disagree' | 'averaged' | undefined
}

export interface Measured {
  readonly least: number | undefined
  readonly most: number | undefined
  readonly average: number | undefined
  /** Worked out from other values, when nothing was measured. */
  readonly derived?: (() => Rational | undefined) | undefined
}

export function flow({ least, most, average, derived }: Measured): Flow {
  let doubted: Flow['doubted']
  const averageReaches = (limit: number): boolean | undefined => {
    if (average !== undefined) return average >= limit
    const worked = derived?.()
    if (worked === undefined) return undefined
    doubted ??= 'averaged'
    return compare(worked, rational(limit)!) >= 0
  }
  return {
    reaches(limit) {
      if (least !== undefined && most !== undefined) {
        if (least >= limit) return true
        if (most < limit) return false
        doubted = 'extremes-disagree'
        return averageReaches(limit) ?? true
      }
      const extreme = most ?? least
      return extreme === undefined ? averageReaches(limit) : extreme >= limit
    },
    get doubted() {
      return doubted
    },
  }
}

/** Nothing flows while nobody charges. */
export const still: Flow = { reaches: (limit) => 0 >= limit, doubted: undefined }
