// How long answers take and how often there is none, by partner and module, or by a pair of a hub's parties and module.
// Counted in memory, added to rows that all processes share a few times a minute; read as a whole, whichever process is
// asked.

import type { Database } from '../storage/database.ts'
import { BUCKETS, bucketOf, quantile } from './latency.ts'

/** The figures of one partner, or pair, and module over the window. */
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
/** Partners, or pairs, and modules that wait to be written. */
const MOST = 20_000

const stepOf = (now: Date): Date => new Date(Math.floor(now.getTime() / STEP_MS) * STEP_MS)

/** What of now is looked at: ten to fifteen minutes. */
export const windowAt = (now: Date): CallWindow => ({
  from: new Date(stepOf(now).getTime() - (STEPS - 1) * STEP_MS),
  to: now,
})

/** Counts in memory. What comes beyond `most` counts for `other`; without that, not at all. */
export class CallFigures {
  readonly #most: number
  readonly #other: string | undefined
  #counted = new Map<string, Map<string, Counted>>()
  #size = 0

  constructor({ most = MOST, other }: { readonly most?: number; readonly other?: string } = {}) {
    this.#most = most
    this.#other = other
  }

  /** Never waits and never throws. */
  observe(partner: string, module: string, ms: number, failed: boolean): void {
    let found = this.#counted.get(partner)?.get(module)
    if (!found && this.#size >= this.#most && partner !== this.#other) {
      if (this.#other !== undefined) this.observe(this.#other, module, ms, failed)
      return
    }
    found ??= this.#begin({ partner, module, counts: Array<number>(BUCKETS).fill(0), errors: 0 })
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
      const found = this.#counted.get(partner)?.get(module)
      if (found) {
        for (const [at, count] of counts.entries()) found.counts[at]! += count
        found.errors += errors
      } else if (this.#size < this.#most) this.#begin({ partner, module, counts, errors })
    }
  }

  #begin(counted: Counted): Counted {
    const modules = this.#counted.get(counted.partner) ?? new Map<string, Counted>()
    this.#counted.set(counted.partner, modules.set(counted.module, counted))
    this.#size++
    return counted
  }
}

/** Figures of calls to partners; or of pairs of parties, `NL-CPO NL-EMS`, that reach each other through a hub. */
export function callStore(database: Database, of: 'partner' | 'pair' = 'partner') {
  const table = `"${database.schema}".${of === 'pair' ? 'pair_figures' : 'call_figures'}`
  return {
    /** Adds what this process counted to what all did. */
    async add(taken: readonly Counted[], now: Date): Promise<void> {
      if (taken.length === 0) return
      await database.query(
        `insert into ${table} as f (${of}, module, step, counts, errors)
         select partner, module, $5::timestamptz, array(select jsonb_array_elements_text(counts::jsonb)::int), errors
         from unnest($1::text[], $2::text[], $3::text[], $4::int[]) as n (partner, module, counts, errors)
         order by partner, module
         on conflict (${of}, module, step) do update set
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

    /** Who has figures in the window that ends now, in order, after the one named. Of pairs also by each side. */
    async names(
      { after, from, to, limit }: { after: string; from?: string; to?: string; limit: number },
      now: Date,
    ): Promise<string[]> {
      const { rows } = await database.query<{ name: string }>(
        `select distinct ${of} as name from ${table}
         where step >= $1::timestamptz and ${of} > $2 and ($3::text is null or split_part(${of}, ' ', 1) = $3)
           and ($4::text is null or split_part(${of}, ' ', 2) = $4)
         order by name limit $5::int`,
        [windowAt(now).from.toISOString(), after, from ?? null, to ?? null, limit],
      )
      return rows.map(({ name }) => name)
    },

    /** Of these partners, over the window that ends now. */
    async reports(partners: readonly string[], now: Date): Promise<CallReport[]> {
      const { rows } = await database.query<{ partner: string; module: string; counts: string; errors: number }>(
        `select partner, module, errors,
           (select json_agg(sum order by at)::text
            from (select at, sum(count)::int as sum from ${table} c, unnest(c.counts) with ordinality as u (count, at)
                  where c.${of} = g.partner and c.module = g.module and c.step >= $2::timestamptz group by at) s) as counts
         from (select ${of} as partner, module, sum(errors)::int as errors from ${table}
               where ${of} = any($1::text[]) and step >= $2::timestamptz group by ${of}, module) g
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
