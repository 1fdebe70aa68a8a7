import { describe, expect, it } from 'vitest'
import type { Session } from './call.ts'
import { TransportError, type TransportRequest } from './transport.ts'
import { type DetailsRequest, fetchVersionDetails } from './version-details.ts'

const versionsUrl = 'https://partner.example/versions'
const listed = [
  { version: '2.1.1', url: 'https://partner.example/2.1.1' },
  { version: '2.3.0', url: 'https://other.example/latest' },
  { version: '2.2.1', url: 'https://partner.example/2.2.1' },
  { version: '9.9', url: 'https://partner.example/9.9' },
]
const endpoints = [
  { identifier: 'credentials', role: 'RECEIVER', url: 'https://partner.example/cred' },
  { identifier: 'locations', role: 'SENDER', url: 'https://third.example:8443/loc/' },
  { identifier: 'nltnm-extras', role: 'SENDER', url: 'https://partner.example/extras' },
]
const world: Record<string, unknown> = {
  [versionsUrl]: listed,
  'https://partner.example/2.1.1': { version: '2.1.1', endpoints: endpoints.map(({ role: _, ...rest }) => rest) },
  'https://other.example/latest': { version: '2.3.0', endpoints },
  'https://partner.example/2.2.1': { version: '2.2.1', endpoints },
}

async function fetchFrom(answers: Record<string, unknown>, more: Partial<DetailsRequest> = {}) {
  const requests: TransportRequest[] = []
  const session: Session = {
    transport: async (request) => {
      requests.push(request)
      const data = answers[request.url]
      if (data instanceof Error) throw data
      if (data === undefined) return { status: 404, headers: {}, body: '' }
      return { status: 200, headers: {}, body: JSON.stringify({ data, status_code: 1000, timestamp: '' }) }
    },
    token: 'token-a',
    newId: () => `id-${requests.length}`,
  }
  const result = await fetchVersionDetails({ versionsUrl, versions: ['2.2.1', '2.3.0'], ...more }, session)
  return { result, requests }
}

const failure = async (answers: Record<string, unknown>, more: Partial<DetailsRequest> = {}) => {
  const { result } = await fetchFrom({ ...world, ...answers }, more)
  if (result.kind !== 'failed') throw new Error('it did not fail')
  return result
}

describe('versions and details', () => {
  it('R-VER-08 R-VER-07 the newest version both speak is chosen, and its details are read where the list says', async () => {
    const { result, requests } = await fetchFrom(world)
    expect(result).toEqual({
      kind: 'details',
      version: '2.3.0',
      url: 'https://other.example/latest',
      endpoints: [{ ...endpoints[0] }, endpoints[1], endpoints[2]],
      credentialsUrl: 'https://partner.example/cred',
    })
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `GET ${versionsUrl}`,
      'GET https://other.example/latest',
    ])
    for (const { headers } of requests) expect(headers.Authorization).toBe('Token dG9rZW4tYQ==')
  })

  it('R-CRED-04 a Receiver reads the version whose endpoint was called, though a newer one is mutual', async () => {
    expect((await fetchFrom(world, { versions: ['2.2.1'] })).result).toMatchObject({
      kind: 'details',
      version: '2.2.1',
    })
  })

  it('R-VER-08 T-67 versions compare by number', async () => {
    const details = { version: '2.10', endpoints }
    const answers = {
      [versionsUrl]: [
        { version: '2.10', url: 'https://partner.example/new' },
        { version: '2.9', url: 'https://partner.example/old' },
      ],
      'https://partner.example/new': details,
    }
    expect((await fetchFrom(answers, { versions: ['2.9', '2.10'] })).result).toMatchObject({ version: '2.10' })
  })

  it('2.1.1 endpoints have no role and satisfy either', async () => {
    const expected = () => [{ identifier: 'locations', role: 'RECEIVER' as const }]
    const { result } = await fetchFrom(world, { versions: ['2.1.1'], expected })
    expect(result).toMatchObject({ kind: 'details', endpoints: [{ identifier: 'credentials' }, {}, {}] })
    expect(result.kind === 'details' && 'role' in result.endpoints[1]!).toBe(false)
  })

  it('R-VER-09 entries that cannot be read are passed over', async () => {
    const odd = [null, 5, 'x', [], {}, { identifier: 'x' }, { identifier: 5, url: 'https://a.example' }]
    const { result } = await fetchFrom({
      [versionsUrl]: [
        null,
        5,
        { version: '2.3.0' },
        { version: 230, url: 'https://a.example' },
        { url: 'x' },
        ...listed,
      ],
      'https://other.example/latest': {
        version: '2.3.0',
        endpoints: [
          ...odd,
          { identifier: 'cdrs', role: 'BOTH', url: 'https://a.example' },
          { identifier: 'tokens', role: 'SENDER', url: 'ftp://a.example' },
          { identifier: 'tariffs', role: null, url: '/tariffs' },
          ...endpoints,
        ],
      },
    })
    expect(result).toMatchObject({
      kind: 'details',
      endpoints: [{ identifier: 'tariffs', url: 'https://other.example/tariffs' }, ...endpoints],
    })
  })

  it('T-11 credentials are found whatever role is written there', async () => {
    for (const role of ['SENDER', 'BOTH', undefined, null]) {
      const details = { version: '2.3.0', endpoints: [{ identifier: 'credentials', role, url: 'https://a.example/c' }] }
      const { result } = await fetchFrom({ ...world, 'https://other.example/latest': details })
      expect(result).toMatchObject({ kind: 'details', credentialsUrl: 'https://a.example/c' })
    }
  })
})

describe('versions and details that cannot be had', () => {
  it.each([
    [{ [versionsUrl]: undefined }, 'versions', 'The versions list could not be read: it answered HTTP 404'],
    [{ [versionsUrl]: new TransportError('timeout', '') }, 'versions', 'did not answer in time'],
    [{ [versionsUrl]: {} }, 'versions', 'The versions list is no list'],
    [{ 'https://other.example/latest': undefined }, 'details', 'The version details could not be read: it answered'],
    [{ 'https://other.example/latest': [] }, 'details', 'The details of 2.3.0 are no object'],
    [{ 'https://other.example/latest': 'x' }, 'details', 'The details of 2.3.0 are no object'],
    [{ 'https://other.example/latest': { version: '2.2.1', endpoints } }, 'details', 'those of another version'],
    [{ 'https://other.example/latest': { version: '2.3.0', endpoints: {} } }, 'details', 'list no endpoints'],
  ])('R-CRED-08 are 3001: %j', async (answers, step, why) => {
    expect(await failure(answers)).toMatchObject({ step, statusCode: 3001, why: expect.stringContaining(why) })
  })

  it('R-CRED-08 the answer is kept where there was one', async () => {
    expect(await failure({ [versionsUrl]: undefined })).toMatchObject({ answer: { kind: 'http', http: 404 } })
    expect(await failure({ [versionsUrl]: {} })).not.toHaveProperty('answer')
  })

  it('R-CRED-09 no version in common is 3002, and both sides are named', async () => {
    const result = await failure({}, { versions: ['3.0', '4.0'] })
    expect(result).toMatchObject({ step: 'choice', statusCode: 3002 })
    expect(result.why).toBe('The other side speaks 2.1.1, 2.3.0, 2.2.1, 9.9; this side can use 3.0, 4.0 with it')
    expect((await failure({ [versionsUrl]: [] })).why).toContain('no version that can be read')
  })

  it('R-CRED-10 missing endpoints are 3003, each named', async () => {
    const expected = (version: string) =>
      version === '2.3.0'
        ? ([
            { identifier: 'locations', role: 'SENDER' },
            { identifier: 'locations', role: 'RECEIVER' },
            { identifier: 'tokens', role: 'RECEIVER' },
          ] as const)
        : []
    const result = await failure({}, { expected })
    expect(result).toMatchObject({
      step: 'endpoints',
      statusCode: 3003,
      missing: [
        { identifier: 'locations', role: 'RECEIVER' },
        { identifier: 'tokens', role: 'RECEIVER' },
      ],
    })
    expect(result.why).toBe('The details of 2.3.0 lack what this side needs: locations (RECEIVER), tokens (RECEIVER)')
    expect((await fetchFrom(world, { versions: ['2.2.1'], expected })).result.kind).toBe('details')
  })

  it('R-VER-03 no credentials endpoint is 3003', async () => {
    const details = { version: '2.3.0', endpoints: endpoints.slice(1) }
    expect(await failure({ 'https://other.example/latest': details })).toMatchObject({
      step: 'endpoints',
      statusCode: 3003,
      why: expect.stringContaining('no credentials endpoint'),
    })
  })
})
