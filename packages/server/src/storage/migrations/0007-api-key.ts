import type { Migration } from './index.ts'

/** The admin key made at the first start, as SHA-256. */
export const apiKey: Migration = {
  id: 7,
  name: 'api-key',
  sql: (schema) => `
    create table ${schema}.api_key (
      name text primary key,
      hash text not null,
      created_at timestamptz not null default now()
    );
  `,
}
