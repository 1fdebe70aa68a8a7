// What became of deliveries, gathered in memory and written down together: cursors, what is parked, CDRs. A cursor is
// never written without what was parked below it. What a crash loses of it is sent again; receivers take it twice.

import type { Database } from '../storage/database.ts'
import { keyText, type RowKey } from '../storage/row.ts'
import type { Lane } from './lane.ts'
import type { LaneRow } from './lane-plan.ts'
import type { LaneStore } from './lane-store.ts'
import type { CdrOutcome, MessageStore } from './message-store.ts'
import type { ParkedRow, ParkedStore } from './parked-store.ts'

export interface ProgressNeeds {
  readonly database: Database
  readonly me: string
  readonly lanes: LaneStore
  readonly parked: ParkedStore
  readonly messages: MessageStore
  readonly now: () => Date
  /** All lanes of this process. */
  readonly all: () => Iterable<Lane>
  /** An object was parked that was not before, or is no longer parked. After commit. */
  readonly told: (change: ParkedChange) => void
  /** These partners are served by somebody else by now. */
  readonly lost: (partners: readonly string[]) => void
}

export interface ParkedChange {
  readonly partner: string
  readonly key: RowKey
  /** Undefined: it is not parked any more. */
  readonly row: ParkedRow | undefined
}

interface Gathered {
  parked: Map<string, ParkedChange & { readonly isNew: boolean }>
  /** Of each CDR what happened last: an UPDATE takes any of several rows. */
  cdrs: Map<string, CdrOutcome>
  accepted: Map<string, Set<string>>
}

const nothing = (): Gathered => ({ parked: new Map(), cdrs: new Map(), accepted: new Map() })

/** A lane that only passes over what is not for it is written down this often. */
const IDLE_MS = 30_000
/** Outcomes that wait to be written; at more than this nothing new is sent. */
const MOST_WAITING = 10_000

export class Progress {
  readonly #needs: ProgressNeeds
  readonly #saved = new WeakMap<Lane, { row: LaneRow; at: number }>()
  readonly #touched = new Set<Lane>()
  #gathered = nothing()
  #running: Promise<void> | undefined

  constructor(needs: ProgressNeeds) {
    this.#needs = needs
  }

  /** Too much waits for the database. */
  get isFull(): boolean {
    return this.#gathered.parked.size + this.#gathered.cdrs.size > MOST_WAITING
  }

  /** Something in the lane was settled, or its plan changed. */
  touch(lane: Lane): void {
    this.#touched.add(lane)
  }

  park(row: ParkedRow, isNew: boolean): void {
    const { partner, key } = row
    const name = `${partner}\u0000${keyText(key)}`
    const waiting = this.#gathered.parked.get(name)
    this.#gathered.parked.set(name, { partner, key, row, isNew: isNew || waiting?.isNew === true })
  }

  unpark(partner: string, key: RowKey): void {
    this.#gathered.parked.set(`${partner}\u0000${keyText(key)}`, { partner, key, row: undefined, isNew: false })
  }

  cdr(outcome: CdrOutcome): void {
    this.#gathered.cdrs.set(`${outcome.partner}\u0000${keyText(outcome.key)}`, outcome)
  }

  /** What names this object and is parked is tried again. */
  accepted(partner: string, name: string): void {
    const names = this.#gathered.accepted.get(partner)
    if (names) names.add(name)
    else this.#gathered.accepted.set(partner, new Set([name]))
  }

  /** One after the other. Rejects when the database cannot be written; nothing is forgotten then. */
  flush(everything = false): Promise<void> {
    const next = (this.#running ?? Promise.resolve()).catch(() => undefined).then(() => this.#write(everything))
    this.#running = next
    return next
  }

  async #write(everything: boolean): Promise<void> {
    const { database, me, lanes, parked, messages, told, lost } = this.#needs
    const now = this.#needs.now()
    // Taken in one step: the rows of lanes are of the same moment as what was gathered.
    const gathered = this.#gathered
    const touched = [...this.#touched]
    const rows = this.#changed(now.getTime(), everything)
    if (rows.length + gathered.parked.size + gathered.cdrs.size + gathered.accepted.size === 0) return
    this.#gathered = nothing()
    this.#touched.clear()
    const partners = new Set([
      ...rows.map(({ row }) => row.partner),
      ...[...gathered.parked.values(), ...gathered.cdrs.values()].map(({ partner }) => partner),
      ...gathered.accepted.keys(),
    ])
    let held: Set<string>
    try {
      held = await database.transaction(async (tx) => {
        const ours = await lanes.hold(tx, me, [...partners])
        const changes = [...gathered.parked.values()].filter(({ partner }) => ours.has(partner))
        await parked.put(
          tx,
          changes.flatMap(({ row }) => row ?? []),
        )
        await parked.remove(
          tx,
          changes.filter(({ row }) => row === undefined),
        )
        await messages.concludeCdrs(
          tx,
          [...gathered.cdrs.values()].filter(({ partner }) => ours.has(partner)),
          now,
        )
        for (const [partner, names] of gathered.accepted) {
          if (ours.has(partner)) await parked.wake(tx, partner, [...names], now)
        }
        await lanes.save(
          tx,
          rows.map(({ row }) => row).filter(({ partner }) => ours.has(partner)),
        )
        return ours
      })
    } catch (error) {
      this.#putBack(gathered, touched)
      throw error
    }
    for (const { lane, row } of rows) {
      this.#saved.set(lane, { row, at: now.getTime() })
      if (held.has(row.partner)) lane.written(row)
    }
    for (const change of gathered.parked.values()) {
      if (held.has(change.partner) && (change.isNew || change.row === undefined)) told(change)
    }
    const gone = [...partners].filter((partner) => !held.has(partner))
    if (gone.length > 0) lost(gone)
  }

  #changed(now: number, everything: boolean): { lane: Lane; row: LaneRow }[] {
    const found: { lane: Lane; row: LaneRow }[] = []
    for (const lane of this.#needs.all()) {
      const saved = this.#saved.get(lane)
      const isDue = everything || this.#touched.has(lane) || !saved || now - saved.at >= IDLE_MS
      if (!isDue) continue
      const { row } = lane
      if (!saved || !sameRow(saved.row, row)) found.push({ lane, row })
    }
    return found
  }

  /** What was gathered since then is newer. */
  #putBack(failed: Gathered, touched: readonly Lane[]): void {
    const newer = this.#gathered
    this.#gathered = {
      parked: new Map([...failed.parked, ...newer.parked]),
      cdrs: new Map([...failed.cdrs, ...newer.cdrs]),
      accepted: failed.accepted,
    }
    for (const [partner, names] of newer.accepted) for (const name of names) this.accepted(partner, name)
    for (const lane of touched) this.#touched.add(lane)
  }
}

const sameRow = (a: LaneRow, b: LaneRow): boolean =>
  a.cursor === b.cursor &&
  a.known === b.known &&
  a.inOrderUntil === b.inOrderUntil &&
  a.rewindTo === b.rewindTo &&
  a.rewindAt?.getTime() === b.rewindAt?.getTime() &&
  a.crawledTo === b.crawledTo &&
  a.scope === b.scope &&
  a.leaving === b.leaving &&
  a.leftUpTo === b.leftUpTo &&
  a.epoch === b.epoch &&
  a.againFrom === b.againFrom
