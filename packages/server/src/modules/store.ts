import { ownerOf } from '../party.ts'
import type { Write } from '../storage/writer.ts'
import { postCdr } from './cdrs/write.ts'
import { patchConnector, patchEvse, putConnector, putEvse, removeEvse } from './locations/parts.ts'
import { watchingTariffs } from './locations/tariffs.ts'
import { patchLocation, putLocation, removeLocation } from './locations/write.ts'
import { refused } from './refused.ts'
import { patchSession, putSession } from './sessions/write.ts'
import { putTariff, removeTariff } from './tariffs/write.ts'
import { patchToken, putToken, removeToken } from './tokens/write.ts'
import type { Incoming, Place, Removal, Stored } from './writing.ts'

// The one way objects are written: a partner's push, what a crawl brings, the backend's own writes. Each function makes
// a write for the GroupWriter; a write that the rules forbid fails with `Refused`. `GroupWriter.write(...)` resolves
// after commit.

export { isRefused, type Reason, Refused } from './refused.ts'
export type { Finding, Incoming, Outcome, Place, Removal, Stored } from './writing.ts'

/** Modules whose objects are stored by these functions. */
export const objectModules = ['locations', 'tariffs', 'sessions', 'cdrs', 'tokens'] as const
export type ObjectModule = (typeof objectModules)[number]

/**
 * All of an object takes the place of what was there: PUT, POST of a CDR, an object of a crawl, an own write. `place` is
 * what the URL named, checked against the object; for an EVSE or connector it is needed, they do not name their owner.
 */
export function storeWhole(module: string, incoming: Incoming, place?: Place): Write<Stored> {
  switch (module) {
    case 'locations':
      return watchingTariffs(
        storeLocation(incoming, place),
        place ?? ownerOf(incoming.object as Parameters<typeof ownerOf>[0]),
        incoming.object,
      )
    case 'tariffs':
      return putTariff(incoming, place)
    case 'sessions':
      return putSession(incoming, place)
    case 'cdrs':
      return postCdr(incoming)
    case 'tokens':
      return putToken(incoming, place)
    default:
      throw new Error(`${module} has no objects to store`)
  }
}

function storeLocation(incoming: Incoming, place: Place | undefined): Write<Stored> {
  if (place?.connectorId !== undefined) return putConnector(place, incoming)
  if (place?.evseUid !== undefined) return putEvse(place, incoming)
  return putLocation(incoming, place)
}

function patchPart(place: Place, incoming: Incoming): Write<Stored> {
  if (place.connectorId !== undefined) return patchConnector(place, incoming)
  if (place.evseUid !== undefined) return patchEvse(place, incoming)
  return patchLocation(place, incoming)
}

/** The fields of a PATCH take the place of those stored; a session's charging periods are added. */
export function storePatch(module: string, place: Place, incoming: Incoming): Write<Stored> {
  switch (module) {
    case 'locations':
      return watchingTariffs(patchPart(place, incoming), place, incoming.object)
    case 'sessions':
      return patchSession(place, incoming)
    case 'tokens':
      return patchToken(place, incoming)
    default:
      throw refused(module, 'immutable', `objects of ${module} cannot be changed in part`)
  }
}

/**
 * What removal means differs: a tariff is deleted, an own token made invalid, own EVSEs are REMOVED. What is missing in
 * a complete crawl is deleted here. Sessions and CDRs are never removed.
 */
export function storeRemoval(module: string, place: Place, removal: Removal): Write<Stored> {
  switch (module) {
    case 'locations':
      return place.evseUid === undefined ? removeLocation(place, removal) : removeEvse(place, removal)
    case 'tariffs':
      return removeTariff(place, removal)
    case 'tokens':
      return removeToken(place, removal)
    default:
      throw refused(module, 'kept', `objects of ${module} are never removed`)
  }
}
