// Steps: routing headers, and whether this partner may ask this of that party. Source: transport, "Message Routing
// Headers" and "Client Owned Objects"; R-ROUTE-03, R-ROUTE-08, R-ROUTE-09, R-OWN-02.

import { invalidParameters, notFound } from '@interchange/ocpi/wire/error'
import { type GivenHeaders, type Routing, readRouting } from '@interchange/ocpi/wire/headers'
import type { Directory } from '../../partners/directory.ts'
import type { OwnParty, Partner } from '../../partners/partner.ts'
import { type Party, partyKey } from '../../party.ts'
import { offersInterface } from '../../roles.ts'
import type { Matched } from './match.ts'

export interface Routed {
  /** As the headers say: what the answer swaps. */
  readonly headers: Routing
  readonly to: Party | undefined
  readonly from: Party | undefined
}

export const unrouted: Routed = { headers: {}, to: undefined, from: undefined }

export function readHeaders(given: GivenHeaders): Routing {
  const { routing, faults } = readRouting(given)
  if (faults.length > 0) throw invalidParameters(faults)
  return routing
}

export function authorize(matched: Matched, headers: Routing, partner: Partner, directory: Directory): Routed {
  const ours = directory.ownPartiesFor(partner).filter((party) => offers(party, matched))
  if (ours.length === 0) throw notFound('There is no such endpoint for this connection')

  const { country_code: countryCode, party_id: partyId } = matched.params
  if (countryCode !== undefined && partyId !== undefined) {
    // R-OWN-02: objects of a party this connection does not speak for do not exist for it.
    if (!directory.mayActFor(partner, partyKey({ countryCode, partyId }))) {
      throw notFound('The party in the URL is not one of this connection')
    }
  }
  if (headers.from && !directory.mayActFor(partner, partyKey(headers.from))) {
    throw invalidParameters([{ path: 'OCPI-from-party-id', message: 'is not a party of this connection' }])
  }
  const to = headers.to && ours.find((party) => partyKey(party) === partyKey(headers.to!))
  if (headers.to && !to) {
    throw invalidParameters([
      { path: 'OCPI-to-party-id', message: 'is not a party of this platform that this connection reaches' },
    ])
  }
  const theirs = directory.partiesOf(partner)
  const owner = countryCode !== undefined && partyId !== undefined ? { countryCode, partyId } : undefined
  return {
    headers,
    to: to ?? (ours.length === 1 ? ours[0] : undefined),
    from: headers.from ?? owner ?? (theirs.length === 1 ? fromKey(theirs[0]!) : undefined),
  }
}

const offers = (party: OwnParty, { module, side }: Matched): boolean => offersInterface(party.roles, module.id, side)

function fromKey(key: string): Party {
  const [countryCode = '', partyId = ''] = key.split('-')
  return { countryCode, partyId }
}
