// Questions to the company's backend: asked at the webhooks that want them, answered by their response, and of listeners
// to the changes, answered by a call; within a deadline.

import { TransportError } from '@interchange/ocpi/client/transport'
import { check } from '@interchange/ocpi/define/validate'
import { parseJson } from '@interchange/ocpi/wire/json'
import type { Clock, Ids } from '../clock.ts'
import type { Events } from '../events.ts'
import { type Party, partyKey } from '../party.ts'
import { api } from './api/table.ts'
import type { QuestionBoard } from './question-board.ts'
import { wantsEvent, wantsParty } from './webhooks/notifications.ts'
import { postSigned, type Transports } from './webhooks/post.ts'
import type { Attempt, Webhook } from './webhooks/store.ts'

export interface Question {
  /** `command.start_session`, `token.authorize`, `session.charging_preferences`, ... */
  readonly type: string
  /** Our party that is asked. */
  readonly party: Party
  readonly data: unknown
  readonly deadlineMs: number
}

export type QuestionAnswer =
  | { readonly kind: 'answer'; readonly data: unknown }
  /** Nobody answers questions of this type for this party. */
  | { readonly kind: 'no_backend' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'failed'; readonly why: string }

export interface Questions {
  ask(question: Question): Promise<QuestionAnswer>
}

export interface QuestionsNeeds {
  readonly webhooks: () => readonly Webhook[]
  readonly board: Pick<QuestionBoard, 'ask'>
  readonly transports: Transports
  readonly events: Events
  readonly clock: Clock
  readonly ids: Ids
  /** Where a webhook's attempts are shown. */
  readonly logAttempt: (webhook: string, attempt: Attempt) => Promise<void>
}

const LATE = 'no answer in time'

/** A question that no backend takes part in has a different answer from one that went wrong. */
const NO_ANSWER: QuestionAnswer = { kind: 'no_backend' }

export function createQuestions(needs: QuestionsNeeds): Questions {
  const { webhooks, board, transports, events, clock, ids, logAttempt } = needs

  /** What went wrong is shown with the webhook; nobody who waits for the answer waits for this. */
  function note(webhook: Webhook, attempt: Attempt): void {
    logAttempt(webhook.id, attempt).catch((error: unknown) => events.failed('webhook', error))
  }

  async function askOne(webhook: Webhook, question: Question): Promise<QuestionAnswer> {
    const { secret, allowPrivate } = webhook
    if (secret === undefined) return failed('the secret of the webhook cannot be read')
    const now = clock.now()
    const message = { id: ids.uuid(), type: question.type, at: now, data: question.data }
    let http: number | null = null
    const took = performance.now()
    const answered = (answer: QuestionAnswer): QuestionAnswer => {
      const error = answer.kind === 'failed' ? answer.why : LATE
      if (answer.kind === 'answer') return answer
      const duration_ms = Math.round(performance.now() - took)
      const at = now.toISOString()
      note(webhook, { message: message.id, type: message.type, position: null, at, duration_ms, http, error })
      return answer
    }
    try {
      const transport = allowPrivate ? transports.own : transports.guarded
      const { status, body } = await postSigned(transport, { url: webhook.url, secret }, message, {
        timeoutMs: question.deadlineMs,
        sentAt: now,
      })
      // A webhook that only takes notifications says so with an empty answer.
      if (status === 204) return NO_ANSWER
      http = status
      if (status !== 200) return answered(failed(`the webhook answered HTTP ${status}`))
      const parsed = parseJson(body)
      if (!parsed.ok) return answered(failed(`the webhook's answer ${parsed.why}`))
      const why = wrongWith(question.type, parsed.value)
      return answered(why === undefined ? { kind: 'answer', data: parsed.value } : failed(why))
    } catch (error) {
      if (!(error instanceof TransportError)) throw error
      return answered(error.kind === 'timeout' ? { kind: 'timeout' } : failed(error.message))
    }
  }

  return {
    async ask(question) {
      const party = [partyKey(question.party)]
      const asked = webhooks().filter((webhook) => wantsEvent(webhook, question.type) && wantsParty(webhook, party))
      const over = new AbortController()
      const answer = await firstAnswer([
        ...asked.map((webhook) => askOne(webhook, question)),
        board.ask(ids.uuid(), question, over.signal),
      ])
      over.abort()
      if (answer.kind === 'failed') events.questionUnanswered(question.type, answer.why)
      if (answer.kind === 'timeout') events.questionUnanswered(question.type, LATE)
      return answer
    },
  }
}

const failed = (why: string): QuestionAnswer => ({ kind: 'failed', why })

/** The first that answers counts; when none does, what went wrong, if anything did. */
async function firstAnswer(answers: readonly Promise<QuestionAnswer>[]): Promise<QuestionAnswer> {
  const given = answers.map(async (answer) => {
    const found = await answer
    if (found.kind !== 'answer') throw found
    return found
  })
  return await Promise.any(given).catch(async () => {
    const all = await Promise.all(answers)
    return all.find(({ kind }) => kind !== 'no_backend') ?? NO_ANSWER
  })
}

/** What the answer to each kind of question has to be. */
const answers: Readonly<Record<string, string>> = {
  command: 'CommandAnswer',
  token: 'AuthorizationAnswer',
  session: 'ChargingPreferencesResponse',
}

/** Why an answer does not fit its question; undefined when it does. Never quotes it: it may name a driver. */
export function wrongWith(type: string, answer: unknown): string | undefined {
  const name = answers[type.split('.')[0]!]
  if (name === undefined) return 'there is no such question'
  // An eMSP's backend that cannot decide without the place says so (R-TOK-09).
  if (name === 'AuthorizationAnswer' && (answer as { need?: unknown } | null)?.need === 'location') return undefined
  const fault = check(api, name, answer).find(({ severity }) => severity !== 'note')
  return fault && `the answer is no ${name}: ${fault.path.slice(1) || 'it'} ${fault.message}`
}
