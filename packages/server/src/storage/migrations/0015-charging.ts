import type { Migration } from './index.ts'

/**
 * `charging` holds what the company's backend told of a charging, which its session and CDR are made from; `due_at` is when
 * that is to be done next, in one process at a time. `charging_meter` holds its meter values, `at` in ms since 1970.
 */
export const charging: Migration = {
  id: 15,
  name: 'charging',
  sql: (schema) => `
    create table ${schema}.charging (
      id text collate "C" primary key,
      seq bigint generated always as identity,
      country_code text collate "C" not null,
      party_id text collate "C" not null,
      record jsonb not null,
      revision bigint not null default 0,
      readings int not null default 0,
      ended boolean not null default false,
      ended_at timestamptz,
      due_at timestamptz,
      leased_by text,
      leased_until timestamptz
    );
    create unique index charging_seq on ${schema}.charging (seq);
    create index charging_open on ${schema}.charging (seq) where not ended;
    create index charging_due on ${schema}.charging (due_at) where due_at is not null;
    create index charging_ended on ${schema}.charging (ended_at) where ended_at is not null;

    create table ${schema}.charging_meter (
      charging text collate "C" not null references ${schema}.charging on delete cascade,
      at bigint not null,
      body jsonb not null,
      primary key (charging, at)
    );
  `,
}
