// The message log of platforms that call each other over HTTP, and of what is sent to them by hand.

import { beforeAll, expect, it } from 'vitest'
import { ApiClient } from './support/api-client.ts'
import { ask, serve } from './support/asking.ts'
import { faultsOf } from './support/backend-server.ts'
import { columnsHolding } from './support/column-scan.ts'
import { onEachEngine } from './support/databases.ts'
import { Peer } from './support/ocpi-server.ts'
import { type RunningPlatform, registered, startPlatform } from './support/platforms.ts'
import { until } from './support/until.ts'
import { cdr, evse, location, noonPlus, session, tariff, token } from './support/wire-objects.ts'

const DRIVER = { uid: 'DRIVER-0815', contract_id: 'NL-XYZ-C0815', visual_number: 'DF000-0815' }
const { visual_number: _, ...named } = DRIVER
const cdrToken = { country_code: 'NL', party_id: 'XYZ', type: 'RFID', ...named }

onEachEngine('the message log', (engine) => {
  let cpo: RunningPlatform
  let emsp: RunningPlatform
  let api: ApiClient
  let theirs: ApiClient
  /** Ids of the partners: the eMSP at the CPO, and the other way round. */
  let atCpo: string
  let atEmsp: string

  const list = async (query: string, client = api) => {
    const answer = await client.get(`/exchanges${query}`)
    expect(answer.status, answer.text).toBe(200)
    return answer.body as { items: Record<string, unknown>[]; next: string | null }
  }
  const written = async () => {
    await cpo.parts.exchanges.flush()
    await emsp.parts.exchanges.flush()
  }

  beforeAll(async () => {
    ;[cpo, emsp] = await Promise.all([
      startPlatform({ parties: 'NL-ABC:CPO', engine }),
      startPlatform({ parties: 'NL-XYZ:EMSP', engine }),
    ])
    api = new ApiClient(cpo.url, 'key-of-the-tests')
    theirs = new ApiClient(emsp.url, 'key-of-the-tests')
    const { atFirst, atSecond } = await registered(cpo, emsp)
    atCpo = atFirst.id
    atEmsp = atSecond.id
    await theirs.put(`/tokens/NL/XYZ/${DRIVER.uid}`, token(DRIVER))
    await api.put('/tariffs/NL/ABC/T1', tariff())
    await api.put('/locations/NL/ABC/LOC1', location({ evses: [evse()] }))
    await api.put('/sessions/NL/ABC/S1', session({ cdr_token: cdrToken }))
    await api.patch('/locations/NL/ABC/LOC1/3256', { status: 'CHARGING', last_updated: noonPlus(1) })
    await api.put(
      '/sessions/NL/ABC/S1',
      session({ cdr_token: cdrToken, status: 'COMPLETED', last_updated: noonPlus(2) }),
    )
    await api.post('/cdrs', cdr({ cdr_token: cdrToken }))
    await until(async () => (await theirs.get('/cdrs/NL/ABC/CDR1')).status === 200)
    await until(async () => (await api.get(`/tokens/NL/XYZ/${DRIVER.uid}`)).status === 200)
    await until(async () => (await theirs.get('/locations/NL/ABC/LOC1')).body?.evses?.[0]?.status === 'CHARGING')
    await written()
  })

  it('holds every exchange of a registration and of what follows, on both sides, with all that is asked for', async () => {
    await until(async () => {
      await written()
      return (await list('?object=CDR1&direction=out')).items.length === 1
    })
    const [sent] = (await list('?object=NL/ABC/CDR1&direction=out')).items
    expect(sent).toMatchObject({
      partner: atCpo,
      our_party: 'NL-ABC',
      their_party: 'NL-XYZ',
      version: '2.3.0',
      module: 'cdrs',
      endpoint: 'postCdr',
      method: 'POST',
      http: expect.any(Number),
      status_code: 1000,
      failed: false,
      country_code: 'NL',
      party_id: 'ABC',
      object_id: 'CDR1',
      correlation_id: expect.any(String),
      request_id: expect.any(String),
      ms: expect.any(Number),
    })
    const [received] = (await list(`?correlation_id=${sent!.correlation_id}&module=cdrs`, theirs)).items
    expect(received).toMatchObject({
      direction: 'in',
      partner: atEmsp,
      our_party: 'NL-XYZ',
      their_party: 'NL-ABC',
      module: 'cdrs',
      object_id: 'CDR1',
      request_id: sent!.request_id,
    })
    const kinds = async (client: ApiClient) =>
      new Set((await list('?limit=1000', client)).items.map((one) => `${one.direction} ${one.method} ${one.module}`))
    expect([...(await kinds(api))]).toEqual(
      expect.arrayContaining([
        'in GET versions',
        'out GET versions',
        'in POST credentials',
        'out PUT sessions',
        'out PATCH locations',
        'in PUT tokens',
      ]),
    )
    expect([...(await kinds(theirs))]).toEqual(
      expect.arrayContaining(['out POST credentials', 'out GET locations', 'in PUT sessions', 'out PUT tokens']),
    )
  })

  it('is read page by page, the newest first, each exchange once', async () => {
    const { items: all, next } = await list('?limit=1000')
    expect(next).toBeNull()
    expect(all.length).toBeGreaterThan(10)
    expect(all.map(({ at }) => at)).toEqual(
      all
        .map(({ at }) => at)
        .sort()
        .reverse(),
    )
    const paged: unknown[] = []
    let query = '?limit=3'
    for (;;) {
      const page = await list(query)
      expect(page.items.length).toBeLessThanOrEqual(3)
      paged.push(...page.items)
      if (page.next === null) break
      query = `?limit=3&next=${page.next}`
    }
    expect(paged.slice(-all.length)).toEqual(all)
    expect((await api.get('/exchanges?next=nonsense')).status).toBe(400)
  })

  it('is searched by partner, module, object, status, outcome, correlation id, direction and time', async () => {
    const { items: all } = await list('?limit=1000')
    const middle = all[all.length >> 1]!
    const searches: [string, (one: Record<string, unknown>) => boolean][] = [
      [`partner=${atCpo}`, ({ partner }) => partner === atCpo],
      ['module=locations', ({ module }) => module === 'locations'],
      ['object=LOC1', ({ object_id }) => object_id === 'LOC1'],
      ['object=nl/abc/loc1', ({ object_id }) => object_id === 'LOC1'],
      ['status=1000', ({ status_code }) => status_code === 1000],
      ['status=201', ({ http }) => http === 201],
      ['failed=true', ({ failed }) => failed === true],
      ['direction=in', ({ direction }) => direction === 'in'],
      [`correlation_id=${middle.correlation_id}`, (one) => one.correlation_id === middle.correlation_id],
      [`from=${middle.at}`, ({ at }) => String(at) >= String(middle.at)],
      [`to=${middle.at}`, ({ at }) => String(at) < String(middle.at)],
      ['module=locations&direction=out&status=1000', (one) => one.module === 'locations' && one.direction === 'out'],
    ]
    for (const [query, fits] of searches) {
      const { items } = await list(`?limit=1000&${query}`)
      const known = new Set(all.map(({ id }) => id))
      expect(
        items.filter(({ id }) => known.has(id)),
        query,
      ).toEqual(all.filter(fits))
    }
    expect((await list('?partner=nobody')).items).toEqual([])
    expect((await api.get('/exchanges?status=99')).status).toBe(400)
    expect((await api.get('/exchanges?colour=red')).status).toBe(400)
  })

  it('finds what was said about a driver by any of its identifiers, and shows none of them', async () => {
    for (const identifier of Object.values(DRIVER)) {
      const { items } = await list(`?token=${identifier.toLowerCase()}`)
      expect(
        items.map(({ module }) => module),
        identifier,
      ).toContain('tokens')
      expect(JSON.stringify(items)).not.toMatch(/0815/)
    }
    const modules = (await list(`?token=${DRIVER.uid}&direction=out`)).items.map(({ module }) => module)
    expect(modules).toEqual(expect.arrayContaining(['sessions', 'cdrs']))
    const [about] = (await list(`?object=${DRIVER.uid}&module=tokens`)).items
    expect(about).toMatchObject({
      object_id: expect.stringMatching(/^driver:/),
      path: expect.stringMatching(/driver:/),
    })
    const { body } = await api.get(`/exchanges/${about!.id}`)
    expect(JSON.parse(body.request)).toMatchObject({
      uid: about!.object_id,
      contract_id: expect.stringMatching(/^driver:[0-9a-f]{16}$/),
      whitelist: 'ALLOWED',
    })
    expect((await list('?token=SOMEBODY')).items).toEqual([])
  })

  it('shows one with its bodies as they went', async () => {
    const [patch] = (await list('?module=locations&direction=out&object=LOC1')).items.filter(
      (one) => one.method === 'PATCH',
    )
    const { body } = await api.get(`/exchanges/${patch!.id}`)
    expect(body).toMatchObject({ ...patch, part: '3256', path: 'NL/ABC/LOC1/3256' })
    expect(JSON.parse(body.request)).toEqual({ status: 'CHARGING', last_updated: noonPlus(1) })
    expect(JSON.parse(body.response)).toMatchObject({ status_code: 1000 })
    expect(faultsOf('getExchange', 200, body)).toEqual([])
    expect((await api.get('/exchanges/00000000-0000-7000-8000-000000000000')).status).toBe(404)
    expect((await api.get('/exchanges/nothing')).status).toBe(404)
  })

  it('is exported as NDJSON with the same filters', async () => {
    const answer = await api.get('/exchanges/export?module=sessions')
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson')
    const lines = answer.text.trimEnd().split('\n')
    const items = lines.map((line) => JSON.parse(line))
    expect(items.map(({ id }) => id)).toEqual((await list('?module=sessions&limit=1000')).items.map(({ id }) => id))
    expect(items.every(({ request, response }) => request !== undefined && response !== undefined)).toBe(true)
    expect(items.flatMap((item) => faultsOf('getExchange', 200, item))).toEqual([])
    expect((await api.get('/exchanges/export?partner=nobody')).text).toBe('')
  })

  it('holds what a partner got wrong, what it asked for in vain, and who came without a token', async () => {
    const peer = new Peer(`${cpo.url}/ocpi/2.3.0`, emsp.parts.directory.outboundToken(atEmsp)!)
    const correlation = { 'X-Correlation-ID': 'got-it-wrong' }
    await peer.send('PUT', `receiver/tokens/NL/XYZ/${DRIVER.uid}`, { uid: DRIVER.uid, type: 'RFID' }, correlation)
    await peer.send('PUT', 'receiver/tokens/NL/XYZ/X', '{"uid": "DRIVER-0815', correlation)
    await peer.send('GET', 'sender/nothing/DRIVER-0815', undefined, correlation)
    await fetch(`${cpo.url}/ocpi/versions`, { headers: correlation })
    await written()
    const { items } = await list('?correlation_id=got-it-wrong')
    const seen = items.map(({ http, status_code, partner }) => [http, status_code, partner])
    expect(seen).toHaveLength(4)
    expect(seen).toEqual(
      expect.arrayContaining([
        [200, 2001, atCpo],
        [400, 2000, atCpo],
        [404, 2000, atCpo],
        [401, 2000, null],
      ]),
    )
    const broken = items.find(({ http }) => http === 400)!
    const { body } = await api.get(`/exchanges/${broken.id}`)
    expect(body.request).toBe('[20 characters that are no JSON]')
    expect(items.every(({ failed }) => failed)).toBe(true)
  })

  it('says why a call got no answer', async () => {
    const url = await serve((_request, response) => response.socket?.destroy())
    const partner = cpo.parts.directory.partner(atCpo)!
    const answer = await cpo.parts.outbound.call(partner, {
      module: 'commands',
      side: 'SENDER',
      endpoint: 'postResult',
      url: `${url}/result?secret=1`,
      body: { result: 'ACCEPTED' },
      correlationId: 'no-answer',
    })
    expect(answer.kind).toBe('unreachable')
    await written()
    const [lost] = (await list('?correlation_id=no-answer')).items
    expect(lost).toMatchObject({ http: null, failed: true, why: expect.stringMatching(/connection/), path: '/result' })
  })

  it('holds neither a credentials token nor a driver in any column', async () => {
    const tokens = [
      cpo.parts.directory.outboundToken(atCpo)!,
      emsp.parts.directory.outboundToken(atEmsp)!,
      (await cpo.parts.service.invite({ name: 'somebody' })).token,
    ]
    const spelt = tokens.flatMap((one) => [one, Buffer.from(one).toString('base64')])
    await ask('GET', `${cpo.url}/ocpi/versions`, tokens[2]!)
    await written()
    for (const { parts } of [cpo, emsp]) {
      const { database } = parts
      // The scan finds what is there.
      expect(await columnsHolding(database, [DRIVER.uid])).toContain('object.id')
      expect(await columnsHolding(database, spelt)).toEqual([])
      const inLog = (await columnsHolding(database, Object.values(DRIVER))).filter((one) => one.startsWith('exchange'))
      expect(inLog).toEqual([])
      const { rows } = await database.query<{ count: number }>(
        `select count(*)::int as count from "${database.schema}".exchange where drivers is not null`,
        [],
      )
      expect(rows[0]!.count).toBeGreaterThan(0)
    }
  })

  it('is not shown without a key, nor told apart by a wrong method', async () => {
    expect((await fetch(`${cpo.url}/api/v1/exchanges`)).status).toBe(401)
    expect((await api.post('/exchanges')).status).toBe(405)
  })
})
