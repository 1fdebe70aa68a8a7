import type { Fault } from '@interchange/ocpi/wire/error'

// JSON can spell what no text and no number can hold, and PostgreSQL refuses to store: U+0000, half of a surrogate
// pair, numbers beyond every range. It may stand in a field that no definition knows, so the whole value is walked.

/** Escapes of U+0000 or of half a surrogate pair, and exponents that can leave the range of numbers. */
const SUSPICIOUS = /\\u(?:0000|d[89a-f])|\d[eE]\+?\d{3}/i

/** What of a parsed value cannot be stored. Values whose text is not suspicious are not looked at. */
export function unstorable(text: string, value: unknown): Fault[] {
  const faults: Fault[] = []
  if (SUSPICIOUS.test(text)) walk(value, '', faults)
  return faults
}

function walk(value: unknown, path: string, faults: Fault[]): void {
  if (typeof value === 'number' && !Number.isFinite(value)) faults.push({ path, message: 'is larger than any number' })
  if (typeof value === 'string' && isNoText(value)) faults.push({ path, message: NO_TEXT })
  if (typeof value !== 'object' || value === null) return
  for (const [key, held] of Object.entries(value)) {
    if (isNoText(key)) faults.push({ path, message: `has a field whose name ${NO_TEXT}` })
    else walk(held, `${path}/${key}`, faults)
  }
}

const NO_TEXT = 'holds U+0000 or half a character'
const isNoText = (text: string): boolean => text.includes('\0') || /\p{Surrogate}/u.test(text)
