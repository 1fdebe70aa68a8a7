// Which connection leads to a party now, and whether this request may take it. Source: status_codes, 4xxx; R-ROUTE-09,
// R-ROUTE-11.

import type { Side } from '@interchange/ocpi/define/endpoint'
import { notConnected, unknownReceiver } from '@interchange/ocpi/wire/error'
import type { Directory } from '../partners/directory.ts'
import type { Partner } from '../partners/partner.ts'
import { type Party, partyKey } from '../party.ts'
import { offersInterface, roleNames } from '../roles.ts'
import type { Agreements } from './agreements.ts'

export interface ReachNeeds {
  readonly directory: Directory
  readonly agreements: Pick<Agreements, 'allows'>
}

export interface Way {
  /** Who asks: nothing goes back to where it came from. */
  readonly caller: Partner
  readonly from: Party
  readonly to: Party
  readonly module: string
  readonly side: Side
}

/** Throws 4001 for a party that is not there or not for this caller, 4003 for one that cannot be reached now. */
export function reach({ directory, agreements }: ReachNeeds, { caller, from, to, module, side }: Way): Partner {
  const key = partyKey(to)
  const partner = servingIn(directory, key, module, side)
  if (!partner || partner.id === caller.id || !agreements.allows(partyKey(from), key, module, side)) {
    throw unknownReceiver()
  }
  const status = partner.hubParty === null ? 'CONNECTED' : directory.statusOf(key)
  if (status !== 'CONNECTED') throw notConnected(`The receiving party is not connected: its hub says ${status}`)
  return connected(partner)
}

/** Throws 4003. */
export function connected(partner: Partner | undefined): Partner {
  if (partner?.status === 'registered') return partner
  throw notConnected(`The receiving party is not connected: ${partner ? why[partner.status] : 'its platform is gone'}`)
}

const why: Readonly<Record<Exclude<Partner['status'], 'registered'>, string>> = {
  invited: 'its platform has not registered yet',
  offline: 'its platform does not answer',
  paused: 'its platform does not accept our credentials',
  suspended: 'its platform is suspended',
}

/** A party may play each of its roles on another platform; one that is suspended is still known. */
function servingIn(directory: Directory, key: string, module: string, side: Side): Partner | undefined {
  for (const role of roleNames) {
    const found = offersInterface([role], module, side) ? directory.serving(key, role) : undefined
    if (found) return found
  }
  return directory.serving(key) ?? directory.partners().find((partner) => directory.mayActFor(partner, key))
}
