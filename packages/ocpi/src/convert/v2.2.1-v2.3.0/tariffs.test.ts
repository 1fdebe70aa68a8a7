import { describe, expect, it } from 'vitest'
import { check } from '../../define/validate.ts'
import { v221 } from '../../v2.2.1/index.ts'
import { convert } from '../chain.ts'

const frame = {
  country_code: 'NL',
  party_id: 'TNM',
  id: '1',
  currency: 'EUR',
  last_updated: '2026-01-31T12:00:00Z',
}
const component = (price: number, vat?: number) => ({
  type: 'ENERGY',
  price,
  ...(vat === undefined ? {} : { vat }),
  step_size: 1,
})
const older = (...components: unknown[]) => ({ ...frame, elements: [{ price_components: components }] })
const newer = (tax_included: string, ...components: unknown[]) => ({ ...older(...components), tax_included })

const up = (tariff: unknown) => convert('2.2.1', '2.3.0', 'Tariff', tariff)
const down = (tariff: unknown) => convert('2.3.0', '2.2.1', 'Tariff', tariff)

describe('Tariff', () => {
  it('D-10 prices of 2.2.1 are without taxes: tax_included NO, and back without loss', () => {
    const tariff = older(component(0.25, 10))
    expect(up(tariff)).toEqual({ object: newer('NO', component(0.25, 10)), losses: [] })
    expect(down(newer('NO', component(0.25, 10)))).toEqual({ object: tariff, losses: [] })
  })

  it('GV-2 limits change their names', () => {
    const limits221 = { min_price: { excl_vat: 0.5 }, max_price: { excl_vat: 10.0, incl_vat: 11.0, own: 1 } }
    const limits230 = { min_price: { before_taxes: 0.5 }, max_price: { before_taxes: 10.0, after_taxes: 11.0, own: 1 } }
    expect(up({ ...older(component(1)), ...limits221 })).toEqual({
      object: { ...newer('NO', component(1)), ...limits230 },
      losses: [],
    })
    expect(down({ ...newer('NO', component(1)), ...limits230 })).toEqual({
      object: { ...older(component(1)), ...limits221 },
      losses: [],
    })
  })

  it('GV-3 a price with taxes is divided by its rate', () => {
    expect(down(newer('YES', component(2.42, 21)))).toEqual({
      object: older(component(2, 21)),
      losses: [
        { path: '/tax_included', why: 'prices of OCPI 2.2.1 are without taxes' },
        {
          path: '/elements/0/price_components/0/price',
          why: 'prices of OCPI 2.2.1 are without taxes; calculated from the rate in vat',
        },
      ],
    })
  })

  it.each([
    [0.29, 19, 0.2437],
    [1, 21, 0.8264],
    [0.1, 5.2, 0.0951],
    [0, 21, 0],
    [1.5, 0, 1.5],
  ])('rounds to four decimals: %d with %d %% is %d', (price, vat, untaxed) => {
    expect(down(newer('YES', component(price, vat))).object).toEqual(older(component(untaxed, vat)))
  })

  it('a price with taxes of 0 % is what it was, and nothing is lost at it', () => {
    expect(down(newer('YES', component(1.5, 0))).losses.map(({ path }) => path)).toEqual(['/tax_included'])
  })

  it('GV-3 a price with taxes of unknown rate stays, and a text tells drivers', () => {
    const { object, losses } = down({
      ...newer('YES', component(2.1)),
      tariff_alt_text: [{ language: 'fr', text: 'Bonjour' }],
    })
    expect(object).toEqual({
      ...older(component(2.1)),
      tariff_alt_text: [
        { language: 'fr', text: 'Bonjour' },
        { language: 'en', text: 'Prices include taxes.' },
      ],
    })
    expect(losses.map(({ path }) => path)).toEqual([
      '/tax_included',
      '/elements/0/price_components/0/price',
      '/tariff_alt_text',
    ])
    expect(check(v221, 'Tariff', object)).toEqual([])
  })

  it('the text says which prices, when some rates are known', () => {
    expect(down(newer('YES', component(1.21, 21), component(2))).object).toEqual({
      ...older(component(1, 21), component(2)),
      tariff_alt_text: [{ language: 'en', text: 'Prices without a VAT rate include taxes.' }],
    })
  })

  it('a rate that takes all of the price is as good as none', () => {
    expect(down(newer('YES', component(2, -100))).object).toMatchObject({
      elements: [{ price_components: [component(2, -100)] }],
      tariff_alt_text: [{ text: 'Prices include taxes.' }],
    })
  })

  it('where no taxes apply the price stays and a rate is left out', () => {
    expect(down(newer('N/A', component(2, 21), component(3)))).toEqual({
      object: older(component(2), component(3)),
      losses: [
        { path: '/tax_included', why: 'OCPI 2.2.1 cannot say that no taxes apply' },
        { path: '/elements/0/price_components/0/vat', why: 'no taxes apply to this tariff; left out' },
      ],
    })
  })

  it("keeps fields of the sender's own in elements and components", () => {
    const { object } = down({
      ...newer('YES'),
      elements: [{ price_components: [{ ...component(1.21, 21), own: 1 }], own: 2 }],
    })
    expect(object).toMatchObject({ elements: [{ price_components: [{ price: 1, own: 1 }], own: 2 }] })
  })

  it('a tariff in a CDR converts like one of its own, with the place in the CDR', () => {
    const { losses } = convert('2.3.0', '2.2.1', 'CDR', { tariffs: [newer('NO'), newer('YES', component(2.42, 21))] })
    expect(losses.map(({ path }) => path)).toEqual([
      '/tariffs/1/tax_included',
      '/tariffs/1/elements/0/price_components/0/price',
    ])
  })
})
