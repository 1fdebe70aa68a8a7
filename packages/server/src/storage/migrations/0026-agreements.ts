import type { Migration } from './index.ts'

/**
 * `agreement`: what a hub lets its partners' parties do with each other (docs/hub.md). `hub_client`: what partners that
 * are hubs told of the parties behind them, as they told it.
 */
export const agreements: Migration = {
  id: 26,
  name: 'agreements',
  expands: true,
  sql: (schema) => `
    create table ${schema}.agreement (
      name text collate "C" primary key,
      rule jsonb not null
    );

    create table ${schema}.hub_client (
      partner text not null references ${schema}.partner (id) on delete cascade,
      party text collate "C" not null,
      role text not null,
      status text not null,
      last_updated text not null,
      primary key (partner, party, role)
    );
  `,
}
