// What the company's side and the credentials module do with partners: invite, register, renew, change, end.

import { randomBytes } from 'node:crypto'
import { canonical } from '@interchange/ocpi/canonical'
import type { Session } from '@interchange/ocpi/client/call'
import { type RegistrationFailed, register, unregister, update } from '@interchange/ocpi/client/registration'
import type { Transport } from '@interchange/ocpi/client/transport'
import { versions } from '@interchange/ocpi/versions'
import type { Clock, Ids } from '../clock.ts'
import type { Events } from '../events.ts'
import { type AddressRules, refusedUrl } from '../outbound/address-guard.ts'
import { partyKey } from '../party.ts'
import { isRole } from '../roles.ts'
import type { Database } from '../storage/database.ts'
import { rowKey } from '../storage/row.ts'
import type { GroupWriter } from '../storage/writer.ts'
import { ourCredentials, theirCredentials } from './credentials.ts'
import type { Directory } from './directory.ts'
import {
  defaultPartnerSettings,
  type OwnParty,
  type Partner,
  type PartnerEndpoint,
  type PartnerSettings,
  type PartnerStatus,
} from './partner.ts'
import type { PartnerStore } from './partner-store.ts'
import { hashToken, newToken, PARTNER_TOKEN, type Secrets } from './secrets.ts'

export interface PartnerServiceNeeds {
  readonly database: Database
  readonly store: PartnerStore
  readonly directory: Directory
  readonly writer: GroupWriter
  readonly transport: Transport
  readonly events: Events
  readonly clock: Clock
  readonly ids: Ids
  readonly secrets: Secrets
  readonly publicUrl: string
  readonly addressRules: AddressRules
}

/** Something the person asking can mend. `pointer` names the field at fault. */
export class PartnerFault extends Error {
  readonly pointer: string
  constructor(pointer: string, message: string) {
    super(message)
    this.pointer = pointer
  }
}

/** The partner did not take part; the message says at which step and why. */
export class HandshakeFailed extends Error {}

export interface InviteOrder {
  readonly name: string
  readonly parties?: readonly string[]
  readonly settings?: Partial<PartnerSettings>
}

export interface RegisterOrder extends InviteOrder {
  readonly versionsUrl: string
  readonly token: string
}

export interface PartnerChanges {
  readonly name?: string
  readonly parties?: readonly string[] | '*'
  readonly settings?: Partial<PartnerSettings>
  readonly status?: 'suspended' | 'registered'
}

/** What everybody inside is told when partners changed. */
export const PARTNERS_CHANNEL = 'partners'

const CALLBACK_TIMEOUT_MS = 10_000
/** T-09: the answer with the new token may be lost, so the old one stays good for a moment. */
const OVERLAP_MS = 60_000

export function partnerService(needs: PartnerServiceNeeds) {
  const { database, store, directory, writer, transport, events, clock, ids, secrets, publicUrl, addressRules } = needs
  const versionsUrl = `${publicUrl}/ocpi/versions`

  const session = (token: string, tokenEncoding: PartnerSettings['tokenEncoding']): Session => ({
    transport,
    token,
    tokenEncoding,
    newId: () => ids.uuid(),
    timeoutMs: CALLBACK_TIMEOUT_MS,
  })

  /** Everybody inside learns of it: the directory of each process, and through the feed webhooks and /changes. */
  async function changed(partner: Partner): Promise<Partner> {
    await directory.reload()
    await database.notify(PARTNERS_CHANNEL)
    await tellFeed(partner, false)
    return directory.partner(partner.id) ?? partner
  }

  async function tellFeed(partner: Partner, deleted: boolean): Promise<void> {
    const at = clock.now().toISOString()
    const key = rowKey('partners', '', '', partner.id)
    const view = { ...partnerView(partner), last_updated: at }
    await writer.write({
      load: [key],
      apply: (rows) =>
        rows.put({
          key,
          version: canonical.number,
          text: JSON.stringify(view),
          lastUpdated: at,
          partner: null,
          state: partner.status,
          deleted,
        }),
    })
  }

  function blank(order: InviteOrder): Partner {
    for (const key of order.parties ?? []) {
      if (!directory.ownParty(key.toUpperCase()))
        throw new PartnerFault('/parties', `${key} is not a party of this platform`)
    }
    if (directory.ownParties().length === 0) {
      throw new PartnerFault(
        '/parties',
        'this platform has no party yet; set PARTIES or PUT /parties/{country_code}/{party_id}',
      )
    }
    return {
      id: `p-${randomBytes(6).toString('hex')}`,
      name: order.name,
      status: 'invited',
      version: null,
      versionsUrl: null,
      roles: [],
      hubParty: null,
      endpoints: [],
      parties: order.parties ? order.parties.map((key) => key.toUpperCase()) : '*',
      settings: { ...defaultPartnerSettings, ...order.settings },
      lastSeen: null,
      createdAt: clock.now().toISOString(),
    }
  }

  const credentialsFor = (partner: Partner, version: string, token: string) =>
    ourCredentials(version, directory.ownPartiesFor(partner), token, versionsUrl)

  function failure(name: string, failed: RegistrationFailed): HandshakeFailed {
    events.registrationFailed(name, 'us', failed.why)
    return new HandshakeFailed(failed.why)
  }

  const asEndpoints = (
    endpoints: readonly { identifier: string; role?: 'SENDER' | 'RECEIVER'; url: string }[],
  ): PartnerEndpoint[] => endpoints.map(({ identifier, role, url }) => ({ identifier, role: role ?? 'SENDER', url }))

  /** A registered partner as its handshake left it. */
  async function keep(
    partner: Partner,
    made: {
      version: string
      versionsUrl: string
      endpoints: readonly { identifier: string; role?: 'SENDER' | 'RECEIVER'; url: string }[]
      credentials: Readonly<Record<string, unknown>>
      theirToken: string
      ourToken: string
    },
    inTransaction: (tx: Parameters<Parameters<Database['transaction']>[0]>[0]) => Promise<void>,
  ): Promise<Partner> {
    const { roles, hubParty } = theirCredentials(made.version, made.credentials)
    const registered: Partner = {
      ...partner,
      status: 'registered',
      version: made.version,
      versionsUrl: made.versionsUrl,
      endpoints: asEndpoints(made.endpoints),
      roles,
      hubParty,
    }
    await database.transaction(async (tx) => {
      await inTransaction(tx)
      await store.putPartner(registered, secrets.seal(PARTNER_TOKEN, made.theirToken), tx)
    })
    return await changed(registered)
  }

  const service = {
    /** Makes the CREDENTIALS_TOKEN_A a partner registers with (R-CRED-01). */
    async invite(order: InviteOrder): Promise<{ partner: Partner; versionsUrl: string; token: string }> {
      const partner = blank(order)
      const token = newToken()
      await store.putPartner(partner, null)
      await store.addToken(partner.id, token, 'A')
      events.partnerInvited(partner)
      return { partner: await changed(partner), versionsUrl, token }
    },

    /** Registers with a platform that invited us. @throws PartnerFault, HandshakeFailed */
    async registerWith(order: RegisterOrder): Promise<Partner> {
      const refused = refusedUrl(order.versionsUrl, addressRules)
      if (refused) throw new PartnerFault('/versions_url', refused)
      const ours = refusedUrl(publicUrl, addressRules)
      if (ours) throw new PartnerFault('/versions_url', `cannot be registered with: our own PUBLIC_URL ${ours}`)
      const partner = blank(order)
      const ourToken = newToken()
      await store.putPartner(partner, null)
      let kept = false
      try {
        const made = await register(
          {
            versionsUrl: order.versionsUrl,
            versions: versions.map(({ number }) => number),
            ourCredentials: (version) => credentialsFor(partner, version, ourToken),
            // T-08: the partner calls back with this token before it answers.
            beforeSend: async () => {
              await store.addToken(partner.id, ourToken, 'C')
              await directory.reload()
              await database.notify(PARTNERS_CHANNEL)
            },
          },
          session(order.token, partner.settings.tokenEncoding),
        )
        if (made.kind === 'failed') throw failure(order.name, made)
        const registered = await keep(
          partner,
          {
            version: made.version,
            versionsUrl: made.credentials.url,
            endpoints: made.endpoints,
            credentials: made.credentials.object,
            theirToken: made.credentials.token,
            ourToken,
          },
          async () => {},
        )
        kept = true
        events.partnerRegistered(registered, 'us', 'registration')
        return registered
      } finally {
        if (!kept) {
          await store.deletePartner(partner.id)
          await directory.reload()
          await database.notify(PARTNERS_CHANNEL)
        }
      }
    },

    /** New tokens for both sides (R-CRED-26). `immediate`: the old one dies at once, for a token that leaked. */
    async rotate(id: string, options: { immediate?: boolean } = {}): Promise<Partner> {
      const partner = directory.partner(id)
      const current = partner && directory.outboundToken(id)
      if (!partner?.versionsUrl || current === undefined) throw new PartnerFault('/status', 'is not registered')
      const ourToken = newToken()
      const made = await update(
        {
          versionsUrl: partner.versionsUrl,
          versions: versions.map(({ number }) => number),
          ourCredentials: (version) => credentialsFor(partner, version, ourToken),
          beforeSend: async () => {
            await store.addToken(id, ourToken, 'C')
            await directory.reload()
            await database.notify(PARTNERS_CHANNEL)
          },
        },
        session(current, partner.settings.tokenEncoding),
      )
      if (made.kind === 'failed') {
        if (!('applied' in made) || made.applied === 'no') await store.deleteToken(hashToken(ourToken))
        await directory.reload()
        throw failure(partner.name, made)
      }
      const diesAt = new Date(clock.now().getTime() + (options.immediate ? 0 : OVERLAP_MS))
      const rotated = await keep(
        partner,
        {
          version: made.version,
          versionsUrl: made.credentials.url,
          endpoints: made.endpoints,
          credentials: made.credentials.object,
          theirToken: made.credentials.token,
          ourToken,
        },
        (tx) => store.retireTokens(id, ourToken, diesAt, tx),
      )
      events.partnerRegistered(rotated, 'us', 'update')
      return rotated
    },

    /** The Receiver's half of POST credentials: the callbacks are made, the tokens change hands. */
    async acceptRegistration(
      partner: Partner,
      made: {
        version: string
        versionsUrl: string
        endpoints: Parameters<typeof asEndpoints>[0]
        credentials: Readonly<Record<string, unknown>>
        theirToken: string
      },
    ): Promise<{ token: string; partner: Partner } | undefined> {
      const ourToken = newToken()
      let won = true
      const registered = await keep(partner, { ...made, ourToken }, async (tx) => {
        // R-CRED-29: of two registrations with one invitation the first to arrive here takes the token.
        won = await store.takeTokenA(partner.id, tx)
        if (!won) throw new LostRace()
        await store.addToken(partner.id, ourToken, 'C', tx)
      }).catch((error: unknown) => {
        if (error instanceof LostRace) return undefined
        throw error
      })
      if (!registered) return undefined
      events.partnerRegistered(registered, 'them', 'registration')
      return { token: ourToken, partner: registered }
    },

    /** The Receiver's half of PUT credentials. */
    async acceptUpdate(
      partner: Partner,
      made: {
        version: string
        versionsUrl: string
        endpoints: Parameters<typeof asEndpoints>[0]
        credentials: Readonly<Record<string, unknown>>
        theirToken: string
      },
    ): Promise<{ token: string; partner: Partner }> {
      const ourToken = newToken()
      const diesAt = new Date(clock.now().getTime() + OVERLAP_MS)
      const updated = await keep(partner, { ...made, ourToken }, async (tx) => {
        await store.retireTokens(partner.id, ourToken, diesAt, tx)
        await store.addToken(partner.id, ourToken, 'C', tx)
      })
      events.partnerRegistered(updated, 'them', 'update')
      return { token: ourToken, partner: updated }
    },

    /** The partner ended the connection (R-CRED-17): its tokens are gone, nothing is sent any more. */
    async acceptUnregistration(partner: Partner): Promise<void> {
      const gone: Partner = { ...partner, status: 'suspended', endpoints: [], version: null }
      await database.transaction(async (tx) => {
        await store.deleteTokens(partner.id, tx)
        await store.putPartner(gone, null, tx)
      })
      await changed(gone)
      events.partnerGone(partner, 'them')
    },

    /** Ends the connection and forgets the partner. What it sent stays. */
    async remove(id: string): Promise<boolean> {
      const partner = directory.partner(id)
      if (!partner) return false
      const token = directory.outboundToken(id)
      const credentialsUrl = directory.endpoint(partner, 'credentials', 'SENDER')?.url
      if (token !== undefined && credentialsUrl !== undefined) {
        const ended = await unregister(credentialsUrl, session(token, partner.settings.tokenEncoding))
        if (ended.kind === 'failed') events.warned('unregister', ended.why, { partnerId: id })
      }
      await store.deletePartner(id)
      await changed({ ...partner, status: 'suspended' })
      await tellFeed(partner, true)
      events.partnerGone(partner, 'us')
      return true
    },

    async change(id: string, changes: PartnerChanges): Promise<Partner | undefined> {
      const partner = directory.partner(id)
      if (!partner) return undefined
      if (changes.status === 'registered' && partner.version === null) {
        throw new PartnerFault('/status', 'cannot become registered before credentials were exchanged')
      }
      const next: Partner = {
        ...partner,
        ...(changes.name === undefined ? {} : { name: changes.name }),
        ...(changes.parties === undefined
          ? {}
          : { parties: changes.parties === '*' ? '*' : changes.parties.map((key) => key.toUpperCase()) }),
        ...(changes.status === undefined ? {} : { status: changes.status }),
        settings: { ...partner.settings, ...changes.settings },
      }
      await this.store(next)
      if (next.status !== partner.status) events.partnerStatus(next, next.status, 'set by hand')
      return await changed(next)
    },

    /** Delivery found a partner offline, back, or refusing our token. */
    async setStatus(id: string, status: PartnerStatus, why: string): Promise<void> {
      const partner = directory.partner(id)
      if (!partner || partner.status === status || partner.status === 'suspended' || partner.status === 'invited')
        return
      const next = { ...partner, status }
      await this.store(next)
      events.partnerStatus(next, status, why)
      await changed(next)
    },

    async store(partner: Partner): Promise<void> {
      const token = directory.outboundToken(partner.id)
      await store.putPartner(partner, token === undefined ? null : secrets.seal(PARTNER_TOKEN, token))
    },

    async putOwnParty(party: OwnParty): Promise<'created' | 'updated'> {
      for (const role of party.roles) {
        if (!isRole(role)) throw new PartnerFault('/roles', `${role} is not a role`)
      }
      const known = directory.ownParty(partyKey(party)) !== undefined
      await store.putOwnParty(party)
      await directory.reload()
      await database.notify(PARTNERS_CHANNEL)
      return known ? 'updated' : 'created'
    },

    async deleteOwnParty(key: string): Promise<boolean> {
      const gone = await store.deleteOwnParty(key)
      await directory.reload()
      await database.notify(PARTNERS_CHANNEL)
      return gone
    },

    credentialsFor,
    session,
  }
  return service
}

class LostRace extends Error {}

export type PartnerService = ReturnType<typeof partnerService>

/** A partner as the backend API and the feed show it; it never holds a token. */
export const partnerView = (partner: Partner) => ({
  id: partner.id,
  name: partner.name,
  status: partner.status,
  version: partner.version,
  versions_url: partner.versionsUrl,
  roles: partner.roles.map(({ role, countryCode, partyId, businessDetails }) => ({
    role,
    country_code: countryCode,
    party_id: partyId,
    business_details: businessDetails,
  })),
  endpoints: partner.endpoints,
  parties: partner.parties,
  settings: settingsView(partner.settings),
  last_seen: partner.lastSeen,
})

const settingsView = (settings: PartnerSettings) => ({
  token_encoding: settings.tokenEncoding,
  lenient: settings.lenient,
  clock: settings.clock,
  push: settings.push,
  pull_interval: settings.pullInterval,
  initial_push_after: settings.initialPushAfter,
  catch_up: settings.catchUp,
})
