// Which of several boxes in order is the first that holds, in every cell of the space, without visiting every cell:
// axis by axis, cells that leave the same boxes are one, and what is left of the boxes is looked at once.

import type { Box } from './box.ts'
import type { Axis, AxisName, Cell, Region } from './cells.ts'

/** Steps left for all searches of one tariff. */
export interface Budget {
  steps: number
}

export interface Found {
  /** By place in the list: whether the box is the first that holds anywhere. */
  readonly first: readonly boolean[]
  /** Where no box holds. Regions do not overlap; at most `MOST_REGIONS`. */
  readonly gaps: readonly Region[]
  /** False: the budget was spent. Then a box that is not `first` may be one, and there may be more gaps. */
  readonly complete: boolean
}

export const MOST_REGIONS = 12

interface Part {
  readonly axis: AxisName
  readonly cells: readonly Cell[]
  readonly rest: Part | undefined
}
/** A linked list of parts; undefined is the whole space. */
type Parts = readonly (Part | undefined)[]

const NONE: Parts = []
const EVERYTHING: Parts = [undefined]

export function search(boxes: readonly Box[], axes: readonly Axis[], budget: Budget): Found {
  const first = boxes.map(() => false)
  const seen = new Map<string, Parts>()
  const restricts = boxes.map((box) => axes.map((axis) => axis.restricts(box)))
  /** The last axis on which each is restricted, -1 for none. */
  const last = restricts.map((byAxis) => byAxis.lastIndexOf(true))
  /** Where below this axis none of `alive` holds. */
  const visit = (from: number, alive: readonly number[]): Parts => {
    if (alive.length === 0) return EVERYTHING
    if (budget.steps <= 0) return NONE
    // Nothing after a box that holds everywhere below here is ever reached.
    const end = alive.findIndex((at) => last[at]! < from)
    if (end === 0) {
      first[alive[0]!] = true
      return NONE
    }
    const held = end < 0 ? alive : alive.slice(0, end + 1)
    let place = from
    while (!held.some((at) => restricts[at]![place])) place++
    const key = `${place}:${held.join()}`
    const known = seen.get(key)
    if (known) return known
    const axis = axes[place]!
    const groups = new Map<string, { readonly left: readonly number[]; readonly cells: Cell[] }>()
    budget.steps -= axis.cells.length * held.length
    for (const cell of axis.cells) {
      const left = held.filter((at) => axis.covers(boxes[at]!, cell))
      const group = groups.get(left.join())
      if (group) group.cells.push(cell)
      else groups.set(left.join(), { left, cells: [cell] })
    }
    const gaps: (Part | undefined)[] = []
    for (const { left, cells } of groups.values()) {
      for (const rest of visit(place + 1, left)) {
        if (gaps.length < MOST_REGIONS) gaps.push({ axis: axis.name, cells, rest })
      }
    }
    seen.set(key, gaps)
    return gaps
  }
  const gaps = visit(
    0,
    boxes.map((_, at) => at),
  )
  return { first, gaps: gaps.map(regionOf), complete: budget.steps > 0 }
}

function regionOf(part: Part | undefined): Region {
  const region: Partial<Record<AxisName, readonly Cell[]>> = {}
  for (let at = part; at !== undefined; at = at.rest) region[at.axis] = at.cells
  return region
}
