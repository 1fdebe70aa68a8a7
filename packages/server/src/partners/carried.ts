// Parties a partner speaks for: its own, or those behind a hub. A 2.3.0 hub lists them in the roles of its credentials,
// a 2.2.1 hub tells of them by HubClientInfo, which also says in both whether each can be reached. Pure.

import { partyKey } from '../party.ts'
import type { Partner, Role } from './partner.ts'

/** HubClientInfo, "ConnectionStatus". */
export type ConnectionStatus = 'CONNECTED' | 'OFFLINE' | 'PLANNED' | 'SUSPENDED'

/** A party in one of its roles, as a partner tells of it. */
export interface Carried {
  readonly role: Role
  readonly status: ConnectionStatus
  /** DateTime of the ClientInfo; null: known by credentials alone. */
  readonly lastUpdated: string | null
}

/** A ClientInfo that a partner which is a hub told. */
export interface HubClient extends Carried {
  /** `NL-ABC` */
  readonly party: string
  readonly lastUpdated: string
}

/** Of a party that is planned or suspended a hub brings nothing (R-HCI-07 to R-HCI-09). */
export const isCarried = ({ status }: Pick<Carried, 'status'>): boolean =>
  status === 'CONNECTED' || status === 'OFFLINE'

const statuses: Readonly<Record<Partner['status'], ConnectionStatus>> = {
  invited: 'PLANNED',
  registered: 'CONNECTED',
  offline: 'OFFLINE',
  paused: 'SUSPENDED',
  suspended: 'SUSPENDED',
}

/** How a connection looks to others. */
export const statusOfPartner = ({ status }: Pick<Partner, 'status'>): ConnectionStatus => statuses[status]

/** A hub that cannot be reached reaches nobody. */
export const through = (partner: Pick<Partner, 'status'>, { status }: Carried): ConnectionStatus =>
  partner.status === 'registered' ? status : statusOfPartner(partner)

/** A roaming hub tells of everybody it reaches, which may include us. */
export function carriedParties(
  partner: Partner,
  clients: readonly HubClient[],
  isOurs: (party: string) => boolean,
): Map<string, Carried[]> {
  const parties = new Map<string, Carried[]>()
  const add = (party: string, carried: Carried) => {
    if (isOurs(party)) return
    const known = parties.get(party)
    const before = known?.findIndex(({ role }) => role === carried.role) ?? -1
    if (!known) parties.set(party, [carried])
    else if (before < 0) known.push(carried)
    else known[before] = carried
  }
  for (const role of partner.roles) add(partyKey(role), { role: role.role, status: 'CONNECTED', lastUpdated: null })
  const hub = partner.hubParty && partyKey(partner.hubParty)
  if (!hub) return parties
  if (!parties.has(hub)) add(hub, { role: 'HUB', status: 'CONNECTED', lastUpdated: null })
  for (const { party, ...carried } of clients) if (party !== hub) add(party, carried)
  return parties
}
