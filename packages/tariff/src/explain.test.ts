import { describe, expect, it } from 'vitest'
import type { PriceOptions, Usage } from './options.ts'
import { price } from './price.ts'
import { component, element, minutes, session, tariff } from './tests/builders.ts'
import { tariff12, tariff14 } from './tests/specification-tariffs.ts'

const told = (usage: Usage, of = tariff14, options: PriceOptions = {}) =>
  price(usage, { tariffs: [of], timeZone: 'Europe/Berlin', ...options }).explanation
const texts = (...given: Parameters<typeof told>) => told(...given).map(({ text }) => text)

describe('explanation', () => {
  it('tells which tariff, element and restriction, and what step_size did', () => {
    const usage = session('2026-05-13T17:40:00Z', [
      { seconds: minutes(12), kwh: 3 },
      { seconds: minutes(20), kind: 'park' },
    ])
    expect(texts(usage)).toEqual([
      'tariff T, named by charging period 0, 1: EUR, prices are before taxes',
      '2026-05-13 19:40:00 to 2026-05-13 19:52:00: energy costs nothing; no element prices it',
      '2026-05-13 19:40:00 to 2026-05-13 19:52:00: charging, 720 s at 2.4 per hour = 0.48: element 1 of tariff T, as start_time 17:00 and end_time 20:00 hold; element 0 fails on end_time 17:00',
      '2026-05-13 19:52:00 to 2026-05-13 20:00:00: parking, 480 s at 1 per hour = 0.1333333333: element 1 of tariff T, as start_time 17:00 and end_time 20:00 hold; element 0 fails on end_time 17:00',
      '2026-05-13 20:00:00 to 2026-05-13 20:12:00: parking costs nothing; element 0 fails on end_time 17:00, element 1 fails on end_time 20:00',
      'step_size: 480 s become 900 s, as element 1 of tariff T was the last to price it; 420 s more at 1 per hour = 0.1166666667',
    ])
    expect(told(usage)[2]).toMatchObject({
      kind: 'charge',
      period: 0,
      tariff_id: 'T',
      element: 1,
      component: 0,
      values: { quantity: '720', price: '2.4', amount: '0.48' },
    })
    expect(told(usage)[5]).toMatchObject({
      kind: 'step-size',
      period: 1,
      values: { before: '480', after: '900', added: '420', amount: '0.1166666667' },
    })
  })

  it('tells taxes, limits and rounding', () => {
    const usage = session('2026-05-13T17:40:00Z', [{ seconds: minutes(12), kwh: 1.234 }])
    const lines = told(usage, tariff12, { rounding: { per: 'total', digits: 1, mode: 'up' } })
    expect(lines.slice(-4).map(({ kind, text }) => [kind, text])).toEqual([
      ['taxes', 'energy: 0.3085 before taxes, VAT 10 % 0.03085'],
      ['min-price', 'min_price of tariff T: 0.3085 before taxes becomes 0.5'],
      ['min-price', 'min_price of tariff T: 0.33935 after taxes becomes 0.55'],
      [
        'rounding',
        'rounding up to 1 digits, the total: 0.5 before and 0.55 after taxes becomes 0.5 before and 0.6 after taxes',
      ],
    ])
    const capped = { ...tariff12, max_price: { before_taxes: 0.25 } }
    const [max, rounding] = told(usage, capped, { rounding: { per: 'component', digits: 2 } }).slice(-2)
    expect(max).toMatchObject({ kind: 'max-price', values: { from: '0.5', to: '0.25' } })
    expect(rounding?.text).toMatch(/^rounding half-up to 2 digits, each part, then the total: /)
  })

  it('tells fees once, energy, and what has no restrictions', () => {
    const of = tariff([element([component('FLAT', 2.5), component('ENERGY', 0.5, { step: 1000 })])], {
      type: 'REGULAR',
      tax_included: 'YES',
    })
    const usage = session('2026-05-13T17:40:00Z', [
      { seconds: minutes(1), kwh: 1.5 },
      { seconds: minutes(1), kwh: 1 },
    ])
    expect(texts(usage, of)).toEqual([
      'tariff T, named by charging period 0, 1: EUR, prices include taxes, for REGULAR',
      '2026-05-13 19:40:00 to 2026-05-13 19:41:00: fee at 2.5 = 2.5: element 0 of tariff T, which has no restrictions',
      '2026-05-13 19:40:00 to 2026-05-13 19:41:00: energy, 1.5 kWh at 0.5 per kWh = 0.75: element 0 of tariff T, which has no restrictions',
      '2026-05-13 19:40:00 to 2026-05-13 19:41:00: charging costs nothing; no element prices it',
      '2026-05-13 19:41:00 to 2026-05-13 19:42:00: energy, 1 kWh at 0.5 per kWh = 0.5: element 0 of tariff T, which has no restrictions',
      '2026-05-13 19:41:00 to 2026-05-13 19:42:00: charging costs nothing; no element prices it',
      'step_size: 2.5 kWh become 3 kWh, as element 0 of tariff T was the last to price it; 0.5 kWh more at 0.5 per kWh = 0.25',
    ])
  })

  it('tells periods without a tariff, and tariffs nobody has; times are UTC where the zone is not known', () => {
    const usage = session('2026-05-13T17:40:00Z', [
      { seconds: 60 },
      { seconds: 60, tariffId: null },
      { seconds: 60, tariffId: 'X' },
    ])
    const of = tariff([element([component('TIME', 6)])], { tax_included: 'N/A' })
    expect(price(usage, { tariffs: [of] }).explanation.map(({ text }) => text)).toEqual([
      'tariff T, named by charging period 0: EUR, no taxes apply',
      '2026-05-13 17:40:00 UTC to 2026-05-13 17:41:00 UTC: charging, 60 s at 6 per hour = 0.1: element 0 of tariff T, which has no restrictions',
      '2026-05-13 17:41:00 UTC to 2026-05-13 17:42:00 UTC: the period names no tariff, so it is free',
      '2026-05-13 17:42:00 UTC to 2026-05-13 17:43:00 UTC: tariff X is not at hand, so the price is not known',
    ])
  })

  it('tells a tariff that nobody named, and what cannot be known', () => {
    const usage = session('2026-05-13T17:40:00Z', [{ seconds: 60, kwh: 1, tariffId: null }])
    const of = tariff([element([component('ENERGY', 1), component('FLAT', 1)], { min_current: 5 })])
    expect(texts(usage, of)).toEqual([
      'tariff T, the only one there is: EUR, prices are before taxes',
      '2026-05-13 19:40:00 to 2026-05-13 19:41:00: what fee costs cannot be known',
      '2026-05-13 19:40:00 to 2026-05-13 19:41:00: what energy costs cannot be known',
      '2026-05-13 19:40:00 to 2026-05-13 19:41:00: charging costs nothing; no element prices it',
    ])
  })

  it('tells reservations, without energy', () => {
    const of = tariff([element([component('TIME', 6)], { reservation: 'RESERVATION' })])
    expect(texts(session('2026-05-13T17:40:00Z', [{ seconds: 600, kind: 'reserve' }]), of)[1]).toBe(
      '2026-05-13 19:40:00 to 2026-05-13 19:50:00: reservation, 600 s at 6 per hour = 1: element 0 of tariff T, which has no restrictions',
    )
  })

  it('tells what happened where a period was cut', () => {
    const of = tariff([element([component('ENERGY', 1)], { max_kwh: 1 }), element([component('ENERGY', 2)])])
    const usage = session('2026-05-13T17:40:00Z', [{ seconds: minutes(3), kwh: 3, kind: 'unsaid' }])
    const lines = texts(usage, of).filter((line) => line.includes('energy'))
    expect(lines).toEqual([
      '2026-05-13 19:40:00 to 2026-05-13 19:41:00: energy, 1 kWh at 1 per kWh = 1: element 0 of tariff T, as max_kwh 1 holds',
      '2026-05-13 19:41:00 to 2026-05-13 19:43:00: energy, 2 kWh at 2 per kWh = 4: element 1 of tariff T, which has no restrictions; element 0 fails on max_kwh 1',
    ])
  })

  it('is made once, and goes into JSON with the rest', () => {
    const cost = price(session('2026-05-13T17:40:00Z', [{ seconds: 60 }]), { tariffs: [tariff14], timeZone: 'UTC' })
    expect(cost.explanation).toBe(cost.explanation)
    expect(cost.periods).toBe(cost.periods)
    expect(Object.keys(JSON.parse(JSON.stringify(cost)))).toEqual([
      'currency',
      'total',
      'fixed',
      'energy',
      'time',
      'parking',
      'reservation',
      'periods',
      'explanation',
      'findings',
    ])
  })
})
