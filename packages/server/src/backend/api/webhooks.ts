import { isDateTime } from '@interchange/ocpi/define/formats'
import { closed, object, type Rule } from '@interchange/ocpi/define/object'
import { dateTime, one as field, int, many, maybe, pattern, string } from '@interchange/ocpi/define/type'
import type { Chapter } from '@interchange/ocpi/define/version'
import { type ApiCall, call, one, page } from '../define.ts'
import { notificationTypes, questionTypes } from '../webhooks/event-types.ts'
import { opaqueId, pageQuery, params, partyKeyOrAll } from './common.ts'

const id = params.our_id
const url = pattern(/^https?:\/\/[^\s]+$/i, 'an http or https URL', 1000)
const events = many('WebhookEvent', { doc: 'What it is told and asked; absent: everything.' })
const parties = many(partyKeyOrAll, { doc: 'Whose; absent or `["*"]`: all parties.' })

/** The pattern knows no calendar. */
const isMoment: Rule = {
  id: 'since is a time',
  severity: 'value',
  fields: ['since'],
  check: ({ since }) =>
    since === 'start' || isDateTime(String(since)) ? [] : [{ path: '/since', message: 'is no time there is' }],
}

/** Whole groups of four characters, the last one padded: anything else cannot be signed with. */
const SECRET = /^whsec_(?:[A-Za-z0-9+/]{4}){8,21}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

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
    WebhookAttempt: object('A message sent to a webhook, and what became of it.', {
      message: field(string(), { doc: 'Its id, the same for every attempt.' }),
      type: field(string()),
      position: maybe(int(0), { doc: 'In the feed; absent for a question and for a test.' }),
      at: field(dateTime),
      duration_ms: field(int(0)),
      http: maybe(int(100, 599), { doc: 'Status code of the answer; absent: there was none.' }),
      error: maybe(string(), {
        doc: 'Why it did not take it, or why its answer is of no use; absent when all is well.',
      }),
    }),
    WebhookReplay: object(
      'What is to be told again.',
      {
        since: field(pattern(/^(start|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?)$/, 'a DateTime, or `start`', 40), {
          doc: 'What changed since then, each object once at its newest state; `start`: everything.',
        }),
      },
      { rules: [isMoment] },
    ),
    WebhookRequest: object('A webhook to be made.', {
      url: field(url, {
        doc: 'May be private; never link-local. With a key for some parties private only where ALLOW_PRIVATE_WEBHOOKS says so.',
      }),
      events,
      parties,
      secret: maybe(pattern(SECRET, '`whsec_` and the Base64 of 24 to 64 bytes, padded', 100), {
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
    scope: 'write',
    answers: { 200: { doc: 'The oldest first.', body: page('Webhook') } },
  }),
  call('webhooks', 'postWebhook', 'POST /webhooks', 'Adds a webhook; it is told of changes from now on.', {
    scope: 'write',
    body: one('WebhookRequest'),
    answers: { 201: { doc: 'Made; the only answer that shows the secret.', body: one('Webhook') } },
    errors: { 409: 'There are as many webhooks as there can be.' },
  }),
  call('webhooks', 'getWebhook', 'GET /webhooks/{id}', 'One webhook and how it is doing.', {
    scope: 'write',
    params: { id },
    answers: { 200: { doc: 'The webhook.', body: one('Webhook') } },
    errors: { 404: 'No such webhook.' },
  }),
  call('webhooks', 'testWebhook', 'POST /webhooks/{id}/test', 'Sends a message of type `webhook.test`, now.', {
    scope: 'write',
    params: { id },
    answers: { 200: { doc: 'What became of it.', body: one('WebhookAttempt') } },
    errors: { 404: 'No such webhook.' },
  }),
  call('webhooks', 'listAttempts', 'GET /webhooks/{id}/attempts', 'The last 1000 messages sent to it.', {
    scope: 'write',
    params: { id },
    query: pageQuery,
    answers: { 200: { doc: 'The newest first.', body: page('WebhookAttempt') } },
    errors: { 404: 'No such webhook.' },
  }),
  call('webhooks', 'replayWebhook', 'POST /webhooks/{id}/replay', 'Tells it again what changed since a time.', {
    scope: 'write',
    params: { id },
    body: one('WebhookReplay'),
    answers: { 202: { doc: 'It is on its way; messages have the ids they had before.', body: one('Webhook') } },
    errors: { 404: 'No such webhook.' },
  }),
  call('webhooks', 'deleteWebhook', 'DELETE /webhooks/{id}', 'Takes a webhook away; nothing more is sent to it.', {
    scope: 'write',
    params: { id },
    answers: { 204: { doc: 'Gone.' } },
    errors: { 404: 'No such webhook.' },
  }),
]
