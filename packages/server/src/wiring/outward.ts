// What leaves: calls to partners, deliveries from the feed, pulls.

import { createDelivery } from '../feed/delivery.ts'
import { createPulling } from '../feed/pull/create-pulling.ts'
import { pullStore } from '../feed/pull/pull-store.ts'
import { createReadBack } from '../feed/pull/read-back.ts'
import { FeedTail } from '../feed/tail.ts'
import { untilWithdrawn } from '../feed/until-withdrawn.ts'
import { createSharing } from '../hub/sharing.ts'
import { applyPriceGroups } from '../modules/price-groups/applying.ts'
import { createOutbound } from '../outbound/create-outbound.ts'
import { guardedTransport } from '../outbound/guarded-transport.ts'
import { streamingTransport } from '../outbound/streaming-transport.ts'
import { partnerService } from '../partners/service.ts'
import type { Base } from './base.ts'
import { wireTelling } from './hub-parties.ts'

export type Outward = ReturnType<typeof wireOutward>

export function wireOutward(base: Base) {
  const {
    settings,
    clock,
    ids,
    log,
    events,
    database,
    secrets,
    writer,
    connections,
    bodies,
    prices,
    agreements,
    hubParties,
    exchanges,
    retention,
    publicUrl,
  } = base
  const { store, directory } = connections
  const addressRules = { allowPrivate: settings.allowPrivatePartners }
  const transport = guardedTransport(addressRules)
  const passing = streamingTransport(addressRules)
  // The company's own systems may be anywhere: who sets their URLs holds a key of the company.
  const ownTransport = guardedTransport({ allowPrivate: true })
  const guardedWebhooks = guardedTransport({ allowPrivate: settings.allowPrivateWebhooks })
  const transports = { own: ownTransport.send, guarded: guardedWebhooks.send }
  const service = partnerService({
    database,
    store,
    directory,
    writer,
    transport: transport.send,
    events,
    clock,
    ids,
    secrets,
    publicUrl,
    addressRules,
    callbackTimeoutMs: settings.callbackTimeout,
    withdrawn: (partnerId) => untilWithdrawn(database, directory, partnerId),
    hub: hubParties,
    exchanges,
  })
  const outbound = createOutbound({
    directory,
    transport: transport.send,
    events,
    ids,
    seen: connections.seen,
    renewal: service.renewal,
    timeoutMs: settings.partnerTimeout,
    maxBytes: settings.answerLimit,
    recording: { exchanges, clock },
  })
  const announced = { isTold: hubParties.isTold, onChange: hubParties.onChange, load: hubParties.told.load }
  const sharing = createSharing({ directory, agreements, announced })
  const tail = new FeedTail(database, { log })
  const delivery = createDelivery({
    database,
    tail,
    writer,
    directory,
    bodies,
    prices,
    sharing,
    outbound,
    events,
    clock,
    ids,
    setStatus: service.setStatus,
    endpointsMoved: (id) => service.reread(id),
    companion: wireTelling(base, outbound, service),
  })
  const priceGroups = applyPriceGroups({ database, writer, directory, prices, tail, events, clock, ids })
  const pulling = createPulling({
    database,
    writer,
    directory,
    transport: transport.send,
    events,
    clock,
    ids,
    timeoutMs: settings.partnerTimeout,
    maxBytes: settings.answerLimit,
    seen: connections.seen,
    retention,
    exchanges,
    refusedToken: (id) => service.setStatus(id, 'paused', 'it answers 401: it does not accept our credentials token'),
  })
  const readBack = createReadBack({
    writer,
    directory,
    outbound,
    events,
    clock,
    putAside: pullStore(database).putAside,
  })
  const close = () => Promise.all([transport.close(), passing.close(), ownTransport.close(), guardedWebhooks.close()])
  return {
    transport,
    passing,
    transports,
    close,
    addressRules,
    service,
    outbound,
    sharing,
    tail,
    delivery,
    priceGroups,
    pulling,
    readBack,
  }
}
