import { describe, expect, it } from 'vitest'
import { headerOf, idHeaders, messageIds, nextIds, readRouting, routingHeaders, swapRouting } from './headers.ts'

const numbered = () => {
  let count = 0
  return () => `id-${++count}`
}

describe('header lookup', () => {
  it('R-AUTH-10 names are found in any case', () => {
    expect(headerOf({ AUTHORIZATION: 'a' }, 'Authorization')).toBe('a')
    expect(headerOf({ authorization: 'a' }, 'Authorization')).toBe('a')
    expect(headerOf({ 'oCPI-TO-party-id': 'TNM' }, 'OCPI-to-party-id')).toBe('TNM')
    expect(headerOf({ 'x-other': 'a' }, 'Authorization')).toBeUndefined()
  })

  it('repeated headers are joined, empty ones are absent, white space around is dropped', () => {
    expect(headerOf({ link: ['<a>; rel="next"', '<b>'] }, 'Link')).toBe('<a>; rel="next", <b>')
    expect(headerOf({ link: ' ' }, 'Link')).toBeUndefined()
    expect(headerOf({ link: [] }, 'Link')).toBeUndefined()
    expect(headerOf({ Link: undefined }, 'Link')).toBeUndefined()
    expect(headerOf({ link: ' a ' }, 'Link')).toBe('a')
  })

  it('what every object inherits is no header', () => {
    expect(headerOf({}, 'constructor')).toBeUndefined()
    expect(headerOf({}, '__proto__')).toBeUndefined()
  })
})

describe('message ids', () => {
  it('R-ID-02 R-ID-03 the answer repeats what came', () => {
    const ids = messageIds({ 'x-request-id': 'r1', 'x-correlation-id': 'c1' }, numbered())
    expect(idHeaders(ids)).toEqual({ 'X-Request-ID': 'r1', 'X-Correlation-ID': 'c1' })
  })

  it('R-ID-07 missing ids are made', () => {
    expect(messageIds({ 'X-Correlation-Id': 'c1' }, numbered())).toEqual({ requestId: 'id-1', correlationId: 'c1' })
    expect(messageIds({}, numbered())).toEqual({ requestId: 'id-1', correlationId: 'id-2' })
  })

  it('R-ID-05 what a message causes has a new request id and keeps the correlation', () => {
    expect(nextIds(numbered(), 'c1')).toEqual({ requestId: 'id-1', correlationId: 'c1' })
    expect(nextIds(numbered())).toEqual({ requestId: 'id-1', correlationId: 'id-2' })
  })
})

const tnm = { countryCode: 'NL', partyId: 'TNM' }
const bec = { countryCode: 'BE', partyId: 'BEC' }

describe('routing headers', () => {
  it('R-ROUTE-01 all four are written and read back', () => {
    const headers = routingHeaders({ from: tnm, to: bec })
    expect(headers).toEqual({
      'OCPI-to-country-code': 'BE',
      'OCPI-to-party-id': 'BEC',
      'OCPI-from-country-code': 'NL',
      'OCPI-from-party-id': 'TNM',
    })
    expect(readRouting(headers)).toEqual({ routing: { from: tnm, to: bec }, faults: [] })
  })

  it('R-ROUTE-20 open routing leaves out both TO headers', () => {
    expect(Object.keys(routingHeaders({ from: tnm }))).toEqual(['OCPI-from-country-code', 'OCPI-from-party-id'])
    expect(readRouting(routingHeaders({ from: tnm }))).toEqual({ routing: { from: tnm }, faults: [] })
    expect(routingHeaders({})).toEqual({})
    expect(readRouting({})).toEqual({ routing: {}, faults: [] })
  })

  it('R-ROUTE-04 the answer swaps sender and receiver', () => {
    expect(swapRouting({ from: tnm, to: bec })).toEqual({ from: bec, to: tnm })
    expect(swapRouting({ from: tnm })).toEqual({ to: tnm })
    expect(swapRouting({})).toEqual({})
  })

  it('R-ROUTE-07 the spelling of a party is kept', () => {
    expect(readRouting({ 'ocpi-to-country-code': 'nl', 'ocpi-to-party-id': 'tNm' }).routing.to).toEqual({
      countryCode: 'nl',
      partyId: 'tNm',
    })
  })

  it.each([
    ['OCPI-to-country-code', 'OCPI-to-party-id'],
    ['OCPI-to-party-id', 'OCPI-to-country-code'],
    ['OCPI-from-country-code', 'OCPI-from-party-id'],
    ['OCPI-from-party-id', 'OCPI-from-country-code'],
  ])('R-ROUTE-03 %s without %s is a fault, never half a party', (given, missing) => {
    const { routing, faults } = readRouting({ [given]: given.endsWith('code') ? 'NL' : 'TNM' })
    expect(routing).toEqual({})
    expect(faults).toEqual([{ path: missing, message: `is missing although ${given} is given; a party needs both` }])
  })

  it('values that name no party are faults of their header', () => {
    const read = (country: string, party: string) =>
      readRouting({ 'ocpi-to-country-code': country, 'ocpi-to-party-id': party })
    expect(read('NLD', 'TNM').faults).toEqual([
      { path: 'OCPI-to-country-code', message: 'is not a two-letter country code' },
    ])
    expect(read('N', 'TNM').faults).toHaveLength(1)
    expect(read('NL', 'TNMX').faults).toEqual([
      { path: 'OCPI-to-party-id', message: 'is not a party id of three characters' },
    ])
    expect(read('NL', 'TN').faults).toHaveLength(1)
    expect(read('N L', 'T M').faults).toHaveLength(2)
    expect(read('NL', 'T M').routing.to).toBeUndefined()
    expect(read('NL', 'TNé').faults).toHaveLength(1)
  })

  it('a fault in one party leaves the other readable', () => {
    const { routing, faults } = readRouting({ ...routingHeaders({ from: tnm }), 'OCPI-to-party-id': 'BEC' })
    expect(routing).toEqual({ from: tnm })
    expect(faults).toHaveLength(1)
  })
})
