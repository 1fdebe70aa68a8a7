// A region in words: "on SATURDAY and SUNDAY, 00:00-09:00 and 18:00-00:00, from 20 kWh on".

import { dayText, LIMITS, type Range, WEEKDAYS } from './box.ts'
import type { AxisName, Cell, Region } from './cells.ts'

const AXES: readonly AxisName[] = ['day', 'time', 'duration', 'kwh', 'power', 'current']

export function regionText(region: Region): string {
  const parts = AXES.flatMap((axis) => {
    const cells = region[axis]
    return cells ? [axisText(axis, cells)] : []
  })
  return parts.filter((part) => part !== '').join(', ') || 'always'
}

function axisText(axis: AxisName, cells: readonly Cell[]): string {
  if (axis === 'day') return dayCellsText(cells)
  const ranges = merged(cells)
  if (axis === 'time') return ranges.map(({ from, to }) => `${clock(from)}-${clock(to)}`).join(' and ')
  const { unit } = LIMITS[axis]
  return ranges.map((range) => rangeText(range, (value) => `${value} ${unit}`)).join(' and ')
}

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

function rangeText({ from, to }: Range, text: (value: number) => string): string {
  if (from === 0) return to === Number.POSITIVE_INFINITY ? '' : `below ${text(to)}`
  return to === Number.POSITIVE_INFINITY ? `from ${text(from)} on` : `from ${text(from)} to below ${text(to)}`
}

/** Neighbours become one. */
function merged(cells: readonly Range[]): Range[] {
  const out: Range[] = []
  for (const { from, to } of [...cells].sort((a, b) => a.from - b.from)) {
    const last = out.at(-1)
    if (last && last.to === from) out[out.length - 1] = { from: last.from, to }
    else out.push({ from, to })
  }
  return out
}

/** Ranges of dates with the same days of the week are told together. */
function dayCellsText(cells: readonly Cell[]): string {
  const byRange = new Map<string, { readonly range: Range; readonly weekdays: number[] }>()
  for (const { from, to, weekday } of cells) {
    const key = `${from}:${to}`
    const known = byRange.get(key) ?? { range: { from, to }, weekdays: [] }
    byRange.set(key, known)
    if (weekday !== undefined) known.weekdays.push(weekday)
  }
  const byWeekdays = new Map<string, Range[]>()
  for (const { range, weekdays } of byRange.values()) {
    const key = weekdays.length === 0 || weekdays.length === WEEKDAYS.length ? '' : weekdays.join()
    byWeekdays.set(key, [...(byWeekdays.get(key) ?? []), range])
  }
  return [...byWeekdays]
    .map(([key, ranges]) => {
      const days = key === '' ? '' : `on ${listed(key.split(',').map((day) => WEEKDAYS[Number(day)]!))}`
      const dates = merged(ranges)
        .map(datesText)
        .filter((text) => text !== '')
      return [days, dates.join(' and ')].filter((text) => text !== '').join(' ')
    })
    .filter((text) => text !== '')
    .join('; ')
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

function datesText({ from, to }: Range): string {
  if (from === Number.NEGATIVE_INFINITY) return to === Number.POSITIVE_INFINITY ? '' : `before ${dayText(to)}`
  return to === Number.POSITIVE_INFINITY ? `from ${dayText(from)} on` : `from ${dayText(from)} to before ${dayText(to)}`
}
