import { add, decimal, subtract, toNumber } from '../../define/decimal.ts'
import type { ConversionRules, Making } from '../rules.ts'

type Price221 = { excl_vat: number; incl_vat?: number | null }
type TaxAmount = { name: string; account_number?: string | null; percentage?: number | null; amount: number }
type Price230 = { before_taxes: number; taxes?: readonly TaxAmount[] | null }

const isNumber = (value: unknown): value is number => Number.isFinite(value)

/**
 * The difference of the two amounts becomes one tax named VAT; a difference of 0 too, so that the amount with VAT
 * comes back. Without an amount with VAT nothing is said about taxes.
 */
export function upgradePrice({ excl_vat, incl_vat }: Price221): Price230 {
  if (!isNumber(excl_vat) || !isNumber(incl_vat)) return { before_taxes: excl_vat }
  const amount = toNumber(subtract(decimal(incl_vat), decimal(excl_vat)))
  return { before_taxes: excl_vat, taxes: [{ name: 'VAT', amount }] }
}

/** Without tax lines the amount with VAT stays open: 2.3.0 cannot tell "none" from "not known". */
export function downgradePrice({ before_taxes, taxes }: Price230, making: Making): Partial<Price221> {
  if (!Array.isArray(taxes) || taxes.length === 0 || !isNumber(before_taxes)) return { excl_vat: before_taxes }
  const lines = taxes as readonly TaxAmount[]
  if (!lines.every(({ amount }) => isNumber(amount))) {
    making.lose('/taxes', 'an amount is missing, so the price with taxes is not known; left out')
    return { excl_vat: before_taxes }
  }
  if (lines.length > 1 || !isPlainVat(lines[0]!)) {
    making.lose('/taxes', 'OCPI 2.2.1 has one amount with VAT; names, rates and account numbers of taxes are left out')
  }
  const total = lines.reduce((sum, { amount }) => add(sum, decimal(amount)), decimal(before_taxes))
  return { excl_vat: before_taxes, incl_vat: toNumber(total) }
}

/** What `upgradePrice` makes of an amount with VAT. */
const isPlainVat = (tax: TaxAmount): boolean =>
  tax.name === 'VAT' &&
  Object.entries(tax).every(([key, value]) => key === 'name' || key === 'amount' || value === null)

export const typesUp: ConversionRules = {
  objects: { Price: { make: [{ from: ['excl_vat', 'incl_vat'], to: ['before_taxes', 'taxes'], by: upgradePrice }] } },
  // Of the two objects with a role, Credentials has a rule of its own; a ClientInfo cannot speak of a hub.
  enums: { Role: { otherwise: null, why: 'OCPI 2.3.0 has no role HUB' } },
}

export const typesDown: ConversionRules = {
  objects: { Price: { make: [{ from: ['before_taxes', 'taxes'], to: ['excl_vat', 'incl_vat'], by: downgradePrice }] } },
}
