// Amounts while they are summed: fractions before taxes, and taxes by name.

import type { Amount, TaxLine } from './cost.ts'
import {
  add,
  compare,
  fraction,
  isZero,
  multiply,
  negate,
  ONE,
  type Rational,
  type RoundingMode,
  round,
  text,
  ZERO,
} from './rational.ts'

export interface Tax {
  readonly name: string
  /** Undefined when several rates are in it. */
  readonly percentage: Rational | undefined
  readonly amount: Rational
}

export interface Money {
  readonly before: Rational
  readonly taxes: readonly Tax[]
  /** Taxes whose rates nobody said: they come `on-top`, or are `within` what is called before taxes here. */
  readonly open: ReadonlySet<OpenTaxes>
}

export type OpenTaxes = 'on-top' | 'within'

const NOTHING_OPEN: ReadonlySet<OpenTaxes> = new Set()
export const NO_MONEY: Money = { before: ZERO, taxes: [], open: NOTHING_OPEN }

/** What of a price is before taxes, and what is which tax: shares of the price times the quantity. */
export interface TaxShares {
  readonly before: Rational
  readonly taxes: readonly { readonly name: string; readonly percentage: Rational; readonly share: Rational }[]
  readonly open: ReadonlySet<OpenTaxes>
}

export const UNTAXED: TaxShares = { before: ONE, taxes: [], open: NOTHING_OPEN }
export const openTaxes = (which: OpenTaxes): TaxShares => ({ ...UNTAXED, open: new Set([which]) })

export function split(amount: Rational, shares: TaxShares): Money {
  return {
    before: shares.before === ONE ? amount : multiply(amount, shares.before),
    taxes: shares.taxes.map(({ name, percentage, share }) => ({ name, percentage, amount: multiply(amount, share) })),
    open: isZero(amount) ? NOTHING_OPEN : shares.open,
  }
}

export function addMoney(a: Money, b: Money): Money {
  if (a === NO_MONEY) return b
  if (b === NO_MONEY) return a
  return {
    before: add(a.before, b.before),
    taxes: addTaxes(a.taxes, b.taxes),
    open: b.open.size === 0 ? a.open : a.open.size === 0 ? b.open : new Set([...a.open, ...b.open]),
  }
}

function addTaxes(a: readonly Tax[], b: readonly Tax[]): readonly Tax[] {
  if (a.length === 0) return b
  const sums = [...a]
  for (const tax of b) {
    const at = sums.findIndex(({ name }) => name === tax.name)
    const sum = sums[at]
    if (!sum) sums.push(tax)
    else sums[at] = { name: tax.name, percentage: commonRate(sum, tax), amount: add(sum.amount, tax.amount) }
  }
  return sums
}

const commonRate = (a: Tax, b: Tax): Rational | undefined =>
  a.percentage && b.percentage && compare(a.percentage, b.percentage) === 0 ? a.percentage : undefined

export const sumOfTaxes = ({ taxes }: Money): Rational => taxes.reduce((sum, { amount }) => add(sum, amount), ZERO)

export const afterTaxes = (money: Money): Rational => add(money.before, sumOfTaxes(money))

export const negateMoney = (money: Money): Money => ({
  ...money,
  before: negate(money.before),
  taxes: money.taxes.map((tax) => ({ ...tax, amount: negate(tax.amount) })),
})

export const roundMoney = (money: Money, digits: number, mode: RoundingMode = 'half-up'): Money => ({
  ...money,
  before: round(money.before, digits, mode),
  taxes: money.taxes.map((tax) => ({ ...tax, amount: round(tax.amount, digits, mode) })),
})

export const PERCENT: Rational = fraction(1, 100)

/** As it is shown. */
export function amountOf(money: Money, digits?: number): Amount {
  const taxes = money.taxes.map(({ name, percentage, amount }): TaxLine => {
    const shown = text(amount, digits)
    return percentage ? { name, percentage: text(percentage), amount: shown } : { name, amount: shown }
  })
  const before_taxes = text(money.before, digits)
  if (money.open.has('on-top')) return { before_taxes, taxes }
  return { before_taxes, taxes, after_taxes: text(afterTaxes(money), digits) }
}
