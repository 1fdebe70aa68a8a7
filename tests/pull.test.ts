import { afterEach, beforeEach, expect, it } from 'vitest'
import { randomIds } from '../packages/server/src/clock.ts'
import { createEvents, type Events } from '../packages/server/src/events.ts'
import { createPulling } from '../packages/server/src/feed/pull/create-pulling.ts'
import { type Pulling, PullRefused } from '../packages/server/src/feed/pull/pulling.ts'
import { createLog } from '../packages/server/src/log.ts'
import { guardedTransport } from '../packages/server/src/outbound/guarded-transport.ts'
import { getRow } from '../packages/server/src/storage/objects.ts'
import { rowKey } from '../packages/server/src/storage/row.ts'
import { onEachEngine } from './support/databases.ts'
import { DeliveryBed, type DeliveryProcess, type SinkPartner } from './support/delivery-bed.ts'
import type { Arrived, SinkAnswer } from './support/partner-sink.ts'
import { until } from './support/until.ts'
import { cdr, connector, evse, location, noonPlus, session, tariff } from './support/wire-objects.ts'

type Fields = Record<string, unknown>

onEachEngine('crawling partners', (engine) => {
  let bed: DeliveryBed
  let process: DeliveryProcess
  let partner: SinkPartner
  let pulling: Pulling
  let lines: string[]
  let events: Events
  let close: () => Promise<void>
  /** What the partner has, by module. */
  let lists: Record<string, readonly unknown[]>
  let pageSize: number

  const owner = { country_code: 'NL', party_id: 'CPO' }

  beforeEach(async () => {
    bed = await DeliveryBed.open(engine, ['NL-ABC:EMSP'])
    process = await bed.process()
    lists = {}
    pageSize = 2
    partner = await bed.partner('p1', { roles: ['NL-CPO:CPO'], modules: [] })
    partner.sink.answer = serve
    await offers('tariffs', 'locations', 'sessions', 'cdrs')
    start()
  })
  afterEach(async () => {
    await close()
    await bed.close()
  })

  const offers = async (...modules: string[]) => {
    const endpoints = modules.map((identifier) => ({
      identifier,
      role: 'SENDER' as const,
      url: `${partner.sink.url}/${identifier}`,
    }))
    await bed.change('p1', { endpoints })
    await until(() => process.directory.partner('p1')?.endpoints.length === modules.length)
  }

  function start(): void {
    lines = []
    events = createEvents(createLog({ to: { write: (line) => lines.push(line) } }))
    const transport = guardedTransport({ allowPrivate: true })
    pulling = createPulling(
      {
        database: bed.database,
        writer: bed.writer,
        directory: process.directory,
        transport: transport.send,
        events,
        clock: bed.clock,
        ids: randomIds,
        timeoutMs: 2000,
      },
      { lookMs: 20, random: () => 0.5 },
    )
    close = async () => {
      await pulling.stop()
      await transport.close()
    }
  }

  /** Pages with an opaque link, as R-PAGE-14 allows. */
  function serve({ path, query }: Arrived): SinkAnswer | undefined {
    const found = lists[path.slice(1)]
    if (!found) return undefined
    const at = Number(new URLSearchParams(query).get('cursor') ?? 0)
    const page = found.slice(at, at + pageSize)
    const more = at + pageSize < found.length
    return {
      data: page,
      headers: {
        'X-Total-Count': String(found.length),
        'X-Limit': String(pageSize),
        ...(more ? { Link: `<${partner.sink.url}${path}?cursor=${at + pageSize}>; rel="next"` } : {}),
      },
    }
  }

  const asked = (module: string) => partner.sink.arrived.filter(({ path }) => path === `/${module}`)
  const stored = async (module: string, id: string, more: Fields = {}) => {
    const row = await getRow(bed.database, rowKey(module, 'NL', String(more.party ?? 'CPO'), id))
    return row && !row.deleted ? row : undefined
  }
  const tariffs = (count: number, more: Fields = {}) =>
    Array.from({ length: count }, (_, n) => tariff({ ...owner, id: `T${n}`, ...more }))
  const pullOne = async (module: string, full = false) => (await pulling.pullNow('p1', { module, full })).modules[0]!

  it('R-PAGE-14 follows every link to the last page, and stores what came in its spelling', async () => {
    lists.tariffs = tariffs(5)
    const report = await pullOne('tariffs')
    expect(report).toMatchObject({ module: 'tariffs', full: true, complete: true, pages: 3, received: 5, created: 5 })
    expect(asked('tariffs').map(({ query }) => query)).toEqual(['limit=100', 'cursor=2', 'cursor=4'])
    expect(await stored('tariffs', 'T4')).toMatchObject({ partner: 'p1', version: '2.3.0' })
    expect(await pullOne('tariffs', true)).toMatchObject({ unchanged: 5, created: 0, vanished: 0 })
  })

  it('numbers keep the spelling they came in', async () => {
    const text = JSON.stringify(tariffs(1)[0]).replace('0.25', '0.2500')
    partner.sink.answer = () => ({ text: `{"status_code":1000,"timestamp":"2026-02-01T00:00:00Z","data":[${text}]}` })
    expect(await pullOne('tariffs')).toMatchObject({ created: 1 })
    expect((await stored('tariffs', 'T0'))!.text).toContain('0.2500')
  })

  it('after registration everything is read, what is referred to first; sessions with a date', async () => {
    lists = {
      tariffs: tariffs(1),
      locations: [location({ ...owner, evses: [evse()] })],
      sessions: [session({ ...owner, cdr_token: { ...session().cdr_token, party_id: 'ABC' } })],
      cdrs: [cdr({ ...owner, cdr_token: { ...session().cdr_token, party_id: 'ABC' } })],
    }
    await pulling.start()
    await until(() => asked('cdrs').length === 1)
    await until(async () => (await stored('cdrs', 'CDR1')) !== undefined)
    expect(partner.sink.arrived.map(({ path }) => path)).toEqual(['/tariffs', '/locations', '/sessions', '/cdrs'])
    expect(asked('sessions')[0]!.query).toContain('date_from=')
    expect(asked('tariffs')[0]!.headers).toMatchObject({ 'ocpi-from-party-id': 'ABC', 'ocpi-to-party-id': 'CPO' })
  })

  it('R-PAGE-21 R-OFF-02 changes are read every four hours, with an overlap, and everything after a week', async () => {
    await offers('tariffs')
    lists.tariffs = tariffs(1)
    await pulling.start()
    await until(() => asked('tariffs').length === 1)
    await until(() => lines.some((line) => line.includes('crawl complete')))
    bed.clock.forward(4 * 3600 - 60)
    expect(asked('tariffs')).toHaveLength(1)
    bed.clock.forward(60)
    await until(() => asked('tariffs').length === 2)
    expect(new URLSearchParams(asked('tariffs')[1]!.query).get('date_from')).toBe('2026-01-31T23:50:00.000Z')
    for (let crawls = 2; asked('tariffs').at(-1)!.query.includes('date_from'); crawls++) {
      expect(crawls).toBeLessThanOrEqual(44)
      await until(() => lines.filter((line) => line.includes('crawl complete')).length === crawls)
      bed.clock.forward(4 * 3600)
      await until(() => asked('tariffs').length === crawls + 1)
    }
    expect(bed.clock.now().getTime()).toBeGreaterThanOrEqual(Date.parse('2026-02-08T00:00:00Z'))
  })

  it('R-FMT-09 one bad object does not hold up the others; its bad part is left out, kept aside and reported', async () => {
    const bad = evse({ uid: 'BAD', status: 'NO_SUCH_STATUS' })
    lists.locations = [
      location({ ...owner, id: 'L1', evses: [evse()] }),
      location({ ...owner, id: 'L2', evses: [evse(), bad], name: 7 }),
      location({ ...owner, id: 'L3', coordinates: undefined }),
      'no object at all',
      location({ ...owner, id: 'L4', their_own_field: 'half \u0000 a word' }),
      location({ ...owner, id: 'L5', evses: [evse()] }),
    ]
    const report = await pullOne('locations')
    expect(report).toMatchObject({ complete: true, received: 6, created: 3 })
    expect(report.refused + report.created).toBe(6)
    const second = JSON.parse((await stored('locations', 'L2'))!.text)
    expect(second.evses.map(({ uid }: { uid: string }) => uid)).toEqual(['3256'])
    expect(second).not.toHaveProperty('name')
    expect(await stored('locations', 'L5')).toBeDefined()
    const aside = await pulling.listAside({ partner: 'p1' })
    expect(aside).toContainEqual(
      expect.objectContaining({ object_id: 'L2', path: '/evses/1', why: expect.stringContaining('status') }),
    )
    expect(aside).toContainEqual(expect.objectContaining({ object_id: 'L3', path: '' }))
    expect(JSON.parse(aside.find(({ path }) => path === '/evses/1')!.part!)).toMatchObject({ uid: 'BAD' })
    expect(lines.some((line) => line.includes('left_out'))).toBe(true)
  })

  it('what is only odd about an object is stored and counted, once', async () => {
    lists.locations = [
      location({ id: 'ODD', ...owner, evses: [evse({ connectors: [connector({ max_voltage: 400 })] })] }),
    ]
    for (let turn = 0; turn < 2; turn += 1) await pullOne('locations', true)
    const counted = /findings_total\{partner="p1",module="locations"\} (\d+)/.exec(await events.registry.metrics())
    expect(counted?.[1]).toBe('1')
  })

  it('what is missing of an object with bad parts is not taken for removed', async () => {
    lists.locations = [location({ ...owner, evses: [evse(), evse({ uid: 'E2' })] })]
    await pullOne('locations')
    const broken = evse({ uid: 'E2', connectors: [], last_updated: noonPlus(5) })
    lists.locations = [location({ ...owner, evses: [evse(), broken], last_updated: noonPlus(5) })]
    expect(await pullOne('locations', true)).toMatchObject({ complete: true })
    const evses = JSON.parse((await stored('locations', 'LOC1'))!.text).evses as { uid: string; status: string }[]
    expect(evses.find(({ uid }) => uid === 'E2')).toMatchObject({ status: 'AVAILABLE' })
  })

  it('R-OWN-06 objects of other parties, and our own, are not taken over', async () => {
    await bed.whole('tariffs', tariff({ party_id: 'ABC', id: 'OURS' }))
    lists.tariffs = [
      ...tariffs(1),
      tariff({ party_id: 'EVL' }),
      tariff({ party_id: 'ABC', id: 'OURS', currency: 'SEK' }),
    ]
    expect(await pullOne('tariffs')).toMatchObject({ received: 3, created: 1, foreign: 2 })
    expect(await stored('tariffs', 'T1', { party: 'EVL' })).toBeUndefined()
    expect((await stored('tariffs', 'OURS', { party: 'ABC' }))!.text).toContain('EUR')
  })

  it('R-TAR-04 R-PAGE-19 what a complete crawl of everything no longer shows is gone; what others brought stays', async () => {
    lists.tariffs = tariffs(3)
    await pullOne('tariffs')
    const other = await bed.partner('p2', { roles: ['NL-OTH:CPO'], modules: [] })
    await until(() => process.directory.partner(other.id) !== undefined)
    await bed.whole('tariffs', tariff({ party_id: 'OTH', id: 'X' }), process.directory.partner('p2')!)
    lists.tariffs = tariffs(2)
    expect(await pullOne('tariffs')).toMatchObject({ full: false, vanished: 0 })
    expect(await stored('tariffs', 'T2')).toBeDefined()
    bed.clock.forward(1)
    expect(await pullOne('tariffs', true)).toMatchObject({ full: true, vanished: 1, held: 0 })
    expect(await stored('tariffs', 'T2')).toBeUndefined()
    expect(await stored('tariffs', 'X', { party: 'OTH' })).toBeDefined()
  })

  it('R-PAGE-19 a crawl that breaks off invalidates nothing', async () => {
    lists.tariffs = tariffs(5)
    await pullOne('tariffs')
    lists.tariffs = [tariff({ ...owner, id: 'T0' }), tariff({ ...owner, id: 'NEW' }), ...tariffs(1)]
    partner.sink.answer = (request) => (request.query.includes('cursor=2') ? { http: 500 } : serve(request))
    bed.clock.forward(1)
    const report = await pullOne('tariffs', true)
    expect(report).toMatchObject({ complete: false, pages: 1, created: 1, vanished: 0 })
    expect(report.why).toContain('HTTP 500')
    for (let n = 0; n < 5; n++) expect(await stored('tariffs', `T${n}`)).toBeDefined()
    expect(await stored('tariffs', 'NEW')).toBeDefined()
  })

  it('that more than a fifth vanish is not believed: it is held and said', async () => {
    pageSize = 100
    lists.tariffs = tariffs(60)
    await pullOne('tariffs')
    bed.clock.forward(1)
    lists.tariffs = tariffs(47)
    expect(await pullOne('tariffs', true)).toMatchObject({ vanished: 0, held: 13 })
    expect(await stored('tariffs', 'T59')).toBeDefined()
    expect(lines.some((line) => line.includes('vanishing_held'))).toBe(true)
    lists.tariffs = tariffs(50)
    expect(await pullOne('tariffs', true)).toMatchObject({ vanished: 10, held: 0 })
  })

  it('an object that came bad does not count as vanished', async () => {
    lists.tariffs = tariffs(2)
    await pullOne('tariffs')
    bed.clock.forward(1)
    lists.tariffs = [tariffs(1)[0], { ...tariffs(2)[1], elements: 'none' }]
    expect(await pullOne('tariffs', true)).toMatchObject({ refused: 1, vanished: 0 })
    expect(await stored('tariffs', 'T1')).toBeDefined()
  })

  it('what is pushed while a crawl runs is newer than its pages', async () => {
    lists.tariffs = tariffs(4)
    await pullOne('tariffs')
    bed.clock.forward(1)
    partner.sink.answer = async (request) => {
      const page = serve(request)
      if (request.query.includes('cursor=2')) {
        bed.clock.forward(1)
        const by = process.directory.partner('p1')!
        await bed.whole('tariffs', tariff({ ...owner, id: 'T3', currency: 'SEK', last_updated: noonPlus(9) }), by)
        await bed.whole('tariffs', tariff({ ...owner, id: 'PUSHED', last_updated: noonPlus(9) }), by)
      }
      return page
    }
    expect(await pullOne('tariffs', true)).toMatchObject({ stale: 1, vanished: 0 })
    expect((await stored('tariffs', 'T3'))!.text).toContain('SEK')
    expect(await stored('tariffs', 'PUSHED')).toBeDefined()
  })

  it('what a crawl brings is applied even when the stored one claims to be newer', async () => {
    const by = process.directory.partner('p1')!
    await bed.whole('tariffs', tariff({ ...owner, id: 'T0', currency: 'SEK', last_updated: noonPlus(500) }), by)
    bed.clock.forward(60)
    lists.tariffs = tariffs(1)
    expect(await pullOne('tariffs')).toMatchObject({ updated: 1 })
    expect((await stored('tariffs', 'T0'))!.text).toContain('EUR')
  })

  it('after a failure it is tried again soon; a partner that was away is read when it is back', async () => {
    await offers('tariffs')
    partner.sink.answer = () => ({ http: 503 })
    await pulling.start()
    await until(async () => (await pulling.list('p1'))[0]?.failures === 1)
    bed.clock.forward(60)
    await until(async () => (await pulling.list('p1'))[0]?.failures === 2)
    partner.sink.answer = serve
    lists.tariffs = tariffs(1)
    bed.clock.forward(120)
    await until(async () => (await pulling.list('p1'))[0]?.failures === 0)
    expect(await pulling.list('p1')).toMatchObject([
      { module: 'tariffs', dueAt: new Date('2026-02-01T04:03:00Z'), last: { complete: true, created: 1 } },
    ])
    await process.service.setStatus('p1', 'paused', 'test')
    await until(() => process.directory.partner('p1')!.status === 'paused')
    const before = asked('tariffs').length
    await process.service.setStatus('p1', 'registered', 'test')
    await until(() => asked('tariffs').length === before + 1)
    expect(asked('tariffs').at(-1)!.query).toContain('date_from=')
  })

  it('one that is switched off is not read; it is asked for by hand', async () => {
    await bed.change('p1', { settings: { ...process.directory.partner('p1')!.settings, pullInterval: { tariffs: 0 } } })
    await until(() => process.directory.partner('p1')!.settings.pullInterval.tariffs === 0)
    await pulling.start()
    await until(() => asked('cdrs').length === 1)
    expect(asked('tariffs')).toEqual([])
    lists.tariffs = tariffs(1)
    expect(await pullOne('tariffs')).toMatchObject({ created: 1 })
    await expect(pulling.pullNow('p1', { module: 'tokens' })).rejects.toThrow(PullRefused)
    await expect(pulling.pullNow('p1', { module: 'nonsense' })).rejects.toThrow('nonsense is not a module')
    await expect(pulling.pullNow('nobody')).rejects.toThrow(PullRefused)
  })

  it('two processes read a module once', async () => {
    lists = { tariffs: tariffs(1), locations: [], sessions: [], cdrs: [] }
    const first = pulling
    const closeFirst = close
    start()
    const closeSecond = close
    close = async () => {
      await closeFirst()
      await closeSecond()
    }
    await Promise.all([first.start(), pulling.start()])
    await until(() => asked('cdrs').length === 1)
    for (const module of ['tariffs', 'locations', 'sessions', 'cdrs']) {
      await until(async () => {
        const { rows } = await bed.database.query(
          `select 1 from "${bed.database.schema}".pull where module = $1 and full_at is not null`,
          [module],
        )
        return rows.length === 1
      })
      expect(asked(module)).toHaveLength(1)
    }
  })
})
