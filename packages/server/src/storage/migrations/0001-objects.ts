import type { Migration } from './index.ts'

/**
 * `feed` has one row: the feed's end, its epoch, and up to where deletions were purged. Whoever changes an object
 * locks that row first (docs/decisions/0003-feed-positions.md).
 *
 * `object`: keys are upper case and compared by byte, so that no change of the system's collation breaks an index.
 * `position` is unique, which turns a writer that does not hold the lock into an error.
 */
export const objects: Migration = {
  id: 1,
  name: 'objects',
  sql: (schema) => `
    create table ${schema}.feed (
      one boolean primary key default true check (one),
      epoch uuid not null default gen_random_uuid(),
      position bigint not null default 0,
      purged_position bigint not null default 0
    );
    insert into ${schema}.feed default values;

    create table ${schema}.object (
      module text collate "C" not null,
      country_code text collate "C" not null,
      party_id text collate "C" not null,
      id text collate "C" not null,
      sub text collate "C" not null default '',
      seq bigint not null,
      position bigint not null,
      full_position bigint not null,
      last_updated_at timestamptz not null,
      received_at timestamptz not null,
      deleted boolean not null default false,
      version text not null,
      last_updated text not null,
      partner text,
      state text,
      correlation_id text,
      audience text[],
      derived jsonb,
      body jsonb not null check (jsonb_typeof(body) = 'object'),
      primary key (module, country_code, party_id, id, sub)
    ) with (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);

    create unique index object_position on ${schema}.object (position);
    create unique index object_seq on ${schema}.object (module, seq);
    create index object_last_updated on ${schema}.object (module, last_updated_at);
    create index object_owner_seq on ${schema}.object (module, country_code, party_id, seq) where module <> 'evses';
    create index object_partner_seq on ${schema}.object (partner, module, seq) where partner is not null;
    create index object_deleted on ${schema}.object (received_at) where deleted;
  `,
}
