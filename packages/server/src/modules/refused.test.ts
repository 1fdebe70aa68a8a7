import { OcpiError } from '@interchange/ocpi/wire/error'
import { describe, expect, it } from 'vitest'
import { asOcpiError, isRefused, Refused, refused } from './refused.ts'

const answer = (module: string, reason: Refused['reason']) => {
  const error = asOcpiError(refused(module, reason, 'why', '/id')) as OcpiError
  expect(error).toBeInstanceOf(OcpiError)
  return [error.http, error.statusCode]
}

describe('how a receiver answers what a write refuses', () => {
  it('R-UPD-07 R-LOC-11 what is not there is 404, with the code that names it where there is one', () => {
    expect(answer('locations', 'unknown')).toEqual([404, 2003])
    expect(answer('locations', 'unknown_parent')).toEqual([404, 2003])
    expect(answer('tokens', 'unknown')).toEqual([404, 2004])
    expect(answer('sessions', 'unknown')).toEqual([404, 2001])
    expect(answer('tariffs', 'foreign')).toEqual([404, 2001])
  })

  it.each(['identity', 'final', 'immutable', 'older', 'kept'] as const)(
    'R-STATUS-02 %s is HTTP 200 with 2001 and the path',
    (reason) => {
      expect(answer('sessions', reason)).toEqual([200, 2001])
      const { faults } = asOcpiError(refused('sessions', reason, 'why', '/id')) as OcpiError
      expect(faults).toEqual([{ path: '/id', message: 'why' }])
    },
  )

  it('anything else is passed on', () => {
    const other = new Error('other')
    expect(asOcpiError(other)).toBe(other)
  })

  it('every fault is in the message, and a reason can be asked for', () => {
    const error = new Refused('tariffs', 'identity', [
      { path: '/id', message: 'is wrong' },
      { path: '', message: 'as a whole' },
    ])
    expect(error.message).toBe('/id: is wrong; as a whole')
    expect([isRefused(error), isRefused(error, 'identity'), isRefused(error, 'final')]).toEqual([true, true, false])
    expect(isRefused(new Error('other'))).toBe(false)
  })
})
