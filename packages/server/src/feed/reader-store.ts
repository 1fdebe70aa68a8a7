// Where the subscribers of the feed that are parts of the platform itself stand, and who runs them. Leases run on the
// database's clock, so that processes need not agree on the time.

import type { Database } from '../storage/database.ts'

/** A place in the feed for the reader `id`, on behalf of the process `owner`. A new reader begins at the beginning. */
export function readerStore(database: Database, id: string, owner: string) {
  const table = `"${database.schema}".reader`
  return {
    async claim(leaseMs: number): Promise<number | undefined> {
      const { rows } = await database.query<{ position: number }>(
        `insert into ${table} as r (id, leased_by, leased_until) values ($1, $2, now() + $3::float8 * interval '1 ms')
         on conflict (id) do update set leased_by = excluded.leased_by, leased_until = excluded.leased_until
           where r.leased_by = $2 or r.leased_until is null or r.leased_until < now()
         returning position::float8 as position`,
        [id, owner, leaseMs],
      )
      return rows[0]?.position
    },

    /** False when the lease was lost; then nothing was written. */
    async save(position: number, leaseMs: number): Promise<boolean> {
      const { rows } = await database.query(
        `update ${table} set position = $3::bigint,
           leased_until = case when $4::float8 > 0 then now() + $4::float8 * interval '1 ms' end
         where id = $1 and leased_by = $2 returning id`,
        [id, owner, position, leaseMs],
      )
      return rows.length > 0
    },
  }
}
