import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { startChild } from '../../../../tests/support/child-process.ts'
import { type Engine, engines, onEachEngine } from '../../../../tests/support/databases.ts'
import { Signal, stepped } from '../../../../tests/support/stepped-database.ts'
import type { ChildTask } from '../../../../tests/support/storage-child.ts'
import { change, evseKey, Follower, locationKey, put, sessionKey } from '../../../../tests/support/stored-objects.ts'
import { until } from '../../../../tests/support/until.ts'
import type { Database, Queryable } from './database.ts'
import { withFeedLocked } from './feed-state.ts'
import { getRow } from './objects.ts'
import { GroupWriter } from './writer.ts'

const postgres = engines.find(({ name }) => name === 'postgres')!

/** Statements of a batch that takes the lock: 1 takes the feed's lock, 2 loads, 3 stores the rows with their positions. */
const takesLock = 1
const stores = 3
const locked = { unlocked: false }

const transactionId = async (tx: Queryable): Promise<number> =>
  (await tx.query<{ id: number }>(`select pg_current_xact_id()::text::float8 as id`, [])).rows[0]!.id

/** Somebody in this schema waits for a row that another transaction holds. */
function untilSomebodyWaits(db: Database): Promise<void> {
  return until(async () => {
    const { rows } = await db.query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_stat_activity
       where wait_event_type = 'Lock' and query like $1 and pid <> pg_backend_pid()`,
      [`%update "${db.schema}".feed set position = position%`],
    )
    return rows[0]!.waiting > 0
  })
}

/**
 * The same two orders against a table numbered by a sequence, as a reader would have to read it. Shows that the
 * schedules below do lose a change where nothing guards against it.
 */
async function naive(db: Database): Promise<{ write(tx: Queryable, id: string): Promise<void>; table: string }> {
  const table = `"${db.schema}".naive`
  await db.query(`create table ${table} (id text, n bigserial, xid xid8 default pg_current_xact_id())`)
  return {
    table,
    write: async (tx, id) => {
      await tx.query(`insert into ${table} (id) values ($1)`, [id])
    },
  }
}

describe.skipIf(!postgres.available)('positions are in commit order (postgres)', () => {
  const openTwo = async (engine: Engine) => {
    const db = await engine.open()
    return { db, other: await engine.open(db.schema), follower: new Follower(db) }
  }

  it('a change numbered first that commits last is not stepped past', async () => {
    const { db, other, follower } = await openTwo(postgres)
    const [stored, mayCommit] = [new Signal(), new Signal()]
    const slow = stepped(db, async (moment, statement) => {
      if (moment === 'after' && statement === stores) {
        stored.open()
        await mayCommit.opened
      }
    })
    const first = put(new GroupWriter(slow, locked), change(sessionKey('slow')))
    await stored.opened
    const second = put(new GroupWriter(other, locked), change(sessionKey('quick')))
    await untilSomebodyWaits(db)
    expect(await follower.step()).toBe(0)
    mayCommit.open()
    await second
    await follower.toEnd()
    expect((await first).position).toBeLessThan((await second).position)
    expect(follower.positions).toEqual([(await first).position, (await second).position])
    expect(await follower.missed()).toEqual([])
  })

  it('a lower transaction id that takes the later number and commits first leaves nothing behind it', async () => {
    const { db, other, follower } = await openTwo(postgres)
    const [lowerBegan, higherStored, higherMayCommit] = [new Signal(), new Signal(), new Signal()]
    const ids: Record<string, number> = {}
    const lower = stepped(db, async (moment, statement, tx) => {
      if (moment === 'before' && statement === takesLock) {
        ids.lower = await transactionId(tx)
        lowerBegan.open()
        await higherStored.opened
      }
    })
    const higher = stepped(other, async (moment, statement, tx) => {
      if (moment === 'before' && statement === takesLock) ids.higher = await transactionId(tx)
      if (moment === 'after' && statement === stores) {
        higherStored.open()
        await higherMayCommit.opened
      }
    })
    const lowerWrite = put(new GroupWriter(lower, locked), change(sessionKey('lower')))
    await lowerBegan.opened
    const higherWrite = put(new GroupWriter(higher, locked), change(sessionKey('higher')))
    // The lower one now wants to write and commit while the higher one, numbered already, is still open: it waits.
    await untilSomebodyWaits(db)
    expect(await follower.step()).toBe(0)
    higherMayCommit.open()
    await lowerWrite
    await follower.toEnd()
    expect(ids.lower).toBeLessThan(ids.higher!)
    expect((await higherWrite).position).toBeLessThan((await lowerWrite).position)
    expect(follower.positions).toEqual([(await higherWrite).position, (await lowerWrite).position])
    expect(await follower.missed()).toEqual([])
  })

  it('a batch without the lock is not stored over what others did since it read', async () => {
    const { db, other, follower } = await openTwo(postgres)
    const key = sessionKey('both')
    await put(new GroupWriter(db), change(key, { body: { by: [] } }))
    const others: [string, () => Promise<unknown>][] = [
      ['a batch without the lock', () => put(new GroupWriter(other), change(key, { body: { by: ['other'] } }))],
      ['a batch with it', () => put(new GroupWriter(other, locked), change(key, { body: { by: ['third'] } }))],
      // Neither a position nor a row of it moves, and it counts all the same.
      [
        'a transaction of another kind',
        () =>
          withFeedLocked(other, async (tx) => {
            await tx.query(`update "${db.schema}".object set body = '{"by":["erased"]}' where id = $1`, [key.id])
          }),
      ],
    ]
    for (const [who, meanwhile] of others) {
      let met = false
      const slow: Database = {
        ...db,
        async query<R>(text: string, values?: readonly unknown[]) {
          const result = await db.query<R>(text, values)
          if (!met && text.includes('left join')) {
            met = true
            await meanwhile()
          }
          return result
        },
      }
      let runs = 0
      const seen = await new GroupWriter(slow).write({
        load: [key],
        apply: (view) => {
          runs++
          const before = JSON.parse(view.get(key)!.text)
          view.put(change(key, { body: { by: [...before.by, 'us'] } }))
          return view.get(key)!.text
        },
      })
      expect([met, runs], who).toEqual([true, 2])
      expect(JSON.parse(seen).by.slice(-2), who).toEqual([expect.stringMatching(/other|third|erased/), 'us'])
      expect(JSON.parse((await getRow(db, key))!.text), who).toEqual(JSON.parse(seen))
    }
    await follower.toEnd()
    expect(await follower.missed()).toEqual([])
  })

  it('the first order loses a change where a sequence alone gives the numbers', async () => {
    const { db, other } = await openTwo(postgres)
    const { write, table } = await naive(db)
    let seen = 0
    const found: string[] = []
    const read = async () => {
      const { rows } = await other.query<{ id: string; n: number }>(
        `select id, n::float8 as n from ${table} where n > $1 order by n`,
        [seen],
      )
      for (const row of rows) {
        found.push(row.id)
        seen = row.n
      }
    }
    await db.transaction(async (slow) => {
      await write(slow, 'slow')
      await other.transaction((quick) => write(quick, 'quick'))
      await read()
    })
    await read()
    expect(found).toEqual(['quick'])
  })

  it('the second order loses a change where numbers are filtered by the oldest running transaction', async () => {
    const { db, other } = await openTwo(postgres)
    const { write, table } = await naive(db)
    const reader = await postgres.open(db.schema)
    let seen = 0
    const found: string[] = []
    const read = async () => {
      const { rows } = await reader.query<{ id: string; n: number }>(
        `select id, n::float8 as n from ${table}
         where n > $1 and xid < pg_snapshot_xmin(pg_current_snapshot()) order by n`,
        [seen],
      )
      for (const row of rows) {
        found.push(row.id)
        seen = row.n
      }
    }
    const [lowerBegan, higherWrote, lowerDone] = [new Signal(), new Signal(), new Signal()]
    const lower = db.transaction(async (tx) => {
      await transactionId(tx)
      lowerBegan.open()
      await higherWrote.opened
      await write(tx, 'lower')
    })
    await lowerBegan.opened
    const higher = other.transaction(async (tx) => {
      await write(tx, 'higher')
      higherWrote.open()
      await lowerDone.opened
    })
    await lower
    // Any transaction of the server that is older, another file's too, hides the change for as long as it runs.
    await until(async () => {
      await read()
      return found.length > 0
    })
    lowerDone.open()
    await higher
    await read()
    expect(found).toEqual(['lower'])
  })

  it('two processes write the same and other objects while a third reads: nothing is lost, no number twice', async () => {
    const db = await postgres.open()
    const settings = postgres.settings(db.schema)
    const script = new URL('../../../../tests/support/storage-child.ts', import.meta.url)
    const children = ['one', 'two'].map((name) =>
      startChild(script, { settings, name, shared: 40, count: 1500, concurrency: 24 } satisfies ChildTask),
    )
    const follower = new Follower(db, 50)
    const own = new GroupWriter(db)
    let running = true
    const codes = Promise.all(children.map(({ ended }) => ended)).finally(() => {
      running = false
    })
    while (running) {
      await put(own, change(sessionKey(`own-${follower.position}`)))
      await follower.step()
    }
    expect(await codes, children.map((child) => child.errors()).join()).toEqual([0, 0])
    await follower.toEnd()
    expect(await follower.missed()).toEqual([])
    expect(follower.positions).toEqual([...follower.positions].sort((a, b) => a - b))
    const given = children.flatMap(({ lines }) =>
      lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line).position as number),
    )
    expect(given).toHaveLength(3000)
    expect(new Set(given).size).toBe(3000)
  })
})

onEachEngine('any interleaving of writers and a reader', (engine) => {
  const modules = ['sessions', 'evses', 'locations']
  const keys = [
    ...['a', 'b', 'c'].map((id) => sessionKey(id)),
    ...['e', 'f'].flatMap((uid) => [evseKey('l', uid), evseKey('m', uid)]),
    locationKey('l'),
  ]
  const action = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('write' as const),
        writer: fc.nat(1),
        puts: fc.array(
          fc.record({ key: fc.constantFrom(...keys), value: fc.nat(2), deleted: fc.boolean(), status: fc.boolean() }),
          { minLength: 1, maxLength: 3 },
        ),
        fails: fc.boolean(),
      }),
    },
    { weight: 3, arbitrary: fc.constant({ kind: 'read' as const }) },
    { weight: 2, arbitrary: fc.constant({ kind: 'wait' as const }) },
  )

  it('steps past nothing, sees positions rise, and ends with the newest state of everything', async () => {
    const db = await engine.open()
    const other = await engine.open(db.schema)
    let runs = 0
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 40 }), async (actions) => {
        const party = `P${runs++}`
        const writers = [new GroupWriter(db, { maxBatch: 3 }), new GroupWriter(other, { maxBatch: 3 })]
        const follower = new Follower(db, 3)
        const under: Promise<unknown>[] = []
        for (const one of actions) {
          if (one.kind === 'read') under.push(Promise.resolve())
          if (one.kind === 'read') await follower.step()
          if (one.kind === 'wait') await Promise.all(under.splice(0))
          if (one.kind !== 'write') continue
          const changes = one.puts.map(({ key, value, deleted, status }) =>
            change({ ...key, partyId: party }, { body: { value }, deleted, statusOnly: status }),
          )
          const write = writers[one.writer]!.write({
            load: changes.map(({ key }) => key),
            apply: (view) => {
              for (const each of changes) view.put(each)
              if (one.fails) throw new Error('refused')
            },
          })
          under.push(write.catch(() => undefined))
        }
        await Promise.all(under)
        await follower.toEnd()
        expect(await follower.missed(modules)).toEqual([])
        expect(follower.positions).toEqual([...new Set(follower.positions)].sort((a, b) => a - b))
      }),
      { numRuns: engine.name === 'postgres' ? 60 : 25 },
    )
  }, 240_000)
})
