import type { Tariff } from '@interchange/ocpi/generated/v2.3.0'
import { expect, it } from 'vitest'
import { energyCost, kwh } from './cost.ts'

const at = (price: number, vat?: number): Tariff => ({
  country_code: 'NL',
  party_id: 'DMO',
  id: 'T',
  currency: 'EUR',
  tax_included: 'NO',
  elements: [{ price_components: [{ type: 'ENERGY', price, step_size: 1, ...(vat === undefined ? {} : { vat }) }] }],
  last_updated: '2026-01-01T00:00:00Z',
})

it('a flat energy price is exact, taxes beside it', () => {
  // 10.272 kWh at 0.35 is 3.5952; 21 % of that is 0.754992.
  expect(energyCost(10_272, at(0.35, 21))).toEqual({
    before_taxes: 3.5952,
    taxes: [{ name: 'VAT', percentage: 21, amount: 0.755 }],
  })
  expect(energyCost(0, at(0.35))).toEqual({ before_taxes: 0 })
})

it('energy is whole Wh written in kWh', () => {
  expect([kwh(0), kwh(7), kwh(10_272)]).toEqual([0, 0.007, 10.272])
})
