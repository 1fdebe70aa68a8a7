import type { Events } from '../events.ts'
import type { Directory } from '../partners/directory.ts'
import { partyKey } from '../party.ts'
import type { Call, Handlers } from './call.ts'

interface Needs {
  readonly directory: Pick<Directory, 'serving' | 'endpoint'>
  readonly events: Pick<Events, 'pushStored'>
}

/**
 * One connection is the source for a party: what another one pushes of it is answered as done and passed over, as a
 * crawl passes it over. Only while the source is there and offers the module; and not for sessions and CDRs, which two
 * connections may bring of different drivers.
 */
export function fromOneSource({ directory, events }: Needs, handlers: Handlers): Handlers {
  const isElsewhere = ({ partner, module, params }: Call): boolean => {
    const source = directory.serving(
      partyKey({ countryCode: params.country_code ?? '', partyId: params.party_id ?? '' }),
    )
    if (!source || source.id === partner.id || source.status !== 'registered') return false
    return directory.endpoint(source, module, 'SENDER') !== undefined
  }
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [
      name,
      async (call: Call) => {
        if (call.endpoint.method === 'GET' || !isElsewhere(call)) return await handler(call)
        events.pushStored(call.partner, call.module, 'elsewhere')
        return {}
      },
    ]),
  )
}
