import type { Migration } from './index.ts'

/**
 * `price_group` holds the groups as they were put. `price_state` has one row: which groups are in force, how far a change
 * is carried out and by which process; `revision` rises with every change of what partners are shown, and every read of
 * objects brings it along. `price_withdrawal`: tariffs a partner may still have that it is not shown any more. See
 * docs/price-groups.md.
 */
export const priceGroups: Migration = {
  id: 9,
  name: 'price-groups',
  sql: (schema) => `
    create table ${schema}.price_group (
      name text collate "C" primary key,
      partners text[] not null,
      rules jsonb not null
    );

    create table ${schema}.price_state (
      one boolean primary key default true check (one),
      revision bigint not null default 0,
      state jsonb not null default '{}',
      after_seq bigint not null default 0,
      worker uuid,
      leased_until timestamptz
    );
    insert into ${schema}.price_state default values;

    create table ${schema}.price_withdrawal (
      partner text not null,
      country_code text collate "C" not null,
      party_id text collate "C" not null,
      id text collate "C" not null,
      at timestamptz not null,
      primary key (partner, country_code, party_id, id)
    );
  `,
}
