// Formats of single values. Source: types chapter of 2.2.1 and 2.3.0.

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

// Character by character, because every object has several and a regular expression with groups costs ten times as much.
// What is no digit makes NaN, and nothing compares with that.
const digit = (text: string, at: number): number => {
  const value = text.charCodeAt(at) - 48
  return value >= 0 && value <= 9 ? value : Number.NaN
}
const two = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1)

/** types, "DateTime": UTC, with or without `Z`, any fraction of a second; no offset, no other separator. */
export function isDateTime(text: string): boolean {
  if (text[4] !== '-' || text[7] !== '-' || text[10] !== 'T' || text[13] !== ':' || text[16] !== ':') return false
  const year = two(text, 0) * 100 + two(text, 2)
  const [month, day, hour, minute, second] = [two(text, 5), two(text, 8), two(text, 11), two(text, 14), two(text, 17)]
  // No calendar in use has a year 0, nor has SQL.
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= DAYS[month - 1]!)) return false
  if (month === 2 && day === 29 && !(year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0))) return false
  // A leap second is written 23:59:60.
  if (!(hour <= 23 && minute <= 59 && (second <= 59 || (second === 60 && hour === 23 && minute === 59)))) return false
  return endsAfterSecond(text)
}

/** Nothing, `Z`, or a fraction with or without `Z`. */
function endsAfterSecond(text: string): boolean {
  let at = 19
  if (text[at] === '.') {
    do at += 1
    while (digit(text, at) >= 0)
    if (at === 20) return false
  }
  return at === text.length || (at === text.length - 1 && text[at] === 'Z')
}

/** The way 2.2.1 and 2.3.0 CDRs spell "not known"; not RFC 3339, and accepted nevertheless. */
export const UNKNOWN_TIME = '1970-1-1T00:00:00Z'

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/
export const isPrintableAscii = (text: string): boolean => PRINTABLE_ASCII.test(text)

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
const CONTROL = /[\u0000-\u001f\u007f]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: the control characters that are not a line break or tab
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/
export const hasControl = (text: string): boolean => CONTROL.test(text)
export const hasUnprintable = (text: string): boolean => UNPRINTABLE.test(text)

const ABSOLUTE_URL = /^[a-z][a-z0-9+.-]*:\/\/[^\s]+$/i
export const isAbsoluteUrl = (text: string): boolean => ABSOLUTE_URL.test(text)

/** Characters, not UTF-16 units: an emoji counts once. */
export function longerThan(text: string, max: number): boolean {
  if (text.length <= max) return false
  let count = 0
  for (const _ of text) if (++count > max) return true
  return false
}

const zones = new Map<string, boolean>()

/** IANA tzdata name as the platform's time zone data knows it. */
export function isTimeZone(name: string): boolean {
  let known = zones.get(name)
  if (known === undefined) {
    known = /^[A-Za-z]/.test(name) && canFormat(name)
    if (zones.size > 2000) zones.clear()
    zones.set(name, known)
  }
  return known
}

function canFormat(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
    return true
  } catch {
    return false
  }
}
