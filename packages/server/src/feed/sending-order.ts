// What of a partner's lanes may be sent before what: across modules, where one object names another.

import type { FeedEntry } from '../storage/objects.ts'
import type { Lane } from './lane.ts'
import { laneModules } from './next-message.ts'
import type { ObjectDelivery, PartnerState } from './object-delivery.ts'

export class SendingOrder {
  readonly #state: Pick<PartnerState, 'lanes' | 'parked'>
  readonly #objects: Pick<ObjectDelivery, 'shown' | 'order'>

  constructor(state: Pick<PartnerState, 'lanes' | 'parked'>, objects: Pick<ObjectDelivery, 'shown' | 'order'>) {
    this.#state = state
    this.#objects = objects
  }

  /** While a partner is told everything: tariffs before locations, locations before sessions, and so on. */
  mustWait(lane: Lane): boolean {
    if (lane.plan.inOrderUntil === 0) return false
    for (const module of laneModules) {
      if (module === lane.module) break
      const earlier = this.#state.lanes.get(module)
      if (earlier && !this.#isThrough(earlier)) return true
    }
    if (this.#isThrough(lane)) lane.set({ inOrderUntil: 0 })
    return false
  }

  isReady(lane: Lane, entry: FeedEntry): boolean {
    // R-TAR-03: no connector refers to a tariff any more when it is deleted.
    if (this.#isDeletion(entry)) {
      const locations = this.#state.lanes.get('locations')
      return !locations || locations.queue.cursor >= entry.position - 1
    }
    if (lane.module === 'locations') return !this.#waitsForTariffs(lane, entry)
    return lane.module !== 'cdrs' || this.#objects.order.mayGo(entry.key)
  }

  /** Everything it had to tell first has been told; deleted tariffs wait for the locations and do not count. */
  #isThrough({ queue, plan }: Lane): boolean {
    if (plan.inOrderUntil === 0) return true
    const oldest = queue.oldest((entry) => !this.#isDeletion(entry))
    return queue.readTo >= plan.inOrderUntil && (oldest === undefined || oldest > plan.inOrderUntil)
  }

  /** The partner is told that the tariff is gone: it was deleted, or is not for this partner any more. */
  #isDeletion(entry: FeedEntry): boolean {
    return entry.key.module === 'tariffs' && (entry.deleted || this.#objects.shown(entry) === 'withdrawn')
  }

  /**
   * A connector names a tariff after the partner was told of it: what a location may name goes first, unless it was tried
   * in vain already. A status names none.
   */
  #waitsForTariffs(lane: Lane, { key, position, fullPosition }: FeedEntry): boolean {
    const tariffs = this.#state.lanes.get('tariffs')?.queue
    if (!tariffs || (tariffs.size === 0 && tariffs.readTo >= position)) return false
    if (fullPosition <= lane.queue.knownOf(key) && !this.#state.parked.hasFor(key)) return false
    return tariffs.readTo < position || tariffs.hasUntried(position, (entry) => !this.#isDeletion(entry))
  }
}
