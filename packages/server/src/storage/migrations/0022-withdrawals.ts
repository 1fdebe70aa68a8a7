import type { Migration } from './index.ts'

/**
 * `leaving`: keys of our parties, with commas between them, whose objects a partner is not to have any more;
 * `left_up_to`: `seq` of the last object of them that it was told of.
 */
export const withdrawals: Migration = {
  id: 22,
  name: 'withdrawals',
  sql: (schema) => `
    alter table ${schema}.lane
      add column leaving text not null default '',
      add column left_up_to bigint not null default 0;
  `,
}
