import type { Migration } from './index.ts'

/** Public keys of the meters of an EVSE, each from a time on, as the company has noted them. See docs/signed-meter-values.md. */
export const meterKeys: Migration = {
  id: 13,
  name: 'meter-keys',
  sql: (schema) => `
    create table ${schema}.meter_keys (
      country_code text collate "C" not null,
      party_id text collate "C" not null,
      evse_uid text collate "C" not null,
      entry jsonb not null,
      primary key (country_code, party_id, evse_uid)
    );
  `,
}
