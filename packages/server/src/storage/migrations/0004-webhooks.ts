import type { Migration } from './index.ts'

/**
 * A webhook is a subscriber of the feed with a cursor of its own; `leased_by` is the process that delivers to it. The
 * signing secret stands encrypted. `failures` counts attempts in a row; `next_attempt_at` is set while it is failing.
 */
export const webhooks: Migration = {
  id: 4,
  name: 'webhooks',
  sql: (schema) => `
    create table ${schema}.webhook (
      id text primary key,
      url text not null,
      events jsonb,
      parties jsonb,
      secret text not null,
      created_at timestamptz not null,
      position bigint not null,
      failures int not null default 0,
      last_error text,
      next_attempt_at timestamptz,
      last_delivered_at timestamptz,
      delivered bigint not null default 0,
      refused bigint not null default 0,
      leased_by text,
      leased_until timestamptz
    );
  `,
}
