// A stranger reads our lists. Source: transport, "Pagination"; the senders of the modules.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faultPaths, joined, type OurSide, outcome, startPlatform, US, versions } from './conversation.ts'
import { cdr, EMSP, type Json, location, session, tariff, token } from './objects.ts'
import type { Said, Stranger } from './stranger.ts'

const CAP = 10
const COUNT = 25
const OTHER = { country_code: 'FR', party_id: 'OTH' }
const two = (number: number) => String(number).padStart(2, '0')
const stamp = (number: number) => `2026-01-01T00:00:${two(number)}Z`
const names = Array.from({ length: COUNT }, (_, index) => `N${two(index)}`)

/** Every list a stranger can read, and who reads it. */
const lists = [
  { module: 'tariffs', role: 'EMSP' },
  { module: 'locations', role: 'EMSP' },
  { module: 'tokens', role: 'CPO' },
] as const

describe.each(versions)('in %s', (version) => {
  let ours: OurSide
  let emsp: Stranger
  let other: Stranger
  let cpo: Stranger

  const write = async (path: string, body: Json) => {
    const { status, body: answer } = await ours.api(path === '/cdrs' ? 'POST' : 'PUT', path, body)
    if (status >= 300) throw new Error(`${path}: ${JSON.stringify(answer)}`)
  }

  beforeAll(async () => {
    ours = await startPlatform({ PAGE_LIMIT: String(CAP) })
    emsp = await joined(ours, { role: 'EMSP', version })
    other = await joined(ours, { role: 'EMSP', version, party: OTHER })
    cpo = await joined(ours, { role: 'CPO', version })
    for (const [index, name] of names.entries()) {
      const last_updated = stamp(index)
      await write(`/tariffs/NL/ABC/${name}`, { ...tariff(name, '2.3.0'), ...US, last_updated })
      await write(`/tokens/NL/ABC/${name}`, { ...token(name), ...US, last_updated })
      const evses: Json[] = []
      await write(`/locations/NL/ABC/${name}`, { ...location(name, '2.3.0'), ...US, evses, last_updated })
    }
  })
  afterAll(async () => {
    await Promise.all([emsp.stop(), other.stop(), cpo.stop()])
    await ours.stop()
  })

  const idOf = (object: Json) => String(object.id ?? object.uid)
  const idsOf = ({ envelope }: Said) => (envelope.data as Json[]).map(idOf)
  const nextOf = ({ headers }: Said) => /^<([^>]+)>; rel="next"$/.exec(headers.link ?? '')?.[1]

  describe.each(lists)('the list of $module', ({ module, role }) => {
    const who = () => (role === 'CPO' ? cpo : emsp)
    const get = (query = '', url = `${who().theirs.get(`${module}.SENDER`)}${query}`) =>
      who().send('GET', url, { to: US })

    async function crawl(query: string): Promise<Said[]> {
      const pages = [await get(query)]
      for (let next = nextOf(pages[0]!); next !== undefined; next = nextOf(pages.at(-1)!)) {
        pages.push(await get('', next))
        expect(pages.length).toBeLessThan(60)
      }
      return pages
    }

    test('R-PAGE-01 R-PAGE-05 R-PAGE-07 R-PAGE-09 a crawl by the links finds each object once', async () => {
      const pages = await crawl('')
      expect(pages.map((page) => idsOf(page).length)).toEqual([10, 10, 5])
      expect(pages.flatMap(idsOf)).toEqual(names)
      expect(pages.map(({ headers }) => headers['x-total-count'])).toEqual(['25', '25', '25'])
      expect(pages.every(({ envelope }) => envelope.status_code === 1000)).toBe(true)
    })

    test('R-PAGE-08 X-Limit is what is applied, also on a short last page', async () => {
      const pages = await crawl('?limit=7')
      expect(pages.map((page) => idsOf(page).length)).toEqual([7, 7, 7, 4])
      expect(pages.map(({ headers }) => headers['x-limit'])).toEqual(['7', '7', '7', '7'])
    })

    test('R-PAGE-06 R-PAGE-08 R-PAGE-10 a huge limit is served with our cap, in X-Limit and in the link', async () => {
      for (const huge of ['2000', '99999999999999999999']) {
        const page = await get(`?limit=${huge}`)
        expect([outcome(page), idsOf(page).length, page.headers['x-limit']]).toEqual(['200/1000', CAP, String(CAP)])
        const next = new URL(nextOf(page)!)
        expect([next.searchParams.get('limit'), next.searchParams.get('offset')]).toEqual([String(CAP), String(CAP)])
      }
    })

    test('R-PAGE-09 a full last page has no link', async () => {
      const page = await get('?offset=15&limit=10')
      expect([idsOf(page), nextOf(page)]).toEqual([names.slice(15), undefined])
    })

    test('R-PAGE-05 R-PAGE-13 offset counts from 0, and the same URL gives the same page', async () => {
      expect(idsOf(await get('?offset=3&limit=2'))).toEqual(['N03', 'N04'])
      expect(idsOf(await get('?offset=3&limit=2'))).toEqual(['N03', 'N04'])
      const next = nextOf(await get('?limit=5'))!
      expect(idsOf(await get('', next))).toEqual(idsOf(await get('', next)))
    })

    test('R-PAGE-02 R-PAGE-03 R-PAGE-04 date_from is inside, date_to is not, windows meet', async () => {
      expect(idsOf(await get(`?date_from=${stamp(20)}`))).toEqual(names.slice(20))
      expect(idsOf(await get(`?date_to=${stamp(3)}`))).toEqual(names.slice(0, 3))
      const first = idsOf(await get(`?date_from=${stamp(2)}&date_to=${stamp(5)}`))
      const second = idsOf(await get(`?date_from=${stamp(5)}&date_to=${stamp(8)}`))
      expect([...first, ...second]).toEqual(names.slice(2, 8))
      // R-TYPE-05: without a designator it is UTC.
      expect(idsOf(await get(`?date_from=${stamp(20).slice(0, -1)}`))).toEqual(names.slice(20))
    })

    test('R-PAGE-07 R-PAGE-10 the links keep the dates, the total counts what they let through', async () => {
      const pages = await crawl(`?date_from=${stamp(5)}&date_to=${stamp(18)}&limit=5`)
      expect(pages.flatMap(idsOf)).toEqual(names.slice(5, 18))
      expect(pages.map(({ headers }) => headers['x-total-count'])).toEqual(['13', '13', '13'])
      const next = new URL(nextOf(pages[0]!)!)
      expect(next.searchParams.get('date_from')).toBe(stamp(5))
      expect(next.searchParams.get('date_to')).toBe(stamp(18))
    })

    test('R-PAGE-11 R-PAGE-17 R-FMT-04 nothing is an empty list with its headers', async () => {
      for (const query of ['?date_from=2040-01-01T00:00:00Z', '?offset=5000']) {
        const page = await get(query)
        expect([outcome(page), page.envelope.data, nextOf(page)]).toEqual(['200/1000', [], undefined])
        expect(page.headers['x-limit']).toBe(String(CAP))
      }
      expect((await get('?date_from=2040-01-01T00:00:00Z')).headers['x-total-count']).toBe('0')
    })

    test.each([
      'limit=0',
      'limit=-1',
      'limit=abc',
      'limit=1.5',
      'offset=-1',
      'offset=x',
      'date_from=nope',
      'date_to=2026',
    ])('R-PAGE-17 ?%s is answered 2001, naming it', async (query) => {
      const page = await get(`?${query}`)
      expect([outcome(page), faultPaths(page)]).toEqual(['200/2001', [`?${query.split('=')[0]}`]])
    })

    test('R-PAGE-16 the link leads to where the list is, and does not work without a token', async () => {
      const next = nextOf(await get('?limit=5'))!
      expect(next.split('?')[0]).toBe(who().theirs.get(`${module}.SENDER`))
      expect((await who().send('GET', next, { to: US, token: null })).http).toBe(401)
    })

    test('a cursor that is not ours, or of another list, is passed over', async () => {
      const page = await get('?offset=5&limit=5&cursor=abc')
      expect(idsOf(page)).toEqual(names.slice(5, 10))
      const next = nextOf(await get('?limit=5'))!
      const foreign = `${next}&date_from=${stamp(7)}`
      expect(idsOf(await get('', foreign))).toEqual(names.slice(12, 17))
    })
  })

  test('R-PAGE-12 what is created or changed in the middle of a crawl moves no page', async () => {
    const url = `${emsp.theirs.get('tariffs.SENDER')}?limit=10`
    const first = await emsp.send('GET', url, { to: US })
    const changed = { ...tariff('N03', '2.3.0'), ...US, currency: 'USD', last_updated: '2026-03-01T00:00:00Z' }
    await write('/tariffs/NL/ABC/N03', changed)
    await write('/tariffs/NL/ABC/LATE', { ...tariff('LATE', '2.3.0'), ...US, last_updated: '2026-03-01T00:00:00Z' })
    const second = await emsp.send('GET', nextOf(first)!, { to: US })
    const third = await emsp.send('GET', nextOf(second)!, { to: US })
    expect([first, second, third].flatMap(idsOf)).toEqual([...names, 'LATE'])
    expect(idsOf(await emsp.send('GET', url, { to: US }))).toEqual(idsOf(first))
    expect(third.headers['x-total-count']).toBe('26')
  })

  test('R-FMT-10 every module that is offered as SENDER has a list, for who never was pushed anything', async () => {
    for (const stranger of [emsp, cpo]) {
      // Commands have nothing to list; credentials are one object.
      const senders = [...stranger.theirs].filter(
        ([name]) => name.endsWith('.SENDER') && !/^(commands|credentials)/.test(name),
      )
      expect(senders.map(([name]) => name).sort()).toEqual([
        'cdrs.SENDER',
        'locations.SENDER',
        'sessions.SENDER',
        'tariffs.SENDER',
        'tokens.SENDER',
      ])
      for (const [name, url] of senders) {
        const said = await stranger.send('GET', `${url}?date_from=2020-01-01T00:00:00Z`, { to: US })
        expect([name, outcome(said), Array.isArray(said.envelope.data)]).toEqual([name, '200/1000', true])
      }
    }
  })

  describe('what concerns one party', () => {
    beforeAll(async () => {
      await write('/sessions/NL/ABC/MINE', { ...session('MINE', EMSP, '2.3.0'), ...US })
      await write('/sessions/NL/ABC/THEIRS', { ...session('THEIRS', OTHER, '2.3.0'), ...US })
      const issued = (id: string, owner: typeof OTHER, evse_uid: string) => {
        const whole = cdr(id, owner, '2.3.0')
        return {
          ...whole,
          ...US,
          session_id: id,
          cdr_location: { ...(whole.cdr_location as Json), evse_uid },
          tariffs: [{ ...tariff('12', '2.3.0'), ...US }],
        }
      }
      await write('/cdrs', issued('MINE', EMSP, '3256'))
      await write('/cdrs', issued('THEIRS', OTHER, '3257'))
    })

    test.each(['sessions', 'cdrs'])(
      'R-PAGE-20 R-SES-20 R-CDR-23 %s are listed to the eMSP of the token only',
      async (module) => {
        const query = '?date_from=2020-01-01T00:00:00Z'
        for (const [stranger, ids] of [
          [emsp, ['MINE']],
          [other, ['THEIRS']],
        ] as const) {
          const page = await stranger.send('GET', `${stranger.theirs.get(`${module}.SENDER`)}${query}`, { to: US })
          expect([outcome(page), idsOf(page), page.headers['x-total-count']]).toEqual(['200/1000', ids, '1'])
        }
      },
    )

    test('R-CDR-26 CDRs are filtered by last_updated, when they were made', async () => {
      const made = (id: string, last_updated: string) => {
        const day = new Date(Date.parse(last_updated) - 86_400_000).toISOString().slice(0, 10)
        const whole = JSON.parse(JSON.stringify(cdr(id, EMSP, '2.3.0')).replaceAll('2026-06-29', day))
        return { ...whole, ...US, session_id: id, tariffs: [{ ...tariff('12', '2.3.0'), ...US }], last_updated }
      }
      await write('/cdrs', made('MAY', '2026-05-31T23:59:59Z'))
      await write('/cdrs', made('JUNE', '2026-06-01T00:00:00Z'))
      const of = async (query: string) =>
        idsOf(await emsp.send('GET', `${emsp.theirs.get('cdrs.SENDER')}?${query}`, { to: US }))
      expect(await of('date_to=2026-06-01T00:00:00Z')).toEqual(['MAY'])
      expect(await of('date_from=2026-06-01T00:00:00Z&date_to=2026-06-02T00:00:00Z')).toEqual(['JUNE'])
      // MINE began in June and was made on the 29th.
      expect((await of('date_from=2026-06-01T00:00:00Z')).sort()).toEqual(['JUNE', 'MINE'])
    })

    test('R-PAGE-18 the list of sessions needs date_from', async () => {
      const page = await emsp.send('GET', emsp.theirs.get('sessions.SENDER')!, { to: US })
      expect([outcome(page), faultPaths(page)]).toEqual(['200/2001', ['?date_from']])
    })

    test('a CPO finds no locations, sessions or CDRs in our lists', async () => {
      for (const module of ['locations', 'tariffs', 'sessions', 'cdrs']) {
        const url = `${cpo.theirs.get(`${module}.SENDER`)}?date_from=2020-01-01T00:00:00Z`
        expect([module, (await cpo.send('GET', url, { to: US })).envelope.data]).toEqual([module, []])
      }
    })

    test('R-STATUS-03 a single object that is not there is answered 404', async () => {
      const url = `${emsp.theirs.get('locations.SENDER')}`
      for (const path of ['NONE', 'N00/NONE', 'N00/NONE/1']) {
        const said = await emsp.send('GET', `${url}/${path}`, { to: US })
        expect([path, said.http, said.envelope.data]).toEqual([path, 404, undefined])
      }
    })
  })

  describe('our location', () => {
    beforeAll(() => write('/locations/NL/ABC/WHOLE', { ...location('WHOLE', '2.3.0'), ...US }))
    const at = (path: string) => emsp.send('GET', `${emsp.theirs.get('locations.SENDER')}/${path}`, { to: US })

    test('R-LOC-09 is read at three depths, in the words of this version', async () => {
      const whole: Json = { ...location('WHOLE', version), ...US }
      const read = (await at('WHOLE')).envelope.data as Json
      const { help_phone, ...shared } = read
      expect(shared).toEqual(Object.fromEntries(Object.entries(whole).filter(([name]) => name !== 'help_phone')))
      if (version === '2.3.0') expect(help_phone).toBe(whole.help_phone)
      const [evse] = whole.evses as [Json]
      expect((await at('whole/3256')).envelope.data).toEqual(evse)
      expect((await at('WHOLE/3256/1')).envelope.data).toEqual((evse.connectors as Json[])[0])
    })

    test('R-LOC-08 moves as a whole when an EVSE or a connector of it does', async () => {
      const before = new Date().toISOString()
      const { status } = await ours.api('PATCH', '/locations/NL/ABC/WHOLE/3256/1', { max_amperage: 32 })
      expect(status).toBe(200)
      const connector = (await at('WHOLE/3256/1')).envelope.data as Json
      const evse = (await at('WHOLE/3256')).envelope.data as Json
      const whole = (await at('WHOLE')).envelope.data as Json
      expect(connector.max_amperage).toBe(32)
      expect(String(connector.last_updated) >= before.slice(0, 19)).toBe(true)
      expect([evse.last_updated, whole.last_updated]).toEqual([connector.last_updated, connector.last_updated])
      const changed = await emsp.send('GET', `${emsp.theirs.get('locations.SENDER')}?date_from=${before}`, { to: US })
      expect(idsOf(changed)).toEqual(['WHOLE'])
    })
  })
})
