import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { add, compare, decimal, divide, multiply, negate, round, subtract, toNumber } from './decimal.ts'

/** Numbers as OCPI sends them: four decimals. */
const amount = fc.integer({ min: -1e11, max: 1e11 }).map((units) => units / 1e4)

describe('decimal', () => {
  it('reads a number as its shortest text shows it, with and without exponent', () => {
    expect(decimal(4.4)).toEqual({ units: 44n, scale: 1 })
    expect(decimal(-0.05)).toEqual({ units: -5n, scale: 2 })
    expect(decimal(1e-7)).toEqual({ units: 1n, scale: 7 })
    expect(decimal(1.5e-9)).toEqual({ units: 15n, scale: 10 })
    expect(decimal(1e21)).toEqual({ units: 10n ** 21n, scale: 0 })
    expect(decimal(-0)).toEqual({ units: 0n, scale: 0 })
  })

  it('refuses what is not a number', () => {
    expect(() => decimal(Number.NaN)).toThrow(RangeError)
    expect(() => decimal(Number.POSITIVE_INFINITY)).toThrow(RangeError)
  })

  it('calculates without binary fractions', () => {
    expect(toNumber(subtract(decimal(4.4), decimal(4)))).toBe(0.4)
    expect(toNumber(add(decimal(0.1), decimal(0.2)))).toBe(0.3)
    expect(toNumber(multiply(decimal(1.1), decimal(1.1)))).toBe(1.21)
    expect(toNumber(divide(decimal(2.42), decimal(1.21), 4))).toBe(2)
  })

  it('rounds half away from zero', () => {
    expect(toNumber(round(decimal(0.00005), 4))).toBe(0.0001)
    expect(toNumber(round(decimal(-0.00005), 4))).toBe(-0.0001)
    expect(toNumber(round(decimal(0.00004999), 4))).toBe(0)
    expect(toNumber(round(decimal(1.5), 4))).toBe(1.5)
    expect(toNumber(divide(decimal(1), decimal(3), 4))).toBe(0.3333)
    expect(toNumber(divide(decimal(-2), decimal(3), 4))).toBe(-0.6667)
    expect(toNumber(divide(decimal(2), decimal(-3), 4))).toBe(-0.6667)
    expect(toNumber(divide(decimal(1), decimal(8), 2))).toBe(0.13)
    expect(toNumber(divide(decimal(0.123456), decimal(100), 2))).toBe(0)
    expect(toNumber(divide(decimal(123456), decimal(0.001), 0))).toBe(123456000)
  })

  it('does not divide by zero', () => {
    expect(() => divide(decimal(1), decimal(0), 4)).toThrow('division by zero')
  })

  it('never gives negative zero', () => {
    expect(Object.is(toNumber(negate(decimal(0))), 0)).toBe(true)
    expect(Object.is(toNumber(round(decimal(-0.00001), 4)), 0)).toBe(true)
    expect(Object.is(toNumber({ units: -1n, scale: 400 }), 0)).toBe(true)
  })

  it('gives back every number it read', () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (n) => toNumber(decimal(n)) === n + 0))
  })

  it('adds and subtracts exactly: a + b - b is a', () => {
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        const sum = toNumber(add(decimal(a), decimal(b)))
        expect(toNumber(subtract(decimal(sum), decimal(b)))).toBe(a + 0)
      }),
    )
  })

  it('compares by value, whatever the scale', () => {
    fc.assert(fc.property(amount, amount, (a, b) => compare(decimal(a), decimal(b)) === Math.sign(a - b) + 0))
    expect(compare({ units: 10n, scale: 1 }, { units: 1n, scale: 0 })).toBe(0)
  })

  it('a quotient times the divisor is within half a step of the dividend', () => {
    fc.assert(
      fc.property(
        amount,
        amount.filter((n) => n !== 0),
        (a, b) => {
          const quotient = divide(decimal(a), decimal(b), 4)
          const rest = subtract(decimal(a), multiply(quotient, decimal(b)))
          const absolute = rest.units < 0n ? negate(rest) : rest
          const half = multiply(decimal(Math.abs(b)), decimal(0.00005))
          expect(compare(absolute, half)).toBeLessThanOrEqual(0)
        },
      ),
    )
  })
})
