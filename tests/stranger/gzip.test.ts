// gzip on the way to a stranger and back, over real HTTP. Source: RFC 9110, "Content-Encoding", "Accept-Encoding".

import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { joined, type OurSide, startPlatform, US } from './conversation.ts'
import { type Json, location, tariff } from './objects.ts'
import type { Stranger } from './stranger.ts'

const BODY_LIMIT = 100_000
const ANSWER_LIMIT = 200_000

describe('gzip', () => {
  let ours: OurSide
  let cpo: Stranger
  let emsp: Stranger

  beforeAll(async () => {
    ours = await startPlatform({ BODY_LIMIT: String(BODY_LIMIT), ANSWER_LIMIT: String(ANSWER_LIMIT) })
    cpo = await joined(ours, { role: 'CPO', version: '2.3.0' })
    emsp = await joined(ours, { role: 'EMSP', version: '2.3.0' })
    for (let at = 0; at < 20; at++) {
      const last_updated = '2026-07-06T08:00:00Z'
      await ours.api('PUT', `/tariffs/NL/ABC/T${at}`, { ...tariff(`T${at}`, '2.3.0'), ...US, last_updated })
    }
  })
  afterAll(async () => {
    await Promise.all([cpo.stop(), emsp.stop()])
    await ours.stop()
  })

  const as = ({ outbound }: Stranger): Record<string, string> => ({
    authorization: `Token ${Buffer.from(outbound).toString('base64')}`,
    'ocpi-to-country-code': US.country_code,
    'ocpi-to-party-id': US.party_id,
  })
  const list = (encoding: string, query = '', method = 'GET') =>
    fetch(`${emsp.theirs.get('tariffs.SENDER')}${query}`, {
      method,
      headers: { ...as(emsp), 'accept-encoding': encoding },
    })
  const put = (bytes: Uint8Array<ArrayBuffer>, coding: string) =>
    fetch(`${cpo.theirs.get('locations.RECEIVER')}/BE/BEC/PACKED`, {
      method: 'PUT',
      headers: { ...as(cpo), 'content-type': 'application/json', 'content-encoding': coding },
      body: bytes,
    })
  const packed = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(gzipSync(text))

  test('a list is compressed for who takes it, the same as without, and says that it depends', async () => {
    const [plain, zipped] = [await list('identity'), await list('gzip')]
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(zipped.headers.get('content-encoding')).toBe('gzip')
    for (const { headers } of [plain, zipped]) {
      expect([headers.get('vary'), headers.get('x-total-count')]).toEqual(['Accept-Encoding', '20'])
    }
    expect(Number(zipped.headers.get('content-length'))).toBeLessThan(Number(plain.headers.get('content-length')) / 4)
    const data = async (answer: Response) => ((await answer.json()) as { data: Json[] }).data
    expect(await data(zipped)).toEqual(await data(plain))
    const short = await list('gzip', '?limit=1')
    expect([short.headers.get('content-encoding'), (await data(short)).length]).toEqual([null, 1])
  })

  test('lists of the backend API are compressed, a single object with its ETag is not', async () => {
    const ask = (path: string) =>
      fetch(`${ours.url}/api/v1${path}`, { headers: { authorization: 'Bearer a-key-of-the-company' } })
    const page = await ask('/tariffs?limit=20')
    expect([page.headers.get('content-encoding'), page.headers.get('vary')]).toEqual(['gzip', 'Accept-Encoding'])
    expect(((await page.json()) as { items: Json[] }).items).toHaveLength(20)
    const one = await ask('/tariffs/NL/ABC/T1')
    expect([one.headers.get('content-encoding'), one.headers.get('etag')]).toEqual([null, expect.any(String)])
    await one.arrayBuffer()
  })

  test('a push may be compressed', async () => {
    const whole = location('PACKED', '2.3.0')
    const answer = await put(packed(JSON.stringify(whole)), 'gzip')
    expect([answer.status, ((await answer.json()) as Json).status_code]).toEqual([201, 1000])
    expect((await ours.api('GET', '/locations/BE/BEC/PACKED')).body).toMatchObject({ id: 'PACKED', name: whole.name })
  })

  test('so may a batch, which is read as it comes', async () => {
    const objects = Array.from({ length: 30 }, (_, at) => ({ ...tariff(`B${at}`, '2.3.0'), ...US }))
    const answer = await fetch(`${ours.url}/api/v1/batch`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer a-key-of-the-company',
        'content-type': 'application/x-ndjson',
        'content-encoding': 'gzip',
      },
      body: packed(objects.map((object) => `${JSON.stringify({ op: 'put', module: 'tariffs', object })}\n`).join('')),
    })
    const results = (await answer.text()).trim().split('\n')
    expect(results.map((line) => (JSON.parse(line) as Json).status)).toEqual(Array(30).fill(201))
  })

  test('what is too large when unpacked, is no gzip, or comes in another coding, is refused in an envelope', async () => {
    const bomb = packed(JSON.stringify({ ...location('PACKED', '2.3.0'), name: 'x'.repeat(50_000_000) }))
    expect(bomb.length).toBeLessThan(BODY_LIMIT)
    for (const [bytes, coding, http] of [
      [bomb, 'gzip', 413],
      [packed('{}').slice(0, 10), 'gzip', 400],
      [new TextEncoder().encode('{}'), 'gzip', 400],
      [packed('{}'), 'br', 415],
    ] as const) {
      const answer = await put(bytes, coding)
      expect([coding, answer.status, ((await answer.json()) as Json).status_code]).toEqual([coding, http, 2000])
    }
    const api = await fetch(`${ours.url}/api/v1/partners`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer a-key-of-the-company',
        'content-type': 'application/json',
        'content-encoding': 'br',
      },
      body: '{"name":"X"}',
    })
    expect([api.status, ((await api.json()) as Json).type]).toEqual([
      415,
      'urn:interchange:problem:unsupported-media-type',
    ])
  })

  test('a partner that compresses its lists is read; what unpacks to more than ANSWER_LIMIT is given up and said', async () => {
    const { body } = await ours.api('GET', '/partners')
    const id = (body.items as Json[]).find(({ roles }) => (roles as Json[])[0]!.role === 'CPO')!.id
    const pull = async (data: Json[]) => {
      let asked: string | undefined
      cpo.answer = ({ path, headers }) => {
        if (!path.startsWith('/out/tariffs')) return undefined
        asked = headers['accept-encoding']
        const text = JSON.stringify({ data, status_code: 1000, timestamp: '2026-07-06T08:00:00Z' })
        return { headers: { 'Content-Encoding': 'gzip' }, raw: gzipSync(text) }
      }
      const answer = await ours.api('POST', `/partners/${id}/pull`, { module: 'tariffs', full: true })
      expect(asked).toBe('gzip')
      return (answer.body.modules as Json[])[0]
    }
    const many = Array.from({ length: 50 }, (_, at) => tariff(`P${at}`, '2.3.0'))
    expect(await pull(many)).toMatchObject({ complete: true, created: 50 })
    const bomb = [{ ...tariff('BOMB', '2.3.0'), note: 'x'.repeat(20_000_000) }]
    expect(await pull(bomb)).toMatchObject({
      complete: false,
      why: `Page 1 could not be read: the answer is larger than ${ANSWER_LIMIT} bytes`,
    })
  })
})
