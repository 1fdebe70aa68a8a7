// Values inside JSON text are replaced where they stand. Nothing is parsed and printed again, so that the rest keeps its
// spelling, and the text may be cut off: what was kept of a long body is still JSON up to there.

/** Where a value stands: the key it belongs to (of an element, its array's), and the keys around it from the outside in. */
export interface Place {
  readonly key: string
  readonly around: readonly string[]
}

/** The new value, or undefined to leave it. `value` is a string's content, or a number as it is written. */
export type Replace = (value: string, place: Place) => string | undefined

const QUOTE = 34
const COMMA = 44
const COLON = 58
const BACKSLASH = 92
const isSpace = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9
const beginsNumber = (code: number): boolean => (code >= 48 && code <= 57) || code === 45
/** Digits, signs, point and exponent. */
const isNumeric = (code: number): boolean =>
  beginsNumber(code) || code === 46 || code === 43 || code === 69 || code === 101

interface Frame {
  readonly isArray: boolean
  key: string
}

/** A string that the end of the text cuts through is left out: nobody can tell what it is. */
export function replaceValues(text: string, replace: Replace): string {
  const frames: Frame[] = []
  const around: string[] = []
  let top: Frame = { isArray: true, key: '' }
  let expectsKey = false
  let out = ''
  let kept = 0

  const put = (from: number, to: number, value: string) => {
    const instead = replace(value, { key: top.key, around })
    if (instead === undefined) return
    out += text.slice(kept, from) + JSON.stringify(instead)
    kept = to
  }

  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      const end = endOfString(text, at)
      if (end < 0) return out + text.slice(kept, at)
      const content = contentOf(text, at + 1, end)
      if (expectsKey) top.key = content
      else put(at, end + 1, content)
      expectsKey = false
      at = end + 1
    } else if (code === 123 || code === 91) {
      frames.push(top)
      around.push(top.key)
      // An element is called what its array is called.
      top = { isArray: code === 91, key: code === 91 ? top.key : '' }
      expectsKey = code === 123
      at++
    } else if (code === 125 || code === 93) {
      top = frames.pop() ?? top
      around.pop()
      expectsKey = false
      at++
    } else if (code === COMMA) {
      expectsKey = !top.isArray
      at++
    } else if (code === COLON || isSpace(code)) {
      at++
    } else if (beginsNumber(code)) {
      let end = at + 1
      while (end < text.length && isNumeric(text.charCodeAt(end))) end++
      if (end === text.length && frames.length > 0) return out + text.slice(kept, at)
      put(at, end, text.slice(at, end))
      at = end
    } else {
      at++
    }
  }
  return out + text.slice(kept)
}

/** -1: it does not end. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === BACKSLASH) at++
    else if (code === QUOTE) return at
  }
  return -1
}

function contentOf(text: string, from: number, to: number): string {
  const raw = text.slice(from, to)
  if (!raw.includes('\\')) return raw
  try {
    return JSON.parse(`"${raw}"`) as string
  } catch {
    return raw
  }
}
