// Restrictions of a tariff element, one small test each (2.3.0 Tariffs, "TariffRestrictions"). An element applies at a
// moment when all of them hold (R-TAR-08). What cannot be known is neither true nor false, and a finding says so.

import type { TariffRestrictions } from '@interchange/ocpi'
import type { Finding } from './finding.ts'
import type { Flow } from './flow.ts'
import { DAY, dayNumber, type LocalTime, timeOfDay } from './local-time.ts'
import { compare, type Rational, rational } from './rational.ts'
import { isObject, malformed } from './shape.ts'

/** The state of a session at the start of a piece of it, within which no restriction changes. */
export interface Moment {
  /** Undefined when the time zone is not known. */
  readonly local: LocalTime | undefined
  /** Of the session so far, in kWh. */
  readonly energy: Rational
  /** Since the session began, in ms, parking included; of a reservation since that began. */
  readonly duration: number
  /** kW. */
  readonly power: Flow
  /** A, sum over the phases. */
  readonly current: Flow
}

export interface Restriction {
  /** Such as `start_time 17:00`. */
  readonly shown: string
  /** Undefined when it cannot be known. */
  holds(moment: Moment): boolean | undefined
}

/** Where a price may change: what a session has to be looked at again for. */
export interface Marks {
  /** ms since local midnight; 0 for dates and days. */
  readonly clock: Set<number>
  /** kWh. */
  readonly energy: Rational[]
  /** ms since the start. */
  readonly duration: Set<number>
}

export const noMarks = (): Marks => ({ clock: new Set(), energy: [], duration: new Set() })

const WEEK = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY']

/** The tests of one element. What cannot be read becomes a finding and a restriction that nobody knows to hold. */
export function readRestrictions(
  given: TariffRestrictions | null | undefined,
  path: string,
  marks: Marks,
  findings: Finding[],
): readonly Restriction[] {
  if (given === undefined || given === null) return []
  if (!isObject(given)) {
    findings.push(malformed(path, 'an object'))
    return []
  }
  const tests: Restriction[] = []
  const take = <Name extends keyof TariffRestrictions, T>(
    name: Name,
    read: (value: unknown) => T | undefined,
    make: (value: T, shown: string) => Restriction | undefined,
  ): void => {
    const value = given[name]
    if (value === undefined || value === null) return
    const shown = `${name} ${value}`
    const known = read(value)
    if (known !== undefined) {
      const test = make(known, shown)
      if (test) tests.push(test)
    } else {
      findings.push(unreadable(`${path}/${name}`, name))
      tests.push({ shown: `${name} (unreadable)`, holds: () => undefined })
    }
  }
  // Which elements are for reservations is sorted out before; here it can only be unreadable.
  take(
    'reservation',
    (value) => (value === 'RESERVATION' || value === 'RESERVATION_EXPIRES' ? value : undefined),
    ignore,
  )
  clockTests(given, marks, take)
  usageTests(marks, take)
  return tests
}

type Take = <T>(
  name: keyof TariffRestrictions,
  read: (value: unknown) => T | undefined,
  make: (value: T, shown: string) => Restriction | undefined,
) => void

const ignore = () => undefined

const onClock = (shown: string, holds: (local: LocalTime) => boolean): Restriction => ({
  shown,
  holds: ({ local }) => (local === undefined ? undefined : holds(local)),
})

/** R-TAR-09, R-TAR-10, R-TAR-14: local, from and including, up to and excluding, the day it is at that moment. */
function clockTests(given: TariffRestrictions, marks: Marks, take: Take): void {
  const start = timeOfDay(given.start_time)
  // An end before the start is on the next day; at 00:00 the day ends.
  const end = timeOfDay(given.end_time) || DAY
  const overnight = start !== undefined && given.end_time && end <= start
  take('start_time', timeOfDay, (from, shown) => {
    marks.clock.add(from).add(0)
    return onClock(shown, ({ ofDay }) => ofDay >= from || (overnight === true && ofDay < end))
  })
  take('end_time', timeOfDay, (until, shown) => {
    marks.clock.add(until % DAY).add(0)
    return onClock(shown, ({ ofDay }) => ofDay < end || (overnight === true && ofDay >= start))
  })
  const midnight = (test: Restriction): Restriction => {
    marks.clock.add(0)
    return test
  }
  take('start_date', dayNumber, (from, shown) => midnight(onClock(shown, ({ day }) => day >= from)))
  take('end_date', dayNumber, (until, shown) => midnight(onClock(shown, ({ day }) => day < until)))
  if (given.day_of_week?.length === 0) return
  take('day_of_week', weekdays, (days, shown) => midnight(onClock(shown, ({ weekday }) => days.has(weekday))))
}

function weekdays(value: unknown): ReadonlySet<number> | undefined {
  if (!Array.isArray(value)) return undefined
  const days = value.map((day) => WEEK.indexOf(day))
  return days.includes(-1) ? undefined : new Set(days)
}

/** R-TAR-11, R-TAR-12, R-TAR-13: at or above a minimum, below a maximum. */
function usageTests(marks: Marks, take: Take): void {
  take('min_kwh', rational, (limit, shown) => {
    marks.energy.push(limit)
    return { shown, holds: ({ energy }) => compare(energy, limit) >= 0 }
  })
  take('max_kwh', rational, (limit, shown) => {
    marks.energy.push(limit)
    return { shown, holds: ({ energy }) => compare(energy, limit) < 0 }
  })
  take('min_current', number, (limit, shown) => ({ shown, holds: ({ current }) => current.reaches(limit) }))
  take('max_current', number, (limit, shown) => ({ shown, holds: ({ current }) => not(current.reaches(limit)) }))
  take('min_power', number, (limit, shown) => ({ shown, holds: ({ power }) => power.reaches(limit) }))
  take('max_power', number, (limit, shown) => ({ shown, holds: ({ power }) => not(power.reaches(limit)) }))
  take('min_duration', milliseconds, (limit, shown) => {
    marks.duration.add(limit)
    return { shown, holds: ({ duration }) => duration >= limit }
  })
  take('max_duration', milliseconds, (limit, shown) => {
    marks.duration.add(limit)
    return { shown, holds: ({ duration }) => duration < limit }
  })
}

const not = (value: boolean | undefined): boolean | undefined => (value === undefined ? undefined : !value)

const number = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined

const milliseconds = (seconds: unknown): number | undefined => {
  const known = number(seconds)
  return known === undefined ? undefined : Math.round(known * 1000)
}

const unreadable = (path: string, name: string): Finding => ({
  code: 'restriction-unreadable',
  severity: 'error',
  path,
  message: `this is no ${name}; where it decides, no price can be known`,
  requirement: 'R-TAR-08',
})
