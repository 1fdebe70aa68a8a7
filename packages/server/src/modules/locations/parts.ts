// EVSEs and connectors by themselves. The location's `last_updated` follows its EVSEs' when it is read; a connector's
// change sets its EVSE's (2.2.1 Locations, "PUT Method" and "PATCH Method").

import type { Row } from '../../storage/row.ts'
import type { View, Write } from '../../storage/writer.ts'
import { type Body, bodyFrom, bodyOf } from '../body.ts'
import type { Incoming, Place, Removal, Stored } from '../writing.ts'
import {
  alive,
  assertPlace,
  assertSource,
  equalId,
  isStale,
  lastUpdatedOf,
  later,
  nothingThere,
  outcomeOf,
  patched,
  stamped,
  withTime,
} from '../writing.ts'
import {
  connectorsOf,
  evseKey,
  follow,
  MODULE,
  newer,
  putEvseRow,
  raised,
  raisedPatch,
  removedEvse,
  withConnectors,
} from './family.ts'
import { stampedConnectors, stampedEvse } from './stamp.ts'
import { locationKey } from './write.ts'

/** What a message makes of an EVSE. */
interface Made {
  readonly evse: Body
  /** `last_updated` of what the message is about, as it came and as it was stored. */
  readonly time: string
  readonly storedTime: string | undefined
}

export function putEvse(place: Place, incoming: Incoming): Write<Stored> {
  assertPlace(MODULE, incoming.object, { uid: place.evseUid })
  return write(place, incoming, 'EVSE', raised, (before, given) => {
    const evse = stampedEvse(given, before, incoming.stamp)
    return { evse, time: lastUpdatedOf(evse.value), storedTime: before && lastUpdatedOf(before.value) }
  })
}

export const patchEvse = (place: Place, incoming: Incoming): Write<Stored> =>
  write(place, incoming, 'EVSE', raisedPatch, (before, patch) => {
    if (!before) throw nothingThere(MODULE, 'EVSE')
    const { stamp } = incoming
    const evse = patched(MODULE, 'EVSE', before, stampedConnectors(patch, before, stamp), { stamp })
    return { evse, time: lastUpdatedOf(evse.value), storedTime: lastUpdatedOf(before.value) }
  })

export function putConnector(place: Place, incoming: Incoming): Write<Stored> {
  assertPlace(MODULE, incoming.object, { id: place.connectorId })
  return write(place, incoming, 'Connector', raised, (evse, given) => {
    if (!evse) throw nothingThere(MODULE, 'EVSE', 'unknown_parent')
    const before = connectorIn(evse, place)
    return withConnector(evse, before, stamped(given, before?.value, incoming.stamp))
  })
}

export const patchConnector = (place: Place, incoming: Incoming): Write<Stored> =>
  write(place, incoming, 'Connector', raisedPatch, (evse, patch) => {
    const before = evse && connectorIn(evse, place)
    if (!evse || !before) throw nothingThere(MODULE, 'connector')
    return withConnector(evse, before, patched(MODULE, 'Connector', before, patch, { stamp: incoming.stamp }))
  })

/** An own EVSE that is taken down: its status says so (2.2.1 Locations, "Flow and Life-cycle"). */
export function removeEvse(place: Place, removal: Removal): Write<Stored> {
  return {
    ...rowsOf(place),
    apply(view) {
      const { location, evse } = familyOf(view, place, removal)
      if (!evse) throw nothingThere(MODULE, 'EVSE')
      if (evse.state === 'REMOVED') return { outcome: 'unchanged', row: evse, findings: [] }
      putEvseRow(view, evse.key, removal, removedEvse(bodyOf(evse), removal.at), location.audience)
      return { outcome: 'updated', row: view.get(evse.key)!, findings: [] }
    },
  }
}

const connectorIn = (evse: Body, place: Place): Body | undefined =>
  connectorsOf(evse).find(({ value }) => equalId(value.id, place.connectorId))

/** R-LOC-06: the EVSE is as new as its connector, and never older than it was. */
function withConnector(evse: Body, before: Body | undefined, connector: Body): Made {
  const time = lastUpdatedOf(connector.value)
  const connectors = connectorsOf(evse)
  const changed = before
    ? connectors.map((other) => (equalId(other.value.id, before.value.id) ? connector : other))
    : [...connectors, connector]
  const own = lastUpdatedOf(evse.value)
  const newest = later(own, time)
  const made = withConnectors(evse, changed)
  return {
    evse: newest === own ? made : withTime(made, newest),
    time,
    storedTime: before && lastUpdatedOf(before.value),
  }
}

type Make = (evse: Body | undefined, given: Body) => Made

function write(
  place: Place,
  incoming: Incoming,
  name: 'EVSE' | 'Connector',
  raise: typeof raised,
  make: Make,
): Write<Stored> {
  return {
    ...rowsOf(place),
    apply(view) {
      const { location, evse } = familyOf(view, place, incoming)
      const version = newer(incoming.version.number, location.version)
      const given = raise(bodyFrom(incoming.version.number, incoming.object, incoming.text), name, version)
      const made = make(evse && raised(bodyOf(evse), 'EVSE', version), given)
      if (evse && made.storedTime !== undefined && isStale(MODULE, incoming, made.time, evse, made.storedTime)) {
        return { outcome: 'stale', row: evse, findings: [] }
      }
      if (version !== location.version) raiseFamily(view, location, version)
      const key = evseKey(location.key, String(place.evseUid))
      const moved = putEvseRow(view, key, incoming, made.evse, location.audience)
      const outcome = made.storedTime === undefined ? 'created' : outcomeOf(evse, moved)
      return { outcome, row: view.get(key)!, findings: [] }
    },
  }
}

interface Family {
  readonly location: Row
  readonly evse: Row | undefined
}

/** R-LOC-11: an EVSE or connector needs its location. */
function familyOf(view: View, place: Place, by: Pick<Incoming, 'partner'>): Family {
  const key = locationKey(place)
  const location = view.get(key)
  assertSource(MODULE, key, by, location)
  if (!location || !alive(location)) throw nothingThere(MODULE, 'Location', 'unknown_parent')
  return { location, evse: alive(view.get(evseKey(key, String(place.evseUid)))) }
}

/** The EVSE and its location, without the other EVSEs: a status of one is not to read a hundred others. */
const rowsOf = (place: Place) => {
  const location = locationKey(place)
  return { load: [evseKey(location, String(place.evseUid))], alone: [location] }
}

/** All rows of a location stay in one version. Only this needs all EVSEs; it happens when a partner got a newer version. */
function raiseFamily(view: View, location: Row, version: string): void {
  const { key, lastUpdated, partner, correlationId, audience } = location
  for (const evse of view.evsesOf(key)) follow(view, evse, version, audience)
  const { text } = raised(bodyOf(location), 'Location', version)
  view.put({ key, version, text, lastUpdated, partner, correlationId, audience })
}
