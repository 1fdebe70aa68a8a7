import type { Migration } from './index.ts'

/**
 * Answers to POSTs that carried an Idempotency-Key, for a day. `answer` is encrypted, as answers hold tokens and secrets
 * that are shown once; null while the request is under way.
 */
export const idempotency: Migration = {
  id: 17,
  name: 'idempotency',
  sql: (schema) => `
    create table ${schema}.idempotency (
      caller text not null,
      key text not null,
      request_hash text not null,
      taken_by uuid not null,
      taken_at timestamptz not null,
      answer text,
      primary key (caller, key)
    );
    create index idempotency_taken_at on ${schema}.idempotency (taken_at);
  `,
}
