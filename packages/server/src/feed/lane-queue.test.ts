import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { feedEntry } from '../../../../tests/support/feed-entry.ts'
import type { FeedEntry } from '../storage/objects.ts'
import { rowKey } from '../storage/row.ts'
import { LaneQueue, type Taken } from './lane-queue.ts'
import { nextMessage } from './next-message.ts'

/** `state` of an EVSE: its uid. */
const entry = (module: string, id: string, position: number, { state, ...more }: Partial<FeedEntry> = {}) =>
  feedEntry(module, id, position, { text: '{}', ...more }, module === 'evses' ? (state ?? 'E1') : '')
const any = () => true
const next = (queue: LaneQueue): Taken => queue.next(0, any)!

describe('the queue of a lane', () => {
  it('the cursor passes a position only when everything up to it is settled', () => {
    const queue = new LaneQueue(10, 10, 100)
    for (const position of [11, 12, 13]) queue.take(entry('tariffs', `T${position}`, position))
    queue.readUpTo(15, true)
    expect(queue.cursor).toBe(10)
    const [first, second, third] = [next(queue), next(queue), next(queue)]
    queue.settle(second)
    queue.settle(third)
    expect(queue.cursor).toBe(10)
    queue.settle(first)
    expect(queue.cursor).toBe(15)
  })

  it('an object is never in flight twice, and its newer state is sent next', () => {
    const queue = new LaneQueue(0, 0, 100)
    queue.take(entry('sessions', 'S1', 1))
    const first = next(queue)
    queue.take(entry('sessions', 'S1', 4, { fullPosition: 1 }))
    queue.readUpTo(4, true)
    expect(queue.next(0, any)).toBeUndefined()
    queue.settle(first)
    expect(queue.cursor).toBe(3)
    const second = next(queue)
    expect(second.entry.position).toBe(4)
    expect(second.held.known).toBe(1)
    queue.settle(second)
    expect(queue.cursor).toBe(4)
    expect(queue.size).toBe(0)
  })

  it('counts what waits and since when its oldest change does, and changes that were never sent by themselves', () => {
    const at = (minute: number) => ({ receivedAt: `2026-01-01T00:0${minute}:00.000Z` })
    const queue = new LaneQueue(0, 0, 100)
    expect(queue.waiting(0, '')).toEqual({ objects: 0, since: undefined })
    queue.take(entry('sessions', 'S1', 1, at(1)))
    queue.take(entry('sessions', 'S2', 2, at(2)))
    queue.take(entry('sessions', 'S1', 3, at(3)))
    expect(queue.waiting(0, '')).toEqual({ objects: 2, since: at(1).receivedAt })
    expect(queue.waiting(2, at(9).receivedAt).since).toBe(at(1).receivedAt)
    expect(queue.waiting(3, at(9).receivedAt).since).toBe(at(9).receivedAt)
    expect(queue.saved).toBe(1)
    const first = next(queue)
    // What is in flight is sent; of those that come meanwhile only the last one is.
    queue.take(entry('sessions', 'S1', 4, at(4)))
    expect(queue.saved).toBe(1)
    queue.take(entry('sessions', 'S1', 5, at(5)))
    expect(queue.saved).toBe(2)
    queue.settle(first)
    queue.settle(next(queue))
    queue.retry(entry('sessions', 'S9', 6, at(6)))
    expect([queue.waiting(0, ''), queue.saved]).toEqual([{ objects: 1, since: at(2).receivedAt }, 2])
  })

  it('an EVSE that its location brings is not sent by itself', () => {
    const queue = new LaneQueue(0, 0, 100)
    queue.take(entry('evses', 'L1', 1, { receivedAt: '2026-01-01T00:01:00.000Z' }))
    queue.take(entry('locations', 'L1', 2, { receivedAt: '2026-01-01T00:02:00.000Z' }))
    expect([queue.waiting(0, ''), queue.saved]).toEqual([{ objects: 1, since: '2026-01-01T00:01:00.000Z' }, 1])
  })

  it('a full change that was never seen by itself keeps the cursor below it', () => {
    const queue = new LaneQueue(10, 10, 100)
    queue.take(entry('sessions', 'S1', 12, { fullPosition: 11 }))
    queue.readUpTo(12, true)
    expect(queue.cursor).toBe(10)
    expect(next(queue).held.known).toBe(10)
  })

  it('R-UPD-06 a full change that left its page for a later one does not pass for known', () => {
    // Read in pages of one: the session moved from 11, unread, to 14, while the page that ended at 12 was read.
    const queue = new LaneQueue(10, 10, 100)
    queue.take(entry('tariffs', 'T1', 12))
    queue.readUpTo(12, false)
    queue.settle(next(queue))
    expect([queue.cursor, queue.known]).toEqual([12, 10])
    queue.take(entry('sessions', 'S1', 14, { fullPosition: 11 }))
    queue.readUpTo(14, true)
    expect(next(queue).held.known).toBe(10)
  })

  it("what waits of an EVSE goes with its location's newer entry and is not sent after it", () => {
    const queue = new LaneQueue(0, 0, 100)
    queue.take(entry('evses', 'L1', 5))
    queue.take(entry('locations', 'L1', 8))
    queue.readUpTo(8, true)
    const taken = next(queue)
    expect(taken.entry.key.module).toBe('locations')
    expect(queue.cursor).toBe(4)
    queue.settle(taken)
    expect(queue.next(0, any)).toBeUndefined()
    expect(queue.cursor).toBe(8)
  })

  it('one location is not in flight twice', () => {
    const queue = new LaneQueue(0, 0, 100)
    queue.take(entry('evses', 'L1', 5, { state: 'E1' }))
    queue.take(entry('evses', 'L1', 6, { state: 'E2' }))
    const first = next(queue)
    expect(queue.next(0, any)).toBeUndefined()
    queue.settle(first)
    expect(next(queue).entry.key.sub).toBe('E2')
  })

  it('what failed waits for its time and lets others pass', () => {
    const queue = new LaneQueue(0, 0, 100)
    queue.take(entry('tariffs', 'T1', 1))
    queue.take(entry('tariffs', 'T2', 2))
    queue.readUpTo(2, true)
    queue.putBack(next(queue), 1000)
    const second = next(queue)
    expect(second.entry.key.id).toBe('T2')
    queue.settle(second)
    expect(queue.next(999, any)).toBeUndefined()
    expect(queue.next(1000, any)?.entry.key.id).toBe('T1')
    expect(queue.cursor).toBe(0)
  })

  it('a crawl by the partner moves the cursor past what waits, not past what is in flight', () => {
    const queue = new LaneQueue(0, 0, 100)
    for (const position of [1, 2, 3]) queue.take(entry('tariffs', `T${position}`, position))
    queue.readUpTo(3, true)
    const first = next(queue)
    queue.skipTo(2)
    expect(queue.cursor).toBe(0)
    queue.settle(first)
    expect(queue.cursor).toBe(2)
    expect(next(queue).entry.key.id).toBe('T3')
  })

  it('a rewind reads everything again and remembers nothing of what the partner has', () => {
    const queue = new LaneQueue(10, 10, 100)
    queue.take(entry('tariffs', 'T1', 11))
    queue.readUpTo(11, true)
    queue.settle(next(queue))
    queue.rewind(0)
    expect([queue.cursor, queue.readTo, queue.size]).toEqual([0, 0, 0])
    expect(queue.knownOf(rowKey('tariffs', 'NL', 'ABC', 'T1'))).toBe(-1)
  })

  it('the retry of a parked object holds nothing back and is a PUT', () => {
    const queue = new LaneQueue(10, 10, 100)
    queue.retry(entry('sessions', 'S1', 4))
    queue.readUpTo(12, true)
    expect(queue.cursor).toBe(12)
    expect(next(queue).held.known).toBe(-1)
  })
})

// A feed, a lane that reads it at any time, fails and is killed at any time, and a partner that checks what it gets.
interface Stored {
  module: string
  id: string
  sub: string
  position: number
  fullPosition: number
  full: number
  status: number
}
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ op: fc.constant('status' as const), row: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('full' as const), row: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('location' as const) }) },
  { weight: 3, arbitrary: fc.record({ op: fc.constant('read' as const), limit: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 4, arbitrary: fc.record({ op: fc.constant('send' as const) }) },
  { weight: 4, arbitrary: fc.record({ op: fc.constant('answer' as const), which: fc.nat(7), ok: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('save' as const) }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('kill' as const), arrived: fc.boolean() }) },
)

class Simulation {
  readonly rows: Stored[] = [
    ...['E1', 'E2', 'E3'].map((sub) => ({ module: 'evses', id: 'L1', sub })),
    { module: 'sessions', id: 'S1', sub: '' },
    { module: 'sessions', id: 'S2', sub: '' },
    { module: 'sessions', id: 'S3', sub: '' },
    { module: 'locations', id: 'L1', sub: '' },
  ].map((row) => ({ ...row, position: 0, fullPosition: 0, full: 0, status: 0 }))
  readonly partner = new Map<string, { full: number; status: number }>()
  position = 0
  saved = { cursor: 0, known: 0 }
  queue = new LaneQueue(0, 0, 100)
  flying: { taken: Taken; apply: () => void }[] = []

  change(row: Stored, full: boolean): void {
    row.position = ++this.position
    if (full || row.fullPosition === 0) {
      row.fullPosition = row.position
      row.full++
    }
    row.status++
  }

  read(limit: number): void {
    const found = this.rows
      .filter((row) => row.position > this.queue.readTo)
      .sort((a, b) => a.position - b.position)
      .slice(0, limit)
    for (const row of found) {
      const text = JSON.stringify(row.module === 'locations' ? this.rows.filter((one) => one.id === 'L1') : [row])
      const parent = row.module === 'evses' ? this.rows[6]!.position : null
      const read = {
        ...entry(row.module, row.id, row.position, { fullPosition: row.fullPosition, text, parentPosition: parent }),
        key: rowKey(row.module, 'NL', 'ABC', row.id, row.sub),
      }
      if ('form' in this.message(read, 0)) this.queue.take(read)
      this.queue.readUpTo(row.position, false)
    }
    if (found.length < limit) this.queue.readUpTo(this.position, true)
  }

  message(of: FeedEntry, known: number) {
    return nextMessage(of, { partnerId: 'p', inScope: true, shown: 'shown', known, parked: false, born: 0 })
  }

  send(): void {
    const taken = this.queue.next(0, any)
    if (!taken) return
    const message = this.message(taken.entry, taken.held.known)
    if (!('form' in message)) throw new Error('skipped after it was taken')
    const rows = JSON.parse(taken.entry.text) as Stored[]
    this.flying.push({
      taken,
      apply: () => {
        for (const { module, id, sub, full, status } of rows) {
          const name = `${module} ${id} ${sub}`
          const has = this.partner.get(name)
          if (has && has.status > status) throw new Error(`${name} went backwards`)
          if (message.form.startsWith('patch') && has?.full !== full) throw new Error(`${name} PATCHed without its PUT`)
          this.partner.set(name, { full, status })
        }
      },
    })
  }

  answer(which: number, ok: boolean): void {
    const [flown] = this.flying.splice(which % Math.max(this.flying.length, 1), 1)
    if (!flown) return
    if (ok) {
      flown.apply()
      this.queue.settle(flown.taken)
    } else this.queue.putBack(flown.taken, 0)
  }

  kill(arrived: boolean): void {
    if (arrived) for (const { apply } of this.flying) apply()
    this.flying = []
    this.queue = new LaneQueue(this.saved.cursor, this.saved.known, 100)
  }

  drain(): void {
    for (let round = 0; round < 100; round++) {
      while (this.flying.length > 0) this.answer(0, true)
      this.read(10)
      this.send()
    }
  }
}

describe('whatever happens', () => {
  it('R-UPD-06 no PATCH comes before its PUT, no object goes backwards, and in the end the partner has the newest state', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const it = new Simulation()
        let cursor = 0
        for (const one of steps) {
          if (one.op === 'status') it.change(it.rows[one.row]!, false)
          else if (one.op === 'full') it.change(it.rows[one.row]!, true)
          else if (one.op === 'location') it.change(it.rows[6]!, true)
          else if (one.op === 'read') it.read(one.limit)
          else if (one.op === 'send') it.send()
          else if (one.op === 'answer') it.answer(one.which, one.ok)
          else if (one.op === 'save') it.saved = { cursor: it.queue.cursor, known: it.queue.known }
          else {
            it.kill(one.arrived)
            cursor = it.saved.cursor
          }
          expect(it.queue.cursor).toBeGreaterThanOrEqual(cursor)
          cursor = it.queue.cursor
        }
        it.drain()
        expect(it.queue.cursor).toBe(it.position)
        for (const { module, id, sub, position, full, status } of it.rows) {
          if (position > 0) expect(it.partner.get(`${module} ${id} ${sub}`)).toEqual({ full, status })
        }
      }),
      { numRuns: 2000 },
    )
  })
})
