// The window of a lane: an object is told at most once within it. The first change of an object that was quiet goes at
// once; what changes again before the window is over waits for its end, and only the newest state goes. No I/O.

import type { FeedEntry } from '../storage/objects.ts'
import type { Held } from './lane-queue.ts'

interface Told {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly group: string
}

/** Objects told within a window that are remembered. When there are more the lane waits for the oldest of them. */
export const MOST_TOLD = 100_000
/** Objects that wait for their window to end; what changes beyond them stays in the table until there is room. */
export const MOST_WAITING = 20_000

/** Nothing follows it, so it is told at once: a session that has ended, a token that is no longer valid, an EVSE or tariff that is gone. */
export const isLast = ({ key, state, deleted }: FeedEntry): boolean =>
  deleted || LAST[key.module]?.includes(state ?? '') === true

const LAST: Readonly<Record<string, readonly string[]>> = {
  sessions: ['COMPLETED', 'INVALID'],
  tokens: ['INVALID'],
  evses: ['REMOVED'],
}

/** What waited is read again before it is sent: its body is not kept, and a location brings what its EVSEs are by then. */
export const needsReading = ({ text }: FeedEntry): boolean => text === ''

/** The tail hands the same entry to all lanes; what waits in forty of them is kept once. */
const withoutTexts = new WeakMap<FeedEntry, FeedEntry>()

function withoutText(entry: FeedEntry): FeedEntry {
  if (needsReading(entry)) return entry
  const known = withoutTexts.get(entry)
  if (known) return known
  const made = { ...entry, text: '' }
  withoutTexts.set(entry, made)
  return made
}

export class LaneWindow {
  /** Milliseconds; 0: no window. */
  length = 0
  /** By row. */
  readonly #told = new Map<string, Told>()
  /** Rows in the order in which they were told; one that was told again stands in it twice. */
  readonly #order = new Fifo<{ readonly rowText: string; readonly at: number }>()
  /** By group, then by row. */
  readonly #waiting = new Map<string, Map<string, Held>>()
  #rows = 0

  /** Rows that wait. */
  get size(): number {
    return this.#rows
  }

  /** Nothing more may be told before the window of something else is over. */
  get isSpent(): boolean {
    return this.#told.size >= MOST_TOLD
  }

  /** The row was told within the window, so its next state has to wait. */
  holds(rowText: string): boolean {
    return this.#told.has(rowText)
  }

  tell(rowText: string, group: string, at: number): void {
    if (this.length === 0) return
    this.#told.set(rowText, { at, group })
    this.#order.push({ rowText, at })
  }

  get(group: string, rowText: string): Held | undefined {
    return this.#waiting.get(group)?.get(rowText)
  }

  has(group: string): boolean {
    return this.#waiting.has(group)
  }

  rowsOf(group: string): ReadonlyMap<string, Held> {
    return this.#waiting.get(group) ?? NONE
  }

  *all(): Generator<Held> {
    for (const rows of this.#waiting.values()) yield* rows.values()
  }

  /** It waits, instead of an older state that did. */
  put(group: string, rowText: string, held: Held): void {
    const rows = this.#waiting.get(group) ?? new Map<string, Held>()
    if (!rows.has(rowText)) this.#rows++
    const { low, known, since, leaving } = held
    const kept: Held = { entry: withoutText(held.entry), low, known, since }
    if (leaving) kept.leaving = true
    rows.set(rowText, kept)
    this.#waiting.set(group, rows)
  }

  /** It waits no longer. */
  remove(group: string, rowText: string): Held | undefined {
    const rows = this.#waiting.get(group)
    const held = rows?.get(rowText)
    if (!rows || !held) return undefined
    rows.delete(rowText)
    this.#rows--
    if (rows.size === 0) this.#waiting.delete(group)
    return held
  }

  clear(): void {
    this.#waiting.clear()
    this.#rows = 0
  }

  /** Rows whose window is over; `due` gets those that waited for it. */
  release(now: number, due: (group: string, rowText: string, held: Held) => void): void {
    for (let first = this.#order.first; first; first = this.#order.first) {
      const { rowText, at } = first
      // A clock that was set back must not hold anything for longer than a window.
      if (now < at + this.length && now >= at - this.length) return
      this.#order.shift()
      const told = this.#told.get(rowText)
      if (told?.at !== at) continue
      this.#told.delete(rowText)
      const held = this.remove(told.group, rowText)
      if (held) due(told.group, rowText, held)
    }
  }
}

/** A map is no queue: what was deleted at its beginning is walked over again and again. */
class Fifo<T> {
  #items: T[] = []
  #head = 0

  get first(): T | undefined {
    return this.#items[this.#head]
  }

  push(item: T): void {
    this.#items.push(item)
  }

  shift(): void {
    if (++this.#head * 2 < this.#items.length) return
    this.#items = this.#items.slice(this.#head)
    this.#head = 0
  }
}

const NONE: ReadonlyMap<string, Held> = new Map()
