// The rules one by one, with numbers worked out by hand.

import type { Tariff, TariffRestrictions } from '@interchange/ocpi'
import { describe, expect, it } from 'vitest'
import type { PriceOptions, Usage } from './options.ts'
import { price } from './price.ts'
import { component, element, type Happening, hours, minutes, session, tariff } from './tests/builders.ts'

const BERLIN = 'Europe/Berlin'
const cost = (of: Tariff | readonly Tariff[], usage: Usage, options: PriceOptions = {}) =>
  price(usage, { tariffs: [of].flat(), timeZone: BERLIN, ...options })
const before = (...given: Parameters<typeof cost>) => cost(...given).total?.before_taxes
const codes = (...given: Parameters<typeof cost>) => cost(...given).findings.map(({ code }) => code)

/** A euro a minute under the restriction, so that the cost is the number of minutes it held. */
const perMinute = (restrictions: TariffRestrictions) => tariff([element([component('TIME', 60)], restrictions)])
/** A euro per kWh under it. */
const perKwh = (restrictions: TariffRestrictions) => tariff([element([component('ENERGY', 1)], restrictions)])
const charging = (start: string, seconds: number, more: Omit<Happening, 'seconds'> = {}) =>
  session(start, [{ seconds, ...more }])

describe('local time', () => {
  // Berlin was two hours ahead of UTC on 12 June 2026, a Friday.
  it.each<[string, TariffRestrictions, string, number, string]>([
    ['start_time is included', { start_time: '17:00' }, '2026-06-12T14:59:00Z', 2, '1'],
    ['start_time to the second', { start_time: '17:00' }, '2026-06-12T14:59:59Z', 1, '0.9833333333'],
    ['end_time is not', { end_time: '17:00' }, '2026-06-12T14:59:00Z', 2, '1'],
    [
      'from 22:00 to 06:00, over midnight',
      { start_time: '22:00', end_time: '06:00' },
      '2026-06-12T19:58:00Z',
      484,
      '480',
    ],
    [
      'end_time 00:00 is the end of the day',
      { start_time: '23:58', end_time: '00:00' },
      '2026-06-12T21:57:00Z',
      10,
      '2',
    ],
    [
      'end_time 24:00, which nobody should write, too',
      { start_time: '23:58', end_time: '24:00' },
      '2026-06-12T21:57:00Z',
      10,
      '2',
    ],
    ['00:00 to 00:00 is all day', { start_time: '00:00', end_time: '00:00' }, '2026-06-12T21:57:00Z', 10, '10'],
    ['17:00 to 17:00 is all day', { start_time: '17:00', end_time: '17:00' }, '2026-06-12T14:58:00Z', 10, '10'],
    ['start_time alone holds until midnight', { start_time: '23:58' }, '2026-06-12T21:57:00Z', 10, '2'],
    ['seconds are read', { start_time: '17:00:30' }, '2026-06-12T15:00:00Z', 1, '0.5'],
    ['start_date is included', { start_date: '2026-06-13' }, '2026-06-12T21:55:00Z', 10, '5'],
    ['end_date is not', { end_date: '2026-06-13' }, '2026-06-12T21:55:00Z', 10, '5'],
    ['a day ends at local midnight', { day_of_week: ['SATURDAY'] }, '2026-06-12T21:57:00Z', 10, '7'],
    [
      'the day is the one it is at that moment, after midnight as well',
      { day_of_week: ['FRIDAY'], start_time: '22:00', end_time: '06:00' },
      '2026-06-12T21:50:00Z',
      20,
      '10',
    ],
    ['no days are all days', { day_of_week: [] }, '2026-06-12T21:57:00Z', 10, '10'],
    ['all that is given has to hold', { start_time: '17:00', end_date: '2026-06-12' }, '2026-06-12T15:00:00Z', 10, '0'],
  ])('R-TAR-09 R-TAR-10 R-TAR-14 %s', (_, restrictions, start, count, expected) => {
    expect(before(perMinute(restrictions), charging(start, minutes(count)))).toBe(expected)
  })

  it.each<[string, TariffRestrictions, string, number, string]>([
    // 29 March 2026: 01:59:59 is followed by 03:00:00 (01:00 UTC).
    [
      'the hour that is left out is no time',
      { start_time: '02:00', end_time: '03:00' },
      '2026-03-29T00:30:00Z',
      60,
      '0',
    ],
    [
      'what starts in it starts with the jump',
      { start_time: '02:30', end_time: '03:30' },
      '2026-03-29T00:30:00Z',
      90,
      '30',
    ],
    ['a night has an hour less', { start_time: '00:00', end_time: '06:00' }, '2026-03-28T23:00:00Z', 360, '300'],
    // 25 October 2026: 02:59:59 is followed by 02:00:00 (01:00 UTC).
    [
      'the hour that comes twice counts twice',
      { start_time: '02:00', end_time: '03:00' },
      '2026-10-24T23:00:00Z',
      240,
      '120',
    ],
    ['and its half twice half', { start_time: '02:30', end_time: '03:00' }, '2026-10-24T23:00:00Z', 240, '60'],
    ['a night has an hour more', { start_time: '00:00', end_time: '06:00' }, '2026-10-24T21:00:00Z', 600, '420'],
  ])('R-TAR-09 daylight saving: %s', (_, restrictions, start, count, expected) => {
    expect(before(perMinute(restrictions), charging(start, minutes(count)))).toBe(expected)
  })
})

describe('energy, duration, power and current', () => {
  const noon = '2026-06-12T10:00:00Z'

  it('R-TAR-11 min_kwh is included and max_kwh is not; energy is cut in proportion to time', () => {
    const usage = charging(noon, hours(1), { kwh: 30 })
    expect(before(perKwh({ min_kwh: 20 }), usage)).toBe('10')
    expect(before(perKwh({ max_kwh: 20 }), usage)).toBe('20')
    expect(before(perKwh({ min_kwh: 10, max_kwh: 20 }), usage)).toBe('10')
    expect(before(perMinute({ min_kwh: 20 }), usage)).toBe('20')
    expect(before(perMinute({ min_kwh: 30 }), usage)).toBe('0')
    expect(codes(perKwh({ min_kwh: 20 }), usage)).toEqual(['period-crosses-boundary'])
  })

  it('R-TAR-11 energy counts from the start of the session, not of the period', () => {
    const usage = session(noon, [
      { seconds: hours(1), kwh: 15 },
      { seconds: hours(1), kwh: 15 },
    ])
    expect(before(perKwh({ min_kwh: 20 }), usage)).toBe('10')
    const onTheEdge = session(noon, [
      { seconds: hours(1), kwh: 20 },
      { seconds: hours(1), kwh: 15 },
    ])
    expect(before(perKwh({ min_kwh: 20 }), onTheEdge)).toBe('15')
    expect(codes(perKwh({ min_kwh: 20 }), onTheEdge)).toEqual([])
  })

  it('R-TAR-11 energy that flows back passes the limit in the other direction', () => {
    const usage = session(noon, [
      { seconds: hours(1), kwh: 20 },
      { seconds: hours(1), kwh: -10 },
    ])
    expect(before(perMinute({ min_kwh: 15 }), usage)).toBe('45')
    expect(before(perMinute({ max_kwh: 15 }), usage)).toBe('75')
    expect(codes(perMinute({}), usage)).toEqual(['energy-negative'])
    expect(before(perKwh({}), usage)).toBe('10')
    expect(before(perMinute({ min_kwh: 20 }), usage)).toBe('0')
  })

  it('R-TAR-13 durations count from the start of the session, parking included, a reservation not', () => {
    const usage = session(noon, [
      { seconds: minutes(45), kind: 'reserve' },
      { seconds: minutes(20), kind: 'park' },
      { seconds: minutes(40) },
    ])
    expect(before(perMinute({ min_duration: 1800 }), usage)).toBe('30')
    expect(before(perMinute({ max_duration: 1800 }), usage)).toBe('10')
    expect(before(perMinute({ min_duration: 1200 }), usage)).toBe('40')
    expect(before(perMinute({ max_duration: 1200 }), usage)).toBe('0')
  })

  it('R-TAR-13 a session may have started before its first period', () => {
    const usage = { ...charging(noon, minutes(20)), start_date_time: '2026-06-12T09:50:00Z' }
    expect(before(perMinute({ min_duration: 900 }), usage)).toBe('15')
    const unknownStart = { ...charging(noon, minutes(20)), start_date_time: '1970-1-1T00:00:00Z' }
    expect(before(perMinute({ min_duration: 900 }), unknownStart)).toBe('5')
  })

  it('R-TAR-13 what is said of a reservation counts from its start', () => {
    const of = tariff([element([component('TIME', 60)], { reservation: 'RESERVATION', min_duration: 600 })])
    expect(before(of, session(noon, [{ seconds: minutes(25), kind: 'reserve' }]))).toBe('15')
  })

  it.each<[string, TariffRestrictions, Happening['more'], boolean]>([
    ['at the minimum', { min_power: 11 }, { MAX_POWER: 11, MIN_POWER: 11 }, true],
    ['below the minimum', { min_power: 11 }, { MAX_POWER: 10.9, MIN_POWER: 3 }, false],
    ['at the maximum', { max_power: 11 }, { MAX_POWER: 11, MIN_POWER: 11 }, false],
    ['below the maximum', { max_power: 11 }, { MAX_POWER: 10.9, MIN_POWER: 10 }, true],
    ['an average', { min_power: 11 }, { POWER: 11 }, true],
    ['an average below', { min_power: 11 }, { POWER: 10.9 }, false],
    ['a minimum alone', { min_power: 11 }, { MIN_POWER: 12 }, true],
    ['a minimum alone, below', { min_power: 11 }, { MIN_POWER: 9 }, false],
    ['a maximum alone', { max_power: 11 }, { MAX_POWER: 9 }, true],
    ['energy over time', { min_power: 10 }, {}, true],
    ['energy over time, below', { min_power: 10.1 }, {}, false],
    ['both extremes and the average between', { min_power: 11 }, { MIN_POWER: 0, MAX_POWER: 20, POWER: 10.9 }, false],
    ['both extremes, and energy over time', { min_power: 9 }, { MIN_POWER: 0, MAX_POWER: 20 }, true],
    ['current at the minimum', { min_current: 32 }, { MAX_CURRENT: 32 }, true],
    ['current at the maximum', { max_current: 32 }, { MAX_CURRENT: 32 }, false],
    ['current below the maximum', { max_current: 32 }, { CURRENT: 31.9 }, true],
    ['extremes of current disagree: the maximum', { min_current: 32 }, { MIN_CURRENT: 0, MAX_CURRENT: 48 }, true],
    [
      'extremes of current disagree: the average',
      { min_current: 32 },
      { MIN_CURRENT: 0, MAX_CURRENT: 48, CURRENT: 30 },
      false,
    ],
  ])('R-TAR-12 %s', (_, restrictions, more, holds) => {
    const usage = charging(noon, hours(1), { kwh: 10, ...(more ? { more } : {}) })
    expect(before(perKwh(restrictions), usage)).toBe(holds ? '10' : '0')
  })

  it('R-TAR-12 says where a period should have been cut, and where power was worked out', () => {
    const found = (restrictions: TariffRestrictions, more: Happening['more']) =>
      cost(perKwh(restrictions), charging(noon, hours(1), { kwh: 10, more: more! })).findings
    expect(found({ min_power: 11 }, { MIN_POWER: 0, MAX_POWER: 20, POWER: 10 })).toMatchObject([
      { code: 'limit-crossed-within-period', severity: 'warning', path: '/charging_periods/0/dimensions' },
    ])
    expect(found({ min_power: 11 }, {})).toMatchObject([{ code: 'power-averaged', severity: 'note' }])
    expect(found({ min_power: 11 }, { MAX_POWER: 20 })).toEqual([])
  })

  it('R-TAR-12 at rest nothing flows, unless the period says so', () => {
    const of = tariff([element([component('PARKING_TIME', 60)], { max_power: 1, max_current: 1 })])
    const parked = (more?: Happening['more']) =>
      before(of, charging(noon, minutes(10), { kind: 'park', ...(more ? { more } : {}) }))
    expect(parked()).toBe('10')
    expect(parked({ MAX_POWER: 2 })).toBe('0')
    expect(parked({ MAX_CURRENT: 2 })).toBe('0')
  })

  it('R-TAR-08 a current that nobody states is no current: the price is not known', () => {
    const found = cost(perKwh({ min_current: 16 }), charging(noon, hours(1), { kwh: 10 }))
    expect(found.energy).toBeUndefined()
    expect(found.total).toBeUndefined()
    expect(found.fixed?.before_taxes).toBe('0')
    expect(found.periods[0]?.amount).toBeUndefined()
    expect(found.findings).toMatchObject([
      { code: 'restriction-undecided', severity: 'error', path: '/charging_periods/0' },
    ])
    expect(found.findings[0]?.message).toContain('min_current 16')
  })

  it('R-TAR-08 it does not matter where something else already fails, or was found before', () => {
    const usage = charging(noon, hours(1), { kwh: 10 })
    expect(before(perKwh({ min_current: 16, start_time: '20:00' }), usage)).toBe('0')
    const earlier = tariff([element([component('ENERGY', 1)]), element([component('ENERGY', 2)], { min_current: 16 })])
    expect(before(earlier, usage)).toBe('10')
  })
})

describe('cuts', () => {
  const of = tariff([
    element([component('ENERGY', 1), component('TIME', 60)], { end_time: '17:00' }),
    element([component('ENERGY', 2), component('TIME', 120)]),
  ])
  const across = charging('2026-06-12T14:45:00Z', hours(1), { kwh: 8 })

  it('R-CDR-11 a period is cut where the price changes, energy in proportion to time, with a finding', () => {
    const found = cost(of, across)
    expect([found.energy?.before_taxes, found.time?.before_taxes]).toEqual(['14', '105'])
    expect(found.findings).toMatchObject([
      { code: 'period-crosses-boundary', severity: 'warning', path: '/charging_periods/0', requirement: 'R-CDR-11' },
    ])
    expect(found.findings[0]?.message).toContain('2026-06-12T15:00:00.000Z')
  })

  it('R-CDR-11 uncut, the price at its start holds for all of it, and nothing is found', () => {
    const found = cost(of, across, { cut: false })
    expect([found.energy?.before_taxes, found.time?.before_taxes]).toEqual(['8', '60'])
    expect(found.findings).toEqual([])
  })

  it('R-CDR-11 boundaries that change no price are no findings', () => {
    const idle = tariff([
      element([component('PARKING_TIME', 1)], { end_time: '17:00' }),
      element([component('ENERGY', 2), component('FLAT', 1)]),
    ])
    expect(codes(idle, across)).toEqual([])
    const fee = tariff([element([component('FLAT', 1)], { end_time: '17:00' }), element([component('ENERGY', 2)])])
    expect(codes(fee, across)).toEqual([])
    expect(codes(of, { ...across, end_date_time: '2026-06-12T15:00:00Z' })).not.toContain('period-crosses-boundary')
  })

  it('R-CDR-11 several boundaries in one period are several cuts', () => {
    const night = tariff([
      element([component('ENERGY', 1)], { end_time: '17:00' }),
      element([component('ENERGY', 2)], { min_kwh: 6 }),
      element([component('ENERGY', 4)], { min_duration: 1800 }),
      element([component('ENERGY', 8)]),
    ])
    // 2 kWh until 17:00; 4 kWh until half past, at 4 after 1800 s (15:15 UTC): 2 at 8, 2 at 4; then 2 at 2.
    expect(before(night, across)).toBe('30')
  })
})

describe('step_size', () => {
  const noon = '2026-06-12T10:00:00Z'

  it('R-TAR-18 charging after parking is what came last, so charging time is rounded up', () => {
    const of = tariff([element([component('TIME', 60, { step: 600 }), component('PARKING_TIME', 6, { step: 600 })])])
    const usage = session(noon, [
      { seconds: minutes(7) },
      { seconds: minutes(12), kind: 'park' },
      { seconds: minutes(4) },
    ])
    const found = cost(of, usage)
    expect([found.time?.before_taxes, found.parking?.before_taxes]).toEqual(['20', '1.2'])
    expect(found.periods[2]?.charges).toMatchObject([
      { type: 'TIME', quantity: '240' },
      { type: 'TIME', quantity: '540', step: '540' },
    ])
  })

  it('R-TAR-18 the last tariff says the step, and pays for it; the total is that of the session', () => {
    const tariffs = [
      tariff([element([component('TIME', 60, { step: 900 })])]),
      tariff([element([component('TIME', 120, { step: 600 })])], { id: 'U' }),
    ]
    const usage = session(noon, [{ seconds: minutes(21) }, { seconds: minutes(12), tariffId: 'U' }])
    expect(before(tariffs, usage)).toBe('59')
  })

  it('R-TAR-19 the step is that of the component used last, even where it is smaller', () => {
    const of = tariff([
      element([component('ENERGY', 1, { step: 5000 })], { max_kwh: 2 }),
      element([component('ENERGY', 2, { step: 0 })]),
    ])
    expect(before(of, charging(noon, hours(1), { kwh: 3.2 }))).toBe('4.4')
  })

  it('R-TAR-17 time that has no price is not rounded, and rounds nothing', () => {
    const of = tariff([element([component('TIME', 60, { step: 600 })])])
    expect(before(of, session(noon, [{ seconds: minutes(7) }, { seconds: minutes(7), kind: 'park' }]))).toBe('10')
  })

  it('R-TAR-15 time of a reservation is rounded by itself', () => {
    const of = tariff([
      element([component('TIME', 60, { step: 600 })], { reservation: 'RESERVATION' }),
      element([component('TIME', 6, { step: 300 })]),
    ])
    const found = cost(of, session(noon, [{ seconds: minutes(13), kind: 'reserve' }, { seconds: minutes(7) }]))
    expect([found.reservation?.before_taxes, found.time?.before_taxes]).toEqual(['20', '1'])
  })

  it('R-TAR-20 a step of one second rounds what the clock had in milliseconds', () => {
    const usage = { ...charging(noon, 10, { kind: 'unsaid' }), end_date_time: '2026-06-12T10:00:10.250Z' }
    expect(before(tariff([element([component('TIME', 3600)])]), usage)).toBe('11')
    expect(before(tariff([element([component('TIME', 3600, { step: 0 })])]), usage)).toBe('10.25')
  })

  it('R-TAR-20 more energy fed back than charged is not rounded up', () => {
    const of = tariff([element([component('ENERGY', 1, { step: 500 })])])
    expect(before(of, charging(noon, hours(1), { kwh: -1.3 }))).toBe('-1.3')
  })
})

describe('volumes and the clock', () => {
  const minuteSteps = tariff([
    element([component('TIME', 60, { step: 60 }), component('PARKING_TIME', 60, { step: 60 })]),
  ])
  const period = (dimensions: [string, number][], end: string): Usage => ({
    start_date_time: '2026-06-12T10:00:00Z',
    end_date_time: end,
    charging_periods: [
      {
        start_date_time: '2026-06-12T10:00:00Z',
        tariff_id: 'T',
        dimensions: dimensions.map(([type, volume]) => ({ type: type as 'TIME', volume })),
      },
    ],
  })

  it('R-CDR-17 hours with few digits are the time on the clock: 0.1667 h are ten minutes, not eleven', () => {
    expect(before(minuteSteps, period([['TIME', 0.1667]], '2026-06-12T10:10:00Z'))).toBe('10')
    expect(before(minuteSteps, period([['TIME', 0.167]], '2026-06-12T10:10:00Z'))).toBe('10')
  })

  it('R-CDR-17 with two kinds in one period, they are whole seconds', () => {
    const usage = period(
      [
        ['TIME', 0.3333],
        ['PARKING_TIME', 0.1667],
      ],
      '2026-06-12T10:30:00Z',
    )
    const found = cost(minuteSteps, usage)
    expect([found.time?.before_taxes, found.parking?.before_taxes]).toEqual(['20', '10'])
    expect(found.findings).toEqual([])
  })

  it('R-CDR-17 charging comes first, and the energy with it', () => {
    const of = tariff([element([component('ENERGY', 1), component('PARKING_TIME', 60)], { end_time: '12:20' })])
    const usage = period(
      [
        ['PARKING_TIME', 0.25],
        ['TIME', 0.25],
        ['ENERGY', 3],
      ],
      '2026-06-12T10:30:00Z',
    )
    const found = cost(of, usage)
    expect([found.energy?.before_taxes, found.parking?.before_taxes]).toEqual(['3', '5'])
  })

  it('R-CDR-17 a kind of 0 hours is none', () => {
    expect(
      before(
        minuteSteps,
        period(
          [
            ['TIME', 0],
            ['PARKING_TIME', 0.1667],
          ],
          '2026-06-12T10:10:00Z',
        ),
      ),
    ).toBe('10')
    expect(
      before(
        minuteSteps,
        period(
          [
            ['TIME', 0],
            ['PARKING_TIME', 0],
          ],
          '2026-06-12T10:00:00Z',
        ),
      ),
    ).toBe('0')
  })

  it('R-CDR-17 hours that the clock contradicts are billed as stated, with a finding', () => {
    const long = cost(minuteSteps, period([['TIME', 0.5]], '2026-06-12T10:20:00Z'))
    expect([long.total?.before_taxes, long.findings.map(({ code }) => code)]).toEqual(['30', ['period-overlaps']])
    expect(long.findings[0]?.message).toContain('600 s longer')
    const short = cost(minuteSteps, period([['TIME', 0.25]], '2026-06-12T10:20:00Z'))
    expect([short.total?.before_taxes, short.findings.map(({ code }) => code)]).toEqual(['15', ['period-has-gap']])
    expect(short.findings[0]?.message).toContain('300 s shorter')
  })

  it('R-CDR-17 two volumes of one kind are added', () => {
    const of = tariff([element([component('ENERGY', 1)])])
    expect(
      before(
        of,
        period(
          [
            ['TIME', 0.5],
            ['ENERGY', 1.5],
            ['ENERGY', 2.25],
          ],
          '2026-06-12T10:30:00Z',
        ),
      ),
    ).toBe('3.75')
  })

  it('R-SES-21 a session that tells import from export has their difference', () => {
    const of = tariff([element([component('ENERGY', 1)])])
    const usage = period(
      [
        ['TIME', 0.5],
        ['ENERGY_IMPORT', 5],
        ['ENERGY_EXPORT', 2],
        ['STATE_OF_CHARGE', 80],
      ],
      '2026-06-12T10:30:00Z',
    )
    expect([before(of, usage), codes(of, usage)]).toEqual(['3', []])
    expect(
      before(
        of,
        period(
          [
            ['TIME', 0.5],
            ['ENERGY_EXPORT', 2],
          ],
          '2026-06-12T10:30:00Z',
        ),
      ),
    ).toBe('-2')
    expect(
      before(
        of,
        period(
          [
            ['TIME', 0.5],
            ['ENERGY', 4],
            ['ENERGY_IMPORT', 5],
          ],
          '2026-06-12T10:30:00Z',
        ),
      ),
    ).toBe('4')
  })

  it('R-CDR-17 a period without any time is charging for as long as it lasts, which matters where time has a price', () => {
    const usage = session('2026-06-12T10:00:00Z', [{ seconds: minutes(10), kind: 'unsaid', kwh: 1 }])
    const found = cost(minuteSteps, usage)
    expect(found.time?.before_taxes).toBe('10')
    expect(found.findings).toMatchObject([{ code: 'time-not-stated', path: '/charging_periods/0/dimensions' }])
    expect(codes(tariff([element([component('ENERGY', 1)])]), usage)).toEqual([])
  })

  it('R-SES-09 of a session that is reserved it is the reservation', () => {
    const of = tariff([element([component('TIME', 60)], { reservation: 'RESERVATION' })])
    const usage = session('2026-06-12T10:00:00Z', [{ seconds: minutes(10), kind: 'unsaid' }], { status: 'RESERVATION' })
    expect(before(of, usage)).toBe('10')
  })

  it('R-SES-22 a session that runs ends where its last period says, or with its last update', () => {
    const { end_date_time, ...running } = session('2026-06-12T10:00:00Z', [
      { seconds: minutes(10) },
      { seconds: minutes(5) },
    ])
    expect(before(minuteSteps, running)).toBe('15')
    const unsaid = session('2026-06-12T10:00:00Z', [{ seconds: minutes(10), kind: 'unsaid' }])
    const updated = { ...unsaid, end_date_time: null, last_updated: '2026-06-12T10:07:00Z' }
    expect(before(minuteSteps, updated)).toBe('7')
    expect(before(minuteSteps, { ...unsaid, end_date_time: null, last_updated: '2026-06-12T09:00:00Z' })).toBe('0')
    expect(cost(minuteSteps, running).periods[1]?.end_date_time).toBe('2026-06-12T10:15:00.000Z')
  })
})

describe('tariffs', () => {
  const noon = '2026-06-12T10:00:00Z'
  const one = tariff([element([component('TIME', 60), component('FLAT', 1)])])
  const other = tariff([element([component('TIME', 6), component('FLAT', 5)])], { id: 'Other' })

  it('R-CDR-15 each period has the one it names, in any case of letters; each has its own fee', () => {
    const usage = session(noon, [{ seconds: minutes(10) }, { seconds: minutes(10), tariffId: 'OTHER' }])
    const found = cost([one, other], usage)
    expect([found.time?.before_taxes, found.fixed?.before_taxes]).toEqual(['11', '6'])
    expect(found.periods.map(({ tariff_id }) => tariff_id)).toEqual(['T', 'OTHER'])
  })

  it('2.3.0 CDRs, "ChargingPeriod": a period that names none is free', () => {
    const usage = session(noon, [{ seconds: minutes(10) }, { seconds: minutes(10), tariffId: null }])
    const found = cost([one, other], usage)
    expect([found.total?.before_taxes, found.findings]).toEqual(['11', []])
    expect(found.periods[1]).toMatchObject({ amount: { before_taxes: '0' }, charges: [] })
  })

  it('R-CDR-15 when none names any, the only tariff counts, with a finding', () => {
    const usage = session(noon, [{ seconds: minutes(10), tariffId: null }])
    expect([before(one, usage), codes(one, usage)]).toEqual(['11', ['tariff-not-named']])
    const several = cost([one, other], usage)
    expect(several.total).toBeUndefined()
    expect(several.findings).toMatchObject([{ code: 'tariff-missing', severity: 'error', path: '/charging_periods' }])
  })

  it("R-CDR-10 a CDR's own tariffs count, unless others are given", () => {
    const usage = session(noon, [{ seconds: minutes(10) }], { tariffs: [one] })
    expect(price(usage).total?.before_taxes).toBe('11')
    expect(price(usage, { tariffs: [{ ...other, id: 'T' }] }).total?.before_taxes).toBe('6')
    expect(price({ ...usage, tariffs: null }).total).toBeUndefined()
  })

  it('R-TAR-32 a fee is due once, and each fee that applies is', () => {
    const of = tariff([
      element([component('FLAT', 1)], { end_time: '12:05' }),
      element([component('FLAT', 5)], { end_time: '12:15' }),
      element([component('FLAT', 1)], { start_time: '12:25' }),
    ])
    const usage = session(noon, [{ seconds: minutes(10) }, { seconds: minutes(10) }, { seconds: minutes(10) }])
    expect(before(of, usage)).toBe('7')
    expect(codes(of, usage)).toEqual(['period-crosses-boundary', 'period-crosses-boundary'])
  })

  it('R-CDR-19 the fee of an element that prices nothing but parking is part of parking', () => {
    const of = tariff([
      element([component('PARKING_TIME', 6), component('FLAT', 2)]),
      element([component('ENERGY', 1)]),
    ])
    const found = cost(
      of,
      session(noon, [
        { seconds: minutes(10), kwh: 1 },
        { seconds: minutes(10), kind: 'park' },
      ]),
    )
    expect([found.parking?.before_taxes, found.fixed?.before_taxes]).toEqual(['3', '0'])
    const alone = tariff([element([component('FLAT', 2)])])
    expect(cost(alone, session(noon, [{ seconds: 60 }])).fixed?.before_taxes).toBe('2')
  })

  it('R-TAR-05 the first element with a component counts, dimension by dimension', () => {
    const of = tariff([
      element([component('TIME', 60)], { start_time: '20:00' }),
      element([component('ENERGY', 1)]),
      element([component('ENERGY', 100), component('TIME', 6)]),
    ])
    expect(before(of, session(noon, [{ seconds: minutes(10), kwh: 2 }]))).toBe('3')
  })
})

describe('reservations', () => {
  const noon = '2026-06-12T10:00:00Z'
  const both = tariff(
    [
      element([component('FLAT', 1), component('TIME', 60)], { reservation: 'RESERVATION' }),
      element([component('FLAT', 10)], { reservation: 'RESERVATION_EXPIRES' }),
      element([component('FLAT', 100), component('TIME', 600), component('ENERGY', 1)]),
    ],
    { min_price: { before_taxes: 500 } },
  )
  const reserved: Happening = { seconds: minutes(10), kind: 'reserve' }

  it('R-TAR-16 expired: the fee for expiring, wherever it stands, and the time of the reservation', () => {
    expect(cost(both, session(noon, [reserved])).reservation?.before_taxes).toBe('20')
  })

  it('R-TAR-16 not expired, as it was cancelled, or still runs', () => {
    expect(before(both, session(noon, [reserved]), { reservationExpired: false })).toBe('500')
    expect(cost(both, session(noon, [reserved]), { reservationExpired: false }).reservation?.before_taxes).toBe('11')
    expect(cost(both, session(noon, [reserved], { status: 'RESERVATION' })).reservation?.before_taxes).toBe('11')
    expect(cost(both, session(noon, [reserved], { status: 'COMPLETED' })).reservation?.before_taxes).toBe('20')
  })

  it('R-TAR-15 the elements of a session price no reservation, nor the other way round', () => {
    const found = cost(both, session(noon, [reserved, { seconds: minutes(1), kwh: 2 }]))
    expect([found.reservation, found.fixed, found.time, found.energy].map((amount) => amount?.before_taxes)).toEqual([
      '11',
      '100',
      '10',
      '2',
    ])
  })

  it('R-TAR-24 a reservation that expired is no charging session, so it has no minimum price', () => {
    expect(before(both, session(noon, [reserved]))).toBe('20')
    const capped = { ...both, max_price: { before_taxes: 15 } }
    expect(before(capped, session(noon, [reserved]))).toBe('15')
  })

  it('R-TAR-15 energy in a reservation has no price, and a finding', () => {
    const usage = session(noon, [{ ...reserved, kwh: 1 }])
    expect(codes(both, usage)).toContain('energy-while-reserved')
  })
})
