import type { Migration } from './index.ts'

/**
 * Of a hub: parties of other partners whose objects a lane brings. `up_to`: what is there of the party is being put into
 * the lane, and this is the `seq` of the last of it that is through; null: it is. The party '' says that the lane has been
 * looked at, however few there are. Lanes of before were, when there were no such parties.
 */
export const laneParties: Migration = {
  id: 28,
  name: 'lane_parties',
  expands: true,
  sql: (schema) => `
    create table ${schema}.lane_party (
      partner text not null,
      module text not null,
      party text not null,
      up_to bigint,
      primary key (partner, module, party)
    );
    insert into ${schema}.lane_party (partner, module, party) select partner, module, '' from ${schema}.lane;
  `,
}
