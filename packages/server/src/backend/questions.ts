// Questions to the company's backend: asked at the webhooks, answered by their response, within a deadline.

import { canonical } from '@interchange/ocpi/canonical'
import { type Transport, TransportError } from '@interchange/ocpi/client/transport'
import { accepts } from '@interchange/ocpi/define/validate'
import { parseJson } from '@interchange/ocpi/wire/json'
import type { Clock, Ids } from '../clock.ts'
import type { Events } from '../events.ts'
import { type Party, partyKey } from '../party.ts'
import { postSigned } from './post-signed.ts'
import type { Webhook } from './webhook-store.ts'
import { wants } from './webhooks.ts'

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
  | { readonly kind: 'no_backend' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'failed'; readonly why: string }

export interface Questions {
  ask(question: Question): Promise<QuestionAnswer>
}

export interface QuestionsNeeds {
  readonly webhooks: () => readonly Webhook[]
  readonly transport: Transport
  readonly events: Events
  readonly clock: Clock
  readonly ids: Ids
}

export function createQuestions({ webhooks, transport, events, clock, ids }: QuestionsNeeds): Questions {
  async function askOne(webhook: Webhook, question: Question): Promise<QuestionAnswer> {
    const id = ids.uuid()
    const at = clock.now()
    const body = JSON.stringify({ type: question.type, id, timestamp: at.toISOString(), data: question.data })
    try {
      const answer = await postSigned(transport, webhook, { id, at, body }, question.deadlineMs)
      // A webhook that takes notifications only says so with an empty answer.
      if (answer.status === 204) return { kind: 'no_backend' }
      if (answer.status !== 200) return { kind: 'failed', why: `the webhook answered HTTP ${answer.status}` }
      const parsed = parseJson(answer.body)
      if (!parsed.ok) return { kind: 'failed', why: `the webhook's answer ${parsed.why}` }
      const why = wrongWith(question.type, parsed.value)
      return why === undefined ? { kind: 'answer', data: parsed.value } : { kind: 'failed', why }
    } catch (error) {
      if (error instanceof TransportError && error.kind === 'timeout') return { kind: 'timeout' }
      return {
        kind: 'failed',
        why: error instanceof TransportError ? error.message : 'the webhook could not be called',
      }
    }
  }

  return {
    async ask(question) {
      const asked = webhooks().filter((webhook) => wants(webhook, question.type, partyKey(question.party)))
      const answers = asked.map((webhook) => askOne(webhook, question))
      const best = await firstAnswer(answers)
      if (best.kind === 'failed') events.warned('question', best.why, { question: question.type })
      if (best.kind === 'timeout')
        events.warned('question', 'the backend did not answer in time', { question: question.type })
      return best
    },
  }
}

/** The first that answers counts; when none does, the one that came nearest to it. */
function firstAnswer(answers: readonly Promise<QuestionAnswer>[]): Promise<QuestionAnswer> {
  return new Promise((resolve) => {
    let open = answers.length
    let best: QuestionAnswer = { kind: 'no_backend' }
    if (open === 0) resolve(best)
    for (const answer of answers) {
      void answer.then((found) => {
        if (found.kind === 'answer') return resolve(found)
        if (best.kind === 'no_backend') best = found
        open -= 1
        if (open === 0) resolve(best)
      })
    }
  })
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Why an answer does not fit its question; undefined when it does. */
function wrongWith(type: string, answer: unknown): string | undefined {
  if (type.startsWith('command.')) {
    if (!isObject(answer) || !accepts(canonical, 'CommandResponseType', answer.result)) {
      return 'the answer has no `result` that is a CommandResponseType'
    }
    if (answer.timeout !== undefined && !(typeof answer.timeout === 'number' && answer.timeout > 0)) {
      return '`timeout` of the answer is not a number of seconds'
    }
    if (answer.message !== undefined && typeof answer.message !== 'string')
      return '`message` of the answer is not a text'
    return undefined
  }
  if (type === 'session.charging_preferences') {
    return accepts(canonical, 'ChargingPreferencesResponse', answer)
      ? undefined
      : 'the answer is no ChargingPreferencesResponse'
  }
  if (type === 'token.authorize') {
    if (isObject(answer) && (answer.need === 'location' || accepts(canonical, 'AllowedType', answer.allowed)))
      return undefined
    return 'the answer has no `allowed` that is an AllowedType'
  }
  return undefined
}
