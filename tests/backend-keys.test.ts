// Keys of the company-side API: what each may do, and whose objects it sees. Source: docs/backend-api.md, "Keys".

import { beforeAll, describe, expect, it } from 'vitest'
import { apiCalls } from '../packages/server/src/backend/api/table.ts'
import { ApiClient } from './support/api-client.ts'
import { backendServer, faultsOf } from './support/backend-server.ts'
import { onEachEngine } from './support/databases.ts'
import { ObjectStore, partner } from './support/object-store.ts'
import { until } from './support/until.ts'
import { billed, cdr, cdrToken, evse, location, session, tariff, token } from './support/wire-objects.ts'

const abc = { country_code: 'NL', party_id: 'ABC' }
const def = { country_code: 'NL', party_id: 'DEF' }
const cpo = { country_code: 'DE', party_id: 'CPO' }
const els = { country_code: 'DE', party_id: 'ELS' }

onEachEngine('keys', (engine) => {
  const forXyz = partner('cpo', ['DE-CPO:CPO'], { parties: ['NL-XYZ'] })
  const forAll = partner('els', ['DE-ELS:EMSP'])
  const server = backendServer(engine, ['NL-ABC:CPO', 'NL-DEF:CPO', 'NL-XYZ:EMSP'], [forXyz, forAll])
  const admin = () => server().api
  let count = 0
  const keyOf = async (order: Record<string, unknown>) => {
    const { status, body } = await admin().post('/keys', { name: `key ${++count}`, ...order })
    expect(status).toBe(201)
    return { id: body.id as string, key: body.key as string, api: new ApiClient(server().url, body.key) }
  }

  beforeAll(async () => {
    const put = (path: string, object: object) => admin().put(path, object)
    await put('/tariffs/NL/ABC/T1', tariff({ ...abc, id: 'T1' }))
    await put('/tariffs/NL/DEF/T1', tariff({ ...def, id: 'T1' }))
    await put('/locations/NL/ABC/L1', location({ ...abc, id: 'L1', evses: [evse()] }))
    await put('/sessions/NL/ABC/S1', session({ ...abc, id: 'S1', cdr_token: cdrToken({ ...els }) }))
    await put('/sessions/NL/DEF/S1', session({ ...def, id: 'S1', cdr_token: cdrToken({ ...els }) }))
    const received = new ObjectStore(server().database, forXyz)
    await received.whole('locations', location({ ...cpo, id: 'L1', evses: [evse()] }))
    await received.whole('tariffs', tariff({ ...cpo, id: 'T1' }))
    await received.whole('sessions', session({ ...cpo, id: 'S1' }))
    await received.whole('cdrs', cdr({ ...cpo, id: 'C1' }))
    const tokens = new ObjectStore(server().database, forAll)
    await tokens.whole('tokens', token({ ...els, uid: 'CARD' }))
    await received.writer.close()
    await tokens.writer.close()
  })

  describe('are made and taken back', () => {
    it('by name, shown once, listed in pages without the key', async () => {
      const order = { name: 'billing', scope: 'read', parties: ['nl-abc', 'NL-DEF'] }
      const made = await admin().post('/keys', order)
      expect(made.status).toBe(201)
      expect(faultsOf('postKey', 201, made.body)).toEqual([])
      expect(made.body).toMatchObject({ name: 'billing', scope: 'read', parties: ['NL-ABC', 'NL-DEF'] })
      expect(made.body.key).toMatch(/^ik_[A-Za-z0-9_-]{43}$/)
      expect((await admin().post('/keys', order)).status).toBe(409)
      await admin().post('/keys', { name: 'app', scope: 'write' })
      const first = (await admin().get('/keys?limit=1')).body
      expect(first.items.map(({ name }: { name: string }) => name)).toEqual(['app'])
      const second = (await admin().get(`/keys?limit=1&next=${first.next}`)).body
      expect([second.items[0].name, second.next]).toEqual(['billing', null])
      expect(JSON.stringify(second)).not.toContain(made.body.key)
      expect(faultsOf('listKeys', 200, second)).toEqual([])
      expect((await admin().get('/keys?next=AAAA')).status).toBe(400)
    })

    it('is refused naming what is wrong', async () => {
      for (const [order, pointer] of [
        [{ scope: 'read' }, '/name'],
        [{ name: 'x', scope: 'root' }, '/scope'],
        [{ name: 'x' }, '/scope'],
        [{ name: 'x', scope: 'read', parties: ['NL-NOT'] }, '/parties/0'],
        [{ name: 'x', scope: 'read', parties: ['ABC'] }, '/parties/0'],
        [{ name: 'x', scope: 'admin', parties: ['NL-ABC'] }, '/parties'],
        [{ name: 'Admin', scope: 'read' }, '/name'],
        [{ name: 'x', scope: 'read', key: 'mine' }, '/key'],
      ] as const) {
        const { status, body } = await admin().post('/keys', order)
        expect([status, body.errors[0].pointer]).toEqual([422, pointer])
      }
    })

    it('one that was taken back is refused from then on', async () => {
      const { id, api } = await keyOf({ scope: 'read' })
      expect((await api.get('/tariffs')).status).toBe(200)
      expect((await admin().delete(`/keys/${id}`)).status).toBe(204)
      expect((await api.get('/tariffs')).status).toBe(401)
      expect((await admin().delete(`/keys/${id}`)).status).toBe(404)
    })

    it('the tables hold no key', async () => {
      const { key } = await keyOf({ scope: 'read' })
      const { database } = server()
      const { rows } = await database.query<{ text: string }>(
        `select k::text as text from "${database.schema}".api_key k`,
      )
      expect(rows.length).toBeGreaterThan(1)
      expect(rows.some(({ text }) => text.includes(key))).toBe(false)
    })

    it('are known after a restart', async () => {
      const { api, key } = await keyOf({ scope: 'read' })
      await server().restart()
      expect((await new ApiClient(server().url, key).get('/tariffs')).status).toBe(200)
      expect((await api.post('/keys', { name: 'y', scope: 'read' })).status).toBe(403)
    })
  })

  describe('by scope', () => {
    it.each(['read', 'write'] as const)('%s may do nothing that needs more', async (scope) => {
      const { api } = await keyOf({ scope })
      const order = ['read', 'write', 'admin']
      const beyond = apiCalls.filter((call) => order.indexOf(call.scope) > order.indexOf(scope))
      expect(beyond.length).toBeGreaterThan(8)
      for (const { method, path } of beyond) {
        const url = path
          .replaceAll('{country_code}', 'NL')
          .replaceAll('{party_id}', 'ABC')
          .replaceAll(/\{\w+\}/g, 'x')
        const { status, body } = await api.send(method, url, method === 'GET' ? undefined : {})
        expect([method, path, status]).toEqual([method, path, 403])
        expect(body.detail).toContain(`scope`)
      }
    })
  })

  describe('by party', () => {
    const ids = (items: readonly Record<string, unknown>[]) =>
      items.map(({ country_code, party_id, id, uid }) => `${country_code}-${party_id}/${id ?? uid}`)
    const seen = async (api: ApiClient, module: string) => ids((await api.get(`/${module}`)).body.items)

    it('see their own objects, what is meant for them, and what partners who were given them send for all', async () => {
      const { api: asAbc } = await keyOf({ scope: 'read', parties: ['NL-ABC'] })
      const { api: asXyz } = await keyOf({ scope: 'read', parties: ['NL-XYZ'] })
      expect(await seen(asAbc, 'tariffs')).toEqual(['NL-ABC/T1'])
      expect(await seen(asXyz, 'tariffs')).toEqual(['DE-CPO/T1'])
      expect(await seen(asAbc, 'locations')).toEqual(['NL-ABC/L1'])
      expect(await seen(asXyz, 'locations')).toEqual(['DE-CPO/L1'])
      expect(await seen(asAbc, 'sessions')).toEqual(['NL-ABC/S1'])
      expect(await seen(asXyz, 'sessions')).toEqual(['DE-CPO/S1'])
      expect(await seen(asXyz, 'cdrs')).toEqual(['DE-CPO/C1'])
      expect(await seen(asAbc, 'cdrs')).toEqual([])
      expect(await seen(asAbc, 'tokens')).toEqual(['DE-ELS/CARD'])
      expect(await seen(admin(), 'sessions')).toHaveLength(3)
    })

    it('find nothing else one by one either', async () => {
      const { api } = await keyOf({ scope: 'write', parties: ['NL-ABC'] })
      for (const path of [
        '/tariffs/NL/DEF/T1',
        '/tariffs/NL/DEF/T1/lint',
        '/sessions/NL/DEF/S1',
        '/locations/DE/CPO/L1',
        '/locations/DE/CPO/L1/3256',
        '/locations/DE/CPO/L1/3256/1',
        '/locations/DE/CPO/L1/3256/1/price',
        '/cdrs/DE/CPO/C1',
        '/cdrs/DE/CPO/C1/audit',
        '/parties/NL/DEF',
        '/partners/cpo',
      ]) {
        expect([path, (await api.get(path)).status]).toEqual([path, 404])
        const known = (await admin().get(path)).status
        expect([path, known === 200 || path.endsWith('/audit') || path.endsWith('/price')]).toEqual([path, true])
      }
      expect((await api.post('/price', { ...def, session_id: 'S1' })).status).toBe(404)
      expect((await api.post('/cdrs/DE/CPO/C1/audit/accept')).status).toBe(404)
      expect((await api.get('/partners')).body.items.map(({ id }: { id: string }) => id)).toEqual(['els'])
      const parties = (await api.get('/parties')).body.items
      expect(parties.map(({ party_id }: { party_id: string }) => party_id)).toEqual(['ABC'])
    })

    it('write for these parties alone', async () => {
      const { api } = await keyOf({ scope: 'write', parties: ['NL-ABC'] })
      expect((await api.put('/tariffs/NL/ABC/T2', tariff({ ...abc, id: 'T2' }))).status).toBe(201)
      for (const [method, path, body] of [
        ['PUT', '/tariffs/NL/DEF/T2', tariff({ ...def, id: 'T2' })],
        ['DELETE', '/tariffs/NL/DEF/T1', undefined],
        ['PUT', '/locations/NL/DEF/L9', location({ ...def, id: 'L9' })],
        ['PUT', '/sessions/NL/DEF/S2', session({ ...def, id: 'S2' })],
        ['POST', '/cdrs', billed(1, def)],
      ] as const) {
        const { status } = await api.send(method, path, body)
        expect([path, status]).toEqual([path, 403])
      }
      expect((await admin().get('/tariffs/NL/DEF/T2')).status).toBe(404)
      expect((await admin().delete('/tariffs/NL/ABC/T2')).status).toBe(204)
    })

    it('hear of their own changes alone', async () => {
      const { api } = await keyOf({ scope: 'read', parties: ['NL-ABC'] })
      const over = new AbortController()
      const heard: string[] = []
      const listening = (async () => {
        for await (const { data } of api.changes('?modules=tariffs', over.signal))
          heard.push(`${data.party_id}/${data.id}`)
      })().catch(() => undefined)
      await until(async () => {
        await admin().put(
          '/tariffs/NL/DEF/HEARD',
          tariff({ ...def, id: 'HEARD', last_updated: new Date().toISOString() }),
        )
        await admin().put(
          '/tariffs/NL/ABC/HEARD',
          tariff({ ...abc, id: 'HEARD', last_updated: new Date().toISOString() }),
        )
        return heard.length > 0
      })
      over.abort()
      await listening
      expect(new Set(heard)).toEqual(new Set(['ABC/HEARD']))
      await expect(api.changes('?parties=NL-DEF', new AbortController().signal).next()).rejects.toThrow('403')
    })

    it('what concerns all parties is not for them', async () => {
      const { api } = await keyOf({ scope: 'write', parties: ['NL-ABC'] })
      expect((await api.get('/price-groups')).status).toBe(403)
      expect((await api.get('/price-groups/gold')).status).toBe(403)
    })
  })
})
