// A location or an EVSE as a price group sees it: connectors name the group's tariffs. Everything else, and the spelling
// of everything else, is as stored.

import { type Row, type RowKey, rowKey } from '../../storage/row.ts'
import { type Body, bodyOf } from '../body.ts'
import { isPlain, type Json, spell } from '../json-text.ts'
import type { CompiledGroup, ConnectorPlace } from './rules.ts'

/** Rows of lists come without their keys: whose location it is, and its id, then stand in the body. */
export type Priced = Pick<Row, 'version' | 'text'> & { readonly key: Pick<RowKey, 'module'> & Partial<RowKey> }

/** The row itself when the group sees what everybody sees. */
export function pricedRow<R extends Priced>(row: R, group: CompiledGroup): R {
  const body = bodyOf(row)
  const { module, countryCode, partyId, id } = { ...keyIn(body.value), ...row.key }
  if (!group.concerns({ countryCode, partyId, id })) return row
  const evse = (value: Json) =>
    pricedEvse(value, group, { countryCode, partyId, locationId: id, evseUid: String(value.uid) })
  const value = module === 'evses' ? evse(body.value) : mapped(body.value, 'evses', evse)
  return value === body.value ? row : { ...row, text: textOf(value, body) }
}

const keyIn = ({ country_code, party_id, id }: Json): RowKey =>
  rowKey('locations', String(country_code), String(party_id), String(id))

function pricedEvse(evse: Json, group: CompiledGroup, place: Omit<ConnectorPlace, 'connectorId'>): Json {
  return mapped(evse, 'connectors', (connector) => {
    const ids = group.tariffIds({ ...place, connectorId: String(connector.id) })
    if (ids === undefined) return connector
    const { tariff_ids: _, ...rest } = connector
    return ids.length === 0 ? rest : { ...connector, tariff_ids: ids }
  })
}

/** The object with the parts of a list changed; the object itself when none was. */
function mapped(object: Json, list: string, change: (part: Json) => Json): Json {
  const parts = object[list]
  if (!Array.isArray(parts)) return object
  const changed = parts.map((part: Json) => change(part))
  return changed.every((part, index) => part === parts[index]) ? object : { ...object, [list]: changed }
}

const textOf = (value: Json, body: Body): string => (isPlain(body.text) ? JSON.stringify(value) : spell(value, [body]))
