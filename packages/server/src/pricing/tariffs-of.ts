// By which tariffs a session or CDR is priced, as far as they are known here.

import type { Tariff } from '@interchange/ocpi'
import { equalCi } from '@interchange/ocpi/wire/ci-string'
import { parseDateTime } from '@interchange/ocpi/wire/date-time'
import type { TariffVersions } from '../inspection/tariff-versions.ts'
import { connectorTariff, type FoundLocation, ownerOf, type PricedUsage, type TariffNeeds } from './connector-tariff.ts'
import { findTariffs } from './lookup.ts'

export interface TariffsOf {
  readonly tariffs: readonly Tariff[]
  /** Ids that nothing is known of. */
  readonly missing: readonly string[]
}

/**
 * The tariffs that the periods name, beside those it brings along; without any name, the one of the connector. `versions`:
 * as they were when the session began.
 */
export async function tariffsOf(
  needs: TariffNeeds & { readonly versions?: Pick<TariffVersions, 'asOf'> },
  usage: PricedUsage,
  place: FoundLocation | undefined,
): Promise<TariffsOf> {
  const atHand = usage.tariffs ?? []
  const named = [...new Set((usage.charging_periods ?? []).flatMap(({ tariff_id }) => tariff_id ?? []))]
  if (named.length === 0 && atHand.length === 0) {
    const { tariff, missing } = await connectorTariff(needs, usage, place)
    return { tariffs: tariff ? [tariff] : [], missing }
  }
  const wanted = named.filter((name) => !atHand.some(({ id }) => equalCi(id, name)))
  const owner = ownerOf(usage)
  if (wanted.length === 0 || !owner) return { tariffs: atHand, missing: wanted }
  const at = parseDateTime(usage.start_date_time)
  const past =
    needs.versions && at !== undefined ? { versions: needs.versions, at: new Date(at).toISOString() } : undefined
  const { tariffs, missing } = await findTariffs(needs.database, owner, wanted, past)
  return { tariffs: [...atHand, ...tariffs], missing }
}
