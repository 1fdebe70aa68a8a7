// From stretches of a session to quantities under price components: the heart of it. Nothing is multiplied by a price yet.

import type { CostPart } from './cost.ts'
import { type Boundaries, boundaries, type Piece, pieces, whole } from './cuts.ts'
import type { Finding } from './finding.ts'
import type { Zone } from './local-time.ts'
import { type Match, match, NO_MATCH, UNKNOWN_MATCH } from './matching.ts'
import { findOddities } from './oddities.ts'
import { add, isZero, multiply, ONE, type Rational, subtract, ZERO } from './rational.ts'
import { noMarks } from './restrictions.ts'
import type { PricedQuantity } from './step-size.ts'
import { mayBeSome, type Stretch } from './stretches.ts'
import type { PeriodTariff, Tariffs } from './tariff-of.ts'
import type { PricedComponent, PriceList, TariffReading } from './tariff-reading.ts'
import type { UsageReading } from './usage.ts'

/** A part of a stretch under the same prices all along. */
export interface PricedPiece {
  readonly stretch: Stretch
  readonly tariff: PeriodTariff
  readonly list: PriceList | undefined
  readonly piece: Piece
  readonly match: Match
}

export interface Pricing {
  readonly quantities: readonly PricedQuantity[]
  readonly pieces: readonly PricedPiece[]
  /** Parts of the cost that cannot be known. */
  readonly unknown: ReadonlySet<CostPart>
}

export interface PricingOptions {
  readonly zone: Zone | undefined
  readonly cut: boolean
  readonly expired: boolean
}

export function priceStretches(
  usage: UsageReading,
  tariffs: Tariffs,
  options: PricingOptions,
  findings: Finding[],
): Pricing {
  const quantities: PricedQuantity[] = []
  const priced: PricedPiece[] = []
  const unknown = new Set<CostPart>()
  const fees = new Set<PricedComponent>()
  const known = new Map<TariffReading, Boundaries>()
  const within = (tariff: TariffReading): Boundaries => {
    const found = known.get(tariff)
    if (found) return found
    const made = boundaries(tariff.marks, options.zone, usage.from, usage.to)
    known.set(tariff, made)
    return made
  }
  const countsEnergy = tariffs.used.some(({ marks }) => marks.energy.length > 0)
  let energy: Rational = ZERO
  for (const stretch of usage.stretches) {
    stretch.energyBefore = energy
    if (countsEnergy && stretch.energy) energy = add(energy, stretch.energy)
    const tariff = tariffs.of(stretch.tariffId)
    const found =
      typeof tariff === 'string' ? [unpriced(stretch, tariff)] : pricedPieces(stretch, tariff, within(tariff), options)
    const joined = found.length === 1 ? found : join(found)
    const before = quantities.length
    for (const one of joined) {
      take(one, fees, quantities, unknown)
      priced.push(one)
    }
    findOddities(joined, quantities, before, findings)
  }
  return { quantities, pieces: priced, unknown }
}

const unpriced = (stretch: Stretch, tariff: 'free' | 'missing'): PricedPiece => ({
  stretch,
  tariff,
  list: undefined,
  piece: whole(stretch, NO_BOUNDARIES),
  match: tariff === 'free' ? NO_MATCH : UNKNOWN_MATCH,
})

const NO_BOUNDARIES: Boundaries = { clock: [], marks: noMarks(), zone: undefined }

function pricedPieces(
  stretch: Stretch,
  tariff: TariffReading,
  within: Boundaries,
  { cut, expired }: PricingOptions,
): PricedPiece[] {
  const list = stretch.phase === 'reservation' && expired ? tariff.expired : tariff[stretch.phase]
  const cutPieces = cut ? pieces(stretch, within) : [whole(stretch, within)]
  const only = cutPieces.length === 1 ? cutPieces[0] : undefined
  return only
    ? [pricedPiece(stretch, tariff, list, only)]
    : cutPieces.map((piece) => pricedPiece(stretch, tariff, list, piece))
}

const pricedPiece = (stretch: Stretch, tariff: TariffReading, list: PriceList, piece: Piece): PricedPiece => ({
  stretch,
  tariff,
  list,
  piece,
  match: match(list, piece),
})

/** Neighbours under the same prices are one. */
function join(found: readonly PricedPiece[]): PricedPiece[] {
  const joined: PricedPiece[] = []
  for (const one of found) {
    const last = joined.at(-1)
    const { match: now } = one
    if (last && last.match.energy === now.energy && last.match.time === now.time && last.match.flat === now.flat) {
      joined[joined.length - 1] = { ...last, piece: { ...last.piece, to: one.piece.to } }
    } else joined.push(one)
  }
  return joined
}

function take(
  { stretch, piece, match: { energy, time, flat }, tariff }: PricedPiece,
  fees: Set<PricedComponent>,
  quantities: PricedQuantity[],
  unknown: Set<CostPart>,
): void {
  const { period, phase } = stretch
  const timePart = phase === 'charging' ? 'time' : phase
  if (flat === 'unknown') unknown.add(phase === 'reservation' ? 'reservation' : 'fixed')
  // R-TAR-32: a fee is due once, when it first applies.
  else if (flat && !fees.has(flat)) {
    fees.add(flat)
    push(flat, period, ONE, quantities, unknown)
  }
  if (energy === 'unknown') {
    if (mayBeSome(stretch.energy)) unknown.add('energy')
  } else if (energy) push(energy, period, share(stretch.energy, piece), quantities, unknown)
  if (time === 'unknown') {
    if (mayBeSome(stretch.seconds)) unknown.add(timePart)
  } else if (time) push(time, period, share(stretch.seconds, piece), quantities, unknown)
  // Without a tariff nobody knows what it would have priced.
  if (tariff === 'missing') unknown.add(timePart)
}

function push(
  component: PricedComponent,
  period: number,
  quantity: Rational | undefined,
  quantities: PricedQuantity[],
  unknown: Set<CostPart>,
): void {
  if (quantity === undefined || component.price === undefined) unknown.add(component.part)
  else if (!isZero(quantity)) quantities.push({ component, period, quantity })
}

function share(of: Rational | undefined, { from, to }: Piece): Rational | undefined {
  if (of === undefined || (from === ZERO && to === ONE)) return of
  return multiply(of, subtract(to, from))
}
