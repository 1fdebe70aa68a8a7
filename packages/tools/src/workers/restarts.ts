// When a worker that ended is started again. Without I/O: the caller brings the time.

/** Who lived this long was well; what ends sooner again and again will not get better by itself. */
const WELL_MS = 30_000
const FIRST_MS = 500
const MOST_MS = 15_000
/** Ends of all workers together, none of which lived long. */
const MOST_EARLY = 5

/** `ended` gives the ms to wait before the next start, or `give_up`. */
export function restarts(): { ended(livedMs: number): number | 'give_up' } {
  let early = 0
  return {
    ended(livedMs) {
      early = livedMs >= WELL_MS ? 0 : early + 1
      if (early >= MOST_EARLY) return 'give_up'
      return early <= 1 ? FIRST_MS : Math.min(MOST_MS, FIRST_MS * 2 ** (early - 1))
    },
  }
}
