// Alternative texts add to the elements and do not repeat their prices (Tariffs, note at `tariff_alt_text`).

import { currencies } from '../facts/currencies.ts'
import type { Rule } from '../rule.ts'
import type { TariffView } from '../view.ts'
import { isAllZero } from './prices.ts'

export interface Amount {
  readonly value: number
  readonly decimals: number
}

const NUMBER = /\d{1,7}(?:[.,]\d{1,4})?/g
const SYMBOL = /^(?:[€$£¥₹₺₩₴₪₽]|euros?\b|kr\b|kč|zł|ft\b|lei\b|dollars?\b|pounds?\b|francs?\b)/i
const CENT = /^(?:¢|ct\b|cts\b|cents?\b|eurocents?\b|pence\b|øre\b|öre\b|rappen\b|groszy\b)/i

/** Amounts of money: with a sign, a code or a word for money beside them. */
export function amountsIn(text: string): Amount[] {
  const amounts: Amount[] = []
  for (const match of text.matchAll(NUMBER)) {
    const before = text.slice(Math.max(0, match.index - 12), match.index)
    const after = text.slice(match.index + match[0].length)
    // Part of a longer number, a time or a date.
    if (/[\d.,:/-]$/.test(before) || /^[:/]\d|^[.,]\d/.test(after)) continue
    const next = after.slice(0, 16).trimStart()
    const last = before.trimEnd()
    const cents = CENT.test(next)
    if (!cents && !isMoney(next) && !isMoneyBefore(last)) continue
    const digits = match[0].replace(',', '.')
    const shift = cents ? 2 : 0
    amounts.push({ value: Number(`${digits}e-${shift}`), decimals: (digits.split('.')[1]?.length ?? 0) + shift })
  }
  return amounts
}

const isMoney = (text: string): boolean =>
  SYMBOL.test(text) || currencies.has(/^([A-Z]{3})(?![A-Za-z])/.exec(text)?.[1] ?? '')
const isMoneyBefore = (text: string): boolean =>
  /(?:[€$£¥₹₺₩₴₪₽]|\bkr\.?|\beuros?)$/i.test(text) || currencies.has(/(?:^|[^A-Z])([A-Z]{3})$/.exec(text)?.[1] ?? '')

/** What a text may show of the prices: before and after tax, per hour and per minute. */
function shownPrices({ components }: TariffView): number[] {
  return components.flatMap(({ type, price, vat }) => {
    if (price === undefined || price <= 0) return []
    const rate = 1 + (vat ?? 0) / 100
    const shown = [price, price * rate, price / rate]
    return type === 'TIME' || type === 'PARKING_TIME' ? [...shown, ...shown.map((each) => each / 60)] : shown
  })
}

/** Whether the amount is the price, rounded to at least two decimals as amounts are. */
const isShown = ({ value, decimals }: Amount, price: number): boolean =>
  Math.abs(value - price) <= 0.5 * 10 ** -Math.max(decimals, 2) + 1e-9

export const textRules: readonly Rule[] = [
  {
    code: 'text-repeats-price',
    severity: 'warning',
    requirement: 'R-TAR-29',
    doc: 'The alternative text repeats a price of the elements: an eMSP adds its own fees, and then the text is wrong.',
    check(tariff, report) {
      if (tariff.texts.length === 0) return
      const prices = shownPrices(tariff)
      for (const { path, text } of tariff.texts) {
        if (!amountsIn(text).some((amount) => prices.some((price) => isShown(amount, price)))) continue
        report(path, 'repeats a price of the elements; the text SHALL only add what the elements cannot say')
      }
    },
  },
  {
    code: 'text-has-price',
    severity: 'warning',
    requirement: 'R-TAR-07',
    doc: 'The elements say free of charge while the text names a price.',
    check(tariff, report) {
      if (!isAllZero(tariff)) return
      for (const { path, text } of tariff.texts) {
        if (!amountsIn(text).some(({ value }) => value > 0)) continue
        report(path, 'names a price while all prices of the elements are 0; state it in the elements')
      }
    },
  },
]
