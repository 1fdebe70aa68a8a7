import type { Migration } from './index.ts'

/**
 * `leaving`: keys of our parties, with commas between them, whose objects a partner is not to have any more;
 * `left_up_to`: `seq` of the last object of them that it was told of. `epoch`: of the feed, when the lane was last
 * looked at; in another one its cursor means nothing. `feed.home` is where this database lies, so that a restored dump and
 * a copy of its folder are told from the original.
 */
export const withdrawals: Migration = {
  id: 22,
  name: 'withdrawals',
  sql: (schema) => `
    alter table ${schema}.lane
      add column leaving text not null default '',
      add column left_up_to bigint not null default 0,
      add column epoch text not null default '';
    alter table ${schema}.feed add column home text;
  `,
}
