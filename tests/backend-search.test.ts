// Lists of the backend API: what is known beside an object, filters, what is near, what charging costs there.

import { beforeAll, describe, expect, it } from 'vitest'
import { check } from '../packages/ocpi/src/define/validate.ts'
import { api as definitions } from '../packages/server/src/backend/api/table.ts'
import { boxesAround } from '../packages/server/src/storage/near.ts'
import { backendServer } from './support/backend-server.ts'
import { onEachEngine } from './support/databases.ts'
import { partner } from './support/object-store.ts'
import { until } from './support/until.ts'
import {
  billed,
  cdrToken,
  connector,
  evse,
  location,
  noonPlus,
  session,
  tariff,
  token,
} from './support/wire-objects.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every kind
type Item = any

const at = (latitude: number, longitude: number) => ({
  coordinates: { latitude: latitude.toFixed(6), longitude: longitude.toFixed(6) },
})

onEachEngine('searching', (engine) => {
  const server = backendServer(
    engine,
    ['NL-ABC:CPO', 'NL-XYZ:EMSP'],
    [partner('cpo', ['DE-CPO'], { settings: { ...partner('x', []).settings } })],
  )
  const api = () => server().api
  const items = async (path: string): Promise<Item[]> => {
    const { status, body } = await api().get(path)
    expect([status, body]).toEqual([200, expect.anything()])
    return body.items
  }
  const ids = async (path: string): Promise<string[]> => (await items(path)).map((item) => item.id ?? item.object.id)
  const faultsOf = (name: string, item: Item) =>
    check(definitions, name, item).filter(({ severity }) => severity !== 'note')

  beforeAll(async () => {
    const { received } = server()
    await api().put('/tariffs/NL/ABC/T1', tariff({ id: 'T1' }))
    await api().put(
      '/tariffs/NL/ABC/ADHOC',
      tariff({
        id: 'ADHOC',
        type: 'AD_HOC_PAYMENT',
        elements: [{ price_components: [{ type: 'ENERGY', price: 0.5, step_size: 1 }] }],
      }),
    )
    const priced = connector({ tariff_ids: ['T1', 'ADHOC'] })
    await api().put(
      '/locations/NL/ABC/DOM',
      location({
        id: 'DOM',
        ...at(52.0907, 5.1214),
        evses: [evse({ uid: 'D1', evse_id: 'NL*ABC*ED1', connectors: [priced] })],
      }),
    )
    await api().put(
      '/locations/NL/ABC/STATION',
      location({
        id: 'STATION',
        ...at(52.0894, 5.11),
        evses: [evse({ uid: 'S1', status: 'CHARGING' }), evse({ uid: 'S2', status: 'BLOCKED' })],
      }),
    )
    await received.whole(
      'locations',
      location({
        country_code: 'DE',
        party_id: 'CPO',
        id: 'ZEIST',
        ...at(52.0906, 5.2333),
        evses: [evse({ uid: 'Z1', evse_id: 'DE*CPO*EZ1' })],
      }),
    )
    await received.whole(
      'locations',
      {
        ...location({ country_code: 'DE', party_id: 'CPO', id: 'ODD' }),
        coordinates: { latitude: 'north', longitude: '5' },
      },
      { version: '2.2.1' },
    )
    await api().put('/locations/NL/ABC/FIJI-W', location({ id: 'FIJI-W', ...at(-17, 179.999) }))
    await api().put('/locations/NL/ABC/FIJI-E', location({ id: 'FIJI-E', ...at(-17, -179.999) }))
    await api().put('/locations/NL/ABC/POLE', location({ id: 'POLE', ...at(89.9999, 100) }))
    await api().put(
      '/sessions/NL/ABC/OLD',
      session({ id: 'OLD', start_date_time: noonPlus(-60), cdr_token: cdrToken({ uid: 'aa01' }) }),
    )
    await api().put(
      '/sessions/NL/ABC/NEW',
      session({ id: 'NEW', start_date_time: noonPlus(60).replace('Z', '.500Z'), status: 'PENDING' }),
    )
    await api().post('/cdrs', billed(1))
    await api().put('/tokens/NL/XYZ/GOOD?type=RFID', token({ uid: 'GOOD' }))
    await api().put('/tokens/NL/XYZ/BAD?type=RFID', token({ uid: 'BAD', valid: false }))
  })

  describe('near', () => {
    it('gives the nearest first, own and received, with the distance in metres', async () => {
      const found = await items('/locations?near=52.0907,5.1214&meta=true')
      expect(found.map(({ object }) => object.id)).toEqual(['DOM', 'STATION', 'ZEIST'])
      const [here, station, zeist] = found.map(({ meta }) => meta.distance)
      expect(here).toBe(0)
      // Worked out by the law of haversines elsewhere.
      expect(station).toBeGreaterThan(785)
      expect(station).toBeLessThan(800)
      expect(zeist).toBeGreaterThan(7600)
      expect(zeist).toBeLessThan(7700)
      expect(found.flatMap((item) => faultsOf('LocationWithMeta', item))).toEqual([])
    })

    it('keeps to the radius and to the other filters, and knows what moved', async () => {
      expect(await ids('/locations?near=52.0907,5.1214&radius=1000')).toEqual(['DOM', 'STATION'])
      expect(await ids('/locations?near=52.0907,5.1214&own=false')).toEqual(['ZEIST'])
      expect(await ids('/locations?near=52.0907,5.1214&status=BLOCKED,INOPERATIVE')).toEqual(['STATION'])
      expect(await ids('/locations?near=52.0907,5.1214&party=DE-CPO')).toEqual(['ZEIST'])
      await api().put('/locations/NL/ABC/MOVING', location({ id: 'MOVING', ...at(52.0908, 5.1214) }))
      expect(await ids('/locations?near=52.0907,5.1214&radius=100')).toEqual(['DOM', 'MOVING'])
      await api().put('/locations/NL/ABC/MOVING', location({ id: 'MOVING', ...at(10, 10), last_updated: noonPlus(1) }))
      expect(await ids('/locations?near=52.0907,5.1214&radius=100')).toEqual(['DOM'])
    })

    it('is paged by distance', async () => {
      const seen: string[] = []
      let next: string | null = ''
      while (next !== null) {
        const { body }: Item = await api().get(`/locations?near=52.0907,5.1214&limit=1${next && `&next=${next}`}`)
        seen.push(...body.items.map(({ id }: Item) => id))
        next = body.next
      }
      expect(seen).toEqual(['DOM', 'STATION', 'ZEIST'])
    })

    it('reaches over the antimeridian and the pole', async () => {
      expect(new Set(await ids('/locations?near=-17,179.9995&radius=1000'))).toEqual(new Set(['FIJI-W', 'FIJI-E']))
      expect(await ids('/locations?near=-17,-179.9995&radius=1000')).toHaveLength(2)
      expect(await ids('/locations?near=89.9999,-80&radius=1000')).toEqual(['POLE'])
      expect(boxesAround({ latitude: 0, longitude: 0, radius: 111_195 })).toHaveLength(1)
    })

    it('names parameters that are wrong', async () => {
      for (const [query, parameter] of [
        ['near=here', 'near'],
        ['near=91,5', 'near'],
        ['near=5,181', 'near'],
        ['radius=10', 'radius'],
        ['near=52,5&radius=0', 'radius'],
        ['prices=true', 'prices'],
        ['near=52,5&next=YWZ0ZXIgMQ', 'next'],
        ['evse=E1', 'evse'],
      ]) {
        const { status, body } = await api().get(`/locations?${query}`)
        expect([query, status, body.errors?.[0]?.parameter]).toEqual([query, 400, parameter])
      }
    })

    it('says what charging costs now, with and without a contract, and what is free', async () => {
      const [item] = await items('/locations?near=52.0907,5.1214&meta=true&prices=true&radius=100')
      expect(item.object.evses[0].status).toBe('AVAILABLE')
      expect(item.meta.prices).toEqual([
        {
          evse_uid: 'D1',
          connector_id: '1',
          regular: expect.objectContaining({ tariff_id: 'T1', currency: 'EUR' }),
          ad_hoc: expect.objectContaining({ tariff_id: 'ADHOC' }),
        },
      ])
      expect(item.meta.prices[0].regular.components).toMatchObject([
        { kind: 'energy', unit: 'kWh', now: true, amount: { before_taxes: '0.25' } },
      ])
      const one = await api().get('/locations/NL/ABC/DOM?meta=true&prices=true')
      expect(one.body.meta.prices).toEqual(item.meta.prices)
      const [station] = await items('/locations?near=52.0894,5.11&meta=true&prices=true&radius=10')
      expect(station.meta.prices[0]).toMatchObject({ regular: null, ad_hoc: null })
    })
  })

  describe('filters', () => {
    it('find locations by the status of an EVSE and by EVSE id', async () => {
      expect(await ids('/locations?status=CHARGING')).toEqual(['STATION'])
      expect(await ids('/locations?state=CHARGING&status=BLOCKED')).toEqual(['STATION'])
      expect(await ids('/locations?evse_id=de*cpo*ez1')).toEqual(['ZEIST'])
      expect(await ids('/locations?evse_id=NL*NOBODY')).toEqual([])
    })

    it('find sessions and CDRs by status, token and time', async () => {
      expect(await ids('/sessions?status=PENDING')).toEqual(['NEW'])
      expect(await ids('/sessions?token=AA01')).toEqual(['OLD'])
      expect(await ids(`/sessions?from=${noonPlus(60)}`)).toEqual(['NEW'])
      expect(await ids(`/sessions?to=${noonPlus(0)}`)).toEqual(['OLD'])
      expect(await ids(`/sessions?from=${noonPlus(60)}&to=${noonPlus(60).replace('Z', '.500Z')}`)).toEqual([])
      expect(await ids(`/sessions?from=${noonPlus(-60).replace('Z', '.000Z')}&to=${noonPlus(-59)}`)).toEqual(['OLD'])
      expect(await ids('/cdrs?token=card-1')).toEqual(['BILLED-1'])
      expect(await ids('/cdrs?token=card-2')).toEqual([])
      await until(async () => (await ids('/cdrs?status=accepted,flagged')).length === 1)
      expect(await ids('/cdrs?state=disputed')).toEqual([])
    })

    it('find valid and invalid tokens', async () => {
      expect((await items('/tokens?state=VALID')).map(({ uid }) => uid)).toEqual(['GOOD'])
      expect((await items('/tokens?state=INVALID')).map(({ uid }) => uid)).toEqual(['BAD'])
      expect((await api().get('/tokens?state=MAYBE')).status).toBe(400)
    })
  })

  describe('meta', () => {
    it('says whose an object is, how it came, and what was found in it', async () => {
      const old = tariff({ country_code: 'DE', party_id: 'CPO', id: 'OLD-T' })
      await server().received.whole('tariffs', old, { version: '2.2.1' })
      const path = '/tariffs/DE/CPO/OLD-T?meta=true'
      await until(async () => (await api().get(path)).body.meta.findings.length > 0)
      const [own, received] = await Promise.all([api().get('/tariffs/NL/ABC/T1?meta=true'), api().get(path)])
      expect(own.body).toMatchObject({ object: { id: 'T1' }, meta: { own: true, partner: null, version: '2.3.0' } })
      expect(received.body).toMatchObject({
        object: { id: 'OLD-T' },
        meta: { own: false, partner: 'cpo', version: '2.2.1' },
      })
      for (const { body } of [own, received]) expect(faultsOf('TariffWithMeta', body)).toEqual([])
      const listed = await items('/tariffs?meta=true&own=false')
      expect(listed).toEqual([received.body])
    })

    it('of an EVSE has its status, of a CDR what its audit found', async () => {
      const { body } = await api().get('/locations/NL/ABC/STATION/S2?meta=true')
      expect(body).toMatchObject({ object: { uid: 'S2' }, meta: { own: true, state: 'BLOCKED' } })
      const [cdr] = await items('/cdrs?meta=true')
      expect(['accepted', 'flagged']).toContain(cdr.meta.state)
      expect(cdr.meta.findings).toEqual((await api().get('/cdrs/NL/ABC/BILLED-1/audit')).body.findings)
      expect(faultsOf('CDRWithMeta', cdr)).toEqual([])
    })
  })
})
