import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { freshSchema, onEachEngine } from '../../../../tests/support/databases.ts'
import { Signal } from '../../../../tests/support/stepped-database.ts'
import { openDatabase } from './database.ts'
import { migrate } from './migrate.ts'
import { migrations } from './migrations/index.ts'
import { feedState } from './objects.ts'
import { StorageError } from './storage-error.ts'

onEachEngine('a database', (engine) => {
  it('keeps the spelling of numbers in JSON that goes in as text and comes out as text', async () => {
    const db = await engine.open()
    const text = '{"a": 1.10, "b": 0.30, "c": 1234567890.12345678901234567, "d": 10.000}'
    const { rows } = await db.query<{ body: string }>(`select $1::jsonb::text as body`, [text])
    expect(rows[0]!.body).toBe(text)
  })

  it('commits what a transaction did and rolls back what threw', async () => {
    const db = await engine.open()
    const { schema } = db
    await db.query(`create table "${schema}".t (a int primary key)`)
    await db.transaction((tx) => tx.query(`insert into "${schema}".t values ($1)`, [1]))
    const failing = db.transaction(async (tx) => {
      await tx.query(`insert into "${schema}".t values ($1)`, [2])
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect((await db.query(`select a from "${schema}".t`)).rows).toEqual([{ a: 1 }])
  })

  it('does not report a transaction as done when a statement failed and its error was caught inside', async () => {
    const db = await engine.open()
    const { schema } = db
    await db.query(`create table "${schema}".t (a int primary key)`)
    const swallowing = db.transaction(async (tx) => {
      await tx.query(`insert into "${schema}".t values ($1)`, [1])
      await tx.query(`insert into "${schema}".t values ($1)`, [1]).catch(() => undefined)
    })
    await expect(swallowing).rejects.toMatchObject({ name: 'StorageError', code: '23505' })
    expect((await db.query(`select a from "${schema}".t`)).rows).toEqual([])
  })

  it('tells what went wrong without the row it went wrong with', async () => {
    const db = await engine.open()
    const { schema } = db
    await db.query(`create table "${schema}".t (token text primary key)`)
    await db.query(`insert into "${schema}".t values ($1)`, ['SECRET-UID'])
    const twice = await db.query(`insert into "${schema}".t values ($1)`, ['SECRET-UID']).catch((error) => error)
    const broken = await db.query(`select $1::jsonb`, ['{"uid":"SECRET-UID",}']).catch((error) => error)
    for (const error of [twice, broken]) {
      expect(error).toBeInstanceOf(StorageError)
      expect(JSON.stringify({ ...error, message: error.message, stack: error.stack })).not.toContain('SECRET-UID')
    }
  })

  it('wakes listeners of a channel, and only of that channel', async () => {
    const db = await engine.open()
    const heard = new Signal()
    let others = 0
    const leave = await db.listen(`${db.schema}_one`, heard.open)
    await db.listen(`${db.schema}_two`, () => {
      others += 1
    })
    await db.notify(`${db.schema}_one`)
    await heard.opened
    expect(others).toBe(0)
    await leave()
  })

  it('wakes listeners of another handle on the same schema', async () => {
    const db = await engine.open()
    const other = await engine.open(db.schema)
    const heard = new Signal()
    await other.listen(`${db.schema}_news`, heard.open)
    await db.notify(`${db.schema}_news`)
    await heard.opened
  })

  it('keeps platforms in different schemas of one database apart', async () => {
    const [a, b] = [await engine.open(), await engine.open()]
    expect(a.schema).not.toBe(b.schema)
    expect((await feedState(a)).epoch).not.toBe((await feedState(b)).epoch)
  })

  it('lets several processes start on an empty database at once', async () => {
    const schema = freshSchema()
    const handles = await Promise.all([1, 2, 3, 4].map(() => engine.open(schema)))
    const { rows } = await handles[0]!.query(`select id from "${schema}".migration`)
    expect(rows).toHaveLength(migrations.length)
    expect((await handles[0]!.query(`select 1 from "${schema}".feed`)).rows).toHaveLength(1)
  })

  it('runs only the migrations it does not have yet, also one that was added between two others', async () => {
    const db = await engine.open()
    const { schema } = db
    const made = (id: number) => ({ id, name: `made-${id}`, sql: (to: string) => `create table ${to}.made_${id} ()` })
    await migrate(db, [...migrations, made(9002)])
    await migrate(db, [...migrations, made(9001), made(9002)])
    const { rows } = await db.query(`select id from "${schema}".migration where id > 9000 order by id`)
    expect(rows).toEqual([{ id: 9001 }, { id: 9002 }])
  })

  it('leaves the database as it was when a migration fails', async () => {
    const db = await engine.open()
    const { schema } = db
    const half = { id: 9001, name: 'half', sql: (to: string) => `create table ${to}.half (); select 1 / 0` }
    await expect(migrate(db, [...migrations, half])).rejects.toMatchObject({ code: '22012' })
    expect((await db.query(`select to_regclass($1) as it`, [`${schema}.half`])).rows).toEqual([{ it: null }])
  })

  it('works on a database that a newer program has only expanded, once it was told so', async () => {
    const db = await engine.open()
    const added = { id: 9001, name: 'added', expands: true, sql: (to: string) => `create table ${to}.added ()` }
    await migrate(db, [...migrations, added])
    await expect(engine.open(db.schema)).resolves.toBeDefined()
    await migrate(db, [...migrations, added, { id: 9002, name: 'contracts', sql: () => 'select 1' }])
    await expect(openDatabase(engine.settings(db.schema))).rejects.toThrow(/newer version.*9002 "contracts"/)
  })

  it('refuses a database that is newer than the program', async () => {
    const db = await engine.open()
    await migrate(db, [...migrations, { id: 9001, name: 'from-the-future', sql: () => 'select 1' }])
    await expect(openDatabase(engine.settings(db.schema))).rejects.toThrow(/newer version.*9001 "from-the-future"/)
  })
})

describe('settings', () => {
  it('names what is missing or wrong', async () => {
    await expect(openDatabase({})).rejects.toThrow(/DATABASE_URL.*DATA_DIR/)
    await expect(openDatabase({ dataDir: 'memory://', schema: 'Two words' })).rejects.toThrow(/schema "Two words"/)
    await expect(openDatabase({ dataDir: 'memory://', schema: 'a"b' })).rejects.toThrow(/schema/)
    const unreachable = openDatabase({ databaseUrl: 'postgres://user:geheim@127.0.0.1:1/db' })
    await expect(unreachable).rejects.toThrow(/^DATABASE_URL: .*ECONNREFUSED/)
    for (const databaseUrl of ['postgres://user:geheim@:nope/db', 'postgres://user:geheim@[x']) {
      const error = await openDatabase({ databaseUrl }).catch((reason: Error) => reason)
      expect(error).toBeInstanceOf(Error)
      expect(String(error)).toContain('DATABASE_URL')
      expect(String(error)).not.toContain('geheim')
    }
  })
})

describe('the embedded database', () => {
  it('is one for all platforms of a process in one directory, and closes with the last of them', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'interchange-shared-'))
    try {
      const a = await openDatabase({ dataDir, schema: 'a' })
      const b = await openDatabase({ dataDir: `${dataDir}/.`, schema: 'b' })
      await a.close()
      await a.close()
      const before = await feedState(b)
      const closing = b.close()
      // Opened while the last one is being closed: waits for it.
      const again = await openDatabase({ dataDir, schema: 'b' })
      await closing
      expect(await feedState(again)).toEqual(before)
      await again.close()
    } finally {
      rmSync(dataDir, { recursive: true, force: true })
    }
  })
})
