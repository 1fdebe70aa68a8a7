import { expect, it } from 'vitest'
import { onEachEngine } from '../../../../tests/support/databases.ts'
import { change, put, sessionKey } from '../../../../tests/support/stored-objects.ts'
import { until } from '../../../../tests/support/until.ts'
import type { Database } from '../storage/database.ts'
import { renewEpoch } from '../storage/feed-state.ts'
import { feedState } from '../storage/objects.ts'
import { StorageError } from '../storage/storage-error.ts'
import { GroupWriter } from '../storage/writer.ts'
import { FeedTail, type TailBatch } from './tail.ts'

/** Collects what a tail hands out. */
function collector(tail: FeedTail) {
  const batches: TailBatch[] = []
  tail.subscribe((batch) => {
    batches.push(batch)
  })
  const ids = () => batches.flatMap(({ entries }) => entries.map(({ key }) => key.id))
  return { batches, ids }
}

/** Long enough that a test which passes was woken, not polled. */
const never = 3_600_000

onEachEngine('the feed’s tail', (engine) => {
  const tails: FeedTail[] = []
  const start = async (db: Database, options: ConstructorParameters<typeof FeedTail>[1] = {}) => {
    const tail = new FeedTail(db, { pollMs: never, ...options })
    tails.push(tail)
    await tail.start()
    return tail
  }
  const closing = async (work: () => Promise<void>) => {
    try {
      await work()
    } finally {
      await Promise.all(tails.splice(0).map((tail) => tail.close()))
    }
  }

  it('hands out what is written from its start on, in order, each object at its newest state', () =>
    closing(async () => {
      const db = await engine.open()
      const writer = new GroupWriter(db)
      await put(writer, change(sessionKey('before')))
      const tail = await start(db, { batchSize: 4 })
      const got = collector(tail)
      await Promise.all(Array.from({ length: 10 }, (_, n) => put(writer, change(sessionKey(`s${n}`)))))
      await until(() => tail.position === 11)
      expect(got.ids()).toEqual(Array.from({ length: 10 }, (_, n) => `S${n}`))
      expect(got.batches.map(({ entries }) => entries.length)).toEqual([4, 4, 2])
      expect(got.batches.map(({ position }) => position)).toEqual([5, 9, 11])
      expect(got.batches.map(({ atEnd }) => atEnd)).toEqual([false, false, true])
      expect(got.batches.at(-1)!.epoch).toBe((await feedState(db)).epoch)
    }))

  it('is woken by writes through another handle', () =>
    closing(async () => {
      const db = await engine.open()
      const other = await engine.open(db.schema)
      const got = collector(await start(db))
      await put(new GroupWriter(other), change(sessionKey('far')))
      await until(() => got.ids().includes('FAR'))
    }))

  it('finds by polling what it was not woken for', () =>
    closing(async () => {
      const db = await engine.open()
      const silent: Database = { ...db, notify: async () => undefined }
      const got = collector(await start(db, { pollMs: 20 }))
      await put(new GroupWriter(silent), change(sessionKey('quiet')))
      await until(() => got.ids().includes('QUIET'))
    }))

  it('misses nothing that is written while it reads or while a subscriber is at work', () =>
    closing(async () => {
      const db = await engine.open()
      const writer = new GroupWriter(db)
      const tail = await start(db)
      const got = collector(tail)
      const written: Promise<unknown>[] = []
      tail.subscribe(({ entries }) => {
        for (const { key } of entries) {
          const n = Number(key.id.slice(1))
          if (n < 30) written.push(put(writer, change(sessionKey(`s${n + 1}`))))
        }
      })
      await put(writer, change(sessionKey('s0')))
      await until(() => got.ids().includes('S30'))
      expect(got.ids()).toEqual(Array.from({ length: 31 }, (_, n) => `S${n}`))
      await Promise.all(written)
    }))

  it('serves the other subscribers when one fails, and says so', () =>
    closing(async () => {
      const db = await engine.open()
      const errors: string[] = []
      const log = { info: () => {}, warn: () => {}, error: (_: object, message: string) => errors.push(message) }
      const tail = await start(db, { log })
      tail.subscribe(() => {
        throw new Error('mine')
      })
      const got = collector(tail)
      const leave = tail.subscribe(() => errors.push('left, but called'))
      leave()
      await put(new GroupWriter(db), change(sessionKey('s')))
      await until(() => got.ids().includes('S'))
      expect(errors).toEqual([expect.stringContaining('subscriber')])
    }))

  it('goes on after the database was away, and says so', () =>
    closing(async () => {
      const db = await engine.open()
      let away = false
      const warnings: object[] = []
      const infos: string[] = []
      const log = {
        info: (_: object, message: string) => infos.push(message),
        warn: (fields: object) => warnings.push(fields),
        error: () => undefined,
      }
      const unsteady: Database = {
        ...db,
        query: (text, values) =>
          away ? Promise.reject(new StorageError('gone', 'ECONNREFUSED', false)) : db.query(text, values),
      }
      const tail = await start(unsteady, { pollMs: 10, log })
      const got = collector(tail)
      away = true
      await put(new GroupWriter(db), change(sessionKey('meanwhile')))
      await until(() => warnings.length >= 2)
      expect(got.ids()).toEqual([])
      away = false
      await until(() => got.ids().includes('MEANWHILE'))
      expect(warnings[0]).toMatchObject({ code: 'ECONNREFUSED', reason: 'gone' })
      await until(() => infos.length > 0)
    }))

  it('tells its subscribers of a new epoch', () =>
    closing(async () => {
      const db = await engine.open()
      const tail = await start(db)
      const before = tail.epoch
      const got = collector(tail)
      const { epoch } = await renewEpoch(db)
      await until(() => got.batches.some((batch) => batch.epoch === epoch))
      expect(got.batches).toEqual([{ entries: [], position: 0, atEnd: false, epoch }])
      expect(epoch).not.toBe(before)
    }))

  it('begins a new epoch when the database falls behind what it has handed out', () =>
    closing(async () => {
      const db = await engine.open()
      const writer = new GroupWriter(db)
      const tail = await start(db)
      const got = collector(tail)
      for (const id of ['a', 'b', 'c']) await put(writer, change(sessionKey(id)))
      await until(() => tail.position === 3)
      const before = tail.epoch
      // As when a standby takes over that never got the last commits.
      await db.query(
        `delete from "${db.schema}".object where position > 1; update "${db.schema}".feed set position = 1`,
      )
      tail.wake()
      await until(() => tail.epoch !== before)
      expect((await feedState(db)).position).toBe(3)
      await put(writer, change(sessionKey('d')))
      await until(() => tail.position === 4)
      expect(got.ids()).toEqual(['A', 'B', 'C', 'D'])
    }))
})
