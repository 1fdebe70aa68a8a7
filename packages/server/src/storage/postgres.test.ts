import { describe, expect, it } from 'vitest'
import { engines } from '../../../../tests/support/databases.ts'
import { stepped } from '../../../../tests/support/stepped-database.ts'
import { change, put, sessionKey } from '../../../../tests/support/stored-objects.ts'
import { until } from '../../../../tests/support/until.ts'
import type { Database, Queryable } from './database.ts'
import { getRow } from './objects.ts'
import { StorageError } from './storage-error.ts'
import { GroupWriter } from './writer.ts'

const postgres = engines.find(({ name }) => name === 'postgres')!

const pidOf = async (db: Queryable): Promise<number> =>
  (await db.query<{ pid: number }>(`select pg_backend_pid() as pid`, [])).rows[0]!.pid

/** Ends connections of this server: those that listen to the schema's channel. */
const endListeners = (db: Database, channel: string) =>
  db.query<{ pid: number }>(
    `select pid, pg_terminate_backend(pid) from pg_stat_activity
     where application_name = 'interchange listen' and query = $1`,
    [`listen "${channel}"`],
  )

describe.skipIf(!postgres.available)('a connection to PostgreSQL that is lost', () => {
  it('while listening is made again, and what was missed meanwhile is looked for', async () => {
    const warnings: string[] = []
    const log = { info: () => {}, warn: (_: object, message: string) => warnings.push(message), error: () => {} }
    const db = await postgres.open(undefined, { log })
    const other = await postgres.open(db.schema)
    const channel = `${db.schema}_feed`
    let heard = 0
    await db.listen(channel, () => {
      heard += 1
    })
    const first = heard
    expect((await endListeners(other, channel)).rows).toHaveLength(1)
    // Nobody notifies: the new connection itself is the reason to look.
    await until(() => heard > first)
    expect(warnings).toEqual([expect.stringContaining('polling until it is back')])
    const second = heard
    await other.notify(channel)
    await until(() => heard > second)
  })

  it('inside a transaction fails that write and none after it', async () => {
    const db = await postgres.open()
    const other = await postgres.open(db.schema)
    let breaks = true
    const breaking = stepped(db, async (moment, statement, tx) => {
      if (!breaks || moment !== 'after' || statement !== 1) return
      breaks = false
      await other.query(`select pg_terminate_backend($1)`, [await pidOf(tx)])
    })
    const writer = new GroupWriter(breaking, { unlocked: false })
    const error = await put(writer, change(sessionKey('lost'))).catch((reason) => reason)
    expect(error).toBeInstanceOf(StorageError)
    expect(await getRow(db, sessionKey('lost'))).toBeUndefined()
    expect((await put(writer, change(sessionKey('kept')))).position).toBe(1)
  })

  it('while idle goes unnoticed by the next write', async () => {
    const db = await postgres.open()
    const other = await postgres.open(db.schema)
    const writer = new GroupWriter(db)
    await put(writer, change(sessionKey('a')))
    const { rows } = await other.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where state = 'idle' and pid = $1`,
      [await pidOf(db)],
    )
    expect(rows).toHaveLength(1)
    await put(writer, change(sessionKey('b')))
    expect(await getRow(db, sessionKey('b'))).toBeDefined()
  })

  it('knows a statement again, and plans it for its values each time', async () => {
    const db = await postgres.open()
    await db.transaction(async (tx) => {
      for (let time = 0; time < 8; time++) await tx.query('select $1::int + 1 as next', [time])
      const { rows } = await tx.query(
        `select generic_plans::int as generic, custom_plans::int as custom from pg_prepared_statements
         where statement = $1`,
        ['select $1::int + 1 as next'],
      )
      expect(rows).toEqual([{ generic: 0, custom: 8 }])
    })
  })

  it('keeps commits durable where the server’s default is not', async () => {
    const db = await postgres.open()
    const url = new URL(postgres.settings().databaseUrl!)
    url.searchParams.set('options', '-c synchronous_commit=off')
    const careless = await postgres.open(db.schema, { databaseUrl: url.href })
    for (const each of [db, careless]) {
      const { rows } = await each.query(`select current_setting('synchronous_commit') as it`, [])
      expect(rows).toEqual([{ it: 'on' }])
    }
  })
})
