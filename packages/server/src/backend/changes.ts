// `GET /changes`: the feed as Server-Sent Events. Each listener reads the table at its own pace, so one that does not
// read costs nothing but its connection.

import { Readable } from 'node:stream'
import type { FeedTail } from '../feed/tail.ts'
import type { Database } from '../storage/database.ts'
import { type FeedEntry, feedState, tail as readTail } from '../storage/objects.ts'
import { commandView, isCovered, objectOf } from './notifications.ts'
import { malformed, Problem } from './problem.ts'

export interface ChangesFilter {
  readonly since: string | undefined
  readonly modules: readonly string[] | undefined
  readonly parties: readonly string[] | undefined
  readonly own: boolean | undefined
}

const BATCH = 200
const HEARTBEAT_MS = 15_000

const positionText = (epoch: string, position: number): string => `${epoch}.${position}`

export async function changes(
  database: Database,
  tail: FeedTail,
  filter: ChangesFilter,
  stopping: AbortSignal,
): Promise<Readable> {
  const state = await feedState(database)
  const cursor = startOf(filter.since, state)
  return Readable.from(events(cursor, filter.since === 'start' ? state.position : 0), {
    objectMode: false,
    highWaterMark: 64 * 1024,
  })

  async function* events(from: number, snapshotEnd: number): AsyncGenerator<string> {
    let at = from
    // Said at once, so that the listener knows where it stands before anything happens.
    yield `: from ${positionText(state.epoch, at)}\n\n`
    while (!stopping.aborted) {
      const woken = waker(tail, stopping)
      try {
        const entries = await readTail(database, at, BATCH)
        if (entries.length === 0) {
          if ((await woken.wait(HEARTBEAT_MS)) === 'timeout') yield ': still here\n\n'
          if (tail.epoch !== '' && tail.epoch !== state.epoch) return
          continue
        }
        for (const entry of entries) {
          at = entry.position
          if (matches(entry, filter) && !(entry.deleted && at <= snapshotEnd)) yield eventText(state.epoch, entry)
        }
      } finally {
        woken.close()
      }
    }
  }
}

function startOf(
  since: string | undefined,
  state: { epoch: string; position: number; purgedPosition?: number },
): number {
  if (since === undefined) return state.position
  if (since === 'start') return 0
  const dot = since.lastIndexOf('.')
  const position = Number(since.slice(dot + 1))
  if (dot === -1 || !/^\d{1,15}$/.test(since.slice(dot + 1))) {
    throw malformed('`since` is not a position', [
      { parameter: 'since', detail: 'is not a position this feed handed out; `start` is' },
    ])
  }
  if (since.slice(0, dot) !== state.epoch || position > state.position) {
    throw new Problem('gone', 'The feed begins anew since this position was handed out; take since=start')
  }
  if (position < (state.purgedPosition ?? 0)) {
    throw new Problem('gone', 'Deletions after this position are no longer kept; take since=start')
  }
  return position
}

function matches(entry: FeedEntry, { modules, parties, own }: ChangesFilter): boolean {
  if (isCovered(entry)) return false
  const module = moduleOf(entry)
  if (modules && !modules.includes(module)) return false
  if (own !== undefined && (entry.partner === null) !== own) return false
  return !parties || parties.includes(`${entry.key.countryCode}-${entry.key.partyId}`)
}

const moduleOf = (entry: FeedEntry): string => (entry.key.module === 'evses' ? 'locations' : entry.key.module)

function eventText(epoch: string, entry: FeedEntry): string {
  const { module, countryCode, partyId, id } = entry.key
  const object = objectOf(entry)
  const position = positionText(epoch, entry.position)
  const data = {
    position,
    module: moduleOf(entry),
    country_code: countryCode,
    party_id: partyId,
    id: module === 'evses' ? id : String(object.id ?? object.uid ?? id),
    ...(module === 'evses' ? { evse_uid: object.uid } : {}),
    kind: entry.deleted ? 'delete' : 'put',
    own: entry.partner === null,
    object: module === 'commands' ? commandView(object) : object,
  }
  return `id: ${position}\ndata: ${JSON.stringify(data)}\n\n`
}

/** Hears of the feed's next batch, from before the table is read. */
function waker(tail: FeedTail, stopping: AbortSignal) {
  let wake: (() => void) | undefined
  let woken = false
  const heard = () => {
    woken = true
    wake?.()
  }
  const unsubscribe = tail.subscribe(heard)
  stopping.addEventListener('abort', heard, { once: true })
  return {
    wait(ms: number): Promise<'woken' | 'timeout'> {
      if (woken) return Promise.resolve('woken')
      return new Promise((resolve) => {
        const timer = setTimeout(() => resolve('timeout'), ms)
        wake = () => {
          clearTimeout(timer)
          resolve('woken')
        }
      })
    },
    close() {
      unsubscribe()
      stopping.removeEventListener('abort', heard)
    },
  }
}
