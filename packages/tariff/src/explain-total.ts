// The end of an explanation: from the parts to the total.

import { costParts, type Explanation } from './cost.ts'
import { afterTaxes, type Money, type Tax } from './money.ts'
import type { Priced } from './price.ts'
import { text } from './rational.ts'

export function explainTotal({
  parts,
  limited,
  exact,
  rounded,
  options,
  usage,
  reading,
  pricing,
}: Priced): Explanation[] {
  if (reading.unknown || pricing.unknown.size > 0) return []
  const { digits, rounding } = options
  const show = (value: Money['before']) => text(value, digits)
  const lines: Explanation[] = []
  for (const part of costParts) {
    const { taxes, before } = parts[part]
    if (taxes.length === 0) continue
    lines.push({
      kind: 'taxes',
      values: Object.fromEntries(taxes.map(({ name, amount }) => [name, show(amount)])),
      text: `${part}: ${show(before)} before taxes, ${taxes.map((tax) => shownTax(tax, digits)).join(', ')}`,
    })
  }
  for (const { kind, tariff, taxes, from, to } of limited) {
    const field = kind === 'min-price' ? 'min_price' : 'max_price'
    lines.push({
      kind,
      tariff_id: tariff.tariff.id,
      values: { from: show(from), to: show(to) },
      text: `${field} of tariff ${tariff.tariff.id}: ${show(from)} ${taxes} taxes becomes ${show(to)}`,
    })
  }
  if (rounding) {
    const both = (money: Money) => `${show(money.before)} before and ${show(afterTaxes(money))} after taxes`
    lines.push({
      kind: 'rounding',
      values: { digits: String(rounding.digits), before: show(exact.before), after: show(rounded.before) },
      text:
        `rounding ${rounding.mode ?? 'half-up'} to ${rounding.digits} digits, ` +
        `${rounding.per === 'component' ? 'each part, then the total' : 'the total'}: ` +
        `${both(exact)} becomes ${both(rounded)}`,
    })
  }
  if (usage.credit === true)
    lines.push({ kind: 'credit', text: 'a credit CDR: the total is negative, nothing else is' })
  if (usage.home_charging_compensation === true) {
    lines.push({ kind: 'home-charging', text: 'charged at home: the cost is paid to the driver' })
  }
  return lines
}

const shownTax = ({ name, percentage, amount }: Tax, digits: number | undefined): string =>
  `${name}${percentage ? ` ${text(percentage)} %` : ''} ${text(amount, digits)}`
