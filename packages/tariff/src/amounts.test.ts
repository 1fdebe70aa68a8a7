// Taxes, limits, rounding, credit: from the parts to the total, with numbers worked out by hand.

import type { Tariff } from '@interchange/ocpi'
import { describe, expect, it } from 'vitest'
import type { PriceOptions } from './options.ts'
import { price } from './price.ts'
import { component, element, hours, session, tariff } from './tests/builders.ts'
import { cdrCosts, cdrTotals, priceObject } from './totals.ts'

const energy = (price: number, vat?: number) => component('ENERGY', price, vat === undefined ? {} : { vat })
const charging = (kwh: number) => session('2026-06-12T10:00:00Z', [{ seconds: hours(1), kwh }])
const cost = (of: Tariff, kwh: number, options: PriceOptions = {}) =>
  price(charging(kwh), { tariffs: [of], ...options })
const both = (of: Tariff, kwh: number, options?: PriceOptions) => {
  const { total } = cost(of, kwh, options)
  return [total?.before_taxes, total?.after_taxes]
}

describe('taxes', () => {
  it('R-TAR-25 come on top of a price that does not include them; without vat there is none, with 0 there is one of 0', () => {
    expect(cost(tariff([element([energy(0.5, 19)])]), 10).total).toEqual({
      before_taxes: '5',
      taxes: [{ name: 'VAT', percentage: '19', amount: '0.95' }],
      after_taxes: '5.95',
    })
    expect(cost(tariff([element([energy(0.5)])]), 10).total).toEqual({ before_taxes: '5', taxes: [], after_taxes: '5' })
    expect(cost(tariff([element([energy(0.5, 0)])]), 10).total?.taxes).toEqual([
      { name: 'VAT', percentage: '0', amount: '0' },
    ])
  })

  it('R-TAR-25 of several rates are one sum, without a rate of its own', () => {
    const of = tariff([element([energy(0.5, 19), component('FLAT', 1, { vat: 7 }), component('TIME', 2, { vat: 7 })])])
    expect(cost(of, 10).total).toEqual({
      before_taxes: '8',
      taxes: [{ name: 'VAT', amount: '1.16' }],
      after_taxes: '9.16',
    })
    expect(cost(of, 10).time?.taxes).toEqual([{ name: 'VAT', percentage: '7', amount: '0.14' }])
  })

  it('R-TAR-26 are taken out of a price that includes them', () => {
    const of = tariff([element([energy(0.595, 19), component('FLAT', 1, { vat: 25 })])], { tax_included: 'YES' })
    expect(cost(of, 10).total).toEqual({
      before_taxes: '5.8',
      taxes: [{ name: 'VAT', amount: '1.15' }],
      after_taxes: '6.95',
    })
    // 1 / 1.19 does not end; with ten digits it is rounded half-up.
    const one = tariff([element([energy(1, 19)])], { tax_included: 'YES' })
    expect(both(one, 1)).toEqual(['0.8403361345', '1'])
    expect(both(one, 1, { digits: 3 })).toEqual(['0.84', '1'])
  })

  it('R-TAR-26 do not apply to a tariff that says N/A', () => {
    expect(cost(tariff([element([energy(1, 19)])], { tax_included: 'N/A' }), 1).total).toEqual({
      before_taxes: '1',
      taxes: [],
      after_taxes: '1',
    })
  })

  it('R-TAR-26 of North America are not known beforehand, unless somebody says them', () => {
    const canada = (more: Partial<Tariff> = {}) =>
      tariff([element([energy(1)])], { country_code: 'ca', currency: 'CAD', ...more })
    const taxes = [
      { name: 'GST', percentage: 5 },
      { name: 'QST', percentage: 9.975 },
    ]
    expect(cost(canada(), 10).total).toEqual({ before_taxes: '10', taxes: [] })
    expect(cost(canada(), 10, { taxes }).total).toEqual({
      before_taxes: '10',
      taxes: [
        { name: 'GST', percentage: '5', amount: '0.5' },
        { name: 'QST', percentage: '9.975', amount: '0.9975' },
      ],
      after_taxes: '11.4975',
    })
    expect(cost(canada(), 10, { taxes }).findings).toEqual([])
    const included = cost(canada({ tax_included: 'YES' }), 114.975, { taxes })
    expect(included.total).toMatchObject({ before_taxes: '100', after_taxes: '114.975' })
    expect(cost(canada({ tax_included: 'YES' }), 10).total).toEqual({
      before_taxes: '10',
      taxes: [],
      after_taxes: '10',
    })
  })

  it('R-TAR-26 what is free has no unknown taxes', () => {
    const found = cost(tariff([element([energy(0)])], { country_code: 'US', currency: 'USD' }), 10)
    expect([found.total, found.findings]).toEqual([{ before_taxes: '0', taxes: [], after_taxes: '0' }, []])
  })

  it('R-TAR-26 a rate that is no rate makes taxes unknown, with a finding', () => {
    const found = cost(tariff([element([energy(1, -5)])]), 1)
    expect(found.total).toEqual({ before_taxes: '1', taxes: [] })
    expect(found.findings).toMatchObject([
      { code: 'tax-rate-unreadable', path: '/tariffs/0/elements/0/price_components/0/vat' },
      { code: 'tax-rate-unknown' },
    ])
  })

  it('R-TAR-26 says which taxes are open', () => {
    const part = (more: Partial<Tariff>) => cost(tariff([element([energy(1)])], more), 1).findings[0]?.message
    expect(part({ tax_included: 'YES' })).toContain('still contains')
    expect(part({ country_code: 'US', currency: 'USD' })).toContain('come on top')
  })
})

describe('min_price and max_price', () => {
  const limited = (more: Partial<Tariff>, vat: number | undefined = 10) => tariff([element([energy(1, vat)])], more)

  it('R-TAR-24 each counts by itself, before and after taxes', () => {
    // 10 kWh: 10.00 and 11.00.
    expect(both(limited({ min_price: { before_taxes: 10, after_taxes: 11.5 } }), 10)).toEqual(['10', '11.5'])
    expect(both(limited({ min_price: { before_taxes: 10.5, after_taxes: 11 } }), 10)).toEqual(['10.5', '11'])
    expect(both(limited({ max_price: { before_taxes: 9.5, after_taxes: 11 } }), 10)).toEqual(['9.5', '11'])
    expect(both(limited({ max_price: { before_taxes: 10, after_taxes: 10.5 } }), 10)).toEqual(['10', '10.5'])
    expect(both(limited({ max_price: { before_taxes: 12, after_taxes: 12 } }), 10)).toEqual(['10', '11'])
    expect(both(limited({ min_price: { before_taxes: 8, after_taxes: 8 } }), 10)).toEqual(['10', '11'])
  })

  it('R-TAR-24 a limit before taxes alone takes the taxes along', () => {
    expect(both(limited({ min_price: { before_taxes: 20 } }), 10)).toEqual(['20', '22'])
    expect(both(limited({ max_price: { before_taxes: 5 } }), 10)).toEqual(['5', '5.5'])
    expect(cost(limited({ max_price: { before_taxes: 5 } }), 10).total?.taxes).toEqual([
      { name: 'VAT', percentage: '10', amount: '0.5' },
    ])
  })

  it('R-TAR-24 of nothing at all, it has the taxes of the tariff', () => {
    expect(both(limited({ min_price: { before_taxes: 20 } }), 0)).toEqual(['20', '22'])
    expect(both(tariff([element([component('TIME', 0, { vat: 50 })])], { min_price: { before_taxes: 1 } }), 0)).toEqual(
      ['1', '1.5'],
    )
    expect(both(tariff([], { min_price: { before_taxes: 1 } }), 0)).toEqual(['1', '1'])
    const included = tariff([element([energy(1, 25)])], { tax_included: 'YES', min_price: { before_taxes: 8 } })
    expect(both(included, 0)).toEqual(['8', '10'])
  })

  it('R-TAR-24 the rate is not named where limits changed it', () => {
    expect(cost(limited({ min_price: { before_taxes: 20, after_taxes: 23 } }), 10).total?.taxes).toEqual([
      { name: 'VAT', amount: '3' },
    ])
    expect(cost(limited({ min_price: { before_taxes: 20, after_taxes: 22 } }), 10).total?.taxes).toEqual([
      { name: 'VAT', percentage: '10', amount: '2' },
    ])
  })

  it('R-TAR-24 where no tax applies, what a limit after taxes adds is tax all the same', () => {
    const of = tariff([element([energy(1)])], { min_price: { before_taxes: 20, after_taxes: 22 } })
    expect(cost(of, 10).total).toEqual({ before_taxes: '20', taxes: [{ name: 'VAT', amount: '2' }], after_taxes: '22' })
  })

  it('R-TAR-24 limits that would make taxes negative are a finding', () => {
    const found = cost(limited({ min_price: { before_taxes: 20, after_taxes: 5 } }), 10)
    expect([found.total?.before_taxes, found.total?.after_taxes]).toEqual(['20', '22'])
    expect(found.findings).toMatchObject([{ code: 'price-limits-contradict', path: '/tariffs/0/min_price' }])
  })

  it('R-TAR-24 with several tariffs, the limits of all of them hold for the total; the lower maximum wins', () => {
    const tariffs = [
      limited({ min_price: { before_taxes: 12 } }),
      limited({ id: 'U', min_price: { before_taxes: 15 }, max_price: { before_taxes: 14 } }),
    ]
    const usage = session('2026-06-12T10:00:00Z', [
      { seconds: 60, kwh: 4 },
      { seconds: 60, kwh: 4, tariffId: 'U' },
    ])
    expect(price(usage, { tariffs }).total?.before_taxes).toBe('14')
    expect(price(usage, { tariffs: [tariffs[0]!, limited({ id: 'U' })] }).total?.before_taxes).toBe('12')
  })

  it('R-TAR-24 the limits of tariffs that price nothing do not count', () => {
    const tariffs = [limited({}), limited({ id: 'U', min_price: { before_taxes: 15 } })]
    expect(price(charging(4), { tariffs }).total?.before_taxes).toBe('4')
  })

  it('R-TAR-24 parts stay what they were', () => {
    expect(cost(limited({ max_price: { before_taxes: 5 } }), 10).energy?.before_taxes).toBe('10')
  })

  it('R-TAR-24 where taxes on top are not known, neither is the limit after them', () => {
    const of = tariff([element([energy(1)])], { country_code: 'US', max_price: { before_taxes: 5, after_taxes: 4 } })
    expect(cost(of, 10).total).toEqual({ before_taxes: '5', taxes: [] })
  })

  it('R-TAR-24 a limit that is no number is none, with a finding', () => {
    const found = cost(limited({ min_price: { before_taxes: 'x' as never, after_taxes: 20 } }), 10)
    expect(found.total?.after_taxes).toBe('20')
    expect(found.findings).toMatchObject([
      { code: 'price-limit-unreadable', path: '/tariffs/0/min_price/before_taxes' },
    ])
    const shapeless = cost(limited({ max_price: 3 as never }), 10)
    expect(shapeless.findings).toMatchObject([{ code: 'malformed', path: '/tariffs/0/max_price' }])
  })
})

describe('rounding', () => {
  // 1/3 and 2/3 euro: 20 and 40 minutes at 1.00 an hour, a fee beside.
  const of = tariff([element([component('TIME', 1, { vat: 10 }), component('PARKING_TIME', 2, { vat: 10 })])])
  const usage = session('2026-06-12T10:00:00Z', [{ seconds: 1200 }, { seconds: 1200, kind: 'park' }])
  const rounded = (rounding: NonNullable<PriceOptions['rounding']>) => {
    const found = price(usage, { tariffs: [of], rounding })
    return [found.time, found.parking, found.total].map((amount) => [amount?.before_taxes, amount?.after_taxes])
  }

  it('R-TAR-30 happens only where it is asked for: the total', () => {
    expect(rounded({ per: 'total', digits: 2 })).toEqual([
      ['0.3333333333', '0.3666666667'],
      ['0.6666666667', '0.7333333333'],
      ['1', '1.1'],
    ])
  })

  it('R-TAR-30 or each part; the total is then their sum', () => {
    expect(rounded({ per: 'component', digits: 1 })).toEqual([
      ['0.3', '0.3'],
      ['0.7', '0.8'],
      ['1', '1.1'],
    ])
    expect(rounded({ per: 'component', digits: 2, mode: 'up' })[2]).toEqual(['1.01', '1.12'])
    expect(rounded({ per: 'component', digits: 2, mode: 'down' })[2]).toEqual(['0.99', '1.08'])
  })

  it('R-TAR-30 knows the ways of rounding', () => {
    const half = (kwh: number, mode: 'half-up' | 'half-even' | 'up' | 'down') =>
      cost(tariff([element([component('ENERGY', 1, { step: 0 })])]), kwh, {
        rounding: { per: 'total', digits: 1, mode },
      }).total?.before_taxes
    expect([0.25, 0.35, -0.25].map((kwh) => half(kwh, 'half-up'))).toEqual(['0.3', '0.4', '-0.3'])
    expect([0.25, 0.35, 0.251].map((kwh) => half(kwh, 'half-even'))).toEqual(['0.2', '0.4', '0.3'])
    expect([0.21, 0.2, -0.21].map((kwh) => half(kwh, 'up'))).toEqual(['0.3', '0.2', '-0.3'])
    expect([0.29, -0.29].map((kwh) => half(kwh, 'down'))).toEqual(['0.2', '-0.2'])
  })
})

describe('a cost as the fields of a CDR', () => {
  const of = tariff([
    element([component('TIME', 6, { vat: 10 }), component('PARKING_TIME', 12), component('FLAT', 1, { vat: 10 })]),
  ])
  const usage = session('2026-06-12T10:00:00Z', [
    { seconds: 1200, kwh: 4.25 },
    { seconds: 400, kind: 'park' },
  ])

  it('R-CDR-19 costs of its parts, as far as there are any', () => {
    expect(cdrCosts(price(usage, { tariffs: [of], rounding: { per: 'component', digits: 2 } }))).toEqual({
      total_cost: { before_taxes: 4.33, taxes: [{ name: 'VAT', percentage: 10, amount: 0.3 }] },
      total_fixed_cost: { before_taxes: 1, taxes: [{ name: 'VAT', percentage: 10, amount: 0.1 }] },
      total_time_cost: { before_taxes: 2, taxes: [{ name: 'VAT', percentage: 10, amount: 0.2 }] },
      total_parking_cost: { before_taxes: 1.33, taxes: [] },
    })
  })

  it('says nothing about taxes that are not known, and nothing at all of a cost that is not', () => {
    expect(priceObject({ before_taxes: '5', taxes: [] })).toEqual({ before_taxes: 5 })
    expect(cdrCosts(price(usage, { tariffs: [] }))).toEqual({})
  })

  it('R-CDR-16 what was used: total_time is charging and parking together', () => {
    expect(cdrTotals(usage)).toEqual({ total_energy: 4.25, total_time: 0.4444, total_parking_time: 0.1111 })
    const charged = session('2026-06-12T10:00:00Z', [
      { seconds: 600, kind: 'reserve' },
      { seconds: 1200, kwh: 1.23456 },
    ])
    expect(cdrTotals(charged)).toEqual({ total_energy: 1.2346, total_time: 0.3333 })
    expect(cdrTotals({ start_date_time: '2026-06-12T10:00:00Z' })).toBeUndefined()
    expect(cdrTotals({ ...usage, start_date_time: 'x' })).toBeUndefined()
    expect(cdrTotals(session('2026-06-12T10:00:00Z', [{ seconds: 60, kwh: Number.NaN }]))).toBeUndefined()
  })

  it('R-CDR-07 only the total of a credit CDR is negative', () => {
    const found = price({ ...usage, credit: true }, { tariffs: [of], rounding: { per: 'total', digits: 2 } })
    expect(found.total).toEqual({
      before_taxes: '-4.33',
      taxes: [{ name: 'VAT', percentage: '10', amount: '-0.3' }],
      after_taxes: '-4.63',
    })
    expect(found.time?.before_taxes).toBe('2')
    expect(found.explanation.at(-1)).toMatchObject({ kind: 'credit' })
    expect(price({ ...usage, credit: false }, { tariffs: [of] }).total?.before_taxes).toBe('4.3333333333')
  })

  it('R-CDR-25 charging at home costs the same; who pays whom is said', () => {
    const found = price({ ...usage, home_charging_compensation: true }, { tariffs: [of] })
    expect(found.total).toEqual(price(usage, { tariffs: [of] }).total)
    expect(found.explanation.at(-1)).toMatchObject({ kind: 'home-charging' })
    expect(price(usage, { tariffs: [of] }).explanation.map(({ kind }) => kind)).not.toContain('home-charging')
  })
})
