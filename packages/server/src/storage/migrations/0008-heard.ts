import type { Migration } from './index.ts'

/** When a process heard of an offline partner that another process serves: that one probes it then. */
export const heard: Migration = {
  id: 8,
  name: 'heard',
  sql: (schema) => `alter table ${schema}.delivery add column heard_at timestamptz;`,
}
