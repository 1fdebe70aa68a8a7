// What a hub knows: who is reached, what each partner may know of that, and what it was told. The one place that decides
// who is told of whom; HubClientInfo, credentials and lanes ask here.

import { canonical } from '@interchange/ocpi/canonical'
import { versionOf } from '@interchange/ocpi/versions'
import type { Clock } from '../clock.ts'
import { isCarried } from '../partners/carried.ts'
import type { Directory } from '../partners/directory.ts'
import type { SaidBy } from '../partners/keeping.ts'
import type { Partner, PartnerRole } from '../partners/partner.ts'
import { partyFromKey, partyKey } from '../party.ts'
import type { Database } from '../storage/database.ts'
import type { Agreements } from './agreements.ts'
import { type ClientState, hubStore, type ToldState } from './hub-store.ts'
import { hubFor } from './identity.ts'
import { hubStates } from './states.ts'
import { openTold, type ToldPartner } from './told.ts'
import { clientKey, isVisible, passes } from './visible-parties.ts'

export interface HubNeeds {
  readonly database: Database
  readonly directory: Directory
  readonly agreements: Agreements
  readonly clock: Clock
  readonly failed: (error: unknown) => void
}

export type HubParties = Awaited<ReturnType<typeof openHubParties>>

const nothingTold: ToldPartner = { roles: new Map(), clients: new Map(), announcedAt: null, readAt: null }

/** 2.2.1 hubs tell of parties by HubClientInfo, newer ones list them in their credentials (R-CRED-23, R-CRED-24). */
export const listsParties = (version: string | null): boolean =>
  version !== null && versionOf(version)?.objects.Credentials?.fields.hub_party_id !== undefined

export async function openHubParties({ database, directory, agreements, clock, failed }: HubNeeds) {
  const store = hubStore(database)
  const told = await openTold(database, store, failed)
  const states = await hubStates({ database, store, directory, clock, failed })
  const listeners = new Set<() => void>()
  /** Rises whenever something below may be answered differently. */
  let revision = 0
  function changed(): void {
    revision++
    for (const heard of [...listeners]) heard()
  }
  /** Of hubs it is known everywhere what they were told: it decides between two that tell each other. */
  function loadHubs(): void {
    for (const { id, hubParty } of directory.partners()) {
      if (hubParty && !told.of(id)) void told.load(id).catch(failed)
    }
  }
  loadHubs()
  const stops = [
    agreements.onChange(changed),
    states.onChange(changed),
    told.onChange(changed),
    directory.onChange(loadHubs),
  ]

  /** What a partner may know of parties now; what left its sight is SUSPENDED, since nothing can be deleted (R-HCI-02). */
  function view(partner: Partner, known: ToldPartner = told.of(partner.id) ?? nothingTold): ClientState[] {
    const own = hubFor(directory, partner)
    const roles = partner.version === null ? undefined : versionOf(partner.version)?.enums.Role?.values
    if (!own || !roles) return []
    const reach = states.reach()
    return states.all().flatMap((state): ClientState[] => {
      const { party, role } = state
      if (!roles.includes(role)) return []
      const key = clientKey(state)
      const reached = reach.get(key)
      const before = known.clients.get(key) ?? known.roles.get(key)
      const isTold = before !== undefined && before.status !== 'SUSPENDED'
      if (
        reached &&
        passes(reached, partner, directory, own, isTold) &&
        isVisible(party, partner, directory, agreements)
      )
        return [state]
      if (!before) return []
      // Where its own connection brings it, nothing is to be said of it.
      if (reached?.source.id === partner.id) return []
      const lastUpdated = isTold && state.status !== 'SUSPENDED' ? clock.now().toISOString() : state.lastUpdated
      return [{ party, role, status: 'SUSPENDED', lastUpdated }]
    })
  }

  return {
    store,
    states,
    told,
    view,
    revision: () => revision,

    /** What the roles of our credentials add for a partner: the parties it can reach through us. */
    reachable(partner: Partner, version: string): PartnerRole[] {
      if (!listsParties(version)) return []
      const reach = states.reach()
      const roles = canonical.enums.Role?.values ?? []
      return view({ ...partner, version }).flatMap((state) => {
        const reached = reach.get(clientKey(state))
        if (!isCarried(state) || !reached || !roles.includes(state.role)) return []
        const { businessDetails } = reached
        return [{ ...partyFromKey(state.party), role: state.role, businessDetails }]
      })
    },

    /** Credentials with these parties in their roles have been given to a partner. */
    async said(partnerId: string, roles: readonly PartnerRole[], by: SaidBy): Promise<void> {
      if (!directory.ownParties().some((own) => own.roles.includes('HUB')) && by !== 'registration') return
      const said = roles.map((role) => ({ party: partyKey(role), role: role.role, status: 'CONNECTED' as const }))
      await told.roles(partnerId, said, by)
    },

    /**
     * Whether a partner was told of a party, in credentials or by HubClientInfo: until then nothing of it is sent there.
     * A partner that cannot be told takes what comes.
     */
    isTold(partnerId: string, party: string): boolean {
      const partner = directory.partner(partnerId)
      if (!partner || directory.ownParty(party) || !hubFor(directory, partner)) return true
      const byRoles = listsParties(partner.version) && partner.versionsUrl !== null
      const byClients = directory.endpoint(partner, 'hubclientinfo', 'RECEIVER') !== undefined
      if (!byRoles && !byClients) return true
      const known = told.of(partnerId)
      const key = party.toUpperCase()
      const names = (said: ReadonlyMap<string, ToldState> | undefined) =>
        [...(said?.values() ?? [])].some((one) => one.party === key && isCarried(one))
      return (byRoles && names(known?.roles)) || (byClients && names(known?.clients))
    },

    /** Called after partners were told something, or what they may know changed. */
    onChange(heard: () => void): () => void {
      listeners.add(heard)
      return () => listeners.delete(heard)
    },

    async close(): Promise<void> {
      for (const stop of stops) stop()
      await states.close()
      await told.close()
    },
  }
}
