import type { Tariff } from '@interchange/ocpi'
import { describe, expect, it } from 'vitest'
import { adHocComponents } from './ad-hoc.ts'
import { priceCurve } from './price-curve.ts'
import { type Plan, quote } from './quote.ts'
import { selectTariff } from './select.ts'
import { component, element, hours, tariff } from './tests/builders.ts'

const noon = '2026-06-12T10:00:00Z'
const BERLIN = { time_zone: 'Europe/Berlin' }
const dayAndNight = tariff([
  element([component('ENERGY', 0.5, { vat: 20 }), component('FLAT', 1)], { start_time: '06:00', end_time: '22:00' }),
  element([component('ENERGY', 0.3, { vat: 20 }), component('PARKING_TIME', 6, { vat: 20 })]),
])

describe('quote', () => {
  const cost = (plan: Omit<Plan, 'start_date_time'>, of: Tariff | Tariff[] = dayAndNight, start = noon) =>
    quote({ start_date_time: start, ...plan }, [of].flat(), BERLIN)
  const timed = tariff([element([component('TIME', 6), component('ENERGY', 1), component('PARKING_TIME', 60)])])

  it('of energy at a constant power', () => {
    const found = cost({ energy: 22, power: 11 }, timed)
    expect([found.energy?.before_taxes, found.time?.before_taxes, found.findings]).toEqual(['22', '12', []])
    expect(found.periods).toMatchObject([
      { start_date_time: '2026-06-12T10:00:00.000Z', end_date_time: '2026-06-12T12:00:00.000Z' },
    ])
  })

  it('over a change of price, which is nobody’s mistake', () => {
    const found = cost({ energy: 20, power: 10 }, dayAndNight, '2026-06-12T19:00:00Z')
    expect([found.energy?.before_taxes, found.findings]).toEqual(['8', []])
    expect(found.explanation.length).toBeGreaterThan(3)
  })

  it('of a power curve, up to the energy', () => {
    const power = [
      { power: 100, seconds: 360 },
      { power: 50, seconds: 360 },
      { power: 10, seconds: 360 },
    ]
    const whole = cost({ power }, timed)
    expect([whole.energy?.before_taxes, whole.time?.before_taxes]).toEqual(['16', '1.8'])
    const part = cost({ power, energy: 12.5 }, timed)
    expect([part.energy?.before_taxes, part.time?.before_taxes, part.periods.length]).toEqual(['12.5', '0.9', 2])
    const beyond = cost({ power, energy: 20 }, timed)
    expect([beyond.energy?.before_taxes, beyond.time?.before_taxes]).toEqual(['20', '4.2'])
    const exact = cost({ power, energy: 10 }, timed)
    expect([exact.periods.length, exact.time?.before_taxes]).toEqual([1, '0.6'])
  })

  it('of power, time, current, parking and reservation', () => {
    const of = tariff([
      element([component('TIME', 60)], { reservation: 'RESERVATION' }),
      element([component('ENERGY', 1)], { min_power: 11, min_current: 16 }),
      element([component('ENERGY', 100), component('PARKING_TIME', 60)]),
    ])
    const found = cost({ power: 11, seconds: hours(1), current: 16, idle: 300, reserved: 600 }, of)
    expect([found.energy, found.parking, found.reservation].map((amount) => amount?.before_taxes)).toEqual([
      '11',
      '5',
      '10',
    ])
    expect(found.periods[0]?.start_date_time).toBe('2026-06-12T09:50:00.000Z')
    expect(cost({ power: 10.9, seconds: hours(1), current: 16 }, of).energy?.before_taxes).toBe('1090')
    expect(cost({ energy: 5, seconds: hours(1) }, timed).total?.before_taxes).toBe('11')
    expect(cost({ idle: 60 }, timed).total?.before_taxes).toBe('1')
  })

  it.each<[string, Omit<Plan, 'start_date_time'>, string]>([
    ['energy without power', { energy: 5 }, '/power'],
    ['nothing', {}, ''],
    ['a negative energy', { energy: -5, power: 11 }, '/energy'],
    ['a negative time', { seconds: -5 }, '/seconds'],
    ['parking that is no number', { idle: Number.NaN }, '/idle'],
    ['a power of 0', { energy: 5, power: 0 }, '/power'],
    ['a negative power', { energy: 5, power: -1 }, '/power'],
    [
      'a curve that holds nonsense',
      {
        power: [
          { power: 5, seconds: 5 },
          { power: Number.NaN, seconds: 5 },
        ],
      },
      '/power/1',
    ],
    ['a curve with a negative time', { power: [{ power: 5, seconds: -5 }] }, '/power/0'],
    ['a curve of nothing', { power: [] }, ''],
  ])('of %s says what the plan takes', (_, plan, path) => {
    const found = cost(plan)
    expect(found.total).toBeUndefined()
    expect(found.findings).toMatchObject([{ code: 'plan-incomplete', severity: 'error', path }])
  })

  it('of a time that is none', () => {
    expect(quote({ start_date_time: 'x', energy: 5, power: 5 }, [timed]).findings).toMatchObject([
      { code: 'plan-incomplete', path: '/start_date_time' },
    ])
  })

  it('without a tariff for it has no price', () => {
    const found = cost({ energy: 5, power: 5 }, { ...timed, type: 'AD_HOC_PAYMENT' })
    expect([found.total, found.findings.map(({ code }) => code)]).toEqual([undefined, ['tariff-missing']])
    expect(
      quote({ start_date_time: noon, energy: 5, power: 5, use: 'AD_HOC_PAYMENT' }, [
        { ...timed, type: 'AD_HOC_PAYMENT' },
      ]).total,
    ).toBeDefined()
  })

  it('rounds and shows as it is asked to', () => {
    const plan = { start_date_time: noon, energy: 1.234, power: 10 }
    expect(quote(plan, [dayAndNight], BERLIN, { rounding: { per: 'total', digits: 2 } }).total?.after_taxes).toBe(
      '1.74',
    )
  })
})

describe('selectTariff', () => {
  const any = tariff([], { id: 'any' })
  const regular = tariff([], { id: 'regular', type: 'REGULAR' })
  const adHoc = tariff([], { id: 'ad-hoc', type: 'AD_HOC_PAYMENT' })
  const old = tariff([], { id: 'old', type: 'REGULAR', end_date_time: noon })
  const next = tariff([], { id: 'next', type: 'REGULAR', start_date_time: '2026-06-12T10:00:01Z' })
  const selected = (...[tariffs, use, start = noon]: [Tariff[], Parameters<typeof selectTariff>[2]?, string?]) => {
    const { tariff, findings } = selectTariff(tariffs, start, use)
    return [tariff?.id, ...findings.map(({ code }) => code)]
  }

  it('R-TAR-27 takes the tariff for the use, else the one for all sessions', () => {
    expect(selected([any, regular, adHoc])).toEqual(['regular'])
    expect(selected([any, regular, adHoc], 'AD_HOC_PAYMENT')).toEqual(['ad-hoc'])
    expect(selected([any, regular, adHoc], 'PROFILE_FAST')).toEqual(['any'])
    expect(selected([regular, adHoc], 'PROFILE_FAST')).toEqual([undefined, 'tariff-missing'])
    expect(selected([])).toEqual([undefined, 'tariff-missing'])
  })

  it('R-TAR-28 as it is valid when the session starts', () => {
    expect(selected([old, next, any])).toEqual(['any'])
    expect(selected([old, next, any], 'REGULAR', '2026-06-12T09:59:59Z')).toEqual(['old'])
    expect(selected([old, next, any], 'REGULAR', '2026-06-12T10:00:01Z')).toEqual(['next'])
  })

  it('R-TAR-27 of several the first, with a finding', () => {
    expect(selected([regular, { ...regular, id: 'second' }])).toEqual(['regular', 'tariff-ambiguous'])
    expect(selectTariff([regular, { ...regular, id: 'second' }], noon).findings[0]?.message).toContain(
      'regular, second',
    )
  })
})

describe('priceCurve', () => {
  it('gives the price of the next kWh and minute over a local day, and where it changes', () => {
    const { steps, currency, findings } = priceCurve(dayAndNight, '2026-06-12', { timeZone: 'Europe/Berlin' })
    expect([currency, findings]).toEqual(['EUR', []])
    expect(
      steps.map((step) => [step.start_time, step.end_time, step.per_kwh?.after_taxes, step.per_session?.before_taxes]),
    ).toEqual([
      ['00:00', '06:00', '0.36', '0'],
      ['06:00', '22:00', '0.6', '1'],
      ['22:00', '00:00', '0.36', '0'],
    ])
    expect(steps[0]).toMatchObject({
      start_date_time: '2026-06-11T22:00:00.000Z',
      end_date_time: '2026-06-12T04:00:00.000Z',
      per_minute: { before_taxes: '0' },
      per_minute_parking: { before_taxes: '0.1', after_taxes: '0.12' },
    })
  })

  it('joins neighbours whose prices are the same', () => {
    const flat = tariff([
      element([component('ENERGY', 1)], { start_date: '2030-01-01', end_time: '12:00' }),
      element([component('ENERGY', 2)]),
    ])
    expect(priceCurve(flat, '2026-06-12', { timeZone: 'Europe/Berlin' }).steps).toHaveLength(1)
  })

  it('depends on how far a session is, where the tariff does', () => {
    const of = tariff([
      element([component('ENERGY', 1)], { max_kwh: 10, max_power: 22, max_current: 40 }),
      element([component('ENERGY', 2)], { min_duration: 600 }),
      element([component('ENERGY', 3)]),
    ])
    const at = (options: Parameters<typeof priceCurve>[2]) =>
      priceCurve(of, '2026-06-12', { timeZone: 'UTC', ...options }).steps[0]?.per_kwh?.before_taxes
    expect(at({ power: 11, current: 16 })).toBe('1')
    expect(at({ power: 22, current: 16 })).toBe('3')
    expect(at({ power: 11, current: 40 })).toBe('3')
    expect(at({ power: 11, current: 16, energy: 10 })).toBe('3')
    expect(at({ power: 11, current: 16, energy: 10, duration: 600 })).toBe('2')
    expect(at({ power: 11 })).toBeUndefined()
  })

  it('has 23 or 25 hours when the clock is put forward or back', () => {
    const of = tariff([
      element([component('ENERGY', 1)], { start_time: '02:00', end_time: '03:00' }),
      element([component('ENERGY', 2)]),
    ])
    const hoursOf = (date: string, timeZone: string) =>
      priceCurve(of, date, { timeZone }).steps.map((step) => [
        step.per_kwh?.before_taxes,
        (Date.parse(step.end_date_time) - Date.parse(step.start_date_time)) / 3_600_000,
      ])
    expect(hoursOf('2026-03-29', 'Europe/Berlin')).toEqual([['2', 23]])
    expect(hoursOf('2026-10-25', 'Europe/Berlin')).toEqual([
      ['2', 2],
      ['1', 2],
      ['2', 21],
    ])
    // In Cairo the day of the change begins at 01:00.
    expect(hoursOf('2026-04-24', 'Africa/Cairo')).toEqual([
      ['2', 1],
      ['1', 1],
      ['2', 21],
    ])
  })

  it('needs a time zone and a date', () => {
    const codes = (date: string, timeZone?: string) =>
      priceCurve(dayAndNight, date, timeZone === undefined ? {} : { timeZone }).findings.map(({ code }) => code)
    expect(codes('2026-06-12')).toEqual(['time-zone-unknown'])
    expect(codes('2026-06-12', 'Europe/Atlantis')).toEqual(['time-zone-unknown'])
    expect(codes('12 June', 'UTC')).toEqual(['date-unreadable'])
  })
})

describe('adHocComponents', () => {
  it('lists what a driver has to be shown, for one unit, with taxes', () => {
    const of = { ...dayAndNight, min_price: { before_taxes: 1, after_taxes: 1.2 }, max_price: { before_taxes: 50 } }
    const found = adHocComponents(of, noon, { timeZone: 'Europe/Berlin' })
    expect(found).toMatchObject({
      currency: 'EUR',
      per_kwh: { before_taxes: '0.5', after_taxes: '0.6' },
      per_minute: { before_taxes: '0' },
      per_minute_parking: { after_taxes: '0.12' },
      per_session: { after_taxes: '1' },
      min_price: { before_taxes: '1', taxes: [], after_taxes: '1.2' },
      max_price: { before_taxes: '50', taxes: [] },
      findings: [],
    })
    expect(
      found.components.map(({ kind, unit, amount, when, now }) => [kind, unit, amount?.after_taxes, when, now]),
    ).toEqual([
      ['energy', 'kWh', '0.6', ['start_time 06:00', 'end_time 22:00'], true],
      ['energy', 'kWh', '0.36', [], false],
      ['parking', 'min', '0.12', [], true],
      ['session', 'session', '1', ['start_time 06:00', 'end_time 22:00'], true],
    ])
    expect(
      adHocComponents(dayAndNight, '2026-06-12T20:00:00Z', { timeZone: 'Europe/Berlin' }).per_kwh?.after_taxes,
    ).toBe('0.36')
    expect(adHocComponents(dayAndNight, noon, { timeZone: 'Europe/Berlin' })).not.toHaveProperty('min_price')
  })

  it('lists prices per minute of charging', () => {
    const found = adHocComponents(tariff([element([component('TIME', 6)])]), noon)
    expect(found.components).toMatchObject([{ kind: 'time', unit: 'min', amount: { before_taxes: '0.1' }, now: true }])
  })

  it('needs a time zone where the tariff depends on one, and a time', () => {
    expect(adHocComponents(dayAndNight, noon).findings).toMatchObject([{ code: 'time-zone-unknown' }])
    expect(adHocComponents(dayAndNight, noon).per_kwh).toBeUndefined()
    expect(adHocComponents(dayAndNight, 'x', { timeZone: 'UTC' }).findings).toMatchObject([{ code: 'time-unreadable' }])
    expect(adHocComponents(tariff([element([component('ENERGY', 1)])]), noon).findings).toEqual([])
  })
})
