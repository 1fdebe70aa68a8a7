// The directory of every process: partners, tokens and own parties in memory, read again when any process changed them.

import type { Clock } from '../clock.ts'
import { partyKey } from '../party.ts'
import { type Carried, carriedParties, type HubClient, isCarried, through } from './carried.ts'
import type { Directory, Known } from './directory.ts'
import type { OwnParty, Partner, Role } from './partner.ts'
import type { PartnerStore, StoredToken } from './partner-store.ts'
import { hashToken, PARTNER_TOKEN, type Secrets } from './secrets.ts'

export interface DirectoryNeeds {
  readonly store: PartnerStore
  readonly clock: Clock
  readonly secrets: Secrets
  readonly failed: (error: unknown) => void
  /** Other processes may work on the same tables. */
  readonly shared?: boolean
}

interface State {
  readonly partners: readonly Partner[]
  readonly byId: ReadonlyMap<string, Partner>
  readonly tokens: Map<string, StoredToken>
  readonly outbound: ReadonlyMap<string, string>
  readonly own: readonly OwnParty[]
  readonly ownByKey: ReadonlyMap<string, OwnParty>
  /** What a partner was given. */
  readonly given: ReadonlyMap<string, readonly OwnParty[]>
  /** Parties a partner tells of; never one of ours, whatever it says. */
  readonly carried: ReadonlyMap<string, ReadonlyMap<string, readonly Carried[]>>
  /** Those it speaks for, with their roles. */
  readonly speaksFor: ReadonlyMap<string, ReadonlyMap<string, readonly Role[]>>
  /**
   * Party key -> partners that tell of it: who is set to be its source, then direct connections, then hubs, those that
   * do not reach it last.
   */
  readonly servedBy: ReadonlyMap<string, readonly Partner[]>
  readonly roles: ReadonlyMap<string, readonly Role[]>
}

/** Tokens that nobody knows are looked up in the tables only so many at a time: guessing must not occupy the database. */
const MOST_ASKING = 4

/** Partners that exist for others: their parties are known, whether they answer at the moment or not. */
const connected = (partner: Partner): boolean => partner.status !== 'invited' && partner.status !== 'suspended'

export async function memoryDirectory({
  store,
  clock,
  secrets,
  failed,
  shared = false,
}: DirectoryNeeds): Promise<Directory> {
  /** Tokens whose successor was used: good for nothing, although a read may still find them in the table. */
  const spent = new Set<string>()
  let state = await read()
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  let asking = 0
  const listeners = new Set<() => void>()

  async function read(): Promise<State> {
    // Tokens before partners: what is read later can only be newer, so a token does not lack its partner.
    const own = await store.ownParties()
    const tokens = await store.tokens()
    const inTable = new Set(tokens.map(({ hash }) => hash))
    for (const hash of spent) if (!inTable.has(hash)) spent.delete(hash)
    const stored = await store.partners()
    const clients = await store.clients()
    const partners = stored.map(({ partner }) => partner)
    const ownByKey = new Map(own.map((party) => [partyKey(party), party]))
    const carried = new Map(
      partners.map((partner) => [
        partner.id,
        carriedParties(partner, clients.get(partner.id) ?? noClients, (party) => ownByKey.has(party)),
      ]),
    )
    return {
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
      ownByKey,
      given: new Map(partners.map(({ id, parties }) => [id, givenTo(parties, own)])),
      carried,
      speaksFor: new Map(partners.map(({ id }) => [id, spokenFor(carried.get(id)!)])),
      servedBy: serving(partners, carried),
      roles: rolesOfAll(own, carried),
    }
  }

  async function load(): Promise<void> {
    state = await read()
    for (const hash of spent) state.tokens.delete(hash)
    for (const heard of [...listeners]) heard()
  }

  /** One at a time, so that an older state never replaces a newer one; resolves after a read that began later. */
  function reload(): Promise<void> {
    if (!running) {
      running = load().finally(() => {
        running = undefined
      })
      return running
    }
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined
        return reload()
      })
    return next
  }

  /** The newer token is in use, so the one before it is not needed any longer (T-09). */
  function newTokenInUse(partnerId: string): void {
    const dying = [...state.tokens.values()].filter((token) => token.partnerId === partnerId && token.diesAt !== null)
    if (dying.length === 0) return
    for (const { hash } of dying) {
      spent.add(hash)
      state.tokens.delete(hash)
    }
    store.deleteDying(partnerId).catch(failed)
  }

  return {
    reload,
    partners: () => state.partners,
    partner: (id) => state.byId.get(id),
    byToken(token): Known | undefined {
      const found = state.tokens.get(hashToken(token))
      const partner = found && state.byId.get(found.partnerId)
      if (!found || !partner) return undefined
      if (found.diesAt !== null && found.diesAt <= clock.now().getTime()) return undefined
      // One that was sent in a handshake is only in use when the handshake is over.
      if (found.diesAt === null && found.kind === 'C') newTokenInUse(partner.id)
      return { partner, tokenA: found.kind === 'A' }
    },
    async catchUp(token) {
      if (!shared || asking >= MOST_ASKING) return false
      asking++
      try {
        if (!(await store.hasToken(token))) return false
        await reload()
        return true
      } finally {
        asking--
      }
    },
    handshakeOpen: (partnerId) =>
      [...state.tokens.values()].some((token) => token.partnerId === partnerId && token.kind === 'P'),
    outboundToken: (partnerId) => state.outbound.get(partnerId),
    ownParties: () => state.own,
    ownParty: (key) => state.ownByKey.get(key.toUpperCase()),
    ownPartiesFor({ id, parties }) {
      const known = state.byId.get(id)?.parties === parties ? state.given.get(id) : undefined
      return known ?? givenTo(parties, state.own)
    },
    serving(party, role) {
      const key = party.toUpperCase()
      const partners = state.servedBy.get(key) ?? []
      const plays = (carried: readonly Carried[] = []) => carried.some((one) => one.role === role)
      return partners.find(({ id }) => role === undefined || plays(state.carried.get(id)?.get(key)))
    },
    statusOf(party) {
      const key = party.toUpperCase()
      const partner =
        state.servedBy.get(key)?.[0] ??
        state.partners.find(({ id, status }) => status === 'invited' && state.carried.get(id)?.has(key)) ??
        state.partners.find(({ id }) => state.carried.get(id)?.has(key))
      const known = partner && state.carried.get(partner.id)?.get(key)
      if (!partner || !known) return undefined
      return through(partner, known.find(isCarried) ?? known[0]!)
    },
    rolesOf: (party) => state.roles.get(party.toUpperCase()) ?? [],
    carriedBy: ({ id }) => state.carried.get(id) ?? new Map(),
    mayActFor: ({ id }, party) => state.speaksFor.get(id)?.has(party.toUpperCase()) === true,
    partiesOf: ({ id }, role) =>
      [...(state.speaksFor.get(id) ?? [])]
        .filter(([, roles]) => role === undefined || roles.includes(role))
        .map(([key]) => key),
    endpoint: (partner, module, side) =>
      partner.endpoints.find(
        ({ identifier, role }) => identifier === module && (role === side || module === 'credentials'),
      ),
    seen(partnerId, at) {
      const partner: { lastSeen: string | null } | undefined = state.byId.get(partnerId)
      if (partner) partner.lastSeen = at.toISOString()
    },
    onChange(heard) {
      listeners.add(heard)
      return () => listeners.delete(heard)
    },
  }
}

const noClients: readonly HubClient[] = []

function spokenFor(carried: ReadonlyMap<string, readonly Carried[]>): Map<string, readonly Role[]> {
  const parties = new Map<string, readonly Role[]>()
  for (const [party, known] of carried) {
    const roles = known.filter(isCarried).map(({ role }) => role)
    if (roles.length > 0) parties.set(party, roles)
  }
  return parties
}

function serving(partners: readonly Partner[], carried: State['carried']): Map<string, Partner[]> {
  const served = new Map<string, Partner[]>()
  const reaches = ({ id }: Partner, party: string) => carried.get(id)?.get(party)?.some(isCarried) === true
  const direct = partners.filter((partner) => connected(partner) && partner.hubParty === null)
  const hubs = partners.filter((partner) => connected(partner) && partner.hubParty !== null)
  const add = (partner: Partner, party: string) => {
    const known = served.get(party)
    if (!known) served.set(party, [partner])
    else if (partner.settings.sourceFor.includes(party)) known.unshift(partner)
    else known.push(partner)
  }
  for (const reaching of [true, false]) {
    for (const partner of [...direct, ...hubs]) {
      for (const party of carried.get(partner.id)?.keys() ?? []) {
        if (reaches(partner, party) === reaching) add(partner, party)
      }
    }
  }
  return served
}

function rolesOfAll(own: readonly OwnParty[], carried: State['carried']): Map<string, readonly Role[]> {
  const roles = new Map<string, readonly Role[]>()
  const add = (party: string, more: readonly Role[]) =>
    roles.set(party, [...new Set([...(roles.get(party) ?? []), ...more])])
  for (const party of own) add(partyKey(party), party.roles)
  for (const parties of carried.values()) {
    for (const [party, known] of parties)
      add(
        party,
        known.map(({ role }) => role),
      )
  }
  return roles
}

const givenTo = (parties: Partner['parties'], own: readonly OwnParty[]): readonly OwnParty[] =>
  parties === '*' ? own : own.filter((party) => parties.includes(partyKey(party)))
