import type { Migration } from './index.ts'

/** `again_from`: a process that had lost the partner may have sent late what changed after this position. */
export const sentAgain: Migration = {
  id: 24,
  name: 'sent-again',
  expands: true,
  sql: (schema) => `alter table ${schema}.lane add column again_from bigint;`,
}
