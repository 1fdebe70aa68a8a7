// What is kept for how long: sessions by a setting, CDRs until somebody deletes them. Source: docs/storage.md, "For how long".

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getRow } from '../packages/server/src/storage/objects.ts'
import { rowKey } from '../packages/server/src/storage/row.ts'
import { joined, type OurSide, outcome } from './stranger/conversation.ts'
import { cdr, type Json, session } from './stranger/objects.ts'
import type { Stranger } from './stranger/stranger.ts'
import { ApiClient } from './support/api-client.ts'
import { faultsOf } from './support/backend-server.ts'
import { onEachEngine } from './support/databases.ts'
import { type RunningPlatform, startPlatform } from './support/platforms.ts'
import { until } from './support/until.ts'
import { session as ownSession } from './support/wire-objects.ts'

const US = { country_code: 'NL', party_id: 'XYZ' }
const DAY_MS = 86_400_000

onEachEngine('retention', (engine) => {
  let ours: RunningPlatform
  let api: ApiClient
  let cpo: Stranger
  let ahead = 0
  const began = Date.now()
  const time = (days: number) => new Date(began + days * DAY_MS).toISOString()
  const later = (days: number) => {
    ahead = days * DAY_MS
  }

  beforeAll(async () => {
    const clock = { now: () => new Date(Date.now() + ahead) }
    ours = await startPlatform({ parties: 'NL-XYZ:CPO+EMSP', engine, clock, settings: { SESSIONS_DAYS: '400' } })
    api = new ApiClient(ours.url, 'key-of-the-tests')
    const side = { invite: async () => (await api.post('/partners', { name: 'Stranger' })).body } as unknown as OurSide
    cpo = await joined(side, { role: 'CPO', version: '2.3.0' })
  })
  afterAll(() => cpo.stop())

  const usage = (id: string, days: number, more: Json = {}): Json => ({
    ...session(id, US, '2.3.0'),
    start_date_time: time(days - 0.1),
    last_updated: time(days),
    ...more,
  })
  const ended = (id: string, days: number, more: Json = {}) =>
    usage(id, days, { end_date_time: time(days), status: 'COMPLETED', ...more })
  const bill = (id: string, days: number): Json => ({
    ...cdr(id, US, '2.3.0'),
    session_id: 'S1',
    last_updated: time(days),
  })
  const push = async (method: string, module: string, body: Json, path = '') =>
    outcome(await cpo.send(method, `${cpo.theirs.get(`${module}.RECEIVER`)}${path}`, { body, to: US }))
  const put = (body: Json) => push('PUT', 'sessions', body, `/BE/BEC/${body.id}`)
  const status = async (path: string) => (await api.get(path)).status
  const row = (module: string, party: string, id: string) => {
    const [country = '', name = ''] = party.split('-')
    return getRow(ours.parts.database, rowKey(module, country, name, id))
  }
  const pull = async (module: string) => {
    const { id } = ours.parts.directory.partners()[0]!
    const answer = await api.post(`/partners/${id}/pull`, { module, full: true })
    expect(faultsOf('pullPartner', answer.status, answer.body)).toEqual([])
    return answer.body.modules[0]
  }

  describe('of sessions', () => {
    it('drops those of which everything happened long ago, without a word, and nothing else', async () => {
      for (const body of [ended('S1', 0), ended('YOUNG', 30), usage('LOST', 0)])
        expect(await put(body)).toBe('201/1000')
      expect(await push('POST', 'cdrs', bill('C1', 0))).toBe('201/1000')
      const own = { ...ownSession({ party_id: 'XYZ', id: 'OWN' }), start_date_time: time(-1), last_updated: time(0) }
      expect(await status('/sessions/NL/XYZ/OWN')).toBe(404)
      expect((await api.put('/sessions/NL/XYZ/OWN', own)).status).toBe(201)
      await until(async () => (await api.get('/audits')).body.items.length === 1)

      later(399)
      await ours.parts.retention.turn()
      expect(await status('/sessions/BE/BEC/S1')).toBe(200)
      later(401)
      const told = ours.log.length
      await ours.parts.retention.turn()
      expect(ours.log.slice(told)).toContainEqual(expect.objectContaining({ event: 'dropped', sessions: 3 }))
      for (const [party, id] of [
        ['BE-BEC', 'S1'],
        ['BE-BEC', 'LOST'],
        ['NL-XYZ', 'OWN'],
      ] as const) {
        expect([id, await row('sessions', party, id)]).toEqual([id, undefined])
      }
      expect(await status('/sessions/BE/BEC/YOUNG')).toBe(200)
      expect((await api.get('/sessions')).body.items.map(({ id }: Json) => id)).toEqual(['YOUNG'])
    })

    it('leaves the CDR that names a session, and its audit can be made again', async () => {
      expect((await api.get('/cdrs/BE/BEC/C1')).body.session_id).toBe('S1')
      const again = await api.post('/cdrs/BE/BEC/C1/audit/again')
      expect(again.status, again.text).toBe(200)
    })

    it('answers a push of one that is over as a success, and does not store it', async () => {
      expect(await put(ended('S1', 0))).toBe('200/1000')
      const patch = { kwh: 3, last_updated: time(0) }
      expect(await push('PATCH', 'sessions', patch, '/BE/BEC/S1')).toBe('200/1000')
      expect(await row('sessions', 'BE-BEC', 'S1')).toBeUndefined()
      expect(ours.log).toContainEqual(expect.objectContaining({ event: 'expired', module: 'sessions' }))
      // A PATCH of today is about a session that we should know.
      expect(await push('PATCH', 'sessions', { kwh: 3, last_updated: time(401) }, '/BE/BEC/S1')).toBe('404/2001')
    })

    it('takes one whose clock alone is wrong, and what is known stays as it is', async () => {
      const wrong = usage('CLOCK', 401, { last_updated: '2015-01-01T00:00:00Z' })
      expect(await put(wrong)).toBe('201/1000')
      await ours.parts.retention.turn()
      expect(await status('/sessions/BE/BEC/CLOCK')).toBe(200)
    })

    it('keeps crawls quiet that list it: counted, complete, the same each time', async () => {
      cpo.lists.sessions = [ended('S1', 0), ended('NEW', 390)]
      const first = await pull('sessions')
      expect(first).toMatchObject({ complete: true, received: 2, expired: 1, created: 1, refused: 0, vanished: 0 })
      expect(await pull('sessions')).toMatchObject({ complete: true, expired: 1, created: 0, unchanged: 1, held: 0 })
      expect(await row('sessions', 'BE-BEC', 'S1')).toBeUndefined()
      expect(await status('/sessions/BE/BEC/YOUNG')).toBe(200)
    })
  })

  describe('of CDRs', () => {
    it('is for ever, unless an admin deletes what is older than a time at least 30 days ago', async () => {
      expect(await push('POST', 'cdrs', bill('C2', 400))).toBe('201/1000')
      later(4_000)
      await ours.parts.retention.turn()
      expect(await status('/cdrs/BE/BEC/C1')).toBe(200)
      later(401)
      const narrow = (await api.post('/keys', { name: 'billing', scope: 'write' })).body.key
      expect((await new ApiClient(ours.url, narrow).delete(`/cdrs?before=${time(300)}`)).status).toBe(403)
      for (const query of ['', '?before=', '?before=yesterday', `?before=${time(372)}`, `?before=${time(5_000)}`]) {
        expect([query, (await api.delete(`/cdrs${query}`)).status]).toEqual([query, 400])
      }
      expect(await status('/cdrs/BE/BEC/C1')).toBe(200)
      const answer = await api.delete(`/cdrs?before=${time(300)}`)
      expect([answer.status, answer.body]).toEqual([200, { deleted: 1 }])
      expect(faultsOf('deleteCdrs', 200, answer.body)).toEqual([])
      expect(await row('cdrs', 'BE-BEC', 'C1')).toBeUndefined()
      expect(await row('audits', 'BE-BEC', 'C1')).toBeUndefined()
      expect(await status('/cdrs/BE/BEC/C2')).toBe(200)
      expect((await api.delete(`/cdrs?before=${time(300)}`)).body).toEqual({ deleted: 0 })
    })

    it('and what was deleted does not come back by a push or a crawl', async () => {
      const said = await cpo.send('POST', cpo.theirs.get('cdrs.RECEIVER')!, { body: bill('C1', 0), to: US })
      expect([outcome(said), said.headers.location]).toEqual(['201/1000', expect.stringMatching(/\/BE\/BEC\/C1$/)])
      cpo.lists.cdrs = [bill('C1', 0), bill('C2', 400), bill('C3', 400)]
      expect(await pull('cdrs')).toMatchObject({ complete: true, expired: 1, created: 1, unchanged: 1 })
      expect(await row('cdrs', 'BE-BEC', 'C1')).toBeUndefined()
    })
  })
})
