// The readings of a charging in order of time, and the charging periods they make. Pure.

import { chargingPeriods, type Finding, type MeteredPeriods, type MeterReading, type Phase } from '@interchange/tariff'
import type { ChargingRecord, ChargingState, Reading } from './record.ts'

export interface Timeline extends MeteredPeriods {
  /** ms; of the reservation before it where there was one. */
  readonly begin: number
  /** ms: when it became, or becomes, ACTIVE. */
  readonly start: number
  /** Nothing but a reservation so far. */
  readonly reserving: boolean
  /** %, as of the last reading. */
  readonly soc: number | undefined
  /** Those that count, in order of time. */
  readonly readings: readonly Reading[]
}

const PHASES: Readonly<Record<ChargingState, Phase>> = {
  RESERVED: 'reservation',
  CHARGING: 'charging',
  SUSPENDED_EV: 'parking',
  SUSPENDED_EVSE: 'charging',
}

/** `readings` in order of time, no two at one time. */
export function timelineOf(record: ChargingRecord, readings: readonly Reading[]): Timeline {
  const findings: Finding[] = []
  const counted = readings.filter(({ at }) => within(record, at, findings))
  const entries = asEntries(counted)
  const first = entries.findIndex(({ phase }) => phase !== 'reservation')
  const reserving = first === -1
  const start = reserving ? record.start : activated(record, entries, first)
  // While nobody knew who charges, nothing was charged for.
  if (first === 0 && entries[0]) entries[0] = { ...entries[0], at: start }
  const { tariff, place } = record
  const metered = chargingPeriods(entries, {
    tariff: tariff ?? undefined,
    timeZone: place.timeZone ?? undefined,
    volts: place.volts ?? undefined,
  })
  return {
    ...metered,
    findings: [...findings, ...metered.findings, ...unread(counted), ...unsaid(record)],
    begin: entries[0]?.at ?? record.start,
    start,
    reserving,
    soc: counted.findLast(({ soc }) => soc !== undefined)?.soc,
    readings: counted,
  }
}

function asEntries(readings: readonly Reading[]): MeterReading[] {
  let phase: Phase = 'charging'
  return readings.map(({ at, meter_wh, power_w, current_a, state }) => {
    if (state) phase = PHASES[state]
    return { at, meterWh: meter_wh, powerW: power_w, currentA: current_a, phase }
  })
}

function within({ start, stop }: ChargingRecord, at: number, findings: Finding[]): boolean {
  if (at >= start && (!stop || at <= stop.at)) return true
  const early = at < start
  findings.push({
    code: early ? 'meter-before-start' : 'meter-after-stop',
    severity: 'warning',
    path: '',
    message: `the meter value of ${new Date(at).toISOString()} is ${early ? 'before the start' : 'after the stop'} and does not count`,
  })
  return false
}

/**
 * 2.2.1 Sessions, "start_date_time": PENDING that becomes ACTIVE starts then (R-SES-07), but not after the meter was read
 * again: what it showed in between belongs to the session.
 */
function activated(
  { authorization, published }: ChargingRecord,
  entries: readonly MeterReading[],
  first: number,
): number {
  const begins = entries[first]!.at
  if (first > 0 || authorization.state !== 'allowed' || !published?.wasPending) return begins
  const known = Date.parse(authorization.at)
  const next = entries[1]?.at ?? Number.POSITIVE_INFINITY
  return known > begins && known < next ? known : begins
}

function unsaid({ stop }: ChargingRecord): Finding[] {
  if (stop?.silentDays === undefined) return []
  return [
    {
      code: 'charging-silent',
      severity: 'warning',
      path: '',
      message: `nothing was told of it for ${stop.silentDays} days; it was ended with its last meter value`,
    },
  ]
}

function unread(readings: readonly Reading[]): Finding[] {
  const [first] = readings
  if (!first || first.meter_wh !== undefined || !readings.some(({ meter_wh }) => meter_wh !== undefined)) return []
  return [
    {
      code: 'start-not-metered',
      severity: 'note',
      path: '',
      message: 'the start has no meter value; the energy counts from the first one that came',
    },
  ]
}
