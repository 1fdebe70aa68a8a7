// One webhook's way through the feed: in order, one message at a time, each again until it is taken. What changed while
// it was down comes once, at its newest state.

import { type Transport, TransportError } from '@interchange/ocpi/client/transport'
import type { Clock } from '../../clock.ts'
import type { Events } from '../../events.ts'
import type { Directory } from '../../partners/directory.ts'
import type { Database } from '../../storage/database.ts'
import { type FeedEntry, feedState, tail as readTail } from '../../storage/objects.ts'
import { notificationsOf, notifiedModules } from './notifications.ts'
import { postSigned } from './post.ts'
import { afterFailure, afterSuccess, isRefusal, type Standing, standingOf } from './standing.ts'
import type { StoredWebhook, WebhookStore } from './store.ts'
import { Waiter } from './waiter.ts'

export interface LaneNeeds {
  readonly database: Database
  readonly store: WebhookStore
  readonly transport: Transport
  readonly directory: Directory
  readonly events: Events
  readonly clock: Clock
  /** Names this process among those that share the database. */
  readonly owner: string
}

const BATCH = 100
const DEADLINE_MS = 15_000
/** Longer than a delivery and a half: a living process never loses it. */
const LEASE_MS = 45_000
const SAVE_EVERY_MS = 1_000
/** Held so long without work, so that a busy feed does not cost a lease per change. */
const LINGER_MS = 1_000
interface Rest {
  readonly ms: number
  /** News in the feed end it. */
  readonly wakeable: boolean
}

/** Looked at again without being woken: another process may have died with the lease. */
const POLL_MS = 5_000

export class WebhookLane {
  readonly id: string
  private readonly needs: LaneNeeds
  private readonly waiter = new Waiter()
  private readonly stopping = new AbortController()
  private readonly done: Promise<void>
  private standing: Standing | undefined
  private savedAt = 0
  private held = false

  constructor(id: string, needs: LaneNeeds) {
    this.id = id
    this.needs = needs
    this.done = this.run()
  }

  /** There is something new in the feed. */
  wake(): void {
    this.waiter.wake()
  }

  /** What is under way is given up, written down, and tried again by whoever starts next. */
  async stop(): Promise<void> {
    this.stopping.abort()
    this.waiter.end()
    await this.done
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const rest = await this.round().catch((error: unknown): Rest => {
        this.needs.events.failed('webhook', error)
        return { ms: POLL_MS, wakeable: false }
      })
      await this.waiter.sleep(rest.ms, rest.wakeable)
    }
  }

  /** Delivers while this process holds the lease. Returns how long to rest, and whether news end the rest. */
  private async round(): Promise<Rest> {
    const { store, owner, clock } = this.needs
    const webhook = await store.claim(this.id, owner, LEASE_MS)
    if (!webhook) return { ms: POLL_MS, wakeable: false }
    this.standing = standingOf(webhook)
    this.savedAt = clock.now().getTime()
    this.held = true
    try {
      while (this.held && !this.stopping.signal.aborted) {
        const due = this.standing.nextAttemptAt
        if (due && due > clock.now()) return { ms: due.getTime() - clock.now().getTime(), wakeable: false }
        if (await this.deliverBatch(webhook)) continue
        if (this.standing.nextAttemptAt) continue
        if (!(await this.waiter.sleep(LINGER_MS, true))) break
      }
    } finally {
      if (this.held) await this.save(0)
    }
    return { ms: POLL_MS, wakeable: true }
  }

  /** False when there is nothing to deliver, or the webhook did not take it. */
  private async deliverBatch(webhook: StoredWebhook): Promise<boolean> {
    const { database, directory, events } = this.needs
    const standing = this.standing!
    const { position: end } = await feedState(database)
    if (standing.position >= end) return false
    const entries = await readTail(database, standing.position, BATCH, notifiedModules)
    const told = notificationsOf(entries, standing.position, webhook, directory, (error) =>
      events.failed('webhook', error),
    )
    for (const { entry, notification } of told) {
      if (this.stopping.signal.aborted) return false
      if (notification && !(await this.deliver(webhook, entry, notification.type, notification.data))) return false
      standing.position = entry.position
      if (this.needs.clock.now().getTime() - this.savedAt > SAVE_EVERY_MS) await this.save(LEASE_MS)
      if (!this.held) return false
    }
    // A read that was not cut short saw everything up to the end there was before it.
    if (entries.length < BATCH) standing.position = Math.max(standing.position, end)
    return true
  }

  private async deliver(webhook: StoredWebhook, entry: FeedEntry, type: string, data: unknown): Promise<boolean> {
    const { clock, events, transport } = this.needs
    const standing = this.standing!
    const answer = await this.post(transport, webhook, { id: `${webhook.id}-${entry.position}`, type, data }, entry)
    if (this.stopping.signal.aborted) return false
    if ('why' in answer) {
      const again = afterFailure(standing, answer.why, answer.retryAfterMs, clock.now())
      events.webhookFailing({ id: webhook.id }, answer.why)
      if (!isRefusal(answer.status) || !again.givenUp) return false
      standing.refused++
    } else {
      if (standing.failures > 0) events.webhookBack({ id: webhook.id })
      standing.delivered++
    }
    afterSuccess(standing, 'why' in answer ? undefined : clock.now())
    return true
  }

  private async post(
    transport: Transport,
    webhook: StoredWebhook,
    message: { id: string; type: string; data: unknown },
    entry: FeedEntry,
  ): Promise<{ status: number } | { why: string; status?: number; retryAfterMs?: number }> {
    const { secret } = webhook
    if (secret === undefined) return { why: 'its secret cannot be read; SECRET_KEY is not the one it was stored with' }
    try {
      const { status, headers } = await postSigned(
        transport,
        { url: webhook.url, secret },
        { ...message, at: new Date(entry.receivedAt) },
        { timeoutMs: DEADLINE_MS, sentAt: this.needs.clock.now(), signal: this.stopping.signal },
      )
      if (status >= 200 && status < 300) return { status }
      const seconds = Number(headers['retry-after'])
      return {
        why: `it answered HTTP ${status}`,
        status,
        ...(seconds > 0 ? { retryAfterMs: seconds * 1000 } : {}),
      }
    } catch (error) {
      return { why: error instanceof TransportError ? error.message : 'it could not be called' }
    }
  }

  /** Writes progress down; `leaseMs` 0 gives the lease back. Another process may have it by now. */
  private async save(leaseMs: number): Promise<void> {
    const { store, owner, clock } = this.needs
    const standing = this.standing!
    const { delivered, refused, ...rest } = standing
    this.held = await store.save(this.id, owner, leaseMs, { ...rest, delivered, refused })
    standing.delivered -= delivered
    standing.refused -= refused
    this.savedAt = clock.now().getTime()
  }
}
