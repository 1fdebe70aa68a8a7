// Puts what is parked at one partner, and due, back into its lanes.

import type { Clock } from '../clock.ts'
import type { Events } from '../events.ts'
import type { Partner } from '../partners/partner.ts'
import type { Source } from '../storage/feed-state.ts'
import { getRows } from '../storage/objects.ts'
import { keyText } from '../storage/row.ts'
import { laneOf } from './next-message.ts'
import type { PartnerState } from './object-delivery.ts'
import type { ParkedStore } from './parked-store.ts'
import type { Progress } from './progress.ts'

export interface RetryTools {
  readonly database: Source
  readonly parked: ParkedStore
  readonly progress: Progress
  readonly events: Events
  readonly clock: Clock
}

const AT_ONCE = 100

export class ParkedRetries {
  readonly #tools: RetryTools
  readonly #state: PartnerState
  #lookAgain = true
  #looking = false

  constructor(tools: RetryTools, state: PartnerState) {
    this.#tools = tools
    this.#state = state
  }

  /** Something may be due. */
  wake(): void {
    this.#lookAgain = true
  }

  /** `done` when something was put into a lane. */
  pump(partner: Partner, done: () => void): void {
    if (!this.#lookAgain || this.#looking || this.#state.parked.isEmpty) return
    this.#lookAgain = false
    this.#looking = true
    void this.#look(partner)
      .then((found) => {
        this.#looking = false
        if (found) done()
      })
      .catch((error: unknown) => {
        this.#looking = false
        this.#tools.events.failed('parked', error)
      })
  }

  async #look(partner: Partner): Promise<boolean> {
    const { parked, database, clock, progress } = this.#tools
    const { id, away, lanes, scope } = this.#state
    const now = clock.now()
    const due = await parked.due(id, now, AT_ONCE)
    due.push(...(await parked.waiting(id, away.parties, AT_ONCE)))
    for (const party of away.dueParties(now.getTime())) due.push(...(await parked.oneFor(id, party)))
    if (due.length === 0) return false
    if (due.length >= AT_ONCE) this.#lookAgain = true
    const rows = await getRows(
      database,
      due.map(({ key }) => key),
    )
    const byKey = new Map(rows.map((row) => [keyText(row.key), row]))
    for (const one of due) {
      // What happened since then may not be written down yet.
      if (!this.#state.parked.isCurrent(one)) continue
      const { key } = one
      const row = byKey.get(keyText(key))
      const module = laneOf(key.module)
      const lane = module && lanes.get(module)
      const entry = row && { ...row, parentPosition: null, parentFullPosition: null }
      if (entry && lane && scope.inScope(entry, partner)) lane.queue.retry(entry)
      else if (entry && lane) lane.queue.withdraw(entry)
      else {
        this.#state.parked.remove(key)
        progress.unpark(id, key)
      }
    }
    return true
  }
}
