// The webhooks of this platform: known to every process, each delivered to by one of them at a time.

import { randomBytes, randomUUID } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import type { Events } from '../../events.ts'
import { SubscriberLoop } from '../../feed/subscriber.ts'
import type { FeedTail } from '../../feed/tail.ts'
import type { Directory } from '../../partners/directory.ts'
import type { Database } from '../../storage/database.ts'
import { feedState } from '../../storage/objects.ts'
import { webhookLane } from './lane.ts'
import { attemptAt, type Transports } from './post.ts'
import type { Attempt, StoredAttempt, StoredWebhook, Webhook, WebhookStore } from './store.ts'

export interface WebhooksNeeds {
  readonly database: Database
  readonly store: WebhookStore
  readonly tail: FeedTail
  readonly transports: Transports
  readonly directory: Directory
  readonly events: Events
  readonly clock: Clock
}

export interface WebhookOrder {
  readonly url: string
  /** Absent or empty: all. */
  readonly events?: readonly string[] | null
  readonly parties?: readonly string[] | null
  readonly secret?: string | null
}

/** Who makes it: a key for all parties may name a private address. */
export interface WebhookMaker {
  readonly allowPrivate: boolean
}

/** A webhook and how far behind the feed's end it is. */
export type WebhookReport = StoredWebhook & { readonly behind: number }

export interface Webhooks {
  start(): Promise<void>
  stop(): Promise<void>
  /** As last loaded; never waits. */
  known(): readonly Webhook[]
  reports(): Promise<WebhookReport[]>
  /** Undefined when there are as many as there can be. */
  add(order: WebhookOrder, by: WebhookMaker): Promise<WebhookReport | undefined>
  remove(id: string): Promise<boolean>
  /** Sends a message of type `webhook.test`, now. Undefined: there is no such webhook. */
  test(id: string): Promise<Attempt | undefined>
  /** The log, the newest first. */
  attempts(id: string, limit: number, before: number): Promise<StoredAttempt[]>
  /** Tells again what changed since then, each object once at its newest state; absent: everything. */
  replay(id: string, since: string | undefined): Promise<boolean>
}

/** Every webhook costs a loop and reads the feed by itself. */
const MOST = 200
const CHANNEL = 'webhooks'
const TEST_DEADLINE_MS = 15_000

export function createWebhooks(needs: WebhooksNeeds): Webhooks {
  const { database, store, tail, transports, events, clock } = needs
  const owner = randomUUID()
  const lanes = new Map<string, SubscriberLoop>()
  let known: readonly Webhook[] = []
  let running = false
  const stops: (() => unknown)[] = []

  async function reload(): Promise<void> {
    known = await store.all()
    if (!running) return
    const ids = new Set(known.map(({ id }) => id))
    for (const id of ids)
      if (!lanes.has(id)) lanes.set(id, new SubscriberLoop(webhookLane(id, { ...needs, owner }), needs))
    // Somebody may want something told again.
    for (const lane of lanes.values()) lane.wake()
    const gone = [...lanes].filter(([id]) => !ids.has(id))
    for (const [id] of gone) lanes.delete(id)
    await Promise.all(gone.map(([, lane]) => lane.stop()))
  }

  const heard = () => void reload().catch((error: unknown) => events.failed('webhooks', error))

  /** Here at once, elsewhere as soon as the notification arrives. */
  async function changed(): Promise<void> {
    await reload()
    await database.notify(CHANNEL)
  }

  const report = (webhook: StoredWebhook, end: number): WebhookReport => ({
    ...webhook,
    behind: Math.max(0, end - webhook.position),
  })

  return {
    async start() {
      await store.reseal()
      running = true
      stops.push(await database.listen(CHANNEL, heard))
      stops.push(
        tail.subscribe(({ entries }) => {
          if (entries.length > 0) for (const lane of lanes.values()) lane.wake()
        }),
      )
      await reload()
    },
    async stop() {
      running = false
      for (const stop of stops.splice(0)) await stop()
      const last = [...lanes.values()]
      lanes.clear()
      await Promise.all(last.map((lane) => lane.stop()))
    },
    known: () => known,
    async reports() {
      const [all, { position }] = await Promise.all([store.all(), feedState(database)])
      return all.map((webhook) => report(webhook, position))
    },
    async add({ url, events: types, parties, secret }, { allowPrivate }) {
      // It hears what happens from now on.
      const { position } = await feedState(database)
      const webhook = {
        id: `wh-${randomBytes(6).toString('hex')}`,
        url,
        events: types?.length ? [...new Set(types)] : null,
        parties: partiesOf(parties),
        secret: secret ?? `whsec_${randomBytes(32).toString('base64')}`,
        allowPrivate,
        createdAt: clock.now().toISOString(),
        position,
      }
      if (!(await store.add(webhook, MOST))) return undefined
      await changed()
      return { ...report({ ...webhook, ...fresh }, position), position }
    },
    async remove(id) {
      const gone = await store.remove(id)
      if (gone) await changed()
      return gone
    },
    async test(id) {
      const webhook = await store.find(id)
      if (!webhook) return undefined
      const message = { id: randomUUID(), type: 'webhook.test', at: clock.now(), data: { webhook: id } }
      const { attempt } = await attemptAt(webhook, message, { transports, clock, timeoutMs: TEST_DEADLINE_MS })
      await store.logAttempts(id, [attempt])
      return attempt
    },
    attempts: (id, limit, before) => store.attempts(id, limit, before),
    async replay(id, since) {
      const found = await store.replay(id, since)
      if (found) await changed()
      return found
    },
  }
}

const fresh = {
  failures: 0,
  lastError: null,
  nextAttemptAt: null,
  lastDeliveredAt: null,
  delivered: 0,
  refused: 0,
}

const partiesOf = (parties: readonly string[] | null | undefined): readonly string[] | null =>
  parties?.length && !parties.includes('*') ? [...new Set(parties.map((key) => key.toUpperCase()))] : null
