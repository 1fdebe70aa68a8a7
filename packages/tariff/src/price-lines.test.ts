import { describe, expect, it } from 'vitest'
import { price } from './price.ts'
import { type PriceLine, priceLines } from './price-lines.ts'
import { type RetailRule, retailPrice } from './retail.ts'

const noon = '2026-01-31T12:00:00Z'
const plus = (minutes: number) => new Date(Date.parse(noon) + minutes * 60_000).toISOString()
const tariff = (price_components: object[], more: object = {}) =>
  ({ id: 'T', currency: 'EUR', tax_included: 'NO', elements: [{ price_components }], ...more }) as never
const ENERGY = { type: 'ENERGY', price: 0.3, vat: 20, step_size: 1 }
const TIME = { type: 'TIME', price: 3, vat: 20, step_size: 1 }

/** An hour of charging, 10 kWh in two halves. */
const usage = {
  start_date_time: noon,
  end_date_time: plus(60),
  charging_periods: [0, 30].map((at) => ({
    start_date_time: plus(at),
    dimensions: [
      { type: 'ENERGY', volume: 5 },
      { type: 'TIME', volume: 0.5 },
    ],
    tariff_id: 'T',
  })),
} as never

const sum = (lines: readonly PriceLine[]) => lines.reduce((all, { amount }) => all + Number(amount.before_taxes), 0)
const rule = (more: object): RetailRule => ({ name: 'all', taxes: [{ name: 'BTW', percentage: 21 }], ...more }) as never

describe('the lines of a receipt', () => {
  it('are one for each price, with its unit, and add up to the total', () => {
    const tariffs = [tariff([ENERGY, TIME, { type: 'FLAT', price: 1, vat: 20, step_size: 1 }])]
    const cost = price(usage, { tariffs })
    const lines = priceLines(usage, cost)
    expect(
      lines.map(({ part, quantity, unit, unit_price }) => [part, quantity, unit, unit_price?.after_taxes]),
    ).toEqual([
      ['fixed', '1', 'session', '1.2'],
      ['energy', '10', 'kWh', '0.36'],
      ['time', '60', 'min', '0.06'],
    ])
    expect(lines[1]).toMatchObject({
      tariff_id: 'T',
      amount: { before_taxes: '3', taxes: [{ name: 'VAT', percentage: '20', amount: '0.6' }], after_taxes: '3.6' },
    })
    expect(sum(lines)).toBeCloseTo(Number(cost.total!.before_taxes), 9)
  })

  it('keep prices apart that changed on the way', () => {
    const dear = { price_components: [{ ...ENERGY, price: 0.5 }], restrictions: { min_kwh: 5 } }
    const tariffs = [tariff([ENERGY], { elements: [dear, { price_components: [ENERGY] }] })]
    const lines = priceLines(usage, price(usage, { tariffs }))
    expect(lines.map(({ quantity, unit_price }) => [quantity, unit_price?.before_taxes])).toEqual([
      ['5', '0.3'],
      ['5', '0.5'],
    ])
  })

  it('have one for what a least price adds', () => {
    const tariffs = [tariff([ENERGY], { min_price: { before_taxes: 4, after_taxes: 4.8 } })]
    const cost = price(usage, { tariffs })
    expect(cost.total!.before_taxes).toBe('4')
    const lines = priceLines(usage, cost)
    expect(lines.at(-1)).toMatchObject({ part: 'adjustment', amount: { before_taxes: '1' } })
    expect(lines.at(-1)!.unit).toBeUndefined()
  })

  it('are negative where a credit takes them back', () => {
    const credit = { ...(usage as object), credit: true } as never
    const lines = priceLines(credit, price(credit, { tariffs: [tariff([ENERGY])] }))
    expect(lines).toMatchObject([
      { part: 'energy', quantity: '-10', amount: { before_taxes: '-3', after_taxes: '-3.6' } },
    ])
  })

  it('are one for each part behind a markup, with what was used and the average price', () => {
    const markup = { percentage: 10, currency: 'EUR', per_kwh: 0.07, per_session: 0.35 }
    const cost = retailPrice(usage, rule({ markup }), { tariffs: [tariff([ENERGY, TIME])] })
    const lines = priceLines(usage, cost)
    expect(lines.map(({ part, quantity, unit_price }) => [part, quantity, unit_price?.before_taxes])).toEqual([
      ['fixed', '1', '0.35'],
      ['energy', '10', '0.4'],
      ['time', '60', '0.055'],
    ])
    expect(sum(lines)).toBeCloseTo(Number(cost.total!.before_taxes), 9)
    expect(lines.every(({ tariff_id }) => tariff_id === undefined)).toBe(true)
  })

  it('have one for rounding', () => {
    const markup = { percentage: 11 }
    const rounding = { per: 'total', digits: 1 } as const
    const lines = priceLines(
      usage,
      retailPrice(usage, rule({ markup, rounding, taxes: [] }), { tariffs: [tariff([ENERGY])] }),
    )
    expect(lines.map(({ part, amount }) => [part, amount.before_taxes])).toEqual([
      ['energy', '3.33'],
      ['adjustment', '-0.03'],
    ])
  })

  it('are none where no price is known', () => {
    expect(priceLines(usage, price(usage, { tariffs: [] }))).toEqual([])
  })
})
