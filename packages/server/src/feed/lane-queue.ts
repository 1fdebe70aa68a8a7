// What one lane has read from the feed and not settled yet, and the cursor that follows from it. No I/O.

import type { FeedEntry } from '../storage/objects.ts'
import { keyText, type RowKey } from '../storage/row.ts'
import { isLast, LaneWindow, MOST_WAITING } from './lane-window.ts'
import { Lowest } from './lowest.ts'

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
  /** When it is out of scope, the partner is to be told so. */
  leaving?: boolean
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
export const groupKey = (key: RowKey): string => namesOf(key).group

interface Names {
  readonly row: string
  readonly group: string
}

/** The tail hands the same keys to all lanes. */
const names = new WeakMap<RowKey, Names>()

function namesOf(key: RowKey): Names {
  const known = names.get(key)
  if (known) return known
  const row = keyText(key)
  const made = { row, group: key.module === 'evses' ? keyText({ ...key, module: 'locations', sub: '' }) : row }
  names.set(key, made)
  return made
}

export class LaneQueue {
  readonly capacity: number
  readonly window = new LaneWindow()
  readonly #groups = new Map<string, Group>()
  readonly #remembered = new Map<string, number>()
  readonly #ends: number[] = []
  readonly #lowest = new Lowest()
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

  /** Objects that are not settled, with those that wait for their window to end. */
  get size(): number {
    return this.#groups.size + this.window.size
  }

  /** Something may be sent, or is. */
  get hasGroups(): boolean {
    return this.#groups.size > 0
  }

  get full(): boolean {
    return this.#groups.size >= this.capacity || this.window.size >= MOST_WAITING
  }

  /** Half of what it may hold is free. */
  get hasRoom(): boolean {
    return this.#groups.size * 2 < this.capacity && this.window.size * 2 < MOST_WAITING
  }

  /** Changes that were never sent because a newer one of the same object took their place while they waited. */
  get saved(): number {
    return this.#saved
  }

  groups(): IterableIterator<Group> {
    return this.#groups.values()
  }

  /** Something of this group is not settled. */
  has(group: string): boolean {
    return this.#groups.has(group) || this.window.has(group)
  }

  /** The partner has whatever of the row had changed up to this position. */
  knownOf(key: RowKey): number {
    const { row, group } = namesOf(key)
    const own = this.#remembered.get(row) ?? -1
    const location = row === group ? -1 : (this.#remembered.get(group) ?? -1)
    return Math.max(this.known, own, location)
  }

  /** The row is to be sent. A newer state replaces the one that waits. */
  take(entry: FeedEntry): void {
    const { row: rowText, group: name } = namesOf(entry.key)
    const known = this.knownOf(entry.key)
    const covered = this.#covered(name, entry)
    const low = Math.min(lowOf(entry, known), covered.low)
    const since = earlier(entry.receivedAt, covered.since)
    const waited = this.window.get(name, rowText)
    const group = this.#groups.get(name)
    const inGroup = group?.held.get(rowText)
    const before = inGroup ?? waited
    if (before && before.entry !== group?.sending && before.entry.position < entry.position) this.#saved++
    const held: Held = {
      entry,
      low: Math.min(low, before?.low ?? low),
      known: before?.known ?? known,
      since: earlier(since, before?.since ?? since),
    }
    if (!inGroup && this.window.holds(rowText) && !isLast(entry)) {
      this.window.put(name, rowText, held)
      this.#lowest.add(name, rowText, held.low)
      this.#dropEmpty(name)
      return
    }
    if (waited) this.window.remove(name, rowText)
    this.#hold(name, rowText, held)
  }

  /** The row was read again and is not to be sent any more. */
  forget(key: RowKey): void {
    const { row, group: name } = namesOf(key)
    const waited = this.window.remove(name, row)
    const group = this.#groups.get(name)
    const held = group?.held.get(row)
    if (!waited && !held) return
    if (held?.leaving) held.low = Number.POSITIVE_INFINITY
    else group?.held.delete(row)
    this.#dropEmpty(name)
    this.#stale = true
  }

  /** A parked object is to be tried again; it holds nothing back. */
  retry(entry: FeedEntry): void {
    const { row: rowText, group: name } = namesOf(entry.key)
    const waited = this.window.remove(name, rowText)
    if (this.#groups.get(name)?.held.has(rowText)) return
    const again = { entry, low: Number.POSITIVE_INFINITY, known: -1, since: entry.receivedAt }
    this.#hold(name, rowText, waited ?? again)
  }

  /**
   * The partner is to be told that the object is not for it any more; it holds nothing back. False: not now, what was
   * sent of it last is not answered.
   */
  withdraw(entry: FeedEntry): boolean {
    if (this.#groups.get(groupKey(entry.key))?.inFlight) return false
    this.retry(entry)
    this.#groups.get(groupKey(entry.key))!.held.get(keyText(entry.key))!.leaving = true
    return true
  }

  /** The object is to be told although it did not change; it holds nothing back. False: not now, as above. */
  bring(entry: FeedEntry): boolean {
    if (this.#groups.get(groupKey(entry.key))?.inFlight) return false
    this.retry(entry)
    return true
  }

  /** It waits to be sent, or is on its way. */
  isHeld(key: RowKey): boolean {
    return this.#groups.get(groupKey(key))?.held.has(keyText(key)) === true
  }

  /** It waits to be withdrawn, or is on its way. */
  isLeaving(key: RowKey): boolean {
    return this.#groups.get(groupKey(key))?.held.get(keyText(key))?.leaving === true
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
    this.window.release(now, (name, rowText, held) =>
      // It was not late while it waited.
      this.#hold(name, rowText, { ...held, since: new Date(now).toISOString() }),
    )
    if (this.window.isSpent) return undefined
    let found: Taken | undefined
    for (const group of this.#groups.values()) {
      if (group.inFlight || group.notBefore > now || (found && group.tries >= found.group.tries)) continue
      const first = firstOf(group)
      if (!first || !ready(first.held.entry)) continue
      found = { group, rowText: first.rowText, held: first.held, entry: first.held.entry }
      if (!untriedFirst || group.tries === 0) break
    }
    if (!found) return undefined
    found.group.inFlight = true
    found.group.sending = found.entry
    return found
  }

  /** The partner was away: tries of that time say nothing about the objects. */
  forgetTries(): void {
    for (const group of this.#groups.values()) {
      group.tries = 0
      group.notBefore = 0
    }
  }

  /**
   * What was sent is done with: accepted, parked or skipped. `also`: rows the same message brought. `toldAt`: the partner
   * was told, in milliseconds since 1970; the windows of these rows begin then.
   */
  settle(taken: Taken, also: readonly FeedEntry[] = [], toldAt?: number): void {
    const { group } = taken
    group.inFlight = false
    group.sending = undefined
    group.tries = 0
    group.notBefore = 0
    this.#settleRow(group, taken.entry, toldAt)
    for (const entry of also) this.#settleRow(group, entry, toldAt)
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
    for (const { entry } of [...this.window.all()]) {
      if (entry.position <= position) this.window.remove(groupKey(entry.key), keyText(entry.key))
    }
    this.#readTo = Math.max(this.#readTo, position)
    this.#ends.splice(0, this.#ends.length, position, ...this.#ends.filter((end) => end > position))
    for (const held of this.#all()) {
      held.known = Math.max(held.known, position)
      if (held.low <= position) held.low = lowOf(held.entry, held.known)
    }
    this.#stale = true
  }

  /** Everything after this position is read again, and nothing is known of what the partner has of it. */
  rewind(position: number): void {
    for (const [name, group] of this.#groups) if (!group.inFlight) this.#groups.delete(name)
    this.window.clear()
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
   * stood in the feed at `start` already when the lane began there was not late before: it waits since `begun`. What
   * waits for the end of its window is counted, and is not late.
   */
  waiting(start: number, begun: string): { readonly objects: number; readonly since: string | undefined } {
    let objects = this.window.size
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
    for (const held of this.#all()) {
      if (held.low === Number.POSITIVE_INFINITY || !counts(held.entry)) continue
      if (found === undefined || held.low < found) found = held.low
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
  #covered(name: string, entry: FeedEntry): Pick<Held, 'low' | 'since'> {
    let low = Number.POSITIVE_INFINITY
    let since = entry.receivedAt
    if (entry.key.module !== 'locations') return { low, since }
    const group = this.#groups.get(name)
    const covers = (held: Held): boolean => {
      if (held.entry.key.module !== 'evses' || held.entry.position > entry.position) return false
      low = Math.min(low, held.low)
      since = earlier(since, held.since)
      if (held.entry !== group?.sending) this.#saved++
      return true
    }
    for (const [text, held] of group?.held ?? []) if (covers(held)) group!.held.delete(text)
    for (const [text, held] of [...this.window.rowsOf(name)]) if (covers(held)) this.window.remove(name, text)
    return { low, since }
  }

  #dropEmpty(name: string): void {
    const group = this.#groups.get(name)
    if (group?.held.size === 0 && !group.inFlight) this.#groups.delete(name)
  }

  *#all(): Generator<Held> {
    for (const group of this.#groups.values()) yield* group.held.values()
    yield* this.window.all()
  }

  #hold(name: string, rowText: string, next: Held): void {
    const group = this.#groups.get(name) ?? this.#open(name)
    const held = group.held.get(rowText)
    // What is in flight is known by its object.
    if (held) Object.assign(held, next)
    else group.held.set(rowText, next)
    this.#lowest.add(name, rowText, next.low)
  }

  /** The row was told; a newer state of it waits for the end of its window. */
  #begin(group: Group, rowText: string, at: number): void {
    this.window.tell(rowText, group.key, at)
    const held = group.held.get(rowText)
    if (!held || held.leaving || !this.window.holds(rowText) || isLast(held.entry)) return
    group.held.delete(rowText)
    this.window.put(group.key, rowText, held)
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

  #settleRow(group: Group, entry: FeedEntry, toldAt: number | undefined): void {
    const { row } = namesOf(entry.key)
    this.#remember(row, entry.position)
    const held = group.held.get(row)
    if (held && held.entry.position <= entry.position) group.held.delete(row)
    else if (held) {
      held.known = Math.max(held.known, entry.position)
      held.low = lowOf(held.entry, held.known)
      held.since = held.entry.receivedAt
      this.#lowest.add(group.key, row, held.low)
    }
    if (toldAt !== undefined) this.#begin(group, row, toldAt)
  }

  /** What holds the cursor back from a row, undefined when nothing does. */
  readonly #lowOf = (group: string, row: string): number | undefined =>
    (this.#groups.get(group)?.held.get(row) ?? this.window.get(group, row))?.low

  #remember(rowText: string, position: number): void {
    this.#remembered.delete(rowText)
    this.#remembered.set(rowText, position)
    if (this.#remembered.size > MOST_REMEMBERED) this.#remembered.delete(this.#remembered.keys().next().value!)
  }

  #recount(): void {
    this.#stale = false
    const held = this.#groups.size + this.window.size
    const lowest = this.#lowest.find(this.#lowOf, held) ?? Number.POSITIVE_INFINITY
    this.#cursor = Math.max(this.#cursor, Math.min(lowest - 1, this.#readTo))
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
