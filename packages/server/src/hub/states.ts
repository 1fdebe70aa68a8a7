// Whether each party that a hub reaches can be reached now, and since when: derived from the directory, stored, the same
// in every process. What is gone stays, SUSPENDED: a ClientInfo cannot be deleted (R-HCI-02).

import { compareDateTimes } from '@interchange/ocpi/wire/date-time'
import type { Clock } from '../clock.ts'
import type { Directory } from '../partners/directory.ts'
import type { Database } from '../storage/database.ts'
import { type ClientState, type HubStore, hubChannel } from './hub-store.ts'
import { clientKey, type Reached, reachOf } from './visible-parties.ts'

/** What has to be written so that stored states are those of the reach. Pure. */
export function changedStates(
  reach: ReadonlyMap<string, Reached>,
  stored: ReadonlyMap<string, ClientState>,
  now: string,
): ClientState[] {
  const changed: ClientState[] = []
  for (const [key, { party, role, status, lastUpdated }] of reach) {
    const before = stored.get(key)
    if (before?.status === status) continue
    // A hub's own time is kept, unless it would take back what was said since.
    const isNewer = lastUpdated !== null && (!before || compareDateTimes(before.lastUpdated, lastUpdated) < 0)
    changed.push({ party, role, status, lastUpdated: isNewer ? lastUpdated : now })
  }
  for (const [key, state] of stored) {
    if (reach.has(key) || state.status === 'SUSPENDED') continue
    changed.push({ ...state, status: 'SUSPENDED', lastUpdated: now })
  }
  return changed
}

export interface HubStates {
  /** In the order in which they became known. */
  all(): readonly ClientState[]
  reach(): ReadonlyMap<string, Reached>
  /** Called after a state or the reach changed. */
  onChange(heard: () => void): () => void
  /** Resolves when what the directory says now is stored. */
  settled(): Promise<void>
  close(): Promise<void>
}

export interface HubStatesNeeds {
  readonly database: Database
  readonly store: HubStore
  readonly directory: Directory
  readonly clock: Clock
  readonly failed: (error: unknown) => void
}

export async function hubStates({ database, store, directory, clock, failed }: HubStatesNeeds): Promise<HubStates> {
  const listeners = new Set<() => void>()
  let states: readonly ClientState[] = []
  let reach: ReadonlyMap<string, Reached> = new Map()
  let running: Promise<void> | undefined
  let again = false

  const isHub = () => directory.ownParties().some(({ roles }) => roles.includes('HUB'))
  const byKey = (all: readonly ClientState[]) => new Map(all.map((state) => [clientKey(state), state]))

  async function follow(): Promise<void> {
    if (!isHub()) return
    states = await store.states()
    reach = reachOf(directory)
    const compare = () => changedStates(reach, byKey(states), clock.now().toISOString())
    if (compare().length > 0) {
      // Another process may have stored what the directory of this one does not know yet.
      await directory.reload()
      reach = reachOf(directory)
      const changed = compare()
      if (changed.length > 0) {
        await store.putStates(changed, byKey(states))
        states = await store.states()
        await database.notify(hubChannel(database.schema))
      }
    }
    for (const heard of [...listeners]) heard()
  }

  async function rounds(): Promise<void> {
    do {
      again = false
      await follow()
    } while (again)
  }

  /** One at a time; what is asked for meanwhile is one more round. */
  function wake(): Promise<void> {
    if (running) again = true
    running ??= rounds().finally(() => {
      running = undefined
    })
    return running
  }

  await wake()
  const soon = () => void wake().catch(failed)
  const unlisten = await database.listen(hubChannel(database.schema), soon)
  const stop = directory.onChange(soon)

  return {
    all: () => states,
    reach: () => reach,
    onChange(heard) {
      listeners.add(heard)
      return () => listeners.delete(heard)
    },
    settled: wake,
    async close() {
      stop()
      await unlisten()
      await running?.catch(() => undefined)
    },
  }
}
