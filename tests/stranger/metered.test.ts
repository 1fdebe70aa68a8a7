// What a stranger is told of a charging whose backend knows meter values, not OCPI: the platform makes the session, its
// updates and the CDR. Source: sessions, cdrs, tokens.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { joined, type OurSide, startPlatform, US, untilPushed, versions } from './conversation.ts'
import { type Json, location, tariff, token } from './objects.ts'
import { eventually, type Heard, type Stranger } from './stranger.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const time = (ms: number) => new Date(ms).toISOString()

describe.each(versions)('a stranger of %s', (version) => {
  let ours: OurSide
  let emsp: Stranger

  const api = async (path: string, body: Json): Promise<Json> => {
    const answer = await ours.api('POST', path, body)
    expect([path, answer.status < 300, answer.body]).toEqual([path, true, answer.body])
    return answer.body
  }
  const told = (id: unknown): readonly Heard[] =>
    emsp.heard.filter(({ method, path }) => method !== 'GET' && path.startsWith(`/in/sessions/NL/ABC/${id}`))
  const hears = (id: unknown, is: (body: Json) => boolean): Promise<Heard> =>
    eventually(`something about ${id}`, () => told(id).find(({ body }) => is(body as Json)))
  const billed = (id: unknown): Promise<Json> =>
    eventually(`the CDR ${id}`, () =>
      emsp.heard
        .map(({ path, body }) => (path.startsWith('/in/cdrs') ? (body as Json) : {}))
        .find((one) => one.id === id),
    )
  const start = (more: Json = {}): Json => ({
    party: 'NL-ABC',
    evse_uid: '3256',
    token: { uid: 'CARD' },
    meter_wh: 1000,
    ...more,
  })
  const cost = (before: number, tax: number): Json =>
    version === '2.2.1'
      ? { excl_vat: before, incl_vat: before + tax }
      : { before_taxes: before, taxes: [{ name: 'VAT', percentage: 10, amount: tax }] }

  beforeAll(async () => {
    ours = await startPlatform()
    emsp = await joined(ours, { role: 'EMSP', version })
    await untilPushed(ours, emsp)
    emsp.lists.tokens = [token('CARD'), { ...token('APP'), type: 'APP_USER', whitelist: 'NEVER' }]
    for (const one of emsp.lists.tokens) {
      const url = `${emsp.theirs.get('tokens.RECEIVER')}/BE/BEM/${one.uid}?type=${one.type}`
      expect((await emsp.send('PUT', url, { body: one, to: US })).envelope.status_code).toBe(1000)
    }
    const prices = tariff('11', '2.3.0')
    const last_updated = time(Date.now() - 240 * HOUR)
    const evses = (location('LOC1', '2.3.0').evses as Json[]).map((one) => ({ ...one, last_updated }))
    await ours.api('PUT', '/tariffs/NL/ABC/11', { ...prices, ...US, last_updated })
    await ours.api('PUT', '/locations/NL/ABC/LOC1', { ...location('LOC1', '2.3.0'), ...US, evses, last_updated })
  })
  beforeEach(() => {
    emsp.heard.length = 0
    emsp.answer = () => undefined
  })
  afterAll(async () => {
    await emsp.stop()
    await ours.stop()
  })

  test('R-SES-02 R-CDR-11 a session by PUT, its changes, and a CDR with a period for each kind of time', async () => {
    const at = Date.now() - 24 * HOUR
    const { id } = await api('/charging', start({ at: time(at) }))
    const put = await hears(id, ({ status }) => status === 'ACTIVE')
    expect([put.method, put.body]).toMatchObject([
      'PUT',
      { kwh: 0, auth_method: 'WHITELIST', location_id: 'LOC1', evse_uid: '3256', connector_id: '1', currency: 'EUR' },
    ])
    await api(`/charging/${id}/meter`, { at: time(at + HOUR), meter_wh: 6000, state: 'SUSPENDED_EV' })
    const parked = (await hears(id, ({ kwh }) => kwh === 5)).body as Json
    expect(parked.charging_periods).toMatchObject([{ start_date_time: time(at).replace('.000Z', 'Z') }])
    expect(parked.total_cost).toEqual(cost(2, 0.2))
    await api(`/charging/${id}/stop`, { at: time(at + HOUR + 15 * MINUTE), meter_wh: 6000 })
    await hears(id, ({ status }) => status === 'COMPLETED')
    const cdr = await billed(id)
    expect(cdr).toMatchObject({
      session_id: id,
      cdr_token: { uid: 'CARD', contract_id: 'BE8ACC12E46L89' },
      total_energy: 5,
      total_time: 1.25,
      total_parking_time: 0.25,
      total_cost: cost(2, 0.2),
      tariffs: [{ id: '11' }],
      charging_periods: [
        {
          tariff_id: '11',
          dimensions: [
            { type: 'ENERGY', volume: 5 },
            { type: 'TIME', volume: 1 },
          ],
        },
        {
          tariff_id: '11',
          dimensions: [
            { type: 'ENERGY', volume: 0 },
            { type: 'PARKING_TIME', volume: 0.25 },
          ],
        },
      ],
    })
  })

  test.each([
    ['ALLOWED', 'ACTIVE'],
    ['BLOCKED', 'INVALID'],
  ])('R-SES-07 asked and slow to answer it sees the session PENDING; %s makes it %s', async (allowed, status) => {
    let sawPending = (): void => undefined
    const pending = new Promise<void>((resolve) => {
      sawPending = resolve
    })
    emsp.answer = async ({ path, body }) => {
      if ((body as Json | undefined)?.status === 'PENDING') sawPending()
      if (!path.includes('/APP/authorize')) return undefined
      await pending
      return { data: { allowed, token: emsp.lists.tokens![1], authorization_reference: `REF-${allowed}` } }
    }
    const at = Date.now()
    const { id } = await api('/charging', start({ token: { uid: 'APP', type: 'APP_USER' } }))
    const first = await hears(id, () => true)
    expect([first.method, first.body]).toMatchObject(['PUT', { status: 'PENDING', kwh: 0, cdr_token: { uid: 'APP' } }])
    const decided = await hears(id, (body) => body.status === status)
    if (status === 'INVALID') {
      expect((await api(`/charging/${id}/stop`, {})).cdr_id).toBeNull()
      return
    }
    expect(decided.body).toMatchObject({ authorization_reference: `REF-${allowed}` })
    expect(Date.parse(String((decided.body as Json).start_date_time))).toBeGreaterThan(at)
    await api(`/charging/${id}/stop`, { meter_wh: 1000 })
    expect(await billed(id)).toMatchObject({ auth_method: 'AUTH_REQUEST', authorization_reference: `REF-${allowed}` })
  })

  test('R-CDR-07 a credit CDR takes back what was billed, after it', async () => {
    const at = Date.now() - 48 * HOUR
    const { id } = await api('/charging', start({ at: time(at), stop: { at: time(at + HOUR), meter_wh: 3000 } }))
    await billed(id)
    await api(`/cdrs/NL/ABC/${id}/credit`, { id: `CREDIT-${version}` })
    const [credit, { last_updated: _, ...bill }] = [await billed(`CREDIT-${version}`), await billed(id)]
    const negative = cost(-2, -0.2)
    expect(credit).toMatchObject({ ...bill, id: `CREDIT-${version}`, total_cost: negative, credit: true })
    expect(credit.credit_reference_id).toBe(id)
  })
})
