// The end of the feed in memory, as the table has it: each object once, at its newest state. What listeners that keep up
// are told is made once for all that stand at the same place and want the same.

import type { ToldChange } from './change.ts'
import { type Cursor, positionText } from './position.ts'

export interface ChangesFilter {
  readonly modules: readonly string[] | undefined
  /** Keys of parties, upper case. */
  readonly parties: readonly string[] | undefined
  readonly own: boolean | undefined
}

/** Changes in order of position, and how far they reach: everything up to `end` is among them. */
export interface Part {
  readonly changes: readonly ToldChange[]
  readonly end: number
}

/** Some changes as bytes of the stream. */
export interface Frame {
  /** Undefined: there was nothing to tell. */
  readonly bytes: Buffer | undefined
  /** Where a listener stands that was told this. */
  readonly cursor: Cursor
  /** Changes of the part that are in it. */
  readonly count: number
}

/** Characters of a frame; the change that exceeds them is its last. */
const FRAME = 32 * 1024
const MOST_CHARACTERS = 4 * 1024 * 1024
const MOST_CHANGES = 2_000
/** Kept until the feed moves on. */
const MOST_FRAMES = 256

export class RecentChanges {
  /** By object, in order of position. */
  private readonly held = new Map<string, ToldChange>()
  private inOrder: readonly ToldChange[] | undefined
  private readonly frames = new Map<string, Frame>()
  private characters = 0
  /** Everything behind here is held. */
  private from: number
  private upTo: number

  constructor(position: number) {
    this.from = position
    this.upTo = position
  }

  get end(): number {
    return this.upTo
  }

  /** What follows the end there was. A state that is told anew takes the place of the one before. */
  add({ changes, end }: Part): void {
    this.dropEvses(changes.filter(({ entry }) => entry.key.module === 'locations'))
    for (const change of changes) {
      const object = objectOf(change)
      this.drop(object)
      this.held.set(object, change)
      this.characters += change.members.length
    }
    for (const [object, { entry }] of this.held) {
      if (this.held.size <= MOST_CHANGES && this.characters <= MOST_CHARACTERS) break
      this.drop(object)
      this.from = entry.position
    }
    this.moved(end)
  }

  /** Holds nothing of what came before. */
  forget(position: number): void {
    this.held.clear()
    this.characters = 0
    this.from = position
    this.moved(position)
  }

  /** What comes next for whoever stands there. Undefined: that is too long ago. */
  next(filter: ChangesFilter, key: string, cursor: Cursor): Frame | undefined {
    if (cursor.position < this.from) return undefined
    const name = `${key}@${positionText(cursor)}`
    const made = this.frames.get(name)
    if (made) return made
    const part = { changes: this.behind(cursor.position), end: this.upTo }
    const frame = frameOf(wantedOf(part, filter, cursor), cursor)
    if (this.frames.size >= MOST_FRAMES) this.frames.clear()
    this.frames.set(name, frame)
    return frame
  }

  private behind(position: number): readonly ToldChange[] {
    this.inOrder ??= [...this.held.values()]
    let [low, high] = [0, this.inOrder.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.inOrder[middle]!.entry.position > position) high = middle
      else low = middle + 1
    }
    return this.inOrder.slice(low)
  }

  private moved(end: number): void {
    this.upTo = end
    this.inOrder = undefined
    this.frames.clear()
  }

  private drop(object: string): void {
    this.characters -= this.held.get(object)?.members.length ?? 0
    this.held.delete(object)
  }

  /** A location is told whole: its EVSEs need not be told before it. */
  private dropEvses(locations: readonly ToldChange[]): void {
    if (locations.length === 0) return
    const whole = new Set(locations.map(ownerOf))
    for (const [object, change] of this.held) {
      if (change.entry.key.module === 'evses' && whole.has(ownerOf(change))) this.drop(object)
    }
  }
}

/** The same for filters that let the same through. */
export const filterKey = ({ modules, parties, own }: ChangesFilter): string =>
  JSON.stringify([modules?.toSorted() ?? null, parties?.toSorted() ?? null, own ?? null])

export const wantedOf = ({ changes, end }: Part, filter: ChangesFilter, cursor: Cursor): Part => ({
  changes: changes.filter((change) => wants(filter, cursor, change)),
  end,
})

/** The first of these changes, all of them wanted. */
export function frameOf({ changes, end }: Part, cursor: Cursor): Frame {
  let text = ''
  let count = 0
  let at: Cursor = changes.length === 0 ? { ...cursor, position: Math.max(end, cursor.position) } : cursor
  while (count < changes.length && text.length < FRAME) {
    const { members } = changes[count++]!
    // The position that is told covers what was left out behind this change, so that nobody has to look again.
    const next = changes[count]?.entry.position
    at = { ...cursor, position: next === undefined ? end : next - 1 }
    const position = positionText(at)
    text += `id: ${position}\ndata: {"position":"${position}",${members}\n\n`
  }
  return { bytes: text === '' ? undefined : Buffer.from(text), cursor: at, count }
}

function wants(filter: ChangesFilter, { position, walkEnd }: Cursor, { entry, module, own, parties }: ToldChange) {
  if (entry.position <= position) return false
  if (entry.deleted && walkEnd !== undefined && entry.position <= walkEnd) return false
  if (filter.own !== undefined && filter.own !== own) return false
  if (filter.modules && !filter.modules.includes(module)) return false
  return !filter.parties || filter.parties.some((party) => parties.includes(party))
}

/** The object, or of an EVSE its location. */
const ownerOf = ({ entry: { key } }: ToldChange): string => `${key.countryCode}/${key.partyId}/${key.id}`
const objectOf = (change: ToldChange): string => {
  const { module, sub } = change.entry.key
  return `${module}/${sub}/${ownerOf(change)}`
}
