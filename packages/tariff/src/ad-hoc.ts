// The prices of a tariff as a driver without a contract has to be shown them.

import type { Tariff } from '@interchange/ocpi'
import { parseDateTime } from '@interchange/ocpi/wire/date-time'
import type { Amount } from './cost.ts'
import type { Finding } from './finding.ts'
import { zone as zoneOf } from './local-time.ts'
import {
  type MarginalPrices,
  MINUTE,
  matchesAt,
  type PriceListOptions,
  pricesOf,
  unitPrice,
} from './marginal-prices.ts'
import type { Found } from './matching.ts'
import { ONE, rational, text } from './rational.ts'
import { type PricedComponent, readTariff } from './tariff-reading.ts'

/** One price as it is shown at a charging station, for one unit. */
export interface AdHocComponent {
  readonly kind: 'energy' | 'time' | 'parking' | 'session'
  readonly unit: 'kWh' | 'min' | 'session'
  readonly amount: Amount | undefined
  /** Restrictions under which it applies, such as `start_time 17:00`; empty: always. */
  readonly when: readonly string[]
  /** It is what counts at the moment that was asked for. */
  readonly now: boolean
}

export interface AdHocPrices extends MarginalPrices {
  readonly currency: string
  /** All components of the tariff, reservations aside: kWh, minutes, session, in the order AFIR lists them. */
  readonly components: readonly AdHocComponent[]
  /** Limits of the whole session. */
  readonly min_price?: Amount
  readonly max_price?: Amount
  readonly findings: readonly Finding[]
}

/**
 * What a driver who pays without a contract is shown before charging: the price per kWh, per minute, per session, and any
 * other component (Regulation (EU) 2023/1804, article 5(4)), with taxes in `after_taxes`. `at` is UTC.
 */
export function adHocComponents(tariff: Tariff, at: string, options: PriceListOptions = {}): AdHocPrices {
  const findings: Finding[] = []
  const reading = readTariff(tariff, '', options.taxes, findings)
  const zone = options.timeZone === undefined ? undefined : zoneOf(options.timeZone)
  const instant = parseDateTime(at)
  if (!zone && reading.needsClock) {
    findings.push(
      problem('time-zone-unknown', '/time_zone', 'the tariff depends on local time; its time zone is needed'),
    )
  }
  if (instant === undefined) findings.push(problem('time-unreadable', '/at', 'a DateTime in UTC is needed'))
  const local = zone && instant !== undefined ? zone.localTime(instant) : undefined
  const found = matchesAt(reading, local, options)
  const active = new Set<Found>([found.charging.energy, found.charging.time, found.charging.flat, found.parking.time])
  const list = (
    components: readonly PricedComponent[],
    kind: AdHocComponent['kind'],
    unit: AdHocComponent['unit'],
  ): AdHocComponent[] =>
    components.map((component) => ({
      kind,
      unit,
      amount: unitPrice(component, unit === 'min' ? MINUTE : ONE, options.digits),
      when: component.restrictions.map(({ shown }) => shown),
      now: active.has(component),
    }))
  return {
    currency: tariff.currency,
    ...pricesOf(found, options.digits),
    components: [
      ...list(reading.charging.energy, 'energy', 'kWh'),
      ...list(reading.charging.time, 'time', 'min'),
      ...list(reading.parking.time, 'parking', 'min'),
      ...list(reading.charging.flat, 'session', 'session'),
    ],
    ...limitOf('min_price', tariff),
    ...limitOf('max_price', tariff),
    findings,
  }
}

function limitOf(field: 'min_price' | 'max_price', tariff: Tariff): { readonly [Field in typeof field]?: Amount } {
  const limit = tariff[field]
  const before = rational(limit?.before_taxes)
  const after = rational(limit?.after_taxes)
  if (!before) return {}
  return { [field]: { before_taxes: text(before), taxes: [], ...(after ? { after_taxes: text(after) } : {}) } }
}

const problem = (code: string, path: string, message: string): Finding => ({ code, severity: 'error', path, message })
