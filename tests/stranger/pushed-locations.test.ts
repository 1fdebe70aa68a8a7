// A stranger pushes its locations, EVSEs and connectors to us and reads them back. Source: locations; transport, "PATCH".

import { describe, expect, test } from 'vitest'
import { faultPaths, outcome, versions } from './conversation.ts'
import { type Json, location, token } from './objects.ts'
import { connectorsOf, evsesOf, pushing, without } from './pushing.ts'

describe.each(versions)('in %s', (version) => {
  const { call, met, patch, put, read, requires } = pushing(version)

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
      expect((await call(met.cpo, 'GET', 'locations/BE/BEC/NOWHERE')).http).toBe(404)
      await put('locations/BE/BEC/SOMEWHERE', location('SOMEWHERE', version))
      expect((await put('locations/BE/BEC/SOMEWHERE/9999/1', connectorsOf(evse)[0])).envelope.status_code).not.toBe(
        1000,
      )
      expect((await call(met.cpo, 'GET', 'locations/BE/BEC/SOMEWHERE/9999')).http).toBe(404)
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
        const said = await call(met.cpo, 'DELETE', `locations/BE/BEC/${path}`)
        expect([path, said.http]).toEqual([path, 405])
      }
      expect((await read('locations/BE/BEC/KEPT/3256')).status).toBe('REMOVED')
    })

    test('R-LOC-19 the evse_id of what is REMOVED may be taken away', async () => {
      await put('locations/BE/BEC/REUSE', location('REUSE', version))
      const [evse] = evsesOf(location('REUSE', version)) as [Json]
      const gone = { ...without(evse, 'evse_id'), status: 'REMOVED', last_updated: '2026-07-06T08:00:00Z' }
      expect(outcome(await put('locations/BE/BEC/REUSE/3256', gone))).toBe('200/1000')
      expect(await read('locations/BE/BEC/REUSE/3256')).toEqual(gone)
    })

    test('R-LOC-29 an EVSE has one of nine statuses, and no other', async () => {
      await put('locations/BE/BEC/STATUS', location('STATUS', version))
      const statuses = [
        'AVAILABLE',
        'BLOCKED',
        'CHARGING',
        'INOPERATIVE',
        'OUTOFORDER',
        'PLANNED',
        'REMOVED',
        'RESERVED',
        'UNKNOWN',
      ]
      for (const [minute, status] of statuses.entries()) {
        const last_updated = `2026-07-06T08:0${minute}:00Z`
        expect([status, outcome(await patch('locations/BE/BEC/STATUS/3256', { status, last_updated }))]).toEqual([
          status,
          '200/1000',
        ])
        expect((await read('locations/BE/BEC/STATUS/3256')).status).toBe(status)
      }
      for (const status of ['OCCUPIED', 'FAULTED', 'OUT_OF_ORDER']) {
        const said = await patch('locations/BE/BEC/STATUS/3256', { status, last_updated: '2026-07-06T09:00:00Z' })
        expect([status, outcome(said), faultPaths(said)]).toEqual([status, '200/2001', ['/status']])
      }
      expect((await read('locations/BE/BEC/STATUS/3256')).status).toBe('UNKNOWN')
    })

    test('R-LOC-28 what is planned does not happen by itself: the status is the one that was sent last', async () => {
      const whole = location('PLAN', version)
      const [evse, ...more] = evsesOf(whole) as [Json, Json]
      const status_schedule = [{ period_begin: '2026-01-01T00:00:00Z', status: 'OUTOFORDER' }]
      await put('locations/BE/BEC/PLAN', { ...whole, evses: [{ ...evse, status_schedule }, ...more] })
      expect(await read('locations/BE/BEC/PLAN/3256')).toMatchObject({ status: 'AVAILABLE', status_schedule })
      const known = (await met.ours.api('GET', '/locations/BE/BEC/PLAN/3256')).body
      expect(known).toMatchObject({ status: 'AVAILABLE', status_schedule })
    })

    test('R-LOC-26 charging goes on when it is closed unless it says otherwise', async () => {
      await put('locations/BE/BEC/NIGHT', location('NIGHT', version))
      await put('locations/BE/BEC/DAY', { ...location('DAY', version), charging_when_closed: false })
      const known = async (id: string) => (await met.ours.api('GET', `/locations/BE/BEC/${id}`)).body
      expect(await known('NIGHT')).not.toHaveProperty('charging_when_closed')
      expect((await known('DAY')).charging_when_closed).toBe(false)
      // What an absent one means is in the document our backend reads.
      const document = (await (await fetch(`${met.ours.url}/api/openapi.json`)).json()) as {
        components: { schemas: Record<string, { properties: Record<string, Json> }> }
      }
      expect(document.components.schemas.Location?.properties.charging_when_closed).toMatchObject({ default: true })
    })

    test('R-LOC-18 a location without operator is that of its party, whose name came with the credentials', async () => {
      await put('locations/BE/BEC/ANON', without(location('ANON', version), 'operator'))
      const known = (await met.ours.api('GET', '/locations/BE/BEC/ANON')).body
      expect(known).not.toHaveProperty('operator')
      const { items } = (await met.ours.api('GET', '/partners')).body as { items: { roles: Json[] }[] }
      const party = items
        .flatMap(({ roles }) => roles)
        .find((role) => role.country_code === known.country_code && role.party_id === known.party_id)
      expect(party).toMatchObject({ role: 'CPO', business_details: { name: 'Stranger CPO' } })
    })

    test('R-CRED-27 the party of an object says nothing about the ids that drivers see', async () => {
      const whole = location('FOREIGN', version)
      const [evse, ...more] = evsesOf(whole) as [Json, Json]
      const foreign = { ...whole, evses: [{ ...evse, evse_id: 'DE*ABC*E1' }, ...more] }
      expect(outcome(await put('locations/BE/BEC/FOREIGN', foreign))).toBe('201/1000')
      expect((await read('locations/BE/BEC/FOREIGN/3256')).evse_id).toBe('DE*ABC*E1')
      const card = { ...token('FOREIGN'), contract_id: 'FR-XYZ-C12345678' }
      expect(outcome(await call(met.emsp, 'PUT', 'tokens/BE/BEM/FOREIGN', card))).toBe('201/1000')
    })

    if (version === '2.3.0')
      test('R-LOC-36 R-LOC-40 R-LOC-41 R-LOC-44 parking places come back and have no URL', async () => {
        const place = {
          id: 'P1',
          vehicle_types: ['PERSONAL_VEHICLE'],
          restricted_to_type: false,
          reservation_required: false,
        }
        const whole = { ...location('PARK', version), parking_places: [place] }
        expect(outcome(await put('locations/BE/BEC/PARK', whole))).toBe('201/1000')
        expect(await read('locations/BE/BEC/PARK')).toEqual(whole)
        expect((await call(met.cpo, 'GET', 'locations/BE/BEC/PARK/parking_places/P1')).http).toBe(404)
        const incomplete = { ...whole, parking_places: [without(place, 'vehicle_types')] }
        expect(outcome(await put('locations/BE/BEC/PARK', incomplete))).toBe('200/2001')
      })
  })
})
