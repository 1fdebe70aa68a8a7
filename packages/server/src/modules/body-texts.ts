// Bodies in the versions partners speak. A conversion costs as much as reading, changing and printing the object; each
// body is converted once per version, however many partners are sent it or read it in their lists.

import type { Version } from '@interchange/ocpi/define/version'
import { ByteLru } from '../byte-lru.ts'
import { type Readable, rowText } from './rows.ts'

/** The text of a stored body in a version; undefined when it has no form there. */
export type BodyTexts = (row: Readable, version: Version) => string | undefined

const MAX_BYTES = 64 * 1024 * 1024

/** Keeps what was converted, up to `maxBytes`. */
export function bodyTexts(maxBytes = MAX_BYTES): BodyTexts {
  const converted = new ByteLru(maxBytes)
  return (row, version) => {
    if (row.version === version.number) return row.text
    // By its content, not by its place in the feed: a location's text changes with its EVSEs.
    const key = `${row.key.module} ${row.version} ${version.number} ${row.text}`
    const known = converted.get(key)
    if (known !== undefined) return known
    const { text } = rowText(row, version)
    if (text !== undefined) converted.set(key, text)
    return text
  }
}
