import type { Body } from '../body.ts'
import { equalId, stamped } from '../writing.ts'
import { connectorsOf, withConnectors } from './family.ts'

// `last_updated` that an own write leaves out: of the EVSE, and of its connectors. See `Incoming.stamp`.

export const stampedEvse = (evse: Body, before: Body | undefined, stamp: string | undefined): Body =>
  stamped(stampedConnectors(evse, before, stamp), before?.value, stamp)

export function stampedConnectors(evse: Body, before: Body | undefined, stamp: string | undefined): Body {
  if (stamp === undefined) return evse
  const known = before ? connectorsOf(before) : []
  const given = connectorsOf(evse)
  const connectors = given.map((connector) => {
    const same = known.find((other) => equalId(other.value.id, connector.value.id))
    return stamped(connector, same?.value, stamp)
  })
  return connectors.some((connector, index) => connector !== given[index]) ? withConnectors(evse, connectors) : evse
}
