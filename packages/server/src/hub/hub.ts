// Requests that are for somebody else than this platform: by the receiver they name, by what they are about, or by a URL
// of ours that stands for one of theirs (docs/hub.md).

import { invalidParameters, unknownReceiver } from '@interchange/ocpi/wire/error'
import type { Events } from '../events.ts'
import type { Directory } from '../partners/directory.ts'
import type { OwnParty, Partner } from '../partners/partner.ts'
import { type Party, partyKey } from '../party.ts'
import type { Forward } from './forward.ts'
import { hubFor } from './identity.ts'
import type { openAuthorization } from './open-authorization.ts'
import type { ChooseReceiver } from './open-routing.ts'
import { connected, type ReachNeeds, reach } from './reach.ts'
import type { Carried, HubRequest } from './request.ts'
import type { createResults } from './results.ts'
import { SEALED, type SealedUrls } from './sealed-urls.ts'

export interface HubNeeds extends ReachNeeds {
  readonly directory: Directory
  readonly forward: Forward
  readonly chooseReceiver: ChooseReceiver
  readonly authorize: ReturnType<typeof openAuthorization>
  readonly result: ReturnType<typeof createResults>
  readonly sealed: SealedUrls
  readonly events: Events
}

/** Which way a request goes on. */
export type Onward =
  /** The receiver it names. */
  | { readonly kind: 'forward'; readonly to: Party }
  /** Whoever it is about. */
  | { readonly kind: 'open' }
  /** A URL sealed into one of ours. */
  | { readonly kind: 'sealed' }
  /** The response_url that an id of ours stands for. */
  | { readonly kind: 'result'; readonly id: string }

/** `local`: it is for this party of ours after all. */
export type Gone = { readonly carried: Carried; readonly from: Party; readonly to: Party } | { readonly local: Party }

export interface Hub {
  /** Our hub party as far as this partner was given it. */
  partyFor(partner: Partner): OwnParty | undefined
  /** `chosen` hears of the receiver as soon as it is known, so that errors come from it too. Throws OcpiError. */
  carry(request: HubRequest, onward: Onward, chosen: (to: Party) => void): Promise<Gone>
}

export function createHub(needs: HubNeeds): Hub {
  const { directory, forward, chooseReceiver, authorize, result, sealed, events } = needs
  /** What is going on right now; what comes back while it does goes round in a circle. */
  const underWay = new Set<string>()

  async function to(request: HubRequest, receiver: Party): Promise<Gone> {
    const { partner: caller, from, module, side } = request
    const partner = reach(needs, { caller, from, to: receiver, module: module.id, side })
    return await once(request, receiver, async () => ({
      carried: await forward(request, { partner, to: receiver }),
      from,
      to: receiver,
    }))
  }

  async function open(request: HubRequest, chosen: (to: Party) => void): Promise<Gone> {
    const { from } = request
    if (request.endpoint.name === 'authorizeToken') {
      return await once(request, undefined, async () => {
        const asked = await authorize(request)
        return 'local' in asked ? asked : { ...asked, from }
      })
    }
    const receiver = await chooseReceiver(request)
    chosen(receiver)
    return directory.ownParty(partyKey(receiver)) ? { local: receiver } : await to(request, receiver)
  }

  async function followed(request: HubRequest, chosen: (to: Party) => void): Promise<Gone> {
    const opened = sealed.open(request.query.get(SEALED) ?? '', request.partner.id, request.endpoint.paged)
    if (typeof opened === 'string') {
      if (opened !== 'old') events.hubRefused(request.partner, `a URL of the hub that is ${opened}`)
      throw invalidParameters([{ path: `?${SEALED}`, message: notFollowed[opened] }])
    }
    const { url, from, to: receiver, server } = opened
    chosen(receiver)
    const { partner: caller, module, side } = request
    const partner = reach(needs, { caller, from, to: receiver, module: module.id, side })
    if (partner.id !== server) {
      throw invalidParameters([
        { path: `?${SEALED}`, message: 'leads to a platform that serves the party no longer; begin again' },
      ])
    }
    const carried = await forward({ ...request, from }, { partner: connected(partner), to: receiver, url })
    return { carried, from, to: receiver }
  }

  /** R-ROUTE-08: a CDR says in its body alone whose it is. */
  function honest({ partner, endpoint, body }: HubRequest): void {
    if (endpoint.name !== 'postCdr') return
    const { country_code: countryCode, party_id: partyId } = (body ?? {}) as Readonly<Record<string, unknown>>
    if (typeof countryCode !== 'string' || typeof partyId !== 'string') return
    if (directory.mayActFor(partner, partyKey({ countryCode, partyId }))) return
    events.hubRefused(partner, 'a CDR of a party that is not its own')
    throw invalidParameters([{ path: '/party_id', message: 'is with its country code no party of this connection' }])
  }

  /** R-ROUTE-09; what two hubs send to each other without end is unknown to both. */
  async function once<T>(request: HubRequest, receiver: Party | undefined, work: () => Promise<T>): Promise<T> {
    const { correlationId, endpoint, module, side, params, query } = request
    const name = JSON.stringify([
      correlationId.slice(0, 200),
      endpoint.name,
      module.id,
      side,
      params,
      endpoint.paged ? query.get('offset') : null,
      receiver ? partyKey(receiver) : null,
    ])
    if (underWay.has(name)) throw unknownReceiver('Unknown receiver: this request goes round in a circle of hubs')
    underWay.add(name)
    try {
      return await work()
    } finally {
      underWay.delete(name)
    }
  }

  return {
    partyFor: (partner) => hubFor(directory, partner),
    async carry(request, onward, chosen) {
      honest(request)
      switch (onward.kind) {
        case 'forward':
          return await to(request, onward.to)
        case 'open':
          return await open(request, chosen)
        case 'sealed':
          return await followed(request, chosen)
        case 'result':
          return await result(request, onward.id)
      }
    },
  }
}

const notFollowed = {
  forged: 'was not made by this hub, or was changed',
  foreign: 'was made for another connection',
  old: 'is older than a day; begin again with the first page',
}
