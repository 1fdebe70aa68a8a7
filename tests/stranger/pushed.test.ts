// A stranger pushes its objects to us and reads them back. Source: transport, "Client Owned Object Push"; the modules.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faultPaths, joined, type OurSide, outcome, startPlatform, US, versions } from './conversation.ts'
import { cdr, EMSP, type Json, location, session, tariff, token } from './objects.ts'
import type { Said, Stranger } from './stranger.ts'

const without = (object: Json, field: string): Json => {
  const { [field]: _, ...rest } = object
  return rest
}
const evsesOf = (object: Json): Json[] => object.evses as Json[]
const connectorsOf = (evse: Json): Json[] => evse.connectors as Json[]

describe.each(versions)('in %s', (version) => {
  let ours: OurSide
  let cpo: Stranger
  let emsp: Stranger

  beforeAll(async () => {
    ours = await startPlatform()
    cpo = await joined(ours, { role: 'CPO', version })
    emsp = await joined(ours, { role: 'EMSP', version })
  })
  afterAll(async () => {
    await Promise.all([cpo.stop(), emsp.stop()])
    await ours.stop()
  })

  const call = (stranger: Stranger, method: string, path: string, body?: unknown): Promise<Said> => {
    const [module = '', ...rest] = path.split('/')
    const url = [stranger.theirs.get(`${module}.RECEIVER`), ...rest].join('/')
    return stranger.send(method, url, { to: US, ...(body === undefined ? {} : { body }) })
  }
  const put = (path: string, body: unknown) => call(cpo, 'PUT', path, body)
  const patch = (path: string, body: unknown) => call(cpo, 'PATCH', path, body)
  const read = async (path: string): Promise<Json> => {
    const said = await call(cpo, 'GET', path)
    expect([path, outcome(said)]).toEqual([path, '200/1000'])
    return said.envelope.data as Json
  }

  /** Puts an object without each of its required fields; what was stored before stays as it was. */
  async function requires(
    path: string,
    whole: Json,
    fields: readonly string[],
    broken: (field: string) => Json = (field) => without(whole, field),
    where = '',
  ) {
    await put(path, whole)
    const before = await read(path)
    for (const field of fields) {
      const said = await put(path, broken(field))
      expect([field, outcome(said)]).toEqual([field, '200/2001'])
      expect(faultPaths(said)).toContain(`${where}/${field}`)
      expect(await read(path)).toEqual(before)
    }
  }

  describe('locations', () => {
    test('R-STATUS-04 R-LOC-09 a location is new, then known, and comes back as it was sent', async () => {
      const whole = location('LOC1', version)
      expect(outcome(await put('locations/BE/BEC/LOC1', whole))).toBe('201/1000')
      expect(outcome(await put('locations/BE/BEC/LOC1', whole))).toBe('200/1000')
      expect(await read('locations/BE/BEC/LOC1')).toEqual(whole)
    })

    test('R-LOC-09 each depth answers with its own object', async () => {
      const whole = location('DEPTHS', version)
      await put('locations/BE/BEC/DEPTHS', whole)
      const [evse] = evsesOf(whole) as [Json]
      expect(await read('locations/BE/BEC/DEPTHS/3256')).toEqual(evse)
      expect(await read('locations/BE/BEC/DEPTHS/3256/1')).toEqual(connectorsOf(evse)[0])
    })

    test('R-LOC-07 R-UPD-03 R-UPD-05 PATCH of an EVSE changes what it names and moves the location', async () => {
      const whole = location('PATCHED', version)
      await put('locations/BE/BEC/PATCHED', whole)
      const at = '2026-07-01T08:00:00Z'
      const said = await patch('locations/BE/BEC/PATCHED/3256', { status: 'CHARGING', last_updated: at })
      expect(outcome(said)).toBe('200/1000')
      const [first, second] = evsesOf(whole) as [Json, Json]
      expect(await read('locations/BE/BEC/PATCHED')).toEqual({
        ...whole,
        evses: [{ ...first, status: 'CHARGING', last_updated: at }, second],
        last_updated: at,
      })
    })

    test('R-LOC-06 R-UPD-08 PATCH of a connector moves EVSE and location; a list is replaced', async () => {
      await put('locations/BE/BEC/PLUG', location('PLUG', version))
      const at = '2026-07-02T08:00:00Z'
      const said = await patch('locations/BE/BEC/PLUG/3257/1', { tariff_ids: ['15'], last_updated: at })
      expect(outcome(said)).toBe('200/1000')
      expect(await read('locations/BE/BEC/PLUG/3257/1')).toMatchObject({ tariff_ids: ['15'], last_updated: at })
      expect((await read('locations/BE/BEC/PLUG/3257')).last_updated).toBe(at)
      expect((await read('locations/BE/BEC/PLUG')).last_updated).toBe(at)
      expect((await read('locations/BE/BEC/PLUG/3256')).last_updated).toBe('2026-06-28T08:12:01Z')
    })

    test('R-LOC-06 R-LOC-07 PUT of a connector or an EVSE moves its parents too', async () => {
      const whole = location('PUTS', version)
      await put('locations/BE/BEC/PUTS', whole)
      const [evse] = evsesOf(whole) as [Json]
      const [connector] = connectorsOf(evse) as [Json]
      const one = '2026-07-03T08:00:00Z'
      expect(
        outcome(await put('locations/BE/BEC/PUTS/3256/1', { ...connector, max_amperage: 32, last_updated: one })),
      ).toBe('200/1000')
      expect((await read('locations/BE/BEC/PUTS/3256')).last_updated).toBe(one)
      expect((await read('locations/BE/BEC/PUTS')).last_updated).toBe(one)
      const two = '2026-07-04T08:00:00Z'
      expect(outcome(await put('locations/BE/BEC/PUTS/3256', { ...evse, status: 'BLOCKED', last_updated: two }))).toBe(
        '200/1000',
      )
      expect((await read('locations/BE/BEC/PUTS')).last_updated).toBe(two)
    })

    test('R-LOC-10 an EVSE is added by PUT at a new uid', async () => {
      const whole = location('GROWS', version)
      await put('locations/BE/BEC/GROWS', whole)
      const added = { ...evsesOf(whole)[0], uid: '3258', last_updated: '2026-07-05T08:00:00Z' }
      expect(outcome(await put('locations/BE/BEC/GROWS/3258', added))).toBe('201/1000')
      expect(evsesOf(await read('locations/BE/BEC/GROWS')).map(({ uid }) => uid)).toEqual(['3256', '3257', '3258'])
      const incomplete = without({ ...added, uid: '3259' }, 'connectors')
      expect(outcome(await put('locations/BE/BEC/GROWS/3259', incomplete))).toBe('200/2001')
      expect(evsesOf(await read('locations/BE/BEC/GROWS'))).toHaveLength(3)
    })

    test('R-LOC-11 R-UPD-07 an EVSE or connector of nothing is not taken, and a PATCH creates nothing', async () => {
      const whole = location('NOWHERE', version)
      const [evse] = evsesOf(whole) as [Json]
      const last_updated = '2026-07-05T08:00:00Z'
      for (const said of [
        await put('locations/BE/BEC/NOWHERE/3256', evse),
        await put('locations/BE/BEC/NOWHERE/3256/1', connectorsOf(evse)[0]),
        await patch('locations/BE/BEC/NOWHERE', { name: 'x', last_updated }),
        await patch('locations/BE/BEC/NOWHERE/3256', { status: 'CHARGING', last_updated }),
      ]) {
        expect(said.envelope.status_code).toBe(2003)
      }
      expect((await call(cpo, 'GET', 'locations/BE/BEC/NOWHERE')).http).toBe(404)
      await put('locations/BE/BEC/SOMEWHERE', location('SOMEWHERE', version))
      expect((await put('locations/BE/BEC/SOMEWHERE/9999/1', connectorsOf(evse)[0])).envelope.status_code).not.toBe(
        1000,
      )
      expect((await call(cpo, 'GET', 'locations/BE/BEC/SOMEWHERE/9999')).http).toBe(404)
    })

    test('R-LOC-12 R-UPD-10 an id never changes', async () => {
      await put('locations/BE/BEC/STAYS', location('STAYS', version))
      const last_updated = '2026-07-05T08:00:00Z'
      expect(outcome(await patch('locations/BE/BEC/STAYS', { id: 'GOES', last_updated }))).toBe('200/2001')
      expect(outcome(await patch('locations/BE/BEC/STAYS/3256', { uid: '1', last_updated }))).toBe('200/2001')
      expect(outcome(await patch('locations/BE/BEC/STAYS/3256/1', { id: '2', last_updated }))).toBe('200/2001')
      expect(await read('locations/BE/BEC/STAYS')).toEqual(location('STAYS', version))
    })

    test('R-LOC-01 R-UPD-01 a location without a required field is refused, the stored one stays', () =>
      requires('locations/BE/BEC/REQ', location('REQ', version), [
        'country_code',
        'party_id',
        'id',
        'publish',
        'address',
        'city',
        'country',
        'coordinates',
        'time_zone',
        'last_updated',
      ]))

    test('R-LOC-02 an EVSE without a required field is refused, the stored one stays', async () => {
      const whole = location('REQ-EVSE', version)
      await put('locations/BE/BEC/REQ-EVSE', whole)
      await requires('locations/BE/BEC/REQ-EVSE/3256', evsesOf(whole)[0]!, [
        'uid',
        'status',
        'connectors',
        'last_updated',
      ])
      const empty = { ...evsesOf(whole)[0], connectors: [] }
      expect(outcome(await put('locations/BE/BEC/REQ-EVSE/3256', empty))).toBe('200/2001')
      const inside = (field: string) => ({ ...whole, evses: [without(evsesOf(whole)[0]!, field)] })
      await requires('locations/BE/BEC/REQ-EVSE', whole, ['uid', 'status', 'connectors'], inside, '/evses/0')
    })

    test('R-LOC-03 a connector without a required field is refused, the stored one stays', async () => {
      const whole = location('REQ-PLUG', version)
      await put('locations/BE/BEC/REQ-PLUG', whole)
      await requires('locations/BE/BEC/REQ-PLUG/3256/1', connectorsOf(evsesOf(whole)[0]!)[0]!, [
        'id',
        'standard',
        'format',
        'power_type',
        'max_voltage',
        'max_amperage',
        'last_updated',
      ])
    })

    test('R-UPD-02 what a PUT leaves out is gone', async () => {
      await put('locations/BE/BEC/SHRINKS', location('SHRINKS', version))
      const less = { ...without(location('SHRINKS', version), 'name'), last_updated: '2026-07-06T08:00:00Z' }
      await put('locations/BE/BEC/SHRINKS', less)
      expect(await read('locations/BE/BEC/SHRINKS')).not.toHaveProperty('name')
    })

    test('R-UPD-04 R-STATUS-08 a PATCH without last_updated is refused at every depth', async () => {
      await put('locations/BE/BEC/UNDATED', location('UNDATED', version))
      for (const [path, body] of [
        ['', { name: 'x' }],
        ['/3256', { status: 'CHARGING' }],
        ['/3256/1', { max_amperage: 32 }],
      ] as const) {
        const said = await patch(`locations/BE/BEC/UNDATED${path}`, body)
        expect([outcome(said), faultPaths(said)]).toEqual(['200/2001', ['/last_updated']])
      }
      expect(await read('locations/BE/BEC/UNDATED')).toEqual(location('UNDATED', version))
    })

    test('R-UPD-11 an older update is answered 1000 and not applied', async () => {
      await put('locations/BE/BEC/NEWER', location('NEWER', version))
      const older = { ...location('NEWER', version), name: 'Before', last_updated: '2025-01-01T00:00:00Z' }
      expect(outcome(await put('locations/BE/BEC/NEWER', older))).toBe('200/1000')
      expect((await read('locations/BE/BEC/NEWER')).name).toBe('Gent Zuid')
    })

    test('R-LOC-04 nothing is deleted: an EVSE becomes REMOVED, DELETE is not allowed', async () => {
      await put('locations/BE/BEC/KEPT', location('KEPT', version))
      const removed = { status: 'REMOVED', last_updated: '2026-07-06T08:00:00Z' }
      expect(outcome(await patch('locations/BE/BEC/KEPT/3256', removed))).toBe('200/1000')
      for (const path of ['KEPT', 'KEPT/3256', 'KEPT/3256/1']) {
        const said = await call(cpo, 'DELETE', `locations/BE/BEC/${path}`)
        expect([path, said.http]).toEqual([path, 405])
      }
      expect((await read('locations/BE/BEC/KEPT/3256')).status).toBe('REMOVED')
    })

    test.skipIf(version === '2.2.1')(
      'R-LOC-36 R-LOC-41 R-LOC-44 parking places come back and have no URL',
      async () => {
        const place = {
          id: 'P1',
          vehicle_types: ['PERSONAL_VEHICLE'],
          restricted_to_type: false,
          reservation_required: false,
        }
        const whole = { ...location('PARK', version), parking_places: [place] }
        expect(outcome(await put('locations/BE/BEC/PARK', whole))).toBe('201/1000')
        expect(await read('locations/BE/BEC/PARK')).toEqual(whole)
        expect((await call(cpo, 'GET', 'locations/BE/BEC/PARK/parking_places/P1')).http).toBe(404)
        const incomplete = { ...whole, parking_places: [without(place, 'vehicle_types')] }
        expect(outcome(await put('locations/BE/BEC/PARK', incomplete))).toBe('200/2001')
      },
    )
  })

  describe('tariffs', () => {
    test('R-TAR-02 PUT, GET, DELETE; there is no PATCH', async () => {
      const whole = tariff('T1', version)
      expect(outcome(await put('tariffs/BE/BEC/T1', whole))).toBe('201/1000')
      expect(await read('tariffs/BE/BEC/T1')).toEqual(whole)
      expect((await patch('tariffs/BE/BEC/T1', { currency: 'USD', last_updated: '2026-07-06T08:00:00Z' })).http).toBe(
        405,
      )
      expect(outcome(await call(cpo, 'DELETE', 'tariffs/BE/BEC/T1'))).toBe('200/1000')
      expect((await call(cpo, 'GET', 'tariffs/BE/BEC/T1')).http).toBe(404)
      expect((await call(cpo, 'DELETE', 'tariffs/BE/BEC/T1')).http).toBe(404)
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
      expect((await call(cpo, 'DELETE', 'sessions/BE/BEC/S3')).http).toBe(405)
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
    const post = (body: unknown) => call(cpo, 'POST', 'cdrs', body)
    const kept = async (id: string) =>
      (((await ours.api('GET', '/cdrs?limit=1000')).body.items ?? []) as Json[]).filter((item) => item.id === id)

    test('R-CDR-02 R-STATUS-04 the answer says where it is, and there it is', async () => {
      const whole = cdr('C1', US, version)
      const said = await post(whole)
      expect(outcome(said)).toBe('201/1000')
      expect(said.headers.location).toMatch(/^http:\/\//)
      const back = await cpo.send('GET', said.headers.location!, { to: US })
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
        expect([method, (await cpo.send(method, url, { to: US, ...body })).http]).toEqual([method, 405])
      }
      expect((await cpo.send('GET', url, { to: US })).envelope.data).toEqual(whole)
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

    test('R-CDR-21 a location nobody knows is no reason to refuse; R-CDR-24 signed data come back whole', async () => {
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
      expect((await cpo.send('GET', said.headers.location!, { to: US })).envelope.data).toEqual(whole)
    })
  })

  describe('tokens', () => {
    const mine = (method: string, path: string, body?: unknown) => call(emsp, method, `tokens/BE/BEM/${path}`, body)
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

  describe('whose object it is', () => {
    test('R-OWN-02 R-OWN-09 objects of a party it does not speak for do not exist for it', async () => {
      const foreign = { ...location('X1', version), country_code: 'XX', party_id: 'YYY' }
      expect((await put('locations/XX/YYY/X1', foreign)).http).toBe(404)
      expect((await call(cpo, 'GET', 'locations/XX/YYY/X1')).http).toBe(404)
      await call(emsp, 'PUT', 'tokens/BE/BEM/SECRET', token('SECRET'))
      expect((await call(cpo, 'GET', 'tokens/BE/BEM/SECRET')).http).toBe(404)
      expect((await ours.api('GET', '/locations/XX/YYY/X1')).status).toBe(404)
    })

    test('R-OWN-03 the id in the URL is that of the object', async () => {
      const said = await put('locations/BE/BEC/A', location('B', version))
      expect(outcome(said)).toBe('200/2001')
      expect(faultPaths(said)).toContain('/id')
      expect((await call(cpo, 'GET', 'locations/BE/BEC/A')).http).toBe(404)
      expect((await call(cpo, 'GET', 'locations/BE/BEC/B')).http).toBe(404)
    })

    test('R-OWN-04 the party in the URL is that of the object, whatever its case', async () => {
      const other = { ...location('C', version), party_id: 'BEX' }
      expect(outcome(await put('locations/BE/BEC/C', other))).toBe('200/2001')
      expect(outcome(await put('locations/be/bec/C', location('C', version)))).toBe('201/1000')
    })

    test('R-OWN-05 the same id of two parties is two objects', async () => {
      const party = { country_code: 'BE', party_id: 'BE2' }
      const second = await joined(ours, { role: 'CPO', version, party })
      await put('locations/BE/BEC/TWICE', location('TWICE', version))
      const theirs = { ...location('TWICE', version), ...party, name: 'Elsewhere' }
      expect(outcome(await call(second, 'PUT', 'locations/BE/BE2/TWICE', theirs))).toBe('201/1000')
      expect((await read('locations/BE/BEC/TWICE')).name).toBe('Gent Zuid')
      expect((await call(second, 'GET', 'locations/BE/BEC/TWICE')).http).toBe(404)
      await second.stop()
    })

    test('R-OWN-07 POST and an object of a party that is ours are refused', async () => {
      for (const module of ['locations', 'tariffs', 'sessions']) {
        const said = await call(cpo, 'POST', `${module}/BE/BEC/P1`, {})
        expect([module, said.http]).toEqual([module, 405])
        expect([404, 405]).toContain((await call(cpo, 'POST', module, {})).http)
      }
      const stolen = { ...location('OURS', version), country_code: 'NL', party_id: 'ABC' }
      expect((await put('locations/NL/ABC/OURS', stolen)).http).toBe(404)
    })

    test('R-TYPE-01 ids are compared without case: no second object appears', async () => {
      await put('locations/BE/BEC/Case1', location('Case1', version))
      const again = { ...location('CASE1', version), name: 'Again', last_updated: '2026-07-06T08:00:00Z' }
      expect(outcome(await put('locations/be/bec/CASE1', again))).toBe('200/1000')
      expect((await read('locations/BE/BEC/case1')).name).toBe('Again')
      const all = (await ours.api('GET', '/locations?limit=1000')).body.items as Json[]
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
      ['to a GET of nothing', () => call(cpo, 'GET', 'locations/BE/BEC/NOTHING')],
      ['to a method that is not there', () => call(cpo, 'DELETE', 'locations/BE/BEC/ENV')],
      [
        'to broken JSON',
        () => cpo.send('PUT', `${cpo.theirs.get('locations.RECEIVER')}/BE/BEC/ENV`, { text: '{', to: US }),
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
      const base = cpo.theirs.get('locations.RECEIVER')!
      const ids = { 'X-Request-ID': 'my-request', 'X-Correlation-ID': 'my-chain' }
      for (const [method, url, more] of [
        ['GET', `${base}/BE/BEC/ENV`, {}],
        ['GET', `${base}/BE/BEC/ENV`, { token: null }],
        ['GET', `${ours.url}/ocpi/${version}/nothing`, {}],
        ['DELETE', `${base}/BE/BEC/ENV`, {}],
        ['PUT', `${base}/BE/BEC/ENV`, { text: '{' }],
      ] as const) {
        const { headers } = await cpo.send(method, url, { headers: ids, to: US, ...more })
        expect([method, headers['x-request-id'], headers['x-correlation-id']]).toEqual([
          method,
          'my-request',
          'my-chain',
        ])
      }
    })

    test('R-ID-07 has ids of its own where the request brought none', async () => {
      const response = await fetch(`${ours.url}/ocpi/versions`, {
        headers: { Authorization: `Token ${Buffer.from(cpo.outbound).toString('base64')}` },
      })
      expect(response.status).toBe(200)
      expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
      expect(response.headers.get('x-correlation-id')).toBeTruthy()
    })

    test('R-FMT-02 a request without a body needs no Content-Type', async () => {
      expect(outcome(await call(cpo, 'GET', 'locations/BE/BEC/ENV'))).toBe('200/1000')
    })
  })

  describe('who it says it is', () => {
    const url = () => `${cpo.theirs.get('locations.RECEIVER')}/BE/BEC/WHO`
    const body = () => location('WHO', version)
    const said = (headers: Record<string, string>) => cpo.send('PUT', url(), { body: body(), config: true, headers })

    test('R-ROUTE-08 FROM is a party of another: refused and not stored', async () => {
      const answer = await said({
        'OCPI-from-country-code': EMSP.country_code,
        'OCPI-from-party-id': EMSP.party_id,
        'OCPI-to-country-code': 'NL',
        'OCPI-to-party-id': 'ABC',
      })
      expect(outcome(answer)).toBe('200/2001')
      expect((await call(cpo, 'GET', 'locations/BE/BEC/WHO')).http).toBe(404)
    })

    test('R-ROUTE-09 TO is nobody here: refused and not stored', async () => {
      const answer = await said({
        'OCPI-from-country-code': 'BE',
        'OCPI-from-party-id': 'BEC',
        'OCPI-to-country-code': 'XX',
        'OCPI-to-party-id': 'ZZZ',
      })
      expect(outcome(answer)).toBe('200/2001')
      expect((await call(cpo, 'GET', 'locations/BE/BEC/WHO')).http).toBe(404)
    })

    test('R-ROUTE-03 between one party and one party the headers may be left out', async () => {
      expect(outcome(await said({}))).toBe('201/1000')
    })
  })
})
