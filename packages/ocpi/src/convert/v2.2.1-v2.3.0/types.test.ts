import { describe, expect, it } from 'vitest'
import { convert } from '../chain.ts'

const up = (price: unknown) => convert('2.2.1', '2.3.0', 'Price', price)
const down = (price: unknown) => convert('2.3.0', '2.2.1', 'Price', price)

describe('Price', () => {
  it('GV-1 without an amount with VAT nothing is said about taxes, in both directions', () => {
    expect(up({ excl_vat: 4.0 })).toEqual({ object: { before_taxes: 4.0 }, losses: [] })
    expect(down({ before_taxes: 4.0 })).toEqual({ object: { excl_vat: 4.0 }, losses: [] })
    expect(down({ before_taxes: 4.0, taxes: [] })).toEqual({ object: { excl_vat: 4.0 }, losses: [] })
    expect(down({ before_taxes: 4.0, taxes: null })).toEqual({ object: { excl_vat: 4.0 }, losses: [] })
    expect(up({ excl_vat: 4.0, incl_vat: null })).toEqual({ object: { before_taxes: 4.0 }, losses: [] })
  })

  it('GV-1 the amount with VAT becomes one tax, calculated in decimals, and comes back', () => {
    const older = { excl_vat: 4.0, incl_vat: 4.4 }
    const newer = { before_taxes: 4.0, taxes: [{ name: 'VAT', amount: 0.4 }] }
    expect(up(older)).toEqual({ object: newer, losses: [] })
    expect(down(newer)).toEqual({ object: older, losses: [] })
  })

  it('GV-1 several taxes become one amount, and their names are a loss', () => {
    const taxes = [
      { name: 'GST', amount: 0.25 },
      { name: 'QST', amount: 0.5 },
    ]
    expect(down({ before_taxes: 5.0, taxes })).toEqual({
      object: { excl_vat: 5.0, incl_vat: 5.75 },
      losses: [
        {
          path: '/taxes',
          why: 'OCPI 2.2.1 has one amount with VAT; names, rates and account numbers of taxes are left out',
        },
      ],
    })
  })

  it.each([
    [[{ name: 'GST', amount: 0.25 }]],
    [[{ name: 'VAT', amount: 0.25, percentage: 21 }]],
    [[{ name: 'VAT', amount: 0.25, account_number: '1' }]],
    [
      [
        { name: 'VAT', amount: 0.2 },
        { name: 'VAT', amount: 0.05 },
      ],
    ],
  ])('taxes that say more than one amount with VAT are a loss: %j', (taxes) => {
    expect(down({ before_taxes: 1, taxes })).toMatchObject({
      object: { excl_vat: 1, incl_vat: 1.25 },
      losses: [{ path: '/taxes' }],
    })
  })

  it('null beside name and amount says nothing and is no loss', () => {
    expect(down({ before_taxes: 1, taxes: [{ name: 'VAT', amount: 0.25, percentage: null }] }).losses).toEqual([])
  })

  it('GV-1 no VAT on nothing stays known', () => {
    const newer = { before_taxes: 0, taxes: [{ name: 'VAT', amount: 0 }] }
    expect(up({ excl_vat: 0, incl_vat: 0 }).object).toEqual(newer)
    expect(down(newer).object).toEqual({ excl_vat: 0, incl_vat: 0 })
  })

  it('R-CDR-07 negative amounts of a credit CDR convert like others', () => {
    expect(up({ excl_vat: -4.0, incl_vat: -4.4 }).object).toEqual({
      before_taxes: -4.0,
      taxes: [{ name: 'VAT', amount: -0.4 }],
    })
  })

  it.each([[[{ name: 'VAT' }]], [[{ name: 'GST', amount: 0.25 }, { name: 'QST' }]]])(
    'says so when an amount is missing, and calculates nothing from the rest: %j',
    (taxes) => {
      expect(down({ before_taxes: 1, taxes })).toEqual({
        object: { excl_vat: 1 },
        losses: [{ path: '/taxes', why: 'an amount is missing, so the price with taxes is not known; left out' }],
      })
    },
  )

  it('what a lenient partner sent without an amount comes out without one', () => {
    expect(up({ incl_vat: 1 })).toMatchObject({ object: {}, losses: [] })
    expect(down({ taxes: [{ name: 'VAT', amount: 1 }] })).toMatchObject({ object: {}, losses: [] })
  })
})
