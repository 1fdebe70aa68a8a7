// Charging periods as stretches of time in which one thing happens: a reservation waits, a car charges, a car is parked.
// What periods say of each other, of the session and of its totals is checked here; prices come later.

import type { ChargingPeriod } from '@interchange/ocpi'
import { parseDateTime, parseDateTimeOrUnknown } from '@interchange/ocpi/wire/date-time'
import type { Finding } from './finding.ts'
import { type Flow, flow, still } from './flow.ts'
import type { Usage } from './options.ts'
import { add, divide, fraction, type Rational, ZERO } from './rational.ts'
import type { Phase } from './tariff-reading.ts'
import { checkClock, secondsOf } from './time-volumes.ts'
import { checkTotals } from './totals-check.ts'
import { readVolumes, type Volumes } from './volumes.ts'

export interface Stretch {
  /** Position in `charging_periods`. */
  readonly period: number
  readonly phase: Phase
  /** ms since 1970, UTC. */
  readonly from: number
  readonly to: number
  /** kWh in it; undefined when it cannot be known. */
  readonly energy: Rational | undefined
  /** kWh of the session before it. */
  readonly energyBefore: Rational
  /** Billable seconds; undefined when they cannot be known. */
  readonly seconds: Rational | undefined
  /** The period names no kind of time, so this one was assumed. */
  readonly assumed: boolean
  /** Where its session, or its reservation, began; ms. */
  readonly since: number
  readonly power: Flow
  readonly current: Flow
  readonly tariffId: string | undefined
}

export interface UsageReading {
  readonly stretches: readonly Stretch[]
  /** From the start of the first to the end of the last, ms. */
  readonly from: number
  readonly to: number
  /** What happened cannot be told at all: no price can be known. */
  readonly unknown: boolean
  /** There was a reservation, and no charging. */
  readonly reservationOnly: boolean
}

interface PlacedPeriod {
  readonly index: number
  readonly period: ChargingPeriod
  readonly volumes: Volumes
  readonly from: number
}

export function readUsage(usage: Usage, findings: Finding[]): UsageReading {
  const placed = placePeriods(usage.charging_periods ?? [], findings)
  const first = placed[0]
  if (!first || placed.length < (usage.charging_periods?.length ?? 0)) {
    if (!first) findings.push(noPeriods())
    return { stretches: [], from: 0, to: 0, unknown: true, reservationOnly: false }
  }
  const end = endOf(usage, placed.at(-1)!, findings)
  const reservedOnly = usage.status === 'RESERVATION'
  const stretches: Stretch[] = []
  let energyBefore: Rational = ZERO
  let began: number | undefined
  const start = parseDateTimeOrUnknown(usage.start_date_time)
  for (const [at, one] of placed.entries()) {
    const to = placed[at + 1]?.from ?? end
    for (const part of partsOf(one, to, reservedOnly, findings)) {
      if (part.phase !== 'reservation') began ??= stretches.length > 0 ? part.from : sessionStart(start, part.from)
      const since = part.phase === 'reservation' ? first.from : began!
      stretches.push({ ...part, energyBefore, since, tariffId: one.period.tariff_id ?? undefined })
      if (part.energy) energyBefore = add(energyBefore, part.energy)
    }
  }
  if (start !== undefined && start > first.from) findings.push(beforeStart(first.index))
  checkTotals(usage, stretches, findings)
  return {
    stretches,
    from: first.from,
    to: Math.max(end, first.from),
    unknown: false,
    reservationOnly: stretches.every(({ phase }) => phase === 'reservation'),
  }
}

/** Before the first period lies nothing, but the session may have begun; 0 is how CDRs say that nobody knows (R-CDR-22). */
const sessionStart = (stated: number | undefined, first: number): number => (stated ? Math.min(stated, first) : first)

function placePeriods(periods: readonly ChargingPeriod[], findings: Finding[]): PlacedPeriod[] {
  const placed: PlacedPeriod[] = []
  let ordered = true
  for (const [index, period] of periods.entries()) {
    const from = parseDateTime(period.start_date_time)
    if (from === undefined) {
      findings.push({
        code: 'time-unreadable',
        severity: 'error',
        path: `/charging_periods/${index}/start_date_time`,
        message: 'a DateTime in UTC, such as 2026-01-31T12:00:00Z, says where the period starts; no price can be known',
      })
      continue
    }
    const before = placed.at(-1)
    if (before && from < before.from) {
      ordered = false
      findings.push({
        code: 'periods-out-of-order',
        severity: 'warning',
        path: `/charging_periods/${index}/start_date_time`,
        message: 'the period starts before the one above it; priced in order of time',
        requirement: 'R-CDR-11',
      })
    }
    placed.push({ index, period, volumes: readVolumes(period, `/charging_periods/${index}`, findings), from })
  }
  return ordered ? placed : placed.sort((a, b) => a.from - b.from)
}

/** Of a session that still runs: as far as its periods say, or its last update. */
function endOf(usage: Usage, last: PlacedPeriod, findings: Finding[]): number {
  const { reservation, time, parking } = last.volumes
  const spanned = [reservation, time, parking].filter((hours) => hours !== undefined && hours !== 'unknown')
  const hours = spanned.reduce(add, ZERO)
  const byVolumes = last.from + Math.round(Number((hours.n * 3_600_000_000n) / hours.d) / 1000)
  const stated = parseDateTimeOrUnknown(usage.end_date_time)
  if (stated !== undefined && stated >= last.from) return stated
  if (stated) {
    findings.push({
      code: 'period-after-end',
      severity: 'error',
      path: `/charging_periods/${last.index}/start_date_time`,
      message: 'the period starts after end_date_time',
    })
  } else if (usage.end_date_time && stated === undefined) {
    findings.push({
      code: 'time-unreadable',
      severity: 'error',
      path: '/end_date_time',
      message: 'a DateTime in UTC, such as 2026-01-31T12:00:00Z, says when the session ended',
    })
  }
  if (spanned.length > 0) return byVolumes
  return Math.max(last.from, parseDateTime(usage.last_updated) ?? last.from)
}

type Part = Omit<Stretch, 'energyBefore' | 'since' | 'tariffId'>

/** A period with several kinds of time is taken as reservation, then charging, then parking, as that is their order. */
function partsOf(placed: PlacedPeriod, to: number, reservedOnly: boolean, findings: Finding[]): Part[] {
  const { index, volumes, from } = placed
  const named: { phase: Phase; seconds: Rational | undefined }[] = []
  const kinds = [volumes.reservation, volumes.time, volumes.parking].filter((hours) => hours !== undefined).length
  const take = (phase: Phase, hours: Volumes['time']): void => {
    if (hours !== undefined) named.push({ phase, seconds: secondsOf(hours, kinds === 1 ? to - from : undefined) })
  }
  take('reservation', volumes.reservation)
  take('charging', volumes.time)
  take('parking', volumes.parking)
  checkClock(volumes, to - from, `/charging_periods/${index}`, findings)
  const assumed = named.length === 0
  if (assumed) {
    named.push({ phase: reservedOnly ? 'reservation' : 'charging', seconds: fraction(to - from, 1000) })
  }
  const charges = Math.max(
    0,
    named.findIndex(({ phase }) => phase === 'charging'),
  )
  let position = from
  return named.map(({ phase, seconds }, at) => {
    const end = at === named.length - 1 ? to : Math.min(to, position + roundedMilliseconds(seconds))
    const energy = volumes.energy === 'unknown' ? undefined : at === charges ? (volumes.energy ?? ZERO) : ZERO
    const part = { period: index, phase, from: position, to: end, energy, seconds, assumed }
    position = end
    return { ...part, ...flows(volumes, phase, energy, seconds) }
  })
}

const roundedMilliseconds = (seconds: Rational | undefined): number =>
  seconds === undefined || seconds.n < 0n ? 0 : Number((seconds.n * 1000n) / seconds.d)

function flows(volumes: Volumes, phase: Phase, energy: Rational | undefined, seconds: Rational | undefined) {
  const { power, current } = volumes
  if (phase === 'charging') {
    const derived = () => (energy && seconds && seconds.n > 0n ? divide(times3600(energy), seconds) : undefined)
    return { power: flow({ ...power, derived }), current: flow(current) }
  }
  // What is said of a period with charging in it is said of the charging.
  const says = volumes.time === undefined && phase === 'parking'
  const stated = (measured: Volumes['power']) =>
    says && (measured.least ?? measured.most ?? measured.average) !== undefined ? flow(measured) : still
  return { power: stated(power), current: stated(current) }
}

const times3600 = ({ n, d }: Rational): Rational => ({ n: n * 3600n, d })

const noPeriods = (): Finding => ({
  code: 'no-periods',
  severity: 'error',
  path: '/charging_periods',
  message: 'there are no charging periods, so no price can be known',
  requirement: 'R-CDR-01',
})

const beforeStart = (index: number): Finding => ({
  code: 'period-before-start',
  severity: 'warning',
  path: `/charging_periods/${index}/start_date_time`,
  message: 'the period starts before start_date_time',
})
