// JSON as text. Bodies are stored and forwarded in the spelling they came in (`1.10` stays `1.10`), so parts are cut out
// of the text and put into it instead of being printed again. Every text here was parsed before: nothing is checked.

export type Json = Readonly<Record<string, unknown>>

/** A member of an object: its key, and its value's text. */
export type Member = readonly [key: string, text: string]

const QUOTE = 34
const COMMA = 44
const COLON = 58
const BACKSLASH = 92

const isSpace = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9
const opens = (code: number): boolean => code === 123 || code === 91
const closes = (code: number): boolean => code === 125 || code === 93

/** Position of the quote that ends the string whose first quote stands at `at`. */
function endOfString(text: string, at: number): number {
  for (let index = at + 1; ; index++) {
    const code = text.charCodeAt(index)
    if (code === BACKSLASH) index++
    else if (code === QUOTE) return index
  }
}

/** Cuts the outermost object or array at its commas; `cut` gets the start, the colon (-1 in arrays) and the end of each part. */
function cutParts(text: string, cut: (start: number, colon: number, end: number) => void): void {
  let at = 0
  while (isSpace(text.charCodeAt(at))) at++
  let depth = 0
  let start = ++at
  let colon = -1
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) at = endOfString(text, at)
    else if (opens(code)) depth++
    else if (closes(code)) {
      if (depth-- > 0) continue
      if (text.slice(start, at).trim() !== '') cut(start, colon, at)
      return
    } else if (depth > 0) continue
    else if (code === COLON && colon < 0) colon = at
    else if (code === COMMA) {
      cut(start, colon, at)
      start = at + 1
      colon = -1
    }
  }
}

/** The members of an object's text in order. Of a key that stands there twice the last one counts, as for JSON.parse. */
export function membersOf(text: string): Member[] {
  const found = new Map<string, string>()
  cutParts(text, (start, colon, end) => {
    found.set(JSON.parse(text.slice(start, colon)) as string, text.slice(colon + 1, end).trim())
  })
  return [...found]
}

/** The texts of an array's elements in order. */
export function elementsOf(text: string): string[] {
  const found: string[] = []
  cutParts(text, (start, _colon, end) => found.push(text.slice(start, end).trim()))
  return found
}

/** The text of one member's value; undefined when there is no such member. */
export const memberOf = (text: string, key: string): string | undefined =>
  membersOf(text).find(([name]) => name === key)?.[1]

export const objectText = (members: readonly Member[]): string =>
  `{${members.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`

/** The object with some members set, at their place or at the end; `undefined` takes a member out. */
export function withMembers(text: string, changes: Readonly<Record<string, string | undefined>>): string {
  const members = new Map(membersOf(text))
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) members.delete(key)
    else members.set(key, value)
  }
  return objectText([...members])
}

/** Zeros at the end of a fraction, an exponent, more digits than a number holds, minus zero. Inside strings: a false alarm. */
const unusual = /\d\.\d*0\s*[,}\]]|\d[eE][+-]?\d|[\d.]{16}|-0(?:\.0*)?\s*[,}\]]/

/** Printing the parsed object again spells every number as it stands here. */
export const isPlain = (text: string): boolean => !unusual.test(text)

/** A parsed value beside the text it came from. */
export interface Spelled {
  readonly value: unknown
  readonly text: string
}

/**
 * The text of a value put together from parts of others: what is the same in one of the sources, at the same place or by
 * reference, keeps its spelling there. Earlier sources go first.
 */
export function spell(value: unknown, sources: readonly Spelled[]): string {
  for (const source of sources) if (Object.is(source.value, value)) return source.text
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) {
    const items = sources.flatMap((source) => {
      if (!Array.isArray(source.value)) return []
      const texts = elementsOf(source.text)
      return source.value.map((item: unknown, index) => ({ value: item, text: texts[index]!, index }))
    })
    return `[${value.map((item, index) => spell(item, nearest(items, item, index))).join(',')}]`
  }
  const parts = sources.flatMap((source) =>
    isRecord(source.value) ? [{ value: source.value, texts: new Map(membersOf(source.text)) }] : [],
  )
  const members = Object.entries(value).flatMap(([key, held]): Member[] => {
    if (held === undefined) return []
    const here = parts.flatMap((part) => {
      const text = part.texts.get(key)
      return text === undefined ? [] : [{ value: part.value[key], text }]
    })
    return [[key, spell(held, here)]]
  })
  return objectText(members)
}

/** Objects of an array are found again wherever they stand; other values, and changed objects, at their own position. */
function nearest(
  items: readonly (Spelled & { readonly index: number })[],
  item: unknown,
  index: number,
): readonly Spelled[] {
  const same = typeof item === 'object' ? items.find((source) => source.value === item) : undefined
  return same ? [same] : items.filter((source) => source.index === index)
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Equal as JSON: the order of keys says nothing. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b) || a === b) return true
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => sameValue(item, b[index]))
  }
  if (!isRecord(a) || !isRecord(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]))
  )
}
