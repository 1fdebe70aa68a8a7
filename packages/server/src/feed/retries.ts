// When something is tried again. Pure: the caller brings the time and the dice.

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** After the n-th refusal; then daily, for a week. */
const PARK_STEPS = [MINUTE, 10 * MINUTE, HOUR] as const
const PARK_DAILY = 7

/**
 * When a parked object is tried again, `refusals` being how often it was refused since it last changed (1 the first
 * time). `null`: not before it changes, an object it names is accepted, or somebody asks for it.
 */
export function parkedUntil(refusals: number, now: Date): Date | null {
  const step = PARK_STEPS[refusals - 1] ?? (refusals <= PARK_STEPS.length + PARK_DAILY ? DAY : null)
  return step === null ? null : new Date(now.getTime() + step)
}

/** Between half and all of the span, so that partners that failed together do not come back together. */
export const jittered = (ms: number, random: () => number): number => Math.round(ms * (0.5 + random() / 2))

/** 3xxx and HTTP 5xx: tries of one object before anybody concludes anything. */
export const TRIES = 3

/** Before the next try of one object; `tries` is how many there were. */
export const betweenTries = (tries: number, random: () => number): number =>
  jittered(2 * SECOND * 2 ** Math.min(tries - 1, 5), random)

export interface BackoffSettings {
  /** First wait after a partner did not answer. */
  readonly firstMs: number
  readonly mostMs: number
}

/** Wait before anything is sent to a partner that failed `failures` times in a row. */
export const backoff = (failures: number, settings: BackoffSettings, random: () => number): number =>
  jittered(Math.min(settings.firstMs * 2 ** Math.min(failures - 1, 20), settings.mostMs), random)

/** A message (a CDR, the result of a command) is sent again unchanged for this long when nothing else is said. */
export const MESSAGE_LIFE_MS = 7 * DAY

/** A party behind a hub that cannot be reached is asked for again after this. */
export const awayUntil = (tries: number, now: Date): Date =>
  new Date(now.getTime() + (PARK_STEPS[Math.min(tries, PARK_STEPS.length) - 1] ?? MINUTE))
