import type { ProblemDetails, ProblemFault } from './generated/api.ts'

/** The API refused: RFC 9457 problem details. Says the call by its template, never the key, ids of a path or the body. */
export class ProblemError extends Error {
  /** HTTP status. */
  readonly status: number
  /** Stable name of the kind of problem: `urn:interchange:problem:not-found`; `about:blank` where the API did not answer itself. */
  readonly type: string
  readonly title: string
  /** What is wrong and what would be right. */
  readonly detail: string
  /** Each fault with its JSON pointer into the body, or the parameter it is in. */
  readonly errors: readonly ProblemFault[]
  /** Seconds after which it may be tried again, where the answer said so. */
  readonly retryAfter: number | undefined

  constructor(call: string, problem: ProblemDetails, retryAfter?: number) {
    const faults = (problem.errors ?? []).map(({ pointer, parameter, detail }) =>
      [pointer ?? parameter, detail].filter(Boolean).join(' '),
    )
    super(
      `${call} answered ${problem.status}: ${[problem.title, problem.detail, ...faults].filter(Boolean).join('; ')}`,
    )
    this.name = 'ProblemError'
    this.status = problem.status
    this.type = problem.type
    this.title = problem.title
    this.detail = problem.detail
    this.errors = problem.errors ?? []
    this.retryAfter = retryAfter
  }

  /** `not-found`: the end of `type`. */
  get kind(): string {
    return this.type.slice(this.type.lastIndexOf(':') + 1)
  }
}

/**
 * The position changes were to go on from is too old, or of another state of the database. What was missed cannot be told:
 * start again with `since: 'start'`, which tells every current object once, and drop what it did not name.
 */
export class PositionLostError extends ProblemError {
  /** Where it was to go on. */
  readonly position: string | undefined

  constructor(call: string, { type, title, status, detail }: ProblemError, position: string | undefined) {
    super(call, { type, title, status, detail: `${detail} (start again with since: 'start')` })
    this.name = 'PositionLostError'
    this.position = position
  }
}

/** No answer: the platform was not reached, the connection broke, or the deadline passed. `cause` tells more. */
export class ConnectionError extends Error {
  constructor(call: string, what: string, cause?: unknown) {
    super(`${call} ${what}`, cause === undefined ? {} : { cause })
    this.name = 'ConnectionError'
  }
}

/** What an answer that is no success says, whether it is the API's or a proxy's in front of it. */
export function problemOf(call: string, response: Response, body: unknown): ProblemError {
  const given: Partial<ProblemDetails> = typeof body === 'object' && body !== null ? body : {}
  const isProblem = typeof given.title === 'string' && typeof given.type === 'string'
  const problem: ProblemDetails = {
    type: isProblem ? given.type! : 'about:blank',
    title: given.title ?? (response.statusText || 'No success'),
    status: response.status,
    detail: given.detail ?? '',
    ...(given.errors ? { errors: given.errors } : {}),
  }
  return new ProblemError(call, problem, secondsUntil(response.headers.get('retry-after')))
}

/** `Retry-After`: seconds, or a date. */
function secondsUntil(header: string | null): number | undefined {
  if (header === null || header.trim() === '') return undefined
  const seconds = /^\s*\d+\s*$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds)
}
