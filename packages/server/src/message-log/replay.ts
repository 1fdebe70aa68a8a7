// Sends an object again that a partner refused. Pushes carry state, not messages, so what goes out is its newest state,
// by the lane it is parked in.

import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import type { Delivery } from '../feed/delivery.ts'
import type { ParkedView } from '../feed/parked-store.ts'
import type { Secrets } from '../partners/secrets.ts'
import type { ExchangeLog } from './exchange-log.ts'
import type { ExchangeStore, ExchangeView } from './exchange-store.ts'
import { marksOf } from './redaction.ts'

export interface ReplayNeeds {
  readonly store: Pick<ExchangeStore, 'list' | 'find'>
  readonly exchanges: Pick<ExchangeLog, 'flush'>
  readonly delivery: Pick<Delivery, 'listParked' | 'retryParked'>
  readonly secrets: Pick<Secrets, 'digests'>
  readonly clock: Clock
}

/** - `pending`: the partner has not answered yet, or is not served at the moment. */
export interface Replayed {
  readonly state: 'accepted' | 'refused' | 'pending'
  readonly parked_id: string
  readonly exchange: ExchangeView | null
}

const WAIT_MS = 10_000
const LOOK_MS = 50
const WRITTEN_MS = 1000
const MOST = 1000

/** Undefined when nothing of its object is parked at its partner. */
export async function replay(needs: ReplayNeeds, exchange: ExchangeView): Promise<Replayed | undefined> {
  const { store, exchanges, delivery, clock } = needs
  const { partner, module, direction, object_id: objectId } = exchange
  if (direction !== 'out' || partner === null || objectId === null) return undefined
  const parkedNow = async () => (await delivery.listParked({ partner, module, limit: MOST })).filter(isMeant)

  function isMeant(parked: ParkedView): boolean {
    const { object_id: id, country_code: country, party_id: party } = parked
    if (country !== exchange.country_code || party !== exchange.party_id) return false
    return module === 'tokens' ? marksOf(needs.secrets, id).includes(objectId!) : id === objectId
  }

  /** Another process may have sent it, and writes it down in a moment. It may also have gone just before we asked. */
  async function outcome(from: string, state: Replayed['state']): Promise<ExchangeView | null> {
    const object = { ids: [objectId!] }
    const until = performance.now() + WRITTEN_MS
    for (;;) {
      await exchanges.flush()
      const filter = { partner: partner!, module, object, direction: 'out' }
      const [newest] = await store.list(filter, { limit: 1, bodies: true })
      if (newest && newest.at >= from) return newest
      if (performance.now() > until) return newest?.failed === (state === 'refused') ? newest : null
      await delay(LOOK_MS)
    }
  }

  const found = await parkedNow()
  const evse = exchange.part?.split('/')[0]
  const before = found.find(({ evse_uid: uid }) => uid === evse) ?? found[0]
  if (!before) return undefined
  const from = clock.now().toISOString()
  if (!(await delivery.retryParked(before.id))) return undefined

  const until = performance.now() + WAIT_MS
  while (performance.now() < until) {
    const after = (await parkedNow()).find(({ id }) => id === before.id)
    if (!after || after.refusals !== before.refusals) {
      const state = after ? 'refused' : 'accepted'
      return { state, parked_id: before.id, exchange: await outcome(from, state) }
    }
    await delay(LOOK_MS)
  }
  return { state: 'pending', parked_id: before.id, exchange: null }
}
