// One OCPI request, step by step; docs/lifecycle.md draws it. Knows no HTTP framework and no module's rules.
//
// message ids -> authenticate -> match endpoint -> routing headers -> authorize -> read and validate -> handler ->
// encode -> respond

import { canonical } from '@interchange/ocpi/canonical'
import { convert } from '@interchange/ocpi/convert/chain'
import type { Version } from '@interchange/ocpi/define/version'
import { envelopeText, errorEnvelopeText } from '@interchange/ocpi/wire/envelope'
import { notFound, OcpiError, serverError, tooManyRequests, unauthorized } from '@interchange/ocpi/wire/error'
import {
  idHeaders,
  type MessageIds,
  messageIds,
  type Routing,
  routingHeaders,
  swapRouting,
} from '@interchange/ocpi/wire/headers'
import type { Clock, Ids } from '../clock.ts'
import type { Events } from '../events.ts'
import type { Call, Handler, Handlers, Reply } from '../modules/call.ts'
import type { Directory } from '../partners/directory.ts'
import type { Partner } from '../partners/partner.ts'
import { shownPath } from '../shown-path.ts'
import type { HttpHandler, HttpRequest, HttpResponse } from './exchange.ts'
import type { rateLimit } from './rate-limit.ts'
import { authenticate } from './steps/authenticate.ts'
import { type Matched, match } from './steps/match.ts'
import { authorize, type Routed, readHeaders, unrouted } from './steps/route.ts'
import { judgeBody, readBody, readQuery } from './steps/validate.ts'

export interface PipelineNeeds {
  readonly directory: Directory
  /** By `locations.RECEIVER`. */
  readonly handlers: Readonly<Record<string, Handlers>>
  readonly events: Events
  readonly clock: Clock
  readonly ids: Ids
  /** Without a slash at the end. */
  readonly publicUrl: string
  readonly bodyLimit: number
  readonly limits: ReturnType<typeof rateLimit>
  /** A partner called, so it is alive. */
  readonly seen: (partnerId: string) => void
}

/** What is known of a request so far; an error's answer uses what there is. */
interface Progress {
  partner?: Partner
  matched?: Matched
  routing: Routing
  status?: number
}

export function createPipeline(needs: PipelineNeeds): HttpHandler {
  const { directory, events, clock, ids } = needs

  async function run(request: HttpRequest, message: MessageIds, progress: Progress): Promise<HttpResponse> {
    const { partner, tokenA, token } = authenticate(request.headers, directory, events)
    progress.partner = partner
    const wait = needs.limits.take(partner.id)
    if (wait > 0) {
      events.requestLimited(partner)
      throw tooManyRequests(wait)
    }
    const matched = match(request.method, request.url)
    progress.matched = matched
    const { module, side, endpoint, version } = matched
    const functional = module.kind === 'functional'
    // R-AUTH-06: a CREDENTIALS_TOKEN_A opens versions and credentials and nothing else.
    if (functional && tokenA) {
      events.requestUnauthorized('token A')
      throw unauthorized('CREDENTIALS_TOKEN_A is good for versions and credentials only')
    }
    if (!tokenA) needs.seen(partner.id)
    let routed: Routed = unrouted
    if (functional) {
      if (partner.version !== version.number) throw notFound('This connection uses another version')
      // Said even on errors: the answer goes back where the request came from.
      const headers = readHeaders(request.headers)
      progress.routing = headers
      routed = authorize(matched, headers, partner, directory)
    }
    const handler: Handler | undefined = needs.handlers[`${module.id}.${side}`]?.[endpoint.name]
    if (!handler) throw notFound('There is no such endpoint')
    const query = readQuery(matched.query, endpoint, version)
    const text = await readBody(request.body, needs.bodyLimit)
    const judged = judgeBody(text, endpoint, version, partner.settings.lenient)
    if (judged.notes.length > 0) {
      events.objectNoted(
        partner,
        module.id,
        judged.notes.map((note) => note.rule ?? note.path),
      )
    }
    const call: Call = {
      partner,
      tokenA,
      token,
      version,
      module: module.id,
      side,
      endpoint,
      params: matched.params,
      query,
      body: judged.body,
      bodyText: judged.text,
      to: routed.to,
      from: routed.from,
      correlationId: message.correlationId,
      publicUrl: needs.publicUrl + matched.path,
    }
    const reply = await handler(call)
    progress.status = reply.statusCode ?? 1000
    // An answer to open questions says which of our parties answered.
    const answered: Routing = functional ? { ...progress.routing, ...(routed.to ? { to: routed.to } : {}) } : {}
    return respond(reply, encoded(reply, call), message, answered)
  }

  function respond(reply: Reply, dataText: string | undefined, message: MessageIds, routing: Routing): HttpResponse {
    return {
      status: reply.http ?? 200,
      headers: { ...baseHeaders(message, routing), ...reply.headers },
      body: envelopeText({
        dataText,
        statusCode: reply.statusCode ?? 1000,
        message: reply.message,
        timestamp: clock.now().toISOString(),
      }),
    }
  }

  return async (request) => {
    const startedAt = performance.now()
    const message = messageIds(request.headers, () => ids.uuid())
    const progress: Progress = { routing: {} }
    let response: HttpResponse
    try {
      response = await run(request, message, progress)
    } catch (error) {
      const known = error instanceof OcpiError ? error : serverError(error)
      if (!(error instanceof OcpiError)) events.failed('request', error, message.correlationId)
      progress.status = known.statusCode
      response = {
        status: known.http,
        headers: { ...baseHeaders(message, progress.routing), ...known.headers },
        body: errorEnvelopeText(known, clock.now().toISOString()),
      }
    }
    events.exchange({
      direction: 'in',
      partner: progress.partner,
      method: request.method,
      module: progress.matched?.module.id ?? 'unknown',
      path: shownPath(progress.matched?.params ?? {}),
      http: response.status,
      status: progress.status,
      ms: performance.now() - startedAt,
      requestId: message.requestId,
      correlationId: message.correlationId,
    })
    return response
  }
}

const baseHeaders = (message: MessageIds, routing: Routing): Record<string, string> => ({
  'Content-Type': 'application/json',
  ...idHeaders(message),
  ...routingHeaders(swapRouting(routing)),
})

function encoded({ data, dataText, dataName }: Reply, { endpoint, version }: Call): string | undefined {
  if (dataText !== undefined) return dataText
  if (data === undefined) return undefined
  const name = dataName ?? endpoint.data?.name
  const isObject = name !== undefined && Object.hasOwn(canonical.objects, name)
  if (!isObject) return JSON.stringify(data)
  const inVersion = (object: unknown) => downgrade(object, name, version)
  return JSON.stringify(
    Array.isArray(data) ? data.map(inVersion).filter((item) => item !== undefined) : inVersion(data),
  )
}

const downgrade = (object: unknown, name: string, version: Version): unknown =>
  version.number === canonical.number
    ? object
    : convert(canonical.number, version.number, name, object as Record<string, unknown>).object
