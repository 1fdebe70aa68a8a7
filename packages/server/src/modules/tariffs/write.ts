import { rowKey } from '../../storage/row.ts'
import type { Write } from '../../storage/writer.ts'
import { type RowModule, remove, writeWhole } from '../whole.ts'
import type { Incoming, Place, Removal, Stored } from '../writing.ts'
import { alive, assertPlace, assertSource, keyOf, nothingThere } from '../writing.ts'

const MODULE = 'tariffs'
const tariffs: RowModule = { module: MODULE, what: 'Tariff', facts: () => ({}) }

export function putTariff(incoming: Incoming, place?: Place): Write<Stored> {
  if (place)
    assertPlace(MODULE, incoming.object, { country_code: place.countryCode, party_id: place.partyId, id: place.id })
  return writeWhole(tariffs, keyOf(MODULE, incoming.object), incoming)
}

/** 2.2.1 Tariffs, "DELETE Method". A PUT afterwards makes the tariff anew. */
export function removeTariff(place: Place, removal: Removal): Write<Stored> {
  const key = rowKey(MODULE, place.countryCode, place.partyId, place.id)
  return {
    load: [key],
    apply(view) {
      const before = view.get(key)
      assertSource(MODULE, key, removal, before)
      if (!before || !alive(before)) throw nothingThere(MODULE, 'Tariff')
      return remove(view, before, removal)
    },
  }
}
