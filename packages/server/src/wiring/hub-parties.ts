// The hub: what it knows is opened before partners can call; what it sends goes along with their lanes.

import { clientInfoReceiver } from '../hub/client-info-receiver.ts'
import { clientInfoSender } from '../hub/client-info-sender.ts'
import { clientReader, type TakeClients } from '../hub/read-clients.ts'
import { tellings } from '../hub/telling.ts'
import type { Handlers } from '../modules/call.ts'
import type { Outbound } from '../outbound.ts'
import { PARTNERS_CHANNEL, type PartnerService } from '../partners/service.ts'
import type { Base } from './base.ts'

/** What other hubs tell, for all processes. */
const takeClients =
  ({ connections, database }: Pick<Base, 'connections' | 'database'>): TakeClients =>
  async (partner, clients) => {
    const { store, directory } = connections
    // Our own parties are ours, whatever anybody says of them.
    const others = clients.filter(({ party }) => !directory.ownParty(party))
    const newest = new Map(others.map((client) => [`${client.party} ${client.role}`, client]))
    if (newest.size === 0 || (await store.putClients(partner.id, [...newest.values()])) === 0) return
    await directory.reload()
    await database.notify(PARTNERS_CHANNEL)
  }

export function wireTelling(base: Base, outbound: Outbound, service: PartnerService) {
  const { hubParties: hub, connections, events, clock } = base
  const { directory } = connections
  const readClients = clientReader({ outbound, directory, take: takeClients(base), events })
  return tellings({ hub, directory, outbound, service, readClients, events, clock, random: Math.random })
}

export function wireClientInfo(
  base: Base,
): Readonly<Record<'hubclientinfo.SENDER' | 'hubclientinfo.RECEIVER', Handlers>> {
  const { hubParties: hub, connections, settings } = base
  const { directory } = connections
  return {
    'hubclientinfo.SENDER': clientInfoSender({ hub, directory, pageLimit: settings.pageLimit }),
    'hubclientinfo.RECEIVER': clientInfoReceiver({ directory, take: takeClients(base) }),
  }
}
