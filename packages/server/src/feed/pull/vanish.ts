// R-PAGE-19: what a complete crawl of everything did not show is no longer valid (2.2.1 Locations, "GET Method"), unless
// it would be too much to believe.

import { isRefused, storeRemoval } from '../../modules/store.ts'
import type { Partner } from '../../partners/partner.ts'
import type { Database } from '../../storage/database.ts'
import type { RowKey } from '../../storage/row.ts'
import type { GroupWriter } from '../../storage/writer.ts'
import { isTooMuch } from './plan.ts'
import type { SeenKeys } from './seen-keys.ts'

export interface Vanished {
  readonly vanished: number
  /** Missing, and kept because they are too many. */
  readonly held: number
  readonly known: number
}

const PAGE = 5000
const AT_ONCE = 250

interface KeyRecord {
  seq: number
  country_code: string
  party_id: string
  id: string
  sub: string
}

/** Sessions and CDRs stay whatever a list shows. */
export const vanishes = (module: string): boolean => module !== 'sessions' && module !== 'cdrs'

/**
 * Removes what is stored of this connection and was not seen. What was stored since the crawl began came by a push and
 * is newer than its pages.
 */
export async function removeVanished(
  { database, writer }: { database: Database; writer: GroupWriter },
  { partner, module, correlationId }: { partner: Partner; module: string; correlationId: string },
  seen: SeenKeys,
  began: Date,
  now: Date,
): Promise<Vanished> {
  const missing: RowKey[] = []
  let known = 0
  let afterSeq = 0
  for (;;) {
    const { rows } = await database.query<KeyRecord>(
      `select seq::float8 as seq, country_code, party_id, id, sub from "${database.schema}".object
       where partner = $1 and module = $2 and not deleted and received_at < $3::timestamptz and seq > $4::bigint
       order by seq limit ${PAGE}`,
      [partner.id, module, began.toISOString(), afterSeq],
    )
    known += rows.length
    for (const row of rows) {
      const key: RowKey = { module, countryCode: row.country_code, partyId: row.party_id, id: row.id, sub: row.sub }
      if (!seen.has(key)) missing.push(key)
    }
    if (rows.length < PAGE) break
    afterSeq = rows.at(-1)!.seq
  }
  if (isTooMuch(missing.length, known)) return { vanished: 0, held: missing.length, known }
  const removal = { partner, source: 'crawl' as const, correlationId, at: now.toISOString() }
  let vanished = 0
  for (let start = 0; start < missing.length; start += AT_ONCE) {
    const removed = missing.slice(start, start + AT_ONCE).map(async ({ countryCode, partyId, id, sub }) => {
      const place = { countryCode, partyId, id, ...(module === 'tokens' ? { tokenType: sub } : {}) }
      try {
        await writer.write(storeRemoval(module, place, removal))
        vanished++
      } catch (error) {
        // Somebody else was faster.
        if (!isRefused(error)) throw error
      }
    })
    await Promise.all(removed)
  }
  return { vanished, held: 0, known }
}
