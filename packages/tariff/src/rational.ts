// Exact fractions. Three minutes at 2.00 an hour, or a price with 19 % taxes in it, do not end as decimals, so sums of
// them are fractions until they are shown. A number of an OCPI object is the decimal its shortest text shows.

import { decimal } from '@interchange/ocpi/define/decimal'

/** `n / d`; `d` is positive. Not in lowest terms. */
export interface Rational {
  readonly n: bigint
  readonly d: bigint
}

export const ZERO: Rational = { n: 0n, d: 1n }
export const ONE: Rational = { n: 1n, d: 1n }

export const fraction = (n: bigint | number, d: bigint | number = 1n): Rational => ({ n: BigInt(n), d: BigInt(d) })

/** In lowest terms, so that what is multiplied by it stays small; of integers, `d` being positive. */
export function lowest(n: number, d: number): Rational {
  let [a, b] = [Math.abs(n), d]
  while (b !== 0) [a, b] = [b, a % b]
  return fraction(n / a, d / a)
}

const POWERS = Array.from({ length: 23 }, (_, digits) => ({ number: 10 ** digits, bigint: 10n ** BigInt(digits) }))
const FIFTEEN_DIGITS = 1e15

const powerOfTen = (digits: number): bigint => POWERS[digits]?.bigint ?? 10n ** BigInt(digits)

/** The decimal a JSON number shows, over the smallest power of ten; undefined for what is no number. */
export function rational(value: unknown): Rational | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined
  // The quick way, for nearly all: an integer of at most 15 digits over a power of ten that gives the number back is the
  // decimal of its shortest text.
  for (let digits = 0; digits <= 12; digits++) {
    const power = POWERS[digits]!
    const units: number = value * power.number
    if (units >= FIFTEEN_DIGITS || units <= -FIFTEEN_DIGITS) break
    if (Number.isInteger(units) && units / power.number === value) return shortest(units, digits)
  }
  const { units, scale } = decimal(value)
  return { n: units, d: 10n ** BigInt(scale) }
}

/** 0.1667 times 10,000 is no integer in binary; times 100,000 it is, with a 0 at its end. */
function shortest(units: number, digits: number): Rational {
  let [top, scale] = [units, digits]
  while (scale > 0 && top % 10 === 0) {
    top /= 10
    scale -= 1
  }
  return { n: BigInt(top), d: powerOfTen(scale) }
}

export function add(a: Rational, b: Rational): Rational {
  if (a.d === b.d) return { n: a.n + b.n, d: a.d }
  if (a.n === 0n) return b
  if (b.n === 0n) return a
  if (a.d % b.d === 0n) return { n: a.n + b.n * (a.d / b.d), d: a.d }
  if (b.d % a.d === 0n) return { n: a.n * (b.d / a.d) + b.n, d: b.d }
  const common = greatestCommonDivisor(a.d, b.d)
  return { n: a.n * (b.d / common) + b.n * (a.d / common), d: (a.d / common) * b.d }
}

export const negate = ({ n, d }: Rational): Rational => ({ n: -n, d })

export const subtract = (a: Rational, b: Rational): Rational => add(a, negate(b))

export const multiply = (a: Rational, b: Rational): Rational => ({ n: a.n * b.n, d: a.d * b.d })

/** Throws a RangeError when `b` is zero. */
export function divide(a: Rational, b: Rational): Rational {
  if (b.n === 0n) throw new RangeError('division by zero')
  return b.n < 0n ? { n: -a.n * b.d, d: a.d * -b.n } : { n: a.n * b.d, d: a.d * b.n }
}

/** Negative, zero or positive like `a - b`. */
export function compare(a: Rational, b: Rational): number {
  const [left, right] = a.d === b.d ? [a.n, b.n] : [a.n * b.d, b.n * a.d]
  return left < right ? -1 : left > right ? 1 : 0
}

export const sign = ({ n }: Rational): number => (n < 0n ? -1 : n > 0n ? 1 : 0)

export const absolute = (value: Rational): Rational => (value.n < 0n ? negate(value) : value)

export const least = (a: Rational, b: Rational): Rational => (compare(a, b) <= 0 ? a : b)
export const greatest = (a: Rational, b: Rational): Rational => (compare(a, b) >= 0 ? a : b)

/** The next multiple of `step` that is not smaller; exact multiples stay (R-TAR-21), and so does what is not positive. */
export function roundUpTo(value: Rational, step: Rational): Rational {
  if (value.n <= 0n) return value
  const { n, d } = divide(value, step)
  const whole = n / d
  const steps = whole * d === n ? whole : whole + 1n
  return multiply(fraction(steps), step)
}

export type RoundingMode = 'half-up' | 'half-even' | 'up' | 'down'

/** To `digits` after the point. `half-up` and `up` go away from zero, `down` towards it, as on invoices. */
export function round(value: Rational, digits: number, mode: RoundingMode = 'half-up'): Rational {
  const scale = 10n ** BigInt(digits)
  const negative = value.n < 0n
  const top = (negative ? -value.n : value.n) * scale
  const whole = top / value.d
  const units = roundsAway(top % value.d, value.d, whole, mode) ? whole + 1n : whole
  return { n: negative ? -units : units, d: scale }
}

function roundsAway(rest: bigint, divisor: bigint, whole: bigint, mode: RoundingMode): boolean {
  if (rest === 0n || mode === 'down') return false
  if (mode === 'up') return true
  const doubled = rest * 2n
  if (doubled !== divisor || mode === 'half-up') return doubled >= divisor
  return whole % 2n === 1n
}

/** Digits of the longest decimal that is written out in full. */
const LONGEST = 30

/** Decimal text: exact where the fraction ends, else half-up at `digits` after the point. */
export function text({ n, d }: Rational, digits = 10): string {
  if (n === 0n) return '0'
  const negative = n < 0n
  const top = (negative ? -n : n) * powerOfTen(digits)
  const units = top / d
  const rest = top - units * d
  if (rest === 0n) return decimalText(units, digits, negative)
  const more = rest * powerOfTen(LONGEST - digits)
  const further = more / d
  if (further * d === more) return decimalText(units * powerOfTen(LONGEST - digits) + further, LONGEST, negative)
  return decimalText(rest * 2n >= d ? units + 1n : units, digits, negative)
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

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}
