// A stranger pushes its locations, EVSEs and connectors to us and reads them back. Source: locations; transport, "PATCH".

import { describe, expect, test } from 'vitest'
import { faultPaths, outcome, versions } from './conversation.ts'
import { type Json, location } from './objects.ts'
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

    if (version === '2.3.0')
      test('R-LOC-36 R-LOC-41 R-LOC-44 parking places come back and have no URL', async () => {
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
