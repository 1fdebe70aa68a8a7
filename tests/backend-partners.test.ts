// Partners through the company-side API: whole platforms that invite, register, change and leave each other.

import { beforeAll, describe, expect, it } from 'vitest'
import { ApiClient } from './support/api-client.ts'
import { faultsOf } from './support/backend-server.ts'
import { type RunningPlatform, startPlatform } from './support/platforms.ts'
import { until } from './support/until.ts'
import { WebhookReceiver } from './support/webhook-receiver.ts'
import { tariff } from './support/wire-objects.ts'

const clientOf = (platform: RunningPlatform) => new ApiClient(platform.url, 'key-of-the-tests')

describe('partners', () => {
  let cpo: ApiClient
  let emsp: ApiClient
  let emspUrl: string
  /** As each knows the other. */
  let atCpo: string
  let atEmsp: string
  beforeAll(async () => {
    const [first, second] = await Promise.all([
      startPlatform({ parties: 'NL-ABC:CPO,NL-OTH:CPO' }),
      startPlatform({ parties: 'NL-XYZ:EMSP' }),
    ])
    cpo = clientOf(first)
    emsp = clientOf(second)
    emspUrl = second.url
  })

  it('are invited with a versions URL and a token that is shown once', async () => {
    const { status, body } = await cpo.post('/partners', { name: 'XYZ', parties: ['nl-abc'] })
    expect(status).toBe(201)
    expect(faultsOf('postPartner', 201, body)).toEqual([])
    expect(body).toMatchObject({ status: 'invited', versions_url: expect.stringMatching(/\/ocpi\/versions$/) })
    atCpo = body.id
    const shown = await cpo.get(`/partners/${atCpo}`)
    expect(shown.body).toMatchObject({ name: 'XYZ', status: 'invited', version: null, parties: ['NL-ABC'] })
    expect(shown.text).not.toContain(body.token)
    expect(faultsOf('getPartner', 200, shown.body)).toEqual([])

    const heard = await new WebhookReceiver().start()
    await cpo.post('/webhooks', { url: heard.url, events: ['partner.registered'] })
    const registered = await emsp.post('/partners', {
      name: 'ABC',
      versions_url: body.versions_url,
      token: body.token,
    })
    expect([registered.status, registered.body.status]).toEqual([201, 'registered'])
    atEmsp = registered.body.id
    const now = (await cpo.get(`/partners/${atCpo}`)).body
    expect(now).toMatchObject({ status: 'registered', version: '2.3.0', roles: [{ role: 'EMSP', party_id: 'XYZ' }] })
    await until(() => heard.heard.length > 0)
    expect(heard.heard[0]).toMatchObject({ type: 'partner.registered', data: { id: atCpo, status: 'registered' } })
    await heard.stop()
    const { body: again } = await emsp.post('/partners', {
      name: 'ABC',
      versions_url: body.versions_url,
      token: body.token,
    })
    expect(again).toMatchObject({ type: 'urn:interchange:problem:partner-failed', status: 502 })
  })

  it('are listed, the oldest first', async () => {
    const { body } = await cpo.get('/partners')
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual([atCpo])
    expect(faultsOf('listPartners', 200, body)).toEqual([])
    expect((await cpo.get('/partners/p-nobody')).status).toBe(404)
  })

  it('are changed in name, scope and settings, what is not named staying as it was', async () => {
    const changed = await cpo.patch(`/partners/${atCpo}`, {
      name: 'XYZ Mobility',
      parties: ['*'],
      settings: { push: { tariffs: false }, initial_push_after: 'never' },
    })
    expect(changed.status).toBe(200)
    const { settings } = (await cpo.patch(`/partners/${atCpo}`, { settings: { push: { cdrs: false } } })).body
    expect(settings).toMatchObject({
      push: { tariffs: false, cdrs: false },
      initial_push_after: 'never',
      lenient: false,
    })
    expect((await cpo.get(`/partners/${atCpo}`)).body).toMatchObject({ name: 'XYZ Mobility', parties: ['*'] })
    await cpo.patch(`/partners/${atCpo}`, { settings: { push: { tariffs: true }, initial_push_after: '60' } })
  })

  it('are told at most so fast and so often, module by module; null takes a module back to its default', async () => {
    const set = { max_rate: { locations: 0.5, cdrs: 20 }, window: { locations: 60 }, pull: { tokens: false } }
    const { status, body } = await cpo.patch(`/partners/${atCpo}`, { settings: set })
    expect([status, body.settings]).toEqual([200, expect.objectContaining(set)])
    await cpo.patch(`/partners/${atCpo}`, {
      settings: { max_rate: { cdrs: null }, window: { locations: null, sessions: 5 }, pull: { tokens: null } },
    })
    const { settings } = (await cpo.get(`/partners/${atCpo}`)).body
    expect(settings).toMatchObject({ max_rate: { locations: 0.5 }, window: { sessions: 5 }, pull: {} })
    expect([Object.keys(settings.max_rate), Object.keys(settings.window)]).toEqual([['locations'], ['sessions']])
    await cpo.patch(`/partners/${atCpo}`, { settings: { max_rate: { locations: null }, window: { sessions: null } } })
  })

  it('name every fault of a request', async () => {
    for (const [method, path, body, status, pointer] of [
      ['POST', '/partners', {}, 422, '/name'],
      ['POST', '/partners', { name: 'X', parties: ['NL-ZZZ'] }, 422, '/parties/0'],
      ['POST', '/partners', { name: 'X', parties: ['Dutch'] }, 422, '/parties/0'],
      ['POST', '/partners', { name: 'X', versions_url: 'https://x.example/ocpi' }, 422, '/token'],
      ['POST', '/partners', { name: 'X', token: 'T' }, 422, '/versions_url'],
      ['POST', '/partners', { name: 'X', versions_url: 'nope', token: 'T' }, 422, '/versions_url'],
      ['POST', '/partners', { name: 'X', versions_url: 'http://169.254.169.254/', token: 'T' }, 422, '/versions_url'],
      ['POST', '/partners', { name: 'X', partys: [] }, 422, '/partys'],
      ['PATCH', `/partners/${atCpo}`, { status: 'offline' }, 422, '/status'],
      ['PATCH', `/partners/${atCpo}`, { settings: { push: { tarifs: false } } }, 422, '/settings/push/tarifs'],
      ['PATCH', `/partners/${atCpo}`, { settings: { max_rate: { cdrs: 0 } } }, 422, '/settings/max_rate/cdrs'],
      ['PATCH', `/partners/${atCpo}`, { settings: { window: { locations: -1 } } }, 422, '/settings/window/locations'],
      ['PATCH', `/partners/${atCpo}`, { settings: { window: { cdrs: 60 } } }, 422, '/settings/window/cdrs'],
      [
        'PATCH',
        `/partners/${atCpo}`,
        { settings: { initial_push_after: 'soon' } },
        422,
        '/settings/initial_push_after',
      ],
      ['POST', `/partners/${atCpo}/pull`, { module: 'weather' }, 422, '/module'],
      ['POST', `/partners/${atCpo}/rotate`, { now: true }, 422, '/now'],
    ] as const) {
      const answer = await cpo.send(method, path, body)
      expect([path, body, answer.status, answer.body.errors?.[0]?.pointer]).toEqual([path, body, status, pointer])
    }
  })

  it('that cannot be reached are answered 502 with the step and the reason, and nothing is kept', async () => {
    const before = (await emsp.get('/partners')).body.items.length
    const { status, body } = await emsp.post('/partners', {
      name: 'Nobody',
      versions_url: 'http://127.0.0.1:1/ocpi/versions',
      token: 'a-token-of-nobody',
    })
    expect([status, body.type]).toEqual([502, 'urn:interchange:problem:partner-failed'])
    expect(body.detail).toContain('version')
    expect(JSON.stringify(body)).not.toContain('a-token-of-nobody')
    expect((await emsp.get('/partners')).body.items).toHaveLength(before)
  })

  it('are read again when asked, and say what that brought', async () => {
    await cpo.put('/tariffs/NL/ABC/T1', tariff())
    const { status, body } = await emsp.post(`/partners/${atEmsp}/pull`, { module: 'tariffs', full: true })
    expect(status).toBe(200)
    expect(faultsOf('pullPartner', 200, body)).toEqual([])
    expect(body.modules[0]).toMatchObject({ module: 'tariffs', full: true, complete: true, received: 1 })
    expect((await emsp.get('/tariffs/NL/ABC/T1')).body).toEqual(tariff())
    expect((await emsp.put('/tariffs/NL/ABC/T1', tariff())).status).toBe(403)
    const everything = await emsp.post(`/partners/${atEmsp}/pull`)
    expect(everything.body.modules.length).toBeGreaterThan(1)
  })

  it('get new tokens, at once or with an overlap', async () => {
    for (const body of [undefined, { immediate: true }]) {
      const rotated = await emsp.post(`/partners/${atEmsp}/rotate`, body)
      expect([rotated.status, rotated.body.status]).toEqual([200, 'registered'])
      expect((await emsp.post(`/partners/${atEmsp}/pull`, { module: 'tariffs' })).status).toBe(200)
    }
    const { body: invited } = await emsp.post('/partners', { name: 'Later' })
    expect((await emsp.post(`/partners/${invited.id}/rotate`)).status).toBe(409)
    expect((await emsp.post(`/partners/${invited.id}/pull`)).status).toBe(409)
    expect((await emsp.delete(`/partners/${invited.id}`)).status).toBe(204)
  })

  it('are switched off and on, and unregistered', async () => {
    expect((await cpo.patch(`/partners/${atCpo}`, { status: 'suspended' })).body.status).toBe('suspended')
    expect((await cpo.patch(`/partners/${atCpo}`, { status: 'registered' })).body.status).toBe('registered')
    expect((await cpo.delete(`/partners/${atCpo}`)).status).toBe(204)
    expect((await cpo.get(`/partners/${atCpo}`)).status).toBe(404)
    expect((await cpo.delete(`/partners/${atCpo}`)).status).toBe(404)
    // The other side was told (R-CRED-17), and keeps what it was sent.
    await until(async () => (await emsp.get(`/partners/${atEmsp}`)).body.version === null)
    expect((await emsp.get('/tariffs/NL/ABC/T1')).status).toBe(200)
  })

  it('that do no handshake are connected with what was agreed by hand', async () => {
    const roles = [{ role: 'EMSP', country_code: 'SE', party_id: 'OLD', business_details: { name: 'Old' } }]
    const endpoints = [{ identifier: 'locations', role: 'RECEIVER', url: 'http://127.0.0.1:1/locations' }]
    const agreed = { name: 'Old', version: '2.2.1', token: 'theirs', endpoints, roles }
    const { status, body } = await cpo.post('/partners', { ...agreed, our_token: 'ours-for-old' })
    expect([status, body.status, body.token]).toEqual([201, 'registered', 'ours-for-old'])
    expect(faultsOf('postPartner', 201, body)).toEqual([])
    const shown = (await cpo.get(`/partners/${body.id}`)).body
    expect(shown).toMatchObject({ version: '2.2.1', endpoints, roles })
    for (const name of ['version', 'token', 'roles']) {
      const answer = await cpo.post('/partners', { ...agreed, [name]: undefined })
      expect([name, answer.status, answer.body.errors[0].pointer]).toEqual([name, 422, `/${name}`])
    }
    // A party is one platform's: it cannot become ours as well.
    const taken = await cpo.put('/parties/SE/OLD', { roles: ['EMSP'] })
    expect([taken.status, taken.body.errors[0].detail]).toEqual([422, 'SE-OLD is a party of the partner Old'])
    await cpo.delete(`/partners/${body.id}`)
  })

  it('with a delivery problem are listed; there is none here', async () => {
    for (const path of ['/parked', '/unroutable', '/aside', '/messages?settled=true&limit=5']) {
      const { status, body } = await cpo.get(path)
      expect([path, status, body.next]).toEqual([path, 200, null])
    }
    expect((await cpo.post('/parked/1/retry')).status).toBe(404)
    expect((await cpo.get('/parked?limit=0')).status).toBe(400)
  })

  it('find the document of the API without a key, under the address of the platform', async () => {
    const document = (await (await fetch(`${emspUrl}/api/openapi.json`)).json()) as { servers: { url: string }[] }
    expect(document.servers).toEqual([{ url: `${emspUrl}/api/v1` }])
  })
})
