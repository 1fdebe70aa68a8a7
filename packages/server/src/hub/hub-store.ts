// What a hub knows and said of the parties it reaches, as rows.

import type { ConnectionStatus } from '../partners/carried.ts'
import type { Role } from '../partners/partner.ts'
import type { Database, Queryable } from '../storage/database.ts'
import { isoColumn } from '../storage/instant.ts'

/** Told to every process when states changed. */
export const hubChannel = (schema: string): string => `${schema}_hub`
/** Told to every process when a partner was told something by one that may not serve it. */
export const toldChannel = (schema: string): string => `${schema}_told`

/** Whether a party in one of its roles can be reached. */
export interface ClientState {
  readonly party: string
  readonly role: Role
  readonly status: ConnectionStatus
  /** DateTime. */
  readonly lastUpdated: string
}

/** By credentials, or by HubClientInfo. */
export type How = 'roles' | 'clients'

export interface ToldState {
  readonly party: string
  readonly role: string
  readonly status: ConnectionStatus
}

export interface PartnerTimes {
  readonly announcedAt: Date | null
  readonly readAt: Date | null
}

const columns = (clients: readonly ToldState[]): string[][] => [
  clients.map(({ party }) => party),
  clients.map(({ role }) => role),
  clients.map(({ status }) => status),
]

export function hubStore(database: Database) {
  const table = (name: string) => `"${database.schema}".${name}`
  const at = (text: string | null): Date | null => (text === null ? null : new Date(text))

  async function putTold(on: Queryable, partner: string, how: How, clients: readonly ToldState[]): Promise<void> {
    await on.query(
      `insert into ${table('hub_told')} (partner, how, party, role, status)
       select $1, $2, c.party, c.role, c.status from unnest($3::text[], $4::text[], $5::text[]) as c (party, role, status)
        where exists (select from ${table('partner')} where id = $1)
       on conflict (partner, how, party, role) do update set status = excluded.status`,
      [partner, how, ...columns(clients)],
    )
  }

  return {
    /** In the order in which they became known. */
    async states(): Promise<ClientState[]> {
      const { rows } = await database.query<ClientState>(
        `select party, role, status, last_updated as "lastUpdated" from ${table('hub_state')} order by seq`,
        [],
      )
      return rows
    },

    /** Only where the state is still the one that was read: another process may know more by now. */
    async putStates(states: readonly ClientState[], before: ReadonlyMap<string, ClientState>): Promise<void> {
      await database.query(
        `insert into ${table('hub_state')} as s (party, role, status, last_updated)
         select party, role, status, last_updated
           from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as n (party, role, status, last_updated)
         on conflict (party, role) do update set status = excluded.status, last_updated = excluded.last_updated
          where (s.party, s.role, s.last_updated) in (select * from unnest($1::text[], $2::text[], $5::text[]))`,
        [
          ...columns(states),
          states.map(({ lastUpdated }) => lastUpdated),
          states.map(({ party, role }) => before.get(`${party} ${role}`)?.lastUpdated ?? null),
        ],
      )
    },

    async told(partner: string): Promise<(ToldState & { readonly how: How })[]> {
      const { rows } = await database.query<ToldState & { readonly how: How }>(
        `select how, party, role, status from ${table('hub_told')} where partner = $1`,
        [partner],
      )
      return rows
    },

    putClientsTold: (partner: string, clients: readonly ToldState[]) => putTold(database, partner, 'clients', clients),

    /** Credentials say all of it each time. */
    putRolesTold: (partner: string, roles: readonly ToldState[]) =>
      database.transaction(async (tx) => {
        await tx.query(`delete from ${table('hub_told')} where partner = $1 and how = 'roles'`, [partner])
        await putTold(tx, partner, 'roles', roles)
      }),

    async forget(partner: string): Promise<void> {
      for (const name of ['hub_told', 'hub_partner']) {
        await database.query(`delete from ${table(name)} where partner = $1`, [partner])
      }
    },

    async times(partner: string): Promise<PartnerTimes> {
      const { rows } = await database.query<{ announced_at: string | null; read_at: string | null }>(
        `select ${isoColumn('announced_at')}, ${isoColumn('read_at')} from ${table('hub_partner')} where partner = $1`,
        [partner],
      )
      return { announcedAt: at(rows[0]?.announced_at ?? null), readAt: at(rows[0]?.read_at ?? null) }
    },

    async putTime(partner: string, which: keyof PartnerTimes, time: Date): Promise<void> {
      const column = which === 'readAt' ? 'read_at' : 'announced_at'
      await database.query(
        `insert into ${table('hub_partner')} (partner, ${column})
         select $1, $2::timestamptz where exists (select from ${table('partner')} where id = $1)
         on conflict (partner) do update set ${column} = excluded.${column}`,
        [partner, time.toISOString()],
      )
    },
  }
}

export type HubStore = ReturnType<typeof hubStore>
