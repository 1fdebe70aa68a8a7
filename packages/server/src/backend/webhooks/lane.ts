// One webhook's way through the feed: in order, one message at a time, each again until it is taken. What changed while
// it was down comes once, at its newest state.

import type { Clock } from '../../clock.ts'
import type { Events } from '../../events.ts'
import type { Subscriber } from '../../feed/subscriber.ts'
import type { Directory } from '../../partners/directory.ts'
import type { FeedEntry } from '../../storage/objects.ts'
import { notificationsOf, notifiedModules } from './notifications.ts'
import { attemptAt, type Transports } from './post.ts'
import { afterFailure, afterSuccess, isRefusal, type Standing, standingOf } from './standing.ts'
import type { Attempt, StoredWebhook, WebhookStore } from './store.ts'

export interface LaneNeeds {
  readonly store: WebhookStore
  /** For webhooks that may be private, and for those that may not. */
  readonly transports: Transports
  readonly directory: Directory
  readonly events: Events
  readonly clock: Clock
  /** Names this process among those that share the database. */
  readonly owner: string
}

const DEADLINE_MS = 15_000

export function webhookLane(id: string, needs: LaneNeeds): Subscriber {
  const { store, transports, directory, events, clock, owner } = needs
  let webhook: StoredWebhook | undefined
  let standing: Standing | undefined
  /** Not written down yet. */
  let made: Attempt[] = []

  /** False when the webhook did not take it. */
  async function deliver(entry: FeedEntry, type: string, data: unknown, signal: AbortSignal): Promise<boolean> {
    const answer = await post({ id: `${id}-${entry.position}`, type, data }, entry, signal)
    if (signal.aborted) return false
    const at = standing!
    if ('why' in answer) {
      const again = afterFailure(at, answer.why, answer.retryAfterMs, clock.now())
      events.webhookFailing({ id }, answer.why)
      if (!isRefusal(answer.status) || !again.givenUp) return false
      at.refused++
    } else {
      if (at.failures > 0) events.webhookBack({ id })
      at.delivered++
    }
    afterSuccess(at, 'why' in answer ? undefined : clock.now())
    return true
  }

  async function post(
    message: { id: string; type: string; data: unknown },
    entry: FeedEntry,
    signal: AbortSignal,
  ): Promise<{ status: number } | { why: string; status?: number; retryAfterMs?: number }> {
    const { attempt, retryAfterMs } = await attemptAt(
      webhook!,
      { ...message, at: new Date(entry.receivedAt) },
      { transports, clock, timeoutMs: DEADLINE_MS, signal },
    )
    if (!signal.aborted) made.push({ ...attempt, position: entry.position })
    const status = attempt.http ?? undefined
    if (attempt.error === null) return { status: attempt.http! }
    return {
      why: attempt.error,
      ...(status === undefined ? {} : { status }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    }
  }

  return {
    name: 'webhook',
    modules: notifiedModules,
    get nextAttemptAt() {
      return standing?.nextAttemptAt ?? null
    },
    async claim(leaseMs) {
      webhook = await store.claim(id, owner, leaseMs)
      standing = webhook && standingOf(webhook)
      return webhook?.position
    },
    async save(cursor, leaseMs) {
      const { delivered, refused, ...rest } = standing!
      const held = await store.save(id, owner, leaseMs, { ...rest, position: cursor, delivered, refused })
      const written = made
      made = []
      await store.logAttempts(id, written)
      standing!.delivered -= delivered
      standing!.refused -= refused
      return held
    },
    async *take(entries, after, signal) {
      const failed = (error: unknown) => events.failed('webhook', error)
      for (const { entry, notification } of notificationsOf(entries, after, webhook!, directory, failed)) {
        if (signal.aborted) return
        if (notification && !(await deliver(entry, notification.type, notification.data, signal))) return
        yield entry.position
      }
    },
  }
}
