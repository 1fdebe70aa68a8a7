// Commands, real-time authorization and charging preferences through the company-side API of two platforms.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ApiClient } from './support/api-client.ts'
import { faultsOf } from './support/backend-server.ts'
import { type RunningPlatform, registered, startPlatform } from './support/platforms.ts'
import { until } from './support/until.ts'
import { WebhookReceiver } from './support/webhook-receiver.ts'
import { connector, evse, location, session, tariff, token } from './support/wire-objects.ts'

const ABC = { country_code: 'NL', party_id: 'ABC' }
const XYZ = { country_code: 'NL', party_id: 'XYZ' }

describe('between two companies', () => {
  let first: RunningPlatform
  let second: RunningPlatform
  let cpo: ApiClient
  let emsp: ApiClient
  const operator = new WebhookReceiver()
  const provider = new WebhookReceiver()

  beforeAll(async () => {
    ;[first, second] = await Promise.all([
      startPlatform({ parties: 'NL-ABC:CPO' }),
      startPlatform({ parties: 'NL-XYZ:EMSP' }),
    ])
    cpo = new ApiClient(first.url, 'key-of-the-tests')
    emsp = new ApiClient(second.url, 'key-of-the-tests')
    await Promise.all([operator.start(), provider.start()])
    await cpo.post('/webhooks', { url: operator.url })
    await emsp.post('/webhooks', { url: provider.url })
    await registered(first, second)
    const plug = connector({ tariff_ids: ['T1'] })
    const capabilities = ['REMOTE_START_STOP_CAPABLE', 'CHARGING_PREFERENCES_CAPABLE']
    await cpo.put('/tariffs/NL/ABC/T1', tariff({ type: 'PROFILE_GREEN' }))
    await cpo.put('/locations/NL/ABC/LOC1', location({ evses: [evse({ capabilities, connectors: [plug] })] }))
    await cpo.put('/sessions/NL/ABC/S1', session())
    for (const [uid, more] of [
      ['04AABBCC', { whitelist: 'NEVER' }],
      // Never used in a command, which would authorize it by itself (R-CMD-12).
      ['CARD', { whitelist: 'NEVER' }],
      ['BLOCKED', { valid: false, whitelist: 'NEVER' }],
    ] as const) {
      await emsp.put(`/tokens/NL/XYZ/${uid}`, token({ uid, ...more }))
    }
    await until(async () => (await emsp.get('/sessions/NL/ABC/S1')).status === 200)
    await until(async () => (await emsp.get('/locations/NL/ABC/LOC1')).status === 200)
    await until(async () => (await cpo.get('/tokens/NL/XYZ/BLOCKED')).status === 200)
  })
  afterAll(() => Promise.all([operator.stop(), provider.stop()]))
  beforeEach(() => {
    operator.answer = () => ({ status: 204 })
    provider.answer = () => ({ status: 204 })
  })

  const start = (more: Record<string, unknown> = {}) =>
    emsp.post('/commands/START_SESSION', {
      from: XYZ,
      token: { uid: '04AABBCC' },
      location_id: 'LOC1',
      evse_uid: '3256',
      ...more,
    })

  describe('a command', () => {
    it('is asked of the operator, and its outcome reaches the eMSP', async () => {
      operator.answer = ({ type }) =>
        type === 'command.start_session' ? { body: { result: 'ACCEPTED', timeout: 60 } } : { status: 204 }
      const sent = await start()
      expect(sent.status).toBe(201)
      expect(faultsOf('sendStartSession', 201, sent.body)).toEqual([])
      expect(sent.body).toMatchObject({
        command: 'START_SESSION',
        direction: 'sent',
        from: XYZ,
        to: ABC,
        status: 'accepted',
        response: 'ACCEPTED',
      })
      expect(sent.text).not.toContain('response_url')
      const question = operator.heard.find(({ type }) => type === 'command.start_session')!
      expect(question.data.command).toMatchObject({
        location_id: 'LOC1',
        token: { uid: '04AABBCC', contract_id: 'NL-XYZ-C1' },
      })

      const id = question.data.command_id
      const reported = await cpo.post(`/commands/${id}/result`, { result: 'ACCEPTED', message: 'Charging' })
      expect([reported.status, reported.body.status, reported.body.direction]).toEqual([200, 'done', 'received'])
      expect(faultsOf('postResult', 200, reported.body)).toEqual([])
      await until(async () => (await emsp.get(`/commands/${sent.body.id}`)).body.status === 'done')
      const read = (await emsp.get(`/commands/${sent.body.id}`)).body
      expect(read).toMatchObject({
        result: 'ACCEPTED',
        results: [{ result: 'ACCEPTED', message: [{ text: 'Charging' }] }],
      })
      await until(() => provider.types().includes('command.result'))
      expect(provider.heard.find(({ type }) => type === 'command.result')!.data.id).toBe(sent.body.id)
      const list = await emsp.get('/commands?limit=1')
      expect(faultsOf('listCommands', 200, list.body)).toEqual([])
      expect(list.body.items[0].id).toBe(sent.body.id)
    })

    it('is rejected with a reason when the operator answers late, wrongly or not at all', async () => {
      for (const reply of [{ status: 500 }, { body: { result: 'YES' } }, { body: '{' }]) {
        operator.answer = () => reply
        expect((await start()).body).toMatchObject({ status: 'rejected', response: 'REJECTED' })
      }
      operator.answer = () => ({ status: 204 })
      const { body } = await start()
      expect(body).toMatchObject({
        status: 'rejected',
        response: 'REJECTED',
        reason: expect.stringContaining('operator'),
      })
    })

    it('names the fault when it cannot be sent', async () => {
      for (const [type, body, status, pointer] of [
        ['START_SESSION', { token: { uid: 'X' }, location_id: 'LOC1' }, 422, '/from'],
        ['START_SESSION', { from: XYZ, location_id: 'LOC1' }, 422, '/token'],
        ['START_SESSION', { from: XYZ, token: { uid: 'UNKNOWN' }, location_id: 'LOC1' }, 422, '/token'],
        ['START_SESSION', { from: XYZ, token: { uid: '04AABBCC' }, location_id: 'NOWHERE' }, 422, '/location_id'],
        [
          'START_SESSION',
          { from: XYZ, token: { uid: '04AABBCC' }, location_id: 'LOC1', connector_id: '1' },
          422,
          '/evse_uid',
        ],
        [
          'START_SESSION',
          { from: XYZ, to: { country_code: 'FR', party_id: 'ZZZ' }, token: { uid: '04AABBCC' }, location_id: 'L' },
          422,
          '/to',
        ],
        ['STOP_SESSION', { from: XYZ }, 422, '/session_id'],
        ['UNLOCK_CONNECTOR', { from: XYZ, location_id: 'LOC1', evse_uid: '3256' }, 422, '/connector_id'],
        [
          'RESERVE_NOW',
          { from: XYZ, token: { uid: '04AABBCC' }, location_id: 'LOC1', reservation_id: 'R', expiry_date: 'x' },
          422,
          '/expiry_date',
        ],
        ['STOP_SESSION', { from: { country_code: 'FR', party_id: 'ZZZ' }, session_id: 'S1' }, 403, undefined],
      ] as const) {
        const answer = await emsp.post(`/commands/${type}`, body)
        expect([type, answer.status, answer.body.errors?.[0]?.pointer]).toEqual([type, status, pointer])
      }
      const unknown = await emsp.post('/commands/DANCE', { from: XYZ })
      expect([unknown.status, unknown.body.detail]).toEqual([405, expect.stringContaining('/commands/START_SESSION')])
      expect((await emsp.get('/commands/no-such-id')).status).toBe(404)
      expect((await cpo.post('/commands/no-such-id/result', { result: 'ACCEPTED' })).status).toBe(404)
    })

    it('that was sent has no outcome of ours to report', async () => {
      const { body } = await start()
      expect((await emsp.post(`/commands/${body.id}/result`, { result: 'ACCEPTED' })).status).toBe(404)
    })
  })

  describe('an authorization', () => {
    it('R-CMD-12 is not asked for again where the eMSP has just started a session', async () => {
      operator.answer = () => ({ body: { result: 'ACCEPTED' } })
      await start()
      expect((await authorize('04AABBCC', { location_id: 'LOC1' })).body).toMatchObject({
        allowed: 'ALLOWED',
        decided_by: 'command',
      })
    })

    const authorize = (uid: string, more: Record<string, unknown> = {}) =>
      cpo.post('/authorize', { from: ABC, token: { uid, type: 'RFID' }, ...more })

    it('is decided by the provider backend, else by its stored token', async () => {
      provider.answer = ({ type }) =>
        type === 'token.authorize' ? { body: { allowed: 'NO_CREDIT' } } : { status: 204 }
      const refused = await authorize('CARD')
      expect(refused.body).toMatchObject({ allowed: 'NO_CREDIT', decided_by: 'realtime' })
      expect(faultsOf('authorize', 200, refused.body)).toEqual([])
      provider.answer = () => ({ status: 500 })
      expect((await authorize('CARD')).body).toMatchObject({ allowed: 'ALLOWED', decided_by: 'realtime' })
      expect((await authorize('BLOCKED')).body).toMatchObject({ allowed: 'BLOCKED', decided_by: 'realtime' })
    })

    it('hands on where the driver stands, and comes back with a reference', async () => {
      const answer = await authorize('CARD', { location_id: 'LOC1', evse_uids: ['3256'] })
      expect(answer.body).toMatchObject({ allowed: 'ALLOWED', location: { location_id: 'LOC1', evse_uids: ['3256'] } })
      expect(answer.body.authorization_reference).toBeTypeOf('string')
      const question = provider.heard.findLast(({ type }) => type === 'token.authorize')!
      expect(question.data.location).toEqual({ location_id: 'LOC1', evse_uids: ['3256'] })
    })

    it('of a token nobody knows is refused with the reason', async () => {
      expect((await authorize('STRANGER')).body).toMatchObject({
        allowed: 'NOT_ALLOWED',
        decided_by: 'nobody',
        reason: expect.any(String),
      })
    })

    it('names the fault of a request', async () => {
      expect((await cpo.post('/authorize', { from: XYZ, token: { uid: 'X' } })).status).toBe(403)
      expect((await cpo.post('/authorize', { from: ABC })).body.errors[0].pointer).toBe('/token')
      const { body } = await authorize('CARD', { evse_uids: ['3256'] })
      expect(body.errors[0].pointer).toBe('/location_id')
    })
  })

  describe('charging preferences', () => {
    const path = '/sessions/NL/ABC/S1/charging_preferences'

    it('are answered by the operator', async () => {
      operator.answer = ({ type }) =>
        type === 'session.charging_preferences' ? { body: '"DEPARTURE_REQUIRED"' } : { status: 204 }
      const { status, body } = await emsp.put(path, { profile_type: 'GREEN' })
      expect([status, body]).toEqual([200, { result: 'DEPARTURE_REQUIRED' }])
      operator.answer = () => ({ status: 204 })
      expect((await emsp.put(path, { profile_type: 'GREEN' })).body).toEqual({ result: 'NOT_POSSIBLE' })
      expect((await emsp.put(path, { profile_type: 'FAST' })).body).toEqual({ result: 'PROFILE_TYPE_NOT_SUPPORTED' })
    })

    it('of sessions that are not there, or are ours as CPO, are answered 404', async () => {
      expect((await emsp.put('/sessions/NL/ABC/NONE/charging_preferences', { profile_type: 'GREEN' })).status).toBe(404)
      expect((await cpo.put(path, { profile_type: 'GREEN' })).status).toBe(404)
      const wrong = await emsp.put(path, { profile_type: 'LAZY' })
      expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([422, '/profile_type'])
    })
  })
})
