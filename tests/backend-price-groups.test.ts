import { beforeAll, expect, it } from 'vitest'
import { backendServer, faultsOf } from './support/backend-server.ts'
import { onEachEngine } from './support/databases.ts'
import { partner } from './support/object-store.ts'
import { tariff } from './support/wire-objects.ts'

const abc = { country_code: 'NL', party_id: 'ABC' }

onEachEngine('price groups through the API', (engine) => {
  const partners = ['p1', 'p2', 'p3'].map((id, index) => partner(id, [`BE-P0${index}:EMSP`]))
  const server = backendServer(engine, ['NL-ABC:CPO', 'NL-OTH:CPO'], partners)
  const put = (name: string, body: unknown) => server().api.put(`/price-groups/${name}`, body)
  const faults = async (body: unknown) =>
    ((await put('bad', body)).body.errors as { pointer: string; detail: string }[]).map(
      ({ pointer, detail }) => `${pointer} ${detail}`,
    )
  const ruled = (...rules: object[]) => ({ partners: ['p3'], rules })

  beforeAll(async () => {
    for (const id of ['Gold', 'Base']) await server().api.put(`/tariffs/NL/ABC/${id}`, tariff({ id }))
    await server().api.put('/tariffs/NL/OTH/Theirs', tariff({ id: 'Theirs', party_id: 'OTH' }))
  })

  it('are put, read, listed by pages and deleted', async () => {
    const rules = [
      { connectors: [{ ...abc, location_id: 'L1', evse_uid: 'E1', connector_id: '1' }], tariff_ids: ['GOLD'] },
    ]
    const made = await put('gold', { partners: ['p1'], rules })
    expect(made.status).toBe(201)
    expect(faultsOf('putPriceGroup', 201, made.body)).toEqual([])
    // Tariffs are kept in their own spelling: some partners compare with case.
    const kept = [{ ...rules[0], tariff_ids: ['Gold'] }]
    expect(made.body).toMatchObject({ name: 'gold', partners: ['p1'], rules: kept })
    expect((await put('gold', { partners: ['p1'], rules })).status).toBe(200)
    expect((await put('empty', {})).body).toMatchObject({ name: 'empty', partners: [], rules: [] })
    const read = await server().api.get('/price-groups/gold')
    expect([read.status, read.body.rules, faultsOf('getPriceGroup', 200, read.body)]).toEqual([200, kept, []])
    const first = await server().api.get('/price-groups?limit=1')
    expect(faultsOf('listPriceGroups', 200, first.body)).toEqual([])
    const second = await server().api.get(`/price-groups?limit=1&next=${first.body.next}`)
    expect([first, second].map(({ body }) => body.items.map(({ name }: { name: string }) => name))).toEqual([
      ['empty'],
      ['gold'],
    ])
    expect([typeof first.body.next, second.body.next]).toEqual(['string', null])
    expect((await server().api.get('/price-groups?next=nonsense')).body.errors).toMatchObject([{ parameter: 'next' }])
    expect((await server().api.delete('/price-groups/empty')).status).toBe(204)
    expect((await server().api.get('/price-groups/empty')).status).toBe(404)
    expect((await server().api.delete('/price-groups/empty')).status).toBe(404)
  })

  it('a partner is in one group at most', async () => {
    const { status, body } = await put('other', { partners: ['p2', 'p1'] })
    expect([status, body.errors]).toEqual([409, [{ pointer: '/partners/1', detail: 'is in the price group gold' }]])
    expect((await server().api.get('/price-groups/other')).status).toBe(404)
    const both = await Promise.all(['a', 'b'].map((name) => put(name, { partners: ['p2'] })))
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
  })

  it('say what is wrong with them, each by its pointer', async () => {
    const connectors = [abc]
    expect(await faults({ partners: ['nobody', 'p3', 'p3'] })).toEqual([
      '/partners/0 is no partner; GET /partners lists them',
      '/partners/2 is named already',
    ])
    expect(await faults(ruled({ connectors: [{ ...abc, party_id: 'XXX' }], tariff_ids: [] }))).toEqual([
      '/rules/0/connectors/0/party_id NL-XXX is no party of this platform',
    ])
    expect(await faults(ruled({ connectors, tariff_ids: ['Gold', 'gold'] }))).toEqual([
      '/rules/0/tariff_ids/1 is named already',
    ])
    expect(
      await faults(
        ruled(
          { connectors: [{ ...abc, location_id: 'L1' }], tariff_ids: ['Gold'] },
          { connectors: [abc, { ...abc, location_id: 'l1' }], tariff_ids: ['Base'] },
        ),
      ),
    ).toEqual(['/rules/1/connectors/1 names what /rules/0/connectors/0 names, so it never counts'])
    expect(await faults(ruled({ connectors: [{ ...abc, connector_id: '1' }], tariff_ids: ['Gold'] }))).toEqual([
      '/rules/0/connectors/0/connector_id needs evse_uid beside it: the id of a connector is unique within its EVSE only',
    ])
    const missing = 'PUT /tariffs/{country_code}/{party_id}/{id} makes one'
    expect(
      await faults(
        ruled(
          { connectors, tariff_ids: ['Gold', 'None'] },
          {
            connectors: [
              { ...abc, party_id: 'OTH' },
              { ...abc, location_id: 'L' },
            ],
            tariff_ids: ['Theirs'],
          },
        ),
      ),
    ).toEqual([
      `/rules/0/tariff_ids/1 is no tariff of NL-ABC; ${missing}`,
      `/rules/1/tariff_ids/0 is no tariff of NL-ABC; ${missing}`,
    ])
    // A slip in a selector would make it name more than it should.
    expect(await faults(ruled({ connectors: [{ ...abc, evse_id: 'E' }], tariff_ids: ['Gold'] }))).toEqual([
      expect.stringMatching(/^\/rules\/0\/connectors\/0\/evse_id is no field here/),
    ])
    expect(await faults(ruled({ connectors: [], tariff_ids: ['Gold'] }))).toEqual([
      expect.stringMatching(/^\/rules\/0\/connectors /),
    ])
    expect(await faults({ name: 'good' })).toEqual(['/name is not the name in the URL'])
    expect((await put('no%20name', {})).status).toBe(400)
    expect((await server().api.get('/price-groups/bad')).status).toBe(404)
  })

  it('are not without bounds', async () => {
    const many = (count: number, make: (index: number) => unknown) =>
      Array.from({ length: count }, (_, index) => make(index))
    expect(await faults(ruled({ connectors: [abc], tariff_ids: many(101, (index) => `T${index}`) }))).toContain(
      '/rules/0/tariff_ids has 101 items; 100 is the most',
    )
    const connectors = many(20_001, (index) => ({ ...abc, location_id: `L${index}` }))
    expect(await faults(ruled({ connectors, tariff_ids: ['Gold'] }))).toEqual([
      '/rules name 20001 connectors; 20000 is the most',
    ])
  })
})
