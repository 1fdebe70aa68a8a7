// What the company's side and the credentials module do with partners: invite, register, renew, change, end.

import { randomBytes } from 'node:crypto'
import { versionOf, versions } from '@interchange/ocpi/versions'
import { isCredentialsToken } from '@interchange/ocpi/wire/authorization'
import type { Lag } from '../events.ts'
import { refusedUrl } from '../outbound/address-guard.ts'
import { partyKey } from '../party.ts'
import { isRole } from '../roles.ts'
import { accepting } from './accepting.ts'
import { versionsFor } from './credentials.ts'
import { PartnerFault } from './faults.ts'
import { type PartnerServiceNeeds, partnerKeeping } from './keeping.ts'
import {
  defaultPartnerSettings,
  type OwnParty,
  type Partner,
  type PartnerEndpoint,
  type PartnerRole,
  type PartnerSettings,
  type PartnerStatus,
} from './partner.ts'
import { registering } from './registering.ts'
import { newToken } from './secrets.ts'

export { HandshakeFailed, PartnerFault } from './faults.ts'
export { PARTNERS_CHANNEL, type PartnerServiceNeeds } from './keeping.ts'
export { partnerView } from './partner-view.ts'

export interface InviteOrder {
  readonly name: string
  /** Parties that are expected to come with it; of a hub others are told that they are planned. */
  readonly roles?: readonly PartnerRole[]
  /** Those of our parties it gets, `NL-ABC`; all where nothing is said. */
  readonly parties?: readonly string[]
  /** The only version to be used with it. */
  readonly version?: string
  readonly settings?: Partial<PartnerSettings>
}

export interface RegisterOrder extends InviteOrder {
  readonly versionsUrl: string
  readonly token: string
}

/** A partner without a handshake: everything is agreed on by hand. */
export interface ConnectOrder extends InviteOrder {
  readonly version: string
  readonly endpoints: readonly PartnerEndpoint[]
  readonly roles: readonly PartnerRole[]
  /** What we send. */
  readonly token: string
  /** What it sends; made where nothing is said. */
  readonly ourToken?: string
}

export interface PartnerChanges {
  readonly name?: string
  readonly parties?: readonly string[] | '*'
  readonly settings?: Partial<PartnerSettings>
  readonly status?: 'suspended' | 'registered'
}

export type PartnerService = ReturnType<typeof partnerService>

export function partnerService(needs: PartnerServiceNeeds) {
  const { database, store, directory, events, clock, addressRules } = needs
  const keeping = partnerKeeping(needs)
  const handshakes = registering(needs, keeping)
  const accepted = accepting(needs, keeping)

  function ourParties(keys: readonly string[]): string[] {
    for (const key of keys) {
      if (!directory.ownParty(key)) throw new PartnerFault('/parties', `${key} is not a party of this platform`)
    }
    return keys.map((key) => key.toUpperCase())
  }

  /** Our parties and their roles as a partner sees them, `NL-ABC CPO`. */
  const rolesFor = (partner: Partner): string[] =>
    directory.ownPartiesFor(partner).flatMap((party) => party.roles.map((role) => `${partyKey(party)} ${role}`))

  /** A partner as it begins; nothing is stored. */
  function blank(order: InviteOrder): Partner {
    if (directory.ownParties().length === 0) {
      const what = 'this platform has no party yet; set PARTIES or PUT /parties/{country_code}/{party_id}'
      throw new PartnerFault('/parties', what)
    }
    if (order.version !== undefined && !versionOf(order.version)) {
      const spoken = versions.map(({ number }) => number).join(', ')
      throw new PartnerFault('/version', `is not spoken here; ${spoken} are`)
    }
    const partner: Partner = {
      id: `p-${randomBytes(6).toString('hex')}`,
      name: order.name,
      status: 'invited',
      version: null,
      versionsUrl: null,
      roles: order.roles ?? [],
      hubParty: null,
      endpoints: [],
      parties: order.parties ? ourParties(order.parties) : '*',
      settings: {
        ...defaultPartnerSettings,
        ...(order.version === undefined ? {} : { onlyVersion: order.version }),
        ...order.settings,
      },
      lastSeen: null,
      createdAt: clock.now().toISOString(),
    }
    if (versionsFor(directory.ownPartiesFor(partner), partner.settings.onlyVersion).length === 0) {
      throw new PartnerFault('/parties', 'have no role that this version knows')
    }
    return partner
  }

  /**
   * Runs a change of what partners are told of us, and tells those for whom it makes a difference, behind the scenes.
   * Where a party or a role goes, its objects are withdrawn first: a partner need not take anything from it afterwards.
   */
  async function announcing<T>(change: () => Promise<T>): Promise<T> {
    const before = new Map(
      directory.partners().map((partner) => [partner.id, { told: keeping.told(partner), roles: rolesFor(partner) }]),
    )
    const result = await change()
    for (const partner of directory.partners()) {
      const was = before.get(partner.id)
      if (partner.status !== 'registered' || !partner.versionsUrl) continue
      if (was === undefined || was.told === keeping.told(partner)) continue
      const left = rolesFor(partner)
      const isLess = was.roles.some((role) => !left.includes(role))
      const first = (isLess && needs.withdrawn?.(partner.id)) || Promise.resolve()
      // Its own failure is logged there; the partner is told with the next renewal.
      first
        .then(() => handshakes.renew(partner.id))
        .catch((error: unknown) => events.warned('announce', String(error), { partnerId: partner.id }))
    }
    return result
  }

  return {
    ...accepted,
    credentialsFor: keeping.credentialsFor,
    said: keeping.said,
    session: keeping.session,
    taken: keeping.taken,

    /** Makes the CREDENTIALS_TOKEN_A a partner registers with (R-CRED-01). */
    async invite(order: InviteOrder): Promise<{ partner: Partner; versionsUrl: string; token: string }> {
      const unreachable = refusedUrl(needs.publicUrl, addressRules)
      if (unreachable) {
        throw new PartnerFault('', `Nobody outside could reach this platform: PUBLIC_URL ${unreachable}`)
      }
      const partner = blank(order)
      const [taken] = keeping.taken(partner, { roles: partner.roles, hubParty: null })
      if (taken) throw new PartnerFault(taken.path, taken.message)
      const token = newToken()
      await database.transaction(async (tx) => {
        await store.putPartner(partner, null, tx)
        await store.addToken(partner.id, token, 'A', clock.now(), tx)
      })
      events.partnerInvited(partner)
      return { partner: await keeping.changed(partner), versionsUrl: keeping.versionsUrl, token }
    },

    /** Registers with a platform that invited us. Throws PartnerFault, HandshakeFailed. */
    registerWith: async (order: RegisterOrder): Promise<Partner> =>
      await handshakes.register({ partner: blank(order), versionsUrl: order.versionsUrl, token: order.token }),

    /** Connects a partner that does no handshake. `token`: what it has to send. */
    async connect(order: ConnectOrder): Promise<{ partner: Partner; token: string }> {
      for (const [index, { url }] of order.endpoints.entries()) {
        const refused = refusedUrl(url, addressRules)
        if (refused) throw new PartnerFault(`/endpoints/${index}/url`, refused)
      }
      const token = order.ourToken ?? newToken()
      if (!isCredentialsToken(token)) throw new PartnerFault('/our_token', 'is not 1 to 64 printable characters')
      if (await store.hasToken(token)) throw new PartnerFault('/our_token', 'is in use by another partner')
      const partner = blank(order)
      const [taken] = keeping.taken(partner, { roles: order.roles, hubParty: null })
      if (taken) throw new PartnerFault(taken.path, taken.message)
      const { version, endpoints, roles } = order
      const made = { version, versionsUrl: null, endpoints, theirs: { roles, hubParty: null }, theirToken: order.token }
      await store.putPartner(partner, null)
      const connected = await keeping.keep(partner, made, (tx) =>
        store.addToken(partner.id, token, 'C', clock.now(), tx),
      )
      events.partnerRegistered(connected, 'us', 'registration')
      return { partner: connected, token }
    },

    /** New tokens for both sides (R-CRED-26). `immediate`: the old one dies at once, for a token that leaked. */
    rotate: handshakes.renew,

    /** Looks where its modules are now. True: something has moved. */
    reread: handshakes.reread,

    /** Ends the connection and forgets the partner. What it sent stays. */
    async remove(id: string): Promise<boolean> {
      return await keeping.inTurn(id, async () => {
        const partner = directory.partner(id)
        if (!partner) return false
        const why = await handshakes.unregister(partner)
        if (why !== undefined) events.warned('unregister', why, { partnerId: id })
        await store.deletePartner(id)
        await keeping.spread()
        await keeping.tellFeed({ ...partner, status: 'suspended' }, true)
        events.partnerGone(partner, 'us')
        return true
      })
    },

    async change(id: string, changes: PartnerChanges): Promise<Partner | undefined> {
      const partner = directory.partner(id)
      if (!partner) return undefined
      if (changes.status !== undefined && partner.version === null) {
        throw new PartnerFault('/status', 'cannot be set before credentials were exchanged')
      }
      const { parties = partner.parties } = changes
      const next: Partner = {
        ...partner,
        name: changes.name ?? partner.name,
        parties: parties === '*' ? '*' : ourParties(parties),
        status: changes.status ?? partner.status,
        settings: { ...partner.settings, ...changes.settings },
      }
      const changed = await announcing(async () =>
        (await store.putChoices(next, changes.status !== undefined)) ? await keeping.changed(next) : undefined,
      )
      if (!changed) return undefined
      if (next.status !== partner.status) events.partnerStatus(next, next.status, 'set by hand')
      return changed
    },

    /** Delivery found a partner offline, back, or refusing our token. What was set by hand stays. */
    async setStatus(id: string, status: PartnerStatus, why: string, lag?: Lag): Promise<void> {
      if (status === 'paused') {
        await accepted.renewal(id)
        if (keeping.justRenewed(id)) return
      }
      const partner = directory.partner(id)
      if (!partner || partner.status === status || partner.status === 'suspended' || partner.status === 'invited')
        return
      // It may have been removed, or switched off by hand, in the meantime.
      if (!(await store.putStatus(id, status))) return
      events.partnerStatus(partner, status, why, lag)
      await keeping.changed({ ...partner, status })
    },

    async putOwnParty(party: OwnParty): Promise<'created' | 'updated'> {
      for (const [index, role] of party.roles.entries()) {
        if (!isRole(role)) throw new PartnerFault(`/roles/${index}`, 'is not a role')
      }
      const known = directory.ownParty(partyKey(party)) !== undefined
      const served = directory.serving(partyKey(party))
      if (!known && served) throw new PartnerFault('', `${partyKey(party)} is a party of the partner ${served.name}`)
      await announcing(async () => {
        await store.putOwnParty(party)
        await keeping.spread()
      })
      return known ? 'updated' : 'created'
    },

    async deleteOwnParty(key: string): Promise<boolean> {
      return await announcing(async () => {
        const gone = await store.deleteOwnParty(key.toUpperCase())
        await keeping.spread()
        return gone
      })
    },
  }
}
