// The company-side API: authenticate, match, validate, handle, answer. The table in api/calls.ts decides.

import { createHash, timingSafeEqual } from 'node:crypto'
import { isDateTime } from '@interchange/ocpi/define/formats'
import type { Field } from '@interchange/ocpi/define/type'
import { check } from '@interchange/ocpi/define/validate'
import { headerOf } from '@interchange/ocpi/wire/headers'
import { parseJson } from '@interchange/ocpi/wire/json'
import { matchPath, readTarget } from '@interchange/ocpi/wire/url'
import type { Events } from '../events.ts'
import type { HttpHandler, HttpRequest, HttpResponse } from '../http/exchange.ts'
import { isRefused } from '../modules/refused.ts'
import { StorageBusy } from '../storage/writer.ts'
import { calls } from './api/calls.ts'
import type { ApiCall } from './define.ts'
import { api } from './definitions.ts'
import { openApiDocument } from './openapi.ts'
import { conflict, invalidBody, malformed, notFound, Problem, type ProblemFault } from './problem.ts'
import type { ApiHandlers, ApiReply, ApiRequest, Caller, QueryValue } from './request.ts'

export interface BackendNeeds {
  readonly handlers: ApiHandlers
  /** SHA-256 of the admin key, hexadecimal. */
  readonly apiKeyHash: string
  readonly events: Events
  readonly bodyLimit: number
  readonly publicUrl: () => string
}

export const API_PREFIX = '/api/v1'
const admin: Caller = { name: 'admin', scope: 'admin', parties: '*' }

export function createBackend(needs: BackendNeeds): HttpHandler {
  const document = JSON.stringify(openApiDocument(calls, api, needs.publicUrl()))

  return async (request) => {
    try {
      if (request.url.split('?', 1)[0] === '/api/openapi.json' && request.method === 'GET') {
        return { status: 200, headers: { 'content-type': 'application/json' }, body: document }
      }
      const caller = authenticate(request, needs.apiKeyHash)
      const { call, params, query } = match(request)
      const handler = needs.handlers[call.name]
      if (!handler) throw notFound('This call is not offered')
      const { body, bodyText } = await readBody(request, call, needs.bodyLimit)
      return respond(await handler({ call, caller, params, query, headers: request.headers, body, bodyText }))
    } catch (error) {
      return problemResponse(asProblem(error, needs.events))
    }
  }
}

function authenticate(request: HttpRequest, hash: string): Caller {
  const given = /^Bearer +(\S+)$/i.exec(headerOf(request.headers, 'Authorization') ?? '')?.[1]
  const offered = createHash('sha256')
    .update(given ?? '')
    .digest()
  if (given === undefined || !timingSafeEqual(offered, Buffer.from(hash, 'hex'))) {
    throw new Problem('unauthorized', 'Send the API key as `Authorization: Bearer KEY`', {
      headers: { 'www-authenticate': 'Bearer' },
    })
  }
  return admin
}

function match(request: HttpRequest): {
  call: ApiCall
  params: Record<string, string>
  query: Record<string, QueryValue>
} {
  const target = readTarget(request.url)
  if ('faults' in target)
    throw malformed(
      'The URL cannot be read',
      target.faults.map(({ message }) => ({ detail: message })),
    )
  const segments = target.segments.slice(2)
  const fitting = calls.flatMap((call) => {
    const params = matchPath(call.path.slice(1), segments)
    return params ? [{ call, params }] : []
  })
  if (target.segments[1] !== 'v1' || fitting.length === 0)
    throw notFound('There is no such call; see /api/openapi.json')
  const chosen = fitting.find(({ call }) => call.method === request.method)
  if (!chosen) {
    const allow = [...new Set(fitting.map(({ call }) => call.method))].join(', ')
    throw new Problem('method-not-allowed', `${allow} is allowed here`, { headers: { allow } })
  }
  return { ...chosen, query: judgeParameters(chosen.call, chosen.params, target.query) }
}

function judgeParameters(
  call: ApiCall,
  params: Record<string, string>,
  given: URLSearchParams,
): Record<string, QueryValue> {
  const faults: ProblemFault[] = []
  const query: Record<string, QueryValue> = {}
  const judge = (name: string, text: string, field: Field): QueryValue => {
    const { type } = field
    if (type.kind === 'int') {
      const value = Number(text)
      const { min = 0, max = Number.MAX_SAFE_INTEGER } = type
      if (/^\d{1,15}$/.test(text) && value >= min && value <= max) return value
      faults.push({ parameter: name, detail: `is not a whole number from ${min} to ${max}` })
    } else if (type.kind === 'dateTime') {
      if (isDateTime(text)) return text
      faults.push({ parameter: name, detail: 'is not a DateTime; UTC like 2026-01-31T12:00:00Z is expected' })
    } else if (type.kind === 'ref') {
      const [fault] = check(api, type.name, text)
      if (!fault) return text
      faults.push({ parameter: name, detail: fault.message })
    } else {
      const { max } = type as { max?: number }
      if (max === undefined || text.length <= max) return text
      faults.push({ parameter: name, detail: `is longer than ${max} characters` })
    }
    return undefined
  }
  for (const [name, field] of Object.entries(call.params)) judge(name, params[name] ?? '', field)
  for (const [name, field] of Object.entries(call.query)) {
    const text = given.get(name)
    if (text !== null && text !== '') query[name] = judge(name, text, field)
  }
  for (const name of ['own']) {
    if (query[name] === undefined) continue
    if (query[name] !== 'true' && query[name] !== 'false')
      faults.push({ parameter: name, detail: 'is neither true nor false' })
    query[name] = query[name] === 'true'
  }
  if (faults.length > 0) throw malformed('A parameter is malformed', faults)
  return query
}

async function readBody(
  request: HttpRequest,
  call: ApiCall,
  limit: number,
): Promise<Pick<ApiRequest, 'body' | 'bodyText'>> {
  if (!call.body) return { body: undefined, bodyText: undefined }
  const text = await readText(request, limit)
  if (text.trim() === '') {
    if (call.body.shape === 'optional') return { body: undefined, bodyText: undefined }
    throw malformed(`The body is empty; a ${call.body.name} is expected`)
  }
  const type = headerOf(request.headers, 'Content-Type')
  if (type !== undefined && !/^application\/([\w.-]+\+)?json\b/i.test(type)) {
    throw new Problem('unsupported-media-type', 'The Content-Type is not application/json')
  }
  const parsed = parseJson(text)
  if (!parsed.ok) throw malformed(`The body ${parsed.why}`)
  const partial = call.body.shape === 'partial'
  const faults = check(api, call.body.name, parsed.value, { partial })
    .filter(({ severity }) => severity !== 'note')
    // Own writes may leave out `last_updated` and, where the URL says it, ids and owner.
    .filter(
      (fault) => !(isLeftOut(parsed.value, fault.path) && /\/(last_updated|country_code|party_id)$/.test(fault.path)),
    )
  if (faults.length > 0) throw invalidBody(faults.map(({ path, message }) => ({ pointer: path, detail: message })))
  return { body: parsed.value, bodyText: text }
}

/** Whether there is nothing at a JSON pointer. */
function isLeftOut(value: unknown, pointer: string): boolean {
  let at: unknown = value
  for (const key of pointer.split('/').slice(1)) {
    if (typeof at !== 'object' || at === null) return true
    at = (at as Record<string, unknown>)[key]
  }
  return at === undefined
}

async function readText(request: HttpRequest, limit: number): Promise<string> {
  if (!request.body) return ''
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request.body) {
    bytes += chunk.length
    if (bytes > limit) throw new Problem('body-too-large', `The body is larger than ${limit} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function respond({ status, body, bodyText, stream, headers }: ApiReply): HttpResponse {
  if (stream) {
    const live = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' }
    return { status, headers: { ...live, ...headers }, body: stream }
  }
  const text = bodyText ?? (body === undefined ? undefined : JSON.stringify(body))
  return {
    status,
    headers: { ...(text === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    body: text,
  }
}

const problemResponse = (problem: Problem): HttpResponse => ({
  status: problem.status,
  headers: { 'content-type': 'application/problem+json', ...problem.headers },
  body: JSON.stringify(problem),
})

/** What the rules of the objects forbid, in HTTP's words. */
function asProblem(error: unknown, events: Events): Problem {
  if (error instanceof Problem) return error
  if (isRefused(error)) {
    const faults = error.faults.map(({ path, message }) => ({ pointer: path, detail: message }))
    switch (error.reason) {
      case 'unknown':
      case 'unknown_parent':
        return notFound(error.message)
      case 'foreign':
        return new Problem('forbidden', error.message)
      case 'kept':
        return new Problem('method-not-allowed', error.message)
      case 'identity':
        return invalidBody(faults)
      default:
        return conflict(error.message, faults)
    }
  }
  if (error instanceof StorageBusy)
    return new Problem('busy', 'Too many writes are waiting; try again', { headers: { 'retry-after': '1' } })
  events.failed('backend', error)
  return new Problem('internal-error', 'The log says more')
}
