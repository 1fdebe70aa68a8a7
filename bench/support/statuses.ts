// Own Locations of one EVSE each, and what a backend says of these EVSEs.

import { evse, location } from '../../tests/support/wire-objects.ts'
import type { LargePlatform } from './large-platform.ts'

export const uidOf = (at: number): string => `E${at}`
/** Path of an EVSE below a partner's Locations. */
export const evsePath = (at: number): string => `/ocpi/2.2.1/locations/NL/ABC/L${at}/${uidOf(at)}`

/** Sends lines in one call. Throws at the first that was not carried out. */
async function sendLines(platform: LargePlatform, path: string, lines: readonly string[]): Promise<void> {
  const response = await fetch(`${platform.url}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${platform.key}`, 'content-type': 'application/x-ndjson' },
    body: `${lines.join('\n')}\n`,
  })
  const results = (await response.text()).trim().split('\n')
  const wrong = results.find((result) => !/"status":20[01]\b/.test(result) || result.includes('"stale"'))
  if (!response.ok || wrong !== undefined || results.length !== lines.length) {
    throw new Error(`${path} was answered ${response.status}, ${results.length} lines; ${wrong ?? 'none is wrong'}`)
  }
}

export async function makeLocations(platform: LargePlatform, count: number): Promise<void> {
  const lines = Array.from({ length: count }, (_, at) =>
    JSON.stringify({
      op: 'put',
      module: 'locations',
      object: location({ id: `L${at}`, evses: [evse({ uid: uidOf(at), evse_id: `NL*ABC*E${at}` })] }),
    }),
  )
  await sendLines(platform, '/batch', lines)
}

export interface Report {
  readonly evse: number
  readonly status: string
  readonly at: string
}

export const statusLine = ({ evse: at, status, at: time }: Report): string =>
  JSON.stringify({ party: 'NL-ABC', evse_uid: uidOf(at), status, at: time })

/** As a partner is told of it. */
export const statusBody = ({ status, at }: Report): string => JSON.stringify({ status, last_updated: at })

export const sendStatuses = (platform: LargePlatform, reports: readonly Report[]): Promise<void> =>
  sendLines(platform, '/evse-status', reports.map(statusLine))
