// Whether a partner can be sent anything at the moment. A state machine without I/O: the caller brings time and dice.

import { type BackoffSettings, backoff, jittered } from './retries.ts'

export interface HealthSettings extends BackoffSettings {
  /** Failing for this long, and at least `FAILURES` times, makes a partner offline. */
  readonly offlineAfterMs: number
  /** First wait between two probes of a partner that is offline; it doubles up to `probeMostMs`. */
  readonly probeMs: number
  readonly probeMostMs: number
}

export const defaultHealth: HealthSettings = {
  firstMs: 1000,
  mostMs: 30_000,
  offlineAfterMs: 60_000,
  probeMs: 15_000,
  probeMostMs: 300_000,
}

const FAILURES = 3
/** Between two probes, however often the partner is heard of. */
const PROBE_LEAST_MS = 2000
const SLOW_DOWN_MS = 5000

/**
 * - `up`: as many requests at a time as lanes want
 * - `failing`: it did not answer; after each wait one request
 * - `offline`: only probes
 * - `trial`: the probe was answered; one object is sent before anybody calls the partner back
 */
export type HealthState = 'up' | 'failing' | 'offline' | 'trial'

export class Health {
  readonly #settings: HealthSettings
  readonly #random: () => number
  #state: HealthState
  #failures = 0
  #probes = 0
  #failingSince = 0
  #lastFailure = 0
  #notBefore = 0
  #slowUntil = 0
  #lastProbe = 0
  #heard = false

  constructor(settings: HealthSettings, random: () => number, offline = false) {
    this.#settings = settings
    this.#random = random
    this.#state = offline ? 'offline' : 'up'
  }

  get state(): HealthState {
    return this.#state
  }

  get failures(): number {
    return this.#failures
  }

  /** When it is probed next, in ms; undefined unless it is offline. */
  get nextProbeAt(): number | undefined {
    return this.#state === 'offline' ? this.#notBefore : undefined
  }

  /** How many requests may be under way now, of how many are wanted. */
  room(now: number, wanted: number): number {
    if (now < this.#slowUntil || this.#state === 'offline') return 0
    if (this.#state === 'up') return wanted
    return this.#state === 'trial' || now >= this.#notBefore ? 1 : 0
  }

  probeDue(now: number): boolean {
    return this.#state === 'offline' && now >= this.#notBefore
  }

  /** The partner answered, whatever it said. Returns whether it was offline until now. */
  answered(): boolean {
    const back = this.#state === 'offline' || this.#state === 'trial'
    this.#state = 'up'
    this.#failures = 0
    this.#probes = 0
    this.#notBefore = 0
    return back
  }

  /**
   * It did not answer a request that was sent at `sentAt`. Requests that were under way together count once.
   * Returns what it became by that.
   */
  failed(now: number, sentAt: number): 'offline' | 'failing' | undefined {
    if (this.#state === 'offline') return undefined
    if (this.#state === 'trial') {
      this.#goOffline(now)
      return undefined
    }
    if (sentAt < this.#lastFailure && this.#state === 'failing') return undefined
    if (this.#failures === 0) this.#failingSince = sentAt
    this.#state = 'failing'
    this.#failures++
    this.#lastFailure = now
    this.#notBefore = now + backoff(this.#failures, this.#settings, this.#random)
    if (this.#failures >= FAILURES && now - this.#failingSince >= this.#settings.offlineAfterMs) {
      this.#goOffline(now)
      return 'offline'
    }
    return this.#failures === FAILURES ? 'failing' : undefined
  }

  /** The answer to a probe. */
  probed(now: number, answered: boolean): void {
    if (this.#state !== 'offline') return
    this.#lastProbe = now
    if (answered) this.#state = 'trial'
    else this.#goOffline(now)
    // It called while the probe was under way.
    if (this.#heard) this.heard(now)
    this.#heard = false
  }

  /** Somebody heard from it: it is probed at once, at most every few seconds. */
  heard(now: number): void {
    if (this.#state !== 'offline') return
    this.#heard = true
    this.#notBefore = Math.min(this.#notBefore, Math.max(now, this.#lastProbe + PROBE_LEAST_MS))
  }

  /** HTTP 429. */
  slowDown(now: number, retryAfterMs: number | null): void {
    const wait = retryAfterMs ?? jittered(SLOW_DOWN_MS, this.#random)
    this.#slowUntil = Math.max(this.#slowUntil, now + wait)
  }

  #goOffline(now: number): void {
    const { probeMs, probeMostMs } = this.#settings
    this.#state = 'offline'
    this.#probes++
    this.#notBefore = now + jittered(Math.min(probeMs * 2 ** Math.min(this.#probes - 1, 20), probeMostMs), this.#random)
  }
}
