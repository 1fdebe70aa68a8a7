// What a session or CDR that is known here costs: what the CPO asks, and what a driver of ours pays for it.

import { type Cost, type PriceOptions, price } from '@interchange/tariff'
import type { TariffVersions } from '../inspection/tariff-versions.ts'
import type { Directory } from '../partners/directory.ts'
import { partyKey } from '../party.ts'
import {
  type FoundLocation,
  locationOf,
  ownerOf,
  type PricedUsage,
  type TariffNeeds,
} from '../pricing/connector-tariff.ts'
import { type TariffsOf, tariffsOf } from '../pricing/tariffs-of.ts'
import { type Sold, soldUsage } from '../retail/sold.ts'
import type { Caller } from './request.ts'

export interface UsagePriceNeeds extends TariffNeeds {
  readonly directory: TariffNeeds['directory'] & Pick<Directory, 'ownParty'>
}

export interface UsagePrice extends Cost {
  readonly stated: PricedUsage['total_cost'] | null
  /** Null: no rule is for the driver; absent: not a driver of ours, or not for this key. */
  readonly retail?: Sold | null
}

export async function usagePrice(
  needs: UsagePriceNeeds,
  usage: PricedUsage,
  options: Pick<PriceOptions, 'tariffs' | 'location' | 'cut'>,
  caller: Caller,
): Promise<UsagePrice> {
  const stated = usage.total_cost ?? null
  const retail = isOf(caller, usage.cdr_token)
    ? await soldUsage(needs, usage, ownerOf(usage), { ...options, stated })
    : undefined
  return { ...price(usage, options), stated, ...(retail === undefined ? {} : { retail }) }
}

export interface KnownPrice extends TariffsOf {
  readonly place: FoundLocation | undefined
  readonly price: UsagePrice
}

/** By tariffs as they were when it began, as far as they are known; what is not is among the findings. */
export async function knownPrice(
  needs: UsagePriceNeeds & { readonly versions: Pick<TariffVersions, 'asOf'> },
  usage: PricedUsage,
  caller: Caller,
): Promise<KnownPrice> {
  const place = await locationOf(needs, usage)
  const found = await tariffsOf(needs, usage, place)
  const options = { tariffs: found.tariffs, location: place?.location ?? null }
  return { ...found, place, price: await usagePrice(needs, usage, options, caller) }
}

/** What drivers of a party pay is for keys of that party. */
const isOf = ({ parties }: Caller, token: PricedUsage['cdr_token']): boolean =>
  parties === '*' ||
  (token != null && parties.includes(partyKey({ countryCode: token.country_code, partyId: token.party_id })))
