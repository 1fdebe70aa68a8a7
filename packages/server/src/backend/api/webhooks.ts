import { closed, object } from '@interchange/ocpi/define/object'
import { dateTime, one as field, int, many, maybe, pattern, string } from '@interchange/ocpi/define/type'
import type { Chapter } from '@interchange/ocpi/define/version'
import { type ApiCall, call, one, page } from '../define.ts'
import { notificationTypes, questionTypes } from '../webhooks/event-types.ts'
import { opaqueId, params, partyKeyOrAll } from './common.ts'

const id = params.our_id
const url = pattern(/^https?:\/\/[^\s]+$/i, 'an http or https URL', 1000)
const events = many('WebhookEvent', { doc: 'What it is told and asked; absent: everything.' })
const parties = many(partyKeyOrAll, { doc: 'Whose; absent or `["*"]`: all parties.' })

/** Webhooks: where the company's backend is told of changes and asked questions. */
export const webhookShapes: Chapter = {
  objects: {
    Webhook: object('A URL that is told of changes and asked questions.', {
      id: field(opaqueId),
      url: field(url),
      events,
      parties,
      secret: maybe(string(), { doc: 'Signs what is sent (Standard Webhooks). Shown once, when the webhook is made.' }),
      status: field('WebhookStatus'),
      failures: field(int(0), { doc: 'Attempts in a row that failed.' }),
      last_error: maybe(string(), { doc: 'Why the last attempt failed, while it is failing.' }),
      next_attempt_at: maybe(dateTime, { doc: 'While it is failing.' }),
      last_delivered_at: maybe(dateTime),
      delivered: field(int(0), { doc: 'Notifications it took.' }),
      refused: field(int(0), {
        doc: 'Notifications it answered with 400, 413 or 422 three times; they were left out.',
      }),
      behind: field(int(0), { doc: 'Changes in the feed it has not been told of yet; an upper bound.' }),
      created_at: field(dateTime),
    }),
    WebhookRequest: object('A webhook to be made.', {
      url: field(url, { doc: 'May be private; never link-local.' }),
      events,
      parties,
      secret: maybe(pattern(/^whsec_[A-Za-z0-9+/=]{32,88}$/, '`whsec_` and the Base64 of 24 to 64 bytes', 100), {
        doc: 'Absent: made and returned.',
      }),
    }),
  },
  enums: {
    WebhookEvent: closed('What a webhook can be told and asked.', [...notificationTypes, ...questionTypes]),
    WebhookStatus: closed('Whether it takes what it is sent.', ['active', 'failing']),
  },
}

export const webhookCalls: readonly ApiCall[] = [
  call('webhooks', 'listWebhooks', 'GET /webhooks', 'All webhooks and how they are doing.', {
    scope: 'admin',
    answers: { 200: { doc: 'The oldest first.', body: page('Webhook') } },
  }),
  call('webhooks', 'postWebhook', 'POST /webhooks', 'Adds a webhook; it is told of changes from now on.', {
    scope: 'admin',
    body: one('WebhookRequest'),
    answers: { 201: { doc: 'Made; the only answer that shows the secret.', body: one('Webhook') } },
    errors: { 409: 'There are as many webhooks as there can be.' },
  }),
  call('webhooks', 'getWebhook', 'GET /webhooks/{id}', 'One webhook and how it is doing.', {
    scope: 'admin',
    params: { id },
    answers: { 200: { doc: 'The webhook.', body: one('Webhook') } },
    errors: { 404: 'No such webhook.' },
  }),
  call('webhooks', 'deleteWebhook', 'DELETE /webhooks/{id}', 'Takes a webhook away; nothing more is sent to it.', {
    scope: 'admin',
    params: { id },
    answers: { 204: { doc: 'Gone.' } },
    errors: { 404: 'No such webhook.' },
  }),
]
