// What the company's backend does not price, the platform does: costs of own sessions and CDRs by the connector's tariff.
// Source: docs/prices.md.

import { beforeAll, describe, expect, it } from 'vitest'
import { backendServer } from './support/backend-server.ts'
import { onEachEngine } from './support/databases.ts'
import { partner } from './support/object-store.ts'
import { cdr, cdrToken, connector, evse, location, noonPlus, session, tariff } from './support/wire-objects.ts'

const perKwh = (price: number) => [{ price_components: [{ type: 'ENERGY', price, vat: 21, step_size: 1 }] }]
const perHour = [{ price_components: [{ type: 'TIME', price: 6, vat: 21, step_size: 1 }] }]
const vat = (amount: number) => [{ name: 'VAT', percentage: 21, amount }]
const used = (minutes: number, kwh: number, more: object = {}) => ({
  start_date_time: noonPlus(minutes),
  dimensions: [
    { type: 'ENERGY', volume: kwh },
    { type: 'TIME', volume: 0.5 },
  ],
  ...more,
})
/** Of objects that are as the specification has them, what a backend that knows nothing of prices leaves out. */
function without<T extends object>(object: T, ...names: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)))
}

onEachEngine('costs of own sessions and CDRs', (engine) => {
  const server = backendServer(engine, ['NL-ABC:CPO'], [partner('emsp', ['DE-MSP'])])
  const api = () => server().api
  const running = (id: string, fields: object = {}) =>
    without(
      session({ id, status: 'ACTIVE', kwh: 1, ...fields }),
      'total_cost',
      'currency',
      'last_updated',
      'end_date_time',
    )
  const put = (object: Record<string, unknown>) => api().put(`/sessions/NL/ABC/${object.id}`, object)
  const ended = (id: string, fields: object = {}) =>
    without(
      cdr({
        id,
        session_id: id,
        start_date_time: noonPlus(0),
        end_date_time: noonPlus(60),
        charging_periods: [used(0, 4.5), used(30, 1.25)],
        ...fields,
      }),
      'total_cost',
      'total_energy',
      'total_time',
      'total_parking_time',
      'total_energy_cost',
      'currency',
      'tariffs',
    )

  beforeAll(async () => {
    const plug = (id: string, tariff_ids: string[]) => connector({ id, tariff_ids })
    const connectors = [plug('1', ['ENERGY', 'AD_HOC']), plug('2', ['HOURS']), plug('3', []), plug('4', ['CHANGES'])]
    const valid = { last_updated: noonPlus(-6000) }
    const answers = [
      await api().put('/tariffs/NL/ABC/ENERGY', tariff({ id: 'ENERGY', elements: perKwh(0.25), ...valid })),
      await api().put(
        '/tariffs/NL/ABC/AD_HOC',
        tariff({ id: 'AD_HOC', elements: perKwh(0.5), type: 'AD_HOC_PAYMENT', ...valid }),
      ),
      await api().put('/tariffs/NL/ABC/HOURS', tariff({ id: 'HOURS', elements: perHour, ...valid })),
      await api().put('/tariffs/NL/ABC/CHANGES', tariff({ id: 'CHANGES', elements: perKwh(0.3), ...valid })),
      await api().put('/locations/NL/ABC/LOC1', location({ evses: [evse({ uid: '3256', connectors })] })),
    ]
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201])
  })

  describe('a session', () => {
    it('gets total_cost and currency while it is charging, and its periods name the tariff', async () => {
      const first = await put(running('S1', { charging_periods: [used(0, 4.5)] }))
      expect([first.status, first.body.currency]).toEqual([201, 'EUR'])
      expect(first.body.total_cost).toEqual({ before_taxes: 1.125, taxes: vat(0.2363) })
      expect(first.body.charging_periods[0].tariff_id).toBe('ENERGY')
      const second = await put(running('S1', { charging_periods: [used(0, 4.5), used(30, 1.25)] }))
      expect(second.body.total_cost).toEqual({ before_taxes: 1.4375, taxes: vat(0.3019) })
      expect((await api().get('/sessions/NL/ABC/S1')).body).toEqual(second.body)
    })

    it('that is put again as it was moves nothing', async () => {
      const same = running('S2', { connector_id: '2', charging_periods: [used(0, 4.5)] })
      const { body } = await put(same)
      expect(body.total_cost.before_taxes).toBe(3)
      const again = await put(same)
      expect([again.status, again.body]).toEqual([200, body])
    })

    it('with a total_cost of its own keeps it, and its spelling', async () => {
      const total = { before_taxes: 7, taxes: [] }
      const { body } = await put({
        ...running('S3', { charging_periods: [used(0, 4.5)] }),
        total_cost: total,
        currency: 'EUR',
      })
      expect(body.total_cost).toEqual(total)
      expect(body.charging_periods[0].tariff_id).toBeUndefined()
      const other = await put({ ...running('S3', { charging_periods: [used(0, 4.5)] }), total_cost: total })
      expect([other.status, other.body.currency]).toEqual([200, 'EUR'])
    })

    it('of a driver without a contract costs the ad hoc price', async () => {
      const token = cdrToken({ type: 'AD_HOC_USER' })
      const { body } = await put(running('S4', { cdr_token: token, charging_periods: [used(0, 4)] }))
      expect(body.total_cost.before_taxes).toBe(2)
    })

    it('where nothing has a price has no cost; without a currency it is refused', async () => {
      const free = running('S5', { connector_id: '3', charging_periods: [used(0, 4)] })
      const refused = await put(free)
      expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, '/currency'])
      const { status, body, headers } = await put({ ...free, currency: 'EUR' })
      expect([status, body.total_cost, headers.get('interchange-findings')]).toEqual([201, undefined, null])
    })

    it('by a tariff that nobody knows has no cost, and the answer says why', async () => {
      const lost = running('S6', { charging_periods: [used(0, 4, { tariff_id: 'GONE' })] })
      const { status, body, headers } = await put({ ...lost, currency: 'EUR' })
      expect([status, body.total_cost]).toEqual([201, undefined])
      expect(headers.get('interchange-findings')).toContain('tariff-missing (error) /charging_periods/0/tariff_id')
    })

    it('R-TAR-28 keeps the tariff that held when it began, whatever it becomes', async () => {
      const one = running('S7', { connector_id: '4', charging_periods: [used(0, 10)] })
      expect((await put(one)).body.total_cost.before_taxes).toBe(3)
      await api().put(
        '/tariffs/NL/ABC/CHANGES',
        tariff({ id: 'CHANGES', elements: perKwh(0.9), last_updated: noonPlus(10) }),
      )
      const more = running('S7', { connector_id: '4', charging_periods: [used(0, 10), used(30, 10)] })
      expect((await put(more)).body.total_cost.before_taxes).toBe(6)
    })

    it('in another currency than its tariff has no cost', async () => {
      const { body, headers } = await put({ ...running('S8', { charging_periods: [used(0, 4)] }), currency: 'SEK' })
      expect([body.currency, body.total_cost]).toEqual(['SEK', undefined])
      expect(headers.get('interchange-findings')).toContain('currency-differs (error) /currency')
    })
  })

  describe('a CDR', () => {
    it('R-CDR-15 R-CDR-16 gets costs, totals and the tariff', async () => {
      const { status, body } = await api().post('/cdrs', ended('C1'))
      expect([status, body.currency]).toEqual([201, 'EUR'])
      expect(body).toMatchObject({
        total_cost: { before_taxes: 1.4375, taxes: vat(0.3019) },
        total_energy_cost: { before_taxes: 1.4375, taxes: vat(0.3019) },
        total_energy: 5.75,
        total_time: 1,
      })
      expect(body.total_fixed_cost).toBeUndefined()
      expect(body.tariffs.map(({ id }: { id: string }) => id)).toEqual(['ENERGY'])
      expect(body.charging_periods.map(({ tariff_id }: { tariff_id: string }) => tariff_id)).toEqual([
        'ENERGY',
        'ENERGY',
      ])
      const audit = (await api().get('/cdrs/NL/ABC/C1/audit')).body
      expect(audit.findings.filter(({ severity }: { severity: string }) => severity === 'error')).toEqual([])
    })

    it('sent again is answered like the first time, though its tariff is another one by then', async () => {
      await put({ ...running('C2', { connector_id: '4', charging_periods: [used(0, 4.5)] }) })
      const bare = ended('C2', { cdr_location: { ...cdr().cdr_location, connector_id: '4' } })
      const first = await api().post('/cdrs', bare)
      expect(first.status).toBe(201)
      await api().delete('/tariffs/NL/ABC/CHANGES')
      const again = await api().post('/cdrs', bare)
      expect([again.status, again.body]).toEqual([200, first.body])
      expect((await api().post('/cdrs', { ...bare, charging_periods: [used(0, 9)] })).status).toBe(409)
    })

    it('whose cost cannot be known is refused, naming what is missing and why', async () => {
      const free = ended('C3', { cdr_location: { ...cdr().cdr_location, connector_id: '3' } })
      const { status, body } = await api().post('/cdrs', free)
      expect([status, body.type]).toEqual([422, 'urn:interchange:problem:invalid-body'])
      expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(['/currency', '/total_cost'])
      expect(body.errors[1].detail).toContain('no tariff is known for the connector')
      const named = ended('C3', { charging_periods: [used(0, 4, { tariff_id: 'GONE' })] })
      expect((await api().post('/cdrs', { ...named, currency: 'EUR' })).body.errors[0].detail).toContain('tariff_id')
      expect((await api().get('/cdrs/NL/ABC/C3')).status).toBe(404)
    })

    it('with costs of its own and no totals gets the totals alone', async () => {
      const total_cost = { before_taxes: 1.4375, taxes: vat(0.3019) }
      const tariffs = [tariff({ id: 'ENERGY', elements: perKwh(0.25) })]
      const periods = [used(0, 4.5, { tariff_id: 'ENERGY' }), used(30, 1.25, { tariff_id: 'ENERGY' })]
      const given = {
        ...ended('C4', { charging_periods: periods, start_date_time: noonPlus(-1) }),
        currency: 'EUR',
        total_cost,
        tariffs,
      }
      const { status, body } = await api().post('/cdrs', given)
      expect([status, body.total_energy, body.total_time]).toEqual([201, 5.75, 1])
      expect(body.total_energy_cost).toBeUndefined()
    })

    it('is judged as a whole once it is filled in', async () => {
      const wrong = ended('C5', { charging_periods: [used(0, 4), used(90, 4)] })
      const { status, body } = await api().post('/cdrs', wrong)
      expect([status, body.errors[0].pointer]).toEqual([422, '/charging_periods/1/start_date_time'])
    })
  })
})
