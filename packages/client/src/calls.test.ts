// What the client does with answers that are no success, shown by a server that answers what a test says.

import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../../../tests/support/until.ts'
import { createClient } from './client.ts'

type Told = 'cut' | 'silent' | { status: number; headers?: Record<string, string>; body?: unknown }

describe('a call', () => {
  const told: Told[] = []
  const heard: Pick<IncomingMessage, 'method' | 'url' | 'headers'>[] = []
  const server = createServer((request, response) => {
    const { method, url, headers } = request
    heard.push({ method, url, headers })
    const next = told.shift() ?? { status: 200, body: { items: [], next: null } }
    if (next === 'cut') request.socket.resetAndDestroy()
    else if (next !== 'silent') {
      response.writeHead(next.status, { 'content-type': 'application/json', ...next.headers })
      response.end(next.body === undefined ? '' : JSON.stringify(next.body))
    }
  })
  let url = ''
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  beforeEach(() => {
    told.splice(0)
    heard.splice(0)
  })
  const client = (more = {}) => createClient({ url, key: 'secret-key', ...more })
  const busy = (after?: string): Told => ({
    status: 503,
    headers: after === undefined ? {} : { 'retry-after': after },
    body: { type: 'urn:interchange:problem:busy', title: 'Too busy', status: 503, detail: 'Later' },
  })
  const failureOf = (promise: Promise<unknown>): Promise<Error & Record<string, unknown>> =>
    promise.then(
      () => expect.unreachable(),
      (error) => error,
    )
  const tariff = { path: { country_code: 'NL', party_id: 'ABC', id: 'A/B' } }
  const TARIFF = '/tariffs/{country_code}/{party_id}/{id}'

  it('carries the key, the path and the query as the API reads them', async () => {
    await client({ url: `${url}/` }).get('/tariffs', { query: { party: ['NL-ABC', 'NL-OTH'], own: true } })
    await client().get(TARIFF, tariff)
    expect(heard.map((one) => one.url)).toEqual([
      '/api/v1/tariffs?party=NL-ABC,NL-OTH&own=true',
      '/api/v1/tariffs/NL/ABC/A%2FB',
    ])
    expect(heard[0]!.headers.authorization).toBe('Bearer secret-key')
  })

  it('never becomes another one because of what stands in its path', async () => {
    for (const id of ['..', '.', '']) {
      expect((await failureOf(client().delete('/keys/{id}', { path: { id } }))).message).toContain('path.id')
    }
    expect(heard).toEqual([])
  })

  it('waits as Retry-After asks, a limited number of times', async () => {
    told.push(busy('1'), busy('0'))
    const begun = performance.now()
    await client().get('/tariffs')
    expect(performance.now() - begun).toBeGreaterThanOrEqual(990)
    expect(heard).toHaveLength(3)

    told.push(...Array.from({ length: 9 }, () => busy('0')))
    expect(await failureOf(client({ tries: 3 }).get('/tariffs'))).toMatchObject({ status: 503, kind: 'busy' })
    expect(heard).toHaveLength(6)
  })

  it('does not wait beyond its deadline, and says when it may be tried again', async () => {
    told.push(busy('3600'))
    expect(await failureOf(client().get('/tariffs'))).toMatchObject({ status: 503, retryAfter: 3600 })
    expect(heard).toHaveLength(1)
  })

  it('ends at its deadline, and at once when the caller gives up', async () => {
    told.push('silent')
    const late = await failureOf(client({ timeout: 100 }).get('/tariffs'))
    expect(late).toMatchObject({ name: 'ConnectionError', message: 'GET /tariffs had no answer within 0.1 s' })
    told.push('silent')
    const stop = new AbortController()
    const given = failureOf(client().get('/tariffs', { signal: stop.signal }))
    await until(() => heard.length === 2)
    stop.abort(new Error('enough'))
    expect((await given).message).toBe('enough')
  })

  it.each([
    ['get', 3],
    ['put', 3],
    ['delete', 3],
    ['patch', 1],
  ] as const)('after a fault of the connection a %s is sent %i times at most', async (method, times) => {
    told.push('cut', 'cut', 'cut')
    const path = { country_code: 'NL', party_id: 'ABC', id: 'L', evse_uid: 'E' }
    const failing =
      method === 'patch'
        ? client({ tries: 3 }).patch('/locations/{country_code}/{party_id}/{id}/{evse_uid}', { path, body: {} })
        : client({ tries: 3 }).call(method, TARIFF, { ...tariff, ...(method === 'put' ? { body: {} as never } : {}) })
    expect((await failureOf(failing)).name).toBe('ConnectionError')
    expect(heard).toHaveLength(times)
  })

  it('with a condition is not sent again after such a fault: the second would meet what the first one did', async () => {
    told.push('cut')
    const conditional = { ...tariff, headers: { 'If-Match': '"1"' } }
    expect((await failureOf(client().delete(TARIFF, conditional))).name).toBe('ConnectionError')
    expect(heard).toHaveLength(1)
  })

  it('that is a POST carries an Idempotency-Key, the same each time, its own where one is given', async () => {
    told.push('cut', { status: 409, headers: { 'retry-after': '0' } }, { status: 201, body: { id: 'k' } })
    await client().post('/keys', { body: { name: 'a', scope: 'read' } })
    await client().post('/keys', { body: { name: 'a', scope: 'read' }, headers: { 'Idempotency-Key': 'mine' } })
    const keys = heard.map(({ headers }) => headers['idempotency-key'])
    expect(keys).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), keys[0], keys[0], 'mine'])
  })

  it('that a proxy answers is told as it is, and sent again where that is safe', async () => {
    told.push({ status: 502 })
    await client().get('/tariffs')
    expect(heard).toHaveLength(2)
    told.push({ status: 403, headers: { 'content-type': 'text/html' } })
    expect(await failureOf(client().get('/tariffs'))).toMatchObject({ status: 403, type: 'about:blank' })
  })

  it('takes the key nowhere else', async () => {
    told.push({ status: 307, headers: { location: 'http://127.0.0.1:1/elsewhere' } })
    expect((await failureOf(client({ tries: 1 }).get('/tariffs'))).name).toBe('ConnectionError')
  })

  it('is refused a key that no header can carry, without naming it', () => {
    expect(() => client({ key: 'two\nlines' })).toThrow(/^key is no API key/)
    expect(() => client({ url: 'ftp://somewhere' })).toThrow(/^url is where/)
  })
})
