// One request to a partner, from a row of an endpoint table. Source: transport, "Authorization header", "Request
// format", "Message Routing", "Unique message IDs".

import type { Endpoint, Method, Module } from '../define/endpoint.ts'
import { encodeAuthorization, type TokenEncoding } from '../wire/authorization.ts'
import { type Answer, readAnswer } from '../wire/envelope.ts'
import { addIds, addRouting, type HeadersInMaking, headerOf, nextIds, type Routing } from '../wire/headers.ts'
import { fillPath, isSegment, joinUrl, type QueryValues, resolveUrl } from '../wire/url.ts'
import { type Transport, TransportError } from './transport.ts'

/** What requests to one partner have in common. */
export interface Session {
  readonly transport: Transport
  /** The credentials token the partner gave us. */
  readonly token: string
  /** `base64` where nothing is said; `raw` for partners that send and expect it un-encoded. */
  readonly tokenEncoding?: TokenEncoding | undefined
  /** A new UUID with every call. */
  readonly newId: () => string
  /** Goes on where another message caused this one; new for every request where nothing is said. */
  readonly correlationId?: string | undefined
  /** On functional modules only; configuration modules are never routed. */
  readonly routing?: Routing | undefined
  /** 30 s where nothing is said. */
  readonly timeoutMs?: number | undefined
  /** Of an answer's body; 32 MiB where nothing is said. */
  readonly maxBytes?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** An endpoint with its module, as `endpointsOf(version)` lists them. */
export interface Addressed {
  readonly module: Pick<Module, 'kind'>
  readonly endpoint: Endpoint
}

export interface CallTarget {
  /** The module's URL from the partner's version details; the endpoint's path is joined to it. */
  readonly baseUrl?: string | undefined
  /** A whole URL the partner gave us (response_url, Link, Location); instead of `baseUrl` and `params`. */
  readonly url?: string | undefined
  readonly params?: Readonly<Record<string, string>> | undefined
  readonly query?: QueryValues | undefined
  /** A JSON value, or its text, which goes out as it is. */
  readonly body?: unknown
  readonly bodyText?: string | undefined
}

const TIMEOUT_MS = 30_000
const MAX_BYTES = 32 * 1024 * 1024

/**
 * Calls an endpoint. Whatever the partner does is a value; an id that no URL can carry is `unsendable`. Throws
 * RangeError for what only the caller can have got wrong: a parameter, a query value or a body that is missing.
 */
export async function call({ module, endpoint }: Addressed, target: CallTarget, session: Session): Promise<Answer> {
  const segments = target.url === undefined ? fillPath(endpoint.path, target.params ?? {}) : []
  if (!segments.every(isSegment)) {
    return { kind: 'unsendable', why: 'An empty id, ".", ".." or half a character cannot stand in a URL' }
  }
  const bodyText = bodyOf(endpoint, target)
  const url = urlOf(endpoint, target, segments)
  const answer = await send({ method: endpoint.method, url, kind: module.kind, bodyText }, session)
  return fitting(endpoint, answer, url)
}

/** The URL a call goes to. Throws RangeError as `call` does, and for an id that no URL can carry. */
export const requestUrl = (endpoint: Endpoint, target: CallTarget): string =>
  urlOf(endpoint, target, target.url === undefined ? fillPath(endpoint.path, target.params ?? {}) : [])

function urlOf(endpoint: Endpoint, { url, baseUrl, query }: CallTarget, segments: readonly string[]): string {
  if (url !== undefined) return joinUrl(url, [], query)
  if (baseUrl === undefined) throw new RangeError(`${endpoint.name} is called without a URL`)
  for (const name in endpoint.query) {
    if (endpoint.query[name]!.card === '1' && query?.[name] === undefined) {
      throw new RangeError(`${endpoint.name} needs ?${name}`)
    }
  }
  return joinUrl(baseUrl, segments, query)
}

function bodyOf(endpoint: Endpoint, { body, bodyText }: CallTarget): string | undefined {
  const text = bodyText ?? (body === undefined ? undefined : JSON.stringify(body))
  if (text === undefined && endpoint.body && endpoint.body.shape !== 'optional') {
    throw new RangeError(`${endpoint.name} is called without its body, a ${endpoint.body.name}`)
  }
  if (text !== undefined && !endpoint.body) throw new RangeError(`${endpoint.name} takes no body`)
  return text
}

/** The answer against what its endpoint answers. Where the specification does not say, anything goes (R-FMT-06). */
function fitting(endpoint: Endpoint, answer: Answer, url: string): Answer {
  if (answer.kind !== 'ok') return answer
  const { http } = answer
  if (endpoint.data?.shape === 'list') {
    if (answer.data === undefined) return { ...answer, data: [] }
    if (!Array.isArray(answer.data)) return { kind: 'broken', why: 'The data of the answer is no list', http }
  } else if (endpoint.data && answer.data === undefined) {
    return { kind: 'broken', why: `The answer has no data; a ${endpoint.data.name} is expected`, http }
  }
  if (!endpoint.answersLocation) return answer
  const location = resolveUrl(headerOf(answer.headers, 'Location'), url)
  return location === undefined ? answer : { ...answer, location }
}

export interface Request {
  readonly method: Method
  readonly url: string
  readonly kind: Module['kind']
  readonly bodyText?: string | undefined
}

/** Sends a request that belongs to no table, such as the handshake's before a version is agreed on. */
export async function send({ method, url, kind, bodyText }: Request, session: Session): Promise<Answer> {
  const { transport, timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES, signal } = session
  if (!isHttp(url)) return { kind: 'unsendable', why: 'The URL is no absolute http or https URL' }
  const authorization = authorizationOf(session)
  if (authorization === undefined) return { kind: 'unsendable', why: 'The token cannot be sent without encoding it' }
  const headers: HeadersInMaking = { Authorization: authorization, Accept: 'application/json' }
  addIds(headers, nextIds(session.newId, session.correlationId))
  if (kind === 'functional' && session.routing) addRouting(headers, session.routing)
  if (bodyText !== undefined) headers['Content-Type'] = 'application/json'
  try {
    return readAnswer(await transport({ method, url, headers, body: bodyText, timeoutMs, maxBytes, signal }))
  } catch (error) {
    return failure(error)
  }
}

/** A partner set to `raw` may have given us a token that no header can carry. */
function authorizationOf({ token, tokenEncoding }: Session): string | undefined {
  try {
    return encodeAuthorization(token, tokenEncoding)
  } catch {
    return undefined
  }
}

/** What most URLs are made of; anything else is left to a parser. */
const ORDINARY = /^https?:\/\/[a-z0-9.-]+(?::\d{1,4})?\/[\w\-.~%!$&()*+,;=:@/?]*$/i

const isHttp = (url: string): boolean => ORDINARY.test(url) || (/^https?:\/\//i.test(url) && URL.canParse(url))

/** Only a TransportError's own words are passed on; those of other errors may quote a header. */
function failure(error: unknown): Answer {
  if (!(error instanceof TransportError)) return { kind: 'unreachable', why: 'the request could not be made' }
  if (error.kind === 'timeout') return { kind: 'timeout' }
  return error.kind === 'tooLarge' || error.kind === 'unreadable'
    ? { kind: 'broken', why: error.message }
    : { kind: 'unreachable', why: error.message }
}
