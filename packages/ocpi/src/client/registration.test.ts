import { describe, expect, it } from 'vitest'
import type { Session } from './call.ts'
import { type RegistrationRequest, register, unregister, update } from './registration.ts'
import { type TransportAnswer, TransportError, type TransportRequest } from './transport.ts'

const versionsUrl = 'https://receiver.example/versions'
const detailsUrl = 'https://receiver.example/2.2.1'
const credentialsUrl = 'https://receiver.example/2.2.1/credentials'
const theirs = { token: 'token-c', url: versionsUrl, roles: [{ role: 'EMSP', country_code: 'BE', party_id: 'BEC' }] }
const ours = { token: 'token-b', url: 'https://sender.example/versions', roles: [] }

interface Answering {
  credentials?: Partial<TransportAnswer> | Error
  endpoints?: readonly object[]
}

const envelope = (data?: unknown, status_code = 1000) =>
  JSON.stringify({ data, status_code, timestamp: '2026-01-01T00:00:00Z' })

/** The platform that invited us, and everything that happens in order. */
function receiver({
  credentials = {},
  endpoints = [{ identifier: 'tokens', role: 'RECEIVER', url: 'https://t.example' }],
}: Answering = {}) {
  const events: string[] = []
  const requests: TransportRequest[] = []
  const session: Session = {
    transport: async (request) => {
      requests.push(request)
      events.push(`${request.method} ${request.url}`)
      const answer = (data: unknown) => ({ status: 200, headers: {}, body: envelope(data) })
      if (request.url === versionsUrl) return answer([{ version: '2.2.1', url: detailsUrl }])
      if (request.url === detailsUrl) {
        const own = { identifier: 'credentials', role: 'SENDER', url: credentialsUrl }
        return answer({ version: '2.2.1', endpoints: [own, ...endpoints] })
      }
      if (credentials instanceof Error) throw credentials
      return { ...answer(theirs), ...credentials }
    },
    token: 'token-a',
    newId: () => `id-${requests.length}`,
    timeoutMs: 1000,
  }
  const request: RegistrationRequest = {
    versionsUrl,
    versions: ['2.2.1', '2.3.0'],
    ourCredentials: (version) => {
      events.push(`our credentials for ${version}`)
      return ours
    },
    beforeSend: async ({ version }, { token }) => {
      await Promise.resolve()
      events.push(`stored ${token} for ${version}`)
    },
  }
  return { events, requests, session, request }
}

const failure = async (answering: Answering, method = register) => {
  const { request, session } = receiver(answering)
  const result = await method(request, session)
  if (result.kind !== 'failed') throw new Error('it did not fail')
  return result
}

describe('registering', () => {
  it('R-CRED-02 R-CRED-03 happens in order, our new token is stored before it leaves', async () => {
    const { request, session, events, requests } = receiver()
    const result = await register(request, session)
    expect(events).toEqual([
      `GET ${versionsUrl}`,
      `GET ${detailsUrl}`,
      'our credentials for 2.2.1',
      'stored token-b for 2.2.1',
      `POST ${credentialsUrl}`,
    ])
    for (const { headers } of requests) expect(headers.Authorization).toBe('Token dG9rZW4tYQ==')
    expect(JSON.parse(requests[2]!.body!)).toEqual(ours)
    expect(requests[2]!.headers['Content-Type']).toBe('application/json')
    expect(result).toEqual({
      kind: 'registered',
      version: '2.2.1',
      endpoints: [
        { identifier: 'credentials', role: 'SENDER', url: credentialsUrl },
        { identifier: 'tokens', role: 'RECEIVER', url: 'https://t.example' },
      ],
      credentialsUrl,
      credentials: { token: 'token-c', url: versionsUrl, object: theirs },
    })
  })

  it('R-ROUTE-02 carries no routing headers', async () => {
    const { request, session, requests } = receiver()
    await register(request, { ...session, routing: { to: { countryCode: 'NL', partyId: 'TNM' } } })
    for (const { headers } of requests) expect(headers).not.toHaveProperty('OCPI-to-party-id')
  })

  it('T-08 waits longer for the credentials than for anything else', async () => {
    const timeouts = async (more: Partial<RegistrationRequest>, timeoutMs?: number) => {
      const { request, session, requests } = receiver()
      const { timeoutMs: _, ...rest } = session
      await register({ ...request, ...more }, { ...rest, ...(timeoutMs !== undefined && { timeoutMs }) })
      return requests.map((sent) => sent.timeoutMs)
    }
    expect(await timeouts({}, 1000)).toEqual([1000, 1000, 3000])
    expect(await timeouts({})).toEqual([30_000, 30_000, 90_000])
    expect(await timeouts({ answerTimeoutMs: 5000 }, 1000)).toEqual([1000, 1000, 5000])
  })

  it('R-CRED-10 sends nothing when endpoints are missing', async () => {
    const { request, session, events } = receiver({ endpoints: [] })
    const expected = () => [{ identifier: 'tokens', role: 'RECEIVER' as const }]
    expect(await register({ ...request, expected }, session)).toMatchObject({ kind: 'failed', step: 'endpoints' })
    expect(events).toEqual([`GET ${versionsUrl}`, `GET ${detailsUrl}`])
  })

  it('what the hook throws ends it before anything is sent', async () => {
    const { request, session, events } = receiver()
    const beforeSend = () => Promise.reject(new Error('no database'))
    await expect(register({ ...request, beforeSend }, session)).rejects.toThrow('no database')
    expect(events).not.toContain(`POST ${credentialsUrl}`)
    const { beforeSend: _, ...without } = request
    expect(await register(without, session)).toMatchObject({ kind: 'registered' })
  })

  it.each([
    [{ body: envelope(undefined, 3001) }, 'no', "3001 (Unable to use the client's API)"],
    [{ body: envelope(undefined, 3003) }, 'no', '3003 (No matching endpoints'],
    [{ status: 401, body: '' }, 'no', 'HTTP 401 (it does not accept our token'],
    [{ status: 405, body: '' }, 'no', 'registered already: update it instead'],
    [{ status: 405, body: envelope(undefined, 2000) }, 'no', 'registered already: update it instead'],
    [{ status: 499, body: '' }, 'no', 'HTTP 499'],
    [{ status: 500, body: '' }, 'unknown', 'HTTP 500'],
    [{ status: 502, body: '<html>' }, 'unknown', 'HTTP 502'],
    [{ status: 500, body: envelope(undefined, 3000) }, 'no', 'HTTP 500 with 3000'],
    [{ body: 'oops' }, 'unknown', 'its answer cannot be read'],
    [new TransportError('timeout', ''), 'unknown', 'did not answer in time'],
    [new TransportError('unreachable', 'the connection was cut'), 'unknown', 'the connection was cut'],
  ])('R-CRED-08 says why it failed and whether it may have been carried out: %j', async (credentials, applied, why) => {
    const result = await failure({ credentials })
    expect(result).toMatchObject({ step: 'credentials', applied, why: expect.stringContaining(why) })
    expect(result.why).toMatch(/^Our credentials were not accepted: /)
    expect(result.answer).toBeDefined()
  })

  it('only 405 is explained by the state of the connection', async () => {
    expect((await failure({ credentials: { status: 400, body: '' } })).why).not.toContain('registered')
  })

  it('neither token is in what an operator reads', async () => {
    const body = JSON.stringify({ status_code: 2001, status_message: 'bad token-b from token-a (dG9rZW4tYg==)' })
    expect((await failure({ credentials: { body } })).why).toContain('bad [token] from [token] ([token])')
  })

  it.each([
    [null, 'answered no Credentials object'],
    [[theirs], 'answered no Credentials object'],
    ['token-c', 'answered no Credentials object'],
    [{ url: versionsUrl }, 'no usable token'],
    [{ token: '', url: versionsUrl }, 'no usable token'],
    [{ token: 'two words', url: versionsUrl }, 'no usable token'],
    [{ token: 5, url: versionsUrl }, 'no usable token'],
  ])('R-CRED-05 an answer like %j leaves the connection in doubt', async (data, why) => {
    const result = await failure({ credentials: { body: envelope(data) } })
    expect(result).toMatchObject({ applied: 'unknown', why: expect.stringContaining(why) })
    expect(result.why).toContain('may take the connection for made')
  })

  it('a url that is missing, relative or no URL does not undo what is done', async () => {
    const urlFor = async (url: unknown) => {
      const { request, session } = receiver({ credentials: { body: envelope({ token: 'token-c', url }) } })
      const result = await register(request, session)
      return result.kind === 'registered' && result.credentials.url
    }
    expect(await urlFor(undefined)).toBe(versionsUrl)
    expect(await urlFor(5)).toBe(versionsUrl)
    expect(await urlFor('http://')).toBe(versionsUrl)
    expect(await urlFor('/v')).toBe('https://receiver.example/v')
    expect(await urlFor('https://x.example/v')).toBe('https://x.example/v')
  })
})

describe('updating', () => {
  it('R-CRED-14 R-CRED-15 reads versions and details again and PUTs our credentials', async () => {
    const { request, session, events, requests } = receiver()
    const result = await update(request, { ...session, token: 'token-used' })
    expect(events).toEqual([
      `GET ${versionsUrl}`,
      `GET ${detailsUrl}`,
      'our credentials for 2.2.1',
      'stored token-b for 2.2.1',
      `PUT ${credentialsUrl}`,
    ])
    for (const { headers } of requests) expect(headers.Authorization).toBe(`Token ${btoa('token-used')}`)
    expect(result).toMatchObject({ kind: 'registered', credentials: { token: 'token-c' } })
  })

  it('R-CRED-12 405 means that there is nothing to update', async () => {
    const result = await failure({ credentials: { status: 405, body: '' } }, update)
    expect(result.why).toContain('does not take this connection for registered')
  })
})

describe('unregistering', () => {
  it('R-CRED-17 DELETEs the credentials with the token in use', async () => {
    const { session, requests } = receiver({ credentials: { body: envelope() } })
    expect(await unregister(credentialsUrl, session)).toEqual({ kind: 'unregistered' })
    expect(requests).toMatchObject([{ method: 'DELETE', url: credentialsUrl }])
    expect(requests[0]!.body).toBeUndefined()
    expect(requests[0]!.headers).toHaveProperty('Authorization', 'Token dG9rZW4tYQ==')
  })

  it('R-CRED-13 says what the other side had against it', async () => {
    const { session } = receiver({ credentials: { status: 405, body: '' } })
    expect(await unregister(credentialsUrl, session)).toMatchObject({
      kind: 'failed',
      step: 'credentials',
      why: expect.stringMatching(/^The connection could not be ended over there: it answered HTTP 405/),
      answer: { kind: 'http', http: 405 },
    })
  })
})
