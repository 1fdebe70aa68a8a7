// The handshake as its Sender: registering, renewing, ending a connection. Source: credentials, "Registration",
// "Updating to a newer version", "Updating the credentials"; R-CRED-02 to R-CRED-17.

import type { Answer } from '../wire/envelope.ts'
import { resolveUrl } from '../wire/url.ts'
import { type Session, send } from './call.ts'
import { explain } from './explain.ts'
import { type DetailsFailed, type DetailsRequest, fetchVersionDetails, type VersionDetails } from './version-details.ts'

/** What the other side has to know of us. It holds the token it is to use from now on. */
export interface OurCredentials {
  readonly token: string
  readonly url: string
  readonly [field: string]: unknown
}

export interface TheirCredentials {
  /** For every request from now on; the token used so far is dead (R-CRED-06). */
  readonly token: string
  /** Their versions endpoint; the one we started from where the answer names none. */
  readonly url: string
  /** The object as it came, in the version registered on. Only the token is checked. */
  readonly object: Readonly<Record<string, unknown>>
}

export interface Registered {
  readonly kind: 'registered'
  readonly version: string
  readonly endpoints: VersionDetails['endpoints']
  readonly credentialsUrl: string
  readonly credentials: TheirCredentials
}

export interface CredentialsFailed {
  readonly kind: 'failed'
  readonly step: 'credentials'
  /** In words for an operator. */
  readonly why: string
  readonly answer: Answer
  /**
   * `no`: nothing changed over there. `unknown`: the request may have been carried out and its answer lost, or the
   * answer held no token we could use: keep both the old and the new token alive and ask the other side.
   */
  readonly applied: 'no' | 'unknown'
}

export type RegistrationFailed = DetailsFailed | CredentialsFailed

export interface RegistrationRequest extends DetailsRequest {
  /** In the version that was agreed on. */
  readonly ourCredentials: (version: string) => OurCredentials
  /**
   * Called before the credentials leave: the other side calls back with our new token while its answer is still open,
   * so it has to be stored and served by then (R-CRED-03, T-08). What it throws ends the handshake.
   */
  readonly beforeSend?: (details: VersionDetails, credentials: OurCredentials) => Promise<void> | void
  /** For the answer, during which the other side makes two requests to us; three times `timeoutMs` where not said. */
  readonly answerTimeoutMs?: number
}

/** Registers with a platform that invited us; `session.token` is its CREDENTIALS_TOKEN_A. */
export const register = (request: RegistrationRequest, session: Session): Promise<Registered | RegistrationFailed> =>
  exchange('POST', request, session)

/**
 * New token, new endpoints or another version on an existing connection; `session.token` is the one in use. Whatever
 * fails, the old tokens stay in force (R-CRED-16), unless `applied` says that nobody knows.
 */
export const update = (request: RegistrationRequest, session: Session): Promise<Registered | RegistrationFailed> =>
  exchange('PUT', request, session)

async function exchange(
  method: 'POST' | 'PUT',
  request: RegistrationRequest,
  session: Session,
): Promise<Registered | RegistrationFailed> {
  const details = await fetchVersionDetails(request, session)
  // Missing endpoints end here: nothing is sent, the operator is told (R-CRED-10).
  if (details.kind === 'failed') return details
  const { version, endpoints, credentialsUrl } = details
  const ours = request.ourCredentials(version)
  await request.beforeSend?.(details, ours)
  const timeoutMs = request.answerTimeoutMs ?? (session.timeoutMs === undefined ? 90_000 : session.timeoutMs * 3)
  const answer = await send(
    { method, url: credentialsUrl, kind: 'configuration', bodyText: JSON.stringify(ours) },
    { ...session, timeoutMs },
  )
  if (answer.kind !== 'ok') return refused(method, answer, session, ours)
  const credentials = readCredentials(answer.data, request.versionsUrl)
  if (typeof credentials === 'string') {
    return {
      kind: 'failed',
      step: 'credentials',
      why: `It accepted our credentials, but ${credentials}; it may take the connection for made`,
      answer,
      applied: 'unknown',
    }
  }
  return { kind: 'registered', version, endpoints, credentialsUrl, credentials }
}

function refused(method: 'POST' | 'PUT', answer: Answer, session: Session, ours: OurCredentials): CredentialsFailed {
  const reason = explain(answer, session, ours.token)
  const state = 'http' in answer && answer.http === 405 ? stateHint[method] : ''
  return {
    kind: 'failed',
    step: 'credentials',
    why: `Our credentials were not accepted: ${reason}${state}`,
    answer,
    applied: answer.kind === 'timeout' || answer.kind === 'broken' ? 'unknown' : answered(answer),
  }
}

/** An answer with a reason says that nothing was done; an HTTP 5xx of a proxy in between says nothing. */
function answered(answer: Answer): 'no' | 'unknown' {
  if (answer.kind === 'unreachable') return 'unknown'
  return answer.kind === 'http' && answer.http >= 500 ? 'unknown' : 'no'
}

const stateHint = {
  POST: '. It takes this connection for registered already: update it instead, or ask for a new token and URL',
  PUT: '. It does not take this connection for registered: register with a new token and URL',
} as const

/** The credentials in an answer, or what is wrong with them. */
function readCredentials(data: unknown, versionsUrl: string): TheirCredentials | string {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return 'answered no Credentials object'
  const object = data as Readonly<Record<string, unknown>>
  const { token, url } = object
  if (typeof token !== 'string' || !/^\S+$/.test(token)) return 'the Credentials it answered have no usable token'
  return { token, url: (typeof url === 'string' && resolveUrl(url, versionsUrl)) || versionsUrl, object }
}

export type Unregistered =
  | { readonly kind: 'unregistered' }
  | { readonly kind: 'failed'; readonly step: 'credentials'; readonly why: string; readonly answer: Answer }

/** Ends a connection; `session.token` is dead afterwards, and both sides stop calling (R-CRED-17). */
export async function unregister(credentialsUrl: string, session: Session): Promise<Unregistered> {
  const answer = await send({ method: 'DELETE', url: credentialsUrl, kind: 'configuration' }, session)
  if (answer.kind === 'ok') return { kind: 'unregistered' }
  const why = `The connection could not be ended over there: ${explain(answer, session)}`
  return { kind: 'failed', step: 'credentials', why, answer }
}
