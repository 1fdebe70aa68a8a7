// As a client of somebody else's hub: the parties that it tells of, by its list and by its pushes.

import { check } from '@interchange/ocpi/define/validate'
import { versionOf } from '@interchange/ocpi/versions'
import { headerOf } from '@interchange/ocpi/wire/headers'
import { readNextLink } from '@interchange/ocpi/wire/link-header'
import { sameOrigin } from '@interchange/ocpi/wire/url'
import type { Events } from '../events.ts'
import type { Outbound } from '../outbound.ts'
import type { HubClient } from '../partners/carried.ts'
import type { Directory } from '../partners/directory.ts'
import type { Partner } from '../partners/partner.ts'
import { partyKey } from '../party.ts'

/** Reads all pages of a hub's list. Returns why it broke off; what had come by then is kept. */
export type ReadClients = (partner: Partner) => Promise<string | undefined>

/** Stores what a hub told, for all processes; resolves when the directory knows it. */
export type TakeClients = (partner: Partner, clients: readonly HubClient[]) => Promise<void>

const LIMIT = 100
const MOST_PAGES = 1000

/** A ClientInfo that was checked. */
export function readClientInfo(object: unknown): HubClient {
  const { country_code, party_id, role, status, last_updated } = object as Record<string, string>
  return {
    party: partyKey({ countryCode: country_code!, partyId: party_id! }),
    role: role as HubClient['role'],
    status: status as HubClient['status'],
    lastUpdated: last_updated!,
  }
}

interface Needs {
  readonly outbound: Outbound
  readonly directory: Pick<Directory, 'endpoint'>
  readonly take: TakeClients
  readonly events: Pick<Events, 'partsLeftOut'>
}

export const clientReader =
  ({ outbound, directory, take, events }: Needs): ReadClients =>
  async (partner) => {
    const version = versionOf(partner.version ?? '')
    const base = directory.endpoint(partner, 'hubclientinfo', 'SENDER')?.url
    if (!version || base === undefined) return 'it offers no list'
    let url: string | undefined
    let leftOut = 0
    for (let page = 0; page < MOST_PAGES; page++) {
      const answer = await outbound.call(partner, {
        module: 'hubclientinfo',
        side: 'SENDER',
        endpoint: 'getClients',
        ...(url === undefined ? { query: { limit: LIMIT } } : { url }),
      })
      if (answer.kind !== 'ok') return 'why' in answer ? answer.why : `page ${page + 1}: ${answer.kind}`
      const items = Array.isArray(answer.data) ? (answer.data as unknown[]) : []
      const usable = items.filter((item) =>
        check(version, 'ClientInfo', item).every(({ severity }) => severity === 'note'),
      )
      leftOut += items.length - usable.length
      await take(partner, usable.map(readClientInfo))
      const next = readNextLink(headerOf(answer.headers, 'Link'), url ?? base)
      if (next.kind === 'last') break
      if (next.kind === 'broken') return next.why
      if (!sameOrigin(next.url, base) || next.url === url) return 'the link to the next page leads elsewhere'
      url = next.url
    }
    if (leftOut > 0) events.partsLeftOut(partner, 'hubclientinfo', leftOut)
    return undefined
  }
