// Alert rules, alerts, and the mails that tell of them, as rows.

import { randomUUID } from 'node:crypto'
import type { Database, Queryable } from '../storage/database.ts'
import { isoColumn } from '../storage/instant.ts'
import type { AlertRule, Facts, Found, Moves, OpenAlert } from './rule.ts'

/** An alert as it is told. */
export interface AlertView {
  readonly id: string
  readonly rule: string
  readonly kind: string
  readonly partner: string
  readonly module: string | null
  readonly state: 'raised' | 'cleared'
  readonly since: string
  readonly raised_at: string
  readonly cleared_at: string | null
  readonly what: Found
}

export interface MailStatus {
  readonly waiting: number
  readonly given_up: number
  readonly last_error: string | null
}

/** A mail that is to be sent now; `attempts` counts this one. */
export interface DueMail {
  readonly id: string
  readonly rule: string
  readonly address: string
  readonly subject: string
  readonly body: string
  readonly attempts: number
  readonly created_at: string
}

/** Words of a mail. */
export type Writing = (alert: AlertView) => { readonly subject: string; readonly body: string }

export interface AlertFilter {
  readonly rule?: string
  readonly partner?: string
  readonly state?: string
  /** Ids before this one. */
  readonly before?: string
  readonly limit: number
}

const KEPT_DAYS = 30
/** Mails that may wait; what comes beyond is not written. */
const MOST_MAILS = 1000

interface AlertRecord extends Omit<AlertView, 'what' | 'module'> {
  readonly module: string
  readonly what: string
}

const columns = `id::text as id, rule, kind, partner, module, state, ${isoColumn('since')}, ${isoColumn('raised_at')},
  ${isoColumn('cleared_at')}, what::text as what`

const view = ({ module, what, ...row }: AlertRecord): AlertView => ({
  ...row,
  module: module === '' ? null : module,
  what: JSON.parse(what) as Found,
})

export function alertStore(database: Database) {
  const table = (name: string): string => `"${database.schema}".${name}`

  /** Written with the alert, so that it is sent once and whatever happens. */
  async function enqueue(
    tx: Queryable,
    alerts: readonly AlertView[],
    rules: readonly AlertRule[],
    writing: Writing,
    now: Date,
  ) {
    const mails = alerts.flatMap((alert) =>
      (rules.find(({ name }) => name === alert.rule)?.mail ?? []).map((address) => ({
        id: randomUUID(),
        rule: alert.rule,
        address,
        ...writing(alert),
      })),
    )
    if (mails.length === 0) return
    const { rows } = await tx.query<{ count: number }>(
      `select count(*)::int as count from ${table('alert_mail')} where next_at is not null`,
      [],
    )
    const kept = mails.slice(0, Math.max(0, MOST_MAILS - rows[0]!.count))
    await tx.query(
      `insert into ${table('alert_mail')} (id, rule, address, subject, body, created_at, next_at)
       select id::uuid, rule, address, subject, body, $6::timestamptz, $6::timestamptz
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) as n (id, rule, address, subject, body)`,
      [
        kept.map(({ id }) => id),
        kept.map(({ rule }) => rule),
        kept.map(({ address }) => address),
        kept.map(({ subject }) => subject),
        kept.map(({ body }) => body),
        now.toISOString(),
      ],
    )
  }

  return {
    async rules(after = '', limit = 1000): Promise<AlertRule[]> {
      const { rows } = await database.query<{ rule: string }>(
        `select rule::text as rule from ${table('alert_rule')} where name > $1 order by name limit $2`,
        [after, limit],
      )
      return rows.map(({ rule }) => JSON.parse(rule) as AlertRule)
    },

    async rule(name: string): Promise<AlertRule | undefined> {
      const { rows } = await database.query<{ rule: string }>(
        `select rule::text as rule from ${table('alert_rule')} where name = $1`,
        [name],
      )
      return rows[0] && (JSON.parse(rows[0].rule) as AlertRule)
    },

    /** `full`: there are `most` already, and nothing is stored. */
    async putRule(rule: AlertRule, most: number): Promise<'created' | 'updated' | 'full'> {
      return database.transaction(async (tx) => {
        await tx.query(`lock table ${table('alert_rule')} in share row exclusive mode`, [])
        const { rows } = await tx.query<{ count: number; known: boolean }>(
          `select count(*)::int as count, coalesce(bool_or(name = $1), false) as known from ${table('alert_rule')}`,
          [rule.name],
        )
        const { count, known } = rows[0]!
        if (!known && count >= most) return 'full'
        await tx.query(
          `insert into ${table('alert_rule')} (name, rule) values ($1, $2::jsonb)
           on conflict (name) do update set rule = excluded.rule`,
          [rule.name, JSON.stringify(rule)],
        )
        return known ? 'updated' : 'created'
      })
    },

    /** Mails that wait are not sent any more. */
    async removeRule(name: string): Promise<boolean> {
      return database.transaction(async (tx) => {
        const { rows } = await tx.query(`delete from ${table('alert_rule')} where name = $1 returning name`, [name])
        await tx.query(`delete from ${table('alert_mail')} where rule = $1`, [name])
        return rows.length > 0
      })
    },

    async mailStatus(rules: readonly string[]): Promise<Map<string, MailStatus>> {
      const { rows } = await database.query<MailStatus & { rule: string }>(
        `select rule, (count(*) filter (where next_at is not null))::int as waiting,
           (count(*) filter (where next_at is null and sent_at is null))::int as given_up,
           (array_agg(error order by created_at desc) filter (where error is not null))[1] as last_error
         from ${table('alert_mail')} where rule = any($1::text[]) group by rule`,
        [rules],
      )
      return new Map(rows.map(({ rule, ...status }) => [rule, status]))
    },

    /** What alerts are decided by. */
    async facts(partners: readonly { readonly id: string; readonly status: string }[]): Promise<Facts[]> {
      const [offline, lanes, refused, held] = await Promise.all([
        database.query<{ partner: string; since: number }>(
          `select partner, (extract(epoch from offline_since) * 1000)::float8 as since
           from ${table('delivery')} where offline_since is not null`,
          [],
        ),
        database.query<{ partner: string; module: string; objects: number; since: number | null }>(
          `select partner, module, lag_objects as objects, (extract(epoch from lag_since) * 1000)::float8 as since
           from ${table('lane_figures')} where lag_objects > 0`,
          [],
        ),
        database.query<{ partner: string; count: number }>(
          `select partner, count(*)::int as count from ${table('parked')}
           where module = 'cdrs' and state = 'parked' group by partner`,
          [],
        ),
        database.query<{ partner: string; count: number }>(
          `select partner, count(*)::int as count from ${table('object')}
           where module = 'audits' and not deleted and state = 'held' and partner is not null group by partner`,
          [],
        ),
      ])
      const of = <T extends { partner: string }>({ rows }: { rows: readonly T[] }) => {
        const found = new Map<string, T[]>()
        for (const row of rows) found.set(row.partner, [...(found.get(row.partner) ?? []), row])
        return (partner: string): readonly T[] => found.get(partner) ?? []
      }
      const [offlineOf, lanesOf, refusedOf, heldOf] = [of(offline), of(lanes), of(refused), of(held)]
      const dateOf = (ms: number | null | undefined): Date | undefined => (ms == null ? undefined : new Date(ms))
      return partners.map(({ id, status }) => ({
        partner: id,
        status,
        offlineSince: dateOf(offlineOf(id)[0]?.since),
        lanes: lanesOf(id).map(({ module, objects, since }) => ({ module, objects, since: dateOf(since) })),
        refused: refusedOf(id)[0]?.count ?? 0,
        held: heldOf(id)[0]?.count ?? 0,
      }))
    },

    async open(): Promise<OpenAlert[]> {
      const { rows } = await database.query<Omit<OpenAlert, 'since'> & { since: number }>(
        `select id::text as id, rule, partner, module, state, (extract(epoch from since) * 1000)::float8 as since
         from ${table('alert')} where state <> 'cleared'`,
        [],
      )
      return rows.map((row) => ({ ...row, since: new Date(row.since) }))
    },

    /** Carries moves out, each alert's once, whoever else does the same; mails are written along. */
    async move({ begin, raise, clear, drop }: Moves, rules: readonly AlertRule[], writing: Writing, now: Date) {
      const at = now.toISOString()
      await database.transaction(async (tx) => {
        for (const { rule, kind, partner, module, since, what } of begin) {
          await tx.query(
            `insert into ${table('alert')} (rule, kind, partner, module, state, since, what)
             values ($1, $2, $3, $4, 'pending', $5::timestamptz, $6::jsonb) on conflict do nothing`,
            [rule, kind, partner, module, (since ?? now).toISOString(), JSON.stringify(what)],
          )
        }
        const changed: AlertRecord[] = []
        for (const { id, what } of raise) {
          const { rows } = await tx.query<AlertRecord>(
            `update ${table('alert')} set state = 'raised', raised_at = $2::timestamptz, what = $3::jsonb, told = false
             where id = $1::bigint and state = 'pending' returning ${columns}`,
            [id, at, JSON.stringify(what)],
          )
          changed.push(...rows)
        }
        if (clear.length > 0) {
          const { rows } = await tx.query<AlertRecord>(
            `update ${table('alert')} set state = 'cleared', cleared_at = $2::timestamptz, told = false
             where id = any($1::bigint[]) and state = 'raised' returning ${columns}`,
            [clear, at],
          )
          changed.push(...rows)
        }
        if (drop.length > 0) {
          await tx.query(`delete from ${table('alert')} where id = any($1::bigint[]) and state = 'pending'`, [drop])
        }
        await enqueue(tx, changed.map(view), rules, writing, now)
      })
    },

    /** Raised or cleared, and not in the feed yet. */
    async untold(limit: number): Promise<AlertView[]> {
      const { rows } = await database.query<AlertRecord>(
        `select ${columns} from ${table('alert')} a where not told order by a.id limit $1`,
        [limit],
      )
      return rows.map(view)
    },

    async told(id: string, state: string): Promise<void> {
      await database.query(`update ${table('alert')} set told = true where id = $1::bigint and state = $2`, [id, state])
    },

    /** Raised and cleared ones, the newest first. */
    async list({ rule, partner, state, before, limit }: AlertFilter): Promise<AlertView[]> {
      const { rows } = await database.query<AlertRecord>(
        `select ${columns} from ${table('alert')} a
         where state <> 'pending' and ($1::text is null or rule = $1) and ($2::text is null or partner = $2)
           and ($3::text is null or state = $3) and ($4::bigint is null or a.id < $4::bigint)
         order by a.id desc limit $5`,
        [rule ?? null, partner ?? null, state ?? null, before ?? null, limit],
      )
      return rows.map(view)
    },

    async raised(): Promise<{ kind: string; count: number }[]> {
      const { rows } = await database.query<{ kind: string; count: number }>(
        `select kind, count(*)::int as count from ${table('alert')} where state = 'raised' group by kind`,
        [],
      )
      return rows
    },

    /** Takes the oldest mail that is due, so that nobody else sends it; it is due again after `again` unless concluded. */
    async takeMail(now: Date, again: (attempts: number) => Date): Promise<DueMail | undefined> {
      return database.transaction(async (tx) => {
        const { rows } = await tx.query<DueMail>(
          `select id::text as id, rule, address, subject, body, attempts + 1 as attempts, ${isoColumn('created_at')}
           from ${table('alert_mail')} m where next_at <= $1::timestamptz
           order by m.next_at limit 1 for update skip locked`,
          [now.toISOString()],
        )
        const mail = rows[0]
        if (!mail) return undefined
        await tx.query(
          `update ${table('alert_mail')} set attempts = $2, next_at = $3::timestamptz where id = $1::uuid`,
          [mail.id, mail.attempts, again(mail.attempts).toISOString()],
        )
        return mail
      })
    },

    async mailSent(id: string, now: Date): Promise<void> {
      await database.query(
        `update ${table('alert_mail')} set sent_at = $2::timestamptz, next_at = null, error = null where id = $1::uuid`,
        [id, now.toISOString()],
      )
    },

    async mailFailed(id: string, error: string, isOver: boolean): Promise<void> {
      await database.query(
        `update ${table('alert_mail')} set error = $2, next_at = case when $3::boolean then null else next_at end
         where id = $1::uuid`,
        [id, error, isOver],
      )
    },

    async purge(now: Date): Promise<void> {
      const at = now.toISOString()
      const old = `$1::timestamptz - interval '${KEPT_DAYS} days'`
      await database.query(`delete from ${table('alert')} where state = 'cleared' and told and cleared_at < ${old}`, [
        at,
      ])
      await database.query(`delete from ${table('alert_mail')} where next_at is null and created_at < ${old}`, [at])
    },
  }
}

export type AlertStore = ReturnType<typeof alertStore>
