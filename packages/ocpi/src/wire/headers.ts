// Message ids and routing headers. Source: transport, "Unique message IDs" and "Message Routing Headers".

import type { Party } from './ci-string.ts'
import type { Fault } from './error.ts'

/** Received headers in any shape HTTP libraries give them; names in any case (R-AUTH-10). */
export type GivenHeaders = Readonly<Record<string, string | readonly string[] | undefined>>
export type WireHeaders = Readonly<Record<string, string>>

/** Who asks whom. Open routing leaves `to` out; a link between single parties may leave out both (R-ROUTE-03). */
export interface Routing {
  readonly from?: Party | undefined
  readonly to?: Party | undefined
}

export interface MessageIds {
  readonly requestId: string
  readonly correlationId: string
}

const REQUEST_ID = 'X-Request-ID'
const CORRELATION_ID = 'X-Correlation-ID'
const TO = { country: 'OCPI-to-country-code', party: 'OCPI-to-party-id' } as const
const FROM = { country: 'OCPI-from-country-code', party: 'OCPI-from-party-id' } as const

/**
 * The value of a header whatever the case of its name, without white space around it; one sent several times is joined
 * with commas as HTTP has it; undefined when absent or empty.
 */
export function headerOf(headers: GivenHeaders, name: string): string | undefined {
  const lower = name.toLowerCase()
  const direct = Object.hasOwn(headers, lower) ? textOf(headers[lower]) : ''
  if (direct !== '') return direct
  for (const key in headers) {
    if (key.length !== name.length || key.toLowerCase() !== lower) continue
    const text = textOf(headers[key])
    if (text !== '') return text
  }
  return undefined
}

const textOf = (held: string | readonly string[] | undefined): string =>
  (typeof held === 'string' ? held : (held ?? []).join(', ')).trim()

/** The ids of a received message; one that is missing is made, not refused (R-ID-07). */
export const messageIds = (headers: GivenHeaders, newId: () => string): MessageIds => ({
  requestId: headerOf(headers, REQUEST_ID) ?? newId(),
  correlationId: headerOf(headers, CORRELATION_ID) ?? newId(),
})

/** Headers that are being put together. Names are assigned: a spread of small objects costs most of a request's headers. */
export type HeadersInMaking = Record<string, string>

/** On every request, and repeated on its answer (R-ID-01 to R-ID-03). */
export function addIds(headers: HeadersInMaking, { requestId, correlationId }: MessageIds): void {
  headers[REQUEST_ID] = requestId
  headers[CORRELATION_ID] = correlationId
}

export function idHeaders(ids: MessageIds): WireHeaders {
  const headers: HeadersInMaking = {}
  addIds(headers, ids)
  return headers
}

/** Ids for a request that one of ours or a received one causes: the request is new, the correlation goes on (R-ID-05). */
export const nextIds = (newId: () => string, correlationId?: string): MessageIds => ({
  requestId: newId(),
  correlationId: correlationId ?? newId(),
})

/**
 * Reads the four routing headers. Half a party is a fault and not a party: guessing the other half could deliver to
 * somebody else. So is a value that cannot be a country code (two characters) or a party id (three).
 */
export function readRouting(headers: GivenHeaders): { readonly routing: Routing; readonly faults: readonly Fault[] } {
  const faults: Fault[] = []
  const from = readParty(headers, FROM, faults)
  const to = readParty(headers, TO, faults)
  return { routing: { ...(from && { from }), ...(to && { to }) }, faults }
}

function readParty(headers: GivenHeaders, names: typeof TO | typeof FROM, faults: Fault[]): Party | undefined {
  const countryCode = headerOf(headers, names.country)
  const partyId = headerOf(headers, names.party)
  if (countryCode === undefined && partyId === undefined) return undefined
  if (countryCode === undefined || partyId === undefined) {
    const [missing, given] = countryCode === undefined ? [names.country, names.party] : [names.party, names.country]
    faults.push({ path: missing, message: `is missing although ${given} is given; a party needs both` })
    return undefined
  }
  const before = faults.length
  if (!isPrintable(countryCode, 2)) faults.push({ path: names.country, message: 'is not a two-letter country code' })
  if (!isPrintable(partyId, 3)) faults.push({ path: names.party, message: 'is not a party id of three characters' })
  return faults.length === before ? { countryCode, partyId } : undefined
}

const isPrintable = (text: string, length: number): boolean => text.length === length && /^[\x21-\x7e]+$/.test(text)

/** The headers of functional modules' requests; configuration modules carry none (R-ROUTE-02). */
export function addRouting(headers: HeadersInMaking, { from, to }: Routing): void {
  if (to) {
    headers[TO.country] = to.countryCode
    headers[TO.party] = to.partyId
  }
  if (from) {
    headers[FROM.country] = from.countryCode
    headers[FROM.party] = from.partyId
  }
}

export function routingHeaders(routing: Routing): WireHeaders {
  const headers: HeadersInMaking = {}
  addRouting(headers, routing)
  return headers
}

/** An answer goes back where the request came from (R-ROUTE-04). */
export const swapRouting = ({ from, to }: Routing): Routing => ({ from: to, to: from })
