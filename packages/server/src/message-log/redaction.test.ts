import { expect, test } from 'vitest'
import { createSecrets } from '../partners/secrets.ts'
import { entryOf, timeId, timeOf } from './entry.ts'
import type { Exchange } from './exchange.ts'
import { marksOf, redaction } from './redaction.ts'

const secrets = createSecrets('a key for tests that is long enough')
const [mark] = marksOf(secrets, '04AABBCC') as [string]
const [contract] = marksOf(secrets, 'NL-XYZ-C1') as [string]

const exchange = (fields: Partial<Exchange>): Exchange => ({
  at: new Date('2026-11-24T10:00:00.123Z'),
  direction: 'in',
  partner: 'p',
  module: 'sessions',
  params: {},
  method: 'PUT',
  http: 200,
  statusCode: 1000,
  requestId: 'r',
  correlationId: 'c',
  ms: 1,
  request: undefined,
  response: undefined,
  ...fields,
})
const entry = (fields: Partial<Exchange>) => entryOf(exchange(fields), secrets, 16_384)

test('a driver has one mark, whatever the case of the identifier, and another one under another key', () => {
  expect(mark).toMatch(/^driver:[0-9a-f]{16}$/)
  expect(marksOf(secrets, '04aabbcc')).toEqual([mark])
  expect(marksOf(createSecrets('another key that is long enough'), '04AABBCC')).not.toEqual([mark])
  const changed = createSecrets('another key that is long enough', 'a key for tests that is long enough')
  expect(marksOf(changed, '04AABBCC')).toContain(mark)
})

test('a session names its driver by marks; what is not a driver’s stays as it was', () => {
  const { request, drivers } = entry({
    request: '{"id":"S1","evse_uid":"3256","kwh":1.10,"cdr_token":{"uid":"04AABBCC","contract_id":"NL-XYZ-C1"}}',
  })
  expect(request).toBe(
    `{"id":"S1","evse_uid":"3256","kwh":1.10,"cdr_token":{"uid":"${mark}","contract_id":"${contract}"}}`,
  )
  expect(drivers).toEqual([mark, contract])
})

test('the uid of an EVSE is no driver’s, that of a token and of those a location is published to is', () => {
  const body = (module: string, text: string) => redaction(secrets).body(module, text)
  expect(body('locations', '{"uid":"3256","evses":[{"uid":"3257"}]}')).toBe('{"uid":"3256","evses":[{"uid":"3257"}]}')
  expect(body('locations', '{"publish_allowed_to":[{"uid":"04AABBCC"}]}')).toContain(mark)
  expect(body('tokens', '{"data":[{"uid":"04AABBCC"}]}')).toContain(mark)
  expect(body('commands', '{"token":{"uid":"04AABBCC"},"evse_uid":"1"}')).toContain(mark)
})

test('an identifier of the wrong JSON type is one all the same', () => {
  expect(redaction(secrets).body('tokens', '{"uid":123456,"contract_id":["A",{"x":"B"}]}')).not.toMatch(
    /123456|"A"|"B"/,
  )
})

test('a credentials token leaves nothing behind', () => {
  const { request, drivers } = entry({ module: 'credentials', method: 'POST', request: '{"token":"s3cret","url":"u"}' })
  expect(request).toBe('{"token":"[hidden]","url":"u"}')
  expect(drivers).toEqual([])
})

test('what the answer says in words about the driver of the request is marked, too', () => {
  const { response, path, objectId } = entry({
    module: 'tokens',
    params: { country_code: 'NL', party_id: 'XYZ', token_uid: '04AABBCC' },
    endpoint: { name: 'putToken', path: '{country_code}/{party_id}/{token_uid}' },
    response: '{"status_code":2001,"status_message":"token 04aabbcc, is unknown (404AABBCC)"}',
    statusCode: 2001,
  })
  expect(response).toBe(`{"status_code":2001,"status_message":"token ${mark}, is unknown (404AABBCC)"}`)
  expect(path).toBe(`NL/XYZ/${mark}`)
  expect(objectId).toBe(mark)
})

test('of what is no JSON only the length is kept: nobody can say where in it an identifier stands', () => {
  expect(entry({ http: 400, statusCode: 2001, request: "{uid:'04AABBCC'}" }).request).toBe(
    '[16 characters that are no JSON]',
  )
  expect(entry({ direction: 'out', statusCode: undefined, http: 404, response: '{"error":"no"}' }).response).toBe(
    '{"error":"no"}',
  )
})

test('R-ROUTE-12 of a page of words that a partner answers, no word is left that could be an identifier', () => {
  const page = (response: string, limit = 1000) =>
    entryOf(exchange({ direction: 'out', statusCode: undefined, http: 502, response, params: {} }), secrets, limit)
      .response
  expect(
    page('<h1>502 Bad Gateway</h1><p>04AABBCC of NL-XYZ-C12345-X, Token c2VjcmV0LXRva2VuLWEtbG9uZy1vbmU=</p>'),
  ).toBe('<h1>502 Bad Gateway</h1><p>[hidden] of [hidden], Token [hidden]</p>')
  const text = 'refused: 04AABBCC'
  for (let limit = 1; limit < text.length; limit++) expect(page(text, limit)).not.toMatch(/0/)
})

test('a long body is cut, and never in the middle of an identifier', () => {
  const body = '{"cdr_token":{"uid":"04AABBCC","contract_id":"NL-XYZ-C1"}}'
  for (let limit = 1; limit < body.length; limit++) {
    const { request, requestLength } = entryOf(exchange({ request: body }), secrets, limit)
    expect(requestLength).toBe(body.length)
    expect(request).not.toMatch(/04A|NL-X/)
  }
})

test('what PostgreSQL cannot store is replaced', () => {
  expect(entry({ correlationId: 'a\0b\ud800' }).correlationId).toBe('a\ufffdb\ufffd')
})

test('a posted CDR says itself which object it is', () => {
  const posted = entry({
    module: 'cdrs',
    method: 'POST',
    request: '{"country_code":"nl","party_id":"ABC","id":"c1","cdr_token":{"uid":"04AABBCC"}}',
  })
  expect(posted).toMatchObject({ countryCode: 'NL', partyId: 'ABC', objectId: 'C1' })
})

test('an id begins with its time', () => {
  const at = new Date('2026-11-24T10:00:00.123Z')
  expect(timeOf(timeId(at))).toEqual(at)
  expect(timeOf('00000000-0000-4000-8000-000000000000')).toBeUndefined()
  expect(timeOf('nothing')).toBeUndefined()
})
