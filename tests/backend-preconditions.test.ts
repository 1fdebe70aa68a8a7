// ETag, If-Match, If-None-Match and Idempotency-Key, over real HTTP on real storage.

import { describe, expect, it } from 'vitest'
import { backendServer } from './support/backend-server.ts'
import { onEachEngine } from './support/databases.ts'
import { partner } from './support/object-store.ts'
import { evse, location, noonPlus, tariff } from './support/wire-objects.ts'

onEachEngine('conditions', (engine) => {
  const server = backendServer(engine, ['NL-ABC:CPO', 'NL-XYZ:EMSP'], [partner('cpo', ['DE-CPO'])])
  const api = () => server().api
  const send = (method: string, path: string, body: unknown, headers: Record<string, string>) =>
    api().send(method, path, body, headers)
  const etag = async (path: string) => (await api().get(path)).headers.get('etag')!

  it('a tag stays while the object does, and is that of the write', async () => {
    const written = await api().put('/tariffs/NL/ABC/TAG', tariff({ id: 'TAG' }))
    const tag = written.headers.get('etag')!
    expect(tag).toMatch(/^"[0-9a-z]+"$/)
    expect(await etag('/tariffs/NL/ABC/TAG')).toBe(tag)
    expect((await api().put('/tariffs/NL/ABC/TAG', tariff({ id: 'TAG' }))).headers.get('etag')).toBe(tag)
    const changed = await api().put('/tariffs/NL/ABC/TAG', tariff({ id: 'TAG', currency: 'SEK' }))
    expect(changed.headers.get('etag')).not.toBe(tag)
    expect(await etag('/tariffs/NL/ABC/TAG')).toBe(changed.headers.get('etag'))
  })

  it('If-None-Match is answered 304 without a body', async () => {
    const tag = await etag('/tariffs/NL/ABC/TAG')
    const same = await send('GET', '/tariffs/NL/ABC/TAG', undefined, { 'if-none-match': `"other", W/${tag}` })
    expect([same.status, same.text, same.headers.get('etag')]).toEqual([304, '', tag])
    expect((await send('GET', '/tariffs/NL/ABC/TAG', undefined, { 'if-none-match': '"other"' })).status).toBe(200)
  })

  it('a write with an old tag is answered 412 and changes nothing', async () => {
    const old = await etag('/tariffs/NL/ABC/TAG')
    await api().put('/tariffs/NL/ABC/TAG', tariff({ id: 'TAG', currency: 'NOK' }))
    for (const [method, body] of [
      ['PUT', tariff({ id: 'TAG', currency: 'DKK' })],
      ['DELETE', undefined],
    ] as const) {
      const refused = await send(method, '/tariffs/NL/ABC/TAG', body, { 'if-match': old })
      expect([refused.status, refused.body.type]).toEqual([412, 'urn:interchange:problem:precondition-failed'])
    }
    expect((await api().get('/tariffs/NL/ABC/TAG')).body.currency).toBe('NOK')
    const now = await etag('/tariffs/NL/ABC/TAG')
    expect(
      (await send('PUT', '/tariffs/NL/ABC/TAG', tariff({ id: 'TAG', currency: 'DKK' }), { 'if-match': now })).status,
    ).toBe(200)
    expect((await send('PUT', '/tariffs/NL/ABC/NONE', tariff({ id: 'NONE' }), { 'if-match': '*' })).status).toBe(412)
    expect((await send('PUT', '/tariffs/NL/ABC/TAG', tariff({ id: 'TAG' }), { 'if-none-match': '*' })).status).toBe(412)
    expect((await send('PUT', '/tariffs/NL/ABC/NONE', tariff({ id: 'NONE' }), { 'if-none-match': '*' })).status).toBe(
      201,
    )
  })

  it('of two writes with one tag, one is refused', async () => {
    const tag = await etag('/tariffs/NL/ABC/TAG')
    const writes = ['EUR', 'CHF', 'CZK', 'PLN'].map((currency) =>
      send('PUT', '/tariffs/NL/ABC/TAG', tariff({ id: 'TAG', currency, last_updated: noonPlus(5) }), {
        'if-match': tag,
      }),
    )
    expect((await Promise.all(writes)).map(({ status }) => status).sort()).toEqual([200, 412, 412, 412])
  })

  it('the tag of a Location moves with its EVSEs, that of an EVSE with its connectors', async () => {
    await api().put('/locations/NL/ABC/L', location({ id: 'L', evses: [evse({ uid: 'E1' }), evse({ uid: 'E2' })] }))
    const [whole, first, second] = [
      await etag('/locations/NL/ABC/L'),
      await etag('/locations/NL/ABC/L/E1'),
      await etag('/locations/NL/ABC/L/E2'),
    ]
    const patched = await send('PATCH', '/locations/NL/ABC/L/E1', { status: 'CHARGING' }, { 'if-match': first })
    expect(patched.status).toBe(200)
    expect(patched.headers.get('etag')).toBe(await etag('/locations/NL/ABC/L/E1'))
    expect(await etag('/locations/NL/ABC/L')).not.toBe(whole)
    expect(await etag('/locations/NL/ABC/L/E2')).toBe(second)
    expect((await send('PATCH', '/locations/NL/ABC/L/E1', { status: 'BLOCKED' }, { 'if-match': first })).status).toBe(
      412,
    )
    const connector = await etag('/locations/NL/ABC/L/E2/1')
    expect(
      (await send('PATCH', '/locations/NL/ABC/L/E2/1', { max_amperage: 16 }, { 'if-match': connector })).status,
    ).toBe(200)
    expect(await etag('/locations/NL/ABC/L/E2')).not.toBe(second)
    const put = await send('PUT', '/locations/NL/ABC/L', location({ id: 'L', last_updated: noonPlus(9) }), {
      'if-match': await etag('/locations/NL/ABC/L'),
    })
    expect([put.status, put.headers.get('etag')]).toEqual([200, await etag('/locations/NL/ABC/L')])
  })

  describe('Idempotency-Key', () => {
    const post = (key: string, body: unknown, path = '/webhooks') =>
      send('POST', path, body, { 'idempotency-key': key })
    const count = async () => (await api().get('/webhooks')).body.items.length

    it('a POST that is sent again is answered the same, and not carried out again', async () => {
      const body = { url: 'http://127.0.0.1:9/hook' }
      const before = await count()
      const first = await post('k1', body)
      expect([first.status, first.headers.get('idempotency-replayed')]).toEqual([201, null])
      const again = await post('k1', body)
      expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true'])
      expect(again.body).toEqual(first.body)
      expect(await count()).toBe(before + 1)
      const { rows } = await server().database.query<{ answer: string }>(
        `select answer from "${server().database.schema}".idempotency where key = 'k1'`,
      )
      expect(rows[0]!.answer).not.toContain(first.body.secret)
    })

    it('another request with the same key is answered 422', async () => {
      const other = await post('k1', { url: 'http://127.0.0.1:9/other' })
      expect([other.status, other.body.type]).toEqual([422, 'urn:interchange:problem:key-reused'])
      expect((await post('k1', {}, '/price')).status).toBe(422)
      expect((await post('', { url: 'http://127.0.0.1:9/hook' })).status).toBe(400)
    })

    it('of two at the same time one is carried out, the other is told to come again', async () => {
      const before = await count()
      const answers = await Promise.all(Array.from({ length: 5 }, () => post('k2', { url: 'http://127.0.0.1:9/two' })))
      expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true)
      expect(answers.some(({ status }) => status === 201)).toBe(true)
      expect(await count()).toBe(before + 1)
    })

    it('what was refused may be tried again with the same key, and a key is forgotten after a day', async () => {
      expect((await post('k3', { session_id: 'NONE', country_code: 'NL', party_id: 'ABC' }, '/price')).status).toBe(404)
      expect((await post('k3', { url: 'http://127.0.0.1:9/three' })).status).toBe(201)
      const before = await count()
      await server().database.query(
        `update "${server().database.schema}".idempotency set taken_at = now() - interval '25 hours' where key = 'k3'`,
      )
      const late = await post('k3', { url: 'http://127.0.0.1:9/three' })
      expect([late.status, late.headers.get('idempotency-replayed')]).toEqual([201, null])
      expect(await count()).toBe(before + 1)
    })
  })
})
