// Prices through the company-side API, over real HTTP on real storage.

import { beforeAll, describe, expect, it } from 'vitest'
import { backendServer, faultsOf } from './support/backend-server.ts'
import { onEachEngine } from './support/databases.ts'
import { partner } from './support/object-store.ts'
import { until } from './support/until.ts'
import { cdr, connector, evse, location, noon, session, tariff } from './support/wire-objects.ts'

/** 0.25 per kWh, 0.50 from 17:00 in Amsterdam on; VAT 21 %. */
const byHour = [
  {
    price_components: [{ type: 'ENERGY', price: 0.5, vat: 21, step_size: 1 }],
    restrictions: { start_time: '17:00', end_time: '00:00' },
  },
  { price_components: [{ type: 'ENERGY', price: 0.25, vat: 21, step_size: 1 }] },
]
const fee = [{ price_components: [{ type: 'FLAT', price: 1, vat: 21, step_size: 1 }] }]

const period = (start_date_time: string, tariff_id?: string) => ({
  start_date_time,
  dimensions: [{ type: 'ENERGY', volume: 10 }],
  ...(tariff_id ? { tariff_id } : {}),
})
/** 10 kWh at 13:00 and 10 kWh at 18:00, local time. */
const charged = (tariffId?: string) => ({
  start_date_time: noon,
  end_date_time: '2026-01-31T18:00:00Z',
  charging_periods: [period(noon, tariffId), period('2026-01-31T17:00:00Z', tariffId)],
})
/** Each period at the price of its start; the first one lasts until the second one starts, over 17:00. */
const uncut = { cut: false }
const taxed = (before_taxes: string, tax: string, after_taxes: string) => ({
  before_taxes,
  taxes: [{ name: 'VAT', percentage: '21', amount: tax }],
  after_taxes,
})

onEachEngine('prices through the API', (engine) => {
  const server = backendServer(engine, ['NL-ABC:CPO', 'NL-XYZ:EMSP'], [partner('cpo', ['DE-CPO'])])
  const api = () => server().api
  const ask = async (body: object) => {
    const answer = await api().post('/price', body)
    if (answer.status === 200) expect(faultsOf('postPrice', 200, answer.body)).toEqual([])
    return answer
  }

  beforeAll(async () => {
    const plug = (id: string, tariff_ids: string[]) => connector({ id, tariff_ids })
    const place = { uid: '3256', connectors: [plug('1', ['HOURS', 'ADHOC']), plug('2', ['GONE']), plug('3', [])] }
    const own = [
      await api().put('/tariffs/NL/ABC/HOURS', tariff({ id: 'HOURS', elements: byHour, type: 'REGULAR' })),
      await api().put('/tariffs/NL/ABC/ADHOC', tariff({ id: 'ADHOC', elements: fee, type: 'AD_HOC_PAYMENT' })),
      await api().put('/locations/NL/ABC/LOC1', location({ evses: [evse(place)] })),
      await api().put('/sessions/NL/ABC/S1', session({ ...charged('HOURS'), kwh: 20 })),
    ]
    expect(own.map(({ status }) => status)).toEqual([201, 201, 201, 201])
    const theirs = { country_code: 'DE', party_id: 'CPO' }
    await server().received.whole('tariffs', tariff({ ...theirs, id: 'HOURS', elements: byHour }))
    await server().received.whole('locations', location({ ...theirs, time_zone: 'Europe/London', evses: [evse()] }))
  })

  describe('POST /price', () => {
    it('a session that is known here, by the tariff its periods name and the time zone of its location', async () => {
      const { status, body } = await ask({ country_code: 'nl', party_id: 'abc', session_id: 's1', ...uncut })
      expect([status, body.currency]).toEqual([200, 'EUR'])
      expect(body.total).toEqual(taxed('7.5', '1.575', '9.075'))
      expect(body.energy).toEqual(body.total)
      expect(body.parking).toEqual({ before_taxes: '0', taxes: [], after_taxes: '0' })
      expect(body.periods.map(({ amount }: { amount: object }) => amount)).toMatchObject([
        { before_taxes: '2.5' },
        { before_taxes: '5' },
      ])
      expect(body.explanation.map(({ text }: { text: string }) => text)).toContainEqual(
        expect.stringContaining('element 0 of tariff HOURS'),
      )
    })

    it('cuts a period where the price changes, unless told not to', async () => {
      const cut = await ask({ country_code: 'NL', party_id: 'ABC', session_id: 'S1' })
      // From 13:00 to 18:00 local time, a fifth of it after 17:00: 8 x 0.25 + 12 x 0.50.
      expect(cut.body.total).toEqual(taxed('8', '1.68', '9.68'))
      expect(cut.body.findings).toMatchObject([{ code: 'period-crosses-boundary', severity: 'warning' }])
    })

    it('a CDR by its own tariffs; one of another CPO by what that one sent', async () => {
      const own = await ask({ cdr: cdr({ ...charged('X'), tariffs: [tariff({ id: 'X' })] }) })
      expect(own.body.total.before_taxes).toBe('5')
      // 17:00 UTC is 17:00 in London.
      const theirs = { country_code: 'DE', party_id: 'CPO' }
      const looked = await ask({ cdr: cdr({ ...theirs, ...charged('hours') }), ...uncut })
      expect(looked.body.total.before_taxes).toBe('7.5')
      const elsewhere = await ask({
        cdr: cdr({ ...theirs, ...charged('HOURS') }),
        location: { time_zone: 'America/New_York' },
        ...uncut,
      })
      expect(elsewhere.body.total.before_taxes).toBe('5')
    })

    it('a session by tariffs that are given, with no more fields than its price depends on', async () => {
      const tariffs = [{ id: 'OWN', currency: 'SEK', tax_included: 'NO', elements: fee }]
      const { status, body } = await ask({ session: charged('OWN'), tariffs })
      expect([status, body.currency, body.total, body.fixed]).toEqual([
        200,
        'SEK',
        taxed('1', '0.21', '1.21'),
        taxed('1', '0.21', '1.21'),
      ])
    })

    it('a session whose periods name no tariff, by the one of its connector', async () => {
      const { body } = await ask({ session: session({ ...charged(), kwh: 20 }), ...uncut })
      expect(body.total.before_taxes).toBe('7.5')
      expect(body.findings).toMatchObject([{ code: 'tariff-not-named', severity: 'warning' }])
    })

    it('by the tariff that the partner of its token is shown', async () => {
      await api().put('/tariffs/NL/ABC/GOLD', tariff({ id: 'GOLD', elements: fee }))
      const connectors = [{ country_code: 'NL', party_id: 'ABC', location_id: 'LOC1' }]
      const put = await api().put('/price-groups/gold', {
        partners: ['cpo'],
        rules: [{ connectors, tariff_ids: ['GOLD'] }],
      })
      expect(put.status).toBe(201)
      await until(async () => (await api().get('/price-groups/gold')).body.status === 'applied')
      const token = { country_code: 'DE', party_id: 'CPO', uid: 'T', type: 'RFID', contract_id: 'C' }
      const theirs = await ask({ session: session({ ...charged(), cdr_token: token }) })
      expect(theirs.body.total.before_taxes).toBe('1')
      const ours = await ask({ session: session(charged()), ...uncut })
      expect(ours.body.total.before_taxes).toBe('7.5')
    })

    it('what cannot be known is absent, and a finding says why', async () => {
      const unplaced = { ...charged('OWN'), charging_periods: [period(noon, 'OWN')] }
      const tariffs = [tariff({ id: 'OWN', elements: byHour })]
      const { status, body } = await ask({ session: unplaced, tariffs })
      expect([status, body.total]).toEqual([200, undefined])
      expect(body.findings).toContainEqual(expect.objectContaining({ code: 'time-zone-unknown', severity: 'error' }))
    })

    it('tariffs that are not known here are named: 409', async () => {
      const { status, body } = await ask({ session: { country_code: 'NL', party_id: 'ABC', ...charged('NOPE') } })
      expect([status, body.type]).toEqual([409, 'urn:interchange:problem:conflict'])
      expect(body.errors).toEqual([
        { pointer: '/session/charging_periods/0/tariff_id', detail: 'the tariff NOPE of NL-ABC is not known here' },
      ])
    })

    it('a session that is not known here: 404', async () => {
      expect((await ask({ country_code: 'NL', party_id: 'ABC', session_id: 'NONE' })).status).toBe(404)
    })

    it('names each fault by its pointer: 422', async () => {
      const faults = async (body: object) => {
        const answer = await ask(body)
        return [answer.status, ...(answer.body.errors ?? []).map(({ pointer }: { pointer: string }) => pointer)]
      }
      expect(await faults({})).toEqual([422, ''])
      expect(await faults({ session: charged('X'), cdr: cdr() })).toEqual([422, ''])
      expect(await faults({ session_id: 'S1' })).toEqual([422, '/country_code', '/party_id'])
      expect(await faults({ sesion: charged('X') })).toEqual([422, '/sesion'])
      expect(await faults({ session: {} })).toEqual([422, '/session/start_date_time', '/session/charging_periods'])
      expect(await faults({ session: { ...charged(), start_date_time: 'noon' } })).toEqual([
        422,
        '/session/start_date_time',
      ])
      expect(await faults({ session: charged('X') })).toEqual([422, '/session/country_code', '/session/party_id'])
      expect(await faults({ session: charged('X'), tariffs: [{ id: 'X' }] })).toEqual([
        ...[422, '/tariffs/0/currency', '/tariffs/0/elements', '/tariffs/0/tax_included'],
      ])
      expect(await faults({ session: charged('X'), location: { time_zone: 'Mars' } })).toEqual([
        422,
        '/location/time_zone',
      ])
    })
  })

  describe('GET the price of a connector', () => {
    const at = (query: string, plug = '1') => api().get(`/locations/NL/ABC/LOC1/3256/${plug}/price${query}`)

    it('a quote, the ad hoc prices and the day', async () => {
      const { status, body } = await at('?energy_kwh=20&power_kw=10&start=2026-01-31T15:00:00Z&idle_minutes=5')
      expect(status).toBe(200)
      expect(faultsOf('getConnectorPrice', 200, body)).toEqual([])
      // Two hours of 10 kW from 16:00 local time on.
      expect(body.quote.total).toEqual(taxed('7.5', '1.575', '9.075'))
      expect(body.quote.findings).toEqual([])
      expect(body.quote.periods.at(-1)).toMatchObject({ end_date_time: '2026-01-31T17:05:00.000Z' })
      expect(body.ad_hoc).toMatchObject({ tariff_id: 'ADHOC', per_session: { before_taxes: '1', after_taxes: '1.21' } })
      expect(body.curve).toMatchObject({ tariff_id: 'HOURS', date: '2026-01-31', currency: 'EUR' })
      expect(body.curve.steps).toMatchObject([
        { start_time: '00:00', end_time: '17:00', per_kwh: { before_taxes: '0.25' } },
        { start_time: '17:00', end_time: '00:00', per_kwh: { before_taxes: '0.5' } },
      ])
    })

    it('the day is the local one; power is what the connector can do', async () => {
      const { body } = await at('?energy_kwh=22.08&start=2026-01-31T23:30:00Z')
      expect(body.curve.date).toBe('2026-02-01')
      // 3 x 230 V x 32 A = 22.08 kW: one hour.
      expect(body.quote.periods).toMatchObject([{ end_date_time: '2026-02-01T00:30:00.000Z' }])
      expect(body.quote.total.before_taxes).toBe('5.52')
    })

    it('by the type of tariff; without one that fits, and without a plan, findings say so', async () => {
      const adHoc = await at('?energy_kwh=20&tariff_type=AD_HOC_PAYMENT')
      expect([adHoc.body.quote.total.before_taxes, adHoc.body.curve.tariff_id]).toEqual(['1', 'ADHOC'])
      const green = await at('?energy_kwh=20&tariff_type=PROFILE_GREEN')
      expect([green.status, green.body.quote.total, green.body.curve]).toEqual([200, undefined, null])
      expect(green.body.quote.findings).toMatchObject([{ code: 'tariff-missing', severity: 'error' }])
      const nothing = await at('')
      expect(nothing.body.quote.findings).toMatchObject([{ code: 'plan-incomplete', severity: 'error' }])
    })

    it('names each parameter that is at fault', async () => {
      const { status, body } = await at(
        '?energy_kwh=-1&power_kw=much&start=noon&idle_minutes=1.5&tariff_type=CHEAP&x=1',
      )
      expect(status).toBe(400)
      expect(body.errors.map(({ parameter }: { parameter: string }) => parameter).toSorted()).toEqual([
        ...['energy_kwh', 'idle_minutes', 'power_kw', 'start', 'tariff_type', 'x'],
      ])
    })

    it('409 where the tariffs are not known, or none is named; 404 where there is no connector', async () => {
      const gone = await at('', '2')
      expect([gone.status, gone.body.detail]).toEqual([409, expect.stringContaining('GONE')])
      expect((await at('', '3')).status).toBe(409)
      expect((await at('', '4')).status).toBe(404)
      expect((await api().get('/locations/NL/ABC/NONE/3256/1/price')).status).toBe(404)
    })
  })

  it('stores nothing', async () => {
    const sessions = async () => (await api().get('/sessions')).text
    const before = await sessions()
    await ask({ session: session({ id: 'NEW', ...charged() }) })
    expect(await sessions()).toBe(before)
    expect((await api().get('/sessions/NL/ABC/NEW')).status).toBe(404)
  })
})
