// A result arrives at a URL of the hub and goes on to the response_url it stands for: once each, from the platform that
// was asked, until its time is over (R-ROUTE-27).

import { createHash } from 'node:crypto'
import { envelopeText } from '@interchange/ocpi/wire/envelope'
import { notFound } from '@interchange/ocpi/wire/error'
import { isSuccess } from '@interchange/ocpi/wire/status-codes'
import type { Clock } from '../clock.ts'
import type { Events } from '../events.ts'
import type { Directory } from '../partners/directory.ts'
import { type Party, partyFromKey } from '../party.ts'
import type { Callback, Callbacks } from './callbacks.ts'
import type { Forward } from './forward.ts'
import { connected } from './reach.ts'
import type { Carried, HubRequest } from './request.ts'

export interface ResultsNeeds {
  readonly directory: Directory
  readonly callbacks: Pick<Callbacks, 'find' | 'delivered'>
  readonly forward: Forward
  readonly events: Events
  readonly clock: Clock
}

export interface ResultGone {
  readonly carried: Carried
  /** The party that was asked, and the one that asked it. */
  readonly from: Party
  readonly to: Party
}

/** Throws 404 for a URL that this connection was not given, or that is over. */
export function createResults({ directory, callbacks, forward, events, clock }: ResultsNeeds) {
  const underWay = new Map<string, Promise<Carried>>()

  async function deliver(
    request: HubRequest,
    { id, asker, url }: Callback,
    to: Party,
    digest: string,
  ): Promise<Carried> {
    const carried = await forward(request, { partner: connected(directory.partner(asker)), to, url })
    if (carried.statusCode !== undefined && isSuccess(carried.statusCode)) await callbacks.delivered(id, digest)
    return carried
  }

  return async function result(request: HubRequest, id: string): Promise<ResultGone> {
    const callback = await callbacks.find(id)
    if (callback?.answerer !== request.partner.id) {
      if (callback) events.hubRefused(request.partner, 'a result for a request that another platform was sent')
      throw notFound('There is no such response_url of this connection, or its time was over long ago')
    }
    if (callback.deadline < clock.now()) {
      throw notFound(`The time for this result was over at ${callback.deadline.toISOString()}; nobody waits for it`)
    }
    const [from, to] = [partyFromKey(callback.answererParty), partyFromKey(callback.askerParty)]
    const digest = createHash('sha256')
      .update(request.bodyText ?? '')
      .digest('base64url')
    // A repetition is what a platform sends that saw no answer; who asked has had it.
    if (callback.delivered.includes(digest)) return { carried: repeated(clock), from, to }
    const name = `${id} ${digest}`
    const same = underWay.get(name)
    if (same) return { carried: repeated(clock, await same), from, to }
    const delivery = deliver({ ...request, from }, callback, to, digest)
    underWay.set(name, delivery)
    try {
      return { carried: await delivery, from, to }
    } finally {
      underWay.delete(name)
    }
  }
}

/** What the first one was answered; a stream can be read once only. */
function repeated(clock: Clock, first?: Carried): Carried {
  if (first && typeof first.body === 'string') return first
  const body = envelopeText({
    statusCode: 1000,
    message: 'This result was delivered before',
    timestamp: clock.now().toISOString(),
  })
  return { http: 200, statusCode: 1000, headers: {}, body }
}
