// min_price and max_price (2.3.0 Tariffs, notes at the Tariff object; R-TAR-23, R-TAR-24). Each has a limit before and one
// after taxes, and both hold for the total by themselves. A limit before taxes alone takes the taxes along.

import type { PriceLimit } from '@interchange/ocpi'
import type { Finding } from './finding.ts'
import { addMoney, afterTaxes, type Money, NO_MONEY, PERCENT, split } from './money.ts'
import { add, compare, divide, isZero, multiply, type Rational, rational, sign, subtract } from './rational.ts'
import { isObject, malformed } from './shape.ts'
import type { TariffReading } from './tariff-reading.ts'

export interface Limited {
  readonly kind: 'min-price' | 'max-price'
  readonly tariff: TariffReading
  readonly taxes: 'before' | 'after'
  readonly from: Rational
  readonly to: Rational
}

/** The total within the limits of all tariffs that priced it. `minimum` is false for a reservation that was not used. */
export function limit(
  total: Money,
  tariffs: readonly TariffReading[],
  minimum: boolean,
  findings: Finding[],
): { readonly total: Money; readonly limited: readonly Limited[] } {
  let now = total
  const limited: Limited[] = []
  const kinds = minimum ? (['min-price', 'max-price'] as const) : (['max-price'] as const)
  for (const kind of kinds) {
    for (const tariff of tariffs) now = limitBy(kind, tariff, now, limited, findings)
  }
  return { total: now, limited }
}

function limitBy(
  kind: Limited['kind'],
  tariff: TariffReading,
  money: Money,
  limited: Limited[],
  findings: Finding[],
): Money {
  const field = kind === 'min-price' ? 'min_price' : 'max_price'
  const path = `${tariff.path}/${field}`
  const given = tariff.tariff[field]
  if (given === undefined || given === null) return money
  if (!isObject(given)) {
    findings.push(malformed(path, 'a limit before and after taxes'))
    return money
  }
  const limits = readLimit(given, path, findings)
  const within = (amount: Rational, by: Rational | undefined, taxes: Limited['taxes']): Rational => {
    if (by === undefined || (kind === 'min-price' ? compare(amount, by) >= 0 : compare(amount, by) <= 0)) return amount
    limited.push({ kind, tariff, taxes, from: amount, to: by })
    return by
  }
  const before = within(money.before, limits.before, 'before')
  // Where taxes come on top that nobody knows, neither is it known whether they pass a limit.
  if (limits.after === undefined || money.open.has('on-top')) {
    return before === money.before ? money : scaled(money, before, tariff)
  }
  const taxed = afterTaxes(money)
  const after = within(taxed, limits.after, 'after')
  if (before === money.before && after === taxed) return money
  if (compare(after, before) >= 0 || sign(before) < 0) return withAfter(money, before, after)
  findings.push(contradiction(path))
  return scaled(money, before, tariff)
}

function readLimit({ before_taxes, after_taxes }: PriceLimit, path: string, findings: Finding[]) {
  const read = (value: unknown, field: string): Rational | undefined => {
    if (value === undefined || value === null) return undefined
    const known = rational(value)
    if (known === undefined) {
      findings.push({
        code: 'price-limit-unreadable',
        severity: 'error',
        path: `${path}/${field}`,
        message: 'a limit of a price is a number; taken as not given',
        requirement: 'R-TAR-24',
      })
    }
    return known
  }
  return { before: read(before_taxes, 'before_taxes'), after: read(after_taxes, 'after_taxes') }
}

/** Taxes in proportion; of nothing at all, those of the tariff's first component. */
function scaled(money: Money, before: Rational, tariff: TariffReading): Money {
  if (!isZero(money.before)) {
    const factor = divide(before, money.before)
    return { ...money, before, taxes: money.taxes.map((tax) => ({ ...tax, amount: multiply(tax.amount, factor) })) }
  }
  const any = tariff.charging.energy[0] ?? tariff.charging.time[0] ?? tariff.charging.flat[0]
  if (!any || isZero(any.taxes.before)) return { ...NO_MONEY, before }
  return addMoney(NO_MONEY, split(divide(before, any.taxes.before), any.taxes))
}

/** The first tax takes the difference; without any it is VAT, the tax that tariffs state. */
function withAfter(money: Money, before: Rational, after: Rational): Money {
  const wanted = subtract(after, before)
  const taxes = money.taxes.length > 0 ? money.taxes : [{ name: 'VAT', percentage: undefined, amount: wanted }]
  const others = taxes.slice(1).reduce((sum, { amount }) => add(sum, amount), subtract(wanted, wanted))
  const { name, percentage } = taxes[0]!
  const amount = subtract(wanted, others)
  const stillRate = percentage && compare(multiply(before, multiply(percentage, PERCENT)), amount) === 0
  return {
    ...money,
    before,
    taxes: [{ name, percentage: stillRate ? percentage : undefined, amount }, ...taxes.slice(1)],
  }
}

const contradiction = (path: string): Finding => ({
  code: 'price-limits-contradict',
  severity: 'warning',
  path,
  message: 'with these limits the price after taxes would be below the one before; taxes taken in proportion',
  requirement: 'R-TAR-24',
})
