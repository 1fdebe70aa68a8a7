// Step: where a request of a partner of a hub goes: to a party here, to all, or for the objects of all. Source: transport,
// "Broadcast Push" and "GET All via Hubs"; R-ROUTE-13, R-ROUTE-16, R-ROUTE-17, R-ROUTE-23.

import { invalidParameters } from '@interchange/ocpi/wire/error'
import { sharedModules } from '../../modules/sharing.ts'
import type { OwnParty } from '../../partners/partner.ts'
import { partyKey } from '../../party.ts'
import { offersInterface } from '../../roles.ts'
import type { Matched } from './match.ts'
import type { Routed } from './route.ts'

export type Destination = 'local' | 'broadcast' | 'collect'

/** For a partner that was given the party `hub`. Throws 2001. */
export function chooseDestination(
  { module, side, endpoint }: Pick<Matched, 'module' | 'side' | 'endpoint'>,
  { to }: Routed,
  hub: OwnParty,
): Destination {
  if (!to || partyKey(to) !== partyKey(hub)) return 'local'
  if (side === 'SENDER') return endpoint.paged ? 'collect' : 'local'
  if (endpoint.method === 'GET') return 'local'
  if (sharedModules.has(module.id)) return 'broadcast'
  const besides = hub.roles.filter((role) => role !== 'HUB')
  if (offersInterface(besides, module.id, side) || !aboutOne.has(module.id)) return 'local'
  const message = 'names the hub, but this is for one party alone and never told to all; name that party'
  throw invalidParameters([{ path: 'OCPI-to-party-id', message }])
}

const aboutOne: ReadonlySet<string> = new Set(['sessions', 'cdrs', 'invoicereconciliation'])
