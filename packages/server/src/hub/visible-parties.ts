// The parties that a hub reaches, as its directory knows them, and which of them a partner is told of. Pure.

import { compareDateTimes } from '@interchange/ocpi/wire/date-time'
import { type Carried, type ConnectionStatus, isCarried, through } from '../partners/carried.ts'
import type { Directory } from '../partners/directory.ts'
import type { OwnParty, Partner, PartnerRole, Role } from '../partners/partner.ts'
import { partyKey } from '../party.ts'
import type { Agreements } from './agreements.ts'

/** A party in one of its roles, with whether it can be reached through us. */
export interface Reached {
  /** `NL-ABC` */
  readonly party: string
  readonly role: Role
  readonly status: ConnectionStatus
  /** By whom it is reached: a connection of its own, or another hub. */
  readonly source: Partner
  /** As the hub told it; null where the connection says it. */
  readonly lastUpdated: string | null
  readonly businessDetails: PartnerRole['businessDetails']
}

type Known = Pick<Directory, 'partners' | 'carriedBy' | 'serving' | 'ownParties'>

/** `NL-ABC CPO`: a party in one role. HubClientInfo keeps roles of a party apart (R-HCI-12). */
export const clientKey = ({ party, role }: { readonly party: string; readonly role: string }): string =>
  `${party} ${role}`

/** Everybody partners speak for, by `clientKey`. A hub's own party is its address and no party behind it. */
export function reachOf(directory: Known): Map<string, Reached> {
  const reached = new Map<string, Reached>()
  for (const party of partiesKnown(directory)) {
    const source = sourceOf(party, directory)
    const carried = source && directory.carriedBy(source).get(party)
    if (!source || !carried || isHubParty(source, party)) continue
    for (const one of carried) {
      const known = source.roles.find((role) => role.role === one.role && partyKey(role) === party)
      const { role, lastUpdated } = one
      reached.set(clientKey({ party, role }), {
        party,
        role,
        status: through(source, one),
        source,
        lastUpdated,
        businessDetails: known?.businessDetails ?? { name: party },
      })
    }
  }
  return reached
}

const isHubParty = ({ hubParty }: Partner, party: string): boolean => hubParty !== null && partyKey(hubParty) === party

const partiesKnown = (directory: Known): Set<string> =>
  new Set(directory.partners().flatMap((partner) => [...directory.carriedBy(partner).keys()]))

/** Who serves it; else who is invited and will, else who did. */
function sourceOf(party: string, directory: Known): Partner | undefined {
  const tell = directory.partners().filter((partner) => directory.carriedBy(partner).has(party))
  return directory.serving(party) ?? tell.find(({ status }) => status === 'invited') ?? tell[0]
}

/** What a hub that is a partner says of a party itself. */
const saidBy = (partner: Partner, { party, role }: Reached, directory: Known): Carried | undefined =>
  directory
    .carriedBy(partner)
    .get(party)
    ?.find((carried) => carried.role === role)

/**
 * Cuts loops between hubs: what is known of a party is never told to where it came from, and what another hub told us is
 * not passed to a hub that carries the party already, or knows something newer. Two hubs that tell each other at the same
 * moment would both fall silent; then the one whose party comes first goes on. `told`: it was told by us.
 */
export function passes(reached: Reached, partner: Partner, directory: Known, own: OwnParty, told: boolean): boolean {
  const { source } = reached
  if (source.id === partner.id) return false
  const said = saidBy(partner, reached, directory)
  if (!said) return true
  if (source.hubParty === null) return partner.hubParty !== null
  if (partner.hubParty === null) return false
  const isFirst = partyKey(own) < partyKey(partner.hubParty)
  if (isCarried(said)) return told && isFirst
  return (
    said.lastUpdated === null ||
    reached.lastUpdated === null ||
    compareDateTimes(said.lastUpdated, reached.lastUpdated) < 0
  )
}

/** A partner may know of a party when one of its own may use something of it, or the other way round. */
export const isVisible = (
  party: string,
  partner: Partner,
  { partiesOf }: Pick<Directory, 'partiesOf'>,
  { sees }: Pick<Agreements, 'sees'>,
): boolean => partiesOf(partner).some((own) => sees(own, party))
