import { describe, expect, it } from 'vitest'
import { afterFailure, afterSuccess, isRefusal, type Standing } from './standing.ts'

const now = new Date('2026-01-31T12:00:00Z')
const fresh = (): Standing => ({
  delivered: 0,
  refused: 0,
  failures: 0,
  lastError: null,
  nextAttemptAt: null,
  lastDeliveredAt: null,
})
const waitOf = (standing: Standing): number => standing.nextAttemptAt!.getTime() - now.getTime()

describe('a webhook that fails', () => {
  it('is tried again after twice as long each time, up to five minutes', () => {
    const standing = fresh()
    const waits = Array.from({ length: 12 }, () => {
      afterFailure(standing, 'down', undefined, now, () => 0.5)
      return waitOf(standing)
    })
    expect(waits).toEqual([
      ...[1, 2, 4, 8, 16, 32, 64, 128, 256].map((seconds) => seconds * 1000),
      300_000,
      300_000,
      300_000,
    ])
    expect(standing).toMatchObject({ failures: 12, lastError: 'down' })
  })

  it('is spread by a fifth either way', () => {
    for (const [random, wait] of [
      [0, 800],
      [1, 1200],
    ] as const) {
      const standing = fresh()
      afterFailure(standing, 'down', undefined, now, () => random)
      expect(waitOf(standing)).toBeCloseTo(wait)
    }
  })

  it('gets the time it asks for, up to an hour', () => {
    const standing = fresh()
    afterFailure(standing, 'busy', 90_000, now)
    expect(waitOf(standing)).toBe(90_000)
    afterFailure(standing, 'busy', 86_400_000, now)
    expect(waitOf(standing)).toBe(3_600_000)
  })

  it('gives a message up at the third refusal, and only for answers that mean the message', () => {
    const standing = fresh()
    const given = [1, 2, 3].map(() => afterFailure(standing, 'HTTP 422', undefined, now).givenUp)
    expect(given).toEqual([false, false, true])
    expect([400, 413, 422].every(isRefusal)).toBe(true)
    expect([401, 403, 404, 408, 410, 429, 500, 503, undefined].some(isRefusal)).toBe(false)
  })

  it('is well again with the next message it takes', () => {
    const standing = fresh()
    afterFailure(standing, 'down', undefined, now)
    afterSuccess(standing, now)
    expect(standing).toEqual({ ...fresh(), lastDeliveredAt: now })
  })
})
