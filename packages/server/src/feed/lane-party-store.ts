// Parties of other partners whose objects the lanes of a partner bring, as rows; see migration 0028.

import type { Database } from '../storage/database.ts'
import type { LaneModule } from './next-message.ts'

export interface LaneParty {
  readonly module: LaneModule
  readonly party: string
  readonly upTo: number | null
}

export function lanePartyStore(database: Database) {
  const table = `"${database.schema}".lane_party`
  return {
    async of(partner: string): Promise<LaneParty[]> {
      const { rows } = await database.query<LaneParty>(
        `select module, party, up_to::float8 as "upTo" from ${table} where partner = $1`,
        [partner],
      )
      return rows
    },

    async put(partner: string, module: LaneModule, parties: ReadonlyMap<string, number | null>): Promise<void> {
      if (parties.size === 0) return
      await database.query(
        `insert into ${table} (partner, module, party, up_to)
         select $1, $2, party, up_to from unnest($3::text[], $4::bigint[]) as n (party, up_to)
         on conflict (partner, module, party) do update set up_to = excluded.up_to`,
        [partner, module, [...parties.keys()], [...parties.values()]],
      )
    },

    async remove(partner: string, module: LaneModule, parties: readonly string[]): Promise<void> {
      if (parties.length === 0) return
      await database.query(`delete from ${table} where partner = $1 and module = $2 and party = any($3::text[])`, [
        partner,
        module,
        parties,
      ])
    },
  }
}

export type LanePartyStore = ReturnType<typeof lanePartyStore>
