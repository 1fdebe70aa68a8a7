// What is odd about a session or its tariffs is a finding with its place; what cannot be known is not there.

import type { Tariff } from '@interchange/ocpi'
import { describe, expect, it } from 'vitest'
import type { PriceOptions, Usage } from './options.ts'
import { price } from './price.ts'
import { component, element, hours, session, tariff } from './tests/builders.ts'

const noon = '2026-06-12T10:00:00Z'
const plain = tariff([element([component('ENERGY', 1), component('TIME', 6), component('PARKING_TIME', 6)])])
const usage = session(noon, [
  { seconds: hours(1), kwh: 10 },
  { seconds: hours(1), kind: 'park' },
])
const found = (given: unknown, of: unknown = plain, options: PriceOptions = {}) =>
  price(given as Usage, { tariffs: [of as Tariff], timeZone: 'Europe/Berlin', ...options })
const short = (...given: Parameters<typeof found>) =>
  found(...given).findings.map(({ code, severity, path }) => `${severity} ${code} ${path}`)
/** With another volume in the first period: 0 is its time, 1 its energy. */
const volume = (at: number, by: unknown) => {
  const copy = structuredClone(usage) as unknown as {
    charging_periods: { dimensions: { volume: unknown; type: unknown }[] }[]
  }
  copy.charging_periods[0]!.dimensions[at]!.volume = by
  return copy
}
const component0 = '/tariffs/0/elements/0/price_components/0'

describe('bad input', () => {
  it('is not this', () => expect([found(usage).total?.before_taxes, short(usage)]).toEqual(['22', []]))

  it.each<[string, unknown, string]>([
    ['no periods', { ...usage, charging_periods: [] }, 'error no-periods /charging_periods'],
    ['null for periods', { ...usage, charging_periods: null }, 'error no-periods /charging_periods'],
    ['no list of periods', { ...usage, charging_periods: 'x' }, 'error malformed /charging_periods'],
    ['a period that is no object', { ...usage, charging_periods: [3] }, 'error malformed /charging_periods'],
    [
      'a time that is none',
      { ...usage, charging_periods: [{ ...usage.charging_periods![0], start_date_time: '12:00' }] },
      'error time-unreadable /charging_periods/0/start_date_time',
    ],
    [
      'a tariff_id that is none',
      { ...usage, charging_periods: [{ ...usage.charging_periods![0], tariff_id: 3 }] },
      'error malformed /charging_periods/0/tariff_id',
    ],
    [
      'no list of dimensions',
      { ...usage, charging_periods: [{ ...usage.charging_periods![0], dimensions: 3 }] },
      'error malformed /charging_periods/0/dimensions',
    ],
  ])('%s: no price', (_, given, finding) => {
    const cost = found(given)
    expect(cost.total).toBeUndefined()
    expect(cost.energy).toBeUndefined()
    expect(short(given)).toContain(finding)
    expect(JSON.parse(JSON.stringify(cost)).findings).toEqual(cost.findings)
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 'x', null])(
    'R-CDR-17 an energy of %s is not known, and time is',
    (by) => {
      const cost = found(volume(1, by))
      expect([cost.energy, cost.total, cost.time?.before_taxes]).toEqual([undefined, undefined, '6'])
      expect(short(volume(1, by))).toEqual(['error volume-unreadable /charging_periods/0/dimensions/1/volume'])
      expect(cost.periods[0]?.amount).toBeUndefined()
      expect(cost.periods[1]?.amount?.before_taxes).toBe('6')
    },
  )

  it('R-CDR-17 a time that is negative, or none, is not known, and energy is', () => {
    const cost = found(volume(0, -1))
    expect([cost.time, cost.total, cost.energy?.before_taxes]).toEqual([undefined, undefined, '10'])
    expect(short(volume(0, -1))).toEqual(['error volume-negative /charging_periods/0/dimensions/0/volume'])
    expect(short(volume(0, 'x'))).toEqual(['error volume-unreadable /charging_periods/0/dimensions/0/volume'])
  })

  it('R-CDR-17 a volume that nobody prices may be anything', () => {
    const energyOnly = tariff([element([component('ENERGY', 1)])])
    expect(found(volume(0, -1), energyOnly).total?.before_taxes).toBe('10')
  })

  it('R-CDR-17 power that is no number is taken as not stated', () => {
    const given = session(noon, [{ seconds: 60, more: { MAX_POWER: 'x' as never } }])
    expect(short(given)).toEqual(['warning volume-unreadable /charging_periods/0/dimensions/1/volume'])
  })

  it('R-CDR-17 an unknown dimension prices nothing', () => {
    const given = session(noon, [{ seconds: hours(1), more: { BOOST: 5, toString: 3 } as never }])
    expect(found(given).total?.before_taxes).toBe('6')
    expect(short(given)).toEqual([
      'warning dimension-unknown /charging_periods/0/dimensions/1/type',
      'warning dimension-unknown /charging_periods/0/dimensions/2/type',
    ])
  })

  it('R-CDR-11 periods out of order are priced in order, and say so', () => {
    const given = { ...usage, charging_periods: [...usage.charging_periods!].reverse() }
    const cost = found(given)
    expect(cost.total?.before_taxes).toBe('22')
    expect(cost.periods.map(({ index }) => index)).toEqual([1, 0])
    expect(short(given)).toEqual(['warning periods-out-of-order /charging_periods/1/start_date_time'])
  })

  it('R-CDR-22 sessions that start after their first period, end before their last, or never', () => {
    expect(short({ ...usage, start_date_time: '2026-06-12T10:30:00Z' })).toEqual([
      'warning period-before-start /charging_periods/0/start_date_time',
    ])
    const early = { ...usage, end_date_time: '2026-06-12T10:30:00Z' }
    expect([found(early).total?.before_taxes, short(early)]).toEqual([
      '22',
      ['error period-after-end /charging_periods/1/start_date_time'],
    ])
    const never = { ...usage, end_date_time: '1970-1-1T00:00:00Z' }
    expect([found(never).total?.before_taxes, short(never)]).toEqual(['22', []])
    expect(short({ ...usage, end_date_time: 'x' })).toEqual(['error time-unreadable /end_date_time'])
    expect(short({ ...usage, start_date_time: 'x' })).toEqual(['error time-unreadable /start_date_time'])
  })

  it('a session of years is priced as its periods began', () => {
    const of = tariff([element([component('ENERGY', 1)], { end_time: '17:00' })])
    const years = { ...session(noon, [{ seconds: 60, kwh: 1, kind: 'unsaid' }]), end_date_time: '2036-06-12T10:00:00Z' }
    expect([found(years, of).total?.before_taxes, short(years, of)]).toEqual([
      '1',
      ['error session-too-long /end_date_time'],
    ])
    const year = { ...years, end_date_time: '2027-06-12T10:00:00Z' }
    expect(short(year, of)).toEqual(['warning period-crosses-boundary /charging_periods/0'])
  })

  it('R-CDR-16 R-CDR-17 totals that differ from the periods', () => {
    const totals = { total_energy: 10, total_time: 2, total_parking_time: 1, kwh: 10 }
    expect(short({ ...usage, ...totals })).toEqual([])
    expect(short({ ...usage, total_energy: 10.011, total_time: 2.0084, total_parking_time: 0.99, kwh: 9.98 })).toEqual([
      'warning total-differs /kwh',
      'warning total-differs /total_energy',
      'warning total-differs /total_time',
      'warning total-differs /total_parking_time',
    ])
    expect(short({ ...usage, total_energy: 10.01, total_time: 2.0083, total_parking_time: 0.992 })).toEqual([])
    const [one] = found({ ...usage, total_energy: 12 }).findings
    expect(one?.message).toBe('total_energy is 12, the charging periods add up to 10')
  })

  it('R-CDR-16 totals are not compared with what periods do not say', () => {
    const silent = session(noon, [{ seconds: hours(1) }], { total_energy: 10, total_time: 1 })
    expect(short(silent)).toEqual([])
    const reserved = session(noon, [{ seconds: hours(1), kind: 'reserve' }], { total_time: 5 })
    expect(short(reserved)).toEqual([])
    const unsaid = session(noon, [{ seconds: hours(1), kind: 'unsaid' }], { total_time: 1, total_parking_time: 0.5 })
    expect(short(unsaid, tariff([element([component('ENERGY', 1)])]))).toEqual([])
    expect(short({ ...(volume(1, 'x') as unknown as Usage), total_energy: 3 })).toHaveLength(1)
  })

  it('R-CDR-15 a missing tariff: what it would have priced is not known', () => {
    const given = session(noon, [
      { seconds: hours(1), kwh: 1 },
      { seconds: hours(1), kind: 'park', tariffId: 'X' },
    ])
    const cost = found(given)
    expect(cost.total).toBeUndefined()
    expect([cost.parking, cost.fixed]).toEqual([undefined, undefined])
    expect([cost.time?.before_taxes, cost.energy?.before_taxes]).toEqual(['6', '1'])
    expect(cost.periods.map(({ amount }) => amount?.before_taxes)).toEqual(['7', undefined])
    expect(short(given)).toEqual(['error tariff-missing /charging_periods/1/tariff_id'])
    expect(cost.findings[0]?.message).toContain('tariff X ')
  })

  it('R-CDR-10 R-TAR-28 a tariff that changed since, or was not valid', () => {
    expect(short(usage, { ...plain, last_updated: '2026-06-12T10:00:01Z' })).toEqual([
      'warning tariff-changed-since /tariffs/0/last_updated',
    ])
    expect(short(usage, { ...plain, last_updated: noon })).toEqual([])
    expect(short(usage, { ...plain, start_date_time: '2026-06-12T10:00:01Z' })).toEqual([
      'warning tariff-not-valid /tariffs/0/start_date_time',
    ])
    expect(short(usage, { ...plain, end_date_time: noon })).toEqual([
      'warning tariff-not-valid /tariffs/0/end_date_time',
    ])
    expect(short(usage, { ...plain, start_date_time: noon, end_date_time: '2026-06-12T10:00:01Z' })).toEqual([])
  })

  it('an unknown time zone, where local time decides', () => {
    const of = tariff([element([component('ENERGY', 1)], { end_time: '17:00' })])
    const cost = found(usage, of, { timeZone: 'Europe/Atlantis' })
    expect(cost.total).toBeUndefined()
    expect(cost.findings.map(({ code, path }) => [code, path])).toContainEqual(['time-zone-unknown', '/time_zone'])
    expect(found(usage, of, { timeZone: undefined as never }).total).toBeUndefined()
    expect(
      found(usage, of, { timeZone: undefined as never, location: { time_zone: 'Europe/Berlin' } }).total?.before_taxes,
    ).toBe('10')
  })

  it('an unknown time zone, where it does not', () => {
    expect(short(usage, plain, { timeZone: 'Europe/Atlantis' })).toEqual(['warning time-zone-unknown /time_zone'])
    expect(found(usage, plain, { timeZone: 'Europe/Atlantis' }).total?.before_taxes).toBe('22')
    expect(price(usage, { tariffs: [plain] }).findings).toEqual([])
  })

  it('currencies that are none, or differ', () => {
    expect(short(usage, { ...plain, currency: 'eur' })).toEqual(['error currency-unknown /tariffs/0/currency'])
    expect(short({ ...usage, currency: 'CHF' })).toEqual(['error currency-differs /currency'])
    expect(short({ ...usage, currency: 'EUR' })).toEqual([])
    expect(found({ ...usage, currency: 'CHF' }).currency).toBe('EUR')
    expect(price({ ...usage, currency: 'XYZ' }).findings.map(({ code }) => code)).toContain('currency-unknown')
    const two = session(noon, [{ seconds: 60 }, { seconds: 60, tariffId: 'U' }])
    const cost = price(two, { tariffs: [plain, { ...plain, id: 'U', currency: 'CHF' }] })
    expect([cost.total, cost.time, cost.currency]).toEqual([undefined, undefined, 'EUR'])
    expect(cost.findings).toMatchObject([{ code: 'currency-differs', path: '/tariffs/1/currency', severity: 'error' }])
  })

  it.each<[string, Tariff, string]>([
    ['an element that is none', { ...plain, elements: [3] as never }, 'error malformed /tariffs/0/elements'],
    ['no elements', { ...plain, elements: undefined as never }, 'error malformed /tariffs/0/elements'],
    ['no components', { ...plain, elements: [{}] as never }, 'error malformed /tariffs/0/elements/0/price_components'],
    [
      'restrictions that are none',
      tariff([element([component('ENERGY', 1)], 'x' as never)]),
      'error malformed /tariffs/0/elements/0/restrictions',
    ],
    [
      'a price that is none',
      tariff([element([component('ENERGY', 'x' as never)])]),
      `error price-unreadable ${component0}/price`,
    ],
    [
      'a time of day',
      tariff([element([component('ENERGY', 1)], { start_time: '25:00' })]),
      'error restriction-unreadable /tariffs/0/elements/0/restrictions/start_time',
    ],
    [
      'an end of the day',
      tariff([element([component('ENERGY', 1)], { end_time: '7:00' })]),
      'error restriction-unreadable /tariffs/0/elements/0/restrictions/end_time',
    ],
    [
      'a date',
      tariff([element([component('ENERGY', 1)], { start_date: '2026-02-30' })]),
      'error restriction-unreadable /tariffs/0/elements/0/restrictions/start_date',
    ],
    [
      'an end date',
      tariff([element([component('ENERGY', 1)], { end_date: '2026-00-10' })]),
      'error restriction-unreadable /tariffs/0/elements/0/restrictions/end_date',
    ],
    [
      'a day',
      tariff([element([component('ENERGY', 1)], { day_of_week: ['FUNDAY' as never] })]),
      'error restriction-unreadable /tariffs/0/elements/0/restrictions/day_of_week',
    ],
    [
      'days that are no list',
      tariff([element([component('ENERGY', 1)], { day_of_week: 3 as never })]),
      'error restriction-unreadable /tariffs/0/elements/0/restrictions/day_of_week',
    ],
    [
      'an energy',
      tariff([element([component('ENERGY', 1)], { min_kwh: 'x' as never })]),
      'error restriction-unreadable /tariffs/0/elements/0/restrictions/min_kwh',
    ],
    [
      'a power',
      tariff([element([component('ENERGY', 1)], { max_power: Number.NaN })]),
      'error restriction-unreadable /tariffs/0/elements/0/restrictions/max_power',
    ],
    [
      'a duration',
      tariff([element([component('ENERGY', 1)], { max_duration: 'x' as never })]),
      'error restriction-unreadable /tariffs/0/elements/0/restrictions/max_duration',
    ],
    [
      'a kind of reservation',
      tariff([element([component('ENERGY', 1)], { reservation: 'x' as never })]),
      'error restriction-unreadable /tariffs/0/elements/0/restrictions/reservation',
    ],
  ])('of a tariff, %s: no price', (_, of, finding) => {
    expect(short(usage, of)).toContain(finding)
    const cost = found(usage, of)
    if (!finding.endsWith('reservation')) expect(cost.total).toBeUndefined()
  })

  it('an unreadable price matters only where it applies', () => {
    const of = tariff([element([component('ENERGY', 1)]), element([component('ENERGY', 'x' as never)])])
    expect(found(usage, of).total?.before_taxes).toBe('10')
  })

  it('of a tariff: components, steps and taxes that are none', () => {
    expect(short(usage, tariff([element([component('BOOST' as never, 1)])]))).toEqual([
      `error component-unknown ${component0}/type`,
    ])
    for (const step of [-1, 1.5, 'x']) {
      const of = tariff([element([component('ENERGY', 1, { step: step as number })])])
      expect([found(usage, of).total?.before_taxes, short(usage, of)]).toEqual([
        '10',
        [`warning step-size-unreadable ${component0}/step_size`],
      ])
    }
    expect(short(usage, { ...plain, tax_included: undefined })).toEqual([
      'warning tax-included-unknown /tariffs/0/tax_included',
    ])
    expect(found(usage, { ...plain, tax_included: undefined }).total?.after_taxes).toBe('22')
  })

  it('tariffs that are no list, or no objects', () => {
    expect(price(usage, { tariffs: 'x' as never }).findings).toMatchObject([
      { code: 'malformed', path: '/tariffs' },
      { code: 'tariff-missing' },
    ])
    expect(price({ ...usage, tariffs: [null] as never }).total).toBeUndefined()
  })

  it('null is absent, as in OCPI', () => {
    const of = {
      ...plain,
      min_price: null,
      max_price: null,
      type: null,
      start_date_time: null,
      end_date_time: null,
      elements: [{ ...plain.elements[0], restrictions: null }],
    }
    expect([found(usage, of).total?.before_taxes, short(usage, of)]).toEqual(['22', []])
    const restrictions = { start_time: null, day_of_week: null, min_kwh: null, reservation: null }
    expect(short(usage, { ...plain, elements: [{ ...plain.elements[0], restrictions }] })).toEqual([])
  })

  it('volumes no car can have', () => {
    const given = volume(0, 1.7e308)
    expect(found(given).time?.before_taxes).toMatch(/^10{309}|^\d{300,}$/)
    const { end_date_time, ...running } = session(noon, [{ seconds: 60 }])
    running.charging_periods![0]!.dimensions[0]!.volume = 1e300
    expect(found(running).periods[0]?.end_date_time).toBe('2029-03-08T10:00:00.000Z')
  })
})
