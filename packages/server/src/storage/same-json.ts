/**
 * Whether two JSON texts are equal the way PostgreSQL compares jsonb: order of keys and spelling of numbers do not
 * count (`1.10` is `1.1`), but every digit does.
 */
export function sameJson(a: string, b: string): boolean {
  if (a === b) return true
  if (!equal(JSON.parse(a), JSON.parse(b))) return false
  // JavaScript's numbers are exact to 15 digits; only texts with longer ones need the second look.
  if (!longNumber.test(a) && !longNumber.test(b)) return true
  return equal(JSON.parse(numbersAsText(a)), JSON.parse(numbersAsText(b)))
}

/** 16 digits, or an exponent. Finding one inside a string only costs time. */
const longNumber = /[\d.]{16}|\d[eE][+-]?\d/
const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** Strings get a mark in front, so that no string can be taken for a number. */
const numbersAsText = (json: string): string =>
  json.replace(stringOrNumber, (token) => (token.startsWith('"') ? `"s${token.slice(1)}` : `"n${decimal(token)}"`))

/** One spelling per value: digits without zeros at either end, and the power of ten of the last one. */
function decimal(token: string): string {
  const [mantissa = '', exponent = '0'] = token.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.')
  const digits = `${whole}${fraction}`.replace(/^0+/, '')
  const significant = trimZeros(digits)
  if (significant === '') return '0'
  const power = Number(exponent) - fraction.length + (digits.length - significant.length)
  return `${mantissa.startsWith('-') ? '-' : ''}${significant}e${power}`
}

function trimZeros(digits: string): string {
  let end = digits.length
  while (digits[end - 1] === '0') end--
  return digits.slice(0, end)
}

function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, index) => equal(item, b[index]))
    )
  }
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every(
    (key) => Object.hasOwn(b, key) && equal((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
  )
}
