import { describe, expect, it } from 'vitest'
import { ask, base64, bed, location, now, putLocation } from '../../../../tests/support/pipeline-bed.ts'
import type { Handler } from '../modules/call.ts'
import { StorageBusy } from '../storage/writer.ts'

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
    const response = await bed.pipeline({
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
  const answering = async (with_: Handler, from = 'emsp', version = '2.2.1') => {
    bed.answer = with_
    try {
      return await ask('GET', `/ocpi/${version}/sender/locations`, { from })
    } finally {
      bed.answer = async () => ({})
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
    const logged = bed.lines.map((line) => JSON.parse(line)).find(({ event }) => event === 'failed')
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
    expect(bed.lines).toHaveLength(1)
    expect(JSON.parse(bed.lines[0]!)).toMatchObject({
      event: 'exchange',
      direction: 'in',
      partner: 'The emsp',
      module: 'tokens',
      path: 'DE/EMP/*',
      http: 200,
      status: 1000,
    })
    expect(bed.lines.join()).not.toMatch(/04AABBCC|token-of/)
  })

  it('names the module of what was refused, and nothing of a path it does not know', async () => {
    await ask('PUT', '/ocpi/2.2.1/receiver/tokens/DE/EMP/04AABBCC/too/long')
    expect(JSON.parse(bed.lines[0]!)).toMatchObject({ module: 'tokens', path: '', http: 404 })
    expect(bed.lines.join()).not.toContain('04AABBCC')
  })
})
