import type { Secrets } from '../partners/secrets.ts'
import type { Database } from '../storage/database.ts'

export interface Webhook {
  readonly id: string
  readonly url: string
  /** Types it wants; null: all. */
  readonly events: readonly string[] | null
  /** Parties it wants; null: all. */
  readonly parties: readonly string[] | null
  readonly secret: string
  readonly position: number
  readonly failingSince: string | null
  readonly lastError: string | null
}

/** What the signing secrets are sealed for. */
const PURPOSE = 'webhook secret'

interface WebhookRow {
  id: string
  url: string
  events: string | null
  parties: string | null
  secret: string
  position: string | number
  failing_since: string | null
  last_error: string | null
}

export function webhookStore(database: Database, secrets: Secrets) {
  const table = `${database.schema}.webhook`
  return {
    async all(): Promise<Webhook[]> {
      const { rows } = await database.query<WebhookRow>(
        `select id, url, events::text as events, parties::text as parties, secret, position, last_error,
                to_char(failing_since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as failing_since
           from ${table} order by created_at, id`,
      )
      return rows.map((row) => ({
        id: row.id,
        url: row.url,
        events: row.events === null ? null : JSON.parse(row.events),
        parties: row.parties === null ? null : JSON.parse(row.parties),
        secret: secrets.open(PURPOSE, row.secret) ?? '',
        position: Number(row.position),
        failingSince: row.failing_since,
        lastError: row.last_error,
      }))
    },
    async add(webhook: Webhook, createdAt: Date): Promise<void> {
      await database.query(
        `insert into ${table} (id, url, events, parties, secret, position, created_at)
         values ($1, $2, $3::jsonb, $4::jsonb, $5, $6, $7)`,
        [
          webhook.id,
          webhook.url,
          webhook.events === null ? null : JSON.stringify(webhook.events),
          webhook.parties === null ? null : JSON.stringify(webhook.parties),
          secrets.seal(PURPOSE, webhook.secret),
          webhook.position,
          createdAt.toISOString(),
        ],
      )
    },
    async remove(id: string): Promise<boolean> {
      const { rows } = await database.query(`delete from ${table} where id = $1 returning id`, [id])
      return rows.length > 0
    },
    async delivered(id: string, position: number): Promise<void> {
      await database.query(`update ${table} set position = $2, failing_since = null, last_error = null where id = $1`, [
        id,
        position,
      ])
    },
    async failed(id: string, position: number, why: string, at: Date): Promise<void> {
      await database.query(
        `update ${table} set position = $2, last_error = $3, failing_since = coalesce(failing_since, $4) where id = $1`,
        [id, position, why, at.toISOString()],
      )
    },
  }
}

export type WebhookStore = ReturnType<typeof webhookStore>
