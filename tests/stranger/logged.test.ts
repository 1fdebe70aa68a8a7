// What was said with a stranger stands in our message log, and what it refused can be sent again.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { joined, type OurSide, startPlatform, US, untilPushed, versions } from './conversation.ts'
import { type Json, location, session, tariff, token } from './objects.ts'
import { eventually, type Stranger } from './stranger.ts'

type Logged = Json & { id: string; module: string; method: string; direction: string; failed: boolean }

describe.each(versions)('a stranger of %s', (version) => {
  let ours: OurSide
  let emsp: Stranger
  let cpo: Stranger

  const logged = async (query: string): Promise<Logged[]> =>
    (await ours.api('GET', `/exchanges?limit=1000&${query}`)).body.items as Logged[]
  const found = (query: string, fits: (one: Logged) => boolean = () => true): Promise<Logged> =>
    eventually(query, async () => (await logged(query)).find(fits))
  const own = (object: Json): Json => ({ ...object, ...US })

  beforeAll(async () => {
    ours = await startPlatform()
    cpo = await joined(ours, { role: 'CPO', version })
    emsp = await joined(ours, { role: 'EMSP', version })
    await untilPushed(ours, emsp)
  })
  afterAll(() => Promise.all([emsp.stop(), cpo.stop(), ours.stop()]))

  test('R-ID-01 R-ID-05 what it pushed and how it was answered is found by its own correlation id', async () => {
    const url = `${cpo.theirs.get('sessions.RECEIVER')}/BE/BEC/S1`
    const headers = { 'X-Request-ID': 'its-request', 'X-Correlation-ID': `its-correlation-${version}` }
    await cpo.send('PUT', url, { body: session('S1', US, version), to: US, headers })
    const one = await found(`correlation_id=its-correlation-${version}`)
    expect(one).toMatchObject({
      direction: 'in',
      version,
      module: 'sessions',
      endpoint: 'putSession',
      method: 'PUT',
      path: 'BE/BEC/S1',
      http: 201,
      status_code: 1000,
      failed: false,
      our_party: 'NL-ABC',
      their_party: 'BE-BEC',
      object_id: 'S1',
      request_id: 'its-request',
    })
    const { request, response } = (await ours.api('GET', `/exchanges/${one.id}`)).body as Record<string, string>
    const { cdr_token: sent, ...rest } = session('S1', US, version)
    const { cdr_token: kept, ...others } = JSON.parse(request!) as Json
    expect(others).toEqual(rest)
    expect(kept).toEqual({
      ...(sent as Json),
      uid: expect.stringMatching(/^driver:/),
      contract_id: expect.stringMatching(/^driver:/),
    })
    expect(JSON.parse(response!)).toMatchObject({ status_code: 1000 })
  })

  test('the handshake is there without its tokens, its lists are there with what was asked', async () => {
    const posted = await found('module=credentials&direction=in')
    const { request, response } = (await ours.api('GET', `/exchanges/${posted.id}`)).body as Record<string, string>
    expect(JSON.parse(request!)).toMatchObject({ token: '[hidden]' })
    expect(JSON.parse(response!)).toMatchObject({ data: { token: '[hidden]' }, status_code: 1000 })
    const listed = await found('direction=out&module=locations', ({ method }) => method === 'GET')
    expect(String(listed.path)).toMatch(/limit=/)
  })

  test('an object that it refused is sent again in its newest state, and what came of it is told', async () => {
    emsp.answer = ({ method, path }) =>
      method === 'PUT' && path.startsWith('/in/locations/NL/ABC/LOC9') ? { code: 2001 } : undefined
    await ours.api('PUT', '/locations/NL/ABC/LOC9', own(location('LOC9', '2.3.0')))
    const refused = await found('object=NL/ABC/LOC9&failed=true&direction=out')
    await eventually('it is parked', async () =>
      ((await ours.api('GET', '/parked')).body.items as Json[]).find(({ object_id }) => object_id === 'LOC9'),
    )
    const again = await ours.api('POST', `/exchanges/${refused.id}/replay`)
    expect(again.status).toBe(200)
    expect(again.body).toMatchObject({ state: 'refused', exchange: { failed: true, status_code: 2001 } })

    await ours.api('PUT', '/locations/NL/ABC/LOC9', { ...own(location('LOC9', '2.3.0')), name: 'Another name' })
    emsp.answer = () => undefined
    const taken = await ours.api('POST', `/exchanges/${refused.id}/replay`)
    // The change may have taken it there by itself in the meantime.
    if (taken.status === 200) {
      expect(taken.body).toMatchObject({ state: 'accepted', exchange: { failed: false, status_code: 1000 } })
      expect(String((taken.body.exchange as Json).request)).toContain('Another name')
    }
    await eventually(
      'it has it',
      () => emsp.stored.get('/IN/LOCATIONS/NL/ABC/LOC9')?.name === 'Another name' || undefined,
    )
    await eventually('nothing is parked', async () =>
      ((await ours.api('GET', '/parked')).body.items as Json[]).length === 0 ? true : undefined,
    )
    const nothing = await ours.api('POST', `/exchanges/${refused.id}/replay`)
    expect(nothing.status).toBe(409)
  })

  test('a token that it refused is sent again, though the log does not name it', async () => {
    cpo.answer = ({ method, path }) =>
      method === 'PUT' && path.startsWith('/in/tokens/NL/ABC/T9') ? { code: 2001 } : undefined
    await ours.api('PUT', '/tokens/NL/ABC/T9', own(token('T9')))
    const refused = await found('object=NL/ABC/T9&failed=true&direction=out')
    expect(String(refused.object_id)).toMatch(/^driver:/)
    await eventually('it is parked', async () =>
      ((await ours.api('GET', '/parked')).body.items as Json[]).find(({ object_id }) => object_id === 'T9'),
    )
    cpo.answer = () => undefined
    const taken = await ours.api('POST', `/exchanges/${refused.id}/replay`)
    expect(taken.body).toMatchObject({ state: 'accepted', exchange: { module: 'tokens', status_code: 1000 } })
  })

  test('what was received, and what is not parked, is not sent again', async () => {
    const received = await found('direction=in&module=sessions')
    expect((await ours.api('POST', `/exchanges/${received.id}/replay`)).status).toBe(409)
    await ours.api('PUT', '/tariffs/NL/ABC/T9', own(tariff('T9', '2.3.0')))
    const fine = await found('object=NL/ABC/T9&direction=out&module=tariffs')
    expect((await ours.api('POST', `/exchanges/${fine.id}/replay`)).status).toBe(409)
  })
})
