import { describe, expect, it } from 'vitest'
import type { Partner } from '../partners/partner.ts'
import type { ClientState } from './hub-store.ts'
import { changedStates } from './states.ts'
import { clientKey, type Reached } from './visible-parties.ts'

const NOW = '2026-03-01T00:00:00.000Z'
const reached = (status: Reached['status'], lastUpdated: string | null = null): Reached => ({
  party: 'NL-AAA',
  role: 'CPO',
  status,
  source: {} as Partner,
  lastUpdated,
  businessDetails: { name: 'AAA' },
})
const state = (status: ClientState['status'], lastUpdated = '2026-02-01T00:00:00Z'): ClientState => ({
  party: 'NL-AAA',
  role: 'CPO',
  status,
  lastUpdated,
})
const changed = (reach: readonly Reached[], stored: readonly ClientState[]) =>
  changedStates(
    new Map(reach.map((one) => [clientKey(one), one])),
    new Map(stored.map((one) => [clientKey(one), one])),
    NOW,
  )

describe('states of parties', () => {
  it('change with what the directory says, from now on', () => {
    expect(changed([reached('CONNECTED')], [])).toEqual([state('CONNECTED', NOW)])
    expect(changed([reached('OFFLINE')], [state('CONNECTED')])).toEqual([state('OFFLINE', NOW)])
    expect(changed([reached('OFFLINE')], [state('OFFLINE')])).toEqual([])
  })

  it('R-HCI-02 of a party that is gone: SUSPENDED, once', () => {
    expect(changed([], [state('CONNECTED')])).toEqual([state('SUSPENDED', NOW)])
    expect(changed([], [state('SUSPENDED')])).toEqual([])
  })

  it("R-ROUTE-30 keep another hub's time, but never go back behind what was said since", () => {
    const told = '2026-02-15T00:00:00Z'
    expect(changed([reached('CONNECTED', told)], [])).toEqual([state('CONNECTED', told)])
    expect(changed([reached('SUSPENDED', told)], [state('CONNECTED')])).toEqual([state('SUSPENDED', told)])
    const later = state('OFFLINE', '2026-02-20T00:00:00Z')
    expect(changed([reached('CONNECTED', told)], [later])).toEqual([state('CONNECTED', NOW)])
  })
})
