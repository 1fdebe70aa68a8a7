// A hub's own list of the parties it reaches. Source: HubClientInfo, "Sender Interface"; R-HCI-03, R-HCI-11.

import { compareDateTimes } from '@interchange/ocpi/wire/date-time'
import { notFound } from '@interchange/ocpi/wire/error'
import { pageHeaders } from '@interchange/ocpi/wire/pagination'
import type { Handlers } from '../modules/call.ts'
import type { Directory } from '../partners/directory.ts'
import type { HubParties } from './hub-parties.ts'
import { hubFor } from './identity.ts'
import { clientInfo } from './telling.ts'

export interface ClientInfoSenderNeeds {
  readonly hub: HubParties
  readonly directory: Directory
  /** PAGE_LIMIT */
  readonly pageLimit: number
}

export function clientInfoSender({ hub, directory, pageLimit }: ClientInfoSenderNeeds): Handlers {
  return {
    /** In the order in which parties became known, so that pages hold each once. */
    async getClients({ partner, query, publicUrl }) {
      if (!hubFor(directory, partner)) throw notFound('There is no such endpoint')
      await hub.states.settled()
      const { date_from: from, date_to: to, offset: given, limit: asked } = query
      const all = hub
        .view(partner, await hub.told.read(partner.id))
        .filter(({ lastUpdated }) => typeof from !== 'string' || compareDateTimes(lastUpdated, from) >= 0)
        .filter(({ lastUpdated }) => typeof to !== 'string' || compareDateTimes(lastUpdated, to) < 0)
      const offset = typeof given === 'number' ? given : 0
      const limit = Math.min(typeof asked === 'number' ? asked : pageLimit, pageLimit)
      const page = all.slice(offset, offset + limit)
      await hub.told.clients(partner.id, page)
      const filters = new URLSearchParams()
      for (const [name, value] of Object.entries({ date_from: from, date_to: to })) {
        if (value !== undefined) filters.set(name, String(value))
      }
      const headers = pageHeaders({
        url: publicUrl,
        query: filters,
        page: { offset, limit },
        count: page.length,
        total: all.length,
      })
      return { dataText: JSON.stringify(page.map(clientInfo)), headers }
    },
  }
}
