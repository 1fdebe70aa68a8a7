// What one partner is told of other parties, and asked about them, while this process serves it: HubClientInfo on each
// change, new credentials when the parties it can reach are others, the list of a partner that is a hub, and whether a
// silent partner is still there. State, not messages: what differs from what it was told is told, the newest once, so a
// partner that was away misses nothing and gets nothing twice (R-HCI-06). It is no lane of the feed, because the same
// ClientInfo is another one for each partner: SUSPENDED for whom an agreement hides it.

import type { Clock } from '../clock.ts'
import type { Events } from '../events.ts'
import { judge } from '../feed/answers.ts'
import type { Companion, MakeCompanion } from '../feed/companion.ts'
import { betweenTries, parkedUntil } from '../feed/retries.ts'
import type { Outbound } from '../outbound.ts'
import type { Directory } from '../partners/directory.ts'
import type { Partner } from '../partners/partner.ts'
import type { PartnerService } from '../partners/service.ts'
import { partyFromKey, partyKey } from '../party.ts'
import { type HubParties, listsParties } from './hub-parties.ts'
import type { ClientState } from './hub-store.ts'
import { hubFor } from './identity.ts'
import type { ReadClients } from './read-clients.ts'
import { clientKey } from './visible-parties.ts'

export interface TellingNeeds {
  readonly hub: HubParties
  readonly directory: Directory
  readonly outbound: Outbound
  readonly service: Pick<PartnerService, 'rotate'>
  readonly readClients: ReadClients
  readonly events: Events
  readonly clock: Clock
  readonly random: () => number
}

/** Between two PUTs of credentials for parties that came and went; the first one goes at once. */
export const ANNOUNCE_MS = 10 * 60_000
/** Between two reads of a hub's list. */
const READ_MS = 3_600_000
/** R-HCI-10: a partner that said nothing for so long is asked whether it is still there. */
export const SILENT_MS = 5 * 60_000
const POLL_TIMEOUT_MS = 10_000

interface Retry {
  readonly tries: number
  readonly at: number
}

type State = Parameters<MakeCompanion>[0]

/** Makes what goes along with a partner's lanes. */
export const tellings =
  (needs: TellingNeeds): MakeCompanion =>
  (state) =>
    new Telling(needs, state)

class Telling implements Companion {
  readonly #needs: TellingNeeds
  readonly #state: State
  /** By `clientKey`, and of `credentials` and `list`. */
  readonly #retries = new Map<string, Retry>()
  /** Parties for which something waits since the partner, a hub, said that they cannot be reached. */
  readonly #gone = new Set<string>()
  #working = false
  #loaded = false
  /** What differs, as of this revision. */
  #seen = -1
  #clients: ClientState[] = []
  #announces = false

  constructor(needs: TellingNeeds, state: State) {
    this.#needs = needs
    this.#state = state
  }

  get inFlight(): number {
    return this.#working ? 1 : 0
  }

  pump(partner: Partner, room: number, done: () => void): void {
    if (partner.hubParty) this.#sendWaiting(partner)
    if (this.#working || room <= 0) return
    const work = this.#next(partner)
    if (!work) return
    this.#working = true
    void work()
      .catch((error: unknown) => {
        this.#needs.events.failed('hub', error)
        this.#putOff('work')
      })
      .finally(() => {
        this.#working = false
        done()
      })
  }

  #next(partner: Partner): (() => Promise<void>) | undefined {
    if (!this.#isReady('work')) return undefined
    const { hub, directory, clock } = this.#needs
    const known = hub.told.of(partner.id)
    // Whoever served it before may have told it more.
    if (!known || !this.#loaded) return () => this.#load(partner)
    const now = clock.now().getTime()
    this.#compare(partner)
    const client = this.#clients.find((one) => this.#isReady(clientKey(one)))
    if (client) return () => this.#tell(partner, client)
    const { announcedAt, readAt } = known
    if (this.#announces && this.#isReady('credentials') && now - (announcedAt?.getTime() ?? 0) >= ANNOUNCE_MS) {
      return () => this.#announce(partner)
    }
    const lists = partner.hubParty && directory.endpoint(partner, 'hubclientinfo', 'SENDER')
    if (lists && this.#isReady('list') && now - (readAt?.getTime() ?? 0) >= READ_MS) return () => this.#read(partner)
    const heardAt = Date.parse(partner.lastSeen ?? partner.createdAt)
    if (partner.versionsUrl && now - heardAt >= SILENT_MS && hubFor(directory, partner))
      return () => this.#poll(partner)
    return undefined
  }

  async #load({ id }: Partner): Promise<void> {
    await this.#needs.hub.told.load(id)
    this.#loaded = true
  }

  /** The hub says that a party is back: what waits for it goes, in its newest state. */
  #sendWaiting(partner: Partner): void {
    const { away, partyIsBack } = this.#state
    const carried = this.#needs.directory.carriedBy(partner)
    for (const party of away.parties) {
      const isThere = carried.get(party)?.some(({ status }) => status === 'CONNECTED') !== false
      if (!isThere) this.#gone.add(party)
      else if (this.#gone.delete(party) && away.back(party)) partyIsBack()
    }
  }

  /** What is to be told, worked out again when something changed. */
  #compare(partner: Partner): void {
    const { hub, directory } = this.#needs
    if (this.#seen === hub.revision()) return
    this.#seen = hub.revision()
    const known = hub.told.of(partner.id)!
    const takes = directory.endpoint(partner, 'hubclientinfo', 'RECEIVER') !== undefined
    const view = takes ? hub.view(partner) : []
    this.#clients = view.filter((one) => (known.clients.get(clientKey(one))?.status ?? 'none') !== one.status)
    const reachable =
      listsParties(partner.version) && partner.versionsUrl ? hub.reachable(partner, partner.version!) : []
    const told = new Set([...known.roles.values()].map(clientKey))
    const names = reachable.map((role) => clientKey({ party: partyKey(role), role: role.role }))
    this.#announces = names.length !== told.size || names.some((name) => !told.has(name))
  }

  async #tell(partner: Partner, client: ClientState): Promise<void> {
    const { hub, outbound, clock, events } = this.#needs
    const { countryCode, partyId } = partyFromKey(client.party)
    const sentAt = clock.now().getTime()
    const answer = judge(
      await outbound.call(partner, {
        module: 'hubclientinfo',
        side: 'RECEIVER',
        endpoint: 'putClient',
        params: { country_code: countryCode, party_id: partyId },
        body: clientInfo(client),
      }),
      clock.now(),
    )
    events.delivered('hubclientinfo', answer.verdict)
    const { health, answered, failed, refusedToken } = this.#state
    const key = clientKey(client)
    switch (answer.verdict) {
      case 'settled':
        answered()
        this.#retries.delete(key)
        return await hub.told.clients(partner.id, [client])
      case 'refused':
      case 'party_away':
        answered()
        return this.#putOff(key, true)
      case 'slow_down':
        return health.slowDown(clock.now().getTime(), answer.retryAfterMs)
      case 'unauthorized':
        refusedToken()
        return this.#putOff('work')
      case 'troubled':
        if (health.state !== 'up') failed(sentAt, answer.why)
        return this.#putOff(key)
      case 'no_answer':
        failed(sentAt, answer.why)
        this.#putOff('work')
    }
  }

  /** R-CRED-23. What comes and goes while nothing may be sent is in the next one. */
  async #announce(partner: Partner): Promise<void> {
    const { hub, service, events, clock } = this.#needs
    const began = clock.now()
    try {
      await service.rotate(partner.id)
    } catch (error) {
      events.warned('announce', String(error), { partnerId: partner.id })
      return this.#putOff('credentials', true)
    }
    this.#retries.delete('credentials')
    await hub.told.time(partner.id, 'announcedAt', began)
  }

  async #read(partner: Partner): Promise<void> {
    const { hub, readClients, clock, events } = this.#needs
    const why = await readClients(partner)
    if (why !== undefined) {
      events.warned('hubclientinfo', `its list of parties could not be read: ${why}`, { partnerId: partner.id })
      return this.#putOff('list', true)
    }
    this.#retries.delete('list')
    await hub.told.time(partner.id, 'readAt', clock.now())
  }

  async #poll(partner: Partner): Promise<void> {
    const { outbound, clock } = this.#needs
    const sentAt = clock.now().getTime()
    const answer = await outbound.call(partner, {
      module: 'versions',
      side: 'SENDER',
      endpoint: 'getVersions',
      url: partner.versionsUrl!,
      timeoutMs: POLL_TIMEOUT_MS,
    })
    const { answered, failed, refusedToken } = this.#state
    if (answer.kind === 'ok') return answered()
    if ('http' in answer && answer.http === 401) return refusedToken()
    failed(sentAt, 'it was silent for five minutes and does not answer GET versions')
  }

  #isReady(what: string): boolean {
    return (this.#retries.get(what)?.at ?? 0) <= this.#needs.clock.now().getTime()
  }

  /** `long`: the partner has an opinion about it. */
  #putOff(what: string, long = false): void {
    const { clock, random } = this.#needs
    const now = clock.now()
    const tries = (this.#retries.get(what)?.tries ?? 0) + 1
    const later = long ? parkedUntil(Math.min(tries, 4), now)!.getTime() : now.getTime() + betweenTries(tries, random)
    this.#retries.set(what, { tries, at: later })
  }
}

/** HubClientInfo, "ClientInfo object"; the same in 2.2.1 and 2.3.0. */
export const clientInfo = ({ party, role, status, lastUpdated }: ClientState) => {
  const { countryCode, partyId } = partyFromKey(party)
  return { party_id: partyId, country_code: countryCode, role, status, last_updated: lastUpdated }
}
