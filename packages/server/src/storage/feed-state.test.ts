import { expect, it } from 'vitest'
import { onEachEngine } from '../../../../tests/support/databases.ts'
import { change, Follower, locationKey, put, sessionKey } from '../../../../tests/support/stored-objects.ts'
import { until } from '../../../../tests/support/until.ts'
import { purgeDeleted, renewEpoch, settleFeed } from './feed-state.ts'
import { feedState, getRow, listRows } from './objects.ts'
import { vacuumWhereNeeded } from './vacuum.ts'
import { GroupWriter } from './writer.ts'

const days = (n: number) => n * 86_400_000

onEachEngine('the feed', (engine) => {
  const open = async () => {
    const db = await engine.open()
    return { db, writer: new GroupWriter(db) }
  }

  it('keeps epoch and position when the program starts again', async () => {
    const { db, writer } = await open()
    await put(writer, change(sessionKey('s')))
    const state = await feedState(db)
    expect(state.position).toBe(1)
    expect(await feedState(await engine.open(db.schema))).toEqual(state)
  })

  it('begins a new epoch when rows are ahead of the feed’s end, and goes on behind them', async () => {
    const { db, writer } = await open()
    for (const id of ['a', 'b', 'c']) await put(writer, change(sessionKey(id)))
    const before = await feedState(db)
    // As after a restore put together from two dumps.
    await db.query(`update "${db.schema}".feed set position = 1`)
    const restored = await engine.open(db.schema)
    const after = await feedState(restored)
    expect(after.epoch).not.toBe(before.epoch)
    expect(after.position).toBe(3)
    expect((await put(new GroupWriter(restored), change(sessionKey('d')))).position).toBe(4)
  })

  it('begins a new epoch beyond a position that was handed out and is not there any more', async () => {
    const { db, writer } = await open()
    await put(writer, change(sessionKey('a')))
    const before = await feedState(db)
    expect(await settleFeed(db, undefined, 1)).toEqual(before)
    const after = await settleFeed(db, undefined, 1000)
    expect(after.position).toBe(1000)
    expect(after.epoch).not.toBe(before.epoch)
    expect(await settleFeed(db, undefined, 1000)).toEqual(after)
  })

  it('begins a new epoch by command and keeps the positions', async () => {
    const { db, writer } = await open()
    await put(writer, change(sessionKey('a')))
    const before = await feedState(db)
    const after = await renewEpoch(db)
    expect(after.epoch).not.toBe(before.epoch)
    expect(after.position).toBe(before.position)
    expect(await feedState(db)).toEqual(after)
  })

  it('keeps deleted objects for 90 days, then removes them and says up to where deletions are gone', async () => {
    const db = await engine.open()
    const start = new Date('2026-01-01T00:00:00Z')
    const writerAt = (at: number) => new GroupWriter(db, { now: () => new Date(start.getTime() + at) })
    await put(writerAt(0), change(sessionKey('old')))
    const old = await put(writerAt(0), change(sessionKey('old'), { deleted: true }))
    await put(writerAt(days(10)), change(sessionKey('young'), { deleted: true }))
    await put(writerAt(0), change(locationKey('lives')))
    expect(await purgeDeleted(db, new Date(start.getTime() + days(90)))).toBe(0)
    expect(await feedState(db)).toMatchObject({ purgedPosition: 0 })
    expect(await purgeDeleted(db, new Date(start.getTime() + days(90) + 1))).toBe(1)
    expect(await getRow(db, sessionKey('old'))).toBeUndefined()
    expect(await getRow(db, sessionKey('young'))).toMatchObject({ deleted: true })
    expect(await getRow(db, locationKey('lives'))).toBeDefined()
    expect(await feedState(db)).toMatchObject({ purgedPosition: old.position })
    const follower = new Follower(db)
    await follower.toEnd()
    expect(await follower.missed()).toEqual([])
  })

  it('purges more deleted objects than fit into one transaction', async () => {
    const db = await engine.open()
    const writer = new GroupWriter(db, { now: () => new Date('2020-01-01T00:00:00Z') })
    await Promise.all(
      Array.from({ length: 1100 }, (_, n) => put(writer, change(sessionKey(`s${n}`), { deleted: true }))),
    )
    expect(await purgeDeleted(db, new Date())).toBe(1100)
    expect(await listRows(db, { module: 'sessions', deleted: true }, { limit: 10 })).toEqual([])
  })

  it('vacuums tables that need it, and only those', async () => {
    const { db, writer } = await open()
    await db.query(`vacuum analyze "${db.schema}".object`)
    for (let n = 0; n < 3; n++) {
      await Promise.all(
        Array.from({ length: 60 }, (_, id) => put(writer, change(sessionKey(`s${id}`), { body: { n } }))),
      )
    }
    const mine = async () => (await vacuumWhereNeeded(db, 50)).filter((name) => name.startsWith(db.schema))
    // PostgreSQL's counters arrive a moment after the commit.
    let found: string[] = []
    await until(async () => {
      found = await mine()
      return found.length > 0
    })
    expect(found).toContain(`${db.schema}.object`)
    const { rows } = await db.query<{ dead: number }>(
      `select n_dead_tup::int as dead from pg_stat_user_tables where schemaname = $1 and relname = 'object'`,
      [db.schema],
    )
    expect(rows[0]!.dead).toBeLessThan(50)
    expect(await mine()).toEqual([])
  })
})
