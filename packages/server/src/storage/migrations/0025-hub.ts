import type { Migration } from './index.ts'

/**
 * Results that come later, through this hub. `id` is what the URL of the hub ends in; `url` is where it goes; `asker` gets
 * it, `answerer` may send it, each a connection and a party (`NL-ABC`). `delivered`: digests of what has arrived there.
 */
export const hub: Migration = {
  id: 25,
  name: 'hub',
  expands: true,
  sql: (schema) => `
    create table ${schema}.hub_callback (
      id text primary key,
      url text not null,
      asker text not null,
      asker_party text not null,
      answerer text not null,
      answerer_party text not null,
      reservation text,
      deadline timestamptz not null,
      delivered text[] not null default '{}'
    );
    create index hub_callback_deadline on ${schema}.hub_callback (deadline);
    create index hub_callback_reservation on ${schema}.hub_callback (asker, asker_party, reservation)
      where reservation is not null;
  `,
}
