import { type Row, type RowKey, rowKey } from '../../storage/row.ts'
import type { View, Write } from '../../storage/writer.ts'
import { type Body, bodyFrom, bodyOf } from '../body.ts'
import type { Incoming, Place, Removal, Stored } from '../writing.ts'
import {
  alive,
  assertPlace,
  assertSource,
  isStale,
  keyOf,
  lastUpdatedOf,
  nothingThere,
  outcomeOf,
  patched,
  stamped,
} from '../writing.ts'
import {
  assembled,
  audienceOf,
  evseKey,
  follow,
  MODULE,
  newer,
  putEvseRow,
  putLocationRow,
  raised,
  raisedPatch,
  removedEvse,
  split,
} from './family.ts'
import { stampedEvse } from './stamp.ts'

export const locationKey = (place: Place): RowKey => rowKey(MODULE, place.countryCode, place.partyId, place.id)

/** PUT of a Location, or one of a crawl, or an own one. EVSEs it no longer names are REMOVED and kept (T-57). */
export function putLocation(incoming: Incoming, place?: Place): Write<Stored> {
  const { object } = incoming
  if (place) {
    assertPlace(MODULE, object, { country_code: place.countryCode, party_id: place.partyId, id: place.id })
  }
  const key = keyOf(MODULE, object)
  return {
    load: [key],
    apply(view) {
      const before = alive(view.get(key))
      const { own, evses } = split(bodyFrom(incoming.version.number, object, incoming.text))
      const body = stamped(own, before && bodyOf(before).value, incoming.stamp)
      return save(view, key, incoming, body, evses ?? [])
    },
  }
}

/** PATCH of a Location. With `evses` it replaces the list, like any array (R-UPD-08). */
export function patchLocation(place: Place, incoming: Incoming): Write<Stored> {
  const key = locationKey(place)
  return {
    load: [key],
    apply(view) {
      const before = alive(view.get(key))
      if (!before) throw nothingThere(MODULE, 'Location')
      const { own, evses } = split(bodyFrom(incoming.version.number, incoming.object, incoming.text))
      const patch = raisedPatch(own, 'Location', newer(own.version, before.version))
      return save(view, key, incoming, patched(MODULE, 'Location', bodyOf(before), patch, incoming), evses)
    },
  }
}

/** `evses` undefined: nothing is said about them. */
function save(view: View, key: RowKey, incoming: Incoming, own: Body, evses: readonly Body[] | undefined): Stored {
  const stored = view.get(key)
  assertSource(MODULE, key, incoming, stored)
  const before = alive(stored)
  const siblings = before ? view.evsesOf(key) : []
  const time = lastUpdatedOf(own.value)
  if (before && isStale(MODULE, incoming, time, before, before.lastUpdated)) {
    return { outcome: 'stale', row: assembled(view, key), findings: [] }
  }
  const version = before ? newer(own.version, before.version) : own.version
  const body = raised(own, 'Location', version)
  const audience = audienceOf(body)
  let moved = false
  const unnamed = new Map(siblings.map((row) => [row.key.sub, row]))
  for (const [index, given] of (evses ?? []).entries()) {
    const target = evseKey(key, String(given.value.uid))
    const sibling = unnamed.get(target.sub)
    unnamed.delete(target.sub)
    const evse = stampedEvse(raised(given, 'EVSE', version), sibling && bodyOf(sibling), incoming.stamp)
    const at = `/evses/${index}`
    if (sibling && isStale(MODULE, incoming, lastUpdatedOf(evse.value), sibling, sibling.lastUpdated, at)) {
      moved = follow(view, sibling, version, audience) || moved
    } else {
      moved = putEvseRow(view, target, incoming, evse, audience) || moved
    }
  }
  const complete = evses !== undefined && !incoming.incomplete
  for (const sibling of unnamed.values()) {
    const vanished = complete && vanishes(incoming, sibling, time)
    const change = vanished
      ? putEvseRow(view, sibling.key, incoming, removedEvse(raised(bodyOf(sibling), 'EVSE', version), time), audience)
      : follow(view, sibling, version, audience)
    moved = change || moved
  }
  // After its EVSEs: whoever reads the feed leaves an EVSE to the location that comes later.
  moved = putLocationRow(view, key, incoming, body, audience) || moved
  return { outcome: outcomeOf(stored, moved), row: assembled(view, key), findings: [] }
}

/** An EVSE that is newer than the location that does not name it was added since; one that is REMOVED stays as it is. */
function vanishes(incoming: Incoming, evse: Row, time: string): boolean {
  if (evse.state === 'REMOVED') return false
  return incoming.source === 'own' || !isStale(MODULE, incoming, time, evse, evse.lastUpdated)
}

/**
 * Nothing of a location is deleted in OCPI: what its owner withdraws has all EVSEs REMOVED (2.2.1 Locations, "Flow and
 * Life-cycle"). One that is missing in a complete crawl is gone.
 */
export function removeLocation(place: Place, removal: Removal): Write<Stored> {
  const key = locationKey(place)
  return {
    load: [key],
    apply(view) {
      const before = view.get(key)
      assertSource(MODULE, key, removal, before)
      if (!before || !alive(before)) throw nothingThere(MODULE, 'Location')
      if (removal.source === 'crawl') return forget(view, before, removal)
      let moved = false
      for (const row of view.evsesOf(key)) {
        if (row.state === 'REMOVED') continue
        moved = putEvseRow(view, row.key, removal, removedEvse(bodyOf(row), removal.at), before.audience) || moved
      }
      return { outcome: moved ? 'updated' : 'unchanged', row: assembled(view, key), findings: [] }
    },
  }
}

function forget(view: View, location: Row, removal: Removal): Stored {
  const { correlationId } = removal
  const row = assembled(view, location.key)
  for (const part of [...view.evsesOf(location.key), location]) {
    const { key, version, text, lastUpdated, partner } = part
    view.put({ key, version, text, lastUpdated, partner, correlationId, deleted: true })
  }
  return { outcome: 'updated', row: { ...row, deleted: true }, findings: [] }
}
