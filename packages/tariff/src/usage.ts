// Charging periods in order of time, each with its end, and what they say of each other, of the session and of its
// totals. Prices come later.

import type { ChargingPeriod } from '@interchange/ocpi'
import { parseDateTime, parseDateTimeOrUnknown } from '@interchange/ocpi/wire/date-time'
import type { Finding } from './finding.ts'
import type { Usage } from './options.ts'
import { add, ZERO } from './rational.ts'
import { malformed, objects } from './shape.ts'
import { partsOf, type Stretch } from './stretches.ts'
import { checkTotals } from './totals-check.ts'
import { readVolumes, type Volumes } from './volumes.ts'

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
  /** ms since 1970, UTC. */
  readonly from: number
}

export function readUsage(usage: Usage, findings: Finding[]): UsageReading {
  const periods = objects(usage.charging_periods, () => '/charging_periods', findings, true)
  const placed = placePeriods(periods, findings)
  const first = placed[0]
  if (!first || placed.length < periods.length) {
    if (!first) findings.push(noPeriods())
    return { stretches: [], from: 0, to: 0, unknown: true, reservationOnly: false }
  }
  const start = parseDateTimeOrUnknown(usage.start_date_time)
  if (start === undefined) findings.push(unreadableTime('/start_date_time', 'says when the session started'))
  else if (start > first.from) findings.push(beforeStart(first.index))
  const end = endOf(usage, placed.at(-1)!, findings)
  const stretches = stretch(placed, end, start, usage.status === 'RESERVATION', findings)
  checkTotals(usage, stretches, findings)
  return {
    stretches,
    from: first.from,
    to: Math.max(end, first.from),
    unknown: false,
    reservationOnly: stretches.every(({ phase }) => phase === 'reservation'),
  }
}

function placePeriods(periods: readonly ChargingPeriod[], findings: Finding[]): PlacedPeriod[] {
  const placed: PlacedPeriod[] = []
  let ordered = true
  for (const [index, period] of periods.entries()) {
    const from = parseDateTime(period.start_date_time)
    if (from === undefined) {
      findings.push(
        unreadableTime(
          `/charging_periods/${index}/start_date_time`,
          'says where the period starts; no price can be known',
        ),
      )
      continue
    }
    if (placed.length > 0 && from < placed.at(-1)!.from) {
      ordered = false
      findings.push(outOfOrder(index))
    }
    const id: unknown = period.tariff_id ?? ''
    if (typeof id !== 'string') findings.push(malformed(`/charging_periods/${index}/tariff_id`, 'the id of a tariff'))
    placed.push({ index, period, volumes: readVolumes(period, index, findings), from })
  }
  return ordered ? placed : placed.sort((a, b) => a.from - b.from)
}

/** More than any session may last; ms. */
const MOST = 1000 * 86_400_000

/** Of a session that still runs: as far as its last period says, or its last update. */
function endOf(usage: Usage, last: PlacedPeriod, findings: Finding[]): number {
  const stated = parseDateTimeOrUnknown(usage.end_date_time)
  if (stated !== undefined && stated >= last.from) return stated
  // 0 is how CDRs say that nobody knows (R-CDR-22).
  if (stated) findings.push(afterEnd(last.index))
  else if (usage.end_date_time && stated === undefined) {
    findings.push(unreadableTime('/end_date_time', 'says when the session ended'))
  }
  const { reservation, time, parking } = last.volumes
  const spans = [reservation, time, parking].filter((hours) => hours !== undefined && hours !== 'unknown')
  if (spans.length === 0) return Math.max(last.from, parseDateTime(usage.last_updated) ?? last.from)
  const hours = spans.reduce(add, ZERO)
  const milliseconds = Math.round((Number(hours.n) * 3_600_000) / Number(hours.d))
  return last.from + Math.min(milliseconds, MOST)
}

function stretch(
  placed: readonly PlacedPeriod[],
  end: number,
  start: number | undefined,
  reserving: boolean,
  findings: Finding[],
): Stretch[] {
  const stretches: Stretch[] = []
  let began: number | undefined
  for (let at = 0; at < placed.length; at++) {
    const { index, period, volumes, from } = placed[at]!
    const to = placed[at + 1]?.from ?? end
    const tariffId = typeof period.tariff_id === 'string' ? period.tariff_id : undefined
    const first = stretches.length
    partsOf(index, volumes, from, to, reserving, findings, stretches)
    for (let of = first; of < stretches.length; of++) {
      const part = stretches[of]!
      if (part.phase === 'reservation') part.since = placed[0]!.from
      else {
        // Before the first period nothing is known to have happened, but the session may have begun.
        began ??= of === 0 && start ? Math.min(start, part.from) : part.from
        part.since = began
      }
      part.tariffId = tariffId
    }
  }
  return stretches
}

const unreadableTime = (path: string, what: string): Finding => ({
  code: 'time-unreadable',
  severity: 'error',
  path,
  message: `a DateTime in UTC, such as 2026-01-31T12:00:00Z, ${what}`,
})

const outOfOrder = (index: number): Finding => ({
  code: 'periods-out-of-order',
  severity: 'warning',
  path: `/charging_periods/${index}/start_date_time`,
  message: 'the period starts before the one above it; priced in order of time',
  requirement: 'R-CDR-11',
})

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

const afterEnd = (index: number): Finding => ({
  code: 'period-after-end',
  severity: 'error',
  path: `/charging_periods/${index}/start_date_time`,
  message: 'the period starts after end_date_time',
})
