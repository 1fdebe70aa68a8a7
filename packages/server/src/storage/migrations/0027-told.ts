import type { Migration } from './index.ts'

/**
 * What a hub says of the parties it reaches. `hub_state`: whether each can be reached, and since when; `seq` is the order
 * of lists. `hub_told`: what each partner was told, by credentials (`how` is `roles`) or by HubClientInfo (`clients`).
 * `hub_partner`: when its credentials were last sent anew for that, and when a hub's list was last read.
 */
export const told: Migration = {
  id: 27,
  name: 'told',
  expands: true,
  sql: (schema) => `
    create table ${schema}.hub_state (
      party text collate "C" not null,
      role text not null,
      status text not null,
      last_updated text not null,
      seq bigint generated always as identity,
      primary key (party, role)
    );

    create table ${schema}.hub_told (
      partner text not null references ${schema}.partner (id) on delete cascade,
      how text not null check (how in ('roles', 'clients')),
      party text collate "C" not null,
      role text not null,
      status text not null,
      primary key (partner, how, party, role)
    );

    create table ${schema}.hub_partner (
      partner text primary key references ${schema}.partner (id) on delete cascade,
      announced_at timestamptz,
      read_at timestamptz
    );
  `,
}
