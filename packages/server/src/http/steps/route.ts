// Steps: routing headers, and whether this partner may ask this of that party. Source: transport, "Message Routing
// Headers" and "Client Owned Objects"; R-ROUTE-03, R-ROUTE-08, R-ROUTE-09, R-OWN-02.

import { invalidParameters, notFound, unknownReceiver } from '@interchange/ocpi/wire/error'
import { type GivenHeaders, readRouting } from '@interchange/ocpi/wire/headers'
import type { Directory } from '../../partners/directory.ts'
import type { OwnParty, Partner } from '../../partners/partner.ts'
import { type Party, partyFromKey, partyKey } from '../../party.ts'
import { offersInterface } from '../../roles.ts'
import type { Matched, Place } from './match.ts'

export interface Routed {
  readonly to: Party | undefined
  readonly from: Party | undefined
}

/** On configuration modules nobody is addressed, whatever the headers say (R-ROUTE-02, T-40). */
export const unrouted: Routed = { to: undefined, from: undefined }

export type ReadRouting = ReturnType<typeof readRouting>

const none: ReadRouting = { routing: {}, faults: [] }

/** As much of the headers as can be understood is swapped in every answer, errors included (T-39). */
export const routingOf = (headers: GivenHeaders, { module }: Place): ReadRouting =>
  module?.kind === 'functional' ? readRouting(headers) : none

/** Whether a party given to this partner plays a role that offers this; otherwise there is no such endpoint for it. */
export function offeredTo({ module, side }: Pick<Matched, 'module' | 'side'>, partner: Partner, directory: Directory) {
  const ours = directory.ownPartiesFor(partner).filter(({ roles }) => offersInterface(roles, module.id, side))
  if (ours.length === 0) throw notFound('There is no such endpoint')
  return ours
}

export function authorize(
  matched: Matched,
  { routing, faults }: ReadRouting,
  partner: Partner,
  directory: Directory,
  ours: readonly OwnParty[],
): Routed {
  if (faults.length > 0) throw invalidParameters(faults)

  const owner = ownerIn(matched)
  // R-OWN-02: objects of a party this connection does not speak for do not exist for it.
  if (owner && !directory.mayActFor(partner, partyKey(owner))) {
    throw notFound('The party in the URL is not one of this connection')
  }
  if (routing.from && !directory.mayActFor(partner, partyKey(routing.from))) {
    throw invalidParameters([{ path: 'OCPI-from-party-id', message: 'is not a party of this connection' }])
  }
  return {
    to: addressed(matched, routing.to, directory, ours),
    from: routing.from ?? owner ?? onlyParty(partner, directory),
  }
}

/** The party whose object the URL names. */
export function ownerIn({ params }: Pick<Matched, 'params'>): Party | undefined {
  const { country_code: countryCode, party_id: partyId } = params
  return countryCode !== undefined && partyId !== undefined ? { countryCode, partyId } : undefined
}

function addressed(
  { module, side, endpoint }: Matched,
  to: Party | undefined,
  directory: Directory,
  ours: readonly OwnParty[],
): OwnParty | undefined {
  if (to) {
    const found = ours.find((party) => partyKey(party) === partyKey(to))
    if (found) return found
    if (directory.ownParties().some(({ roles }) => roles.includes('HUB'))) throw unknownReceiver()
    const message = `is not a party here that this connection reaches and that offers ${module.id} as ${side}`
    throw invalidParameters([{ path: 'OCPI-to-party-id', message }])
  }
  if (ours.length === 1) return ours[0]
  // The URL was given out in an earlier request, so what it is about is known without the headers.
  if (endpoint.urlFrom !== undefined) return undefined
  const message = `is missing; several parties here offer ${module.id} as ${side}`
  throw invalidParameters([{ path: 'OCPI-to-party-id', message }])
}

function onlyParty(partner: Partner, directory: Directory): Party | undefined {
  const theirs = directory.partiesOf(partner)
  return theirs.length === 1 ? partyFromKey(theirs[0]!) : undefined
}
