import fc from 'fast-check'
import { expect, it } from 'vitest'
import { BUCKETS, bucketOf, quantile } from './latency.ts'

const counted = (durations: readonly number[]): number[] => {
  const counts = Array<number>(BUCKETS).fill(0)
  for (const ms of durations) counts[bucketOf(ms)]!++
  return counts
}

it('quantiles are within a quarter, or a millisecond, of the exact ones', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 1, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 300 }),
      fc.constantFrom(0.5, 0.95),
      (durations, share) => {
        const sorted = [...durations].sort((a, b) => a - b)
        const exact = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!
        const found = quantile(counted(durations), share)!
        return found >= exact / 1.26 - 1 && found <= exact * 1.26 + 1
      },
    ),
  )
})

it('what was counted by two processes adds up to what one would have counted', () => {
  const [one, other] = [counted([3, 40, 500]), counted([7, 60, 9000])]
  expect(one.map((count, at) => count + other[at]!)).toEqual(counted([3, 40, 500, 7, 60, 9000]))
})

it('of nothing there is no quantile, and what takes longer than the last bound is counted all the same', () => {
  expect(quantile(counted([]), 0.5)).toBeNull()
  expect(quantile(counted([10_000_000]), 0.5)).toBeGreaterThan(60_000)
})
