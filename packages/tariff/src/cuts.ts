// Where within a stretch a price may change: where local time passes a time of a tariff, where the session's energy or
// duration passes a limit. Within the pieces between, all restrictions hold or fail as a whole.

import { DAY, type Zone } from './local-time.ts'
import {
  add,
  compare,
  divide,
  isZero,
  least,
  lowest,
  multiply,
  ONE,
  type Rational,
  sign,
  subtract,
  ZERO,
} from './rational.ts'
import type { Marks, Moment } from './restrictions.ts'
import type { Stretch } from './stretches.ts'

/** A part of a stretch, as shares of its length, and how things stand in it. */
export interface Piece extends Moment {
  readonly from: Rational
  readonly to: Rational
  /** kWh of the session: the least in the piece, which starts or ends at a limit but passes none. */
  readonly energy: Rational
  /** ms of the session, where the clock was read last: at the start of the piece or before it. */
  readonly duration: number
}

/** Where a tariff may change its prices during one session. */
export interface Boundaries {
  /** ms since 1970, UTC. */
  readonly clock: readonly number[]
  readonly marks: Marks
  /** Undefined when local time decides nothing. */
  readonly zone: Zone | undefined
}

export const boundaries = (marks: Marks, zone: Zone | undefined, from: number, to: number): Boundaries =>
  zone && marks.clock.size > 0
    ? { clock: clockMarks(zone, marks.clock, from, to), marks, zone }
    : { clock: [], marks, zone: undefined }

/** The stretch as one piece, under the conditions at its start. */
export const whole = (stretch: Stretch, { zone }: Boundaries): Piece => ({
  from: ZERO,
  to: ONE,
  local: zone?.localTime(stretch.from),
  energy: stretch.energyBefore,
  duration: stretch.from - stretch.since,
  power: stretch.power,
  current: stretch.current,
})

interface Cut {
  readonly share: Rational
  readonly at?: number
}

/** The stretch cut at every boundary within it. */
export function pieces(stretch: Stretch, within: Boundaries): readonly Piece[] {
  const cuts = cutsIn(stretch, within)
  if (cuts.length === 0 && (within.marks.energy.length === 0 || !stretch.energy || sign(stretch.energy) >= 0)) {
    return [whole(stretch, within)]
  }
  return piecesBetween(cuts, stretch, within)
}

function piecesBetween(cuts: readonly Cut[], stretch: Stretch, within: Boundaries): readonly Piece[] {
  const energyAt = (share: Rational): Rational =>
    stretch.energy ? add(stretch.energyBefore, multiply(stretch.energy, share)) : stretch.energyBefore
  const found: Piece[] = []
  let from: Cut = { share: ZERO, at: stretch.from }
  let clock = stretch.from
  for (const to of [...cuts, { share: ONE }]) {
    clock = from.at ?? clock
    found.push({
      from: from.share,
      to: to.share,
      local: within.zone?.localTime(clock),
      energy: least(energyAt(from.share), energyAt(to.share)),
      duration: clock - stretch.since,
      power: stretch.power,
      current: stretch.current,
    })
    from = to
  }
  return found
}

function cutsIn(stretch: Stretch, { clock, marks }: Boundaries): readonly Cut[] {
  const { since, energy, energyBefore } = stretch
  const cuts: Cut[] = []
  for (const at of clock) cutAt(at, stretch, cuts)
  for (const duration of marks.duration) cutAt(since + duration, stretch, cuts)
  if (energy && !isZero(energy)) {
    for (const limit of marks.energy) {
      const share = divide(subtract(limit, energyBefore), energy)
      if (sign(share) <= 0 || compare(share, ONE) >= 0) continue
      cuts.push({ share })
    }
  }
  return cuts.length > 1 ? inOrder(cuts) : cuts
}

function cutAt(at: number, { from, to }: Stretch, cuts: Cut[]): void {
  if (at > from && at < to) cuts.push({ share: lowest(at - from, to - from), at })
}

/** Of two at the same place, the one that knows the time. */
function inOrder(cuts: Cut[]): readonly Cut[] {
  cuts.sort((a, b) => compare(a.share, b.share))
  const kept: Cut[] = []
  for (const cut of cuts) {
    const last = kept.at(-1)
    if (!last || compare(last.share, cut.share) !== 0) kept.push(cut)
    else if (cut.at !== undefined) kept[kept.length - 1] = cut
  }
  return kept
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
