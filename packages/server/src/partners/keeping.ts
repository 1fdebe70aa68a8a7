// What every change of a partner has in common: stored, read again by all processes, told in the feed.

import { canonical } from '@interchange/ocpi/canonical'
import type { Session } from '@interchange/ocpi/client/call'
import type { OfferedEndpoint } from '@interchange/ocpi/client/client'
import type { Transport } from '@interchange/ocpi/client/transport'
import type { Clock, Ids } from '../clock.ts'
import type { Events } from '../events.ts'
import type { ExchangeLog } from '../message-log/exchange-log.ts'
import { recordedTransport } from '../message-log/recorded-transport.ts'
import { noticeKey, partnerNotice, putNotice } from '../notices.ts'
import type { AddressRules } from '../outbound/address-guard.ts'
import { partyKey } from '../party.ts'
import type { Database, Queryable } from '../storage/database.ts'
import { rowKey } from '../storage/row.ts'
import type { GroupWriter } from '../storage/writer.ts'
import { type OurCredentials, ourCredentials, type TheirCredentials, takenParties } from './credentials.ts'
import type { Directory } from './directory.ts'
import type { Partner, PartnerRole } from './partner.ts'
import type { PartnerStore } from './partner-store.ts'
import { partnerView } from './partner-view.ts'
import { PARTNER_TOKEN, type Secrets } from './secrets.ts'

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
  /** For each call of a handshake. The answer to our own POST may take three times as long (T-08). */
  readonly callbackTimeoutMs?: number
  /** Resolves when a partner was told to forget what it does not see any more. */
  readonly withdrawn?: (partnerId: string) => Promise<void>
  /** Of a hub: what credentials in a version tell a partner of other partners' parties, and that it was told. */
  readonly hub?: {
    readonly reachable: (partner: Partner, version: string) => readonly PartnerRole[]
    readonly said: (partnerId: string, roles: readonly PartnerRole[], by: SaidBy) => Promise<void>
  }
  /** The message log. */
  readonly exchanges?: Pick<ExchangeLog, 'record'>
}

/** How a partner got credentials: it is new; by a PUT of its own; by one of ours, from the process that serves it. */
export type SaidBy = 'registration' | 'update' | 'renewal'

/** What everybody inside is told when partners changed. */
export const PARTNERS_CHANNEL = 'partners'

/** T-09: the answer with the new token may be lost, so the old one stays good for a moment. */
export const OVERLAP_MS = 60_000

const CALLBACK_TIMEOUT_MS = 8_000

/** What a handshake brought, whichever side began it. */
export interface Handshake {
  readonly version: string
  /** Null: connected by hand. */
  readonly versionsUrl: string | null
  readonly endpoints: readonly OfferedEndpoint[]
  readonly theirs: TheirCredentials
  /** The token we are to send from now on. */
  readonly theirToken: string
}

/** It was removed while a handshake with it was under way. */
export class PartnerGone extends Error {
  override readonly name = 'PartnerGone'
}

export type Keeping = ReturnType<typeof partnerKeeping>

export function partnerKeeping(needs: PartnerServiceNeeds) {
  const { database, store, directory, writer, transport, clock, ids, secrets, publicUrl } = needs
  const versionsUrl = `${publicUrl}/ocpi/versions`
  const queues = new Map<string, Promise<unknown>>()
  const renewedAt = new Map<string, number>()
  /** Parties of others in the credentials last made for a partner. */
  const listed = new Map<string, readonly PartnerRole[]>()

  async function spread(): Promise<void> {
    await directory.reload()
    await database.notify(PARTNERS_CHANNEL)
  }

  /** A handshake's requests in the message log. */
  function recorded(partner: string): Transport {
    if (!needs.exchanges) return transport
    return recordedTransport({ transport, exchanges: needs.exchanges, clock }, ({ method, url }) => ({
      partner,
      module: method === 'GET' && !/credentials\/?$/.test(url) ? 'versions' : 'credentials',
      params: {},
      url: new URL(url).pathname,
    }))
  }

  const givenTo = (partner: Partner): string[] => directory.ownPartiesFor(partner).map(partyKey)

  async function tellFeed(partner: Partner, deleted = false): Promise<void> {
    const at = clock.now().toISOString()
    const key = rowKey('partners', '', '', partner.id)
    const text = JSON.stringify({ ...partnerView(partner), last_updated: at })
    const change = {
      key,
      version: canonical.number,
      text,
      lastUpdated: at,
      partner: null,
      state: partner.status,
      deleted,
    }
    const notice = noticeKey(partner.id, 'status')
    await writer.write({
      load: [key, notice],
      apply(rows) {
        const type = partnerNotice(rows.get(key)?.state, partner.status)
        rows.put(change)
        // What happened cannot be read off the state: one that is back looks like one that was never away.
        if (type) putNotice(rows, notice, { type, at, parties: givenTo(partner), data: partnerView(partner) })
      },
    })
  }

  return {
    versionsUrl,
    spread,
    tellFeed,

    /** Everybody inside learns of it: the directory of each process, and through the feed webhooks and /changes. */
    async changed(partner: Partner): Promise<Partner> {
      await spread()
      const known = directory.partner(partner.id) ?? partner
      await tellFeed(known)
      return known
    },

    session: ({ id, settings }: Pick<Partner, 'id' | 'settings'>, token: string): Session => ({
      transport: recorded(id),
      token,
      tokenEncoding: settings.tokenEncoding,
      newId: () => ids.uuid(),
      timeoutMs: needs.callbackTimeoutMs ?? CALLBACK_TIMEOUT_MS,
    }),

    credentialsFor(partner: Partner, version: string, token: string): OurCredentials {
      const reachable = needs.hub?.reachable(partner, version) ?? []
      listed.set(partner.id, reachable)
      return ourCredentials(version, directory.ownPartiesFor(partner), token, versionsUrl, reachable)
    },

    /** The partner has the credentials that were last made for it. */
    async said({ id }: Partner, by: SaidBy): Promise<void> {
      const roles = listed.get(id) ?? []
      listed.delete(id)
      await needs.hub?.said(id, roles, by)
    },

    /** Parties in it that are not its to speak for. */
    taken: (partner: Partner, theirs: TheirCredentials) =>
      takenParties(
        theirs,
        (key) => directory.ownParty(key) !== undefined,
        (key) => {
          const other = directory.serving(key)
          return other !== undefined && other.hubParty === null && other.id !== partner.id
        },
      ),

    /** Stores a handshake's outcome together with the tokens that go with it. Throws `PartnerGone`. */
    async keep(partner: Partner, made: Handshake, tokens: (tx: Queryable) => Promise<void>): Promise<Partner> {
      const registered: Partner = {
        ...partner,
        status: 'registered',
        version: made.version,
        versionsUrl: made.versionsUrl,
        endpoints: made.endpoints.map(({ identifier, role = 'SENDER', url }) => ({ identifier, role, url })),
        ...made.theirs,
      }
      await database.transaction(async (tx) => {
        const sealed = secrets.seal(PARTNER_TOKEN, made.theirToken)
        if (!(await store.putHandshake(registered, sealed, tx))) throw new PartnerGone()
        await tokens(tx)
      })
      if (partner.status !== 'invited') renewedAt.set(partner.id, clock.now().getTime())
      return await this.changed(registered)
    },

    /** A refusal of our token that arrives now may be about the one before. */
    justRenewed: (partnerId: string): boolean =>
      clock.now().getTime() - (renewedAt.get(partnerId) ?? Number.NEGATIVE_INFINITY) < OVERLAP_MS,

    /** One handshake of a partner at a time. */
    async inTurn<T>(partnerId: string, work: () => Promise<T>): Promise<T> {
      const before = queues.get(partnerId) ?? Promise.resolve()
      const mine = before.then(work, work)
      const settled = mine.catch(() => undefined)
      queues.set(partnerId, settled)
      try {
        return await mine
      } finally {
        if (queues.get(partnerId) === settled) queues.delete(partnerId)
      }
    },

    /** What this partner is told of us; another text means that it has to be told again. */
    told: (partner: Partner): string =>
      JSON.stringify(
        directory.ownPartiesFor(partner).map((party) => [partyKey(party), party.roles, party.businessDetails]),
      ),
  }
}
