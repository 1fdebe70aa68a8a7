import { describe, expect, it } from 'vitest'
import type { Carried } from '../partners/carried.ts'
import type { OwnParty, Partner } from '../partners/partner.ts'
import { partyFromKey } from '../party.ts'
import { passes, type Reached } from './visible-parties.ts'

const ours = (key: string): OwnParty => ({ ...partyFromKey(key), roles: ['HUB'], businessDetails: { name: key } })
const partner = (id: string, hub: string | null = null) => ({ id, hubParty: hub && partyFromKey(hub) }) as Partner
const direct = partner('direct')
const [one, two] = [partner('one', 'NL-HB1'), partner('two', 'NL-HB2')]

/** What `to` says of the party itself. */
const asked = (source: Partner, to: Partner, said?: Partial<Carried>, { own = 'NL-HB0', told = false } = {}) => {
  const reached = { party: 'NL-AAA', role: 'CPO', source, lastUpdated: '2026-01-02T00:00:00Z' } as Reached
  const carried: Carried[] = said ? [{ role: 'CPO', status: 'CONNECTED', lastUpdated: null, ...said }] : []
  const directory = {
    carriedBy: () => new Map([['NL-AAA', carried]]),
    partners: () => [],
    serving: () => source,
    ownParties: () => [],
  }
  return passes(reached, to, directory, ours(own), told)
}

describe('what a hub tells of a party', () => {
  it('goes to everybody but where it came from', () => {
    expect([asked(direct, direct), asked(one, one)]).toEqual([false, false])
    expect([asked(direct, one), asked(direct, partner('other')), asked(one, direct), asked(one, two)]).toEqual([
      true,
      true,
      true,
      true,
    ])
  })

  it('if another hub told it, is not passed to a hub that carries the party already', () => {
    expect(asked(one, two, { status: 'CONNECTED' })).toBe(false)
    expect(asked(one, two, { status: 'OFFLINE' })).toBe(false)
    // Of a party that is connected to us itself, both tell.
    expect(asked(direct, two, { status: 'CONNECTED' })).toBe(true)
    // A partner that is no hub speaks for its own parties.
    expect(asked(one, direct, { status: 'CONNECTED' })).toBe(false)
  })

  it('is passed to a hub that lost the party, unless what that hub knows is newer', () => {
    const lost = (lastUpdated: string) => asked(one, two, { status: 'SUSPENDED', lastUpdated })
    expect([lost('2026-01-01T00:00:00Z'), lost('2026-01-02T00:00:00Z'), lost('2026-01-03T00:00:00Z')]).toEqual([
      true,
      false,
      false,
    ])
  })

  it('of two hubs that told each other at the same moment, one goes on', () => {
    const told = { told: true }
    expect(asked(one, two, { status: 'CONNECTED' }, { ...told, own: 'NL-HB0' })).toBe(true)
    expect(asked(one, two, { status: 'CONNECTED' }, { ...told, own: 'NL-HB9' })).toBe(false)
  })
})
