// How fast a lane may send: `max_rate` requests in a second, evenly spaced. No I/O: the caller brings the time.

/** What a late timer lost may be made up for, as far as this: at 100 in a second four requests, at 25 and fewer none. */
const SLACK_MS = 40
/** Requests that did not wait, such as the PUT after a refused PATCH; more cannot be under way. Else the clock was set back. */
const MOST_AHEAD = 32

export class Pace {
  /** When the next request may go, if all go evenly; milliseconds since 1970. */
  #next = 0
  #spacing = 0

  /** Milliseconds until a request may go; `perSecond` undefined: no bound. */
  wait(now: number, perSecond: number | undefined): number {
    if (perSecond === undefined) return 0
    if (this.#next - now > MOST_AHEAD * Math.max(this.#spacing, 1000 / perSecond)) this.#next = now + 1000 / perSecond
    return Math.max(0, this.#next - now)
  }

  /** A request goes. One that could not wait is made up for by those after it. */
  take(now: number, perSecond: number | undefined): void {
    this.#spacing = perSecond === undefined ? 0 : 1000 / perSecond
    const earliest = this.#spacing < SLACK_MS ? now - SLACK_MS : now
    this.#next = Math.max(this.#next, earliest) + this.#spacing
  }

  /** It did not go after all. */
  giveBack(): void {
    this.#next -= this.#spacing
  }
}
