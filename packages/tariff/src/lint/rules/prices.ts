// Prices: per kWh for ENERGY, per hour for times, per session for FLAT (Tariffs, "TariffDimensionType").

import { compare, decimal, divide, multiply, toNumber } from '@interchange/ocpi/define/decimal'
import { worthOfEuro } from '../facts/currencies.ts'
import { type PriceBand, priceBands, reservationTime } from '../facts/plausible.ts'
import type { Rule } from '../rule.ts'
import { type ComponentView, type Dimension, type Phase, pricesOf, type TariffView } from '../view.ts'

/** Exact: the shortest text of `price` times or divided by a whole number. */
export const times = (price: number, by: number): number => toNumber(multiply(decimal(price), decimal(by)))
export const over = (price: number, by: number): number => toNumber(divide(decimal(price), decimal(by), 6))

interface Priced {
  readonly component: ComponentView
  readonly price: number
  readonly band: PriceBand
  /** Units of the currency that are worth a euro. */
  readonly worth: number
}

/** Components with a price, when the currency's worth is known. */
function priced(tariff: TariffView, dimension: Dimension): Priced[] {
  const worth = worthOfEuro(tariff.currency)
  if (worth === undefined) return []
  const found: Priced[] = []
  for (const { components, phase } of tariff.elements) {
    for (const component of components) {
      const { price, type } = component
      if (type !== dimension || price === undefined || price <= 0) continue
      found.push({ component, price, band: bandOf(phase, dimension), worth })
    }
  }
  return found
}

const bandOf = (phase: Phase, dimension: Dimension): PriceBand =>
  phase !== 'SESSION' && dimension === 'TIME' ? reservationTime : priceBands[dimension]

const isHigh = ({ price, band, worth }: Priced): boolean => price > band.high * worth
const isLow = ({ price, band, worth }: Priced): boolean => price < (band.low ?? 0) * worth
const HOURLY = ['TIME', 'PARKING_TIME'] as const

export const priceRules: readonly Rule[] = [
  {
    code: 'energy-price-high',
    severity: 'warning',
    requirement: 'R-TAR-20',
    doc: 'A price per kWh that looks like cents, or like a price per session.',
    check(tariff, report) {
      for (const each of priced(tariff, 'ENERGY').filter(isHigh)) {
        const { component, price } = each
        report(
          `${component.path}/price`,
          `${price} ${tariff.currency} per kWh is very high; if these are hundredths write ${over(price, 100)}`,
        )
      }
    },
  },
  {
    code: 'energy-price-low',
    severity: 'warning',
    requirement: 'R-TAR-20',
    doc: 'A price per kWh that looks like a price per Wh.',
    check(tariff, report) {
      for (const { component, price } of priced(tariff, 'ENERGY').filter(isLow)) {
        report(
          `${component.path}/price`,
          `${price} ${tariff.currency} per kWh is very low; if this is per Wh write ${times(price, 1000)}`,
        )
      }
    },
  },
  {
    code: 'time-price-high',
    severity: 'warning',
    requirement: 'R-TAR-20',
    doc: 'A price per hour that looks like a price per minute times 3600, an hour times 60, or cents.',
    check(tariff, report) {
      for (const { component, price } of HOURLY.flatMap((type) => priced(tariff, type)).filter(isHigh)) {
        report(
          `${component.path}/price`,
          `${price} ${tariff.currency} per hour is ${over(price, 60)} per minute, which is very high; times are priced ` +
            `per hour: a price per second times 3600, or per minute times 60. One of 60 too many: ${over(price, 60)}; ` +
            `hundredths: ${over(price, 100)}`,
        )
      }
    },
  },
  {
    code: 'time-price-low',
    severity: 'warning',
    requirement: 'R-TAR-20',
    doc: 'A price per hour that looks like a price per minute.',
    check(tariff, report) {
      for (const { component, price } of HOURLY.flatMap((type) => priced(tariff, type)).filter(isLow)) {
        report(
          `${component.path}/price`,
          `${price} ${tariff.currency} per hour is very low; if this is per minute write ${times(price, 60)}`,
        )
      }
    },
  },
  {
    code: 'flat-price-high',
    severity: 'warning',
    doc: 'A fee per session that looks like cents.',
    check(tariff, report) {
      for (const { component, price } of priced(tariff, 'FLAT').filter(isHigh)) {
        report(
          `${component.path}/price`,
          `${price} ${tariff.currency} per session is very high; if these are hundredths write ${over(price, 100)}`,
        )
      }
    },
  },
  {
    code: 'units-mixed',
    severity: 'warning',
    requirement: 'R-TAR-20',
    doc: 'Two prices of one dimension differ by exactly 60 or 3600 (times), 100 or 1000 (energy): two units are mixed.',
    check(tariff, report) {
      const seconds = [60, 3600]
      mixed(pricesOf(tariff, 'ENERGY'), [100, 1000], report)
      mixed(pricesOf(tariff, 'TIME'), seconds, report)
      mixed(pricesOf(tariff, 'PARKING_TIME'), seconds, report)
    },
  },
  {
    code: 'price-negative',
    severity: 'warning',
    doc: 'A price below 0: using it would earn money.',
    check({ components }, report) {
      for (const { path, price } of components) {
        if (price !== undefined && price < 0) {
          report(`${path}/price`, 'the price is below 0; a discount is a lower price, a credit is a CDR of its own')
        }
      }
    },
  },
  {
    code: 'price-decimals',
    severity: 'note',
    requirement: 'R-TYPE-09',
    doc: 'A price with more than four decimals, which other platforms may round.',
    check({ components }, report) {
      for (const { path, price } of components) {
        if (price !== undefined && Number(price.toFixed(4)) !== price) {
          report(`${path}/price`, 'numbers of OCPI have four decimals; others may round this price')
        }
      }
    },
  },
  {
    code: 'all-prices-zero',
    severity: 'warning',
    requirement: 'R-TAR-07',
    doc: 'All prices are 0 in another form than the one for free of charge: the price is probably not known.',
    check(tariff, report) {
      if (!isAllZero(tariff) || isFreeOfCharge(tariff)) return
      report(
        '/elements',
        'all prices are 0, which says free of charge and not unknown. Free is one element without restrictions with one ' +
          'FLAT of 0; when the price is not known there should be no tariff',
      )
    },
  },
]

function mixed(
  prices: readonly { readonly component: ComponentView }[],
  factors: readonly number[],
  report: (path: string, message: string) => void,
): void {
  const known = prices.flatMap(({ component: { path, price } }) => (price && price > 0 ? [{ path, price }] : []))
  if (known.length < 2) return
  const highest = known.reduce((a, b) => (b.price > a.price ? b : a))
  for (const { path, price } of known) {
    const factor = factors.find((by) => compare(multiply(decimal(price), decimal(by)), decimal(highest.price)) === 0)
    if (factor === undefined) continue
    report(`${path}/price`, `exactly 1/${factor} of ${highest.path}/price; both have to be in the same unit`)
  }
}

/** Prices of the session are all known and 0, and no least price makes up for it. */
export function isAllZero({ elements, minPrice }: TariffView): boolean {
  const components = elements.filter(({ phase }) => phase === 'SESSION').flatMap((element) => element.components)
  return components.length > 0 && components.every(({ price }) => price === 0) && !((minPrice?.before ?? 0) > 0)
}

/** R-TAR-07: one element, no restrictions, one FLAT of 0. */
function isFreeOfCharge({ elements }: TariffView): boolean {
  const [element, second] = elements
  if (!element || second || element.components.length !== 1) return false
  return element.components[0]!.type === 'FLAT' && element.box !== undefined && Object.keys(element.box).length === 0
}
