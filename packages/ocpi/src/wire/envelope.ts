// The envelope around every answer. Source: transport, "Response format"; status_codes.

import type { OcpiError } from './error.ts'
import type { WireHeaders } from './headers.ts'
import { parseJson } from './json.ts'
import { classOf, isSuccess } from './status-codes.ts'

/** What became of a request to a partner. Nothing a partner does is an exception. */
export type Answer<Data = unknown> =
  | AnswerOk<Data>
  | AnswerRefused
  /** An HTTP error without an envelope that says more. */
  | { readonly kind: 'http'; readonly http: number; readonly headers: WireHeaders }
  /** An answer nobody can read: no JSON, no envelope, not what the endpoint answers, too large. */
  | { readonly kind: 'broken'; readonly why: string; readonly http?: number }
  | { readonly kind: 'timeout' }
  /** No connection, or none that may be made. */
  | { readonly kind: 'unreachable'; readonly why: string }
  /** Never sent: an id no URL can carry, or a party that a hub does not reach (`away`). The partner has no part in it. */
  | { readonly kind: 'unsendable'; readonly why: string; readonly away?: boolean }

export interface AnswerOk<Data = unknown> {
  readonly kind: 'ok'
  readonly http: number
  /** `undefined` where the envelope has none or null; an empty array where the endpoint answers a list. */
  readonly data: Data
  /** 1000 to 1999. */
  readonly statusCode: number
  readonly message?: string
  readonly headers: WireHeaders
  /** The body as it came, for whoever passes it on. */
  readonly text: string
  /** Where what was sent is found now; absolute. Only of endpoints that answer one (CDRs). */
  readonly location?: string
}

export interface AnswerRefused {
  readonly kind: 'refused'
  /** 2000 to 4999. */
  readonly statusCode: number
  readonly message?: string
  /** A 404 or 401 has an envelope too (T-06). */
  readonly http: number
  readonly data: unknown
  readonly headers: WireHeaders
  readonly text: string
}

/** Partners put stack traces into status messages; more than this explains nothing. */
const LONGEST_MESSAGE = 1000
/** Faults an error answer lists in its `data`. */
const FAULTS_IN_DATA = 100

export interface EnvelopeParts {
  /** JSON text of `data`; left out where the specification does not say what `data` is (R-FMT-06). */
  readonly dataText?: string | undefined
  readonly statusCode: number
  readonly message?: string | undefined
  /** DateTime. */
  readonly timestamp: string
}

/** The text of an answer. `data` is put in as it is, so that nothing is serialised twice. */
export function envelopeText({ dataText, statusCode, message, timestamp }: EnvelopeParts): string {
  const data = dataText === undefined ? '' : `"data":${dataText},`
  const said = message === undefined ? '' : `"status_message":${JSON.stringify(message)},`
  return `{${data}"status_code":${statusCode},${said}"timestamp":${JSON.stringify(timestamp)}}`
}

/** An error's answer: its own data where it has some, else its faults, each with its path. */
export function errorEnvelopeText(error: OcpiError, timestamp: string): string {
  const faults = error.faults.slice(0, FAULTS_IN_DATA).map(({ path, message }) => ({ path, message }))
  const data = error.data ?? (faults.length > 0 ? { faults } : undefined)
  return envelopeText({
    ...(data !== undefined && { dataText: JSON.stringify(data) }),
    statusCode: error.statusCode,
    message: error.message,
    timestamp,
  })
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: WireHeaders
  readonly body: string
}

/**
 * Reads an answer, forgiving what does no harm: a status code written as text, `data` null or absent. The HTTP status
 * wins over the envelope's: a success inside an HTTP error is none.
 */
export function readAnswer({ status: http, headers, body }: HttpAnswer): Answer {
  const fine = http >= 200 && http <= 299
  const envelope = readEnvelope(body)
  if ('why' in envelope) return fine ? { kind: 'broken', why: envelope.why, http } : { kind: 'http', http, headers }
  const { statusCode, message, data } = envelope
  const said = message === undefined ? {} : { message }
  if (!isSuccess(statusCode)) return { kind: 'refused', statusCode, ...said, http, data, headers, text: body }
  if (!fine) return { kind: 'http', http, headers }
  return { kind: 'ok', http, data, statusCode, ...said, headers, text: body }
}

interface Envelope {
  readonly statusCode: number
  readonly message: string | undefined
  readonly data: unknown
}

function readEnvelope(body: string): Envelope | { readonly why: string } {
  if (body.trim() === '') return { why: 'The answer has no body; an envelope with status_code is expected' }
  const parsed = parseJson(body)
  if (!parsed.ok) return { why: `The answer ${parsed.why}` }
  const { value } = parsed
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { why: 'The answer is no JSON object; an envelope with status_code is expected' }
  }
  const envelope = value as Readonly<Record<string, unknown>>
  const statusCode = codeIn(envelope.status_code)
  if (statusCode === undefined) return { why: 'The answer has no status_code of four digits from 1000 to 4999' }
  const message = typeof envelope.status_message === 'string' ? envelope.status_message : undefined
  return { statusCode, message: message?.slice(0, LONGEST_MESSAGE), data: envelope.data ?? undefined }
}

function codeIn(given: unknown): number | undefined {
  const code = typeof given === 'string' && /^\d{4}$/.test(given) ? Number(given) : given
  return typeof code === 'number' && classOf(code) !== undefined ? code : undefined
}
