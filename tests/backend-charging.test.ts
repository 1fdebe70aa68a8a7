// Chargings that the company's backend tells in meter values: sessions, their periods and CDRs are made of them.
// Source: docs/charging.md.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiAnswer, ApiClient } from './support/api-client.ts'
import { faultsOf } from './support/backend-server.ts'
import { onEachEngine } from './support/databases.ts'
import { type RunningPlatform, registered, startPlatform } from './support/platforms.ts'
import { until } from './support/until.ts'
import { WebhookReceiver } from './support/webhook-receiver.ts'
import { connector, evse, location, tariff, token } from './support/wire-objects.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every kind
type Any = any

const KEY = 'key-of-the-tests'
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** Each charging has an EVSE and an hour of its own, so that no two overlap. */
const hour = (number: number) => Math.floor(Date.now() / 1000) * 1000 - 20 * DAY + number * 60 * MINUTE
const text = (at: number) => new Date(at).toISOString().replace('.000Z', 'Z')
const energy = (price: number, restrictions?: object) => ({
  price_components: [{ type: 'ENERGY', price, vat: 21, step_size: 1 }],
  ...(restrictions ? { restrictions } : {}),
})
const volumes = (periods: Any[]) =>
  periods.map(({ dimensions }) => Object.fromEntries(dimensions.map(({ type, volume }: Any) => [type, volume])))
const codes = ({ findings }: Any) => findings.map(({ code }: Any) => code)

onEachEngine('the charging helper', (engine) => {
  let platform: RunningPlatform
  let other: RunningPlatform
  let cpo: ApiClient
  let emsp: ApiClient
  const provider = new WebhookReceiver()
  const card = { uid: '04AABBCC' }

  /** What was told is stored when it is answered; what is made of it may come a moment later. */
  async function settled(answer: ApiAnswer): Promise<ApiAnswer> {
    if (answer.status >= 300) return answer
    const isSettled = ({ status, session_id, cdr_id, findings }: Any) =>
      status === 'INVALID' ||
      findings.some(({ code }: Any) => code.endsWith('-not-made')) ||
      (status === 'COMPLETED' ? cdr_id !== null : status !== 'PENDING' && session_id !== null)
    let { body } = answer
    await until(async () => {
      if (isSettled(body)) return true
      body = (await cpo.get(`/charging/${answer.body.id}`)).body
      return false
    })
    return { ...answer, body }
  }
  const start = (number: number, more: object = {}) => {
    const at = hour(number)
    const body = { party: 'NL-ABC', evse_uid: 'E1', token: card, at: text(at), meter_wh: 1000, ...more }
    return { at, body, post: async () => settled(await cpo.post('/charging', body)) }
  }
  const meter = (id: string, at: number, meter_wh: number, more: object = {}) =>
    cpo.post(`/charging/${id}/meter`, { at: text(at), meter_wh, state: 'CHARGING', ...more })
  const stop = async (id: string, at: number, more: object = {}) =>
    settled(await cpo.post(`/charging/${id}/stop`, { at: text(at), ...more }))
  const session = async (id: string): Promise<Any> => (await cpo.get(`/sessions/NL/ABC/${id}`)).body
  const cdr = async (id: string): Promise<Any> => (await cpo.get(`/cdrs/NL/ABC/${id}`)).body
  /** As the eMSP has it, once it does. */
  async function received(path: string, is: (body: Any) => boolean = () => true): Promise<Any> {
    let body: Any
    await until(async () => {
      const answer = await emsp.get(path)
      body = answer.body
      return answer.status === 200 && is(body)
    })
    return body
  }

  beforeAll(async () => {
    ;[platform, other] = await Promise.all([
      startPlatform({ parties: 'NL-ABC:CPO,NL-DEF:CPO', engine, settings: { CHARGING_UPDATE_INTERVAL: '3600 s' } }),
      startPlatform({ parties: 'NL-XYZ:EMSP' }),
    ])
    cpo = new ApiClient(platform.url, KEY)
    emsp = new ApiClient(other.url, KEY)
    await emsp.post('/webhooks', { url: (await provider.start()).url })
    await registered(platform, other)
    const plug = (id: string, tariff_ids: string[]) => connector({ id, tariff_ids, max_electric_power: 22_000 })
    const power = [energy(0.5, { min_power: 11 }), energy(0.25)]
    const evses = [
      evse({ uid: 'E1', evse_id: 'NL*ABC*E1', connectors: [plug('1', ['T1'])] }),
      evse({ uid: 'E2', connectors: [plug('1', ['T1']), plug('2', ['POWER'])] }),
      evse({ uid: 'E3', connectors: [plug('1', [])] }),
    ]
    const answers = [
      await cpo.put('/tariffs/NL/ABC/T1', tariff({ id: 'T1', elements: [energy(0.25)] })),
      await cpo.put('/tariffs/NL/ABC/POWER', tariff({ id: 'POWER', elements: power })),
      await cpo.put('/locations/NL/ABC/LOC1', location({ evses })),
    ]
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    for (const [uid, more] of [
      ['04AABBCC', { whitelist: 'ALLOWED' }],
      ['NEVER', { whitelist: 'NEVER' }],
      ['BLOCKED', { valid: false, whitelist: 'ALWAYS' }],
    ] as const) {
      await emsp.put(`/tokens/NL/XYZ/${uid}`, token({ uid, ...more }))
    }
    await until(async () => (await cpo.get('/tokens/NL/XYZ/BLOCKED')).status === 200)
    await until(async () => (await emsp.get('/locations/NL/ABC/LOC1')).status === 200)
  })
  afterAll(() => provider.stop())

  it('start, meter values and stop become a session, its periods and a CDR that the eMSP accepts', async () => {
    const { at, post } = start(1)
    const begun = await post()
    expect([begun.status, faultsOf('startCharging', 201, begun.body)]).toEqual([201, []])
    const { id } = begun.body
    expect(begun.body).toMatchObject({ status: 'ACTIVE', session_id: id, cdr_id: null, findings: [] })
    expect(await session(id)).toMatchObject({
      status: 'ACTIVE',
      kwh: 0,
      auth_method: 'WHITELIST',
      cdr_token: { uid: '04AABBCC', contract_id: 'NL-XYZ-C1' },
      evse_uid: 'E1',
      connector_id: '1',
      currency: 'EUR',
      start_date_time: text(at),
    })
    await meter(id, at + 15 * MINUTE, 6000, { soc: 55 })
    const parked = await meter(id, at + 30 * MINUTE, 11_000, { state: 'SUSPENDED_EV', soc: 80 })
    expect([parked.status, faultsOf('meterCharging', 200, parked.body)]).toEqual([200, []])
    await until(async () => (await session(id)).kwh === 10)
    expect(volumes((await session(id)).charging_periods)).toEqual([{ ENERGY: 10, TIME: 0.5, STATE_OF_CHARGE: 80 }])
    const ended = await stop(id, at + 45 * MINUTE, { meter_wh: 11_000 })
    expect([ended.status, faultsOf('stopCharging', 200, ended.body)]).toEqual([200, []])
    expect(ended.body).toMatchObject({ status: 'COMPLETED', cdr_id: id, kwh: 10, findings: [] })
    const bill = await cdr(id)
    expect(bill).toMatchObject({
      session_id: id,
      start_date_time: text(at),
      end_date_time: text(at + 45 * MINUTE),
      total_energy: 10,
      total_time: 0.75,
      total_parking_time: 0.25,
      total_cost: { before_taxes: 2.5, taxes: [{ name: 'VAT', percentage: 21, amount: 0.525 }] },
      tariffs: [{ id: 'T1' }],
      cdr_location: { id: 'LOC1', evse_uid: 'E1', evse_id: 'NL*ABC*E1', connector_standard: 'IEC_62196_T2' },
    })
    expect(volumes(bill.charging_periods)).toEqual([
      { ENERGY: 10, TIME: 0.5 },
      { ENERGY: 0, PARKING_TIME: 0.25 },
    ])
    expect(await received(`/sessions/NL/ABC/${id}`, ({ status }) => status === 'COMPLETED')).toEqual(await session(id))
    expect(await received(`/cdrs/NL/ABC/${id}`)).toEqual(bill)
    const audit = await received(`/cdrs/NL/ABC/${id}/audit`)
    expect([audit.state, codes(audit)]).toEqual(['accepted', []])
  })

  it('R-CDR-11 power passes a limit of the tariff: a period of its own, and the price follows', async () => {
    const { at, post } = start(2, { evse_uid: 'E2', connector_id: '2', power_w: 20_000 })
    const { id } = (await post()).body
    await meter(id, at + 30 * MINUTE, 11_000, { power_w: 5000 })
    const { body } = await stop(id, at + 60 * MINUTE, { meter_wh: 13_500 })
    expect(body).toMatchObject({ cdr_id: id, findings: [] })
    const bill = await cdr(id)
    expect(volumes(bill.charging_periods)).toEqual([
      { ENERGY: 10, TIME: 0.5, MIN_POWER: 20, MAX_POWER: 20 },
      { ENERGY: 2.5, TIME: 0.5, MIN_POWER: 5, MAX_POWER: 5 },
    ])
    expect(bill.total_cost.before_taxes).toBe(5.625)
    expect((await received(`/cdrs/NL/ABC/${id}/audit`)).state).toBe('accepted')
  })

  it('meter values come in any order and more than once; the sum is the same', async () => {
    const { at, post } = start(3)
    const { id } = (await post()).body
    for (const minutes of [40, 10, 30, 10, 20]) await meter(id, at + minutes * MINUTE, 1000 + minutes * 200)
    const contradicting = await meter(id, at + 10 * MINUTE, 9999)
    expect(codes(contradicting.body)).toContain('meter-contradicts')
    expect(contradicting.body.meter_values).toBe(5)
    await stop(id, at + 50 * MINUTE, { meter_wh: 11_000 })
    const bill = await cdr(id)
    expect([bill.total_energy, volumes(bill.charging_periods)]).toEqual([10, [{ ENERGY: 10, TIME: 0.8333 }]])
    // After the CDR the same again is nothing new, and what is new comes too late.
    expect((await meter(id, at + 10 * MINUTE, 3000)).status).toBe(200)
    const late = await meter(id, at + 15 * MINUTE, 4000)
    expect([late.status, late.body.errors[0].pointer]).toEqual([409, '/at'])
  })

  it('a meter that runs backwards is a finding; the session goes on, never with negative energy', async () => {
    const { at, post } = start(4)
    const { id } = (await post()).body
    await meter(id, at + 10 * MINUTE, 3000)
    const back = await meter(id, at + 20 * MINUTE, 2000)
    expect(codes(back.body)).toContain('meter-backwards')
    const { body } = await stop(id, at + 30 * MINUTE, { meter_wh: 4000 })
    expect([body.kwh, codes(body)]).toEqual([3, ['meter-backwards']])
    expect(volumes((await cdr(id)).charging_periods)).toEqual([{ ENERGY: 3, TIME: 0.5 }])
    const found = (await cpo.get(`/charging/${id}`)).body
    expect([codes(found), faultsOf('getCharging', 200, found)]).toEqual([['meter-backwards'], []])
  })

  it('a charging told again is the same one: by its id, or by EVSE and time', async () => {
    for (const more of [{ id: 'MINE-1' }, {}]) {
      const { at, post } = start(more.id ? 5 : 6, more)
      const [first, second] = await Promise.all([post(), post()])
      expect([first.status, second.status].sort()).toEqual([200, 201])
      expect(second.body.id).toBe(first.body.id)
      const { id } = first.body
      expect((await post()).body.id).toBe(id)
      const ended = await Promise.all([
        stop(id, at + 30 * MINUTE, { meter_wh: 5000 }),
        stop(id, at + 30 * MINUTE, { meter_wh: 5000 }),
      ])
      expect(ended.map(({ body }) => body.cdr_id)).toEqual([id, id])
      expect((await cpo.post(`/charging/${id}/stop`)).body.cdr_id).toBe(id)
      expect((await stop(id, at + 31 * MINUTE)).status).toBe(409)
    }
    const elsewhere = await cpo.post('/charging', { ...start(7).body, id: 'MINE-1', evse_uid: 'E3', currency: 'EUR' })
    expect([elsewhere.status, elsewhere.body.errors[0].pointer]).toEqual([409, '/id'])
    const other = await cpo.post('/charging', { ...start(5).body, id: 'mine-1', token: { uid: 'OTHER' } })
    expect([other.status, other.body.errors[0].pointer]).toEqual([409, '/token'])
  })

  it('R-CDR-24 a charger that was offline for days tells all of it afterwards, signed values included', async () => {
    const { at, body } = start(8)
    const signed = (nature: string) => ({
      encoding_method: 'Alfen Eichrecht',
      public_key: 'KEY',
      nature,
      plain_data: `${nature} 1`,
      signed_data: `signed ${nature}`,
    })
    const whole = {
      ...body,
      signed: signed('Start'),
      meter: [
        { at: text(at + 30 * MINUTE), meter_wh: 8000, state: 'SUSPENDED_EV' },
        { at: text(at + 10 * MINUTE), meter_wh: 4000 },
      ],
      stop: { at: text(at + 50 * MINUTE), meter_wh: 8000, signed: signed('End') },
    }
    const told = await settled(await cpo.post('/charging', whole))
    expect([told.status, told.body.status, codes(told.body)]).toEqual([
      201,
      'COMPLETED',
      ['signed-encoding-unsupported'],
    ])
    const bill = await cdr(told.body.id)
    expect(bill.signed_data).toEqual({
      encoding_method: 'Alfen Eichrecht',
      public_key: 'KEY',
      signed_values: [
        { nature: 'Start', plain_data: 'Start 1', signed_data: 'signed Start' },
        { nature: 'End', plain_data: 'End 1', signed_data: 'signed End' },
      ],
    })
    expect(volumes(bill.charging_periods)).toEqual([
      { ENERGY: 7, TIME: 0.5 },
      { ENERGY: 0, PARKING_TIME: 0.3333 },
    ])
    expect((await received(`/cdrs/NL/ABC/${told.body.id}/audit`)).state).toBe('accepted')
    expect([(await cpo.post('/charging', whole)).status, (await cdr(told.body.id)).last_updated]).toEqual([
      200,
      bill.last_updated,
    ])
  })

  it('a stop without a start is 404, and with all there is to say it is taken', async () => {
    const { at, body } = start(9)
    const unknown = await stop('NOBODY', at + 30 * MINUTE)
    expect([unknown.status, unknown.body.detail]).toEqual([404, expect.stringContaining('POST /charging')])
    const ended = await stop('LATE-1', at + 30 * MINUTE, { meter_wh: 3000, start: body })
    expect(ended.body).toMatchObject({ id: 'LATE-1', status: 'COMPLETED', session_id: 'LATE-1', cdr_id: 'LATE-1' })
    expect((await cdr('LATE-1')).total_energy).toBe(2)
  })

  it('R-CDR-10 place, tariff and token are as they were when it began', async () => {
    const { at, post } = start(10, { evse_uid: 'E2', connector_id: '1' })
    const { id } = (await post()).body
    await meter(id, at + 10 * MINUTE, 3000)
    const before = (await cpo.get('/locations/NL/ABC/LOC1')).body
    const { last_updated: _, ...place } = before
    await cpo.put('/locations/NL/ABC/LOC1', { ...place, name: 'Renamed', address: 'Elsewhere 1' })
    const dearer = tariff({ id: 'T1', elements: [energy(9)], last_updated: text(Date.now()) })
    await cpo.put('/tariffs/NL/ABC/T1', dearer)
    const { body } = await stop(id, at + 30 * MINUTE, { meter_wh: 5000 })
    expect(body).toMatchObject({ cdr_id: id })
    const bill = await cdr(id)
    expect(bill.cdr_location).toMatchObject({ address: 'Stationsplein 1' })
    expect([bill.total_cost.before_taxes, bill.tariffs[0].elements[0].price_components[0].price]).toEqual([1, 0.25])
    await cpo.put('/locations/NL/ABC/LOC1', place)
    await cpo.put('/tariffs/NL/ABC/T1', tariff({ id: 'T1', elements: [energy(0.25)], last_updated: text(Date.now()) }))
  })

  describe('who charges', () => {
    it('is the token of an authorization that was asked for before, by its reference', async () => {
      const asked = await cpo.post('/authorize', {
        from: { country_code: 'NL', party_id: 'ABC' },
        token: { uid: 'NEVER' },
        location_id: 'LOC1',
      })
      const reference = asked.body.authorization_reference
      const { token: _, ...body } = start(11).body
      const begun = await cpo.post('/charging', { ...body, at: text(Date.now()), authorization_reference: reference })
      expect([begun.status, (await settled(begun)).body.status]).toEqual([201, 'ACTIVE'])
      expect(await session(begun.body.id)).toMatchObject({
        auth_method: 'AUTH_REQUEST',
        authorization_reference: reference,
        cdr_token: { uid: 'NEVER' },
      })
      // R-SES-12: told again with another reference, the last one counts.
      const next = await cpo.post('/authorize', {
        from: { country_code: 'NL', party_id: 'ABC' },
        token: { uid: 'NEVER' },
        location_id: 'LOC1',
      })
      const again = { ...body, id: begun.body.id, authorization_reference: next.body.authorization_reference }
      const told = await cpo.post('/charging', { ...again, at: undefined })
      expect([told.status, told.body.meter_values]).toEqual([200, 1])
      await until(async () => (await session(begun.body.id)).authorization_reference !== reference)
      expect((await session(begun.body.id)).authorization_reference).toBe(next.body.authorization_reference)
      await cpo.post(`/charging/${begun.body.id}/stop`)
      const wrong = await cpo.post('/charging', { ...body, authorization_reference: 'NONE' })
      expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([422, '/authorization_reference'])
      const nobody = await cpo.post('/charging', body)
      expect([nobody.status, nobody.body.errors[0].pointer]).toEqual([422, '/token'])
    })

    it('is refused: no session, and nothing is billed', async () => {
      const { at, post } = start(12, { token: { uid: 'BLOCKED' } })
      const { status, body } = await post()
      expect([status, body.status, body.session_id]).toEqual([201, 'INVALID', null])
      expect((await meter(body.id, at + MINUTE, 2000)).body.status).toBe('INVALID')
      expect((await stop(body.id, at + 2 * MINUTE)).body).toMatchObject({ status: 'INVALID', cdr_id: null })
      expect((await cpo.get(`/sessions/NL/ABC/${body.id}`)).status).toBe(404)
    })
  })

  it('R-SES-09 R-SES-10 a reservation is a session that becomes ACTIVE when it is used', async () => {
    const { at, post } = start(13, { state: 'RESERVED' })
    const { id } = (await post()).body
    expect((await session(id)).status).toBe('RESERVATION')
    await meter(id, at + 15 * MINUTE, 1000)
    await until(async () => (await session(id)).status === 'ACTIVE')
    expect((await session(id)).start_date_time).toBe(text(at + 15 * MINUTE))
    await stop(id, at + 30 * MINUTE, { meter_wh: 3000 })
    const bill = await cdr(id)
    expect([bill.start_date_time, volumes(bill.charging_periods)]).toEqual([
      text(at),
      [{ RESERVATION_TIME: 0.25 }, { ENERGY: 2, TIME: 0.25 }],
    ])
    expect((await received(`/cdrs/NL/ABC/${id}/audit`)).state).toBe('accepted')
  })

  it('updates come no more often than is set, but for changes of state; the last one always does', async () => {
    const { at, post } = start(14)
    const { id } = (await post()).body
    for (let minute = 1; minute <= 10; minute++) await meter(id, at + minute * MINUTE, 1000 + minute * 100)
    expect((await session(id)).kwh).toBe(0)
    await meter(id, at + 11 * MINUTE, 2200, { state: 'SUSPENDED_EVSE' })
    await until(async () => (await session(id)).kwh === 1.2)
    await meter(id, at + 12 * MINUTE, 2300, { state: 'SUSPENDED_EVSE' })
    await stop(id, at + 13 * MINUTE)
    expect(await session(id)).toMatchObject({ status: 'COMPLETED', kwh: 1.3 })
  })

  it('where nothing has a price the session is published, and the CDR waits for who knows one', async () => {
    const { at, post } = start(15, { evse_uid: 'E3' })
    const without = await post()
    expect([without.body.session_id, codes(without.body)]).toEqual([null, ['session-not-made']])
    const priced = start(16, { evse_uid: 'E3', currency: 'EUR' })
    const { id } = (await priced.post()).body
    const { body } = await stop(id, priced.at + 30 * MINUTE, { meter_wh: 2000 })
    expect([body.status, body.session_id, body.cdr_id, codes(body)]).toEqual(['COMPLETED', id, null, ['cdr-not-made']])
    const open = (await cpo.get('/charging')).body
    expect(open.items.map((one: Any) => one.id)).toContain(id)
    expect(faultsOf('listChargings', 200, open)).toEqual([])
    expect(at).toBeLessThan(priced.at)
  })

  it('names the fault of what it does not take', async () => {
    for (const [change, status, pointer] of [
      [{ party: 'FR-ZZZ' }, 403, undefined],
      [{ party: 'NL-DEF' }, 422, '/evse_uid'],
      [{ evse_uid: 'NOWHERE' }, 422, '/evse_uid'],
      [{ evse_uid: 'E2' }, 422, '/connector_id'],
      [{ connector_id: '7' }, 422, '/connector_id'],
      [{ location_id: 'ELSEWHERE' }, 422, '/location_id'],
      [{ at: text(Date.now() + DAY) }, 422, '/at'],
      [{ meter_wh: -1 }, 422, '/meter_wh'],
      [{ state: 'FLYING' }, 422, '/state'],
      [{ signed: { encoding_method: 'OCMF' } }, 422, '/signed/plain_data'],
      [{ wattage: 7 }, 422, '/wattage'],
      [{ stop: { at: text(hour(1)) } }, 422, '/stop/at'],
      [{ meter: [{ at: text(hour(20)), meter_wh: 'much' }] }, 422, '/meter/0/meter_wh'],
    ] as const) {
      const answer = await cpo.post('/charging', { ...start(17).body, ...change })
      expect([change, answer.status, answer.body.errors?.[0].pointer]).toEqual([change, status, pointer])
    }
    expect((await cpo.get('/charging/NOBODY')).status).toBe(404)
    expect((await cpo.post('/charging/NOBODY/meter', { meter_wh: 1 })).status).toBe(404)
  })

  it('the list is paged, by party and by whether they have ended', async () => {
    const ids: string[] = []
    let next: string | null = ''
    while (next !== null) {
      const { body } = await cpo.get(`/charging?open=false&limit=3${next ? `&next=${next}` : ''}`)
      ids.push(...body.items.map((one: Any) => one.id))
      next = body.next
    }
    expect(ids.length).toBeGreaterThan(5)
    expect(new Set(ids).size).toBe(ids.length)
    expect((await cpo.get('/charging?open=false&party=NL-DEF')).body.items).toEqual([])
    expect((await cpo.get('/charging?next=nonsense')).status).toBe(400)
  })

  it('a key for another party neither tells nor sees them', async () => {
    const { at, post } = start(21)
    const { id } = (await post()).body
    const { body } = await cpo.post('/keys', { name: 'def', parties: ['NL-DEF'], scope: 'write' })
    const other = new ApiClient(platform.url, body.key)
    const told = [
      await other.post('/charging', start(22).body),
      await other.post(`/charging/${id}/meter`, { meter_wh: 2000 }),
      await other.post(`/charging/${id}/stop`),
      await other.get(`/charging/${id}`),
    ]
    expect(told.map(({ status }) => status)).toEqual([403, 403, 403, 404])
    expect((await other.get('/charging')).body.items).toEqual([])
    expect((await other.get('/charging?party=NL-ABC')).body.items).toEqual([])
    await stop(id, at + MINUTE)
    expect((await other.post(`/cdrs/NL/ABC/${id}/credit`)).status).toBe(403)
  })

  describe('of which nobody says that it has ended', () => {
    const silentFor = async (days: number, ...ids: string[]) => {
      const { database, chargings } = platform.parts
      await database.query(
        `update "${database.schema}".charging set heard_at = now() - $1::int * interval '1 day' where id = any($2)`,
        [days, ids.map((id) => id.toUpperCase())],
      )
      // Two processes look at once.
      await Promise.all([chargings.endSilent(), chargings.endSilent()])
    }
    const said = (id: string) => platform.log.filter((line) => line.event === 'charging_silent' && line.charging === id)

    it('is ended with its last meter value, and billed up to there', async () => {
      const { at, post } = start(30)
      const { id } = (await post()).body
      await meter(id, at + 15 * MINUTE, 6000)
      await silentFor(29, id)
      expect((await cpo.get(`/charging/${id}`)).body.status).toBe('ACTIVE')
      // Whatever is told of it counts, also of long ago.
      await silentFor(31)
      await meter(id, at + 20 * MINUTE, 7000)
      await silentFor(29)
      expect(said(id)).toEqual([])
      await silentFor(31, id)
      const ended = await settled(await cpo.get(`/charging/${id}`))
      expect(faultsOf('getCharging', 200, ended.body)).toEqual([])
      expect(ended.body).toMatchObject({
        status: 'COMPLETED',
        cdr_id: id,
        kwh: 6,
        end_date_time: text(at + 20 * MINUTE),
      })
      expect(codes(ended.body)).toEqual(['charging-silent'])
      expect(said(id)).toEqual([expect.objectContaining({ days: 30, status: 'COMPLETED' })])
      expect(await received(`/cdrs/NL/ABC/${id}`)).toMatchObject({
        total_energy: 6,
        end_date_time: text(at + 20 * MINUTE),
      })
      expect(await received(`/sessions/NL/ABC/${id}`, ({ status }) => status === 'COMPLETED')).toMatchObject({ kwh: 6 })
      const late = await cpo.post(`/charging/${id}/stop`, { at: text(at + 60 * MINUTE), meter_wh: 9000 })
      expect(late.status).toBe(409)
    })

    it('R-SES-08 is INVALID and not billed where its meter showed nothing', async () => {
      const { id } = (await start(31).post()).body
      const begun = await received(`/sessions/NL/ABC/${id}`)
      await silentFor(31, id)
      const ended = await settled(await cpo.get(`/charging/${id}`))
      expect(ended.body).toMatchObject({ status: 'INVALID', cdr_id: null, reason: expect.stringContaining('30 days') })
      expect(await received(`/sessions/NL/ABC/${id}`, ({ status }) => status === 'INVALID')).toMatchObject({
        cdr_token: begun.cdr_token,
        auth_method: 'WHITELIST',
        start_date_time: begun.start_date_time,
        kwh: 0,
      })
      expect((await cpo.get(`/cdrs/NL/ABC/${id}`)).status).toBe(404)
      expect(said(id)).toHaveLength(1)
      expect((await cpo.get('/charging')).body.items.map((one: Any) => one.id)).not.toContain(id)
    })
  })

  describe('POST /cdrs/.../credit', () => {
    const ended = async (number: number) => {
      const { at, post } = start(number)
      const { id } = (await post()).body
      await stop(id, at + 30 * MINUTE, { meter_wh: 3000 })
      return id as string
    }

    it('R-CDR-07 makes the credit CDR: all its data, total_cost alone negated; once', async () => {
      const id = await ended(18)
      const bill = await cdr(id)
      const credited = await cpo.post(`/cdrs/NL/ABC/${id}/credit`, { reason: 'The meter was broken' })
      expect([credited.status, faultsOf('creditCdr', 201, credited.body)]).toEqual([201, []])
      expect(credited.body).toEqual({
        ...bill,
        id: `${id}-C`,
        credit: true,
        credit_reference_id: id,
        remark: 'The meter was broken',
        total_cost: { before_taxes: -0.5, taxes: [{ name: 'VAT', percentage: 21, amount: -0.105 }] },
        last_updated: expect.any(String),
      })
      const again = await cpo.post(`/cdrs/NL/ABC/${id}/credit`)
      expect([again.status, again.body]).toEqual([200, credited.body])
      expect(await received(`/cdrs/NL/ABC/${id}-C`)).toEqual(credited.body)
      expect((await received(`/cdrs/NL/ABC/${id}-C/audit`)).state).toBe('accepted')
      const twice = await cpo.post(`/cdrs/NL/ABC/${id}/credit`, { id: 'ANOTHER' })
      expect([twice.status, twice.body.errors[0].code]).toEqual([422, 'credited-twice'])
      // R-CDR-08: the right one follows under an id of its own.
      const right = { ...bill, id: 'RIGHT-1', last_updated: undefined }
      expect((await cpo.post('/cdrs', right)).status).toBe(201)
    })

    it('is refused for a credit CDR, for one nobody has, for other parties, and under an id that is taken', async () => {
      const [one, two] = [await ended(19), await ended(20)]
      await cpo.post(`/cdrs/NL/ABC/${one}/credit`, { id: 'CREDIT-19' })
      expect((await cpo.post('/cdrs/NL/ABC/CREDIT-19/credit')).status).toBe(409)
      expect((await cpo.post(`/cdrs/NL/ABC/${two}/credit`, { id: one })).status).toBe(409)
      expect((await cpo.post(`/cdrs/NL/ABC/${two}/credit`, { id: 'CREDIT-19' })).status).toBe(409)
      expect((await cpo.post(`/cdrs/NL/ABC/${two}/credit`, { id: 'X'.repeat(40) })).status).toBe(422)
      expect((await cpo.post('/cdrs/NL/ABC/NOBODY/credit')).status).toBe(404)
      expect((await cpo.post(`/cdrs/FR/ZZZ/${two}/credit`)).status).toBe(403)
      await received(`/cdrs/NL/ABC/${two}`)
      expect((await emsp.post(`/cdrs/NL/ABC/${two}/credit`)).status).toBe(403)
    })
  })
})
