// The first half of every handshake: which versions a platform speaks, and what it offers in the one to be used.
// Source: version information; credentials, "Registration". Both sides of a registration do it: the Sender before it
// sends its credentials, the Receiver while it answers them.

import type { Side } from '../define/endpoint.ts'
import { highestCommon } from '../versions.ts'
import type { Answer } from '../wire/envelope.ts'
import { resolveUrl } from '../wire/url.ts'
import { type Session, send } from './call.ts'
import type { OfferedEndpoint } from './client.ts'
import { explain } from './explain.ts'

/** An endpoint the other side must have for a connection to be of use. */
export interface ExpectedEndpoint {
  readonly identifier: string
  readonly role: Side
}

export interface VersionDetails {
  readonly kind: 'details'
  readonly version: string
  /** Where the details were read. */
  readonly url: string
  readonly endpoints: readonly OfferedEndpoint[]
  /** Absolute. Every version lists it (R-VER-03). */
  readonly credentialsUrl: string
}

export type DetailsStep = 'versions' | 'choice' | 'details' | 'endpoints'

export interface DetailsFailed {
  readonly kind: 'failed'
  readonly step: DetailsStep
  /** What a Receiver answers the Sender's POST or PUT with (R-CRED-08 to R-CRED-10). */
  readonly statusCode: 3001 | 3002 | 3003
  /** In words for an operator. */
  readonly why: string
  readonly answer?: Answer
  /** What is missing, where that is the reason. */
  readonly missing?: readonly ExpectedEndpoint[]
}

export interface DetailsRequest {
  readonly versionsUrl: string
  /** Those that may be used: ours as a Sender, the one whose credentials endpoint was called as a Receiver. */
  readonly versions: readonly string[]
  readonly expected?: (version: string) => readonly ExpectedEndpoint[]
}

/** Reads the versions list and the details of the newest version both sides speak. `session.token` authorizes both. */
export async function fetchVersionDetails(
  { versionsUrl, versions, expected }: DetailsRequest,
  session: Session,
): Promise<VersionDetails | DetailsFailed> {
  const list = await read('versions', versionsUrl, session)
  if ('kind' in list) return list
  if (!Array.isArray(list.data)) return unreadable('versions', 'The versions list is no list')
  const offered = list.data.map((entry) => versionEntry(entry, versionsUrl)).filter((entry) => entry !== undefined)

  const version = highestCommon(
    offered.map((entry) => entry.version),
    versions,
  )
  const chosen = offered.find((entry) => entry.version === version)
  if (!chosen) {
    const theirs = offered.map((entry) => entry.version).join(', ') || 'no version that can be read'
    return {
      kind: 'failed',
      step: 'choice',
      statusCode: 3002,
      why: `The other side speaks ${theirs}; ${say(versions)}`,
    }
  }

  const details = await read('details', chosen.url, session)
  if ('kind' in details) return details
  return readDetails(details.data, chosen, expected?.(chosen.version) ?? [])
}

const say = (versions: readonly string[]): string => `this side can use ${versions.join(', ')} with it`

function readDetails(
  data: unknown,
  { version, url }: { readonly version: string; readonly url: string },
  expected: readonly ExpectedEndpoint[],
): VersionDetails | DetailsFailed {
  if (!isObject(data)) return unreadable('details', `The details of ${version} are no object`)
  // A platform that mixes up its versions would be spoken to in the wrong one (R-VER-02).
  if (data.version !== version) return unreadable('details', `The details of ${version} are those of another version`)
  if (!Array.isArray(data.endpoints)) return unreadable('details', `The details of ${version} list no endpoints`)
  const endpoints = data.endpoints.map((entry) => endpointEntry(entry, url)).filter((entry) => entry !== undefined)

  const credentials = endpoints.find((endpoint) => endpoint.identifier === 'credentials')
  if (!credentials) {
    return { ...lacking, why: `The details of ${version} list no credentials endpoint; every platform has one` }
  }
  const missing = expected.filter((wanted) => !endpoints.some((endpoint) => isThe(endpoint, wanted)))
  if (missing.length > 0) {
    const names = missing.map(({ identifier, role }) => `${identifier} (${role})`).join(', ')
    return { ...lacking, why: `The details of ${version} lack what this side needs: ${names}`, missing }
  }
  return { kind: 'details', version, url, endpoints, credentialsUrl: credentials.url }
}

const lacking = { kind: 'failed', step: 'endpoints', statusCode: 3003 } as const

const isThe = (endpoint: OfferedEndpoint, { identifier, role }: ExpectedEndpoint): boolean =>
  endpoint.identifier === identifier && (endpoint.role === undefined || endpoint.role === role)

async function read(
  step: 'versions' | 'details',
  url: string,
  session: Session,
): Promise<{ readonly data: unknown } | DetailsFailed> {
  const answer = await send({ method: 'GET', url, kind: 'configuration' }, session)
  if (answer.kind === 'ok') return { data: answer.data }
  const what = step === 'versions' ? 'The versions list' : 'The version details'
  return {
    kind: 'failed',
    step,
    statusCode: 3001,
    why: `${what} could not be read: ${explain(answer, session)}`,
    answer,
  }
}

const unreadable = (step: 'versions' | 'details', why: string): DetailsFailed => ({
  kind: 'failed',
  step,
  statusCode: 3001,
  why,
})

/** An entry that cannot be read is passed over, and so is a version nobody here has heard of (R-VER-07). */
function versionEntry(entry: unknown, base: string): { version: string; url: string } | undefined {
  if (!isObject(entry) || typeof entry.version !== 'string') return undefined
  const url = urlIn(entry, base)
  return url === undefined ? undefined : { version: entry.version, url }
}

/** Unknown modules are kept and never used (R-VER-09); an unknown role makes the entry useless. */
function endpointEntry(entry: unknown, base: string): OfferedEndpoint | undefined {
  if (!isObject(entry) || typeof entry.identifier !== 'string') return undefined
  const { identifier, role } = entry
  const url = urlIn(entry, base)
  if (url === undefined) return undefined
  if (role === 'SENDER' || role === 'RECEIVER') return { identifier, role, url }
  return role === undefined || role === null || identifier === 'credentials' ? { identifier, url } : undefined
}

const urlIn = ({ url }: Readonly<Record<string, unknown>>, base: string): string | undefined =>
  typeof url === 'string' ? resolveUrl(url, base) : undefined

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
