import { describe, expect, it } from 'vitest'
import { partyFromKey } from '../party.ts'
import { type Carried, carriedParties, type HubClient, isCarried, through } from './carried.ts'
import { defaultPartnerSettings, type Partner, type Role } from './partner.ts'

const partner = (roles: readonly string[], hub: string | null): Partner => ({
  id: 'p',
  name: 'p',
  status: 'registered',
  version: '2.3.0',
  versionsUrl: null,
  roles: roles.map((one) => {
    const [party = '', role] = one.split(' ')
    return { ...partyFromKey(party), role: role as Role, businessDetails: { name: party } }
  }),
  hubParty: hub === null ? null : partyFromKey(hub),
  endpoints: [],
  parties: '*',
  settings: defaultPartnerSettings,
  lastSeen: null,
  createdAt: '2026-01-01T00:00:00Z',
})
const client = (party: string, role: Role, status: HubClient['status'], day = 1): HubClient => ({
  party,
  role,
  status,
  lastUpdated: `2026-01-0${day}T00:00:00Z`,
})
const shown = (parties: ReadonlyMap<string, readonly Carried[]>) =>
  [...parties].map(([party, all]) => [party, ...all.map(({ role, status }) => `${role} ${status}`)])

describe('parties a partner speaks for', () => {
  it('are those of its roles; what is told of others counts for a hub alone', () => {
    const told = [client('NL-BBB', 'CPO', 'CONNECTED')]
    expect(shown(carriedParties(partner(['NL-AAA CPO', 'NL-AAA EMSP'], null), told, () => false))).toEqual([
      ['NL-AAA', 'CPO CONNECTED', 'EMSP CONNECTED'],
    ])
  })

  it('R-CRED-24 R-CRED-23 of a hub are its own, those in its roles, and those it told of; never ours', () => {
    const told = [
      client('NL-BBB', 'CPO', 'OFFLINE'),
      client('NL-BBB', 'EMSP', 'PLANNED'),
      client('NL-CCC', 'CPO', 'SUSPENDED', 2),
      client('NL-OUR', 'EMSP', 'CONNECTED'),
    ]
    const hub = partner(['NL-CCC CPO', 'NL-OUR EMSP'], 'NL-HUB')
    expect(shown(carriedParties(hub, told, (party) => party === 'NL-OUR'))).toEqual([
      ['NL-CCC', 'CPO SUSPENDED'],
      ['NL-HUB', 'HUB CONNECTED'],
      ['NL-BBB', 'CPO OFFLINE', 'EMSP PLANNED'],
    ])
  })

  it('R-HCI-07 R-HCI-08 are not carried while planned or suspended; a hub that is away reaches nobody', () => {
    const carried = (['CONNECTED', 'OFFLINE', 'PLANNED', 'SUSPENDED'] as const).map((status) =>
      client('NL-AAA', 'CPO', status),
    )
    expect(carried.map(isCarried)).toEqual([true, true, false, false])
    const seen = (status: Partner['status']) => carried.map((one) => through({ status }, one))
    expect(seen('registered')).toEqual(['CONNECTED', 'OFFLINE', 'PLANNED', 'SUSPENDED'])
    expect(new Set(seen('offline'))).toEqual(new Set(['OFFLINE']))
    expect(new Set([...seen('paused'), ...seen('suspended')])).toEqual(new Set(['SUSPENDED']))
  })
})
