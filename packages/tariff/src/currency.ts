import type { Finding } from './finding.ts'
import type { Usage } from './options.ts'
import type { TariffReading } from './tariff-reading.ts'

const known: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'))

/** Whether ISO 4217 has it, in upper case. */
export const isCurrency = (code: unknown): boolean => typeof code === 'string' && known.has(code)

/** The currency of the tariffs, which is that of the cost. `mixed`: amounts that cannot be added. */
export function checkCurrency(
  usage: Usage,
  used: readonly TariffReading[],
  findings: Finding[],
): { readonly code: string | undefined; readonly mixed: boolean } {
  const code = textOf(used[0]?.tariff.currency ?? usage.currency)
  const mixed = used.some(({ tariff }) => textOf(tariff.currency) !== code)
  for (const { tariff, path } of used) {
    if (!isCurrency(tariff.currency)) findings.push(unknown(`${path}/currency`, tariff.currency))
    if (textOf(tariff.currency) !== code) findings.push(differs(`${path}/currency`, tariff.currency, code, true))
  }
  if (usage.currency !== undefined && textOf(usage.currency) !== code) {
    findings.push(differs('/currency', usage.currency, code, false))
  }
  if (used.length === 0 && code !== undefined && !isCurrency(code)) findings.push(unknown('/currency', code))
  return { code, mixed }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

const unknown = (path: string, code: unknown): Finding => ({
  code: 'currency-unknown',
  severity: 'error',
  path,
  message: `${JSON.stringify(code)} is no currency of ISO 4217; it takes three upper-case letters such as EUR`,
})

const differs = (path: string, code: unknown, other: unknown, mixed: boolean): Finding => ({
  code: 'currency-differs',
  severity: 'error',
  path,
  message: mixed
    ? `${JSON.stringify(code)} and ${other} cannot be added, so no price can be known`
    : `it says ${JSON.stringify(code)}, its tariff ${other}; the price is in ${other}`,
})
