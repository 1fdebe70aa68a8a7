// Who may see an object of ours, and who is sent it: one rule for lists, single objects, lanes and whatever leaves when
// a partner's scope changes.

import type { Directory } from '../partners/directory.ts'
import type { Partner, Role } from '../partners/partner.ts'
import { type Party, partyKey } from '../party.ts'
import { offersInterface } from '../roles.ts'
import type { ListFilter } from '../storage/objects.ts'
import type { Row } from '../storage/row.ts'
import { nothingShared, type Sharing } from './sharing.ts'

type Known = Pick<Directory, 'ownPartiesFor' | 'partiesOf'>
type Seen = Pick<Row, 'key' | 'partner' | 'audience'>

/** EVSEs are rows of their own and part of the locations module. */
const moduleOf = (row: Seen): string => (row.key.module === 'evses' ? 'locations' : row.key.module)

/** A hub takes in everything, for the parties behind it. */
const takesIn = (role: Role, module: string): boolean => role === 'HUB' || offersInterface([role], module, 'RECEIVER')

/** The partner has a role that receives what parties of ours send: an eMSP sees locations, a CPO tokens. */
const isOpposite = (partner: Partner, module: string): boolean =>
  partner.hubParty !== null || partner.roles.some(({ role }) => takesIn(role, module))

/**
 * Whether a partner may read this object of ours: it was given our party, which has a role that sends such objects,
 * plays an opposite role, and is, or speaks for, one of those the object is meant for. Objects of other parties are not
 * ours to show, but for a hub's (hub/sharing.ts).
 */
export function mayRead(row: Seen, partner: Partner, directory: Known): boolean {
  if (row.partner !== null || !isOpposite(partner, moduleOf(row))) return false
  const owner = partyKey(row.key)
  const party = directory.ownPartiesFor(partner).find((one) => partyKey(one) === owner)
  if (!party || !offersInterface(party.roles, moduleOf(row), 'SENDER')) return false
  const { audience } = row
  if (audience === null) return true
  return audience.length > 0 && directory.partiesOf(partner).some((party) => audience.includes(party))
}

/** 2.3.0 Tokens, "TokenType": tokens of contracts are asked about in real time, there is no need to exchange them. */
export const isPushed = (row: Seen): boolean => row.key.module !== 'tokens' || row.key.sub !== 'EMAID'

/** State of a location that is for nobody any more. */
export const WITHDRAWN = 'WITHDRAWN'

/** What is sent to whom. */
export interface Scope {
  /** Whether a partner is sent this object when it changes. */
  inScope(row: Seen, partner: Partner): boolean
  /** A location that a partner saw until it was not to be published any more. */
  isWithdrawn(row: Seen & Pick<Row, 'state'>, partner: Partner): boolean
}

/** Our own objects, and on a hub those of other partners. */
export function scopeOfObjects(directory: Known, sharing: Pick<Sharing, 'isFor'>): Scope {
  const mayHave = (row: Seen, partner: Partner): boolean =>
    row.partner === null ? mayRead(row, partner, directory) : sharing.isFor(row, partner)
  return {
    inScope: (row, partner) => (row.partner !== null || isPushed(row)) && mayHave(row, partner),
    isWithdrawn: (row, partner) =>
      row.key.module === 'locations' && row.state === WITHDRAWN && mayHave({ ...row, audience: null }, partner),
  }
}

/** Who asks for a list, and whom. */
export interface Asked {
  readonly partner: Partner
  /** Our party that is addressed; undefined: all this partner was given. */
  readonly to: Party | undefined
  /** Their party that asks; undefined: all of the partner's. */
  readonly from: Party | undefined
}

export interface ListScope {
  readonly filter: Pick<ListFilter, 'owners' | 'partner' | 'notFrom' | 'audience'>
  /** What of the module the list is, and all that there is of it for this partner. */
  readonly parts: readonly string[]
  readonly all: readonly string[]
  /** A hub's list of everything: what it is does not depend on whose objects are in it at the moment. */
  readonly collects: boolean
}

/** Modules whose objects are for some parties only: another party asking reads another list. */
const forParties: ReadonlySet<string> = new Set(['sessions', 'cdrs'])

/** What a partner finds in the list of a module; undefined: nothing at all. */
export function listScope(
  module: string,
  asked: Asked,
  directory: Known,
  sharing: Pick<Sharing, 'hub' | 'seen'> = nothingShared,
): ListScope | undefined {
  const { partner, to } = asked
  if (!isOpposite(partner, module)) return undefined
  const sending = directory.ownPartiesFor(partner).filter(({ roles }) => offersInterface(roles, module, 'SENDER'))
  const given = sending.map(partyKey)
  const owners = to ? given.filter((party) => party === partyKey(to)) : given
  if (owners.length === 0) return undefined
  const everybody = directory.partiesOf(partner)
  const audience = askers(asked, everybody)
  const parts = (parties: readonly string[], asking: readonly string[]) =>
    forParties.has(module) ? parties.flatMap((party) => asking.map((one) => `${party} ${one}`)) : parties
  const all = parts(given, everybody)
  const hub = sharing.hub(partner)
  if (!hub || !to || partyKey(to) !== partyKey(hub)) {
    return { filter: { owners, partner: null, audience }, parts: parts(owners, audience), all, collects: false }
  }
  // R-ROUTE-23: what we hold of everybody, ours among it.
  const others = sharing.seen(partner, module, audience)
  const isEverything = others.size === sharing.seen(partner, module).size
  return {
    filter: { owners: [...given, ...others], notFrom: partner.id, audience },
    parts: forParties.has(module) ? parts(given, audience) : isEverything ? all : [],
    all,
    collects: true,
  }
}

/**
 * R-SES-20, R-CDR-23: lists hold what concerns the party that asks. A hub's own party stands for all behind it ("GET
 * ALL via Hubs"), and so does a partner that names none.
 */
function askers({ partner, from }: Asked, all: readonly string[]): readonly string[] {
  if (!from || (partner.hubParty && partyKey(partner.hubParty) === partyKey(from))) return all
  const isHub = partner.roles.some((role) => role.role === 'HUB' && partyKey(role) === partyKey(from))
  return isHub ? all : all.filter((party) => party === partyKey(from))
}
