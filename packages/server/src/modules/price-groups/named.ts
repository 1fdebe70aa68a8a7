import { type RowKey, rowKey } from '../../storage/row.ts'
import type { Json } from '../json-text.ts'

const records = (value: unknown): Json[] =>
  Array.isArray(value) ? value.filter((item): item is Json => typeof item === 'object' && item !== null) : []

/** Tariffs that an own location, EVSE or connector, or what a PATCH gives of one, names. */
export function namedTariffs(owner: Pick<RowKey, 'countryCode' | 'partyId'>, object: Json): RowKey[] {
  const evses = [object, ...records(object.evses)]
  const connectors = [object, ...evses.flatMap((evse) => records(evse.connectors))]
  return connectors
    .flatMap(({ tariff_ids: ids }) => (Array.isArray(ids) ? ids : []))
    .map((id) => rowKey('tariffs', owner.countryCode, owner.partyId, String(id)))
}
