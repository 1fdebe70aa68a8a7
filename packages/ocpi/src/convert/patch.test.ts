import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { change, object } from '../define/object.ts'
import { boolean, int, maybe, one, string } from '../define/type.ts'
import { check } from '../define/validate.ts'
import { defineVersion } from '../define/version.ts'
import { fake } from '../derive/fake.ts'
import { seeded } from '../derive/random.ts'
import { v221 } from '../v2.2.1/index.ts'
import { v230 } from '../v2.3.0/index.ts'
import { convert } from './chain.ts'
import { defineConversion } from './define.ts'

const at = '2026-01-31T12:00:00Z'
const up = (name: string, patch: unknown) => convert('2.2.1', '2.3.0', name, patch, { partial: true })
const down = (name: string, patch: unknown) => convert('2.3.0', '2.2.1', name, patch, { partial: true })

describe('a PATCH', () => {
  it('R-UPD-03 carries what it carried and nothing more', () => {
    expect(up('Session', { total_cost: { excl_vat: 4, incl_vat: 4.4 }, last_updated: at })).toEqual({
      object: { total_cost: { before_taxes: 4, taxes: [{ name: 'VAT', amount: 0.4 }] }, last_updated: at },
      losses: [],
    })
    expect(up('Tariff', { currency: 'EUR' })).toEqual({ object: { currency: 'EUR' }, losses: [] })
    const status = { status: 'CHARGING', last_updated: at }
    expect(down('EVSE', status).object).toBe(status)
  })

  it('leaves out what the target does not have, as a loss', () => {
    expect(down('Location', { help_phone: '+31', last_updated: at })).toEqual({
      object: { last_updated: at },
      losses: [{ path: '/help_phone', why: 'OCPI 2.2.1 has no such field; left out' }],
    })
  })

  it('keeps items of a list that the target knows', () => {
    expect(down('EVSE', { parking_restrictions: ['TAXIS', 'EV_ONLY'], last_updated: at })).toMatchObject({
      object: { parking_restrictions: ['EV_ONLY'], last_updated: at },
      losses: [{ path: '/parking_restrictions/0' }],
    })
  })

  it.each([
    ['a field', 'Location', { parking_type: 'ON_THE_MOON', last_updated: at }, 'parking_type'],
    ['all of a list', 'EVSE', { parking_restrictions: ['TAXIS'], last_updated: at }, 'parking_restrictions'],
    ['a required field', 'Connector', { standard: 'MCS', last_updated: at }, 'standard'],
  ])('R-UPD-09 cannot say that %s has no value any more: the whole object is needed', (_what, name, patch, field) => {
    expect(down(name, patch)).toMatchObject({
      object: undefined,
      needsFull: `${field} has no value the target knows, and a PATCH cannot remove it`,
    })
  })

  it('cannot make a field from others it does not carry', () => {
    expect(down('Tariff', { elements: [] })).toMatchObject({
      object: undefined,
      needsFull: 'elements, tariff_alt_text cannot be made without tax_included, elements, tariff_alt_text',
    })
    expect(down('Credentials', { hub_party_id: 'NLHUB' })).toMatchObject({ object: undefined })
    expect(down('Tariff', { min_price: null })).toMatchObject({ object: undefined })
  })

  it('R-UPD-09 a field that a rule makes cannot be taken away either', () => {
    const from = defineVersion('1', [
      { objects: { Box: object('', { side: one(int()), lid: maybe(boolean), note: maybe(string()) }) } },
    ])
    const to = defineVersion(
      '2',
      [{ objects: { Box: change({ remove: ['side'], add: { volume: one(int()) } }) } }],
      from,
    )
    const step = defineConversion(from, to, {
      objects: {
        Box: {
          make: [
            {
              from: ['side'],
              to: ['volume'],
              by: ({ side }) => (Number(side) > 9 ? {} : { volume: Number(side) ** 3 }),
            },
            { from: ['lid', 'note'], to: ['lid', 'note'], by: ({ lid, note }) => (lid ? { lid, note } : { lid }) },
          ],
        },
      },
    })
    const patched = (patch: object) => step.convert('Box', patch, { partial: true })
    expect(patched({ side: 2 })).toMatchObject({ object: { volume: 8 }, losses: [] })
    expect(patched({ side: 10 })).toMatchObject({
      object: undefined,
      needsFull: 'volume has no value the target knows',
    })
    expect(patched({ lid: true, note: 'a' }).object).toEqual({ lid: true, note: 'a' })
    expect(patched({ lid: false, note: 'a' })).toMatchObject({
      object: undefined,
      needsFull: 'note has no value the target knows, and a PATCH cannot remove it',
    })
  })

  it('makes a field when it carries all it is made from', () => {
    expect(down('Tariff', { min_price: { before_taxes: 1 } })).toEqual({
      object: { min_price: { excl_vat: 1 } },
      losses: [],
    })
  })

  it('hands null of a copied field through', () => {
    expect(down('Location', { parking_type: null, last_updated: at })).toEqual({
      object: { parking_type: null, last_updated: at },
      losses: [],
    })
  })

  it("keeps fields of the sender's own", () => {
    expect(down('Location', { own: 1, last_updated: at }).object).toEqual({ own: 1, last_updated: at })
    expect(up('Location', { help_phone: 12, last_updated: at })).toMatchObject({
      object: { last_updated: at },
      losses: [{ path: '/help_phone' }],
    })
  })

  it('is valid in the target, or says that the whole object is needed', () => {
    const names = Object.keys(v230.objects).filter((name) => v230.objects[name]!.patchRequires.length > 0)
    expect(names).toEqual(['Location', 'EVSE', 'Connector', 'Session', 'Token'])
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(), fc.boolean(), (name, seed, upward) => {
        const [from, to] = upward ? [v221, v230] : [v230, v221]
        const random = seeded(seed)
        const whole = fake(from, name, random)
        const patch = Object.fromEntries(
          Object.entries(whole).filter(([field]) => field === 'last_updated' || random.chance(0.3)),
        )
        const { object, needsFull } = convert(from, to, name, patch, { partial: true })
        expect(object === undefined).toBe(needsFull !== undefined)
        if (object === undefined) return
        const faults = check(to, name, object, { partial: true }).filter(({ severity }) => severity !== 'note')
        expect(faults).toEqual([])
        const full = convert(from, to, name, whole).object as Record<string, unknown> | undefined
        if (full) for (const [field, value] of Object.entries(object as object)) expect(value).toEqual(full[field])
      }),
      { numRuns: 400 },
    )
  })
})
