// What a hub that is a partner tells of the parties behind it. Source: HubClientInfo, "Receiver Interface"; R-HCI-04,
// R-HCI-05, R-HCI-09, R-HCI-12.

import { equalCi } from '@interchange/ocpi/wire/ci-string'
import { compareDateTimes } from '@interchange/ocpi/wire/date-time'
import { type Fault, invalidParameters, notFound, OcpiError } from '@interchange/ocpi/wire/error'
import type { Call, Handlers } from '../modules/call.ts'
import type { Directory } from '../partners/directory.ts'
import { partyKey } from '../party.ts'
import { readClientInfo, type TakeClients } from './read-clients.ts'
import { clientInfo } from './telling.ts'

export interface ClientInfoReceiverNeeds {
  readonly directory: Directory
  readonly take: TakeClients
}

export function clientInfoReceiver({ directory, take }: ClientInfoReceiverNeeds): Handlers {
  function assertHub({ partner }: Call): void {
    if (partner.hubParty === null) {
      throw new OcpiError('clientError', 'Only a hub tells of other parties, and this connection is none')
    }
  }

  return {
    /** Several roles of a party share this URL; the newest is answered. */
    async getClient(call) {
      assertHub(call)
      const { country_code: countryCode = '', party_id: partyId = '' } = call.params
      const party = partyKey({ countryCode, partyId })
      const told = (directory.carriedBy(call.partner).get(party) ?? []).flatMap(({ lastUpdated, ...carried }) =>
        lastUpdated === null ? [] : [{ ...carried, party, lastUpdated }],
      )
      const [newest] = told.sort((a, b) => compareDateTimes(b.lastUpdated, a.lastUpdated))
      if (!newest) throw notFound('This party was not told of')
      return { dataText: JSON.stringify(clientInfo(newest)) }
    },

    /** The answer means that pushes of the party are accepted from now on, or not any more. */
    async putClient(call) {
      assertHub(call)
      const named = call.body as Record<string, string>
      const faults: Fault[] = (['country_code', 'party_id'] as const)
        .filter((field) => !equalCi(String(named[field]), call.params[field] ?? ''))
        .map((field) => ({ path: `/${field}`, message: `is not the ${field} in the URL; both name the same party` }))
      if (faults.length > 0) throw invalidParameters(faults)
      await take(call.partner, [readClientInfo(named)])
      return {}
    },
  }
}
