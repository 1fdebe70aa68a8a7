// What is told about delivery: figures from any process, over the API, as metrics, in the log.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CallFigures, callStore } from '../packages/server/src/observability/call-figures.ts'
import { deliveryReports } from '../packages/server/src/observability/report.ts'
import { feedState } from '../packages/server/src/storage/feed-state.ts'
import { faultsOf } from './support/backend-server.ts'
import { onEachEngine } from './support/databases.ts'
import { DeliveryBed, type SinkPartner } from './support/delivery-bed.ts'
import { PartnerSink } from './support/partner-sink.ts'
import { type RunningPlatform, startPlatform } from './support/platforms.ts'
import { until } from './support/until.ts'
import { noonPlus, tariff } from './support/wire-objects.ts'

onEachEngine('figures of delivery', (engine) => {
  let bed: DeliveryBed
  let partners: SinkPartner[]

  beforeEach(async () => {
    bed = await DeliveryBed.open(engine, ['NL-ABC:CPO'])
    partners = []
    for (const n of [1, 2]) {
      partners.push(await bed.partner(`p${n}`, { roles: [`NL-E0${n}:EMSP`], modules: ['tariffs'] }))
    }
  })
  afterEach(() => bed.close())

  /** As a process sees them that serves nobody. */
  async function reportOf(id: string) {
    const { database, clock } = bed
    const partner = { id, name: id, status: 'registered' }
    const reports = deliveryReports({
      database,
      directory: { partners: () => [] },
      calls: callStore(database),
      clock,
    })
    return await reports.of(partner as Parameters<typeof reports.of>[0])
  }

  it('lag, health, what went well and what did not last are told by a process that serves none of the partners', async () => {
    const [first, second] = [await bed.process(), await bed.process()]
    await until(() => [first, second].every(({ delivery }) => delivery.lanes().length === 1))
    const [{ sink }] = partners as [SinkPartner, SinkPartner]
    await bed.whole('tariffs', tariff({ id: 'T1' }))
    await until(async () => (await reportOf('p1')).lanes[0]?.last_success_at != null)
    const before = await reportOf('p1')
    expect(before).toMatchObject({ partner: 'p1', health: 'up', next_probe_at: null })
    expect(before.lanes).toMatchObject([
      { module: 'tariffs', lag: { objects: 0, seconds: 0 }, parked: 0, saved: 0, last_error: null },
    ])

    sink.answer = () => ({ http: 503 })
    for (const id of ['T2', 'T3']) await bed.whole('tariffs', tariff({ id }))
    await until(async () => (await reportOf('p1')).lanes[0]!.last_error !== null)
    // Each state of T3 takes the place of the one before, which is never sent.
    for (let n = 1; n <= 3; n++) {
      await bed.whole('tariffs', tariff({ id: 'T3', last_updated: noonPlus(n) }))
      const { position } = await feedState(bed.database)
      await until(() => first.tail.position >= position && second.tail.position >= position)
    }
    bed.clock.forward(100)
    await until(async () => (await reportOf('p1')).lanes[0]!.saved >= 2)
    const behind = await reportOf('p1')
    expect(behind.lanes[0]).toMatchObject({
      lag: { objects: 2, seconds: 100 },
      last_error: { http: 503, status_code: null, why: 'HTTP 5xx' },
    })
    // The figures of the other one follow by themselves.
    await until(async () => (await reportOf('p2')).lanes[0]!.lag.objects === 0)
    expect((await reportOf('p2')).lanes[0]!.last_error).toBeNull()

    await until(async () => {
      bed.clock.forward(5)
      const { health, offline_since: since } = await reportOf('p1')
      return health === 'offline' && since !== null
    })
    const offline = await reportOf('p1')
    expect(offline.next_probe_at! > offline.offline_since!).toBe(true)
    const lines = () => [...first.lines, ...second.lines].map((line) => JSON.parse(line))
    const told = (event: string) => lines().filter((line) => line.event === event && line.partnerId === 'p1')
    await until(() => told('partner.offline').length > 0 && told('partner.behind').length > 0)
    expect(told('partner.offline')[0]).toMatchObject({ lagObjects: 2, why: 'HTTP 5xx' })
    expect(told('partner.offline')[0].lagSeconds).toBeGreaterThanOrEqual(100)
    expect(told('partner.behind')[0].lagObjects).toBe(2)
    expect(told('partner.behind')[0].lagSeconds).toBeGreaterThanOrEqual(100)

    sink.answer = ({ path }) => (path.endsWith('/T2') ? { status: 2001, message: 'not like this' } : undefined)
    await until(async () => {
      bed.clock.forward(20)
      const [lane] = (await reportOf('p1')).lanes
      return lane!.lag.objects === 0 && lane!.parked === 1
    })
    expect((await reportOf('p1')).lanes[0]!.last_error).toMatchObject({ http: 200, status_code: 2001, why: '2xxx' })
    await until(() => told('partner.caught_up').length > 0)
    expect(told('partner.registered').length).toBeGreaterThan(0)
  })

  it('an initial push is as old as its beginning, not as its objects', async () => {
    await bed.whole('tariffs', tariff({ id: 'OLD' }))
    bed.clock.forward(86_400)
    const { sink } = await bed.partner('p3', {
      roles: ['NL-E03:EMSP'],
      modules: ['tariffs'],
      settings: { initialPushAfter: 'at_once' },
    })
    sink.answer = () => 'hang'
    await bed.process()
    await until(async () => (await reportOf('p3')).lanes[0]?.lag.objects === 1)
    bed.clock.forward(30)
    const { seconds } = (await reportOf('p3')).lanes[0]!.lag
    expect(seconds).toBeLessThanOrEqual(30)
  })

  it('durations and errors of calls that several processes made add up, and leave the window', async () => {
    const { database, clock } = bed
    const store = callStore(database)
    const [one, other] = [new CallFigures(), new CallFigures()]
    for (let n = 0; n < 18; n++) one.observe('p1', 'locations', 20, false)
    other.observe('p1', 'locations', 900, true)
    other.observe('p1', 'locations', 1000, true)
    other.observe('p1', 'cdrs', 5, false)
    const taken = one.take()
    one.putBack(taken)
    await Promise.all([store.add(one.take(), clock.now()), store.add(other.take(), clock.now())])
    const { calls } = await reportOf('p1')
    expect(calls.map(({ module }) => module)).toEqual(['cdrs', 'locations'])
    expect(calls[1]).toMatchObject({ calls: 20, errors: 2, error_share: 0.1 })
    expect(calls[1]!.p50_ms).toBeGreaterThan(15)
    expect(calls[1]!.p50_ms).toBeLessThan(26)
    expect(calls[1]!.p95_ms).toBeGreaterThan(700)
    clock.forward(900)
    expect((await reportOf('p1')).calls).toEqual([])
    await store.purge(clock.now())
  })
})

describe('a platform', () => {
  let platform: RunningPlatform
  let sink: PartnerSink
  let id: string

  beforeAll(async () => {
    sink = new PartnerSink()
    await sink.start()
    platform = await startPlatform({ parties: 'NL-ABC:CPO' })
    const { status, body } = await platform.api('POST', '/partners', {
      name: 'The eMSP',
      version: '2.2.1',
      token: 'token-of-ours-there',
      roles: [{ role: 'EMSP', country_code: 'NL', party_id: 'XYZ', business_details: { name: 'eMSP' } }],
      endpoints: [{ identifier: 'tariffs', role: 'RECEIVER', url: `${sink.url}/tariffs` }],
    })
    expect([status, body.detail]).toEqual([201, undefined])
    id = body.id
    await until(() => platform.parts.delivery.lanes().length === 1)
  })
  afterAll(() => sink.stop())

  const metrics = async (headers: Record<string, string> = {}) => {
    const response = await fetch(`${platform.url}/metrics`, { headers })
    return { status: response.status, text: await response.text() }
  }
  const sampleOf = async (series: string): Promise<number | undefined> => {
    const line = (await metrics()).text.split('\n').find((each) => each.startsWith(`${series} `))
    return line === undefined ? undefined : Number(line.split(' ').at(-1))
  }

  it('tells over the API how delivery goes, of one partner and of all, as the API says', async () => {
    sink.answer = ({ path }) => (path.endsWith('/T1') ? { status: 2001, message: 'too dear' } : undefined)
    for (const name of ['T1', 'T2']) {
      const { country_code, party_id, ...body } = tariff({ id: name }) as Record<string, unknown>
      expect((await platform.api('PUT', `/tariffs/${country_code}/${party_id}/${name}`, body)).status).toBe(201)
    }
    const one = async () => (await platform.api('GET', `/partners/${id}/delivery`)).body
    await until(async () => (await one()).lanes[0]?.parked === 1 && (await one()).calls[0]?.calls >= 2)
    const { status, body } = await platform.api('GET', `/partners/${id}/delivery`)
    expect(faultsOf('getDelivery', status, body)).toEqual([])
    expect(body).toMatchObject({ partner: id, name: 'The eMSP', status: 'registered', health: 'up' })
    expect(body.lanes).toMatchObject([{ module: 'tariffs', lag: { objects: 0, seconds: 0 }, parked: 1 }])
    expect(body.calls).toMatchObject([{ module: 'tariffs', errors: 1 }])

    const list = async (query: string) => (await platform.api('GET', `/delivery${query}`)).body.items
    expect(await list('')).toEqual([{ ...body, window: expect.anything() }])
    expect(await list('?behind=true')).toHaveLength(1)
    expect(await list('?behind=false')).toEqual([])
    expect(await list('?status=offline')).toEqual([])
    expect((await list('?module=cdrs'))[0]).toMatchObject({ lanes: [], calls: [] })
    expect((await platform.api('GET', '/partners/p-nobody/delivery')).status).toBe(404)

    const parked = await platform.api('GET', '/parked?module=tariffs&limit=1')
    expect(faultsOf('listParked', parked.status, parked.body)).toEqual([])
    expect(parked.body).toMatchObject({
      items: [{ object_id: 'T1', message: 'too dear', status_code: 2001 }],
      next: null,
    })
    expect((await platform.api('GET', '/parked?module=cdrs')).body.items).toEqual([])
    sink.answer = () => undefined
    expect((await platform.api('POST', `/parked/${parked.body.items[0].id}/retry`)).status).toBe(204)
    await until(async () => (await platform.api('GET', '/parked')).body.items.length === 0)
  })

  it('pages through what is parked', async () => {
    sink.answer = () => ({ status: 2001 })
    for (const name of ['P1', 'P2', 'P3']) {
      const { country_code, party_id, ...body } = tariff({ id: name }) as Record<string, unknown>
      await platform.api('PUT', `/tariffs/${country_code}/${party_id}/${name}`, body)
    }
    await until(async () => (await platform.api('GET', '/parked')).body.items.length === 3)
    const found: string[] = []
    for (let next: string | null = ''; next !== null; ) {
      const { body } = await platform.api('GET', `/parked?limit=1${next === '' ? '' : `&next=${next}`}`)
      found.push(...body.items.map((item: { object_id: string }) => item.object_id))
      next = body.next
    }
    expect(found.sort()).toEqual(['P1', 'P2', 'P3'])
    expect((await platform.api('GET', '/parked?next=AAAA')).status).toBe(400)
    const forged = Buffer.from('after 2026-99-99T00:00:00Z 1').toString('base64url')
    expect((await platform.api('GET', `/parked?next=${forged}`)).status).toBe(400)
  })

  it('counts in metrics what its lanes, calls, writer, listeners and database do', async () => {
    const lane = `{partner="${id}",module="tariffs"}`
    await until(async () => (await sampleOf(`interchange_lane_parked${lane}`)) === 3)
    expect(await sampleOf(`interchange_lane_lag_objects${lane}`)).toBe(0)
    expect(await sampleOf(`interchange_lane_last_success_timestamp_seconds${lane}`)).toBeGreaterThan(1e9)
    expect(await sampleOf(`interchange_partner_up{partner="${id}"}`)).toBe(1)
    expect(await sampleOf('interchange_partners{status="registered"}')).toBe(1)
    expect(await sampleOf(`interchange_calls_total{partner="${id}",module="tariffs",outcome="refused"}`)).toBe(4)
    expect(await sampleOf(`interchange_call_seconds_count${lane}`)).toBeGreaterThanOrEqual(6)
    expect(await sampleOf('interchange_writer_writes_total')).toBeGreaterThanOrEqual(5)
    expect(await sampleOf('interchange_changes_listeners')).toBe(0)
    const leaving = new AbortController()
    const listening = await fetch(`${platform.url}/api/v1/changes`, {
      headers: { authorization: 'Bearer key-of-the-tests' },
      signal: leaving.signal,
    })
    expect(listening.status).toBe(200)
    expect(await sampleOf('interchange_changes_listeners')).toBe(1)
    leaving.abort()
    await until(async () => (await sampleOf('interchange_changes_listeners')) === 0)
    const { database } = platform.parts
    await expect(database.query('select 1 from nowhere', [])).rejects.toThrow()
    await expect(database.transaction((tx) => tx.query('select 1 / 0', []))).rejects.toThrow()
    expect(await sampleOf('interchange_database_errors_total{code="42P01"}')).toBe(1)
    expect(await sampleOf('interchange_database_errors_total{code="22012"}')).toBe(1)
    expect(await sampleOf('process_resident_memory_bytes')).toBeGreaterThan(1e7)
    // Neither the ids of objects nor tokens nor paths.
    const { text } = await metrics()
    for (const secret of ['token-of-ours-there', 'key-of-the-tests', '"P1"', '/tariffs'])
      expect(text).not.toContain(secret)
  })

  it('shows metrics to its own network alone, and with METRICS_KEY to who has it', async () => {
    expect((await metrics()).status).toBe(200)
    expect((await metrics({ 'x-forwarded-for': '198.51.100.7' })).status).toBe(403)
    const keyed = await startPlatform({
      parties: 'NL-ABC:CPO',
      settings: { METRICS_KEY: 'for prometheus'.replace(' ', '-') },
    })
    const status = async (headers: Record<string, string>) => (await fetch(`${keyed.url}/metrics`, { headers })).status
    expect(await status({})).toBe(401)
    expect(await status({ authorization: 'Bearer wrong' })).toBe(401)
    expect(await status({ authorization: 'Bearer for-prometheus', 'x-forwarded-for': '198.51.100.7' })).toBe(200)
    await keyed.stop()
  })
})
