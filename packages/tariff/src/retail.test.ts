// What a driver pays: numbers worked out by hand.

import type { Price } from '@interchange/ocpi'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Finding } from './finding.ts'
import type { Usage } from './options.ts'
import { price } from './price.ts'
import { type RetailOptions, type RetailRule, retailPrice, retailQuote } from './retail.ts'
import { component, element, minutes, session, tariff } from './tests/builders.ts'

const START = '2026-01-31T12:00:00Z'
/** 20 kWh in an hour, then 10 minutes parked: 5.00 for energy, 0.50 for parking, a fee of 1.00. */
const usage = session(START, [
  { seconds: minutes(60), kwh: 20 },
  { seconds: minutes(10), kind: 'park' },
])
const theirs = tariff([
  element([
    component('ENERGY', 0.25, { vat: 21 }),
    component('PARKING_TIME', 3, { vat: 21 }),
    component('FLAT', 1, { vat: 21 }),
  ]),
])
const VAT = [{ name: 'BTW', percentage: 20 }]
const rule = (fields: Partial<RetailRule> = {}): RetailRule => ({ name: 'r', markup: {}, taxes: VAT, ...fields })
const sold = (fields: Partial<RetailRule>, of: Usage = usage, options: RetailOptions = { tariffs: [theirs] }) =>
  retailPrice(of, rule(fields), options)
const codes = ({ findings }: { findings: readonly { code: string; path: string }[] }) =>
  findings.map(({ code, path }) => `${code} ${path}`)
const said = ({ findings }: { findings: readonly Finding[] }) =>
  findings.map(({ severity, message }) => `${severity}: ${message}`)
const taxed = (before_taxes: string, amount: string, after_taxes: string) => ({
  before_taxes,
  taxes: [{ name: 'BTW', percentage: '20', amount }],
  after_taxes,
})
const texts = ({ explanation }: { explanation: readonly { text: string }[] }) => explanation.map(({ text }) => text)

describe('a markup', () => {
  it('of nothing is the price of the CPO before its taxes, with those of the eMSP', () => {
    const cost = sold({})
    expect(cost).toMatchObject({ rule: 'r', currency: 'EUR', findings: [] })
    expect(cost.total).toEqual(taxed('6.5', '1.3', '7.8'))
    expect([cost.energy, cost.parking, cost.fixed].map((one) => one?.before_taxes)).toEqual(['5', '0.5', '1'])
    expect(texts(cost)).toEqual(['rule r: the CPO asks 6.5 before taxes', '6.5 before taxes, BTW 20 % 1.3'])
  })

  it('in percent is on each part, before taxes', () => {
    const cost = sold({ markup: { percentage: 10 } })
    expect(cost.total).toEqual(taxed('7.15', '1.43', '8.58'))
    expect([cost.energy, cost.parking, cost.fixed].map((one) => one?.before_taxes)).toEqual(['5.5', '0.55', '1.1'])
    expect(texts(cost)[0]).toBe('rule r: the CPO asks 6.5 before taxes; with 10 % of it 7.15')
    expect(sold({ markup: { percentage: -10 } }).total?.before_taxes).toBe('5.85')
  })

  it('per kWh, minute and session is on what was used, each to its part', () => {
    const markup = { percentage: 10, currency: 'EUR', per_kwh: 0.05, per_minute: 0.01, per_session: 0.35 }
    const cost = sold({ markup })
    // 7.15 + 20 x 0.05 + 70 x 0.01 + 0.35
    expect(cost.total).toEqual(taxed('9.2', '1.84', '11.04'))
    expect(
      [cost.energy, cost.time, cost.parking, cost.fixed, cost.reservation].map((one) => one?.before_taxes),
    ).toEqual(['6.5', '0.6', '0.65', '1.45', '0'])
    expect(texts(cost).slice(1, 5)).toEqual([
      '0.05 per kWh: 1',
      '0.01 per minute of charging: 0.6',
      '0.01 per minute of parking: 0.1',
      '0.35 per session: 0.35',
    ])
  })

  it('is not rounded up by the steps of the CPO', () => {
    const stepped = tariff([element([component('TIME', 6, { step: 600 })])])
    const cost = sold({ markup: { currency: 'EUR', per_minute: 1 } }, session(START, [{ seconds: 90, kwh: 1 }]), {
      tariffs: [stepped],
    })
    // Ten minutes of the CPO, a minute and a half of ours.
    expect(cost.total?.before_taxes).toBe('2.5')
  })

  it('is on the price within min_price and max_price', () => {
    const least = tariff(theirs.elements, { min_price: { before_taxes: 10 } })
    const cost = sold({ markup: { percentage: 10 } }, usage, { tariffs: [least] })
    expect([cost.total?.before_taxes, cost.energy?.before_taxes]).toEqual(['11', '5.5'])
  })

  it('of what does not end is exact: 20 % more than a third is 0.4', () => {
    const third = session(START, [{ seconds: minutes(20), kwh: 1 }])
    const cost = sold({ markup: { percentage: 20 } }, third, { tariffs: [tariff([element([component('TIME', 1)])])] })
    expect(cost.total).toEqual(taxed('0.4', '0.08', '0.48'))
  })

  it('without taxes says that there are none', () => {
    expect(sold({ taxes: [] }).total).toEqual({ before_taxes: '6.5', taxes: [], after_taxes: '6.5' })
  })

  it('R-CDR-07 of a credit CDR takes back what was added', () => {
    const markup = { percentage: 10, currency: 'EUR', per_session: 0.35 }
    const cost = sold({ markup }, { ...usage, credit: true })
    expect([cost.total?.before_taxes, cost.fixed?.before_taxes]).toEqual(['-7.5', '1.45'])
    const rounding = { per: 'component', digits: 0 } as const
    expect(sold({ markup, rounding }, { ...usage, credit: true }).total?.before_taxes).toBe('-8')
    expect(codes(cost)).toEqual([])
    const free = tariff([element([component('ENERGY', 0)])])
    const fee = { currency: 'EUR', per_session: 0.35 }
    const back = sold(
      { markup: fee, rounding: { per: 'component', digits: 1 } },
      { ...usage, credit: true },
      { tariffs: [free] },
    )
    expect([back.total?.before_taxes, back.fixed?.before_taxes]).toEqual(['-0.4', '0.4'])
  })

  it('in another currency is no price, and a percentage is one all the same', () => {
    const cost = sold({ markup: { currency: 'SEK', per_kwh: 0.5 } })
    expect([cost.currency, cost.total, codes(cost)]).toEqual([
      'EUR',
      undefined,
      ['retail-currency-differs /markup/currency'],
    ])
    expect(said(cost)).toEqual(['error: SEK cannot be added to EUR; a percentage or a tariff can be'])
    expect(sold({ markup: { currency: 'SEK', percentage: 10 } }).total?.before_taxes).toBe('7.15')
    const nowhere = sold({ markup: { currency: 'SEK', per_kwh: 1 } }, usage, {
      tariffs: [],
      stated: { before_taxes: 1 },
    })
    expect(said(nowhere)[1]).toContain('SEK cannot be added to an unknown currency')
  })

  it('that takes more than there is, is said', () => {
    const cost = sold({ markup: { currency: 'EUR', per_session: -7 } })
    expect([cost.total?.before_taxes, codes(cost)]).toEqual(['-0.5', ['retail-negative /markup']])
    const rounded = sold({ markup: { currency: 'EUR', per_session: -7.04 }, rounding: { per: 'component', digits: 1 } })
    expect([rounded.total?.before_taxes, rounded.fixed?.before_taxes]).toEqual(['-0.5', '-6'])
  })

  it('on prices that include taxes of unknown rates is said', () => {
    const within = tariff([element([component('ENERGY', 0.25)])], { tax_included: 'YES' })
    expect(codes(sold({}, usage, { tariffs: [within] }))).toEqual(['retail-cost-with-taxes /tariffs'])
    const onTop = tariff([element([component('ENERGY', 0.25)])], { country_code: 'US' })
    expect(codes(sold({}, usage, { tariffs: [onTop] }))).toEqual([])
    expect(sold({ markup: { percentage: -100 } }).total?.before_taxes).toBe('0')
    expect(codes(sold({ markup: { percentage: -100 } }))).toEqual([])
  })
})

describe('a price of the CPO that its tariffs do not tell', () => {
  const unpriced = { tariffs: [] }

  it('is unknown, and so is the price of the driver', () => {
    const cost = sold({ markup: { percentage: 10 } }, usage, unpriced)
    expect([cost.total, cost.energy, codes(cost)]).toEqual([undefined, undefined, ['retail-cost-unknown /total_cost']])
    expect(JSON.parse(JSON.stringify(cost))).not.toHaveProperty('total')
  })

  it('is what the CDR states', () => {
    const stated: Price = { before_taxes: 6.5, taxes: [{ name: 'VAT', amount: 1.365 }] }
    const markup = { percentage: 10, currency: 'EUR', per_kwh: 0.05 }
    const cost = sold({ markup }, { ...usage, currency: 'EUR' }, { ...unpriced, stated })
    expect(cost.total).toEqual(taxed('8.15', '1.63', '9.78'))
    expect([cost.currency, cost.energy, codes(cost)]).toEqual(['EUR', undefined, ['retail-by-stated-cost /total_cost']])
    expect(texts(cost)[0]).toBe("the CPO's tariffs do not tell its price; it states 6.5 before taxes")
  })

  it('what is stated does not count where the tariffs tell it', () => {
    expect(sold({}, usage, { tariffs: [theirs], stated: { before_taxes: 99 } }).total?.before_taxes).toBe('6.5')
  })

  it('usage that is not known is priced by nothing', () => {
    const { charging_periods: _, ...nothing } = usage
    const stated = { before_taxes: 5 }
    const cost = sold({ markup: { currency: 'EUR', per_kwh: 1 } }, { ...nothing, currency: 'EUR' }, { stated })
    expect([cost.total, codes(cost)]).toEqual([
      undefined,
      ['retail-by-stated-cost /total_cost', 'retail-usage-unknown /charging_periods'],
    ])
  })
})

describe('a tariff of the eMSP', () => {
  const flat = tariff([element([component('ENERGY', 0.5), component('FLAT', 2, { vat: 10 })])], { id: 'APP' })

  it('prices the same periods, whatever they name', () => {
    const free = session(START, [
      { seconds: minutes(60), kwh: 20 },
      { seconds: minutes(60), kwh: 2, tariffId: null },
    ])
    const cost = sold({ markup: null, tariff: flat }, free)
    // 22 x 0.5 with the 20 % of the rule, 2 with its own 10 %.
    expect(cost.total).toEqual({
      before_taxes: '13',
      taxes: [
        { name: 'VAT', percentage: '10', amount: '0.2' },
        { name: 'BTW', percentage: '20', amount: '2.2' },
      ],
      after_taxes: '15.4',
    })
    expect(cost.periods?.map(({ amount }) => amount?.before_taxes)).toEqual(['12', '1'])
    expect(texts(cost)[0]).toBe('rule r: tariff APP of the eMSP prices the session')
    expect(codes(cost)).toEqual([])
  })

  it('needs no price of the CPO', () => {
    expect(sold({ markup: null, tariff: flat }, usage, { tariffs: [] }).total?.before_taxes).toBe('12')
  })

  it('in another currency is a finding', () => {
    const kronor = { ...flat, currency: 'SEK' }
    for (const of of [usage, { ...usage, currency: 'EUR' }]) {
      const cost = sold({ markup: null, tariff: kronor }, of)
      expect([cost.currency, cost.total?.before_taxes, codes(cost)]).toEqual([
        'SEK',
        '12',
        ['retail-currency-differs /tariff/currency'],
      ])
    }
  })

  it('what is wrong with it is said at its place', () => {
    const cost = sold({ markup: null, tariff: { ...flat, currency: 'XYZ' } })
    expect(codes(cost)).toContain('currency-unknown /tariff/currency')
  })
})

describe('the way to a price', () => {
  const markup = { percentage: 10, currency: 'EUR', per_kwh: 0.05, per_minute: 0.01 }
  const steps = ({ explanation }: ReturnType<typeof sold>) => explanation.map(({ kind, values }) => [kind, values])

  it('is told with its numbers', () => {
    const taxes = [...VAT, { name: 'City', percentage: 1 }]
    const cost = sold({ markup, taxes, rounding: { per: 'total', digits: 1 } })
    expect(steps(cost)).toEqual([
      ['markup', { from: '6.5', percentage: '10', to: '7.15' }],
      ['markup', { price: '0.05', amount: '1' }],
      ['markup', { price: '0.01', amount: '0.6' }],
      ['markup', { price: '0.01', amount: '0.1' }],
      ['taxes', { BTW: '1.77', City: '0.0885' }],
      ['rounding', { digits: '1', before: '8.85', after: '8.9' }],
    ])
    expect(texts(cost)[4]).toBe('8.85 before taxes, BTW 20 % 1.77, City 1 % 0.0885')
    // The total alone.
    expect(cost.energy?.before_taxes).toBe('6.5')
    expect(sold({ markup, rounding: { per: 'total', digits: 0 } }).parking?.before_taxes).toBe('0.65')
  })

  it('says nothing of what there is not: no parking, no taxes', () => {
    const charged = session(START, [{ seconds: minutes(60), kwh: 20 }])
    expect(texts(sold({ markup, taxes: [] }, charged))).toEqual([
      'rule r: the CPO asks 6 before taxes; with 10 % of it 6.6',
      '0.05 per kWh: 1',
      '0.01 per minute of charging: 0.6',
    ])
  })

  it('begins with what is stated, or with the tariff', () => {
    const stated = { before_taxes: 6.5 }
    expect(steps(sold({}, usage, { tariffs: [], stated })).slice(0, 1)).toEqual([['stated', { before_taxes: '6.5' }]])
    expect(steps(sold({ markup: null, tariff: theirs }))[0]).toEqual(['rule', undefined])
  })

  it('shows as many digits as are asked for', () => {
    const third = session(START, [{ seconds: minutes(20), kwh: 1 }])
    const hourly = tariff([element([component('TIME', 1)])])
    const options = { tariffs: [hourly], digits: 4 }
    expect(sold({}, third, options).total?.before_taxes).toBe('0.3333')
    expect(sold({ markup: null, tariff: hourly }, third, options).total?.before_taxes).toBe('0.3333')
    expect(sold({ markup: null, tariff: hourly }, third, { tariffs: [] }).total?.before_taxes).toBe('0.3333333333')
    const kwh = { currency: 'EUR', per_minute: 1 / 3 }
    expect(sold({ markup: kwh }, third, options).total?.before_taxes).toBe('7')
  })
})

describe('rounding', () => {
  const markup = { percentage: 3 }

  it('of the total, and it is shown', () => {
    const cost = sold({ markup, rounding: { per: 'total', digits: 2 } })
    // 6.695 and 1.339
    expect(cost.total).toEqual(taxed('6.7', '1.34', '8.04'))
    expect(cost.energy?.before_taxes).toBe('5.15')
    expect(texts(cost).at(-1)).toBe(
      'rounding half-up to 2 digits, the total: 6.695 before and 8.034 after taxes becomes 6.7 before and 8.04 after taxes',
    )
    expect(sold({ markup, rounding: { per: 'total', digits: 2, mode: 'down' } }).total?.before_taxes).toBe('6.69')
  })

  it('of each part: the total is their sum', () => {
    const cost = sold({ markup, rounding: { per: 'component', digits: 1 } })
    // 5.15, 0.515 and 1.03
    expect([cost.energy, cost.parking, cost.fixed].map((one) => one?.before_taxes)).toEqual(['5.2', '0.5', '1'])
    expect(cost.total?.before_taxes).toBe('6.7')
    expect(texts(cost).at(-1)).toContain('each part, then the total')
  })

  it('half a cent that came out of thirds is rounded up', () => {
    const third = session(START, [{ seconds: minutes(20), kwh: 1 }])
    const cent = { tariffs: [tariff([element([component('TIME', 0.01)])])] }
    const cost = sold({ markup: { percentage: 50 }, rounding: { per: 'total', digits: 2 } }, third, cent)
    expect(cost.total?.before_taxes).toBe('0.01')
  })

  it('by a tariff of its own', () => {
    const own = tariff([element([component('ENERGY', 0.3333)])])
    const cost = sold({ markup: null, tariff: own, rounding: { per: 'total', digits: 2 } })
    expect(cost.total?.before_taxes).toBe('6.67')
    expect(texts(cost).at(-1)).toContain('rounding half-up to 2 digits')
  })
})

describe('a quote', () => {
  const plan = { start_date_time: START, energy: 20, power: 20, idle: 600 }

  it('with a markup, and by a tariff of the eMSP', () => {
    const markup = { percentage: 10, currency: 'EUR', per_kwh: 0.05, per_minute: 0.01 }
    const cost = retailQuote(plan, rule({ markup }), [theirs])
    expect([cost.total?.before_taxes, codes(cost)]).toEqual(['8.85', []])
    const own = tariff([element([component('ENERGY', 0.5)])], { id: 'APP', type: 'REGULAR' })
    const green = { ...plan, use: 'PROFILE_GREEN' } as const
    expect(retailQuote(green, rule({ markup: null, tariff: own }), [theirs]).total?.before_taxes).toBe('10')
  })

  it('of a plan that says too little is none', () => {
    const cost = retailQuote({ start_date_time: START }, rule(), [theirs])
    expect([cost.total, codes(cost)]).toEqual([undefined, ['retail-cost-unknown /total_cost']])
  })
})

it('a number that is none is a finding, not a price', () => {
  const cost = sold({ markup: { percentage: Number.NaN }, taxes: [{ name: 'VAT', percentage: 'much' as never }] })
  expect([cost.total, codes(cost)]).toEqual([
    undefined,
    ['retail-rule-unreadable /markup/percentage', 'retail-rule-unreadable /taxes/0/percentage'],
  ])
})

it('is the price by a tariff whose prices are raised, for any percentage, energy and time', () => {
  const cents = fc.integer({ min: 0, max: 999 })
  fc.assert(
    fc.property(cents, cents, cents, fc.integer({ min: 1, max: 86_400 }), (percentage, perKwh, energy, seconds) => {
      const of = session(START, [{ seconds, kwh: energy / 10 }])
      const elements = (raise: number) => [
        element([component('ENERGY', (perKwh * raise) / 10_000), component('TIME', (7 * raise) / 100, { step: 0 })]),
      ]
      const plain = tariff(elements(100))
      const raised = price(of, { tariffs: [tariff(elements(100 + percentage))] })
      const cost = sold({ markup: { percentage }, taxes: [] }, of, { tariffs: [plain] })
      expect(cost.total).toEqual(raised.total)
    }),
  )
})
