import { describe, expect, it } from 'vitest'
import { check } from '../../define/validate.ts'
import { v230 } from '../../v2.3.0/index.ts'
import { convert } from '../chain.ts'

const role = (name: string, party_id: string, company = party_id) => ({
  role: name,
  business_details: { name: company },
  party_id,
  country_code: 'NL',
})
const credentials = (roles: unknown[], more = {}) => ({
  token: 'secret',
  url: 'https://example.com/ocpi/versions',
  ...more,
  roles,
})
const up = (value: unknown) => convert('2.2.1', '2.3.0', 'Credentials', value)
const down = (value: unknown) => convert('2.3.0', '2.2.1', 'Credentials', value)

describe('Credentials', () => {
  it('D-03, D-05 the role HUB becomes hub_party_id, and comes back', () => {
    const older = credentials([role('CPO', 'ABC'), role('HUB', 'HUB')])
    const newer = credentials([role('CPO', 'ABC'), role('OTHER', 'HUB')], { hub_party_id: 'NLHUB' })
    expect(up(older)).toEqual({ object: newer, losses: [] })
    expect(check(v230, 'Credentials', newer)).toEqual([])
    expect(down(newer)).toEqual({ object: older, losses: [] })
  })

  it('without a hub nothing changes', () => {
    const same = credentials([role('CPO', 'ABC'), role('OTHER', 'XYZ')])
    expect(up(same).object).toBe(same)
    expect(down(same)).toEqual({ object: same, losses: [] })
    expect(down({ ...same, hub_party_id: null })).toEqual({ object: same, losses: [] })
  })

  it('D-05 a hub that is not in the list of roles gets the role HUB, with the company of its party if that is known', () => {
    const company = credentials([role('CPO', 'hub', 'Hub & Co')], { hub_party_id: 'NLHUB' })
    expect(down(company)).toEqual({
      object: credentials([role('CPO', 'hub', 'Hub & Co'), role('HUB', 'HUB', 'Hub & Co')]),
      losses: [{ path: '/roles', why: 'a role HUB was added for hub_party_id' }],
    })
    expect(down(credentials([role('CPO', 'ABC')], { hub_party_id: 'NLHUB' })).object).toEqual(
      credentials([role('CPO', 'ABC'), role('HUB', 'HUB', 'NLHUB')]),
    )
  })

  it('a hub_party_id without a party makes no role', () => {
    expect(down(credentials([role('CPO', 'ABC')], { hub_party_id: 'NL' }))).toMatchObject({
      object: credentials([role('CPO', 'ABC')]),
      losses: [{ path: '/hub_party_id' }],
    })
  })

  it('the shortest hub_party_id has a country and one more character', () => {
    const { object } = down(credentials([role('CPO', 'ABC')], { hub_party_id: 'NLA' }))
    expect(object).toEqual(credentials([role('CPO', 'ABC'), role('HUB', 'A', 'NLA')]))
  })

  it.each([up, down])('roles that are no list come out as they went in', (turn) => {
    const odd = { ...credentials([]), roles: 'CPO' }
    expect(turn(odd).object).toEqual(odd)
    expect(turn({ ...odd, hub_party_id: 'NLHUB' }).losses).toEqual([])
  })

  it('D-30 of two hubs on a platform the first one is its hub', () => {
    expect(up(credentials([role('HUB', 'ONE'), role('HUB', 'TWO')]))).toEqual({
      object: credentials([role('OTHER', 'ONE'), role('OTHER', 'TWO')], { hub_party_id: 'NLONE' }),
      losses: [{ path: '/roles/1/role', why: 'a platform of OCPI 2.3.0 is one hub; OTHER stands for it' }],
    })
  })

  it('R-CRED-20 a hub that is OTHER already is not listed twice', () => {
    const { object, losses } = up(credentials([role('OTHER', 'HUB'), role('HUB', 'hub')]))
    expect(object).toEqual(credentials([role('OTHER', 'HUB')], { hub_party_id: 'NLhub' }))
    expect(losses).toEqual([
      { path: '/roles/1', why: 'OCPI 2.3.0 has no role HUB, and the party is there as OTHER; left out' },
    ])
    expect(check(v230, 'Credentials', object)).toEqual([])
  })

  it('R-CRED-25 a ClientInfo of a hub cannot be said in 2.3.0', () => {
    expect(convert('2.2.1', '2.3.0', 'ClientInfo', { role: 'HUB' })).toEqual({
      object: undefined,
      losses: [
        { path: '/role', why: 'OCPI 2.3.0 has no role HUB; left out' },
        { path: '', why: 'ClientInfo cannot do without role; left out' },
      ],
    })
  })
})
