// Hours of charging periods against the clock. Hours are sent with few digits (ten minutes as 0.1667), and the clock says
// what they stand for: without that, 0.1667 h would be 600.12 s, and a step_size of a minute would bill an eleventh.

import type { Finding } from './finding.ts'
import { fraction, multiply, type Rational } from './rational.ts'
import type { Volume, Volumes } from './volumes.ts'

/** Seconds. */
export const HOUR = fraction(3600)
/** Seconds in a thousandth of an hour: of fewer digits than three nobody can tell whether they were rounded. */
const COARSEST = 3.6
const MOST_TOLERATED = 36
/** Hours with all digits of a binary number, such as 0.16666666666666666, come this near. */
const FINEST = 1e-6

const inSeconds = ({ n, d }: Rational): number => (Number(n) * 3600) / Number(d)

/** What one more in the last digit would be, in seconds. The denominator is the power of ten that was sent. */
const lastDigit = ({ d }: Rational): number => 3600 / Number(d)

/**
 * Seconds that hours stand for: those of the clock, or else a whole number of them, where the last digit of the hours
 * allows it; otherwise what the hours say. `clock`: ms from start to end of a period that has but one kind of time.
 */
export function secondsOf(hours: NonNullable<Volume>, clock: number | undefined): Rational | undefined {
  if (hours === 'unknown') return undefined
  const seconds = inSeconds(hours)
  if (!Number.isFinite(seconds)) return multiply(hours, HOUR)
  const tolerance = Math.max(FINEST, Math.min(lastDigit(hours), COARSEST))
  if (clock !== undefined && Math.abs(seconds - clock / 1000) < tolerance) return clockSeconds(clock)
  const whole = Math.round(seconds)
  return Math.abs(seconds - whole) < tolerance ? fraction(whole) : multiply(hours, HOUR)
}

/** Of milliseconds; whole ones mostly. */
export const clockSeconds = (ms: number): Rational => (ms % 1000 === 0 ? fraction(ms / 1000) : fraction(ms, 1000))

/** The times of a period add up to its length on the clock; more than it has means that it overlaps the next. */
export function checkClock(volumes: Volumes, clock: number, period: number, findings: Finding[]): void {
  let sum = 0
  let tolerance = COARSEST
  let stated = false
  for (const hours of [volumes.reservation, volumes.time, volumes.parking]) {
    if (hours === undefined) continue
    if (hours === 'unknown') return
    stated = true
    sum += inSeconds(hours)
    tolerance = Math.max(tolerance, Math.min(lastDigit(hours), MOST_TOLERATED))
  }
  const difference = sum - clock / 1000
  if (!stated || Math.abs(difference) <= tolerance) return
  const over = difference > 0
  findings.push({
    code: over ? 'period-overlaps' : 'period-has-gap',
    severity: 'warning',
    path: `/charging_periods/${period}/dimensions`,
    message: `the times of the period are ${Math.round(Math.abs(difference))} s ${over ? 'longer' : 'shorter'} than it lasts; priced as stated`,
    requirement: 'R-CDR-17',
  })
}
