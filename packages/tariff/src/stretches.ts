// A charging period as stretches in which one thing happens: a reservation waits, a car charges, a car is parked.

import type { Finding } from './finding.ts'
import { Flow, type Measured, NOT_MEASURED, STILL } from './flow.ts'
import { fraction, isZero, multiply, type Rational, wholePart, ZERO } from './rational.ts'
import type { Phase } from './tariff-reading.ts'
import { checkClock, clockSeconds, secondsOf } from './time-volumes.ts'
import type { Volume, Volumes } from './volumes.ts'

export interface Stretch {
  /** Position in `charging_periods`. */
  readonly period: number
  readonly phase: Phase
  /** ms since 1970, UTC. */
  readonly from: number
  readonly to: number
  /** kWh in it; undefined when it cannot be known. */
  readonly energy: Rational | undefined
  /** Billable seconds; undefined when they cannot be known. */
  readonly seconds: Rational | undefined
  /** The period names no kind of time, so this one was assumed. */
  readonly assumed: boolean
  readonly power: Flow
  readonly current: Flow
  /** kWh of the session before it; counted where a tariff asks for it. */
  energyBefore: Rational
  /** Where its session, or its reservation, began; ms. */
  since: number
  tariffId: string | undefined
}

/** A period with several kinds of time is taken as reservation, then charging, then parking, as that is their order. */
export function partsOf(
  period: number,
  volumes: Volumes,
  from: number,
  to: number,
  reserving: boolean,
  findings: Finding[],
  into: Stretch[],
): void {
  checkClock(volumes, to - from, period, findings)
  const energy = volumes.energy === 'unknown' ? undefined : (volumes.energy ?? ZERO)
  const kinds = kindsOf(volumes)
  const only = kinds[0]
  if (only === undefined) {
    const phase = reserving ? 'reservation' : 'charging'
    into.push(part(period, phase, from, to, energy, clockSeconds(to - from), volumes, true))
    return
  }
  if (kinds.length === 1) {
    const seconds = secondsOf(volumes[HOURS[only]]!, to - from)
    into.push(part(period, only, from, to, energy, seconds, volumes, false))
    return
  }
  // Energy is charged while charging, or else at the end.
  const charges = kinds.indexOf('charging')
  const charged = charges === -1 ? kinds.length - 1 : charges
  let position = from
  for (let at = 0; at < kinds.length; at++) {
    const phase = kinds[at]!
    const seconds = secondsOf(volumes[HOURS[phase]]!, undefined)
    const start = position
    position = at === kinds.length - 1 ? to : Math.min(to, start + milliseconds(seconds))
    into.push(part(period, phase, start, position, at === charged ? energy : ZERO, seconds, volumes, false))
  }
}

/** Where volumes have the hours of a phase. */
const HOURS = { reservation: 'reservation', charging: 'time', parking: 'parking' } as const

const SINGLE: Readonly<Record<Phase, readonly Phase[]>> = {
  reservation: ['reservation'],
  charging: ['charging'],
  parking: ['parking'],
}

/** The kinds of time that are named; one of 0 hours beside others is none. */
function kindsOf({ reservation, time, parking }: Volumes): readonly Phase[] {
  if (parking === undefined && reservation === undefined) return time === undefined ? [] : SINGLE.charging
  if (time === undefined && reservation === undefined) return SINGLE.parking
  if (time === undefined && parking === undefined) return SINGLE.reservation
  const lasting: Phase[] = []
  if (lasts(reservation)) lasting.push('reservation')
  if (lasts(time)) lasting.push('charging')
  if (lasts(parking)) lasting.push('parking')
  return lasting.length > 0 ? lasting : SINGLE[time === undefined ? 'parking' : 'charging']
}

const lasts = (hours: Volume): boolean => hours !== undefined && (hours === 'unknown' || !isZero(hours))

const THOUSAND = fraction(1000)
const milliseconds = (seconds: Rational | undefined): number =>
  seconds === undefined ? 0 : wholePart(multiply(seconds, THOUSAND))

const NO_CURRENT = new Flow(NOT_MEASURED)

function part(
  period: number,
  phase: Phase,
  from: number,
  to: number,
  energy: Rational | undefined,
  seconds: Rational | undefined,
  volumes: Volumes,
  assumed: boolean,
): Stretch {
  let power = STILL
  let current = STILL
  if (phase === 'charging') {
    power = new Flow(volumes.power, energy, seconds)
    current = isMeasured(volumes.current) ? new Flow(volumes.current) : NO_CURRENT
  } else if (phase === 'parking' && volumes.time === undefined) {
    // What is said of a period with charging in it is said of the charging.
    if (isMeasured(volumes.power)) power = new Flow(volumes.power)
    if (isMeasured(volumes.current)) current = new Flow(volumes.current)
  }
  return {
    period,
    phase,
    from,
    to,
    energy,
    seconds,
    assumed,
    power,
    current,
    energyBefore: ZERO,
    since: from,
    tariffId: undefined,
  }
}

/** The instant at a share of the stretch; ms, what is below one cut off. */
export const instantAt = ({ from, to }: Stretch, share: Rational): number =>
  from + wholePart(multiply(fraction(to - from), share))

/** Something, or not known to be nothing. */
export const mayBeSome = (quantity: Rational | undefined): boolean => quantity === undefined || !isZero(quantity)

const isMeasured = ({ least, most, average }: Measured): boolean => (least ?? most ?? average) !== undefined
