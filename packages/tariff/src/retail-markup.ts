// A markup on what the CPO asks. What is added per kWh, minute and session is priced as a tariff is, so both count the
// same periods in the same way.

import type { Tariff } from '@interchange/ocpi'
import { type Amount, type Cost, type CostPart, costParts } from './cost.ts'
import type { Finding } from './finding.ts'
import {
  addMoney,
  afterTaxes,
  type Money,
  NO_MONEY,
  negateMoney,
  PERCENT,
  roundMoney,
  split,
  UNTAXED,
} from './money.ts'
import type { Rounding } from './options.ts'
import {
  add,
  compare,
  fraction,
  fromText,
  isZero,
  multiply,
  ONE,
  type Rational,
  rational,
  round,
  sign,
  text,
} from './rational.ts'
import type { Markup, Pricer, RetailRule, RetailStep, Stated } from './retail.ts'
import type { GivenTaxes } from './taxes.ts'

export interface MarkedUp {
  readonly currency: string | undefined
  /** Undefined: it cannot be known. */
  readonly total: Money | undefined
  readonly parts: Partial<Record<CostPart, Money>> | undefined
  readonly explanation: readonly RetailStep[]
  readonly findings: readonly Finding[]
}

/** What does not end is worked on with this many digits, and ends where a few less are enough: 20 % more than a third is 0.4. */
const WORKED = 28
const KEPT = 20

export function markedUp(rule: RetailRule, stated: Stated, digits: number | undefined, pricer: Pricer): MarkedUp {
  const markup = rule.markup ?? {}
  const findings: Finding[] = unreadable(rule)
  const theirs = pricer(undefined, { digits: WORKED })
  const currency = theirs.total ? theirs.currency : (stated.currency ?? theirs.currency)
  const unknown: MarkedUp = { currency, total: undefined, parts: undefined, explanation: [], findings }
  const base = findings.length > 0 ? undefined : baseOf(theirs, stated, findings)
  const added = base && addedTo(markup, currency, pricer, findings)
  if (!base || !added) return unknown
  const factor = add(ONE, multiply(rational(markup.percentage ?? 0)!, PERCENT))
  const part = (name: CostPart): Money | undefined => {
    const [from, more] = [base.cost?.[name], added.cost?.[name]]
    return from && (more || !added.cost) ? sold(from, factor, more, rule.taxes) : undefined
  }
  const exact: Partial<Record<CostPart, Money>> = {}
  for (const name of costParts) {
    const money = part(name)
    if (money) exact[name] = money
  }
  const total = sold(base.total, factor, added.cost?.total, rule.taxes)
  const { rounded, parts } = roundedBy(rule.rounding, total, exact, stated.credit === true)
  if (sign(rounded.before) < 0 && !stated.credit) findings.push(NEGATIVE)
  return {
    currency,
    total: rounded,
    parts,
    findings,
    explanation: [
      ...base.explanation,
      ...explainMarkup(rule.name, markup, base.total, multiply(base.total.before, factor), added.cost, digits),
      ...explainTaxes(total, digits),
      ...explainRounding(rule.rounding, total, rounded, digits),
    ],
  }
}

interface Base {
  readonly total: Money
  /** Absent: only the total is known. */
  readonly cost?: Cost
  readonly explanation: readonly RetailStep[]
}

function baseOf(theirs: Cost, { stated }: Stated, findings: Finding[]): Base | undefined {
  if (theirs.total) {
    // With taxes on top, `after_taxes` is absent; here they are within.
    if (theirs.total.after_taxes !== undefined && theirs.findings.some(({ code }) => code === 'tax-rate-unknown')) {
      findings.push(WITH_TAXES)
    }
    return { total: netOf(theirs.total), cost: theirs, explanation: [] }
  }
  const before = rational(stated?.before_taxes)
  if (before === undefined) {
    findings.push(UNKNOWN)
    return undefined
  }
  findings.push(BY_STATED)
  const shown = text(before)
  const explanation: RetailStep = {
    kind: 'stated',
    values: { before_taxes: shown },
    text: `the CPO's tariffs do not tell its price; it states ${shown} before taxes`,
  }
  return { total: { ...NO_MONEY, before }, explanation: [explanation] }
}

/** The CPO's taxes are the eMSP's to get back; the driver pays those of the rule. */
const netOf = ({ before_taxes }: Amount): Money => ({ ...NO_MONEY, before: fromText(before_taxes) })

/** What comes per kWh, minute and session; no cost where nothing does. Undefined: it cannot be added. */
function addedTo(
  markup: Markup,
  currency: string | undefined,
  pricer: Pricer,
  findings: Finding[],
): { readonly cost?: Cost } | undefined {
  const tariff = tariffOf(markup)
  if (!tariff) return {}
  if (currency !== tariff.currency) {
    findings.push(currencyDiffers(tariff.currency, currency))
    return undefined
  }
  const cost = pricer(tariff, { digits: WORKED })
  if (cost.total) return { cost }
  findings.push(USAGE_UNKNOWN)
  return undefined
}

/** Decimal text of a number that was worked on. */
function shown(value: Rational, digits = 10): string {
  const kept = round(value, KEPT)
  return compare(kept, value) === 0 ? text(value, digits) : text(round(value, digits), digits)
}

export const amountShown = (money: Money, digits?: number): Amount => ({
  before_taxes: shown(money.before, digits),
  taxes: money.taxes.map(({ name, percentage, amount }) => ({
    name,
    percentage: text(percentage!),
    amount: shown(amount, digits),
  })),
  after_taxes: shown(afterTaxes(money), digits),
})

function tariffOf({ currency, per_kwh, per_minute, per_session }: Markup): Tariff | undefined {
  const perHour = per_minute && Number(text(multiply(rational(per_minute)!, fraction(60))))
  const components = [
    { type: 'ENERGY', price: per_kwh },
    { type: 'TIME', price: perHour },
    { type: 'PARKING_TIME', price: perHour },
    { type: 'FLAT', price: per_session },
  ].filter(({ price }) => price)
  if (components.length === 0) return undefined
  return {
    country_code: '',
    party_id: '',
    id: 'markup',
    currency: currency ?? '',
    tax_included: 'NO',
    elements: [{ price_components: components.map((one) => ({ ...one, step_size: 0 })) }],
    last_updated: '1970-01-01T00:00:00Z',
  } as Tariff
}

/** An amount of the CPO's times the percentage, what is added, and the eMSP's taxes. */
export function sold(
  from: Amount | Money,
  factor: Rational,
  more: Amount | undefined,
  taxes: GivenTaxes | null | undefined,
): Money {
  const { before } = 'before_taxes' in from ? netOf(from) : from
  const exact = add(multiply(before, factor), more ? fromText(more.before_taxes) : NO_MONEY.before)
  const shares = (taxes ?? []).map(({ name, percentage: rate }) => {
    const percentage = rational(rate)!
    return { name, percentage, share: multiply(percentage, PERCENT) }
  })
  return split(exact, { ...UNTAXED, taxes: shares })
}

/** `component`: each part, and the total is moved by what that made of their sum, so that both still fit. */
function roundedBy(
  rounding: Rounding | null | undefined,
  total: Money,
  exact: Partial<Record<CostPart, Money>>,
  credit: boolean,
): { rounded: Money; parts: Partial<Record<CostPart, Money>> } {
  if (!rounding) return { rounded: total, parts: exact }
  const { per, digits, mode } = rounding
  // Half a cent that came out of thirds is half a cent.
  const rounds = (money: Money) => roundMoney(roundMoney(money, KEPT), digits, mode)
  if (per === 'total') return { rounded: rounds(total), parts: exact }
  let moved = total
  const parts: Partial<Record<CostPart, Money>> = {}
  for (const [name, money] of Object.entries(exact) as [CostPart, Money][]) {
    const part = rounds(money)
    parts[name] = part
    const by = addMoney(part, negateMoney(money))
    moved = addMoney(moved, credit ? negateMoney(by) : by)
  }
  return { rounded: rounds(moved), parts }
}

function explainMarkup(
  name: string,
  markup: Markup,
  { before }: Money,
  raised: Rational,
  added: Cost | undefined,
  digits: number | undefined,
): RetailStep[] {
  const show = (value: Rational) => shown(value, digits)
  const { percentage, per_kwh, per_minute, per_session } = markup
  const rate = rational(percentage ?? 0)!
  const steps: RetailStep[] = [
    {
      kind: 'markup',
      values: { from: show(before), percentage: text(rate), to: show(raised) },
      text: isZero(rate)
        ? `rule ${name}: the CPO asks ${show(before)} before taxes`
        : `rule ${name}: the CPO asks ${show(before)} before taxes; with ${text(rate)} % of it ${show(raised)}`,
    },
  ]
  const lines: [CostPart, number | null | undefined, string][] = [
    ['energy', per_kwh, 'kWh'],
    ['time', per_minute, 'minute of charging'],
    ['parking', per_minute, 'minute of parking'],
    ['fixed', per_session, 'session'],
  ]
  for (const [part, price, unit] of lines) {
    const amount = price && added?.[part]
    if (!amount || (part === 'parking' && amount.before_taxes === '0')) continue
    const [each, sum] = [text(rational(price)!), show(fromText(amount.before_taxes))]
    steps.push({ kind: 'markup', values: { price: each, amount: sum }, text: `${each} per ${unit}: ${sum}` })
  }
  return steps
}

function explainTaxes({ before, taxes }: Money, digits: number | undefined): RetailStep[] {
  if (taxes.length === 0) return []
  const show = (value: Rational) => shown(value, digits)
  const lines = taxes.map(({ name, percentage, amount }) => `${name} ${text(percentage!)} % ${show(amount)}`)
  return [
    {
      kind: 'taxes',
      values: Object.fromEntries(taxes.map(({ name, amount }) => [name, show(amount)])),
      text: `${show(before)} before taxes, ${lines.join(', ')}`,
    },
  ]
}

function explainRounding(
  rounding: Rounding | null | undefined,
  exact: Money,
  rounded: Money,
  digits: number | undefined,
): RetailStep[] {
  if (!rounding) return []
  const show = (value: Rational) => shown(value, digits)
  const both = (money: Money) => `${show(money.before)} before and ${show(afterTaxes(money))} after taxes`
  return [
    {
      kind: 'rounding',
      values: { digits: String(rounding.digits), before: show(exact.before), after: show(rounded.before) },
      text:
        `rounding ${rounding.mode ?? 'half-up'} to ${rounding.digits} digits, ` +
        `${rounding.per === 'component' ? 'each part, then the total' : 'the total'}: ` +
        `${both(exact)} becomes ${both(rounded)}`,
    },
  ]
}

/** Numbers of the rule that are none. */
function unreadable({ markup, taxes }: RetailRule): Finding[] {
  const { percentage, per_kwh, per_minute, per_session } = markup ?? {}
  const numbers = { percentage, per_kwh, per_minute, per_session }
  const bad = Object.entries(numbers).flatMap(([name, value]) => (isNumber(value ?? 0) ? [] : [`/markup/${name}`]))
  const rates = (taxes ?? []).flatMap(({ percentage: rate }, index) =>
    isNumber(rate) ? [] : [`/taxes/${index}/percentage`],
  )
  return [...bad, ...rates].map((path) => ({
    code: 'retail-rule-unreadable',
    severity: 'error',
    path,
    message: 'this has to be a number; no retail price can be known',
  }))
}

const isNumber = (value: unknown): boolean => rational(value) !== undefined

const UNKNOWN: Finding = {
  code: 'retail-cost-unknown',
  severity: 'error',
  path: '/total_cost',
  message: 'what the CPO asks cannot be known, so there is nothing to add to; its own findings say why',
}

const BY_STATED: Finding = {
  code: 'retail-by-stated-cost',
  severity: 'warning',
  path: '/total_cost',
  message: 'the markup is on the cost that the CPO states: its tariffs do not tell the price',
}

const WITH_TAXES: Finding = {
  code: 'retail-cost-with-taxes',
  severity: 'warning',
  path: '/tariffs',
  message:
    "the CPO's prices include taxes whose rates nobody said, so the markup and the eMSP's taxes are on them as well",
}

const USAGE_UNKNOWN: Finding = {
  code: 'retail-usage-unknown',
  severity: 'error',
  path: '/charging_periods',
  message: 'how much energy or time was used cannot be known, so neither can what is added for it',
}

const NEGATIVE: Finding = {
  code: 'retail-negative',
  severity: 'warning',
  path: '/markup',
  message: 'the discount is larger than the price: the driver would be paid',
}

const currencyDiffers = (ours: string, theirs: string | undefined): Finding => ({
  code: 'retail-currency-differs',
  severity: 'error',
  path: '/markup/currency',
  message: `${ours} cannot be added to ${theirs ?? 'an unknown currency'}; a percentage or a tariff can be`,
})
