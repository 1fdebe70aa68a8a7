import type { StatusName } from './status-codes.ts'
import { statusNamed } from './status-codes.ts'

/** One thing wrong with a request: where (`/evses/0/uid`, `?limit`, a header's name), and what would be right. */
export interface Fault {
  readonly path: string
  readonly message: string
}

export interface OcpiErrorOptions {
  readonly http?: number
  readonly faults?: readonly Fault[]
  readonly data?: unknown
  /** Headers the answer carries beside the usual ones, e.g. `Allow`. */
  readonly headers?: Readonly<Record<string, string>>
  readonly cause?: unknown
}

/** Faults named in a status message; the answer's `data` lists more. */
const FAULTS_IN_MESSAGE = 10

/**
 * A request that is not carried out, in the protocol's words. Handlers throw it, the pipeline makes the answer of it.
 * Its message reaches the partner and the log: it never holds a token, a driver identifier or a value of the request.
 */
export class OcpiError extends Error {
  override readonly name = 'OcpiError'
  /** OCPI status code. */
  readonly statusCode: number
  /** HTTP status of the answer. */
  readonly http: number
  readonly faults: readonly Fault[]
  /** For the envelope's `data`; left out where undefined. */
  readonly data: unknown
  readonly headers: Readonly<Record<string, string>>

  constructor(name: StatusName, message?: string, options: OcpiErrorOptions = {}) {
    const status = statusNamed(name)
    super(message ?? status.meaning, options.cause === undefined ? undefined : { cause: options.cause })
    this.statusCode = status.code
    this.http = options.http ?? status.http
    this.faults = options.faults ?? []
    this.data = options.data
    this.headers = options.headers ?? {}
  }
}

/** HTTP 200 with 2001. Faults name each part that is wrong; a message alone is enough where there is one. */
export function invalidParameters(what: string | readonly Fault[]): OcpiError {
  if (typeof what === 'string') return new OcpiError('invalidParameters', what)
  return new OcpiError('invalidParameters', summary(what), { faults: what })
}

function summary(faults: readonly Fault[]): string {
  const named = faults.slice(0, FAULTS_IN_MESSAGE).map(({ path, message }) => (path ? `${path}: ${message}` : message))
  const more = faults.length - named.length
  return (more > 0 ? [...named, `and ${more} more`] : named).join('; ')
}

/** 2002, e.g. a real-time authorization without the location the eMSP needs to decide. */
export const notEnoughInformation = (message?: string): OcpiError => new OcpiError('notEnoughInformation', message)

/** 2003 on HTTP 200. Commands add `data: {result: 'REJECTED'}` (2.2.1 Commands, the START_SESSION diagram). */
export const unknownLocation = (data?: unknown): OcpiError => new OcpiError('unknownLocation', undefined, { data })

/** HTTP 404 with 2004 and no data: the pair real-time authorization asks for (2.2.1 Tokens, "POST Method"). */
export const unknownToken = (): OcpiError => new OcpiError('unknownToken', undefined, { http: 404 })

/** HTTP 404 with 2001: charging preferences for an EVSE that cannot take any (2.2.1 Sessions, "PUT Method"). */
export const notCapable = (message: string): OcpiError => new OcpiError('invalidParameters', message, { http: 404 })

/**
 * HTTP 404: the resource does not exist, or is not the caller's to see. The chapter gives the envelope no code of its
 * own; it is 2000 unless the caller names one, such as `unknownLocation` for a PATCH on a Location nobody has.
 */
export const notFound = (message = 'There is no such resource', code: StatusName = 'clientError'): OcpiError =>
  new OcpiError(code, message, { http: 404 })

/** HTTP 401: no credentials token, or one nobody was given. */
export const unauthorized = (message = 'The credentials token is missing or not known'): OcpiError =>
  new OcpiError('clientError', message, { http: 401, headers: { 'WWW-Authenticate': 'Token' } })

/** HTTP 405; `allow` lists what the resource can do. An empty list is a state (POST credentials when registered). */
export const methodNotAllowed = (allow: readonly string[], message?: string): OcpiError =>
  new OcpiError(
    'clientError',
    message ?? (allow.length > 0 ? `This method is not offered here; ${allow.join(', ')} is` : 'Not allowed now'),
    { http: 405, headers: { Allow: allow.join(', ') } },
  )

/** HTTP 400: the body is not JSON, so the request never reached the OCPI layer. */
export const badJson = (message: string): OcpiError => new OcpiError('clientError', message, { http: 400 })

/** HTTP 413. */
export const tooLarge = (maxBytes: number): OcpiError =>
  new OcpiError('clientError', `The body is larger than ${maxBytes} bytes`, { http: 413 })

/** HTTP 415: the body is compressed in a way that is not read here. */
export const unsupportedCoding = (coding: string): OcpiError =>
  new OcpiError(
    'clientError',
    `A body with Content-Encoding ${coding.slice(0, 40)} is not read; gzip and identity are`,
    {
      http: 415,
    },
  )

/** HTTP 429 with `Retry-After` in whole seconds, rounded up. */
export const tooManyRequests = (retryAfterSeconds: number): OcpiError => {
  const seconds = Math.max(1, Math.ceil(retryAfterSeconds))
  return new OcpiError('clientError', `Too many requests; try again in ${seconds} s`, {
    http: 429,
    headers: { 'Retry-After': String(seconds) },
  })
}

/** 3000. The cause is for our own log and never reaches the partner. */
export const serverError = (cause?: unknown): OcpiError =>
  new OcpiError('serverError', undefined, cause === undefined ? {} : { cause })

/** 3001: calling the partner back during its registration failed. */
export const unableToUseApi = (message: string): OcpiError => new OcpiError('unableToUseApi', message)
/** 3002: the partner does not list the version whose credentials endpoint it called. */
export const unsupportedVersion = (message?: string): OcpiError => new OcpiError('unsupportedVersion', message)
/** 3003: the partner lacks endpoints we count on. */
export const missingEndpoints = (message: string): OcpiError => new OcpiError('missingEndpoints', message)

/** 4000 to 4003 are sent by hubs only. */
export const hubError = (message: string): OcpiError => new OcpiError('hubError', message)
export const unknownReceiver = (message?: string): OcpiError => new OcpiError('unknownReceiver', message)
export const forwardTimeout = (message?: string): OcpiError => new OcpiError('forwardTimeout', message)
export const notConnected = (message?: string): OcpiError => new OcpiError('notConnected', message)
