import type { Secrets } from '../../partners/secrets.ts'
import type { Database } from '../../storage/database.ts'
import { isoColumn } from '../../storage/instant.ts'

export interface Webhook {
  readonly id: string
  readonly url: string
  /** Types it wants; null: all. */
  readonly events: readonly string[] | null
  /** Keys of parties it wants; null: all. */
  readonly parties: readonly string[] | null
  /** Undefined when neither the present SECRET_KEY nor the old one opens it. */
  readonly secret: string | undefined
  /** Its URL may be on a private address: it was made with a key for all parties. */
  readonly allowPrivate: boolean
  readonly createdAt: string
}

/** How a webhook is doing. */
export interface WebhookHealth {
  /** Everything in the feed up to here it was told, or need not be told. */
  readonly position: number
  /** Attempts in a row that failed. */
  readonly failures: number
  readonly lastError: string | null
  /** ISO 8601. */
  readonly nextAttemptAt: string | null
  readonly lastDeliveredAt: string | null
  readonly delivered: number
  readonly refused: number
}

export type StoredWebhook = Webhook & WebhookHealth

/** What a delivering process writes down. */
export interface Progress {
  readonly position: number
  /** Since the last time. */
  readonly delivered: number
  readonly refused: number
  readonly failures: number
  readonly lastError: string | null
  readonly nextAttemptAt: Date | null
  readonly lastDeliveredAt: Date | null
}

/** One message sent to a webhook, and what became of it. */
export interface Attempt {
  /** The same for every attempt of one message. */
  readonly message: string
  readonly type: string
  /** In the feed; null: a test. */
  readonly position: number | null
  /** ISO 8601. */
  readonly at: string
  readonly duration_ms: number
  /** Status code of the answer; null: there was none. */
  readonly http: number | null
  readonly error: string | null
}
export type StoredAttempt = Attempt & { readonly seq: number }

/** Kept of each webhook. */
const MOST_ATTEMPTS = 1_000

interface WebhookRecord {
  id: string
  url: string
  events: string | null
  parties: string | null
  secret: string
  allow_private: boolean
  created_at: string
  position: number
  failures: number
  last_error: string | null
  next_attempt_at: string | null
  last_delivered_at: string | null
  delivered: number
  refused: number
}

/** What the signing secrets are sealed for. */
const PURPOSE = 'webhook secret'
const columns = `id, url, events::text as events, parties::text as parties, secret, allow_private, ${isoColumn('created_at')},
  position::float8 as position, failures, last_error, ${isoColumn('next_attempt_at')}, ${isoColumn('last_delivered_at')},
  delivered::float8 as delivered, refused::float8 as refused`

export function webhookStore(database: Database, secrets: Secrets) {
  const table = `"${database.schema}".webhook`
  const attempts = `"${database.schema}".webhook_attempt`

  const read = (row: WebhookRecord): StoredWebhook => ({
    id: row.id,
    url: row.url,
    events: row.events === null ? null : JSON.parse(row.events),
    parties: row.parties === null ? null : JSON.parse(row.parties),
    secret: secrets.open(PURPOSE, row.secret),
    allowPrivate: row.allow_private,
    createdAt: row.created_at,
    position: row.position,
    failures: row.failures,
    lastError: row.last_error,
    nextAttemptAt: row.next_attempt_at,
    lastDeliveredAt: row.last_delivered_at,
    delivered: row.delivered,
    refused: row.refused,
  })

  return {
    async all(): Promise<StoredWebhook[]> {
      const { rows } = await database.query<WebhookRecord>(`select ${columns} from ${table} order by created_at, id`)
      return rows.map(read)
    },

    async find(id: string): Promise<StoredWebhook | undefined> {
      const { rows } = await database.query<WebhookRecord>(`select ${columns} from ${table} where id = $1`, [id])
      return rows[0] && read(rows[0])
    },

    /** False when there are `most` already. */
    async add(webhook: Webhook & { secret: string; position: number }, most: number): Promise<boolean> {
      const { rows } = await database.query(
        `insert into ${table} (id, url, events, parties, secret, position, created_at, allow_private)
         select $1, $2, $3::jsonb, $4::jsonb, $5, $6::bigint, $7::timestamptz, $8
         where (select count(*) from ${table}) < $9::int returning id`,
        [
          webhook.id,
          webhook.url,
          webhook.events && JSON.stringify(webhook.events),
          webhook.parties && JSON.stringify(webhook.parties),
          secrets.seal(PURPOSE, webhook.secret),
          webhook.position,
          webhook.createdAt,
          webhook.allowPrivate,
          most,
        ],
      )
      return rows.length > 0
    },

    async remove(id: string): Promise<boolean> {
      const { rows } = await database.query(`delete from ${table} where id = $1 returning id`, [id])
      await database.query(`delete from ${attempts} where webhook = $1`, [id])
      return rows.length > 0
    },

    /** Undefined while another process delivers to it, or when it is gone. A dead process's lease runs out. */
    async claim(id: string, owner: string, leaseMs: number): Promise<StoredWebhook | undefined> {
      const { rows } = await database.query<WebhookRecord>(
        `update ${table} set leased_by = $2, leased_until = now() + $3::float8 * interval '1 ms',
           position = least(position, replay_from), replay_from = null,
           failures = case when replay_from is null then failures else 0 end,
           next_attempt_at = case when replay_from is null then next_attempt_at end
         where id = $1 and (leased_by = $2 or leased_until is null or leased_until < now()) returning ${columns}`,
        [id, owner, leaseMs],
      )
      return rows[0] && read(rows[0])
    },

    /**
     * Writes progress down and keeps the lease, or gives it back (`leaseMs` 0). False when the lease was lost, or when the
     * webhook is to be told again: the next claim says from where.
     */
    async save(id: string, owner: string, leaseMs: number, progress: Progress): Promise<boolean> {
      const { rows } = await database.query<{ held: boolean }>(
        `update ${table} set position = $4::bigint, delivered = delivered + $5::bigint, refused = refused + $6::bigint,
           failures = $7::int, last_error = $8, next_attempt_at = $9::timestamptz,
           last_delivered_at = coalesce($10::timestamptz, last_delivered_at),
           leased_until = case when $3::float8 > 0 then now() + $3::float8 * interval '1 ms' end
         where id = $1 and leased_by = $2 returning replay_from is null as held`,
        [
          id,
          owner,
          leaseMs,
          progress.position,
          progress.delivered,
          progress.refused,
          progress.failures,
          progress.lastError,
          progress.nextAttemptAt?.toISOString() ?? null,
          progress.lastDeliveredAt?.toISOString() ?? null,
        ],
      )
      return rows[0]?.held === true
    },

    /** What changed since `time` (DateTime; absent: all there is) will be told again. False: it is no webhook. */
    async replay(id: string, time: string | undefined): Promise<boolean> {
      const since =
        time === undefined
          ? '0'
          : `(select min(position) - 1 from "${database.schema}".object where received_at >= $2::timestamptz)`
      const { rows } = await database.query(
        `update ${table} set replay_from = coalesce(${since}, position) where id = $1 returning id`,
        time === undefined ? [id] : [id, time],
      )
      return rows.length > 0
    },

    /** The log of what was sent, bounded. */
    async logAttempts(id: string, made: readonly Attempt[]): Promise<void> {
      if (made.length === 0) return
      await database.query(
        `insert into ${attempts} (webhook, message, type, position, at, duration_ms, http, error)
         select $1, m.message, m.type, m.position, m.at::timestamptz, m.duration_ms, m.http, m.error
         from jsonb_to_recordset($2::jsonb) as m (message text, type text, position bigint, at text, duration_ms int, http int, error text)`,
        [id, JSON.stringify(made)],
      )
      await database.query(
        `delete from ${attempts} where webhook = $1 and seq <= (
           select seq from ${attempts} where webhook = $1 order by seq desc offset ${MOST_ATTEMPTS} limit 1)`,
        [id],
      )
    },

    /** The newest first, those before `before`. */
    async attempts(id: string, limit: number, before: number): Promise<StoredAttempt[]> {
      const { rows } = await database.query<StoredAttempt>(
        `select seq::float8 as seq, message, type, position::float8 as position, ${isoColumn('at')}, duration_ms, http, error
         from ${attempts} where webhook = $1 and seq < $2::bigint order by seq desc limit $3::int`,
        [id, before, limit],
      )
      return rows
    },

    /** At the start: what only SECRET_KEY_OLD opens is sealed with the present key. Returns how many were. */
    async reseal(): Promise<number> {
      const { rows } = await database.query<{ id: string; secret: string }>(`select id, secret from ${table}`)
      let resealed = 0
      for (const { id, secret } of rows) {
        const opened = secrets.isOld(PURPOSE, secret) ? secrets.open(PURPOSE, secret) : undefined
        if (opened === undefined) continue
        await database.query(`update ${table} set secret = $2 where id = $1`, [id, secrets.seal(PURPOSE, opened)])
        resealed++
      }
      return resealed
    },
  }
}

export type WebhookStore = ReturnType<typeof webhookStore>
