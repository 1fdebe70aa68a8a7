// The log's days: a partition each, made before its day begins and dropped when it is over for long enough. Any process
// may do it; a lock in the database makes it one at a time, and the others find it done.

import type { Database } from '../storage/database.ts'

const DAY_MS = 86_400_000
/** Made ahead. */
const AHEAD = 2

/** `2026-11-24`, UTC. */
let today: { readonly number: number; readonly text: string } | undefined

/** `2026-01-31`. Nearly always of the day that was asked for last. */
export function dayOf(at: Date): string {
  const number = Math.floor(at.getTime() / DAY_MS)
  if (today?.number !== number) today = { number, text: at.toISOString().slice(0, 10) }
  return today.text
}

const later = (day: string, days: number): string => dayOf(new Date(Date.parse(day) + days * DAY_MS))
const nameOf = (day: string): string => `exchange_${day.replaceAll('-', '')}`

export function partitions(database: Database) {
  const { schema } = database
  /** Days this process has seen the partitions of. */
  const known = new Set<string>()

  async function inTurn(work: string): Promise<void> {
    await database.transaction(async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(hashtext('interchange message log'), hashtext($1))`, [schema])
      await tx.query(work)
    })
  }

  async function existing(): Promise<string[]> {
    const { rows } = await database.query<{ name: string }>(
      `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
       where i.inhparent = to_regclass($1)`,
      [`"${schema}".exchange`],
    )
    return rows.map(({ name }) => name)
  }

  /** Makes what is missing for these days. */
  async function ensure(days: Iterable<string>): Promise<void> {
    const unknown = [...new Set(days)].filter((day) => !known.has(day))
    if (unknown.length === 0) return
    const there = new Set(await existing())
    const missing = unknown.filter((day) => !there.has(nameOf(day)))
    if (missing.length > 0) {
      await inTurn(
        missing
          .map(
            (day) =>
              `create table if not exists "${schema}".${nameOf(day)} partition of "${schema}".exchange
               for values from ('${day} 00:00:00+00') to ('${later(day, 1)} 00:00:00+00');`,
          )
          .join('\n'),
      )
    }
    for (const day of unknown) known.add(day)
  }

  return {
    ensure,

    /** Today's and those of the next days; drops what is older than `keptDays`. Returns the names of what was dropped. */
    async turn(now: Date, keptDays: number): Promise<string[]> {
      const today = dayOf(now)
      await ensure(Array.from({ length: AHEAD + 1 }, (_, ahead) => later(today, ahead)))
      const oldest = later(today, -keptDays)
      const old = (await existing()).filter((name) => /^exchange_\d{8}$/.test(name) && name < nameOf(oldest))
      if (old.length > 0) {
        await inTurn(old.map((name) => `drop table if exists "${schema}".${name};`).join('\n'))
        for (const day of known) if (day < oldest) known.delete(day)
      }
      await database.query(`delete from "${schema}".exchange_count where day < $1::date`, [oldest])
      return old
    },
  }
}

export type Partitions = ReturnType<typeof partitions>
