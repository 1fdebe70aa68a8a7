// Random tariffs and sessions on the simulation's grid.

import type { PriceComponent, Tariff, TariffElement, TariffRestrictions } from '@interchange/ocpi'
import fc from 'fast-check'
import type { Usage } from '../options.ts'
import { type Happening, session } from './builders.ts'

export interface Case {
  readonly tariffs: readonly Tariff[]
  readonly usage: Usage
  readonly timeZone: string
}

/** An hour before something happens to a clock or a calendar: UTC, by zone. */
const STARTS: readonly (readonly [timeZone: string, start: string])[] = [
  ['Europe/Berlin', '2026-03-29T00:00:00Z'],
  ['Europe/Berlin', '2026-10-25T00:00:00Z'],
  ['Europe/London', '2026-03-29T00:00:00Z'],
  ['Europe/London', '2026-10-25T00:00:00Z'],
  ['America/New_York', '2026-03-08T06:00:00Z'],
  ['America/New_York', '2026-11-01T05:00:00Z'],
  // Half an hour forward and back.
  ['Australia/Lord_Howe', '2026-10-03T15:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T14:30:00Z'],
  // The change is at midnight.
  ['Africa/Cairo', '2026-04-23T21:00:00Z'],
  ['America/Havana', '2026-03-08T04:00:00Z'],
  // A quarter of an hour off, and no change at all.
  ['Asia/Kathmandu', '2026-06-10T17:00:00Z'],
  ['Europe/Amsterdam', '2026-12-31T22:00:00Z'],
  ['Europe/Amsterdam', '2026-06-12T14:00:00Z'],
  ['UTC', '2026-02-28T23:00:00Z'],
]

const MINUTES = [
  '00:00',
  '00:30',
  '01:00',
  '01:30',
  '02:00',
  '02:30',
  '02:45',
  '03:00',
  '17:00',
  '17:15',
  '22:00',
  '23:45',
]
const DAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const

const happenings: fc.Arbitrary<Happening[]> = fc
  .tuple(
    fc.option(fc.integer({ min: 1, max: 700 }), { freq: 4 }),
    fc.array(
      fc.record({
        seconds: fc.integer({ min: 1, max: 1000 }),
        parks: fc.boolean(),
        /** mWh in a second: up to 90 kW. */
        each: fc.integer({ min: 0, max: 25_000 }),
        current: fc.constantFrom(6, 16, 31.5, 32, 48, 96),
        power: fc.constantFrom(undefined, 3.7, 11, 16, 22, 50),
        tariffId: fc.constantFrom('T', 'T', 'T', 'T', 'U', null),
      }),
      { maxLength: 5 },
    ),
    fc.constantFrom('T', 'T', 'U'),
  )
  .map(([reserved, periods, reservedBy]) => [
    ...(reserved === null && periods.length > 0
      ? []
      : [{ seconds: reserved ?? 600, kind: 'reserve' as const, tariffId: reservedBy }]),
    ...periods.map(({ seconds, parks, each, current, power, tariffId }): Happening => {
      if (parks) return { seconds, kind: 'park', tariffId, ...(each % 5 === 0 ? { kwh: (each * seconds) / 1e6 } : {}) }
      const more = { MAX_CURRENT: current, ...(power === undefined ? {} : { MAX_POWER: power }) }
      return { seconds, kwh: (each * seconds) / 1e6, more, tariffId }
    }),
  ])
  // A session that names no tariff at all has no price.
  .map(([first, ...others]) => [{ ...first!, tariffId: first!.tariffId ?? 'T' }, ...others])

/** Energies and durations that the session passes at whole seconds. */
function milestones(all: readonly Happening[]): { kwh: number[]; seconds: number[] } {
  const kwh = [0, 1000]
  const seconds = [0, 100_000]
  let [energy, time] = [0, 0]
  for (const { seconds: length, kwh: used = 0, kind } of all) {
    const each = Math.round(used * 1e6) / length
    for (const share of [0.3, 0.5, 0.9]) {
      const at = Math.floor(length * share)
      kwh.push((energy + each * at) / 1e6)
      if (kind !== 'reserve') seconds.push(time + at)
    }
    energy += each * length
    if (kind !== 'reserve') time += length
  }
  return { kwh, seconds }
}

function restrictions(all: readonly Happening[], date: string): fc.Arbitrary<TariffRestrictions> {
  const { kwh, seconds } = milestones(all)
  const next = new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10)
  const some = <T>(of: fc.Arbitrary<T>, freq = 5) => fc.option(of, { nil: undefined, freq })
  const rarely = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
    fc.integer({ min: 0, max: 7 }).chain((dice) => (dice === 0 ? of : fc.constant(undefined)))
  return fc
    .record({
      start_time: rarely(fc.constantFrom(...MINUTES)),
      end_time: rarely(fc.constantFrom(...MINUTES)),
      start_date: rarely(fc.constantFrom(date, next)),
      end_date: rarely(fc.constantFrom(date, next)),
      min_kwh: rarely(fc.constantFrom(...kwh)),
      max_kwh: rarely(fc.constantFrom(...kwh)),
      min_current: rarely(fc.constantFrom(0, 16, 31.5, 32, 33)),
      max_current: rarely(fc.constantFrom(16, 31.5, 32, 33)),
      min_power: rarely(fc.constantFrom(0, 7.4, 11, 16, 32)),
      max_power: rarely(fc.constantFrom(7.4, 11, 16, 32)),
      min_duration: rarely(fc.constantFrom(...seconds)),
      max_duration: rarely(fc.constantFrom(...seconds)),
      day_of_week: rarely(fc.subarray([...DAYS])),
      reservation: some(fc.constantFrom('RESERVATION' as const, 'RESERVATION_EXPIRES' as const), 1).map((one) =>
        one !== undefined && all[0]?.kind === 'reserve' ? one : undefined,
      ),
    })
    .map((given) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)))
}

const rate = fc.constantFrom(undefined, 0, 5.2, 7.7, 10, 19, 20, 25.5)

const components = (reserving: boolean): fc.Arbitrary<PriceComponent[]> =>
  fc
    .subarray(
      reserving ? (['FLAT', 'TIME'] as const).slice() : (['FLAT', 'ENERGY', 'TIME', 'PARKING_TIME'] as const).slice(),
      {
        minLength: 1,
      },
    )
    .chain((types) =>
      fc.tuple(
        ...types.map((type) =>
          fc
            .record({
              price: fc.integer({ min: 0, max: 60_000 }).map((units) => units / 10_000),
              vat: rate,
              step_size: fc.constantFrom(0, 1, 1, 25, 60, 100, 300, 500, 600, 900),
            })
            .map(({ vat, ...rest }): PriceComponent => ({ type, ...rest, ...(vat === undefined ? {} : { vat }) })),
        ),
      ),
    )

const limit = fc.constantFrom(undefined, undefined, undefined, 0.5, 1, 2.5, 4)

function tariffFor(id: string, all: readonly Happening[], date: string): fc.Arbitrary<Tariff> {
  const element: fc.Arbitrary<TariffElement> = fc
    .oneof({ weight: 3, arbitrary: restrictions(all, date) }, { weight: 1, arbitrary: fc.constant(undefined) })
    .chain((given) =>
      components(given?.reservation !== undefined).map((price_components) =>
        given ? { price_components, restrictions: given } : { price_components },
      ),
    )
  return fc
    .record({
      elements: fc.array(element, { minLength: 1, maxLength: 4 }),
      tax_included: fc.constantFrom('NO' as const, 'NO' as const, 'YES' as const, 'N/A' as const),
      min: limit,
      max: limit,
    })
    .map(({ elements, tax_included, min, max }) => ({
      country_code: 'DE',
      party_id: 'ALL',
      id,
      currency: 'EUR',
      elements,
      tax_included,
      last_updated: '2019-01-01T00:00:00Z',
      ...(min === undefined ? {} : { min_price: { before_taxes: min, after_taxes: min * 1.25 } }),
      ...(max === undefined ? {} : { max_price: { before_taxes: max * 2, after_taxes: max * 2.5 } }),
    }))
}

export const cases: fc.Arbitrary<Case> = fc
  .tuple(happenings, fc.constantFrom(...STARTS), fc.integer({ min: 0, max: 5400 }))
  .chain(([all, [timeZone, start], later]) => {
    const begins = new Date(Date.parse(start) + later * 1000).toISOString()
    return fc.record({
      tariffs: fc.tuple(tariffFor('T', all, start.slice(0, 10)), tariffFor('U', all, start.slice(0, 10))),
      usage: fc.constant(session(begins, all)),
      timeZone: fc.constant(timeZone),
    })
  })
