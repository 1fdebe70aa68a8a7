import { describe, expect, it } from 'vitest'
import { awayUntil, backoff, betweenTries, parkedUntil } from './retries.ts'

const now = new Date('2026-01-01T00:00:00Z')
const after = (at: Date | null): number | null => (at === null ? null : (at.getTime() - now.getTime()) / 1000)

describe('retries', () => {
  it('a parked object is tried after a minute, ten minutes, an hour, then daily for seven days', () => {
    const waits = Array.from({ length: 12 }, (_, index) => after(parkedUntil(index + 1, now)))
    expect(waits).toEqual([60, 600, 3600, 86400, 86400, 86400, 86400, 86400, 86400, 86400, null, null])
  })

  it('the wait for a partner that does not answer doubles up to its most, half of it left to chance', () => {
    const settings = { firstMs: 1000, mostMs: 60_000 }
    expect([1, 2, 3, 6, 7, 50].map((failures) => backoff(failures, settings, () => 1))).toEqual([
      1000, 2000, 4000, 32_000, 60_000, 60_000,
    ])
    expect(backoff(3, settings, () => 0)).toBe(2000)
  })

  it('tries of one object are seconds apart', () => {
    expect([1, 2, 3].map((tries) => betweenTries(tries, () => 1))).toEqual([2000, 4000, 8000])
  })

  it('a party behind a hub is asked for again after a minute, ten minutes, then every hour', () => {
    expect([1, 2, 3, 4, 90].map((tries) => after(awayUntil(tries, now)))).toEqual([60, 600, 3600, 3600, 3600])
  })
})
