import { describe, expect, it } from 'vitest'
import { endpointsOf, type PlacedEndpoint, type Version } from '../define/version.ts'
import { v221 } from '../v2.2.1/index.ts'
import { v230 } from '../v2.3.0/index.ts'
import { readTarget } from '../wire/url.ts'
import { createClient, type OfferedEndpoint } from './client.ts'
import type { TransportRequest } from './transport.ts'

function client(version: Version, endpoints: readonly OfferedEndpoint[], data: unknown = []) {
  const requests: TransportRequest[] = []
  const made = createClient({
    version,
    endpoints,
    transport: async (request) => {
      requests.push(request)
      return { status: 200, headers: {}, body: JSON.stringify({ data, status_code: 1000, timestamp: '' }) }
    },
    token: 'token-c',
    newId: () => `id-${requests.length}`,
    routing: { from: { countryCode: 'NL', partyId: 'TNM' } },
  })
  return { client: made, requests }
}

const locations: readonly OfferedEndpoint[] = [
  { identifier: 'locations', role: 'SENDER', url: 'https://a.example/1/locations' },
  { identifier: 'locations', role: 'RECEIVER', url: 'https://b.example/2/loc/' },
  { identifier: 'nltnm-extras', role: 'SENDER', url: 'https://a.example/extras' },
  { identifier: 'credentials', role: 'RECEIVER', url: 'https://a.example/credentials' },
]

describe('a client', () => {
  it('R-VER-06 calls each side of a module at its own URL', async () => {
    const { client: partner, requests } = client(v221, locations)
    await partner.call('locations', 'SENDER', 'getLocations', { query: { limit: 5 } })
    const params = { country_code: 'NL', party_id: 'TNM', location_id: 'LOC1', evse_uid: '3256' }
    await partner.call('locations', 'RECEIVER', 'putEvse', { params, body: {} })
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET https://a.example/1/locations?limit=5',
      'PUT https://b.example/2/loc/NL/TNM/LOC1/3256',
    ])
  })

  it('T-11 the role of credentials says nothing', async () => {
    const { client: partner, requests } = client(v221, locations, {})
    expect(await partner.call('credentials', 'SENDER', 'getCredentials')).toMatchObject({ kind: 'ok' })
    expect(requests[0]!.url).toBe('https://a.example/credentials')
  })

  it('an endpoint without a role serves both sides, as in 2.1.1', () => {
    const { client: partner } = client(v221, [{ identifier: 'tokens', url: 'https://a.example/tokens' }])
    expect(partner.urlOf('tokens', 'SENDER')).toBe('https://a.example/tokens')
    expect(partner.urlOf('tokens', 'RECEIVER')).toBe('https://a.example/tokens')
  })

  it('R-VER-09 lists what the partner offers, the unknown as unknown', () => {
    expect(client(v221, locations).client.offers.map(({ module, sides, known }) => [module, sides, known])).toEqual([
      ['locations', ['SENDER'], true],
      ['locations', ['RECEIVER'], true],
      ['nltnm-extras', ['SENDER'], false],
      ['credentials', ['SENDER', 'RECEIVER'], true],
    ])
  })

  it.each([
    ['tokens', 'RECEIVER', 'putToken', 'The partner offers no tokens, RECEIVER'],
    ['invoicereconciliation', 'SENDER', 'getRecords', 'OCPI 2.2.1 has no getRecords in invoicereconciliation, SENDER'],
    ['nltnm-extras', 'SENDER', 'get', 'OCPI 2.2.1 has no get in nltnm-extras, SENDER'],
    ['locations', 'SENDER', 'putEvse', 'OCPI 2.2.1 has no putEvse in locations, SENDER'],
    ['constructor', 'SENDER', 'name', 'OCPI 2.2.1 has no name in constructor, SENDER'],
  ] as const)('%s %s %s is not offered, and nothing is sent', async (module, side, endpoint, why) => {
    const { client: partner, requests } = client(v221, locations)
    expect(await partner.call(module, side, endpoint, { body: {} })).toEqual({ kind: 'notOffered', why })
    for await (const step of partner.pages(module, side, endpoint)) expect(step).toEqual({ kind: 'notOffered', why })
    expect(requests).toEqual([])
  })

  it('a URL that was given is called although the details do not list the module', async () => {
    const { client: partner, requests } = client(v221, [], { id: '1' })
    const url = 'https://a.example/cdrs/1'
    expect(await partner.call('cdrs', 'RECEIVER', 'getCdr', { url })).toMatchObject({ kind: 'ok' })
    expect(requests[0]!.url).toBe(url)
  })

  it('a single call may be routed, timed and correlated differently', async () => {
    const { client: partner, requests } = client(v221, locations)
    const options = { routing: {}, timeoutMs: 7, correlationId: 'c-1' }
    await partner.call('locations', 'SENDER', 'getLocations', {}, options)
    await partner.call('locations', 'SENDER', 'getLocations')
    expect(requests[0]).toMatchObject({ timeoutMs: 7, headers: { 'X-Correlation-ID': 'c-1' } })
    expect(requests[0]!.headers).not.toHaveProperty('OCPI-from-party-id')
    expect(requests[1]!.headers).toHaveProperty('OCPI-from-party-id', 'TNM')
  })

  it('crawls a list within its limits', async () => {
    const steps = []
    const { client: partner, requests } = client(v221, locations, [1, 2])
    for await (const step of partner.pages('locations', 'SENDER', 'getLocations')) steps.push(step)
    expect(steps).toMatchObject([{ kind: 'page', items: [1, 2], last: true }])
    expect(requests[0]!.headers).toHaveProperty('OCPI-from-party-id', 'TNM')
    for await (const step of partner.pages('locations', 'SENDER', 'getLocations', {}, { maxPages: 0 })) {
      expect(step).toMatchObject({ kind: 'failed', why: 'The list has more than 0 pages' })
    }
  })
})

describe('crawling another origin', () => {
  it('R-PAGE-16 is allowed list by list', async () => {
    const steps = async (otherOrigins?: boolean) => {
      const urls: string[] = []
      const partner = createClient({
        version: v221,
        endpoints: locations,
        transport: async ({ url }) => {
          urls.push(url)
          const headers: Record<string, string> = urls.length === 1 ? { link: '<https://c.example/2>; rel=next' } : {}
          return { status: 200, headers, body: '{"status_code":1000,"data":[]}' }
        },
        token: 'token-c',
        newId: () => 'id',
      })
      const options = otherOrigins === undefined ? {} : { otherOrigins }
      for await (const _ of partner.pages('locations', 'SENDER', 'getLocations', {}, options));
      return urls
    }
    expect(await steps()).toHaveLength(1)
    expect(await steps(false)).toHaveLength(1)
    expect(await steps(true)).toHaveLength(2)
  })
})

describe.each([v221, v230])('every endpoint of OCPI $number', (version) => {
  const placed = endpointsOf(version)
  const endpoints = Object.values(version.modules).flatMap(({ id }) =>
    (['SENDER', 'RECEIVER'] as const).map((role, index) => ({
      identifier: id,
      role,
      url: `https://a.example/${role}/${id}${'/'.repeat(index)}`,
    })),
  )
  const title = ({ module, side, endpoint }: PlacedEndpoint) => `${module.id} ${side} ${endpoint.name}`

  it('has a name of its own', () => {
    expect(placed.length).toBeGreaterThanOrEqual(45)
    expect(new Set(placed.map(title)).size).toBe(placed.length)
  })

  it.each(placed.map((row) => [title(row), row] as const))('%s is addressed', async (_, { module, side, endpoint }) => {
    const data = endpoint.data?.shape === 'list' ? [] : {}
    const { client: partner, requests } = client(version, endpoints, data)
    const params = Object.fromEntries(endpoint.params.map((name) => [name, `${name}/1`]))
    const required = Object.entries(endpoint.query).filter(([, field]) => field.card === '1')
    const query = Object.fromEntries(required.map(([name]) => [name, `${name}&1`]))
    const body = endpoint.body && { body: { a: 1 } }
    const answer = await partner.call(module.id, side, endpoint.name, { params, query, ...body })
    expect(answer).toMatchObject({ kind: 'ok', data })

    const { method, url, headers, body: text } = requests[0]!
    const base = `https://a.example/${module.id === 'credentials' ? 'SENDER' : side}/${module.id}`
    const path = endpoint.path.replace(/\{(\w+)\}/g, '$1%2F1')
    const [address, search = ''] = url.split('?')
    const slash = endpoint.path === '' && base.includes('/RECEIVER/') ? '/' : ''
    expect(method).toBe(endpoint.method)
    expect(address).toBe(path === '' ? `${base}${slash}` : `${base}/${path}`)
    expect(Object.fromEntries(new URLSearchParams(search))).toEqual(query)
    expect(headers).toHaveProperty('Authorization', 'Token dG9rZW4tYw==')
    expect('OCPI-from-party-id' in headers).toBe(module.kind === 'functional')
    expect(text).toBe(endpoint.body && '{"a":1}')
    expect(headers['Content-Type']).toBe(endpoint.body && 'application/json')

    const target = readTarget(url)
    expect('segments' in target && target.segments.slice(2)).toEqual(
      path === '' ? [] : path.split('/').map(decodeURIComponent),
    )
  })
})
