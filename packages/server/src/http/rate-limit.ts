import type { Clock } from '../clock.ts'

/** Requests may come in bursts of so many seconds' worth. */
const BURST_S = 10

/**
 * A bucket per partner that fills with `perSecond`. `take` gives the seconds to wait, or 0 when the request may pass.
 * `perSecond` 0: no limit.
 */
export function rateLimit(perSecond: number, clock: Clock): { take(partnerId: string): number } {
  const buckets = new Map<string, { left: number; at: number }>()
  return {
    take(partnerId) {
      if (perSecond === 0) return 0
      const at = clock.now().getTime()
      const full = perSecond * BURST_S
      const bucket = buckets.get(partnerId) ?? { left: full, at }
      bucket.left = Math.min(full, bucket.left + ((at - bucket.at) / 1000) * perSecond)
      bucket.at = at
      buckets.set(partnerId, bucket)
      if (bucket.left < 1) return (1 - bucket.left) / perSecond
      bucket.left -= 1
      return 0
    },
  }
}
