// What the elements of a tariff cover: which price is never used, where a dimension has none, which elements overlap.

import { type Box, contains, dayAt, intersection, isPossible, isShared, type Range } from './box.ts'
import { axesOf, type Region } from './cells.ts'
import { type Budget, search } from './search.ts'
import { type ComponentView, type Dimension, type ElementView, type Phase, pricesOf, type TariffView } from './view.ts'

export interface Shadowed {
  readonly component: ComponentView
  readonly element: ElementView
  /** The element before it that alone covers all of it, when there is one. */
  readonly by: { readonly element: ElementView; readonly component: ComponentView } | undefined
}

export interface Overlap {
  readonly first: { readonly element: ElementView; readonly component: ComponentView }
  readonly second: { readonly element: ElementView; readonly component: ComponentView }
}

export interface Coverage {
  readonly shadowed: readonly Shadowed[]
  /** Where nothing has a price in this dimension, though elsewhere it has. Not only in the past. */
  readonly gaps: ReadonlyMap<Dimension, readonly Region[]>
  /** Where the session is charging and no price for energy or time is there, while the tariff has such prices. */
  readonly unpriced: readonly Region[]
  readonly overlaps: readonly Overlap[]
  /** Components whose element asks for power or current, which there is none of while it applies. */
  readonly powerless: readonly ComponentView[]
  /** False: there was more to look at than the budget allows. */
  readonly complete: boolean
}

/** About a hundred elements with boundaries of their own on three axes; a usual tariff needs less than 200. */
export const MOST_STEPS = 150_000
const MOST_OVERLAPS = 6

const SESSION: readonly Dimension[] = ['ENERGY', 'TIME', 'PARKING_TIME', 'FLAT']
const PHASES: readonly Phase[] = ['SESSION', 'RESERVATION', 'RESERVATION_EXPIRES']

interface Entry {
  readonly element: ElementView
  readonly component: ComponentView
  readonly box: Box
}

export function coverageOf(tariff: TariffView): Coverage {
  const budget: Budget = { steps: MOST_STEPS }
  const days = validDays(tariff)
  const present = presentDay(tariff)
  const shadowed: Shadowed[] = []
  const overlaps: Overlap[] = []
  const powerless: ComponentView[] = []
  const gaps = new Map<Dimension, readonly Region[]>()
  let complete = true

  const searched = (boxes: readonly Box[]) => {
    const found = search(boxes, axesOf(boxes, days), budget)
    complete &&= found.complete
    return { ...found, gaps: found.gaps.filter((region) => !isPast(region, present)) }
  }

  for (const phase of PHASES) {
    for (const dimension of SESSION) {
      if (pricesOf(tariff, dimension, phase).length === 0) continue
      const { entries, without, unread } = entriesOf(tariff, dimension, phase, days)
      powerless.push(...without)
      if (entries.length === 0 || isEverywhere(entries)) continue
      const found = searched(entries.map(({ box }) => box))
      if (phase === 'SESSION' && dimension !== 'FLAT' && !unread && found.gaps.length > 0) {
        gaps.set(dimension, found.gaps)
      }
      if (found.complete) shadowed.push(...shadowedIn(entries, found.first))
      overlapsIn(entries, overlaps, budget)
    }
  }
  return { shadowed, gaps, unpriced: unpriced(tariff, days, searched), overlaps, powerless, complete }
}

/** Local days on which the tariff may be valid: its time zone is not known, and local time is UTC-12 to UTC+14. */
export function validDays({ validFrom, validTo }: TariffView): Range {
  return {
    from: validFrom === undefined ? Number.NEGATIVE_INFINITY : dayAt(validFrom - 12 * HOUR),
    to: validTo === undefined ? Number.POSITIVE_INFINITY : dayAt(validTo - 1 + 14 * HOUR) + 1,
  }
}

const HOUR = 3_600_000

/** From here on gaps matter: nobody charges in the past. */
function presentDay({ now, lastUpdated }: TariffView): number | undefined {
  const at = now ?? lastUpdated
  return at === undefined ? undefined : dayAt(at) - 1
}

const isPast = (region: Region, present: number | undefined): boolean =>
  present !== undefined && region.day?.every(({ to }) => to <= present) === true

/** What can be active, with its box; elements that nobody can read or that can never apply are left out. */
function entriesOf(tariff: TariffView, dimension: Dimension, phase: Phase, days: Range) {
  const entries: Entry[] = []
  const without: ComponentView[] = []
  let unread = false
  for (const { element, component } of pricesOf(tariff, dimension, phase)) {
    if (element.box === undefined) {
      unread = true
      continue
    }
    if (!isPossible(intersection(element.box, { dates: days }))) continue
    const box = dimension === 'PARKING_TIME' || phase !== 'SESSION' ? atRest(element.box) : element.box
    if (box) entries.push({ element, component, box })
    else without.push(component)
  }
  return { entries, without, unread }
}

/** One element without restrictions, as most tariffs have: there is nothing to look for. */
const isEverywhere = ([one, more]: readonly Entry[]): boolean =>
  one !== undefined && more === undefined && Object.keys(one.box).length === 0

/** The box while no power flows; undefined when it asks for some. */
function atRest({ power, current, ...box }: Box): Box | undefined {
  return (power?.from ?? 0) > 0 || (current?.from ?? 0) > 0 ? undefined : box
}

function shadowedIn(entries: readonly Entry[], first: readonly boolean[]): Shadowed[] {
  return entries.flatMap(({ element, component, box }, at) =>
    first[at] ? [] : [{ element, component, by: entries.slice(0, at).find((earlier) => contains(earlier.box, box)) }],
  )
}

/** Pairs with different prices of which each has moments of its own and both share some: there the order decides. */
function overlapsIn(entries: readonly Entry[], found: Overlap[], budget: Budget): void {
  for (const [at, second] of entries.entries()) {
    for (const first of entries.slice(0, at)) {
      if (found.length >= MOST_OVERLAPS || budget.steps <= 0) return
      budget.steps -= 1
      if (first.component.price === second.component.price) continue
      if (!isShared(first.box, second.box)) continue
      if (contains(first.box, second.box) || contains(second.box, first.box)) continue
      found.push({ first, second })
    }
  }
}

type Searched = (boxes: readonly Box[]) => { readonly gaps: readonly Region[] }

/**
 * A tariff that prices energy is expected to price energy or time at every moment of charging. One that prices only time
 * is, unless a fee per session pays for the beginning.
 */
function unpriced(tariff: TariffView, days: Range, searched: Searched): readonly Region[] {
  const energy = pricesOf(tariff, 'ENERGY')
  const isCharged = energy.length > 0 || !pricesOf(tariff, 'FLAT').some(({ component }) => (component.price ?? 0) > 0)
  if (!isCharged) return []
  const elements = tariff.elements.filter(
    ({ phase, components }) =>
      phase === 'SESSION' && components.some(({ type }) => type === 'ENERGY' || type === 'TIME'),
  )
  if (elements.length === 0 || elements.some(({ box }) => box === undefined)) return []
  const boxes = elements.map(({ box }) => box!)
  if (boxes.some((box) => Object.keys(box).length === 0)) return []
  return searched(boxes.filter((box) => isPossible(intersection(box, { dates: days })))).gaps
}
