import { Webhook as Signer } from 'standardwebhooks'
import type { Delivery } from '../../feed/delivery.ts'
import type { Pulling } from '../../feed/pull/pulling.ts'
import type { FeedTail } from '../../feed/tail.ts'
import { refusedUrl } from '../../outbound/address-guard.ts'
import type { Database } from '../../storage/database.ts'
import { changes } from '../changes.ts'
import { notificationTypes } from '../notifications.ts'
import { invalidBody, notFound, type ProblemFault } from '../problem.ts'
import type { ApiHandlers } from '../request.ts'
import type { Webhook } from '../webhook-store.ts'
import type { Webhooks } from '../webhooks.ts'

export interface FeedHandlersNeeds {
  readonly database: Database
  readonly tail: FeedTail
  readonly webhooks: Webhooks
  readonly delivery: Delivery
  readonly pulling: Pulling
  /** Aborted when the platform stops: listeners are let go. */
  readonly stopping: AbortSignal
}

const questionTypes = [
  'command.cancel_reservation',
  'command.reserve_now',
  'command.start_session',
  'command.stop_session',
  'command.unlock_connector',
  'token.authorize',
  'session.charging_preferences',
]

const csv = (text: unknown): string[] | undefined =>
  typeof text === 'string' ? text.split(',').map((part) => part.trim()) : undefined

export function feedHandlers({
  database,
  tail,
  webhooks,
  delivery,
  pulling,
  stopping,
}: FeedHandlersNeeds): ApiHandlers {
  const shown = ({
    secret: _,
    position: _position,
    events,
    parties,
    failingSince,
    lastError,
    ...webhook
  }: Webhook) => ({
    ...webhook,
    events: events ?? [],
    parties: parties ?? [],
    failing_since: failingSince,
    last_error: lastError,
  })
  return {
    async getChanges({ query, headers }) {
      const last = headers['last-event-id']
      const since = typeof query.since === 'string' ? query.since : typeof last === 'string' ? last : undefined
      const stream = await changes(
        database,
        tail,
        {
          since,
          modules: csv(query.modules),
          parties: csv(query.parties)?.map((party) => party.toUpperCase()),
          own: typeof query.own === 'boolean' ? query.own : undefined,
        },
        stopping,
      )
      return { status: 200, stream }
    },
    async listWebhooks() {
      return { status: 200, body: { items: webhooks.list().map(shown), next: null } }
    },
    async postWebhook({ body }) {
      const { url, events, parties, secret } = body as {
        url: string
        events?: string[]
        parties?: string[]
        secret?: string
      }
      const faults: ProblemFault[] = []
      // A company's own backend is usually private; link-local and metadata addresses are nobody's backend.
      const refused = refusedUrl(url, { allowPrivate: true })
      if (refused) faults.push({ pointer: '/url', detail: refused })
      const known = new Set<string>([...notificationTypes, ...questionTypes])
      for (const [index, type] of (events ?? []).entries()) {
        if (!known.has(type))
          faults.push({ pointer: `/events/${index}`, detail: `is not one of ${[...known].join(', ')}` })
      }
      if (secret != null && !isSecret(secret)) {
        faults.push({
          pointer: '/secret',
          detail: 'is not a Standard Webhooks secret: whsec_ and Base64 of 24 to 64 bytes',
        })
      }
      if (faults.length > 0) throw invalidBody(faults)
      const webhook = await webhooks.add({
        url,
        ...(events ? { events } : {}),
        ...(parties ? { parties } : {}),
        ...(secret == null ? {} : { secret }),
      })
      return { status: 201, body: { ...shown(webhook), secret: webhook.secret } }
    },
    async deleteWebhook({ params }) {
      if (!(await webhooks.remove(params.id!))) throw notFound('There is no such webhook')
      return { status: 204 }
    },
    async listParked() {
      return { status: 200, body: { items: await delivery.listParked(), next: null } }
    },
    async retryParked({ params }) {
      if (!(await delivery.retryParked(params.id!))) throw notFound('Nothing is parked under this id')
      return { status: 204 }
    },
    async listUnroutable() {
      return { status: 200, body: { items: await delivery.listUnroutable(), next: null } }
    },
    async listAside() {
      return { status: 200, body: { items: await pulling.listAside(), next: null } }
    },
  }
}

function isSecret(secret: string): boolean {
  try {
    new Signer(secret)
    return secret.startsWith('whsec_')
  } catch {
    return false
  }
}
