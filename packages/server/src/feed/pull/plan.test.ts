import { describe, expect, it } from 'vitest'
import { partner } from '../../../../../tests/support/object-store.ts'
import type { OwnParty, Partner, Role } from '../../partners/partner.ts'
import { partyKey } from '../../party.ts'
import {
  type CrawlState,
  crawlRoutes,
  dateFrom,
  dueAgain,
  interval,
  isFull,
  isTooMuch,
  nextFrom,
  usedModules,
} from './plan.ts'

const own = (key: string, ...roles: Role[]): OwnParty => {
  const [countryCode = '', partyId = ''] = key.split('-')
  return { countryCode, partyId, roles, businessDetails: { name: key } }
}
const directory = (...ours: OwnParty[]) => ({
  endpoint: (of: Partner, module: string, side: string) =>
    of.endpoints.find(({ identifier, role }) => identifier === module && role === side),
  ownPartiesFor: () => ours,
})
const offers = (...modules: string[]) =>
  modules.map((identifier) => ({ identifier, role: 'SENDER' as const, url: `https://p.example/${identifier}` }))
const cpo = (roles = ['NL-CPO:CPO'], more: Partial<Partner> = {}) =>
  partner('p1', roles, { endpoints: offers('cdrs', 'sessions', 'locations', 'tokens', 'tariffs'), ...more })

const now = new Date('2026-02-01T12:00:00Z')
const state = (more: Partial<CrawlState> = {}): CrawlState => ({
  changedFrom: null,
  fullAt: null,
  failures: 0,
  ...more,
})
const seconds = (at: Date | null) => (at === null ? null : (at.getTime() - now.getTime()) / 1000)

describe('what is crawled', () => {
  it('what the partner offers and one of our parties uses, in order', () => {
    expect(usedModules(cpo(), directory(own('NL-EMS', 'EMSP')))).toEqual(['tariffs', 'locations', 'sessions', 'cdrs'])
    expect(usedModules(cpo(), directory(own('NL-ABC', 'CPO')))).toEqual(['tokens'])
    expect(usedModules(cpo(undefined, { version: null }), directory(own('NL-EMS', 'EMSP')))).toEqual([])
  })

  it('R-ROUTE-28 each of our parties that uses it asks each of theirs that offers it; a hub is asked for all', () => {
    const names = (routes: ReturnType<typeof crawlRoutes>) =>
      routes.map(({ from, to }) => `${from && partyKey(from)} > ${to && partyKey(to)}`)
    const ours = directory(own('NL-EM1', 'EMSP'), own('NL-ABC', 'CPO'), own('NL-EM2', 'EMSP'))
    expect(names(crawlRoutes(cpo(['NL-CP1:CPO', 'NL-EMS:EMSP', 'NL-CP2:CPO']), 'locations', ours))).toEqual([
      'NL-EM1 > NL-CP1',
      'NL-EM1 > NL-CP2',
      'NL-EM2 > NL-CP1',
      'NL-EM2 > NL-CP2',
    ])
    const hub = cpo(['NL-CP1:CPO'], { hubParty: { countryCode: 'NL', partyId: 'HUB' } })
    expect(names(crawlRoutes(hub, 'locations', directory(own('NL-EM1', 'EMSP'))))).toEqual(['NL-EM1 > NL-HUB'])
  })
})

describe('from when', () => {
  it('everything the first time, when asked, and after a week; else what changed', () => {
    const read = state({ changedFrom: now, fullAt: new Date('2026-01-27T12:00:00Z') })
    expect(isFull(state(), false, now)).toBe(true)
    expect(isFull(read, false, now)).toBe(false)
    expect(isFull(read, true, now)).toBe(true)
    expect(isFull(read, false, new Date('2026-02-03T12:00:00Z'))).toBe(true)
  })

  it('R-OFF-02 a delta overlaps the one before; R-PAGE-18 sessions always name a date', () => {
    const read = state({ changedFrom: now, fullAt: now })
    expect(dateFrom('locations', false, read)).toBe('2026-02-01T11:50:00.000Z')
    expect(dateFrom('locations', true, read)).toBeUndefined()
    expect(dateFrom('sessions', true, read)).toBe('2012-01-01T00:00:00Z')
    expect(dateFrom('sessions', false, read)).toBe('2026-02-01T11:50:00.000Z')
  })

  it('the next delta begins when this crawl did, by the clock that is behind', () => {
    const at = (time: string) => nextFrom(now, new Date(time)).toISOString()
    expect(nextFrom(now, undefined)).toEqual(now)
    expect(at('2026-02-01T11:00:00Z')).toBe('2026-02-01T11:00:00.000Z')
    expect(at('2026-02-01T13:00:00Z')).toBe(now.toISOString())
    expect(at('1970-01-01T00:00:00Z')).toBe('2026-01-31T12:00:00.000Z')
  })
})

describe('when again', () => {
  it('R-PAGE-21 every four hours with a splay, or as often as it is set', () => {
    const four = interval(cpo(), 'locations')
    expect(seconds(dueAgain(four, 0, now, () => 0))).toBeCloseTo(12_960)
    expect(seconds(dueAgain(four, 0, now, () => 1))).toBeCloseTo(15_840)
    const set = cpo()
    const often = { ...set, settings: { ...set.settings, pullInterval: { locations: 60, cdrs: 0 } } }
    expect(seconds(dueAgain(interval(often, 'locations'), 0, now, () => 0.5))).toBeCloseTo(60)
    expect(dueAgain(interval(often, 'cdrs'), 0, now, () => 0.5)).toBeNull()
    const off = { ...set, settings: { ...set.settings, pull: { tariffs: false, locations: true } } }
    expect([interval(off, 'tariffs'), interval(off, 'locations')]).toEqual([undefined, four])
  })

  it('after a failure sooner, at most an hour and never later than usual', () => {
    const waits = [1, 2, 3, 7, 30].map((failures) => seconds(dueAgain(14_400_000, failures, now, () => 0.5)))
    expect(waits).toEqual([60, 120, 240, 3600, 3600])
    expect(seconds(dueAgain(30_000, 5, now, () => 0.5))).toBe(30)
  })
})

it('more than a fifth, and more than ten, do not vanish', () => {
  expect(isTooMuch(10, 10)).toBe(false)
  expect(isTooMuch(11, 55)).toBe(false)
  expect(isTooMuch(12, 55)).toBe(true)
  expect(isTooMuch(200, 1000)).toBe(false)
})
