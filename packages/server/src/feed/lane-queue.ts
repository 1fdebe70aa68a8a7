// What one lane has read from the feed and not settled yet, and the cursor that follows from it. No I/O.

import type { FeedEntry } from '../storage/objects.ts'
import { keyText, type RowKey } from '../storage/row.ts'

/** One row that has to be told about, at its newest state. */
export interface Held {
  entry: FeedEntry
  /**
   * The cursor stays below this until the row is settled. It is the row's full position when the partner does not have
   * that yet, so that after a restart nobody takes a cursor past it for proof and sends a PATCH.
   */
  low: number
  /** The partner has whatever of the object had changed up to this position. */
  known: number
  /** When the oldest change that the partner does not have was stored, as `receivedAt` of entries: it sorts as text. */
  since: string
}

/** What is never sent twice at a time: an object, or a location with its EVSEs. */
export interface Group {
  readonly key: string
  readonly held: Map<string, Held>
  inFlight: boolean
  /** What is in flight. */
  sending: FeedEntry | undefined
  /** Milliseconds since 1970. */
  notBefore: number
  tries: number
  /** Objects of this partner that succeeded when the first try failed; tells whether others succeeded meanwhile. */
  settledBefore: number
}

export interface Taken {
  readonly group: Group
  readonly rowText: string
  readonly held: Held
  /** As it was taken; a newer one may have arrived when it is settled. */
  readonly entry: FeedEntry
}

/** Objects settled after `known` that are remembered, so that their next change can be a PATCH. */
const MOST_REMEMBERED = 5000
/** Ends of the feed that were read up to and that the cursor has not reached. */
const MOST_ENDS = 256

/** EVSEs share their location's group. */
export const groupKey = (key: RowKey): string =>
  key.module === 'evses' ? keyText({ ...key, module: 'locations', sub: '' }) : keyText(key)

export class LaneQueue {
  readonly capacity: number
  readonly #groups = new Map<string, Group>()
  readonly #remembered = new Map<string, number>()
  readonly #ends: number[] = []
  #cursor: number
  #known: number
  #readTo: number
  #stale = false
  #saved = 0

  /** `known` is at most `cursor`; see there. */
  constructor(cursor: number, known: number, capacity: number) {
    this.#cursor = cursor
    this.#known = known
    this.#readTo = cursor
    this.capacity = capacity
  }

  /** Every row with a position up to here is settled, parked or skipped in the state it had there, or a newer one. */
  get cursor(): number {
    if (this.#stale) this.#recount()
    return this.#cursor
  }

  /**
   * The partner has whatever of any object had changed up to here. Less than the cursor while the lane reads in pages:
   * an object may have left the page it stood in for a later one, so that the cursor passes where it was unseen.
   * Only when a read reached the feed's end is everything that stood there seen.
   */
  get known(): number {
    if (this.#stale) this.#recount()
    return this.#known
  }

  /** Rows up to here were read, as far as they stood there then. */
  get readTo(): number {
    return this.#readTo
  }

  get size(): number {
    return this.#groups.size
  }

  get full(): boolean {
    return this.#groups.size >= this.capacity
  }

  /** Changes that were never sent because a newer one of the same object took their place while they waited. */
  get saved(): number {
    return this.#saved
  }

  groups(): IterableIterator<Group> {
    return this.#groups.values()
  }

  group(key: string): Group | undefined {
    return this.#groups.get(key)
  }

  /** The partner has whatever of the row had changed up to this position. */
  knownOf(key: RowKey): number {
    const own = this.#remembered.get(keyText(key)) ?? -1
    const location = key.module === 'evses' ? (this.#remembered.get(groupKey(key)) ?? -1) : -1
    return Math.max(this.known, own, location)
  }

  /** The row is to be sent. A newer state replaces the one that waits. */
  take(entry: FeedEntry): void {
    const name = groupKey(entry.key)
    const rowText = keyText(entry.key)
    const known = this.knownOf(entry.key)
    const group = this.#groups.get(name) ?? this.#open(name)
    const covered = this.#covered(group, entry)
    const low = Math.min(lowOf(entry, known), covered.low)
    const since = earlier(entry.receivedAt, covered.since)
    const waiting = group.held.get(rowText)
    if (waiting) {
      if (waiting.entry !== group.sending && waiting.entry.position < entry.position) this.#saved++
      waiting.since = earlier(waiting.since, since)
      waiting.entry = entry
      waiting.low = Math.min(waiting.low, low)
    } else {
      group.held.set(rowText, { entry, low, known, since })
    }
  }

  /** The row was read again and is not to be sent any more. */
  forget(key: RowKey): void {
    const group = this.#groups.get(groupKey(key))
    if (!group?.held.delete(keyText(key))) return
    if (group.held.size === 0 && !group.inFlight) this.#groups.delete(group.key)
    this.#stale = true
  }

  /** A parked object is to be tried again; it holds nothing back. */
  retry(entry: FeedEntry): void {
    const name = groupKey(entry.key)
    const group = this.#groups.get(name) ?? this.#open(name)
    const rowText = keyText(entry.key)
    if (!group.held.has(rowText)) {
      group.held.set(rowText, {
        entry,
        low: Number.POSITIVE_INFINITY,
        known: -1,
        since: entry.receivedAt,
      })
    }
  }

  /** Everything up to here has been taken or skipped. `atEnd`: the feed ended here when it was read. */
  readUpTo(position: number, atEnd: boolean): void {
    if (position < this.#readTo) return
    this.#readTo = position
    if (atEnd && this.#ends.at(-1) !== position) {
      this.#ends.push(position)
      if (this.#ends.length > MOST_ENDS)
        this.#ends.splice(0, this.#ends.length, ...this.#ends.filter((_, at) => at % 2 === 0))
    }
    this.#stale = true
  }

  /**
   * The next row that may be sent, oldest first. Its group is in flight from now on. `untriedFirst`: one that failed
   * before must not keep others from being tried where only one at a time is.
   */
  next(now: number, ready: (entry: FeedEntry) => boolean, untriedFirst = false): Taken | undefined {
    let found: { group: Group; rowText: string; held: Held } | undefined
    for (const group of this.#groups.values()) {
      if (group.inFlight || group.notBefore > now || (found && group.tries >= found.group.tries)) continue
      const first = firstOf(group)
      if (!first || !ready(first.held.entry)) continue
      found = { group, ...first }
      if (!untriedFirst || group.tries === 0) break
    }
    if (!found) return undefined
    found.group.inFlight = true
    found.group.sending = found.held.entry
    return { ...found, entry: found.held.entry }
  }

  /** The partner was away: tries of that time say nothing about the objects. */
  forgetTries(): void {
    for (const group of this.#groups.values()) {
      group.tries = 0
      group.notBefore = 0
    }
  }

  /** What was sent is done with: accepted, parked or skipped. `also`: rows the same message brought. */
  settle(taken: Taken, also: readonly FeedEntry[] = []): void {
    const { group } = taken
    group.inFlight = false
    group.sending = undefined
    group.tries = 0
    group.notBefore = 0
    for (const entry of [taken.entry, ...also]) this.#settleRow(group, entry)
    if (group.held.size === 0) this.#groups.delete(group.key)
    this.#stale = true
  }

  /** It was not settled and is tried again, not before the time given. */
  putBack(taken: Taken, notBefore: number): void {
    taken.group.inFlight = false
    taken.group.sending = undefined
    taken.group.notBefore = notBefore
  }

  /** The partner read everything up to here by itself. What is in flight goes on. */
  skipTo(position: number): void {
    for (const [name, group] of this.#groups) {
      if (group.inFlight) continue
      for (const [text, held] of group.held) {
        if (held.entry.position <= position && held.low !== Number.POSITIVE_INFINITY) group.held.delete(text)
      }
      if (group.held.size === 0) this.#groups.delete(name)
    }
    this.#readTo = Math.max(this.#readTo, position)
    this.#ends.splice(0, this.#ends.length, position, ...this.#ends.filter((end) => end > position))
    for (const group of this.#groups.values()) {
      for (const held of group.held.values()) {
        held.known = Math.max(held.known, position)
        if (held.low <= position) held.low = lowOf(held.entry, held.known)
      }
    }
    this.#stale = true
  }

  /** Everything after this position is read again, and nothing is known of what the partner has of it. */
  rewind(position: number): void {
    for (const [name, group] of this.#groups) if (!group.inFlight) this.#groups.delete(name)
    for (const group of this.#groups.values()) for (const held of group.held.values()) held.known = -1
    this.#remembered.clear()
    this.#ends.length = 0
    this.#readTo = position
    this.#cursor = position
    this.#known = -1
    this.#stale = false
  }

  /**
   * Rows that wait or are in flight, without parked ones that are tried again, and since when the oldest does. What
   * stood in the feed at `start` already when the lane began there was not late before: it waits since `begun`.
   */
  waiting(start: number, begun: string): { readonly objects: number; readonly since: string | undefined } {
    let objects = 0
    let since: string | undefined
    for (const group of this.#groups.values()) {
      for (const held of group.held.values()) {
        if (held.low === Number.POSITIVE_INFINITY) continue
        objects++
        const own = held.entry.position <= start && held.since < begun ? begun : held.since
        since = since === undefined ? own : earlier(since, own)
      }
    }
    return { objects, since }
  }

  /** The lowest position that is not settled, of rows that `counts`; undefined when there is none. */
  oldest(counts: (entry: FeedEntry) => boolean): number | undefined {
    let found: number | undefined
    for (const group of this.#groups.values()) {
      for (const held of group.held.values()) {
        if (held.low === Number.POSITIVE_INFINITY || !counts(held.entry)) continue
        if (found === undefined || held.low < found) found = held.low
      }
    }
    return found
  }

  /** Something stands before the position that `counts` and was not tried yet. */
  hasUntried(before: number, counts: (entry: FeedEntry) => boolean): boolean {
    for (const group of this.#groups.values()) {
      if (group.tries > 0) continue
      for (const held of group.held.values()) if (held.low < before && counts(held.entry)) return true
    }
    return false
  }

  /**
   * A location's body brings the EVSEs that changed before it: what waits of them is older and must not follow it.
   * What they held back, the location holds back now.
   */
  #covered(group: Group, entry: FeedEntry): Pick<Held, 'low' | 'since'> {
    let low = Number.POSITIVE_INFINITY
    let since = entry.receivedAt
    if (entry.key.module !== 'locations') return { low, since }
    for (const [text, held] of group.held) {
      if (held.entry.key.module !== 'evses' || held.entry.position > entry.position) continue
      low = Math.min(low, held.low)
      since = earlier(since, held.since)
      if (held.entry !== group.sending) this.#saved++
      group.held.delete(text)
    }
    return { low, since }
  }

  #open(name: string): Group {
    const group: Group = {
      key: name,
      held: new Map(),
      inFlight: false,
      sending: undefined,
      notBefore: 0,
      tries: 0,
      settledBefore: 0,
    }
    this.#groups.set(name, group)
    return group
  }

  #settleRow(group: Group, entry: FeedEntry): void {
    const rowText = keyText(entry.key)
    this.#remember(rowText, entry.position)
    const held = group.held.get(rowText)
    if (!held) return
    if (held.entry.position <= entry.position) {
      group.held.delete(rowText)
      return
    }
    held.known = Math.max(held.known, entry.position)
    held.low = lowOf(held.entry, held.known)
    held.since = held.entry.receivedAt
  }

  #remember(rowText: string, position: number): void {
    this.#remembered.delete(rowText)
    this.#remembered.set(rowText, position)
    if (this.#remembered.size > MOST_REMEMBERED) this.#remembered.delete(this.#remembered.keys().next().value!)
  }

  #recount(): void {
    this.#stale = false
    let lowest = this.#readTo + 1
    for (const group of this.#groups.values()) {
      for (const held of group.held.values()) if (held.low < lowest) lowest = held.low
    }
    this.#cursor = Math.max(this.#cursor, lowest - 1)
    let reached = 0
    while (reached < this.#ends.length && this.#ends[reached]! <= this.#cursor) reached++
    if (reached === 0) return
    this.#known = Math.max(this.#known, this.#ends[reached - 1]!)
    this.#ends.splice(0, reached)
    for (const [text, position] of this.#remembered) if (position <= this.#known) this.#remembered.delete(text)
  }
}

const lowOf = (entry: FeedEntry, known: number): number =>
  entry.fullPosition > known ? Math.min(entry.fullPosition, entry.position) : entry.position

const earlier = (a: string, b: string): string => (a < b ? a : b)

/** The location before its EVSEs, then by position. */
function firstOf(group: Group): { rowText: string; held: Held } | undefined {
  let first: { rowText: string; held: Held } | undefined
  for (const [rowText, held] of group.held) {
    if (held.entry.key.module === 'locations') return { rowText, held }
    if (!first || held.entry.position < first.held.entry.position) first = { rowText, held }
  }
  return first
}
