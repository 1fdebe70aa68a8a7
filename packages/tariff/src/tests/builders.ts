// Tariffs and sessions in a few words.

import type {
  CdrDimension,
  CdrDimensionType,
  ChargingPeriod,
  PriceComponent,
  Tariff,
  TariffDimensionType,
  TariffElement,
  TariffRestrictions,
} from '@interchange/ocpi'
import type { Usage } from '../options.ts'

export const component = (
  type: TariffDimensionType,
  price: number,
  { vat, step = 1 }: { vat?: number; step?: number } = {},
): PriceComponent => ({ type, price, ...(vat === undefined ? {} : { vat }), step_size: step })

export const element = (price_components: PriceComponent[], restrictions?: TariffRestrictions): TariffElement =>
  restrictions ? { price_components, restrictions } : { price_components }

export const tariff = (elements: TariffElement[], more: Partial<Tariff> = {}): Tariff => ({
  country_code: 'DE',
  party_id: 'ALL',
  id: 'T',
  currency: 'EUR',
  elements,
  tax_included: 'NO',
  last_updated: '2019-01-01T00:00:00Z',
  ...more,
})

export const minutes = (count: number): number => count * 60
export const hours = (count: number): number => count * 3600

/** What happens for so many seconds. The kind of time is `charge` unless it is said. */
export interface Happening {
  readonly seconds: number
  readonly kind?: 'charge' | 'park' | 'reserve' | 'unsaid'
  readonly kwh?: number
  /** Further dimensions: MAX_POWER and so on. */
  readonly more?: Partial<Record<CdrDimensionType, number>>
  readonly tariffId?: string | null
}

const KINDS = { charge: 'TIME', park: 'PARKING_TIME', reserve: 'RESERVATION_TIME' } as const

const at = (ms: number): string => new Date(ms).toISOString()

/** A session of consecutive periods, one for each happening, under tariff `T` unless said otherwise. */
export function session(start: string, happenings: readonly Happening[], more: Partial<Usage> = {}): Usage {
  let now = Date.parse(start)
  const charging_periods = happenings.map(
    ({ seconds, kind = 'charge', kwh, more = {}, tariffId = 'T' }): ChargingPeriod => {
      const dimensions: CdrDimension[] = []
      if (kind !== 'unsaid') dimensions.push({ type: KINDS[kind], volume: seconds / 3600 })
      if (kwh !== undefined) dimensions.push({ type: 'ENERGY', volume: kwh })
      for (const [type, volume] of Object.entries(more)) dimensions.push({ type: type as CdrDimensionType, volume })
      const period = { start_date_time: at(now), dimensions, ...(tariffId === null ? {} : { tariff_id: tariffId }) }
      now += seconds * 1000
      return period
    },
  )
  return { start_date_time: start, end_date_time: at(now), charging_periods, ...more }
}
