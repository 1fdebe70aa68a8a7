import type { Migration } from './index.ts'

/**
 * Keys of the company-side API beside the admin key: what they may do and for whom; `parties` null: all. A webhook made
 * with a narrower key may not be private unless the platform allows it, so each remembers. `replay_from`: somebody wants
 * what changed since then again. `webhook_attempt` is the log of what was sent.
 */
export const keys: Migration = {
  id: 11,
  name: 'keys',
  sql: (schema) => `
    alter table ${schema}.api_key
      add column id text,
      add column scope text not null default 'admin',
      add column parties jsonb;
    create unique index api_key_id on ${schema}.api_key (id) where id is not null;

    alter table ${schema}.webhook
      add column allow_private boolean not null default true,
      add column replay_from bigint;

    create table ${schema}.webhook_attempt (
      seq bigint generated always as identity primary key,
      webhook text not null,
      message text not null,
      type text not null,
      position bigint,
      at timestamptz not null,
      duration_ms int not null,
      http int,
      error text
    );
    create index webhook_attempt_of on ${schema}.webhook_attempt (webhook, seq);
  `,
}
