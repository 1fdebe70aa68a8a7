import { describe, expect, it } from 'vitest'
import type { RetailRule } from './retail.ts'
import { retailPricesNow } from './retail-prices-now.ts'

const noon = '2026-01-31T12:00:00Z'
const tariff = {
  id: 'T',
  currency: 'EUR',
  tax_included: 'NO',
  elements: [{ price_components: [{ type: 'ENERGY', price: 0.3, vat: 20, step_size: 1 }] }],
} as never
const rule = (more: object): RetailRule => ({ name: 'all', taxes: [{ name: 'BTW', percentage: 21 }], ...more }) as never

describe('the prices of a driver now', () => {
  it("are the CPO's before taxes with the markup, and the eMSP's taxes", () => {
    const markup = { percentage: 10, currency: 'EUR', per_kwh: 0.07, per_minute: 0.02, per_session: 0.35 }
    expect(retailPricesNow(rule({ markup }), tariff, noon)).toEqual({
      rule: 'all',
      currency: 'EUR',
      per_kwh: {
        before_taxes: '0.4',
        taxes: [{ name: 'BTW', percentage: '21', amount: '0.084' }],
        after_taxes: '0.484',
      },
      per_minute: expect.objectContaining({ before_taxes: '0.02' }),
      per_minute_parking: expect.objectContaining({ before_taxes: '0.02' }),
      per_session: expect.objectContaining({ before_taxes: '0.35' }),
    })
  })

  it("are those of the eMSP's own tariff, whatever the CPO's is", () => {
    const own = {
      ...(tariff as object),
      elements: [{ price_components: [{ type: 'ENERGY', price: 0.5, step_size: 1 }] }],
    }
    const made = retailPricesNow(rule({ tariff: own }), undefined, noon)
    expect(made?.per_kwh).toMatchObject({ before_taxes: '0.5', after_taxes: '0.605' })
  })

  it('are not known without a tariff to be on, or in another currency', () => {
    expect(retailPricesNow(rule({ markup: {} }), undefined, noon)).toBeUndefined()
    expect(retailPricesNow(rule({ markup: { per_kwh: 1, currency: 'SEK' } }), tariff, noon)).toBeUndefined()
    // A percentage is of any currency.
    expect(retailPricesNow(rule({ markup: { percentage: 5 } }), tariff, noon)?.per_kwh?.before_taxes).toBe('0.315')
  })
})
