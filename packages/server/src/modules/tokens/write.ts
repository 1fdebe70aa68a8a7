import { rowKey } from '../../storage/row.ts'
import type { Write } from '../../storage/writer.ts'
import { bodyOf, lift } from '../body.ts'
import { refused } from '../refused.ts'
import { put, type RowModule, remove, writePatch, writeWhole } from '../whole.ts'
import type { Incoming, Place, Removal, Stored } from '../writing.ts'
import { alive, assertPlace, assertSource, keyOf, later, nothingThere, withFields } from '../writing.ts'

const MODULE = 'tokens'

/** 2.2.1 Tokens, "Request Parameters". */
export const DEFAULT_TYPE = 'RFID'

const stateOf = (valid: unknown): string => (valid === true ? 'VALID' : 'INVALID')

const tokens: RowModule = {
  module: MODULE,
  what: 'Token',
  facts: (body) => ({ state: stateOf(lift(body, 'Token').valid) }),
}

/** A uid is unique only together with its type (2.2.1 Tokens, "Token Object"). */
export const tokenKey = (place: Place) =>
  rowKey(MODULE, place.countryCode, place.partyId, place.id, place.tokenType ?? DEFAULT_TYPE)

export function putToken(incoming: Incoming, place?: Place): Write<Stored> {
  const { object } = incoming
  if (place) {
    assertPlace(MODULE, object, { country_code: place.countryCode, party_id: place.partyId, uid: place.id })
    if (object.type !== (place.tokenType ?? DEFAULT_TYPE)) {
      throw refused(MODULE, 'identity', `is not the type in the URL; without ?type it is ${DEFAULT_TYPE}`, '/type')
    }
  }
  return writeWhole(tokens, keyOf(MODULE, object, 'uid', String(object.type)), incoming)
}

export const patchToken = (place: Place, incoming: Incoming): Write<Stored> =>
  writePatch(tokens, tokenKey(place), incoming)

/**
 * Tokens are not deleted but made invalid (2.2.1 Tokens, "Push model"). One that is missing in a complete crawl is
 * gone: nobody vouches for it any more.
 */
export function removeToken(place: Place, removal: Removal): Write<Stored> {
  const key = tokenKey(place)
  return {
    load: [key],
    apply(view) {
      const before = view.get(key)
      assertSource(MODULE, key, removal, before)
      if (!before || !alive(before)) throw nothingThere(MODULE, 'Token')
      if (removal.source === 'crawl') return remove(view, before, removal)
      const body = bodyOf(before)
      if (body.value.valid === false) return { outcome: 'unchanged', row: before, findings: [] }
      const time = { last_updated: later(removal.at, before.lastUpdated) }
      return put(view, key, removal, withFields(body, { valid: false, ...time }), { state: stateOf(false) })
    },
  }
}
