// `next` of a page: after what the next one begins.

import { malformed } from './problem.ts'
import type { QueryValue } from './request.ts'

export const nextAfter = (text: string): string => Buffer.from(`after ${text}`).toString('base64url')

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
