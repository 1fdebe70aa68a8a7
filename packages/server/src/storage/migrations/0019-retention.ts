import type { Migration } from './index.ts'

/** Up to when somebody had objects of a module deleted for good: what is older is not taken from a partner's list again. */
export const retention: Migration = {
  id: 19,
  name: 'retention',
  sql: (schema) => `
    create table ${schema}.retention (
      module text primary key,
      before timestamptz not null
    );
  `,
}
