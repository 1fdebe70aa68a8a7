// `min_price` and `max_price` (Tariffs, "PriceLimit"): each amount is a limit of its own.

import { worthOfEuro } from '../facts/currencies.ts'
import { highMinPrice } from '../facts/plausible.ts'
import type { Rule } from '../rule.ts'
import type { TariffView } from '../view.ts'
import { over } from './prices.ts'

const limitsOf = ({ minPrice, maxPrice }: TariffView) => [minPrice, maxPrice].filter((limit) => limit !== undefined)

export const limitRules: readonly Rule[] = [
  {
    code: 'limits-reversed',
    severity: 'error',
    requirement: 'R-TAR-24',
    doc: 'The least price is above the most.',
    check({ minPrice, maxPrice }, report) {
      for (const [of, field] of [['before', 'before_taxes'] as const, ['after', 'after_taxes'] as const]) {
        const [least, most] = [minPrice?.[of], maxPrice?.[of]]
        if (least === undefined || most === undefined || least <= most) continue
        report(
          `/min_price/${field}`,
          `min_price is above max_price, so no price fits; ${field} has to be at most ${most}`,
        )
      }
    },
  },
  {
    code: 'limit-taxes',
    severity: 'error',
    requirement: 'R-TAR-24',
    doc: 'A limit after taxes is below the one before taxes.',
    check(tariff, report) {
      for (const { path, before, after } of limitsOf(tariff)) {
        if (before === undefined || after === undefined || after >= before) continue
        report(`${path}/after_taxes`, 'after_taxes is below before_taxes; taxes are added to it')
      }
    },
  },
  {
    code: 'limit-rate',
    severity: 'warning',
    requirement: 'R-TAR-24',
    doc: 'The two amounts of a limit differ by another rate than the one all prices have.',
    check(tariff, report) {
      const rates = new Set(tariff.components.map(({ vat }) => vat))
      const [rate] = rates
      if (rates.size !== 1 || rate === undefined) return
      for (const { path, before, after } of limitsOf(tariff)) {
        if (before === undefined || after === undefined || after < before) continue
        const right = before * (1 + rate / 100)
        if (Math.abs(after - right) <= Math.abs(right) * 0.01 + 0.01) continue
        report(`${path}/after_taxes`, `all prices have ${rate} % VAT, which makes ${Number(right.toFixed(2))}`)
      }
    },
  },
  {
    code: 'limit-negative',
    severity: 'error',
    requirement: 'R-TAR-24',
    doc: 'A limit is below 0.',
    check(tariff, report) {
      for (const { path, before, after } of limitsOf(tariff)) {
        if ((before ?? 0) < 0) report(`${path}/before_taxes`, 'a limit is 0 or more')
        if ((after ?? 0) < 0) report(`${path}/after_taxes`, 'a limit is 0 or more')
      }
    },
  },
  {
    code: 'max-price-zero',
    severity: 'warning',
    requirement: 'R-TAR-24',
    doc: 'The most a session may cost is 0 although there are prices.',
    check({ maxPrice, components }, report) {
      if (maxPrice?.before !== 0 || !components.some(({ price }) => (price ?? 0) > 0)) return
      report('/max_price/before_taxes', 'a max_price of 0 makes every session free; leave max_price out for no limit')
    },
  },
  {
    code: 'min-price-high',
    severity: 'warning',
    requirement: 'R-TAR-24',
    doc: 'A least price that looks like cents.',
    check({ minPrice, currency }, report) {
      const worth = worthOfEuro(currency)
      if (worth === undefined || minPrice?.before === undefined || minPrice.before <= highMinPrice * worth) return
      report(
        '/min_price/before_taxes',
        `${minPrice.before} ${currency} at least is very high; if these are hundredths write ${over(minPrice.before, 100)}`,
      )
    },
  },
]
