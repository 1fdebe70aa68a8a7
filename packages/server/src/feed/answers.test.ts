import type { Answer } from '@interchange/ocpi/wire/envelope'
import { describe, expect, it } from 'vitest'
import { answerTable, judge, ruleFor, type Verdict } from './answers.ts'

const now = new Date('2026-01-01T00:00:00Z')
const ok = (http: number, statusCode: number): Answer => ({
  kind: 'ok',
  http,
  statusCode,
  data: undefined,
  headers: {},
  text: '',
})
const refused = (http: number, statusCode: number, message?: string): Answer => ({
  kind: 'refused',
  http,
  statusCode,
  ...(message === undefined ? {} : { message }),
  data: undefined,
  headers: {},
  text: '',
})
const http = (status: number, headers: Record<string, string> = {}): Answer => ({ kind: 'http', http: status, headers })

describe('the table of answers', () => {
  const rows: [string, Answer, Verdict][] = [
    ['1000', ok(200, 1000), 'settled'],
    ['R-STATUS-06 1900 counts as success', ok(201, 1900), 'settled'],
    ['2000', refused(200, 2000), 'refused'],
    ['2001', refused(200, 2001), 'refused'],
    ['2003 on HTTP 404', refused(404, 2003), 'refused'],
    ['R-STATUS-11 an unknown 29xx is a client error', refused(200, 2950), 'refused'],
    ['HTTP 301', http(301), 'refused'],
    ['HTTP 400', http(400), 'refused'],
    ['HTTP 404', http(404), 'refused'],
    ['HTTP 413', http(413), 'refused'],
    ['3000', refused(200, 3000), 'troubled'],
    ['HTTP 500', http(500), 'troubled'],
    ['HTTP 503 with 2001', refused(503, 2001), 'troubled'],
    ['4000', refused(200, 4000), 'troubled'],
    ['4001', refused(200, 4001), 'party_away'],
    ['4003 on HTTP 404', refused(404, 4003), 'party_away'],
    ['4002', refused(200, 4002), 'no_answer'],
    ['HTTP 408', http(408), 'no_answer'],
    ['a time-out', { kind: 'timeout' }, 'no_answer'],
    ['no connection', { kind: 'unreachable', why: 'refused' }, 'no_answer'],
    ['a page of HTML with HTTP 200', { kind: 'broken', why: 'no JSON', http: 200 }, 'no_answer'],
    ['HTTP 401', refused(401, 2000), 'unauthorized'],
    ['HTTP 429', http(429), 'slow_down'],
    ['an id no URL can carry', { kind: 'unsendable', why: 'an id' }, 'refused'],
  ]
  for (const [name, answer, verdict] of rows) {
    it(`${name}: ${verdict}`, () => expect(judge(answer, now).verdict).toBe(verdict))
  }

  it('has a row for every pair of codes', () => {
    for (let code = 100; code <= 599; code++) expect(ruleFor(code, undefined), `HTTP ${code}`).toBeDefined()
    for (let code = 1000; code <= 4999; code++) expect(ruleFor(200, code), `${code}`).toBeDefined()
    expect(answerTable.at(-1)).toMatchObject({ verdict: 'no_answer' })
  })

  it('tells what the partner said, and whether it lacks the object', () => {
    expect(judge(refused(404, 2003, 'which location?'), now)).toMatchObject({
      http: 404,
      statusCode: 2003,
      message: 'which location?',
      missing: true,
    })
    expect(judge(http(404), now).missing).toBe(true)
    expect(judge(refused(200, 2001), now).missing).toBe(false)
    expect(judge({ kind: 'timeout' }, now)).toMatchObject({ http: null, statusCode: null, message: null })
  })

  it('reads Retry-After in seconds and as a date, an hour at most', () => {
    expect(judge(http(429, { 'Retry-After': '7' }), now).retryAfterMs).toBe(7000)
    expect(judge(http(429, { 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' }), now).retryAfterMs).toBe(30_000)
    expect(judge(http(429, { 'Retry-After': 'Thu, 01 Jan 2015 00:00:30 GMT' }), now).retryAfterMs).toBe(0)
    expect(judge(http(429, { 'Retry-After': '999999' }), now).retryAfterMs).toBe(3_600_000)
    expect(judge(http(429, { 'Retry-After': 'soon' }), now).retryAfterMs).toBeNull()
    expect(judge(http(429), now).retryAfterMs).toBeNull()
  })

  it('R-CDR-02 keeps where a CDR was stored', () => {
    const stored: Answer = {
      ...(ok(201, 1000) as Extract<Answer, { kind: 'ok' }>),
      location: 'https://p.example/cdrs/1',
    }
    expect(judge(stored, now).location).toBe('https://p.example/cdrs/1')
  })
})
