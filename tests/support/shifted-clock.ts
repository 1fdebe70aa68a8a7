import type { Clock } from '../../packages/server/src/clock.ts'

/** The time of day, that a test moves on. */
export class ShiftedClock implements Clock {
  #ahead = 0
  now(): Date {
    return new Date(Date.now() + this.#ahead)
  }
  forward(seconds: number): void {
    this.#ahead += seconds * 1000
  }
}
