import { afterEach, beforeEach, expect, it } from 'vitest'
import { onEachEngine } from './support/databases.ts'
import { DeliveryBed, type DeliveryProcess, type SinkPartner } from './support/delivery-bed.ts'
import { until } from './support/until.ts'
import { evse, location, noonPlus, tariff } from './support/wire-objects.ts'

onEachEngine('several processes on one database', (engine) => {
  let bed: DeliveryBed
  let partners: SinkPartner[]

  beforeEach(async () => {
    bed = await DeliveryBed.open(engine, ['NL-ABC:CPO'])
    partners = []
    for (let n = 1; n <= 4; n++) partners.push(await bed.partner(`p${n}`, { roles: [`NL-E0${n}:EMSP`] }))
  })
  afterEach(() => bed.close())

  const served = (process: DeliveryProcess) =>
    [...new Set(process.delivery.lanes().map(({ partner }) => partner))].sort()
  const all = ['p1', 'p2', 'p3', 'p4']
  const everybodyHas = (count: number) =>
    until(() => partners.every(({ sink }) => new Set(sink.pushed.map(({ path }) => path)).size >= count))

  it('share the partners evenly, each partner served by one; a process that stops gives its own away at once', async () => {
    const first = await bed.process()
    await until(() => served(first).length === 4)
    const second = await bed.process()
    await until(() => served(first).length === 2 && served(second).length === 2)
    expect([...served(first), ...served(second)].sort()).toEqual(all)
    for (let n = 0; n < 20; n++) await bed.whole('tariffs', tariff({ id: `T${n}` }))
    await everybodyHas(20)
    for (const { sink } of partners) expect(sink.pushed).toHaveLength(20)
    const stoppedAt = performance.now()
    await first.stop()
    await until(() => served(second).length === 4)
    expect(performance.now() - stoppedAt).toBeLessThan(1500)
    await bed.whole('tariffs', tariff({ id: 'LAST' }))
    await everybodyHas(21)
    for (const { sink } of partners) expect(sink.pushed).toHaveLength(21)
  })

  it('what a killed process served is taken over within seconds, and every partner gets the newest state', async () => {
    const first = await bed.process()
    await until(() => served(first).length === 4)
    await bed.whole('locations', location({ evses: [evse()] }))
    for (const { sink } of partners)
      sink.answer = () => new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 2))
    const ids = Array.from({ length: 100 }, (_, n) => `T${n}`)
    await Promise.all(ids.map((id) => bed.whole('tariffs', tariff({ id }))))
    await until(() => partners.every(({ sink }) => sink.pushed.length > 20))
    const second = await bed.process()
    await first.kill()
    const place = { countryCode: 'NL', partyId: 'ABC', id: 'LOC1', evseUid: '3256' }
    for (let n = 1; n <= 10; n++) {
      await bed.patch('locations', place, { status: n % 2 ? 'CHARGING' : 'BLOCKED', last_updated: noonPlus(n) })
    }
    await Promise.all(ids.map((id) => bed.whole('tariffs', tariff({ id, currency: 'SEK', last_updated: noonPlus(5) }))))
    await until(() => served(second).length === 4)
    await until(() => second.delivery.lanes().every(({ lag }) => lag === 0))
    for (const { sink } of partners) {
      for (const id of ids) {
        const bodies = sink.bodies('PUT', `/tariffs/NL/ABC/${id}`)
        expect(bodies.at(-1)).toMatchObject({ id, currency: 'SEK' })
        const times = bodies.map(({ last_updated }) => String(last_updated))
        expect(times).toEqual([...times].sort())
      }
      const states = sink.pushed.filter(({ path }) => path.startsWith('/locations'))
      expect(states.at(-1)!.body).toMatchObject({ status: 'BLOCKED', last_updated: noonPlus(10) })
    }
  })

  it('a process that slept through its lease writes nothing over what its successor wrote', async () => {
    const first = await bed.process()
    await until(() => served(first).length === 4)
    const owner = async () =>
      (
        await bed.database.query<{ owner: string }>(
          `select distinct owner::text from "${bed.database.schema}".delivery`,
          [],
        )
      ).rows[0]!.owner
    const before = await owner()
    // As if it had been taken over while it slept.
    await bed.database.query(
      `update "${bed.database.schema}".delivery set owner = gen_random_uuid(), leased_until = clock_timestamp() + interval '1 second'`,
      [],
    )
    await bed.whole('tariffs', tariff())
    await until(() => served(first).length === 0)
    const cursors = async () =>
      (
        await bed.database.query<{ cursor: number }>(
          `select distinct cursor::int as cursor from "${bed.database.schema}".lane`,
          [],
        )
      ).rows
    const kept = await cursors()
    // The successor never renews, so after its lease the partners are free again.
    await until(async () => (await owner()) === before)
    await until(() => served(first).length === 4)
    await everybodyHas(1)
    expect(kept).toHaveLength(1)
  })

  it('a crawl and a call that other processes see reach the one that serves the partner', async () => {
    const first = await bed.process()
    await until(() => served(first).length === 4)
    const second = await bed.process()
    await until(() => served(first).length === 2 && served(second).length === 2)
    const [mine = ''] = served(first)
    const { sink } = partners.find(({ id }) => id === mine)!
    await sink.stop()
    await bed.whole('tariffs', tariff())
    await until(() => {
      bed.clock.forward(2)
      return second.directory.partner(mine)!.status === 'offline'
    })
    await sink.start()
    sink.forget()
    bed.clock.forward(3)
    second.delivery.seen(mine)
    await until(() => second.directory.partner(mine)!.status === 'registered')
    await until(() => sink.pushed.length === 1)
    const { rows } = await bed.database.query<{ position: number }>(
      `select position::int as position from "${bed.database.schema}".feed`,
      [],
    )
    await second.delivery.crawlObserved(mine, 'tariffs', { startedAtPosition: rows[0]!.position, complete: true })
    bed.clock.forward(3600)
    const told = partners.filter(({ id }) => id !== mine)
    await until(() => told.every(({ sink: other }) => other.pushed.length === 2))
    expect(sink.pushed).toHaveLength(1)
  })
})
