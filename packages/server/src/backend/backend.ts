// The company-side API: authenticate, match, validate, handle, answer. The table in api/table.ts decides; nothing here
// knows an HTTP library.

import { type Events, ourselves } from '../events.ts'
import type { HttpHandler, HttpRequest, HttpResponse } from '../http/exchange.ts'
import { apiCalls } from './api/table.ts'

import { assertLines, readBody } from './body.ts'
import { type ApiCall, isStreamed, scopes } from './define.ts'
import { type Idempotency, idempotencyKey } from './idempotency.ts'
import type { Keys } from './keys.ts'
import { openApiDocument } from './openapi.ts'
import { readParameters } from './parameters.ts'
import { Problem } from './problem.ts'
import { asProblem } from './problem-of.ts'
import { referencePage } from './reference-page.ts'
import type { ApiHandlers, ApiReply, Caller } from './request.ts'
import { matchRequest } from './router.ts'

export interface BackendNeeds {
  /** One for every call of the table. */
  readonly handlers: ApiHandlers
  readonly keys: Keys
  readonly idempotency: Pick<Idempotency, 'once'>
  readonly events: Events
  readonly bodyLimit: number
  readonly publicUrl: () => string
}

const DOCUMENT = '/api/openapi.json'

export function createBackend({
  handlers,
  keys,
  idempotency,
  events,
  bodyLimit,
  publicUrl,
}: BackendNeeds): HttpHandler {
  for (const { name } of apiCalls) if (!handlers[name]) throw new Error(`the API has no handler ${name}`)
  let document: string | undefined

  async function answer(request: HttpRequest): Promise<HttpResponse> {
    if (request.method === 'GET' && request.url.split('?', 1)[0] === DOCUMENT) {
      document ??= JSON.stringify(openApiDocument(publicUrl()))
      return { status: 200, headers: { 'content-type': 'application/json' }, body: document }
    }
    const page = await referencePage(request)
    if (page) return page
    const caller = await authenticate(request, keys)
    const { call, params, query: given } = matchRequest(request.method, request.url)
    assertScope(call, caller)
    const query = readParameters(call, params, given)
    if (call.body && isStreamed(call.body)) {
      assertLines(request, call.body)
      const streamed = { body: undefined, bodyText: undefined, stream: request.body }
      return respond(await handlers[call.name]!({ call, caller, params, query, headers: request.headers, ...streamed }))
    }
    const { body, bodyText, noted } = await readBody(request, call.body, bodyLimit, (value) => ({
      ...named(params),
      ...value,
    }))
    if (noted.length > 0) events.objectNoted(ourselves, call.group, noted)
    const carryOut = () =>
      handlers[call.name]!({ call, caller, params, query, headers: request.headers, body, bodyText })
    const key = call.method === 'POST' ? idempotencyKey(request.headers) : undefined
    if (key === undefined) return respond(await carryOut())
    const once = { caller: caller.name, key, what: `${request.method} ${request.url}`, bodyText }
    return respond(await idempotency.once(once, carryOut))
  }

  return async (request) => {
    try {
      return await answer(request)
    } catch (error) {
      const problem = asProblem(error, events)
      return {
        status: problem.status,
        headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...problem.headers },
        body: JSON.stringify(problem),
      }
    }
  }
}

async function authenticate({ headers }: HttpRequest, keys: Pick<Keys, 'callerOf'>): Promise<Caller> {
  const given = /^Bearer +(\S+)$/i.exec([headers.authorization].flat()[0] ?? '')?.[1]
  const caller = given === undefined ? undefined : await keys.callerOf(given)
  if (!caller) {
    throw new Problem('unauthorized', 'Send the API key as `Authorization: Bearer KEY`', {
      headers: { 'www-authenticate': 'Bearer' },
    })
  }
  return caller
}

function assertScope(call: ApiCall, caller: Caller): void {
  if (scopes.indexOf(caller.scope) >= scopes.indexOf(call.scope)) return
  throw new Problem('forbidden', `This key may ${caller.scope}; a key with scope ${call.scope} is needed here`)
}

/** What of an object the URL names; a body may repeat it or leave it out. */
const named = ({ evse_uid, connector_id, uid, ...rest }: Readonly<Record<string, string>>): Record<string, string> => {
  if (connector_id !== undefined) return { id: connector_id }
  if (evse_uid !== undefined) return { uid: evse_uid }
  return uid === undefined ? {} : { ...rest, uid }
}

function respond({ status, body, bodyText, stream, lines, headers }: ApiReply): HttpResponse {
  if (lines) {
    const live = { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store', 'x-accel-buffering': 'no' }
    return { status, headers: { ...live, ...headers }, body: lines, readsOn: true }
  }
  if (stream) {
    const live = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' }
    return { status, headers: { ...live, ...headers }, body: stream }
  }
  const text = bodyText ?? (body === undefined ? undefined : JSON.stringify(body))
  const type = text === undefined ? {} : { 'content-type': 'application/json' }
  return { status, headers: { ...type, 'cache-control': 'no-store', ...headers }, body: text }
}
