// What the platform knows of locations and tariffs, for who prices something.

import type { Connector, Location, Tariff } from '@interchange/ocpi'
import { equalCi } from '@interchange/ocpi/wire/ci-string'
import type { TariffVersions } from '../inspection/tariff-versions.ts'
import { fromRow } from '../modules/rows.ts'
import type { Party } from '../party.ts'
import type { Database } from '../storage/database.ts'
import { getRow, getRows } from '../storage/objects.ts'
import { type Row, rowKey } from '../storage/row.ts'

export interface FoundTariffs {
  /** Canonical, in the order of the ids. */
  readonly tariffs: readonly Tariff[]
  /** Ids that nothing is known of. */
  readonly missing: readonly string[]
}

/** Canonical; undefined: not known here, or deleted. */
export async function findObject<T>(
  database: Database,
  module: string,
  { countryCode, partyId }: Party,
  id: string,
): Promise<{ readonly row: Row; readonly object: T } | undefined> {
  const row = await getRow(database, rowKey(module, countryCode, partyId, id))
  return row && !row.deleted ? { row, object: fromRow(row) as unknown as T } : undefined
}

/** As they are now; with `past` as they were at a time, those deleted since among them. */
export async function findTariffs(
  database: Database,
  { countryCode, partyId }: Party,
  ids: readonly string[],
  past?: { readonly versions: Pick<TariffVersions, 'asOf'>; readonly at: string },
): Promise<FoundTariffs> {
  const keys = ids.map((id) => rowKey('tariffs', countryCode, partyId, id))
  const [before, rows] = await Promise.all([
    past ? past.versions.asOf(keys.map((key) => ({ key, at: past.at }))) : [],
    getRows(database, keys),
  ])
  const now = rows.filter(({ deleted }) => past !== undefined || !deleted)
  const known = [...before, ...now].map((row) => fromRow(row) as unknown as Tariff)
  const found = ids.map((id) => known.find((tariff) => equalCi(tariff.id, id)))
  return {
    tariffs: found.filter((tariff) => tariff !== undefined),
    missing: ids.filter((_, index) => !found[index]),
  }
}

export function connectorOf(
  { evses }: Location,
  evseUid: string | null | undefined,
  connectorId: string | null | undefined,
): Connector | undefined {
  if (!evseUid || !connectorId) return undefined
  const evse = evses?.find(({ uid }) => equalCi(uid, evseUid))
  return evse?.connectors.find(({ id }) => equalCi(id, connectorId))
}

/** kW the connector can deliver: as it says, else by voltage (line to neutral), amperage and phases. */
export function powerOf(connector: Connector): number {
  const { max_electric_power: watts, max_voltage: volts, max_amperage: amperes, power_type: type } = connector
  if (watts) return watts / 1000
  const phases = type === 'AC_3_PHASE' ? 3 : type === 'AC_2_PHASE' ? 2 : 1
  return (volts * amperes * phases) / 1000
}
