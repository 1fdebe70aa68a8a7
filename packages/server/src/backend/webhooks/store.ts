import type { Secrets } from '../../partners/secrets.ts'
import type { Database } from '../../storage/database.ts'

export interface Webhook {
  readonly id: string
  readonly url: string
  /** Types it wants; null: all. */
  readonly events: readonly string[] | null
  /** Keys of parties it wants; null: all. */
  readonly parties: readonly string[] | null
  /** Undefined when neither the present SECRET_KEY nor the old one opens it. */
  readonly secret: string | undefined
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

interface WebhookRecord {
  id: string
  url: string
  events: string | null
  parties: string | null
  secret: string
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
const iso = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ${column}`
const columns = `id, url, events::text as events, parties::text as parties, secret, ${iso('created_at')},
  position::float8 as position, failures, last_error, ${iso('next_attempt_at')}, ${iso('last_delivered_at')},
  delivered::float8 as delivered, refused::float8 as refused`

export function webhookStore(database: Database, secrets: Secrets) {
  const table = `"${database.schema}".webhook`

  const read = (row: WebhookRecord): StoredWebhook => ({
    id: row.id,
    url: row.url,
    events: row.events === null ? null : JSON.parse(row.events),
    parties: row.parties === null ? null : JSON.parse(row.parties),
    secret: secrets.open(PURPOSE, row.secret),
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
        `insert into ${table} (id, url, events, parties, secret, position, created_at)
         select $1, $2, $3::jsonb, $4::jsonb, $5, $6::bigint, $7::timestamptz
         where (select count(*) from ${table}) < $8::int returning id`,
        [
          webhook.id,
          webhook.url,
          webhook.events && JSON.stringify(webhook.events),
          webhook.parties && JSON.stringify(webhook.parties),
          secrets.seal(PURPOSE, webhook.secret),
          webhook.position,
          webhook.createdAt,
          most,
        ],
      )
      return rows.length > 0
    },

    async remove(id: string): Promise<boolean> {
      const { rows } = await database.query(`delete from ${table} where id = $1 returning id`, [id])
      return rows.length > 0
    },

    /** Undefined while another process delivers to it, or when it is gone. A dead process's lease runs out. */
    async claim(id: string, owner: string, leaseMs: number): Promise<StoredWebhook | undefined> {
      const { rows } = await database.query<WebhookRecord>(
        `update ${table} set leased_by = $2, leased_until = now() + $3::float8 * interval '1 ms'
         where id = $1 and (leased_by = $2 or leased_until is null or leased_until < now()) returning ${columns}`,
        [id, owner, leaseMs],
      )
      return rows[0] && read(rows[0])
    },

    /** Writes progress down and keeps the lease, or gives it back (`leaseMs` 0). False when the lease was lost. */
    async save(id: string, owner: string, leaseMs: number, progress: Progress): Promise<boolean> {
      const { rows } = await database.query(
        `update ${table} set position = $4::bigint, delivered = delivered + $5::bigint, refused = refused + $6::bigint,
           failures = $7::int, last_error = $8, next_attempt_at = $9::timestamptz,
           last_delivered_at = coalesce($10::timestamptz, last_delivered_at),
           leased_until = case when $3::float8 > 0 then now() + $3::float8 * interval '1 ms' end
         where id = $1 and leased_by = $2 returning id`,
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
      return rows.length > 0
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
