// `GET /changes`: the feed as Server-Sent Events, shared by all listeners of this process.

import type { Readable } from 'node:stream'
import type { Events } from '../../events.ts'
import type { FeedTail } from '../../feed/tail.ts'
import type { Directory } from '../../partners/directory.ts'
import type { Database } from '../../storage/database.ts'
import { feedState, tail as readTail } from '../../storage/objects.ts'
import { Problem } from '../problem.ts'
import type { QuestionBoard } from '../question-board.ts'
import { toldChanges } from './change.ts'
import { cursorOf } from './position.ts'
import { type ChangesFilter, type Part, RecentChanges } from './recent.ts'
import { type ChangeSource, ChangeStream } from './stream.ts'

export interface ChangeFeedNeeds {
  readonly database: Database
  readonly board: Pick<QuestionBoard, 'listen'>
  /** Started by whoever made it. */
  readonly tail: FeedTail
  readonly directory: Directory
  readonly events: Events
  /** Aborted when the platform stops: listeners are let go. */
  readonly stopping: AbortSignal
  /** Default 15 s. */
  readonly heartbeatMs?: number
  /** A listener that takes nothing for so long is dropped. Default 60 s. */
  readonly stalledMs?: number
}

export interface ChangeFeed {
  /** @throws Problem when `since` cannot be resumed from. */
  open(since: string | undefined, filter: ChangesFilter & { readonly questions?: boolean }): Promise<Readable>
  readonly listeners: number
}

const MOST_LISTENERS = 5_000
/** Rows of the table read at once for who has to catch up; as many changes wait in a stream at most. */
const BATCH = 50

export function createChangeFeed(needs: ChangeFeedNeeds): ChangeFeed {
  const { database, board, tail, directory, events, stopping, heartbeatMs = 15_000, stalledMs = 60_000 } = needs
  const streams = new Set<ChangeStream>()
  const failed = (error: unknown) => events.failed('changes', error)
  const recent = new RecentChanges(tail.position)
  /** Reads of the table that are under way: whoever wants the same gets the same. */
  const reads = new Map<string, Promise<Part>>()

  async function readPart(after: number, modules: readonly string[] | undefined): Promise<Part> {
    const end = tail.position
    const rows = modules?.includes('locations') ? [...modules, 'evses'] : modules
    const entries = await readTail(database, after, BATCH, rows)
    // A read that was not cut short saw everything up to the end there was before it.
    const reached = Math.max(entries.at(-1)?.position ?? 0, entries.length < BATCH ? end : 0)
    return { changes: toldChanges(entries, directory, failed), end: reached }
  }

  const source: ChangeSource = {
    get position() {
      return recent.end
    },
    next: (filter, key, cursor) => recent.next(filter, key, cursor),
    read(after, modules) {
      const name = `${after} ${modules?.toSorted().join()}`
      const under = reads.get(name)
      if (under) return under
      const part = readPart(after, modules).finally(() => reads.delete(name))
      reads.set(name, part)
      return part
    },
  }

  let epoch = tail.epoch
  tail.subscribe(({ entries, position, epoch: now }) => {
    if (now !== epoch) {
      // Their positions mean nothing any more; whoever comes back is told so.
      epoch = now
      letGo()
    }
    if (streams.size === 0) {
      recent.forget(position)
      return
    }
    recent.add({ changes: toldChanges(entries, directory, failed), end: position })
    for (const stream of streams) stream.wake()
  })

  const beat = setInterval(() => {
    for (const stream of streams) stream.heartbeat()
  }, heartbeatMs)
  const watch = setInterval(
    () => {
      const before = Date.now() - stalledMs
      for (const stream of streams) if ((stream.blockedSince ?? before + 1) <= before) stream.destroy()
    },
    Math.min(stalledMs / 4, 5_000),
  )
  for (const timer of [beat, watch]) timer.unref()

  function letGo(): void {
    for (const stream of streams) stream.push(null)
    streams.clear()
  }

  stopping.addEventListener('abort', () => {
    clearInterval(beat)
    clearInterval(watch)
    letGo()
  })

  return {
    async open(since, filter) {
      if (stopping.aborted) throw new Problem('busy', 'The platform is stopping')
      if (streams.size >= MOST_LISTENERS) {
        throw new Problem('busy', `${MOST_LISTENERS} listeners are served already`, { headers: { 'retry-after': '5' } })
      }
      const cursor = cursorOf(since, await feedState(database))
      const stream = new ChangeStream(source, filter, cursor)
      streams.add(stream)
      stream.once('close', () => streams.delete(stream))
      if (filter.questions) {
        const silent = await board.listen({ parties: filter.parties, ask: (question) => stream.ask(question) })
        if (stream.destroyed) silent()
        else stream.once('close', silent)
      }
      // A listener that goes away is no failure; one whose reading failed comes back by itself.
      stream.on('error', failed)
      return stream
    },
    get listeners() {
      return streams.size
    },
  }
}
