// `GET /changes` as an iterator that goes on by itself from where it stood.

import { type Calls, nameOf, type PlainCall } from './calls.ts'
import type { Change, Question } from './change-types.ts'
import { pause } from './deadline.ts'
import { ConnectionError, PositionLostError, ProblemError } from './errors.ts'
import type { operations, Change as StatedChange } from './generated/api.ts'
import { textLines } from './text-lines.ts'

type ChangesQuery = Omit<NonNullable<operations['getChanges']['parameters']['query']>, 'since'>

/** Where a consumer stands, kept between two runs of it. */
export interface PositionStore {
  /** What was saved last; undefined at the first start. */
  load(): Promise<string | undefined> | string | undefined
  /** Everything up to here was taken. Waited for before the next change is given out. */
  save(position: string): Promise<void> | void
}

export interface ChangesOptions extends ChangesQuery {
  /** A position; `start`: every current object once, then changes. Absent: from now on. A stored position goes first. */
  readonly since?: string
  /** So that a process that starts again goes on where it was. */
  readonly position?: PositionStore
  /** Ends the iteration. */
  readonly signal?: AbortSignal
  /** Milliseconds without a sign of life until the connection is given up for dead. Default 45,000: three heartbeats. */
  readonly silence?: number
  /** Milliseconds until the first attempt to reconnect, and the longest time between two. Default 1,000 and 30,000. */
  readonly reconnect?: { readonly first?: number; readonly longest?: number }
  /** Told why the connection is gone and when it is tried again; the error is a ConnectionError or a ProblemError. */
  readonly onDisconnect?: (error: Error, waitMs: number) => void
}

const CALL = { method: 'get', template: '/changes' } as const
const SILENCE_MS = 45_000
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 30_000

/**
 * Every change, from `since` on, for as long as the signal lets it. A change counts as taken when the next one is asked
 * for; the position is saved then, so that after a crash the last one may come again and none is missing. Nothing is
 * fetched ahead but what one read of the connection brought.
 *
 * @throws PositionLostError when the position is too old; ProblemError when the platform refuses (key, parameters).
 */
export async function* readChanges(calls: Calls, options: ChangesOptions): AsyncGenerator<Change, void, undefined> {
  const { since, position: store, signal, silence = SILENCE_MS, reconnect = {}, onDisconnect, ...query } = options
  const { first = FIRST_WAIT_MS, longest = LONGEST_WAIT_MS } = reconnect
  const ended = signal ?? new AbortController().signal
  let position = (await store?.load()) ?? since
  let saved = position
  let failures = 0

  const save = async (): Promise<void> => {
    if (position === undefined || position === saved) return
    saved = position
    await store?.save(position)
  }

  while (!ended.aborted) {
    let failure: Error
    try {
      const asked = { ...CALL, query: { ...query, ...(position === undefined ? {} : { since: position }) } }
      for await (const event of eventsOf(calls, asked, silence, signal)) {
        failures = 0
        if (event.data !== undefined) yield changeOf(calls, event.data)
        // Asked for the next one: this one is taken.
        position = event.id ?? position
        await save()
      }
      failure = new ConnectionError(nameOf(CALL), 'was ended by the platform')
    } catch (error) {
      if (ended.aborted) return
      failure = toldOf(error, position)
    }
    if (ended.aborted) return
    const asked = failure instanceof ProblemError ? (failure.retryAfter ?? 0) * 1000 : 0
    const growing = Math.min(longest, first * 2 ** Math.min(failures++, 20)) * (0.5 + Math.random() / 2)
    const wait = Math.max(asked, growing)
    onDisconnect?.(failure, wait)
    await pause(wait, ended)
  }
}

/** What can be tried again is returned; the rest is thrown: it will not get better. */
function toldOf(error: unknown, position: string | undefined): Error {
  if (error instanceof ConnectionError) return error
  if (!(error instanceof ProblemError)) throw error
  if (error.status === 410) throw new PositionLostError(nameOf(CALL), error, position)
  if (error.status >= 500 || error.status === 429 || error.status === 408) return error
  throw error
}

/** An event with an id and no data tells a position alone. */
interface FeedEvent {
  id?: string
  data?: string
}

/** Server-Sent Events of one connection. */
async function* eventsOf(
  calls: Calls,
  call: PlainCall,
  silence: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<FeedEvent, void, undefined> {
  const answer = await calls.open({ ...call, headers: { Accept: 'text/event-stream' }, signal })
  let event: FeedEvent = {}
  for await (const lines of textLines(answer, nameOf(call), { silence })) {
    for (const line of lines) {
      const [, name, value = ''] = /^(\w*)(?:: ?(.*))?$/.exec(line) ?? []
      if (name === 'id') event.id = value
      else if (name === 'data') event.data = event.data === undefined ? value : `${event.data}\n${value}`
      else if (line === '') {
        yield event
        event = {}
      }
    }
  }
}

function changeOf(calls: Calls, data: string): Change {
  const change = JSON.parse(data) as StatedChange
  if (change.kind !== 'question') return change as Change
  const answer: Question['answer'] = async (reply) => {
    await calls.send({ method: 'post', template: '/questions/{id}', path: { id: change.id }, body: reply })
  }
  return { ...change, answer } as Question
}
