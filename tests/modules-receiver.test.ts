import { describe, expect, it } from 'vitest'
import { onEachEngine } from './support/databases.ts'
import { partner } from './support/object-store.ts'
import { ocpiServer } from './support/ocpi-server.ts'
import {
  cdr,
  cdrToken,
  connector,
  evse,
  location,
  noon,
  noonPlus,
  period,
  session,
  tariff,
  token,
} from './support/wire-objects.ts'

const cpo = partner('cpo', ['NL-ABC:CPO'])
const older = partner('older', ['NL-OLD:CPO'], { version: '2.2.1' })
const emsp = partner('emsp', ['NL-EMP:EMSP'])

/** Without what 2.2.1 does not know. */
const without = (object: object, ...fields: string[]) =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !fields.includes(name)))

onEachEngine('pushes over HTTP', (engine) => {
  const server = ocpiServer(engine, ['NL-XYZ:EMSP', 'NL-OUR:CPO'], [cpo, older, emsp])
  const they = () => server().peer('cpo')
  const L = 'receiver/locations/NL/ABC'
  const S = 'receiver/sessions/NL/ABC'

  describe('locations', () => {
    it('R-STATUS-04 R-LOC-10 a new one is 201, a known one 200, and no data comes with it', async () => {
      const first = await they().put(`${L}/A1`, location({ id: 'A1', evses: [evse()] }))
      expect([first.http, first.status, first.data]).toEqual([201, 1000, undefined])
      const second = await they().put(`${L}/A1`, location({ id: 'A1', evses: [evse()], last_updated: noonPlus(1) }))
      expect([second.http, second.status]).toEqual([200, 1000])
      expect((await they().put(`${L}/A1/E9`, evse({ uid: 'E9' }))).http).toBe(201)
      expect((await they().put(`${L}/A1/E9/2`, connector({ id: '2' }))).http).toBe(201)
      expect((await they().put(`${L}/A1/E9/2`, connector({ id: '2', max_amperage: 16 }))).http).toBe(200)
    })

    it('R-LOC-09 what was pushed is read at three depths, in any case of its ids', async () => {
      const given = location({ id: 'A2', evses: [evse()], help_phone: '+31201234567' })
      await they().put(`${L}/A2`, given)
      expect((await they().get(`${L}/A2`)).data).toEqual(given)
      expect((await they().get('receiver/locations/nl/abc/a2')).data).toEqual(given)
      expect((await they().get(`${L}/A2/3256`)).data).toEqual(evse())
      expect((await they().get(`${L}/A2/3256/1`)).data).toEqual(connector())
    })

    it('numbers are answered in the spelling they came in', async () => {
      const text = JSON.stringify(location({ id: 'A3', own_price: 0 })).replace('"own_price":0', '"own_price":1.10')
      await they().put(`${L}/A3`, text)
      expect((await they().get(`${L}/A3`)).text).toMatch(/"own_price": ?1\.10/)
    })

    it('R-STATUS-03 what does not exist is 404 with an envelope', async () => {
      await they().put(`${L}/A4`, location({ id: 'A4', evses: [evse()] }))
      for (const path of ['A4X', 'A4/E0', 'A4/3256/7', 'A4/parking/1']) {
        const { http, status } = await they().get(`${L}/${path}`)
        expect([path, http, status >= 2000 && status < 3000]).toEqual([path, 404, true])
      }
    })

    it('R-LOC-11 an EVSE of a location nobody has is 404 with 2003, and so is a PATCH', async () => {
      const answers = [
        await they().put(`${L}/NONE/3256`, evse()),
        await they().put(`${L}/NONE/3256/1`, connector()),
        await they().patch(`${L}/NONE/3256`, { status: 'CHARGING', last_updated: noon }),
        await they().patch(`${L}/NONE`, { name: 'x', last_updated: noon }),
      ]
      for (const { http, status } of answers) expect([http, status]).toEqual([404, 2003])
      expect((await they().get(`${L}/NONE`)).http).toBe(404)
    })

    it('R-LOC-06 R-LOC-07 a status moves the times of its parents', async () => {
      await they().put(`${L}/A5`, location({ id: 'A5', evses: [evse()] }))
      expect((await they().patch(`${L}/A5/3256`, { status: 'CHARGING', last_updated: noonPlus(3) })).status).toBe(1000)
      const { data } = await they().get(`${L}/A5`)
      expect([data.last_updated, data.evses[0].status]).toEqual([noonPlus(3), 'CHARGING'])
    })

    it('R-UPD-04 R-STATUS-08 a PATCH without last_updated is answered 2001 and changes nothing', async () => {
      await they().put(`${L}/A6`, location({ id: 'A6', evses: [evse()] }))
      const { http, status, data } = await they().patch(`${L}/A6/3256`, { status: 'CHARGING' })
      expect([http, status]).toEqual([200, 2001])
      expect(data.faults).toMatchObject([{ path: '/last_updated' }])
      expect((await they().get(`${L}/A6/3256`)).data).toEqual(evse())
    })

    it('R-OWN-03 R-OWN-04 R-UPD-10 a body that names something else than the URL is 2001', async () => {
      await they().put(`${L}/A7`, location({ id: 'A7', evses: [evse()] }))
      const answers = [
        await they().put(`${L}/A7B`, location({ id: 'OTHER' })),
        await they().put(`${L}/A7B`, location({ id: 'A7B', party_id: 'OLD' })),
        await they().put(`${L}/A7/E1`, evse({ uid: 'E2' })),
        await they().put(`${L}/A7/3256/1`, connector({ id: '2' })),
        await they().patch(`${L}/A7`, { id: 'A8', last_updated: noonPlus(1) }),
        await they().patch(`${L}/A7/3256`, { uid: 'E3', last_updated: noonPlus(1) }),
      ]
      for (const { http, status, data } of answers) {
        expect([http, status]).toEqual([200, 2001])
        expect(data.faults[0].path).toMatch(/^\/(id|party_id|uid)$/)
      }
      for (const id of ['A7B', 'OTHER', 'A8']) expect((await they().get(`${L}/${id}`)).http).toBe(404)
    })

    it('R-OWN-02 R-OWN-09 objects of another party are neither written nor read', async () => {
      await they().put(`${L}/A9`, location({ id: 'A9' }))
      const stranger = server().peer('emsp')
      const answers = [
        await they().put('receiver/locations/XX/YYY/A9', location({ id: 'A9', country_code: 'XX', party_id: 'YYY' })),
        await stranger.get(`${L}/A9`),
        await stranger.put(`${L}/A9`, location({ id: 'A9' })),
      ]
      for (const { http } of answers) expect(http).toBe(404)
    })

    it('R-LOC-04 R-OWN-07 there is no DELETE and no POST', async () => {
      await they().put(`${L}/B1`, location({ id: 'B1' }))
      expect((await they().delete(`${L}/B1`)).http).toBe(405)
      expect([404, 405]).toContain((await they().post('receiver/locations', location())).http)
      expect((await they().get(`${L}/B1`)).http).toBe(200)
    })

    it('R-UPD-11 an older push is a success that changes nothing', async () => {
      await they().put(`${L}/B2`, location({ id: 'B2', name: 'new', last_updated: noonPlus(5) }))
      const { http, status } = await they().put(`${L}/B2`, location({ id: 'B2', name: 'old' }))
      expect([http, status]).toEqual([200, 1000])
      expect((await they().get(`${L}/B2`)).data.name).toBe('new')
    })

    it('R-TYPE-01 T-55 ids may hold whatever a CiString holds', async () => {
      const id = 'a/b %?#&'
      const path = `${L}/${encodeURIComponent(id)}`
      expect((await they().put(path, location({ id }))).http).toBe(201)
      expect((await they().get(path)).data.id).toBe(id)
    })

    it('R-EXT-01 R-EXT-08 unknown fields and values of open enums come back as they came', async () => {
      const plug = connector({ standard: 'FOO_PLUG', own: [1, { deep: null }] })
      const given = location({ id: 'B3', evses: [evse({ connectors: [plug], foo: 'bar' })], baz: { a: 1 } })
      expect((await they().put(`${L}/B3`, given)).status).toBe(1000)
      expect((await they().get(`${L}/B3`)).data).toEqual(given)
    })
  })

  describe('tariffs', () => {
    const T = 'receiver/tariffs/NL/ABC'
    it('R-TAR-02 are put, read and deleted', async () => {
      expect((await they().put(`${T}/T1`, tariff())).http).toBe(201)
      expect((await they().get(`${T}/t1`)).data).toEqual(tariff())
      expect((await they().delete(`${T}/T1`)).status).toBe(1000)
      expect((await they().get(`${T}/T1`)).http).toBe(404)
      expect((await they().delete(`${T}/T1`)).http).toBe(404)
      expect((await they().put(`${T}/T1`, tariff())).http).toBe(201)
      expect((await they().patch(`${T}/T1`, { currency: 'CHF', last_updated: noon })).http).toBe(405)
    })

    it('R-LOC-33 a location may name a tariff that nobody knows yet', async () => {
      const plug = connector({ tariff_ids: ['UNKNOWN'] })
      const { status } = await they().put(`${L}/C1`, location({ id: 'C1', evses: [evse({ connectors: [plug] })] }))
      expect(status).toBe(1000)
    })

    it('a partner of 2.2.1 reads its own tariff without tax_included', async () => {
      const given = without(tariff({ party_id: 'OLD' }), 'tax_included')
      const old = server().peer('older')
      expect((await old.put('receiver/tariffs/NL/OLD/T1', given)).http).toBe(201)
      expect((await old.get('receiver/tariffs/NL/OLD/T1')).data).toEqual(given)
    })
  })

  describe('sessions', () => {
    it('R-SES-03 R-SES-04 a PUT replaces the periods, a PATCH adds to them', async () => {
      await they().put(`${S}/S1`, session({ charging_periods: [period(0)] }))
      await they().patch(`${S}/S1`, { charging_periods: [period(5)], last_updated: noonPlus(5) })
      await they().patch(`${S}/S1`, { charging_periods: [], last_updated: noonPlus(6) })
      expect((await they().get(`${S}/S1`)).data.charging_periods).toEqual([period(0), period(5)])
      await they().put(`${S}/S1`, session({ last_updated: noonPlus(7) }))
      expect((await they().get(`${S}/S1`)).data).not.toHaveProperty('charging_periods')
    })

    it('R-SES-08 what has ended does not change any more', async () => {
      const done = session({ id: 'S2', status: 'COMPLETED', last_updated: noonPlus(9) })
      await they().put(`${S}/S2`, done)
      const { http, status } = await they().patch(`${S}/S2`, { kwh: 99, last_updated: noonPlus(10) })
      expect([http, status]).toEqual([200, 2001])
      expect((await they().put(`${S}/S2`, done)).status).toBe(1000)
      expect((await they().get(`${S}/S2`)).data).toEqual(done)
      expect((await they().delete(`${S}/S2`)).http).toBe(405)
    })

    it('R-UPD-07 R-UPD-12 a PATCH of an unknown one is 404, and there is nothing below a session', async () => {
      expect((await they().patch(`${S}/NONE`, { kwh: 1, last_updated: noon })).http).toBe(404)
      expect((await they().get(`${S}/NONE`)).http).toBe(404)
      const below = await they().patch(`${S}/S1/charging_periods`, { last_updated: noon })
      expect([404, 405]).toContain(below.http)
    })
  })

  describe('CDRs', () => {
    it('R-CDR-02 the answer says where the CDR is, and it is read there as it came', async () => {
      const { http, status, headers, data } = await they().post('receiver/cdrs', cdr())
      expect([http, status, data]).toEqual([201, 1000, undefined])
      const url = headers.get('location')!
      expect(new URL(url).origin).toBe(server().url)
      expect((await they().get(url)).data).toEqual(cdr())
    })

    it('R-CDR-06 a repeat is answered alike; another content is 2001 and nothing changes', async () => {
      const first = await they().post('receiver/cdrs', cdr({ id: 'C2' }))
      const again = await they().post('receiver/cdrs', cdr({ id: 'C2' }))
      expect([again.http, again.status]).toEqual([201, 1000])
      expect(again.headers.get('location')).toBe(first.headers.get('location'))
      const other = await they().post('receiver/cdrs', cdr({ id: 'C2', total_energy: 11 }))
      expect([other.http, other.status]).toEqual([200, 2001])
      expect((await they().get(first.headers.get('location')!)).data).toEqual(cdr({ id: 'C2' }))
    })

    it('R-CDR-03 R-CDR-05 R-CDR-09 an array, a long id and a credit without original are 2001', async () => {
      const wrong = [[cdr({ id: 'C3' })], cdr({ id: 'C'.repeat(37) }), cdr({ id: 'C4', credit: true })]
      for (const body of wrong) {
        const { http, status, data } = await they().post('receiver/cdrs', body)
        expect([http, status]).toEqual([200, 2001])
        expect(data.faults.length).toBeGreaterThan(0)
      }
      const long = cdr({ id: 'C'.repeat(39), credit: true, credit_reference_id: 'CDR1' })
      expect((await they().post('receiver/cdrs', long)).http).toBe(201)
    })

    it('R-CDR-21 a CDR of a location nobody knows is taken', async () => {
      const there = { ...cdr().cdr_location, id: 'HOME' }
      expect((await they().post('receiver/cdrs', cdr({ id: 'C5', cdr_location: there }))).status).toBe(1000)
    })

    it('R-CDR-04 a CDR is neither changed nor deleted', async () => {
      const url = (await they().post('receiver/cdrs', cdr({ id: 'C6' }))).headers.get('location')!
      for (const method of ['PUT', 'PATCH', 'DELETE']) {
        const body = method === 'DELETE' ? undefined : cdr({ id: 'C6', total_energy: 1 })
        expect([404, 405]).toContain((await they().send(method, url, body)).http)
      }
      expect((await they().get(url)).data).toEqual(cdr({ id: 'C6' }))
    })

    it('R-OWN-02 a CDR of a party that is not the sender is 2001, and others do not read it', async () => {
      const { http, status, data } = await they().post('receiver/cdrs', cdr({ id: 'C7', party_id: 'OLD' }))
      expect([http, status, data.faults[0].path]).toEqual([200, 2001, '/party_id'])
      const url = (await they().post('receiver/cdrs', cdr({ id: 'C8' }))).headers.get('location')!
      expect((await server().peer('emsp').get(url)).http).toBe(404)
    })
  })

  describe('tokens', () => {
    const T = 'receiver/tokens/NL/EMP'
    const issuer = () => server().peer('emsp')
    const given = (fields: object = {}) => token({ party_id: 'EMP', ...fields })

    it('R-TOK-02 R-TOK-03 the type is part of the name, RFID by default', async () => {
      const app = given({ uid: 'U1', type: 'APP_USER', whitelist: 'NEVER' })
      expect((await issuer().put(`${T}/U1`, given({ uid: 'U1' }))).http).toBe(201)
      expect((await issuer().put(`${T}/U1?type=APP_USER`, app)).http).toBe(201)
      expect((await issuer().get(`${T}/u1`)).data.type).toBe('RFID')
      expect((await issuer().get(`${T}/U1?type=APP_USER`)).data).toEqual(app)
      await issuer().put(`${T}/U2?type=APP_USER`, { ...app, uid: 'U2' })
      expect((await issuer().get(`${T}/U2`)).http).toBe(404)
    })

    it('R-TOK-04 a type that contradicts the URL is 2001', async () => {
      const app = given({ uid: 'U3', type: 'APP_USER' })
      for (const path of ['U3', 'U3?type=OTHER', 'U3?type=RFID']) {
        const { http, status, data } = await issuer().put(`${T}/${path}`, app)
        expect([http, status, data.faults[0].path]).toEqual([200, 2001, '/type'])
      }
      expect((await issuer().get(`${T}/U3`)).http).toBe(404)
    })

    it('R-TOK-05 R-TOK-06 a token is made invalid by a PATCH; there is no DELETE', async () => {
      await issuer().put(`${T}/U4`, given({ uid: 'U4' }))
      expect((await issuer().patch(`${T}/U4`, { valid: false, last_updated: noonPlus(1) })).status).toBe(1000)
      expect((await issuer().get(`${T}/U4`)).data.valid).toBe(false)
      expect((await issuer().patch(`${T}/U4`, { valid: true })).status).toBe(2001)
      expect((await issuer().delete(`${T}/U4`)).http).toBe(405)
      const unknown = await issuer().patch(`${T}/U5`, { valid: false, last_updated: noonPlus(1) })
      expect([unknown.http, unknown.status]).toEqual([404, 2004])
    })

    it('R-TOK-28 a uid with reserved characters is one segment', async () => {
      expect((await issuer().put(`${T}/AB%2F12%203`, given({ uid: 'AB/12 3' }))).http).toBe(201)
      expect((await issuer().get(`${T}/ab%2f12%203`)).data.uid).toBe('AB/12 3')
    })
  })

  describe('bad input', () => {
    it('R-STATUS-01 broken JSON is HTTP 400', async () => {
      for (const body of ['{"id":', '', 'nope', '{"a":1}x']) {
        expect([body, (await they().put(`${L}/X1`, body)).http]).toEqual([body, 400])
      }
    })

    it('R-STATUS-02 R-UPD-01 wrong content is HTTP 200 with 2001 and the path of every fault', async () => {
      const wrong = without(location({ id: 'X2', evses: [evse({ status: 'available' })], city: 7 }), 'coordinates')
      const { http, status, data } = await they().put(`${L}/X2`, wrong)
      expect([http, status]).toEqual([200, 2001])
      const paths = data.faults.map(({ path }: { path: string }) => path).sort()
      expect(paths).toEqual(['/city', '/coordinates', '/evses/0/status'])
      expect((await they().get(`${L}/X2`)).http).toBe(404)
    })

    it('R-UPD-01 every required field of every object is missed', async () => {
      const cases = [
        [
          `${L}/X3`,
          location({ id: 'X3' }),
          ['publish', 'address', 'city', 'country', 'coordinates', 'time_zone', 'last_updated'],
        ],
        [
          `${S}/X3`,
          session({ id: 'X3' }),
          ['start_date_time', 'kwh', 'cdr_token', 'auth_method', 'location_id', 'currency', 'status', 'last_updated'],
        ],
        ['receiver/tariffs/NL/ABC/X3', tariff({ id: 'X3' }), ['currency', 'elements', 'tax_included', 'last_updated']],
      ] as const
      for (const [path, object, fields] of cases) {
        for (const field of fields) {
          const { http, status, data } = await they().put(path, without(object, field))
          expect([field, http, status, data.faults[0].path]).toEqual([field, 200, 2001, `/${field}`])
        }
        expect((await they().get(path)).http).toBe(404)
      }
    })

    it('an unknown token is 401, a path that does not exist 404, a wrong method 405', async () => {
      const wrong = { authorization: `Token ${Buffer.from('nobody').toString('base64')}` }
      expect((await they().get(`${L}/A1`, wrong)).http).toBe(401)
      expect((await they().get('receiver/nothing/NL/ABC/A1')).http).toBe(404)
      expect((await they().get(`${server().url}/ocpi/2.2.1/${L}/A1`)).http).toBe(404)
      expect((await they().get(`${server().url}/ocpi/9.9/${L}/A1`)).http).toBe(404)
      expect((await they().post(`${L}/A1`, location())).http).toBe(405)
    })

    it('keys that reach for prototypes, deep nesting and what is too large are refused, and the next request is served', async () => {
      const poisoned = JSON.stringify(location({ id: 'X4' })).replace('{', '{"__proto__":{"polluted":true},')
      expect((await they().put(`${L}/X4`, poisoned)).status).not.toBe(1000)
      const deep = JSON.stringify(location({ id: 'X4' })).replace('{', `{"x":${'['.repeat(5000)}${']'.repeat(5000)},`)
      expect((await they().put(`${L}/X4`, deep)).http).toBe(400)
      expect(
        (await they().put(`${L}/X4`, JSON.stringify(location({ id: 'X4', name: 'x'.repeat(5_000_000) })))).http,
      ).toBe(413)
      expect(({} as Record<string, unknown>).polluted).toBeUndefined()
      expect((await they().get(`${L}/X4`)).http).toBe(404)
      expect((await they().put(`${L}/X4`, location({ id: 'X4' }))).http).toBe(201)
    })

    it('text in the query changes no rule', async () => {
      await they().put(`${L}/X5`, location({ id: 'X5' }))
      expect((await they().get(`${L}/X5?x=versions`)).data.id).toBe('X5')
      expect((await they().put(`${L}/X5?x=versions`, location({ id: 'X6' }))).status).toBe(2001)
    })

    it('U+0000, which no row can hold, is answered 2001 and not 500', async () => {
      const { http, status } = await they().put(`${L}/X7`, location({ id: 'X7', own: 'a\u0000b' }))
      expect([http, status]).toEqual([200, 2001])
    })

    it('a token of a session that names no eMSP is 2001', async () => {
      const { status, data } = await they().put(
        `${S}/X8`,
        session({ id: 'X8', cdr_token: without(cdrToken(), 'party_id') }),
      )
      expect([status, data.faults[0].path]).toEqual([2001, '/cdr_token/party_id'])
    })
  })
})
