// The lines of a receipt: what was charged for, how much of it, at which price. They add up to the total.
// '@interchange/tariff/price-lines'.

import { type Amount, type Charge, type Cost, type CostPart, costParts, type TaxLine } from './cost.ts'
import type { Finding } from './finding.ts'
import type { Usage } from './options.ts'
import { add, divide, fraction, fromText, isZero, negate, ONE, type Rational, round, text, ZERO } from './rational.ts'
import type { RetailCost } from './retail.ts'
import { readUsage } from './usage.ts'

export type LineUnit = 'kWh' | 'min' | 'session'

export interface PriceLine {
  /** `adjustment`: by what the total differs from the other lines: rounding, a least or a most price. */
  readonly part: CostPart | 'adjustment'
  /** Decimal text; absent of an adjustment, and where it is not known. */
  readonly quantity?: string
  readonly unit?: LineUnit
  /** Of one unit, to six digits: the average where one line has several prices. */
  readonly unit_price?: Amount
  readonly amount: Amount
  /** Absent where it is not one tariff's price. */
  readonly tariff_id?: string
}

/** What `price` and `retailPrice` answer. */
export type Costed = Pick<Cost, 'total' | CostPart> & Pick<RetailCost, 'periods'>

const UNITS: Readonly<Record<CostPart, LineUnit>> = {
  fixed: 'session',
  energy: 'kWh',
  time: 'min',
  parking: 'min',
  reservation: 'min',
}
const UNIT_DIGITS = 6
const MINUTE = fraction(60)

/**
 * One line for each price that was charged, in the order of the parts; behind a markup one for each part. None where nothing
 * is known. What a credit CDR takes back is negative.
 */
export function priceLines(usage: Usage, cost: Costed): PriceLine[] {
  const made = cost.periods
    ? byPrice(cost.periods.flatMap(({ charges }) => charges))
    : byPart(cost, quantitiesOf(usage))
  const lines = usage.credit === true ? made.map(takenBack) : made
  if (!cost.total) return lines
  const left = lines.reduce((rest, { amount }) => plus(rest, negative(amount)), cost.total)
  const isExact = left.before_taxes === '0' && left.taxes.every(({ amount }) => amount === '0')
  return isExact ? lines : [...lines, { part: 'adjustment', amount: left }]
}

function byPrice(charges: readonly Charge[]): PriceLine[] {
  const groups = new Map<string, { first: Charge; quantity: Rational; amount: Amount }>()
  for (const charge of charges) {
    const { part, tariff_id, price, amount, quantity } = charge
    if (!amount || isZero(fromText(price))) continue
    const rates = amount.taxes.map(({ name, percentage }) => `${name} ${percentage}`)
    const key = [part, tariff_id, price, ...rates].join('\u0000')
    const group = groups.get(key)
    groups.set(key, {
      first: group?.first ?? charge,
      quantity: add(group?.quantity ?? ZERO, fromText(quantity)),
      amount: group ? plus(group.amount, amount) : amount,
    })
  }
  return [...groups.values()]
    .sort((a, b) => costParts.indexOf(a.first.part) - costParts.indexOf(b.first.part))
    .map(({ first: { part, type, tariff_id }, quantity, amount }) => {
      const unit = type === 'FLAT' ? 'session' : UNITS[part]
      return { ...lineOf(part, unit, unit === 'min' ? divide(quantity, MINUTE) : quantity, amount), tariff_id }
    })
}

function byPart(cost: Costed, quantities: Partial<Record<CostPart, Rational>>): PriceLine[] {
  return costParts.flatMap((part) => {
    const amount = cost[part]
    return amount && amount.before_taxes !== '0' ? [lineOf(part, UNITS[part], quantities[part], amount)] : []
  })
}

function lineOf(part: CostPart, unit: LineUnit, quantity: Rational | undefined, amount: Amount): PriceLine {
  if (!quantity || isZero(quantity)) return { part, amount }
  return { part, quantity: text(quantity), unit, unit_price: per(amount, quantity), amount }
}

/** Of a session whose periods do not say it, what is not known is absent. */
function quantitiesOf(usage: Usage): Partial<Record<CostPart, Rational>> {
  const findings: Finding[] = []
  const { stretches, unknown } = readUsage(usage, findings)
  if (unknown) return { fixed: ONE }
  const sum = (of: (stretch: (typeof stretches)[number]) => Rational | undefined) =>
    stretches.reduce<Rational | undefined>((all, stretch) => {
      const one = of(stretch)
      return all && one && add(all, one)
    }, ZERO)
  const minutes = (phase: string): Rational | undefined => {
    const seconds = sum((stretch) => (stretch.phase === phase ? stretch.seconds : ZERO))
    return seconds && divide(seconds, MINUTE)
  }
  const found = {
    energy: sum(({ energy }) => energy),
    time: minutes('charging'),
    parking: minutes('parking'),
    reservation: minutes('reservation'),
  }
  const known = Object.entries(found).filter(([, value]) => value !== undefined)
  return { fixed: ONE, ...(Object.fromEntries(known) as Partial<Record<CostPart, Rational>>) }
}

const each = (amount: Amount, change: (value: Rational) => Rational): Amount => {
  const changed = (value: string) => text(change(fromText(value)))
  return {
    before_taxes: changed(amount.before_taxes),
    taxes: amount.taxes.map((tax) => ({ ...tax, amount: changed(tax.amount) })),
    ...(amount.after_taxes === undefined ? {} : { after_taxes: changed(amount.after_taxes) }),
  }
}

const per = (amount: Amount, quantity: Rational): Amount =>
  each(amount, (value) => round(divide(value, quantity), UNIT_DIGITS))

const negative = (amount: Amount): Amount => each(amount, negate)

function takenBack(line: PriceLine): PriceLine {
  const { quantity } = line
  return {
    ...line,
    ...(quantity === undefined ? {} : { quantity: text(negate(fromText(quantity))) }),
    amount: negative(line.amount),
  }
}

/** `after_taxes` is known where it is of both. */
function plus(a: Amount, b: Amount): Amount {
  const sum = (x: string, y: string) => text(add(fromText(x), fromText(y)))
  const names = [...new Set([...a.taxes, ...b.taxes].map(({ name }) => name))]
  const taxes = names.map((name): TaxLine => {
    const [of, other] = [a, b].map((one) => one.taxes.find((tax) => tax.name === name))
    const rate = [of, other].flatMap((tax) => (tax ? [tax.percentage] : []))
    const same = rate[0] !== undefined && rate.every((one) => one === rate[0])
    return {
      name,
      ...(same ? { percentage: rate[0] } : {}),
      amount: sum(of?.amount ?? '0', other?.amount ?? '0'),
    }
  })
  const isKnown = a.after_taxes !== undefined && b.after_taxes !== undefined
  return {
    before_taxes: sum(a.before_taxes, b.before_taxes),
    taxes,
    ...(isKnown ? { after_taxes: sum(a.after_taxes!, b.after_taxes!) } : {}),
  }
}
