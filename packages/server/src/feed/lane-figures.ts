// What is told about lanes: how far they are behind, what was saved, what went well and what did not last. Written down
// every few seconds by the process that serves the partner, so that every process can tell it.

import type { Clock } from '../clock.ts'
import type { Lag } from '../events.ts'
import type { Directory } from '../partners/directory.ts'
import { partyKey } from '../party.ts'
import type { Database } from '../storage/database.ts'
import type { Lane } from './lane.ts'
import { feedModules } from './next-message.ts'
import type { PartnerRunner } from './partner-runner.ts'

/** How far something is behind the feed. */
export interface Backlog {
  /** Changed objects that are to be sent; at least so many where a lane holds more than fits into memory. */
  readonly objects: number
  /** When the oldest of these changes was stored; undefined: there is none. */
  readonly since: Date | undefined
}

export const lagFields = ({ objects, since }: Backlog, now: Date): Lag => ({
  objects,
  seconds: since ? Math.max(0, Math.round((now.getTime() - since.getTime()) / 1000)) : 0,
})

export const together = (lags: readonly Backlog[]): Backlog => ({
  objects: lags.reduce((sum, { objects }) => sum + objects, 0),
  since: lags.reduce<Date | undefined>(
    (oldest, { since }) => (since && (!oldest || since < oldest) ? since : oldest),
    undefined,
  ),
})

interface Written {
  readonly text: string
  readonly saved: number
}

export interface LaneFiguresNeeds {
  readonly database: Database
  readonly directory: Pick<Directory, 'partner' | 'ownPartiesFor' | 'partiesOf'>
  readonly clock: Clock
  readonly me: string
}

/** Rows of the feed that are looked at beyond what a lane holds in memory. */
const MOST_BEYOND = 10_000
/** Lanes whose backlog is counted in one round. */
const COUNTED_AT_ONCE = 20

export class LaneFigures {
  readonly #needs: LaneFiguresNeeds
  readonly #written = new WeakMap<Lane, Written>()
  readonly #health = new WeakMap<PartnerRunner, string>()
  /** Of lanes that lag behind what fits into memory. */
  readonly #beyond = new WeakMap<Lane, number>()
  #counted = 0

  constructor(needs: LaneFiguresNeeds) {
    this.#needs = needs
  }

  lagOf(lane: Lane): Backlog {
    const { objects, since } = lane.waiting
    return {
      objects: objects + (lane.live ? 0 : (this.#beyond.get(lane) ?? 0)),
      since: since === undefined ? undefined : new Date(since),
    }
  }

  /** Writes down what has changed since the last time. */
  async write(runners: Iterable<PartnerRunner>): Promise<void> {
    const { database, clock, me } = this.#needs
    const served = [...runners]
    await this.#countBeyond(served)
    const changed = served.flatMap((runner) =>
      [...runner.lanes.values()].flatMap((lane) => this.#changed(runner, lane)),
    )
    const healths = served.flatMap((runner) => {
      const { state, nextProbeAt } = runner.health
      const text = `${state} ${nextProbeAt ?? ''}`
      return this.#health.get(runner) === text ? [] : [{ runner, state, nextProbeAt, text }]
    })
    const now = clock.now().toISOString()
    const ours = `exists (select 1 from "${database.schema}".delivery d where d.partner = n.partner and d.owner = `
    if (changed.length > 0) {
      await database.query(
        `insert into "${database.schema}".lane_figures as f (partner, module, lag_objects, lag_since, saved,
           last_success_at, last_error_at, last_error, at)
         select partner, module, lag_objects, lag_since, saved, last_success_at, last_error_at, last_error::jsonb,
           $9::timestamptz
         from unnest($1::text[], $2::text[], $3::int[], $4::timestamptz[], $5::bigint[], $6::timestamptz[],
                     $7::timestamptz[], $8::text[])
           as n (partner, module, lag_objects, lag_since, saved, last_success_at, last_error_at, last_error)
         where ${ours}$10::uuid)
         on conflict (partner, module) do update set
           lag_objects = excluded.lag_objects, lag_since = excluded.lag_since, saved = f.saved + excluded.saved,
           last_success_at = coalesce(excluded.last_success_at, f.last_success_at),
           last_error_at = coalesce(excluded.last_error_at, f.last_error_at),
           last_error = coalesce(excluded.last_error, f.last_error), at = excluded.at`,
        [
          changed.map(({ partner }) => partner),
          changed.map(({ lane }) => lane.module),
          changed.map(({ lag }) => lag.objects),
          changed.map(({ lag }) => lag.since?.toISOString() ?? null),
          changed.map(({ saved }) => saved),
          changed.map(({ lane }) => lane.lastSuccessAt?.toISOString() ?? null),
          changed.map(({ lane }) => lane.lastError?.at ?? null),
          changed.map(({ lane }) => (lane.lastError ? JSON.stringify(lane.lastError) : null)),
          now,
          me,
        ],
      )
      for (const { lane, text, total } of changed) this.#written.set(lane, { text, saved: total })
    }
    if (healths.length === 0) return
    await database.query(
      `insert into "${database.schema}".partner_figures (partner, health, next_probe_at, at)
       select partner, health, next_probe_at, $4::timestamptz
       from unnest($1::text[], $2::text[], $3::timestamptz[]) as n (partner, health, next_probe_at)
       where ${ours}$5::uuid)
       on conflict (partner) do update set
         health = excluded.health, next_probe_at = excluded.next_probe_at, at = excluded.at`,
      [
        healths.map(({ runner }) => runner.id),
        healths.map(({ state }) => state),
        healths.map(({ nextProbeAt }) => (nextProbeAt === undefined ? null : new Date(nextProbeAt).toISOString())),
        now,
        me,
      ],
    )
    for (const { runner, text } of healths) this.#health.set(runner, text)
  }

  #changed(runner: PartnerRunner, lane: Lane) {
    const lag = this.lagOf(lane)
    const before = this.#written.get(lane)
    const total = lane.queue.saved
    const { lastSuccessAt, lastError } = lane
    const text = JSON.stringify([lag, total, lastSuccessAt, lastError?.at])
    if (before?.text === text) return []
    return [{ partner: runner.id, lane, lag, saved: total - (before?.saved ?? 0), total, text }]
  }

  /** A backlog that stays in the table is counted there, some lanes at a time. */
  async #countBeyond(served: readonly PartnerRunner[]): Promise<void> {
    const { database, directory } = this.#needs
    const lagging = served.flatMap(({ id, lanes }) =>
      [...lanes.values()].filter((lane) => !lane.live).map((lane) => ({ id, lane })),
    )
    const from = lagging.length === 0 ? 0 : this.#counted % lagging.length
    const next = [...lagging.slice(from), ...lagging.slice(0, from)].slice(0, COUNTED_AT_ONCE)
    this.#counted = from + next.length
    for (const { id, lane } of next) {
      const partner = directory.partner(id)
      if (!partner) continue
      const { rows } = await database.query<{ count: number }>(
        `select count(*) filter (where module = any($1::text[]) and partner is null
             and country_code || '-' || party_id = any($2::text[])
             and (audience is null or audience && $3::text[]))::int as count
         from (select module, partner, country_code, party_id, audience from "${database.schema}".object
               where position > $4::bigint order by position limit ${MOST_BEYOND}) o`,
        [
          feedModules(lane.module),
          directory.ownPartiesFor(partner).map(partyKey),
          directory.partiesOf(partner),
          lane.queue.readTo,
        ],
      )
      this.#beyond.set(lane, rows[0]!.count)
    }
  }
}
