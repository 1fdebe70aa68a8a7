// What the demo's simulated operator charges: a flat price per kWh plus VAT. All in whole units: Wh and 1/10000 EUR.

import type { Price, Tariff } from '@interchange/ocpi/generated/v2.3.0'

/**
 * @param wattHours energy in whole Wh.
 * @param tariff must hold one ENERGY price before taxes.
 * @returns cost rounded half up to four decimals, the precision OCPI gives prices.
 */
export function energyCost(wattHours: number, tariff: Tariff): Price {
  const component = tariff.elements.flatMap((element) => element.price_components).find(({ type }) => type === 'ENERGY')
  if (!component) throw new Error(`tariff ${tariff.id} has no price for energy`)
  // Wh * (EUR/kWh in 1/10000) / 1000, in 1/10000 EUR
  const cost = (BigInt(wattHours) * tenThousandths(component.price) + 500n) / 1000n
  if (component.vat === undefined) return { before_taxes: toNumber(cost) }
  const vat = (cost * tenThousandths(component.vat) + 500_000n) / 1_000_000n
  return {
    before_taxes: toNumber(cost),
    taxes: [{ name: 'VAT', percentage: component.vat, amount: toNumber(vat) }],
  }
}

/** Whole Wh as kWh. */
export const kwh = (wattHours: number): number => Number(`${Math.trunc(wattHours / 1000)}.${pad(wattHours % 1000, 3)}`)

function tenThousandths(value: number): bigint {
  const [whole = '0', fraction = ''] = String(value).split('.')
  return BigInt(whole + fraction.slice(0, 4).padEnd(4, '0'))
}

const toNumber = (value: bigint): number => Number(`${value / 10_000n}.${pad(Number(value % 10_000n), 4)}`)

const pad = (value: number, digits: number): string => String(value).padStart(digits, '0')
