import { v221 } from '@interchange/ocpi/v2.2.1/index'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEvents } from '../events.ts'
import type { Call, Handlers } from '../modules/call.ts'
import { memoryDirectory } from '../partners/memory-directory.ts'
import { defaultPartnerSettings, type Partner, type Role } from '../partners/partner.ts'
import { partnerStore } from '../partners/partner-store.ts'
import { createSecrets, PARTNER_TOKEN } from '../partners/secrets.ts'
import { partyFromKey } from '../party.ts'
import { type Database, openDatabase } from '../storage/database.ts'
import { StorageBusy } from '../storage/writer.ts'
import type { HttpResponse } from './exchange.ts'
import { createPipeline } from './pipeline.ts'
import { rateLimit } from './rate-limit.ts'

const now = new Date('2026-11-22T10:00:00.000Z')
const clock = { now: () => now }
const base64 = (token: string) => `Token ${Buffer.from(token).toString('base64')}`

let database: Database
let calls: Call[] = []
let lines: string[] = []
let answer: Handlers[string] = async () => ({})
let pipeline: ReturnType<typeof createPipeline>
let directory: Awaited<ReturnType<typeof memoryDirectory>>
let store: ReturnType<typeof partnerStore>

const secrets = createSecrets('a key that only tests use')

async function partner(id: string, roles: readonly (readonly [string, Role])[], more: Partial<Partner> = {}) {
  const partner: Partner = {
    id,
    name: `The ${id}`,
    status: 'registered',
    version: '2.2.1',
    versionsUrl: null,
    roles: roles.map(([key, role]) => ({ ...partyFromKey(key), role, businessDetails: { name: key } })),
    hubParty: null,
    endpoints: [],
    parties: '*',
    settings: defaultPartnerSettings,
    lastSeen: null,
    createdAt: now.toISOString(),
    ...more,
  }
  await store.putPartner(partner, secrets.seal(PARTNER_TOKEN, `ours-for-${id}`))
  await store.addToken(id, `token-of-${id}`, more.status === 'invited' ? 'A' : 'C', now)
}

beforeAll(async () => {
  database = await openDatabase({ dataDir: 'memory://', schema: 'pipeline' })
  store = partnerStore(database)
  for (const [key, roles] of [
    ['NL-CPO', ['CPO']],
    ['NL-MSP', ['EMSP']],
    ['BE-MSP', ['EMSP']],
  ] as const) {
    await store.putOwnParty({ ...partyFromKey(key), roles, businessDetails: { name: key } })
  }
  await partner('emsp', [['DE-EMP', 'EMSP']])
  await partner('cpo', [['DE-CPO', 'CPO']], { parties: ['NL-MSP'] })
  await partner('both', [
    ['FR-ONE', 'CPO'],
    ['FR-TWO', 'CPO'],
  ])
  await partner('raw', [['IT-RAW', 'EMSP']], { settings: { ...defaultPartnerSettings, tokenEncoding: 'raw' } })
  await partner('lenient', [['ES-LEN', 'CPO']], {
    parties: ['NL-MSP'],
    settings: { ...defaultPartnerSettings, lenient: true },
  })
  await partner('newer', [['SE-NEW', 'EMSP']], { version: '2.3.0' })
  await partner('suspended', [['PL-SUS', 'EMSP']], { status: 'suspended' })
  await partner('invited', [], { status: 'invited', version: null })

  directory = await memoryDirectory({
    store,
    clock,
    secrets,
    failed: (error) => {
      throw error
    },
  })
  const handler: Handlers[string] = async (call) => {
    calls.push(call)
    return await answer!(call)
  }
  const all = (names: readonly string[]): Handlers => Object.fromEntries(names.map((name) => [name, handler]))
  const side = (module: string, of: 'SENDER' | 'RECEIVER') => all(v221.modules[module]![of].map(({ name }) => name))
  let made = 0
  pipeline = createPipeline({
    directory,
    handlers: {
      'versions.SENDER': side('versions', 'SENDER'),
      'credentials.SENDER': side('credentials', 'SENDER'),
      'locations.SENDER': side('locations', 'SENDER'),
      'locations.RECEIVER': side('locations', 'RECEIVER'),
      'sessions.SENDER': side('sessions', 'SENDER'),
      'tokens.SENDER': side('tokens', 'SENDER'),
      'tokens.RECEIVER': side('tokens', 'RECEIVER'),
      'commands.SENDER': side('commands', 'SENDER'),
    },
    events: createEvents(pino({ level: 'info' }, { write: (line: string) => lines.push(line) })),
    clock,
    ids: { uuid: () => `made-${++made}` },
    publicUrl: 'https://ocpi.example.com',
    bodyLimit: 20_000,
    limits: rateLimit(0, clock),
    seen: () => {},
  })
})

afterAll(async () => {
  await database.close()
})

interface Given {
  from?: string
  headers?: Record<string, string>
  body?: unknown
  text?: string
}

async function ask(method: string, url: string, { from = 'emsp', headers = {}, body, text }: Given = {}) {
  calls = []
  lines = []
  const sent = text ?? (body === undefined ? undefined : JSON.stringify(body))
  const response: HttpResponse = await pipeline({
    method,
    url,
    headers: { ...(from === '' ? {} : { authorization: base64(`token-of-${from}`) }), ...headers },
    body: sent === undefined ? undefined : chunks(sent),
  })
  return { ...response, envelope: JSON.parse(String(response.body)) as Record<string, unknown>, call: calls[0] }
}

/** In pieces that cut through characters. */
async function* chunks(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += 101) yield bytes.subarray(at, at + 101)
}

const location = {
  country_code: 'DE',
  party_id: 'CPO',
  id: 'LOC1',
  publish: true,
  address: 'Straße 1',
  city: 'Köln',
  country: 'DEU',
  coordinates: { latitude: '50.93000', longitude: '6.95000' },
  time_zone: 'Europe/Berlin',
  last_updated: '2026-11-22T09:00:00Z',
}
const putLocation = (given: Given = {}) =>
  ask('PUT', '/ocpi/2.2.1/receiver/locations/DE/CPO/LOC1', { from: 'cpo', body: location, ...given })

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

describe('the body', () => {
  it('reaches the handler as it came', async () => {
    const text = JSON.stringify({ ...location, foo: 1 }).replace('"foo":1', '"foo":1.10')
    const { call, status } = await putLocation({ text })
    expect(status).toBe(200)
    expect(call?.bodyText).toBe(text)
    expect(call?.body).toMatchObject({ foo: 1.1, city: 'Köln' })
  })

  it('R-STATUS-01 that is not JSON is answered HTTP 400', async () => {
    for (const text of ['{"id":', '', 'null,', `{"a":${'['.repeat(100)}`]) {
      expect((await putLocation({ text })).status).toBe(400)
    }
  })

  it('keys that reach a prototype and deep nesting are refused', async () => {
    for (const text of ['{"__proto__":{"x":1}}', `{"a":${'['.repeat(80)}${']'.repeat(80)}}`]) {
      expect((await putLocation({ text })).status).toBe(400)
    }
  })

  it('that is not UTF-8 is answered HTTP 400', async () => {
    const response = await pipeline({
      method: 'PUT',
      url: '/ocpi/2.2.1/receiver/locations/DE/CPO/LOC1',
      headers: { authorization: base64('token-of-cpo') },
      body: (async function* () {
        yield Buffer.from([0x7b, 0xff, 0x7d])
      })(),
    })
    expect(response.status).toBe(400)
  })

  it('that is too large is answered 413', async () => {
    const { status, envelope } = await putLocation({ body: { ...location, name: 'x'.repeat(30_000) } })
    expect(status).toBe(413)
    expect(envelope.status_code).toBe(2000)
  })

  it('R-STATUS-02 R-UPD-01 of wrong content is answered HTTP 200 with 2001, naming every fault', async () => {
    const { coordinates: _, ...without } = location
    const { status, envelope, call } = await putLocation({ body: { ...without, publish: 'yes', country: 'de' } })
    expect([status, envelope.status_code]).toEqual([200, 2001])
    const { faults } = envelope.data as { faults: { path: string }[] }
    expect(faults.map(({ path }) => path).sort()).toEqual(['/coordinates', '/country', '/publish'])
    for (const { path } of faults) expect(envelope.status_message).toContain(path)
    expect(call).toBeUndefined()
  })

  it('what no text and no number can hold is answered 2001, also in fields nobody defined', async () => {
    for (const odd of ['{"x":"\\u0000"}', '["\\ud800"]', '1e999', '{"a\\u0000":1}']) {
      const text = JSON.stringify(location).replace('{', `{"odd":${odd},`)
      expect((await putLocation({ text })).envelope.status_code).toBe(2001)
    }
    const fine = JSON.stringify(location).replace('{', '{"odd":["\\ud83d\\ude00",1e100],')
    expect((await putLocation({ text: fine })).envelope.status_code).toBe(1000)
  })

  it('R-UPD-04 a PATCH needs last_updated and nothing else', async () => {
    const url = '/ocpi/2.2.1/receiver/locations/DE/CPO/LOC1'
    const missing = await ask('PATCH', url, { from: 'cpo', body: { name: 'x' } })
    expect(missing.envelope.status_code).toBe(2001)
    const whole = await ask('PATCH', url, { from: 'cpo', body: { last_updated: '2026-11-22T09:00:00Z' } })
    expect(whole.envelope.status_code).toBe(1000)
  })

  it('of a lenient partner passes with its faults counted, but never without its identity', async () => {
    const url = '/ocpi/2.2.1/receiver/locations/ES/LEN/LOC1'
    const theirs = { ...location, country_code: 'ES', party_id: 'LEN', country: 'de' }
    expect((await ask('PUT', url, { from: 'lenient', body: theirs })).envelope.status_code).toBe(1000)
    const { id: _, ...nameless } = theirs
    expect((await ask('PUT', url, { from: 'lenient', body: nameless })).envelope.status_code).toBe(2001)
  })

  it('R-FMT-02 may be left out where the table says so, also with null in its place', async () => {
    const url = '/ocpi/2.2.1/sender/tokens/UID1/authorize'
    const from = { from: 'both', headers: { 'ocpi-to-country-code': 'NL', 'ocpi-to-party-id': 'MSP' } }
    expect((await ask('POST', url, from)).call?.body).toBeUndefined()
    expect((await ask('POST', url, { ...from, text: 'null' })).call?.body).toBeUndefined()
    const broken = await ask('POST', url, { ...from, body: { location_id: 5 } })
    expect(broken.envelope.status_code).toBe(2001)
  })
})

describe('the query', () => {
  const list = (query: string) => ask('GET', `/ocpi/2.2.1/sender/locations?${query}`)

  it.each(['limit=0', 'limit=-1', 'limit=ten', 'limit=1.5', 'offset=-1', 'date_from=nope', 'date_from=2026-11-22'])(
    'R-PAGE-17 ?%s is answered 2001',
    async (query) => {
      const { status, envelope, call } = await list(query)
      expect([status, envelope.status_code]).toEqual([200, 2001])
      expect(envelope.status_message).toContain(`?${query.split('=')[0]}`)
      expect(call).toBeUndefined()
    },
  )

  it('R-TYPE-06 T-29 an offset in a DateTime is refused, encoded or not', async () => {
    for (const query of ['date_from=2026-11-22T10:00:00+00:00', 'date_from=2026-11-22T10:00:00%2B00:00']) {
      expect((await list(query)).envelope.status_code).toBe(2001)
    }
  })

  it('R-PAGE-01 R-TYPE-05 numbers are numbers, DateTimes keep their spelling, the rest is left alone', async () => {
    const { call } = await list(
      'limit=5&offset=10&date_from=2026-11-22T10:00:00&date_to=2026-11-22T11%3A00%3A00.5Z&x=1',
    )
    expect(call?.query).toEqual({
      limit: 5,
      offset: 10,
      date_from: '2026-11-22T10:00:00',
      date_to: '2026-11-22T11:00:00.5Z',
    })
  })

  it('a huge limit is for the list to cap', async () => {
    expect((await list(`limit=${'9'.repeat(40)}`)).call?.query.limit).toBe(1e15)
  })

  it('R-PAGE-18 what is required is asked for', async () => {
    const { envelope } = await ask('GET', '/ocpi/2.2.1/sender/sessions')
    expect(envelope.status_message).toContain('?date_from')
  })
})

describe('the answer', () => {
  const answering = async (with_: Handlers[string], from = 'emsp', version = '2.2.1') => {
    answer = with_
    try {
      return await ask('GET', `/ocpi/${version}/sender/locations`, { from })
    } finally {
      answer = async () => ({})
    }
  }

  it('R-FMT-03 R-FMT-06 has no data where there is none to give', async () => {
    expect((await answering(async () => ({}))).envelope).toEqual({ status_code: 1000, timestamp: now.toISOString() })
  })

  it('carries status, message, headers and text of the handler', async () => {
    const { status, envelope, headers } = await answering(async () => ({
      http: 201,
      statusCode: 1900,
      message: 'well done',
      dataText: '{"a":1.10}',
      headers: { Location: 'https://x.example/1' },
    }))
    expect(status).toBe(201)
    expect(envelope).toMatchObject({ status_code: 1900, status_message: 'well done', data: { a: 1.1 } })
    expect(headers).toMatchObject({ Location: 'https://x.example/1', 'Content-Type': 'application/json' })
  })

  it('is in the version of the request', async () => {
    const canonical = [{ ...location, help_phone: '+49123' }]
    const older = await answering(async () => ({ data: canonical }))
    expect(older.envelope.data).toEqual([location])
    const newer = await answering(async () => ({ data: canonical }), 'newer', '2.3.0')
    expect(newer.envelope.data).toEqual(canonical)
  })

  it('to an error nobody foresaw is HTTP 500 with 3000, and the cause stays in the log', async () => {
    const { status, envelope, headers } = await answering(async () => {
      throw new Error('a secret of ours')
    })
    expect([status, envelope.status_code]).toEqual([500, 3000])
    expect(JSON.stringify(envelope)).not.toContain('secret')
    const logged = lines.map((line) => JSON.parse(line)).find(({ event }) => event === 'failed')
    expect(logged.error.message).toBe('a secret of ours')
    expect(logged.correlationId).toBe(headers['X-Correlation-ID'])
  })

  it('to a write there was no room for is 3000, without HTTP error', async () => {
    const { status, envelope } = await answering(async () => {
      throw new StorageBusy('too many')
    })
    expect([status, envelope.status_code]).toEqual([200, 3000])
  })
})

describe('the log', () => {
  it('has one line per exchange, with party and id but no token', async () => {
    await ask('GET', '/ocpi/2.2.1/receiver/tokens/DE/EMP/04AABBCC?type=RFID', {
      headers: { 'ocpi-to-country-code': 'NL', 'ocpi-to-party-id': 'CPO' },
    })
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0]!)).toMatchObject({
      event: 'exchange',
      direction: 'in',
      partner: 'The emsp',
      module: 'tokens',
      path: 'DE/EMP/*',
      http: 200,
      status: 1000,
    })
    expect(lines.join()).not.toMatch(/04AABBCC|token-of/)
  })

  it('names the module of what was refused, and nothing of a path it does not know', async () => {
    await ask('PUT', '/ocpi/2.2.1/receiver/tokens/DE/EMP/04AABBCC/too/long')
    expect(JSON.parse(lines[0]!)).toMatchObject({ module: 'tokens', path: '', http: 404 })
    expect(lines.join()).not.toContain('04AABBCC')
  })
})

describe('a partner whose registration is not answered yet', () => {
  it('is waited for, as it may call before our side has read its answer', async () => {
    await partner('early', [['AT-EAR', 'EMSP']], { status: 'invited', version: null })
    await store.deleteTokens('early')
    await store.addToken('early', 'token-of-early', 'P', now)
    await directory.reload()
    const open = ask('GET', '/ocpi/2.2.1/sender/locations', { from: 'early' })
    await partner('early', [['AT-EAR', 'EMSP']]).catch(() => undefined)
    await store.addToken('early', 'token-of-early', 'C', now)
    await directory.reload()
    const { status, call } = await open
    expect(status).toBe(200)
    expect(call?.partner.status).toBe('registered')
  })

  it('is answered 401 when it comes to nothing', async () => {
    await partner('never', [], { status: 'invited', version: null })
    await store.deleteTokens('never')
    await store.addToken('never', 'token-of-never', 'P', now)
    await directory.reload()
    const open = ask('GET', '/ocpi/2.2.1/sender/locations', { from: 'never' })
    await store.deletePartner('never')
    await directory.reload()
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
