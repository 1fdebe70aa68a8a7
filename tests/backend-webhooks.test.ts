// Webhooks: notifications in order until they are taken, and questions with a deadline.

import { afterEach, expect, it } from 'vitest'
import { ApiClient } from './support/api-client.ts'
import { backendServer, faultsOf } from './support/backend-server.ts'
import { onEachEngine } from './support/databases.ts'
import { partner } from './support/object-store.ts'
import { until } from './support/until.ts'
import { isSigned, WebhookReceiver } from './support/webhook-receiver.ts'
import { billed, cdr, evse, location, noonPlus, session, tariff, token } from './support/wire-objects.ts'

onEachEngine('a webhook', (engine) => {
  const server = backendServer(engine, ['NL-ABC:CPO', 'NL-XYZ:EMSP'], [partner('cpo', ['DE-CPO'])])
  const api = () => server().api
  const receivers: WebhookReceiver[] = []
  const made: string[] = []
  afterEach(async () => {
    for (const id of made.splice(0)) await api().delete(`/webhooks/${id}`)
    for (const receiver of receivers.splice(0)) await receiver.stop()
  })

  async function subscribe(more: Record<string, unknown> = {}) {
    const receiver = await new WebhookReceiver().start()
    receivers.push(receiver)
    const { status, body } = await api().post('/webhooks', { url: receiver.url, ...more })
    expect(status).toBe(201)
    made.push(body.id)
    return { receiver, id: body.id as string, secret: body.secret as string }
  }
  const put = (id: string, more: Record<string, unknown> = {}) => {
    const { last_updated: _, ...given } = tariff({ id, ...more })
    return api().put(`/tariffs/NL/ABC/${id}`, given)
  }
  const statusOf = async (id: string) => (await api().get(`/webhooks/${id}`)).body

  it('is made with a secret that is shown once, listed without it, and taken away', async () => {
    const { id, secret } = await subscribe({ events: ['tariff.changed'], parties: ['nl-abc'] })
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const { body } = await api().get('/webhooks')
    expect(body.items).toHaveLength(1)
    expect(faultsOf('listWebhooks', 200, body)).toEqual([])
    expect(body.items[0]).toMatchObject({ id, events: ['tariff.changed'], parties: ['NL-ABC'], status: 'active' })
    expect(JSON.stringify(body)).not.toContain(secret.slice(6))
    expect((await api().delete(`/webhooks/${id}`)).status).toBe(204)
    expect((await api().delete(`/webhooks/${id}`)).status).toBe(404)
    expect((await api().get(`/webhooks/${id}`)).status).toBe(404)
  })

  it('is refused with an address nobody has, an unknown event, a bad secret', async () => {
    for (const [body, pointer] of [
      [{ url: 'http://169.254.169.254/latest/meta-data' }, '/url'],
      [{ url: 'http://[fe80::1]/' }, '/url'],
      [{ url: 'ftp://backend.example/' }, '/url'],
      [{ url: 'backend' }, '/url'],
      [{}, '/url'],
      [{ url: 'http://127.0.0.1:1/', events: ['tariff.eaten'] }, '/events/0'],
      [{ url: 'http://127.0.0.1:1/', secret: 'secret' }, '/secret'],
      [{ url: 'http://127.0.0.1:1/', evnts: [] }, '/evnts'],
    ] as const) {
      const answer = await api().post('/webhooks', body)
      expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer])
    }
  })

  it('is told of changes from now on, signed, in order', async () => {
    await put('EARLIER')
    const { receiver, secret, id } = await subscribe()
    for (const name of ['T1', 'T2', 'T3']) await put(name)
    await api().delete('/tariffs/NL/ABC/T1')
    await api().put('/tokens/NL/XYZ/04AABBCC', token())
    await until(() => receiver.heard.length >= 4)
    await until(async () => (await statusOf(id)).behind === 0)
    expect(receiver.heard.every((delivered) => isSigned(secret, delivered))).toBe(true)
    expect(receiver.heard.map(({ data }) => data.id ?? data.uid)).not.toContain('EARLIER')
    expect(receiver.types().at(-1)).toBe('token.changed')
    const deleted = receiver.heard.find(({ type }) => type === 'tariff.deleted')
    expect(deleted?.data.id).toBe('T1')
    expect(new Set(receiver.heard.map((delivered) => delivered.headers['webhook-id'])).size).toBe(receiver.heard.length)
    expect(receiver.heard[0]).toMatchObject({ id: receiver.heard[0]!.headers['webhook-id'] })
    expect(await statusOf(id)).toMatchObject({ status: 'active', failures: 0, delivered: receiver.heard.length })
  })

  it('with a secret of its own is signed with that', async () => {
    const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`
    const { receiver } = await subscribe({ secret })
    await put('OWNSECRET')
    await until(() => receiver.heard.length > 0)
    expect(isSigned(secret, receiver.heard[0]!)).toBe(true)
    expect(isSigned(`whsec_${Buffer.alloc(24, 8).toString('base64')}`, receiver.heard[0]!)).toBe(false)
  })

  it.each(['====', 'A===', '=AAA', 'AAA'])('a secret that nothing can be signed with is refused: %s', async (end) => {
    const { status, body } = await api().post('/webhooks', {
      url: 'https://company.example/hook',
      secret: `whsec_${'A'.repeat(32)}${end}`,
    })
    expect([status, JSON.stringify(body)]).toEqual([422, expect.stringContaining('Base64 of 24 to 64 bytes')])
  })

  it('hears of the events and parties it asked for', async () => {
    const statuses = await subscribe({ events: ['evse.status'] })
    const locations = await subscribe({ events: ['location.changed', 'evse.status'] })
    const cdrs = await subscribe({ events: ['cdr.received'], parties: ['NL-XYZ'] })
    const sessions = await subscribe({ events: ['session.changed'], parties: ['NL-XYZ'] })
    await api().put('/locations/NL/ABC/Loc1', location({ id: 'Loc1', evses: [evse()] }))
    await until(() => locations.receiver.heard.length > 0)
    await api().patch('/locations/NL/ABC/Loc1/3256', { status: 'CHARGING' })
    await api().patch('/locations/NL/ABC/Loc1/3256', { floor_level: '-1' })
    await server().received.whole('cdrs', cdr({ country_code: 'DE', party_id: 'CPO', id: 'RECEIVED' }))
    expect((await api().post('/cdrs', billed(1, { id: 'OWN' }))).status).toBe(201)
    await api().put('/sessions/NL/ABC/S1', session())
    await until(() => cdrs.receiver.heard.length > 0 && sessions.receiver.heard.length > 0)
    await until(() => locations.receiver.heard.some(({ data }) => data.evse?.floor_level === '-1'))
    // Every status, whole locations told or not; and what a status message holds.
    await until(() => statuses.receiver.heard.at(-1)?.data.evse.floor_level === '-1')
    expect(new Set(statuses.receiver.types())).toEqual(new Set(['evse.status']))
    expect(statuses.receiver.heard[0]!.data).toMatchObject({
      country_code: 'NL',
      party_id: 'ABC',
      location_id: 'Loc1',
      evse: { uid: '3256' },
    })
    expect(locations.receiver.heard[0]).toMatchObject({ type: 'location.changed', data: { id: 'Loc1', evses: [{}] } })
    expect(locations.receiver.heard.at(-1)!.type).toBe('location.changed')
    expect(cdrs.receiver.heard.map(({ data }) => data.id)).toEqual(['RECEIVED'])
    expect(sessions.receiver.types()).toEqual(['session.changed'])
  })

  it('hears of partners that go away and come back', async () => {
    const { receiver } = await subscribe({ events: ['partner.offline', 'partner.online', 'partner.failing'] })
    for (const status of ['offline', 'registered', 'paused', 'registered'] as const) {
      const before = receiver.heard.length
      await server().setStatus('cpo', status)
      await until(() => receiver.heard.length > before)
    }
    expect(receiver.types()).toEqual(['partner.offline', 'partner.online', 'partner.failing', 'partner.online'])
    expect(receiver.heard[0]!.data).toMatchObject({ id: 'cpo', status: 'offline', parties: ['*'] })
  })

  it('that fails is tried again with the same id, shown as failing, and catches up once', async () => {
    const { receiver, id } = await subscribe()
    let down = true
    receiver.answer = () => ({ status: down ? 500 : 204 })
    await put('RETRY')
    await until(() => receiver.heard.length >= 2)
    const shown = await statusOf(id)
    expect(shown).toMatchObject({ status: 'failing', last_error: 'it answered HTTP 500' })
    expect(shown.failures).toBeGreaterThanOrEqual(1)
    expect(Date.parse(shown.next_attempt_at)).toBeGreaterThan(0)
    expect(shown.behind).toBeGreaterThan(0)
    expect(faultsOf('getWebhook', 200, shown)).toEqual([])
    down = false
    await until(async () => (await statusOf(id)).status === 'active')
    expect(new Set(receiver.heard.map((delivered) => delivered.id)).size).toBe(1)
    await until(async () => (await statusOf(id)).behind === 0)
    expect((await statusOf(id)).delivered).toBe(1)
  })

  it('that was down is told each object once, at its newest state, when it is back', async () => {
    const { receiver, id } = await subscribe()
    await receiver.stop()
    for (let round = 1; round <= 5; round++) for (const name of ['X1', 'X2']) await put(name, { x_round: round })
    await until(async () => (await statusOf(id)).failures > 0)
    expect((await statusOf(id)).last_error).toContain('no connection')
    await receiver.start()
    await until(async () => (await statusOf(id)).behind === 0, 30_000)
    expect(receiver.heard.map(({ data }) => [data.id, data.x_round])).toEqual([
      ['X1', 5],
      ['X2', 5],
    ])
  })

  it('that refuses one message three times is told the next', async () => {
    const { receiver, id } = await subscribe()
    receiver.answer = ({ data }) => ({ status: data.id === 'UNWANTED' ? 422 : 204 })
    await put('UNWANTED')
    await put('WANTED')
    await until(() => receiver.heard.some(({ data }) => data.id === 'WANTED'))
    expect(receiver.heard.filter(({ data }) => data.id === 'UNWANTED')).toHaveLength(3)
    await until(async () => (await statusOf(id)).refused === 1)
    expect(await statusOf(id)).toMatchObject({ status: 'active', delivered: 1 })
  })

  it('that asks for time with Retry-After gets it', async () => {
    const { receiver, id } = await subscribe()
    receiver.answer = () => ({ status: 429, headers: { 'retry-after': '120' } })
    await put('PATIENCE')
    await until(async () => (await statusOf(id)).failures > 0)
    expect(Date.parse((await statusOf(id)).next_attempt_at) - Date.now()).toBeGreaterThan(100_000)
  })

  it('that does not answer holds up no other', async () => {
    const { receiver: stuck } = await subscribe()
    const { receiver: quick } = await subscribe()
    stuck.answer = () => ({ silent: true })
    for (const name of ['Q1', 'Q2', 'Q3']) {
      await put(name)
      await until(() => quick.heard.some(({ data }) => data.id === name))
    }
    expect(stuck.heard).toHaveLength(1)
  })

  it('goes on where it was after a restart', async () => {
    const { receiver, id } = await subscribe()
    await put('BEFORE')
    await until(async () => (await statusOf(id)).behind === 0)
    await server().restart()
    await put('AFTER')
    await until(() => receiver.heard.some(({ data }) => data.id === 'AFTER'))
    expect(receiver.heard.map(({ data }) => data.id)).toEqual(['BEFORE', 'AFTER'])
  })

  const ask = (type = 'command.start_session', deadlineMs = 2_000) =>
    server().questions.ask({ type, party: { countryCode: 'NL', partyId: 'ABC' }, data: { x: 1 }, deadlineMs })

  it('answers questions of the types and parties it wants', async () => {
    expect(await ask()).toEqual({ kind: 'no_backend' })
    const { receiver, secret } = await subscribe({ events: ['command.start_session'], parties: ['NL-ABC'] })
    receiver.answer = () => ({ body: { result: 'ACCEPTED', timeout: 10 } })
    expect(await ask()).toEqual({ kind: 'answer', data: { result: 'ACCEPTED', timeout: 10 } })
    expect(receiver.heard[0]).toMatchObject({ type: 'command.start_session', data: { x: 1 } })
    expect(isSigned(secret, receiver.heard[0]!)).toBe(true)
    expect(await ask('command.stop_session')).toEqual({ kind: 'no_backend' })
    receiver.answer = () => ({ status: 204 })
    expect(await ask()).toEqual({ kind: 'no_backend' })
  })

  it('whose answer is late, malformed or an error decides nothing', async () => {
    const { receiver } = await subscribe()
    for (const [reply, kind] of [
      [{ silent: true }, 'timeout'],
      [{ status: 500 }, 'failed'],
      [{ status: 302, headers: { location: 'http://127.0.0.1:1/' } }, 'failed'],
      [{ body: 'not json' }, 'failed'],
      [{ body: '' }, 'failed'],
      [{ body: { result: 'YES' } }, 'failed'],
      [{ body: { result: 'ACCEPTED', timeout: 'soon' } }, 'failed'],
      [{ body: ['ACCEPTED'] }, 'failed'],
      [{ body: `{"__proto__": {"result": "ACCEPTED"}}` }, 'failed'],
    ] as const) {
      receiver.answer = () => reply
      expect([reply, (await ask('command.start_session', 300)).kind]).toEqual([reply, kind])
    }
    await receiver.stop()
    expect((await ask()).kind).toBe('failed')
    expect(await server().events.registry.getSingleMetricAsString('interchange_questions_unanswered_total')).toContain(
      'type="command.start_session"',
    )
  })

  it('is heard first when it answers first; one that fails does not spoil it', async () => {
    const { receiver: failing } = await subscribe()
    const { receiver: silent } = await subscribe()
    const { receiver: good } = await subscribe()
    failing.answer = () => ({ status: 500 })
    silent.answer = () => ({ silent: true })
    good.answer = () => ({ body: { result: 'REJECTED', message: 'no' } })
    const started = performance.now()
    expect(await ask()).toEqual({ kind: 'answer', data: { result: 'REJECTED', message: 'no' } })
    expect(performance.now() - started).toBeLessThan(1_900)
  })

  it('answers each kind of question in its own form', async () => {
    const { receiver } = await subscribe()
    for (const [type, body, kind] of [
      ['token.authorize', { allowed: 'ALLOWED', authorization_reference: 'A1' }, 'answer'],
      ['token.authorize', { need: 'location' }, 'answer'],
      ['token.authorize', { allowed: 'MAYBE' }, 'failed'],
      ['token.authorize', { allowed: 'ALLOWED', location: { location_id: 7 } }, 'failed'],
      ['session.charging_preferences', '"ACCEPTED"', 'answer'],
      ['session.charging_preferences', '"FINE"', 'failed'],
    ] as const) {
      receiver.answer = () => ({ body })
      expect([type, body, (await ask(type)).kind]).toEqual([type, body, kind])
    }
  })

  it(`keeps the time a change was stored, whatever its own last_updated says`, async () => {
    const { receiver } = await subscribe()
    await api().put('/sessions/NL/ABC/S9', session({ id: 'S9', last_updated: noonPlus(3) }))
    await until(() => receiver.heard.length > 0)
    expect(Math.abs(Date.parse(receiver.heard[0]!.timestamp) - Date.now())).toBeLessThan(60_000)
  })

  it('a test call says what the backend answered', async () => {
    const { id, receiver } = await subscribe({ events: ['tariff.deleted'] })
    const good = await api().post(`/webhooks/${id}/test`)
    expect(faultsOf('testWebhook', 200, good.body)).toEqual([])
    expect(good.body).toMatchObject({ type: 'webhook.test', http: 204, error: null })
    expect(receiver.heard.map(({ type, id: message }) => [type, message])).toEqual([
      ['webhook.test', good.body.message],
    ])
    receiver.answer = () => ({ status: 500 })
    expect((await api().post(`/webhooks/${id}/test`)).body).toMatchObject({ http: 500, error: 'it answered HTTP 500' })
    await receiver.stop()
    expect((await api().post(`/webhooks/${id}/test`)).body).toMatchObject({ http: null, error: expect.any(String) })
    expect((await statusOf(id)).failures).toBe(0)
    expect((await api().post('/webhooks/wh-none/test')).status).toBe(404)
  })

  it('keeps a log of attempts, in pages, the newest first', async () => {
    const { id, receiver } = await subscribe({ events: ['tariff.changed'] })
    receiver.answer = ({ data }) => ({ status: data.id === 'LOG2' && receiver.heard.length < 3 ? 503 : 204 })
    for (const name of ['LOG1', 'LOG2', 'LOG3']) await put(name)
    const log = async (query = '') => (await api().get(`/webhooks/${id}/attempts${query}`)).body
    await until(async () => (await log()).items.length === 4)
    const { items, next } = await log()
    expect([faultsOf('listAttempts', 200, { items, next }), next]).toEqual([[], null])
    expect(items.map(({ http }: { http: number }) => http)).toEqual([204, 204, 503, 204])
    expect(items[1].message).toBe(items[2].message)
    expect(items[2].error).toBe('it answered HTTP 503')
    const first = await log('?limit=3')
    expect((await log(`?limit=3&next=${first.next}`)).items).toEqual([items[3]])
  })

  it('is told again what changed since a time, with the ids of the first time', async () => {
    const { id, receiver } = await subscribe({ events: ['tariff.changed'] })
    await put('REPLAY1')
    await until(() => receiver.heard.length === 1)
    await new Promise((resolve) => setTimeout(resolve, 5))
    const between = new Date().toISOString()
    await put('REPLAY2')
    await until(() => receiver.heard.length === 2)
    const answer = await api().post(`/webhooks/${id}/replay`, { since: between })
    expect(answer.status).toBe(202)
    await until(() => receiver.heard.length === 3)
    const names = () => receiver.heard.map(({ data }) => data.id)
    expect(names()).toEqual(['REPLAY1', 'REPLAY2', 'REPLAY2'])
    expect(receiver.heard[2]!.id).toBe(receiver.heard[1]!.id)
    await api().post(`/webhooks/${id}/replay`, { since: 'start' })
    await until(() => names().filter((name) => name === 'REPLAY1').length === 2)
    await until(() => names().filter((name) => name === 'REPLAY2').length === 3)
    for (const since of ['yesterday', '2026-02-30T12:00:00Z', '0350-15-80T98:94:93.120']) {
      const { status, body } = await api().post(`/webhooks/${id}/replay`, { since })
      expect([since, status, body.errors[0].pointer]).toEqual([since, 422, '/since'])
    }
  })

  it('of a key for some parties hears of these alone, and is not private', async () => {
    const { body: made } = await api().post('/keys', { name: 'abc', scope: 'write', parties: ['NL-ABC'] })
    const narrow = new ApiClient(server().url, made.key)
    const { id, receiver } = await subscribe()
    const refused = await narrow.post('/webhooks', { url: receiver.url })
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, '/url'])
    const url = 'https://backend.example.com/hook'
    expect((await narrow.post('/webhooks', { url, parties: ['NL-XYZ'] })).status).toBe(403)
    const own = await narrow.post('/webhooks', { url })
    expect([own.status, own.body.parties]).toEqual([201, ['NL-ABC']])
    expect((await narrow.get('/webhooks')).body.items.map((one: { id: string }) => one.id)).toEqual([own.body.id])
    expect((await narrow.get(`/webhooks/${id}`)).status).toBe(404)
    expect((await narrow.delete(`/webhooks/${id}`)).status).toBe(404)
    expect((await narrow.delete(`/webhooks/${own.body.id}`)).status).toBe(204)
  })
})
