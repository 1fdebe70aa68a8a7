// 2.2.1 Locations, "Connector Object", tariff_ids: of each type of tariff one is active at a time. A connector may name
// tariffs that are not known yet, so this is looked at where they are, and reported.

import { objectsIn } from '@interchange/ocpi/define/rules'
import { dateTimeKey } from '@interchange/ocpi/wire/date-time'
import { rowKey } from '../../storage/row.ts'
import type { View, Write } from '../../storage/writer.ts'
import { bodyOf, lift } from '../body.ts'
import type { Json } from '../json-text.ts'
import { alive, type Finding, type Place, type Stored } from '../writing.ts'

interface Named {
  /** JSON pointer of the connector's `tariff_ids`. */
  readonly path: string
  readonly ids: readonly string[]
}

/** Connectors with more than one tariff, in a location, an EVSE or a connector, whole or in part. */
function named(object: Json, at = ''): Named[] {
  const below = [...objectsIn(object, 'evses'), ...objectsIn(object, 'connectors')]
  const ids = Array.isArray(object.tariff_ids) ? object.tariff_ids.map(String) : []
  const own = ids.length > 1 ? [{ path: `${at}/tariff_ids`, ids }] : []
  return [...own, ...below.flatMap((part) => named(part.item, at + part.at))]
}

/** Reports with a write which connectors have two tariffs of one type at the same time. */
export function watchingTariffs(
  write: Write<Stored>,
  { countryCode, partyId }: Pick<Place, 'countryCode' | 'partyId'>,
  object: Json,
): Write<Stored> {
  const connectors = named(object)
  if (connectors.length === 0) return write
  const keyOf = (id: string) => rowKey('tariffs', countryCode, partyId, id)
  return {
    ...write,
    load: [...write.load, ...connectors.flatMap(({ ids }) => ids.map(keyOf))],
    apply(view) {
      const stored = write.apply(view)
      if (stored.outcome !== 'created' && stored.outcome !== 'updated') return stored
      const odd = connectors.filter(({ ids }) => anyOverlap(tariffsIn(view, ids.map(keyOf))))
      const findings = odd.map(
        ({ path }): Finding => ({
          rule: 'R-LOC-20',
          path,
          message: 'two tariffs of one type are valid at the same time',
        }),
      )
      return { ...stored, findings: [...stored.findings, ...findings] }
    },
  }
}

const tariffsIn = (view: View, keys: readonly ReturnType<typeof rowKey>[]): Json[] =>
  keys.flatMap((key) => {
    const row = alive(view.get(key))
    return row ? [lift(bodyOf(row), 'Tariff')] : []
  })

const anyOverlap = (tariffs: readonly Json[]): boolean =>
  tariffs.some((one, index) => tariffs.slice(index + 1).some((other) => other.id !== one.id && overlap(one, other)))

const overlap = (one: Json, other: Json): boolean =>
  (one.type ?? null) === (other.type ?? null) && startOf(one) < endOf(other) && startOf(other) < endOf(one)

/** Open ends come before and after every time. */
const startOf = (tariff: Json): string => dateTimeKey(tariff.start_date_time) ?? ''
const endOf = (tariff: Json): string => dateTimeKey(tariff.end_date_time) ?? '~'

/** Whether a tariff is valid at a DateTime: from its start on, before its end. */
export function isValidAt(tariff: Json, at: string): boolean {
  const time = dateTimeKey(at) ?? ''
  return startOf(tariff) <= time && time < endOf(tariff)
}
