// Where a webhook stands with its deliveries, and when the next attempt is due.

import type { StoredWebhook } from './store.ts'

export interface Standing {
  /** Since it was last written down. */
  delivered: number
  refused: number
  failures: number
  lastError: string | null
  nextAttemptAt: Date | null
  lastDeliveredAt: Date | null
}

export const standingOf = (webhook: StoredWebhook): Standing => ({
  delivered: 0,
  refused: 0,
  failures: webhook.failures,
  lastError: webhook.lastError,
  nextAttemptAt: webhook.nextAttemptAt === null ? null : new Date(webhook.nextAttemptAt),
  lastDeliveredAt: null,
})

const FIRST_RETRY_MS = 1_000
const LONGEST_RETRY_MS = 300_000
/** A receiver that wants to be left alone longer is asked again all the same. */
const LONGEST_ASKED_FOR_MS = 3_600_000
/** A message that is refused as such is left out after so many attempts: it would hold up all others for ever. */
const MOST_REFUSALS = 3

/** What the receiver means is this message; any other failure is about the receiver, and passes. */
export const isRefusal = (status: number | undefined): boolean => status === 400 || status === 413 || status === 422

/** Doubles from one second to five minutes, with a fifth of jitter so that webhooks of one backend spread. */
export function afterFailure(
  standing: Standing,
  why: string,
  askedForMs: number | undefined,
  now: Date,
  random: () => number = Math.random,
): { readonly givenUp: boolean } {
  standing.failures++
  standing.lastError = why
  const backOff = Math.min(FIRST_RETRY_MS * 2 ** Math.min(standing.failures - 1, 20), LONGEST_RETRY_MS)
  const waitMs = Math.max(backOff * (0.8 + 0.4 * random()), Math.min(askedForMs ?? 0, LONGEST_ASKED_FOR_MS))
  standing.nextAttemptAt = new Date(now.getTime() + waitMs)
  return { givenUp: standing.failures >= MOST_REFUSALS }
}

/** `deliveredAt` undefined: the message was left out. */
export function afterSuccess(standing: Standing, deliveredAt: Date | undefined): void {
  standing.failures = 0
  standing.lastError = null
  standing.nextAttemptAt = null
  if (deliveredAt) standing.lastDeliveredAt = deliveredAt
}
