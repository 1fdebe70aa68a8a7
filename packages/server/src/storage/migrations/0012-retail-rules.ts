import type { Migration } from './index.ts'

/**
 * The eMSP's retail rules as they were put, with what they are found by: keys of the eMSP's parties, words for drivers and
 * keys of CPOs, `*` for all of them. See docs/retail-prices.md.
 */
export const retailRules: Migration = {
  id: 12,
  name: 'retail-rules',
  sql: (schema) => `
    create table ${schema}.retail_rule (
      name text collate "C" primary key,
      parties text[] not null,
      drivers text[] not null,
      cpos text[] not null,
      starts_at timestamptz,
      ends_at timestamptz,
      rule jsonb not null
    );
    create index retail_rule_drivers on ${schema}.retail_rule using gin (drivers);
  `,
}
