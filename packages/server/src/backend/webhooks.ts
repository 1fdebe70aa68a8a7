// Webhooks: subscribers of the feed, each with a cursor and a loop of its own, so that one that is down holds up nobody.

import { randomBytes } from 'node:crypto'
import { type Transport, TransportError } from '@interchange/ocpi/client/transport'
import type { Clock } from '../clock.ts'
import type { Events } from '../events.ts'
import type { FeedTail } from '../feed/tail.ts'
import type { Database } from '../storage/database.ts'
import { tail as readTail } from '../storage/objects.ts'
import { type Notice, noticeOf } from './notifications.ts'
import { postSigned } from './post-signed.ts'
import type { Webhook, WebhookStore } from './webhook-store.ts'

export interface WebhooksNeeds {
  readonly database: Database
  readonly store: WebhookStore
  readonly tail: FeedTail
  readonly transport: Transport
  readonly events: Events
  readonly clock: Clock
}

export interface Webhooks {
  start(): Promise<void>
  stop(): Promise<void>
  list(): readonly Webhook[]
  add(order: {
    url: string
    events?: readonly string[]
    parties?: readonly string[]
    secret?: string
  }): Promise<Webhook>
  remove(id: string): Promise<boolean>
}

const DEADLINE_MS = 10_000
const BATCH = 200
const FIRST_RETRY_MS = 1_000
const LONGEST_RETRY_MS = 300_000
const FALLBACK_MS = 2_000
const CHANNEL = 'webhooks'

export const wants = (webhook: Webhook, type: string, party: string): boolean =>
  (webhook.events === null || webhook.events.includes(type)) &&
  (webhook.parties === null || party === '' || webhook.parties.includes(party))

export function createWebhooks(needs: WebhooksNeeds): Webhooks {
  const { database, store, tail, events, clock } = needs
  let known: readonly Webhook[] = []
  const loops = new Map<string, { stop: () => void; done: Promise<void> }>()
  const stops: (() => unknown)[] = []
  let stopped = false

  async function reload(): Promise<void> {
    known = await store.all()
    for (const webhook of known) if (!loops.has(webhook.id)) loops.set(webhook.id, run(webhook))
    for (const [id, loop] of loops) {
      if (known.some((webhook) => webhook.id === id)) continue
      loop.stop()
      loops.delete(id)
    }
  }

  function run(webhook: Webhook) {
    let running = true
    let wake: (() => void) | undefined
    const unsubscribe = tail.subscribe(() => wake?.())
    const rest = (ms: number) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    const pause = (ms: number) =>
      new Promise<void>((resolve) => {
        wake = undefined
        const timer = setTimeout(resolve, ms)
        stopPause = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    let stopPause: (() => void) | undefined
    const loop = async () => {
      let { position } = webhook
      let retryMs = FIRST_RETRY_MS
      while (running) {
        try {
          const entries = await readTail(database, position, BATCH)
          if (entries.length === 0) {
            await rest(FALLBACK_MS)
            continue
          }
          for (const entry of entries) {
            if (!running) return
            const notice = noticeOf(entry)
            if (notice && wants(webhook, notice.type, notice.party)) {
              const why = await deliver(webhook, notice, `${webhook.id}-${entry.position}`)
              if (why !== undefined) {
                await store.failed(webhook.id, position, why, clock.now())
                events.warned('webhook', why, { webhook: webhook.id })
                await pause(retryMs)
                retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS)
                break
              }
              retryMs = FIRST_RETRY_MS
            }
            position = entry.position
          }
          await store.delivered(webhook.id, position)
        } catch (error) {
          events.failed('webhook', error)
          await pause(FALLBACK_MS)
        }
      }
    }
    const done = loop().finally(unsubscribe)
    return {
      done,
      stop() {
        running = false
        wake?.()
        stopPause?.()
      },
    }
  }

  /** @returns why it failed. */
  async function deliver(webhook: Webhook, notice: Notice, id: string): Promise<string | undefined> {
    const at = clock.now()
    const body = JSON.stringify({ type: notice.type, id, timestamp: at.toISOString(), data: notice.data })
    try {
      const { status } = await postSigned(needs.transport, webhook, { id, at, body }, DEADLINE_MS)
      return status >= 200 && status < 300 ? undefined : `the webhook answered HTTP ${status}`
    } catch (error) {
      return error instanceof TransportError ? error.message : 'the webhook could not be called'
    }
  }

  return {
    async start() {
      await reload()
      stops.push(
        await database.listen(CHANNEL, () => void reload().catch((error: unknown) => events.failed('webhooks', error))),
      )
    },
    async stop() {
      stopped = true
      for (const stop of stops) await stop()
      for (const loop of loops.values()) loop.stop()
      await Promise.all([...loops.values()].map(({ done }) => done))
    },
    list: () => known,
    async add({ url, events: types, parties, secret }) {
      const webhook: Webhook = {
        id: `wh-${randomBytes(6).toString('hex')}`,
        url,
        events: types?.length ? types : null,
        parties: parties?.length ? parties.map((party) => party.toUpperCase()) : null,
        secret: secret ?? `whsec_${randomBytes(32).toString('base64')}`,
        // It hears what happens from now on.
        position: tail.position,
        failingSince: null,
        lastError: null,
      }
      await store.add(webhook, clock.now())
      if (!stopped) await reload()
      await database.notify(CHANNEL)
      return webhook
    },
    async remove(id) {
      const gone = await store.remove(id)
      await reload()
      await database.notify(CHANNEL)
      return gone
    },
  }
}
