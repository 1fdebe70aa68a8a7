import type { Field } from '@interchange/ocpi/define/type'

export type ApiMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What a key has to be allowed to do. Each includes the one before it. */
export const scopes = ['read', 'write', 'admin'] as const
export type Scope = (typeof scopes)[number]

/**
 * What travels in a body. `page`: `{items, next}`; `partial`: a merge patch; `optional`: the body may be absent;
 * `lines`: any number of them as NDJSON, read as they come; `elements`: the same, or a JSON array.
 */
export interface ApiPayload {
  /** Name of an object or enum of the API's definitions. */
  readonly name: string
  readonly shape: 'one' | 'list' | 'page' | 'partial' | 'optional' | 'lines' | 'elements'
  /** `partial`: what the changed object has to fit; a field that is required there cannot be set to null. */
  readonly of?: string
  /** With `?meta=true` each object comes as `{object, meta}`. */
  readonly withMeta?: true
}

export interface ApiAnswer {
  readonly doc: string
  readonly body?: ApiPayload
  /** Server-Sent Events, each with this object as its data. */
  readonly events?: string
  /** NDJSON, each line with this object. */
  readonly lines?: string
}

/** One call of the company-side API. Router, validation and OpenAPI come from the table of these. */
export interface ApiCall {
  /** Unique, and the name of the handler: `putTariff`. Also the OpenAPI operationId. */
  readonly name: string
  readonly method: ApiMethod
  /** Below `/api/v1`, with leading slash; `{name}` is one percent-encoded segment. */
  readonly path: string
  readonly group: string
  readonly doc: string
  readonly params: Readonly<Record<string, Field>>
  readonly query: Readonly<Record<string, Field>>
  readonly body?: ApiPayload
  readonly answers: Readonly<Record<number, ApiAnswer>>
  /** Status codes of problems this call can end in, with what they mean here. */
  readonly errors: Readonly<Record<number, string>>
  readonly scope: Scope
}

export interface CallOptions {
  readonly params?: Readonly<Record<string, Field>>
  readonly query?: Readonly<Record<string, Field>>
  readonly body?: ApiPayload
  readonly answers: Readonly<Record<number, ApiAnswer>>
  readonly errors?: Readonly<Record<number, string>>
  readonly scope: Scope
}

/** `route` is method and path in one: `PUT /tariffs/{country_code}/{party_id}/{id}`. */
export function call(group: string, name: string, route: string, doc: string, options: CallOptions): ApiCall {
  const [method, path] = route.split(' ') as [ApiMethod, string]
  const params: Record<string, Field> = {}
  for (const [, param] of path.matchAll(/\{(\w+)\}/g)) {
    const field = options.params?.[param!]
    if (!field) throw new Error(`${name}: the path has {${param}} but params does not say what it is`)
    params[param!] = field
  }
  const errors: Record<number, string> = {
    400: 'The path or a query parameter is malformed.',
    401: 'The API key is missing or unknown.',
    403: 'The key may not do this.',
    503: 'The platform is too busy; the request was not carried out.',
  }
  if (options.body) {
    errors[400] = 'The path, a query parameter or the JSON of the body is malformed.'
    errors[413] = 'The body is too large.'
    errors[415] = 'The body is not application/json.'
    errors[422] = 'The body has faults; `errors` names each by JSON pointer.'
    if (isStreamed(options.body)) {
      errors[413] = 'Not used: a line that is too large has a result of its own.'
      errors[415] = 'The body is neither NDJSON nor, where it may be, a JSON array.'
      errors[422] = 'Not used: what has faults has a result of its own.'
    }
  }
  if (method === 'POST' && !(options.body && isStreamed(options.body))) {
    errors[409] = 'The first request with this `Idempotency-Key` is still being carried out.'
    errors[422] ??= 'The `Idempotency-Key` was used for another request.'
  }
  return {
    name,
    method,
    path,
    group,
    doc,
    params,
    query: options.query ?? {},
    ...(options.body ? { body: options.body } : {}),
    answers: options.answers,
    errors: { ...errors, ...options.errors },
    scope: options.scope,
  }
}

/** The handler reads the body itself. */
export const isStreamed = ({ shape }: ApiPayload): boolean => shape === 'lines' || shape === 'elements'

export const lines = (name: string): ApiPayload => ({ name, shape: 'lines' })
export const elements = (name: string): ApiPayload => ({ name, shape: 'elements' })
export const withMeta = (payload: ApiPayload): ApiPayload => ({ ...payload, withMeta: true })
export const one = (name: string): ApiPayload => ({ name, shape: 'one' })
export const list = (name: string): ApiPayload => ({ name, shape: 'list' })
export const page = (name: string): ApiPayload => ({ name, shape: 'page' })
export const partial = (name: string, of: string): ApiPayload => ({ name, shape: 'partial', of })
export const optional = (name: string): ApiPayload => ({ name, shape: 'optional' })
