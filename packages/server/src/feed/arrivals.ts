// On a hub: parties of other partners come into a partner's sight and leave it. What is there of one that comes is put
// into the partner's lanes, a page at a time, beside what changes. About one that leaves nothing is said: its objects are
// not ours to withdraw (docs/hub.md). How far it went is a row for each party, so whoever serves the partner next goes on.

import type { Events } from '../events.ts'
import type { Sharing } from '../modules/sharing.ts'
import type { Partner } from '../partners/partner.ts'
import { partyKey } from '../party.ts'
import type { Source } from '../storage/feed-state.ts'
import { type FeedEntry, listRows } from '../storage/objects.ts'
import { keyText, type RowKey } from '../storage/row.ts'
import type { Lane } from './lane.ts'
import type { LanePartyStore } from './lane-party-store.ts'
import type { LaneModule } from './next-message.ts'
import type { PartnerState } from './object-delivery.ts'

export interface ArrivalTools {
  readonly database: Source
  readonly laneParties: LanePartyStore
  readonly sharing: Pick<Sharing, 'hub' | 'pushed'>
  readonly events: Events
  /** How far the tail of this process was handed out. */
  readonly tailAt: () => number
}

/** Party -> `seq` of the last of its objects that is through, while they are put into the lane. */
type Known = ReadonlyMap<string, number | null>

/** Says that a lane has been looked at; no party has this name. */
const LOOKED_AT = ''

export interface Sight {
  readonly known: Known
  /** Parties it sees now. */
  readonly seen: ReadonlySet<string>
  /** Those of which something was passed over, because it did not see them for a moment. */
  readonly missed: ReadonlySet<string>
  /** The partner is pushed what changes and nothing else. */
  readonly onlyChanges: boolean
  /** The lane goes back to its beginning unless the partner reads the module by itself: then who comes need not be put into it. */
  readonly isWaiting: boolean
  /** Those that came while it waited, and where the feed ended then. */
  readonly pending: ReadonlyMap<string, number>
  /** Where the feed ends now. */
  readonly end: number
  /** From where on what is there was sent, or read by the partner, when it waits no longer. */
  readonly coveredTo: number
}

interface Arrived {
  readonly put: Known
  readonly gone: string[]
  readonly pending: Map<string, number>
}

/** What has to be written down when a partner sees these parties. What the first ones have, a lane begins with. Pure. */
export function arrivals(sight: Sight): Arrived {
  const { known, seen, missed, onlyChanges, isWaiting, end, coveredTo } = sight
  const isFirst = !known.has(LOOKED_AT)
  const put = new Map<string, number | null>()
  const pending = new Map<string, number>()
  if (isFirst) put.set(LOOKED_AT, null)
  for (const party of seen) {
    if (known.has(party) && !missed.has(party)) continue
    const came = sight.pending.get(party)
    if (isWaiting && !onlyChanges) pending.set(party, came ?? end)
    else put.set(party, onlyChanges || isFirst || (came !== undefined && came <= coveredTo) ? null : 0)
  }
  return { put, gone: [...known.keys()].filter((party) => party !== LOOKED_AT && !seen.has(party)), pending }
}

interface Page {
  readonly parties: readonly string[]
  readonly upTo: number
  /** Not through yet, and whether it was put into the lane. */
  readonly open: Map<string, { readonly entry: FeedEntry; asked: boolean }>
  readonly last: number
  readonly isLast: boolean
}

const AT_ONCE = 100

/** A connector names tariffs that the partner was told of before. */
const before: Partial<Record<LaneModule, LaneModule>> = { locations: 'tariffs' }

export class Arrivals {
  readonly #id: string
  readonly #tools: ArrivalTools
  readonly #lanes: PartnerState['lanes']
  #known: Map<LaneModule, Map<string, number | null>> | undefined
  readonly #missed = new Map<LaneModule, Set<string>>()
  readonly #pending = new Map<LaneModule, ReadonlyMap<string, number>>()
  readonly #pages = new Map<Lane, Page>()
  readonly #reading = new Set<Lane>()
  #written: Promise<unknown> = Promise.resolve()

  constructor(tools: ArrivalTools, { id, lanes }: Pick<PartnerState, 'id' | 'lanes'>) {
    this.#id = id
    this.#tools = tools
    this.#lanes = lanes
  }

  /** Takes down which parties the partner sees now. */
  async follow(partner: Partner): Promise<void> {
    const { laneParties, sharing } = this.#tools
    if (!sharing.hub(partner)) return
    this.#known ??= await this.#read()
    const writes: (() => Promise<void>)[] = []
    for (const [module, lane] of this.#lanes) {
      const seen = sharing.pushed(partner, module)
      const missed = this.#missed.get(module) ?? new Set<string>()
      this.#missed.delete(module)
      const known = this.#known.get(module) ?? new Map<string, number | null>()
      const { rewindTo, crawledTo, inOrderUntil } = lane.row
      const isRewound = inOrderUntil > 0 || lane.queue.known < 0
      const { put, gone, pending } = arrivals({
        known,
        seen,
        missed,
        onlyChanges: partner.settings.initialPushAfter === 'never',
        isWaiting: rewindTo === 0,
        pending: this.#pending.get(module) ?? new Map(),
        end: this.#tools.tailAt(),
        coveredTo: isRewound ? Number.POSITIVE_INFINITY : (crawledTo ?? -1),
      })
      this.#pending.set(module, pending)
      if (put.size === 0 && gone.length === 0) continue
      this.#known.set(module, new Map([...known, ...put].filter(([party]) => !gone.includes(party))))
      // A page of them is void.
      this.#pages.delete(lane)
      writes.push(async () => {
        await laneParties.put(this.#id, module, put)
        await laneParties.remove(this.#id, module, gone)
      })
    }
    // All of it is known before anything is sent: locations wait for tariffs.
    for (const write of writes) await this.#write(write)
  }

  /** Something of a party was not for the partner when it came by. If that was for a moment, it is to be made up for. */
  passedOver(partner: Partner, module: LaneModule, { partner: source, key }: FeedEntry): void {
    if (source === null || !this.#tools.sharing.hub(partner)) return
    const party = partyKey(key)
    if (this.#known && !this.#known.get(module)?.has(party)) return
    const missed = this.#missed.get(module) ?? new Set<string>()
    if (missed.has(party) || this.#tools.sharing.pushed(partner, module).has(party)) return
    this.#missed.set(module, missed.add(party))
  }

  /** The partner took what was sent of the object, or it was parked, or passed over. */
  through(key: RowKey): void {
    if (this.#pages.size === 0) return
    const text = keyText(key)
    for (const { open } of this.#pages.values()) if (open.get(text)?.asked) open.delete(text)
  }

  /** A lane that is gone begins anew if it comes back. */
  forget(modules: readonly LaneModule[]): void {
    for (const module of modules) {
      this.#known?.delete(module)
      this.#pending.delete(module)
    }
  }

  /** Puts into lanes what has come into sight. `done` when a page was read. */
  pump(done: () => void): void {
    for (const lane of this.#pages.keys()) if (this.#lanes.get(lane.module) !== lane) this.#pages.delete(lane)
    for (const lane of this.#lanes.values()) if (this.#isComing(lane.module)) this.#work(lane, done)
  }

  #isComing(module: LaneModule): boolean {
    for (const upTo of this.#known?.get(module)?.values() ?? []) if (upTo !== null) return true
    return false
  }

  #work(lane: Lane, done: () => void): void {
    const first = before[lane.module]
    if (first && this.#lanes.has(first) && this.#isComing(first)) return
    const page = this.#pages.get(lane)
    if (!page) {
      this.#readPage(lane, done)
      return
    }
    // What a lane forgets when it goes back to the beginning is put into it again.
    for (const one of page.open.values()) {
      if (!lane.queue.isHeld(one.entry.key)) one.asked = lane.queue.bring(one.entry)
    }
    if (page.open.size > 0) return
    this.#pages.delete(lane)
    this.#advance(lane.module, page)
    if (this.#isComing(lane.module)) this.#readPage(lane, done)
  }

  #advance(module: LaneModule, { parties, isLast, last }: Page): void {
    const known = this.#known!.get(module)!
    const put = new Map(parties.map((party) => [party, isLast ? null : last]))
    for (const [party, upTo] of put) known.set(party, upTo)
    void this.#write(() => this.#tools.laneParties.put(this.#id, module, put)).catch((error: unknown) =>
      this.#tools.events.failed('arrivals', error),
    )
  }

  #readPage(lane: Lane, done: () => void): void {
    if (this.#reading.has(lane)) return
    this.#reading.add(lane)
    const known = this.#known!.get(lane.module)
    void this.#page(lane.module, known!)
      .then((page) => {
        // Whoever came or left meanwhile makes it void.
        if (this.#known?.get(lane.module) === known) this.#pages.set(lane, page)
      })
      .catch((error: unknown) => this.#tools.events.failed('arrivals', error))
      .finally(() => {
        this.#reading.delete(lane)
        done()
      })
  }

  /** Parties that came together are gone through together, in order of creation. */
  async #page(module: LaneModule, known: Known): Promise<Page> {
    const upTo = Math.min(...[...known.values()].filter((at) => at !== null))
    const parties = [...known].flatMap(([party, at]) => (at === upTo ? [party] : []))
    const filter = { module, owners: parties, received: true, notFrom: this.#id }
    const rows = await listRows(this.#tools.database, filter, { afterSeq: upTo, limit: AT_ONCE })
    // Without its body it is read again when it is sent: what changed since then goes as it is by then.
    const open = rows.map((row) => {
      const entry = { ...row, text: '', parentPosition: null, parentFullPosition: null }
      return [keyText(row.key), { entry, asked: false }] as const
    })
    return { parties, upTo, open: new Map(open), last: rows.at(-1)?.seq ?? upTo, isLast: rows.length < AT_ONCE }
  }

  async #read(): Promise<Map<LaneModule, Map<string, number | null>>> {
    const read = new Map<LaneModule, Map<string, number | null>>()
    for (const { module, party, upTo } of await this.#tools.laneParties.of(this.#id)) {
      const known = read.get(module) ?? new Map<string, number | null>()
      read.set(module, known.set(party, upTo))
    }
    return read
  }

  /** One after the other, in order. */
  #write(write: () => Promise<void>): Promise<void> {
    const writing = this.#written.then(write)
    this.#written = writing.catch(() => undefined)
    return writing
  }
}
