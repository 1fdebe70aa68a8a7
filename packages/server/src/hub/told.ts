// What each partner was told of the parties a hub reaches: by the roles of our credentials, by HubClientInfo. In memory
// for the partners this process serves and for hubs; written down before it counts.

import type { SaidBy } from '../partners/keeping.ts'
import type { Database } from '../storage/database.ts'
import { type HubStore, type PartnerTimes, type ToldState, toldChannel } from './hub-store.ts'
import { clientKey } from './visible-parties.ts'

export interface ToldPartner extends PartnerTimes {
  /** Both by `clientKey`. */
  readonly roles: ReadonlyMap<string, ToldState>
  readonly clients: ReadonlyMap<string, ToldState>
}

export type Told = Awaited<ReturnType<typeof openTold>>

export async function openTold(database: Database, store: HubStore, failed: (error: unknown) => void) {
  const known = new Map<string, ToldPartner>()
  const listeners = new Set<() => void>()
  const loads = new Map<string, Promise<void>>()
  const tell = () => {
    for (const heard of [...listeners]) heard()
  }

  async function read(partner: string): Promise<ToldPartner> {
    const rows = await store.told(partner)
    const of = (how: string) => new Map(rows.filter((row) => row.how === how).map((row) => [clientKey(row), row]))
    return { roles: of('roles'), clients: of('clients'), ...(await store.times(partner)) }
  }

  /** Resolves after a read that began later. */
  function load(partner: string): Promise<void> {
    const mine = (loads.get(partner) ?? Promise.resolve())
      .catch(() => undefined)
      .then(async () => {
        known.set(partner, await read(partner))
        tell()
      })
      .finally(() => {
        if (loads.get(partner) === mine) loads.delete(partner)
      })
    loads.set(partner, mine)
    return mine
  }

  const loadAll = () => void Promise.all([...known.keys()].map(load)).catch(failed)
  const unlisten = await database.listen(toldChannel(database.schema), loadAll)

  return {
    load,
    forget: (partner: string): void => {
      known.delete(partner)
    },
    /** Undefined until it is loaded. */
    of: (partner: string): ToldPartner | undefined => known.get(partner),
    /** As it is stored, for a process that does not serve the partner. */
    read,
    async clients(partner: string, clients: readonly ToldState[]): Promise<void> {
      if (clients.length === 0) return
      await store.putClientsTold(partner, clients)
      const before = known.get(partner)
      if (!before) return await database.notify(toldChannel(database.schema))
      const after = new Map(before.clients)
      for (const client of clients) after.set(clientKey(client), client)
      known.set(partner, { ...before, clients: after })
      tell()
    },
    /** All that credentials say. One that has registered just now has nothing of what it was told before. */
    async roles(partner: string, roles: readonly ToldState[], by: SaidBy): Promise<void> {
      if (by === 'registration') await store.forget(partner)
      await store.putRolesTold(partner, roles)
      const served = known.has(partner)
      if (served) await load(partner)
      if (!served || by !== 'renewal') await database.notify(toldChannel(database.schema))
    },
    /** When its credentials were sent anew, or its list was read. */
    async time(partner: string, which: keyof PartnerTimes, time: Date): Promise<void> {
      await store.putTime(partner, which, time)
      const before = known.get(partner)
      if (before) known.set(partner, { ...before, [which]: time })
    },
    /** Called after a partner was told something. */
    onChange(heard: () => void): () => void {
      listeners.add(heard)
      return () => listeners.delete(heard)
    },
    close: unlisten,
  }
}
