// Partners, their tokens and our own parties as rows.

import { partyFromKey, partyKey } from '../party.ts'
import type { Database, Queryable } from '../storage/database.ts'
import { isoColumn } from '../storage/instant.ts'
import type { HubClient } from './carried.ts'
import { defaultPartnerSettings, type OwnParty, type Partner, type PartnerStatus } from './partner.ts'
import { hashToken } from './secrets.ts'

export interface StoredPartner {
  readonly partner: Partner
  /** Encrypted. */
  readonly outboundToken: string | null
}

export interface StoredToken {
  readonly hash: string
  readonly partnerId: string
  readonly kind: TokenKind
  /** Milliseconds since 1970; null: lives on. */
  readonly diesAt: number | null
}

/** An invitation's; sent in a handshake of ours that is not answered yet; in use. */
export type TokenKind = 'A' | 'P' | 'C'

interface PartnerRow {
  id: string
  name: string
  status: PartnerStatus
  version: string | null
  versions_url: string | null
  roles: string
  hub_party: string | null
  endpoints: string
  parties: string | null
  settings: string
  outbound_token: string | null
  last_seen: string | null
  created_at: string
}

export function partnerStore(database: Database) {
  const { schema } = database
  return {
    async partners(): Promise<StoredPartner[]> {
      const { rows } = await database.query<PartnerRow>(
        `select id, name, status, version, versions_url, roles::text as roles, hub_party, endpoints::text as endpoints,
                parties::text as parties, settings::text as settings, outbound_token, ${isoColumn('last_seen')}, ${isoColumn('created_at')}
           from ${schema}.partner order by created_at, id`,
      )
      return rows.map((row) => ({
        partner: {
          id: row.id,
          name: row.name,
          status: row.status,
          version: row.version,
          versionsUrl: row.versions_url,
          roles: JSON.parse(row.roles),
          hubParty: row.hub_party === null ? null : partyFromKey(row.hub_party),
          endpoints: JSON.parse(row.endpoints),
          parties: row.parties === null ? '*' : JSON.parse(row.parties),
          settings: { ...defaultPartnerSettings, ...JSON.parse(row.settings) },
          lastSeen: row.last_seen,
          createdAt: row.created_at,
        },
        outboundToken: row.outbound_token,
      }))
    },

    /** What partners that are hubs told of the parties behind them, by the partner's id. */
    async clients(): Promise<Map<string, HubClient[]>> {
      const { rows } = await database.query<HubClient & { readonly partner: string }>(
        `select partner, party, role, status, last_updated as "lastUpdated" from ${schema}.hub_client
          order by party, role`,
      )
      const clients = new Map<string, HubClient[]>()
      for (const { partner, ...client } of rows) {
        const known = clients.get(partner)
        if (known) known.push(client)
        else clients.set(partner, [client])
      }
      return clients
    },

    /** Of a party in a role the newest counts. Returns how many were news. */
    async putClients(partner: string, clients: readonly HubClient[]): Promise<number> {
      const { rows } = await database.query(
        `insert into ${schema}.hub_client (partner, party, role, status, last_updated)
         select $1, c.party, c.role, c.status, c.last_updated
           from unnest($2::text[], $3::text[], $4::text[], $5::text[]) as c (party, role, status, last_updated)
          where exists (select from ${schema}.partner where id = $1)
         on conflict (partner, party, role) do update
            set status = excluded.status, last_updated = excluded.last_updated
          where excluded.last_updated::timestamptz > hub_client.last_updated::timestamptz
             or (excluded.last_updated::timestamptz = hub_client.last_updated::timestamptz
                 and excluded.status <> hub_client.status)
         returning party`,
        [
          partner,
          clients.map(({ party }) => party),
          clients.map(({ role }) => role),
          clients.map(({ status }) => status),
          clients.map(({ lastUpdated }) => lastUpdated),
        ],
      )
      return rows.length
    },

    async tokens(): Promise<StoredToken[]> {
      const { rows } = await database.query<{ hash: string; partner: string; kind: TokenKind; dies_at: string | null }>(
        `select hash, partner, kind, ${isoColumn('dies_at')} from ${schema}.partner_token`,
      )
      return rows.map(({ hash, partner, kind, dies_at }) => ({
        hash,
        partnerId: partner,
        kind,
        diesAt: dies_at === null ? null : Date.parse(dies_at),
      }))
    },

    async ownParties(): Promise<OwnParty[]> {
      const { rows } = await database.query<{ country_code: string; party_id: string; roles: string; details: string }>(
        `select country_code, party_id, roles::text as roles, business_details::text as details
           from ${schema}.own_party order by key`,
      )
      return rows.map((row) => ({
        countryCode: row.country_code,
        partyId: row.party_id,
        roles: JSON.parse(row.roles),
        businessDetails: JSON.parse(row.details),
      }))
    },

    async putOwnParty(party: OwnParty): Promise<void> {
      await database.query(
        `insert into ${schema}.own_party (key, country_code, party_id, roles, business_details)
         values ($1, $2, $3, $4::jsonb, $5::jsonb)
         on conflict (key) do update set roles = excluded.roles, business_details = excluded.business_details`,
        [
          partyKey(party),
          party.countryCode.toUpperCase(),
          party.partyId.toUpperCase(),
          JSON.stringify(party.roles),
          JSON.stringify(party.businessDetails),
        ],
      )
    },

    async deleteOwnParty(key: string): Promise<boolean> {
      const { rows } = await database.query(`delete from ${schema}.own_party where key = $1 returning key`, [key])
      return rows.length > 0
    },

    /** All of it. For what is new, and for what has no other writer: whoever changes a part uses what is below. */
    async putPartner(partner: Partner, outboundToken: string | null, on: Queryable = database): Promise<void> {
      await on.query(
        `insert into ${schema}.partner (id, name, status, version, versions_url, roles, hub_party, endpoints, parties,
                                        settings, outbound_token, created_at)
         values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8::jsonb, $9::jsonb, $10::jsonb, $11, $12)
         on conflict (id) do update set name = excluded.name, status = excluded.status, version = excluded.version,
           versions_url = excluded.versions_url, roles = excluded.roles, hub_party = excluded.hub_party,
           endpoints = excluded.endpoints, parties = excluded.parties, settings = excluded.settings,
           outbound_token = excluded.outbound_token`,
        [
          partner.id,
          partner.name,
          partner.status,
          partner.version,
          partner.versionsUrl,
          JSON.stringify(partner.roles),
          partner.hubParty === null ? null : partyKey(partner.hubParty),
          JSON.stringify(partner.endpoints),
          partner.parties === '*' ? null : JSON.stringify(partner.parties),
          JSON.stringify(partner.settings),
          outboundToken,
          partner.createdAt,
        ],
      )
    },

    /** What a handshake brings. False: the partner was removed meanwhile. */
    async putHandshake(partner: Partner, outboundToken: string, on: Queryable): Promise<boolean> {
      const { rows } = await on.query(
        `update ${schema}.partner
            set status = case when status = 'suspended' and version is not null then status else $2 end, version = $3,
                versions_url = $4, roles = $5::jsonb, hub_party = $6, endpoints = $7::jsonb, outbound_token = $8
          where id = $1 returning id`,
        [
          partner.id,
          partner.status,
          partner.version,
          partner.versionsUrl,
          JSON.stringify(partner.roles),
          partner.hubParty === null ? null : partyKey(partner.hubParty),
          JSON.stringify(partner.endpoints),
          outboundToken,
        ],
      )
      return rows.length > 0
    },

    /** Where its modules are now. False: the partner was removed meanwhile. */
    async putEndpoints({ id, endpoints }: Partner): Promise<boolean> {
      const { rows } = await database.query(
        `update ${schema}.partner set endpoints = $2::jsonb where id = $1 and version is not null returning id`,
        [id, JSON.stringify(endpoints)],
      )
      return rows.length > 0
    },

    /** What is set by hand. False: the partner was removed meanwhile. */
    async putChoices({ id, name, parties, settings, status }: Partner, setStatus: boolean): Promise<boolean> {
      const { rows } = await database.query(
        `update ${schema}.partner set name = $2, parties = $3::jsonb, settings = $4::jsonb,
                status = case when $5 then $6 else status end
          where id = $1 returning id`,
        [id, name, parties === '*' ? null : JSON.stringify(parties), JSON.stringify(settings), setStatus, status],
      )
      return rows.length > 0
    },

    /** What delivery finds. False: gone, or in a state that others decide. */
    async putStatus(id: string, status: PartnerStatus): Promise<boolean> {
      const { rows } = await database.query(
        `update ${schema}.partner set status = $2
          where id = $1 and status not in ('invited', 'suspended', $2) returning id`,
        [id, status],
      )
      return rows.length > 0
    },

    /** The partner ended the connection. False: it was removed meanwhile. */
    async putEnded(id: string, on: Queryable): Promise<boolean> {
      const { rows } = await on.query(
        `update ${schema}.partner set status = 'suspended', version = null, endpoints = '[]', outbound_token = null
          where id = $1 returning id`,
        [id],
      )
      return rows.length > 0
    },

    async putSealed(id: string, before: string, outboundToken: string): Promise<void> {
      await database.query(`update ${schema}.partner set outbound_token = $3 where id = $1 and outbound_token = $2`, [
        id,
        before,
        outboundToken,
      ])
    },

    async deletePartner(id: string): Promise<void> {
      await database.query(`delete from ${schema}.partner where id = $1`, [id])
    },

    /** Added again, a token takes the new kind and lives on. */
    async addToken(
      partnerId: string,
      token: string,
      kind: TokenKind,
      madeAt: Date,
      on: Queryable = database,
    ): Promise<void> {
      await on.query(
        `insert into ${schema}.partner_token (hash, partner, kind, made_at) values ($1, $2, $3, $4)
         on conflict (hash) do update set kind = excluded.kind, dies_at = null`,
        [hashToken(token), partnerId, kind, madeAt.toISOString()],
      )
    },

    /** @returns whether the token was still there: of two registrations with one invitation only one sees it. */
    async takeTokenA(partnerId: string, on: Queryable): Promise<boolean> {
      const { rows } = await on.query(
        `delete from ${schema}.partner_token where partner = $1 and kind = 'A' returning hash`,
        [partnerId],
      )
      return rows.length > 0
    },

    /** All tokens but the one given die at `diesAt`; those dying earlier are not given more time. */
    async retireTokens(partnerId: string, butToken: string, diesAt: Date, on: Queryable = database): Promise<void> {
      await on.query(
        `update ${schema}.partner_token set dies_at = least(dies_at, $3::timestamptz)
          where partner = $1 and hash <> $2`,
        [partnerId, hashToken(butToken), diesAt.toISOString()],
      )
    },

    async deleteTokens(partnerId: string, on: Queryable = database): Promise<void> {
      await on.query(`delete from ${schema}.partner_token where partner = $1`, [partnerId])
    },

    async deleteToken(hash: string): Promise<void> {
      await database.query(`delete from ${schema}.partner_token where hash = $1`, [hash])
    },

    async deleteDying(partnerId: string): Promise<void> {
      await database.query(`delete from ${schema}.partner_token where partner = $1 and dies_at is not null`, [
        partnerId,
      ])
    },

    /** Whether a token is known, for a process whose directory may be behind. */
    async hasToken(token: string): Promise<boolean> {
      const { rows } = await database.query(`select 1 from ${schema}.partner_token where hash = $1`, [hashToken(token)])
      return rows.length > 0
    },

    /** What a process left behind that died in the middle of a handshake of ours, and tokens that are dead. */
    async tidy(now: Date, handshakesBefore: Date): Promise<void> {
      await database.query(
        `delete from ${schema}.partner p where p.status = 'invited'
           and exists (select from ${schema}.partner_token t where t.partner = p.id and t.kind = 'P')
           and not exists (select from ${schema}.partner_token t where t.partner = p.id
                            and (t.kind <> 'P' or t.made_at > $1::timestamptz))`,
        [handshakesBefore.toISOString()],
      )
      await database.query(
        `delete from ${schema}.partner_token
          where dies_at < $1::timestamptz or (kind = 'P' and made_at < $2::timestamptz)`,
        [now.toISOString(), handshakesBefore.toISOString()],
      )
    },

    async seen(partnerId: string, at: Date): Promise<void> {
      await database.query(`update ${schema}.partner set last_seen = $2 where id = $1`, [partnerId, at.toISOString()])
    },
  }
}

export type PartnerStore = ReturnType<typeof partnerStore>
