import type { Migration } from './index.ts'

/**
 * `exchange` has a partition for each day (UTC), made before it begins and dropped when it is too old. `drivers` are the
 * marks that stand for driver identifiers in it. `exchange_count` counts what was not written down one by one: status
 * pushes beyond the rate by object, and what the buffer had no room for. See docs/message-log.md.
 */
export const messageLog: Migration = {
  id: 14,
  name: 'message-log',
  sql: (schema) => `
    create table ${schema}.exchange (
      at timestamptz not null,
      id uuid not null,
      direction text not null,
      partner text,
      our_party text,
      their_party text,
      version text,
      module text not null,
      endpoint text,
      method text not null,
      path text not null,
      http int,
      status_code int,
      failed boolean not null,
      why text,
      request_id text,
      correlation_id text,
      ms real not null,
      country_code text collate "C",
      party_id text collate "C",
      object_id text collate "C",
      part text collate "C",
      drivers text[],
      request text,
      request_length int not null,
      response text,
      response_length int not null,
      primary key (at, id)
    ) partition by range (at);
    create index exchange_partner on ${schema}.exchange (partner, at, id);
    create index exchange_object on ${schema}.exchange (object_id, at, id) where object_id is not null;
    create index exchange_correlation on ${schema}.exchange (correlation_id) where correlation_id is not null;
    create index exchange_failed on ${schema}.exchange (at, id) where failed;
    create index exchange_drivers on ${schema}.exchange using gin (drivers) where drivers is not null;

    create table ${schema}.exchange_count (
      day date not null,
      kind text not null check (kind in ('status', 'unlogged')),
      partner text not null,
      direction text not null,
      module text not null,
      country_code text collate "C" not null,
      party_id text collate "C" not null,
      object_id text collate "C" not null,
      part text collate "C" not null,
      count bigint not null,
      first_at timestamptz not null,
      last_at timestamptz not null,
      primary key (day, kind, partner, direction, module, country_code, party_id, object_id, part)
    );
  `,
}
