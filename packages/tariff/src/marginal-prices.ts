// What the next kWh and the next minute cost, and what a session that starts now pays for starting: the prices of a tariff
// before anybody charges.

import type { Amount } from './cost.ts'
import { Flow, NOT_MEASURED, STILL } from './flow.ts'
import type { LocalTime } from './local-time.ts'
import { type Found, type Match, match } from './matching.ts'
import { amountOf } from './money.ts'
import { costOf } from './period-costs.ts'
import { fraction, ONE, type Rational, rational, ZERO } from './rational.ts'
import type { Moment } from './restrictions.ts'
import type { TariffReading } from './tariff-reading.ts'
import type { GivenTaxes } from './taxes.ts'

/** How things stand where the price is asked for. Default: a session that starts at that moment. */
export interface PriceListOptions {
  /** The location's, an IANA name. */
  readonly timeZone?: string
  /** kW while charging. */
  readonly power?: number
  /** A while charging, sum over the phases. */
  readonly current?: number
  /** kWh charged so far. */
  readonly energy?: number
  /** Seconds since the session started. */
  readonly duration?: number
  readonly taxes?: GivenTaxes
  readonly digits?: number
}

/** Undefined: not known. An amount of 0: no price, so no cost. */
export interface MarginalPrices {
  readonly per_kwh: Amount | undefined
  /** Of charging. */
  readonly per_minute: Amount | undefined
  /** Of parking. */
  readonly per_minute_parking: Amount | undefined
  /** The fee of a session that starts now. */
  readonly per_session: Amount | undefined
}

export interface Matches {
  readonly charging: Match
  readonly parking: Match
}

export function matchesAt(reading: TariffReading, local: LocalTime | undefined, options: PriceListOptions): Matches {
  const { power, current, energy, duration = 0 } = options
  const flowing = (average: number | undefined) => new Flow({ ...NOT_MEASURED, average })
  const moment: Moment = {
    local,
    energy: rational(energy) ?? ZERO,
    duration: duration * 1000,
    power: flowing(power),
    current: flowing(current),
  }
  return {
    charging: match(reading.charging, moment),
    parking: match(reading.parking, { ...moment, power: STILL, current: STILL }),
  }
}

export const same = (a: Matches, b: Matches): boolean =>
  a.charging.energy === b.charging.energy &&
  a.charging.time === b.charging.time &&
  a.charging.flat === b.charging.flat &&
  a.parking.time === b.parking.time

export const MINUTE = fraction(60)

export function pricesOf({ charging, parking }: Matches, digits: number | undefined): MarginalPrices {
  return {
    per_kwh: unitPrice(charging.energy, ONE, digits),
    per_minute: unitPrice(charging.time, MINUTE, digits),
    per_minute_parking: unitPrice(parking.time, MINUTE, digits),
    per_session: unitPrice(charging.flat, ONE, digits),
  }
}

export function unitPrice(found: Found, quantity: Rational, digits: number | undefined): Amount | undefined {
  if (found === undefined) return { before_taxes: '0', taxes: [], after_taxes: '0' }
  if (found === 'unknown' || found.price === undefined) return undefined
  return amountOf(costOf(found, quantity), digits)
}
