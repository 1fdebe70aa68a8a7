// What a stranger must not be able to do: every kind of bad input has an answer of its own, none is HTTP 500, and
// afterwards the platform serves as before. Source: status_codes, transport.

import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { faultPaths, joined, type OurSide, outcome, startPlatform, US, versions } from './conversation.ts'
import { cdr, type Json, location } from './objects.ts'
import type { Stranger } from './stranger.ts'

const LIMIT = 64 * 1024

describe.each(versions)('in %s', (version) => {
  let ours: OurSide
  let cpo: Stranger
  const seen: number[] = []

  beforeAll(async () => {
    ours = await startPlatform({ BODY_LIMIT: `${LIMIT}` })
    cpo = await joined(ours, { role: 'CPO', version })
    expect(outcome(await cpo.send('PUT', url('KEPT'), { to: US, body: location('KEPT', version) }))).toBe('201/1000')
  })
  afterEach(async () => {
    // R-STATUS-13: whatever came, nothing failed here, and the platform still answers.
    expect(seen.splice(0).filter((http) => http >= 500)).toEqual([])
    const kept = await cpo.send('GET', url('KEPT'), { to: US })
    expect([outcome(kept), kept.envelope.data]).toEqual(['200/1000', location('KEPT', version)])
  })
  afterAll(async () => {
    await cpo.stop()
    await ours.stop()
  })

  const url = (path: string) => `${cpo.theirs.get('locations.RECEIVER')}/BE/BEC/${path}`
  const base = () => `${ours.url}/ocpi/${version}`
  const send = async (method: string, target: string, options: Parameters<Stranger['send']>[2] = {}) => {
    const said = await cpo.send(method, target, { to: US, ...options })
    seen.push(said.http)
    return said
  }
  const putText = (text: string, path = 'KEPT') => send('PUT', url(path), { text })

  describe('a body', () => {
    test.each([
      ['cut off', '{"id":'],
      ['with a comma too many', '{"id":"A",}'],
      ['with single quotes', "{'id':'A'}"],
      ['of nothing', ''],
      ['of white space', ' \n '],
      ['that is HTML', '<html></html>'],
      ['with two objects', '{}{}'],
      ['with NaN', '{"id":NaN}'],
    ])('R-STATUS-01 %s is answered HTTP 400', async (_, text) => {
      const said = await putText(text)
      expect(said.http).toBe(400)
      expect(said.envelope.status_code).toBeGreaterThanOrEqual(2000)
    })

    test('R-STATUS-01 that is not UTF-8 is answered HTTP 400', async () => {
      const text = '{"id":"A","name":"\xff\xfe"}'
      const response = await fetch(url('KEPT'), {
        method: 'PUT',
        headers: { Authorization: `Token ${Buffer.from(cpo.outbound).toString('base64')}` },
        body: Buffer.from(text, 'latin1'),
      })
      expect(response.status).toBe(400)
    })

    test.each(['null', '[]', '"text"', '42', 'true', '[{}]'])(
      'R-STATUS-02 that is %s instead of an object is answered 200 and 2001',
      async (text) => {
        expect(outcome(await putText(text))).toBe('200/2001')
      },
    )

    test('R-STATUS-02 with many faults names the path of each', async () => {
      const whole = location('KEPT', version)
      const [evse] = whole.evses as [Json]
      const body = {
        ...whole,
        publish: 'yes',
        country: 'B',
        coordinates: undefined,
        evses: [{ ...evse, status: 'x', connectors: [{ ...(evse.connectors as Json[])[0], max_voltage: '220' }] }],
      }
      const said = await send('PUT', url('KEPT'), { body })
      expect(outcome(said)).toBe('200/2001')
      expect(faultPaths(said).sort()).toEqual([
        '/coordinates',
        '/country',
        '/evses/0/connectors/0/max_voltage',
        '/evses/0/status',
        '/publish',
      ])
    })

    test.each(['__proto__', 'constructor', 'prototype'])('with the key %s harms nothing', async (key) => {
      const whole = JSON.stringify(location('PROTO', version))
      for (const text of [
        `${whole.slice(0, -1)},"${key}":{"polluted":true}}`,
        `${whole.slice(0, -1)},"${key}":{"prototype":{"polluted":true}}}`,
        whole.replace('"coordinates":{', `"coordinates":{"${key}":{"polluted":true},`),
      ]) {
        const said = await putText(text, 'PROTO')
        expect([200, 201, 400]).toContain(said.http)
        if (key === '__proto__') expect(said.envelope.status_code).not.toBe(1000)
      }
      expect(({} as Json).polluted).toBeUndefined()
      const other = await send('PUT', url('AFTER'), { body: location('AFTER', version) })
      expect(other.envelope.status_code).toBe(1000)
      expect(other.text).not.toContain('polluted')
    })

    test.each([
      ['lists', '['.repeat(20_000) + ']'.repeat(20_000)],
      ['objects', `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`],
    ])('of %s nested without end is refused', async (_, nested) => {
      expect((await putText(nested)).envelope.status_code).not.toBe(1000)
      const whole = JSON.stringify(location('DEEP', version))
      const said = await putText(`${whole.slice(0, -1)},"extra":${nested}}`, 'DEEP')
      expect(said.envelope.status_code).not.toBe(1000)
      expect((await send('GET', url('DEEP'))).http).toBe(404)
    })

    test('that is too large is answered HTTP 413', async () => {
      const said = await send('PUT', url('LARGE'), {
        body: { ...location('LARGE', version), extra: 'x'.repeat(LIMIT) },
      })
      expect(said.http).toBe(413)
      expect(said.envelope.status_code).toBeGreaterThanOrEqual(2000)
      expect((await send('GET', url('LARGE'))).http).toBe(404)
    })

    test.each([
      ['U+0000', '"name":"a\\u0000b"'],
      ['half a character', '"name":"a\\ud800b"'],
      ['U+0000 in a field nobody knows', '"extra":"a\\u0000b"'],
      ['a number beyond all numbers', '"extra":1e999'],
      ['a key with U+0000', '"a\\u0000b":1'],
    ])('with %s is answered 2001', async (_, member) => {
      const whole = JSON.stringify({ ...location('ODD', version), name: undefined })
      expect(outcome(await putText(`${whole.slice(0, -1)},${member}}`, 'ODD'))).toBe('200/2001')
      expect((await send('GET', url('ODD'))).http).toBe(404)
    })

    test('with the same key twice, or of a hundred faults, has an answer', async () => {
      const twice = JSON.stringify(location('TWICE', version)).replace('{', '{"city":"Brugge",')
      expect((await putText(twice, 'TWICE')).http).toBeLessThan(500)
      const evses = Array.from({ length: 300 }, () => ({}))
      const said = await send('PUT', url('FAULTS'), { body: { ...location('FAULTS', version), evses } })
      expect(outcome(said)).toBe('200/2001')
      expect(said.text.length).toBeLessThan(200_000)
    })

    test('of another object is answered 2001', async () => {
      expect(outcome(await send('PUT', url('KEPT'), { body: cdr('KEPT', US, version) }))).toBe('200/2001')
    })
  })

  describe('a path', () => {
    test.each([
      ['of an unknown module', 'receiver/teapots/BE/BEC/1'],
      ['of a version nobody speaks', '../9.9/receiver/locations'],
      ['of a side nobody is', 'middle/locations'],
      ['named like something inside', 'receiver/__proto__'],
      ['named like a method inside', 'receiver/toString'],
      ['with nothing below the version', 'receiver'],
      ['with segments too few', 'receiver/locations/BE'],
      ['with segments too many', 'receiver/locations/BE/BEC/KEPT/3256/1/1'],
      ['with empty segments', 'receiver/locations/BE/BEC//3256'],
      ['that climbs', 'receiver/locations/BE/BEC/..%2f..%2fKEPT'],
      ['longer than any id', `receiver/locations/BE/BEC/${'x'.repeat(3000)}`],
      ['of thousands of segments', `receiver/locations${'/a'.repeat(4000)}`],
      ['of the module versions', 'sender/versions'],
      ['of credentials as a module', 'sender/credentials'],
    ])('R-STATUS-03 %s is answered 404 in an envelope', async (_, path) => {
      const said = await send('GET', `${base()}/${path}`)
      expect(said.http).toBe(404)
      expect(said.envelope.status_code).toBeGreaterThanOrEqual(2000)
    })

    test.each(['%', '%zz', '%c3%28', '%00', 'a%0ab', '%ed%a0%80'])(
      'with %s in it is answered 400 or 404',
      async (odd) => {
        for (const method of ['GET', 'PUT', 'PATCH']) {
          const options = method === 'GET' ? {} : { body: location('KEPT', version) }
          const said = await send(method, url(odd), options)
          if (said.http === 200) expect([method, said.envelope.status_code]).toEqual([method, 2001])
          else expect([400, 404]).toContain(said.http)
        }
      },
    )

    test.each(['POST', 'DELETE'])(
      'R-STATUS-13 with the method %s, which is not there, is answered 405 and Allow',
      async (method) => {
        const said = await send(method, url('KEPT'), method === 'POST' ? { body: location('KEPT', version) } : {})
        expect(said.http).toBe(405)
        expect(said.headers.allow).toContain('PUT')
      },
    )

    test('with a method no module has is refused', async () => {
      for (const method of ['OPTIONS', 'TRACE', 'PROPFIND']) {
        expect([404, 405]).toContain((await send(method, url('KEPT'))).http)
      }
    })

    test('R-AUTH-04 with ?x=versions or ?version=… in it follows the rules of its path', async () => {
      for (const query of ['?x=versions', '?x=/ocpi/versions', '?x=credentials', '#versions']) {
        const said = await send('GET', `${base()}/sender/tokens${query}`, { token: null })
        expect([query, said.http]).toEqual([query, 401])
        const { token } = await ours.invite()
        const early = await send('GET', `${base()}/sender/tokens${query}`, { token })
        expect([query, early.http]).toEqual([query, 401])
      }
    })
  })

  describe('a query or a header', () => {
    test.each([
      'limit=0',
      'limit=-1',
      'limit=1e3',
      'limit=%00',
      'offset=-5',
      'date_from=nope',
      'date_from=%F0%9F%92%A9',
    ])('R-PAGE-17 ?%s is answered 2001', async (query) => {
      expect(outcome(await send('GET', `${base()}/sender/tokens?${query}`))).toBe('200/2001')
    })

    test('of garbage harms nothing', async () => {
      for (const query of [
        '?%',
        '?=&=&',
        '?limit=5&limit=7',
        '?cursor=%00',
        `?x=${'y'.repeat(5000)}`,
        '?__proto__=1',
      ]) {
        const said = await send('GET', `${base()}/sender/tokens${query}`)
        expect([query, [200, 400, 404].includes(said.http)]).toEqual([query, true])
      }
    })

    test.each(['Token', 'Token ', 'Token !!!', 'Token  YQ==', `Token ${'A'.repeat(5000)}`, 'Token AA==', 'Token w6k='])(
      'R-AUTH-05 Authorization "%s" is answered 401',
      async (value) => {
        const said = await send('GET', url('KEPT'), { token: null, headers: { Authorization: value.trim() } })
        expect(said.http).toBe(401)
      },
    )

    test('R-ROUTE-09 routing headers that are no party, or half of one, are answered 2001', async () => {
      for (const headers of [
        { 'OCPI-to-party-id': 'ABCDE' },
        { 'OCPI-to-country-code': 'Netherlands' },
        { 'OCPI-to-country-code': 'NL' },
        { 'OCPI-from-party-id': 'BEC' },
      ]) {
        const said = await send('GET', `${base()}/sender/tokens`, { config: true, headers })
        expect([headers, outcome(said)]).toEqual([headers, '200/2001'])
      }
    })

    test('R-ID-02 an odd X-Request-ID cannot break the answer', async () => {
      const said = await send('GET', url('KEPT'), {
        headers: { 'X-Request-ID': 'x'.repeat(4000), 'X-Correlation-ID': ' ' },
      })
      expect(said.http).toBe(200)
    })
  })

  describe('a connection', () => {
    const raw = (text: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const { hostname, port } = new URL(ours.url)
        const socket = connect(Number(port), hostname, () => socket.end(text))
        let answer = ''
        socket.on('data', (chunk) => {
          answer += chunk
        })
        socket.on('close', () => resolve(answer))
        socket.on('error', reject)
      })

    test('that speaks no HTTP, or ends in the middle, harms nothing', async () => {
      expect(await raw('HELLO\r\n\r\n')).toMatch(/^(HTTP\/1\.1 400|$)/)
      const half = 'PUT /ocpi/2.2.1/receiver/locations/BE/BEC/X HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{'
      expect(await raw(half)).not.toMatch(/^HTTP\/1\.1 5/)
      expect(await raw(`GET / HTTP/1.1\r\nHost: x\r\nX-Big: ${'x'.repeat(100_000)}\r\n\r\n`)).toMatch(
        /^(HTTP\/1\.1 (431|400)|$)/,
      )
    })
  })

  test('a registration whose body is wrong is refused and does not use up the invitation', async () => {
    const { versions_url, token } = await ours.invite()
    const credentials = `${base()}/credentials`
    for (const [body, answer] of [
      [{}, '200/2001'],
      [{ token: 'x' }, '200/2001'],
      [{ ...cpo.credentials(), url: 'nowhere' }, '200/2001'],
      [{ ...cpo.credentials(), roles: [{}] }, '200/2001'],
      [{ ...cpo.credentials(), roles: 'CPO' }, '200/2001'],
      // R-CRED-08: a URL, but none that could be called.
      [{ ...cpo.credentials(), url: 'ftp://127.0.0.1/' }, '200/2001'],
    ] as const) {
      const said = await send('POST', credentials, { body, token, config: true })
      expect([body, outcome(said)]).toEqual([body, answer])
    }
    expect((await send('POST', credentials, { text: '{', token, config: true })).http).toBe(400)
    expect(outcome(await send('GET', versions_url, { token, config: true }))).toBe('200/1000')
  })
})

test('a partner on a private address is refused unless that is allowed', async () => {
  const ours = await startPlatform({ ALLOW_PRIVATE_PARTNERS: 'false', PUBLIC_URL: 'https://ocpi.example.com' })
  for (const host of ['127.0.0.1:9', 'localhost:9', '10.0.0.1', '192.168.1.1', '169.254.169.254', '[::1]:9']) {
    const body = { name: 'Inside', versions_url: `http://${host}/versions`, token: 'a-token' }
    const { status, body: problem } = await ours.api('POST', '/partners', body)
    expect([host, status >= 400 && status < 500]).toEqual([host, true])
    expect(JSON.stringify(problem)).toContain('/versions_url')
  }
  expect(((await ours.api('GET', '/partners')).body.items as Json[]).length).toBe(0)
  await ours.stop()
})
