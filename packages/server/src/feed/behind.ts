// When the log says that a partner falls behind: at once, then now and then, and once when it has caught up. Pure.

/** Behind: the oldest change that waits is this old. */
const BEHIND_S = 60
const AGAIN_MS = 600_000

export class BehindWatch {
  #toldAt: number | undefined

  /** `now` in ms. */
  look(seconds: number, now: number): 'behind' | 'caught_up' | undefined {
    if (seconds < BEHIND_S) {
      if (this.#toldAt === undefined) return undefined
      this.#toldAt = undefined
      return 'caught_up'
    }
    if (this.#toldAt !== undefined && now - this.#toldAt < AGAIN_MS) return undefined
    this.#toldAt = now
    return 'behind'
  }
}
