import { instant } from './instant.ts'
import { LoadMore } from './load-more.ts'
import { keyText, type Row, type RowKey } from './row.ts'
import { sameJson } from './same-json.ts'
import type { Change, View, Write } from './writer.ts'

/** A row with what only storage needs. */
export interface StoredRow extends Row {
  /** JSON text of the values lists search by. */
  readonly derived: string | null
}

/** A row to be written; `lastUpdatedAt` is its `lastUpdated` as PostgreSQL takes it. */
export interface StagedRow extends StoredRow {
  readonly lastUpdatedAt: string
}

const parentText = (key: RowKey): string => keyText({ ...key, module: 'locations', sub: '' })

/** Audiences are sets: order does not count. */
function sameParties(a: readonly string[] | null, b: readonly string[] | null): boolean {
  if (a === null || b === null) return a === b
  return a.length === b.length && [...a].sort().join() === [...b].sort().join()
}

/**
 * The rows of one batch in memory: what the database has, and on top what the writes before this one have put. Each
 * put that moves its object takes the next position at once; an object put twice ends up with its last one.
 */
export class Overlay {
  private readonly rows = new Map<string, StoredRow>()
  private readonly evses = new Map<string, Set<string>>()
  private readonly staged = new Map<string, StagedRow>()
  private readonly start: number
  private readonly receivedAt: string
  private end: number
  private size = 0

  constructor(position: number, stored: readonly StoredRow[], now: Date) {
    this.start = position
    this.end = position
    this.receivedAt = now.toISOString()
    for (const row of stored) this.keep(this.rows, row)
  }

  /** The last position taken. */
  get position(): number {
    return this.end
  }

  get moved(): boolean {
    return this.end > this.start
  }

  /** Characters of the bodies staged so far. */
  get staging(): number {
    return this.size
  }

  /** Runs one write. When `apply` throws, nothing of it remains. */
  apply<T>({ load, alone = [] }: Pick<Write<T>, 'load' | 'alone'>, apply: (view: View) => T): T {
    const own = new Map<string, StagedRow>()
    const end = this.end
    try {
      const result = apply(this.view(new Set(load.map(keyText)), new Set(alone.map(keyText)), own))
      for (const [text, row] of own) {
        this.keep(this.rows, row)
        this.staged.set(text, row)
        this.size += row.text.length
      }
      return result
    } catch (error) {
      this.end = end
      throw error
    }
  }

  /** In order of position. */
  changes(): StagedRow[] {
    return [...this.staged.values()].sort((a, b) => a.position - b.position)
  }

  private keep(rows: Map<string, StoredRow>, row: StoredRow): void {
    const text = keyText(row.key)
    rows.set(text, row)
    if (row.key.module !== 'evses') return
    const parent = parentText(row.key)
    const siblings = this.evses.get(parent) ?? new Set()
    this.evses.set(parent, siblings.add(text))
  }

  private view(loaded: ReadonlySet<string>, alone: ReadonlySet<string>, own: Map<string, StagedRow>): View {
    const find = (key: RowKey): StoredRow | undefined => {
      const text = keyText(key)
      // Without this a write would see, or overwrite, whatever its neighbours in the batch happened to load.
      if (!loaded.has(text) && !alone.has(text) && !(key.module === 'evses' && loaded.has(parentText(key)))) {
        throw new Error(`the row ${key.module} was not named in load; a write names every row it reads or puts`)
      }
      return own.get(text) ?? this.rows.get(text)
    }
    return {
      get: find,
      evsesOf: (location) => {
        const parent = keyText(location)
        find(location)
        if (!loaded.has(parent)) throw new LoadMore([location])
        const texts = new Set(this.evses.get(parent))
        for (const [text, row] of own) {
          if (row.key.module === 'evses' && parentText(row.key) === parent) texts.add(text)
        }
        return [...texts]
          .map((text) => own.get(text) ?? this.rows.get(text)!)
          .filter((row) => !row.deleted)
          .sort((a, b) => a.seq - b.seq)
      },
      put: (change) => {
        const { row, moves, writes } = this.stage(change, find(change.key))
        if (writes) own.set(keyText(change.key), row)
        return moves
      },
    }
  }

  private stage(change: Change, before: StoredRow | undefined): { row: StagedRow; moves: boolean; writes: boolean } {
    const { key, version, text, lastUpdated, partner, deleted = false, quiet = false, correlationId = null } = change
    const lastUpdatedAt = instant(lastUpdated, 'last_updated')
    const audience = change.audience === undefined ? (before?.audience ?? null) : change.audience
    const state = change.state === undefined ? (before?.state ?? null) : change.state
    const derived =
      change.derived === undefined ? (before?.derived ?? null) : change.derived && JSON.stringify(change.derived)
    const same =
      before !== undefined &&
      before.deleted === deleted &&
      // What was stored without being delivered, and is written again as it is, is delivered now.
      (quiet || !before.quiet) &&
      before.state === state &&
      sameParties(before.audience, audience) &&
      sameJson(before.text, text)
    if (same) {
      const writes =
        before.version !== version ||
        before.partner !== partner ||
        before.lastUpdated !== lastUpdated ||
        before.derived !== derived
      return { row: { ...before, version, partner, lastUpdated, lastUpdatedAt, derived }, moves: false, writes }
    }
    this.end += 1
    const position = this.end
    // An object made again after its deletion is new to whoever crawls the list, so it goes to the list's end.
    const created = before === undefined || (before.deleted && !deleted)
    const statusOnly = change.statusOnly === true && !created && !deleted
    // A full change earlier in this batch has no position of its own left: this one stands for both.
    // What was stored without being delivered, partners do not have.
    const full = !statusOnly || before.fullPosition > this.start || before.quiet === true
    const row: StagedRow = {
      key,
      seq: created ? position : before.seq,
      version,
      text,
      lastUpdated,
      lastUpdatedAt,
      partner,
      audience,
      position,
      fullPosition: full ? position : before.fullPosition,
      deleted,
      state,
      quiet,
      correlationId,
      receivedAt: this.receivedAt,
      derived,
    }
    return { row, moves: true, writes: true }
  }
}
