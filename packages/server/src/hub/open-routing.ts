// Who a request without a receiver is for: what it names decides, as far as this hub has it stored (transport, "Open
// Routing Request"; R-ROUTE-20 to R-ROUTE-22). What cannot be decided is said; nobody is picked.

import { invalidParameters, type OcpiError, unknownLocation, unknownReceiver } from '@interchange/ocpi/wire/error'
import type { Directory } from '../partners/directory.ts'
import { type Party, partyFromKey, partyKey } from '../party.ts'
import type { Database } from '../storage/database.ts'
import { type Owned, ownersOf } from '../storage/owners.ts'
import type { Agreements } from './agreements.ts'
import type { Callbacks } from './callbacks.ts'
import type { HubRequest } from './request.ts'

export interface OpenRoutingNeeds {
  readonly database: Database
  readonly directory: Directory
  readonly agreements: Pick<Agreements, 'allows'>
  readonly callbacks: Pick<Callbacks, 'reservedAt'>
}

export type ChooseReceiver = (request: HubRequest) => Promise<Party>

/** Of every request but real-time authorization. Throws 2001, 2003 or 4001. */
export function openRouting(needs: OpenRoutingNeeds): ChooseReceiver {
  const { database, directory, agreements, callbacks } = needs

  const everyParty = (): string[] => [
    ...new Set([
      ...directory.partners().flatMap((partner) => directory.partiesOf(partner)),
      ...directory.ownParties().map(partyKey),
    ]),
  ]

  const open = ({ from, module, side }: HubRequest, keys: readonly string[]): string[] =>
    keys.filter((key) => agreements.allows(partyKey(from), key, module.id, side))

  /** The one that is left of those that have it and may be asked. */
  function only(request: HubRequest, keys: readonly string[], what: string, unknown: OcpiError): Party {
    const allowed = open(request, [...new Set(keys)])
    if (allowed.length === 1) return partyFromKey(allowed[0]!)
    if (allowed.length === 0) throw unknown
    throw missing(`${allowed.length} parties have this ${what}`)
  }

  async function byLocation(request: HubRequest, id: string, evse: unknown): Promise<Party> {
    const found = await ownersOf(database, { module: 'locations', id }, everyParty())
    let owners = found.map(({ owner }) => owner)
    if (owners.length > 1 && typeof evse === 'string') {
      owners = (await ownersOf(database, { module: 'evses', id, sub: evse }, owners)).map(({ owner }) => owner)
    }
    const data = request.module.id === 'commands' ? { result: 'REJECTED' } : undefined
    return only(request, owners, 'location_id', unknownLocation(data))
  }

  async function bySession(request: HubRequest, id: string): Promise<Party> {
    const found = await ownersOf(database, { module: 'sessions', id }, everyParty())
    return only(request, owners(found), 'session_id', missing('the hub has no such session'))
  }

  /** A session or CDR is for the party whose driver charged. */
  async function byToken(request: HubRequest): Promise<Party> {
    const named = partyIn((request.body as Fields | undefined)?.cdr_token)
    if (named) return named
    const { session_id: id } = request.params
    const mine = id === undefined ? [] : await ownersOf(database, { module: 'sessions', id }, [partyKey(request.from)])
    const stored = partyIn(mine[0]?.tokenParty)
    if (stored) return stored
    throw missing('neither its cdr_token nor a session that the hub has says whose driver it is about')
  }

  async function byCommand(request: HubRequest): Promise<Party> {
    const { location_id, evse_uid, session_id, reservation_id } = (request.body ?? {}) as Fields
    if (typeof location_id === 'string') return await byLocation(request, location_id, evse_uid)
    if (typeof session_id === 'string') return await bySession(request, session_id)
    if (typeof reservation_id === 'string') {
      const { partner, from } = request
      const party = await callbacks.reservedAt(partner.id, partyKey(from), reservation_id.toUpperCase())
      if (party !== undefined) return partyFromKey(party)
      throw missing('the hub carried no such reservation')
    }
    throw missing('the command names no location, session or reservation')
  }

  return async (request) => {
    const { module, side, endpoint, params } = request
    if (endpoint.paged) throw missing('a list is asked of one party, or of the hub for the objects of all')
    const to = await (async () => {
      switch (`${module.id} ${side}`) {
        case 'commands RECEIVER':
          return await byCommand(request)
        case 'chargingprofiles RECEIVER':
        case 'sessions SENDER':
          return await bySession(request, params.session_id ?? '')
        case 'locations SENDER':
          return await byLocation(request, params.location_id ?? '', params.evse_uid)
        case 'sessions RECEIVER':
        case 'cdrs RECEIVER':
        case 'chargingprofiles SENDER':
          return await byToken(request)
        default:
          throw missing('nothing in the request says who it is for')
      }
    })()
    if (!agreements.allows(partyKey(request.from), partyKey(to), module.id, side)) throw unknownReceiver()
    return to
  }
}

type Fields = Readonly<Record<string, unknown>>

const owners = (found: readonly Owned[]): string[] => found.map(({ owner }) => owner)

function partyIn(named: unknown): Party | undefined {
  const { country_code: countryCode, party_id: partyId } = (named ?? {}) as Fields
  return typeof countryCode === 'string' && typeof partyId === 'string' ? { countryCode, partyId } : undefined
}

const missing = (why: string): OcpiError =>
  invalidParameters([{ path: 'OCPI-to-party-id', message: `is missing: ${why}` }])
