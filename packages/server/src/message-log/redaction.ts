// What is kept of a message: driver identifiers become marks, credentials tokens go. A mark is a keyed hash, so that the
// messages about one driver can be found by who knows the identifier, and by nobody else.

import type { Secrets } from '../partners/secrets.ts'
import { type Replace, replaceValues } from './json-strings.ts'
import { kindOf } from './personal.ts'

const PURPOSE = 'message log'
const HIDDEN = '[hidden]'
/** 64 bits: two drivers of a million share a mark once in ten million. */
const DIGITS = 16

/** Marks of an identifier, which has no case (CiString): under the present key, and under the one before. */
export const marksOf = (secrets: Pick<Secrets, 'digests'>, identifier: string): string[] =>
  secrets.digests(PURPOSE, identifier.toUpperCase()).map((digest) => `driver:${digest.slice(0, DIGITS)}`)

/** Whether a text is a mark already. */
export const isMark = (text: string): boolean => /^driver:[0-9a-f]{16}$/.test(text)

/** One exchange's worth: what names a driver in one part of it is not told in another. */
export interface Redaction {
  /** A value that names a driver. */
  mark(identifier: string): string
  /** A body; undefined where it is no JSON, so that nobody can say what is in it. */
  body(module: string, text: string): string
  /** What was said in words, once everything else was seen. */
  words(text: string): string
  /** All marks that were made. */
  readonly marks: readonly string[]
}

/** Fields with text for people. */
const WORDS = new Set(['status_message', 'message', 'text', 'reason', 'detail', 'description'])
/** Shorter identifiers are looked for in texts for people only: `1` is a connector, too. */
const TELLING = 4

export function redaction(secrets: Pick<Secrets, 'digests'>): Redaction {
  const known = new Map<string, string>()

  function mark(identifier: string): string {
    const key = identifier.toUpperCase()
    let made = known.get(key)
    if (made === undefined) {
      made = marksOf(secrets, identifier)[0]!
      known.set(key, made)
    }
    return made
  }

  function words(text: string, least = 1): string {
    let told = text
    for (const [identifier, made] of known) if (identifier.length >= least) told = replaceWord(told, identifier, made)
    return told
  }

  const inWords: Replace = (value, { key }) => {
    const told = words(value, WORDS.has(key) ? 1 : TELLING)
    return told === value ? undefined : told
  }

  return {
    mark,
    body(module, text) {
      const marked = replaceValues(text, (value, place) => {
        const kind = kindOf(module, place)
        if (kind === undefined || value === '') return undefined
        return kind === 'secret' ? HIDDEN : mark(value)
      })
      const upper = marked.toUpperCase()
      return [...known.keys()].some((identifier) => upper.includes(identifier))
        ? replaceValues(marked, inWords)
        : marked
    },
    words,
    get marks() {
      return [...known.values()]
    },
  }
}

/** Where it stands by itself: `012` is not found in `20120`. */
export function replaceWord(text: string, word: string, instead: string): string {
  if (!text.toUpperCase().includes(word.toUpperCase())) return text
  const escaped = word.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
  return text.replaceAll(new RegExp(`(?<![A-Za-z0-9])${escaped}(?![A-Za-z0-9])`, 'gi'), instead)
}
