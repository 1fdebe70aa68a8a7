import type { Migration } from './index.ts'

/** A webhook is a subscriber of the feed with a cursor of its own. Its signing secret stands encrypted. */
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
      position bigint not null,
      failing_since timestamptz,
      last_error text,
      created_at timestamptz not null
    );
  `,
}
