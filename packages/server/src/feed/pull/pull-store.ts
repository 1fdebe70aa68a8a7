// When a module of a partner was read, who reads it now, and what had to be left out of what came.

import type { Database } from '../../storage/database.ts'
import type { PutAside } from './intake.ts'
import type { CrawlState } from './plan.ts'
import type { Aside, ModulePull, PullView } from './pulling.ts'

/** A crawl that says nothing for this long is taken for dead, and another process may begin it. */
export const CLAIM_MS = 60_000
/** Left-out parts that are kept. */
const MOST_ASIDE = 10_000
/** Of one page; the rest only counts. */
const MOST_OF_A_PAGE = 500
const LONGEST_PART = 2000
const LONGEST_WHY = 1000

const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8 as ${column}`
const iso = (at: Date | null): string | null => at?.toISOString() ?? null
const date = (at: number | null): Date | null => (at === null ? null : new Date(at))

export interface PullKey {
  readonly partner: string
  readonly module: string
}

export function pullStore(database: Database) {
  const pull = `"${database.schema}".pull`
  const aside = `"${database.schema}".aside`
  return {
    /**
     * Makes rows for what is to be read and has none, due at once; one that was switched off is due again at once, one
     * that is read more often now is not due later than that. `due: null`: not read by itself.
     */
    async plan(rows: readonly (PullKey & { readonly due: Date | null })[], now: Date): Promise<void> {
      const values = [
        rows.map((row) => row.partner),
        rows.map((row) => row.module),
        rows.map((row) => iso(row.due)),
        iso(now),
      ]
      const given = `unnest($1::text[], $2::text[], $3::timestamptz[]) as n (partner, module, latest)`
      await database.query(
        `insert into ${pull} (partner, module, due_at)
         select partner, module, case when latest is not null then $4::timestamptz end from ${given}
         on conflict (partner, module) do nothing`,
        values,
      )
      await database.query(
        `update ${pull} p
         set due_at = case when n.latest is not null then least(coalesce(p.due_at, $4::timestamptz), n.latest) end
         from ${given}
         where p.partner = n.partner and p.module = n.module
           and ((p.due_at is null) <> (n.latest is null) or p.due_at > n.latest)`,
        values,
      )
    },

    /** What is not read any more, of partners that are known: when it is read again, that begins with everything. */
    async forget(partners: readonly string[], kept: readonly PullKey[]): Promise<void> {
      await database.query(
        `delete from ${pull} p where partner = any($1::text[]) and not exists (
           select 1 from unnest($2::text[], $3::text[]) as k (partner, module)
           where k.partner = p.partner and k.module = p.module)`,
        [partners, kept.map(({ partner }) => partner), kept.map(({ module }) => module)],
      )
    },

    /** It was away; what it could not send is read. */
    async dueNow(partner: string, now: Date): Promise<void> {
      await database.query(
        `update ${pull} set due_at = least(due_at, $2::timestamptz) where partner = $1 and due_at is not null`,
        [partner, iso(now)],
      )
    },

    async due(now: Date): Promise<PullKey[]> {
      const { rows } = await database.query<PullKey>(
        `select partner, module from ${pull}
         where due_at <= $1::timestamptz and (running_until is null or running_until < clock_timestamp())
         order by due_at, partner limit 500`,
        [iso(now)],
      )
      return rows
    },

    /** For one crawl at a time, in one process. `dueBy`: only when it is due. */
    async claim({ partner, module }: PullKey, me: string, dueBy?: Date): Promise<CrawlState | undefined> {
      const { rows } = await database.query<{ changed_from: number | null; full_at: number | null; failures: number }>(
        `update ${pull} set running_by = $3::uuid, running_until = clock_timestamp() + interval '${CLAIM_MS} milliseconds'
         where partner = $1 and module = $2 and (running_until is null or running_until < clock_timestamp())
           and ($4::timestamptz is null or due_at <= $4::timestamptz)
         returning ${ms('changed_from')}, ${ms('full_at')}, failures`,
        [partner, module, me, iso(dueBy ?? null)],
      )
      const [row] = rows
      return row && { changedFrom: date(row.changed_from), fullAt: date(row.full_at), failures: row.failures }
    },

    /** Returns whether it is still ours. */
    async renew({ partner, module }: PullKey, me: string): Promise<boolean> {
      const { rows } = await database.query(
        `update ${pull} set running_until = clock_timestamp() + interval '${CLAIM_MS} milliseconds'
         where partner = $1 and module = $2 and running_by = $3::uuid returning module`,
        [partner, module, me],
      )
      return rows.length > 0
    },

    async end(
      { partner, module }: PullKey,
      me: string,
      state: CrawlState & { dueAt: Date | null },
      report: ModulePull,
    ) {
      await database.query(
        `update ${pull} set changed_from = $4::timestamptz, full_at = $5::timestamptz, failures = $6, due_at = $7::timestamptz,
           full_wanted = false, running_until = null, running_by = null, report = $8::jsonb
         where partner = $1 and module = $2 and running_by = $3::uuid`,
        [
          partner,
          module,
          me,
          iso(state.changedFrom),
          iso(state.fullAt),
          state.failures,
          iso(state.dueAt),
          JSON.stringify(report),
        ],
      )
    },

    /** It was not finished and is to be read as if nothing had been. */
    async release({ partner, module }: PullKey, me: string): Promise<void> {
      await database.query(
        `update ${pull} set running_until = null, running_by = null
         where partner = $1 and module = $2 and running_by = $3::uuid`,
        [partner, module, me],
      )
    },

    async list(partner: string | undefined): Promise<readonly PullView[]> {
      const { rows } = await database.query<
        PullKey & { due_at: number | null; full_at: number | null; failures: number; report: string | null }
      >(
        `select partner, module, ${ms('due_at')}, ${ms('full_at')}, failures, report::text as report
         from ${pull} where $1::text is null or partner = $1 order by partner, module`,
        [partner ?? null],
      )
      return rows.map((row) => ({
        partner: row.partner,
        module: row.module,
        dueAt: date(row.due_at),
        fullAt: date(row.full_at),
        failures: row.failures,
        last: row.report === null ? null : (JSON.parse(row.report) as ModulePull),
      }))
    },

    async putAside({ partner, module }: PullKey, parts: readonly PutAside[], at: Date): Promise<void> {
      const kept = parts.slice(0, MOST_OF_A_PAGE)
      if (kept.length === 0) return
      await database.query(
        `insert into ${aside} (partner, module, country_code, party_id, object_id, path, why, part, at)
         select $1, $2, country_code, party_id, object_id, path, why, part, $9::timestamptz
         from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
           as n (country_code, party_id, object_id, path, why, part)`,
        [
          partner,
          module,
          kept.map(({ key }) => (key ? storable(key.countryCode) : null)),
          kept.map(({ key }) => (key ? storable(key.partyId) : null)),
          // A token's uid, and its fields, name a driver; of tokens only the path is kept.
          kept.map(({ key }) => (module === 'tokens' || !key ? null : storable(key.id))),
          kept.map(({ path }) => storable(path)),
          kept.map(({ why }) => storable(why.slice(0, LONGEST_WHY))),
          kept.map(({ part }) => partText(module, part)),
          iso(at),
        ],
      )
    },

    async trim(): Promise<void> {
      await database.query(`delete from ${aside} where id <= (select max(id) - ${MOST_ASIDE} from ${aside})`)
    },

    async listAside(filter: { readonly partner?: string; readonly limit?: number } = {}): Promise<readonly Aside[]> {
      const { rows } = await database.query<Omit<Aside, 'at'> & { at: number }>(
        `select id::text as id, partner, module, country_code, party_id, object_id, path, why, part, ${ms('at')}
         from ${aside} as aside where $1::text is null or partner = $1 order by aside.id desc limit $2`,
        [filter.partner ?? null, filter.limit ?? 1000],
      )
      return rows.map((row) => ({ ...row, at: new Date(row.at).toISOString() }))
    },
  }
}

export type PullStore = ReturnType<typeof pullStore>

/** PostgreSQL's text holds no U+0000; in JSON text it stands escaped. */
const storable = (text: string): string => text.replaceAll('\u0000', '')

const partText = (module: string, part: unknown): string | null =>
  module === 'tokens' || part === undefined ? null : JSON.stringify(part).slice(0, LONGEST_PART)
