import { describe, expect, it } from 'vitest'
import { ask, base64, bed, location, now, partner, putLocation } from '../../../../tests/support/pipeline-bed.ts'
import { rateLimit } from './rate-limit.ts'

describe('who asks', () => {
  it.each([
    ['no header', {}],
    ['an unknown token', { authorization: base64('nobody') }],
    ['a token that is not encoded', { authorization: 'Token token-of-emsp' }],
    ['another scheme', { authorization: `Bearer ${Buffer.from('token-of-emsp').toString('base64')}` }],
  ])('R-AUTH-04 R-AUTH-05 R-AUTH-12 %s is answered 401, with an envelope', async (_, headers) => {
    for (const url of ['/ocpi/versions', '/ocpi/2.2.1/credentials', '/ocpi/2.2.1/sender/locations', '/ocpi/nothing']) {
      const { status, envelope, call } = await ask('GET', url, { from: '', headers })
      expect(status).toBe(401)
      expect(envelope).toMatchObject({ status_code: 2000, timestamp: now.toISOString() })
      expect(call).toBeUndefined()
    }
  })

  it('R-AUTH-05 a raw token is accepted of a partner set so, and of no other', async () => {
    const raw = {
      from: '',
      headers: { authorization: 'Token token-of-raw', 'ocpi-to-country-code': 'NL', 'ocpi-to-party-id': 'CPO' },
    }
    expect((await ask('GET', '/ocpi/2.2.1/sender/locations', raw)).status).toBe(200)
  })

  it('R-AUTH-10 R-AUTH-11 the names of headers and the word Token may be in any case', async () => {
    const headers = { AUTHORIZATION: base64('token-of-emsp').replace('Token', 'token') }
    expect((await ask('GET', '/ocpi/versions', { from: '', headers })).status).toBe(200)
  })

  it('R-AUTH-06 a CREDENTIALS_TOKEN_A opens versions and credentials, and 401 is the answer everywhere else', async () => {
    for (const url of ['/ocpi/versions', '/ocpi/2.2.1', '/ocpi/2.3.0/credentials']) {
      expect((await ask('GET', url, { from: 'invited' })).call?.tokenA).toBe(true)
    }
    for (const url of ['/ocpi/2.2.1/sender/locations', '/ocpi/2.2.1/receiver/hubclientinfo/NL/ABC', '/ocpi/2.2.1/x']) {
      expect((await ask('GET', url, { from: 'invited' })).status).toBe(401)
    }
  })

  it('a suspended partner reaches versions and credentials only', async () => {
    expect((await ask('GET', '/ocpi/versions', { from: 'suspended' })).status).toBe(200)
    const { status, envelope } = await ask('GET', '/ocpi/2.2.1/sender/locations', { from: 'suspended' })
    expect([status, envelope.status_code]).toEqual([200, 2000])
  })
})

describe('message ids', () => {
  it('R-ID-02 R-ID-03 both are repeated on the answer, errors included', async () => {
    const headers = { 'x-request-id': 'req-1', 'x-correlation-id': 'cor-1' }
    for (const from of ['emsp', '']) {
      const answered = await ask('GET', '/ocpi/versions', { from, headers })
      expect(answered.headers).toMatchObject({ 'X-Request-ID': 'req-1', 'X-Correlation-ID': 'cor-1' })
    }
  })

  it('R-ID-07 a request without them gets ids that were made for it', async () => {
    const { headers, call } = await ask('GET', '/ocpi/versions')
    expect(headers['X-Request-ID']).toMatch(/^made-/)
    expect(headers['X-Correlation-ID']).toBe(call?.correlationId)
  })
})

describe('which endpoint is meant', () => {
  it.each([
    ['GET', '/ocpi/2.2.1/sender/nothing'],
    ['GET', '/ocpi/2.2.1/middle/locations'],
    ['GET', '/ocpi/9.9.9/sender/locations'],
    ['GET', '/ocpi/9.9.9'],
    ['GET', '/ocpi'],
    ['GET', '/ocpi/2.2.1/sender/versions'],
    ['GET', '/ocpi/2.2.1/sender/credentials'],
    ['GET', '/ocpi/2.2.1/sender/constructor'],
    ['GET', '/ocpi/2.2.1/__proto__/locations'],
    ['GET', '/ocpi/2.2.1/sender/locations/a/b/c/d'],
    ['GET', '/ocpi/2.2.1/sender/locations/%zz'],
    ['GET', '/ocpi/2.2.1/sender/locations/%00'],
    ['PATCH', '/ocpi/2.2.1/receiver/sessions/DE/CPO/101/charging_periods'],
  ])('R-STATUS-03 %s %s is answered 404', async (method, url) => {
    const { status, envelope } = await ask(method, url)
    expect(status).toBe(404)
    expect(envelope.status_code).toBe(2000)
  })

  it('R-STATUS-13 a method the endpoint does not have is answered 405 with those it has', async () => {
    const { status, headers } = await ask('POST', '/ocpi/2.2.1/receiver/tokens/DE/EMP/1')
    expect(status).toBe(405)
    expect(headers.Allow).toBe('GET, PUT, PATCH')
  })

  it('a side that no role of the given parties offers does not exist, whatever the method', async () => {
    expect((await ask('GET', '/ocpi/2.2.1/sender/locations', { from: 'cpo' })).status).toBe(404)
    expect((await ask('DELETE', '/ocpi/2.2.1/sender/locations', { from: 'cpo' })).status).toBe(404)
  })

  it('another version than the one in use is answered 404, but not for versions, details and credentials', async () => {
    expect((await ask('GET', '/ocpi/2.3.0/sender/locations')).status).toBe(404)
    expect((await ask('GET', '/ocpi/2.3.0')).status).toBe(200)
    expect((await ask('GET', '/ocpi/2.3.0/credentials')).status).toBe(200)
  })

  it('T-02 a trailing slash changes nothing', async () => {
    expect((await ask('GET', '/ocpi/2.2.1/sender/locations/')).call?.endpoint.name).toBe('getLocations')
    expect((await ask('GET', '/ocpi/2.2.1/sender/locations/LOC1/')).call?.params).toEqual({ location_id: 'LOC1' })
  })

  it('T-55 a segment is decoded once, and a slash in it is no separator', async () => {
    const { call } = await ask('GET', '/ocpi/2.2.1/sender/locations/a%2Fb%2520c')
    expect(call?.params).toEqual({ location_id: 'a/b%20c' })
  })

  it('text in the query changes no rule', async () => {
    expect((await ask('GET', '/ocpi/2.2.1/sender/locations?x=/ocpi/versions', { from: 'invited' })).status).toBe(401)
    expect((await ask('GET', '/ocpi/2.2.1/sender/locations?x=versions')).call?.endpoint.name).toBe('getLocations')
  })

  it('the handler learns its public URL without query', async () => {
    const { call } = await ask('GET', '/ocpi/2.2.1/sender/locations/?limit=2')
    expect(call?.publicUrl).toBe('https://ocpi.example.com/ocpi/2.2.1/sender/locations')
  })
})

const routing = (to: string, from: string) => ({
  'ocpi-to-country-code': to.slice(0, 2),
  'ocpi-to-party-id': to.slice(3),
  'ocpi-from-country-code': from.slice(0, 2),
  'ocpi-from-party-id': from.slice(3),
})

describe('who asks whom', () => {
  it('R-ROUTE-04 R-ROUTE-07 the answer swaps the headers, written in any case', async () => {
    const { headers, call } = await ask('GET', '/ocpi/2.2.1/sender/locations', { headers: routing('nl-cpo', 'de-emp') })
    expect(headers).toMatchObject({
      'OCPI-to-country-code': 'de',
      'OCPI-to-party-id': 'emp',
      'OCPI-from-country-code': 'nl',
      'OCPI-from-party-id': 'cpo',
    })
    expect(call?.to).toMatchObject({ countryCode: 'NL', partyId: 'CPO' })
  })

  it('T-39 errors swap them too', async () => {
    const cases = [
      await ask('GET', '/ocpi/2.2.1/sender/locations', { from: '', headers: routing('NL-CPO', 'DE-EMP') }),
      await ask('DELETE', '/ocpi/2.2.1/sender/locations', { headers: routing('NL-CPO', 'DE-EMP') }),
      await ask('GET', '/ocpi/2.2.1/sender/locations?limit=x', { headers: routing('NL-CPO', 'DE-EMP') }),
    ]
    expect(cases.map(({ status }) => status)).toEqual([401, 405, 200])
    for (const { headers } of cases) {
      expect(headers).toMatchObject({ 'OCPI-to-party-id': 'EMP', 'OCPI-from-party-id': 'CPO' })
    }
  })

  it('R-ROUTE-02 T-40 configuration modules ignore them and answer without', async () => {
    const { status, headers } = await ask('GET', '/ocpi/versions', { headers: routing('XX-XXX', 'YY-YYY') })
    expect(status).toBe(200)
    expect(Object.keys(headers).filter((name) => name.startsWith('OCPI'))).toEqual([])
  })

  it('half a party is answered 2001 naming the missing header', async () => {
    const { envelope } = await ask('GET', '/ocpi/2.2.1/sender/locations', { headers: { 'ocpi-to-party-id': 'CPO' } })
    expect(envelope.status_code).toBe(2001)
    expect(envelope.status_message).toContain('OCPI-to-country-code')
  })

  it('R-ROUTE-09 a party that is not ours, or not given to this partner, is answered 2001', async () => {
    for (const to of ['XX-ZZZ', 'BE-MSP']) {
      const { envelope, call } = await putLocation({ headers: routing(to, 'DE-CPO') })
      expect(envelope.status_code).toBe(2001)
      expect(call).toBeUndefined()
    }
  })

  it('R-ROUTE-08 a sender that is not a party of the connection is answered 2001', async () => {
    const { envelope, call } = await putLocation({ headers: routing('NL-MSP', 'DE-EMP') })
    expect(envelope.status_code).toBe(2001)
    expect(call).toBeUndefined()
  })

  it('R-ROUTE-03 without headers the only party that offers it is meant, and the only one that can ask', async () => {
    const { call, headers } = await ask('GET', '/ocpi/2.2.1/sender/locations')
    expect(call?.to).toMatchObject({ partyId: 'CPO' })
    expect(call?.from).toMatchObject({ countryCode: 'DE', partyId: 'EMP' })
    expect(headers).toMatchObject({ 'OCPI-to-party-id': 'EMP', 'OCPI-from-party-id': 'CPO' })
  })

  it('R-ROUTE-03 without headers nobody is picked among several parties', async () => {
    const { envelope, call } = await ask('PUT', '/ocpi/2.2.1/receiver/locations/FR/ONE/LOC1', {
      from: 'both',
      body: { ...location, country_code: 'FR', party_id: 'ONE' },
    })
    expect(envelope.status_code).toBe(2001)
    expect(envelope.status_message).toContain('OCPI-to-party-id')
    expect(call).toBeUndefined()
  })

  it('a URL that we gave out earlier needs no headers', async () => {
    const { call } = await ask('POST', '/ocpi/2.2.1/sender/commands/START_SESSION/c1', {
      from: 'both',
      body: { result: 'ACCEPTED' },
    })
    expect(call?.endpoint.name).toBe('postResult')
    expect(call?.to).toBeUndefined()
  })

  it('R-OWN-02 R-OWN-09 objects of a party the connection does not speak for are answered 404', async () => {
    for (const method of ['GET', 'PUT', 'PATCH']) {
      const { status, call } = await ask(method, '/ocpi/2.2.1/receiver/locations/FR/ONE/LOC1', {
        from: 'cpo',
        body: location,
      })
      expect(status).toBe(404)
      expect(call).toBeUndefined()
    }
  })

  it('the owner in the URL asks where a partner speaks for several parties', async () => {
    const { call } = await ask('GET', '/ocpi/2.2.1/receiver/locations/FR/TWO/LOC1', {
      from: 'both',
      headers: { 'ocpi-to-country-code': 'NL', 'ocpi-to-party-id': 'MSP' },
    })
    expect(call?.from).toEqual({ countryCode: 'FR', partyId: 'TWO' })
  })
})

describe('a partner whose registration is not answered yet', () => {
  it('is waited for, as it may call before our side has read its answer', async () => {
    await partner('early', [['AT-EAR', 'EMSP']], { status: 'invited', version: null })
    await bed.store.deleteTokens('early')
    await bed.store.addToken('early', 'token-of-early', 'P', now)
    await bed.directory.reload()
    const open = ask('GET', '/ocpi/2.2.1/sender/locations', { from: 'early' })
    await partner('early', [['AT-EAR', 'EMSP']]).catch(() => undefined)
    await bed.store.addToken('early', 'token-of-early', 'C', now)
    await bed.directory.reload()
    const { status, call } = await open
    expect(status).toBe(200)
    expect(call?.partner.status).toBe('registered')
  })

  it('is answered 401 when it comes to nothing', async () => {
    await partner('never', [], { status: 'invited', version: null })
    await bed.store.deleteTokens('never')
    await bed.store.addToken('never', 'token-of-never', 'P', now)
    await bed.directory.reload()
    const open = ask('GET', '/ocpi/2.2.1/sender/locations', { from: 'never' })
    await bed.store.deletePartner('never')
    await bed.directory.reload()
    expect((await open).status).toBe(401)
  })
})

describe('too many requests', () => {
  it('of one partner are answered 429 with Retry-After, until time has passed', () => {
    let at = 0
    const limits = rateLimit(2, { now: () => new Date(at) })
    for (let request = 0; request < 20; request++) expect(limits.take('a')).toBe(0)
    expect(limits.take('a')).toBe(0.5)
    expect(limits.take('b')).toBe(0)
    at = 500
    expect(limits.take('a')).toBe(0)
    expect(limits.take('a')).toBe(0.5)
  })
})
