// When an element applies, as a box: a part of each axis, all of which have to hold at once (Tariffs,
// "TariffRestrictions": a logical AND). An axis that is not restricted is absent.

import { canonical, parseDateTime } from '@interchange/ocpi'

/** From and including, up to and excluding. `to` may be infinite. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** Axes with one range each, and their fields: kWh, A, kW and seconds since the session began. */
export const LIMITS = {
  duration: { min: 'min_duration', max: 'max_duration', unit: 's' },
  kwh: { min: 'min_kwh', max: 'max_kwh', unit: 'kWh' },
  power: { min: 'min_power', max: 'max_power', unit: 'kW' },
  current: { min: 'min_current', max: 'max_current', unit: 'A' },
} as const
export type Limit = keyof typeof LIMITS
export const limits = Object.keys(LIMITS) as readonly Limit[]

export interface Box extends Readonly<Partial<Record<Limit, Range>>> {
  /** Local calendar days, counted from 1970-01-01. */
  readonly dates?: Range
  /** Local days of the week, Monday first. */
  readonly weekdays?: readonly boolean[]
  /** Minutes of the local day; two ranges when the end is on the next day. */
  readonly times?: readonly Range[]
}

export const WEEKDAYS: readonly string[] = canonical.enums.DayOfWeek!.values
const DAY = 86_400_000
export const MINUTES = 1440

/** Minutes since midnight of a `HH:MM` from 00:00 to 23:59. */
export function minuteOf(text: unknown): number | undefined {
  const match = typeof text === 'string' ? /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) : null
  return match ? Number(match[1]) * 60 + Number(match[2]) : undefined
}

/** Days from 1970-01-01 to a date that exists. */
export function dayOf(text: unknown): number | undefined {
  const at = typeof text === 'string' && text.length === 10 ? parseDateTime(`${text}T00:00:00Z`) : undefined
  return at === undefined ? undefined : at / DAY
}

export const dayText = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10)
export const dayAt = (milliseconds: number): number => Math.floor(milliseconds / DAY)
/** 1970-01-01 was a Thursday. */
export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7

const UNREADABLE = Symbol('unreadable')

/** Undefined when a restriction is not what the specification says, so that nobody knows when the element applies. */
export function readBox(restrictions: Readonly<Record<string, unknown>>): Box | undefined {
  const parts: Record<string, unknown> = {
    dates: readDates(restrictions.start_date ?? undefined, restrictions.end_date ?? undefined),
    weekdays: readWeekdays(restrictions.day_of_week ?? undefined),
    times: readTimes(restrictions.start_time ?? undefined, restrictions.end_time ?? undefined),
  }
  for (const name of limits) {
    const { min, max } = LIMITS[name]
    parts[name] = readLimit(restrictions[min] ?? undefined, restrictions[max] ?? undefined)
  }
  const box: Record<string, unknown> = {}
  for (const [name, part] of Object.entries(parts)) {
    if (part === UNREADABLE) return undefined
    if (part !== undefined) box[name] = part
  }
  return box
}

type Read<T> = T | undefined | typeof UNREADABLE

function readDates(start: unknown, end: unknown): Read<Range> {
  if (start === undefined && end === undefined) return undefined
  const from = start === undefined ? Number.NEGATIVE_INFINITY : dayOf(start)
  const to = end === undefined ? Number.POSITIVE_INFINITY : dayOf(end)
  return from === undefined || to === undefined ? UNREADABLE : { from, to }
}

/** R-TAR-14: the local day at that moment; an empty list is every day. */
function readWeekdays(value: unknown): Read<readonly boolean[]> {
  if (value === undefined) return undefined
  if (!Array.isArray(value) || value.some((day) => !WEEKDAYS.includes(day as string))) return UNREADABLE
  if (value.length === 0 || WEEKDAYS.every((day) => value.includes(day))) return undefined
  return WEEKDAYS.map((day) => value.includes(day))
}

/**
 * R-TAR-09: an end before the start is on the next day, an end of 00:00 is the end of the day. Equal times are never by
 * the letter and the whole day to others, so nothing is concluded from them.
 */
function readTimes(start: unknown, end: unknown): Read<readonly Range[]> {
  if (start === undefined && end === undefined) return undefined
  const from = start === undefined ? 0 : minuteOf(start)
  const until = end === undefined ? MINUTES : minuteOf(end)
  if (from === undefined || until === undefined) return UNREADABLE
  const to = until === 0 ? MINUTES : until
  if (from === 0 && to === MINUTES) return undefined
  if (from < to) return [{ from, to }]
  if (from === to) return UNREADABLE
  return [
    { from: 0, to },
    { from, to: MINUTES },
  ]
}

function readLimit(min: unknown, max: unknown): Read<Range> {
  if (min === undefined && max === undefined) return undefined
  const from = min ?? 0
  const to = max ?? Number.POSITIVE_INFINITY
  if (typeof from !== 'number' || typeof to !== 'number' || Number.isNaN(from) || Number.isNaN(to)) return UNREADABLE
  if (from <= 0 && to === Number.POSITIVE_INFINITY) return undefined
  return { from: Math.max(from, 0), to }
}

export const isEmptyRange = ({ from, to }: Range): boolean => from >= to

/** Whether there is a moment in it: no range is empty, and the dates have one of the days of the week. */
export function isPossible(box: Box): boolean {
  for (const name of limits) if (box[name] && isEmptyRange(box[name])) return false
  if (box.times?.every(isEmptyRange)) return false
  if (!box.dates) return box.weekdays?.some((day) => day) ?? true
  return !isEmptyRange(box.dates) && weekdaysIn(box.dates).some((day) => box.weekdays?.[day] ?? true)
}

const ALL_WEEKDAYS: readonly number[] = [0, 1, 2, 3, 4, 5, 6]

/** Which days of the week a range of dates has. */
export function weekdaysIn({ from, to }: Range): readonly number[] {
  if (!(to - from < 7)) return ALL_WEEKDAYS
  return Array.from({ length: Math.max(0, to - from) }, (_, at) => weekdayOf(from + at))
}

const rangeWithin = (inner: Range, outer: Range): boolean => outer.from <= inner.from && inner.to <= outer.to
const common = (a: Range, b: Range): Range => ({ from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) })

/** Parts that are one range. */
const RANGES = [...limits, 'dates'] as const

/** Whether `outer` holds wherever `inner` does, axis by axis. */
export function contains(outer: Box, inner: Box): boolean {
  for (const name of RANGES) {
    const [out, into] = [outer[name], inner[name]]
    if (out && !(into && rangeWithin(into, out))) return false
  }
  if (outer.times) {
    if (!inner.times) return false
    const all = outer.times
    if (!inner.times.every((into) => all.some((out) => rangeWithin(into, out)))) return false
  }
  if (!outer.weekdays) return true
  const days = outer.weekdays
  const asked = inner.weekdays ?? days.map((_, day) => !inner.dates || weekdaysIn(inner.dates).includes(day))
  return asked.every((has, day) => !has || days[day])
}

/** Where both hold; may be impossible. */
export function intersection(a: Box, b: Box): Box {
  const box: Record<string, unknown> = { ...a, ...b }
  for (const name of RANGES) if (a[name] && b[name]) box[name] = common(a[name], b[name])
  if (a.weekdays && b.weekdays) box.weekdays = a.weekdays.map((has, day) => has && b.weekdays![day])
  if (a.times && b.times) {
    box.times = a.times.flatMap((one) => b.times!.map((two) => common(one, two))).filter((time) => !isEmptyRange(time))
  }
  return box
}

const touch = (a: Range, b: Range): boolean => a.from < b.to && b.from < a.to

/** Whether there is a moment at which both hold. Most pairs part on a single axis, which is looked at first. */
export function isShared(a: Box, b: Box): boolean {
  if (a.weekdays && b.weekdays && !a.weekdays.some((has, day) => has && b.weekdays![day])) return false
  if (a.times && b.times && !a.times.some((one) => b.times!.some((two) => touch(one, two)))) return false
  for (const name of RANGES) if (a[name] && b[name] && !touch(a[name], b[name])) return false
  return isPossible(intersection(a, b))
}
