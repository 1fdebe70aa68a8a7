// What a tariff says about taxes. 2.3.0 Tariffs, "TaxIncluded" and "PriceComponent"; 2.2.1 prices are without VAT, and
// their converter says `NO`.

import type { PriceComponent, Tariff } from '@interchange/ocpi'
import type { Finding } from './finding.ts'
import { openTaxes, PERCENT, type TaxShares, UNTAXED } from './money.ts'
import { add, divide, multiply, ONE, type Rational, rational, sign } from './rational.ts'

/** Where a missing rate means that it is not known beforehand (2.3.0 Tariffs, "Simple Tariff with North American taxes"). */
const RATES_NOT_KNOWN = new Set(['CA', 'US'])

/** The law's taxes for components without a rate. */
export type GivenTaxes = readonly { readonly name: string; readonly percentage: number }[]

/**
 * R-TAR-25, R-TAR-26. With `vat`, it is the rate; without, those of `given`. With neither: no tax applies, as the table of
 * PriceComponent says; except in North America, and where prices include taxes, since then there are some.
 */
export function taxShares(
  tariff: Tariff,
  component: PriceComponent,
  given: GivenTaxes | undefined,
  path: string,
  findings: Finding[],
): TaxShares {
  if (tariff.tax_included === 'N/A') return UNTAXED
  const included = tariff.tax_included === 'YES'
  const rates = ratesOf(component, given, path, findings)
  if (rates === undefined) return openTaxes(included ? 'within' : 'on-top')
  if (rates.length > 0) return shares(rates, included)
  if (included) return openTaxes('within')
  return RATES_NOT_KNOWN.has(String(tariff.country_code).toUpperCase()) ? openTaxes('on-top') : UNTAXED
}

interface Rate {
  readonly name: string
  readonly percentage: Rational
}

function ratesOf(
  { vat }: PriceComponent,
  given: GivenTaxes | undefined,
  path: string,
  findings: Finding[],
): readonly Rate[] | undefined {
  if (vat === undefined || vat === null) return given ? readRates(given, path, findings) : NO_RATES
  const known = rational(vat)
  return known !== undefined && sign(known) >= 0
    ? [{ name: 'VAT', percentage: known }]
    : readRates([{ name: 'VAT', percentage: vat }], path, findings)
}

const NO_RATES: readonly Rate[] = []

function readRates(stated: GivenTaxes, path: string, findings: Finding[]): readonly Rate[] | undefined {
  const rates: Rate[] = []
  for (const { name, percentage } of stated) {
    const known = rational(percentage)
    if (known !== undefined && sign(known) >= 0) rates.push({ name, percentage: known })
    else {
      findings.push({
        code: 'tax-rate-unreadable',
        severity: 'error',
        path: `${path}/vat`,
        message: 'a tax rate is a percentage from 0 on; the tax cannot be known',
        requirement: 'R-TAR-25',
      })
      return undefined
    }
  }
  return rates
}

function shares(rates: readonly Rate[], included: boolean): TaxShares {
  const onTop = rates.map(({ name, percentage }) => ({ name, percentage, share: multiply(percentage, PERCENT) }))
  if (!included) return { ...UNTAXED, taxes: onTop }
  const whole = onTop.reduce((sum, { share }) => add(sum, share), ONE)
  return {
    ...UNTAXED,
    before: divide(ONE, whole),
    taxes: onTop.map((tax) => ({ ...tax, share: divide(tax.share, whole) })),
  }
}
