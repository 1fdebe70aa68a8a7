// JSON text from outside. What JSON.parse lets through and later code could trip over is refused here: keys that reach
// an object's prototype, nesting that would exhaust the stack of whoever walks the value, texts without end.

import { faultPosition } from './json-fault.ts'

export type ParsedJson = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly why: string }

export interface JsonLimits {
  /** Levels of arrays and objects; a tariff needs about 6. */
  readonly maxDepth?: number
  /** UTF-16 units of the text. Octets are the HTTP layer's to count. */
  readonly maxLength?: number
}

const MAX_DEPTH = 64
const MAX_LENGTH = 64 * 1024 * 1024

/** `why` says where the text is wrong and never quotes it: it may hold tokens. */
export function parseJson(text: string, limits: JsonLimits = {}): ParsedJson {
  const { maxDepth = MAX_DEPTH, maxLength = MAX_LENGTH } = limits
  if (text.length > maxLength) return refused(`is longer than ${maxLength} characters`)
  const deep = deeperThan(text, maxDepth)
  if (deep !== undefined) return refused(`is nested deeper than ${maxDepth} levels, at ${place(text, deep)}`)
  let value: unknown
  const json = text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text
  try {
    value = JSON.parse(json)
  } catch {
    return refused(`is not valid JSON${whereIn(json)}`)
  }
  const key = SUSPICIOUS.test(text) ? poisonousKey(value) : undefined
  return key === undefined ? { ok: true, value } : refused(`has a field named ${key}, which is not allowed`)
}

const refused = (why: string): ParsedJson => ({ ok: false, why })

const BYTE_ORDER_MARK = 0xfeff
const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

/** Position of the bracket that goes too deep. Strings are jumped over, so it is cheap on ordinary objects. */
function deeperThan(text: string, max: number): number | undefined {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at)
        break
      case OPEN_ARRAY:
      case OPEN_OBJECT:
        if (++depth > max) return at
        break
      case CLOSE_ARRAY:
      case CLOSE_OBJECT:
        depth--
        break
    }
  }
  return undefined
}

/** Position of the closing quote; the text's end when there is none. */
function endOfString(text: string, open: number): number {
  let close = text.indexOf('"', open + 1)
  while (close !== -1 && isEscaped(text, close)) close = text.indexOf('"', close + 1)
  return close === -1 ? text.length : close
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes++
  return backslashes % 2 === 1
}

/** The keys in question in plain letters, or an escape that could spell one of their letters. */
const SUSPICIOUS = /__proto__|prototype|\\u00[567]/i

/** Walks only values whose text is suspicious; the same words inside ordinary text are harmless. */
function poisonousKey(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (Object.hasOwn(value, '__proto__')) return '__proto__'
  if (Object.hasOwn(value, 'constructor')) {
    const held = (value as { constructor: unknown }).constructor
    if (typeof held === 'object' && held !== null && Object.hasOwn(held, 'prototype')) return 'constructor.prototype'
  }
  for (const held of Object.values(value)) {
    const found = poisonousKey(held)
    if (found !== undefined) return found
  }
  return undefined
}

/** Finding the place costs a second reading, which a text this long is not worth. */
const LONGEST_SEARCHED = 1024 * 1024

function whereIn(text: string): string {
  if (text.trim() === '') return ': there is no text'
  return text.length > LONGEST_SEARCHED ? '' : `, at ${place(text, faultPosition(text))}`
}

function place(text: string, position: number): string {
  const before = text.slice(0, position)
  const line = before.split('\n').length
  return `line ${line}, column ${position - before.lastIndexOf('\n')}`
}
