import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { onEachEngine } from '../../../../tests/support/databases.ts'
import { ObjectStore, objectStore, partner, version } from '../../../../tests/support/object-store.ts'
import { location, noon, noonPlus, session, tariff, token } from '../../../../tests/support/wire-objects.ts'
import { systemClock } from '../clock.ts'
import type { Directory } from '../partners/directory.ts'
import { memoryDirectory } from '../partners/memory-directory.ts'
import type { Partner, Role } from '../partners/partner.ts'
import { partnerStore } from '../partners/partner-store.ts'
import { createSecrets } from '../partners/secrets.ts'
import { type Party, partyFromKey, partyKey } from '../party.ts'
import { bodyTexts } from './body-texts.ts'
import type { Call } from './call.ts'
import { Crawls } from './crawls.ts'
import { type ListNeeds, listPage } from './lists.ts'
import { type KnownPrices, knownPrices } from './price-groups/known-prices.ts'

const secrets = createSecrets('a key for tests only')
const emsp = partner('emsp', ['NL-XYZ:EMSP'])
const two = partner('two', ['NL-XYZ:EMSP', 'NL-YYY:EMSP'])
const hub = partner('hub', ['NL-HUB:HUB', 'NL-YYY:EMSP'], { hubParty: { countryCode: 'NL', partyId: 'HUB' } })
const cpo = partner('cpo', ['NL-CPO:CPO'])
const other = partner('other', ['NL-XYZ:EMSP'])
const givenOne = partner('given-one', ['NL-XYZ:EMSP'], { parties: ['NL-ABC'] })
const givenAnother = partner('given-another', ['NL-XYZ:EMSP'], { parties: ['NL-SCO'] })

interface Asking {
  by?: Partner
  to?: string
  from?: string
  number?: string
}

/** A request for a list as the pipeline hands it over. */
function ask(module: string, query: Call['query'] = {}, { by = emsp, to, from, number = '2.3.0' }: Asking = {}): Call {
  const spoken = version(number)
  const endpoint = spoken.modules[module]!.SENDER.find(({ paged }) => paged)!
  const party = (key: string | undefined): Party | undefined => (key === undefined ? undefined : partyFromKey(key))
  return {
    partner: by,
    tokenA: false,
    token: 'not looked at here',
    version: spoken,
    module,
    side: 'SENDER',
    endpoint,
    params: {},
    query,
    body: undefined,
    bodyText: undefined,
    to: party(to),
    from: party(from),
    correlationId: 'c1',
    publicUrl: `https://ocpi.example/ocpi/2.3.0/sender/${module}`,
  }
}

interface Page {
  ids: string[]
  total: string
  limit: string
  /** The next page's query; undefined on the last page. */
  next: Record<string, string | number> | undefined
  link: URL | undefined
}

onEachEngine('lists', (engine) => {
  const store = objectStore(engine, null)
  let directory: Directory
  let prices: KnownPrices
  const crawls: [string, string, number][] = []

  beforeAll(async () => {
    const own = partnerStore(store().database)
    const party = (key: string, ...roles: Role[]) =>
      own.putOwnParty({ ...partyFromKey(key), roles, businessDetails: { name: key } })
    for (const key of ['NL-ABC', 'NL-PGE', 'NL-TWO', 'NL-SCO', 'NL-RND', 'NL-DEL']) await party(key, 'CPO')
    await party('NL-OWN', 'EMSP')
    for (const known of [emsp, two, hub, cpo, other, givenOne, givenAnother]) await own.putPartner(known, null)
    directory = await memoryDirectory({ store: own, clock: systemClock, secrets, failed: () => undefined })
    prices = await knownPrices({ database: store().database, failed: () => undefined })
  })
  afterAll(() => prices.close())

  const seen = new Crawls()
  const needs = (): ListNeeds => ({
    database: store().database,
    crawls: seen,
    directory,
    prices,
    secrets,
    bodies: bodyTexts(),
    pageLimit: 100,
    crawled: (...crawl) => crawls.push(crawl),
  })

  async function page(call: Call, more: Partial<ListNeeds> = {}): Promise<Page> {
    const { dataText, headers = {} } = await listPage({ ...needs(), ...more }, call)
    const objects = JSON.parse(dataText!) as { id?: string; uid?: string }[]
    const link = /^<(.*)>; rel="next"$/.exec(headers.Link ?? '')?.[1]
    const url = link === undefined ? undefined : new URL(link)
    const next =
      url &&
      Object.fromEntries(
        [...url.searchParams].map(([name, value]) => [
          name,
          ['offset', 'limit'].includes(name) ? Number(value) : value,
        ]),
      )
    return {
      ids: objects.map(({ id, uid }) => id ?? uid!),
      total: headers['X-Total-Count']!,
      limit: headers['X-Limit']!,
      next,
      link: url,
    }
  }

  /** Follows the links to the last page. */
  async function crawl(
    module: string,
    query: Call['query'],
    asking: Asking,
    between: () => Promise<void> = async () => undefined,
  ) {
    const pages = [await page(ask(module, query, asking))]
    for (let next = pages[0]!.next; next; next = pages.at(-1)!.next) {
      await between()
      pages.push(await page(ask(module, next, asking)))
    }
    return pages
  }

  describe('pages', () => {
    const to = { to: 'NL-PGE' }
    beforeAll(async () => {
      for (let at = 0; at < 25; at++)
        await store().whole('tariffs', tariff({ party_id: 'PGE', id: `T${at}`, last_updated: noonPlus(at) }))
    })

    it('R-PAGE-05 R-PAGE-07 R-PAGE-08 R-PAGE-09 25 objects are three pages of 10, 10 and 5', async () => {
      const pages = await crawl('tariffs', { limit: 10 }, to)
      expect(pages.map(({ ids }) => ids.length)).toEqual([10, 10, 5])
      expect(pages.flatMap(({ ids }) => ids)).toEqual(Array.from({ length: 25 }, (_, at) => `T${at}`))
      expect(pages.map(({ total, limit }) => [total, limit])).toEqual([
        ['25', '10'],
        ['25', '10'],
        ['25', '10'],
      ])
      expect(pages[0]!.link).toMatchObject({ origin: 'https://ocpi.example', pathname: '/ocpi/2.3.0/sender/tariffs' })
      expect(pages[0]!.next).toMatchObject({ offset: 10, limit: 10 })
    })

    it('R-PAGE-09 a last page that is exactly full has no link', async () => {
      const pages = await crawl('tariffs', { limit: 5, offset: 15 }, to)
      expect(pages.map(({ ids }) => ids.length)).toEqual([5, 5])
    })

    it('R-PAGE-06 R-PAGE-08 R-PAGE-10 a huge limit is served with our own, and filters are repeated', async () => {
      const query = { limit: 2_000_000, date_from: noonPlus(3), date_to: noonPlus(20) }
      const first = await page(ask('tariffs', query, to), { pageLimit: 8 })
      expect(first).toMatchObject({ limit: '8', total: '17' })
      expect(first.next).toMatchObject({ limit: 8, offset: 8, date_from: noonPlus(3), date_to: noonPlus(20) })
    })

    it('R-PAGE-02 R-PAGE-03 R-PAGE-04 date_from is inclusive, date_to is not', async () => {
      const window = async (from: number, until: number) =>
        (await page(ask('tariffs', { date_from: noonPlus(from), date_to: noonPlus(until) }, to))).ids
      expect(await window(3, 5)).toEqual(['T3', 'T4'])
      expect(await window(5, 7)).toEqual(['T5', 'T6'])
    })

    it('R-TYPE-05 a time without designator is UTC', async () => {
      const { ids } = await page(ask('tariffs', { date_from: '2026-01-31T12:23:00' }, to))
      expect(ids).toEqual(['T23', 'T24'])
    })

    it('R-PAGE-11 R-PAGE-17 an empty result and an offset beyond the end are empty lists without a link', async () => {
      const none = await page(ask('tariffs', { date_from: '2030-01-01T00:00:00Z' }, to))
      expect(none).toMatchObject({ ids: [], total: '0', limit: '100', next: undefined })
      const beyond = await page(ask('tariffs', { offset: 1_000_000 }, to))
      expect(beyond).toMatchObject({ ids: [], total: '25', next: undefined })
    })

    it('R-PAGE-13 the same link answers the same page', async () => {
      const { next } = await page(ask('tariffs', { limit: 7 }, to))
      const once = await page(ask('tariffs', next, to))
      expect((await page(ask('tariffs', next, to))).ids).toEqual(once.ids)
      expect(once.ids[0]).toBe('T7')
    })

    it('a cursor that does not fit is ignored and the offset counts', async () => {
      const { next } = await page(ask('tariffs', { limit: 7 }, to))
      const ids = async (query: Call['query'], asking: Asking = to) => (await page(ask('tariffs', query, asking))).ids
      expect((await ids({ ...next, offset: 6 }))[0]).toBe('T6')
      expect((await ids({ ...next, cursor: 'nonsense' }))[0]).toBe('T7')
      expect((await ids({ ...next, cursor: '' }))[0]).toBe('T7')
      expect((await ids({ ...next, date_from: noonPlus(10) }))[0]).toBe('T17')
      const changed = `${next!.cursor}`.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
      expect((await ids({ ...next, cursor: changed }))[0]).toBe('T7')
      const another = { ...to, by: other }
      expect((await ids(next!, another))[0]).toBe('T7')
    })

    it('a page is in the version that was asked for, and as stored where that is the same', async () => {
      const objects = async (number: string) =>
        JSON.parse((await listPage(needs(), ask('tariffs', { limit: 2 }, { ...to, number }))).dataText!)
      const { tax_included: _, ...older } = tariff({ party_id: 'PGE', id: 'T0', last_updated: noonPlus(0) })
      expect((await objects('2.2.1'))[0]).toEqual(older)
      expect((await objects('2.3.0'))[0]).toEqual({ ...older, tax_included: 'NO' })
    })
  })

  describe('while objects change', () => {
    it('R-PAGE-12 an object made during the crawl shows up on the last page and in the total', async () => {
      const to = { to: 'NL-TWO' }
      for (let at = 0; at < 4; at++) await store().whole('tariffs', tariff({ party_id: 'TWO', id: `A${at}` }))
      let made = 0
      const pages = await crawl('tariffs', { limit: 2 }, to, async () => {
        if (made++ === 0) await store().whole('tariffs', tariff({ party_id: 'TWO', id: 'NEW' }))
      })
      expect(pages.map(({ ids }) => ids)).toEqual([['A0', 'A1'], ['A2', 'A3'], ['NEW']])
      expect(pages.map(({ total }) => total)).toEqual(['4', '5', '5'])
    })

    it('an object deleted behind the crawl makes it miss none', async () => {
      const to = { to: 'NL-DEL' }
      for (let at = 0; at < 6; at++) await store().whole('tariffs', tariff({ party_id: 'DEL', id: `D${at}` }))
      let gone = 0
      const pages = await crawl('tariffs', { limit: 2 }, to, async () => {
        if (gone++ === 0) await store().remove('tariffs', { countryCode: 'NL', partyId: 'DEL', id: 'D0' })
      })
      expect(pages.flatMap(({ ids }) => ids)).toEqual(['D0', 'D1', 'D2', 'D3', 'D4', 'D5'])
    })

    it('R-PAGE-12 R-PAGE-13 R-PAGE-14 a crawl brings every object once, whatever is made and changed meanwhile', async () => {
      let run = 0
      const action = fc.oneof(
        fc.record({ kind: fc.constant('make' as const) }),
        fc.record({ kind: fc.constant('change' as const), pick: fc.nat() }),
        fc.record({ kind: fc.constant('delete' as const), pick: fc.nat() }),
      )
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 0, max: 12 }),
          fc.integer({ min: 1, max: 4 }),
          fc.array(fc.array(action, { maxLength: 3 }), { maxLength: 6 }),
          async (start, limit, steps) => {
            const prefix = `R${run++}-`
            const alive = new Set<string>()
            let made = 0
            let clock = 0
            const make = async () => {
              const id = `${prefix}${made++}`
              alive.add(id)
              await store().whole('tariffs', tariff({ party_id: 'RND', id }))
            }
            for (let at = 0; at < start; at++) await make()
            const throughout = new Set(alive)
            const pages = await crawl('tariffs', { limit }, { to: 'NL-RND' }, async () => {
              for (const step of steps.shift() ?? []) {
                if (step.kind === 'make') await make()
                const id = [...alive][alive.size === 0 || step.kind === 'make' ? -1 : step.pick % alive.size]
                if (id === undefined || step.kind === 'make') continue
                if (step.kind === 'change') {
                  await store().whole(
                    'tariffs',
                    tariff({ party_id: 'RND', id, currency: 'CHF', last_updated: noonPlus(++clock) }),
                  )
                } else {
                  alive.delete(id)
                  throughout.delete(id)
                  await store().remove('tariffs', { countryCode: 'NL', partyId: 'RND', id })
                }
              }
            })
            const seen = pages.flatMap(({ ids }) => ids).filter((id) => id.startsWith(prefix))
            expect(new Set(seen).size).toBe(seen.length)
            for (const id of throughout) expect(seen).toContain(id)
            for (const id of alive) await store().remove('tariffs', { countryCode: 'NL', partyId: 'RND', id })
          },
        ),
        { numRuns: engine.name === 'pglite' ? 25 : 15 },
      )
    })
  })

  describe('scope', () => {
    beforeAll(async () => {
      const sessions = [
        ['X1', 'XYZ'],
        ['Y1', 'YYY'],
        ['X2', 'XYZ'],
      ] as const
      for (const [id, party_id] of sessions) {
        const cdr_token = { country_code: 'NL', party_id, uid: '1', type: 'RFID', contract_id: 'C' }
        await store().whole('sessions', session({ party_id: 'SCO', id, cdr_token }))
      }
      await store().whole('locations', location({ party_id: 'SCO', id: 'PUBLIC' }))
      await store().whole('locations', location({ party_id: 'SCO', id: 'PRIVATE', publish: false }))
      await store().whole(
        'locations',
        location({ party_id: 'SCO', id: 'SOME', publish: false, publish_allowed_to: [{ group_id: 'G' }] }),
      )
      await store().whole('tokens', token({ party_id: 'OWN', uid: 'U1' }))
      await store().whole('tokens', token({ party_id: 'OWN', uid: 'U2', valid: false }))
      const theirs = new ObjectStore(store().database, cpo)
      await theirs.whole('locations', location({ party_id: 'CPO', id: 'THEIRS' }))
      await theirs.writer.close()
    })
    const ids = async (module: string, asking: Asking) =>
      (await page(ask(module, module === 'sessions' ? { date_from: noon } : {}, asking))).ids

    it('R-SES-20 R-PAGE-20 sessions are listed to the party of their token', async () => {
      expect(await ids('sessions', { to: 'NL-SCO' })).toEqual(['X1', 'X2'])
      expect(await ids('sessions', { by: two, to: 'NL-SCO' })).toEqual(['X1', 'Y1', 'X2'])
      expect(await ids('sessions', { by: two, to: 'NL-SCO', from: 'NL-YYY' })).toEqual(['Y1'])
      expect(await ids('sessions', { by: hub, to: 'NL-SCO', from: 'NL-HUB' })).toEqual(['Y1'])
    })

    it('R-LOC-13 R-LOC-17 a location that is not published is listed only where some token is allowed', async () => {
      expect(await ids('locations', { to: 'NL-SCO' })).toEqual(['PUBLIC', 'SOME'])
    })

    it('what partners pushed is not listed to others', async () => {
      expect(await ids('locations', {})).not.toContain('THEIRS')
    })

    it('R-TOK-27 invalid tokens are listed too, to CPOs and not to eMSPs', async () => {
      expect(await ids('tokens', { by: cpo })).toEqual(['U1', 'U2'])
      expect(await ids('tokens', {})).toEqual([])
    })

    it('a CPO sees no locations, an eMSP those of the parties it was given', async () => {
      expect(await ids('locations', { by: cpo })).toEqual([])
      expect(await ids('locations', { by: givenOne })).toEqual([])
      expect(await ids('locations', { by: givenAnother })).toEqual(['PUBLIC', 'SOME'])
      expect(await ids('locations', { by: givenOne, to: 'NL-SCO' })).toEqual([])
    })
  })

  describe('complete crawls', () => {
    const crawled = async (query: Call['query'], asking: Asking = {}) => {
      crawls.length = 0
      await crawl('tariffs', query, asking)
      return crawls.map(([id, module]) => [id, module])
    }

    it('a crawl from the first page to the last is told, with the end of the feed at its beginning', async () => {
      const position = await store().position()
      crawls.length = 0
      let made = false
      await crawl('tariffs', { limit: 10 }, {}, async () => {
        if (!made) await store().whole('tariffs', tariff({ id: 'DURING' }))
        made = true
      })
      expect(crawls).toEqual([['emsp', 'tariffs', position]])
    })

    it('lists of one party after another are a crawl once all were read', async () => {
      const sending = directory.ownPartiesFor(emsp).filter(({ roles }) => roles.includes('CPO'))
      const given = sending.map(partyKey)
      for (const to of given.slice(1)) expect(await crawled({ limit: 50 }, { to })).toEqual([])
      expect(await crawled({ limit: 50 }, { to: given[0]! })).toEqual([['emsp', 'tariffs']])
    })

    it('a crawl that began in the middle, has filters or is of one party only is not told', async () => {
      expect(await crawled({ limit: 10, offset: 10 })).toEqual([])
      expect(await crawled({ limit: 10, date_from: noon })).toEqual([])
      expect(await crawled({ limit: 10, date_to: noon })).toEqual([])
      expect(await crawled({ limit: 10 }, { to: 'NL-PGE' })).toEqual([])
      expect(await crawled({ limit: 10 })).toEqual([['emsp', 'tariffs']])
    })
  })
})
