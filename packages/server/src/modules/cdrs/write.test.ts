import { convert } from '@interchange/ocpi/convert/chain'
import { check } from '@interchange/ocpi/define/validate'
import { describe, expect, it } from 'vitest'
import { onEachEngine } from '../../../../../tests/support/databases.ts'
import { objectStore, partner, version } from '../../../../../tests/support/object-store.ts'
import { cdr, cdrToken, noonPlus, session } from '../../../../../tests/support/wire-objects.ts'
import type { CDR } from '../../../../ocpi/src/generated/v2.3.0.ts'
import { creditCdr } from './credit.ts'

const cpo = partner('cpo', ['NL-ABC:CPO'])
const at = (id: string) => ({ countryCode: 'NL', partyId: 'ABC', id })

onEachEngine('CDRs', (engine) => {
  const store = objectStore(engine, cpo)

  it('R-CDR-23 a CDR is for the party that pays', async () => {
    expect((await store().whole('cdrs', cdr({ id: 'A1' }))).outcome).toBe('created')
    expect((await store().row('cdrs', at('A1')))!.audience).toEqual(['NL-XYZ'])
  })

  it('R-CDR-06 T-34 the same CDR again is a success, in any order of keys and spelling of numbers, and moves nothing', async () => {
    await store().whole('cdrs', cdr({ id: 'B1' }))
    const position = await store().position()
    const text = JSON.stringify(Object.fromEntries(Object.entries(cdr({ id: 'B1' })).reverse())).replace(':10', ':10.0')
    expect((await store().whole('cdrs', JSON.parse(text), { text })).outcome).toBe('unchanged')
    expect(await store().position()).toBe(position)
  })

  it.each(['push', 'crawl', 'own'] as const)(
    'R-CDR-04 R-CDR-06 another content under the same id is refused (%s)',
    async (source) => {
      const by = source === 'own' ? { partner: null, source } : { source }
      const id = `C-${source}`
      await store().whole('cdrs', cdr({ id }), by)
      const changed = store().whole('cdrs', cdr({ id: id.toLowerCase(), total_energy: 11 }), by)
      await expect(changed).rejects.toMatchObject({ reason: 'immutable', faults: [{ path: '/id' }] })
      expect((await store().object('cdrs', at(id))).total_energy).toBe(10)
    },
  )

  it('the same CDR in another version is the same, and another one is not', async () => {
    const older = { ...cdr({ id: 'D1' }), total_cost: { excl_vat: 2.5, incl_vat: 3.025 } }
    await store().whole('cdrs', older, { version: '2.2.1' })
    const again = convert('2.2.1', '2.3.0', 'CDR', older).object as CDR
    expect((await store().whole('cdrs', again)).outcome).toBe('unchanged')
    const dearer = { ...again, total_cost: { ...again.total_cost, before_taxes: 2.6 } }
    await expect(store().whole('cdrs', dearer)).rejects.toMatchObject({ reason: 'immutable' })
    expect((await store().row('cdrs', at('D1')))!.version).toBe('2.2.1')
  })

  it('R-CDR-07 a credit CDR whose original is not known is stored and reported', async () => {
    const credit = { credit: true, credit_reference_id: 'NOWHERE' }
    const stored = await store().whole('cdrs', cdr({ id: 'E1-C', ...credit }))
    expect(stored.outcome).toBe('created')
    expect(stored.findings).toMatchObject([{ rule: 'R-CDR-07', path: '/credit_reference_id' }])
  })

  it('R-CDR-07 a credit CDR of a known one is stored beside it, found in any case', async () => {
    await store().whole('cdrs', cdr({ id: 'E2' }))
    const credit = creditCdr(cdr({ id: 'e2' }) as CDR, 'E2-C', noonPlus(90))
    expect(await store().whole('cdrs', credit)).toMatchObject({ outcome: 'created', findings: [] })
    expect(await store().object('cdrs', at('E2'))).toEqual(cdr({ id: 'E2' }))
  })

  it('R-CDR-07 a credit of a credit, or of what another party paid, is reported', async () => {
    await store().whole('cdrs', cdr({ id: 'E3' }))
    await store().whole('cdrs', creditCdr(cdr({ id: 'E3' }) as CDR, 'E3-C', noonPlus(90)))
    const twice = creditCdr(cdr({ id: 'E3-C' }) as CDR, 'E3-D', noonPlus(91))
    expect((await store().whole('cdrs', twice)).findings).toHaveLength(1)
    const other = {
      ...creditCdr(cdr({ id: 'E3' }) as CDR, 'E3-E', noonPlus(92)),
      cdr_token: cdrToken({ party_id: 'ZZZ' }),
    }
    expect((await store().whole('cdrs', other)).findings).toMatchObject([{ path: '/cdr_token' }])
  })

  describe('beside the session it is for', () => {
    const own = { partner: null, source: 'own' } as const
    const ended = (id: string, more = {}) =>
      session({ id, status: 'COMPLETED', authorization_reference: 'REF-2', auth_method: 'WHITELIST', ...more })
    const bill = (id: string, more = {}) => cdr({ id, session_id: id, authorization_reference: 'ref-2', ...more })

    it.each([
      ['R-CDR-10 another token', { cdr_token: cdrToken({ uid: 'OTHER' }) }, '/cdr_token/uid', 'R-CDR-10'],
      ['R-CDR-12 a method before the last', { auth_method: 'COMMAND' }, '/auth_method', 'R-CDR-12'],
      [
        'R-CDR-13 a reference before the last',
        { authorization_reference: 'REF-1' },
        '/authorization_reference',
        'R-CDR-13',
      ],
      ['R-CDR-13 no reference', { authorization_reference: undefined }, '/authorization_reference', 'R-CDR-13'],
    ])('%s: refused when we send it, reported when it came', async (name, wrong, path, rule) => {
      const id = name.replaceAll(/\W/g, '-').slice(0, 30)
      await store().whole('sessions', ended(id))
      expect((await store().whole('cdrs', bill(id, wrong))).findings).toMatchObject([{ rule, path }])
      await store().whole('sessions', ended(`own-${id}`), own)
      const issued = store().whole('cdrs', bill(`own-${id}`, wrong), own)
      await expect(issued).rejects.toMatchObject({ reason: 'contradicts', faults: [{ path }] })
      expect((await store().whole('cdrs', bill(`own-${id}`), own)).outcome).toBe('created')
    })

    it('a session that has not ended may still change, and what it leaves out contradicts nothing', async () => {
      await store().whole('sessions', ended('H1', { status: 'ACTIVE' }), own)
      expect((await store().whole('cdrs', bill('H1', { auth_method: 'COMMAND' }), own)).outcome).toBe('created')
      await store().whole('sessions', ended('H2', { authorization_reference: undefined }), own)
      expect((await store().whole('cdrs', bill('H2'), own)).findings).toEqual([])
      expect((await store().whole('cdrs', bill('H3'), own)).findings).toEqual([])
    })
  })

  it('CDRs are neither patched nor removed', async () => {
    await store().whole('cdrs', cdr({ id: 'F1' }))
    const patch = store().patch('cdrs', at('F1'), { total_energy: 1, last_updated: noonPlus(99) })
    await expect(patch).rejects.toMatchObject({ reason: 'immutable' })
    await expect(store().remove('cdrs', at('F1'))).rejects.toMatchObject({ reason: 'kept' })
  })

  it('R-OWN-02 a CDR of a party that is not the sender is refused', async () => {
    await expect(store().whole('cdrs', cdr({ id: 'G1', party_id: 'ZZZ' }))).rejects.toMatchObject({ reason: 'foreign' })
  })
})

it('R-CDR-07 T-52 a credit CDR negates the total cost with its taxes, exactly, and nothing else', () => {
  const cost = {
    before_taxes: 4.4,
    taxes: [
      { name: 'VAT', amount: 0.924, percentage: 21 },
      { name: 'X', amount: 0 },
    ],
  }
  const original = cdr({ id: 'Z1', total_cost: cost, total_energy_cost: { before_taxes: 4.4 } }) as CDR
  const credit = creditCdr(original, 'Z1-CREDIT', noonPlus(120))
  const { id, total_cost, credit: is, credit_reference_id, last_updated, ...rest } = credit
  expect({ id, is, credit_reference_id, last_updated }).toEqual({
    id: 'Z1-CREDIT',
    is: true,
    credit_reference_id: 'Z1',
    last_updated: noonPlus(120),
  })
  expect(total_cost).toEqual({
    before_taxes: -4.4,
    taxes: [
      { name: 'VAT', amount: -0.924, percentage: 21 },
      { name: 'X', amount: 0 },
    ],
  })
  const { id: _i, total_cost: _t, last_updated: _l, ...same } = original
  expect(rest).toEqual(same)
  expect(check(version('2.3.0'), 'CDR', credit)).toEqual([])
})
