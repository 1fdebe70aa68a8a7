import { expect, expectTypeOf, test } from 'vitest'
import {
  accepts,
  canonical,
  check,
  convert,
  createClient,
  decodeAuthorization,
  type EVSE,
  encodeAuthorization,
  fake,
  fromCanonical,
  type Location,
  OcpiError,
  type Price,
  register,
  salvage,
  seeded,
  statusCodes,
  toCanonical,
  type V221,
  type V230,
  v221,
  v230,
  versionOf,
} from './index.ts'

test('the front door has what a program begins with', () => {
  expect(versionOf('2.2.1')).toBe(v221)
  expect(canonical).toBe(v230)
  const token = fake(v221, 'Token', seeded(1))
  expect(check(v221, 'Token', token)).toEqual([])
  expect(accepts(v221, 'Token', {})).toBe(false)
  expect(salvage(v221, 'Token', { ...token, language: 5 }).leftOut).toHaveLength(1)
  expect(convert('2.2.1', '2.3.0', 'Price', { excl_vat: 4, incl_vat: 4.4 })).toEqual({
    object: { before_taxes: 4, taxes: [{ name: 'VAT', amount: 0.4 }] },
    losses: [],
  })
  expect(decodeAuthorization(encodeAuthorization('secret'))).toBe('secret')
  expect(new OcpiError('invalidParameters').statusCode).toBe(2001)
  expect(statusCodes[0].code).toBe(1000)
  expect([typeof register, typeof createClient]).toEqual(['function', 'function'])
})

test('types: the canonical objects by their names, each version in a space of its own', () => {
  expectTypeOf<Location>().toEqualTypeOf<V230.Location>()
  expectTypeOf<Price>().toEqualTypeOf<V230.Price>()
  expectTypeOf<V221.Price>().toHaveProperty('excl_vat')
  expectTypeOf<Price>().not.toHaveProperty('excl_vat')
  expectTypeOf<EVSE['status']>().not.toEqualTypeOf<string>()
})

test('an object of any version is lifted to the canonical one and brought back, typed', () => {
  const session = fake(v221, 'Session', seeded(2))
  const lifted = toCanonical('2.2.1', 'Session', session)
  expectTypeOf(lifted.object).toEqualTypeOf<V230.Session | undefined>()
  expect(check(v230, 'Session', lifted.object)).toEqual([])
  expect(fromCanonical('2.2.1', 'Session', lifted.object!)).toEqual({ object: session, losses: [] })
  const patch = toCanonical(v221, 'Session', { kwh: 1 }, { partial: true })
  expectTypeOf(patch.object).toEqualTypeOf<Partial<V230.Session> | undefined>()
  expect(patch.object).toEqual({ kwh: 1 })
  expect(fromCanonical(v221, 'Connector', { standard: 'MCS' }, { partial: true })).toMatchObject({
    object: undefined,
    needsFull: 'standard has no value the target knows, and a PATCH cannot remove it',
  })
})
