// A charging period as stretches in which one thing happens: a reservation waits, a car charges, a car is parked.

import type { Finding } from './finding.ts'
import { Flow, type Measured, STILL } from './flow.ts'
import { divide, fraction, type Rational, ZERO } from './rational.ts'
import type { Phase } from './tariff-reading.ts'
import { checkClock, secondsOf } from './time-volumes.ts'
import type { Volume, Volumes } from './volumes.ts'

export interface Part {
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
}

export interface Stretch extends Part {
  /** kWh of the session before it. */
  readonly energyBefore: Rational
  /** Where its session, or its reservation, began; ms. */
  readonly since: number
  readonly tariffId: string | undefined
}

/** A period with several kinds of time is taken as reservation, then charging, then parking, as that is their order. */
export function partsOf(
  period: number,
  volumes: Volumes,
  from: number,
  to: number,
  reserving: boolean,
  findings: Finding[],
): Part[] {
  checkClock(volumes, to - from, period, findings)
  const energy = volumes.energy === 'unknown' ? undefined : (volumes.energy ?? ZERO)
  const kinds = kindsOf(volumes)
  if (kinds.length < 2) {
    const [kind] = kinds
    const phase = kind ? kind.phase : reserving ? 'reservation' : 'charging'
    const seconds = kind ? secondsOf(kind.hours, to - from) : fraction(to - from, 1000)
    return [part(period, phase, from, to, energy, seconds, volumes, kind === undefined)]
  }
  // Energy is charged while charging, or else at the end.
  const charges = kinds.findIndex(({ phase }) => phase === 'charging')
  const charged = charges === -1 ? kinds.length - 1 : charges
  let position = from
  return kinds.map(({ phase, hours }, at) => {
    const seconds = secondsOf(hours, undefined)
    const start = position
    position = at === kinds.length - 1 ? to : Math.min(to, start + milliseconds(seconds))
    return part(period, phase, start, position, at === charged ? energy : ZERO, seconds, volumes, false)
  })
}

interface Kind {
  readonly phase: Phase
  readonly hours: NonNullable<Volume>
}

/** The kinds of time that are named; one of 0 hours beside others is none. */
function kindsOf({ reservation, time, parking }: Volumes): readonly Kind[] {
  const kinds: Kind[] = []
  if (reservation !== undefined) kinds.push({ phase: 'reservation', hours: reservation })
  if (time !== undefined) kinds.push({ phase: 'charging', hours: time })
  if (parking !== undefined) kinds.push({ phase: 'parking', hours: parking })
  if (kinds.length < 2) return kinds
  const lasting = kinds.filter(({ hours }) => hours === 'unknown' || hours.n !== 0n)
  return lasting.length > 0 ? lasting : kinds.slice(0, 1)
}

const milliseconds = (seconds: Rational | undefined): number =>
  seconds === undefined ? 0 : Number((seconds.n * 1000n) / seconds.d)

function part(
  period: number,
  phase: Phase,
  from: number,
  to: number,
  energy: Rational | undefined,
  seconds: Rational | undefined,
  volumes: Volumes,
  assumed: boolean,
): Part {
  let power = STILL
  let current = STILL
  if (phase === 'charging') {
    power = new Flow(volumes.power, () => averagePower(energy, seconds))
    current = new Flow(volumes.current)
  } else if (phase === 'parking' && volumes.time === undefined) {
    // What is said of a period with charging in it is said of the charging.
    if (isMeasured(volumes.power)) power = new Flow(volumes.power)
    if (isMeasured(volumes.current)) current = new Flow(volumes.current)
  }
  return { period, phase, from, to, energy, seconds, assumed, power, current }
}

const isMeasured = ({ least, most, average }: Measured): boolean => (least ?? most ?? average) !== undefined

/** kW. */
function averagePower(energy: Rational | undefined, seconds: Rational | undefined): Rational | undefined {
  if (!energy || !seconds || seconds.n <= 0n) return undefined
  return divide({ n: energy.n * 3600n, d: energy.d }, seconds)
}
