// One lane at work: what it has read, from the shared tail while it keeps up, from the table while it lags.

import type { Clock } from '../clock.ts'
import type { Source } from '../storage/feed-state.ts'
import { type FeedEntry, tail } from '../storage/objects.ts'
import type { LaneRow } from './lane-plan.ts'
import { LaneQueue } from './lane-queue.ts'
import { feedModules, isCovered, type LaneModule } from './next-message.ts'
import { Pace } from './pace.ts'
import type { TailBatch } from './tail.ts'

export interface LaneNeeds {
  readonly database: Source
  /** Whether the entry is to be sent; what is not is passed over. */
  readonly admit: (lane: Lane, entry: FeedEntry) => boolean
  /** Groups a lane holds in memory. */
  readonly capacity: number
  /** Rows in one read of the table. */
  readonly pageSize: number
  readonly clock: Clock
}

/** An attempt that the partner did not take. */
export interface LaneError {
  /** DateTime. */
  readonly at: string
  readonly http: number | null
  readonly status_code: number | null
  /** Never in the partner's words. */
  readonly why: string
}

/** Batches kept while the table is read; more, and the table is read again. */
const MOST_BUFFERED = 50

export class Lane {
  readonly module: LaneModule
  readonly queue: LaneQueue
  readonly pace = new Pace()
  /** When the partner last took something, and what last went wrong, as far as this process knows. */
  lastSuccessAt: Date | undefined
  lastError: LaneError | undefined
  readonly #needs: LaneNeeds
  #row: LaneRow
  #live = false
  #reading = false
  #buffered: TailBatch[] = []
  #overflowed = false
  #generation = 0
  #begunAt: string
  #writtenTo: number

  constructor(row: LaneRow, needs: LaneNeeds) {
    this.#begunAt = needs.clock.now().toISOString()
    this.#row = row
    this.#writtenTo = row.cursor
    this.#needs = needs
    this.module = row.module
    this.queue = new LaneQueue(row.cursor, Math.min(row.known, row.cursor), needs.capacity)
  }

  /** What was decided about it; the cursor, which is counted when it is asked for, apart. */
  get plan(): Omit<LaneRow, 'cursor' | 'known'> {
    return this.#row
  }

  /** As it is to be stored. */
  get row(): LaneRow {
    return { ...this.#row, cursor: this.queue.cursor, known: this.queue.known }
  }

  /** Whether it hears of changes from the tail. */
  get live(): boolean {
    return this.#live
  }

  get born(): number {
    return this.#row.born
  }

  /** What is to be sent and was not yet. What an initial push brings waits since that began, or was taken over. */
  get waiting(): ReturnType<LaneQueue['waiting']> {
    return this.queue.waiting(this.#row.inOrderUntil, this.#begunAt)
  }

  set(changes: Partial<Omit<LaneRow, 'cursor' | 'known' | 'partner' | 'module'>>): void {
    this.#row = { ...this.#row, ...changes }
  }

  /** The cursor that whoever takes over begins at. */
  get writtenTo(): number {
    return this.#writtenTo
  }

  /** It is written down like this. */
  written({ cursor, againFrom }: LaneRow): void {
    this.#writtenTo = cursor
    if (againFrom !== null && this.#row.againFrom === againFrom) this.#row = { ...this.#row, againFrom: null }
  }

  /** A batch of the tail, and what of it belongs to this lane. Never waits. */
  hear(batch: TailBatch, own: readonly FeedEntry[]): void {
    if (this.#reading) {
      if (this.#buffered.length < MOST_BUFFERED) this.#buffered.push({ ...batch, entries: own })
      else this.#overflowed = true
      return
    }
    if (!this.#live) return
    if (this.queue.full) this.#live = false
    else this.#takeAll(own, batch.position, batch.atEnd)
  }

  /** The table holds more than was read, and there is room. */
  get wantsRead(): boolean {
    return !this.#live && !this.#reading && this.queue.hasRoom
  }

  /** Reads a page of the table. `tailAt`: how far the tail has been handed out; what stands there is committed. */
  async read(tailAt: () => number): Promise<void> {
    const { database, pageSize } = this.#needs
    const generation = this.#generation
    const end = tailAt()
    this.#reading = true
    try {
      const rows = await tail(database, this.queue.readTo, pageSize, feedModules(this.module))
      if (generation !== this.#generation) return
      const last = rows.at(-1)?.position ?? 0
      const atEnd = rows.length < pageSize
      this.#takeAll(rows, atEnd ? Math.max(last, end) : last, atEnd)
      if (!atEnd || this.#overflowed) return
      this.#live = true
      for (const batch of this.#buffered) {
        this.#takeAll(batch.entries, batch.position, batch.atEnd)
      }
    } finally {
      this.#reading = false
      this.#buffered = []
      this.#overflowed = false
    }
  }

  /** The partner read everything up to here by itself. */
  skipTo(position: number): void {
    if (position > this.queue.readTo) this.#lag()
    this.queue.skipTo(position)
  }

  rewind(to: number): void {
    this.#lag()
    this.#begunAt = this.#needs.clock.now().toISOString()
    this.queue.rewind(to)
  }

  /** What is read next comes from the table. */
  #lag(): void {
    this.#live = false
    this.#generation++
  }

  /** What was read already is passed over: a read of the table may be ahead of the tail, which then brings it once more. */
  #takeAll(entries: readonly FeedEntry[], position: number, atEnd: boolean): void {
    const { readTo } = this.queue
    for (const entry of entries) {
      if (entry.position <= readTo) continue
      if (this.#needs.admit(this, entry)) this.queue.take(entry)
      // What waits of an EVSE that is covered is dropped when its location is taken.
      else if (!isCovered(entry)) this.queue.forget(entry.key)
    }
    this.queue.readUpTo(position, atEnd)
  }
}
