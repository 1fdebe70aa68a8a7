import { setTimeout as delay } from 'node:timers/promises'
import type { Directory } from '../partners/directory.ts'
import type { Database } from '../storage/database.ts'
import { scopeOf } from './lane-plan.ts'
import { laneStore } from './lane-store.ts'

const LOOK_MS = 200
/**
 * Rows may be behind what a process knows: a lane is looked at every two seconds and written down every second. A party that
 * is taken a moment after it was given would else look as if nothing of it had ever been sent.
 */
const STEADY_MS = 3_000
/** A partner that takes longer is told of our parties nevertheless. */
const MOST_MS = 60_000

/** Resolves when all lanes of a partner, whichever process has them, know its scope and have withdrawn what left it. */
export async function untilWithdrawn(database: Database, directory: Directory, partnerId: string): Promise<void> {
  const lanes = laneStore(database)
  const giveUpAt = performance.now() + MOST_MS
  let since = Number.POSITIVE_INFINITY
  while (performance.now() < giveUpAt) {
    const partner = directory.partner(partnerId)
    if (!partner) return
    const scope = scopeOf(partner, directory)
    const rows = await lanes.lanesOf([partnerId])
    const isThrough = rows.every((row) => row.scope === scope && row.leaving.length === 0)
    since = isThrough ? Math.min(since, performance.now()) : Number.POSITIVE_INFINITY
    if (performance.now() - since >= STEADY_MS) return
    await delay(LOOK_MS, undefined, { ref: false })
  }
}
