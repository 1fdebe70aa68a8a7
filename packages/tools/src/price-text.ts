// A cost as a person reads it.

import { type Amount, type Cost, costParts, type Finding } from '@interchange/tariff'

/** What it costs, how that came about, and what is odd. Amounts that are not known are called so. */
export function priceText(cost: Cost): string[] {
  const { currency = 'no currency', total } = cost
  return [
    `total  ${total ? amountText(total, currency) : 'cannot be known'}`,
    ...costParts.flatMap((part) => {
      const amount = cost[part]
      if (amount?.before_taxes === '0') return []
      return [`  ${part.padEnd(11)}  ${amount ? amountText(amount, currency) : 'cannot be known'}`]
    }),
    ...(cost.explanation.length > 0 ? ['how it came about:'] : []),
    ...cost.explanation.map(({ text }, index) => `  ${String(index + 1).padStart(2)}. ${text}`),
    ...(cost.findings.length > 0 ? ['what is odd:'] : []),
    ...cost.findings.map((finding) => `  ${findingText(finding)}`),
  ]
}

function amountText({ before_taxes: before, taxes, after_taxes: after }: Amount, currency: string): string {
  const lines = taxes.map(({ name, percentage, amount }) => `${name}${percentage ? ` ${percentage} %` : ''} ${amount}`)
  const made = lines.length > 0 ? `, taxes: ${lines.join(', ')}` : ''
  const whole = after === undefined ? ', taxes not known' : made === '' ? '' : `, with taxes ${after}`
  return `${before} ${currency} before taxes${made}${whole}`
}

/** `error    /charging_periods/0: what is wrong (code, R-CDR-11)` */
export function findingText({ severity, path, message, code, requirement }: Finding): string {
  return `${severity.padEnd(7)}  ${path === '' ? '/' : path}: ${message} (${[code, requirement].filter(Boolean).join(', ')})`
}
