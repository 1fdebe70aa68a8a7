import { canonical } from '@interchange/ocpi/canonical'
import { check } from '@interchange/ocpi/define/validate'
import { objectOf } from '@interchange/ocpi/define/version'
import { fake } from '@interchange/ocpi/derive/fake'
import { seeded } from '@interchange/ocpi/derive/random'
import { describe, expect, it } from 'vitest'
import { changesOf, shapeOf } from './shapes.ts'
import { api, apiCalls, strictObjects } from './table.ts'

const tariff = objectOf(canonical, 'Tariff')

describe('the shape of a body', () => {
  it('is the object but for what is said', () => {
    const shape = shapeOf(tariff, { optional: ['id', 'elements'], omit: ['type'], doc: 'Other.' })
    expect(Object.keys(shape.fields)).toEqual(Object.keys(tariff.fields).filter((name) => name !== 'type'))
    expect(shape.fields.id!.card).toBe('?')
    expect(shape.fields.elements!.card).toBe('*')
    expect(shape.fields.currency).toBe(tariff.fields.currency)
    expect(shape.identity).toEqual(['country_code', 'party_id'])
    expect(shape.rules).toEqual(tariff.rules)
  })

  it('cannot be made from fields the object does not have', () => {
    expect(() => shapeOf(tariff, { omit: ['price'] })).toThrow('no field price')
  })

  it('of a patch has every field, none of them required', () => {
    const changes = changesOf(objectOf(canonical, 'EVSE'), 'Changes.')
    expect(Object.values(changes.fields).every(({ card }) => card === '?' || card === '*')).toBe(true)
    expect(changes.patchRequires).toEqual([])
  })
})

describe('the table of calls', () => {
  it('lets the definitions of what is written take what they make up themselves', () => {
    for (const { body } of apiCalls) {
      if (!body || body.shape === 'partial') continue
      for (let seed = 1; seed <= 20; seed++) {
        const made = fake(api, body.name, seeded(seed))
        expect([body.name, seed, check(api, body.name, made).filter(({ severity }) => severity !== 'note')]).toEqual([
          body.name,
          seed,
          [],
        ])
      }
    }
  })

  it('is strict about objects of its own only', () => {
    for (const name of strictObjects) expect(canonical.objects[name]).toBeUndefined()
  })

  it('asks for a key that may write where something is written', () => {
    // What is priced is too much for a URL; nothing is stored.
    const asks = ['postPrice']
    for (const { name, method, scope } of apiCalls)
      if (method !== 'GET' && !asks.includes(name)) expect([name, scope]).not.toEqual([name, 'read'])
  })
})
