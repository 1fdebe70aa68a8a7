// `next` of a page: after what the next one begins.

import { malformed } from './problem.ts'
import type { QueryValue } from './request.ts'

export const nextAfter = (text: string): string => Buffer.from(`after ${text}`).toString('base64url')

/** Of rows in order of creation. */
export const nextAfterSeq = (seq: number): string => nextAfter(String(seq))

/** Undefined on the first page. */
export function readNextSeq(next: QueryValue): number | undefined {
  const seq = readNext(next, /^\d{1,15}$/)
  return seq === undefined ? undefined : Number(seq)
}

/** What the page before ended with; undefined on the first page. `form` matches what `nextAfter` was given. */
export function readNext(next: QueryValue, form: RegExp): string | undefined {
  if (next === undefined) return undefined
  const text = Buffer.from(String(next), 'base64url').toString('utf8')
  const after = text.startsWith('after ') ? text.slice('after '.length) : ''
  if (!form.test(after)) {
    throw malformed('A parameter is malformed', [{ parameter: 'next', detail: 'is not the `next` of a page' }])
  }
  return after
}
