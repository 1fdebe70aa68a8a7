// Who may use the company-side API: the admin key, and keys that were made with it. Keys are long and random, so a plain
// hash of them is enough to compare with.

import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Database } from '../storage/database.ts'
import { isoColumn } from '../storage/instant.ts'
import type { Scope } from './define.ts'
import type { Caller } from './request.ts'

export interface KeyOrder {
  readonly name: string
  readonly scope: Scope
  /** Keys of parties; `*`: all, also those that are added later. */
  readonly parties: readonly string[] | '*'
}

export interface KeyReport extends KeyOrder {
  readonly id: string
  /** ISO 8601. */
  readonly createdAt: string
}

export interface Keys {
  /** Undefined when nobody was given this key. Waits only for a key that is not known yet: another process may have made it. */
  callerOf(key: string): Caller | undefined | Promise<Caller | undefined>
  /** In order of their names, those after `after`. */
  list(limit: number, after: string): Promise<KeyReport[]>
  /** The key is returned this once; only its hash is stored. `taken`: there is one of this name. `full`: no more can be. */
  make(order: KeyOrder): Promise<(KeyReport & { readonly key: string }) | 'taken' | 'full'>
  /** Of no use from then on, within a second also at other processes. */
  remove(id: string): Promise<boolean>
  close(): Promise<void>
}

export interface KeysNeeds {
  readonly database: Database
  readonly clock: Clock
  /** The admin key of the setting; undefined: made at the first start. */
  readonly given: string | undefined
  readonly failed: (error: unknown) => void
}

interface KeyRow {
  readonly id: string
  readonly name: string
  readonly scope: Scope
  readonly parties: string | null
  readonly hash: string
  readonly created_at: string
}

export const ADMIN = 'admin'
const MOST = 1_000
const CHANNEL = 'api-keys'
/** NOTIFY may be lost; then the table is looked at this often. */
const POLL_MS = 10_000
/** Whoever guesses keys makes the database look no more often than this. */
const LOOK_EVERY_MS = 250

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex')
const newKey = (): string => `ik_${randomBytes(32).toString('base64url')}`

/** `made`: the admin key was made just now, so it has to be shown now or never. */
export async function openKeys({ database, clock, given, failed }: KeysNeeds): Promise<{ keys: Keys; made?: string }> {
  const table = `"${database.schema}".api_key`
  const columns = `id, name, scope, parties::text as parties, hash, ${isoColumn('created_at')}`
  const made = given === undefined ? await makeAdmin() : undefined
  let known = new Map<string, Caller>()
  let running: Promise<void> | undefined
  let lookedAt = 0

  /** Undefined: there was one already. */
  async function makeAdmin(): Promise<string | undefined> {
    const key = newKey()
    const { rows } = await database.query(
      `insert into ${table} (name, hash) values ('${ADMIN}', $1) on conflict (name) do nothing returning hash`,
      [hashOf(key)],
    )
    return rows.length > 0 ? key : undefined
  }

  async function load(): Promise<void> {
    const { rows } = await database.query<KeyRow>(`select ${columns} from ${table}`)
    const stored = rows.filter(({ name }) => name !== ADMIN || given === undefined)
    const callers = new Map(stored.map(({ hash, ...row }): [string, Caller] => [hash, callerFrom(row)]))
    if (given !== undefined) callers.set(hashOf(given), { name: ADMIN, scope: 'admin', parties: '*' })
    known = callers
  }

  /** Resolves after a read that began later than this call. */
  async function reload(): Promise<void> {
    await running?.catch(() => undefined)
    running ??= load().finally(() => {
      running = undefined
    })
    await running
  }

  async function look(hash: string): Promise<Caller | undefined> {
    if (Date.now() - lookedAt < LOOK_EVERY_MS) return undefined
    lookedAt = Date.now()
    await reload()
    return known.get(hash)
  }

  async function changed(): Promise<void> {
    await reload()
    await database.notify(CHANNEL)
  }

  await load()
  const unlisten = await database.listen(CHANNEL, () => void reload().catch(failed))
  const timer = setInterval(() => void reload().catch(failed), POLL_MS)
  timer.unref()

  const keys: Keys = {
    callerOf(key) {
      const hash = hashOf(key)
      return known.get(hash) ?? look(hash)
    },
    async list(limit, after) {
      const { rows } = await database.query<KeyRow>(
        `select ${columns} from ${table} where id is not null and name > $1 order by name limit $2::int`,
        [after, limit],
      )
      return rows.map(reportFrom)
    },
    async make({ name, scope, parties }) {
      const key = newKey()
      const order = [name, hashOf(key), `key-${randomBytes(6).toString('hex')}`, scope]
      const { rows } = await database.query<KeyRow>(
        `insert into ${table} (name, hash, id, scope, parties, created_at)
         select $1, $2, $3, $4, $5::jsonb, $6::timestamptz where (select count(*) from ${table}) < ${MOST}
         on conflict (name) do nothing returning ${columns}`,
        [...order, parties === '*' ? null : JSON.stringify(parties), clock.now().toISOString()],
      )
      if (!rows[0]) {
        const { rows: same } = await database.query(`select 1 from ${table} where name = $1`, [name])
        return same.length > 0 ? 'taken' : 'full'
      }
      await changed()
      return { ...reportFrom(rows[0]), key }
    },
    async remove(id) {
      const { rows } = await database.query(`delete from ${table} where id = $1 returning id`, [id])
      if (rows.length > 0) await changed()
      return rows.length > 0
    },
    async close() {
      clearInterval(timer)
      await unlisten()
      await running?.catch(() => undefined)
    },
  }
  return made === undefined ? { keys } : { keys, made }
}

const partiesFrom = (parties: string | null): readonly string[] | '*' =>
  parties === null ? '*' : (JSON.parse(parties) as string[])

const callerFrom = ({ name, scope, parties }: Omit<KeyRow, 'hash'>): Caller => ({
  name,
  scope,
  parties: partiesFrom(parties),
})

const reportFrom = ({ id, name, scope, parties, created_at }: KeyRow): KeyReport => ({
  id,
  name,
  scope,
  parties: partiesFrom(parties),
  createdAt: created_at,
})
