import { describe, expect, it } from 'vitest'
import { engines } from './support/databases.ts'
import { Peer } from './support/ocpi-server.ts'
import { type RunningPlatform, registered, startPlatform } from './support/platforms.ts'
import { until } from './support/until.ts'
import {
  billed,
  cdr,
  cdrToken,
  connector,
  evse,
  location,
  noon,
  noonPlus,
  session,
  tariff,
  token,
} from './support/wire-objects.ts'

// Two whole platforms: what one writes the other has, and what is sent by hand with a registered partner's token is
// treated as what the partner's platform sends.

const place = (path: string) => `/${path}`

/** Waits until both have the same object and returns it. */
async function same(from: RunningPlatform, to: RunningPlatform, path: string) {
  const sent = (await from.api('GET', place(path))).body
  await until(async () => {
    const { status, body } = await to.api('GET', place(path))
    return status === 200 && JSON.stringify(sorted(body)) === JSON.stringify(sorted(sent))
  })
  return sent
}

/** Keys in one order: storage keeps the text, not always its order of keys. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, held]) => [key, sorted(held)]),
  )
}

describe.each(['2.2.1', '2.3.0'])('two platforms on OCPI %s', (version) => {
  it.each(engines.filter(({ available }) => available))(
    'objects of every module arrive, changes too ($name)',
    async (engine) => {
      const cpo = await startPlatform({ parties: 'NL-ABC:CPO', engine })
      const emsp = await startPlatform({ parties: 'NL-XYZ:EMSP', engine })
      await registered(cpo, emsp, { version })

      await cpo.api('PUT', '/tariffs/NL/ABC/T1', tariff())
      await same(cpo, emsp, 'tariffs/NL/ABC/T1')
      const plug = connector({ tariff_ids: ['T1'] })
      await cpo.api('PUT', '/locations/NL/ABC/LOC1', location({ evses: [evse({ connectors: [plug] })] }))
      await same(cpo, emsp, 'locations/NL/ABC/LOC1')
      const charging = { status: 'CHARGING', last_updated: noonPlus(1) }
      await cpo.api('PATCH', '/locations/NL/ABC/LOC1/3256', charging)
      expect((await same(cpo, emsp, 'locations/NL/ABC/LOC1')).last_updated).toBe(noonPlus(1))

      await emsp.api('PUT', '/tokens/NL/XYZ/04AABBCC?type=RFID', token())
      await same(emsp, cpo, 'tokens/NL/XYZ/04AABBCC?type=RFID')

      await cpo.api('PUT', '/sessions/NL/ABC/S1', session())
      await same(cpo, emsp, 'sessions/NL/ABC/S1')
      const done = session({ kwh: 10, status: 'COMPLETED', end_date_time: noonPlus(60), last_updated: noonPlus(60) })
      await cpo.api('PUT', '/sessions/NL/ABC/S1', done)
      expect((await same(cpo, emsp, 'sessions/NL/ABC/S1')).status).toBe('COMPLETED')
      const issued = billed(0, { id: 'CDR1', session_id: 'S1', cdr_token: cdrToken() })
      expect((await cpo.api('POST', '/cdrs', issued)).status).toBe(201)
      await same(cpo, emsp, 'cdrs/NL/ABC/CDR1')

      await cpo.api('DELETE', '/tariffs/NL/ABC/T1')
      await until(async () => (await emsp.api('GET', '/tariffs/NL/ABC/T1')).status === 404)
      await cpo.stop()
      await emsp.stop()
    },
    60_000,
  )
})

describe('by hand, with the token of a registered partner', () => {
  it('R-PAGE-14 R-UPD-11 R-CDR-06 lists are read and pushes taken as those of its platform', async () => {
    const cpo = await startPlatform({ parties: 'NL-ABC:CPO', settings: { PAGE_LIMIT: '2' } })
    const emsp = await startPlatform({ parties: 'NL-XYZ:EMSP' })
    const { atFirst, atSecond } = await registered(cpo, emsp)
    const token = (platform: RunningPlatform, id: string) => platform.parts.directory.outboundToken(id)!
    const asEmsp = new Peer(`${cpo.url}/ocpi/2.3.0`, token(emsp, atSecond.id))
    const asCpo = new Peer(`${emsp.url}/ocpi/2.3.0`, token(cpo, atFirst.id))

    for (let at = 0; at < 5; at++) await cpo.api('PUT', `/tariffs/NL/ABC/T${at}`, tariff({ id: `T${at}` }))
    const seen: string[] = []
    for (let next: string | undefined = 'sender/tariffs'; next; ) {
      const { data, headers } = await asEmsp.get(next)
      seen.push(...data.map(({ id }: { id: string }) => id))
      expect(headers.get('x-total-count')).toBe('5')
      next = /<([^>]+)>/.exec(headers.get('link') ?? '')?.[1]
    }
    expect(seen).toEqual(['T0', 'T1', 'T2', 'T3', 'T4'])

    const path = 'receiver/locations/NL/ABC/HAND'
    expect((await asCpo.put(path, location({ id: 'HAND', name: 'new', last_updated: noonPlus(5) }))).http).toBe(201)
    expect((await asCpo.put(path, location({ id: 'HAND', name: 'old', last_updated: noon }))).status).toBe(1000)
    expect((await emsp.api('GET', '/locations/NL/ABC/HAND')).body.name).toBe('new')

    const posted = await asCpo.post('receiver/cdrs', cdr({ id: 'HAND' }))
    const again = await asCpo.post('receiver/cdrs', cdr({ id: 'HAND' }))
    expect([posted.http, again.http]).toEqual([201, 201])
    expect((await asCpo.get(again.headers.get('location')!)).data).toEqual(cdr({ id: 'HAND' }))
    expect((await emsp.api('PUT', '/tariffs/NL/ABC/T9', tariff({ id: 'T9' }))).status).toBe(403)
  }, 60_000)
})
