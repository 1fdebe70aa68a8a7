// Cuts a stream of bytes into JSON texts: lines of NDJSON, or elements of an array. Whatever comes, no more than one text
// of the largest size is kept.

import { isUtf8 } from 'node:buffer'

/** One text: a line, or an element. `number` counts from 1; lines with nothing on them count, and are left out. */
export type Cut =
  | { readonly number: number; readonly text: string; readonly bytes: number }
  | { readonly number: number; readonly fault: string }

export interface Splitter {
  push(bytes: Uint8Array): Cut[]
  /** What is left at the end. */
  end(): Cut[]
}

const NEWLINE = 10
const SPACES: ReadonlySet<number> = new Set([32, 9, 10, 13])

/** Bytes of one text, which may come in several parts. */
class Gathered {
  readonly #most: number
  #parts: Uint8Array[] = []
  #bytes = 0

  constructor(most: number) {
    this.#most = most
  }

  add(part: Uint8Array): void {
    this.#bytes += part.length
    if (this.#bytes > this.#most) this.#parts = []
    // What arrives is written over by what arrives later.
    else if (part.length > 0) this.#parts.push(Uint8Array.from(part))
  }

  get isEmpty(): boolean {
    return this.#bytes === 0
  }

  take(number: number): Cut | undefined {
    const [parts, bytes] = [this.#parts, this.#bytes]
    this.#parts = []
    this.#bytes = 0
    if (bytes > this.#most) return { number, fault: `is larger than ${this.#most} bytes` }
    const whole = parts.length === 1 ? Buffer.from(parts[0]!.buffer, parts[0]!.byteOffset, bytes) : Buffer.concat(parts)
    if (!isUtf8(whole)) return { number, fault: 'is not UTF-8' }
    const text = whole.toString('utf8').trim()
    return text === '' ? undefined : { number, text, bytes }
  }
}

export function splitLines(mostBytes: number): Splitter {
  const line = new Gathered(mostBytes)
  let number = 0
  const take = (): Cut[] => {
    const cut = line.take(++number)
    return cut ? [cut] : []
  }
  return {
    push(bytes) {
      const found: Cut[] = []
      let start = 0
      for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, start)) {
        line.add(bytes.subarray(start, at))
        found.push(...take())
        start = at + 1
      }
      line.add(bytes.subarray(start))
      return found
    },
    end: () => (line.isEmpty ? [] : take()),
  }
}

const [QUOTE, BACKSLASH, COMMA] = [34, 92, 44]
const OPENING: ReadonlySet<number> = new Set([91, 123])
const CLOSING: ReadonlySet<number> = new Set([93, 125])

/** The elements of one array. Where it is none, the last cut says so. */
export function splitElements(mostBytes: number): Splitter {
  const element = new Gathered(mostBytes)
  let number = 0
  let depth = 0
  let inText = false
  let escaped = false
  let state: 'before' | 'within' | 'behind' | 'broken' = 'before'
  const take = (found: Cut[], isLast: boolean): void => {
    const cut = element.take(number + 1)
    if (!cut && isLast && number === 0) return
    number++
    found.push(cut ?? { number, fault: 'is missing: there is a comma too many' })
  }
  const broken = (found: Cut[], fault: string): void => {
    state = 'broken'
    found.push({ number: number + 1, fault })
  }
  return {
    push(bytes) {
      const found: Cut[] = []
      let start = 0
      for (let at = 0; at < bytes.length && state !== 'broken'; at++) {
        const byte = bytes[at]!
        if (state !== 'within') {
          if (SPACES.has(byte)) continue
          if (state === 'before' && byte === 91) [state, depth, start] = ['within', 1, at + 1]
          else broken(found, state === 'before' ? 'is no JSON array' : 'comes behind the end of the array')
        } else if (inText) {
          if (escaped) escaped = false
          else if (byte === BACKSLASH) escaped = true
          else if (byte === QUOTE) inText = false
        } else if (byte === QUOTE) inText = true
        else if (OPENING.has(byte)) depth++
        else if (CLOSING.has(byte)) {
          if (--depth > 0) continue
          element.add(bytes.subarray(start, at))
          take(found, true)
          state = 'behind'
        } else if (byte === COMMA && depth === 1) {
          element.add(bytes.subarray(start, at))
          take(found, false)
          start = at + 1
        }
      }
      if (state === 'within') element.add(bytes.subarray(start))
      return found
    },
    end() {
      const found: Cut[] = []
      if (state === 'within') broken(found, 'is missing: the array does not end')
      else if (state === 'before') broken(found, 'is missing: the body is empty')
      return found
    },
  }
}

/** An array where the body begins like one, else lines. */
export function splitEither(mostBytes: number): Splitter {
  let chosen: Splitter | undefined
  return {
    push(bytes) {
      const first = chosen ? 0 : bytes.findIndex((byte) => !SPACES.has(byte))
      if (first < 0) return []
      chosen ??= bytes[first] === 91 ? splitElements(mostBytes) : splitLines(mostBytes)
      return chosen.push(bytes)
    },
    end: () => chosen?.end() ?? [],
  }
}
