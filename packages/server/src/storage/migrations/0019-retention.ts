import type { Migration } from './index.ts'

/**
 * `retention`: up to when somebody had objects of a module deleted for good: what is older is not taken from a partner's
 * list again. `charging.heard_at`: when something was told of a charging last.
 */
export const retention: Migration = {
  id: 19,
  name: 'retention',
  sql: (schema) => `
    create table ${schema}.retention (
      module text primary key,
      before timestamptz not null
    );

    alter table ${schema}.charging add column heard_at timestamptz not null default now();
    create index charging_heard on ${schema}.charging (heard_at) where not ended;
  `,
}
