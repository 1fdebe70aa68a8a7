// One OCPI request, step by step; docs/lifecycle.md draws it. Knows no HTTP framework and no module's rules.
//
// message ids -> authenticate -> rate limit -> match endpoint -> admit -> routing headers -> authorize -> read and
// validate -> handler -> encode -> respond

import { canonical } from '@interchange/ocpi/canonical'
import { convert } from '@interchange/ocpi/convert/chain'
import type { Version } from '@interchange/ocpi/define/version'
import { envelopeText, errorEnvelopeText } from '@interchange/ocpi/wire/envelope'
import { notFound, OcpiError, tooManyRequests } from '@interchange/ocpi/wire/error'
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
import { hubFor } from '../hub/identity.ts'
import type { ExchangeLog } from '../message-log/exchange-log.ts'
import type { Call, Handlers, Reply } from '../modules/call.ts'
import type { Directory } from '../partners/directory.ts'
import type { Partner } from '../partners/partner.ts'
import { shownPath } from '../shown-path.ts'
import type { HttpHandler, HttpRequest, HttpResponse } from './exchange.ts'
import type { rateLimit } from './rate-limit.ts'
import { admit } from './steps/admit.ts'
import { authenticate } from './steps/authenticate.ts'
import { chooseDestination } from './steps/destination.ts'
import { knownError } from './steps/errors.ts'
import { choose, locate, type Matched, type Place } from './steps/match.ts'
import { authorize, offeredTo, type ReadRouting, type Routed, routingOf, unrouted } from './steps/route.ts'
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
  /** The message log. */
  readonly exchanges?: Pick<ExchangeLog, 'record'>
}

/** What is known of a request so far; an error's answer and the log use what there is. */
interface Progress {
  readonly message: MessageIds
  readonly place: Place
  readonly read: ReadRouting
  partner?: Partner
  matched?: Matched
  /** What the answer swaps. */
  routing: Routing
  /** Our party and theirs, as far as they are known. */
  routed?: Routed
  bodyText?: string
  status?: number
}

export function createPipeline(needs: PipelineNeeds): HttpHandler {
  const { directory, events, clock, ids } = needs
  const newId = () => ids.uuid()

  async function run(request: HttpRequest, progress: Progress): Promise<HttpResponse> {
    const { place, message } = progress
    const caller = await authenticate(request.headers, directory, events)
    progress.partner = caller.partner
    const wait = needs.limits.take(caller.partner.id)
    if (wait > 0) {
      events.requestLimited(caller.partner)
      throw tooManyRequests(wait)
    }
    const partner = await admit(caller, place, directory, events)
    if (!caller.tokenA) needs.seen(partner.id)
    const handlers = place.module && needs.handlers[`${place.module.id}.${place.side}`]
    if (!place.module || !handlers) throw notFound('There is no such endpoint')
    const ours = place.open ? [] : offeredTo({ module: place.module, side: place.side }, partner, directory)
    const matched = choose(place, request.method)
    progress.matched = matched
    const { module, side, endpoint, version } = matched
    const functional = module.kind === 'functional'
    const routed = functional ? authorize(matched, progress.read, partner, directory, ours) : unrouted
    progress.routed = routed
    const hub = functional ? hubFor(directory, partner) : undefined
    if (hub) chooseDestination(matched, routed, hub)
    const handler = Object.hasOwn(handlers, endpoint.name) ? handlers[endpoint.name] : undefined
    if (!handler) throw notFound('There is no such endpoint')
    // An answer to an open question says who answered.
    if (functional) {
      progress.routing = {
        ...(routed.from && { from: progress.routing.from ?? routed.from }),
        ...(routed.to && { to: progress.routing.to ?? routed.to }),
      }
    }
    const query = readQuery(matched.query, endpoint, version)
    const text = await readBody(request.body, needs.bodyLimit)
    progress.bodyText = text
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
      tokenA: caller.tokenA,
      token: caller.token,
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
    return {
      status: reply.http ?? 200,
      headers: { ...headersOf(progress), ...reply.headers },
      body: envelopeText({
        dataText: encoded(reply, call),
        statusCode: progress.status,
        message: reply.message,
        timestamp: clock.now().toISOString(),
      }),
    }
  }

  function refusal(error: unknown, progress: Progress): HttpResponse {
    const known = error instanceof OcpiError ? error : knownError(error)
    if (known.cause !== undefined) events.failed('request', known.cause, progress.message.correlationId)
    progress.status = known.statusCode
    return {
      status: known.http,
      headers: { ...headersOf(progress), ...known.headers },
      body: errorEnvelopeText(known, clock.now().toISOString()),
    }
  }

  return async (request) => {
    const startedAt = performance.now()
    const at = clock.now()
    const place = locate(request.url)
    const message = messageIds(request.headers, newId)
    const read = routingOf(request.headers, place)
    const progress: Progress = { message, place, read, routing: read.routing }
    let response: HttpResponse
    try {
      response = await run(request, progress)
    } catch (error) {
      response = refusal(error, progress)
    }
    const { partner, matched } = progress
    const ms = performance.now() - startedAt
    events.exchange({
      direction: 'in',
      partner,
      method: request.method,
      module: place.module?.id ?? 'unknown',
      path: matched ? shownPath(matched.endpoint.path, matched.params) : '',
      http: response.status,
      status: progress.status,
      ms,
      requestId: message.requestId,
      correlationId: message.correlationId,
    })
    needs.exchanges?.record({
      at,
      direction: 'in',
      partner: partner?.id,
      ourParty: progress.routed?.to,
      theirParty: progress.routed?.from ?? read.routing.from,
      version: place.version.number,
      module: place.module?.id ?? 'unknown',
      endpoint: matched?.endpoint,
      params: matched?.params ?? {},
      query: matched && askedFor(matched),
      method: request.method,
      http: response.status,
      statusCode: progress.status,
      requestId: message.requestId,
      correlationId: message.correlationId,
      ms,
      request: progress.bodyText,
      response: typeof response.body === 'string' ? response.body : undefined,
    })
    return response
  }
}

/** As much of the query as the endpoint's table names. */
const askedFor = ({ endpoint, query }: Matched): Record<string, string> =>
  Object.fromEntries(
    Object.keys(endpoint.query).flatMap((name) => {
      const given = query.get(name)
      return given === null ? [] : [[name, given]]
    }),
  )

const headersOf = ({ message, routing }: Progress): Record<string, string> => ({
  'Content-Type': 'application/json',
  ...idHeaders(message),
  ...routingHeaders(swapRouting(routing)),
})

/** Canonical data in the request's version; what cannot exist in it is left out of a list. */
function encoded({ data, dataText, dataName }: Reply, { endpoint, version }: Call): string | undefined {
  if (dataText !== undefined) return dataText
  if (data === undefined) return undefined
  const name = dataName ?? endpoint.data?.name
  if (name === undefined || version.number === canonical.number) return JSON.stringify(data)
  const inVersion = (value: unknown) => downgrade(value, name, version)
  if (!Array.isArray(data)) return JSON.stringify(inVersion(data))
  return JSON.stringify(data.map(inVersion).filter((item) => item !== undefined))
}

const downgrade = (value: unknown, name: string, version: Version): unknown =>
  convert(canonical, version, name, value).object
