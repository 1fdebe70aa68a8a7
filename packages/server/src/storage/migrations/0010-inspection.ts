import type { Migration } from './index.ts'

/**
 * `reader` has a row for each subscriber of the feed that is a part of the platform itself: how far it is, and which
 * process it runs in. `tariff_version` keeps what tariffs were, because `object` holds their newest state alone and a CDR
 * is judged by what was in force when its session began. `found_by` are the words audits and lints are looked up by.
 */
export const inspection: Migration = {
  id: 10,
  name: 'inspection',
  sql: (schema) => `
    create table ${schema}.reader (
      id text primary key,
      position bigint not null default 0,
      leased_by text,
      leased_until timestamptz
    );

    create table ${schema}.tariff_version (
      country_code text collate "C" not null,
      party_id text collate "C" not null,
      id text collate "C" not null,
      last_updated_at timestamptz not null,
      version text not null,
      body text not null,
      kept_at timestamptz not null,
      primary key (country_code, party_id, id, last_updated_at)
    );

    create index object_found_by on ${schema}.object using gin ((derived->'found_by'))
      where module in ('audits', 'lints');
  `,
}
