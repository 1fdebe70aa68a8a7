// Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): a POST that is sent again is not carried out again, the
// first answer is given once more. For a day, per API key.

import { createHash, randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { every } from '../feed/loop.ts'
import type { HttpRequest } from '../http/exchange.ts'
import type { Secrets } from '../partners/secrets.ts'
import type { Database } from '../storage/database.ts'
import { malformed, Problem } from './problem.ts'
import type { ApiReply } from './request.ts'

export interface Idempotent {
  readonly caller: string
  readonly key: string
  /** Method, path and query. */
  readonly what: string
  readonly bodyText: string | undefined
}

export interface Idempotency {
  /**
   * The stored answer where there is one, else that of `work`, which is stored. What `work` throws is passed on, and not
   * kept: nothing was carried out.
   * @throws Problem 422 for a key that was used for another request, 409 while the first one is under way.
   */
  once(request: Idempotent, work: () => Promise<ApiReply>): Promise<ApiReply>
  /** Forgets what is older than a day, now and every hour. */
  start(): void
  stop(): Promise<void>
}

export interface IdempotencyNeeds {
  readonly database: Database
  readonly secrets: Secrets
  readonly clock: Clock
  readonly failed: (error: unknown) => void
}

const PURPOSE = 'idempotent answer'
const KEPT_MS = 24 * 3_600_000
/** A process that died while it carried the request out: what became of it is not known, and it may be tried again. */
const LOST_MS = 10 * 60_000
const HOUR_MS = 3_600_000

interface Kept {
  request_hash: string
  answer: string | null
}

/** The key a request carries; undefined without one. */
export function idempotencyKey(headers: HttpRequest['headers']): string | undefined {
  const key = [headers['idempotency-key']].flat()[0]?.trim()
  if (key === undefined) return undefined
  if (/^[\x21-\x7e][\x20-\x7e]{0,254}$/.test(key)) return key
  throw malformed('The header Idempotency-Key takes 1 to 255 printable characters, such as a UUID')
}

export function idempotency({ database, secrets, clock, failed }: IdempotencyNeeds): Idempotency {
  const table = `"${database.schema}".idempotency`
  const before = (ms: number): string => new Date(clock.now().getTime() - ms).toISOString()
  let loop: ReturnType<typeof every> | undefined

  /** True: it is ours to carry out. */
  async function take({ caller, key }: Idempotent, hash: string, mark: string): Promise<boolean> {
    const { rows } = await database.query(
      `insert into ${table} as kept (caller, key, request_hash, taken_by, taken_at)
       values ($1, $2, $3, $4::uuid, $5::timestamptz)
       on conflict (caller, key) do update
         set request_hash = excluded.request_hash, taken_by = excluded.taken_by, taken_at = excluded.taken_at, answer = null
         where kept.taken_at < $6::timestamptz or (kept.answer is null and kept.taken_at < $7::timestamptz)
       returning 1`,
      [caller, key, hash, mark, clock.now().toISOString(), before(KEPT_MS), before(LOST_MS)],
    )
    return rows.length > 0
  }

  async function kept({ caller, key }: Idempotent, hash: string): Promise<ApiReply> {
    const { rows } = await database.query<Kept>(
      `select request_hash, answer from ${table} where caller = $1 and key = $2`,
      [caller, key],
    )
    const [found] = rows
    if (found && found.request_hash !== hash) {
      throw new Problem('key-reused', 'The Idempotency-Key was used for another request; take a new one for each')
    }
    const text = found?.answer ? secrets.open(PURPOSE, found.answer) : undefined
    if (text === undefined) {
      throw new Problem('conflict', 'The first request with this Idempotency-Key is still being carried out', {
        headers: { 'retry-after': '1' },
      })
    }
    const reply = JSON.parse(text) as ApiReply
    return { ...reply, headers: { ...reply.headers, 'idempotency-replayed': 'true' } }
  }

  return {
    async once(request, work) {
      const hash = createHash('sha256')
        .update(`${request.what}\n${request.bodyText ?? ''}`)
        .digest('hex')
      const mark = randomUUID()
      if (!(await take(request, hash, mark))) return kept(request, hash)
      const mine = [request.caller, request.key, mark]
      const mineOnly = 'where caller = $1 and key = $2 and taken_by = $3::uuid'
      let reply: ApiReply
      try {
        reply = await work()
      } catch (error) {
        // It was not carried out, so it may be tried again with the same key.
        await database.query(`delete from ${table} ${mineOnly}`, mine).catch(failed)
        throw error
      }
      // Where the answer cannot be kept, a repetition is told to wait: it must not be carried out again.
      const sealed = secrets.seal(PURPOSE, JSON.stringify(reply))
      await database.query(`update ${table} set answer = $4 ${mineOnly}`, [...mine, sealed]).catch(failed)
      return reply
    },
    start() {
      loop = every(
        HOUR_MS,
        async () =>
          void (await database.query(`delete from ${table} where taken_at < $1::timestamptz`, [before(KEPT_MS)])),
        failed,
      )
    },
    async stop() {
      await loop?.stop()
    },
  }
}
