// Positions of the feed as they are handed out: opaque to whoever gets one, and good for this database only.

import type { FeedState } from '../../storage/objects.ts'
import { malformed, Problem } from '../problem.ts'

/** Where a listener stands. */
export interface Cursor {
  readonly epoch: string
  /** Everything up to here was told. */
  readonly position: number
  /**
   * While the objects there were at the start are told: the feed's end at that time. What was deleted before it never
   * needs to be told, however old `position` is.
   */
  readonly walkEnd?: number
}

export const positionText = ({ epoch, position, walkEnd }: Cursor): string =>
  walkEnd === undefined || position >= walkEnd ? `${epoch}.${position}` : `${epoch}.${position}.${walkEnd}`

const POSITION = /^([0-9a-f-]{1,40})\.(\d{1,15})(?:\.(\d{1,15}))?$/

/** `since` of a request: a position, `start`, or nothing for the feed's end. */
export function cursorOf(since: string | undefined, { epoch, position: end, purgedPosition }: FeedState): Cursor {
  if (since === undefined) return { epoch, position: end }
  if (since === 'start') return { epoch, position: 0, walkEnd: end }
  const [, given, position, walkEnd] = POSITION.exec(since) ?? []
  if (given === undefined || position === undefined) {
    throw malformed('A parameter is malformed', [
      { parameter: 'since', detail: 'is no position of a change; `start` begins with every current object' },
    ])
  }
  const cursor: Cursor = {
    epoch,
    position: Number(position),
    ...(walkEnd === undefined ? {} : { walkEnd: Number(walkEnd) }),
  }
  if (given !== epoch || Math.max(cursor.position, cursor.walkEnd ?? 0) > end) {
    throw new Problem('gone', 'The position belongs to another state of the database; start over with since=start')
  }
  if ((cursor.walkEnd ?? cursor.position) < purgedPosition) {
    throw new Problem(
      'gone',
      'The position is too old, deletions since then are forgotten; start over with since=start',
    )
  }
  return cursor
}
