// Power or current within a charging period. A period has extremes or an average, and a restriction asks whether a limit
// was reached. The CPO starts a new period where a limit is passed (2.3.0 CDRs, "ChargingPeriod"), so one extreme speaks
// for the whole period; where the two extremes disagree, the average decides, and `doubted` says that it had to.

import { compare, divide, multiply, type Rational, rational, sign } from './rational.ts'
import { HOUR } from './time-volumes.ts'

export interface Measured {
  readonly least: number | undefined
  readonly most: number | undefined
  readonly average: number | undefined
}

export const NOT_MEASURED: Measured = { least: undefined, most: undefined, average: undefined }

export class Flow {
  /** Why the answers are no certainty; set by asking. */
  doubted: 'extremes-disagree' | 'averaged' | undefined
  private readonly measured: Measured
  private readonly energy: Rational | undefined
  private readonly seconds: Rational | undefined

  /** Where no power was measured, it is the energy (kWh) over the time. */
  constructor(measured: Measured, energy?: Rational, seconds?: Rational) {
    this.doubted = undefined
    this.measured = measured
    this.energy = energy
    this.seconds = seconds
  }

  /** At or above `limit`, all along; undefined when nothing is known. */
  reaches(limit: number): boolean | undefined {
    const { least, most } = this.measured
    if (least !== undefined && most !== undefined) {
      if (least >= limit) return true
      if (most < limit) return false
      this.doubted = 'extremes-disagree'
      return this.averageReaches(limit) ?? true
    }
    const extreme = most ?? least
    return extreme === undefined ? this.averageReaches(limit) : extreme >= limit
  }

  private averageReaches(limit: number): boolean | undefined {
    const { average } = this.measured
    if (average !== undefined) return average >= limit
    const { energy, seconds } = this
    if (!energy || !seconds || sign(seconds) <= 0) return undefined
    this.doubted ??= 'averaged'
    return compare(divide(multiply(energy, HOUR), seconds), rational(limit)!) >= 0
  }
}

/** Nothing flows while nobody charges. */
export const STILL = new Flow({ least: 0, most: 0, average: 0 })
