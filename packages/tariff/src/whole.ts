// Whole numbers of any size: a number as long as that is exact, else a bigint, so that each has one spelling. Of what a
// usual session is made of, no product leaves the exact numbers, and those take neither a call nor memory of their own.

export type Whole = number | bigint

const MOST = Number.MAX_SAFE_INTEGER

/** In its one spelling. Throws a RangeError for a number that is not whole. */
export const whole = (value: Whole): Whole => (Number.isSafeInteger(value) ? value : narrow(BigInt(value)))

function narrow(value: bigint): Whole {
  const number = Number(value)
  return number <= MOST && number >= -MOST ? number : value
}

// What does not fit is rounded to something that does not fit either, so to look at the result is enough.

export function plus(a: Whole, b: Whole): Whole {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b
    if (sum <= MOST && sum >= -MOST) return sum
  }
  return narrow(BigInt(a) + BigInt(b))
}

export function times(a: Whole, b: Whole): Whole {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b
    if (product <= MOST && product >= -MOST) return product
  }
  return narrow(BigInt(a) * BigInt(b))
}

// A quotient of exact numbers is nearer to the true one than the next whole number is, so it can be cut off. (`%` of
// numbers costs three times as much.)

/** Towards zero. Throws a RangeError when `b` is zero. */
export function over(a: Whole, b: Whole): Whole {
  if (typeof a === 'number' && typeof b === 'number' && b !== 0) return Math.trunc(a / b)
  return narrow(BigInt(a) / BigInt(b))
}

/** What `over` leaves, with the sign of `a`. Throws a RangeError when `b` is zero. */
export function rest(a: Whole, b: Whole): Whole {
  if (typeof a === 'number' && typeof b === 'number' && b !== 0) return a - Math.trunc(a / b) * b
  return narrow(BigInt(a) % BigInt(b))
}

/** Of positive ones. */
export function greatestCommonDivisor(a: Whole, b: Whole): Whole {
  let [x, y] = [a, b]
  while (y) [x, y] = [y, rest(x, y)]
  return x
}
