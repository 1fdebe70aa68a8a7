// How long partners take to answer and how often they do not, by partner and module. Counted in memory, added to rows
// that all processes share a few times a minute; read as a whole, whichever process is asked.

import type { Database } from '../storage/database.ts'
import { BUCKETS, bucketOf, quantile } from './latency.ts'

/** The figures of one partner and module over the window. */
export interface CallReport {
  readonly partner: string
  readonly module: string
  readonly calls: number
  readonly errors: number
  readonly p50_ms: number | null
  readonly p95_ms: number | null
}

export interface CallWindow {
  readonly from: Date
  readonly to: Date
}

interface Counted {
  readonly partner: string
  readonly module: string
  readonly counts: number[]
  errors: number
}

const MINUTE_MS = 60_000
/** The window is made of steps; the first of them leaves it as a whole. */
const STEP_MS = 5 * MINUTE_MS
const STEPS = 3
/** Partners and modules that wait to be written; what comes beyond is not counted. */
const MOST = 20_000

const stepOf = (now: Date): Date => new Date(Math.floor(now.getTime() / STEP_MS) * STEP_MS)

/** What of now is looked at: ten to fifteen minutes. */
export const windowAt = (now: Date): CallWindow => ({
  from: new Date(stepOf(now).getTime() - (STEPS - 1) * STEP_MS),
  to: now,
})

/** Counts in memory. */
export class CallFigures {
  #counted = new Map<string, Map<string, Counted>>()
  #size = 0

  /** Never waits and never throws. */
  observe(partner: string, module: string, ms: number, failed: boolean): void {
    let modules = this.#counted.get(partner)
    if (!modules) {
      modules = new Map()
      this.#counted.set(partner, modules)
    }
    let found = modules.get(module)
    if (!found) {
      if (this.#size >= MOST) return
      this.#size++
      found = { partner, module, counts: Array<number>(BUCKETS).fill(0), errors: 0 }
      modules.set(module, found)
    }
    found.counts[bucketOf(ms)]!++
    if (failed) found.errors++
  }

  /** Everything since the last time. */
  take(): Counted[] {
    const taken = [...this.#counted.values()].flatMap((modules) => [...modules.values()])
    this.#counted = new Map()
    this.#size = 0
    return taken
  }

  /** What could not be written is counted again. */
  putBack(taken: readonly Counted[]): void {
    const newer = this.take()
    for (const { partner, module, counts, errors } of [...taken, ...newer]) {
      const modules = this.#counted.get(partner) ?? new Map<string, Counted>()
      this.#counted.set(partner, modules)
      const found = modules.get(module)
      if (found) {
        for (const [at, count] of counts.entries()) found.counts[at]! += count
        found.errors += errors
      } else if (this.#size < MOST) {
        this.#size++
        modules.set(module, { partner, module, counts, errors })
      }
    }
  }
}

export function callStore(database: Database) {
  const table = `"${database.schema}".call_figures`
  return {
    /** Adds what this process counted to what all did. */
    async add(taken: readonly Counted[], now: Date): Promise<void> {
      if (taken.length === 0) return
      await database.query(
        `insert into ${table} as f (partner, module, step, counts, errors)
         select partner, module, $5::timestamptz, array(select jsonb_array_elements_text(counts::jsonb)::int), errors
         from unnest($1::text[], $2::text[], $3::text[], $4::int[]) as n (partner, module, counts, errors)
         order by partner, module
         on conflict (partner, module, step) do update set
           counts = array(select a + b from unnest(f.counts, excluded.counts) with ordinality as t (a, b, at) order by at),
           errors = f.errors + excluded.errors`,
        [
          taken.map(({ partner }) => partner),
          taken.map(({ module }) => module),
          taken.map(({ counts }) => JSON.stringify(counts)),
          taken.map(({ errors }) => errors),
          stepOf(now).toISOString(),
        ],
      )
    },

    /** What is out of every window. */
    async purge(now: Date): Promise<void> {
      const before = new Date(windowAt(now).from.getTime() - STEP_MS)
      await database.query(`delete from ${table} where step < $1::timestamptz`, [before.toISOString()])
    },

    /** Of these partners, over the window that ends now. */
    async reports(partners: readonly string[], now: Date): Promise<CallReport[]> {
      const { rows } = await database.query<{ partner: string; module: string; counts: string; errors: number }>(
        `select partner, module, errors,
           (select json_agg(sum order by at)::text
            from (select at, sum(count)::int as sum from ${table} c, unnest(c.counts) with ordinality as u (count, at)
                  where c.partner = g.partner and c.module = g.module and c.step >= $2::timestamptz group by at) s) as counts
         from (select partner, module, sum(errors)::int as errors from ${table}
               where partner = any($1::text[]) and step >= $2::timestamptz group by partner, module) g
         order by partner, module`,
        [partners, windowAt(now).from.toISOString()],
      )
      return rows.map(({ partner, module, counts: text, errors }) => {
        const counts = JSON.parse(text) as number[]
        return {
          partner,
          module,
          calls: counts.reduce((sum, count) => sum + count, 0),
          errors,
          p50_ms: quantile(counts, 0.5),
          p95_ms: quantile(counts, 0.95),
        }
      })
    },
  }
}

export type CallStore = ReturnType<typeof callStore>
