// Whose objects a stranger may push, what values may be, and what every answer to a push holds. Source: transport,
// "Client Owned Object Push" and "Response format"; types.

import { describe, expect, test } from 'vitest'
import { faultPaths, joined, outcome, US, versions } from './conversation.ts'
import { EMSP, type Json, location, session, token } from './objects.ts'
import { connectorsOf, evsesOf, pushing } from './pushing.ts'
import type { Said } from './stranger.ts'

describe.each(versions)('in %s', (version) => {
  const { call, met, patch, put, read } = pushing(version)

  describe('whose object it is', () => {
    test('R-OWN-02 R-OWN-09 objects of a party it does not speak for do not exist for it', async () => {
      const foreign = { ...location('X1', version), country_code: 'XX', party_id: 'YYY' }
      expect((await put('locations/XX/YYY/X1', foreign)).http).toBe(404)
      expect((await call(met.cpo, 'GET', 'locations/XX/YYY/X1')).http).toBe(404)
      await call(met.emsp, 'PUT', 'tokens/BE/BEM/SECRET', token('SECRET'))
      expect((await call(met.cpo, 'GET', 'tokens/BE/BEM/SECRET')).http).toBe(404)
      expect((await met.ours.api('GET', '/locations/XX/YYY/X1')).status).toBe(404)
    })

    test('R-OWN-03 the id in the URL is that of the object', async () => {
      const said = await put('locations/BE/BEC/A', location('B', version))
      expect(outcome(said)).toBe('200/2001')
      expect(faultPaths(said)).toContain('/id')
      expect((await call(met.cpo, 'GET', 'locations/BE/BEC/A')).http).toBe(404)
      expect((await call(met.cpo, 'GET', 'locations/BE/BEC/B')).http).toBe(404)
    })

    test('R-OWN-04 the party in the URL is that of the object, whatever its case', async () => {
      const other = { ...location('C', version), party_id: 'BEX' }
      expect(outcome(await put('locations/BE/BEC/C', other))).toBe('200/2001')
      expect(outcome(await put('locations/be/bec/C', location('C', version)))).toBe('201/1000')
    })

    test('R-OWN-05 the same id of two parties is two objects', async () => {
      const party = { country_code: 'BE', party_id: 'BE2' }
      const second = await joined(met.ours, { role: 'CPO', version, party })
      await put('locations/BE/BEC/TWICE', location('TWICE', version))
      const theirs = { ...location('TWICE', version), ...party, name: 'Elsewhere' }
      expect(outcome(await call(second, 'PUT', 'locations/BE/BE2/TWICE', theirs))).toBe('201/1000')
      expect((await read('locations/BE/BEC/TWICE')).name).toBe('Gent Zuid')
      expect((await call(second, 'GET', 'locations/BE/BEC/TWICE')).http).toBe(404)
      await second.stop()
    })

    test('R-OWN-07 POST and an object of a party of this platform are refused', async () => {
      for (const module of ['locations', 'tariffs', 'sessions']) {
        const said = await call(met.cpo, 'POST', `${module}/BE/BEC/P1`, {})
        expect([module, said.http]).toEqual([module, 405])
        expect([404, 405]).toContain((await call(met.cpo, 'POST', module, {})).http)
      }
      const stolen = { ...location('OURS', version), country_code: 'NL', party_id: 'ABC' }
      expect((await put('locations/NL/ABC/OURS', stolen)).http).toBe(404)
    })

    test('R-TYPE-01 ids are compared without case: no second object appears', async () => {
      await put('locations/BE/BEC/Case1', location('Case1', version))
      const again = { ...location('CASE1', version), name: 'Again', last_updated: '2026-07-06T08:00:00Z' }
      expect(outcome(await put('locations/be/bec/CASE1', again))).toBe('200/1000')
      expect((await read('locations/BE/BEC/case1')).name).toBe('Again')
      const all = (await met.ours.api('GET', '/locations?limit=1000')).body.items as Json[]
      expect(all.filter(({ id }) => String(id).toLowerCase() === 'case1')).toHaveLength(1)
    })
  })

  describe('what values may be', () => {
    const withField = (field: string, value: unknown) =>
      put('locations/BE/BEC/V', { ...location('V', version), [field]: value })

    test.each([
      '2026-06-29T20:39:09',
      '2026-06-29T20:39:09Z',
      '2026-06-29T20:39:09.1Z',
      '2026-06-29T20:39:09.12',
      '2026-06-29T20:39:09.123Z',
    ])('R-TYPE-05 R-TYPE-08 %s is a DateTime', async (value) => {
      expect((await withField('last_updated', value)).envelope.status_code).toBe(1000)
    })

    test.each([
      '2026-06-29T20:39:09+00:00',
      '2026-06-29T20:39:09+02:00',
      '2026-06-29 20:39:09Z',
      '2026-06-29t20:39:09z',
      '2026-06-29',
      '2026-02-30T20:39:09Z',
      1_750_000_000,
    ])('R-TYPE-06 %s is no DateTime', async (value) => {
      const said = await withField('last_updated', value)
      expect([outcome(said), faultPaths(said)]).toEqual(['200/2001', ['/last_updated']])
    })

    test('R-TYPE-03 enum values are compared with case; R-EXT-04 closed ones stay closed', async () => {
      await put('locations/BE/BEC/ENUM', location('ENUM', version))
      const last_updated = '2026-07-06T08:00:00Z'
      for (const status of ['available', 'BROKEN', '', 1]) {
        const said = await patch('locations/BE/BEC/ENUM/3256', { status, last_updated })
        expect([status, outcome(said), faultPaths(said)]).toEqual([status, '200/2001', ['/status']])
      }
    })

    test('R-FMT-08 null, an empty list and absence are the same where a field is optional', async () => {
      const { name: _, evses: __, ...less } = location('NULLS', version)
      expect(outcome(await put('locations/BE/BEC/NULLS', { ...less, name: null, evses: null, images: [] }))).toBe(
        '201/1000',
      )
      const back = await read('locations/BE/BEC/NULLS')
      expect(back.name ?? null).toBeNull()
      expect(back.evses ?? []).toEqual([])
      expect(outcome(await withField('city', null))).toBe('200/2001')
    })

    test('R-TYPE-01 R-TYPE-02 R-TYPE-09 R-TYPE-14 R-FMT-11 wrong texts and numbers are refused at their field', async () => {
      for (const [field, value] of [
        ['id', 'V\n'],
        ['coordinates', { latitude: 51.047599, longitude: 3.729944 }],
        ['coordinates', { latitude: '51.0475', longitude: '3.729944' }],
        ['country', 'BE'],
        ['publish', 'true'],
        ['name', 'x'.repeat(256)],
        ['evses', {}],
      ] as const) {
        const said = await withField(field, value)
        expect([field, outcome(said)]).toEqual([field, '200/2001'])
        expect(faultPaths(said)[0]).toMatch(new RegExp(`^/${field}`))
      }
      const kwh = await put('sessions/BE/BEC/KWH', { ...session('KWH', US, version), kwh: '15.0' })
      expect([outcome(kwh), faultPaths(kwh)]).toEqual(['200/2001', ['/kwh']])
      const name = 'Malmö 充电'
      expect(outcome(await put('locations/BE/BEC/NAME', { ...location('NAME', version), name }))).toBe('201/1000')
      expect((await read('locations/BE/BEC/NAME')).name).toBe(name)
    })

    test('R-EXT-01 R-EXT-07 R-EXT-08 unknown fields are taken and come back, at every depth', async () => {
      const whole = location('EXTRA', version)
      const [evse, ...more] = evsesOf(whole) as [Json, Json]
      const extended = {
        ...whole,
        foo: { bar: [1, 'two', null] },
        coordinates: { ...(whole.coordinates as Json), altitude: '12.5' },
        evses: [{ ...evse, colour: 'green', connectors: [{ ...connectorsOf(evse)[0], cable_length: 5.25 }] }, ...more],
      }
      expect(outcome(await put('locations/BE/BEC/EXTRA', extended))).toBe('201/1000')
      expect(await read('locations/BE/BEC/EXTRA')).toEqual(extended)
    })

    test('R-EXT-03 a value outside an open enum is kept in 2.3.0', async () => {
      const whole = location('OPEN', version)
      const [evse] = evsesOf(whole) as [Json]
      const unheard = {
        ...whole,
        facilities: ['SAUNA'],
        evses: [
          { ...evse, capabilities: ['FLYING'], connectors: [{ ...connectorsOf(evse)[0], standard: 'FOO_PLUG' }] },
        ],
      }
      const said = await put('locations/BE/BEC/OPEN', unheard)
      if (version === '2.3.0') {
        expect(outcome(said)).toBe('201/1000')
        expect(await read('locations/BE/BEC/OPEN')).toEqual(unheard)
      } else {
        // R-EXT-07: 2.2.1 knows no open enums; a required value that nobody knows is refused.
        expect(outcome(said)).toBe('200/2001')
      }
    })
  })

  describe('every answer', () => {
    const scenes: readonly (readonly [string, () => Promise<Said>])[] = [
      ['to a PUT', () => put('locations/BE/BEC/ENV', location('ENV', version))],
      ['to a refused PUT', () => put('locations/BE/BEC/ENV', {})],
      ['to a GET of nothing', () => call(met.cpo, 'GET', 'locations/BE/BEC/NOTHING')],
      ['to a method that is not there', () => call(met.cpo, 'DELETE', 'locations/BE/BEC/ENV')],
      [
        'to broken JSON',
        () => met.cpo.send('PUT', `${met.cpo.theirs.get('locations.RECEIVER')}/BE/BEC/ENV`, { text: '{', to: US }),
      ],
    ]

    test.each(scenes)('R-FMT-03 R-STATUS-05 %s is an envelope in JSON', async (_, scene) => {
      const { headers, envelope } = await scene()
      expect(headers['content-type']).toMatch(/^application\/json/)
      expect(envelope.status_code).toBeTypeOf('number')
      expect(envelope.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,4})?Z$/)
    })

    test.each(scenes)('R-ROUTE-01 R-ROUTE-04 %s goes back where the request came from', async (_, scene) => {
      const { headers } = await scene()
      expect(headers).toMatchObject({
        'ocpi-to-country-code': 'BE',
        'ocpi-to-party-id': 'BEC',
        'ocpi-from-country-code': 'NL',
        'ocpi-from-party-id': 'ABC',
      })
    })

    test('R-ID-02 R-ID-03 repeats the ids of its request, also when it is a 401, 404, 405 or 400', async () => {
      const base = met.cpo.theirs.get('locations.RECEIVER')!
      const ids = { 'X-Request-ID': 'my-request', 'X-Correlation-ID': 'my-chain' }
      for (const [method, url, more] of [
        ['GET', `${base}/BE/BEC/ENV`, {}],
        ['GET', `${base}/BE/BEC/ENV`, { token: null }],
        ['GET', `${met.ours.url}/ocpi/${version}/nothing`, {}],
        ['DELETE', `${base}/BE/BEC/ENV`, {}],
        ['PUT', `${base}/BE/BEC/ENV`, { text: '{' }],
      ] as const) {
        const { headers } = await met.cpo.send(method, url, { headers: ids, to: US, ...more })
        expect([method, headers['x-request-id'], headers['x-correlation-id']]).toEqual([
          method,
          'my-request',
          'my-chain',
        ])
      }
    })

    test('R-ID-07 has ids of its own where the request brought none', async () => {
      const response = await fetch(`${met.ours.url}/ocpi/versions`, {
        headers: { Authorization: `Token ${Buffer.from(met.cpo.outbound).toString('base64')}` },
      })
      expect(response.status).toBe(200)
      expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
      expect(response.headers.get('x-correlation-id')).toBeTruthy()
    })

    test('R-FMT-02 a request without a body needs no Content-Type', async () => {
      expect(outcome(await call(met.cpo, 'GET', 'locations/BE/BEC/ENV'))).toBe('200/1000')
    })
  })

  describe('who it says it is', () => {
    const url = () => `${met.cpo.theirs.get('locations.RECEIVER')}/BE/BEC/WHO`
    const body = () => location('WHO', version)
    const said = (headers: Record<string, string>) =>
      met.cpo.send('PUT', url(), { body: body(), config: true, headers })

    test('R-ROUTE-08 FROM is a party of another: refused and not stored', async () => {
      const answer = await said({
        'OCPI-from-country-code': EMSP.country_code,
        'OCPI-from-party-id': EMSP.party_id,
        'OCPI-to-country-code': 'NL',
        'OCPI-to-party-id': 'ABC',
      })
      expect(outcome(answer)).toBe('200/2001')
      expect((await call(met.cpo, 'GET', 'locations/BE/BEC/WHO')).http).toBe(404)
    })

    test('R-ROUTE-09 TO is nobody here: refused and not stored', async () => {
      const answer = await said({
        'OCPI-from-country-code': 'BE',
        'OCPI-from-party-id': 'BEC',
        'OCPI-to-country-code': 'XX',
        'OCPI-to-party-id': 'ZZZ',
      })
      expect(outcome(answer)).toBe('200/2001')
      expect((await call(met.cpo, 'GET', 'locations/BE/BEC/WHO')).http).toBe(404)
    })

    test('R-ROUTE-03 between one party and one party the headers may be left out', async () => {
      expect(outcome(await said({}))).toBe('201/1000')
    })
  })
})
