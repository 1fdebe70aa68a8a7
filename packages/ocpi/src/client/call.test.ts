import { describe, expect, it } from 'vitest'
import { type Endpoint, get, list, module, patch, post, put } from '../define/endpoint.ts'
import { dateTime, one } from '../define/type.ts'
import { call, type Session } from './call.ts'
import { type TransportAnswer, TransportError, type TransportRequest } from './transport.ts'

const functional = module('locations', 'functional', '', {})
const configuration = module('credentials', 'configuration', '', {})
const putEvse = put('putEvse', '{country_code}/{party_id}/{location_id}/{evse_uid}', 'EVSE', '')
const getLocation = get('getLocation', '{location_id}', 'Location', '')
const getLocations = list('getLocations', 'Location', '')
const params = { country_code: 'NL', party_id: 'TNM', location_id: 'LOC1', evse_uid: '3256' }
const baseUrl = 'https://a.example/ocpi/locations/'
const routing = { from: { countryCode: 'NL', partyId: 'TNM' }, to: { countryCode: 'BE', partyId: 'BEC' } }

const envelope = (fields: object) => JSON.stringify({ status_code: 1000, timestamp: '2026-01-01T00:00:00Z', ...fields })

/** A partner that always answers the same, and what it was sent. */
function partner(answer: Partial<TransportAnswer> | Error = {}, more: Partial<Session> = {}) {
  const requests: TransportRequest[] = []
  let ids = 0
  const session: Session = {
    transport: async (request) => {
      requests.push(request)
      if (answer instanceof Error) throw answer
      return { status: 200, headers: {}, body: envelope({}), ...answer }
    },
    token: 'token-c',
    newId: () => `id-${++ids}`,
    ...more,
  }
  return { requests, session }
}

describe('a request', () => {
  it('R-AUTH-01 R-FMT-01 R-ID-01 R-ROUTE-01 carries everything a functional module asks for', async () => {
    const { requests, session } = partner({}, { routing })
    const body = { uid: '3256', status: 'AVAILABLE' }
    await call({ module: functional, endpoint: putEvse }, { baseUrl, params, body }, session)
    expect(requests).toEqual([
      {
        method: 'PUT',
        url: 'https://a.example/ocpi/locations/NL/TNM/LOC1/3256',
        headers: {
          Authorization: 'Token dG9rZW4tYw==',
          Accept: 'application/json',
          'Content-Type': 'application/json',
          'X-Request-ID': 'id-1',
          'X-Correlation-ID': 'id-2',
          'OCPI-to-country-code': 'BE',
          'OCPI-to-party-id': 'BEC',
          'OCPI-from-country-code': 'NL',
          'OCPI-from-party-id': 'TNM',
        },
        body: JSON.stringify(body),
        timeoutMs: 30_000,
        maxBytes: 32 * 1024 * 1024,
      },
    ])
  })

  it('R-ROUTE-02 R-VER-12 to a configuration module carries no routing headers', async () => {
    const { requests, session } = partner({ body: envelope({ data: {} }) }, { routing })
    await call({ module: configuration, endpoint: get('getCredentials', '', 'Credentials', '') }, { baseUrl }, session)
    expect(Object.keys(requests[0]!.headers)).toEqual(['Authorization', 'Accept', 'X-Request-ID', 'X-Correlation-ID'])
  })

  it('R-ID-01 every request has an id of its own, and the correlation goes on where there is one', async () => {
    const { requests, session } = partner({}, { correlationId: 'c-1' })
    for (const _ of [1, 2]) await call({ module: functional, endpoint: getLocations }, { baseUrl }, session)
    expect(requests.map(({ headers }) => [headers['X-Request-ID'], headers['X-Correlation-ID']])).toEqual([
      ['id-1', 'c-1'],
      ['id-2', 'c-1'],
    ])
  })

  it('R-FMT-02 without a body has no Content-Type', async () => {
    const { requests, session } = partner()
    const authorize = post('postAuthorize', '{token_uid}/authorize', undefined, '')
    const optional: Endpoint = { ...authorize, body: { name: 'LocationReferences', shape: 'optional' } }
    await call({ module: functional, endpoint: optional }, { baseUrl, params: { token_uid: '1' } }, session)
    expect(requests[0]!.headers).not.toHaveProperty('Content-Type')
    expect(requests[0]!.body).toBeUndefined()
  })

  it('text goes out letter by letter', async () => {
    const { requests, session } = partner()
    const bodyText = '{ "price": 1.10, "big": 12345678901234567890 }'
    await call({ module: functional, endpoint: putEvse }, { baseUrl, params, bodyText }, session)
    expect(requests[0]!.body).toBe(bodyText)
  })

  it('a whole URL is used as it was given', async () => {
    const { requests, session } = partner()
    const url = 'https://b.example/cb?a=%7e&b'
    const endpoint = post('postResult', '{id}', 'CommandResult', '', { urlFrom: 'response_url' })
    await call({ module: functional, endpoint }, { url, body: {} }, session)
    expect(requests[0]!.url).toBe(url)
  })

  it('T-03 the token goes un-encoded to partners that want it so', async () => {
    const { requests, session } = partner({}, { tokenEncoding: 'raw' })
    await call({ module: functional, endpoint: getLocations }, { baseUrl }, session)
    expect(requests[0]!.headers.Authorization).toBe('Token token-c')
  })

  it('deadline, size and abort signal reach the transport', async () => {
    const { signal } = new AbortController()
    const { requests, session } = partner({}, { timeoutMs: 5, maxBytes: 6, signal })
    await call({ module: functional, endpoint: getLocations }, { baseUrl }, session)
    expect(requests[0]).toMatchObject({ timeoutMs: 5, maxBytes: 6, signal })
  })
})

describe('what cannot be sent', () => {
  it.each(['', '.', '..', '\ud800'])('an id like %j is no request and no fault of the partner', async (location_id) => {
    const { requests, session } = partner()
    const answer = await call(
      { module: functional, endpoint: getLocation },
      { baseUrl, params: { location_id } },
      session,
    )
    expect(answer).toMatchObject({ kind: 'unsendable' })
    expect(requests).toEqual([])
  })

  it.each(['/ocpi/locations', 'ftp://a.example/?http://b', 'https://', 'a b'])(
    'a URL like %s is not asked',
    async (url) => {
      const { requests, session } = partner()
      const answer = await call({ module: functional, endpoint: getLocations }, { baseUrl: url }, session)
      expect(answer).toEqual({ kind: 'unsendable', why: 'The URL is no absolute http or https URL' })
      expect(requests).toEqual([])
    },
  )

  it('http is asked where a partner has no better', async () => {
    const { requests, session } = partner()
    await call({ module: functional, endpoint: getLocations }, { baseUrl: 'HTTP://a.example' }, session)
    expect(requests[0]!.url).toBe('HTTP://a.example')
  })

  it('a token that cannot be sent raw is not sent and not named', async () => {
    const { requests, session } = partner({}, { tokenEncoding: 'raw', token: 'two words' })
    const answer = await call({ module: functional, endpoint: getLocations }, { baseUrl }, session)
    expect(answer).toMatchObject({ kind: 'unsendable' })
    expect(JSON.stringify(answer)).not.toContain('two words')
    expect(requests).toEqual([])
  })

  it('what the caller forgot is named', async () => {
    const { session } = partner()
    const ask = (endpoint: Endpoint, target: object) => call({ module: functional, endpoint }, target, session)
    await expect(ask(putEvse, { baseUrl, params: {}, body: {} })).rejects.toThrow('country_code is missing')
    await expect(ask(putEvse, { baseUrl, params })).rejects.toThrow('putEvse is called without its body, a EVSE')
    await expect(ask(getLocations, { baseUrl, body: {} })).rejects.toThrow('getLocations takes no body')
    await expect(ask(getLocations, {})).rejects.toThrow('getLocations is called without a URL')
    const sessions = list('getSessions', 'Session', '', { date_from: one(dateTime) })
    await expect(ask(sessions, { baseUrl })).rejects.toThrow('getSessions needs ?date_from')
    await expect(ask(sessions, { baseUrl, query: { date_from: '2026-01-01T00:00:00Z' } })).resolves.toBeDefined()
    await expect(ask(sessions, { url: `${baseUrl}?cursor=1` })).resolves.toBeDefined()
    await expect(ask(patch('patchEvse', '', 'EVSE', ''), { baseUrl })).rejects.toThrow(RangeError)
  })
})

describe('an answer', () => {
  const ask = async (endpoint: Endpoint, body: object, more: Partial<TransportAnswer> = {}) => {
    const { session } = partner({ body: envelope(body), ...more })
    const target = { baseUrl, params, ...(endpoint.body && { body: {} }) }
    return call({ module: functional, endpoint }, target, session)
  }

  it.each([[undefined], [null], [{}], ['x'], [[1]]])('R-FMT-06 to a push may have data %j', async (data) => {
    expect(await ask(putEvse, { data })).toMatchObject({ kind: 'ok', data: data ?? undefined })
  })

  it('R-FMT-04 T-66 of a list is a list, also when it is absent or null', async () => {
    for (const data of [[], null, undefined]) {
      expect(await ask(getLocations, { data })).toMatchObject({ kind: 'ok', data: [] })
    }
    expect(await ask(getLocations, { data: [1, 2] })).toMatchObject({ data: [1, 2] })
    for (const data of [{}, 'x', 5]) {
      expect(await ask(getLocations, { data })).toMatchObject({
        kind: 'broken',
        why: expect.stringContaining('no list'),
      })
    }
  })

  it('of an object has the object', async () => {
    expect(await ask(getLocation, { data: { id: 'LOC1' } })).toMatchObject({ kind: 'ok', data: { id: 'LOC1' } })
    expect(await ask(getLocation, { data: null })).toEqual({
      kind: 'broken',
      why: 'The answer has no data; a Location is expected',
      http: 200,
    })
  })

  it('a refusal is passed on whatever its data is', async () => {
    expect(await ask(getLocation, { status_code: 2003 }, { status: 404 })).toMatchObject({
      kind: 'refused',
      statusCode: 2003,
      http: 404,
    })
  })

  it('T-35 says where a CDR is found, resolved against the request', async () => {
    const postCdr = post('postCdr', '', 'CDR', '', { answersLocation: true })
    const at = (location: string) => ask(postCdr, {}, { status: 201, headers: { location } })
    expect(await at('/ocpi/cdrs/1')).toMatchObject({ kind: 'ok', location: 'https://a.example/ocpi/cdrs/1' })
    expect(await at('https://b.example/1')).toMatchObject({ location: 'https://b.example/1' })
    expect(await at('')).not.toHaveProperty('location')
    expect(await ask(putEvse, {}, { headers: { location: '/x' } })).not.toHaveProperty('location')
  })

  it.each([
    [new TransportError('timeout', 'x'), { kind: 'timeout' }],
    [
      new TransportError('unreachable', 'the connection was refused'),
      { kind: 'unreachable', why: 'the connection was refused' },
    ],
    [new TransportError('tooLarge', 'the answer is larger'), { kind: 'broken', why: 'the answer is larger' }],
    [new Error('invalid header "Token dG9rZW4tYw=="'), { kind: 'unreachable', why: 'the request could not be made' }],
  ])('that never came is a value: %s', async (error, expected) => {
    const { session } = partner(error)
    expect(await call({ module: functional, endpoint: getLocations }, { baseUrl }, session)).toEqual(expected)
  })
})
