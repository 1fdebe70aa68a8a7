// Long pages go through the hub as they come; a slow platform costs only those who ask it.

import { createServer, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { outcome } from '../stranger/conversation.ts'
import type { Stranger } from '../stranger/stranger.ts'
import type { RunningPlatform } from '../support/platforms.ts'
import { until } from '../support/until.ts'
import { at, CPO, converse, EMSP, join, logged, startHub } from './network.ts'

const MB = 1024 * 1024

/** Until what was written has gone out, or nobody wants it any more. */
const room = (answer: ServerResponse) =>
  new Promise<void>((resolve) => {
    const go = () => {
      answer.off('drain', go).off('close', go)
      resolve()
    }
    answer.on('drain', go).on('close', go)
  })

const TAIL = '"}],"status_code":1000,"timestamp":"2026-06-29T22:39:09Z"}'
const HEAD = '{"data":[{"id":"'
const TOKEN = 'what-the-hub-sends'

/** A platform without a handshake: its pages are sent piece by piece, when the test lets it. */
let hub: RunningPlatform
let emsp: Stranger
let let_go = () => {}
let sent = 0
let breaksOff = false
const slow = createServer(async (_asked, answer) => {
  answer.writeHead(200, { 'Content-Type': 'application/json', 'X-Total-Count': '1', 'X-Limit': '1' })
  answer.write(HEAD)
  const piece = 'x'.repeat(MB)
  for (let at = 0; at < 5 && !answer.destroyed; at++) {
    if (at === 1) {
      await new Promise<void>((resolve) => {
        let_go = resolve
      })
      if (breaksOff) return void answer.destroy()
    }
    if (!answer.write(piece)) await room(answer)
    sent++
  }
  answer.end(TAIL)
})

beforeAll(async () => {
  await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(slow.address() as AddressInfo).port}`
  hub = await startHub({ FORWARD_TIMEOUT: '20 s' })
  emsp = (await join(hub, { role: 'EMSP', version: '2.2.1', party: EMSP })).stranger
  const made = await hub.api('POST', '/partners', {
    name: 'slow',
    version: '2.2.1',
    token: TOKEN,
    endpoints: [{ identifier: 'locations', role: 'SENDER', url: `${url}/locations` }],
    roles: [{ role: 'CPO', ...CPO, business_details: { name: 'Slow' } }],
    settings: { pull: { locations: false } },
  })
  expect(made.status).toBe(201)
})
afterAll(async () => {
  slow.closeAllConnections()
  slow.close()
  await emsp.stop()
})

/** A GET whose body is read by hand. */
function page(correlationId: string) {
  const seen = { bytes: 0, text: '', status: 0, over: false, failed: false }
  const asked = request(at(emsp, 'locations', 'SENDER'), {
    headers: {
      Authorization: `Token ${Buffer.from(emsp.outbound).toString('base64')}`,
      'X-Request-ID': correlationId,
      'X-Correlation-ID': correlationId,
      'OCPI-from-country-code': 'BE',
      'OCPI-from-party-id': 'BEM',
      'OCPI-to-country-code': 'BE',
      'OCPI-to-party-id': 'BEC',
    },
  })
  asked.on('response', (response) => {
    seen.status = response.statusCode!
    response.on('data', (chunk: Buffer) => {
      if (seen.bytes === 0) seen.text = chunk.toString('utf8', 0, 20)
      seen.bytes += chunk.length
    })
    response.on('end', () => {
      seen.over = true
    })
    response.on('error', () => {
      seen.failed = true
    })
  })
  asked.on('error', () => {
    seen.failed = true
  })
  asked.end()
  return { seen, end: () => asked.destroy() }
}

test('a page of 5 MB: its first bytes are with the caller before the last were sent', async () => {
  sent = 0
  const { seen } = page('page-of-5-mb')
  await until(() => seen.bytes > MB / 2)
  expect(sent).toBeLessThan(2)
  let_go()
  await until(() => seen.over)
  expect([seen.status, seen.bytes]).toEqual([200, HEAD.length + 5 * MB + TAIL.length])
  expect(seen.text.startsWith(HEAD)).toBe(true)
  const legs = await logged(hub, 'page-of-5-mb', 2)
  for (const leg of legs) {
    expect(leg).toMatchObject({ http: 200, status_code: 1000, response_length: seen.bytes, failed: false })
  }
})

test('a page that breaks off breaks off for the caller too, and the log says so', async () => {
  breaksOff = true
  const { seen } = page('page-that-breaks')
  await until(() => seen.bytes > MB / 2)
  let_go()
  await until(() => seen.failed)
  expect(seen.over).toBe(false)
  const legs = await logged(hub, 'page-that-breaks', 2)
  expect(legs.map(({ failed }) => failed)).toEqual([true, true])
  breaksOff = false
})

test('a caller that goes away ends the page at its source', async () => {
  const before = sent
  const { seen, end } = page('page-nobody-reads')
  await until(() => seen.bytes > MB / 2)
  end()
  const legs = await logged(hub, 'page-nobody-reads', 2)
  let_go()
  expect(legs.map(({ failed }) => failed)).toEqual([true, true])
  expect(sent - before).toBeLessThan(3)
})

test('requests that wait for a slow platform do not keep those to another one', async () => {
  const { stranger: quick } = await join(hub, {
    role: 'CPO',
    version: '2.2.1',
    party: { country_code: 'DE', party_id: 'QIK' },
  })
  const waiting = Array.from({ length: 100 }, (_, at) => page(`waiting-${at}`))
  await until(() => waiting.filter(({ seen }) => seen.bytes > 0).length > 30)
  for (let round = 0; round < 20; round++) {
    const { said } = await converse(emsp, 'GET', at(emsp, 'locations', 'SENDER', 'LOC1'), {
      at: quick,
      to: quick.party,
      answer: { data: {} },
    })
    expect(outcome(said)).toBe('200/1000')
  }
  expect(waiting.every(({ seen }) => !seen.over)).toBe(true)
  for (const { end } of waiting) end()
  await quick.stop()
})
