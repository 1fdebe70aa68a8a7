import { describe, expect, it } from 'vitest'
import { changingObjects } from '../../../../tests/support/changing-objects.ts'
import { feedEntry } from '../../../../tests/support/feed-entry.ts'
import type { FeedEntry } from '../storage/objects.ts'
import { LaneQueue } from './lane-queue.ts'
import { MOST_WAITING } from './lane-window.ts'

const entry = (module: string, id: string, position: number, more: Partial<FeedEntry> = {}) =>
  feedEntry(module, id, position, more, module === 'evses' ? 'E1' : '')
const any = () => true

function windowed(seconds: number, capacity = 1000): LaneQueue {
  const queue = new LaneQueue(0, 0, capacity)
  queue.window.length = seconds * 1000
  return queue
}

/** Sends whatever may go now; returns `T1@3`, what was told at which position. */
function sendAll(queue: LaneQueue, now: number): string[] {
  const sent: string[] = []
  for (;;) {
    const taken = queue.next(now, any)
    if (!taken) return sent
    sent.push(`${taken.entry.key.id}@${taken.entry.position}`)
    queue.settle(taken, [], now)
  }
}

describe('the window of a lane', () => {
  it('the first change goes at once, the last one when the window is over, none between', () => {
    const queue = windowed(60)
    const sent: string[] = []
    for (let position = 1; position <= 100; position++) {
      queue.take(entry('sessions', 'S1', position))
      queue.readUpTo(position, true)
      sent.push(...sendAll(queue, position * 100))
    }
    expect(sent).toEqual(['S1@1'])
    expect(queue.cursor).toBe(1)
    expect(sendAll(queue, 60_099)).toEqual([])
    expect(sendAll(queue, 60_100)).toEqual(['S1@100'])
    expect(queue.saved).toBe(98)
    expect([queue.cursor, queue.size]).toEqual([100, 0])
  })

  it('a state that arrives while another is under way waits, too', () => {
    const queue = windowed(60)
    queue.take(entry('sessions', 'S1', 1))
    const first = queue.next(0, any)!
    queue.take(entry('sessions', 'S1', 2))
    queue.readUpTo(2, true)
    queue.settle(first, [], 5000)
    expect(sendAll(queue, 64_999)).toEqual([])
    expect(sendAll(queue, 65_000)).toEqual(['S1@2'])
  })

  it.each([
    ['a session that ended', entry('sessions', 'X', 2, { state: 'COMPLETED' })],
    ['a session that was invalid', entry('sessions', 'X', 2, { state: 'INVALID' })],
    ['a token that is blocked', entry('tokens', 'X', 2, { state: 'INVALID' })],
    ['a deleted tariff', entry('tariffs', 'X', 2, { deleted: true })],
    ['an EVSE that is gone', entry('evses', 'X', 2, { state: 'REMOVED' })],
  ])('%s does not wait', (_, last) => {
    const queue = windowed(60)
    queue.take({ ...last, position: 1, state: null, deleted: false })
    expect(sendAll(queue, 0)).toEqual(['X@1'])
    queue.take({ ...last, position: 2, state: null, deleted: false })
    queue.take({ ...last, position: 3 })
    expect(sendAll(queue, 10)).toEqual(['X@3'])
    expect(queue.size).toBe(0)
  })

  it('EVSEs have windows of their own; a location that waits takes those along that changed before it', () => {
    const queue = windowed(60)
    queue.take(entry('locations', 'L1', 1))
    expect(sendAll(queue, 0)).toEqual(['L1@1'])
    queue.take(entry('evses', 'L1', 2))
    expect(sendAll(queue, 1000)).toEqual(['L1@2'])
    queue.take(entry('evses', 'L1', 3))
    queue.take(entry('locations', 'L1', 4))
    queue.readUpTo(4, true)
    expect(queue.cursor).toBe(2)
    expect(sendAll(queue, 59_999)).toEqual([])
    expect(sendAll(queue, 60_000)).toEqual(['L1@4'])
    expect([queue.cursor, queue.size]).toEqual([4, 0])
  })

  it('what was not told, only passed over or failed, begins no window', () => {
    const queue = windowed(60)
    queue.take(entry('tariffs', 'T1', 1))
    queue.settle(queue.next(0, any)!)
    queue.take(entry('tariffs', 'T1', 2))
    queue.putBack(queue.next(0, any)!, 10)
    queue.take(entry('tariffs', 'T1', 3))
    expect(sendAll(queue, 10)).toEqual(['T1@3'])
  })

  it('a window that is switched off lets go of what waited', () => {
    const queue = windowed(60)
    queue.take(entry('tariffs', 'T1', 1))
    sendAll(queue, 0)
    queue.take(entry('tariffs', 'T1', 2))
    queue.window.length = 0
    expect(sendAll(queue, 1)).toEqual(['T1@2'])
  })

  it('a crawl by the partner takes away what waited before it; a rewind reads it again', () => {
    const queue = windowed(60)
    for (const [at, id] of ['T1', 'T2'].entries()) queue.take(entry('tariffs', id, at + 1))
    sendAll(queue, 0)
    for (const [at, id] of ['T1', 'T2'].entries()) queue.take(entry('tariffs', id, at + 3))
    queue.readUpTo(4, true)
    queue.skipTo(3)
    expect([queue.cursor, queue.window.size]).toEqual([3, 1])
    queue.rewind(0)
    expect([queue.cursor, queue.size]).toEqual([0, 0])
  })

  it('what is parked and tried again does not wait for a window', () => {
    const queue = windowed(60)
    queue.take(entry('tariffs', 'T1', 1))
    sendAll(queue, 0)
    queue.take(entry('tariffs', 'T1', 2))
    queue.retry(entry('tariffs', 'T1', 2))
    expect(sendAll(queue, 1)).toEqual(['T1@2'])
    expect(queue.size).toBe(0)
  })

  it('30,000 objects that change, and change again: few wait in memory, each is told its last state', () => {
    const { told, mostBodies, mostWaiting } = changingObjects(30_000, { changes: 60_000 })
    expect(told).toBeGreaterThanOrEqual(30_000)
    expect(mostBodies).toBeLessThanOrEqual(1000)
    expect(mostWaiting).toBeGreaterThan(5000)
    expect(mostWaiting).toBeLessThanOrEqual(MOST_WAITING + 500)
  })
})
