// What the next kWh and the next minute cost a driver of ours: the rule applied to the prices of a tariff rather than to
// a session. '@interchange/tariff/retail-prices-now'.

import type { Tariff } from '@interchange/ocpi'
import { adHocComponents } from './ad-hoc.ts'
import type { Amount } from './cost.ts'
import type { MarginalPrices, PriceListOptions } from './marginal-prices.ts'
import { PERCENT } from './money.ts'
import { add, multiply, ONE, rational, text } from './rational.ts'
import type { RetailRule } from './retail.ts'
import { amountShown, sold } from './retail-markup.ts'

export interface RetailPricesNow extends MarginalPrices {
  /** Name of the rule. */
  readonly rule: string
  readonly currency: string
}

/**
 * Prices per kWh, minute and session under a rule at `at` (UTC). Undefined: they cannot be known, since a markup has no
 * tariff to be on, or amounts of another currency than the tariff's.
 */
export function retailPricesNow(
  rule: RetailRule,
  tariff: Tariff | undefined,
  at: string,
  options: PriceListOptions = {},
): RetailPricesNow | undefined {
  const { name, markup } = rule
  if (rule.tariff) {
    const taxes = rule.taxes ? { taxes: rule.taxes } : {}
    return { rule: name, ...pricesIn(rule.tariff, at, { ...options, ...taxes }) }
  }
  if (!tariff) return undefined
  const { percentage, per_kwh, per_minute, per_session, currency } = markup ?? {}
  const adds = [per_kwh, per_minute, per_session].some((amount) => amount)
  const factor = rational(percentage ?? 0)
  if (!factor || (adds && currency !== tariff.currency)) return undefined
  const theirs = pricesIn(tariff, at, options)
  const raised = add(ONE, multiply(factor, PERCENT))
  const driven = (from: Amount | undefined, more: number | null | undefined): Amount | undefined => {
    const added = rational(more ?? 0)
    if (!from || !added) return undefined
    const on: Amount = { before_taxes: text(added), taxes: [] }
    return amountShown(sold(from, raised, on, rule.taxes), options.digits)
  }
  return {
    rule: name,
    currency: theirs.currency,
    per_kwh: driven(theirs.per_kwh, per_kwh),
    per_minute: driven(theirs.per_minute, per_minute),
    per_minute_parking: driven(theirs.per_minute_parking, per_minute),
    per_session: driven(theirs.per_session, per_session),
  }
}

function pricesIn(tariff: Tariff, at: string, options: PriceListOptions): MarginalPrices & { currency: string } {
  const { currency, per_kwh, per_minute, per_minute_parking, per_session } = adHocComponents(tariff, at, options)
  return { currency, per_kwh, per_minute, per_minute_parking, per_session }
}
