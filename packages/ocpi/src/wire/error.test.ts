import { describe, expect, it } from 'vitest'
import * as errors from './error.ts'

const pair = (error: errors.OcpiError) => [error.http, error.statusCode]

describe('OcpiError', () => {
  it('R-STATUS-02 content errors are HTTP 200 with their OCPI code', () => {
    expect(pair(errors.invalidParameters('x'))).toEqual([200, 2001])
    expect(pair(errors.notEnoughInformation())).toEqual([200, 2002])
    expect(pair(errors.unknownLocation())).toEqual([200, 2003])
    expect(pair(errors.serverError())).toEqual([200, 3000])
    expect(pair(errors.unableToUseApi('x'))).toEqual([200, 3001])
    expect(pair(errors.unsupportedVersion())).toEqual([200, 3002])
    expect(pair(errors.missingEndpoints('x'))).toEqual([200, 3003])
    expect(pair(errors.hubError('x'))).toEqual([200, 4000])
    expect(pair(errors.unknownReceiver())).toEqual([200, 4001])
    expect(pair(errors.forwardTimeout())).toEqual([200, 4002])
    expect(pair(errors.notConnected())).toEqual([200, 4003])
  })

  it('R-STATUS-13 HTTP errors carry an envelope code of the 2000 range', () => {
    expect(pair(errors.badJson('x'))).toEqual([400, 2000])
    expect(pair(errors.unauthorized())).toEqual([401, 2000])
    expect(pair(errors.notFound())).toEqual([404, 2000])
    expect(pair(errors.methodNotAllowed(['GET']))).toEqual([405, 2000])
    expect(pair(errors.tooLarge(5))).toEqual([413, 2000])
    expect(pair(errors.tooManyRequests(1))).toEqual([429, 2000])
  })

  it('R-SES-16 R-TOK-08 the two pairs of HTTP 404 and an OCPI code that the specification names', () => {
    expect(pair(errors.unknownToken())).toEqual([404, 2004])
    expect(errors.unknownToken().data).toBeUndefined()
    expect(pair(errors.notCapable('x'))).toEqual([404, 2001])
  })

  it('R-UPD-07 a 404 can carry the code of what is missing', () => {
    expect(pair(errors.notFound('no such Location', 'unknownLocation'))).toEqual([404, 2003])
    expect(errors.notFound('no such Location', 'unknownLocation').message).toBe('no such Location')
  })

  it('every fault is named with its path', () => {
    const error = errors.invalidParameters([
      { path: '/last_updated', message: 'is missing' },
      { path: '', message: 'is an array' },
    ])
    expect(error.message).toBe('/last_updated: is missing; is an array')
    expect(error.faults).toHaveLength(2)
  })

  it('a message stays short when there are many faults, all of which are kept', () => {
    const faults = Array.from({ length: 14 }, (_, index) => ({ path: `/${index}`, message: 'is wrong' }))
    const error = errors.invalidParameters(faults)
    expect(error.message.endsWith('/9: is wrong; and 4 more')).toBe(true)
    expect(error.faults).toHaveLength(14)
    expect(errors.invalidParameters(faults.slice(0, 10)).message).not.toContain('more')
  })

  it('an error without a message of its own has the meaning of its code', () => {
    expect(errors.unknownReceiver().message).toBe('Unknown receiver')
    expect(errors.serverError().faults).toEqual([])
    expect(errors.serverError().headers).toEqual({})
  })

  it('R-CMD-08 an unknown Location can carry the command response', () => {
    expect(errors.unknownLocation({ result: 'REJECTED' }).data).toEqual({ result: 'REJECTED' })
  })

  it('405 says what is allowed, 401 and 429 say how to go on', () => {
    expect(errors.methodNotAllowed(['GET', 'PUT']).headers).toEqual({ Allow: 'GET, PUT' })
    expect(errors.methodNotAllowed(['GET', 'PUT']).message).toContain('GET, PUT')
    expect(errors.methodNotAllowed([]).headers).toEqual({ Allow: '' })
    expect(errors.methodNotAllowed([]).message).toBe('Not allowed now')
    expect(errors.methodNotAllowed([], 'already registered').message).toBe('already registered')
    expect(errors.unauthorized().message).toContain('credentials token')
    expect(errors.notFound().message).toBe('There is no such resource')
    expect(errors.tooManyRequests(1.2).message).toContain('2 s')
    expect(errors.unauthorized().headers).toEqual({ 'WWW-Authenticate': 'Token' })
    expect(errors.tooManyRequests(1.2).headers).toEqual({ 'Retry-After': '2' })
    expect(errors.tooManyRequests(0).headers).toEqual({ 'Retry-After': '1' })
    expect(errors.tooLarge(1024).message).toContain('1024')
  })

  it('the cause of a server error is kept and not told', () => {
    const cause = new Error('password=1')
    expect(errors.serverError(cause).cause).toBe(cause)
    expect(errors.serverError(cause).message).toBe('Server error')
    expect('cause' in errors.serverError()).toBe(false)
  })

  it('is an Error with a name to look for', () => {
    expect(errors.notFound()).toBeInstanceOf(Error)
    expect(errors.notFound().name).toBe('OcpiError')
  })
})
