// Step: where a request of a partner of a hub goes: to a party here, on to another platform, to whoever it is about, to
// all, or for the objects of all. Source: transport, "Message Routing Headers"; R-ROUTE-05, R-ROUTE-13, R-ROUTE-16,
// R-ROUTE-17, R-ROUTE-20 to R-ROUTE-23.

import { invalidParameters, notFound } from '@interchange/ocpi/wire/error'
import type { Events } from '../../events.ts'
import { isCallbackId } from '../../hub/callbacks.ts'
import type { Onward } from '../../hub/hub.ts'
import { SEALED } from '../../hub/sealed-urls.ts'
import type { Directory } from '../../partners/directory.ts'
import type { OwnParty, Partner } from '../../partners/partner.ts'
import { type Party, partyKey } from '../../party.ts'
import { offersInterface } from '../../roles.ts'
import type { Matched } from './match.ts'
import { ownerIn, type ReadRouting } from './route.ts'

interface Here<Kind> {
  readonly kind: Kind
  readonly from: Party | undefined
  readonly to: OwnParty
}

export type Destination =
  /** One of our parties. */
  | Here<'local'>
  /** Our hub, which passes it on to all. */
  | Here<'broadcast'>
  /** Our hub, for the objects of all. */
  | Here<'collect'>
  /** Somebody else. */
  | (Onward & { readonly from: Party })

export interface DestinationNeeds {
  readonly directory: Directory
  readonly events: Events
}

/** Meant for everybody; what else is pushed is about one driver (R-ROUTE-17). */
const forAll: ReadonlySet<string> = new Set(['locations', 'tariffs', 'tokens'])
const aboutOne: ReadonlySet<string> = new Set(['sessions', 'cdrs', 'invoicereconciliation'])

/** For a partner that was given the party `hub`, on functional modules. Throws 404 and 2001. */
export function chooseDestination(
  { directory, events }: DestinationNeeds,
  matched: Matched,
  read: ReadRouting,
  partner: Partner,
  hub: OwnParty,
): Destination {
  if (read.faults.length > 0) throw invalidParameters(read.faults)
  const from = senderOf(matched, read, partner, directory, events)
  const { module, side, endpoint, params, query } = matched

  if (endpoint.urlFrom === 'response_url') {
    const id = params.command_id ?? params.request_id
    // The id alone says whose request it was; those of our own parties' commands have another form.
    return isCallbackId(id) ? { kind: 'result', id, from: from ?? hub } : { kind: 'local', from, to: hub }
  }
  if (query.has(SEALED)) return { kind: 'sealed', from: from ?? hub }

  const to = receiverOf(read, partner, directory)
  if (to && partyKey(to) === partyKey(hub)) {
    if (side === 'SENDER' && endpoint.paged) return { kind: 'collect', from, to: hub }
    const isPush = side === 'RECEIVER' && endpoint.method !== 'GET'
    if (isPush && forAll.has(module.id)) return { kind: 'broadcast', from, to: hub }
    if (isPush && aboutOne.has(module.id)) {
      throw notTo('names the hub, but this is for one party alone and never told to all; name that party, or nobody')
    }
    // R-ROUTE-16: what the hub holds of what was pushed to it.
    if (side === 'RECEIVER' && aboutOrForAll(module.id)) return { kind: 'local', from, to: hub }
  } else if (to) {
    const ours = directory.ownPartiesFor(partner).find((party) => partyKey(party) === partyKey(to))
    if (!ours) return { kind: 'forward', to, from: needed(from) }
    if (!offersInterface(ours.roles, module.id, side))
      throw notTo(`is a party that does not offer ${module.id} as ${side}`)
    return { kind: 'local', from, to: ours }
  } else if (side === 'RECEIVER' && endpoint.method !== 'GET' && forAll.has(module.id)) {
    // "... or that it needs to be broadcasted if the destination cannot be determined"
    return { kind: 'broadcast', from, to: hub }
  }
  return { kind: 'open', from: needed(from) }
}

const aboutOrForAll = (module: string): boolean => forAll.has(module) || aboutOne.has(module)

/** R-ROUTE-08, R-OWN-02: a connection speaks for its own parties alone. */
function senderOf(
  matched: Matched,
  { routing }: ReadRouting,
  partner: Partner,
  directory: Directory,
  events: Events,
): Party | undefined {
  const owner = ownerIn(matched)
  if (owner && !directory.mayActFor(partner, partyKey(owner))) {
    events.hubRefused(partner, 'an object of a party that is not its own')
    throw notFound('The party in the URL is not one of this connection')
  }
  if (routing.from && !directory.mayActFor(partner, partyKey(routing.from))) {
    events.hubRefused(partner, 'a request in the name of a party that is not its own')
    throw invalidParameters([{ path: 'OCPI-from-party-id', message: 'is not a party of this connection' }])
  }
  const [only, another] = directory.partiesOf(partner)
  return routing.from ?? owner ?? (only !== undefined && another === undefined ? partyOf(only) : undefined)
}

const partyOf = (key: string): Party => ({ countryCode: key.slice(0, 2), partyId: key.slice(3) })

/** Some clients name themselves as the receiver of everything; a setting takes that as if they had named nobody. */
function receiverOf({ routing }: ReadRouting, partner: Partner, directory: Directory): Party | undefined {
  const { to } = routing
  const isOwn = to !== undefined && partner.hubParty === null && directory.mayActFor(partner, partyKey(to))
  if (!isOwn) return to
  if (partner.settings.ownPartyAsReceiver === 'ignored') return undefined
  throw notTo('is a party of this connection itself; name the party that the request is for')
}

function needed(from: Party | undefined): Party {
  if (from) return from
  const message = 'is missing; this connection speaks for several parties, and the receiver has to know which one asks'
  throw invalidParameters([{ path: 'OCPI-from-party-id', message }])
}

const notTo = (message: string) => invalidParameters([{ path: 'OCPI-to-party-id', message }])
