// Where within a stretch a price may change: where local time passes a time of a tariff, where the session's energy or
// duration passes a limit. Within the pieces between, all restrictions hold or fail as a whole.

import { DAY, type LocalTime, type Zone } from './local-time.ts'
import { add, compare, divide, fraction, least, multiply, ONE, type Rational, subtract, ZERO } from './rational.ts'
import type { Marks } from './restrictions.ts'
import type { Stretch } from './usage.ts'

/** A part of a stretch, as shares of its length, and how things stand in it. */
export interface Piece {
  readonly from: Rational
  readonly to: Rational
  /** Up to where the clock was read: UTC, ms; the piece starts there or later. */
  readonly at: number
  readonly local: LocalTime | undefined
  /** kWh of the session: the least in the piece, from which it moves to, but not past, a limit. */
  readonly energy: Rational
  /** ms of the session. */
  readonly duration: number
}

interface Cut {
  readonly share: Rational
  readonly at?: number
}

/** One piece when nothing can change, or nothing should be cut. */
export function pieces(stretch: Stretch, marks: Marks, zone: Zone | undefined, cut: boolean): readonly Piece[] {
  const cuts = cut ? cutsIn(stretch, marks, zone) : []
  const energyAt = (share: Rational): Rational =>
    stretch.energy && share !== ZERO
      ? add(stretch.energyBefore, share === ONE ? stretch.energy : multiply(stretch.energy, share))
      : stretch.energyBefore
  const found: Piece[] = []
  let from: Cut = { share: ZERO, at: stretch.from }
  let clock = stretch.from
  for (let index = 0; index <= cuts.length; index++) {
    const to = cuts[index] ?? { share: ONE }
    clock = from.at ?? clock
    const energy =
      marks.energy.length === 0 || !cut ? energyAt(from.share) : least(energyAt(from.share), energyAt(to.share))
    found.push({
      from: from.share,
      to: to.share,
      at: clock,
      local: zone?.localTime(clock),
      energy,
      duration: clock - stretch.since,
    })
    from = to
  }
  return found
}

function cutsIn(stretch: Stretch, marks: Marks, zone: Zone | undefined): readonly Cut[] {
  const cuts: Cut[] = []
  const { from, to, since } = stretch
  const byTime = (at: number): void => {
    if (at > from && at < to) cuts.push({ share: fraction(at - from, to - from), at })
  }
  if (zone && marks.clock.size > 0) for (const at of clockMarks(zone, marks.clock, from, to)) byTime(at)
  for (const duration of marks.duration) byTime(since + duration)
  if (stretch.energy && stretch.energy.n !== 0n) {
    for (const limit of marks.energy) {
      const share = divide(subtract(limit, stretch.energyBefore), stretch.energy)
      if (share.n > 0n && share.n < share.d) cuts.push({ share })
    }
  }
  if (cuts.length < 2) return cuts
  cuts.sort((a, b) => compare(a.share, b.share))
  return cuts.reduce<Cut[]>((kept, one) => {
    const last = kept.at(-1)
    if (!last || compare(last.share, one.share) !== 0) kept.push(one)
    else if (one.at !== undefined) kept[kept.length - 1] = one
    return kept
  }, [])
}

/**
 * The instants within (from, to) at which the clock on the wall shows one of `marks`, or is put forward or back. A mark
 * in the hour that is left out in spring comes with the jump, one in the hour that comes twice in autumn is met twice.
 */
export function clockMarks(zone: Zone, marks: ReadonlySet<number>, from: number, to: number): number[] {
  const found: number[] = []
  const offsets = zone.offsets(from, to)
  for (const [index, { from: start, offset }] of offsets.entries()) {
    const end = offsets[index + 1]?.from ?? to
    if (index > 0) found.push(start)
    for (let day = Math.floor((start + offset) / DAY); day * DAY < end + offset; day++) {
      for (const mark of marks) {
        const at = day * DAY + mark - offset
        if (at > start && at < end) found.push(at)
      }
    }
  }
  return found
}
