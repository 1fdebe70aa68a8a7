// Every worked example of the specification: its tariffs, sessions and numbers (2.3.0 Tariffs and CDRs). Rows V-01a to
// V-16 are the cost vectors of the requirements list. Where the specification contradicts itself, the test says how it is
// read, and why.

import type { Tariff } from '@interchange/ocpi'
import { describe, expect, it } from 'vitest'
import type { Amount, Cost } from './cost.ts'
import type { Usage } from './options.ts'
import { price } from './price.ts'
import { component, element, hours, minutes, session, tariff } from './tests/builders.ts'
import * as given from './tests/specification-tariffs.ts'

const BERLIN = 'Europe/Berlin'
const cost = (of: Tariff, usage: Usage): Cost => price(usage, { tariffs: [of], timeZone: BERLIN })
const both = (amount: Amount | undefined): [string | undefined, string | undefined] => [
  amount?.before_taxes,
  amount?.after_taxes,
]
const total = (of: Tariff, usage: Usage) => both(cost(of, usage).total)
/** 14 May 2018 was a Monday; Berlin is two hours ahead of UTC. */
const MONDAY = '2019-05-13'
const SATURDAY = '2019-05-18'
const local = (day: string, time: string): string => new Date(`${day}T${time}+02:00`).toISOString()
const noon = local(MONDAY, '12:00')
const charge = (kwh: number, seconds = hours(1)) => session(noon, [{ seconds, kwh }])

describe('energy, fees and limits', () => {
  it('V-01a 20 kWh at 0.25', () => expect(total(given.tariff8, charge(20))).toEqual(['5', '5.5']))

  it('V-01b 20 kWh and a fee, each with its own rate', () => {
    expect(total(given.tariff9, charge(20))).toEqual(['5.5', '6.1'])
  })

  it('V-01c 40 minutes of parking are billed as 45', () => {
    const found = cost(
      given.tariff10,
      session(noon, [
        { seconds: hours(2), kwh: 20 },
        { seconds: minutes(40), kind: 'park' },
      ]),
    )
    expect(both(found.total)).toEqual(['7', '7.9'])
    expect(both(found.fixed)).toEqual(['0.5', '0.6'])
    expect(both(found.energy)).toEqual(['5', '5.5'])
    expect(both(found.parking)).toEqual(['1.5', '1.8'])
    expect(both(found.time)).toEqual(['0', '0'])
  })

  it('V-08 20.45 kWh in steps of 100 Wh are 20.5; the table of 2.3.0 that leaves the step out (5.61 / 6.22) contradicts its own text and JSON (T-19)', () => {
    expect(total(given.tariff3, charge(20.45))).toEqual(['5.625', '6.2375'])
    const rounded = price(charge(20.45), { tariffs: [given.tariff3], rounding: { per: 'total', digits: 2 } })
    expect(both(rounded.total)).toEqual(['5.63', '6.24'])
  })

  it('V-08 at the real price of 0.22 that its page shows', () => {
    const real = tariff([
      element([component('FLAT', 0.5, { vat: 20 }), component('ENERGY', 0.22, { vat: 10, step: 100 })]),
    ])
    // The text rounds 4.51 and 4.961.
    expect(total(real, charge(20.45))).toEqual(['5.01', '5.561'])
  })

  it('V-09 R-TAR-12 max_power: each period by its power', () => {
    const usage = session(noon, [
      { seconds: 600, kwh: 1, more: { MAX_POWER: 6, MIN_POWER: 6 } },
      { seconds: 3000, kwh: 40, more: { MAX_POWER: 48, MIN_POWER: 48 } },
      { seconds: 450, kwh: 0.5, more: { MAX_POWER: 4, MIN_POWER: 4 } },
    ])
    const found = cost(given.maxPower, usage)
    expect(both(found.total)).toEqual(['20.3', '24.36'])
    expect(found.periods.map(({ amount }) => amount?.before_taxes)).toEqual(['0.2', '20', '0.1'])
  })

  it('V-09 R-TAR-12 the same from energy over time, where no power is named', () => {
    const usage = session(noon, [
      { seconds: 600, kwh: 1 },
      { seconds: 3000, kwh: 40 },
      { seconds: 450, kwh: 0.5 },
    ])
    const found = cost(given.maxPower, usage)
    expect(found.total?.before_taxes).toBe('20.3')
    expect(found.findings.map(({ code, path }) => [code, path])).toEqual([
      ['power-averaged', '/charging_periods/0/dimensions'],
      ['power-averaged', '/charging_periods/1/dimensions'],
      ['power-averaged', '/charging_periods/2/dimensions'],
    ])
  })

  it('V-10 R-TAR-13 max_duration: half an hour is free', () => {
    const usage = session(noon, [
      { seconds: minutes(30), kwh: 5 },
      { seconds: minutes(10), kwh: 1.2 },
    ])
    expect(total(given.maxDuration, usage)).toEqual(['0.3', '0.36'])
  })

  it('V-11 R-TAR-24 below two kWh the minimum price counts, before and after taxes', () => {
    expect(total(given.tariff12, charge(1))).toEqual(['0.5', '0.55'])
    expect(total(given.tariff12, charge(1.2))).toEqual(['0.5', '0.55'])
    expect(total(given.tariff12, charge(2))).toEqual(['0.5', '0.55'])
    expect(total(given.tariff12, charge(20))).toEqual(['5', '5.5'])
  })

  it('V-12 R-TAR-24 50 kWh cost the maximum price, 30 kWh less', () => {
    expect(total(given.tariff6, charge(50))).toEqual(['10', '11'])
    // 0.60 + 7.50 x 1.1
    expect(total(given.tariff6, charge(30))).toEqual(['8', '8.85'])
  })

  it('V-15 R-TAR-20 115.2 Wh in steps of 1, 25 and 500 Wh', () => {
    const stepped = (step: number) => tariff([element([component('ENERGY', 0.25, { step })])])
    expect(total(stepped(1), charge(0.1152))[0]).toBe('0.029')
    expect(total(stepped(25), charge(0.1152))[0]).toBe('0.03125')
    expect(total(stepped(500), charge(0.1152))[0]).toBe('0.125')
    expect([101, 125].map((wh) => total(stepped(25), charge(wh / 1000))[0])).toEqual(['0.03125', '0.03125'])
    expect([1, 500].map((wh) => total(stepped(500), charge(wh / 1000))[0])).toEqual(['0.125', '0.125'])
  })

  it('R-TAR-07 a free tariff costs nothing, and its step_size of 0 divides nothing (R-TAR-22)', () => {
    const found = cost(given.tariff5, charge(20))
    expect(both(found.total)).toEqual(['0', '0'])
    expect(found.findings).toEqual([])
  })
})

describe('time', () => {
  it('V-01d 2.5 hours at 2.00', () => expect(total(given.tariff1, charge(10, hours(2.5)))).toEqual(['5', '5.5']))

  it('V-01e 150 minutes of charging, 42 of parking billed as 45', () => {
    const usage = session(noon, [{ seconds: minutes(150) }, { seconds: minutes(42), kind: 'park' }])
    expect(total(given.tariff13, usage)).toEqual(['11.25', '12.75'])
  })

  it('V-02a R-TAR-05 Monday at 16 A: fee, charging and parking from three elements', () => {
    const usage = session(local(MONDAY, '09:30'), [
      { seconds: minutes(165), more: { MAX_CURRENT: 16 } },
      { seconds: minutes(42), kind: 'park' },
    ])
    const found = cost(given.tariff4, usage)
    expect(both(found.total)).toEqual(['9', '10.3'])
    expect(both(found.fixed)).toEqual(['2.5', '2.875'])
    expect(both(found.time)).toEqual(['2.75', '3.3'])
    expect(both(found.parking)).toEqual(['3.75', '4.125'])
  })

  it('V-02b Saturday at 43 A: 114 minutes at 1.25 an hour are 2.375; the text prints 2.28, which no rule gives (T-71)', () => {
    const usage = session(local(SATURDAY, '13:30'), [
      { seconds: minutes(114), more: { MIN_CURRENT: 43 } },
      { seconds: minutes(71), kind: 'park' },
    ])
    const found = cost(given.tariff4, usage)
    expect(both(found.total)).toEqual(['12.375', '13.975'])
    expect(both(found.time)).toEqual(['2.375', '2.85'])
    expect(both(found.parking)).toEqual(['7.5', '8.25'])
  })

  it('V-04a R-TAR-18 only the last of three prices for time is rounded up', () => {
    const usage = session(local(MONDAY, '16:55'), [
      { seconds: minutes(5) },
      { seconds: minutes(5) },
      { seconds: minutes(2), kind: 'park' },
    ])
    const found = cost(given.tariff14, usage)
    expect(found.total?.before_taxes).toBe('0.55')
    expect(found.periods.map(({ amount }) => amount?.before_taxes)).toEqual(['0.1', '0.2', '0.25'])
  })

  it('V-04a R-CDR-11 the same when the period was not started at 17:00', () => {
    const usage = session(local(MONDAY, '16:55'), [{ seconds: minutes(10) }, { seconds: minutes(2), kind: 'park' }])
    const found = cost(given.tariff14, usage)
    expect(found.total?.before_taxes).toBe('0.55')
    expect(found.findings).toMatchObject([{ code: 'period-crosses-boundary', path: '/charging_periods/0' }])
  })

  it('V-04b R-TAR-19 35 minutes are rounded up to 45, the rest at the later price', () => {
    const usage = session(local(MONDAY, '16:35'), [{ seconds: minutes(25) }, { seconds: minutes(10) }])
    expect(total(given.tariff14, usage)[0]).toBe('1.3')
  })

  it('V-04c R-TAR-31 parking that turns free: its 8 paid minutes are rounded up to 15', () => {
    const usage = session(local(MONDAY, '19:40'), [
      { seconds: minutes(12) },
      { seconds: minutes(8), kind: 'park' },
      { seconds: minutes(12), kind: 'park' },
    ])
    const found = cost(given.tariff14, usage)
    expect(found.total?.before_taxes).toBe('0.73')
    expect(found.periods.map(({ amount }) => amount?.before_taxes)).toEqual(['0.48', '0.25', '0'])
  })

  it('V-07 R-TAR-06 where only charging has a price, parking is free', () => {
    const usage = session(noon, [{ seconds: hours(1) }, { seconds: hours(1), kind: 'park' }])
    expect(total(given.tariff1, usage)).toEqual(['2', '2.2'])
  })

  it('V-14 2.5 hours at 1.90 with 5.2 %; the text rounds 4.997 to 5.00', () => {
    expect(total(given.tariff2, charge(10, hours(2.5)))).toEqual(['4.75', '4.997'])
  })

  it('2.00 an hour with taxes: the debit card of the example pays 0.25 less than this', () => {
    expect(total(given.tariff11, charge(10, hours(2.5)))).toEqual(['5.15', '5.497'])
  })

  it('V-16 R-TAR-17 the CDR of the example: 1.973 h in steps of five minutes are two hours', () => {
    const cdr: Usage = {
      start_date_time: '2024-12-05T17:39:09Z',
      end_date_time: '2024-12-05T19:37:32Z',
      currency: 'EUR',
      tariffs: [tariff([element([component('TIME', 2, { vat: 10, step: 300 })])], { id: '12' })],
      charging_periods: [
        {
          start_date_time: '2024-12-05T17:39:09Z',
          dimensions: [{ type: 'TIME', volume: 1.973 }],
          tariff_id: '12',
        },
      ],
      total_energy: 15.342,
      total_time: 1.973,
    }
    const found = price(cdr)
    expect(both(found.total)).toEqual(['4', '4.4'])
    expect(found.total).toEqual({
      before_taxes: '4',
      taxes: [{ name: 'VAT', percentage: '10', amount: '0.4' }],
      after_taxes: '4.4',
    })
    expect(found.time).toEqual(found.total)
    expect(found.findings).toEqual([])
  })
})

describe('step_size, as the CDRs chapter tells it', () => {
  const around17 = (before: ReturnType<typeof component>, after: ReturnType<typeof component>) =>
    tariff([element([before], { end_time: '17:00' }), element([after])])

  it('V-03a R-TAR-19 4.3 and 1.1 kWh are 5.5, not 4.3 and 1.5', () => {
    const of = around17(component('ENERGY', 0.2, { step: 500 }), component('ENERGY', 0.27, { step: 500 }))
    const usage = session(local(MONDAY, '16:00'), [
      { seconds: hours(1), kwh: 4.3 },
      { seconds: hours(1), kwh: 1.1 },
    ])
    expect(total(of, usage)[0]).toBe('1.184')
  })

  it('V-03b R-TAR-19 6 and 22 minutes are 30, so 24 after 17:00', () => {
    const of = around17(component('TIME', 5, { step: 600 }), component('TIME', 7, { step: 600 }))
    const usage = session(local(MONDAY, '16:54'), [{ seconds: minutes(6) }, { seconds: minutes(22) }])
    expect(total(of, usage)[0]).toBe('3.3')
  })

  it('V-03c R-TAR-17 with charging and parking, the parking alone is rounded up', () => {
    const of = tariff([element([component('TIME', 1, { step: 600 }), component('PARKING_TIME', 2, { step: 600 })])])
    const usage = session(noon, [{ seconds: minutes(21) }, { seconds: minutes(16), kind: 'park' }])
    const found = cost(of, usage)
    // 0.35 + 20/60 x 2
    expect([found.time?.before_taxes, found.parking?.before_taxes]).toEqual(['0.35', '0.6666666667'])
    expect(found.total?.before_taxes).toBe('1.0166666667')
  })

  it('R-TAR-18 21 minutes of charging in steps of five, then seven of parking: 21 and 10', () => {
    const of = tariff([element([component('TIME', 6, { step: 300 }), component('PARKING_TIME', 12, { step: 300 })])])
    const usage = session(noon, [{ seconds: minutes(21) }, { seconds: minutes(7), kind: 'park' }])
    const found = cost(of, usage)
    expect([found.time?.before_taxes, found.parking?.before_taxes]).toEqual(['2.1', '2'])
  })

  it('R-TAR-21 exact multiples are not raised, whatever "greater than" says', () => {
    const of = tariff([element([component('TIME', 6, { step: 300 }), component('ENERGY', 1, { step: 500 })])])
    expect(total(of, charge(5, minutes(5)))[0]).toBe('5.5')
  })

  it('R-TAR-20 six minutes in blocks of five are ten; eight minutes of parking too', () => {
    const of = tariff([element([component('TIME', 6, { step: 300 }), component('PARKING_TIME', 6, { step: 300 })])])
    expect(total(of, charge(0, minutes(6)))[0]).toBe('1')
    expect(total(of, session(noon, [{ seconds: minutes(8), kind: 'park' }]))[0]).toBe('1')
  })
})

describe('reservations', () => {
  const after = (reserved: number) =>
    session(noon, [
      { seconds: reserved, kind: 'reserve' },
      { seconds: hours(1), kwh: 20 },
    ])
  const unused = (reserved: number) => session(noon, [{ seconds: reserved, kind: 'reserve' }])

  it('V-06c R-TAR-15 15 minutes at 5.00 an hour, apart from the session', () => {
    const found = cost(given.tariff15, after(minutes(15)))
    expect(both(found.total)).toEqual(['6.75', '7.6'])
    expect(both(found.reservation)).toEqual(['1.25', '1.5'])
    expect(both(found.fixed)).toEqual(['0.5', '0.6'])
  })

  it('V-06d R-CDR-19 a fee for reserving is part of its cost; 13 minutes are 15. The table calls its time parking (T-71)', () => {
    const found = cost(given.tariff16, after(minutes(13)))
    expect(both(found.total)).toEqual(['8.75', '10'])
    expect(both(found.reservation)).toEqual(['3.25', '3.9'])
    expect(both(found.fixed)).toEqual(['0.5', '0.6'])
    expect(both(found.parking)).toEqual(['0', '0'])
  })

  it('V-05a R-TAR-16 a reservation that is used pays no fee for expiring', () => {
    expect(total(given.tariff17, after(minutes(22)))).toEqual(['6.5', '7.3'])
  })

  it('V-05b R-TAR-16 one that expires pays that fee and its time, and nothing of a session', () => {
    const found = cost(given.tariff17, unused(hours(1)))
    expect(both(found.total)).toEqual(['6', '7.2'])
    expect(both(found.fixed)).toEqual(['0', '0'])
  })

  it('V-06a a used reservation, where expiring has a price per hour', () => {
    expect(total(given.tariff18, after(minutes(22)))).toEqual(['7', '7.9'])
  })

  it('V-06b R-TAR-16 an expired one is billed at that price alone', () => {
    expect(total(given.tariff18, unused(hours(1.5)))).toEqual(['9', '10.8'])
  })
})

describe('taxes of North America', () => {
  it('V-13 R-TAR-26 5.00 plus taxes that nobody knows beforehand', () => {
    const found = cost(given.tariff19, charge(10, hours(2.5)))
    expect(found.total).toEqual({ before_taxes: '5', taxes: [] })
    expect(found.currency).toBe('CAD')
    expect(found.findings).toMatchObject([{ code: 'tax-rate-unknown', severity: 'warning' }])
  })

  it('V-13 R-TAR-26 5.25 with all taxes; what of it is tax is not known', () => {
    const found = cost(given.tariff20, charge(10, hours(2.5)))
    expect(found.total).toEqual({ before_taxes: '5.25', taxes: [], after_taxes: '5.25' })
    expect(found.findings).toMatchObject([{ code: 'tax-rate-unknown', severity: 'warning' }])
  })
})
