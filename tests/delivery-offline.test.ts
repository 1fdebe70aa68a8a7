import { afterEach, beforeEach, expect, it } from 'vitest'
import { defaultHealth } from '../packages/server/src/feed/health.ts'
import { defaultPartnerSettings } from '../packages/server/src/partners/partner.ts'
import { feedState } from '../packages/server/src/storage/objects.ts'
import { onEachEngine } from './support/databases.ts'
import { DeliveryBed, type DeliveryProcess } from './support/delivery-bed.ts'
import { until } from './support/until.ts'
import { evse, location, noonPlus, tariff } from './support/wire-objects.ts'

const place = { countryCode: 'NL', partyId: 'ABC', id: 'LOC1', evseUid: '3256' }

onEachEngine('partners that come and go', (engine) => {
  let bed: DeliveryBed
  let process: DeliveryProcess

  beforeEach(async () => {
    bed = await DeliveryBed.open(engine, ['NL-ABC:CPO'])
    process = await bed.process()
  })
  afterEach(() => bed.close())

  const lanes = (count: number) => until(() => process.delivery.lanes().length === count)
  const settled = (id = 'p1') => process.settled(id)
  const status = (id = 'p1') => process.directory.partner(id)!.status
  /** Lets time pass until the partner's status is this. */
  const becomes = (wanted: string) =>
    until(() => {
      if (status() !== wanted) bed.clock.forward(2)
      return status() === wanted
    })

  it('R-OFF-01 a partner that was away gets every object that changed once, in its newest state, and no old messages', async () => {
    const { sink } = await bed.partner('p1')
    await lanes(4)
    await bed.whole('locations', location({ evses: [evse()] }))
    await bed.whole('tariffs', tariff())
    await until(() => sink.pushed.length === 2)
    await settled()
    await sink.stop()
    for (let n = 1; n <= 10; n++) {
      const change = { status: n % 2 ? 'CHARGING' : 'AVAILABLE', last_updated: noonPlus(n) }
      await bed.patch('locations', place, change)
    }
    await becomes('offline')
    for (let n = 11; n <= 20; n++) {
      await bed.whole('tariffs', tariff({ currency: `AA${n % 10}`, last_updated: noonPlus(n) }))
    }
    await bed.whole('tariffs', tariff({ id: 'T2' }))
    sink.forget()
    await sink.start()
    await becomes('registered')
    await settled()
    expect(sink.calls.sort()).toEqual([
      'PATCH /locations/NL/ABC/LOC1/3256',
      'PUT /tariffs/NL/ABC/T1',
      'PUT /tariffs/NL/ABC/T2',
    ])
    expect(sink.bodies('PATCH', '/locations/NL/ABC/LOC1/3256')).toEqual([
      { status: 'AVAILABLE', last_updated: noonPlus(10) },
    ])
    expect(sink.bodies('PUT', '/tariffs/NL/ABC/T1')).toMatchObject([{ currency: 'AA0' }])
  })

  it('while it is offline it is only probed, and at once when it calls us', async () => {
    const { sink } = await bed.partner('p1')
    await lanes(4)
    sink.answer = () => 'drop'
    await bed.whole('tariffs', tariff())
    await becomes('offline')
    sink.forget()
    await until(() => {
      bed.clock.forward(5)
      return sink.arrived.length >= 3
    })
    expect(sink.pushed).toEqual([])
    sink.answer = () => undefined
    process.delivery.seen('p1')
    const calledAt = bed.clock.now().getTime()
    await until(() => {
      if (bed.clock.now().getTime() - calledAt < 5000) bed.clock.forward(0.1)
      return status() === 'registered'
    })
    await settled()
    expect(sink.calls).toEqual(['PUT /tariffs/NL/ABC/T1'])
  })

  it('one that answers probes but nothing else does not count as back', async () => {
    const { sink } = await bed.partner('p1')
    await lanes(4)
    sink.answer = ({ path }) => (path === '/versions' ? undefined : 'drop')
    await bed.whole('tariffs', tariff())
    await becomes('offline')
    const told = process.lines.filter((line) => line.includes('"partner.registered"')).length
    sink.forget()
    await until(() => {
      bed.clock.forward(10)
      return sink.pushed.length >= 4
    })
    expect(status()).toBe('offline')
    expect(process.lines.filter((line) => line.includes('"partner.registered"'))).toHaveLength(told)
  })

  it('R-HCI-06 one set to wait_for_pull is sent nothing old: it reads, and then hears of what changes', async () => {
    const settings = { ...defaultPartnerSettings, catchUp: 'wait_for_pull' as const }
    const { sink } = await bed.partner('p1', { settings })
    await lanes(4)
    await sink.stop()
    await bed.whole('tariffs', tariff())
    await becomes('offline')
    await bed.whole('tariffs', tariff({ id: 'T2' }))
    await sink.start()
    await becomes('registered')
    const { position } = await feedState(bed.database)
    await process.delivery.crawlObserved('p1', 'tariffs', { startedAtPosition: position, complete: true })
    await bed.whole('tariffs', tariff({ id: 'T3' }))
    await until(() => sink.pushed.length === 1)
    bed.clock.forward(3600)
    await bed.whole('tariffs', tariff({ id: 'T4' }))
    await until(() => sink.pushed.length === 2)
    await settled()
    expect(sink.calls).toEqual(['PUT /tariffs/NL/ABC/T3', 'PUT /tariffs/NL/ABC/T4'])
  })

  it('and if it does not read in time, it is sent what it missed', async () => {
    const settings = { ...defaultPartnerSettings, catchUp: 'wait_for_pull' as const, initialPushAfter: 60 }
    await bed.whole('tariffs', tariff())
    const { sink } = await bed.partner('p1', { settings })
    await lanes(4)
    bed.clock.forward(61)
    // The new lane has gone back to the beginning, and does so no more.
    await until(() => sink.pushed.length === 1)
    await settled()
    await sink.stop()
    await bed.whole('tariffs', tariff({ id: 'T2' }))
    await becomes('offline')
    sink.forget()
    await sink.start()
    await becomes('registered')
    await bed.whole('tariffs', tariff({ id: 'T3' }))
    await until(() => sink.calls.includes('PUT /tariffs/NL/ABC/T3'))
    bed.clock.forward(61)
    await until(() => sink.calls.includes('PUT /tariffs/NL/ABC/T2'))
    await settled()
    expect(sink.calls.filter((call) => call.endsWith('/T1'))).toEqual([])
  })

  it('a new partner hears of what changes, and of everything after ten minutes if it has not read it', async () => {
    await bed.whole('tariffs', tariff({ id: 'OLD' }))
    await bed.whole('locations', location({ evses: [evse()] }))
    const { sink } = await bed.partner('p1')
    await lanes(4)
    await bed.whole('tariffs', tariff({ id: 'NEW' }))
    await until(() => sink.pushed.length === 1)
    bed.clock.forward(599)
    await bed.whole('tariffs', tariff({ id: 'NEWER' }))
    await until(() => sink.pushed.length === 2)
    await settled()
    expect(sink.calls).toEqual(['PUT /tariffs/NL/ABC/NEW', 'PUT /tariffs/NL/ABC/NEWER'])
    bed.clock.forward(1)
    await until(() => sink.calls.includes('PUT /locations/NL/ABC/LOC1'))
    await settled()
    expect(sink.calls.filter((call) => call.endsWith('/OLD'))).toHaveLength(1)
  })

  it('one that has read a module completely is not sent it, and one that is set so never is', async () => {
    await bed.whole('tariffs', tariff({ id: 'OLD' }))
    await bed.whole('locations', location({ evses: [evse()] }))
    const { sink } = await bed.partner('p1')
    const never = await bed.partner('p2', { settings: { initialPushAfter: 'never' } })
    await lanes(8)
    const { position } = await feedState(bed.database)
    await process.delivery.crawlObserved('p1', 'locations', { startedAtPosition: position, complete: true })
    await process.delivery.crawlObserved('p1', 'tariffs', { startedAtPosition: position, complete: false })
    bed.clock.forward(600)
    await until(() => sink.pushed.length === 1)
    await settled()
    expect(sink.calls).toEqual(['PUT /tariffs/NL/ABC/OLD'])
    // What it has read is changed by a PATCH.
    await bed.patch('locations', place, { status: 'CHARGING', last_updated: noonPlus(1) })
    await until(() => sink.pushed.length === 2 && never.sink.pushed.length === 1)
    expect(sink.calls[1]).toBe('PATCH /locations/NL/ABC/LOC1/3256')
  })

  it('a crawl that began before the lane was made loses nothing that changed in between', async () => {
    await bed.whole('tariffs', tariff({ id: 'OLD' }))
    const { position } = await feedState(bed.database)
    await bed.whole('tariffs', tariff({ id: 'BETWEEN' }))
    const { sink } = await bed.partner('p1')
    await lanes(4)
    await process.delivery.crawlObserved('p1', 'tariffs', { startedAtPosition: position, complete: true })
    await until(() => sink.pushed.length === 1)
    bed.clock.forward(600)
    await bed.whole('tariffs', tariff({ id: 'NEW' }))
    await until(() => sink.pushed.length === 2)
    await settled()
    expect(sink.calls).toEqual(['PUT /tariffs/NL/ABC/BETWEEN', 'PUT /tariffs/NL/ABC/NEW'])
  })

  it('a partner that ends the connection loses its lanes; one that is suspended goes on where it was', async () => {
    const { sink } = await bed.partner('p1')
    await lanes(4)
    await bed.change('p1', { status: 'suspended' })
    await until(() => status() === 'suspended')
    const { row } = await bed.whole('tariffs', tariff())
    await until(() => process.tail.position >= row.position)
    expect(sink.pushed).toEqual([])
    await bed.change('p1', { status: 'registered' })
    await until(() => sink.pushed.length === 1)
    await bed.change('p1', { status: 'suspended', version: null, endpoints: [] })
    await until(() => process.delivery.lanes().length === 0)
    const kept = () => bed.database.query(`select 1 from "${bed.database.schema}".lane`, [])
    await until(async () => (await kept()).rows.length === 0)
  })

  it('a party that a partner is given later is told of as if the partner were new to it', async () => {
    await bed.whole('tariffs', tariff())
    const { sink } = await bed.partner('p1', { more: { parties: [] }, settings: { initialPushAfter: 'at_once' } })
    await until(() => process.directory.partner('p1') !== undefined)
    await bed.change('p1', { parties: ['NL-ABC'] })
    await until(() => sink.pushed.length === 1)
    expect(sink.calls).toEqual(['PUT /tariffs/NL/ABC/T1'])
  })

  it('a partner that answers too slowly is not asked for more than it can answer', async () => {
    await bed.close()
    bed = await DeliveryBed.open(engine, ['NL-ABC:CPO'])
    process = await bed.process({ timeoutMs: 1000, settings: { health: { ...defaultHealth, offlineAfterMs: 2000 } } })
    const { sink } = await bed.partner('p1')
    await lanes(4)
    sink.answer = ({ path }) => (path === '/versions' ? undefined : 'hang')
    for (let n = 0; n < 30; n++) await bed.whole('tariffs', tariff({ id: `T${n}` }))
    await becomes('offline')
    const before = sink.pushed.length
    expect(before).toBeLessThan(20)
    sink.answer = () => undefined
    await becomes('registered')
    await settled()
    expect(new Set(sink.calls.slice(before)).size).toBe(30)
  })
})
