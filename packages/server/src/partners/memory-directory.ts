// The directory of every process: partners, tokens and own parties in memory, read again when any process changed them.

import type { Clock } from '../clock.ts'
import { partyKey } from '../party.ts'
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
  /** Parties a partner speaks for, with their roles; never one of ours, whatever it says. */
  readonly speaksFor: ReadonlyMap<string, ReadonlyMap<string, readonly Role[]>>
  /** Party key -> partners that speak for it: who is set to be its source, then direct connections, then hubs. */
  readonly servedBy: ReadonlyMap<string, readonly Partner[]>
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
    const partners = stored.map(({ partner }) => partner)
    const ownByKey = new Map(own.map((party) => [partyKey(party), party]))
    const speaksFor = new Map(partners.map((partner) => [partner.id, partiesBehind(partner, ownByKey)]))
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
      speaksFor,
      servedBy: serving(partners, speaksFor),
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
      return partners.find(({ id }) => role === undefined || state.speaksFor.get(id)?.get(key)?.includes(role) === true)
    },
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

/** A roaming hub lists everybody it reaches, which may include us. */
function partiesBehind(partner: Partner, ours: ReadonlyMap<string, OwnParty>): Map<string, Role[]> {
  const roles = new Map<string, Role[]>()
  for (const role of partner.roles) {
    const key = partyKey(role)
    if (ours.has(key)) continue
    const known = roles.get(key)
    if (known) known.push(role.role)
    else roles.set(key, [role.role])
  }
  const hub = partner.hubParty && partyKey(partner.hubParty)
  if (hub && !ours.has(hub) && !roles.has(hub)) roles.set(hub, ['HUB'])
  return roles
}

function serving(partners: readonly Partner[], speaksFor: State['speaksFor']): Map<string, Partner[]> {
  const served = new Map<string, Partner[]>()
  const direct = partners.filter((partner) => connected(partner) && partner.hubParty === null)
  const hubs = partners.filter((partner) => connected(partner) && partner.hubParty !== null)
  for (const partner of [...direct, ...hubs]) {
    for (const key of speaksFor.get(partner.id)?.keys() ?? []) {
      const known = served.get(key)
      if (!known) served.set(key, [partner])
      else if (partner.settings.sourceFor.includes(key)) known.unshift(partner)
      else known.push(partner)
    }
  }
  return served
}

const givenTo = (parties: Partner['parties'], own: readonly OwnParty[]): readonly OwnParty[] =>
  parties === '*' ? own : own.filter((party) => parties.includes(partyKey(party)))
