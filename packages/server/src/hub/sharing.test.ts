import { describe, expect, it } from 'vitest'
import { HubTerms } from '../../../../tests/support/hub-terms.ts'
import { partner } from '../../../../tests/support/object-store.ts'
import type { Directory } from '../partners/directory.ts'
import type { OwnParty, Partner, Role } from '../partners/partner.ts'
import { partyFromKey, partyKey } from '../party.ts'
import { rowKey } from '../storage/row.ts'
import { createSharing } from './sharing.ts'

const own: readonly OwnParty[] = ['NL-HUB:HUB', 'NL-ABC:CPO'].map((text) => {
  const [key = '', role = ''] = text.split(':')
  return { ...partyFromKey(key), roles: [role as Role], businessDetails: { name: key } }
})

/** The directory of these partners, each direct or a hub. */
function network(...partners: Partner[]) {
  const listeners = new Set<() => void>()
  const speaksFor = ({ roles }: Partner, party: string, role?: Role) =>
    roles.some((one) => partyKey(one) === party && (role === undefined || one.role === role))
  const directory = {
    partners: () => partners,
    ownPartiesFor: ({ parties }: Partner) =>
      own.filter((party) => parties === '*' || parties.includes(partyKey(party))),
    partiesOf: (one: Partner, role?: Role) => [
      ...new Set(one.roles.filter((has) => role === undefined || has.role === role).map(partyKey)),
    ],
    serving: (party: string, role?: Role) =>
      partners.find((one) => one.status !== 'suspended' && speaksFor(one, party, role)),
    mayActFor: (one: Partner, party: string) => speaksFor(one, party),
    onChange(heard: () => void) {
      listeners.add(heard)
      return () => listeners.delete(heard)
    },
  } as unknown as Directory
  const terms = new HubTerms()
  const sharing = createSharing({ directory, agreements: terms, announced: terms })
  const changed = () => {
    for (const heard of listeners) heard()
  }
  return { sharing, terms, partners, changed }
}

const cpo = partner('cpo', ['NL-CPO:CPO'])
const cpo2 = partner('cpo2', ['NL-CP2:CPO'])
const emsp = partner('emsp', ['NL-EMS:EMSP'])
const other = partner('other', ['NL-OTH:OTHER'])
const hub = partner('hub', ['DE-CPO:CPO', 'DE-EMS:EMSP'], { hubParty: partyFromKey('DE-HUB') })
const seen = ({ sharing }: ReturnType<typeof network>, who: Partner, module: string, asking?: readonly string[]) =>
  [...sharing.seen(who, module, asking)].sort()
const location = (party: string, by: string | null, audience: string[] | null = null) => {
  const { countryCode, partyId } = partyFromKey(party)
  return { key: rowKey('locations', countryCode, partyId, 'LOC1'), partner: by, audience }
}

describe('whose objects a partner of a hub gets', () => {
  it('R-ROUTE-14 R-ROUTE-15 those of parties of opposite role: OTHER is like an eMSP, and sends to CPOs alone', () => {
    const here = network(cpo, cpo2, emsp, other)
    for (const module of ['locations', 'tariffs']) {
      expect(seen(here, emsp, module)).toEqual(['NL-CP2', 'NL-CPO'])
      expect(seen(here, other, module)).toEqual(['NL-CP2', 'NL-CPO'])
      expect(seen(here, cpo, module)).toEqual([])
    }
    expect(seen(here, cpo, 'tokens')).toEqual(['NL-EMS', 'NL-OTH'])
    expect(seen(here, emsp, 'tokens')).toEqual([])
    expect(seen(here, other, 'tokens')).toEqual([])
  })

  it('R-ROUTE-23 never those of its own parties, nor of what it carries as a hub', () => {
    const both = partner('both', ['NL-BTH:CPO', 'NL-BTH:EMSP'])
    const here = network(cpo, both, emsp, hub)
    expect(seen(here, both, 'locations')).toEqual(['DE-CPO', 'NL-CPO'])
    expect(seen(here, hub, 'locations')).toEqual(['NL-BTH', 'NL-CPO'])
    expect(seen(here, hub, 'tokens')).toEqual(['NL-BTH', 'NL-EMS'])
    const second = partner('second', ['DE-CPO:CPO'], { hubParty: partyFromKey('FR-HUB') })
    expect(seen(network(hub, second), second, 'locations')).toEqual([])
  })

  it('only through the hub: neither for nor from a partner that was not given it', () => {
    const apart = partner('apart', ['NL-APA:CPO'], { parties: ['NL-ABC'] })
    const blind = partner('blind', ['NL-BLI:EMSP'], { parties: ['NL-ABC'] })
    const here = network(cpo, apart, emsp, blind)
    expect(seen(here, emsp, 'locations')).toEqual(['NL-CPO'])
    expect(seen(here, blind, 'locations')).toEqual([])
    expect(here.sharing.hub(blind)).toBeUndefined()
    expect(here.sharing.isFor(location('NL-CPO', 'cpo'), blind)).toBe(false)
  })

  it('as far as agreements go, for the party that asks or for any, and with what is pushed only once told', () => {
    const two = partner('two', ['NL-ONE:EMSP', 'NL-TWO:EMSP'])
    const here = network(cpo, cpo2, two)
    here.terms.deny('NL-CPO > NL-ONE locations', 'NL-CP2 > NL-ONE locations', 'NL-CP2 > NL-TWO locations')
    expect(seen(here, two, 'locations')).toEqual(['NL-CPO'])
    expect(seen(here, two, 'locations', ['NL-ONE'])).toEqual([])
    expect(seen(here, two, 'locations', ['NL-TWO'])).toEqual(['NL-CPO'])
    expect(seen(here, two, 'tariffs')).toEqual(['NL-CP2', 'NL-CPO'])
    expect(here.sharing.receiver(two, 'NL-CPO', 'locations')).toEqual(partyFromKey('NL-TWO'))
    expect(here.sharing.receiver(two, 'NL-CP2', 'locations')).toBeUndefined()
    expect(here.sharing.isFor(location('NL-CPO', 'cpo'), two)).toBe(true)
    here.terms.hold('two NL-CPO')
    expect(seen(here, two, 'locations')).toEqual(['NL-CPO'])
    expect(here.sharing.isFor(location('NL-CPO', 'cpo'), two)).toBe(false)
  })

  it('a hub needs an agreement of its own: it passes on to all behind it', () => {
    const here = network(cpo, hub)
    here.terms.deny('NL-CPO > DE-HUB locations')
    expect(seen(here, hub, 'locations')).toEqual([])
    expect(seen(here, hub, 'locations', ['DE-EMS'])).toEqual(['NL-CPO'])
    expect(here.sharing.receiver(hub, 'NL-CPO', 'tariffs')).toEqual(partyFromKey('DE-HUB'))
  })

  it('T-38 an object goes neither back to where it came from nor to anybody when it is for nobody', () => {
    const here = network(cpo, emsp, hub)
    expect(here.sharing.isFor(location('NL-CPO', 'cpo'), emsp)).toBe(true)
    expect(here.sharing.isFor(location('NL-CPO', 'cpo', []), emsp)).toBe(false)
    expect(here.sharing.isFor(location('NL-CPO', 'emsp'), emsp)).toBe(false)
    expect(here.sharing.isFor(location('NL-CPO', null), emsp)).toBe(false)
    expect(here.sharing.isFor(location('DE-CPO', 'hub'), hub)).toBe(false)
  })

  it('R-ROUTE-17 sessions are found in lists, and pushed to nobody', () => {
    const here = network(cpo, emsp)
    expect(seen(here, emsp, 'sessions')).toEqual(['NL-CPO'])
    expect([...here.sharing.pushed(emsp, 'sessions')]).toEqual([])
  })

  it('what changes counts at once: a party that is gone is seen no more', () => {
    const here = network({ ...cpo }, emsp)
    let heard = 0
    const stop = here.sharing.onChange(() => heard++)
    expect(seen(here, emsp, 'locations')).toEqual(['NL-CPO'])
    here.partners[0] = { ...cpo, status: 'suspended' }
    here.changed()
    expect(seen(here, emsp, 'locations')).toEqual([])
    expect(heard).toBe(1)
    stop()
    here.changed()
    expect(heard).toBe(1)
  })
})
