// What charging costs now at the connectors of locations that were read together: the tariffs of all of them are looked up
// in one go, and each is worked out once per time zone and power.

import type { Connector, Location, Tariff } from '@interchange/ocpi'
import { adHocComponents, selectTariff } from '@interchange/tariff'
import { type RetailPricesNow, retailPricesNow } from '@interchange/tariff/retail-prices-now'
import { fromRow } from '../modules/rows.ts'
import { powerOf } from '../pricing/lookup.ts'
import type { Driver, StoredRule } from '../retail/rules.ts'
import { retailStore } from '../retail/store.ts'
import type { Database } from '../storage/database.ts'
import { getRows } from '../storage/objects.ts'
import { keyText, type Row, type RowKey, rowKey } from '../storage/row.ts'

/** Tariffs that are looked up for one answer; connectors whose tariffs are beyond are without prices. */
const MOST_TARIFFS = 1000

export interface ConnectorPrices {
  readonly evse_uid: string
  readonly connector_id: string
  readonly regular: object | null
  readonly ad_hoc: object | null
  /** What the driver that was named pays; null: no rule is for them, or it cannot be known. */
  readonly retail?: RetailPricesNow | null
}

/** For each of the locations: its connectors with what charging costs there at `now`, and what it costs `driver`. */
export async function pricesNow(
  database: Database,
  rows: readonly Row[],
  now: Date,
  driver?: Driver,
): Promise<(row: Row) => readonly ConnectorPrices[]> {
  const at = now.toISOString()
  const locations = new Map(rows.map((row) => [row, fromRow(row) as unknown as Location]))
  const wanted = new Map<string, RowKey>()
  for (const [row, location] of locations) {
    for (const { connector } of connectorsOf(location)) {
      for (const key of tariffKeys(row, connector)) if (wanted.size < MOST_TARIFFS) wanted.set(keyText(key), key)
    }
  }
  const found = wanted.size === 0 ? [] : await getRows(database, [...wanted.values()])
  const tariffs = new Map(
    found.filter(({ deleted }) => !deleted).map((row) => [keyText(row.key), fromRow(row) as unknown as Tariff]),
  )
  const worked = new Map<string, object>()
  const rules = driver && (await rulesByCpo(database, driver, rows, at))

  function priced(tariff: Tariff | undefined, timeZone: string, power: number): object | null {
    if (!tariff) return null
    const name = [tariff.country_code, tariff.party_id, tariff.id, timeZone, power].join('\u0000')
    const known = worked.get(name) ?? { tariff_id: tariff.id, ...adHocComponents(tariff, at, { timeZone, power }) }
    worked.set(name, known)
    return known
  }

  function sold(row: Row, tariff: Tariff | undefined, timeZone: string, power: number): RetailPricesNow | null {
    const rule = rules?.get(ownerOf(row))
    return (rule && retailPricesNow(rule, tariff, at, { timeZone, power })) ?? null
  }

  return (row) => {
    const location = locations.get(row)
    if (!location) return []
    return connectorsOf(location).map(({ evseUid, connector }) => {
      const named = tariffKeys(row, connector).flatMap((key) => tariffs.get(keyText(key)) ?? [])
      const [zone, power] = [location.time_zone, powerOf(connector)]
      const regular = selectTariff(named, at).tariff
      return {
        evse_uid: evseUid,
        connector_id: connector.id,
        regular: priced(regular, zone, power),
        ad_hoc: priced(selectTariff(named, at, 'AD_HOC_PAYMENT').tariff, zone, power),
        ...(driver ? { retail: sold(row, regular, zone, power) } : {}),
      }
    })
  }
}

const ownerOf = ({ key }: Row): string => `${key.countryCode}-${key.partyId}`

/** The closest rule for the driver at each CPO. */
async function rulesByCpo(
  database: Database,
  driver: Driver,
  rows: readonly Row[],
  at: string,
): Promise<ReadonlyMap<string, StoredRule>> {
  const cpos = new Map(rows.map((row) => [ownerOf(row), row.key]))
  const found = await Promise.all(
    [...cpos].map(async ([name, { countryCode, partyId }]) => {
      const [rule] = await retailStore(database).rulesFor(driver, { countryCode, partyId }, at)
      return [name, rule] as const
    }),
  )
  return new Map(found.filter((pair): pair is readonly [string, StoredRule] => pair[1] !== undefined))
}

const connectorsOf = ({ evses }: Location): { readonly evseUid: string; readonly connector: Connector }[] =>
  (evses ?? []).flatMap(({ uid, connectors }) => (connectors ?? []).map((connector) => ({ evseUid: uid, connector })))

const tariffKeys = ({ key }: Row, { tariff_ids }: Connector): RowKey[] =>
  (tariff_ids ?? []).map((id) => rowKey('tariffs', key.countryCode, key.partyId, id))
