// The space of moments of a session, cut at every boundary that occurs in the boxes asked about. Within a cell no box
// begins or ends, so one question per cell answers for all of it: the analysis is exact.

import { type Box, type Limit, limits, MINUTES, type Range, weekdaysIn } from './box.ts'

export type AxisName = 'day' | 'time' | Limit
/** On the axis `day`, `weekday` says which days of the range; absent: all. */
export interface Cell extends Range {
  readonly weekday?: number
}

export interface Axis {
  readonly name: AxisName
  readonly cells: readonly Cell[]
  /** Whether the box covers the cell, which no boundary of it cuts. */
  covers(box: Box, cell: Cell): boolean
  restricts(box: Box): boolean
}

/** A part of the space: on each axis named some cells, on the others everything. */
export type Region = Readonly<Partial<Record<AxisName, readonly Cell[]>>>

const within = (cell: Cell, { from, to }: Range): boolean => from <= cell.from && cell.to <= to

/** Axes that some box restricts. `dates`: the days the tariff is valid on. */
export function axesOf(boxes: readonly Box[], dates: Range): readonly Axis[] {
  const axes: Axis[] = []
  if (boxes.some((box) => box.dates || box.weekdays)) axes.push(dayAxis(boxes, dates))
  if (boxes.some((box) => box.times)) {
    axes.push({
      name: 'time',
      cells: pieces(
        boxes.flatMap((box) => box.times ?? []),
        { from: 0, to: MINUTES },
      ),
      covers: (box, cell) => !box.times || box.times.some((time) => within(cell, time)),
      restricts: (box) => box.times !== undefined,
    })
  }
  for (const name of limits) {
    const ranges = boxes.flatMap((box) => box[name] ?? [])
    if (ranges.length === 0) continue
    axes.push({
      name,
      cells: pieces(ranges, { from: 0, to: Number.POSITIVE_INFINITY }),
      covers: (box, cell) => !box[name] || within(cell, box[name]),
      restricts: (box) => box[name] !== undefined,
    })
  }
  return axes
}

/** The pieces of `whole` between all ends of the ranges. */
function pieces(ranges: readonly Range[], whole: Range): Range[] {
  const ends = ranges.flatMap(({ from, to }) => [from, to])
  const inside = ends.filter((end) => whole.from < end && end < whole.to)
  const sorted = [whole.from, ...[...new Set(inside)].sort((a, b) => a - b), whole.to]
  return sorted.slice(1).map((to, at) => ({ from: sorted[at]!, to }))
}

function dayAxis(boxes: readonly Box[], dates: Range): Axis {
  const ranges = pieces(
    boxes.flatMap((box) => box.dates ?? []),
    dates,
  )
  const byWeekday = boxes.some((box) => box.weekdays)
  return {
    name: 'day',
    cells: byWeekday ? ranges.flatMap((range) => weekdaysIn(range).map((weekday) => ({ ...range, weekday }))) : ranges,
    covers: (box, cell) => (!box.dates || within(cell, box.dates)) && (!box.weekdays || box.weekdays[cell.weekday!]!),
    restricts: (box) => box.dates !== undefined || box.weekdays !== undefined,
  }
}
