// Lanes and who serves them, as rows. Leases run on the database's clock, so that processes need not agree on the time.

import type { Database, Queryable } from '../storage/database.ts'
import type { LaneRow } from './lane-plan.ts'
import type { LaneModule } from './next-message.ts'

/** Told to every process when something about lanes changed that their owner should look at. */
export const deliveryChannel = (schema: string): string => `${schema}_delivery`

interface LaneRecord {
  partner: string
  module: LaneModule
  cursor: number
  known: number
  born: number
  in_order_until: number
  rewind_to: number | null
  rewind_at: number | null
  crawled_to: number | null
  scope: string
  leaving: string
  left_up_to: number
  epoch: string
  again_from: number | null
}

const laneColumns = `partner, module, cursor::float8 as cursor, known::float8 as known, born::float8 as born,
  in_order_until::float8 as in_order_until, rewind_to::float8 as rewind_to,
  (extract(epoch from rewind_at) * 1000)::float8 as rewind_at, crawled_to::float8 as crawled_to, scope, leaving,
  left_up_to::float8 as left_up_to, epoch, again_from::float8 as again_from`

const toLane = (row: LaneRecord): LaneRow => ({
  partner: row.partner,
  module: row.module,
  cursor: row.cursor,
  known: row.known,
  born: row.born,
  inOrderUntil: row.in_order_until,
  rewindTo: row.rewind_to,
  rewindAt: row.rewind_at === null ? null : new Date(row.rewind_at),
  crawledTo: row.crawled_to,
  scope: row.scope,
  leaving: row.leaving === '' ? [] : row.leaving.split(','),
  leftUpTo: row.left_up_to,
  epoch: row.epoch,
  againFrom: row.again_from,
})

const ofPartners = ['lane', 'lane_party', 'parked', 'message', 'lane_figures', 'partner_figures', 'call_figures']
const iso = (at: Date | null): string | null => at?.toISOString() ?? null
const ms = (value: number): string => `${Math.round(value)} milliseconds`

export function laneStore(database: Database) {
  const table = (name: string): string => `"${database.schema}".${name}`
  return {
    /** This process is there; how many are. Processes that were not seen for a lease do not count. */
    async beat(me: string, leaseMs: number): Promise<number> {
      await database.query(
        `insert into ${table('process')} (id, seen_at) values ($1::uuid, clock_timestamp())
         on conflict (id) do update set seen_at = excluded.seen_at`,
        [me],
      )
      const { rows } = await database.query<{ count: number }>(
        `select count(*)::int as count from ${table('process')} where seen_at > clock_timestamp() - $1::interval`,
        [ms(leaseMs)],
      )
      return Math.max(1, rows[0]!.count)
    },

    /** Makes rows for partners that have none, so that they can be leased. */
    async ensure(partners: readonly string[]): Promise<void> {
      await database.query(
        `insert into ${table('delivery')} (partner) select unnest($1::text[]) on conflict do nothing`,
        [partners],
      )
    },

    /** Takes up to `most` of the partners that nobody serves. */
    async acquire(me: string, partners: readonly string[], most: number, leaseMs: number) {
      const { rows } = await database.query<{ partner: string; offline: boolean }>(
        `with free as (
           select partner from ${table('delivery')}
           where partner = any($2::text[]) and (owner is null or leased_until < clock_timestamp())
           order by partner limit $3 for update skip locked
         )
         update ${table('delivery')} d set owner = $1::uuid, leased_until = clock_timestamp() + $4::interval
         from free where d.partner = free.partner
         returning d.partner, d.offline_since is not null as offline`,
        [me, partners, most, ms(leaseMs)],
      )
      return rows
    },

    /** The partners that are still ours, for another lease, and when another process heard of each, in ms. */
    async renew(me: string, leaseMs: number): Promise<{ partner: string; heard: number | null }[]> {
      const { rows } = await database.query<{ partner: string; heard: number | null }>(
        `update ${table('delivery')} set leased_until = clock_timestamp() + $2::interval
         where owner = $1::uuid and leased_until >= clock_timestamp()
         returning partner, (extract(epoch from heard_at) * 1000)::float8 as heard`,
        [me, ms(leaseMs)],
      )
      return rows
    },

    /** For whoever serves it: it called us. */
    async heard(partner: string): Promise<void> {
      await database.query(`update ${table('delivery')} set heard_at = clock_timestamp() where partner = $1`, [partner])
    },

    /** Gives partners to others; all of ours where none is named. */
    async release(me: string, partners?: readonly string[]): Promise<void> {
      await database.query(
        `update ${table('delivery')} set owner = null, leased_until = null
         where owner = $1::uuid and ($2::text[] is null or partner = any($2::text[]))`,
        [me, partners ?? null],
      )
    },

    async leave(me: string): Promise<void> {
      await database.query(
        `delete from ${table('process')}
        where id = $1::uuid or seen_at < clock_timestamp() - interval '1 hour'`,
        [me],
      )
    },

    async setOffline(partner: string, since: Date | null): Promise<void> {
      await database.query(`update ${table('delivery')} set offline_since = $2::timestamptz where partner = $1`, [
        partner,
        iso(since),
      ])
    },

    async lanesOf(partners: readonly string[]): Promise<LaneRow[]> {
      const { rows } = await database.query<LaneRecord>(
        `select ${laneColumns} from ${table('lane')} where partner = any($1::text[]) order by partner, module`,
        [partners],
      )
      return rows.map(toLane)
    },

    /** One that is there already stays as it is. Returns whether it was made. */
    async add(lane: LaneRow, now: Date): Promise<boolean> {
      const { rows } = await database.query(
        `insert into ${table('lane')} (partner, module, cursor, known, born, in_order_until, rewind_to, rewind_at,
                                       crawled_to, scope, created_at, epoch)
         values ($1, $2, $3, $4, $5, $6, $7, $8::timestamptz, $9, $10, $11::timestamptz, $12)
         on conflict do nothing returning partner`,
        [
          lane.partner,
          lane.module,
          lane.cursor,
          lane.known,
          lane.born,
          lane.inOrderUntil,
          lane.rewindTo,
          iso(lane.rewindAt),
          lane.crawledTo,
          lane.scope,
          iso(now),
          lane.epoch,
        ],
      )
      return rows.length > 0
    },

    /** Also what was parked in it: whoever starts anew is told anew. */
    async remove(partner: string, modules: readonly string[]): Promise<void> {
      await database.query(`delete from ${table('lane_figures')} where partner = $1 and module = any($2::text[])`, [
        partner,
        modules,
      ])
      await database.query(`delete from ${table('lane_party')} where partner = $1 and module = any($2::text[])`, [
        partner,
        modules,
      ])
      const rowModules = modules.flatMap((module) => (module === 'locations' ? ['locations', 'evses'] : [module]))
      await database.query(`delete from ${table('lane')} where partner = $1 and module = any($2::text[])`, [
        partner,
        modules,
      ])
      await database.query(`delete from ${table('parked')} where partner = $1 and module = any($2::text[])`, [
        partner,
        rowModules,
      ])
    },

    /** Partners of which nothing is left to deliver to. */
    async forget(partners: readonly string[]): Promise<void> {
      for (const name of [...ofPartners, 'delivery', 'pull']) {
        await database.query(`delete from ${table(name)} where partner = any($1::text[])`, [partners])
      }
    },

    async knownPartners(): Promise<string[]> {
      const { rows } = await database.query<{ partner: string }>(`select partner from ${table('delivery')}`)
      return rows.map(({ partner }) => partner)
    },

    /** Those of the partners with a parked object or a message whose time has come. */
    async withDue(partners: readonly string[], now: Date): Promise<string[]> {
      const { rows } = await database.query<{ partner: string }>(
        `select p.partner from unnest($1::text[]) as p (partner)
         where exists (select 1 from ${table('parked')} k where k.partner = p.partner and k.next_at <= $2::timestamptz)
            or exists (select 1 from ${table('message')} m where m.partner = p.partner and m.next_at <= $2::timestamptz)`,
        [partners, iso(now)],
      )
      return rows.map(({ partner }) => partner)
    },

    /** A partner has read everything up to a position by itself. Its lane's owner sees to it. */
    async crawled(partner: string, module: string, position: number): Promise<boolean> {
      const { rows } = await database.query(
        `update ${table('lane')} set crawled_to = greatest(coalesce(crawled_to, -1), $3::bigint)
         where partner = $1 and module = $2 returning module`,
        [partner, module, position],
      )
      return rows.length > 0
    },

    /** What changed after these positions is to be sent again by whoever serves the partner now. */
    async again(
      partner: string,
      lanes: readonly { readonly module: LaneModule; readonly from: number }[],
    ): Promise<void> {
      await database.query(
        `update ${table('lane')} l set again_from = least(coalesce(l.again_from, n.again_from), n.again_from)
         from unnest($2::text[], $3::bigint[]) as n (module, again_from)
         where l.partner = $1 and l.module = n.module`,
        [partner, lanes.map(({ module }) => module), lanes.map(({ from }) => from)],
      )
    },

    /**
     * First statement of a transaction that writes down what became of deliveries. Those of the partners that are still
     * ours; nobody can take them over before the transaction ends.
     */
    async hold(tx: Queryable, me: string, partners: readonly string[]): Promise<Set<string>> {
      const { rows } = await tx.query<{ partner: string }>(
        `select partner from ${table('delivery')}
         where owner = $1::uuid and leased_until >= clock_timestamp() and partner = any($2::text[])
         order by partner for share`,
        [me, partners],
      )
      return new Set(rows.map(({ partner }) => partner))
    },

    /** `crawledTo` and `againFrom` of a lane are what was applied; what was observed since then stays. */
    async save(tx: Queryable, lanes: readonly LaneRow[]): Promise<void> {
      if (lanes.length === 0) return
      await tx.query(
        `update ${table('lane')} l
         set cursor = n.cursor, known = n.known, in_order_until = n.in_order_until, rewind_to = n.rewind_to,
             rewind_at = n.rewind_at, scope = n.scope, leaving = n.leaving, left_up_to = n.left_up_to, epoch = n.epoch,
             crawled_to = case when l.crawled_to > coalesce(n.crawled_to, -1) then l.crawled_to end,
             again_from = case when l.again_from is distinct from n.again_from then l.again_from end
         from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[],
                     $7::timestamptz[], $8::text[], $9::bigint[], $10::text[], $11::bigint[], $12::text[], $13::bigint[])
           as n (partner, module, cursor, known, in_order_until, rewind_to, rewind_at, scope, crawled_to, leaving,
                 left_up_to, epoch, again_from)
         where l.partner = n.partner and l.module = n.module`,
        [
          lanes.map((lane) => lane.partner),
          lanes.map((lane) => lane.module),
          lanes.map((lane) => lane.cursor),
          lanes.map((lane) => lane.known),
          lanes.map((lane) => lane.inOrderUntil),
          lanes.map((lane) => lane.rewindTo),
          lanes.map((lane) => iso(lane.rewindAt)),
          lanes.map((lane) => lane.scope),
          lanes.map((lane) => lane.crawledTo),
          lanes.map((lane) => lane.leaving.join(',')),
          lanes.map((lane) => lane.leftUpTo),
          lanes.map((lane) => lane.epoch),
          lanes.map((lane) => lane.againFrom),
        ],
      )
    },
  }
}

export type LaneStore = ReturnType<typeof laneStore>
