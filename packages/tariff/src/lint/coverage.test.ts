import type { Tariff, TariffRestrictions } from '@interchange/ocpi'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AxisName, Cell, Region } from './cells.ts'
import { coverageOf } from './coverage.ts'
import { regionText } from './region-text.ts'
import { type Dimension, viewOf } from './view.ts'

// Against a second, naive reading of the restrictions: moment by moment, without boxes or cells.

interface Moment {
  readonly day: number
  readonly minute: number
  readonly duration: number
  readonly kwh: number
  readonly power: number
  readonly current: number
}

const DAYS = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'] as const
const dateOf = (day: number) => new Date(day * 86_400_000)
const textOf = (day: number) => dateOf(day).toISOString().slice(0, 10)
const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))

function applies(r: TariffRestrictions | undefined, at: Moment): boolean {
  if (!r) return true
  if (r.start_date !== undefined && textOf(at.day) < r.start_date) return false
  if (r.end_date !== undefined && textOf(at.day) >= r.end_date) return false
  if (r.day_of_week?.length && !r.day_of_week.includes(DAYS[dateOf(at.day).getUTCDay()]!)) return false
  const start = r.start_time === undefined ? 0 : minutes(r.start_time)
  const end = r.end_time === undefined || r.end_time === '00:00' ? 1440 : minutes(r.end_time)
  const inTime = start <= end ? start <= at.minute && at.minute < end : at.minute >= start || at.minute < end
  if (!inTime) return false
  for (const name of ['kwh', 'power', 'current', 'duration'] as const) {
    if (at[name] < (r[`min_${name}`] ?? 0)) return false
    if (at[name] >= (r[`max_${name}`] ?? Number.POSITIVE_INFINITY)) return false
  }
  return true
}

/** The place of the element that counts, -1 for none. */
function firstAt({ elements }: Tariff, dimension: Dimension, at: Moment): number {
  const moment = dimension === 'PARKING_TIME' ? { ...at, power: 0, current: 0 } : at
  return elements.findIndex(
    ({ price_components, restrictions }) =>
      price_components.some(({ type }) => type === dimension) && applies(restrictions, moment),
  )
}

const FIRST_DAY = Date.parse('2026-03-01') / 86_400_000

/** A moment in every piece of every axis, and more. */
function moments({ elements }: Tariff): Moment[] {
  const all = elements.flatMap(({ restrictions }) => (restrictions ? [restrictions] : []))
  const dates = all.flatMap((r) => [r.start_date, r.end_date]).filter((date) => date !== undefined)
  const bounds = [...new Set(dates)].map((date) => Date.parse(date) / 86_400_000)
  const days = all.some((r) => r.day_of_week?.length || r.start_date || r.end_date)
    ? [...new Set([FIRST_DAY, ...bounds].flatMap((day) => Array.from({ length: 14 }, (_, at) => day - 7 + at)))]
    : [FIRST_DAY]
  const values = (least: string, most: string) => {
    const given = all
      .flatMap((r) => [r[least as 'min_kwh'], r[most as 'max_kwh']])
      .filter((value) => value !== undefined)
    return [0, ...new Set(given)]
  }
  const times = [...new Set(all.flatMap((r) => [r.start_time, r.end_time]).filter((time) => time !== undefined))]
  const found: Moment[] = []
  for (const day of days)
    for (const minute of [0, ...times.map(minutes)])
      for (const kwh of values('min_kwh', 'max_kwh'))
        for (const power of values('min_power', 'max_power'))
          for (const current of values('min_current', 'max_current'))
            for (const duration of values('min_duration', 'max_duration'))
              found.push({ day, minute, kwh, power, current, duration })
  return found
}

const optional = <T>(value: fc.Arbitrary<T>, often = 3) => fc.option(value, { nil: undefined, freq: often - 1 })
const seldom = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value })
const time = fc.constantFrom('00:00', '06:00', '08:30', '18:00', '22:00')
const date = fc.constantFrom('2026-03-02', '2026-03-04', '2026-03-08', '2026-04-01')

const restrictions: fc.Arbitrary<TariffRestrictions> = fc
  .record({
    start_time: optional(time),
    end_time: optional(time),
    start_date: seldom(date),
    end_date: seldom(date),
    day_of_week: optional(fc.subarray([...DAYS])),
    min_kwh: seldom(fc.constantFrom(0, 10, 20)),
    max_kwh: seldom(fc.constantFrom(0, 10, 20)),
    min_power: seldom(fc.constantFrom(11, 50)),
    max_power: seldom(fc.constantFrom(11, 50)),
    max_current: seldom(fc.constantFrom(16, 32)),
    min_duration: seldom(fc.constantFrom(0, 1800)),
    max_duration: seldom(fc.constantFrom(1800, 3600)),
  })
  .map((given) => JSON.parse(JSON.stringify(given)) as TariffRestrictions)
  // Nothing is concluded from equal times.
  .filter((given) => (given.start_time ?? '00:00') !== given.end_time || given.end_time === '00:00')

const dimensions = ['ENERGY', 'TIME', 'PARKING_TIME'] as const
const element = fc.record({
  price_components: fc
    .subarray([...dimensions], { minLength: 1 })
    .chain((types) =>
      fc.constantFrom(0.3, 0.4, 0.5).map((price) => types.map((type) => ({ type, price, step_size: 1 }))),
    ),
  restrictions,
})

const tariffOf = (elements: Tariff['elements'], more: Partial<Tariff> = {}): Tariff => ({
  country_code: 'DE',
  party_id: 'ABC',
  id: 'T1',
  currency: 'EUR',
  elements,
  tax_included: 'NO',
  last_updated: '2000-01-01T00:00:00Z',
  ...more,
})
const tariffs = fc.array(element, { minLength: 1, maxLength: 5 }).map((elements) => tariffOf(elements))
const coverage = (tariff: Tariff, now?: Date) => coverageOf(viewOf(tariff, now ? { now } : {}))

/** A moment in the first cells of a region, the day chosen within its range. */
function momentIn(region: Region): Moment {
  const cell = (axis: AxisName): Cell => region[axis]?.[0] ?? { from: 0, to: 1 }
  const days: Cell = region.day?.[0] ?? { from: FIRST_DAY, to: FIRST_DAY + 7 }
  const start = Number.isFinite(days.from) ? days.from : Number.isFinite(days.to) ? days.to - 7 : FIRST_DAY
  const tried = Array.from({ length: 7 }, (_, at) => start + at)
  const fits = (day: number) => days.weekday === undefined || (dateOf(day).getUTCDay() + 6) % 7 === days.weekday
  const day = tried.find(fits)!
  expect(day).toBeLessThan(days.to)
  const at = { minute: cell('time').from, duration: cell('duration').from, kwh: cell('kwh').from }
  return { day, ...at, power: cell('power').from, current: cell('current').from }
}

describe('coverage of a tariff, against a naive reading moment by moment', () => {
  it('R-TAR-05 a price is shadowed exactly when no moment has it first', () => {
    fc.assert(
      fc.property(tariffs, (tariff) => {
        const shadowed = new Set(coverage(tariff).shadowed.map(({ component }) => component.path))
        const all = moments(tariff)
        for (const dimension of dimensions) {
          const counts = new Set(all.map((at) => firstAt(tariff, dimension, at)))
          for (const [place, { price_components, restrictions }] of tariff.elements.entries()) {
            const at = price_components.findIndex(({ type }) => type === dimension)
            // What never applies at all is the business of other rules.
            const parked = (moment: Moment) =>
              dimension === 'PARKING_TIME' ? { ...moment, power: 0, current: 0 } : moment
            if (at < 0 || !all.some((moment) => applies(restrictions, parked(moment)))) continue
            const path = `/elements/${place}/price_components/${at}`
            expect({ path, shadowed: shadowed.has(path) }).toEqual({ path, shadowed: !counts.has(place) })
          }
        }
      }),
      { numRuns: 120 },
    )
  })

  it('R-TAR-06 a dimension has gaps exactly when some moment has no price, and no reported cell has one', () => {
    fc.assert(
      fc.property(tariffs, (tariff) => {
        const { gaps, complete } = coverage(tariff)
        expect(complete).toBe(true)
        const all = moments(tariff)
        for (const dimension of dimensions) {
          const priced = tariff.elements.filter(({ price_components }) =>
            price_components.some(({ type }) => type === dimension),
          )
          const possible = priced.some(({ restrictions }) => all.some((at) => applies(restrictions, at)))
          if (!possible) continue
          const regions = gaps.get(dimension) ?? []
          const naive = all.filter((at) => firstAt(tariff, dimension, at) < 0)
          if (dimension !== 'PARKING_TIME') expect(regions.length > 0).toBe(naive.length > 0)
          for (const region of regions) {
            const moment = momentIn(region)
            expect({ region, first: firstAt(tariff, dimension, moment) }).toEqual({ region, first: -1 })
          }
        }
      }),
      { numRuns: 120 },
    )
  })

  it('R-TAR-06 charging is unpriced exactly where neither energy nor time has a price', () => {
    fc.assert(
      fc.property(tariffs, (tariff) => {
        const some = tariff.elements.some(({ price_components }) =>
          price_components.some(({ type }) => type === 'ENERGY' || type === 'TIME'),
        )
        const free = moments(tariff).filter(
          (at) => firstAt(tariff, 'ENERGY', at) < 0 && firstAt(tariff, 'TIME', at) < 0,
        )
        const { unpriced } = coverage(tariff)
        expect(unpriced.length > 0).toBe(some && free.length > 0)
        for (const region of unpriced) {
          const moment = momentIn(region)
          expect(firstAt(tariff, 'ENERGY', moment)).toBe(-1)
          expect(firstAt(tariff, 'TIME', moment)).toBe(-1)
        }
      }),
      { numRuns: 120 },
    )
  })

  it('overlapping elements with different prices share a moment, and each has one of its own', () => {
    fc.assert(
      fc.property(tariffs, (tariff) => {
        const all = moments(tariff)
        for (const { first, second } of coverage(tariff).overlaps) {
          const of = (path: string) => tariff.elements[Number(path.split('/')[2])]!.restrictions
          const [a, b] = [of(first.element.path), of(second.element.path)]
          const parking = first.component.type === 'PARKING_TIME'
          const at = parking ? all.map((moment) => ({ ...moment, power: 0, current: 0 })) : all
          expect(at.some((moment) => applies(a, moment) && applies(b, moment))).toBe(true)
          expect(first.component.price).not.toBe(second.component.price)
        }
      }),
    )
  })
})

describe('coverage of certain tariffs', () => {
  const energy = (price: number, restrictions?: TariffRestrictions): Tariff['elements'][number] => ({
    price_components: [{ type: 'ENERGY', price, step_size: 1 }],
    ...(restrictions ? { restrictions } : {}),
  })
  const textsOf = (tariff: Tariff, now?: Date) => coverage(tariff, now).unpriced.map(regionText)

  it('tells gaps by day of the week, time, energy, power and duration', () => {
    expect(textsOf(tariffOf([energy(0.5, { start_time: '22:00', end_time: '06:00' })]))).toEqual(['06:00-22:00'])
    expect(textsOf(tariffOf([energy(0.5, { day_of_week: ['MONDAY', 'SUNDAY'] })]))).toEqual([
      'on TUESDAY, WEDNESDAY, THURSDAY, FRIDAY and SATURDAY',
    ])
    expect(textsOf(tariffOf([energy(0.5, { min_kwh: 5, max_kwh: 20 })]))).toEqual(['below 5 kWh and from 20 kWh on'])
    expect(textsOf(tariffOf([energy(0.5, { max_kwh: 5 }), energy(0.6, { min_kwh: 20 })]))).toEqual([
      'from 5 kWh to below 20 kWh',
    ])
    expect(textsOf(tariffOf([energy(0.5, { max_power: 50, min_duration: 600 })]))).toEqual([
      'below 600 s',
      'from 600 s on, from 50 kW on',
    ])
  })

  it('tells gaps by date, those in the past left out', () => {
    const seasons = tariffOf([energy(0.5, { start_date: '2026-04-01', end_date: '2026-10-01' })])
    expect(textsOf(seasons)).toEqual(['before 2026-04-01 and from 2026-10-01 on'])
    const open = tariffOf([energy(0.5, { start_date: '2026-04-01' })])
    expect(textsOf(open, new Date('2026-03-01'))).toEqual(['before 2026-04-01'])
    expect(textsOf(open, new Date('2026-04-02'))).toEqual([])
    expect(textsOf({ ...open, last_updated: '2026-05-01T00:00:00Z' })).toEqual([])
  })

  it('knows no time outside of the validity of the tariff, whatever the time zone', () => {
    const element = energy(0.5, { start_date: '2026-04-01', end_date: '2026-10-01' })
    const valid = (start: string, end: string) =>
      textsOf(tariffOf([element], { start_date_time: start, end_date_time: end }))
    expect(valid('2026-04-01T12:00:00Z', '2026-09-30T10:00:00Z')).toEqual([])
    expect(valid('2026-04-01T11:59:59Z', '2026-09-30T10:00:00Z')).toEqual(['from 2026-03-31 to before 2026-04-01'])
    expect(valid('2026-05-01T00:00:00Z', '2026-08-01T00:00:00Z')).toEqual([])
    const mondays = energy(0.4, { end_date: '2026-10-01', day_of_week: ['MONDAY'] })
    const validity = { start_date_time: '2026-05-01T00:00:00Z', end_date_time: '2026-08-01T00:00:00Z' }
    expect(textsOf(tariffOf([energy(0.5, { end_date: '2026-06-01' }), mondays], validity))).toEqual([
      'on TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY and SUNDAY from 2026-06-01 to before 2026-08-02',
    ])
    expect(valid('2026-04-01T12:00:00Z', '2026-09-30T10:00:00.001Z')).toEqual(['from 2026-10-01 to before 2026-10-02'])
  })

  it('concludes nothing from an element that cannot be read', () => {
    const odd = energy(0.5, { end_time: '24:00' })
    const day = energy(0.6, { start_time: '08:00', end_time: '20:00' })
    expect(coverage(tariffOf([day, odd]))).toMatchObject({ unpriced: [], shadowed: [], gaps: new Map() })
    expect(coverage(tariffOf([day, odd, day])).shadowed).toHaveLength(1)
    const equal = energy(0.5, { start_time: '08:00', end_time: '08:00' })
    expect(coverage(tariffOf([day, equal]))).toMatchObject({ unpriced: [], shadowed: [] })
    expect(coverage(tariffOf([equal, day, energy(0.4)]))).toMatchObject({ unpriced: [], shadowed: [] })
  })

  it('a fee per session pays for the beginning of a tariff by time, not of one by energy', () => {
    const later = { min_duration: 7200 }
    const fee = { price_components: [{ type: 'FLAT' as const, price: 5, step_size: 1 }] }
    const byTime = { price_components: [{ type: 'TIME' as const, price: 3, step_size: 1 }], restrictions: later }
    expect(textsOf(tariffOf([fee, byTime]))).toEqual([])
    expect(textsOf(tariffOf([byTime]))).toEqual(['below 7200 s'])
    expect(textsOf(tariffOf([fee, energy(0.5, later)]))).toEqual(['below 7200 s'])
  })

  it('says who shadows, unless several do together', () => {
    const [day, night] = [
      { start_time: '06:00', end_time: '22:00' },
      { start_time: '22:00', end_time: '06:00' },
    ]
    const single = coverage(tariffOf([energy(0.5, day), energy(0.4, { ...day, min_kwh: 5 }), energy(0.3)])).shadowed
    expect(single.map(({ component, by }) => [component.path, by?.element.path])).toEqual([
      ['/elements/1/price_components/0', '/elements/0'],
    ])
    const both = coverage(tariffOf([energy(0.5, day), energy(0.4, night), energy(0.3)])).shadowed
    expect(both.map(({ component, by }) => [component.path, by])).toEqual([
      ['/elements/2/price_components/0', undefined],
    ])
  })

  it('looks at prices of reservations by themselves', () => {
    const reserving = (price: number, reservation: 'RESERVATION' | 'RESERVATION_EXPIRES') => ({
      price_components: [{ type: 'TIME' as const, price, step_size: 1 }],
      restrictions: { reservation },
    })
    const one = tariffOf([reserving(3, 'RESERVATION'), reserving(6, 'RESERVATION_EXPIRES'), energy(0.5)])
    expect(coverage(one)).toMatchObject({ shadowed: [], unpriced: [], gaps: new Map() })
    const twice = tariffOf([reserving(3, 'RESERVATION'), reserving(6, 'RESERVATION'), energy(0.5)])
    expect(coverage(twice).shadowed).toHaveLength(1)
  })

  it('gives up on hundreds of elements that share nothing, quickly, and says so', () => {
    const elements = Array.from({ length: 400 }, (_, at) =>
      energy(0.3 + (at % 7) / 10, {
        start_time: `0${at % 10}:0${at % 7}`,
        end_time: `1${at % 9}:1${at % 5}`,
        min_kwh: (at * 37) % 101,
        max_kwh: 120 + ((at * 53) % 97),
        min_duration: (at * 61) % 3001,
        min_power: (at * 71) % 49,
        min_current: (at * 83) % 31,
      }),
    )
    const { complete, shadowed } = coverage(tariffOf(elements))
    expect(complete).toBe(false)
    expect(shadowed).toEqual([])
  })

  it('looks at all of a price per hour of the week and of two days of quarter hours', () => {
    const clock = (minute: number) =>
      `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
    const week = DAYS.flatMap((day) =>
      Array.from({ length: 24 }, (_, at) =>
        energy(0.3 + at / 100, { day_of_week: [day], start_time: clock(at * 60), end_time: clock(at * 60 + 60) }),
      ),
    )
    expect(coverage(tariffOf(week))).toMatchObject({ complete: true, shadowed: [], unpriced: [] })
    const quarters = ['2026-03-01', '2026-03-02'].flatMap((day, next) =>
      Array.from({ length: 96 }, (_, at) =>
        energy(0.3 + at / 100, {
          start_date: day,
          end_date: textOf(FIRST_DAY + next + 1),
          start_time: clock(at * 15),
          end_time: clock(at * 15 + 15),
        }),
      ),
    )
    const { complete, unpriced } = coverage(tariffOf(quarters), new Date('2026-03-02'))
    expect(complete).toBe(true)
    expect(unpriced.map(regionText)).toEqual(['before 2026-03-01 and from 2026-03-03 on'])
  })
})
