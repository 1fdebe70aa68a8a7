import { afterEach, beforeEach, expect, it } from 'vitest'
import { onEachEngine } from './support/databases.ts'
import { DeliveryBed, type DeliveryProcess, type SinkPartner } from './support/delivery-bed.ts'
import { until } from './support/until.ts'
import { evse, location, noonPlus, period, session, tariff, token } from './support/wire-objects.ts'

const place = { countryCode: 'NL', partyId: 'ABC', id: 'LOC1' }

onEachEngine('what partners are sent', (engine) => {
  let bed: DeliveryBed
  let process: DeliveryProcess
  let partner: SinkPartner

  beforeEach(async () => {
    bed = await DeliveryBed.open(engine, ['NL-ABC:CPO'])
    process = await bed.process()
    partner = await bed.partner('p1')
    await until(() => process.delivery.lanes().length === 4)
  })
  afterEach(() => bed.close())

  const settled = () => process.settled('p1')
  const calls = async (count: number) => {
    await until(() => partner.sink.pushed.length >= count)
    await settled()
    return partner.sink.calls
  }

  it('a new location is PUT as a whole, with its EVSEs, from its owner to the party that takes it', async () => {
    await bed.whole('locations', location({ evses: [evse(), evse({ uid: '3257' })] }))
    expect(await calls(1)).toEqual(['PUT /locations/NL/ABC/LOC1'])
    const { body, headers } = partner.sink.pushed[0]!
    expect(body).toMatchObject({ id: 'LOC1', evses: [{ uid: '3256' }, { uid: '3257' }] })
    expect(headers).toMatchObject({
      authorization: `Token ${Buffer.from('token-of-p1').toString('base64')}`,
      'ocpi-from-country-code': 'NL',
      'ocpi-from-party-id': 'ABC',
      'ocpi-to-country-code': 'NL',
      'ocpi-to-party-id': 'XYZ',
    })
  })

  it('R-LOC-35 R-UPD-04 a change of status is a PATCH of status and last_updated, and nothing else', async () => {
    await bed.whole('locations', location({ evses: [evse()] }))
    await calls(1)
    await bed.patch('locations', { ...place, evseUid: '3256' }, { status: 'CHARGING', last_updated: noonPlus(5) })
    expect(await calls(2)).toEqual(['PUT /locations/NL/ABC/LOC1', 'PATCH /locations/NL/ABC/LOC1/3256'])
    expect(partner.sink.pushed[1]!.body).toEqual({ status: 'CHARGING', last_updated: noonPlus(5) })
  })

  it('R-LOC-10 an EVSE that changed otherwise is PUT', async () => {
    await bed.whole('locations', location({ evses: [evse()] }))
    await calls(1)
    const changed = evse({ floor_level: '-1', status: 'CHARGING', last_updated: noonPlus(5) })
    await bed.whole('locations', changed, null, { ...place, evseUid: '3256' })
    expect((await calls(2))[1]).toBe('PUT /locations/NL/ABC/LOC1/3256')
    expect(partner.sink.pushed[1]!.body).toMatchObject({ floor_level: '-1', connectors: [{ id: '1' }] })
  })

  it('ids in the URL are spelled as their owner spells them', async () => {
    await bed.whole('locations', location({ id: 'Loc-a', evses: [evse({ uid: 'e/1' })] }))
    await calls(1)
    const at = { ...place, id: 'LOC-A', evseUid: 'E/1' }
    await bed.patch('locations', at, { status: 'BLOCKED', last_updated: noonPlus(5) })
    expect(await calls(2)).toEqual(['PUT /locations/NL/ABC/Loc-a', 'PATCH /locations/NL/ABC/Loc-a/e%2F1'])
  })

  it('R-SES-02 a session is PUT, its scalars are PATCHed, and it is PUT again when charging periods changed', async () => {
    await bed.whole('sessions', session())
    await calls(1)
    await bed.whole('sessions', session({ kwh: 1.5, total_cost: { before_taxes: 0.5 }, last_updated: noonPlus(5) }))
    await calls(2)
    await bed.whole('sessions', session({ kwh: 3, charging_periods: [period(0)], last_updated: noonPlus(9) }))
    const path = '/sessions/NL/ABC/S1'
    expect(await calls(3)).toEqual([`PUT ${path}`, `PATCH ${path}`, `PUT ${path}`])
    const { id: _, country_code: _c, party_id: _p, cdr_token: _t, ...rest } = session()
    expect(partner.sink.bodies('PATCH', path)).toEqual([
      { ...rest, kwh: 1.5, total_cost: { before_taxes: 0.5 }, last_updated: noonPlus(5) },
    ])
    expect(partner.sink.bodies('PUT', path)[1]).toMatchObject({ kwh: 3, charging_periods: [period(0)] })
  })

  it('R-UPD-09 a session that lost a field is PUT: a PATCH cannot take anything away', async () => {
    await bed.whole('sessions', session({ meter_id: 'M1' }))
    await calls(1)
    await bed.whole('sessions', session({ kwh: 2, last_updated: noonPlus(5) }))
    expect((await calls(2))[1]).toBe('PUT /sessions/NL/ABC/S1')
  })

  it('R-UPD-06 a refused PATCH is followed by one PUT of the newest state', async () => {
    await bed.whole('sessions', session())
    await calls(1)
    partner.sink.answer = ({ method }) => (method === 'PATCH' ? { status: 2001 } : undefined)
    await bed.whole('sessions', session({ kwh: 2, last_updated: noonPlus(5) }))
    const path = '/sessions/NL/ABC/S1'
    expect(await calls(3)).toEqual([`PUT ${path}`, `PATCH ${path}`, `PUT ${path}`])
    expect(partner.sink.bodies('PUT', path)[1]).toMatchObject({ kwh: 2 })
    expect(await process.delivery.listParked()).toEqual([])
  })

  it('R-UPD-06 a PATCH of an EVSE the partner does not know is followed by a PUT of its location', async () => {
    await bed.whole('locations', location({ evses: [evse()] }))
    await calls(1)
    partner.sink.answer = ({ method }) => (method === 'PATCH' ? { http: 404, status: 2003 } : undefined)
    await bed.patch('locations', { ...place, evseUid: '3256' }, { status: 'CHARGING', last_updated: noonPlus(5) })
    const path = '/locations/NL/ABC/LOC1'
    expect(await calls(3)).toEqual([`PUT ${path}`, `PATCH ${path}/3256`, `PUT ${path}`])
    expect(partner.sink.pushed[2]!.body).toMatchObject({ evses: [{ status: 'CHARGING' }] })
  })

  it('R-TAR-02 R-TAR-03 a tariff is PUT, and DELETEd after the connectors that referred to it were told', async () => {
    await bed.whole('tariffs', tariff())
    await calls(1)
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    partner.sink.answer = async ({ path }) => {
      if (path.startsWith('/locations')) await held
      return undefined
    }
    await bed.whole('locations', location({ evses: [evse()] }))
    await bed.remove('tariffs', { countryCode: 'NL', partyId: 'ABC', id: 'T1' }, noonPlus(5))
    await until(() => partner.sink.calls.includes('PUT /locations/NL/ABC/LOC1'))
    await until(() => process.delivery.lanes().find(({ module }) => module === 'tariffs')?.pending === 1)
    expect(partner.sink.calls).not.toContain('DELETE /tariffs/NL/ABC/T1')
    release()
    expect((await calls(3)).at(-1)).toBe('DELETE /tariffs/NL/ABC/T1')
  })

  it('R-TOK-28 a token goes to CPOs with its type; an EMAID does not go at all', async () => {
    await bed.close()
    bed = await DeliveryBed.open(engine, ['NL-XYZ:EMSP'])
    process = await bed.process()
    partner = await bed.partner('p1', { roles: ['NL-ABC:CPO'] })
    await until(() => process.delivery.lanes().length === 1)
    await bed.whole('tokens', token({ uid: 'EMAID1', type: 'EMAID' }))
    await bed.whole('tokens', token({ uid: 'a b/1', type: 'APP_USER', whitelist: 'NEVER' }))
    expect(await calls(1)).toEqual(['PUT /tokens/NL/XYZ/a%20b%2F1'])
    expect(partner.sink.pushed[0]!.query).toBe('type=APP_USER')
  })

  it('bodies and PATCHes are in the version of the partner, and what did not change keeps its spelling', async () => {
    const older = await bed.partner('p2', { version: '2.2.1', roles: ['NL-XYZ:EMSP'] })
    await until(() => process.delivery.lanes().length === 8)
    await bed.whole('sessions', session({ total_cost: { before_taxes: 1, taxes: [{ name: 'VAT', amount: 0.21 }] } }))
    await until(() => older.sink.pushed.length === 1)
    const cost = { before_taxes: 2, taxes: [{ name: 'VAT', amount: 0.42 }] }
    await bed.whole('sessions', session({ kwh: 4, total_cost: cost, last_updated: noonPlus(5) }))
    await until(() => older.sink.pushed.length === 2)
    expect(older.sink.bodies('PUT', '/sessions/NL/ABC/S1')[0]).toMatchObject({
      total_cost: { excl_vat: 1, incl_vat: 1.21 },
    })
    expect(older.sink.bodies('PATCH', '/sessions/NL/ABC/S1')[0]).toMatchObject({ kwh: 4, total_cost: { excl_vat: 2 } })
    expect((await calls(2)).length).toBe(2)
  })

  it('R-CDR-23 R-SES-20 sessions go to the party of the token and to nobody else', async () => {
    const other = await bed.partner('p2', { roles: ['DE-OTH:EMSP'] })
    await until(() => process.delivery.lanes().length === 8)
    await bed.whole('sessions', session())
    await bed.whole('locations', location({ evses: [evse()] }))
    await until(() => other.sink.pushed.length === 1)
    expect(await calls(2)).toContain('PUT /sessions/NL/ABC/S1')
    expect(other.sink.calls).toEqual(['PUT /locations/NL/ABC/LOC1'])
  })

  it('objects never go back to where they came from, nor on to other partners', async () => {
    const cpo = await bed.partner('p2', { roles: ['NL-CPO:CPO', 'NL-CPO:EMSP'] })
    await until(() => process.delivery.lanes().length === 8)
    await bed.whole('locations', location({ party_id: 'CPO', evses: [evse()] }), process.directory.partner('p2')!)
    await bed.whole('locations', location({ evses: [evse()] }))
    await until(() => cpo.sink.pushed.length === 1)
    expect(await calls(1)).toEqual(['PUT /locations/NL/ABC/LOC1'])
    expect(cpo.sink.calls).toEqual(['PUT /locations/NL/ABC/LOC1'])
  })

  it('R-LOC-17 what is not published is not sent', async () => {
    await bed.whole('locations', location({ id: 'PRIVATE', publish: false, evses: [evse()] }))
    await bed.whole('locations', location({ evses: [evse()] }))
    expect(await calls(1)).toEqual(['PUT /locations/NL/ABC/LOC1'])
  })

  it('several objects are under way at a time, one object never twice, and its newest state wins', async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    partner.sink.answer = async () => void (await held)
    await bed.whole('tariffs', tariff({ id: 'HOT' }))
    for (let n = 0; n < 20; n++) await bed.whole('tariffs', tariff({ id: `T${n}` }))
    await until(() => partner.sink.atOnce === 8)
    let position = 0
    for (let n = 1; n <= 5; n++) {
      const hot = tariff({ id: 'HOT', currency: `AA${n}`, last_updated: noonPlus(n) })
      position = (await bed.whole('tariffs', hot)).row.position
    }
    await until(() => process.tail.position >= position)
    release()
    await calls(22)
    const hot = partner.sink.bodies('PUT', '/tariffs/NL/ABC/HOT')
    expect(hot.length).toBe(2)
    expect(hot[1]).toMatchObject({ currency: 'AA5' })
    expect(partner.sink.mostAtOnce).toBe(8)
    expect(partner.sink.pushed.length).toBe(22)
  })

  it('a module that is not pushed, or that the partner does not take, is left alone', async () => {
    const quiet = await bed.partner('p2', {
      modules: ['locations', 'sessions'],
      settings: { push: { locations: false } },
    })
    await until(() => process.delivery.lanes().length === 5)
    await bed.whole('tariffs', tariff())
    await bed.whole('locations', location({ evses: [evse()] }))
    await bed.whole('sessions', session())
    await until(() => quiet.sink.pushed.length === 1)
    await calls(3)
    expect(quiet.sink.calls).toEqual(['PUT /sessions/NL/ABC/S1'])
  })
})
