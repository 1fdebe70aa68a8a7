import { refusedUrl } from '../../outbound/address-guard.ts'
import type { Directory } from '../../partners/directory.ts'
import { partyFromKey } from '../../party.ts'
import { nextAfterSeq, readNextSeq } from '../cursor.ts'
import { assertOurs } from '../ours.ts'
import { conflict, invalidBody, notFound } from '../problem.ts'
import type { ApiHandlers, ApiRequest, Caller } from '../request.ts'
import type { WebhookOrder, WebhookReport, Webhooks } from '../webhooks/webhooks.ts'

export interface WebhookHandlersNeeds {
  readonly webhooks: Webhooks
  readonly directory: Pick<Directory, 'ownParty'>
  /** `ALLOW_PRIVATE_WEBHOOKS`: also keys for some parties may name private addresses. */
  readonly allowPrivate: boolean
}

/** Where the company's backend is told of changes and asked questions. */
export function webhookHandlers({ webhooks, directory, allowPrivate }: WebhookHandlersNeeds): ApiHandlers {
  async function find({ params, caller }: Pick<ApiRequest, 'params' | 'caller'>): Promise<WebhookReport> {
    const found = (await webhooks.reports()).find(({ id }) => id === params.id)
    if (!found || !isOf(caller, found)) throw notFound('There is no such webhook')
    return found
  }

  /** Whose events a key may hear: its own parties'. */
  function partiesFor(caller: Caller, asked: readonly string[] | null | undefined): readonly string[] {
    const wanted = (asked ?? []).map((party) => party.toUpperCase())
    if (caller.parties === '*') return wanted
    if (wanted.length === 0 || wanted.includes('*')) return caller.parties
    for (const party of wanted) assertOurs(directory, caller, partyFromKey(party))
    return wanted
  }

  return {
    async listWebhooks({ caller }) {
      const seen = (await webhooks.reports()).filter((webhook) => isOf(caller, webhook))
      return { status: 200, body: { items: seen.map(show), next: null } }
    },
    getWebhook: async (request) => ({ status: 200, body: show(await find(request)) }),
    async postWebhook({ body, caller }) {
      const order = body as WebhookOrder
      // A company's own backend is usually private; link-local and metadata addresses are nobody's backend.
      const by = { allowPrivate: caller.parties === '*' || allowPrivate }
      const refused = refusedUrl(order.url, by)
      if (refused) throw invalidBody([{ pointer: '/url', detail: refused }])
      const made = await webhooks.add({ ...order, parties: partiesFor(caller, order.parties) }, by)
      if (!made) throw conflict('There are as many webhooks as there can be; DELETE one first')
      return { status: 201, body: { ...show(made), secret: made.secret } }
    },
    async deleteWebhook(request) {
      await webhooks.remove((await find(request)).id)
      return { status: 204 }
    },
    async testWebhook(request) {
      const attempt = await webhooks.test((await find(request)).id)
      if (!attempt) throw notFound('There is no such webhook')
      return { status: 200, body: attempt }
    },
    async listAttempts(request) {
      const { limit: asked, next } = request.query
      const limit = typeof asked === 'number' ? asked : PAGE
      const found = await webhooks.attempts(
        (await find(request)).id,
        limit + 1,
        readNextSeq(next) ?? Number.MAX_SAFE_INTEGER,
      )
      const items = found.slice(0, limit)
      const after = found.length > limit ? nextAfterSeq(items.at(-1)!.seq) : null
      return { status: 200, body: { items: items.map(({ seq: _, ...attempt }) => attempt), next: after } }
    },
    async replayWebhook(request) {
      const { since } = request.body as { since: string }
      await webhooks.replay((await find(request)).id, since === 'start' ? undefined : since)
      return { status: 202, body: show(await find(request)) }
    },
  }
}

const PAGE = 100

/** A key for some parties sees the webhooks that hear of nothing else. */
const isOf = ({ parties }: Caller, webhook: Pick<WebhookReport, 'parties'>): boolean =>
  parties === '*' || webhook.parties?.every((party) => parties.includes(party)) === true

const show = (webhook: WebhookReport) => ({
  id: webhook.id,
  url: webhook.url,
  events: webhook.events ?? [],
  parties: webhook.parties ?? ['*'],
  status: webhook.failures > 0 ? 'failing' : 'active',
  failures: webhook.failures,
  last_error: webhook.lastError,
  next_attempt_at: webhook.nextAttemptAt,
  last_delivered_at: webhook.lastDeliveredAt,
  delivered: webhook.delivered,
  refused: webhook.refused,
  behind: webhook.behind,
  created_at: webhook.createdAt,
})
