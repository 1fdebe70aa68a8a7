// Objects that partners are shown differently from now on are moved in the feed, with a `last_updated` of now, as if
// their owner had written them: lanes send them, delta lists hold them.

import { formatDateTime, parseDateTime } from '@interchange/ocpi/wire/date-time'
import type { RowKey } from '../../storage/row.ts'
import type { View, Write } from '../../storage/writer.ts'
import { type Body, bodyOf } from '../body.ts'
import { connectorsOf, withConnectors } from '../locations/family.ts'
import { alive, earlier, storedTime, withTime } from '../writing.ts'
import type { ConnectorPlace } from './rules.ts'

export interface Moving {
  /** DateTime of the change. */
  readonly at: string
  readonly correlationId: string
}

/** A tariff; false when there is none any more. */
export function moveTariff(key: RowKey, by: Moving): Write<boolean> {
  return {
    load: [key],
    apply(view) {
      const row = alive(view.get(key))
      return row !== undefined && row.partner === null && put(view, key, moved(bodyOf(row), by.at), by)
    },
  }
}

/**
 * The connectors of a location that are concerned, and their EVSEs. The location itself moves where that is most of its
 * EVSEs: it is then sent once, instead of each of them. Returns how many EVSEs moved.
 */
export function moveConnectors(
  location: RowKey,
  isConcerned: (place: ConnectorPlace, tariffIds: readonly string[]) => boolean,
  by: Moving,
): Write<number> {
  return {
    load: [location],
    apply(view) {
      const row = alive(view.get(location))
      if (!row || row.partner !== null) return 0
      const { countryCode, partyId, id: locationId } = location
      const evses = view.evsesOf(location)
      let count = 0
      for (const evse of evses) {
        const body = bodyOf(evse)
        const before = connectorsOf(body)
        const after = before.map((connector) => {
          const connectorId = String(connector.value.id)
          const place = { countryCode, partyId, locationId, evseUid: evse.key.sub, connectorId }
          return isConcerned(place, tariffIdsOf(connector)) ? moved(connector, by.at) : connector
        })
        if (after.every((connector, index) => connector === before[index])) continue
        put(view, evse.key, moved(withConnectors(body, after), by.at), by)
        count++
      }
      if (count > 1 && count * 2 > evses.length) put(view, location, moved(bodyOf(row), by.at), by)
      return count
    },
  }
}

const tariffIdsOf = ({ value }: Body): string[] => (Array.isArray(value.tariff_ids) ? value.tariff_ids.map(String) : [])

/** `last_updated` has to change and never goes back: one that lies in the future becomes a millisecond later. */
function moved(body: Body, at: string): Body {
  const before = storedTime(body.value)
  return withTime(body, earlier(before, at) ? at : formatDateTime(parseDateTime(before)! + 1))
}

function put(view: View, key: RowKey, body: Body, { correlationId }: Moving): boolean {
  const { version, text, value } = body
  return view.put({ key, version, text, lastUpdated: storedTime(value), partner: null, correlationId })
}
