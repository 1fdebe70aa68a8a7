import { afterEach, beforeEach, expect, it } from 'vitest'
import { onEachEngine } from './support/databases.ts'
import { DeliveryBed, type DeliveryProcess, type SinkPartner } from './support/delivery-bed.ts'
import { until } from './support/until.ts'
import { cdr, evse, location, noonPlus, session, tariff } from './support/wire-objects.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

onEachEngine('what answers lead to', (engine) => {
  let bed: DeliveryBed
  let process: DeliveryProcess
  let partner: SinkPartner

  beforeEach(async () => {
    bed = await DeliveryBed.open(engine, ['NL-ABC:CPO'])
    process = await bed.process()
    partner = await bed.partner('p1', { settings: { initialPushAfter: 'never' } })
    await until(() => process.delivery.lanes().length === 4)
  })
  afterEach(() => bed.close())

  const settled = () => process.settled('p1')
  const parked = () => process.delivery.listParked()
  const status = () => process.directory.partner('p1')!.status
  const count = (call: string) => partner.sink.calls.filter((one) => one === call).length

  it('a refused PUT is parked with the answer, told to webhooks, and holds up nothing', async () => {
    partner.sink.answer = ({ path }) =>
      path.endsWith('/T1') ? { status: 2001, message: 'elements: not like this' } : undefined
    await bed.whole('tariffs', tariff())
    await bed.whole('tariffs', tariff({ id: 'T2' }))
    await until(async () => (await parked()).length === 1)
    await settled()
    expect((await parked())[0]).toMatchObject({
      partner: 'p1',
      module: 'tariffs',
      country_code: 'NL',
      party_id: 'ABC',
      object_id: 'T1',
      state: 'parked',
      refusals: 1,
      http: 200,
      status_code: 2001,
      why: '2xxx',
      message: 'elements: not like this',
      next_at: '2026-02-01T00:01:00.000Z',
    })
    expect(partner.sink.calls.sort()).toEqual(['PUT /tariffs/NL/ABC/T1', 'PUT /tariffs/NL/ABC/T2'])
    const told = () =>
      bed.database.query<{ body: string }>(
        `select body::text as body from "${bed.database.schema}".object where module = 'parked' and not deleted`,
        [],
      )
    await until(async () => (await told()).rows.length === 1)
    expect(JSON.parse((await told()).rows[0]!.body)).toMatchObject({
      partner: 'p1',
      object_id: 'T1',
      status_code: 2001,
    })
    expect(process.lines.filter((line) => line.includes('object.parked'))).toHaveLength(1)
  })

  it('what is parked is tried after a minute, ten minutes, an hour, then daily for a week', async () => {
    partner.sink.answer = () => ({ status: 2000 })
    await bed.whole('tariffs', tariff())
    await until(async () => (await parked())[0]?.refusals === 1)
    const waits = [MINUTE, 10 * MINUTE, HOUR, DAY, DAY, DAY, DAY, DAY, DAY, DAY]
    for (const [index, wait] of waits.entries()) {
      bed.clock.forward(wait - 1)
      expect((await parked())[0]!.next_at! > bed.clock.now().toISOString()).toBe(true)
      bed.clock.forward(1)
      await until(async () => (await parked())[0]?.refusals === index + 2)
    }
    expect(partner.sink.pushed).toHaveLength(waits.length + 1)
    expect((await parked())[0]).toMatchObject({ refusals: 11, next_at: null })
  })

  it('a parked object is sent again when it changes, and is parked no more once it is taken', async () => {
    partner.sink.answer = ({ body }) => (body?.currency === 'EUR' ? { status: 2001 } : undefined)
    await bed.whole('tariffs', tariff())
    await until(async () => (await parked()).length === 1)
    await bed.whole('tariffs', tariff({ currency: 'SEK', last_updated: noonPlus(1) }))
    await until(async () => (await parked()).length === 0)
    expect(count('PUT /tariffs/NL/ABC/T1')).toBe(2)
    const rows = () =>
      bed.database.query(`select 1 from "${bed.database.schema}".object where module = 'parked' and deleted`, [])
    await until(async () => (await rows()).rows.length === 1)
  })

  it('R-UPD-04 while an object is parked its changes are PUT, not PATCHed', async () => {
    await bed.whole('sessions', session())
    await until(() => partner.sink.pushed.length === 1)
    partner.sink.answer = () => ({ status: 2001 })
    await bed.whole('sessions', session({ kwh: 1, last_updated: noonPlus(1) }))
    await until(async () => (await parked()).length === 1)
    partner.sink.answer = () => undefined
    await bed.whole('sessions', session({ kwh: 2, last_updated: noonPlus(2) }))
    await until(async () => (await parked()).length === 0)
    await bed.whole('sessions', session({ kwh: 3, last_updated: noonPlus(3) }))
    await until(() => partner.sink.pushed.length === 5)
    const methods = partner.sink.pushed.map(({ method }) => method)
    expect(methods).toEqual(['PUT', 'PATCH', 'PUT', 'PUT', 'PATCH'])
  })

  it('a parked location is sent again when a tariff that it names was taken', async () => {
    let known = false
    partner.sink.answer = ({ path }) => {
      if (path.startsWith('/tariffs')) known = true
      return path.startsWith('/locations') && !known ? { status: 2001, message: 'unknown tariff' } : undefined
    }
    const connector = { ...evse().connectors[0], tariff_ids: ['t1'] }
    await bed.whole('locations', location({ evses: [evse({ connectors: [connector] })] }))
    await until(async () => (await parked()).length === 1)
    await bed.whole('tariffs', tariff())
    await until(async () => (await parked()).length === 0)
    expect(partner.sink.calls).toEqual([
      'PUT /locations/NL/ABC/LOC1',
      'PUT /tariffs/NL/ABC/T1',
      'PUT /locations/NL/ABC/LOC1',
    ])
  })

  it('somebody can have a parked object sent again at once', async () => {
    partner.sink.answer = () => ({ http: 400 })
    await bed.whole('tariffs', tariff())
    await until(async () => (await parked()).length === 1)
    partner.sink.answer = () => undefined
    expect(await process.delivery.retryParked((await parked())[0]!.id)).toBe(true)
    await until(async () => (await parked()).length === 0)
    expect(await process.delivery.retryParked('999')).toBe(false)
    expect(await process.delivery.retryParked('nonsense')).toBe(false)
  })

  it('what a partner says about a driver is neither listed nor logged', async () => {
    const { uid, contract_id } = cdr().cdr_token
    partner.sink.answer = () => ({ status: 2001, message: `token ${uid.toLowerCase()} of ${contract_id} is not ours` })
    await bed.whole('cdrs', cdr())
    await until(async () => (await parked()).length === 1)
    expect((await parked())[0]!.message).toBe('token [hidden] of [hidden] is not ours')
    const logged = process.lines.join('').toLowerCase()
    expect(logged).toContain('object.parked')
    expect(logged).not.toContain(uid.toLowerCase())
    expect(logged).not.toContain(contract_id.toLowerCase())
  })

  it('HTTP 500: three tries, then parked, because others were taken meanwhile', async () => {
    partner.sink.answer = ({ path }) => (path.endsWith('/T1') ? { http: 500 } : undefined)
    await bed.whole('tariffs', tariff())
    await until(() => count('PUT /tariffs/NL/ABC/T1') === 1)
    await bed.whole('tariffs', tariff({ id: 'T2' }))
    await until(() => count('PUT /tariffs/NL/ABC/T2') === 1)
    await until(async () => {
      bed.clock.forward(1)
      return (await parked()).length === 1
    })
    expect(count('PUT /tariffs/NL/ABC/T1')).toBe(3)
    expect((await parked())[0]).toMatchObject({ http: 500, why: 'HTTP 5xx', refusals: 1 })
    expect(status()).toBe('registered')
  })

  it('3000 to everything makes the partner fail as a whole: nothing is parked', async () => {
    partner.sink.answer = ({ path }) => (path === '/versions' ? undefined : { status: 3000 })
    await bed.whole('tariffs', tariff())
    await until(async () => {
      bed.clock.forward(5)
      return status() === 'offline'
    })
    expect(await parked()).toEqual([])
    const before = partner.sink.pushed.length
    await bed.whole('tariffs', tariff({ id: 'T2' }))
    partner.sink.answer = () => undefined
    await until(() => {
      bed.clock.forward(5)
      return status() === 'registered'
    })
    await settled()
    expect(partner.sink.calls.slice(before).filter((call) => call.endsWith('/T2'))).toHaveLength(1)
  })

  it('401 pauses the partner, loudly, and nothing is sent until somebody looks', async () => {
    partner.sink.answer = () => ({ http: 401, status: 2000 })
    await bed.whole('tariffs', tariff())
    await until(() => status() === 'paused')
    const before = partner.sink.pushed.length
    const isSaid = (line: string) => line.includes('partner.paused') && line.includes('credentials token')
    await until(() => process.lines.some(isSaid))
    partner.sink.answer = () => undefined
    for (let n = 2; n < 10; n++) await bed.whole('tariffs', tariff({ id: `T${n}` }))
    bed.clock.forward(HOUR)
    await until(() => process.tail.position >= 9)
    expect(partner.sink.pushed).toHaveLength(before)
    await process.service.change('p1', { status: 'registered' })
    await until(() => partner.sink.pushed.length === before + 9)
    expect(await parked()).toEqual([])
  })

  it('429: everything waits as long as Retry-After says, and is then sent once', async () => {
    partner.sink.answer = () => ({ http: 429, headers: { 'Retry-After': '30' } })
    await bed.whole('tariffs', tariff())
    await until(() => partner.sink.pushed.length === 1)
    partner.sink.answer = () => undefined
    await bed.whole('locations', location({ evses: [evse()] }))
    bed.clock.forward(29)
    await until(() => process.lag('p1') > 0 && process.tail.position >= 2)
    expect(partner.sink.pushed).toHaveLength(1)
    bed.clock.forward(2)
    await settled()
    expect(partner.sink.calls.slice(1).sort()).toEqual(['PUT /locations/NL/ABC/LOC1', 'PUT /tariffs/NL/ABC/T1'])
    expect(status()).toBe('registered')
  })

  it('4003: what is for the party out of reach waits, what is for others goes on', async () => {
    await bed.change('p1', {
      roles: ['HUB', 'XYZ', 'OTH'].map((partyId) => ({
        countryCode: 'NL',
        partyId,
        role: partyId === 'HUB' ? 'HUB' : 'EMSP',
        businessDetails: { name: partyId },
      })),
      hubParty: { countryCode: 'NL', partyId: 'HUB' },
    })
    await until(() => process.directory.partner('p1')!.hubParty !== null)
    const to = ({ headers }: { headers: Record<string, unknown> }) => headers['ocpi-to-party-id']
    partner.sink.answer = (request) => (to(request) === 'XYZ' ? { status: 4003 } : undefined)
    await bed.whole('sessions', session())
    await until(async () => (await parked()).length === 1)
    expect((await parked())[0]).toMatchObject({ object_id: 'S1', state: 'waiting', status_code: null })
    const other = { ...session().cdr_token, party_id: 'OTH' }
    await bed.whole('sessions', session({ id: 'S2' }))
    await bed.whole('sessions', session({ id: 'S3', cdr_token: other }))
    await until(async () => (await parked()).length === 2)
    await settled()
    expect(partner.sink.calls).toEqual(['PUT /sessions/NL/ABC/S1', 'PUT /sessions/NL/ABC/S3'])
    partner.sink.answer = () => undefined
    bed.clock.forward(MINUTE)
    await until(async () => (await parked()).length === 0)
    expect(partner.sink.calls.slice(2).sort()).toEqual(['PUT /sessions/NL/ABC/S1', 'PUT /sessions/NL/ABC/S2'])
  })

  it('a tariff that is gone at the partner already counts as deleted', async () => {
    await bed.whole('tariffs', tariff())
    await until(() => partner.sink.pushed.length === 1)
    partner.sink.answer = ({ method }) => (method === 'DELETE' ? { http: 404, status: 2000 } : undefined)
    await bed.remove('tariffs', { countryCode: 'NL', partyId: 'ABC', id: 'T1' }, noonPlus(1))
    await until(() => partner.sink.pushed.length === 2)
    await settled()
    expect(await parked()).toEqual([])
  })
})
