// Exact fractions. Three minutes at 2.00 an hour, or a price with 19 % taxes in it, do not end as decimals, so sums of
// them are fractions until they are shown. A number of an OCPI object is the decimal its shortest text shows.

import { decimal } from '@interchange/ocpi/define/decimal'
import { greatestCommonDivisor, over, plus, rest, times, type Whole, whole } from './whole.ts'

/** `n / d`; `d` is positive. Not in lowest terms. */
export interface Rational {
  readonly n: Whole
  readonly d: Whole
}

export const ZERO: Rational = { n: 0, d: 1 }
export const ONE: Rational = { n: 1, d: 1 }

export const fraction = (n: Whole, d: Whole = 1): Rational => ({ n: whole(n), d: whole(d) })

/** In lowest terms, so that what is multiplied by it stays small; of positive numbers. */
export function lowest(n: number, d: number): Rational {
  const common = greatestCommonDivisor(n, d)
  return { n: over(n, common), d: over(d, common) }
}

const POWERS = Array.from({ length: 16 }, (_, digits) => 10 ** digits)
const FIFTEEN_DIGITS = 1e15

const LARGE_POWERS = Array.from({ length: 31 }, (_, digits) => 10n ** BigInt(digits))

const largePowerOfTen = (digits: number): bigint => LARGE_POWERS[digits] ?? 10n ** BigInt(digits)
const powerOfTen = (digits: number): Whole => POWERS[digits] ?? largePowerOfTen(digits)

/** The decimal a JSON number shows, over the smallest power of ten; undefined for what is no number. */
export function rational(value: unknown): Rational | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined
  // The quick way, for nearly all: an integer of at most 15 digits over a power of ten that gives the number back is the
  // decimal of its shortest text.
  for (let digits = 0; digits <= 12; digits++) {
    const power = POWERS[digits]!
    const units: number = value * power
    if (units >= FIFTEEN_DIGITS || units <= -FIFTEEN_DIGITS) break
    if (Number.isInteger(units) && units / power === value) return shortest(units, digits)
  }
  const { units, scale } = decimal(value)
  return fraction(units, powerOfTen(scale))
}

/** 0.1667 times 10,000 is no integer in binary; times 100,000 it is, with a 0 at its end. */
function shortest(units: number, digits: number): Rational {
  let [top, scale] = [units, digits]
  while (scale > 0 && top % 10 === 0) {
    top /= 10
    scale -= 1
  }
  return { n: top, d: powerOfTen(scale) }
}

/** Of a decimal text as `text` writes it. */
export function fromText(decimal: string): Rational {
  const [whole = '', decimals = ''] = decimal.split('.')
  return fraction(BigInt(whole + decimals), largePowerOfTen(decimals.length))
}

export function add(a: Rational, b: Rational): Rational {
  if (a.d === b.d) return { n: plus(a.n, b.n), d: a.d }
  if (isZero(a)) return b
  if (isZero(b)) return a
  if (isLarge(a) || isLarge(b)) return addLarge(BigInt(a.n), BigInt(a.d), BigInt(b.n), BigInt(b.d))
  const common = greatestCommonDivisor(a.d, b.d)
  const [ofA, ofB] = [over(b.d, common), over(a.d, common)]
  return { n: plus(times(a.n, ofA), times(b.n, ofB)), d: times(ofB, b.d) }
}

const isLarge = ({ n, d }: Rational): boolean => typeof n === 'bigint' || typeof d === 'bigint'

/** The same in bigints from end to end: to look at each step whether it has become small again would take longest. */
function addLarge(an: bigint, ad: bigint, bn: bigint, bd: bigint): Rational {
  if (ad % bd === 0n) return fraction(an + bn * (ad / bd), ad)
  if (bd % ad === 0n) return fraction(an * (bd / ad) + bn, bd)
  let [common, next] = [ad, bd]
  while (next !== 0n) [common, next] = [next, common % next]
  return fraction(an * (bd / common) + bn * (ad / common), (ad / common) * bd)
}

export const negate = ({ n, d }: Rational): Rational => ({ n: -n, d })

export const subtract = (a: Rational, b: Rational): Rational => add(a, negate(b))

export const multiply = (a: Rational, b: Rational): Rational => ({ n: times(a.n, b.n), d: times(a.d, b.d) })

/** Throws a RangeError when `b` is zero. */
export function divide(a: Rational, b: Rational): Rational {
  if (isZero(b)) throw new RangeError('division by zero')
  return b.n < 0 ? { n: times(-a.n, b.d), d: times(a.d, -b.n) } : { n: times(a.n, b.d), d: times(a.d, b.n) }
}

/** Negative, zero or positive like `a - b`. */
export function compare(a: Rational, b: Rational): number {
  const [left, right] = a.d === b.d ? [a.n, b.n] : [times(a.n, b.d), times(b.n, a.d)]
  return left < right ? -1 : left > right ? 1 : 0
}

export const sign = ({ n }: Rational): number => (n < 0 ? -1 : n > 0 ? 1 : 0)

export const isZero = ({ n }: Rational): boolean => !n

export const absolute = (value: Rational): Rational => (value.n < 0 ? negate(value) : value)

/** The whole part, towards zero, as a number: the nearest one where that is too large to be exact. */
export const wholePart = ({ n, d }: Rational): number => Number(over(n, d))

export const least = (a: Rational, b: Rational): Rational => (compare(a, b) <= 0 ? a : b)
export const greatest = (a: Rational, b: Rational): Rational => (compare(a, b) >= 0 ? a : b)

/** The next multiple of `step` that is not smaller; exact multiples stay (R-TAR-21), and so does what is not positive. */
export function roundUpTo(value: Rational, step: Rational): Rational {
  if (value.n <= 0) return value
  const { n, d } = divide(value, step)
  const steps = over(n, d)
  return multiply({ n: rest(n, d) ? plus(steps, 1) : steps, d: 1 }, step)
}

export type RoundingMode = 'half-up' | 'half-even' | 'up' | 'down'

/** To `digits` after the point. `half-up` and `up` go away from zero, `down` towards it, as on invoices. */
export function round(value: Rational, digits: number, mode: RoundingMode = 'half-up'): Rational {
  const scale = powerOfTen(digits)
  const { n, d } = absolute(value)
  const top = times(n, scale)
  const down = over(top, d)
  const units = roundsAway(rest(top, d), d, down, mode) ? plus(down, 1) : down
  return { n: value.n < 0 ? -units : units, d: scale }
}

function roundsAway(left: Whole, divisor: Whole, down: Whole, mode: RoundingMode): boolean {
  if (!left || mode === 'down') return false
  if (mode === 'up') return true
  const doubled = times(left, 2)
  if (doubled > divisor || doubled < divisor) return doubled > divisor
  return mode === 'half-up' || rest(down, 2) > 0
}

/** Digits of the longest decimal that is written out in full. */
const LONGEST = 30

/** Decimal text: exact where the fraction ends, else half-up at `digits` after the point. */
export function text(value: Rational, digits = 10): string {
  if (!value.n) return '0'
  const negative = value.n < 0
  const d = BigInt(value.d)
  const top = BigInt(negative ? -value.n : value.n) * largePowerOfTen(digits)
  const units = top / d
  const left = top - units * d
  if (left === 0n) return decimalText(units, digits, negative)
  const shift = largePowerOfTen(LONGEST - digits)
  const further = (left * shift) / d
  if (further * d === left * shift) return decimalText(units * shift + further, LONGEST, negative)
  return decimalText(left * 2n >= d ? units + 1n : units, digits, negative)
}

function decimalText(units: bigint, digits: number, negative: boolean): string {
  if (units === 0n) return '0'
  const all = String(units).padStart(digits + 1, '0')
  const point = all.length - digits
  let end = all.length
  while (end > point && all.charCodeAt(end - 1) === ZERO_DIGIT) end--
  const shown = end > point ? `${all.slice(0, point)}.${all.slice(point, end)}` : all.slice(0, point)
  return negative ? `-${shown}` : shown
}

const ZERO_DIGIT = 48
