// The prices of a tariff over a local day.

import type { Tariff } from '@interchange/ocpi'
import { formatDateTime } from '@interchange/ocpi/wire/date-time'
import { clockMarks } from './cuts.ts'
import type { Finding } from './finding.ts'
import { DAY, dayNumber, type LocalTime, type Zone, zone as zoneOf } from './local-time.ts'
import {
  type MarginalPrices,
  type Matches,
  matchesAt,
  type PriceListOptions,
  pricesOf,
  same,
} from './marginal-prices.ts'
import { readTariff } from './tariff-reading.ts'

export interface CurveStep extends MarginalPrices {
  /** UTC. */
  readonly start_date_time: string
  readonly end_date_time: string
  /** Local, HH:MM; an hour that comes twice in autumn is there twice. */
  readonly start_time: string
  readonly end_time: string
}

export interface PriceCurve {
  readonly currency: string
  /** Neighbours differ: each start is where a price changes. */
  readonly steps: readonly CurveStep[]
  readonly findings: readonly Finding[]
}

/** What the next kWh and the next minute cost at each local time of a day, `date` being YYYY-MM-DD. */
export function priceCurve(tariff: Tariff, date: string, options: PriceListOptions = {}): PriceCurve {
  const findings: Finding[] = []
  const reading = readTariff(tariff, '', options.taxes, findings)
  const zone = options.timeZone === undefined ? undefined : zoneOf(options.timeZone)
  const day = dayNumber(date)
  if (!zone) findings.push(problem('time-zone-unknown', '/time_zone', 'the IANA time zone of the location is needed'))
  if (day === undefined) findings.push(problem('date-unreadable', '/date', 'a date is YYYY-MM-DD'))
  if (!zone || day === undefined) return { currency: tariff.currency, steps: [], findings }

  const { from, to } = spanOf(zone, day)
  const marks = [...new Set([from, ...clockMarks(zone, reading.marks.clock, from, to)])].sort((a, b) => a - b)
  const steps: { at: number; found: Matches }[] = []
  for (const at of marks) {
    const found = matchesAt(reading, zone.localTime(at), options)
    if (steps.length === 0 || !same(steps.at(-1)!.found, found)) steps.push({ at, found })
  }
  return {
    currency: tariff.currency,
    steps: steps.map(({ at, found }, index): CurveStep => {
      const end = steps[index + 1]?.at ?? to
      return {
        start_date_time: formatDateTime(at),
        end_date_time: formatDateTime(end),
        start_time: clockText(zone.localTime(at)),
        end_time: clockText(zone.localTime(end)),
        ...pricesOf(found, options.digits),
      }
    }),
    findings,
  }
}

/** The instants of a local day: 23 or 25 hours when the clock is put forward or back. */
function spanOf(zone: Zone, day: number): { readonly from: number; readonly to: number } {
  const starts = day * DAY
  const offsets = zone.offsets(starts - DAY, starts + 2 * DAY)
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const [index, { from: start, offset }] of offsets.entries()) {
    const first = Math.max(start, starts - offset)
    const last = Math.min(offsets[index + 1]?.from ?? starts + 2 * DAY, starts + DAY - offset)
    if (first >= last) continue
    from = Math.min(from, first)
    to = Math.max(to, last)
  }
  return { from, to }
}

const clockText = ({ ofDay }: LocalTime): string => new Date(ofDay).toISOString().slice(11, 16)

const problem = (code: string, path: string, message: string): Finding => ({ code, severity: 'error', path, message })
