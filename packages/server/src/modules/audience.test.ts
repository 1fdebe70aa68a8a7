import { describe, expect, it } from 'vitest'
import { partner } from '../../../../tests/support/object-store.ts'
import type { Partner } from '../partners/partner.ts'
import { type Party, partyFromKey, partyKey } from '../party.ts'
import { rowKey } from '../storage/row.ts'
import { listScope, mayRead, scopeOfObjects, WITHDRAWN } from './audience.ts'
import { nothingShared } from './sharing.ts'

const ours: readonly Party[] = [partyFromKey('NL-ABC'), partyFromKey('NL-DEF')]

/** What the directory says of these partners. */
const directory = {
  ownPartiesFor: ({ parties }: Partner) =>
    ours
      .filter((party) => parties === '*' || parties.includes(partyKey(party)))
      .map((party) => ({ ...party, roles: ['CPO' as const, 'EMSP' as const], businessDetails: { name: 'x' } })),
  partiesOf: ({ roles }: Partner) => roles.map(partyKey),
}

const object = (
  module: string,
  fields: { party?: string; sub?: string; partner?: string; audience?: string[] } = {},
) => ({
  key: rowKey(module, 'NL', fields.party ?? 'ABC', 'X', fields.sub),
  partner: fields.partner ?? null,
  audience: fields.audience ?? null,
})

const emsp = partner('emsp', ['NL-XYZ:EMSP'])
const cpo = partner('cpo', ['NL-CPO:CPO'])
const sees = (row: ReturnType<typeof object>, who: Partner) => mayRead(row, who, directory)

describe('who sees an object', () => {
  it.each(['locations', 'evses', 'tariffs'])('%s go to those who serve drivers, and not to other CPOs', (module) => {
    expect(sees(object(module), emsp)).toBe(true)
    expect(sees(object(module), partner('nsp', ['NL-NSP:NSP']))).toBe(true)
    expect(sees(object(module), partner('hub', ['NL-HUB:HUB']))).toBe(true)
    expect(sees(object(module), cpo)).toBe(false)
    expect(sees(object(module), partner('both', ['NL-CPO:CPO', 'NL-XYZ:EMSP']))).toBe(true)
  })

  it('tokens go to CPOs', () => {
    expect(sees(object('tokens', { sub: 'RFID' }), cpo)).toBe(true)
    expect(sees(object('tokens', { sub: 'RFID' }), emsp)).toBe(false)
  })

  it.each(['sessions', 'cdrs'])('R-SES-02 R-CDR-23 %s go to the party they are meant for', (module) => {
    expect(sees(object(module, { audience: ['NL-XYZ'] }), emsp)).toBe(true)
    expect(sees(object(module, { audience: ['NL-YYY'] }), emsp)).toBe(false)
    expect(sees(object(module, { audience: ['NL-CPO'] }), cpo)).toBe(false)
  })

  it('R-LOC-17 what is for nobody is shown to nobody', () => {
    expect(sees(object('locations', { audience: [] }), emsp)).toBe(false)
    expect(sees(object('evses', { audience: [] }), emsp)).toBe(false)
  })

  it('a partner sees the parties it was given', () => {
    const given = { ...emsp, parties: ['NL-DEF'] }
    expect(sees(object('locations'), given)).toBe(false)
    expect(sees(object('locations', { party: 'DEF' }), given)).toBe(true)
    expect(sees(object('locations', { party: 'ZZZ' }), emsp)).toBe(false)
  })

  it('what partners sent us is not ours to show', () => {
    expect(sees(object('locations', { partner: 'somebody' }), emsp)).toBe(false)
  })
})

describe('who is sent an object', () => {
  const { inScope } = scopeOfObjects(directory, nothingShared)

  it('R-TOK-24 tokens of plug-and-charge contracts are read and not pushed', () => {
    const emaid = object('tokens', { sub: 'EMAID' })
    expect(sees(emaid, cpo)).toBe(true)
    expect(inScope(emaid, cpo)).toBe(false)
    expect(inScope(object('tokens', { sub: 'RFID' }), cpo)).toBe(true)
  })

  it('what it may not read is not sent to it', () => {
    expect(inScope(object('locations'), emsp)).toBe(true)
    expect(inScope(object('locations'), cpo)).toBe(false)
  })

  it('R-ROUTE-14 what a partner sent is for whom the hub says, contracts too: their owner chose to tell', () => {
    const asked: string[] = []
    const hub = scopeOfObjects(directory, { isFor: ({ key }, { id }) => asked.push(`${key.module} ${id}`) > 0 })
    expect(hub.inScope(object('tokens', { sub: 'EMAID', partner: 'somebody' }), cpo)).toBe(true)
    expect(asked).toEqual(['tokens cpo'])
    expect(hub.inScope(object('locations'), cpo)).toBe(false)
    expect(inScope(object('tokens', { sub: 'RFID', partner: 'somebody' }), cpo)).toBe(false)
    const withdrawn = { ...object('locations', { partner: 'somebody', audience: [] }), state: WITHDRAWN }
    expect(hub.isWithdrawn(withdrawn, emsp)).toBe(true)
    expect(hub.isWithdrawn({ ...withdrawn, state: null }, emsp)).toBe(false)
  })
})

describe('the list of a hub', () => {
  const hub = partyFromKey('NL-ABC')
  const two = partner('two', ['NL-ONE:EMSP', 'NL-TWO:EMSP'])
  /** The first of its parties may see one of those that the other one may. */
  const sharing = {
    hub: () => hub,
    seen: (_: Partner, module: string, asking: readonly string[] = ['NL-ONE', 'NL-TWO']) =>
      new Set(module === 'tokens' ? [] : asking.includes('NL-TWO') ? ['BE-AAA', 'BE-BBB'] : ['BE-AAA']),
  }
  const asked = (from: string | undefined, to: Party, module = 'locations') =>
    listScope(
      module,
      { partner: two, to, from: from === undefined ? undefined : partyFromKey(from) },
      directory,
      sharing,
    )!

  it('R-ROUTE-23 asked of the hub it is what we hold of everybody, ours among it, but for what the caller brought', () => {
    const { filter, collects } = asked('NL-TWO', hub)
    expect(filter).toEqual({ owners: ['NL-ABC', 'NL-DEF', 'BE-AAA', 'BE-BBB'], notFrom: 'two', audience: ['NL-TWO'] })
    expect(collects).toBe(true)
  })

  it('asked of another party of ours it is what it was: that party’s own', () => {
    const { filter, collects } = asked('NL-TWO', partyFromKey('NL-DEF'))
    expect(filter).toEqual({ owners: ['NL-DEF'], partner: null, audience: ['NL-TWO'] })
    expect(collects).toBe(false)
  })

  it('R-PAGE-19 who has read all that any of its parties may see has read the module; with less, it has not', () => {
    const all = ['NL-ABC', 'NL-DEF']
    expect(asked('NL-TWO', hub)).toMatchObject({ parts: all, all })
    expect(asked('NL-ONE', hub)).toMatchObject({ parts: [], all })
    expect(asked(undefined, hub)).toMatchObject({ parts: all, all })
    expect(asked('NL-TWO', partyFromKey('NL-DEF'))).toMatchObject({ parts: ['NL-DEF'], all })
  })
})
