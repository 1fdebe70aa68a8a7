// A request goes on to the platform that serves its receiver, and the answer goes back. Between partners of one version
// the body is not touched but for what leads past the hub: response_url, Link, Location (docs/hub.md).

import type { Loss } from '@interchange/ocpi/convert/rules'
import { versionOf } from '@interchange/ocpi/versions'
import { hubError, invalidParameters } from '@interchange/ocpi/wire/error'
import { headerOf } from '@interchange/ocpi/wire/headers'
import { parseJson } from '@interchange/ocpi/wire/json'
import { nextLink, readNextLink } from '@interchange/ocpi/wire/link-header'
import { fillPath, isSegment, joinUrl, resolveUrl } from '@interchange/ocpi/wire/url'
import type { Clock } from '../clock.ts'
import type { Events } from '../events.ts'
import type { Directory } from '../partners/directory.ts'
import type { Partner } from '../partners/partner.ts'
import { type Party, partyKey } from '../party.ts'
import { convertedAnswer, convertedBody, convertedQuery } from './between-versions.ts'
import { type Callbacks, newCallbackId } from './callbacks.ts'
import type { Carried, HubRequest } from './request.ts'
import { queryWithResponseUrl, responseUrlIn, resultPath, withResponseUrl } from './response-url.ts'
import { SEALED, type SealedUrls } from './sealed-urls.ts'
import type { Answered, Leg, Send } from './sending.ts'

export interface ForwardNeeds {
  readonly directory: Pick<Directory, 'endpoint'>
  readonly send: Send
  readonly callbacks: Pick<Callbacks, 'add' | 'extend'>
  readonly sealed: SealedUrls
  readonly events: Events
  readonly clock: Clock
  /** Without a slash at the end. */
  readonly publicUrl: string
}

/** Where a request goes. */
export interface Destination {
  readonly partner: Partner
  readonly to: Party
  /** A whole URL that the receiver gave out; instead of its endpoint. */
  readonly url?: string
  readonly signal?: AbortSignal
}

export type Forward = (request: HubRequest, destination: Destination) => Promise<Carried>

/** A result is taken for so long, and for longer where the answer names a longer time. */
const RESULT_MS = 15 * 60_000
const LONGEST_RESULT_MS = 24 * 3_600_000
/** A receiver's own clock, and the way back. */
const GRACE_MS = 60_000

/** Throws 2001 and 4xxx where the request cannot go there or no answer came that can be handed on. */
export function createForward(needs: ForwardNeeds): Forward {
  const { directory, send, callbacks, sealed, events, clock, publicUrl } = needs

  function lost(partner: Partner, module: string, losses: readonly Loss[], leftOut = 0): void {
    if (losses.length > 0 || leftOut > 0) events.hubConverted(partner, module, losses, leftOut)
  }

  /** The request as the receiver is to have it. */
  async function outgoing(request: HubRequest, { partner, to, url, signal }: Destination) {
    const { module, side, version, params, from } = request
    const theirs = partner.version === null ? undefined : versionOf(partner.version)
    const endpoint = theirs?.modules[module.id]?.[side].find(({ name }) => name === request.endpoint.name)
    if (!theirs || !endpoint) {
      throw hubError(`OCPI ${partner.version}, which the receiver speaks, has no such request in ${module.id}`)
    }
    const base = url ?? directory.endpoint(partner, module.id, side)?.url
    if (base === undefined) throw hubError(`The receiving platform offers no ${module.id}, ${side}`)
    const segments = url === undefined ? fillPath(endpoint.path, params) : []
    if (!segments.every(isSegment)) throw invalidParameters('An empty id, "." or ".." cannot stand in a URL')

    let { bodyText, query } = request
    query = new URLSearchParams(query)
    query.delete(SEALED)
    if (theirs !== version) {
      const body = convertedBody(version, theirs, request.endpoint, request.body)
      const asked = convertedQuery(version, theirs, request.endpoint, query)
      lost(request.partner, module.id, [...body.losses, ...asked.losses])
      bodyText = body.value === undefined ? bodyText : JSON.stringify(body.value)
      query = asked.value
    }

    const original = side === 'RECEIVER' ? responseUrlIn(request.body, query) : undefined
    const id = newCallbackId()
    const path = original === undefined ? undefined : resultPath(theirs, module, endpoint, params, id)
    const deadline = clock.now().getTime() + RESULT_MS
    if (original !== undefined && path !== undefined) {
      const ours = `${publicUrl}/${path}`
      bodyText = bodyText === undefined ? undefined : withResponseUrl(bodyText, ours)
      query = queryWithResponseUrl(query, ours)
      await callbacks.add({
        id,
        url: original,
        asker: request.partner.id,
        askerParty: partyKey(from),
        answerer: partner.id,
        answererParty: partyKey(to),
        ...reservationIn(request, deadline),
      })
    }
    const leg: Leg = {
      partner,
      module,
      endpoint,
      params,
      url: withQuery(joinUrl(base, segments), url === undefined ? query : undefined),
      isTheirUrl: url !== undefined,
      query,
      bodyText: endpoint.method === 'GET' ? undefined : bodyText,
      from,
      to,
      correlationId: request.correlationId,
      whole: theirs !== version,
      signal,
    }
    return { leg, theirs, callback: path === undefined ? undefined : { id, deadline } }
  }

  /** `Link` and `Location` lead through the hub; counts of pages are the receiver's. */
  function headersBack(request: HubRequest, { partner, to, url }: Destination, leg: Leg, answered: Answered) {
    const { endpoint, path } = request
    const headers: Record<string, string> = {}
    for (const name of ['X-Total-Count', 'X-Limit', 'Retry-After']) {
      const value = headerOf(answered.headers, name)
      if (value !== undefined) headers[name] = value
    }
    const seal = (target: string) =>
      encodeURIComponent(
        sealed.seal({ url: target, caller: request.partner.id, from: request.from, server: partner.id, to }),
      )
    if (endpoint.paged) {
      const next = readNextLink(headerOf(answered.headers, 'Link'), url ?? leg.url)
      // One that nobody can read goes on as it is not: without its page the crawl would look complete.
      if (next.kind === 'broken')
        throw hubError(`The receiving platform answered a page that cannot be followed: ${next.why}`)
      if (next.kind === 'next') headers.Link = nextLink(`${publicUrl}${path}?${SEALED}=${seal(next.url)}`)
    }
    if (endpoint.answersLocation) {
      const location = resolveUrl(headerOf(answered.headers, 'Location'), leg.url)
      const stored = location === undefined ? undefined : objectPath(request.body)
      if (location !== undefined && stored !== undefined) {
        headers.Location = `${publicUrl}${path}/${stored}?${SEALED}=${seal(location)}`
      }
    }
    return headers
  }

  return async (request, destination) => {
    const { leg, theirs, callback } = await outgoing(request, destination)
    const answered = await send(leg)
    const { http } = answered
    if ('stream' in answered) {
      const headers = headersOr(answered.stream, () => headersBack(request, destination, leg, answered))
      return { http, statusCode: undefined, headers, body: answered.stream, passed: answered.passed }
    }
    const { answer } = answered
    const headers = headersBack(request, destination, leg, answered)
    if (callback && answer.kind === 'ok') {
      const until = clock.now().getTime() + timeoutIn(answer.data)
      if (until > callback.deadline) await callbacks.extend(callback.id, new Date(until))
    }
    let { text } = answered
    if (theirs !== request.version) {
      const { value, losses, leftOut } = convertedAnswer(theirs, request.version, leg.endpoint, envelopeOf(text))
      lost(destination.partner, request.module.id, losses, leftOut)
      text = value
    }
    return { http, statusCode: answer.statusCode, headers, body: text, answer }
  }
}

/** It was read as one before. */
function envelopeOf(text: string): Readonly<Record<string, unknown>> {
  const parsed = parseJson(text)
  return parsed.ok ? (parsed.value as Readonly<Record<string, unknown>>) : {}
}

/** What cannot be handed on is not read any further. */
function headersOr<T>(stream: { destroy(): unknown }, make: () => T): T {
  try {
    return make()
  } catch (error) {
    stream.destroy()
    throw error
  }
}

const withQuery = (url: string, query: URLSearchParams | undefined): string => {
  const search = query?.toString() ?? ''
  return search === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${search}`
}

/** A reservation lives as long as it says: its end may be told, or it may be given up, until then (T-61). */
function reservationIn({ endpoint, body }: HubRequest, earliest: number) {
  const { reservation_id: id, expiry_date: expiry } = (body ?? {}) as Readonly<Record<string, unknown>>
  const end = typeof expiry === 'string' ? Date.parse(expiry.endsWith('Z') ? expiry : `${expiry}Z`) : Number.NaN
  const isReservation = endpoint.name === 'reserveNow' && typeof id === 'string'
  const deadline = isReservation && !Number.isNaN(end) ? Math.max(earliest, end + RESULT_MS) : earliest
  return { reservation: isReservation ? id.toUpperCase() : null, deadline: new Date(Math.min(deadline, LATEST)) }
}
/** PostgreSQL knows no later year with four digits. */
const LATEST = Date.parse('9999-01-01T00:00:00Z')

/** `timeout` of a CommandResponse or ChargingProfileResponse, in milliseconds; 0 where there is none. */
function timeoutIn(data: unknown): number {
  const { timeout } = (data ?? {}) as Readonly<Record<string, unknown>>
  return typeof timeout === 'number' && timeout > 0 ? Math.min(timeout * 1000, LONGEST_RESULT_MS) + GRACE_MS : 0
}

/** Where an object would stand at a receiver; undefined when it does not say who it is. */
function objectPath(body: unknown): string | undefined {
  const { country_code, party_id, id } = (body ?? {}) as Readonly<Record<string, unknown>>
  const names = [country_code, party_id, id]
  return names.every((name): name is string => typeof name === 'string' && isSegment(name))
    ? names.map(encodeURIComponent).join('/')
    : undefined
}
