// What a partner's answer means for what was sent. The first row that fits decides; docs/feed.md explains the table.

import type { Answer } from '@interchange/ocpi/wire/envelope'
import { headerOf } from '@interchange/ocpi/wire/headers'

/**
 * - `settled`: the partner has it
 * - `refused`: it has an opinion about this object; sending the same again at once is of no use
 * - `troubled`: it could not do it; three tries
 * - `party_away`: a hub cannot reach the party this was for
 * - `no_answer`: nobody knows whether it arrived
 * - `unauthorized`: our credentials token is not accepted
 * - `slow_down`: too many requests
 */
export type Verdict = 'settled' | 'refused' | 'troubled' | 'party_away' | 'no_answer' | 'unauthorized' | 'slow_down'

export interface AnswerRule {
  readonly verdict: Verdict
  readonly why: string
  /** Inclusive; left out: any, or none. */
  readonly http?: readonly [number, number]
  /** OCPI status code, inclusive; left out: any, or none. */
  readonly status?: readonly [number, number]
}

const only = (code: number): readonly [number, number] => [code, code]

export const answerTable: readonly AnswerRule[] = [
  { verdict: 'unauthorized', why: 'HTTP 401', http: only(401) },
  { verdict: 'no_answer', why: 'HTTP 408', http: only(408) },
  { verdict: 'slow_down', why: 'HTTP 429', http: only(429) },
  // Hubs say these; some with an HTTP error beside them.
  { verdict: 'party_away', why: '4001, unknown receiver', status: only(4001) },
  { verdict: 'no_answer', why: '4002, time-out behind the hub', status: only(4002) },
  { verdict: 'party_away', why: '4003, receiver not connected', status: only(4003) },
  { verdict: 'troubled', why: 'HTTP 5xx', http: [500, 599] },
  { verdict: 'refused', why: 'HTTP 3xx', http: [300, 399] },
  { verdict: 'refused', why: 'HTTP 4xx', http: [400, 499] },
  { verdict: 'settled', why: '1xxx', http: [200, 299], status: [1000, 1999] },
  { verdict: 'refused', why: '2xxx', http: [200, 299], status: [2000, 2999] },
  { verdict: 'troubled', why: '3xxx', http: [200, 299], status: [3000, 3999] },
  { verdict: 'troubled', why: '4xxx of a hub', http: [200, 299], status: [4000, 4999] },
  { verdict: 'no_answer', why: 'a broken answer' },
]

const within = (range: readonly [number, number] | undefined, code: number | undefined): boolean =>
  range === undefined || (code !== undefined && code >= range[0] && code <= range[1])

/** The row for an HTTP status and an OCPI status code. */
export const ruleFor = (http: number | undefined, status: number | undefined): AnswerRule =>
  answerTable.find((rule) => within(rule.http, http) && within(rule.status, status))!

export interface Judged {
  readonly verdict: Verdict
  /** Row of the table, or what went wrong below HTTP. */
  readonly why: string
  readonly http: number | null
  readonly statusCode: number | null
  /** What the partner said; may name a driver, so it is redacted before anybody sees it. */
  readonly message: string | null
  /** From `Retry-After`. */
  readonly retryAfterMs: number | null
  /** The partner does not have what the request was about. */
  readonly missing: boolean
  /** `Location` of a stored CDR. */
  readonly location: string | null
}

/** `now` turns a `Retry-After` date into a span. */
export function judge(answer: Answer, now: Date): Judged {
  const told = heard(answer)
  const rule = ruleFor(told.http, told.status)
  const verdict = answer.kind === 'unsendable' ? unsent(answer) : answer.kind === 'broken' ? 'no_answer' : rule.verdict
  const headers = 'headers' in answer ? answer.headers : {}
  return {
    verdict,
    why: told.why ?? rule.why,
    http: told.http ?? null,
    statusCode: told.status ?? null,
    message: told.message ?? null,
    retryAfterMs: verdict === 'slow_down' ? retryAfter(headerOf(headers, 'Retry-After'), now) : null,
    missing: told.http === 404 || told.status === 2003 || told.status === 2004,
    location: answer.kind === 'ok' ? (answer.location ?? headerOf(answer.headers, 'Location') ?? null) : null,
  }
}

const unsent = ({ away }: Extract<Answer, { kind: 'unsendable' }>): Verdict => (away ? 'party_away' : 'refused')

interface Heard {
  readonly http?: number | undefined
  readonly status?: number
  readonly message?: string | undefined
  readonly why?: string
}

function heard(answer: Answer): Heard {
  switch (answer.kind) {
    case 'ok':
    case 'refused':
      return { http: answer.http, status: answer.statusCode, message: answer.message }
    case 'http':
      return { http: answer.http }
    case 'broken':
      return { http: answer.http, why: answer.why }
    case 'timeout':
      return { why: 'no answer in time' }
    case 'unreachable':
    case 'unsendable':
      return { why: answer.why }
  }
}

const LONGEST_RETRY_AFTER_MS = 3_600_000

/** RFC 9110, "Retry-After": whole seconds or a date. */
function retryAfter(text: string | undefined, now: Date): number | null {
  if (text === undefined) return null
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now.getTime()
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), LONGEST_RETRY_AFTER_MS) : null
}
