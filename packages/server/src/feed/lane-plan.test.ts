import { describe, expect, it } from 'vitest'
import { partner } from '../../../../tests/support/object-store.ts'
import type { OwnParty, Partner, PartnerSettings, Role } from '../partners/partner.ts'
import { partyKey } from '../party.ts'
import { afterCrawl, newLane, rewound, scopeChange, scopeOf, startAt, wantedLanes } from './lane-plan.ts'

const now = new Date('2026-01-01T00:00:00Z')
const own = (key: string, roles: Role[]): OwnParty => {
  const [countryCode = '', partyId = ''] = key.split('-')
  return { countryCode, partyId, roles, businessDetails: { name: key } }
}
const directory = (...ours: OwnParty[]) => ({
  endpoint: (of: Partner, module: string, side: string) =>
    of.endpoints.find(({ identifier, role }) => identifier === module && role === side),
  ownPartiesFor: (of: Partner) => ours.filter((party) => of.parties === '*' || of.parties.includes(partyKey(party))),
  partiesOf: (of: Partner) => of.roles.map(partyKey),
})
const receives = (...modules: string[]) =>
  modules.map((identifier) => ({ identifier, role: 'RECEIVER' as const, url: `https://p.example/${identifier}` }))
const emsp = (settings: Partial<PartnerSettings> = {}, more: Partial<Partner> = {}) => {
  const made = partner('p1', ['DE-EMS:EMSP'], {
    endpoints: receives('cdrs', 'locations', 'sessions', 'tariffs', 'tokens'),
    ...more,
  })
  return { ...made, settings: { ...made.settings, ...settings } }
}
const cpo = own('NL-CPO', ['CPO'])

describe('which lanes a partner has', () => {
  it('one for each module that it takes and one of our parties offers, in order', () => {
    expect(wantedLanes(emsp(), directory(cpo))).toEqual(['tariffs', 'locations', 'sessions', 'cdrs'])
    expect(wantedLanes(emsp(), directory(own('NL-EMS', ['EMSP'])))).toEqual(['tokens'])
    expect(wantedLanes(emsp({}, { endpoints: receives('cdrs') }), directory(cpo))).toEqual(['cdrs'])
  })

  it('none of a party it was not given, none where push is off, none without credentials', () => {
    expect(wantedLanes(emsp({}, { parties: ['NL-XXX'] }), directory(cpo))).toEqual([])
    expect(wantedLanes(emsp({ push: { locations: false } }), directory(cpo))).not.toContain('locations')
    expect(wantedLanes(emsp({}, { version: null }), directory(cpo))).toEqual([])
    expect(wantedLanes(emsp({}, { status: 'invited' }), directory(cpo))).toEqual([])
    expect(wantedLanes(emsp({}, { status: 'offline' }), directory(cpo))).not.toEqual([])
  })

  it('its scope is told apart by parties and roles on both sides, not by their order', () => {
    const two = directory(cpo, own('NL-CP2', ['CPO', 'EMSP']))
    const turned = directory(own('NL-CP2', ['EMSP', 'CPO']), cpo)
    expect(scopeOf(emsp(), two)).toBe(scopeOf(emsp(), turned))
    expect(scopeOf(emsp(), two)).not.toBe(scopeOf(emsp(), directory(cpo)))
    expect(scopeOf(emsp({}, partner('p1', ['DE-EMS:EMSP', 'DE-EM2:EMSP'])), two)).not.toBe(scopeOf(emsp(), two))
  })
})

describe('another scope', () => {
  const hub = (...parties: string[]) =>
    partner('hub', parties, { hubParty: { countryCode: 'DE', partyId: 'HUB' }, endpoints: [] })
  const enters = (module: 'locations' | 'sessions', before: Partner, after: Partner) =>
    scopeChange(
      { module, scope: scopeOf(before, directory(cpo)), leaving: [], leftUpTo: 0 },
      scopeOf(after, directory(cpo)),
    ).enters

  it('who joins behind a hub begins with what the hub has; only sessions and CDRs may have waited for him', () => {
    const [one, two] = [hub('DE-EMS:EMSP'), hub('DE-EMS:EMSP', 'DE-NEW:EMSP')]
    expect(enters('locations', one, two)).toBe(false)
    expect(enters('sessions', one, two)).toBe(true)
    expect(enters('locations', emsp(), partner('p1', ['DE-EMS:EMSP', 'DE-NEW:EMSP']))).toBe(true)
    expect(enters('locations', emsp(), one)).toBe(true)
  })
})

describe('where a lane begins', () => {
  it('at the end of the feed, and from the beginning after ten minutes', () => {
    expect(newLane(emsp(), 'locations', directory(cpo), { end: 40, epoch: 'e', now })).toMatchObject({
      cursor: 40,
      known: 40,
      born: 40,
      rewindTo: 0,
      rewindAt: new Date('2026-01-01T00:10:00Z'),
    })
  })

  it('at once or never where the partner is set so', () => {
    expect(startAt(40, 0, emsp({ initialPushAfter: 'at_once' }), now)).toEqual(rewound(40, 0))
    expect(startAt(40, 0, emsp({ initialPushAfter: 'never' }), now)).toMatchObject({ cursor: 40, rewindTo: null })
    expect(startAt(40, 7, emsp({ initialPushAfter: 5 }), now)).toMatchObject({
      cursor: 40,
      rewindTo: 7,
      rewindAt: new Date('2026-01-01T00:00:05Z'),
    })
  })

  it('a rewound lane takes nothing for known and keeps the modules in order up to the end there is now', () => {
    expect(rewound(40, 0)).toEqual({ cursor: 0, known: -1, inOrderUntil: 40, rewindTo: null, rewindAt: null })
    expect(rewound(40, 90).cursor).toBe(40)
  })

  it('a complete crawl moves it forward, and back only if the lane was made while the partner was reading', () => {
    expect(afterCrawl({ cursor: 40, born: 40, rewindTo: 0 }, 50)).toBe('skip')
    expect(afterCrawl({ cursor: 45, born: 40, rewindTo: 0 }, 42)).toBe('skip')
    expect(afterCrawl({ cursor: 45, born: 40, rewindTo: 0 }, 38)).toBe('rewind')
    expect(afterCrawl({ cursor: 45, born: 40, rewindTo: null }, 38)).toBe('skip')
  })
})
