// Exact decimals. Money and energies travel as JSON numbers; a JSON number is read as the decimal its shortest text
// shows, never as the binary fraction behind it: 4.40 - 4.00 is 0.40. Our own small type on BigInt, since four
// operations and one way of rounding are all OCPI needs.

/** `units` times ten to the power of minus `scale`. */
export interface Decimal {
  readonly units: bigint
  /** Digits after the point, never negative. */
  readonly scale: number
}

const TEXT = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/

/** The decimal a number's shortest text shows. Throws a RangeError for NaN and infinities. */
export function decimal(value: number): Decimal {
  const match = TEXT.exec(String(value))
  if (!match) throw new RangeError(`${value} is not a decimal number`)
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  const units = BigInt(`${sign}${whole}${fraction}`)
  const scale = fraction.length - Number(exponent)
  return scale < 0 ? { units: units * 10n ** BigInt(-scale), scale: 0 } : { units, scale }
}

/** The nearest JSON number; exact while the decimal has no more than 15 digits. */
export function toNumber({ units, scale }: Decimal): number {
  const value = Number(`${units}e${-scale}`)
  return value === 0 ? 0 : value
}

const unitsAt = ({ units, scale }: Decimal, wanted: number): bigint => units * 10n ** BigInt(wanted - scale)

export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale)
  return { units: unitsAt(a, scale) + unitsAt(b, scale), scale }
}

export const negate = ({ units, scale }: Decimal): Decimal => ({ units: -units, scale })

export const subtract = (a: Decimal, b: Decimal): Decimal => add(a, negate(b))

export const multiply = (a: Decimal, b: Decimal): Decimal => ({
  units: a.units * b.units,
  scale: a.scale + b.scale,
})

/** Negative, zero or positive like `a - b`. */
export function compare(a: Decimal, b: Decimal): number {
  const { units } = subtract(a, b)
  return units < 0n ? -1 : units > 0n ? 1 : 0
}

/** Half rounds away from zero, as on an invoice: 0.00005 to four digits is 0.0001, -0.00005 is -0.0001. */
function dividedAwayFromZero(dividend: bigint, divisor: bigint): bigint {
  const negative = dividend < 0n !== divisor < 0n
  const top = dividend < 0n ? -dividend : dividend
  const bottom = divisor < 0n ? -divisor : divisor
  const quotient = (top * 2n + bottom) / (bottom * 2n)
  return negative ? -quotient : quotient
}

/** At most `digits` after the point, half up (away from zero). */
export function round(value: Decimal, digits: number): Decimal {
  if (value.scale <= digits) return value
  return { units: dividedAwayFromZero(value.units, 10n ** BigInt(value.scale - digits)), scale: digits }
}

/** `a / b` with `digits` after the point, half up (away from zero). Throws a RangeError when `b` is zero. */
export function divide(a: Decimal, b: Decimal, digits: number): Decimal {
  if (b.units === 0n) throw new RangeError('division by zero')
  const shift = digits + b.scale - a.scale
  const dividend = shift > 0 ? a.units * 10n ** BigInt(shift) : a.units
  const divisor = shift < 0 ? b.units * 10n ** BigInt(-shift) : b.units
  return { units: dividedAwayFromZero(dividend, divisor), scale: digits }
}
