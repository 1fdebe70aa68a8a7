// Chargings and their meter values as rows. Meter values are rows of their own, so that one more costs the same however
// many there are. A charging is changed under the lock of its row, and made into OCPI by one process at a time.

import type { Database, Queryable } from '../storage/database.ts'
import { isoColumn } from '../storage/instant.ts'
import { type ChargingRecord, hasEnded, type Reading } from './record.ts'

export interface StoredCharging {
  readonly record: ChargingRecord
  /** Rises with every change of the record or its readings. */
  readonly revision: number
  /** How many readings it has. */
  readonly readings: number
  readonly seq: number
  /** DateTime at which something was told of it last. */
  readonly heardAt: string
}

/** What a change makes of a charging; what is absent stays. */
export interface ChargingChange {
  readonly record?: ChargingRecord
  readonly readings?: readonly Reading[]
  /** When its session is to be looked at next, if that is earlier than it was to be. */
  readonly due?: Date
}

/** A value a quarter of a minute for forty hours. */
export const MOST_READINGS = 10_000
/** Chargings that have ended: for questions about their bills. */
const KEPT_DAYS = 180

interface ChargingRow {
  readonly record: string
  readonly revision: number
  readonly readings: number
  readonly seq: number
  readonly heard_at: string
}

export function chargingStore(database: Database) {
  const table = `"${database.schema}".charging`
  const meters = `"${database.schema}".charging_meter`
  const columns = `record::text as record, revision::float8 as revision, readings, seq::float8 as seq,
    ${isoColumn('heard_at')}`

  const toStored = ({ record, heard_at: heardAt, ...rest }: ChargingRow): StoredCharging => ({
    ...rest,
    heardAt,
    record: JSON.parse(record) as ChargingRecord,
  })

  async function read(db: Queryable, id: string, lock = ''): Promise<StoredCharging | undefined> {
    const { rows } = await db.query<ChargingRow>(`select ${columns} from ${table} where id = upper($1) ${lock}`, [id])
    return rows[0] && toStored(rows[0])
  }

  async function put(db: Queryable, readings: readonly Reading[], id: string): Promise<void> {
    await db.query(
      `insert into ${meters} (charging, at, body)
       select upper($1), at, body::jsonb from unnest($2::bigint[], $3::text[]) as u (at, body)
       on conflict (charging, at) do update set body = excluded.body`,
      [id, readings.map(({ at }) => at), readings.map((one) => JSON.stringify(one))],
    )
  }

  /** Writes it down; the number of readings is counted anew where some were put. */
  async function save(db: Queryable, { record }: Pick<StoredCharging, 'record'>, more: ChargingChange): Promise<void> {
    const kept = more.record ?? record
    if (more.readings?.length) await put(db, more.readings, kept.id)
    await db.query(
      `update ${table} set record = $2::jsonb, revision = revision + 1, heard_at = now(), ended = $3,
         ended_at = case when $3 then coalesce(ended_at, now()) end,
         readings = case when $4 then (select count(*) from ${meters} where charging = upper($1)) else readings end,
         due_at = least(due_at, $5::timestamptz)
       where id = upper($1)`,
      [
        kept.id,
        JSON.stringify(kept),
        hasEnded(kept),
        (more.readings?.length ?? 0) > 0,
        more.due?.toISOString() ?? null,
      ],
    )
  }

  return {
    find: (id: string): Promise<StoredCharging | undefined> => read(database, id),

    /** False: there is one with this id. */
    async create(record: ChargingRecord, readings: readonly Reading[], due: Date): Promise<boolean> {
      return database.transaction(async (tx) => {
        const { rows } = await tx.query(
          `insert into ${table} (id, country_code, party_id, record, readings, due_at)
           values (upper($1), upper($2), upper($3), $4::jsonb, $5, $6::timestamptz) on conflict (id) do nothing returning id`,
          [record.id, record.country_code, record.party_id, JSON.stringify(record), readings.length, due.toISOString()],
        )
        if (rows.length > 0) await put(tx, readings, record.id)
        return rows.length > 0
      })
    },

    /** Changes it under its lock. `change` is given undefined where there is none; a throw changes nothing. */
    change: <T>(
      id: string,
      change: (
        stored: StoredCharging | undefined,
        readingsAt: (at: readonly number[]) => Promise<readonly Reading[]>,
      ) => Promise<{ result: T; change?: ChargingChange }>,
    ): Promise<T> =>
      database.transaction(async (tx) => {
        const stored = await read(tx, id, 'for update')
        const made = await change(stored, async (at) => {
          const { rows } = await tx.query<{ body: string }>(
            `select body::text as body from ${meters} where charging = upper($1) and at = any($2::bigint[])`,
            [id, at],
          )
          return rows.map(({ body }) => JSON.parse(body) as Reading)
        })
        if (stored && made.change) await save(tx, stored, made.change)
        return made.result
      }),

    /** In order of time. */
    async readings(id: string): Promise<readonly Reading[]> {
      const { rows } = await database.query<{ body: string }>(
        `select body::text as body from ${meters} where charging = upper($1) order by at`,
        [id],
      )
      return rows.map(({ body }) => JSON.parse(body) as Reading)
    },

    /** The last one at or before a time, and the first one after it. */
    async around(id: string, at: number): Promise<{ before: Reading | undefined; after: Reading | undefined }> {
      const ask = async (where: string): Promise<Reading | undefined> => {
        const { rows } = await database.query<{ body: string }>(
          `select body::text as body from ${meters} where charging = upper($1) and ${where} limit 1`,
          [id, at],
        )
        return rows[0] && (JSON.parse(rows[0].body) as Reading)
      }
      const [before, after] = await Promise.all([
        ask('at < $2::bigint order by at desc'),
        ask('at > $2::bigint order by at'),
      ])
      return { before, after }
    },

    /** In order of their making. `parties`: keys such as `NL-ABC`; undefined: all. */
    async list(
      filter: { readonly open: boolean; readonly parties: readonly string[] | undefined },
      after: number,
      limit: number,
    ): Promise<StoredCharging[]> {
      const { rows } = await database.query<ChargingRow>(
        `select ${columns} from ${table}
         where seq > $1::bigint and ended = not $2::boolean
           and ($3::text[] is null or country_code || '-' || party_id = any($3))
         order by seq limit $4::int`,
        [after, filter.open, filter.parties ?? null, limit],
      )
      return rows.map(toStored)
    },

    /** Ids of those that are to be looked at by now and that nobody works on. */
    async due(now: Date, limit: number): Promise<readonly string[]> {
      const { rows } = await database.query<{ id: string }>(
        `select id from ${table} where due_at <= $1::timestamptz and (leased_until is null or leased_until < now())
         order by due_at limit $2::int`,
        [now.toISOString(), limit],
      )
      return rows.map(({ id }) => id)
    },

    /** Takes it to work on, and makes it due when the lease ends. Undefined: another one works on it, or there is none. */
    async claim(id: string, by: string, leaseMs: number): Promise<StoredCharging | undefined> {
      const { rows } = await database.query<ChargingRow>(
        `update ${table} set leased_by = $2, leased_until = now() + $3::float8 * interval '1 ms',
           due_at = now() + $3::float8 * interval '1 ms'
         where id = upper($1) and (leased_by is null or leased_by = $2 or leased_until < now()) returning ${columns}`,
        [id, by, leaseMs],
      )
      return rows[0] && toStored(rows[0])
    },

    /**
     * Gives it back with what was made of it. `update` is applied to the record as it is by now. It is due at `next`, or
     * when a change since `revision` said. False when the lease was lost; then nothing is written.
     */
    release: (
      id: string,
      by: string,
      revision: number,
      update: (record: ChargingRecord) => ChargingRecord,
      next: Date | undefined,
    ): Promise<boolean> =>
      database.transaction(async (tx) => {
        const { rows } = await tx.query<ChargingRow>(
          `select ${columns} from ${table} where id = upper($1) and leased_by = $2 for update`,
          [id, by],
        )
        if (!rows[0]) return false
        const stored = toStored(rows[0])
        const record = update(stored.record)
        await tx.query(
          `update ${table} set record = $2::jsonb, ended = $3, ended_at = case when $3 then coalesce(ended_at, now()) end,
             due_at = case when $5 then least(due_at, $4::timestamptz) else $4::timestamptz end,
             leased_by = null, leased_until = null
           where id = upper($1)`,
          [id, JSON.stringify(record), hasEnded(record), next?.toISOString() ?? null, stored.revision !== revision],
        )
        return true
      }),

    /** Those that run and of which nothing was told for so many days, the longest silent first. */
    async silent(days: number, limit: number): Promise<StoredCharging[]> {
      const { rows } = await database.query<ChargingRow>(
        `select ${columns} from ${table}
         where not ended and heard_at < now() - $1::int * interval '1 day' and jsonb_typeof(record->'stop') = 'null'
         order by heard_at limit $2::int`,
        [days, limit],
      )
      return rows.map(toStored)
    },

    async forgetOld(): Promise<void> {
      await database.query(`delete from ${table} where ended_at < now() - interval '${KEPT_DAYS} days'`)
    },
  }
}

export type ChargingStore = ReturnType<typeof chargingStore>
