import type { ChargingPeriod, SessionStatus, Tariff } from '@interchange/ocpi'
import type { RoundingMode } from './rational.ts'

/**
 * What is priced: a CDR, a Session, or as much of one as there is. Numbers are kWh, hours, A and kW as in OCPI, times
 * are UTC. A period ends where the next one starts, the last one at `end_date_time`.
 */
export interface Usage {
  readonly start_date_time: string
  readonly end_date_time?: string | null
  readonly charging_periods?: readonly ChargingPeriod[] | null
  readonly currency?: string
  readonly tariffs?: readonly Tariff[] | null
  readonly status?: SessionStatus
  readonly kwh?: number
  readonly total_energy?: number
  readonly total_time?: number
  readonly total_parking_time?: number | null
  readonly credit?: boolean | null
  readonly home_charging_compensation?: boolean | null
  readonly last_updated?: string
}

/** Where amounts are rounded: each part of the cost, or the total alone; `before_taxes` and each tax by itself. */
export interface Rounding {
  readonly per: 'component' | 'total'
  /** After the point. */
  readonly digits: number
  /** Default `half-up`. */
  readonly mode?: RoundingMode
}

export interface PriceOptions {
  /** Those the periods name; default: the usage's own (a CDR's `tariffs`). */
  readonly tariffs?: readonly Tariff[]
  /** The location's, an IANA name. Needed for times of day, dates and days of the week. */
  readonly timeZone?: string
  /** Instead of `timeZone`. */
  readonly location?: { readonly time_zone?: string } | null
  /**
   * Default true: a period in which the price changes is cut there, energy in proportion to time. False: the price at its
   * start holds for all of it.
   */
  readonly cut?: boolean
  /** Default: none. */
  readonly rounding?: Rounding
  /** Digits shown of amounts that do not end; default 10. */
  readonly digits?: number
  /** Taxes on prices whose component has no `vat`, in %: what the law of a place says (North America). */
  readonly taxes?: readonly { readonly name: string; readonly percentage: number }[]
  /** Whether a reservation without charging expired. Default: it did, unless the session still runs; false: cancelled. */
  readonly reservationExpired?: boolean
}
