import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { greatestCommonDivisor, over, plus, rest, times, type Whole, whole } from './whole.ts'

const MOST = Number.MAX_SAFE_INTEGER
const edges = [0, 1, 2, 3, 2 ** 26, 94_906_265, 94_906_266, MOST - 1, MOST].flatMap((edge) => [edge, -edge]).map(BigInt)
const any = fc.oneof(
  fc.constantFrom(...edges, BigInt(MOST) + 1n, -BigInt(MOST) - 1n, 10n ** 40n),
  fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n }),
  fc.maxSafeInteger().map(BigInt),
)
/** A number exactly where that is safe. */
const spelt = (value: bigint): Whole => (value <= MOST && value >= -MOST ? Number(value) + 0 : value)
const plain = (value: Whole): Whole => (value === 0 ? 0 : value)

describe('whole numbers', () => {
  it('are numbers as long as that is exact, else bigints', () => {
    for (const value of [0, 7, -7, MOST, -MOST]) {
      expect(whole(value)).toBe(value)
      expect(whole(BigInt(value))).toBe(value)
    }
    for (const value of [BigInt(MOST) + 1n, -BigInt(MOST) - 1n, 10n ** 30n]) expect(whole(value)).toBe(value)
    expect(whole(2 ** 53)).toBe(2n ** 53n)
    for (const none of [0.5, Number.NaN, Number.POSITIVE_INFINITY]) expect(() => whole(none)).toThrow(RangeError)
  })

  it('are computed as bigints would be, to either side of what is exact', () => {
    fc.assert(
      fc.property(any, any, (a, b) => {
        const [x, y] = [whole(a), whole(b)]
        expect(plain(plus(x, y))).toBe(spelt(a + b))
        expect(plain(times(x, y))).toBe(spelt(a * b))
        if (b === 0n) return
        expect(plain(over(x, y))).toBe(spelt(a / b))
        expect(plain(rest(x, y))).toBe(spelt(a % b))
      }),
      { numRuns: 3000 },
    )
  })

  it.each([
    [plus, MOST, 1, 2n ** 53n],
    [plus, -MOST, -1, -(2n ** 53n)],
    [plus, MOST, 0, MOST],
    [plus, -MOST, 0, -MOST],
    [plus, 2n ** 53n, -1, MOST],
    [times, 94_906_266, 94_906_266, 94_906_266n ** 2n],
    [times, -94_906_266, 94_906_266, -(94_906_266n ** 2n)],
    [times, MOST, 1, MOST],
    [times, -MOST, 1, -MOST],
    [times, 3, 5, 15],
    [over, MOST, 2, 4_503_599_627_370_495],
    [over, 9_007_199_254_740_990, 9_007_199_254_740_991, 0],
    [over, -7, 2, -3],
    [over, 2n ** 60n, 2n ** 58n, 4],
    [rest, -7, 2, -1],
    [rest, 2n ** 60n + 1n, 2, 1],
  ] as const)('%o of %s and %s', (operation, a, b, result) => {
    expect(operation(a, b)).toBe(result)
  })

  it('are not divided by zero', () => {
    for (const divide of [over, rest]) {
      expect(() => divide(1, 0)).toThrow(RangeError)
      expect(() => divide(10n ** 30n, 0)).toThrow(RangeError)
    }
  })

  it('have a greatest common divisor', () => {
    expect([greatestCommonDivisor(12, 18), greatestCommonDivisor(7, 5), greatestCommonDivisor(8, 4)]).toEqual([6, 1, 4])
    expect(greatestCommonDivisor(10n ** 30n, 10 ** 6)).toBe(10 ** 6)
  })
})
