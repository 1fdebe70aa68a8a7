// How delivery to partners goes, read from what the processes write down: right whichever process is asked.

import type { Clock } from '../clock.ts'
import type { Directory } from '../partners/directory.ts'
import type { Partner } from '../partners/partner.ts'
import type { Database } from '../storage/database.ts'
import { isoColumn } from '../storage/instant.ts'
import { type CallReport, type CallStore, windowAt } from './call-figures.ts'

export interface LaneReport {
  readonly module: string
  readonly lag: { readonly objects: number; readonly seconds: number }
  readonly parked: number
  /** Objects that wait for a party which its hub does not reach. */
  readonly waiting: number
  readonly saved: number
  readonly last_success_at: string | null
  readonly last_error: {
    readonly at: string
    readonly http: number | null
    readonly status_code: number | null
    readonly why: string
  } | null
  /** When these figures were written down. */
  readonly at: string
}

export interface DeliveryReport {
  readonly partner: string
  readonly name: string
  readonly status: string
  readonly health: string | null
  readonly offline_since: string | null
  readonly next_probe_at: string | null
  readonly lanes: readonly LaneReport[]
  readonly window: { readonly from: string; readonly to: string }
  readonly calls: readonly (Omit<CallReport, 'partner'> & { readonly error_share: number })[]
}

export interface ReportNeeds {
  readonly database: Database
  readonly directory: Pick<Directory, 'partners'>
  readonly calls: CallStore
  readonly clock: Clock
}

interface LaneRecord {
  readonly partner: string
  readonly module: string
  readonly lag_objects: number
  readonly lag_since: number | null
  readonly saved: number
  readonly parked: number
  readonly waiting: number
  readonly last_success_at: string | null
  readonly last_error: string | null
  readonly at: string
}

interface HealthRecord {
  readonly partner: string
  readonly health: string
  readonly offline_since: string | null
  readonly next_probe_at: string | null
}

export interface ReportFilter {
  /** Partners after this id. */
  readonly after?: string
  readonly status?: string
  /** Only lanes and calls of this module. */
  readonly module?: string
  /** Only partners that something waits for, or is parked at. */
  readonly behind?: boolean
  readonly limit: number
}

export function deliveryReports({ database, directory, calls, clock }: ReportNeeds) {
  const table = (name: string): string => `"${database.schema}".${name}`

  const lanesOf = async (partners: readonly string[]): Promise<LaneRecord[]> => {
    const { rows } = await database.query<LaneRecord>(
      `select f.partner, f.module, lag_objects, (extract(epoch from lag_since) * 1000)::float8 as lag_since,
         saved::float8 as saved, ${isoColumn('last_success_at')}, last_error::text as last_error, ${isoColumn('at')},
         coalesce(parked, 0) as parked, coalesce(waiting, 0) as waiting
       from ${table('lane_figures')} f
       left join (
         select partner, case module when 'evses' then 'locations' else module end as module,
           (count(*) filter (where state = 'parked'))::int as parked,
           (count(*) filter (where state = 'waiting'))::int as waiting
         from ${table('parked')} where partner = any($1::text[]) group by 1, 2
       ) p on p.partner = f.partner and p.module = f.module
       where f.partner = any($1::text[]) order by f.partner, f.module`,
      [partners],
    )
    return rows
  }

  const healthOf = async (partners: readonly string[]): Promise<HealthRecord[]> => {
    const { rows } = await database.query<HealthRecord>(
      `select f.partner, health, ${isoColumn('offline_since')}, ${isoColumn('next_probe_at')}
       from ${table('partner_figures')} f left join ${table('delivery')} d on d.partner = f.partner
       where f.partner = any($1::text[])`,
      [partners],
    )
    return rows
  }

  /** Those of the partners that something waits for. */
  const behind = async (module: string | undefined): Promise<Set<string>> => {
    const { rows } = await database.query<{ partner: string }>(
      `select partner from ${table('lane_figures')} where lag_objects > 0 and ($1::text is null or module = $1)
       union
       select distinct partner from ${table('parked')}
       where $1::text is null or case module when 'evses' then 'locations' else module end = $1`,
      [module ?? null],
    )
    return new Set(rows.map(({ partner }) => partner))
  }

  async function reports(partners: readonly Partner[], module: string | undefined): Promise<DeliveryReport[]> {
    const now = clock.now()
    const ids = partners.map(({ id }) => id)
    const [lanes, healths, called] = await Promise.all([lanesOf(ids), healthOf(ids), calls.reports(ids, now)])
    const { from, to } = windowAt(now)
    const window = { from: from.toISOString(), to: to.toISOString() }
    const isMeant = (one: { partner: string; module: string }, id: string) =>
      one.partner === id && (module === undefined || one.module === module)
    return partners.map(({ id, name, status }) => {
      const health = healths.find(({ partner }) => partner === id)
      return {
        partner: id,
        name,
        status,
        health: health?.health ?? null,
        offline_since: health?.offline_since ?? null,
        next_probe_at: health?.next_probe_at ?? null,
        lanes: lanes.filter((lane) => isMeant(lane, id)).map((lane) => laneView(lane, now)),
        window,
        calls: called
          .filter((one) => isMeant(one, id))
          .map(({ partner: _, ...one }) => ({ ...one, error_share: share(one.errors, one.calls) })),
      }
    })
  }

  return {
    async of(partner: Partner): Promise<DeliveryReport> {
      return (await reports([partner], undefined))[0]!
    },

    /** In order of their ids. */
    async list({ after = '', status, module, behind: onlyBehind, limit }: ReportFilter): Promise<DeliveryReport[]> {
      const lagging = onlyBehind === undefined ? undefined : await behind(module)
      const found = directory
        .partners()
        .filter((partner) => partner.id > after && (status === undefined || partner.status === status))
        .filter(({ id }) => lagging === undefined || lagging.has(id) === onlyBehind)
        .sort((a, b) => (a.id < b.id ? -1 : 1))
      return await reports(found.slice(0, limit), module)
    },
  }
}

export type DeliveryReports = ReturnType<typeof deliveryReports>

const share = (errors: number, calls: number): number => (calls === 0 ? 0 : Math.round((errors / calls) * 1e4) / 1e4)

const laneView = (lane: LaneRecord, now: Date): LaneReport => ({
  module: lane.module,
  lag: {
    objects: lane.lag_objects,
    seconds: lane.lag_since === null ? 0 : Math.max(0, Math.round((now.getTime() - lane.lag_since) / 1000)),
  },
  parked: lane.parked,
  waiting: lane.waiting,
  saved: lane.saved,
  last_success_at: lane.last_success_at,
  last_error: lane.last_error === null ? null : (JSON.parse(lane.last_error) as LaneReport['last_error']),
  at: lane.at,
})
