// Local time of a location. Times of day, dates and days of a tariff are local (2.3.0 Tariffs, "TariffRestrictions"),
// everything else in OCPI is UTC. A zone is a list of stretches of constant offset; within one, local time runs evenly.

export const DAY = 86_400_000

/** From `from` (ms since 1970, UTC) on, local time is UTC plus `offset` ms; until the next one begins. */
export interface Offset {
  readonly from: number
  readonly offset: number
}

/** What a clock and a calendar on the wall show. */
export interface LocalTime {
  /** Days since 1 January 1970. */
  readonly day: number
  /** Milliseconds since local midnight, as the clock shows it. */
  readonly ofDay: number
  /** 0 is Sunday. */
  readonly weekday: number
}

export interface Zone {
  readonly name: string
  /** The offsets in force within [from, to], in order. The first `from` may lie before, all others lie inside. */
  offsets(from: number, to: number): readonly Offset[]
  localTime(at: number): LocalTime
}

const zones = new Map<string, Zone>()
/** More zones than there are: a stream of invented spellings cannot fill the memory. */
const MOST_ZONES = 1000

/** A zone by its IANA name, such as Europe/Amsterdam; undefined when nobody knows it. */
export function zone(name: string): Zone | undefined {
  const known = zones.get(name)
  if (known) return known
  const made = makeZone(name)
  if (made && zones.size < MOST_ZONES) zones.set(name, made)
  return made
}

function makeZone(name: string): Zone | undefined {
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    return undefined
  }
  const years = new Map<number, readonly Offset[]>()
  const yearOffsets = (year: number): readonly Offset[] => {
    let found = years.get(year)
    if (!found) {
      found = offsetsOfYear(year, (at) => offsetAt(format, at))
      years.set(year, found)
    }
    return found
  }
  // Nearly all questions are about the stretch that was asked about last.
  let lately = { from: Number.NaN, until: Number.NaN, offset: 0 }
  const offset = (at: number): number => {
    if (at >= lately.from && at < lately.until) return lately.offset
    const year = new Date(at).getUTCFullYear()
    const all = yearOffsets(year)
    let index = all.length - 1
    while (index > 0 && all[index]!.from > at) index--
    lately = {
      from: all[index]!.from,
      until: all[index + 1]?.from ?? startOfYear(year + 1),
      offset: all[index]!.offset,
    }
    return lately.offset
  }
  return {
    name,
    offsets(from, to) {
      const found: Offset[] = [{ from, offset: offset(from) }]
      if (from >= lately.from && to < lately.until) return found
      for (let year = new Date(from).getUTCFullYear(); year <= new Date(to).getUTCFullYear(); year++) {
        for (const one of yearOffsets(year)) {
          if (one.from > from && one.from <= to && one.offset !== found.at(-1)!.offset) found.push(one)
        }
      }
      return found
    },
    localTime: (at) => localTime(at, offset(at)),
  }
}

export function localTime(at: number, offset: number): LocalTime {
  const local = at + offset
  const day = Math.floor(local / DAY)
  return { day, ofDay: local - day * DAY, weekday: (((day + 4) % 7) + 7) % 7 }
}

const startOfYear = (year: number): number => new Date(0).setUTCFullYear(year, 0, 1)

/** Looked at once a day; where two days differ, the second of the change is searched. */
function offsetsOfYear(year: number, offsetAt: (at: number) => number): Offset[] {
  const end = startOfYear(year + 1)
  const found: Offset[] = [{ from: startOfYear(year), offset: offsetAt(startOfYear(year)) }]
  for (let at = found[0]!.from + DAY; at <= end; at += DAY) {
    const before = found.at(-1)!.offset
    const offset = offsetAt(at)
    if (offset === before) continue
    let [low, high] = [at - DAY, at]
    while (high - low > 1000) {
      const middle = low + Math.floor((high - low) / 2000) * 1000
      if (offsetAt(middle) === before) low = middle
      else high = middle
    }
    if (high < end) found.push({ from: high, offset })
  }
  return found
}

function offsetAt(format: Intl.DateTimeFormat, at: number): number {
  const part: Record<string, number> = {}
  let beforeChrist = false
  for (const { type, value } of format.formatToParts(at)) {
    if (type === 'era') beforeChrist = value.startsWith('B')
    else part[type] = Number(value)
  }
  const local = new Date(0)
  local.setUTCFullYear(beforeChrist ? 1 - part.year! : part.year!, part.month! - 1, part.day!)
  local.setUTCHours(part.hour!, part.minute!, part.second!)
  return local.getTime() - Math.floor(at / 1000) * 1000
}

/** Milliseconds since midnight of `HH:MM`; 24:00 is the end of a day. Undefined for anything else. */
export function timeOfDay(value: unknown): number | undefined {
  const match = typeof value === 'string' ? /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(value) : null
  if (!match) return value === '24:00' ? DAY : undefined
  return ((Number(match[1]) * 60 + Number(match[2])) * 60 + Number(match[3] ?? 0)) * 1000
}

/** Days since 1970 of `YYYY-MM-DD`; undefined for what is no day. */
export function dayNumber(value: unknown): number | undefined {
  const match = typeof value === 'string' ? /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) : null
  if (!match) return undefined
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const at = new Date(0).setUTCFullYear(year, month - 1, day)
  return new Date(at).getUTCMonth() === month - 1 && month > 0 ? at / DAY : undefined
}
