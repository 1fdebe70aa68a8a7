// The directory of every process: partners, tokens and own parties in memory, read again when any process changed them.

import type { Clock } from '../clock.ts'
import { partyKey } from '../party.ts'
import type { Directory } from './directory.ts'
import type { OwnParty, Partner, Role } from './partner.ts'
import type { PartnerStore, StoredToken } from './partner-store.ts'
import { hashToken, PARTNER_TOKEN, type Secrets } from './secrets.ts'

export interface DirectoryNeeds {
  readonly store: PartnerStore
  readonly clock: Clock
  readonly secrets: Secrets
  readonly failed: (error: unknown) => void
}

interface State {
  readonly partners: readonly Partner[]
  readonly byId: ReadonlyMap<string, Partner>
  readonly tokens: Map<string, StoredToken>
  readonly outbound: ReadonlyMap<string, string>
  readonly own: readonly OwnParty[]
  readonly ownByKey: ReadonlyMap<string, OwnParty>
  /** Party key -> partners that speak for it, direct connections first. */
  readonly servedBy: ReadonlyMap<string, readonly Partner[]>
}

const empty: State = {
  partners: [],
  byId: new Map(),
  tokens: new Map(),
  outbound: new Map(),
  own: [],
  ownByKey: new Map(),
  servedBy: new Map(),
}

/** Partners that exist for others: their parties are known, whether they answer at the moment or not. */
const connected = (partner: Partner): boolean => partner.status !== 'invited' && partner.status !== 'suspended'

export async function memoryDirectory({ store, clock, secrets, failed }: DirectoryNeeds): Promise<Directory> {
  let state = empty
  const listeners = new Set<() => void>()

  async function reload(): Promise<void> {
    const [stored, tokens, own] = await Promise.all([store.partners(), store.tokens(), store.ownParties()])
    const partners = stored.map(({ partner }) => partner)
    state = {
      partners,
      byId: new Map(partners.map((partner) => [partner.id, partner])),
      tokens: new Map(tokens.map((token) => [token.hash, token])),
      outbound: new Map(
        stored.flatMap(({ partner, outboundToken }) => {
          const token = outboundToken === null ? undefined : secrets.open(PARTNER_TOKEN, outboundToken)
          return token === undefined ? [] : [[partner.id, token] as const]
        }),
      ),
      own,
      ownByKey: new Map(own.map((party) => [partyKey(party), party])),
      servedBy: serving(partners),
    }
    for (const heard of listeners) heard()
  }

  /** The newer token is in use, so the one before it is not needed any longer (T-09). */
  function newTokenInUse(partnerId: string): void {
    const dying = [...state.tokens.values()].filter((token) => token.partnerId === partnerId && token.diesAt !== null)
    if (dying.length === 0) return
    for (const { hash } of dying) state.tokens.delete(hash)
    store.deleteDying(partnerId).catch(failed)
  }

  await reload()
  return {
    reload,
    partners: () => state.partners,
    partner: (id) => state.byId.get(id),
    byToken(token) {
      const found = state.tokens.get(hashToken(token))
      const partner = found && state.byId.get(found.partnerId)
      if (!found || !partner) return undefined
      if (found.diesAt === null) newTokenInUse(partner.id)
      else if (found.diesAt <= clock.now().getTime()) return undefined
      return { partner, tokenA: found.kind === 'A' }
    },
    outboundToken: (partnerId) => state.outbound.get(partnerId),
    ownParties: () => state.own,
    ownParty: (key) => state.ownByKey.get(key),
    ownPartiesFor: ({ parties }) =>
      parties === '*' ? state.own : state.own.filter((party) => parties.includes(partyKey(party))),
    serving(party, role) {
      const partners = state.servedBy.get(party.toUpperCase()) ?? []
      return partners.find((partner) => role === undefined || plays(partner, party, role))
    },
    mayActFor: (partner, party) => partner.roles.some((role) => partyKey(role) === party.toUpperCase()),
    partiesOf: (partner, role) => [
      ...new Set(partner.roles.filter((held) => role === undefined || held.role === role).map(partyKey)),
    ],
    endpoint: (partner, module, side) =>
      partner.endpoints.find(
        ({ identifier, role }) => identifier === module && (role === side || module === 'credentials'),
      ),
    onChange(heard) {
      listeners.add(heard)
      return () => listeners.delete(heard)
    },
  }
}

const plays = (partner: Partner, party: string, role: Role): boolean =>
  partner.roles.some((held) => held.role === role && partyKey(held) === party.toUpperCase())

function serving(partners: readonly Partner[]): Map<string, Partner[]> {
  const served = new Map<string, Partner[]>()
  const direct = partners.filter((partner) => connected(partner) && partner.hubParty === null)
  const hubs = partners.filter((partner) => connected(partner) && partner.hubParty !== null)
  for (const partner of [...direct, ...hubs]) {
    for (const key of new Set(partner.roles.map(partyKey))) {
      const known = served.get(key)
      if (known) known.push(partner)
      else served.set(key, [partner])
    }
  }
  return served
}
