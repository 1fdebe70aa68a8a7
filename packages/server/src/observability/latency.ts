// Durations as counts in fixed steps, so that those of several processes add up. Pure.

/** Each bound is a quarter more than the one before: a quantile is right to within that. From 1 ms to beyond a minute. */
const RATIO = 1.25
export const BOUNDS: readonly number[] = Array.from({ length: 51 }, (_, at) => RATIO ** at)

/** One more than there are bounds: what took longer than the last. */
export const BUCKETS = BOUNDS.length + 1

/** Where a duration in ms is counted. */
export function bucketOf(ms: number): number {
  if (ms <= 1) return 0
  const at = Math.ceil(Math.log(ms) / Math.log(RATIO) - 1e-9)
  return Math.min(at, BUCKETS - 1)
}

/** The duration in ms that a share of them did not exceed, such as 0.95; null where nothing was counted. */
export function quantile(counts: readonly number[], share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  const rank = share * total
  let below = 0
  for (const [at, count] of counts.entries()) {
    if (count > 0 && below + count >= rank) {
      const low = at === 0 ? 0 : BOUNDS[at - 1]!
      const high = BOUNDS[at] ?? BOUNDS.at(-1)! * RATIO
      return round(low + (high - low) * Math.max(0, (rank - below) / count))
    }
    below += count
  }
  return round(BOUNDS.at(-1)!)
}

const round = (ms: number): number => Math.round(ms * 10) / 10
