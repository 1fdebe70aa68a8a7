// RFC 9457 problem details. `type` is a stable name programs can tell problems apart by; `detail` is for people.

/** One fault of a request. */
export interface ProblemFault {
  /** JSON pointer into the body. */
  readonly pointer?: string
  /** Name of a path or query parameter. */
  readonly parameter?: string
  /** Of a finding of an audit. */
  readonly code?: string
  readonly detail: string
}

const titles = {
  'malformed-request': 'The request is malformed',
  unauthorized: 'An API key is needed',
  forbidden: 'Not allowed',
  'not-found': 'Not found',
  'method-not-allowed': 'The method is not allowed here',
  conflict: 'In conflict with what is stored',
  'precondition-failed': 'The object is not what the condition says',
  'key-reused': 'The Idempotency-Key was used for another request',
  gone: 'No longer available',
  'body-too-large': 'The body is too large',
  'unsupported-media-type': 'The body is not JSON',
  'invalid-body': 'The body has faults',
  'cdr-has-errors': 'The audit of the CDR found errors',
  'partner-failed': 'The partner did not do its part',
  busy: 'Too busy',
  'internal-error': 'Something went wrong here',
} as const

export type ProblemName = keyof typeof titles

const statuses: Readonly<Record<ProblemName, number>> = {
  'malformed-request': 400,
  unauthorized: 401,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  conflict: 409,
  'precondition-failed': 412,
  'key-reused': 422,
  gone: 410,
  'body-too-large': 413,
  'unsupported-media-type': 415,
  'invalid-body': 422,
  'cdr-has-errors': 422,
  'partner-failed': 502,
  busy: 503,
  'internal-error': 500,
}

export const problemNames = Object.keys(titles) as readonly ProblemName[]

/** Thrown by handlers; the API answers it as application/problem+json. Holds no token and no driver identifier. */
export class Problem extends Error {
  readonly problem: ProblemName
  readonly status: number
  readonly errors: readonly ProblemFault[]
  readonly headers: Readonly<Record<string, string>>

  constructor(
    problem: ProblemName,
    detail: string,
    more: { errors?: readonly ProblemFault[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(detail)
    this.name = 'Problem'
    this.problem = problem
    this.status = statuses[problem]
    this.errors = more.errors ?? []
    this.headers = { ...(problem === 'busy' ? { 'retry-after': '1' } : {}), ...more.headers }
  }

  toJSON(): Record<string, unknown> {
    return {
      type: `urn:interchange:problem:${this.problem}`,
      title: titles[this.problem],
      status: this.status,
      detail: this.message,
      ...(this.errors.length > 0 ? { errors: this.errors } : {}),
    }
  }
}

export const notFound = (detail: string): Problem => new Problem('not-found', detail)
export const conflict = (detail: string, errors?: readonly ProblemFault[]): Problem =>
  new Problem('conflict', detail, errors ? { errors } : {})
export const invalidBody = (errors: readonly ProblemFault[]): Problem =>
  new Problem('invalid-body', faultCount(errors.length, 'in the body'), { errors })
export const malformed = (detail: string, errors?: readonly ProblemFault[]): Problem =>
  new Problem('malformed-request', detail, errors ? { errors } : {})

const faultCount = (count: number, where: string): string =>
  `${count === 1 ? 'one fault' : `${count} faults`} ${where}; nothing was stored`
