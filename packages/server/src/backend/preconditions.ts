// ETag, If-Match and If-None-Match (RFC 9110, 13.1). A tag is the feed position of the last change of an object, or of the
// last part of a location that changed. A condition of a write is looked at inside of it, so nobody gets in between.

import type { HttpRequest } from '../http/exchange.ts'
import type { Within } from '../inspection/own-writes.ts'
import type { Row, RowKey } from '../storage/row.ts'
import type { View } from '../storage/writer.ts'
import { Problem } from './problem.ts'

type Headers = HttpRequest['headers']

const tag = (position: number): string => `"${position.toString(36)}"`

/** Of an object as it was read. */
export const tagOf = (row: Pick<Row, 'position' | 'newest'>): string => tag(row.newest ?? row.position)

export interface Condition {
  /** Put around the write of the object. */
  readonly within: Within
  /** `etag` of the object as the write left it. */
  headers(): Record<string, string>
}

/** What the headers of a write ask of the object, or EVSE, with this key. */
export function conditionOf(headers: Headers, key: RowKey): Condition {
  let written: string | undefined
  return {
    within: (write) => ({
      ...write,
      apply(view) {
        assertMet(headers, tagIn(view, key))
        const stored = write.apply(view)
        written = tagIn(view, key)
        return stored
      },
    }),
    headers: () => (written === undefined ? {} : { etag: written }),
  }
}

/** GET: the caller has this already. */
export const isUnmodified = (headers: Headers, current: string): boolean =>
  listOf(headers['if-none-match']).some((given) => given === '*' || given.replace(/^W\//, '') === current)

function tagIn(view: View, key: RowKey): string | undefined {
  const row = view.get(key)
  if (!row || row.deleted) return undefined
  const parts = key.module === 'locations' ? view.evsesOf(key) : []
  return tag(Math.max(row.position, ...parts.map(({ position }) => position)))
}

function assertMet(headers: Headers, current: string | undefined): void {
  const wanted = listOf(headers['if-match'])
  if (wanted.length > 0 && !wanted.some((given) => current !== undefined && (given === '*' || given === current))) {
    throw failed(current === undefined ? 'If-Match: there is no such object' : 'If-Match: the object was changed since')
  }
  if (current !== undefined && isUnmodified(headers, current)) {
    throw failed('If-None-Match: there is such an object already')
  }
}

const failed = (detail: string): Problem => new Problem('precondition-failed', `${detail}; nothing was stored`)

/** Tags hold no commas here; one that does was never ours. */
const listOf = (value: string | string[] | undefined): string[] =>
  [value ?? []]
    .flat()
    .flatMap((text) => text.split(','))
    .map((text) => text.trim())
    .filter((text) => text !== '')
