// One OCPI request, step by step; docs/lifecycle.md draws it. Knows no HTTP framework and no module's rules.
//
// message ids -> authenticate -> rate limit -> match endpoint -> admit -> routing headers -> authorize -> destination ->
// read and validate -> handler -> encode -> respond. On a hub a request may go on to another platform instead.

import { canonical } from '@interchange/ocpi/canonical'
import { convert } from '@interchange/ocpi/convert/chain'
import type { Version } from '@interchange/ocpi/define/version'
import { envelopeText, errorEnvelopeText } from '@interchange/ocpi/wire/envelope'
import { notFound, OcpiError, tooManyRequests } from '@interchange/ocpi/wire/error'
import {
  addIds,
  addRouting,
  type MessageIds,
  messageIds,
  type Routing,
  swapRouting,
  type WireHeaders,
} from '@interchange/ocpi/wire/headers'
import type { Clock, Ids } from '../clock.ts'
import type { Events } from '../events.ts'
import type { Gone, Hub, Onward } from '../hub/hub.ts'
import type { Passed } from '../hub/request.ts'
import type { ExchangeLog } from '../message-log/exchange-log.ts'
import type { Call, Handlers, Reply } from '../modules/call.ts'
import type { Directory } from '../partners/directory.ts'
import type { OwnParty, Partner } from '../partners/partner.ts'
import type { Party } from '../party.ts'
import { shownPath } from '../shown-path.ts'
import type { HttpHandler, HttpRequest, HttpResponse } from './exchange.ts'
import type { rateLimit } from './rate-limit.ts'
import { admit } from './steps/admit.ts'
import { type Authenticated, authenticate } from './steps/authenticate.ts'
import { chooseDestination } from './steps/destination.ts'
import { knownError } from './steps/errors.ts'
import { choose, locate, type Matched, type Place } from './steps/match.ts'
import { authorize, offeredTo, type ReadRouting, type Routed, routingOf, unrouted } from './steps/route.ts'
import { judgeBody, judgePassing, readBody, readQuery } from './steps/validate.ts'

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
  /** Where one of our parties is a hub. */
  readonly hub?: Hub
  /** Pushes to the hub, by `locations.RECEIVER`, and lists asked of it; the ordinary handlers where nothing is said. */
  readonly broadcast?: Readonly<Record<string, Handlers>>
  readonly collect?: Readonly<Record<string, Handlers>>
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
  status?: number | undefined
  /** The answer goes out as it comes in; how it ended. */
  passed?: Promise<Passed>
}

export function createPipeline(needs: PipelineNeeds): HttpHandler {
  const { directory, events, clock, ids } = needs
  const newId = () => ids.uuid()

  async function run(request: HttpRequest, progress: Progress): Promise<HttpResponse> {
    const { place } = progress
    const caller = await authenticate(request.headers, directory, events)
    progress.partner = caller.partner
    const wait = needs.limits.take(caller.partner.id)
    if (wait > 0) {
      events.requestLimited(caller.partner)
      throw tooManyRequests(wait)
    }
    const partner = await admit(caller, place, directory, events)
    progress.partner = partner
    if (!caller.tokenA) needs.seen(partner.id)
    const { module } = place
    const hub = module?.kind === 'functional' ? needs.hub?.partyFor(partner) : undefined
    if (!module || (!hub && !needs.handlers[`${module.id}.${place.side}`])) throw notFound('There is no such endpoint')
    const ours = place.open ? [] : offeredTo({ module, side: place.side }, partner, directory)
    const matched = choose(place, request.method)
    progress.matched = matched
    if (hub) return await throughHub(request, progress, caller, matched, hub)
    const routed = module.kind === 'functional' ? authorize(matched, progress.read, partner, directory, ours) : unrouted
    return await here(request, progress, caller, matched, routed, needs.handlers)
  }

  /** Read once, however often it is asked for. */
  async function bodyOf(request: HttpRequest, progress: Progress): Promise<string> {
    progress.bodyText ??= await readBody(request.body, needs.bodyLimit)
    return progress.bodyText
  }

  /** Of a partner of a hub: here, or on to somebody else. */
  async function throughHub(
    request: HttpRequest,
    progress: Progress,
    caller: Authenticated,
    matched: Matched,
    hubParty: OwnParty,
  ): Promise<HttpResponse> {
    const partner = progress.partner!
    const destination = chooseDestination(needs, matched, progress.read, partner, hubParty)
    const { from } = destination
    progress.routed = { from, to: 'to' in destination ? destination.to : undefined }
    if (destination.kind === 'local' || destination.kind === 'broadcast' || destination.kind === 'collect') {
      const handlers = (destination.kind === 'local' ? undefined : needs[destination.kind]) ?? needs.handlers
      return await here(request, progress, caller, matched, { from, to: destination.to }, handlers)
    }
    const text = await bodyOf(request, progress)
    const gone = await goOn(progress, matched, destination, destination.from, text)
    if ('local' in gone) {
      return await here(request, progress, caller, matched, { from, to: gone.local }, needs.handlers)
    }
    const { carried } = gone
    progress.routing = { from: gone.from, to: gone.to }
    progress.routed = { from: gone.from, to: gone.to }
    progress.status = carried.statusCode
    if (carried.passed) progress.passed = carried.passed
    return { status: carried.http, headers: headersOf(progress, carried.headers), body: carried.body }
  }

  async function goOn(
    progress: Progress,
    { version, module, side, endpoint, params, query, path }: Matched,
    onward: Onward,
    from: Party,
    text: string,
  ): Promise<Gone> {
    const partner = progress.partner!
    const judged = judgePassing(text, query, endpoint, version)
    note(partner, module.id, [...judged.notes, ...judged.queryFaults])
    return await needs.hub!.carry(
      {
        partner,
        version,
        module,
        side,
        endpoint,
        params,
        query,
        path,
        from,
        bodyText: judged.text,
        body: judged.body,
        correlationId: progress.message.correlationId,
      },
      onward,
      (to) => {
        progress.routing = { from, to }
        progress.routed = { from, to }
      },
    )
  }

  const note = (partner: Partner, module: string, faults: readonly { path: string; rule?: string | undefined }[]) => {
    if (faults.length === 0) return
    events.objectNoted(
      partner,
      module,
      faults.map(({ rule, path }) => rule ?? path),
    )
  }

  /** For a party of ours. */
  async function here(
    request: HttpRequest,
    progress: Progress,
    caller: Authenticated,
    matched: Matched,
    routed: Routed,
    all: PipelineNeeds['handlers'],
  ): Promise<HttpResponse> {
    const partner = progress.partner!
    const { module, side, endpoint, version } = matched
    progress.routed = routed
    const handlers = all[`${module.id}.${side}`]
    const handler = handlers && Object.hasOwn(handlers, endpoint.name) ? handlers[endpoint.name] : undefined
    if (!handler) throw notFound('There is no such endpoint')
    // An answer to an open question says who answered.
    if (module.kind === 'functional') {
      const { from, to } = progress.routing
      progress.routing = { from: routed.from && (from ?? routed.from), to: routed.to && (to ?? routed.to) }
    }
    const query = readQuery(matched.query, endpoint, version)
    const text = await bodyOf(request, progress)
    const judged = judgeBody(text, endpoint, version, partner.settings.lenient)
    note(partner, module.id, judged.notes)
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
      correlationId: progress.message.correlationId,
      publicUrl: needs.publicUrl + matched.path,
    }
    const reply = await handler(call)
    progress.status = reply.statusCode ?? 1000
    return {
      status: reply.http ?? 200,
      headers: headersOf(progress, reply.headers),
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
      headers: headersOf(progress, known.headers),
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
    // What goes out as it comes in is over when it has gone out.
    if (progress.passed) void progress.passed.then((passed) => tell(request, progress, response, at, startedAt, passed))
    else tell(request, progress, response, at, startedAt)
    return response
  }

  function tell(
    request: HttpRequest,
    progress: Progress,
    response: HttpResponse,
    at: Date,
    startedAt: number,
    passed?: Passed,
  ): void {
    const { partner, matched, place, message, read } = progress
    const ms = performance.now() - startedAt
    const status = passed ? passed.statusCode : progress.status
    const why = passed?.why === undefined ? {} : { why: passed.why }
    events.exchange({
      direction: 'in',
      partner,
      method: request.method,
      module: place.module?.id ?? 'unknown',
      path: matched ? shownPath(matched.endpoint.path, matched.params) : '',
      http: response.status,
      status,
      ms,
      requestId: message.requestId,
      correlationId: message.correlationId,
      ...why,
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
      statusCode: status,
      requestId: message.requestId,
      correlationId: message.correlationId,
      ms,
      request: progress.bodyText,
      response: passed?.text ?? (typeof response.body === 'string' ? response.body : undefined),
      ...(passed && { lengths: { request: progress.bodyText?.length ?? 0, response: passed.length } }),
      ...why,
    })
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

/** Assigned one by one: this is done for every answer, and spreads are slow. */
function headersOf({ message, routing }: Progress, more: WireHeaders | undefined): Record<string, string> {
  const headers: Record<string, string> = { 'Content-Type': 'application/json' }
  addIds(headers, message)
  addRouting(headers, swapRouting(routing))
  return more ? Object.assign(headers, more) : headers
}

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
