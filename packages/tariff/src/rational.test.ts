import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  absolute,
  add,
  compare,
  divide,
  fraction,
  greatest,
  least,
  multiply,
  negate,
  rational,
  round,
  roundUpTo,
  sign,
  subtract,
  text,
} from './rational.ts'

const of = (n: number, d = 1) => fraction(n, d)
const shown = (value: number) => text(rational(value)!)

describe('rational', () => {
  it('is the decimal that a number shows', () => {
    expect(rational(0.1667)).toEqual({ n: 1667, d: 10_000 })
    expect(rational(4.35)).toEqual({ n: 435, d: 100 })
    expect(rational(20)).toEqual({ n: 20, d: 1 })
    expect(rational(-0.5)).toEqual({ n: -5, d: 10 })
    expect(rational(0)).toEqual({ n: 0, d: 1 })
    expect(rational(1e21)).toEqual({ n: 10n ** 21n, d: 1 })
    expect(rational(1e-7)).toEqual({ n: 1, d: 10_000_000 })
    expect(rational(123456789012.3456)).toEqual({ n: 1234567890123456, d: 10_000 })
    expect(rational(0.1 + 0.2)).toEqual({ n: 30000000000000004n, d: 10n ** 17n })
    for (const none of [Number.NaN, Number.POSITIVE_INFINITY, '1', null, undefined, {}])
      expect(rational(none)).toBeUndefined()
  })

  it('of any number has the digits of its text', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const { n, d } = rational(value)!
        expect(Number(`${n}e-${String(d).length - 1}`)).toBe(value === 0 ? 0 : value)
      }),
    )
  })

  it('adds, subtracts, multiplies and divides exactly, whatever the denominators', () => {
    expect(add(of(1, 3), of(1, 3))).toEqual({ n: 2, d: 3 })
    expect(add(of(1, 6), of(1, 3))).toEqual({ n: 3, d: 6 })
    expect(add(of(1, 3), of(1, 6))).toEqual({ n: 3, d: 6 })
    expect(add(of(1, 4), of(1, 6))).toEqual({ n: 5, d: 12 })
    expect(add(of(0, 7), of(1, 3))).toEqual({ n: 1, d: 3 })
    expect(add(of(1, 3), of(0, 7))).toEqual({ n: 1, d: 3 })
    expect(text(subtract(of(44, 10), of(4)))).toBe('0.4')
    expect(multiply(of(2, 3), of(3, 5))).toEqual({ n: 6, d: 15 })
    expect(divide(of(1, 2), of(-3, 4))).toEqual({ n: -4, d: 6 })
    expect(divide(of(1, 2), of(3, 4))).toEqual({ n: 4, d: 6 })
    expect(() => divide(of(1), of(0))).toThrow(new RangeError('division by zero'))
  })

  it('adds what is too large for numbers in the same way, and what has become small again is a number', () => {
    const [coarse, fine] = [fraction(1n, 10n ** 18n), fraction(1n, 10n ** 20n)]
    expect(add(coarse, fine)).toEqual({ n: 101, d: 10n ** 20n })
    expect(add(fine, coarse)).toEqual({ n: 101, d: 10n ** 20n })
    expect(add(fraction(1n, 3n * 10n ** 17n), fraction(1n, 2n * 10n ** 17n))).toEqual({ n: 5, d: 6n * 10n ** 17n })
    expect(add(fraction(10n ** 20n), of(1, 3))).toEqual({ n: 3n * 10n ** 20n + 1n, d: 3 })
    expect(add(of(1, 3), fraction(10n ** 20n))).toEqual({ n: 3n * 10n ** 20n + 1n, d: 3 })
    expect(add(fraction(10n ** 20n, 7n), fraction(-(10n ** 20n), 7n))).toEqual({ n: 0, d: 7 })
    expect(text(round(fraction(10n ** 20n + 5n, 10n), 0))).toBe(String(10n ** 19n + 1n))
    expect(text(round(fraction(10n ** 20n + 5n, 10n), 0, 'half-even'))).toBe(String(10n ** 19n))
  })

  it('compares', () => {
    expect([compare(of(1, 2), of(2, 3)), compare(of(2, 3), of(1, 2)), compare(of(1, 2), of(2, 4))]).toEqual([-1, 1, 0])
    expect([compare(of(1, 3), of(2, 3)), compare(of(2, 3), of(1, 3)), compare(of(1, 3), of(1, 3))]).toEqual([-1, 1, 0])
    expect([sign(of(-1)), sign(of(0)), sign(of(1))]).toEqual([-1, 0, 1])
    expect([text(absolute(of(-2))), text(absolute(of(2))), text(negate(of(2)))]).toEqual(['2', '2', '-2'])
    expect([text(least(of(1), of(2))), text(least(of(2), of(1)))]).toEqual(['1', '1'])
    expect([text(greatest(of(1), of(2))), text(greatest(of(2), of(1)))]).toEqual(['2', '2'])
  })

  it('R-TAR-21 goes up to the next multiple, unless it is one', () => {
    const up = (value: number, step: number) => text(roundUpTo(rational(value)!, rational(step)!))
    expect([up(5.4, 0.5), up(5.5, 0.5), up(0.001, 0.5), up(0, 0.5), up(-1.3, 0.5)]).toEqual([
      '5.5',
      '5.5',
      '0.5',
      '0',
      '-1.3',
    ])
  })

  it('rounds in four ways, away from zero or towards it', () => {
    const ways = (value: number, digits: number) =>
      (['half-up', 'half-even', 'up', 'down'] as const).map((mode) => text(round(rational(value)!, digits, mode)))
    expect(ways(0.25, 1)).toEqual(['0.3', '0.2', '0.3', '0.2'])
    expect(ways(0.35, 1)).toEqual(['0.4', '0.4', '0.4', '0.3'])
    expect(ways(0.26, 1)).toEqual(['0.3', '0.3', '0.3', '0.2'])
    expect(ways(0.24, 1)).toEqual(['0.2', '0.2', '0.3', '0.2'])
    expect(ways(0.2, 1)).toEqual(['0.2', '0.2', '0.2', '0.2'])
    expect(ways(-0.25, 1)).toEqual(['-0.3', '-0.2', '-0.3', '-0.2'])
    expect(text(round(of(5, 2), 0))).toBe('3')
  })

  it('is shown in full where it ends, else half-up', () => {
    expect([0, 5, 0.5, -0.05, 1234.5678, 100].map(shown)).toEqual(['0', '5', '0.5', '-0.05', '1234.5678', '100'])
    expect(text(of(1, 3))).toBe('0.3333333333')
    expect(text(of(2, 3))).toBe('0.6666666667')
    expect(text(of(-2, 3), 3)).toBe('-0.667')
    expect(text(of(1, 3), 0)).toBe('0')
    expect(text(of(2, 3), 0)).toBe('1')
    expect(text(fraction(1n, 10n ** 12n))).toBe('0.000000000001')
    expect(text(fraction(1n, 2n ** 30n))).toBe((2 ** -30).toFixed(30))
    expect(text(fraction(1n, 10n ** 31n))).toBe('0')
    expect(text(fraction(3n, 10n ** 30n))).toBe(`0.${'0'.repeat(29)}3`)
    expect(text(of(-1, 30_000_000_000))).toBe('0')
  })
})
