import { afterEach, beforeEach, expect, it } from 'vitest'
import { onEachEngine } from './support/databases.ts'
import { DeliveryBed, type DeliveryProcess } from './support/delivery-bed.ts'
import { until } from './support/until.ts'
import { cdr, evse, location, noonPlus, session, tariff, token } from './support/wire-objects.ts'

const MINUTE = 60

onEachEngine('in which order', (engine) => {
  let bed: DeliveryBed
  let process: DeliveryProcess

  beforeEach(async () => {
    bed = await DeliveryBed.open(engine, ['NL-ABC:CPO'])
    process = await bed.process()
  })
  afterEach(() => bed.close())

  const ready = () => until(() => process.delivery.lanes().length === 4)
  const settled = () => process.settled('p1')

  it('a partner that is told everything gets tariffs, then locations, then sessions, then CDRs', async () => {
    await bed.whole('cdrs', cdr())
    await bed.whole('sessions', session({ status: 'COMPLETED' }))
    for (let n = 0; n < 20; n++) await bed.whole('locations', location({ id: `L${n}`, evses: [evse()] }))
    for (let n = 0; n < 20; n++) await bed.whole('tariffs', tariff({ id: `T${n}` }))
    await bed.whole('tariffs', tariff({ id: 'GONE' }))
    await bed.remove('tariffs', { countryCode: 'NL', partyId: 'ABC', id: 'GONE' }, noonPlus(1))
    const { sink } = await bed.partner('p1', { settings: { initialPushAfter: 'at_once' } })
    await ready()
    await settled()
    const modules = sink.pushed.map(({ path }) => path.split('/')[1])
    expect([...new Set(modules)]).toEqual(['tariffs', 'locations', 'sessions', 'cdrs'])
    expect(modules).toHaveLength(42)
    // Nothing is said about what was gone before the partner came.
    expect(sink.calls.filter((call) => call.startsWith('DELETE'))).toEqual([])
  })

  it('a location that may name a new tariff goes after it, a status does not wait', async () => {
    const { sink } = await bed.partner('p1')
    await ready()
    await bed.whole('locations', location({ id: 'L1', evses: [evse({ uid: 'E1' })] }))
    await settled()
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    sink.answer = async ({ path }) => {
      if (path.startsWith('/tariffs')) await held
      return undefined
    }
    sink.forget()
    await bed.whole('tariffs', tariff())
    await bed.whole('locations', location({ id: 'L2', evses: [evse({ uid: 'E2' })] }))
    const place = { countryCode: 'NL', partyId: 'ABC', id: 'L1', evseUid: 'E1' }
    await bed.patch('locations', place, { status: 'CHARGING', last_updated: noonPlus(1) })
    await until(() => sink.calls.includes('PATCH /locations/NL/ABC/L1/E1'))
    expect(sink.calls).toEqual(['PUT /tariffs/NL/ABC/T1', 'PATCH /locations/NL/ABC/L1/E1'])
    release()
    await settled()
    expect(sink.calls.at(-1)).toBe('PUT /locations/NL/ABC/L2')
  })

  it('a location waits no longer for a tariff that was tried in vain', async () => {
    const { sink } = await bed.partner('p1')
    await ready()
    sink.answer = ({ path }) => (path.startsWith('/tariffs') ? { http: 500 } : undefined)
    await bed.whole('tariffs', tariff())
    await bed.whole('locations', location({ id: 'L1' }))
    await until(() => sink.calls.includes('PUT /locations/NL/ABC/L1'))
    expect(sink.calls[0]).toBe('PUT /tariffs/NL/ABC/T1')
  })

  it('a CDR waits until the last state of its session was taken', async () => {
    const { sink } = await bed.partner('p1')
    await ready()
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    sink.answer = async ({ path }) => {
      if (path.startsWith('/sessions')) await held
      return undefined
    }
    await bed.whole('sessions', session({ status: 'COMPLETED' }))
    await bed.whole('cdrs', cdr())
    await bed.whole('cdrs', cdr({ id: 'CDR2', session_id: 'NEVER-HEARD-OF' }))
    await until(() => sink.calls.includes('POST /cdrs'))
    expect(sink.bodies('POST', '/cdrs').map(({ id }) => id)).toEqual(['CDR2'])
    release()
    await settled()
    expect(sink.pushed.map(({ method, body }) => `${method} ${body?.id}`)).toEqual(['PUT S1', 'POST CDR2', 'POST CDR1'])
  })

  it('a CDR waits no longer when its session was refused for good', async () => {
    const { sink } = await bed.partner('p1')
    await ready()
    sink.answer = ({ path }) => (path.startsWith('/sessions') ? { status: 2001 } : undefined)
    await bed.whole('sessions', session({ status: 'COMPLETED' }))
    await bed.whole('cdrs', cdr())
    await settled()
    expect(sink.calls).toEqual(['PUT /sessions/NL/ABC/S1', 'POST /cdrs'])
    expect(await process.delivery.listParked()).toMatchObject([{ module: 'sessions' }])
  })

  it('R-CDR-07 a credit CDR never precedes the CDR it credits', async () => {
    const { sink } = await bed.partner('p1')
    await ready()
    const credit = cdr({ id: 'CDR1-C', credit: true, credit_reference_id: 'CDR1', session_id: undefined })
    sink.answer = ({ body }) => (body?.id === 'CDR1' ? { status: 2001 } : undefined)
    await bed.whole('cdrs', cdr({ session_id: undefined }))
    await bed.whole('cdrs', credit)
    await until(async () => (await process.delivery.listParked()).length === 2)
    expect(sink.bodies('POST', '/cdrs').map(({ id }) => id)).toEqual(['CDR1'])
    sink.answer = () => undefined
    bed.clock.forward(MINUTE)
    await until(async () => (await process.delivery.listParked()).length === 0)
    expect(sink.bodies('POST', '/cdrs').map(({ id }) => id)).toEqual(['CDR1', 'CDR1', 'CDR1-C'])
  })

  it('R-CDR-06 a CDR without an answer is POSTed again unchanged, and not once it was taken', async () => {
    const { sink } = await bed.partner('p1')
    await ready()
    let refuse = 2
    sink.answer = ({ path }) => (path === '/cdrs' && refuse-- > 0 ? 'drop' : undefined)
    await bed.whole('cdrs', cdr())
    await until(() => {
      bed.clock.forward(1)
      return sink.pushed.length === 3
    })
    await settled()
    expect(new Set(sink.pushed.map(({ text }) => text)).size).toBe(1)
    const messages = () => process.delivery.listMessages({ settled: true })
    await until(async () => (await messages())[0]?.state === 'settled')
    expect(await messages()).toMatchObject([
      { kind: 'cdr', object_id: 'CDR1', attempts: 3, state: 'settled', location: `${sink.url}/cdrs/CDR1` },
    ])
    expect(await process.delivery.listMessages()).toEqual([])
    // Told everything again, the partner does not get it a second time.
    const before = sink.pushed.length
    await bed.change('p1', { settings: { ...process.directory.partner('p1')!.settings, initialPushAfter: 'at_once' } })
    await until(() => process.directory.partner('p1')!.settings.initialPushAfter === 'at_once')
    await bed.change('p1', { parties: ['NL-ABC'], roles: [...process.directory.partner('p1')!.roles, ...more()] })
    await until(() => process.directory.partner('p1')!.roles.length === 2)
    await bed.whole('cdrs', cdr({ id: 'CDR2' }))
    await until(() => sink.pushed.length > before)
    await settled()
    expect(sink.pushed.slice(before).map(({ body }) => body?.id)).toEqual(['CDR2'])
  })
  const more = () => [{ countryCode: 'NL', partyId: 'NEW', role: 'EMSP' as const, businessDetails: { name: 'new' } }]

  it('T-33 a CDR that nobody took for seven days stays in sight', async () => {
    const { sink } = await bed.partner('p1')
    await ready()
    sink.answer = ({ path }) => (path === '/cdrs' ? 'drop' : undefined)
    await bed.whole('cdrs', cdr())
    await until(async () => (await process.delivery.listMessages())[0]?.state === 'open')
    await until(async () => {
      bed.clock.forward(6 * 3600)
      return (await process.delivery.listMessages())[0]?.state === 'expired'
    })
    expect(bed.clock.now().getTime() - Date.parse('2026-02-01T00:00:00Z')).toBeGreaterThanOrEqual(7 * 86_400_000)
    expect(await process.delivery.listParked()).toMatchObject([
      { module: 'cdrs', object_id: 'CDR1', next_at: null, why: expect.stringContaining('seven days') },
    ])
  })

  it('sessions and CDRs of parties that nobody serves are listed until somebody does', async () => {
    await bed.partner('p1')
    await ready()
    await bed.whole('sessions', session({ cdr_token: { ...session().cdr_token, country_code: 'DE', party_id: 'OTH' } }))
    await bed.whole('sessions', session({ id: 'S2' }))
    await bed.whole('tokens', token({ country_code: 'NL', party_id: 'ABC' })).catch(() => undefined)
    expect(await process.delivery.listUnroutable()).toMatchObject([
      { module: 'sessions', object_id: 'S1', parties: ['DE-OTH'] },
    ])
    await bed.partner('p2', { roles: ['DE-OTH:EMSP'] })
    await until(() => process.directory.partner('p2') !== undefined)
    expect(await process.delivery.listUnroutable()).toEqual([])
  })
})

onEachEngine('messages that have to arrive', (engine) => {
  let bed: DeliveryBed
  let process: DeliveryProcess

  beforeEach(async () => {
    bed = await DeliveryBed.open(engine, ['NL-ABC:CPO'])
    process = await bed.process()
  })
  afterEach(() => bed.close())

  const message = (url: string, result = 'ACCEPTED', until?: Date) => ({
    partnerId: 'p1',
    kind: 'command_result' as const,
    url,
    bodyText: JSON.stringify({ result }),
    from: { countryCode: 'NL', partyId: 'ABC' },
    to: { countryCode: 'NL', partyId: 'XYZ' },
    correlationId: 'correlation-1',
    ...(until ? { until } : {}),
  })
  const states = async () => (await process.delivery.listMessages({ settled: true })).map(({ state }) => state).sort()

  it('R-CMD-16 the result of a command goes to the URL the partner gave, again until it was taken', async () => {
    const { sink } = await bed.partner('p1', { modules: ['locations'] })
    await until(() => process.delivery.lanes().length === 1)
    let refuse = 2
    sink.answer = () => (refuse-- > 0 ? 'drop' : undefined)
    await process.delivery.messages.send(message(`${sink.url}/results/1?x=y`))
    await until(() => {
      bed.clock.forward(1)
      return sink.pushed.length === 3
    })
    await until(async () => (await states())[0] === 'settled')
    expect(sink.pushed[2]).toMatchObject({
      method: 'POST',
      path: '/results/1',
      query: 'x=y',
      body: { result: 'ACCEPTED' },
    })
    expect(sink.pushed[2]!.headers).toMatchObject({
      'x-correlation-id': 'correlation-1',
      'ocpi-to-party-id': 'XYZ',
      'ocpi-from-party-id': 'ABC',
    })
  })

  it('a later result to the same URL does not overtake the first', async () => {
    const { sink } = await bed.partner('p1', { modules: ['locations'] })
    await until(() => process.delivery.lanes().length === 1)
    sink.answer = () => ({ http: 429, headers: { 'Retry-After': '10' } })
    await process.delivery.messages.send(message(`${sink.url}/results/1`, 'ACCEPTED'))
    await until(() => sink.pushed.length === 1)
    bed.clock.forward(1)
    await process.delivery.messages.send(message(`${sink.url}/results/1`, 'EVSE_OCCUPIED'))
    sink.answer = () => undefined
    await until(async () => {
      bed.clock.forward(2)
      return (await states()).join() === 'settled,settled'
    })
    expect(sink.pushed.slice(1).map(({ body }) => body?.result)).toEqual(['ACCEPTED', 'EVSE_OCCUPIED'])
  })

  it('a refused result is tried again until nobody waits for it any more', async () => {
    const { sink } = await bed.partner('p1', { modules: ['locations'] })
    await until(() => process.delivery.lanes().length === 1)
    sink.answer = () => ({ http: 404, status: 2000 })
    const end = new Date(bed.clock.now().getTime() + 300_000)
    await process.delivery.messages.send(message(`${sink.url}/results/1`, 'ACCEPTED', end))
    await until(async () => (await states())[0] === 'parked')
    bed.clock.forward(60)
    await until(() => sink.pushed.length === 2)
    await until(async () => (await states())[0] === 'expired')
    expect(process.lines.some((line) => line.includes('message.expired'))).toBe(true)
  })

  it('one to a partner that stays away expires, too', async () => {
    const { sink } = await bed.partner('p1', { modules: ['locations'], more: { status: 'suspended' } })
    const end = new Date(bed.clock.now().getTime() + 60_000)
    await process.delivery.messages.send(message(`${sink.url}/results/1`, 'ACCEPTED', end))
    expect(await states()).toEqual(['open'])
    bed.clock.forward(61)
    await until(async () => (await states())[0] === 'expired')
    expect(sink.pushed).toEqual([])
  })
})
