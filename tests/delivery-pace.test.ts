import { afterEach, beforeEach, expect, it } from 'vitest'
import type { PartnerSettings } from '../packages/server/src/partners/partner.ts'
import { onEachEngine } from './support/databases.ts'
import { DeliveryBed, type DeliveryProcess, type SinkPartner } from './support/delivery-bed.ts'
import { until } from './support/until.ts'
import { cdr, evse, location, noonPlus, session, tariff } from './support/wire-objects.ts'

const place = { countryCode: 'NL', partyId: 'ABC', id: 'LOC1', evseUid: '3256' }

onEachEngine('how fast and how often a partner is told', (engine) => {
  let bed: DeliveryBed
  let process: DeliveryProcess
  let partner: SinkPartner
  /** Seconds after the start at which requests came, by the clock of the test. */
  let times: { path: string; at: number }[]

  async function begin(settings: Partial<PartnerSettings>): Promise<void> {
    process = await bed.process()
    partner = await bed.partner('p1', { settings: { initialPushAfter: 'never', ...settings } })
    const start = bed.clock.now().getTime()
    partner.sink.answer = ({ path }) => {
      times.push({ path, at: (bed.clock.now().getTime() - start) / 1000 })
      return undefined
    }
    await until(() => process.delivery.lanes().length > 0)
  }

  beforeEach(async () => {
    times = []
    bed = await DeliveryBed.open(engine, ['NL-ABC:CPO'])
  })
  afterEach(() => bed.close())

  const lane = (module: string) => process.delivery.lanes().find((one) => one.module === module)!
  const status = (state: string, at: number) =>
    bed.patch('locations', place, { status: state, last_updated: noonPlus(at) })

  it('max_rate: so many requests in a second to a module, evenly spaced; other modules are not held up', async () => {
    await begin({ maxRate: { tariffs: 2 } })
    for (let at = 0; at < 8; at++) await bed.whole('tariffs', tariff({ id: `T${at}` }))
    await bed.whole('sessions', session())
    await until(() => times.some(({ path }) => path.startsWith('/sessions')))
    for (let half = 1; half < 8; half++) {
      await until(() => times.filter(({ path }) => path.startsWith('/tariffs')).length === half)
      bed.clock.forward(0.5)
    }
    await process.settled('p1')
    const tariffs = times.filter(({ path }) => path.startsWith('/tariffs')).map(({ at }) => at)
    expect(tariffs).toEqual([0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5])
  })

  it('max_rate counts what follows a refused PATCH, and is set and taken away while it runs', async () => {
    await begin({ maxRate: { sessions: 1 } })
    await bed.whole('sessions', session())
    await until(() => partner.sink.pushed.length === 1)
    const answer = partner.sink.answer
    partner.sink.answer = (request) => {
      answer(request)
      return request.method === 'PATCH' ? { http: 404 } : undefined
    }
    await bed.whole('sessions', session({ kwh: 1, last_updated: noonPlus(1) }))
    bed.clock.forward(1)
    await until(() => partner.sink.pushed.length === 3)
    await bed.whole('sessions', session({ id: 'NEXT' }))
    bed.clock.forward(1)
    bed.clock.forward(1)
    await until(() => partner.sink.pushed.length === 4)
    expect(times.map(({ at }) => at)).toEqual([0, 1, 1, 3])
    for (let at = 0; at < 5; at++) await bed.whole('sessions', session({ id: `MORE${at}` }))
    const { settings } = process.directory.partner('p1')!
    await bed.change('p1', { settings: { ...settings, maxRate: {} } })
    await until(() => partner.sink.pushed.length === 9)
  })

  it('window: the first change goes at once, then the newest state when the window is over, and nothing between', async () => {
    await begin({ window: { locations: 60 } })
    await bed.whole('locations', location({ evses: [evse({ uid: '3256' }), evse({ uid: '3257' })] }))
    await until(() => times.length === 1)
    for (let at = 1; at <= 50; at++) {
      await status(at % 2 === 0 ? 'AVAILABLE' : 'CHARGING', at)
      bed.clock.forward(1)
      if (at === 1) await until(() => times.length === 2)
    }
    // An object that was quiet does not wait for one that is not.
    await bed.patch('locations', { ...place, evseUid: '3257' }, { status: 'BLOCKED', last_updated: noonPlus(50) })
    await until(() => times.length === 3)
    await until(() => lane('locations').waiting === 1)
    expect(times.map(({ path }) => path.split('/').at(-1))).toEqual(['LOC1', '3256', '3257'])
    bed.clock.forward(12)
    await process.settled('p1')
    expect(times.map(({ path }) => path.split('/').at(-1))).toEqual(['LOC1', '3256', '3257', '3256'])
    expect(partner.sink.pushed.at(-1)).toMatchObject({
      method: 'PATCH',
      body: { status: 'AVAILABLE', last_updated: noonPlus(50) },
    })
    expect(lane('locations')).toMatchObject({ waiting: 0, pending: 0 })
    expect(lane('locations').saved).toBeGreaterThan(0)
  })

  it('window: a location that waited brings its EVSEs as they are by then', async () => {
    await begin({ window: { locations: 60 } })
    await bed.whole('locations', location({ evses: [evse({ uid: '3256' })] }))
    await until(() => times.length === 1)
    await bed.whole('locations', location({ evses: [evse({ uid: '3256' })], name: 'B', last_updated: noonPlus(1) }))
    await until(() => lane('locations').waiting === 1)
    await status('CHARGING', 2)
    await until(() => times.length === 2)
    bed.clock.forward(60)
    await until(() => times.length === 3)
    expect(partner.sink.pushed.at(-1)!.body).toMatchObject({ name: 'B', evses: [{ uid: '3256', status: 'CHARGING' }] })
  })

  it('window: a session that ends does not wait, nor does its CDR; CDRs have no window', async () => {
    await begin({ window: { sessions: 600, cdrs: 600 } })
    await bed.whole('sessions', session())
    await until(() => times.length === 1)
    for (let kwh = 1; kwh <= 5; kwh++) await bed.whole('sessions', session({ kwh, last_updated: noonPlus(kwh) }))
    await until(() => lane('sessions').waiting === 1)
    const end = { status: 'COMPLETED', kwh: 6, end_date_time: noonPlus(6), last_updated: noonPlus(6) }
    await bed.whole('sessions', session(end))
    await bed.whole('cdrs', cdr({ session_id: session().id }))
    await until(() => times.some(({ path }) => path === '/cdrs'))
    await process.settled('p1')
    expect(times.map(({ path }) => path.split('/')[1])).toEqual(['sessions', 'sessions', 'cdrs'])
    expect(partner.sink.pushed[1]!.body).toMatchObject({ kwh: 6, status: 'COMPLETED' })
  })

  it('window: what waited when a process was killed is told by the next one', async () => {
    await begin({ window: { locations: 60 } })
    await bed.whole('locations', location({ evses: [evse({ uid: '3256' })] }))
    await until(() => times.length === 1)
    await status('CHARGING', 1)
    await until(() => times.length === 2)
    await process.delivery.flush()
    await status('BLOCKED', 2)
    await until(() => lane('locations').waiting === 1)
    await process.delivery.flush()
    await process.kill()
    process = await bed.process()
    await until(() => partner.sink.pushed.at(-1)?.body?.status === 'BLOCKED')
  })

  it('a module that is not pushed is told nothing; switched on again it starts like a new one', async () => {
    await begin({ push: { tariffs: false } })
    await bed.whole('tariffs', tariff())
    await bed.whole('sessions', session())
    await process.settled('p1')
    expect(times.map(({ path }) => path.split('/')[1])).toEqual(['sessions'])
    const { settings } = process.directory.partner('p1')!
    await bed.change('p1', { settings: { ...settings, push: {}, initialPushAfter: 'at_once' } })
    await until(() => times.some(({ path }) => path.startsWith('/tariffs')))
  })
})
