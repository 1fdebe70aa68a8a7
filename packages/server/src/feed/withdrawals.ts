// What leaves a partner's scope is withdrawn: of our parties that it does not see any more every object, a page at a time,
// through its lanes. How far that went stands in the row of the lane, so whoever serves the partner next goes on there.

import type { Events } from '../events.ts'
import { isPushed } from '../modules/audience.ts'
import type { Source } from '../storage/feed-state.ts'
import { type FeedEntry, listRows } from '../storage/objects.ts'
import { keyText, type RowKey } from '../storage/row.ts'
import type { Lane } from './lane.ts'
import type { LaneModule } from './next-message.ts'
import type { PartnerState } from './object-delivery.ts'
import type { Progress } from './progress.ts'

export interface WithdrawalTools {
  readonly database: Source
  readonly progress: Pick<Progress, 'touch'>
  readonly events: Events
}

interface Page {
  /** What the lane was to withdraw when the page was read; something else by now, and the page is void. */
  readonly leaving: readonly string[]
  /** Not through yet, and whether it was put into the lane. */
  readonly open: Map<string, { readonly entry: FeedEntry; asked: boolean }>
  readonly last: number
  readonly isLast: boolean
}

const AT_ONCE = 100

/** R-TAR-03: no connector refers to a tariff any more when it is deleted. */
const before: Partial<Record<LaneModule, LaneModule>> = { tariffs: 'locations' }

export class Withdrawals {
  readonly #tools: WithdrawalTools
  readonly #state: Pick<PartnerState, 'lanes'>
  readonly #pages = new Map<Lane, Page>()
  readonly #reading = new Set<Lane>()

  constructor(tools: WithdrawalTools, state: Pick<PartnerState, 'lanes'>) {
    this.#tools = tools
    this.#state = state
  }

  /** The partner took what was sent of the object, or it was parked, or passed over. */
  through(key: RowKey): void {
    if (this.#pages.size === 0) return
    const text = keyText(key)
    for (const { open } of this.#pages.values()) if (open.get(text)?.asked) open.delete(text)
  }

  /** Puts into lanes what is to be withdrawn now. `done` when a page was read. */
  pump(done: () => void): void {
    for (const lane of this.#pages.keys()) if (this.#state.lanes.get(lane.module) !== lane) this.#pages.delete(lane)
    for (const lane of this.#state.lanes.values()) if (lane.plan.leaving.length > 0) this.#work(lane, done)
  }

  #work(lane: Lane, done: () => void): void {
    const first = before[lane.module]
    if (first && (this.#state.lanes.get(first)?.plan.leaving.length ?? 0) > 0) return
    const page = this.#pages.get(lane)
    if (!page || page.leaving !== lane.plan.leaving) {
      this.#pages.delete(lane)
      this.#read(lane, done)
      return
    }
    for (const one of page.open.values()) {
      // What a lane forgets when it goes back to the beginning is put into it again.
      if (!lane.queue.isLeaving(one.entry.key)) one.asked = lane.queue.withdraw(one.entry)
    }
    if (page.open.size > 0) return
    this.#pages.delete(lane)
    lane.set(page.isLast ? { leaving: [], leftUpTo: 0 } : { leftUpTo: page.last })
    this.#tools.progress.touch(lane)
    if (!page.isLast) this.#read(lane, done)
  }

  #read(lane: Lane, done: () => void): void {
    if (this.#reading.has(lane)) return
    this.#reading.add(lane)
    void this.#page(lane)
      .then((page) => {
        if (page.leaving === lane.plan.leaving) this.#pages.set(lane, page)
      })
      .catch((error: unknown) => this.#tools.events.failed('withdrawals', error))
      .finally(() => {
        this.#reading.delete(lane)
        done()
      })
  }

  async #page({ module, plan: { leaving, leftUpTo } }: Lane): Promise<Page> {
    const filter = { module, owners: leaving, partner: null }
    const rows = await listRows(this.#tools.database, filter, { afterSeq: leftUpTo, limit: AT_ONCE })
    const open = rows.filter(isPushed).map((row) => {
      const entry = { ...row, parentPosition: null, parentFullPosition: null }
      return [keyText(row.key), { entry, asked: false }] as const
    })
    return { leaving, open: new Map(open), last: rows.at(-1)?.seq ?? leftUpTo, isLast: rows.length < AT_ONCE }
  }
}
