// Own objects through the company-side API, over real HTTP on real storage.

import { describe, expect, it } from 'vitest'
import { backendServer, faultsOf } from './support/backend-server.ts'
import { onEachEngine } from './support/databases.ts'
import { partner } from './support/object-store.ts'
import {
  billed,
  cdr,
  connector,
  evse,
  location,
  noon,
  noonPlus,
  session,
  tariff,
  token,
} from './support/wire-objects.ts'

const without = (object: Record<string, unknown>, ...names: string[]) =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)))
const owner = ['country_code', 'party_id', 'id', 'last_updated']

onEachEngine('the backend API', (engine) => {
  const server = backendServer(engine, ['NL-ABC:CPO', 'NL-XYZ:EMSP'], [partner('cpo', ['DE-CPO'])])
  const api = () => server().api

  describe('writing own objects', () => {
    it('stores a new object with 201 and the same again with 200, moving nothing', async () => {
      const given = without(tariff({ id: 'NEW' }), ...owner)
      const first = await api().put('/tariffs/NL/ABC/NEW', given)
      expect(first.status).toBe(201)
      expect(first.body).toMatchObject({ country_code: 'NL', party_id: 'ABC', id: 'NEW', currency: 'EUR' })
      expect(faultsOf('putTariff', 201, first.body)).toEqual([])
      const position = await server().received.position()
      const again = await api().put('/tariffs/NL/ABC/NEW', given)
      expect(again.status).toBe(200)
      expect(again.body).toEqual(first.body)
      expect(await server().received.position()).toBe(position)
    })

    it('keeps a given last_updated and never goes backwards', async () => {
      expect((await api().put('/tariffs/NL/ABC/T2', tariff({ id: 'T2', last_updated: noonPlus(5) }))).status).toBe(201)
      const older = await api().put('/tariffs/NL/ABC/T2', tariff({ id: 'T2', currency: 'SEK' }))
      expect(older.status).toBe(409)
      expect(older.headers.get('content-type')).toMatch(/^application\/problem\+json\b/)
      expect(older.body.errors).toEqual([
        { pointer: '/last_updated', detail: expect.stringContaining('never goes backwards') },
      ])
      expect((await api().get('/tariffs/NL/ABC/T2')).body).toEqual(tariff({ id: 'T2', last_updated: noonPlus(5) }))
    })

    it('keeps the spelling of numbers and fields it does not know', async () => {
      const text = JSON.stringify(tariff({ id: 'T3', x_own: { deep: [1] } })).replace('0.25', '0.2500')
      expect((await api().put('/tariffs/NL/ABC/T3', text)).status).toBe(201)
      const read = await api().get('/tariffs/NL/ABC/T3')
      expect(read.text).toMatch(/"price": ?0\.2500/)
      expect(read.body.x_own).toEqual({ deep: [1] })
    })

    it('fills in last_updated at every depth of a location that leaves it out', async () => {
      const given = {
        ...without(location(), ...owner),
        evses: [without(evse({ connectors: [without(connector(), 'last_updated')] }), 'last_updated')],
      }
      const { status, body } = await api().put('/locations/NL/ABC/DEEP', given)
      expect(status).toBe(201)
      expect(faultsOf('putLocation', 201, body)).toEqual([])
      expect(body.evses[0].connectors[0].last_updated).toBe(body.evses[0].last_updated)
      expect((await api().put('/locations/NL/ABC/DEEP', given)).body).toEqual(body)
    })

    it('takes a last_updated that is null for one that is left out, at every depth', async () => {
      const undated = { last_updated: null }
      const plug = { ...connector(), ...undated }
      const whole = location({ id: 'NULLS', ...undated, evses: [evse({ ...undated, connectors: [plug] })] })
      for (const [path, body] of [
        ['/locations/NL/ABC/NULLS', whole],
        ['/locations/NL/ABC/NULLS/N2', evse({ uid: 'N2', ...undated })],
        ['/locations/NL/ABC/NULLS/N2/9', { ...plug, id: '9' }],
        ['/tariffs/NL/ABC/NULLS', tariff({ id: 'NULLS', ...undated })],
        ['/sessions/NL/ABC/NULLS', session({ id: 'NULLS', ...undated })],
        ['/tokens/NL/XYZ/NULLS', token({ uid: 'NULLS', ...undated })],
      ] as const) {
        const answer = await api().put(path, body)
        expect([path, answer.status]).toEqual([path, 201])
        expect([path, typeof answer.body.last_updated]).toEqual([path, 'string'])
      }
    })

    it('names every fault by its JSON pointer', async () => {
      const wrong = evse({ status: 'FINE', connectors: [connector({ max_voltage: '230' })] })
      const { status, body } = await api().put(
        '/locations/NL/ABC/BAD',
        location({ id: 'BAD', country: 'NL', time_zone: undefined, evses: [wrong] }),
      )
      expect(status).toBe(422)
      expect(body).toMatchObject({ type: 'urn:interchange:problem:invalid-body', status: 422 })
      expect(body.errors.map(({ pointer }: { pointer: string }) => pointer).toSorted()).toEqual([
        '/country',
        '/evses/0/connectors/0/max_voltage',
        '/evses/0/status',
        '/time_zone',
      ])
      expect((await api().get('/locations/NL/ABC/BAD')).status).toBe(404)
    })

    it('refuses a body that is not what the URL names', async () => {
      const { status, body } = await api().put('/tariffs/NL/ABC/T9', tariff({ id: 'T8' }))
      expect(status).toBe(422)
      expect(body.errors).toEqual([{ pointer: '/id', detail: expect.stringContaining('URL') }])
    })

    it('refuses parties that are not ours, whether known from a partner or not at all', async () => {
      await server().received.whole('tariffs', tariff({ country_code: 'DE', party_id: 'CPO', id: 'THEIRS' }))
      for (const party of ['DE/CPO', 'FR/ZZZ']) {
        const [country_code, party_id] = party.split('/')
        const put = await api().put(`/tariffs/${party}/THEIRS`, tariff({ country_code, party_id, id: 'THEIRS' }))
        expect(put.status).toBe(403)
        expect(put.body.detail).toContain(party.replace('/', '-'))
        expect((await api().delete(`/tariffs/${party}/THEIRS`)).status).toBe(403)
      }
      expect((await api().get('/tariffs/DE/CPO/THEIRS')).status).toBe(200)
    })

    it('compares ids without case and keeps their spelling', async () => {
      expect((await api().put('/tariffs/nl/abc/CaseD', without(tariff(), ...owner))).body).toMatchObject({
        country_code: 'NL',
        party_id: 'ABC',
        id: 'CaseD',
      })
      expect((await api().get('/tariffs/NL/ABC/cased')).body.id).toBe('CaseD')
    })
  })

  describe('EVSEs and connectors', () => {
    it('are written, changed and read by themselves, and move their parents', async () => {
      await api().put('/locations/NL/ABC/PARTS', location({ id: 'PARTS', evses: [evse()] }))
      const patched = await api().patch('/locations/NL/ABC/PARTS/3256', { status: 'CHARGING' })
      expect(patched.status).toBe(200)
      expect(patched.body).toMatchObject({ uid: '3256', status: 'CHARGING' })
      expect(faultsOf('patchEvse', 200, patched.body)).toEqual([])
      const whole = await api().get('/locations/NL/ABC/PARTS')
      expect(whole.body.last_updated).toBe(patched.body.last_updated)

      const added = await api().put('/locations/NL/ABC/PARTS/E2', without(evse(), 'uid', 'last_updated'))
      expect(added.status).toBe(201)
      expect(added.body.uid).toBe('E2')
      const plug = await api().put('/locations/NL/ABC/PARTS/E2/2', without(connector(), 'id', 'last_updated'))
      expect([plug.status, plug.body.id]).toEqual([201, '2'])
      expect(faultsOf('putConnector', 201, plug.body)).toEqual([])
      const current = await api().patch('/locations/NL/ABC/PARTS/E2/2', { max_amperage: 16 })
      expect(current.body).toMatchObject({ id: '2', max_amperage: 16 })
      expect((await api().get('/locations/NL/ABC/PARTS/E2/2')).body).toEqual(current.body)
      expect((await api().get('/locations/NL/ABC/PARTS/e2')).body.connectors).toHaveLength(2)
    })

    it('answer 404 without their parent, and name faults of a patch', async () => {
      expect((await api().put('/locations/NL/ABC/NOWHERE/E1', evse({ uid: 'E1' }))).status).toBe(404)
      expect((await api().patch('/locations/NL/ABC/PARTS/NONE', { status: 'CHARGING' })).status).toBe(404)
      const wrong = await api().patch('/locations/NL/ABC/PARTS/3256', { status: null, floor_level: 12345 })
      expect(wrong.status).toBe(422)
      expect(wrong.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(['/status', '/floor_level'])
    })
  })

  describe('ends', () => {
    it('R-LOC-04 a deleted location stays, with all EVSEs REMOVED', async () => {
      await api().put('/locations/NL/ABC/GONE', location({ id: 'GONE', evses: [evse(), evse({ uid: 'E2' })] }))
      const { status, body } = await api().delete('/locations/NL/ABC/GONE')
      expect(status).toBe(200)
      expect(body.evses.map((one: { status: string }) => one.status)).toEqual(['REMOVED', 'REMOVED'])
      expect((await api().get('/locations/NL/ABC/GONE')).body).toEqual(body)
    })

    it('a deleted tariff is gone and can be made again', async () => {
      await api().put('/tariffs/NL/ABC/SHORT', tariff({ id: 'SHORT' }))
      expect((await api().delete('/tariffs/NL/ABC/SHORT')).status).toBe(204)
      expect((await api().get('/tariffs/NL/ABC/SHORT')).status).toBe(404)
      expect((await api().delete('/tariffs/NL/ABC/SHORT')).status).toBe(404)
      expect((await api().put('/tariffs/NL/ABC/SHORT', without(tariff(), ...owner))).status).toBe(201)
    })

    it('R-TOK-05 a deleted token becomes invalid', async () => {
      await api().put('/tokens/NL/XYZ/04AABBCC', token())
      const { status, body } = await api().delete('/tokens/NL/XYZ/04AABBCC')
      expect([status, body.valid]).toEqual([200, false])
      expect((await api().get('/tokens/NL/XYZ/04AABBCC')).body.valid).toBe(false)
    })

    it('sessions are never deleted, and the answer says what to do instead', async () => {
      await api().put('/sessions/NL/ABC/S1', session())
      const { status, body, headers } = await api().delete('/sessions/NL/ABC/S1')
      expect(status).toBe(405)
      expect(headers.get('allow')).toBe('GET, PUT')
      expect(body.detail).toContain('COMPLETED')
    })

    it('R-SES-08 a session that has ended changes no more', async () => {
      await api().put('/sessions/NL/ABC/END', session({ id: 'END', status: 'COMPLETED', last_updated: noonPlus(1) }))
      const late = await api().put('/sessions/NL/ABC/END', session({ id: 'END', kwh: 9, last_updated: noonPlus(2) }))
      expect(late.status).toBe(409)
    })
  })

  describe('tokens', () => {
    it('of the same uid are told apart by type', async () => {
      const path = '/tokens/NL/XYZ/SAME'
      expect((await api().put(path, token({ uid: 'SAME' }))).status).toBe(201)
      expect((await api().put(`${path}?type=APP_USER`, without(token({ uid: 'SAME' }), 'type'))).status).toBe(201)
      expect((await api().put(path, token({ uid: 'SAME', type: 'OTHER' }))).body.type).toBe('OTHER')
      expect((await api().get(path)).body.type).toBe('RFID')
      expect((await api().get(`${path}?type=APP_USER`)).body.type).toBe('APP_USER')
      const both = await api().put(`${path}?type=APP_USER`, token({ uid: 'SAME' }))
      expect([both.status, both.body.errors[0].pointer]).toEqual([422, '/type'])
    })

    it('with a slash in their uid are found under it', async () => {
      const path = `/tokens/NL/XYZ/${encodeURIComponent('A/B 1')}`
      expect((await api().put(path, token({ uid: 'A/B 1' }))).status).toBe(201)
      expect((await api().get(path)).body.uid).toBe('A/B 1')
    })
  })

  describe('CDRs', () => {
    it('R-CDR-06 are stored once; the same again is answered alike, another content is refused', async () => {
      const whole = billed(0, { id: 'CDR1' })
      const first = await api().post('/cdrs', whole)
      expect(first.status).toBe(201)
      expect(faultsOf('postCdr', 201, first.body)).toEqual([])
      expect((await api().post('/cdrs', whole)).status).toBe(200)
      const { last_updated: _, ...undated } = billed(1, { id: 'CDR-UNDATED' })
      expect([(await api().post('/cdrs', undated)).status, (await api().post('/cdrs', undated)).status]).toEqual([
        201, 200,
      ])
      const other = await api().post('/cdrs', { ...whole, total_energy: 11 })
      expect([other.status, other.body.errors[0].pointer]).toEqual([409, '/id'])
      expect((await api().get('/cdrs/NL/ABC/CDR1')).body).toEqual(whole)
      expect((await api().put('/cdrs/NL/ABC/CDR1', whole)).status).toBe(405)
    })

    it('R-CDR-05 a normal CDR has an id of at most 36 characters', async () => {
      const { status, body } = await api().post('/cdrs', cdr({ id: 'x'.repeat(37) }))
      expect([status, body.errors[0].pointer]).toEqual([422, '/id'])
    })

    it('R-CDR-15 R-CDR-16 that contradict themselves are refused, though a partner may send such', async () => {
      const [period] = cdr().charging_periods
      for (const [wrong, pointer] of [
        [{ charging_periods: [{ ...period, tariff_id: 'T9' }] }, '/charging_periods/0/tariff_id'],
        [{ total_parking_time: 2 }, '/total_parking_time'],
        [{ charging_periods: [{ ...period, start_date_time: noonPlus(-1) }] }, '/charging_periods/0/start_date_time'],
      ] as const) {
        const { status, body } = await api().post('/cdrs', cdr({ id: 'WRONG', ...wrong }))
        expect([status, body.errors.map((one: { pointer: string }) => one.pointer)]).toEqual([422, [pointer]])
      }
      expect((await api().get('/cdrs/NL/ABC/WRONG')).status).toBe(404)
    })

    it('what is only noted is stored and counted as ours', async () => {
      const counted = async () =>
        Number(
          /findings_total\{partner="own",module="cdrs"\} (\d+)/.exec(await server().events.registry.metrics())?.[1] ??
            0,
        )
      const before = await counted()
      expect((await api().post('/cdrs', billed(2, { id: 'ODD', session_id: undefined }))).status).toBe(201)
      expect(await counted()).toBe(before + 1)
    })

    it('R-CDR-12 R-CDR-13 that contradict their session are refused with 409', async () => {
      const wrong = billed(3, { id: 'ENDED', session_id: 'ENDED', auth_method: 'COMMAND' })
      const { start_date_time, end_date_time, cdr_token } = wrong
      const ended = session({
        id: 'ENDED',
        start_date_time,
        end_date_time,
        cdr_token,
        kwh: 10,
        status: 'COMPLETED',
        authorization_reference: 'REF',
        last_updated: end_date_time,
      })
      expect((await api().put('/sessions/NL/ABC/ENDED', ended)).status).toBe(201)
      const { status, body } = await api().post('/cdrs', wrong)
      expect([status, body.errors.map(({ pointer }: { pointer: string }) => pointer)]).toEqual([
        409,
        ['/auth_method', '/authorization_reference'],
      ])
    })

    it('of parties that are not ours are refused', async () => {
      expect((await api().post('/cdrs', cdr({ party_id: 'ZZZ' }))).status).toBe(403)
    })
  })

  describe('lists', () => {
    it('give every object once, page by page', async () => {
      for (let i = 0; i < 7; i++) {
        await api().put(`/tariffs/NL/XYZ/P${i}`, { ...without(tariff(), ...owner), last_updated: noonPlus(i) })
      }
      const seen: string[] = []
      let next: string | null = ''
      while (next !== null) {
        const more: string = next === '' ? '' : `&next=${next}`
        const answer = await api().get(`/tariffs?party=NL-XYZ&limit=3${more}`)
        expect(faultsOf('listTariffs', 200, answer.body)).toEqual([])
        expect(answer.body.items.length).toBeLessThanOrEqual(3)
        seen.push(...answer.body.items.map(({ id }: { id: string }) => id))
        next = answer.body.next
      }
      expect(seen).toEqual(['P0', 'P1', 'P2', 'P3', 'P4', 'P5', 'P6'])
    })

    it('filter by owner, origin and time', async () => {
      await server().received.whole('tariffs', tariff({ country_code: 'DE', party_id: 'CPO', id: 'REC' }))
      const ids = async (query: string) =>
        (await api().get(`/tariffs?${query}`)).body.items.map(({ id }: { id: string }) => id)
      expect(await ids('own=false')).toEqual(['THEIRS', 'REC'])
      expect(await ids('partner=cpo')).toEqual(['THEIRS', 'REC'])
      expect(await ids('own=true&party=DE-CPO')).toEqual([])
      expect(await ids(`party=NL-XYZ&updated_from=${noonPlus(2)}&updated_to=${noonPlus(4)}`)).toEqual(['P2', 'P3'])
      expect(await ids('party=NL-XYZ,DE-CPO&own=false')).toEqual(['THEIRS', 'REC'])
      const completed = (await api().get('/sessions?state=COMPLETED')).body.items
      expect(completed.map(({ id, status }: { id: string; status: string }) => [id, status])).toEqual([
        ['END', 'COMPLETED'],
        ['ENDED', 'COMPLETED'],
      ])
    })

    it('name a parameter that is wrong or unknown', async () => {
      for (const [query, parameter] of [
        ['limit=0', 'limit'],
        ['limit=-1', 'limit'],
        ['limit=many', 'limit'],
        ['limit=1001', 'limit'],
        ['limit=1&limit=2', 'limit'],
        ['updated_from=nope', 'updated_from'],
        ['own=maybe', 'own'],
        ['party=Netherlands', 'party'],
        ['next=bm9wZQ', 'next'],
        ['datefrom=2026-01-01T00:00:00Z', 'datefrom'],
        ['__proto__=1', '__proto__'],
      ]) {
        const { status, body } = await api().get(`/tariffs?${query}`)
        expect([query, status]).toEqual([query, 400])
        expect(body.errors[0].parameter).toBe(parameter)
      }
      expect((await api().get('/sessions?state=FINE')).status).toBe(400)
    })
  })

  describe('our parties', () => {
    it('are added, changed, listed and taken away', async () => {
      const made = await api().put('/parties/be/new', { roles: ['CPO'] })
      expect(made.status).toBe(201)
      expect(made.body).toEqual({
        country_code: 'BE',
        party_id: 'NEW',
        roles: ['CPO'],
        business_details: { name: 'BE-NEW' },
      })
      const details = { name: 'New Charging', website: 'https://new.example' }
      expect((await api().put('/parties/BE/NEW', { roles: ['CPO', 'EMSP'], business_details: details })).status).toBe(
        200,
      )
      expect((await api().put('/parties/BE/NEW', { roles: ['CPO'] })).body.business_details).toEqual(details)
      expect((await api().get('/parties')).body.items).toHaveLength(3)
      expect((await api().put('/tariffs/BE/NEW/T1', without(tariff(), ...owner))).status).toBe(201)
      expect((await api().delete('/parties/BE/NEW')).status).toBe(204)
      expect((await api().delete('/parties/BE/NEW')).status).toBe(404)
      expect((await api().put('/tariffs/BE/NEW/T1', without(tariff(), ...owner))).status).toBe(403)
    })

    it('with a role that does not exist, or a field nobody knows, are refused', async () => {
      const { status, body } = await api().put('/parties/BE/NEW', { roles: ['KING'], rolls: [] })
      expect(status).toBe(422)
      expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(['/roles/0', '/rolls'])
      expect((await api().put('/parties/BELGIUM/NEW', { roles: ['CPO'] })).status).toBe(400)
    })
  })

  it(`stores what was written at ${noon} for good`, async () => {
    await server().restart()
    expect((await api().get('/cdrs/NL/ABC/CDR1')).body).toEqual(billed(0, { id: 'CDR1' }))
  })
})
