// What an eMSP's driver pays: its own price on top of what the CPO asks, or by a tariff of its own. OCPI leaves it to the
// eMSP; only the session is OCPI's. '@interchange/tariff/retail'.

import type { Price, Tariff } from '@interchange/ocpi'
import { type Cost, type CostPart, costParts, type Explanation, type PeriodCost } from './cost.ts'
import type { Finding } from './finding.ts'
import type { Money } from './money.ts'
import type { PriceOptions, Rounding, Usage } from './options.ts'
import { price } from './price.ts'
import { type Plan, quote } from './quote.ts'
import { amountShown, markedUp } from './retail-markup.ts'
import type { GivenTaxes } from './taxes.ts'

/** Added to what the CPO asks, before taxes. Amounts may be negative: a discount. */
export interface Markup {
  /** Of the CPO's price before taxes, in %. */
  readonly percentage?: number | null
  /** ISO 4217, of the amounts below; needed with them. */
  readonly currency?: string | null
  readonly per_kwh?: number | null
  /** Of charging and of parking. */
  readonly per_minute?: number | null
  readonly per_session?: number | null
}

/** Either a markup or a tariff. */
export interface RetailRule {
  readonly name: string
  readonly markup?: Markup | null
  /** Prices the same charging periods instead of the CPO's tariffs, free ones too. Canonical. */
  readonly tariff?: Tariff | null
  /** The eMSP's: on a marked-up price all of its taxes, with a tariff those of components without `vat`. */
  readonly taxes?: GivenTaxes | null
  /** Default: none. */
  readonly rounding?: Rounding | null
}

/** A step of the way to a retail price. */
export interface RetailStep extends Omit<Explanation, 'kind'> {
  readonly kind: Explanation['kind'] | 'rule' | 'stated' | 'markup'
}

/**
 * Amounts are decimal texts, as in `Cost`. Paths of findings that begin with `/markup`, `/taxes` or `/tariff/` are those of the rule,
 * all others of what was priced.
 */
export interface RetailCost extends Pick<Cost, 'currency' | 'total' | CostPart | 'findings'> {
  /** Name of the rule. */
  readonly rule: string
  /** With a tariff only: those behind a markup are the CPO's. */
  readonly periods?: readonly PeriodCost[]
  readonly explanation: readonly RetailStep[]
}

/** `rounding` and `taxes` are the rule's. */
export interface RetailOptions extends Omit<PriceOptions, 'rounding' | 'taxes'> {
  /** What the CPO says it costs: marked up where its tariffs do not tell the price. */
  readonly stated?: Price | null
}

/** What a session or CDR costs its driver. Does not throw because of data. */
export function retailPrice(usage: Usage, rule: RetailRule, options: RetailOptions = {}): RetailCost {
  const { stated, ...given } = options
  return retail(
    rule,
    { currency: usage.currency, stated, credit: usage.credit === true },
    given.digits,
    (tariff, more) =>
      tariff
        ? price(under(usage, tariff), { ...given, ...more, tariffs: [tariff] })
        : price(usage, { ...given, ...more }),
  )
}

/** What a planned session would cost its driver. `tariffs`: those of the connector. */
export function retailQuote(
  plan: Plan,
  rule: RetailRule,
  tariffs: readonly Tariff[],
  location?: { readonly time_zone?: string } | null,
  options: Pick<RetailOptions, 'digits'> = {},
): RetailCost {
  return retail(rule, {}, options.digits, (tariff, more) =>
    quote(plan, tariff ? [{ ...tariff, type: null } as unknown as Tariff] : tariffs, location, more),
  )
}

/** Prices by a tariff, or by the CPO's own. */
export type Pricer = (
  tariff: Tariff | undefined,
  options: { digits?: number; rounding?: Rounding; taxes?: GivenTaxes },
) => Cost

/** What the object says of its price. */
export interface Stated {
  readonly currency?: string | undefined
  readonly stated?: Price | null | undefined
  /** A credit CDR: its total is negative, its parts are not. */
  readonly credit?: boolean
}

function retail(rule: RetailRule, stated: Stated, digits: number | undefined, pricer: Pricer): RetailCost {
  if (rule.tariff) return byTariff(rule, rule.tariff, stated, digits, pricer)
  const { currency, total, parts, explanation, findings } = markedUp(rule, stated, digits, pricer)
  const shown = (money: Money | undefined) => money && amountShown(money, digits)
  return {
    rule: rule.name,
    currency,
    total: shown(total),
    ...(Object.fromEntries(costParts.map((part) => [part, shown(parts?.[part])])) as Record<CostPart, Cost['total']>),
    explanation,
    findings,
  }
}

function byTariff(
  { name, taxes, rounding }: RetailRule,
  tariff: Tariff,
  { currency: stated }: Stated,
  digits: number | undefined,
  pricer: Pricer,
): RetailCost {
  const cost = pricer(tariff, {
    ...(digits === undefined ? {} : { digits }),
    ...(taxes ? { taxes } : {}),
    ...(rounding ? { rounding } : {}),
  })
  const theirs = pricer(undefined, {}).currency ?? stated
  const findings = cost.findings.map((finding) => ({
    ...finding,
    path: finding.path.replace(/^\/tariffs\/0/, '/tariff'),
  }))
  if (theirs !== undefined && cost.currency !== theirs) findings.push(currencyDiffers(cost.currency, theirs))
  const { currency, total, fixed, energy, time, parking, reservation, periods, explanation } = cost
  const step: RetailStep = {
    kind: 'rule',
    tariff_id: tariff.id,
    text: `rule ${name}: tariff ${tariff.id} of the eMSP prices the session`,
  }
  return {
    ...{ rule: name, currency, total, fixed, energy, time, parking, reservation, periods },
    explanation: [step, ...explanation],
    findings,
  }
}

const currencyDiffers = (ours: string | undefined, theirs: string): Finding => ({
  code: 'retail-currency-differs',
  severity: 'warning',
  path: '/tariff/currency',
  message: `the driver pays ${ours}, the CPO asks ${theirs}: what is earned cannot be told without a rate of exchange`,
})

/** All of it under one tariff, whatever its periods name. */
const under = ({ tariffs: _, currency: __, ...usage }: Usage, { id }: Tariff): Usage => ({
  ...usage,
  ...(Array.isArray(usage.charging_periods)
    ? { charging_periods: usage.charging_periods.map((period) => ({ ...period, tariff_id: id })) }
    : {}),
})
