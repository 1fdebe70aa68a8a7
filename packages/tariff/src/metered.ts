// What a meter tells of a session: readings in order of time become intervals in which one thing happens.

import type { Finding } from './finding.ts'
import {
  add,
  compare,
  divide,
  fraction,
  greatest,
  isZero,
  lowest,
  multiply,
  type Rational,
  rational,
  round,
  subtract,
  text,
  ZERO,
} from './rational.ts'
import type { Phase } from './tariff-reading.ts'

/** What a meter showed at a time, and what has happened at the connector from then on. */
export interface MeterReading {
  /** ms since 1970, UTC. */
  readonly at: number
  /** Wh, of a meter that counts up; undefined where nobody read it. */
  readonly meterWh?: number | undefined
  readonly phase: Phase
  /** W, from then on; undefined: the average until the next reading. */
  readonly powerW?: number | undefined
  /** A, the sum over the phases. */
  readonly currentA?: number | undefined
}

/** From one reading to the next. */
export interface Interval {
  readonly from: number
  readonly to: number
  readonly phase: Phase
  /** kWh of the session before it, and in it; never negative. */
  readonly energyBefore: Rational
  readonly energy: Rational
  /** kW and A while charging; undefined: nobody knows. */
  readonly power: Quantity | undefined
  readonly current: Quantity | undefined
}

export interface Quantity {
  readonly value: number
  /** Worked out from the energy, as nobody measured it. */
  readonly derived: boolean
}

export interface MeterIntervals {
  readonly intervals: readonly Interval[]
  /** kWh. */
  readonly energy: Rational
  readonly findings: readonly Finding[]
}

const THOUSAND = fraction(1000)

/**
 * `readings` in order of time, no two at one time; the last one is the end. A meter that runs backwards counts again from
 * the highest value it had. Where nobody read it the energy runs evenly from one value to the next.
 */
export function meterIntervals(readings: readonly MeterReading[], volts?: number): MeterIntervals {
  const findings: Finding[] = []
  const counted = countUp(readings, findings)
  const intervals = readings.slice(1).map((next, index): Interval => {
    const { at: from, phase, powerW, currentA } = readings[index]!
    const energyBefore = counted[index]!
    const energy = subtract(counted[index + 1]!, energyBefore)
    const power = phase === 'charging' ? powerOf(powerW, energy, next.at - from) : undefined
    const current = phase === 'charging' ? currentOf(currentA, power, volts) : undefined
    return { from, to: next.at, phase, energyBefore, energy, power, current }
  })
  return { intervals, energy: counted.at(-1) ?? ZERO, findings }
}

/** kWh since the first value of the meter, at each reading. */
function countUp(readings: readonly MeterReading[], findings: Finding[]): Rational[] {
  const counted: Rational[] = []
  let known: { index: number; value: Rational } | undefined
  let base: Rational | undefined
  for (const [index, { at, meterWh }] of readings.entries()) {
    const read = rational(meterWh)
    if (!read) continue
    const value = divide(read, THOUSAND)
    base ??= value
    const since = subtract(value, base)
    const before = known?.value ?? ZERO
    if (compare(since, before) < 0) findings.push(backwards(at))
    const highest = greatest(since, before)
    evenly(counted, readings, known?.index ?? -1, index, before, highest)
    known = { index, value: highest }
  }
  while (counted.length < readings.length) counted.push(known?.value ?? ZERO)
  return counted
}

function evenly(
  counted: Rational[],
  readings: readonly MeterReading[],
  after: number,
  until: number,
  before: Rational,
  now: Rational,
): void {
  const start = readings[Math.max(after, 0)]!.at
  const length = readings[until]!.at - start
  const gained = subtract(now, before)
  for (let index = counted.length; index < until; index++) {
    const share = lowest(readings[index]!.at - start, length)
    // Before the first value nothing is known to have flowed.
    counted.push(after < 0 ? before : add(before, multiply(gained, share)))
  }
  counted.push(now)
}

/** A car that is said to take nothing and took something has been measured at a bad moment. */
function powerOf(watts: number | undefined, energy: Rational, ms: number): Quantity | undefined {
  if (watts !== undefined && (watts > 0 || isZero(energy))) return { value: inThousands(watts), derived: false }
  return { value: fourDigits(divide(multiply(energy, fraction(3_600_000)), fraction(ms))), derived: true }
}

function currentOf(
  amperes: number | undefined,
  power: Quantity | undefined,
  volts: number | undefined,
): Quantity | undefined {
  if (amperes !== undefined && (amperes > 0 || power?.value === 0)) return { value: amperes, derived: false }
  const kilowatts = rational(power?.value)
  const voltage = rational(volts)
  if (!kilowatts || !voltage || isZero(voltage)) return undefined
  return { value: fourDigits(divide(multiply(kilowatts, THOUSAND), voltage)), derived: true }
}

/** The nearest number with four digits, which is the precision OCPI gives numbers. */
const fourDigits = (value: Rational): number => Number(text(round(value, 4)))

const inThousands = (value: number): number => Number(`${value}e-3`)

const backwards = (at: number): Finding => ({
  code: 'meter-backwards',
  severity: 'warning',
  path: '',
  message: `the meter shows less at ${new Date(at).toISOString()} than before; it counts again from its highest value`,
})
