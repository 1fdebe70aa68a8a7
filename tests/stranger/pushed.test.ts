// A stranger pushes its tariffs, sessions, CDRs and tokens to us and reads them back. Source: the modules.

import { describe, expect, test } from 'vitest'
import { faultPaths, outcome, US, versions } from './conversation.ts'
import { cdr, type Json, session, tariff, token } from './objects.ts'
import { pushing, without } from './pushing.ts'

describe.each(versions)('in %s', (version) => {
  const { call, met, patch, put, read, requires } = pushing(version)

  describe('tariffs', () => {
    test('R-TAR-02 PUT, GET, DELETE; there is no PATCH', async () => {
      const whole = tariff('T1', version)
      expect(outcome(await put('tariffs/BE/BEC/T1', whole))).toBe('201/1000')
      expect(await read('tariffs/BE/BEC/T1')).toEqual(whole)
      expect((await patch('tariffs/BE/BEC/T1', { currency: 'USD', last_updated: '2026-07-06T08:00:00Z' })).http).toBe(
        405,
      )
      expect(outcome(await call(met.cpo, 'DELETE', 'tariffs/BE/BEC/T1'))).toBe('200/1000')
      expect((await call(met.cpo, 'GET', 'tariffs/BE/BEC/T1')).http).toBe(404)
      expect((await call(met.cpo, 'DELETE', 'tariffs/BE/BEC/T1')).http).toBe(404)
    })

    test('R-TAR-01 a tariff without a required field is refused, the stored one stays', async () => {
      const whole = tariff('REQ', version)
      const always = ['country_code', 'party_id', 'id', 'currency', 'elements', 'last_updated']
      await requires('tariffs/BE/BEC/REQ', whole, version === '2.3.0' ? [...always, 'tax_included'] : always)
      const component = { type: 'TIME', price: 2.0, vat: 10.0, step_size: 300 }
      const inside = (field: string) => ({ ...whole, elements: [{ price_components: [without(component, field)] }] })
      await requires(
        'tariffs/BE/BEC/REQ',
        whole,
        ['type', 'price', 'step_size'],
        inside,
        '/elements/0/price_components/0',
      )
    })
  })

  describe('sessions', () => {
    const period = (hour: number): Json => ({
      start_date_time: `2026-06-29T${hour}:39:09Z`,
      dimensions: [{ type: 'ENERGY', volume: 1.5 }],
    })

    test('R-SES-03 PUT replaces the charging periods, and without them there are none', async () => {
      const whole = { ...session('S1', US, version), charging_periods: [period(20), period(21)] }
      expect(outcome(await put('sessions/BE/BEC/S1', whole))).toBe('201/1000')
      expect(await read('sessions/BE/BEC/S1')).toEqual(whole)
      const less = { ...session('S1', US, version), last_updated: '2026-06-30T00:00:00Z' }
      await put('sessions/BE/BEC/S1', less)
      expect((await read('sessions/BE/BEC/S1')).charging_periods ?? []).toEqual([])
    })

    test('R-SES-04 PATCH appends charging periods; an empty list or none changes nothing', async () => {
      await put('sessions/BE/BEC/S2', { ...session('S2', US, version), charging_periods: [period(20)] })
      const steps = [{ charging_periods: [period(21)] }, { charging_periods: [] }, { kwh: 3.25 }]
      for (const [index, step] of steps.entries()) {
        const said = await patch('sessions/BE/BEC/S2', { ...step, last_updated: `2026-06-30T00:00:0${index}Z` })
        expect(outcome(said)).toBe('200/1000')
      }
      expect(await read('sessions/BE/BEC/S2')).toMatchObject({
        kwh: 3.25,
        charging_periods: [period(20), period(21)],
        last_updated: '2026-06-30T00:00:02Z',
      })
    })

    test('R-SES-08 COMPLETED is final, nothing is deleted', async () => {
      const done = { ...session('S3', US, version), status: 'COMPLETED' }
      await put('sessions/BE/BEC/S3', done)
      const said = await patch('sessions/BE/BEC/S3', { kwh: 99, last_updated: '2026-07-06T08:00:00Z' })
      expect(outcome(said)).toBe('200/2001')
      expect((await call(met.cpo, 'DELETE', 'sessions/BE/BEC/S3')).http).toBe(405)
      expect(await read('sessions/BE/BEC/S3')).toEqual(done)
    })

    test('R-SES-06 R-UPD-12 a PATCH carries last_updated, and there are no URLs below a session', async () => {
      await put('sessions/BE/BEC/S4', session('S4', US, version))
      expect(outcome(await patch('sessions/BE/BEC/S4', { kwh: 1 }))).toBe('200/2001')
      const below = await patch('sessions/BE/BEC/S4/charging_periods', { last_updated: '2026-07-06T08:00:00Z' })
      expect(below.http).toBe(404)
      const unknown = await patch('sessions/BE/BEC/NONE', { kwh: 1, last_updated: '2026-07-06T08:00:00Z' })
      expect(unknown.http).toBe(404)
    })

    test('R-SES-01 a session without a required field is refused, the stored one stays', () =>
      requires('sessions/BE/BEC/REQ', session('REQ', US, version), [
        'country_code',
        'party_id',
        'id',
        'start_date_time',
        'kwh',
        'cdr_token',
        'auth_method',
        'location_id',
        'evse_uid',
        'connector_id',
        'currency',
        'status',
        'last_updated',
      ]))

    test('R-FMT-11 R-SES-11 #NA stands for an EVSE nobody can name yet', async () => {
      const whole = { ...session('NA', US, version), status: 'RESERVATION', evse_uid: '#NA', connector_id: '#NA' }
      expect(outcome(await put('sessions/BE/BEC/NA', whole))).toBe('201/1000')
      expect(await read('sessions/BE/BEC/NA')).toEqual(whole)
    })

    test('R-SES-13 the method of authorization may change while it runs', async () => {
      await put('sessions/BE/BEC/S5', { ...session('S5', US, version), auth_method: 'COMMAND' })
      const changed = { auth_method: 'WHITELIST', last_updated: '2026-06-30T00:00:00Z' }
      expect(outcome(await patch('sessions/BE/BEC/S5', changed))).toBe('200/1000')
      expect((await read('sessions/BE/BEC/S5')).auth_method).toBe('WHITELIST')
    })

    test('R-SES-14 no cost is not the same as a cost of nothing, for our backend neither', async () => {
      const { total_cost: _, ...unknown } = session('FREE', US, version)
      await put('sessions/BE/BEC/FREE', unknown)
      const ours = async () => (await met.ours.api('GET', '/sessions/BE/BEC/FREE')).body
      expect(await ours()).not.toHaveProperty('total_cost')
      const total_cost = version === '2.2.1' ? { excl_vat: 0 } : { before_taxes: 0 }
      await patch('sessions/BE/BEC/FREE', { total_cost, last_updated: '2026-06-30T00:00:00Z' })
      expect((await ours()).total_cost).toEqual({ before_taxes: 0 })
    })

    test('R-TYPE-12 R-TYPE-13 prices come back in the words of this version', async () => {
      await put('sessions/BE/BEC/PRICE', session('PRICE', US, version))
      const { total_cost } = await read('sessions/BE/BEC/PRICE')
      expect(total_cost).toEqual(
        version === '2.2.1'
          ? { excl_vat: 2.5, incl_vat: 2.75 }
          : { before_taxes: 2.5, taxes: [{ name: 'VAT', amount: 0.25 }] },
      )
    })
  })

  describe('cdrs', () => {
    const post = (body: unknown) => call(met.cpo, 'POST', 'cdrs', body)
    const kept = async (id: string) =>
      (((await met.ours.api('GET', '/cdrs?limit=1000')).body.items ?? []) as Json[]).filter((item) => item.id === id)

    test('R-CDR-02 R-STATUS-04 the answer says where it is, and there it is', async () => {
      const whole = cdr('C1', US, version)
      const said = await post(whole)
      expect(outcome(said)).toBe('201/1000')
      expect(said.headers.location).toMatch(/^http:\/\//)
      const back = await met.cpo.send('GET', said.headers.location!, { to: US })
      expect([outcome(back), back.envelope.data]).toEqual(['200/1000', whole])
    })

    test('R-CDR-06 the same again has the same place and is not counted twice', async () => {
      const first = await post(cdr('C2', US, version))
      const again = await post(cdr('C2', US, version))
      expect(again.envelope.status_code).toBe(1000)
      expect(again.headers.location).toBe(first.headers.location)
      expect(await kept('C2')).toHaveLength(1)
    })

    test('R-CDR-06 R-CDR-04 the same id with another content is refused; PUT, PATCH, DELETE are not there', async () => {
      const whole = cdr('C3', US, version)
      const said = await post(whole)
      const url = said.headers.location!
      expect(outcome(await post({ ...whole, total_energy: 99 }))).toBe('200/2001')
      for (const method of ['PUT', 'PATCH', 'DELETE']) {
        const body = method === 'DELETE' ? {} : { body: whole }
        expect([method, (await met.cpo.send(method, url, { to: US, ...body })).http]).toEqual([method, 405])
      }
      expect((await met.cpo.send('GET', url, { to: US })).envelope.data).toEqual(whole)
    })

    test('R-CDR-03 a list of CDRs is refused', async () => {
      expect(outcome(await post([cdr('C4', US, version)]))).toBe('200/2001')
      expect(await kept('C4')).toEqual([])
    })

    test('R-CDR-05 R-CDR-09 an id has 36 characters, that of a credit CDR 39, and it names what it credits', async () => {
      const [long, longer] = ['L'.repeat(37), 'L'.repeat(39)]
      const credit = { credit: true, credit_reference_id: 'C1' }
      expect(outcome(await post(cdr(long, US, version)))).toBe('200/2001')
      expect(outcome(await post({ ...cdr('C5', US, version), credit: true }))).toBe('200/2001')
      expect(outcome(await post({ ...cdr(longer, US, version), ...credit }))).toBe('201/1000')
      expect(outcome(await post({ ...cdr(`${longer}L`, US, version), ...credit }))).toBe('200/2001')
    })

    test('R-CDR-01 a CDR without a required field is refused and nothing is stored', async () => {
      const whole = cdr('REQ', US, version)
      for (const field of [
        'country_code',
        'party_id',
        'id',
        'start_date_time',
        'end_date_time',
        'cdr_token',
        'auth_method',
        'cdr_location',
        'currency',
        'charging_periods',
        'total_cost',
        'total_energy',
        'total_time',
        'last_updated',
      ]) {
        const said = await post(without(whole, field))
        expect([field, outcome(said)]).toEqual([field, '200/2001'])
        expect(faultPaths(said)).toContain(`/${field}`)
      }
      expect(outcome(await post({ ...whole, charging_periods: [] }))).toBe('200/2001')
      expect(await kept('REQ')).toEqual([])
    })

    test('R-CDR-21 a location nobody knows is no reason to refuse; R-CDR-24 R-CDR-25 signed data and compensation come back', async () => {
      const whole = {
        ...cdr('C6', US, version),
        cdr_location: { ...(cdr('C6', US, version).cdr_location as Json), id: 'AT-HOME' },
        signed_data: {
          encoding_method: 'OCMF',
          signed_values: [{ nature: 'Start', plain_data: 'p'.repeat(500), signed_data: 's'.repeat(5000) }],
        },
        home_charging_compensation: true,
      }
      const said = await post(whole)
      expect(outcome(said)).toBe('201/1000')
      expect((await met.cpo.send('GET', said.headers.location!, { to: US })).envelope.data).toEqual(whole)
    })
  })

  describe('tokens', () => {
    const mine = (method: string, path: string, body?: unknown) => call(met.emsp, method, `tokens/BE/BEM/${path}`, body)
    const data = async (path: string) => (await mine('GET', path)).envelope.data as Json

    test('R-TOK-02 R-TOK-03 one uid, two types, two tokens; without a type it is RFID', async () => {
      const [rfid, app] = [token('T1'), { ...token('T1'), type: 'APP_USER', contract_id: 'BE-APP' }]
      expect(outcome(await mine('PUT', 'T1?type=APP_USER', app))).toBe('201/1000')
      expect((await mine('GET', 'T1')).http).toBe(404)
      expect(outcome(await mine('PUT', 'T1', rfid))).toBe('201/1000')
      expect(await data('T1')).toEqual(rfid)
      expect(await data('T1?type=RFID')).toEqual(rfid)
      expect(await data('T1?type=APP_USER')).toEqual(app)
    })

    test('R-TOK-04 a type in the URL that the body contradicts is refused', async () => {
      expect(outcome(await mine('PUT', 'T2?type=OTHER', token('T2')))).toBe('200/2001')
      expect((await mine('GET', 'T2?type=OTHER')).http).toBe(404)
      expect((await mine('GET', 'T2')).http).toBe(404)
    })

    test('R-TOK-05 a token is not deleted, it becomes invalid; R-TOK-06 a PATCH carries last_updated', async () => {
      await mine('PUT', 'T3', token('T3'))
      expect((await mine('DELETE', 'T3')).http).toBe(405)
      expect(outcome(await mine('PATCH', 'T3', { valid: false }))).toBe('200/2001')
      const last_updated = '2026-07-06T08:00:00Z'
      expect(outcome(await mine('PATCH', 'T3', { valid: false, last_updated }))).toBe('200/1000')
      expect(await data('T3')).toEqual({ ...token('T3'), valid: false, last_updated })
    })

    test('R-UPD-07 R-STATUS-07 a PATCH of an unknown token is answered 404 and 2004', async () => {
      const said = await mine('PATCH', 'T-NONE', { valid: false, last_updated: '2026-07-06T08:00:00Z' })
      expect(outcome(said)).toBe('404/2004')
    })

    test('R-TOK-28 R-TYPE-01 a uid may hold what a URL has to encode, and is compared without case', async () => {
      const odd = token('AB/12 3')
      expect(outcome(await mine('PUT', 'AB%2F12%203', odd))).toBe('201/1000')
      expect(await data('ab%2f12%203')).toEqual(odd)
    })

    test('R-TOK-01 a token without a required field is refused, the stored one stays', async () => {
      await mine('PUT', 'REQ', token('REQ'))
      for (const field of [
        'country_code',
        'party_id',
        'uid',
        'type',
        'contract_id',
        'issuer',
        'valid',
        'whitelist',
        'last_updated',
      ]) {
        const said = await mine('PUT', 'REQ', without(token('REQ'), field))
        expect([field, outcome(said)]).toEqual([field, '200/2001'])
        expect(faultPaths(said)).toContain(`/${field}`)
        expect(await data('REQ')).toEqual(token('REQ'))
      }
    })

    test('R-TOK-26 energy contract and profile come back', async () => {
      const whole = {
        ...token('T4'),
        default_profile_type: 'GREEN',
        energy_contract: { supplier_name: 'Greenpeace Energy eG', contract_id: '0123456789' },
      }
      await mine('PUT', 'T4', whole)
      expect(await data('T4')).toEqual(whole)
    })
  })
})
