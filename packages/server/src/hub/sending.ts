// One leg to a partner: the request of somebody else goes out in our name and its answer comes back, written into the
// message log and counted like every other exchange. Each partner has a share of its own, so that a slow one costs only
// those who ask it.

import { Readable } from 'node:stream'
import { TransportError } from '@interchange/ocpi/client/transport'
import type { Endpoint, Module } from '@interchange/ocpi/define/endpoint'
import { encodeAuthorization } from '@interchange/ocpi/wire/authorization'
import { type Answer, readAnswer } from '@interchange/ocpi/wire/envelope'
import { forwardTimeout, hubError, notConnected, type OcpiError } from '@interchange/ocpi/wire/error'
import { idHeaders, nextIds, routingHeaders } from '@interchange/ocpi/wire/headers'
import type { Clock, Ids } from '../clock.ts'
import type { Events } from '../events.ts'
import type { Exchange } from '../message-log/exchange.ts'
import type { ExchangeLog } from '../message-log/exchange-log.ts'
import { statusIn } from '../message-log/status-in.ts'
import { outcomeOf } from '../observability/exchange-metrics.ts'
import type { StreamedAnswer, StreamingTransport } from '../outbound/streaming-transport.ts'
import type { Directory } from '../partners/directory.ts'
import type { Partner } from '../partners/partner.ts'
import { type Party, partyKey } from '../party.ts'
import { shownPath } from '../shown-path.ts'
import type { Passed } from './request.ts'

export interface SendingNeeds {
  readonly directory: Directory
  readonly transport: StreamingTransport
  readonly events: Events
  readonly ids: Ids
  readonly clock: Clock
  readonly exchanges: Pick<ExchangeLog, 'record'>
  /** A partner answered, so it is alive. */
  readonly seen: (partnerId: string) => void
  /** See `OutboundNeeds`. */
  readonly renewal: (partnerId: string) => Promise<unknown> | undefined
  /** Until an answer has to be there. */
  readonly timeoutMs: number
  /** Of an answer. */
  readonly maxBytes: number
  /** Characters of a streamed answer that the message log is given. */
  readonly logged: number
}

export interface Leg {
  readonly partner: Partner
  readonly module: Module
  readonly endpoint: Endpoint
  readonly params: Readonly<Record<string, string>>
  readonly url: string
  /** The URL is one that the partner gave out. */
  readonly isTheirUrl: boolean
  readonly query: URLSearchParams
  readonly bodyText: string | undefined
  readonly from: Party
  readonly to: Party
  readonly correlationId: string
  /** The answer is needed as a whole. */
  readonly whole: boolean
  readonly signal?: AbortSignal | undefined
}

/** An answer that is one: with an envelope. A long one is a stream whose beginning looks like one. */
export type Answered = { readonly http: number; readonly headers: Readonly<Record<string, string>> } & (
  | { readonly text: string; readonly answer: Answer & { readonly kind: 'ok' | 'refused' } }
  | { readonly stream: Readable; readonly passed: Promise<Passed> }
)

/** Longer answers are not collected. */
const COLLECT = 64 * 1024
/** Requests to one partner that are under way; it has fewer connections, so the others wait. */
const MOST_UNDER_WAY = 512
/** The envelope's own fields may stand at the end. */
const TAIL = 300

/** What is told of a leg when it is over. */
type End = Pick<Exchange, 'http' | 'statusCode' | 'response' | 'why' | 'lengths'>

export type Send = (leg: Leg) => Promise<Answered>

/** Throws 4000, 4002 or 4003 where no answer came that can be handed on. */
export function createSending(needs: SendingNeeds): Send {
  const { directory, transport, events, ids, clock, exchanges, seen, renewal, timeoutMs, maxBytes, logged } = needs
  const underWay = new Map<string, number>()

  async function request(leg: Leg, token: string): Promise<{ got: StreamedAnswer; tell: (end: End) => void }> {
    const { partner, module, endpoint, params, url, query, bodyText, from, to, correlationId } = leg
    const at = clock.now()
    const startedAt = performance.now()
    const message = nextIds(() => ids.uuid(), correlationId)
    let told = false
    const tell = (end: End) => {
      if (told) return
      told = true
      const ms = performance.now() - startedAt
      const path = leg.isTheirUrl ? 'at a URL of theirs' : shownPath(endpoint.path, params)
      const { http, statusCode: status, why } = end
      const common = { direction: 'out', method: endpoint.method, module: module.id, ms, ...message } as const
      events.exchange({ ...common, partner, path, http, status, ...(why === undefined ? {} : { why }) })
      const outcome = outcomeOf(http, status)
      events.routed({ from: partyKey(from), to: partyKey(to), module: module.id, ms, outcome })
      exchanges.record({
        ...common,
        ...end,
        at,
        partner: partner.id,
        ourParty: from,
        theirParty: to,
        version: partner.version ?? undefined,
        endpoint,
        params,
        url: leg.isTheirUrl ? new URL(url).pathname : undefined,
        // As much of it as the endpoint's table names: nobody knows what else stands for.
        query: leg.isTheirUrl ? undefined : Object.fromEntries([...query].filter(([name]) => name in endpoint.query)),
        request: bodyText,
      })
    }
    try {
      const got = await transport({
        method: endpoint.method,
        url,
        headers: {
          Authorization: encodeAuthorization(token, partner.settings.tokenEncoding),
          Accept: 'application/json',
          ...idHeaders(message),
          ...routingHeaders({ from, to }),
          ...(bodyText === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(bodyText === undefined ? {} : { body: bodyText }),
        timeoutMs,
        maxBytes,
        collect: leg.whole ? maxBytes : COLLECT,
        ...(leg.signal ? { signal: leg.signal } : {}),
      })
      return { got, tell }
    } catch (error) {
      const why = error instanceof TransportError ? error.message : 'the request could not be made'
      tell({ http: undefined, statusCode: undefined, response: undefined, why })
      throw error
    }
  }

  /** The token may change hands while a request is on its way; then it was not carried out and goes again. */
  async function withToken(leg: Leg) {
    const token = directory.outboundToken(leg.partner.id)
    if (token === undefined) throw notConnected('The receiving party is not connected: its platform is not registered')
    const first = await request(leg, token)
    if (first.got.status !== 401) return first
    await renewal(leg.partner.id)
    const renewed = directory.outboundToken(leg.partner.id)
    if (renewed === undefined || renewed === token) return first
    first.tell({ http: 401, statusCode: undefined, response: undefined })
    first.got.rest?.destroy()
    return await request(leg, renewed)
  }

  async function answered(leg: Leg): Promise<Answered> {
    const { got, tell } = await withToken(leg).catch((error: unknown) => {
      throw failure(error)
    })
    seen(leg.partner.id)
    const { status: http, headers, head, rest } = got
    if (rest) return streamed(got, rest, tell)
    const text = head.toString('utf8')
    const answer = readAnswer({ status: http, headers, body: text })
    tell({
      http,
      statusCode: statusOf(answer),
      response: text,
      ...(answer.kind === 'broken' ? { why: answer.why } : {}),
    })
    if (http === 401)
      throw notConnected('The receiving party is not connected: its platform does not accept our credentials')
    if (answer.kind === 'ok' || answer.kind === 'refused') return { http, headers, text, answer }
    throw hubError(
      answer.kind === 'broken'
        ? `The receiving platform answered HTTP ${http} with something else than OCPI: ${answer.why}`
        : `The receiving platform answered HTTP ${http} without saying more in OCPI`,
    )
  }

  /** Nobody parses what is this long; that it begins like an envelope is all there is to see before it goes on. */
  function streamed(
    { status: http, headers, head }: StreamedAnswer,
    rest: Readable,
    tell: (end: End) => void,
  ): Answered {
    const beginning = head.toString('utf8', 0, Math.min(head.length, logged))
    if (http < 200 || http > 299 || !/^\ufeff?\s*\{/.test(beginning)) {
      rest.destroy()
      const why = 'The answer is no JSON object; an envelope with status_code is expected'
      tell({ http, statusCode: undefined, response: beginning, why })
      throw hubError(`The receiving platform answered HTTP ${http} with something else than OCPI`)
    }
    let length = head.length
    let tail = head.subarray(-TAIL)
    let why: string | undefined = 'the caller did not wait for all of it'
    async function* pieces(): AsyncGenerator<Uint8Array> {
      yield head
      for await (const chunk of rest as AsyncIterable<Uint8Array>) {
        length += chunk.length
        tail = Buffer.concat([tail, chunk.subarray(-TAIL)]).subarray(-TAIL)
        yield chunk
      }
      why = undefined
    }
    const stream = Readable.from(pieces(), { objectMode: false })
    stream.once('error', (error) => {
      why = error instanceof TransportError ? error.message : why
    })
    const passed = new Promise<Passed>((resolve) => {
      stream.once('close', () => {
        rest.destroy()
        const statusCode = why === undefined ? statusIn(beginning.slice(0, TAIL) + tail.toString('utf8')) : undefined
        tell({
          http,
          statusCode,
          response: beginning,
          ...(why === undefined ? {} : { why }),
          lengths: { request: 0, response: length },
        })
        resolve({ statusCode, text: beginning, length, why })
      })
    })
    return { http, headers, stream, passed }
  }

  return async (leg) => {
    const { id } = leg.partner
    const now = underWay.get(id) ?? 0
    if (now >= MOST_UNDER_WAY) throw hubError('Too many requests to the receiving platform are under way; try again')
    underWay.set(id, now + 1)
    const done = () => {
      const left = underWay.get(id)! - 1
      if (left > 0) underWay.set(id, left)
      else underWay.delete(id)
    }
    try {
      const result = await answered(leg)
      if ('passed' in result) void result.passed.then(done)
      else done()
      return result
    } catch (error) {
      done()
      throw error
    }
  }
}

const statusOf = (answer: Answer): number | undefined =>
  answer.kind === 'ok' || answer.kind === 'refused' ? answer.statusCode : undefined

/** R-ROUTE-10 to R-ROUTE-12. */
function failure(error: unknown): unknown | OcpiError {
  if (!(error instanceof TransportError)) return error
  switch (error.kind) {
    case 'timeout':
      return forwardTimeout(`Timeout on forwarded request: ${error.message}`)
    case 'unreachable':
      return notConnected(`The receiving party is not connected: ${error.message}`)
    default:
      return hubError(`The receiving platform cannot be understood: ${error.message}`)
  }
}
