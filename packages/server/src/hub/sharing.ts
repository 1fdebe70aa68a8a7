// What a hub carries from whom to whom: objects of a partner's party are for other partners that play an opposite role,
// as far as agreements go. One rule for lists and lanes. Source: transport, "Broadcast Push" and "GET All via Hubs";
// R-ROUTE-14, R-ROUTE-15, R-ROUTE-23.

import { type Seen, type Sharing, sharedModules } from '../modules/sharing.ts'
import type { Directory } from '../partners/directory.ts'
import type { Partner } from '../partners/partner.ts'
import { type Party, partyFromKey, partyKey } from '../party.ts'
import { offersInterface, roleNames } from '../roles.ts'
import type { Agreements } from './agreements.ts'
import { hubFor, hubPartyOf } from './identity.ts'

/** What partners were told of the parties a hub reaches. */
export interface Announced {
  /** Objects of a party (`NL-ABC`) are pushed to a partner only after it was told of that party. */
  isTold(partnerId: string, party: string): boolean
  onChange(heard: () => void): () => void
  /** Resolves when it is known here what the partner was told. */
  load(partnerId: string): Promise<void>
}

export interface SharingNeeds {
  readonly directory: Directory
  readonly agreements: Pick<Agreements, 'allows' | 'onChange'>
  readonly announced: Announced
}

/** A hub has nothing of its own to show: it speaks for others, and takes in what is for them. */
const partyRoles = roleNames.filter((role) => role !== 'HUB')

/** EVSEs are rows of their own and part of the locations module. */
const moduleOf = ({ key }: Seen): string => (key.module === 'evses' ? 'locations' : key.module)

const nobody: ReadonlySet<string> = new Set<string>()

export function createSharing({ directory, agreements, announced }: SharingNeeds): Sharing {
  /** What was worked out, until something changes: by module, then by who sees it. */
  const sending = new Map<string, ReadonlySet<string>>()
  const seeing = new Map<string, Map<string, ReadonlySet<string>>>()
  const pushing = new Map<string, Map<string, ReadonlySet<string>>>()
  const forget = () => {
    for (const known of [sending, seeing, pushing]) known.clear()
  }
  for (const source of [directory, agreements, announced]) source.onChange(forget)

  /** Parties with a role that sends objects of the module, while a partner of the hub serves them in it. */
  function senders(module: string): ReadonlySet<string> {
    const found = new Set<string>()
    for (const role of partyRoles) {
      if (!offersInterface([role], module, 'SENDER')) continue
      for (const partner of directory.partners()) {
        for (const party of directory.partiesOf(partner, role)) {
          const source = directory.serving(party, role)
          if (source && hubFor(directory, source)) found.add(party)
        }
      }
    }
    return found
  }

  const hubParty = ({ hubParty, roles }: Partner): Party | undefined =>
    hubParty ?? roles.find(({ role }) => role === 'HUB')

  /** The partner's parties that take the module in; of a hub its own, which passes everything on to all behind it. */
  function takers(partner: Partner, module: string, asking?: readonly string[]): readonly string[] {
    const hub = hubParty(partner)
    if (hub && (!asking || asking.includes(partyKey(hub)))) return [partyKey(hub)]
    const taking = partyRoles
      .filter((role) => offersInterface([role], module, 'RECEIVER'))
      .flatMap((role) => directory.partiesOf(partner, role))
    return asking ? taking.filter((party) => asking.includes(party)) : taking
  }

  const mayHave = (owner: string, taker: string, module: string): boolean =>
    agreements.allows(owner, taker, module, 'RECEIVER')

  /** What it carries itself it has already: its own parties, and those behind a hub. */
  function look(partner: Partner, module: string, asking?: readonly string[]): ReadonlySet<string> {
    if (!hubFor(directory, partner)) return nobody
    const taking = takers(partner, module, asking)
    if (taking.length === 0) return nobody
    const owners = [...once(sending, module, () => senders(module))].filter(
      (owner) => !directory.mayActFor(partner, owner) && taking.some((taker) => mayHave(owner, taker, module)),
    )
    return new Set(owners)
  }

  const seen: Sharing['seen'] = (partner, module, asking) =>
    once(of(seeing, module), asking ? `${partner.id} ${asking.join(',')}` : partner.id, () =>
      look(partner, module, asking),
    )

  const pushed: Sharing['pushed'] = (partner, module) =>
    sharedModules.has(module)
      ? once(of(pushing, module), partner.id, () => {
          const told = [...seen(partner, module)].filter((owner) => announced.isTold(partner.id, owner))
          return new Set(told)
        })
      : nobody

  return {
    hub: (partner) => hubFor(directory, partner),
    seen,
    pushed,
    isFor(row, partner) {
      if (row.partner === null || row.partner === partner.id || row.audience !== null) return false
      const owners = pushed(partner, moduleOf(row))
      return owners.size > 0 && owners.has(partyKey(row.key))
    },
    ready: async (partnerId) => {
      if (hubPartyOf(directory)) await announced.load(partnerId)
    },
    receiver(partner, owner, module) {
      const taker = takers(partner, module).find((one) => mayHave(owner, one, module))
      return taker === undefined ? undefined : partyFromKey(taker)
    },
    onChange(heard) {
      const stops = [directory, agreements, announced].map((source) => source.onChange(heard))
      return () => {
        for (const stop of stops) stop()
      }
    },
  }
}

type Sets = Map<string, ReadonlySet<string>>

function of(known: Map<string, Sets>, name: string): Sets {
  const found = known.get(name)
  if (found) return found
  const made: Sets = new Map()
  known.set(name, made)
  return made
}

function once(known: Sets, name: string, make: () => ReadonlySet<string>): ReadonlySet<string> {
  const found = known.get(name)
  if (found) return found
  const made = make()
  known.set(name, made)
  return made
}
