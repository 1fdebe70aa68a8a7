import { expect, it } from 'vitest'
import { onEachEngine } from '../../../../tests/support/databases.ts'
import { stepped } from '../../../../tests/support/stepped-database.ts'
import {
  change,
  evseKey,
  Follower,
  locationKey,
  noon,
  put,
  putAll,
  sessionKey,
} from '../../../../tests/support/stored-objects.ts'
import type { Queryable } from './database.ts'
import { feedState, getRow, listEvses, listRows } from './objects.ts'
import { rowKey } from './row.ts'
import { StorageError } from './storage-error.ts'
import { GroupWriter, StorageBusy } from './writer.ts'

onEachEngine('the group writer', (engine) => {
  const open = async () => {
    const db = await engine.open()
    return { db, writer: new GroupWriter(db) }
  }

  it('lets whoever got the answer read what was written', async () => {
    const { db, writer } = await open()
    const written = await put(writer, change(sessionKey('s1'), { body: { kwh: 1 }, partner: 'p1', state: 'ACTIVE' }))
    const read = await getRow(db, sessionKey('S1'))
    expect(read).toMatchObject({ position: written.position, seq: written.seq, partner: 'p1', state: 'ACTIVE' })
    expect(JSON.parse(read!.text)).toEqual({ kwh: 1, last_updated: noon })
    expect((await feedState(db)).position).toBe(written.position)
  })

  it('keeps the spelling of numbers', async () => {
    const { db, writer } = await open()
    const numbers = '"a": 1.10, "b": 0.30, "c": 1234567890.12345678901234567, "d": 100, "e": 3.0000'
    await put(writer, change(sessionKey('numbers'), { text: `{${numbers}}` }))
    const key = locationKey('numbers')
    await putAll(writer, [
      change(evseKey('numbers', 'e'), { text: `{"n": 2.50, "last_updated": "${noon}"}` }),
      change(key, { text: `{${numbers}}` }),
    ])
    expect((await getRow(db, sessionKey('numbers')))!.text).toBe(`{${numbers}}`)
    const location = (await getRow(db, key))!.text
    expect(location).toContain(numbers)
    expect(location).toContain('"n": 2.50')
  })

  it('R-TYPE-01 finds an object under any spelling of its key', async () => {
    const { db, writer } = await open()
    await put(writer, change(rowKey('locations', 'nl', 'aBc', 'Loc-1')))
    await put(writer, change(rowKey('locations', 'NL', 'Abc', 'LOC-1'), { body: { name: 'second' } }))
    expect(await listRows(db, { module: 'locations' }, { limit: 10 })).toHaveLength(1)
    expect((await getRow(db, rowKey('locations', 'Nl', 'abC', 'lOC-1')))!.text).toContain('second')
  })

  it('puts writes that come together into one transaction, in order of arrival', async () => {
    const { db, writer } = await open()
    const key = sessionKey('counted')
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        writer.write({
          load: [key],
          apply: (view) => {
            const before = view.get(key)
            const count = before ? (JSON.parse(before.text) as { count: number }).count + 1 : 0
            view.put(change(key, { body: { count } }))
            return { n, count }
          },
        }),
      ),
    )
    expect(results.every(({ n, count }) => n === count)).toBe(true)
    expect(writer.stats).toMatchObject({ writes: 100, batches: 1, rows: 1, failed: 0, pending: 0 })
    expect(JSON.parse((await getRow(db, key))!.text)).toMatchObject({ count: 99 })
  })

  it('gives an object that changed twice in one batch its last position, after what was put in between', async () => {
    const { db, writer } = await open()
    await Promise.all([
      put(writer, change(sessionKey('twice'), { body: { n: 1 } })),
      put(writer, change(sessionKey('between'))),
      put(writer, change(sessionKey('twice'), { body: { n: 2 } })),
    ])
    expect(writer.stats.batches).toBe(1)
    const follower = new Follower(db)
    await follower.toEnd()
    expect([...follower.seen.keys()].map((text) => text.split('\u0000')[3])).toEqual(['BETWEEN', 'TWICE'])
    expect((await feedState(db)).position).toBe(follower.position)
  })

  it('fails only the write whose apply throws, and drops what it had put', async () => {
    const { db, writer } = await open()
    const [first, refused, last] = await Promise.allSettled([
      put(writer, change(sessionKey('a'))),
      writer.write({
        load: [sessionKey('b'), sessionKey('a')],
        apply: (view) => {
          view.put(change(sessionKey('b')))
          view.put(change(sessionKey('a'), { body: { stolen: true } }))
          throw new Error('2001')
        },
      }),
      put(writer, change(sessionKey('c'))),
    ])
    expect([first.status, refused.status, last.status]).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect((refused as PromiseRejectedResult).reason.message).toBe('2001')
    expect(await getRow(db, sessionKey('b'))).toBeUndefined()
    expect((await getRow(db, sessionKey('a')))!.text).not.toContain('stolen')
    expect(writer.stats).toMatchObject({ writes: 2, failed: 1, batches: 1 })
  })

  it('stores the neighbours of a row that the database refuses, and tells only its writer', async () => {
    const { db, writer } = await open()
    const bad = [17, 56]
    const ids = Array.from({ length: 80 }, (_, n) => `s${n}`)
    const results = await Promise.allSettled(
      ids.map((id, n) => put(writer, change(sessionKey(id), bad.includes(n) ? { text: '{"a":"\\u0000"}' } : {}))),
    )
    expect(results.flatMap(({ status }, n) => (status === 'rejected' ? [n] : []))).toEqual(bad)
    expect((results[17] as PromiseRejectedResult).reason).toBeInstanceOf(StorageError)
    const stored = await listRows(db, { module: 'sessions' }, { limit: 100 })
    expect(stored.map(({ key }) => key.id)).toEqual(
      ids.filter((_, n) => !bad.includes(n)).map((id) => id.toUpperCase()),
    )
    const follower = new Follower(db)
    await follower.toEnd()
    expect(await follower.missed()).toEqual([])
  })

  it('refuses bodies that are no JSON object, keys with U+0000 and times that are no DateTime', async () => {
    const { db, writer } = await open()
    const results = await Promise.allSettled([
      put(writer, change(sessionKey('list'), { text: '[1]' })),
      put(writer, change(sessionKey('broken'), { text: '{"a":' })),
      put(writer, change(sessionKey('nul\u0000'))),
      put(writer, change(sessionKey('time'), { lastUpdated: 'yesterday' })),
      put(writer, change(sessionKey('long'.repeat(3000)))),
      put(writer, change(sessionKey('good'))),
    ])
    expect(results.map(({ status }) => status)).toEqual([...Array(4).fill('rejected'), results[4]!.status, 'fulfilled'])
    expect((results[3] as PromiseRejectedResult).reason.message).toContain('last_updated')
    expect(await getRow(db, sessionKey('good'))).toBeDefined()
  })

  it('moves nothing when body, state, audience and deletion are what is stored', async () => {
    const { db, writer } = await open()
    const key = sessionKey('same')
    const audience = ['NL-ABC', 'DE-XYZ']
    const first = await put(writer, change(key, { text: '{"kwh": 1.10, "a": 1}', state: 'ACTIVE', audience }))
    const again = await put(
      writer,
      change(key, { text: '{"a":1,"kwh":1.1}', state: 'ACTIVE', audience: [...audience].reverse() }),
    )
    expect(first.moved).toBe(true)
    expect(again).toMatchObject({ moved: false, position: first.position })
    expect((await feedState(db)).position).toBe(first.position)
    for (const different of [
      change(key, { text: '{"a":1,"kwh":1.2}' }),
      change(key, { text: '{"a":1,"kwh":1.2}', state: 'COMPLETED' }),
      change(key, { text: '{"a":1,"kwh":1.2}', audience: ['NL-ABC'] }),
      change(key, { text: '{"a":1,"kwh":1.2}', audience: null }),
      change(key, { text: '{"a":1,"kwh":1.2}', deleted: true }),
    ]) {
      const before = (await feedState(db)).position
      expect((await put(writer, different)).position).toBe(before + 1)
    }
  })

  it('stores where an unchanged object came from without moving it', async () => {
    const { db, writer } = await open()
    const first = await put(writer, change(sessionKey('moved'), { partner: 'hub' }))
    const again = await put(writer, change(sessionKey('moved'), { partner: 'bilateral', version: '2.2.1' }))
    expect(again.moved).toBe(false)
    expect(await getRow(db, sessionKey('moved'))).toMatchObject({
      partner: 'bilateral',
      version: '2.2.1',
      position: first.position,
    })
  })

  it('keeps audience and state that a change leaves out: what was private stays private', async () => {
    const { db, writer } = await open()
    await put(writer, change(sessionKey('private'), { audience: ['NL-ABC'], state: 'ACTIVE' }))
    await put(writer, change(sessionKey('private'), { body: { kwh: 2 } }))
    expect(await getRow(db, sessionKey('private'))).toMatchObject({ audience: ['NL-ABC'], state: 'ACTIVE' })
    await put(writer, change(sessionKey('nobody'), { audience: [] }))
    expect(await getRow(db, sessionKey('nobody'))).toMatchObject({ audience: [] })
  })

  it('moves fullPosition only with a change that is more than status', async () => {
    const { writer } = await open()
    const key = evseKey('l', 'e')
    const made = await put(writer, change(key, { body: { status: 'A' }, statusOnly: true }))
    expect(made.fullPosition).toBe(made.position)
    const status = await put(writer, change(key, { body: { status: 'B' }, statusOnly: true }))
    expect(status).toMatchObject({ position: made.position + 1, fullPosition: made.position })
    const full = await put(writer, change(key, { body: { status: 'B', floor: '1' } }))
    expect(full.fullPosition).toBe(full.position)
    const [, both] = await Promise.all([
      put(writer, change(key, { body: { status: 'B', floor: '2' } })),
      put(writer, change(key, { body: { status: 'C', floor: '2' }, statusOnly: true })),
    ])
    // The full change shares its position with the status that followed in the same batch.
    expect(both.fullPosition).toBe(both.position)
    const deleted = await put(writer, change(key, { body: { status: 'C' }, deleted: true, statusOnly: true }))
    expect(deleted.fullPosition).toBe(deleted.position)
  })

  it('keeps the place of an object in its list until it is deleted; made again, it is last', async () => {
    const { db, writer } = await open()
    for (const id of ['a', 'b', 'c']) await put(writer, change(sessionKey(id)))
    const ids = async () => (await listRows(db, { module: 'sessions' }, { limit: 10 })).map(({ key }) => key.id)
    await put(writer, change(sessionKey('a'), { body: { n: 2 } }))
    expect(await ids()).toEqual(['A', 'B', 'C'])
    await put(writer, change(sessionKey('a'), { deleted: true }))
    expect(await ids()).toEqual(['B', 'C'])
    expect(await getRow(db, sessionKey('a'))).toMatchObject({ deleted: true })
    await put(writer, change(sessionKey('a')))
    expect(await ids()).toEqual(['B', 'C', 'A'])
  })

  it('shows a write the EVSE rows of the locations it names, and what earlier writes of the batch made of them', async () => {
    const { db, writer } = await open()
    const location = locationKey('l')
    const evses = ['e3', 'e1', 'e2'].map((uid) => change(evseKey('l', uid)))
    await putAll(writer, [...evses, change(location)])
    const uidsIn = (rows: readonly { key: { sub: string } }[]) => rows.map(({ key }) => key.sub)
    const seen = await Promise.all([
      put(writer, change(evseKey('l', 'e1'), { deleted: true })),
      put(writer, change(evseKey('l', 'e4'))),
      writer.write({
        load: [location],
        apply: (view) => {
          view.put(change(evseKey('l', 'e5')))
          return uidsIn(view.evsesOf(location))
        },
      }),
    ])
    expect(seen[2]).toEqual(['E3', 'E2', 'E4', 'E5'])
    expect(uidsIn(await listEvses(db, location))).toEqual(['E3', 'E2', 'E4', 'E5'])
  })

  it('refuses a write that touches a row it did not name', async () => {
    const { writer } = await open()
    const touching = Promise.allSettled([
      put(writer, change(sessionKey('named'))),
      writer.write({ load: [], apply: (view) => view.get(sessionKey('named')) }),
      writer.write({ load: [sessionKey('x')], apply: (view) => view.put(change(sessionKey('named'))) }),
    ])
    expect((await touching).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected'])
  })

  it('splits what does not fit into one transaction and keeps the order', async () => {
    const db = await engine.open()
    const writer = new GroupWriter(db, { maxBatch: 10 })
    const rows = await Promise.all(Array.from({ length: 45 }, (_, n) => put(writer, change(sessionKey(`s${n}`)))))
    expect(rows.map(({ position }) => position)).toEqual(rows.map((_, n) => n + 1))
    expect(writer.stats.batches).toBe(5)
    const large = new GroupWriter(db)
    const body = { filler: 'x'.repeat(3_000_000) }
    await Promise.all(Array.from({ length: 7 }, (_, n) => put(large, change(sessionKey(`large${n}`), { body }))))
    expect(large.stats.batches).toBe(3)
    expect(await listRows(db, { module: 'sessions' }, { limit: 100 })).toHaveLength(52)
  })

  it('refuses more writes than may wait, and those after its end', async () => {
    const db = await engine.open()
    const writer = new GroupWriter(db, { maxPending: 3 })
    const results = Promise.allSettled(Array.from({ length: 5 }, (_, n) => put(writer, change(sessionKey(`s${n}`)))))
    const closed = writer.close()
    expect((await results).map(({ status }) => status)).toEqual([
      ...Array(3).fill('fulfilled'),
      ...Array(2).fill('rejected'),
    ])
    await closed
    await expect(put(writer, change(sessionKey('late')))).rejects.toBeInstanceOf(StorageBusy)
    expect(await getRow(db, sessionKey('s2'))).toBeDefined()
  })

  it('runs a batch again that met a conflict, and gives up after a few times', async () => {
    const db = await engine.open()
    let conflicts = 2
    const conflicting = stepped(db, async (moment, statement, tx: Queryable) => {
      if (moment === 'before' && statement === 3 && conflicts-- > 0) {
        await tx.query(`do $$ begin raise sqlstate '40P01'; end $$`)
      }
    })
    const writer = new GroupWriter(conflicting, { unlocked: false })
    expect((await put(writer, change(sessionKey('s')))).position).toBe(1)
    expect(writer.stats).toMatchObject({ writes: 1, retries: 2, batches: 1 })
    conflicts = Number.POSITIVE_INFINITY
    await expect(put(writer, change(sessionKey('never')))).rejects.toMatchObject({ code: '40P01' })
    expect(await getRow(db, sessionKey('never'))).toBeUndefined()
  })

  it('is faster in groups than one by one (figures, no limit)', async () => {
    const { writer } = await open()
    const body = { kwh: 12.5, filler: 'x'.repeat(900) }
    const measure = async (writes: number, concurrency: number) => {
      const started = performance.now()
      let next = 0
      const lane = async () => {
        while (next < writes) await put(writer, change(sessionKey(`s${next++}`), { body: { ...body, concurrency } }))
      }
      await Promise.all(Array.from({ length: concurrency }, lane))
      return Math.round((writes * 1000) / (performance.now() - started))
    }
    const single = await measure(100, 1)
    const group = await measure(1000, 64)
    process.stdout.write(`writes of 1 KB per second (${engine.name}): ${single} singly, ${group} from 64 callers\n`)
    expect(writer.stats).toMatchObject({ writes: 1100, failed: 0 })
    expect(writer.stats.batches).toBeLessThan(600)
  })
})
