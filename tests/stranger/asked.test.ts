// A stranger asks us: real-time authorization as CPO, commands and charging preferences as eMSP. The company's backend is
// a webhook. Source: tokens, "Real-time authorization"; commands; sessions, "Set: Charging Preferences".

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Backend } from './backend.ts'
import { faultPaths, joined, type OurSide, outcome, startPlatform, US, versions } from './conversation.ts'
import { EMSP, type Json, location, session, tariff, token } from './objects.ts'
import type { Said, Stranger } from './stranger.ts'

const OTHER = { country_code: 'FR', party_id: 'OTH' }

describe.each(versions)('in %s', (version) => {
  let ours: OurSide
  let cpo: Stranger
  let emsp: Stranger
  let other: Stranger
  const backend = new Backend()

  const write = async (path: string, body: Json) => {
    const { status, body: answer } = await ours.api('PUT', path, body)
    if (status >= 300) throw new Error(`${path}: ${JSON.stringify(answer)}`)
  }

  beforeAll(async () => {
    ours = await startPlatform()
    cpo = await joined(ours, { role: 'CPO', version })
    emsp = await joined(ours, { role: 'EMSP', version })
    other = await joined(ours, { role: 'EMSP', version, party: OTHER })
    const { status } = await ours.api('POST', '/webhooks', { url: await backend.start() })
    expect(status).toBe(201)

    const whole: Json = { ...location('LOC1', '2.3.0'), ...US }
    const [first, second] = whole.evses as [Json, Json]
    const able = [...(first.capabilities as string[]), 'CHARGING_PREFERENCES_CAPABLE']
    const picky = {
      ...first,
      uid: '3258',
      evse_id: 'BE*BEC*E041503003',
      capabilities: ['REMOTE_START_STOP_CAPABLE', 'START_SESSION_CONNECTOR_REQUIRED'],
    }
    await write('/locations/NL/ABC/LOC1', { ...whole, evses: [{ ...first, capabilities: able }, second, picky] })
    const running = { ...US, status: 'ACTIVE' }
    await write('/sessions/NL/ABC/S1', { ...session('S1', EMSP, '2.3.0'), ...running })
    await write('/sessions/NL/ABC/S2', { ...session('S2', OTHER, '2.3.0'), ...running })
    await write('/sessions/NL/ABC/S3', { ...session('S3', EMSP, '2.3.0'), ...running, evse_uid: '3257' })
    await write('/tokens/NL/ABC/T1', { ...token('T1'), ...US })
    await write('/tokens/NL/ABC/BAD', { ...token('BAD'), ...US, valid: false })
    await write('/tokens/NL/ABC/APP?type=APP_USER', { ...token('APP'), ...US, type: 'APP_USER' })
  })
  beforeEach(() => {
    backend.asked.length = 0
    backend.replies = {}
  })
  afterAll(async () => {
    await Promise.all([cpo.stop(), emsp.stop(), other.stop()])
    await ours.stop()
    await backend.stop()
  })

  describe('real-time authorization', () => {
    const authorize = (path: string, body?: unknown) =>
      cpo.send('POST', `${cpo.theirs.get('tokens.SENDER')}/${path}`, {
        to: US,
        ...(body === undefined ? {} : { body }),
      })
    const info = ({ envelope }: Said) => envelope.data as Json

    test('R-TOK-07 R-TOK-14 R-TOK-15 a known token: ALLOWED, the whole token, a reference; no body is needed', async () => {
      const said = await authorize('T1/authorize')
      expect(outcome(said)).toBe('200/1000')
      expect(info(said)).toMatchObject({ allowed: 'ALLOWED', token: { ...token('T1'), ...US } })
      expect(info(said).authorization_reference).toMatch(/^[\x20-\x7e]{1,36}$/)
    })

    test('R-TOK-08 an unknown token: HTTP 404, 2004, no data', async () => {
      const said = await authorize('NOBODY/authorize')
      expect([outcome(said), said.envelope.data]).toEqual(['404/2004', undefined])
    })

    test('R-TOK-03 the type in the URL counts, without one it is RFID; R-TYPE-01 the uid without case', async () => {
      expect(outcome(await authorize('APP/authorize'))).toBe('404/2004')
      expect(info(await authorize('APP/authorize?type=APP_USER')).allowed).toBe('ALLOWED')
      expect(info(await authorize('t1/authorize?type=RFID')).allowed).toBe('ALLOWED')
    })

    test('R-TOK-09 the backend needs to know where: 200 and 2002', async () => {
      backend.replies = { 'token.authorize': { need: 'location' } }
      expect(outcome(await authorize('T1/authorize'))).toBe('200/2002')
    })

    test('R-TOK-10 a token that is not valid is no error', async () => {
      const said = await authorize('BAD/authorize')
      expect([outcome(said), info(said).allowed]).toEqual(['200/1000', 'BLOCKED'])
      expect(info(said).location).toBeUndefined()
      for (const allowed of ['EXPIRED', 'NO_CREDIT', 'NOT_ALLOWED']) {
        backend.replies = { 'token.authorize': { allowed } }
        expect(info(await authorize('T1/authorize')).allowed).toBe(allowed)
      }
    })

    test('R-TOK-11 only the EVSEs where it is allowed come back', async () => {
      const asked = { location_id: 'LOC1', evse_uids: ['3256', '3257'] }
      expect(info(await authorize('T1/authorize', asked)).location).toEqual(asked)
      const fewer = { location_id: 'LOC1', evse_uids: ['3256'] }
      backend.replies = { 'token.authorize': { allowed: 'ALLOWED', location: fewer } }
      expect(info(await authorize('T1/authorize', asked)).location).toEqual(fewer)
      expect(backend.questions('token.authorize').at(-1)).toMatchObject({ location: asked })
    })

    test('R-TOK-12 R-TOK-13 a location nobody knows, or an EVSE out of order, is no reason to refuse', async () => {
      const broken = { ...location('DOWN', version), evses: [{ ...(location('DOWN', version).evses as Json[])[0] }] }
      ;(broken.evses[0] as Json).status = 'OUTOFORDER'
      const url = `${cpo.theirs.get('locations.RECEIVER')}/BE/BEC/DOWN`
      expect(outcome(await cpo.send('PUT', url, { to: US, body: broken }))).toBe('201/1000')
      expect(info(await authorize('T1/authorize', { location_id: 'DOWN', evse_uids: ['3256'] })).allowed).toBe(
        'ALLOWED',
      )
      expect(info(await authorize('T1/authorize', { location_id: 'UNHEARD' })).allowed).toBe('ALLOWED')
    })

    test('R-TOK-08 an answer of the backend that fits nothing leaves the decision to the stored token', async () => {
      backend.replies = { 'token.authorize': { allowed: 'PERHAPS' } }
      expect(info(await authorize('T1/authorize')).allowed).toBe('ALLOWED')
      expect(info(await authorize('BAD/authorize')).allowed).toBe('BLOCKED')
    })

    test('R-TOK-24 EMAID is a type of 2.3.0 only', async () => {
      const said = await authorize('DE8ACC12E46L89/authorize?type=EMAID')
      expect(outcome(said)).toBe(version === '2.3.0' ? '404/2004' : '200/2001')
    })

    test('references without a location are refused at their field', async () => {
      const said = await authorize('T1/authorize', { evse_uids: ['3256'] })
      expect([outcome(said), faultPaths(said)]).toEqual(['200/2001', ['/location_id']])
    })
  })

  describe('commands', () => {
    const response_url = 'http://127.0.0.1:9/results/1'
    const mine = { ...token('ANY'), type: 'APP_USER' }
    const command = (name: string, body: unknown, who = emsp) =>
      who.send('POST', `${who.theirs.get('commands.RECEIVER')}/${name}`, { to: US, body })
    const start = (more: Json = {}) => ({ response_url, token: mine, location_id: 'LOC1', evse_uid: '3256', ...more })
    const reserve = (more: Json = {}) => ({
      response_url,
      token: mine,
      expiry_date: '2030-01-01T00:00:00Z',
      reservation_id: 'R1',
      location_id: 'LOC1',
      evse_uid: '3257',
      ...more,
    })
    const unlock = (more: Json = {}) => ({
      response_url,
      location_id: 'LOC1',
      evse_uid: '3256',
      connector_id: '1',
      ...more,
    })
    const all: readonly (readonly [string, Json])[] = [
      ['START_SESSION', start()],
      ['STOP_SESSION', { response_url, session_id: 'S1' }],
      ['RESERVE_NOW', reserve()],
      ['CANCEL_RESERVATION', { response_url, reservation_id: 'R1' }],
      ['UNLOCK_CONNECTOR', unlock()],
    ]
    const result = ({ envelope }: Said) => (envelope.data as Json).result

    test.each(all)('R-CMD-01 R-CMD-02 %s is put to the backend, whose word is the answer', async (name, body) => {
      const type = `command.${name.toLowerCase()}`
      backend.replies = { [type]: { result: 'ACCEPTED', timeout: 42 } }
      const said = await command(name, body)
      expect([outcome(said), said.envelope.data]).toEqual(['200/1000', { result: 'ACCEPTED', timeout: 42 }])
      const [question] = backend.questions(type) as [Json]
      const { response_url: _, ...rest } = body
      expect(question).toMatchObject({ from: EMSP, to: US, command: rest })
      const known = await ours.api('GET', `/commands/${question.command_id}`)
      expect(known.body).toMatchObject({ command: name, status: 'accepted', response: 'ACCEPTED', from: EMSP, to: US })
    })

    test.each(all)(
      'R-CMD-02 %s that the backend declines, or does not answer, is never ACCEPTED',
      async (name, body) => {
        const type = `command.${name.toLowerCase()}`
        for (const reply of [{ result: 'REJECTED', message: 'Not today' }, { result: 'PERHAPS' }, undefined]) {
          backend.replies = reply ? { [type]: reply } : {}
          const said = await command(name, body)
          const { result: given, timeout, message } = said.envelope.data as Json
          expect([outcome(said), given]).toEqual(['200/1000', 'REJECTED'])
          expect(Number.isInteger(timeout) && Number(timeout) > 0).toBe(true)
          expect((message as Json[])[0]).toMatchObject({ language: 'en' })
        }
      },
    )

    test.each(all)('R-CMD-25 %s without response_url is refused', async (name, body) => {
      const { response_url: _, ...rest } = body
      const said = await command(name, rest)
      expect([outcome(said), faultPaths(said)]).toEqual(['200/2001', ['/response_url']])
      expect(backend.asked).toEqual([])
    })

    test('R-CMD-01 the body of another command is refused', async () => {
      const said = await command('START_SESSION', { response_url, session_id: 'S1' })
      expect([outcome(said), faultPaths(said).sort()]).toEqual(['200/2001', ['/location_id', '/token']])
    })

    test.each([
      ['START_SESSION', start({ location_id: 'NOWHERE' })],
      ['RESERVE_NOW', reserve({ location_id: 'NOWHERE' })],
      ['UNLOCK_CONNECTOR', unlock({ location_id: 'NOWHERE' })],
    ])('R-CMD-08 %s at an unknown location: 2003 and REJECTED', async (name, body) => {
      const said = await command(name, body)
      expect([outcome(said), result(said)]).toEqual(['200/2003', 'REJECTED'])
    })

    test('R-CMD-09 R-CMD-10 STOP_SESSION of no session, and of the session of another eMSP', async () => {
      backend.replies = { 'command.stop_session': { result: 'ACCEPTED' } }
      const unknown = await command('STOP_SESSION', { response_url, session_id: 'NONE' })
      expect([outcome(unknown), result(unknown)]).toEqual(['200/1000', 'UNKNOWN_SESSION'])
      expect(['REJECTED', 'UNKNOWN_SESSION']).toContain(
        result(await command('STOP_SESSION', { response_url, session_id: 'S2' })),
      )
      expect(backend.asked).toEqual([])
      expect(result(await command('STOP_SESSION', { response_url, session_id: 's2' }, other))).toBe('ACCEPTED')
    })

    test('R-CMD-11 the token of a command need not be known; R-CMD-14 nor is it stored', async () => {
      backend.replies = { 'command.start_session': { result: 'ACCEPTED' } }
      expect(result(await command('START_SESSION', start({ token: { ...mine, uid: 'NEVER-SEEN' } })))).toBe('ACCEPTED')
      expect((await ours.api('GET', '/tokens/BE/BEM/NEVER-SEEN?type=APP_USER')).status).toBe(404)
    })

    test.each([
      ['START_SESSION', start],
      ['RESERVE_NOW', reserve],
    ])(
      'R-CMD-15 R-LOC-16 %s with a token of somebody else is rejected, the backend is not asked',
      async (name, body) => {
        expect(result(await command(name, body({ token: { ...mine, ...OTHER } })))).toBe('REJECTED')
        expect(backend.asked).toEqual([])
      },
    )

    test('R-CMD-16 R-LOC-31 a connector is named with its EVSE, and where the EVSE demands it', async () => {
      const { evse_uid: _, ...nowhere } = start({ connector_id: '1' })
      expect(outcome(await command('START_SESSION', nowhere))).toBe('200/2001')
      backend.replies = { 'command.start_session': { result: 'ACCEPTED' } }
      expect(result(await command('START_SESSION', start({ evse_uid: '3258' })))).toBe('REJECTED')
      expect(result(await command('START_SESSION', start({ evse_uid: '3258', connector_id: '1' })))).toBe('ACCEPTED')
      expect(result(await command('START_SESSION', start({ connector_id: '9' })))).toBe('REJECTED')
    })

    test('R-CMD-23 UNLOCK_CONNECTOR names location, EVSE and connector', async () => {
      for (const field of ['location_id', 'evse_uid', 'connector_id']) {
        const said = await command('UNLOCK_CONNECTOR', unlock({ [field]: undefined }))
        expect([outcome(said), faultPaths(said)]).toEqual(['200/2001', [`/${field}`]])
      }
    })

    test.each([
      ['START_SESSION', start({ evse_uid: '3257' })],
      ['RESERVE_NOW', reserve({ evse_uid: '3258' })],
      ['UNLOCK_CONNECTOR', unlock({ evse_uid: '3257' })],
    ])('R-CMD-24 R-LOC-31 %s at an EVSE that cannot: NOT_SUPPORTED, the backend is not asked', async (name, body) => {
      expect(result(await command(name, body))).toBe('NOT_SUPPORTED')
      expect(backend.asked).toEqual([])
    })

    test('R-CMD-01 R-CMD-27 a command nobody knows is answered NOT_SUPPORTED', async () => {
      const said = await command('FOO', { response_url })
      expect([outcome(said), result(said)]).toEqual(['200/1000', 'NOT_SUPPORTED'])
      expect(backend.asked).toEqual([])
    })

    test('R-CMD-28 a response_url that leads inside, or to no address of a partner, is refused at its field', async () => {
      backend.replies = { 'command.stop_session': { result: 'ACCEPTED' } }
      for (const inside of ['http://169.254.169.254/latest/meta-data/', 'http://[fe80::1]/', 'ftp://127.0.0.1/']) {
        const said = await command('STOP_SESSION', { response_url: inside, session_id: 'S1' })
        expect([inside, outcome(said), faultPaths(said)]).toEqual([inside, '200/2001', ['/response_url']])
      }
      expect(backend.asked).toEqual([])
    })

    test('R-TYPE-10 a response_url has at most 255 characters', async () => {
      const long = `http://127.0.0.1:9/${'x'.repeat(255 - 19)}`
      backend.replies = { 'command.stop_session': { result: 'ACCEPTED' } }
      expect(result(await command('STOP_SESSION', { response_url: long, session_id: 'S1' }))).toBe('ACCEPTED')
      const longer = await command('STOP_SESSION', { response_url: `${long}x`, session_id: 'S1' })
      expect([outcome(longer), faultPaths(longer)]).toEqual(['200/2001', ['/response_url']])
    })

    test('R-CMD-18 the same reservation id of two eMSPs is two reservations for the backend', async () => {
      backend.replies = {
        'command.reserve_now': { result: 'ACCEPTED' },
        'command.cancel_reservation': { result: 'ACCEPTED' },
      }
      await command('RESERVE_NOW', reserve())
      await command('RESERVE_NOW', reserve({ token: { ...mine, ...OTHER } }), other)
      await command('CANCEL_RESERVATION', { response_url, reservation_id: 'r1' })
      const [one, two] = backend.questions('command.reserve_now').map(({ reservation }) => reservation)
      const [cancelled] = backend.questions('command.cancel_reservation').map(({ reservation }) => reservation)
      expect(one).toBeTruthy()
      expect(two).not.toBe(one)
      expect(cancelled).toBe(one)
    })
  })

  describe('charging preferences', () => {
    const put = (path: string, body: unknown = { profile_type: 'REGULAR', energy_need: 12 }) =>
      emsp.send('PUT', `${emsp.theirs.get('sessions.SENDER')}/${path}`, { to: US, body })

    test.each(['ACCEPTED', 'DEPARTURE_REQUIRED', 'ENERGY_NEED_REQUIRED', 'NOT_POSSIBLE', 'PROFILE_TYPE_NOT_SUPPORTED'])(
      'R-SES-17 %s of the backend is the answer, as a plain string',
      async (word) => {
        backend.replies = { 'session.charging_preferences': word }
        const said = await put('S1/charging_preferences')
        expect([outcome(said), said.envelope.data]).toEqual(['200/1000', word])
        expect(backend.questions('session.charging_preferences')[0]).toMatchObject({
          session: { id: 'S1' },
          charging_preferences: { profile_type: 'REGULAR', energy_need: 12 },
        })
      },
    )

    test('R-SES-17 a backend that does not answer: NOT_POSSIBLE', async () => {
      expect((await put('S1/charging_preferences')).envelope.data).toBe('NOT_POSSIBLE')
    })

    test('R-SES-15 without the suffix there is nothing', async () => {
      expect([404, 405]).toContain((await put('S1')).http)
    })

    test('R-SES-16 R-LOC-31 an EVSE that cannot: HTTP 404 with 2001', async () => {
      expect(outcome(await put('S3/charging_preferences'))).toBe('404/2001')
    })

    test('R-SES-18 a profile without a tariff for it is not supported; profile_type is required', async () => {
      const green = await put('S1/charging_preferences', { profile_type: 'GREEN' })
      expect(green.envelope.data).toBe('PROFILE_TYPE_NOT_SUPPORTED')
      const none = await put('S1/charging_preferences', { energy_need: 12 })
      expect([outcome(none), faultPaths(none)]).toEqual(['200/2001', ['/profile_type']])
    })

    test('R-LOC-20 R-SES-18 of several tariffs those count that are valid now, each for its profile', async () => {
      backend.replies = { 'session.charging_preferences': 'ACCEPTED' }
      const tariffs = [
        ['FAST', { end_date_time: '2026-01-01T00:00:00Z' }],
        ['CHEAP', { start_date_time: '2026-01-01T00:00:00Z', end_date_time: '2999-01-01T00:00:00Z' }],
        ['GREEN', { start_date_time: '2999-01-01T00:00:00Z' }],
      ] as const
      for (const [profile, validity] of tariffs) {
        const body = { ...tariff(profile, '2.3.0'), ...US, type: `PROFILE_${profile}`, ...validity }
        await write(`/tariffs/NL/ABC/${profile}`, body)
      }
      const tariff_ids = tariffs.map(([profile]) => profile)
      expect((await ours.api('PATCH', '/locations/NL/ABC/LOC1/3256/1', { tariff_ids })).status).toBe(200)
      for (const [profile, result] of [
        ['FAST', 'PROFILE_TYPE_NOT_SUPPORTED'],
        ['CHEAP', 'ACCEPTED'],
        ['GREEN', 'PROFILE_TYPE_NOT_SUPPORTED'],
      ]) {
        const said = await put('S1/charging_preferences', { profile_type: profile })
        expect([profile, said.envelope.data]).toEqual([profile, result])
      }
    })

    test('R-SES-19 no such session, or that of another eMSP: 404', async () => {
      expect(outcome(await put('NONE/charging_preferences'))).toBe('404/2001')
      expect(outcome(await put('S2/charging_preferences'))).toBe('404/2001')
      expect(backend.asked).toEqual([])
    })
  })
})
