// From the reservation to the bill: what a stranger that asks for a charge is told of it. The company's backend writes
// sessions and CDRs, from what the platform asked it. Source: commands, sessions, cdrs.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Backend } from './backend.ts'
import {
  type ApiAnswer,
  joined,
  type OurSide,
  outcome,
  startPlatform,
  US,
  untilPushed,
  versions,
} from './conversation.ts'
import { cdr, EMSP, type Json, location, session, tariff, token } from './objects.ts'
import { eventually, type Heard, type Stranger } from './stranger.ts'

const at = (minute: number, second = 0) => new Date(Date.UTC(2026, 6, 1, 12, minute, second)).toISOString()

describe.each(versions)('a stranger of %s', (version) => {
  let ours: OurSide
  let emsp: Stranger
  const backend = new Backend()

  const api = async (method: string, path: string, body: Json): Promise<ApiAnswer> => {
    const answer = await ours.api(method, path, body)
    expect([path, answer.status < 300, answer.body]).toEqual([path, true, answer.body])
    return answer
  }
  const write = (written: Json) => api('PUT', `/sessions/NL/ABC/${written.id}`, written)
  const bill = (issued: Json) => api('POST', '/cdrs', issued)
  const days: string[] = []
  /** The CDR of a session of the same id; each has a day of its own, so that none overlaps another. */
  const issued = (id: string, more: Json = {}): Json => {
    if (!days.includes(id)) days.push(id)
    const day = `2026-06-${String(days.indexOf(id) + 1).padStart(2, '0')}`
    const made = JSON.parse(JSON.stringify(cdr(id, EMSP, '2.3.0')).replaceAll('2026-06-29', day)) as Json
    return { ...made, ...US, session_id: id, tariffs: [{ ...tariff('12', '2.3.0'), ...US }], ...more }
  }
  const whole = (id: string, more: Json = {}): Json => {
    const { start_date_time } = issued(id)
    return { ...session(id, EMSP, '2.3.0'), ...US, start_date_time, ...more }
  }
  /** What a session is that its CDR agrees with. */
  const ended = (id: string): Json => {
    const { end_date_time, total_energy: kwh } = issued(id)
    return { status: 'COMPLETED', end_date_time, kwh }
  }
  /** What it was told of a session, in order: method and body. */
  const told = (id: string): readonly Heard[] =>
    emsp.heard.filter(({ method, path }) => method !== 'GET' && path === `/in/sessions/NL/ABC/${id}`)
  const hears = (id: string, count: number): Promise<Heard> =>
    eventually(`${count} messages about ${id}`, () => told(id)[count - 1])
  const billed = (id: string): Promise<Json> =>
    eventually(`the CDR ${id}`, () =>
      emsp.heard
        .map(({ path, body }) => (path.startsWith('/in/cdrs') ? (body as Json) : {}))
        .find((one) => one.id === id),
    )
  const command = async (name: string, body: Json): Promise<Json> => {
    const said = await emsp.send('POST', `${emsp.theirs.get('commands.RECEIVER')}/${name}`, {
      to: US,
      body: { response_url: `${emsp.base}/done/${name}`, ...body },
    })
    expect([name, outcome(said), (said.envelope.data as Json).result]).toEqual([name, '200/1000', 'ACCEPTED'])
    return backend.questions(`command.${name.toLowerCase()}`).at(-1)!
  }
  const app = { ...token('APP'), type: 'APP_USER', contract_id: 'BE-BEM-C00000001' }
  const card = token('CARD')
  const start = (more: Json = {}) => ({ token: app, location_id: 'LOC1', evse_uid: '3256', ...more })
  const reserve = (reservation_id: string, more: Json = {}) => ({
    token: card,
    expiry_date: '2030-01-01T00:00:00Z',
    reservation_id,
    location_id: 'LOC1',
    evse_uid: '3257',
    ...more,
  })
  const cdrToken = ({ country_code, party_id, uid, type, contract_id }: Json): Json => ({
    country_code,
    party_id,
    uid,
    type,
    contract_id,
  })

  beforeAll(async () => {
    ours = await startPlatform()
    emsp = await joined(ours, { role: 'EMSP', version })
    await untilPushed(ours, emsp)
    await api('POST', '/webhooks', { url: await backend.start() })
    for (const name of ['start_session', 'reserve_now', 'cancel_reservation']) {
      backend.replies[`command.${name}`] = { result: 'ACCEPTED', timeout: 600 }
    }
    await api('PUT', '/locations/NL/ABC/LOC1', { ...location('LOC1', '2.3.0'), ...US })
  })
  beforeEach(() => {
    emsp.heard.length = 0
    backend.asked.length = 0
  })
  afterAll(async () => {
    await emsp.stop()
    await ours.stop()
    await backend.stop()
  })

  test('R-CMD-13 the token and the reference of START_SESSION are in the session and in the CDR', async () => {
    const { command: asked } = (await command('START_SESSION', start({ authorization_reference: 'REF-A' }))) as {
      command: { token: Json; authorization_reference: string }
    }
    const known = {
      cdr_token: cdrToken(asked.token),
      auth_method: 'COMMAND',
      authorization_reference: asked.authorization_reference,
    }
    await write(whole('CMD', { ...known, status: 'ACTIVE' }))
    const expected = { cdr_token: cdrToken(app), auth_method: 'COMMAND', authorization_reference: 'REF-A' }
    expect((await hears('CMD', 1)).body).toMatchObject(expected)
    await write(whole('CMD', { ...known, ...ended('CMD'), last_updated: at(5) }))
    const wrong = issued('CMD', { ...known, id: 'CMD-X', cdr_token: cdrToken(card) })
    expect((await ours.api('POST', '/cdrs', wrong)).status).toBe(409)
    await bill(issued('CMD', known))
    expect(await billed('CMD')).toMatchObject({ ...expected, session_id: 'CMD' })
  })

  test('R-CMD-17 the same reservation again replaces it: the backend is given the same key and the new end', async () => {
    const first = await command('RESERVE_NOW', reserve('R1'))
    const again = await command('RESERVE_NOW', reserve('r1', { expiry_date: '2030-01-01T01:00:00Z' }))
    const other = await command('RESERVE_NOW', reserve('R2'))
    expect(first.reservation).toBeTruthy()
    expect(again.reservation).toBe(first.reservation)
    expect((again.command as Json).expiry_date).toBe('2030-01-01T01:00:00Z')
    expect(other.reservation).not.toBe(first.reservation)
  })

  test('R-CMD-19 R-SES-09 R-SES-10 a reservation is a session, which becomes ACTIVE when it is used', async () => {
    const { command_id } = await command('RESERVE_NOW', reserve('R3'))
    await api('POST', `/commands/${command_id}/result`, { result: 'ACCEPTED' })
    const reserved = whole('RES', {
      cdr_token: cdrToken(card),
      auth_method: 'COMMAND',
      status: 'RESERVATION',
      evse_uid: '#NA',
      connector_id: '#NA',
    })
    const { status, body } = await ours.api('PUT', '/sessions/NL/ABC/RES', { ...reserved, status: 'RESERVED' })
    expect([status, (body.errors as Json[])[0]!.pointer]).toEqual([422, '/status'])
    await write(reserved)
    const put = await hears('RES', 1)
    expect([put.method, put.body]).toMatchObject(['PUT', { status: 'RESERVATION', evse_uid: '#NA' }])
    await eventually('its result is told', () => emsp.heard.find(({ path }) => path === '/done/RESERVE_NOW'))

    const active = {
      status: 'ACTIVE',
      evse_uid: '3257',
      connector_id: '1',
      start_date_time: at(20),
      last_updated: at(20),
    }
    await write({ ...reserved, ...active })
    expect((await hears('RES', 2)).body).toMatchObject(active)
  })

  test('R-SES-10 a reservation nobody used is COMPLETED', async () => {
    const reserved = whole('UNUSED', { status: 'RESERVATION', evse_uid: '#NA', connector_id: '#NA' })
    await write(reserved)
    await hears('UNUSED', 1)
    await write({ ...reserved, status: 'COMPLETED', end_date_time: at(30), last_updated: at(30) })
    expect((await hears('UNUSED', 2)).body).toMatchObject({ status: 'COMPLETED' })
  })

  test('R-CMD-21 a cancelled reservation nobody knows ends as UNKNOWN_RESERVATION; a CDR may follow', async () => {
    const { command_id } = await command('CANCEL_RESERVATION', { reservation_id: 'NEVER' })
    await api('POST', `/commands/${command_id}/result`, { result: 'UNKNOWN_RESERVATION' })
    const result = await eventually('the result', () =>
      emsp.heard.find(({ path }) => path === '/done/CANCEL_RESERVATION'),
    )
    expect(result.body).toEqual({ result: 'UNKNOWN_RESERVATION' })
    const { session_id: _, ...none } = issued('UNKNOWN', {
      cdr_location: {
        ...(cdr('X', EMSP, '2.3.0').cdr_location as Json),
        evse_uid: '#NA',
        evse_id: '#NA',
        connector_id: '#NA',
      },
      charging_periods: [
        {
          start_date_time: issued('UNKNOWN').start_date_time,
          dimensions: [{ type: 'RESERVATION_TIME', volume: 1.973 }],
        },
      ],
      total_cost: { before_taxes: 0 },
      total_energy: 0,
      total_time: 0,
      total_time_cost: undefined,
    })
    await bill(none)
    expect(await billed('UNKNOWN')).not.toHaveProperty('session_id')
  })

  test('R-SES-12 R-CDR-13 R-SES-13 R-CDR-12 the last reference and the last method count', async () => {
    emsp.lists.tokens = [card]
    const authorize = async (location_id: string) =>
      (await ours.api('POST', '/authorize', { from: US, token: { uid: 'CARD', type: 'RFID' }, location_id })).body
    await command('RESERVE_NOW', reserve('R4', { authorization_reference: 'REF-1ST' }))
    const { command: second } = (await command(
      'RESERVE_NOW',
      reserve('R4', { authorization_reference: 'REF-2ND' }),
    )) as {
      command: Json
    }
    expect(await authorize('LOC1')).toMatchObject({ decided_by: 'command', authorization_reference: 'REF-2ND' })
    const reserved = whole('REFS', {
      cdr_token: cdrToken(card),
      auth_method: 'COMMAND',
      authorization_reference: second.authorization_reference,
      status: 'RESERVATION',
    })
    await write(reserved)
    expect((await hears('REFS', 1)).body).toMatchObject({ auth_method: 'COMMAND', authorization_reference: 'REF-2ND' })

    const third = await authorize('ELSEWHERE')
    expect(third).toMatchObject({ decided_by: 'realtime', authorization_reference: 'REF-1' })
    const last = { auth_method: 'AUTH_REQUEST', authorization_reference: third.authorization_reference }
    await write({ ...reserved, ...last, status: 'ACTIVE', last_updated: at(40) })
    const changed = await hears('REFS', 2)
    expect([changed.method, changed.body]).toMatchObject(['PATCH', { ...last, status: 'ACTIVE', last_updated: at(40) }])

    await write({ ...reserved, ...last, ...ended('REFS'), last_updated: at(41) })
    const mine = { cdr_token: cdrToken(card), ...last }
    for (const [earlier, pointer] of [
      [{ authorization_reference: 'REF-2ND' }, '/authorization_reference'],
      [{ auth_method: 'COMMAND' }, '/auth_method'],
    ] as const) {
      const { status, body } = await ours.api('POST', '/cdrs', issued('REFS', { ...mine, ...earlier }))
      expect([status, (body.errors as Json[]).map((one) => one.pointer)]).toEqual([409, [pointer]])
    }
    await bill(issued('REFS', mine))
    expect(await billed('REFS')).toMatchObject(last)
  })

  test('R-SES-07 PENDING becomes ACTIVE with the time it did', async () => {
    const pending = whole('PEND', { start_date_time: at(0), last_updated: at(0) })
    await write(pending)
    expect((await hears('PEND', 1)).body).toMatchObject({ status: 'PENDING' })
    const active = { status: 'ACTIVE', start_date_time: at(2, 30), last_updated: at(2, 31) }
    await write({ ...pending, ...active })
    const { method, body } = await hears('PEND', 2)
    expect([method, body]).toMatchObject(['PATCH', active])
  })

  test('R-SES-05 charging periods that are corrected or taken away come as a PUT of all of it', async () => {
    const period = (minute: number, kwh: number): Json => ({
      start_date_time: at(minute),
      dimensions: [{ type: 'ENERGY', volume: kwh }],
    })
    const running = (minute: number, ...charging_periods: Json[]) =>
      whole('PERIODS', { status: 'ACTIVE', charging_periods, last_updated: at(minute) })
    const states = [
      running(1, period(0, 1)),
      running(2, period(0, 1), period(1, 2)),
      running(3, period(0, 1), period(1, 1.5)),
      running(4),
    ]
    for (const [index, state] of states.entries()) {
      await write(state)
      const { method, body } = await hears('PERIODS', index + 1)
      expect([method, (body as Json).charging_periods ?? []]).toEqual(['PUT', state.charging_periods])
    }
  })

  test('R-SES-14 a cost that is not known is left out, and free of charge is 0', async () => {
    const { total_cost: _, ...unknown } = whole('COST')
    await write(unknown)
    expect((await hears('COST', 1)).body).not.toHaveProperty('total_cost')
    await write({ ...unknown, total_cost: { before_taxes: 0 }, last_updated: at(1) })
    const { total_cost } = (await hears('COST', 2)).body as Json
    expect(total_cost).toEqual(version === '2.2.1' ? { excl_vat: 0 } : { before_taxes: 0 })
  })

  test('R-CDR-08 after the credit a new CDR comes under an id of its own, and credits nothing', async () => {
    const wrong = issued('BILL')
    const cost = (amount: number) => ({ before_taxes: amount, taxes: [{ name: 'VAT', amount: amount / 10 }] })
    const credit = { id: 'BILL-C', credit: true, credit_reference_id: 'BILL', total_cost: cost(-4) }
    await bill(wrong)
    await bill({ ...wrong, ...credit })
    // It had ended half an hour earlier.
    const [period] = wrong.charging_periods as Json[]
    const dimensions = [
      { type: 'TIME', volume: 1.5 },
      { type: 'ENERGY', volume: 15.342 },
    ]
    await bill({
      ...wrong,
      id: 'BILL-2',
      end_date_time: String(wrong.end_date_time).replace('23:37:32', '23:09:09'),
      charging_periods: [{ ...period, dimensions }],
      total_time: 1.5,
      total_cost: cost(3),
      total_time_cost: cost(3),
    })
    const right = await billed('BILL-2')
    expect(right).not.toHaveProperty('credit')
    expect(right).not.toHaveProperty('credit_reference_id')
    const order = emsp.heard.filter(({ path }) => path.startsWith('/in/cdrs')).map(({ body }) => (body as Json).id)
    expect(order.indexOf('BILL')).toBeLessThan(order.indexOf('BILL-C'))
  })

  test('R-CDR-10 a CDR says how place and price were when the session began, whatever became of them', async () => {
    const place = { ...location('MOVED', '2.3.0'), ...US }
    const price = { ...tariff('PRICE', '2.3.0'), ...US }
    await api('PUT', '/tariffs/NL/ABC/PRICE', price)
    await api('PUT', '/locations/NL/ABC/MOVED', place)
    await write(whole('SEALED', { location_id: 'MOVED', status: 'ACTIVE' }))
    const renamed = { ...place, name: 'Renamed', address: 'Elsewhere 1', last_updated: at(10) }
    await api('PUT', '/locations/NL/ABC/MOVED', renamed)
    await api('PUT', '/tariffs/NL/ABC/PRICE', { ...price, currency: 'SEK', last_updated: at(10) })
    const then = { ...(cdr('X', EMSP, '2.3.0').cdr_location as Json), id: 'MOVED' }
    const [period] = issued('SEALED').charging_periods as Json[]
    const periods = [{ ...period, tariff_id: 'PRICE' }]
    await bill(issued('SEALED', { cdr_location: then, tariffs: [price], charging_periods: periods }))
    const sealed = await billed('SEALED')
    expect(sealed.cdr_location).toEqual(then)
    expect((sealed.tariffs as Json[]).map(({ currency }) => currency)).toEqual(['EUR'])
    await api('PUT', '/locations/NL/ABC/MOVED', { ...renamed, name: 'Again', last_updated: at(11) })
    const url = `${emsp.theirs.get('cdrs.SENDER')}?limit=50`
    const list = (await emsp.send('GET', url, { to: US })).envelope.data as Json[]
    expect(list.find(({ id }) => id === 'SEALED')).toEqual(sealed)
  })
})
