import { beforeAll, expect, it } from 'vitest'
import { onEachEngine } from '../../../../tests/support/databases.ts'
import {
  change,
  evseKey,
  locationKey,
  noon,
  put,
  putAll,
  sessionKey,
} from '../../../../tests/support/stored-objects.ts'
import type { Database } from './database.ts'
import { findEvses } from './evse-lookup.ts'
import { nearRows } from './near.ts'
import { countRows, getRow, getRows, type ListFilter, listBodies, listEvses, listRows, tail } from './objects.ts'
import { GroupWriter } from './writer.ts'

const before = '2026-01-31T11:00:00Z'
const after = '2026-01-31T13:00:00Z'

onEachEngine('reading objects', (engine) => {
  const open = async () => {
    const db = await engine.open()
    return { db, writer: new GroupWriter(db) }
  }
  const ids = async (db: Database, filter: Omit<ListFilter, 'module'>, module = 'locations') => {
    const rows = await listRows(db, { module, ...filter }, { limit: 1000 })
    expect(await countRows(db, { module, ...filter })).toBe(rows.length)
    return rows.map(({ key }) => key.id)
  }

  it('R-LOC-06 R-LOC-07 a location is read with its EVSEs in order of creation and with the newest last_updated', async () => {
    const { db, writer } = await open()
    const evse = (uid: string, lastUpdated: string) =>
      change(evseKey('l', uid), { body: { uid, connectors: [] }, lastUpdated })
    await putAll(writer, [
      evse('z', noon),
      evse('a', before),
      change(locationKey('l'), { body: { id: 'l', name: 'é "x"' }, lastUpdated: noon }),
    ])
    const location = await put(writer, evse('a', '2026-01-31T12:00:00.500'))
    const row = (await getRow(db, locationKey('l')))!
    // In the EVSE's own spelling, and the location's row was not written for it.
    expect(row).toMatchObject({ lastUpdated: '2026-01-31T12:00:00.500', position: location.position - 1 })
    expect(JSON.parse(row.text)).toEqual({
      id: 'l',
      name: 'é "x"',
      last_updated: '2026-01-31T12:00:00.500',
      evses: [
        { uid: 'z', connectors: [], last_updated: noon },
        { uid: 'a', connectors: [], last_updated: '2026-01-31T12:00:00.500' },
      ],
    })
    expect((await listRows(db, { module: 'locations' }, { limit: 10 }))[0]).toEqual(row)
    expect((await tail(db, 0, 10, ['locations'])).map(({ text }) => text)).toEqual([row.text])
    expect((await getRows(db, [locationKey('l'), evseKey('l', 'a'), evseKey('l', 'no')])).length).toBe(2)
  })

  it('keeps the location’s own last_updated when it is the newest, or when an EVSE has the same instant', async () => {
    const { db, writer } = await open()
    await putAll(writer, [
      change(evseKey('l', 'e'), { lastUpdated: '2026-01-31T12:00:00.000Z' }),
      change(locationKey('l'), { lastUpdated: noon }),
    ])
    expect((await getRow(db, locationKey('l')))!.lastUpdated).toBe(noon)
  })

  it('numbers keep their spelling in a location that is as new as its EVSE, and a page holds the same text', async () => {
    const { db, writer } = await open()
    const own = `{"name":"€ \\"","price":1.10,"last_updated":"${before}"}`
    await putAll(writer, [
      change(evseKey('l', 'e'), { text: `{"uid":"e","level":-0.50,"last_updated":"${after}"}`, lastUpdated: after }),
      change(locationKey('l'), { text: own, lastUpdated: before }),
    ])
    const { text } = (await getRow(db, locationKey('l')))!
    expect(text).toContain('"price": 1.10')
    expect(text).toContain('"level": -0.50')
    expect(JSON.parse(text)).toMatchObject({ name: '€ "', last_updated: after })
    const page = await listBodies(db, { module: 'locations' }, { limit: 10 })
    expect(page).toEqual([{ key: { module: 'locations' }, seq: 2, version: '2.3.0', text, prices: 0 }])
  })

  it('leaves a deleted EVSE out of the location, which does not become older by that', async () => {
    const { db, writer } = await open()
    await putAll(writer, [
      change(evseKey('l', 'e'), { lastUpdated: noon }),
      change(locationKey('l'), { lastUpdated: before }),
    ])
    await put(writer, change(evseKey('l', 'e'), { lastUpdated: after, deleted: true }))
    const row = (await getRow(db, locationKey('l')))!
    expect(JSON.parse(row.text)).toEqual({ last_updated: after })
    expect(await listEvses(db, locationKey('l'))).toEqual([])
    expect(await ids(db, { from: after })).toEqual(['L'])
  })

  it('does not mix up locations of the same id of different parties', async () => {
    const { db, writer } = await open()
    for (const party of ['ABC', 'XYZ']) {
      await putAll(writer, [
        change(evseKey('l', 'e', party), { body: { of: party } }),
        change(locationKey('l', party), { body: { party } }),
      ])
    }
    const texts = (await listRows(db, { module: 'locations' }, { limit: 10 })).map(({ text }) => JSON.parse(text))
    expect(texts.map(({ party, evses }) => [party, evses])).toEqual([
      ['ABC', [{ of: 'ABC', last_updated: noon }]],
      ['XYZ', [{ of: 'XYZ', last_updated: noon }]],
    ])
  })

  it('R-LOC-08 R-PAGE-02 R-PAGE-03 a delta list holds the location of which only an EVSE changed', async () => {
    const { db, writer } = await open()
    for (const [id, evse, own] of [
      ['old', before, before],
      ['evse', after, before],
      ['own', before, after],
      ['both', after, after],
    ] as const) {
      await putAll(writer, [
        change(evseKey(id, 'e'), { lastUpdated: evse }),
        change(locationKey(id), { lastUpdated: own }),
      ])
    }
    expect(await ids(db, { from: after })).toEqual(['EVSE', 'OWN', 'BOTH'])
    expect(await ids(db, { from: before })).toEqual(['OLD', 'EVSE', 'OWN', 'BOTH'])
    expect(await ids(db, { to: after })).toEqual(['OLD'])
    expect(await ids(db, { from: before, to: after })).toEqual(['OLD'])
    expect(await ids(db, { from: '2026-01-31T13:00:00.000001Z' })).toEqual([])
  })

  it('R-PAGE-04 R-TYPE-08 adjacent windows neither overlap nor miss, down to the microsecond', async () => {
    const { db, writer } = await open()
    const at = (micro: string) => `2026-01-31T12:00:00.${micro}`
    for (const micro of ['000001', '000002', '000003Z', '5', '500000Z', '500001Z']) {
      await put(writer, change(sessionKey(micro), { lastUpdated: at(micro) }))
    }
    const list = (from: string, to: string) => ids(db, { from: at(from), to: at(to) }, 'sessions')
    expect(await list('000000', '000002')).toEqual(['000001'])
    expect(await list('000002', '5')).toEqual(['000002', '000003Z'])
    expect(await list('500Z', '500001')).toEqual(['5', '500000Z'])
    await expect(listRows(db, { module: 'sessions', from: 'nope' }, { limit: 1 })).rejects.toThrow(/date_from/)
  })

  it('filters by owner, connection, audience, state and deletion, alone and together', async () => {
    const { db, writer } = await open()
    const session = (id: string, party: string, fields: Parameters<typeof change>[1]) =>
      put(writer, change(sessionKey(id, party), fields))
    await session('1', 'ABC', { partner: null, audience: ['NL-EMS'], state: 'ACTIVE' })
    await session('2', 'ABC', { partner: 'p1', audience: ['DE-XYZ', 'NL-EMS'], state: 'COMPLETED' })
    await session('3', 'XYZ', { partner: 'p1', audience: null, state: 'ACTIVE' })
    await session('4', 'XYZ', { partner: 'p2', audience: [], state: null })
    await session('5', 'DEF', { partner: 'p2', audience: ['NL-EMS'], state: 'ACTIVE', deleted: true })
    const list = (filter: Omit<ListFilter, 'module'>) => ids(db, filter, 'sessions')
    expect(await list({})).toEqual(['1', '2', '3', '4'])
    expect(await list({ owners: ['nl-abc'] })).toEqual(['1', '2'])
    expect(await list({ owners: ['NL-XYZ', 'NL-ABC', 'NL-ABC', 'NL-NONE'] })).toEqual(['1', '2', '3', '4'])
    expect(await list({ owners: Array.from({ length: 60 }, (_, n) => (n ? `NL-${n}` : 'NL-XYZ')) })).toEqual(['3', '4'])
    expect(await list({ owners: [] })).toEqual([])
    expect(await list({ partner: null })).toEqual(['1'])
    expect(await list({ partner: 'p1' })).toEqual(['2', '3'])
    expect(await list({ audience: ['nl-ems'] })).toEqual(['1', '2', '3'])
    expect(await list({ audience: ['DE-XYZ', 'FR-A'] })).toEqual(['2', '3'])
    expect(await list({ audience: [] })).toEqual(['3'])
    expect(await list({ state: 'ACTIVE' })).toEqual(['1', '3'])
    expect(await list({ state: ['ACTIVE', 'COMPLETED'], owners: ['NL-ABC'], from: before })).toEqual(['1', '2'])
    expect(await list({ deleted: true })).toEqual(['5'])
    expect(await list({ owners: ['NL-ABC'], audience: ['DE-XYZ'], partner: 'p1', from: before, to: after })).toEqual([
      '2',
    ])
  })

  it('R-PAGE-12 pages by keyset and by offset give every object once, in order of creation, also while others are added', async () => {
    const { db, writer } = await open()
    const wanted = Array.from({ length: 25 }, (_, n) => `S${n}`)
    for (const id of wanted) await put(writer, change(sessionKey(id, Number(id.slice(1)) % 2 ? 'ABC' : 'XYZ')))
    for (const owners of [undefined, ['NL-ABC', 'NL-XYZ']]) {
      const filter: ListFilter = { module: 'sessions', ...(owners && { owners }) }
      const byOffset: string[] = []
      for (let offset = 0; offset < 30; offset += 10) {
        byOffset.push(...(await listRows(db, filter, { offset, limit: 10 })).map(({ key }) => key.id))
      }
      expect(byOffset).toEqual(wanted)
      const byKey: string[] = []
      let afterSeq = 0
      for (;;) {
        const page = await listRows(db, filter, { afterSeq, limit: 10 })
        byKey.push(...page.map(({ key }) => key.id))
        if (page.length < 10) break
        afterSeq = page.at(-1)!.seq
        await put(writer, change(sessionKey('S0', 'XYZ'), { body: { again: byKey.length } }))
      }
      expect(byKey).toEqual(wanted)
    }
    expect(await listRows(db, { module: 'sessions' }, { offset: 25, limit: 10 })).toEqual([])
  })

  it('tells of an EVSE in the feed where its location stands, and lists deleted objects too', async () => {
    const { db, writer } = await open()
    await putAll(writer, [change(evseKey('l', 'e')), change(locationKey('l')), change(evseKey('gone', 'e'))])
    await put(writer, change(sessionKey('s'), { deleted: true }))
    const entries = await tail(db, 0, 100)
    expect(entries.map((entry) => [entry.key.module, entry.position, entry.parentPosition, entry.deleted])).toEqual([
      ['evses', 1, 2, false],
      ['locations', 2, null, false],
      ['evses', 3, null, false],
      ['sessions', 4, null, true],
    ])
    expect((await tail(db, 1, 2)).map(({ position }) => position)).toEqual([2, 3])
    expect((await tail(db, 0, 100, ['sessions', 'locations'])).map(({ position }) => position)).toEqual([2, 4])
    expect(await tail(db, 4, 100)).toEqual([])
  })
})

onEachEngine('reading many objects', (engine) => {
  let db: Database
  const locations = 3000
  const day = (n: number) => new Date(Date.UTC(2020, 0, 1) + n * 3_600_000).toISOString()

  beforeAll(async () => {
    db = await engine.open()
    const writer = new GroupWriter(db)
    await Promise.all(
      Array.from({ length: locations }, (_, n) => {
        const [party, partner] = [`P${n % 7}`, n % 3 ? `partner-${n % 3}` : null]
        return putAll(writer, [
          change(evseKey(`l${n}`, 'e', party), {
            body: { uid: 'e', evse_id: `NL*E${n}` },
            partner,
            lastUpdated: day(n),
          }),
          change(locationKey(`l${n}`, party), {
            body: { id: `l${n}`, coordinates: { latitude: `${50 + n / 1000}`, longitude: '5.1' } },
            partner,
            lastUpdated: day(n),
          }),
          change(sessionKey(`s${n}`, party), {
            body: { id: `s${n}`, cdr_token: { uid: `c${n}` }, start_date_time: day(n) },
            partner,
            lastUpdated: day(n),
          }),
        ])
      }),
    )
    // One EVSE alone, long after everything else.
    await put(writer, change(evseKey('l11', 'e', 'P4'), { body: { uid: 'e', status: 'X' }, lastUpdated: day(90_000) }))
    await db.query(`vacuum analyze "${db.schema}".object`)
  })

  /** Runs `read` with each of its statements explained; returns the plans. */
  const plansOf = async (read: (explaining: Database) => Promise<unknown>): Promise<string> => {
    const plans: string[] = []
    await read({
      ...db,
      async query<R>(text: string, values?: readonly unknown[]) {
        const { rows } = await db.query<Record<string, string>>(`explain (analyze, costs off) ${text}`, values)
        plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'))
        return db.query<R>(text, values)
      },
    })
    expect(plans.length).toBeGreaterThan(0)
    return plans.join('\n\n')
  }
  /** Rows that each scan of the table gave or looked at in vain. */
  const rowsRead = (plan: string): number[] => {
    const read: number[] = []
    for (const line of plan.split('\n')) {
      const scan = /Scan.* on object\b.*actual time=\S+ rows=([\d.]+) loops=(\d+)/.exec(line)
      if (scan) read.push(Number(scan[1]) * Number(scan[2]))
      else if (line.includes('Scan')) read.push(0)
      const removed = /Rows Removed by (?:Filter|Index Recheck|Join Filter): (\d+)/.exec(line)
      if (removed) read[read.length - 1]! += Number(removed[1])
    }
    return read
  }

  const reads: Record<string, (on: Database) => Promise<unknown>> = {
    'a location': (on) => getRow(on, locationKey('l2500', 'P1')),
    'a session': (on) => getRow(on, sessionKey('s2500', 'P1')),
    'EVSEs of a location': (on) => listEvses(on, locationKey('l2500', 'P1')),
    'a page of bodies': (on) => listBodies(on, { module: 'locations', owners: ['NL-P3'] }, { limit: 50 }),
    'the first page': (on) => listRows(on, { module: 'locations' }, { limit: 50 }),
    'a deep page': (on) => listRows(on, { module: 'locations' }, { limit: 50, afterSeq: 7000 }),
    'a page of one party': (on) =>
      listRows(on, { module: 'locations', owners: ['NL-P3'] }, { limit: 50, afterSeq: 7000 }),
    'a page of two parties': (on) =>
      listRows(on, { module: 'sessions', owners: ['NL-P3', 'NL-P4'] }, { limit: 50, afterSeq: 7000 }),
    'a page of one connection': (on) =>
      listRows(on, { module: 'sessions', partner: 'partner-1' }, { limit: 50, afterSeq: 7000 }),
    'a delta of locations': (on) => listRows(on, { module: 'locations', from: day(2990) }, { limit: 50 }),
    'a delta of sessions': (on) => listRows(on, { module: 'sessions', from: day(2990), to: day(2995) }, { limit: 50 }),
    'the total of a delta': (on) => countRows(on, { module: 'locations', from: day(2990) }),
    'what is near': (on) =>
      nearRows(on, { module: 'locations' }, { latitude: 51, longitude: 5.1, radius: 50_000 }, undefined, 20),
    'what is near, far in': (on) =>
      nearRows(
        on,
        { module: 'locations' },
        { latitude: 51, longitude: 5.1, radius: 50_000 },
        { distance: 3000, seq: 0 },
        20,
      ),
    'the location of an EVSE': (on) => listRows(on, { module: 'locations', evseId: 'nl*e7' }, { limit: 50 }),
    'EVSEs by uid and by EVSE id': (on) =>
      findEvses(on, [
        { countryCode: 'NL', partyId: 'P3', evseUid: 'e', locationId: 'l10' },
        { countryCode: 'NL', partyId: 'P0', evseId: 'NL*E7' },
      ]),
    'sessions of a token': (on) => listRows(on, { module: 'sessions', tokenUid: 'C2500' }, { limit: 50 }),
    'sessions of a time': (on) =>
      listRows(on, { module: 'sessions', startedFrom: day(2990), startedTo: day(2995) }, { limit: 50 }),
    'the tail': (on) => tail(on, 8990, 100),
    'the tail of one module': (on) => tail(on, 8990, 100, ['locations']),
  }

  it.each(Object.keys(reads))('%s is found through an index, with little more read than given', async (name) => {
    const plan = await plansOf(reads[name]!)
    expect(plan).not.toMatch(/Seq Scan on object/)
    expect(Math.max(...rowsRead(plan)), plan).toBeGreaterThan(0)
    expect(Math.max(...rowsRead(plan)), plan).toBeLessThanOrEqual(400)
  })

  it('a page far in costs what the first one costs', async () => {
    for (const filter of [{ module: 'locations' }, { module: 'sessions', owners: ['NL-P1', 'NL-P2'] }]) {
      const cost = async (afterSeq: number) =>
        rowsRead(await plansOf((on) => listRows(on, filter, { limit: 50, afterSeq }))).reduce((sum, rows) => sum + rows)
      expect(await cost(8000)).toBeLessThanOrEqual(await cost(0))
    }
  })

  it('a delta of EVSE changes alone finds the location', async () => {
    const rows = await listRows(db, { module: 'locations', from: day(80_000) }, { limit: 50 })
    expect(rows.map(({ key, lastUpdated }) => [key.id, lastUpdated])).toEqual([['L11', day(90_000)]])
  })

  it('gives the same lists by either way in', async () => {
    const crawl = async (from: string) => {
      const ids: string[] = []
      let afterSeq = 0
      for (;;) {
        const page = await listRows(db, { module: 'locations', from }, { limit: 700, afterSeq })
        ids.push(...page.map(({ key }) => key.id))
        if (page.length < 700) return ids
        afterSeq = page.at(-1)!.seq
      }
    }
    // After 100 hours 5,800 rows have changed, EVSEs included: the order of creation is followed. After 2,000 hours
    // 2,000 have: the index of times is.
    for (const hours of [100, 2000]) {
      const wanted = Array.from({ length: locations }, (_, n) => n).filter((n) => n >= hours || n === 11)
      expect(await crawl(day(hours))).toEqual(wanted.map((n) => `L${n}`))
    }
  })
})
