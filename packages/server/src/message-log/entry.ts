// An exchange as the log keeps it.

import { randomBytes } from 'node:crypto'
import type { Secrets } from '../partners/secrets.ts'
import { partyKey } from '../party.ts'
import { type Exchange, objectOf, succeeded } from './exchange.ts'
import { replaceValues } from './json-strings.ts'
import { type Redaction, redaction } from './redaction.ts'

export interface Entry {
  /** UUID of version 7: it begins with the time. */
  readonly id: string
  readonly at: Date
  readonly direction: 'in' | 'out'
  readonly partner: string | null
  readonly ourParty: string | null
  readonly theirParty: string | null
  readonly version: string | null
  readonly module: string
  readonly endpoint: string | null
  readonly method: string
  readonly path: string
  readonly http: number | null
  readonly statusCode: number | null
  readonly failed: boolean
  readonly why: string | null
  readonly requestId: string | null
  readonly correlationId: string | null
  readonly ms: number
  readonly countryCode: string | null
  readonly partyId: string | null
  /** Upper case; of a token its mark. */
  readonly objectId: string | null
  readonly part: string | null
  readonly drivers: readonly string[]
  readonly request: string | null
  /** Characters it had. */
  readonly requestLength: number
  readonly response: string | null
  readonly responseLength: number
}

const LONGEST_TEXT = 200
const LONGEST_PATH = 500

export function entryOf(exchange: Exchange, secrets: Pick<Secrets, 'digests'>, bodyLimit: number): Entry {
  const redact = redaction(secrets)
  const { params, module, http, statusCode } = exchange
  const { token_uid: uid } = params
  const shown = uid === undefined ? params : { ...params, token_uid: redact.mark(uid) }
  const object = objectOf({ params: shown })
  const request = bodyOf(redact, module, exchange.request, isReadableRequest(exchange), bodyLimit)
  const response = isAnswerInWords(exchange)
    ? wordsOf(redact, exchange.response, bodyLimit)
    : bodyOf(redact, module, exchange.response, true, bodyLimit)
  const named = object.id === undefined && exchange.method === 'POST' ? postedObject(module, request) : undefined
  return {
    id: timeId(exchange.at),
    at: exchange.at,
    direction: exchange.direction,
    partner: exchange.partner ?? null,
    ourParty: exchange.ourParty ? partyKey(exchange.ourParty) : null,
    theirParty: exchange.theirParty ? partyKey(exchange.theirParty) : null,
    version: exchange.version ?? null,
    module,
    endpoint: exchange.endpoint?.name ?? null,
    method: exchange.method.slice(0, 10),
    path: storable(pathOf(exchange, shown, redact)),
    http: http ?? null,
    statusCode: statusCode ?? null,
    failed: !succeeded(exchange),
    why: exchange.why?.slice(0, LONGEST_TEXT) ?? null,
    requestId: short(exchange.requestId),
    correlationId: short(exchange.correlationId),
    ms: exchange.ms,
    countryCode: folded(named?.countryCode ?? object.countryCode),
    partyId: folded(named?.partyId ?? object.partyId),
    objectId: uid === undefined ? folded(named?.id ?? object.id) : (object.id ?? null),
    part: folded(object.part),
    drivers: redact.marks,
    request,
    requestLength: exchange.lengths?.request ?? exchange.request?.length ?? 0,
    response,
    responseLength: exchange.lengths?.response ?? exchange.response?.length ?? 0,
  }
}

const folded = (text: string | undefined): string | null => (text === undefined ? null : short(text.toUpperCase()))
const short = (text: string | undefined): string | null =>
  text === undefined ? null : storable(text.slice(0, LONGEST_TEXT))

/** PostgreSQL takes neither U+0000 nor half a surrogate pair. */
const storable = (text: string): string => text.replaceAll('\0', '\ufffd').replace(/\p{Surrogate}/gu, '\ufffd')

function pathOf({ endpoint, url, query }: Exchange, params: Exchange['params'], redact: Redaction): string {
  const path =
    url !== undefined
      ? redact.words(url)
      : (endpoint?.path ?? '').replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? '-'))
  const asked = Object.entries(query ?? {}).filter(([name, value]) => value !== undefined && name !== 'cursor')
  const search =
    asked.length === 0
      ? ''
      : `?${new URLSearchParams(asked.map(([name, value]): [string, string] => [name, `${value}`]))}`
  // A mark is easier to read, and to search for, as it is.
  return (path.replaceAll('driver%3A', 'driver:') + search).slice(0, LONGEST_PATH)
}

/** Only of JSON is it known where identifiers stand. A request that we answered HTTP 400 was none. */
const isReadableRequest = ({ direction, http }: Exchange): boolean => direction === 'out' || http !== 400
/** An error page of what stands before a partner, and the like. */
const isAnswerInWords = (exchange: Exchange): exchange is Exchange & { readonly response: string } => {
  const { direction, statusCode, response } = exchange
  return direction === 'out' && statusCode === undefined && response !== undefined && !isJson(response)
}

/** Identifiers of drivers, tokens and what looks like them: whatever has a digit, or is longer than a word. */
const TELLING_WORD = /(?<![\w-])(?=[\w-]*\d)[\w-]{4,}[\w+/=-]*|[\w+/=-]{24,}/g

/** Nobody can say where in it an identifier stands, so each word that could be one goes; of a cut text the last, too. */
function wordsOf(redact: Redaction, text: string, limit: number): string | null {
  if (text === '') return null
  const kept = text.length > limit ? text.slice(0, limit).replace(/[\w+/=-]*$/, '') : text
  return storable(redact.words(kept).replace(TELLING_WORD, '[hidden]'))
}

/** Longer ones are not parsed just to see whether they are JSON. */
const LONGEST_LOOKED_AT = 64 * 1024

function isJson(text: string): boolean {
  if (text.length > LONGEST_LOOKED_AT) return false
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object'
  } catch {
    return false
  }
}

function bodyOf(
  redact: Redaction,
  module: string,
  text: string | undefined,
  isReadable: boolean,
  limit: number,
): string | null {
  if (text === undefined || text === '') return null
  if (!isReadable && !isJson(text)) return `[${text.length} characters that are no JSON]`
  return storable(redact.body(module, text.slice(0, limit)))
}

/** What a POST carries says by itself which object it is. */
function postedObject(module: string, request: string | null) {
  if (module !== 'cdrs' || request === null) return undefined
  const found: Record<string, string> = {}
  replaceValues(request, (value, { key, around }) => {
    if (around.length === 1) found[key] ??= value
    return undefined
  })
  return { countryCode: found.country_code, partyId: found.party_id, id: found.id }
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')

/** RFC 9562: 48 bits of milliseconds, then chance. */
export function timeId(at: Date): string {
  const time = hex(Math.max(0, at.getTime()), 12)
  const chance = randomBytes(10)
  const rest = chance.toString('hex')
  const variant = hex((chance[2]! & 0x3f) | 0x80, 2)
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${rest.slice(1, 4)}-${variant}${rest.slice(6, 8)}-${rest.slice(8, 20)}`
}

/** The time an id begins with; undefined where it is none of ours. */
export function timeOf(id: string): Date | undefined {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)) return undefined
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16))
}
