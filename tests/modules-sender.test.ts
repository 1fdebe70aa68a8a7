import { beforeAll, describe, expect, it } from 'vitest'
import { onEachEngine } from './support/databases.ts'
import { partner } from './support/object-store.ts'
import { type Answered, ocpiServer, type Peer } from './support/ocpi-server.ts'
import {
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

const emsp = partner('emsp', ['NL-XYZ:EMSP'], { parties: ['NL-ABC'] })
const older = partner('older', ['NL-OLD:EMSP'], { parties: ['NL-ABC'], version: '2.2.1' })
const wide = partner('wide', ['NL-WID:EMSP'])
const narrow = partner('narrow', ['NL-NAR:EMSP'], { parties: ['NL-TWO'] })
const cpo = partner('cpo', ['NL-CCC:CPO'], { parties: ['NL-ABC'] })

/** `code` of an object without what the test is not about. */
const ids = ({ data }: Answered): string[] => data.map(({ id, uid }: { id?: string; uid?: string }) => id ?? uid)

/** Follows `Link` letter by letter, as a partner does. */
async function crawl(peer: Peer, path: string): Promise<Answered[]> {
  const pages = [await peer.get(path)]
  for (;;) {
    const next = /^<([^>]*)>; rel="next"$/.exec(pages.at(-1)!.headers.get('link') ?? '')?.[1]
    if (next === undefined) return pages
    pages.push(await peer.get(next))
  }
}

onEachEngine('our objects over HTTP', (engine) => {
  const ours = ['NL-ABC:CPO+EMSP', 'NL-TWO:CPO']
  const server = ocpiServer(engine, ours, [emsp, older, wide, narrow, cpo], { pageLimit: 4 })
  const they = () => server().peer('emsp')

  beforeAll(async () => {
    const { own } = server()
    const plug = connector({ capabilities: ['ISO_15118_2_PLUG_AND_CHARGE'] })
    const gone = evse({ uid: 'GONE', status: 'REMOVED' })
    await own.whole(
      'locations',
      location({ id: 'LOC1', help_phone: '+31', evses: [evse({ connectors: [plug] }), gone] }),
    )
    for (let at = 2; at <= 9; at++)
      await own.whole('locations', location({ id: `LOC${at}`, last_updated: noonPlus(at) }))
    await own.whole('locations', location({ id: 'HOME', publish: false }))
    await own.whole('locations', location({ id: 'CLUB', publish: false, publish_allowed_to: [{ group_id: 'G' }] }))
    await own.whole('locations', location({ id: 'LOC1', party_id: 'TWO', city: 'Elsewhere' }))
    await own.whole('tariffs', tariff())
    await own.whole('sessions', session())
    const foreign = cdrToken({ party_id: 'OLD' })
    await own.whole('sessions', session({ id: 'S2', cdr_token: foreign, last_updated: noonPlus(1) }))
    await own.whole('cdrs', cdr())
    await own.whole('cdrs', cdr({ id: 'CDR2', cdr_token: foreign }))
    await own.whole('tokens', token({ party_id: 'ABC', uid: 'T1' }))
    await own.whole('tokens', token({ party_id: 'ABC', uid: 'T2', valid: false }))
  })

  describe('lists', () => {
    it('R-PAGE-07 R-PAGE-09 R-PAGE-10 R-PAGE-16 a crawl by Link brings everything in scope once', async () => {
      const pages = await crawl(they(), 'sender/locations')
      const all = pages.flatMap(ids)
      expect(all).toEqual(['LOC1', 'LOC2', 'LOC3', 'LOC4', 'LOC5', 'LOC6', 'LOC7', 'LOC8', 'LOC9', 'CLUB'])
      for (const { headers } of pages) {
        expect([headers.get('x-total-count'), headers.get('x-limit')]).toEqual(['10', '4'])
      }
      const link = pages[0]!.headers.get('link')!
      expect(link).toContain(`<${server().url}/ocpi/2.3.0/sender/locations?`)
      expect(link).toContain('limit=4')
      expect(link).toContain('offset=4')
    })

    it('R-PAGE-01 R-PAGE-02 R-PAGE-03 filters and pages are taken together', async () => {
      const query = `date_from=${noonPlus(3)}&date_to=${noonPlus(8)}&limit=2`
      const pages = await crawl(they(), `sender/locations?${query}`)
      expect(pages.map(ids)).toEqual([['LOC3', 'LOC4'], ['LOC5', 'LOC6'], ['LOC7']])
      expect(pages[2]!.headers.get('x-limit')).toBe('2')
    })

    it('R-PAGE-06 R-PAGE-08 R-PAGE-17 bad parameters are 2001, a huge limit gets ours, and nothing is 500', async () => {
      for (const wrong of [
        'limit=0',
        'limit=-1',
        'limit=x',
        'offset=-1',
        'date_from=nope',
        'date_from=2026-01-31T12:00:00%2B00:00',
      ]) {
        const { http, status, data } = await they().get(`sender/locations?${wrong}`)
        expect([wrong, http, status, data.faults[0].path]).toEqual([wrong, 200, 2001, `?${wrong.split('=')[0]}`])
      }
      const huge = await they().get('sender/locations?limit=2000000')
      expect([huge.headers.get('x-limit'), huge.data.length]).toEqual(['4', 4])
      const far = await they().get('sender/locations?offset=999999')
      expect([far.http, far.status, far.data, far.headers.get('link')]).toEqual([200, 1000, [], null])
    })

    it('a cursor somebody made up is ignored', async () => {
      expect(ids(await they().get('sender/locations?offset=1&limit=1&cursor=made-up'))).toEqual(['LOC2'])
    })

    it('T-56 REMOVED EVSEs stay listed', async () => {
      const { data } = await they().get('sender/locations?limit=1')
      expect(data[0].evses.map(({ status }: { status: string }) => status)).toEqual(['AVAILABLE', 'REMOVED'])
    })

    it('R-PAGE-18 R-SES-20 sessions need date_from and are those of the caller', async () => {
      const missing = await they().get('sender/sessions')
      expect([missing.http, missing.status, missing.data.faults[0].path]).toEqual([200, 2001, '?date_from'])
      expect(ids(await they().get(`sender/sessions?date_from=${noon}`))).toEqual(['S1'])
      expect(ids(await server().peer('older').get(`sender/sessions?date_from=${noon}`))).toEqual(['S2'])
    })

    it('R-CDR-23 R-PAGE-20 CDRs are those the caller pays', async () => {
      expect(ids(await they().get('sender/cdrs'))).toEqual(['CDR1'])
      const { data } = await server().peer('older').get('sender/cdrs')
      expect(data).toMatchObject([{ id: 'CDR2', total_cost: { excl_vat: 2.5, incl_vat: 3.025 } }])
    })

    it('R-TOK-27 tokens go to CPOs, the invalid ones too', async () => {
      expect(ids(await server().peer('cpo').get('sender/tokens'))).toEqual(['T1', 'T2'])
      expect((await server().peer('cpo').get('sender/locations')).data).toEqual([])
    })

    it('a partner of 2.2.1 gets what that version knows', async () => {
      const { data } = await server().peer('older').get('sender/locations?limit=1')
      expect(data[0]).not.toHaveProperty('help_phone')
      expect(data[0].evses[0].connectors[0]).not.toHaveProperty('capabilities')
      expect((await server().peer('older').get('sender/tariffs')).data[0]).not.toHaveProperty('tax_included')
    })

    it('only the parties a partner was given are listed', async () => {
      const pages = await crawl(server().peer('narrow'), 'sender/locations')
      expect(pages.flatMap(({ data }) => data)).toMatchObject([{ party_id: 'TWO', id: 'LOC1' }])
    })

    it('R-ROUTE-03 R-ROUTE-04 of several parties the one that is addressed answers', async () => {
      const given = server().peer('wide')
      expect((await given.get('sender/locations')).status).toBe(2001)
      const { data, headers } = await given.get('sender/locations', {
        'ocpi-to-country-code': 'NL',
        'ocpi-to-party-id': 'two',
        'ocpi-from-country-code': 'NL',
        'ocpi-from-party-id': 'WID',
      })
      expect(data).toMatchObject([{ party_id: 'TWO' }])
      expect([headers.get('ocpi-to-party-id'), headers.get('x-total-count')]).toEqual(['WID', '1'])
    })
  })

  describe('single objects', () => {
    it('R-LOC-09 a location, an EVSE and a connector by themselves', async () => {
      const whole = (await they().get('sender/locations/LOC1')).data
      expect(whole).toMatchObject({ id: 'LOC1', party_id: 'ABC' })
      expect((await they().get('sender/locations/loc1/3256')).data).toEqual(whole.evses[0])
      expect((await they().get('sender/locations/LOC1/3256/1')).data).toEqual(whole.evses[0].connectors[0])
      const older = await server().peer('older').get('sender/locations/LOC1/3256/1')
      expect(older.data).toEqual(connector())
    })

    it('R-STATUS-03 R-LOC-17 what is not there, or not for the caller, is 404', async () => {
      for (const path of ['NONE', 'HOME', 'LOC1/NONE', 'LOC1/3256/9', 'LOC1/3256/1/2']) {
        expect([path, (await they().get(`sender/locations/${path}`)).http]).toEqual([path, 404])
      }
      expect((await server().peer('narrow').get('sender/locations/LOC2')).http).toBe(404)
      expect((await server().peer('narrow').get('sender/locations/LOC1')).data.city).toBe('Elsewhere')
      expect((await they().get('sender/locations/CLUB')).data.id).toBe('CLUB')
    })

    it('R-STATUS-13 other modules have no single object here, and nothing is written', async () => {
      for (const path of ['sender/tariffs/T1', 'sender/cdrs/CDR1', 'sender/sessions/S1', 'sender/tokens/T1']) {
        expect([404, 405]).toContain((await they().get(path)).http)
      }
      for (const method of ['PUT', 'PATCH', 'DELETE']) {
        const { http } = await they().send(
          method,
          'sender/locations/LOC1',
          method === 'DELETE' ? undefined : location(),
        )
        expect([404, 405]).toContain(http)
      }
    })
  })
})
