import { LaneQueue } from '../../packages/server/src/feed/lane-queue.ts'
import { feedEntry } from './feed-entry.ts'

const PAGE = 500
const WINDOW_MS = 60_000
/** In a second. */
const CHANGES = 10_000
const REQUESTS = 4000

const entry = (id: number, position: number) => feedEntry('tokens', String(id), position)

/**
 * A lane with a window of a minute while one object after the other changes, all of them again and again. Throws when one
 * is told twice within a window, or not its last state. Returns what was told, and the most that was in memory.
 */
export function changingObjects(objects: number, { changes }: { readonly changes: number }) {
  const queue = new LaneQueue(0, 0, 1000)
  queue.window.length = WINDOW_MS
  /** The table: where each object stands. */
  const standsAt = new Int32Array(objects + 1)
  const toldAt = new Float64Array(objects + 1).fill(-WINDOW_MS)
  const toldState = new Int32Array(objects + 1)
  const objectAt = (position: number) => ((position - 1) % objects) + 1
  let [end, now, told, mostBodies, mostWaiting] = [0, 0, 0, 0, 0]

  function readPages(): void {
    while (queue.hasRoom && queue.readTo < end) {
      let position = queue.readTo
      for (let found = 0; found < PAGE && position < end; ) {
        const id = objectAt(++position)
        if (standsAt[id] !== position) continue
        queue.take(entry(id, position))
        found++
      }
      queue.readUpTo(position, position === end)
    }
  }

  function send(): void {
    const taken = queue.next(now, () => true)
    if (!taken) return
    const id = Number(taken.entry.key.id)
    if (now - toldAt[id]! < WINDOW_MS) throw new Error(`object ${id} was told twice within a window`)
    toldAt[id] = now
    toldState[id] = standsAt[id]!
    told++
    queue.settle({ ...taken, entry: entry(id, standsAt[id]!) }, [], now)
  }

  while (end < changes || queue.cursor < changes) {
    for (let at = 0; at < CHANGES / 2 && end < changes; at++) standsAt[objectAt(++end)] = end
    now += 500
    readPages()
    mostBodies = Math.max(mostBodies, queue.size - queue.window.size)
    mostWaiting = Math.max(mostWaiting, queue.window.size)
    for (let at = 0; at < REQUESTS / 2; at++) send()
  }
  for (let id = 1; id <= objects; id++) {
    if (toldState[id] !== standsAt[id]) throw new Error(`object ${id} was not told its last state`)
  }
  return { told, mostBodies, mostWaiting }
}
