// When a module of a partner was read, and what had to be left out of what came.

import type { Database } from '../../storage/database.ts'
import type { Aside } from './pulling.ts'

export interface PullState {
  /** DateTime the next delta begins at; null: nothing was read completely yet. */
  readonly changedFrom: string | null
  /** Milliseconds since 1970 of the last complete crawl of everything. */
  readonly fullAt: number | null
}

/** Whose object, and which; null where it did not say, or where the id names a driver. */
export interface Named {
  readonly countryCode: string | null
  readonly partyId: string | null
  readonly objectId: string | null
}

/** While a crawl runs no other process begins the same one; a process that died holds it no longer than this. */
const RUNNING_FOR_MS = 600_000
/** Left-out parts that are kept. */
const MOST_ASIDE = 10_000
const LONGEST_PART = 2_000

const utc = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ${column}`

export function pullStore(database: Database) {
  const pull = `"${database.schema}".pull`
  const aside = `"${database.schema}".aside`
  return {
    async find(partner: string, module: string): Promise<PullState | undefined> {
      const { rows } = await database.query<{ changed_from: string | null; full_at: number | null }>(
        `select ${utc('changed_from')}, (extract(epoch from full_at) * 1000)::float8 as full_at
           from ${pull} where partner = $1 and module = $2`,
        [partner, module],
      )
      return rows[0] && { changedFrom: rows[0].changed_from, fullAt: rows[0].full_at }
    },

    async ended(
      partner: string,
      module: string,
      state: PullState & { readonly dueAt: Date; readonly failed: boolean },
    ) {
      await database.query(
        `insert into ${pull} (partner, module, due_at, changed_from, full_at) values ($1, $2, $3, $4, $5)
         on conflict (partner, module) do update set due_at = excluded.due_at, changed_from = excluded.changed_from,
           full_at = excluded.full_at, full_wanted = false, running_until = null, running_by = null,
           failures = case when $6::boolean then pull.failures + 1 else 0 end`,
        [
          partner,
          module,
          state.dueAt.toISOString(),
          state.changedFrom,
          state.fullAt === null ? null : new Date(state.fullAt).toISOString(),
          state.failed,
        ],
      )
    },

    /** True for one process when the module is due, or was never read. */
    async take(partner: string, module: string, now: Date): Promise<boolean> {
      const { rows } = await database.query(
        `insert into ${pull} as pull (partner, module, running_until) values ($1, $2, $4)
         on conflict (partner, module) do update set running_until = excluded.running_until
           where (pull.due_at is null or pull.due_at <= $3) and (pull.running_until is null or pull.running_until < $3)
         returning partner`,
        [partner, module, now.toISOString(), new Date(now.getTime() + RUNNING_FOR_MS).toISOString()],
      )
      return rows.length > 0
    },

    async leaveOut(partner: string, module: string, object: Named, path: string, why: string, part: unknown, at: Date) {
      // A token's fields name a driver; of tokens only the path is kept.
      const text = module === 'tokens' || part === undefined ? null : JSON.stringify(part).slice(0, LONGEST_PART)
      await database.query(
        `insert into ${aside} (partner, module, country_code, party_id, object_id, path, why, part, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [partner, module, object.countryCode, object.partyId, object.objectId, path, why, text, at.toISOString()],
      )
    },

    async trim(): Promise<void> {
      await database.query(`delete from ${aside} where id <= (select max(id) - ${MOST_ASIDE} from ${aside})`)
    },

    async listAside(filter: { readonly partner?: string; readonly limit?: number } = {}): Promise<readonly Aside[]> {
      const { rows } = await database.query<Aside>(
        `select id::text as id, partner, module, country_code, party_id, object_id, path, why, part, ${utc('at')}
           from ${aside} as aside where $1::text is null or partner = $1 order by aside.id desc limit $2`,
        [filter.partner ?? null, filter.limit ?? 1000],
      )
      return rows
    },
  }
}
