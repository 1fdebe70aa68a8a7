import { describe, expect, it } from 'vitest'
import { envelopeText, errorEnvelopeText, readAnswer } from './envelope.ts'
import { invalidParameters, notFound, OcpiError, unknownLocation, unknownToken } from './error.ts'

const timestamp = '2026-01-31T12:00:00.000Z'
const answer = (body: string, status = 200) => readAnswer({ status, headers: { 'x-limit': '10' }, body })
const envelope = (fields: object) => JSON.stringify({ status_code: 1000, timestamp, ...fields })

describe('writing an envelope', () => {
  it('R-FMT-03 has status_code and timestamp, and data as it was serialised', () => {
    const text = envelopeText({ dataText: '[{"price":1.10}]', statusCode: 1000, timestamp })
    expect(text).toBe(`{"data":[{"price":1.10}],"status_code":1000,"timestamp":"${timestamp}"}`)
  })

  it('R-FMT-06 R-SES-17 data is left out where there is none, and may be a bare string', () => {
    expect(JSON.parse(envelopeText({ statusCode: 1000, timestamp }))).toEqual({ status_code: 1000, timestamp })
    expect(JSON.parse(envelopeText({ dataText: '"ACCEPTED"', statusCode: 1000, timestamp })).data).toBe('ACCEPTED')
  })

  it('a message is escaped like any JSON text', () => {
    const message = 'say "no"\n\u2028'
    expect(JSON.parse(envelopeText({ statusCode: 2000, message, timestamp }))).toEqual({
      status_code: 2000,
      status_message: message,
      timestamp,
    })
  })

  it('R-STATUS-02 an error lists every fault with its path', () => {
    const error = invalidParameters([
      { path: '/evses/0/uid', message: 'is missing' },
      { path: '/last_updated', message: 'is missing' },
    ])
    expect(JSON.parse(errorEnvelopeText(error, timestamp))).toEqual({
      data: {
        faults: [
          { path: '/evses/0/uid', message: 'is missing' },
          { path: '/last_updated', message: 'is missing' },
        ],
      },
      status_code: 2001,
      status_message: '/evses/0/uid: is missing; /last_updated: is missing',
      timestamp,
    })
  })

  it('the list of faults has an end, and nothing but path and message leaves', () => {
    const faults = Array.from({ length: 150 }, (_, index) => ({ path: `/${index}`, message: 'x', value: 'secret' }))
    const { data } = JSON.parse(errorEnvelopeText(invalidParameters(faults), timestamp))
    expect(data.faults).toHaveLength(100)
    expect(data.faults[99]).toEqual({ path: '/99', message: 'x' })
  })

  it('R-TOK-08 R-CMD-08 an error has its own data, or none', () => {
    expect('data' in JSON.parse(errorEnvelopeText(unknownToken(), timestamp))).toBe(false)
    expect(JSON.parse(errorEnvelopeText(unknownLocation({ result: 'REJECTED' }), timestamp)).data).toEqual({
      result: 'REJECTED',
    })
    const both = new OcpiError('invalidParameters', 'x', { data: 'own', faults: [{ path: '', message: 'y' }] })
    expect(JSON.parse(errorEnvelopeText(both, timestamp)).data).toBe('own')
  })
})

describe('reading an answer', () => {
  it('a success has its data, its code and its headers', () => {
    const text = envelope({ data: { id: 'LOC1' }, status_message: 'fine' })
    expect(answer(text, 201)).toEqual({
      kind: 'ok',
      http: 201,
      data: { id: 'LOC1' },
      statusCode: 1000,
      message: 'fine',
      headers: { 'x-limit': '10' },
      text,
    })
  })

  it('R-STATUS-06 1900 is a success', () => {
    expect(answer(envelope({ status_code: 1900 }))).toMatchObject({ kind: 'ok', statusCode: 1900 })
  })

  it.each([
    ['absent', {}],
    ['null', { data: null }],
  ])('R-FMT-06 T-66 data %s is no data', (_, fields) => {
    expect(answer(envelope(fields))).toMatchObject({ kind: 'ok', data: undefined })
  })

  it.each([[{}], ['x'], [[]], [0], [false]])('R-FMT-06 data %j is kept as it is', (data) => {
    expect(answer(envelope({ data }))).toMatchObject({ kind: 'ok', data })
  })

  it('an error code on HTTP 200 is a refusal', () => {
    const text = envelope({ status_code: 2001, status_message: 'no', data: { a: 1 } })
    expect(answer(text)).toEqual({
      kind: 'refused',
      statusCode: 2001,
      message: 'no',
      http: 200,
      data: { a: 1 },
      headers: { 'x-limit': '10' },
      text,
    })
    expect(answer(envelope({ status_code: 2950 }))).toMatchObject({ kind: 'refused', statusCode: 2950 })
    expect(answer(envelope({ status_code: 4003 }))).toMatchObject({ kind: 'refused', statusCode: 4003 })
  })

  it('T-06 the envelope of a 404 is read', () => {
    expect(answer(envelope({ status_code: 2004 }), 404)).toMatchObject({ kind: 'refused', http: 404, statusCode: 2004 })
  })

  it('an HTTP error without a refusal inside is an HTTP error', () => {
    const http = { kind: 'http', http: 502, headers: { 'x-limit': '10' } }
    expect(answer('<html>Bad gateway</html>', 502)).toEqual(http)
    expect(answer('', 502)).toEqual(http)
    expect(answer('{"error":"x"}', 502)).toEqual(http)
    expect(answer(envelope({}), 502)).toEqual(http)
  })

  it('redirects are not followed, and neither are they successes', () => {
    expect(answer(envelope({}), 302)).toMatchObject({ kind: 'http', http: 302 })
    expect(answer(envelope({}), 199)).toMatchObject({ kind: 'http' })
    expect(answer(envelope({}), 299)).toMatchObject({ kind: 'ok' })
    expect(answer(envelope({}), 300)).toMatchObject({ kind: 'http' })
  })

  it.each([
    ['', 'has no body'],
    [' \n', 'has no body'],
    ['<html>', 'is not valid JSON'],
    ['[]', 'is no JSON object'],
    ['null', 'is no JSON object'],
    ['5', 'is no JSON object'],
    ['{}', 'has no status_code'],
    ['{"status_code":200}', 'has no status_code'],
    ['{"status_code":"OK"}', 'has no status_code'],
    ['{"status_code":"01000"}', 'has no status_code'],
    ['{"status_code":"5000"}', 'has no status_code'],
    ['{"status_code":1000.5}', 'has no status_code'],
    ['{"status_code":null}', 'has no status_code'],
    ['{"status_code":1000,"data":{"__proto__":1}}', 'has a field named __proto__'],
  ])('HTTP 200 with %j is broken', (body, why) => {
    expect(answer(body)).toEqual({ kind: 'broken', why: expect.stringContaining(`The answer ${why}`), http: 200 })
  })

  it('a status code written as text is understood, a message that is no text is not', () => {
    const read = answer('{"status_code":"1000","status_message":5}')
    expect(read).toMatchObject({ kind: 'ok', statusCode: 1000 })
    expect('message' in read).toBe(false)
  })

  it('a message has an end', () => {
    const read = answer(envelope({ status_code: 3000, status_message: 'x'.repeat(5000) }))
    expect(read.kind === 'refused' && read.message?.length).toBe(1000)
  })

  it('what we write is read back', () => {
    const body = errorEnvelopeText(notFound('There is no Location of this id', 'unknownLocation'), timestamp)
    expect(answer(body, 404)).toMatchObject({
      kind: 'refused',
      http: 404,
      statusCode: 2003,
      message: 'There is no Location of this id',
      data: undefined,
    })
  })
})
