import { refusedUrl } from '../../outbound/address-guard.ts'
import { conflict, invalidBody, notFound } from '../problem.ts'
import type { ApiHandlers } from '../request.ts'
import type { WebhookOrder, WebhookReport, Webhooks } from '../webhooks/webhooks.ts'

/** Where the company's backend is told of changes and asked questions. */
export function webhookHandlers(webhooks: Webhooks): ApiHandlers {
  return {
    listWebhooks: async () => ({ status: 200, body: { items: (await webhooks.reports()).map(show), next: null } }),
    async getWebhook({ params }) {
      const found = (await webhooks.reports()).find(({ id }) => id === params.id)
      if (!found) throw notFound('There is no such webhook')
      return { status: 200, body: show(found) }
    },
    async postWebhook({ body }) {
      const order = body as WebhookOrder
      // A company's own backend is usually private; link-local and metadata addresses are nobody's backend.
      const refused = refusedUrl(order.url, { allowPrivate: true })
      if (refused) throw invalidBody([{ pointer: '/url', detail: refused }])
      const made = await webhooks.add(order)
      if (!made) throw conflict('There are as many webhooks as there can be; DELETE one first')
      return { status: 201, body: { ...show(made), secret: made.secret } }
    },
    async deleteWebhook({ params }) {
      if (!(await webhooks.remove(params.id!))) throw notFound('There is no such webhook')
      return { status: 204 }
    },
  }
}

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
