// What has to be told before a CDR: the last state of its session, and the CDR that it credits.

import type { Source } from '../storage/feed-state.ts'
import { getRow } from '../storage/objects.ts'
import { type RowKey, rowKey } from '../storage/row.ts'
import type { Lane } from './lane.ts'
import { groupKey, type Taken } from './lane-queue.ts'
import type { MessageStore } from './message-store.ts'
import type { LaneModule } from './next-message.ts'
import type { ParkedIndex } from './parked-index.ts'

interface Needs {
  readonly database: Source
  readonly messages: Pick<MessageStore, 'cdrState'>
}

interface Known {
  readonly id: string
  readonly parked: ParkedIndex
  readonly lanes: ReadonlyMap<LaneModule, Lane>
}

export class CdrOrder {
  readonly #needs: Needs
  readonly #known: Known
  /** CDRs that wait, by their group; true while they still have to. */
  readonly #waiting = new Map<string, () => boolean>()

  constructor(needs: Needs, known: Known) {
    this.#needs = needs
    this.#known = known
  }

  /** Asked before a CDR is taken up again. */
  mayGo(key: RowKey): boolean {
    const name = groupKey(key)
    if (this.#waiting.get(name)?.()) return false
    this.#waiting.delete(name)
    return true
  }

  /** `parked`: the CDR it credits was refused, so this one is too. */
  async check(lane: Lane, taken: Taken, cdr: Readonly<Record<string, unknown>>): Promise<'go' | 'wait' | 'parked'> {
    const { key } = taken.entry
    const sessions = this.#known.lanes.get('sessions')
    if (sessions && typeof cdr.session_id === 'string') {
      const session = rowKey('sessions', key.countryCode, key.partyId, cdr.session_id)
      const open = await this.#openUntil(session, sessions)
      if (open !== undefined) return this.#wait(key, session, 'sessions', open)
    }
    if (cdr.credit !== true || typeof cdr.credit_reference_id !== 'string') return 'go'
    const original = rowKey('cdrs', key.countryCode, key.partyId, cdr.credit_reference_id)
    if (groupKey(original) === groupKey(key)) return 'go'
    const open = await this.#openUntil(original, lane)
    if (open !== undefined) return this.#wait(key, original, 'cdrs', open)
    if ((await this.#needs.messages.cdrState(this.#known.id, original)) === 'settled') return 'go'
    return this.#known.parked.has(original) ? 'parked' : 'go'
  }

  /**
   * Undefined when its newest state was told. Else it waits in the lane, and the lane has to have read up to the
   * position returned.
   */
  async #openUntil(key: RowKey, lane: Lane): Promise<number | undefined> {
    if (lane.queue.has(groupKey(key))) return 0
    const row = await getRow(this.#needs.database, key)
    return row && row.partner === null && row.position > lane.queue.readTo ? row.position : undefined
  }

  #wait(cdr: RowKey, first: RowKey, module: LaneModule, readTo: number): 'wait' {
    const name = groupKey(first)
    this.#waiting.set(groupKey(cdr), () => {
      const lane = this.#known.lanes.get(module)
      return lane !== undefined && (lane.queue.has(name) || lane.queue.readTo < readTo)
    })
    return 'wait'
  }
}
