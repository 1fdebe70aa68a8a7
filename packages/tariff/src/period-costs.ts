// The same quantities by charging period.

import type { Charge, PeriodCost } from './cost.ts'
import { addMoney, amountOf, type Money, NO_MONEY, split } from './money.ts'
import type { Priced } from './price.ts'
import { divide, multiply, type Rational, text } from './rational.ts'
import type { PricedQuantity, Step } from './step-size.ts'
import type { PricedComponent } from './tariff-reading.ts'
import { HOUR } from './time-volumes.ts'

/** Prices of times are per hour, their quantities seconds. */
export function costOf({ price, type, taxes }: PricedComponent, quantity: Rational): Money {
  const amount = multiply(price!, quantity)
  return split(type === 'TIME' || type === 'PARKING_TIME' ? divide(amount, HOUR) : amount, taxes)
}

export function periodCosts({ reading, pricing, steps, options }: Priced): PeriodCost[] {
  const { digits } = options
  const periods = new Map<number, { from: number; to: number; tariffId: string | undefined }>()
  for (const { period, from, to, tariffId } of reading.stretches) {
    periods.set(period, { from: periods.get(period)?.from ?? from, to, tariffId })
  }
  return [...periods].map(([index, { from, to, tariffId }]): PeriodCost => {
    const mine = [...pricing.quantities, ...steps].filter(({ period }) => period === index)
    const unknown = pricing.pieces.some(
      ({ stretch, match, tariff }) =>
        stretch.period === index &&
        (tariff === 'missing' || Object.values(match).includes('unknown') || !stretch.energy || !stretch.seconds),
    )
    const sum = mine.reduce((money, one) => addMoney(money, costOf(one.component, one.quantity)), NO_MONEY)
    return {
      index,
      start_date_time: new Date(from).toISOString(),
      end_date_time: new Date(to).toISOString(),
      ...(tariffId === undefined ? {} : { tariff_id: tariffId }),
      amount: unknown ? undefined : amountOf(sum, digits),
      charges: mine.map((one) => charge(one, digits)),
    }
  })
}

function charge(priced: PricedQuantity | Step, digits: number | undefined): Charge {
  const { component, quantity } = priced
  return {
    type: component.type,
    part: component.part,
    tariff_id: component.tariff.tariff.id,
    element: component.element,
    component: component.component,
    quantity: text(quantity, digits),
    price: text(component.price!),
    ...('before' in priced ? { step: text(quantity, digits) } : {}),
    amount: amountOf(costOf(component, quantity), digits),
  }
}
