// What the company-side API does with requests that are not as they should be.

import { request as rawRequest } from 'node:http'
import { describe, expect, it } from 'vitest'
import { backendServer } from './support/backend-server.ts'
import { engines } from './support/databases.ts'
import { tariff } from './support/wire-objects.ts'

const path = '/tariffs/NL/ABC/T1'

describe('a request to the backend API', () => {
  const server = backendServer(engines[0]!, ['NL-ABC:CPO'], [], { bodyLimit: 100_000 })
  const api = () => server().api
  const bare = (url: string, options: RequestInit = {}) => fetch(`${server().url}${url}`, options)

  it('is answered 401 without the key, with a wrong one, and with another scheme', async () => {
    for (const authorization of [undefined, 'Bearer', 'Bearer wrong', 'Token test-key', 'Basic dGVzdC1rZXk=']) {
      const answer = await bare('/api/v1/partners', authorization ? { headers: { authorization } } : {})
      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toBe('Bearer')
      expect(await answer.json()).toMatchObject({ type: 'urn:interchange:problem:unauthorized', status: 401 })
    }
    expect((await bare('/api/v1/no-such-call')).status).toBe(401)
    expect((await bare('/api/openapi.json')).status).toBe(200)
  })

  it('is answered 404 for a path there is none of, and 405 with Allow for a wrong method', async () => {
    for (const unknown of ['/nothing', '/tariffs/NL', '/locations/NL/ABC/L/E/C/more', '/v2/tariffs', '/Tariffs']) {
      expect([unknown, (await api().get(unknown)).status]).toEqual([unknown, 404])
    }
    const wrong = await api().post(path, tariff())
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, PUT, DELETE'])
    expect((await api().patch('/cdrs', {})).headers.get('allow')).toBe('GET, POST, DELETE')
    // `/commands/{id}` fits as well, but no command has this id.
    const command = await api().get('/commands/START_SESSION')
    expect([command.status, command.headers.get('allow')]).toEqual([405, 'POST'])
  })

  it('is answered 400 when its path or its JSON cannot be read', async () => {
    expect((await api().get('/tariffs/NL/ABC/%zz')).status).toBe(400)
    expect((await api().get('/tariffs/NL/ABC/%00')).status).toBe(400)
    expect((await api().get(`/tariffs/NL/ABC/${'x'.repeat(37)}`)).status).toBe(400)
    for (const text of ['{', '{"currency": }', 'nope', '', '   ', '{"a":1}{"b":2}']) {
      const { status, body } = await api().put(path, text)
      expect([text, status]).toEqual([text, 400])
      expect(body.type).toBe('urn:interchange:problem:malformed-request')
    }
    const latin = await bare(`/api/v1${path}`, {
      method: 'PUT',
      headers: { authorization: 'Bearer test-key', 'content-type': 'application/json' },
      body: new Uint8Array([0x22, 0xff, 0x22]),
    })
    expect(latin.status).toBe(400)
  })

  it('is answered 422 when its JSON is no object, or holds what nothing can store', async () => {
    for (const body of ['[]', '"text"', '17', 'null']) expect((await api().put(path, body)).status).toBe(422)
    for (const text of ['{"x": "\\u0000"}', '{"x": "\\ud800"}', '{"x": 1e999}']) {
      const { status, body } = await api().put(path, text)
      expect([text, status]).toEqual([text, 422])
      expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toContain('/x')
    }
  })

  it('is refused with __proto__ keys and with deep nesting, the process unharmed', async () => {
    const poison = await api().put(path, '{"__proto__": {"admin": true}}')
    expect([poison.status, poison.body.detail]).toEqual([400, expect.stringContaining('__proto__')])
    expect((await api().put(path, `${'['.repeat(50_000)}`)).status).toBe(400)
    expect((await api().put(path, `{"x":${'['.repeat(40_000)}${']'.repeat(40_000)}}`)).status).toBe(400)
    expect((await api().put('/parties/NL/ABC', '{"roles":["CPO"],"constructor":{"prototype":{"x":1}}}')).status).toBe(
      400,
    )
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })

  it('is answered 415 for another content type and 413 for a body that is too large', async () => {
    for (const type of ['text/plain', 'application/xml', 'application/jsonx', 'application/x-www-form-urlencoded']) {
      expect([type, (await api().send('PUT', path, '{}', { 'content-type': type })).status]).toEqual([type, 415])
    }
    const charset = { 'content-type': 'application/json; charset=utf-8' }
    expect((await api().send('PUT', path, JSON.stringify(tariff()), charset)).status).toBe(201)
    const large = await api().put(path, { ...tariff(), x: 'x'.repeat(100_001) })
    expect([large.status, large.body.detail]).toEqual([413, expect.stringContaining('100000')])
  })

  it('with a body where none is expected is answered as without', async () => {
    expect((await api().send('DELETE', '/tariffs/NL/ABC/NONE', '{"a": 1}')).status).toBe(404)
  })

  it('that breaks off in the middle of its body harms nobody', async () => {
    await new Promise<void>((resolve) => {
      const { hostname, port } = new URL(server().url)
      const request = rawRequest({
        hostname,
        port,
        path: `/api/v1${path}`,
        method: 'PUT',
        headers: { authorization: 'Bearer test-key', 'content-type': 'application/json', 'content-length': 1000 },
      })
      request.on('error', () => undefined)
      request.on('close', () => resolve())
      request.write('{"currency":', () => request.destroy())
    })
    expect((await api().get('/parties')).status).toBe(200)
  })
})
