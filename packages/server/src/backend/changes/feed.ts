// `GET /changes`: the feed as Server-Sent Events, shared by all listeners of this process.

import type { Readable } from 'node:stream'
import type { Events } from '../../events.ts'
import type { FeedTail } from '../../feed/tail.ts'
import type { Directory } from '../../partners/directory.ts'
import type { Database } from '../../storage/database.ts'
import { type FeedEntry, feedState, tail as readTail } from '../../storage/objects.ts'
import { Problem } from '../problem.ts'
import type { QuestionBoard } from '../question-board.ts'
import { type ToldChange, toldChanges } from './change.ts'
import { cursorOf } from './position.ts'
import { ChangeStream, type ChangesFilter } from './stream.ts'

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

export function createChangeFeed(needs: ChangeFeedNeeds): ChangeFeed {
  const { database, board, tail, directory, events, stopping, heartbeatMs = 15_000, stalledMs = 60_000 } = needs
  const streams = new Set<ChangeStream>()
  const failed = (error: unknown) => events.failed('changes', error)
  const tell = (entries: readonly FeedEntry[]): readonly ToldChange[] => toldChanges(entries, directory, failed)
  const source = {
    get position() {
      return tail.position
    },
    read: (after: number, limit: number, modules: readonly string[] | undefined) =>
      readTail(database, after, limit, modules),
    tell,
  }

  let at = tail.position
  let epoch = tail.epoch
  tail.subscribe((batch) => {
    const after = at
    at = batch.position
    if (batch.epoch !== epoch) {
      // Their positions mean nothing any more; whoever comes back is told so.
      epoch = batch.epoch
      letGo()
    }
    if (streams.size === 0) return
    const changes = tell(batch.entries)
    for (const stream of streams) stream.hand(changes, after, batch.position)
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
