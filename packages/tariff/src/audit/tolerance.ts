import {
  absolute,
  compare,
  fraction,
  greatest,
  multiply,
  type Rational,
  rational,
  sign,
  subtract,
  ZERO,
} from '../rational.ts'
import type { Tolerance } from './context.ts'

/** Whether a stated amount or quantity counts as equal to another one. */
export type Near = (stated: Rational, other: Rational) => boolean

const near =
  (bound: Rational, relative: number): Near =>
  (stated, other) =>
    compare(absolute(subtract(stated, other)), greatest(bound, multiply(share(relative), absolute(stated)))) <= 0

/** A bound that is no number, or below zero, allows nothing. */
const share = (value: unknown): Rational => {
  const given = rational(value) ?? ZERO
  return sign(given) < 0 ? ZERO : given
}

/** Quantities come rounded, to three digits in the specification's own example: a hundredth of a kWh, half a minute. */
const ENERGY = fraction(1, 100)
const HOURS = fraction(1, 120)

export interface Nears {
  readonly money: Near
  /** kWh. */
  readonly energy: Near
  /** Hours. */
  readonly hours: Near
}

export const nearsOf = ({ absolute: bound, relative }: Tolerance): Nears => ({
  money: near(share(bound), relative),
  energy: near(ENERGY, relative),
  hours: near(HOURS, relative),
})
