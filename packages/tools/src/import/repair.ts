// Repairs of real-world feeds that need no invention: the information is all there, only its spelling is wrong.
// Every repair is reported with its path, so that the owner of the feed can mend the source.

export interface Repair {
  /** JSON pointer into the item as it came. */
  readonly path: string
  readonly what: string
}

export type Json = Record<string, unknown>

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Repairs one Location in place (give it a copy) and returns what was done. */
export function repairLocation(location: Json): Repair[] {
  const repairs: Repair[] = []
  dropEmptyStrings(location, '', repairs)
  walk(location, '', (holder, key, path) => {
    const value = holder[key]
    if (typeof value !== 'string') return
    if (key === 'latitude' || key === 'longitude') {
      const padded = padCoordinate(value)
      if (padded !== undefined)
        set(holder, key, padded, path, 'coordinate written with five to seven decimals', repairs)
    } else if (TIME_OF_DAY.has(key) && /^\d{2}:\d{2}:\d{2}$/.test(value)) {
      set(holder, key, value.slice(0, 5), path, 'HH:MM:SS shortened to HH:MM', repairs)
    } else if (key === 'language' && /^[A-Z]{2}$/.test(value)) {
      set(holder, key, value.toLowerCase(), path, 'language code in lower case', repairs)
    } else if (key.endsWith('last_updated') || DATE_TIMES.has(key)) {
      const utc = utcDateTime(value)
      if (utc !== undefined && utc !== value) set(holder, key, utc, path, 'time written in UTC without offset', repairs)
    }
  })
  return repairs
}

/** Repairs a Tariff as feeds embed it: `restrictions` is one object in OCPI, never a list. */
export function repairTariff(tariff: Json): Repair[] {
  const repairs = repairLocation(tariff)
  const elements = Array.isArray(tariff.elements) ? tariff.elements : []
  elements.forEach((element, index) => {
    if (!isJson(element) || !Array.isArray(element.restrictions)) return
    const path = `/elements/${index}/restrictions`
    if (element.restrictions.length === 0) {
      delete element.restrictions
      repairs.push({ path, what: 'empty list of restrictions dropped' })
    } else if (element.restrictions.length === 1) {
      element.restrictions = element.restrictions[0]
      repairs.push({ path, what: 'list of one restriction unwrapped' })
    }
  })
  return repairs
}

const TIME_OF_DAY = new Set(['period_begin', 'period_end', 'start_time', 'end_time'])
const DATE_TIMES = new Set(['start_date_time', 'end_date_time'])

function set(holder: Json, key: string, value: string, path: string, what: string, repairs: Repair[]): void {
  holder[key] = value
  repairs.push({ path, what })
}

/** 2.2.1 Locations, "GeoLocation": five to seven decimals. Padding with zeros and cutting beyond 1 cm invent nothing. */
function padCoordinate(text: string): string | undefined {
  const match = /^(-?\d{1,3})(?:[.,](\d+))?$/.exec(text.trim())
  if (!match) return undefined
  const decimals = match[2] ?? ''
  // Fewer than three decimals are off by more than 100 m: that is not a station's position.
  if (decimals.length < 3) return undefined
  const padded = `${match[1]}.${decimals.slice(0, 7).padEnd(5, '0')}`
  return padded === text ? undefined : padded
}

function utcDateTime(text: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?([+-]\d{2}:?\d{2})$/.test(text)) return undefined
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}

function dropEmptyStrings(value: unknown, path: string, repairs: Repair[]): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) dropEmptyStrings(item, `${path}/${index}`, repairs)
  } else if (isJson(value)) {
    for (const [key, held] of Object.entries(value)) {
      if (held === '') {
        delete value[key]
        repairs.push({ path: `${path}/${key}`, what: 'empty string dropped' })
      } else {
        dropEmptyStrings(held, `${path}/${key}`, repairs)
      }
    }
  }
}

function walk(value: unknown, path: string, visit: (holder: Json, key: string, path: string) => void): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) walk(item, `${path}/${index}`, visit)
  } else if (isJson(value)) {
    for (const key of Object.keys(value)) {
      visit(value, key, `${path}/${key}`)
      walk(value[key], `${path}/${key}`, visit)
    }
  }
}
