// How long objects are kept. What is over is removed for good and without a word: OCPI has no way to say that a session is
// gone, and a listener that was told of it need not be told again. So that a partner that still lists it does not bring it
// back, an object that old that is not known is not taken.

import { parseDateTimeOrUnknown } from '@interchange/ocpi/wire/date-time'
import type { Clock } from '../clock.ts'
import type { Events } from '../events.ts'
import { every, type Loop } from '../feed/loop.ts'
import type { Json } from '../modules/json-text.ts'
import type { Database } from '../storage/database.ts'
import { purgeDeleted } from '../storage/feed-state.ts'
import { getRow } from '../storage/objects.ts'
import type { RowKey } from '../storage/row.ts'
import { dropCdrs, dropSessions } from './drop.ts'

export interface RetentionNeeds {
  readonly database: Database
  readonly events: Pick<Events, 'dropped' | 'failed'>
  readonly clock: Clock
  /** SESSIONS_DAYS; 0: for ever. */
  readonly sessionsDays: number
}

export interface Retention {
  /** Rejects when the database cannot be read. */
  start(): Promise<void>
  stop(): Promise<void>
  /** Drops what is over, now. Whichever process does it, the others find it done. */
  turn(): Promise<void>
  /** Whether an object (or a PATCH of one) is not known and of a time of which nothing is kept. */
  isForgotten(key: RowKey, object: Json): Promise<boolean>
  /** Deletes the CDRs that were last changed before then. Returns how many there were. */
  deleteCdrs(before: Date): Promise<number>
}

const TURN_MS = 86_400_000
const DAY_MS = 86_400_000
const CHANNEL = 'retention'

export function createRetention({ database, events, clock, sessionsDays }: RetentionNeeds): Retention {
  const table = `"${database.schema}".retention`
  const failed = (error: unknown) => events.failed('retention', error)
  /** By module, ms: when somebody had what is older deleted. */
  let deleted: ReadonlyMap<string, number> = new Map()
  let loop: Loop | undefined
  let unlisten: (() => Promise<void>) | undefined

  async function load(): Promise<void> {
    const { rows } = await database.query<{ module: string; before: number }>(
      `select module, (extract(epoch from before) * 1000)::float8 as before from ${table}`,
    )
    deleted = new Map(rows.map(({ module, before }) => [module, before]))
  }

  const sessionsBefore = (): number | undefined =>
    sessionsDays === 0 ? undefined : clock.now().getTime() - sessionsDays * DAY_MS

  async function turn(): Promise<void> {
    await load()
    const before = sessionsBefore()
    const sessions = before === undefined ? 0 : await dropSessions(database, new Date(before))
    events.dropped({ sessions, deletions: await purgeDeleted(database, clock.now()) })
  }

  return {
    async start() {
      unlisten = await database.listen(CHANNEL, () => void load().catch(failed))
      await load()
      loop = every(TURN_MS, turn, failed)
    },

    async stop() {
      await loop?.stop()
      await unlisten?.()
    },

    turn,

    async isForgotten(key, object) {
      const before = key.module === 'sessions' ? sessionsBefore() : deleted.get(key.module)
      if (before === undefined || !isBefore(object, TIMES[key.module] ?? ['last_updated'], before)) return false
      const row = await getRow(database, key)
      return row === undefined || row.deleted
    },

    async deleteCdrs(before) {
      await database.query(
        `insert into ${table} as r (module, before) values ('cdrs', $1::timestamptz)
         on conflict (module) do update set before = greatest(r.before, excluded.before)`,
        [before.toISOString()],
      )
      await load()
      await database.notify(CHANNEL)
      return dropCdrs(database, before)
    },
  }
}

/** A clock that is wrong does not make a session of today old: all that it says has to be. */
const TIMES: Readonly<Record<string, readonly string[]>> = {
  sessions: ['last_updated', 'start_date_time', 'end_date_time'],
}

function isBefore(object: Json, fields: readonly string[], before: number): boolean {
  const given = fields.map((name) => object[name]).filter((time) => time !== undefined && time !== null)
  const times = given.map(parseDateTimeOrUnknown)
  return times.length > 0 && times.every((time) => time !== undefined && time < before)
}
