// What leaves a partner's scope is withdrawn there, and nowhere else.

import { afterEach, beforeEach, expect, it } from 'vitest'
import { partnerStore } from '../packages/server/src/partners/partner-store.ts'
import { PARTNERS_CHANNEL } from '../packages/server/src/partners/service.ts'
import { onEachEngine } from './support/databases.ts'
import { DeliveryBed, type DeliveryProcess, type SinkPartner } from './support/delivery-bed.ts'
import type { Arrived } from './support/partner-sink.ts'
import { until } from './support/until.ts'
import { evse, location, noonPlus, session, tariff, token } from './support/wire-objects.ts'

const ABC = { country_code: 'NL', party_id: 'ABC' }
const DEF = { country_code: 'NL', party_id: 'DEF' }
const atOnce = { initialPushAfter: 'at_once' } as const

onEachEngine('what leaves the scope of a partner', (engine) => {
  let bed: DeliveryBed
  let process: DeliveryProcess
  let p1: SinkPartner
  let p2: SinkPartner

  beforeEach(async () => {
    bed = await DeliveryBed.open(engine, ['NL-ABC:CPO', 'NL-DEF:CPO'])
    process = await bed.process()
  })
  afterEach(() => bed.close())

  const two = async () => {
    p1 = await bed.partner('p1', { settings: atOnce })
    p2 = await bed.partner('p2', { version: '2.2.1', roles: ['NL-OTH:EMSP'], settings: atOnce })
    await until(() => process.delivery.lanes().length === 8)
  }
  const write = async (party: object, ids: readonly string[]) => {
    for (const id of ids) {
      await bed.whole('tariffs', tariff({ ...party, id: `T${id}` }))
      await bed.whole('locations', location({ ...party, id, evses: [evse(), evse({ uid: '3257' })] }))
    }
  }
  const settled = async () => {
    await process.settled('p1')
    await process.settled('p2')
  }
  const leaving = async (): Promise<string[]> => {
    const { rows } = await bed.database.query<{ name: string }>(
      `select partner || ' ' || module as name from "${bed.database.schema}".lane where leaving <> '' order by name`,
    )
    return rows.map(({ name }) => name)
  }
  /** The change was noticed, and everything that left is withdrawn. */
  const withdrawn = async (by: DeliveryProcess, change: () => Promise<unknown>) => {
    const scopes = async () =>
      (
        await bed.database.query<{ scope: string }>(
          `select string_agg(distinct scope, ' | ') as scope from "${bed.database.schema}".lane where partner = 'p1'`,
        )
      ).rows[0]?.scope
    const before = await scopes()
    await change()
    await until(async () => (await scopes()) !== before && (await leaving()).length === 0)
    await by.delivery.flush()
  }
  const isRemoval = ({ body }: Arrived) =>
    Array.isArray(body?.evses) && body.evses.length > 0 && body.evses.every(({ status }) => status === 'REMOVED')

  it('R-LOC-04 R-TAR-03 of a party that is taken EVSEs are REMOVED, then tariffs DELETEd, at that partner only', async () => {
    await two()
    await write(ABC, ['A1'])
    await write(DEF, ['D1', 'D2'])
    await settled()
    const before = [p1.sink.pushed.length, p2.sink.pushed.length]
    await withdrawn(process, () => bed.change('p1', { parties: ['NL-ABC'] }))
    await bed.whole('sessions', session({ ...DEF }))
    await write(DEF, ['D1', 'D3'])
    await bed.patch(
      'locations',
      { countryCode: 'NL', partyId: 'ABC', id: 'A1', evseUid: '3256' },
      {
        status: 'CHARGING',
        last_updated: noonPlus(9),
      },
    )
    await settled()
    const pushed = p1.sink.pushed.slice(before[0])
    const said = pushed.map(({ method, path }) => `${method} ${path}`)
    expect(said.slice(0, 2).sort()).toEqual(['PUT /locations/NL/DEF/D1', 'PUT /locations/NL/DEF/D2'])
    expect(pushed.slice(0, 2).every(isRemoval)).toBe(true)
    expect(pushed[0]!.body!.last_updated).toBe(location().last_updated)
    expect(said.slice(2, 4).sort()).toEqual(['DELETE /tariffs/NL/DEF/TD1', 'DELETE /tariffs/NL/DEF/TD2'])
    // Nothing else: what stays is not sent again, and goes on by PATCH.
    expect(said.slice(4)).toEqual(['PATCH /locations/NL/ABC/A1/3256'])
    expect(p2.sink.pushed.slice(before[1]).filter((one) => one.method === 'DELETE' || isRemoval(one))).toEqual([])
  })

  it('with the last party its lanes go, after everything was withdrawn; given again, everything is sent', async () => {
    await two()
    await write(ABC, ['A1', 'A2'])
    await settled()
    const before = p1.sink.pushed.length
    await bed.change('p1', { parties: [] })
    await until(() => process.delivery.lanes().length === 4)
    const said = p1.sink.calls.slice(before)
    expect(said.slice(0, 2).sort()).toEqual(['PUT /locations/NL/ABC/A1', 'PUT /locations/NL/ABC/A2'])
    expect(said.slice(2).sort()).toEqual(['DELETE /tariffs/NL/ABC/TA1', 'DELETE /tariffs/NL/ABC/TA2'])
    await bed.change('p1', { parties: '*' })
    await until(() => p1.sink.pushed.length >= before + 8)
    await settled()
    expect(p1.sink.calls.slice(before + 4).sort()).toEqual([
      'PUT /locations/NL/ABC/A1',
      'PUT /locations/NL/ABC/A2',
      'PUT /tariffs/NL/ABC/TA1',
      'PUT /tariffs/NL/ABC/TA2',
    ])
    expect(p1.sink.pushed.slice(-2).some(isRemoval)).toBe(false)
  })

  it('R-TOK-24 of own tokens the partner is told that they are not valid; contracts were never pushed', async () => {
    await bed.close()
    bed = await DeliveryBed.open(engine, ['NL-ABC:EMSP', 'NL-DEF:EMSP'])
    process = await bed.process()
    p1 = await bed.partner('p1', { roles: ['NL-CPO:CPO'], settings: atOnce })
    await until(() => process.delivery.lanes().length === 1)
    for (const type of ['RFID', 'APP_USER', 'EMAID'])
      await bed.whole('tokens', token({ ...DEF, uid: `U-${type}`, type }))
    await process.settled('p1')
    await withdrawn(process, () => bed.change('p1', { parties: ['NL-ABC'] }))
    const last = p1.sink.pushed.slice(2)
    expect(last.map(({ path, query, body }) => `${path}?${query} ${body?.valid}`).sort()).toEqual([
      '/tokens/NL/DEF/U-APP_USER?type=APP_USER false',
      '/tokens/NL/DEF/U-RFID?type=RFID false',
    ])
  })

  it('a partner that gives up its role while it goes on taking the module, and a party of ours that changes its own', async () => {
    await two()
    await write(ABC, ['A1'])
    await write(DEF, ['D1'])
    await settled()
    const before = p1.sink.pushed.length
    const cpo = { countryCode: 'NL', partyId: 'XYZ', role: 'CPO' as const, businessDetails: { name: 'x' } }
    await withdrawn(process, () => bed.change('p1', { roles: [cpo] }))
    expect(p1.sink.calls.slice(before).sort()).toEqual([
      'DELETE /tariffs/NL/ABC/TA1',
      'DELETE /tariffs/NL/DEF/TD1',
      'PUT /locations/NL/ABC/A1',
      'PUT /locations/NL/DEF/D1',
    ])
    const count = p2.sink.pushed.length
    await partnerStore(bed.database).putOwnParty({
      countryCode: 'NL',
      partyId: 'DEF',
      roles: ['EMSP'],
      businessDetails: { name: 'x' },
    })
    await bed.database.notify(PARTNERS_CHANNEL)
    await until(() => p2.sink.pushed.length >= count + 2)
    expect(p2.sink.calls.slice(count)).toEqual(['PUT /locations/NL/DEF/D1', 'DELETE /tariffs/NL/DEF/TD1'])
    expect(isRemoval(p2.sink.pushed.at(-2)!)).toBe(true)
  })

  it('more than fit a page, with a process that dies on the way: every object once more at most, none left out', async () => {
    await two()
    const ids = Array.from({ length: 230 }, (_, index) => `L${index}`)
    await Promise.all(ids.map((id) => bed.whole('locations', location({ ...DEF, id, evses: [evse()] }))))
    await settled()
    const before = p1.sink.pushed.length
    let taken = 0
    p1.sink.answer = () => (++taken > 130 ? 'hang' : undefined)
    await bed.change('p1', { parties: ['NL-ABC'] })
    await until(() => taken > 130)
    const cursor = async () =>
      (
        await bed.database.query<{ after: number }>(
          `select left_up_to::float8 as after from "${bed.database.schema}".lane where partner = 'p1' and module = 'locations'`,
        )
      ).rows[0]!.after
    await until(async () => (await cursor()) > 0)
    await process.kill()
    p1.sink.answer = () => undefined
    process = await bed.process()
    await until(async () => (await leaving()).length === 0)
    const told = p1.sink.pushed.slice(before).map(({ path }) => path)
    expect(new Set(told).size).toBe(230)
    // The first page was written down.
    expect(told.length).toBeLessThan(230 + 100)
    expect(p1.sink.pushed.slice(before).every(isRemoval)).toBe(true)
  })

  it('a partner that is away gets it when it is back, also what was written meanwhile; what it refuses is tried again', async () => {
    await two()
    await write(DEF, ['D1', 'D2'])
    await settled()
    const before = p1.sink.pushed.length
    await p1.sink.stop()
    await bed.change('p1', { parties: ['NL-ABC'] })
    await until(async () => (await leaving()).includes('p1 locations'))
    await bed.whole(
      'locations',
      location({ ...DEF, id: 'D1', name: 'new', evses: [evse()], last_updated: noonPlus(5) }),
    )
    p1.sink.answer = ({ path }) => (path.endsWith('/D2') ? { status: 2000 } : undefined)
    await p1.sink.start()
    await until(async () => {
      bed.clock.forward(1)
      return (await leaving()).length === 0
    })
    await process.delivery.flush()
    const said = p1.sink.pushed.slice(before)
    expect(said.filter(({ path }) => path.endsWith('/D1')).length).toBeGreaterThan(0)
    expect(said.filter(({ method }) => method === 'PUT').every(isRemoval)).toBe(true)
    expect((await process.delivery.listParked()).map(({ object_id }) => object_id)).toEqual(['D2'])
    p1.sink.answer = () => undefined
    bed.clock.forward(3600)
    await until(async () => (await process.delivery.listParked()).length === 0)
    expect(isRemoval(p1.sink.pushed.at(-1)!)).toBe(true)
  })

  it.each([
    ['on its way', []],
    ['on its way and written', ['waits']],
  ])('a location that is %s while it is withdrawn ends REMOVED', async (_, waits) => {
    await two()
    await write(DEF, ['D1'])
    await settled()
    const before = p1.sink.pushed.length
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    p1.sink.answer = async ({ path }) => {
      if (path.startsWith('/locations')) await held
      return undefined
    }
    const again = (name: string, minutes: number) =>
      bed.whole('locations', location({ ...DEF, id: 'D1', name, evses: [evse()], last_updated: noonPlus(minutes) }))
    await again('on its way', 5)
    await until(() => p1.sink.pushed.length === before + 1)
    for (const name of waits) await again(name, 6)
    await bed.change('p1', { parties: ['NL-ABC'] })
    await until(async () => (await leaving()).includes('p1 locations'))
    await again('written', 7)
    release()
    await until(async () => (await leaving()).length === 0)
    await settled()
    const states = p1.sink.pushed.slice(before).filter(({ method }) => method === 'PUT')
    expect(states.map(isRemoval)).toEqual([false, true])
  })
})
