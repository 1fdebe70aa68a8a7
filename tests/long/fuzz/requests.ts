// Requests for an operation: as the document says, or with one thing wrong about them.

import fc from 'fast-check'
import type { OpenApi, Operation, Parameter } from './document.ts'
import { resolved } from './document.ts'
import type { Call } from './http.ts'
import type { Binding, Memory } from './memory.ts'
import { type Change, changed, changes, oddTexts, type Values } from './values.ts'

export interface Made extends Call {
  readonly operation: Operation
  readonly params: Binding
  /** As a JSON value; undefined where it is none. */
  readonly json: unknown
  readonly astray: boolean
  readonly wrongMethod: boolean
}

/** Keys by what they may do; `admin` is used mostly. */
export interface CallerKeys {
  readonly admin: string
  readonly narrow: readonly string[]
}

/** One thing that is wrong. */
type Twist =
  | { readonly kind: 'none' }
  | { readonly kind: 'body'; readonly change: Change }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'type'; readonly type: string | undefined }
  | { readonly kind: 'segment'; readonly place: number; readonly segment: string }
  | { readonly kind: 'query'; readonly place: number; readonly text: string }
  | { readonly kind: 'header'; readonly name: string; readonly text: string }
  | { readonly kind: 'method'; readonly method: string }
  | { readonly kind: 'key'; readonly header: string | undefined }

const NDJSON = 'application/x-ndjson'
const BASE = '/api/v1'

const badTexts = [
  '',
  ' ',
  '{',
  '[]',
  'null',
  '"text"',
  '17',
  '{"a":1}{"b":2}',
  '{"a":NaN}',
  '{"a":1e999}',
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{"admin":true}}}',
  '{"a":"\\u0000"}',
  '{"a":"\\ud800"}',
  '{"a":1,"a":2}',
  '\ufeff{}',
  `{"a":${'['.repeat(2000)}${']'.repeat(2000)}}`,
  '\n\n{}\n\n[]\n',
  '<xml/>',
]
const badTypes = [
  undefined,
  '',
  'text/plain',
  'application/xml',
  'application/jsonp',
  'multipart/form-data',
  'a',
  '*/*',
]
const badSegments = [
  ...new Set(oddTexts.map(encodeLoosely)),
  '',
  '.',
  '..',
  '%2e%2e',
  '%2f',
  'a%2fb',
  '%ff',
  '%ed%a0%80',
  '%zz',
  '%',
  '%25',
  ';a=b',
  '%5c',
  '{id}',
]
/** After these it is another path, or none. */
const leadsAstray = /^(|\.|\.\.|%2e%2e)$/

const twists: fc.Arbitrary<Twist> = fc.oneof(
  { weight: 16, arbitrary: fc.constant({ kind: 'none' as const }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('body' as const), change: changes }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('text' as const), text: fc.constantFrom(...badTexts) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('type' as const), type: fc.constantFrom(...badTypes) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('segment' as const),
      place: fc.nat(5),
      segment: fc.constantFrom(...badSegments),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('query' as const),
      place: fc.nat(20),
      text: fc.constantFrom(...oddTexts),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('header' as const),
      name: fc.constantFrom('if-match', 'if-none-match', 'idempotency-key', 'last-event-id', 'accept', 'x-request-id'),
      text: fc.constantFrom(
        '*',
        '""',
        'W/"a"',
        '"a", "b"',
        'nonsense',
        '1',
        '0.0.0',
        'a'.repeat(256),
        'é',
        '\u00ff',
        ' ',
        'start',
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('method' as const),
      method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('key' as const),
      header: fc.constantFrom(
        undefined,
        '',
        'Bearer',
        'Bearer ',
        'Bearer wrong',
        'Basic dGVzdDp0ZXN0',
        'Token a',
        `Bearer ${'x'.repeat(3000)}`,
        'Bearer é',
      ),
    }),
  },
)

export function requestsOf(
  document: OpenApi,
  operation: Operation,
  { values, memory, keys }: { values: Values; memory: Memory; keys: () => CallerKeys },
): fc.Arbitrary<Made> {
  const { method, path, parameters, body } = operation
  const placed = (where: Parameter['in']) => parameters.filter((parameter) => parameter.in === where)
  const made = (where: Parameter['in']) =>
    fc.record(Object.fromEntries(placed(where).map(({ name, schema }) => [name, values.of(schema, name)])))
  /** One choice for each: whether it is given at all. */
  const chosen = (where: Parameter['in']) =>
    fc.array(fc.nat(9), { minLength: placed(where).length, maxLength: placed(where).length })
  const schema = Object.values(body?.content ?? {})[0]?.schema
  const isList = schema !== undefined && resolved(document, schema).type === 'array'
  const lines = body?.content[NDJSON] !== undefined
  const item = lines ? body!.content[NDJSON]!.schema : schema
  const fresh = item === undefined ? fc.constant(undefined) : values.of(item, operation.id)

  /** One that was taken once, where there is one, mostly with something of a fresh one; else one by the schema. */
  const oneBody = fc.tuple(fc.nat(9), fc.nat(1000), fc.nat(1000), fresh).map(([die, n, which, one]) => {
    const known = die < 7 ? memory.body(operation.id, n) : undefined
    return known === undefined
      ? one
      : mixed(structuredClone(known), one, [which, which * 7].slice(die < 3 ? 2 : die < 6 ? 1 : 0))
  })
  const bodies = lines ? fc.array(oneBody, { maxLength: 4 }) : isList ? fc.array(oneBody, { maxLength: 3 }) : oneBody

  return fc
    .record({
      params: made('path'),
      binding: fc.tuple(fc.nat(9), fc.nat(1000)),
      query: made('query'),
      asked: chosen('query'),
      header: made('header'),
      sent: chosen('header'),
      json: bodies,
      omitted: fc.nat(9),
      asLines: fc.boolean(),
      who: fc.nat(99),
      twist: twists,
      n: fc.nat(1000),
    })
    .map(
      ({
        params: own,
        binding: [die, at],
        query,
        asked,
        header,
        sent,
        json: value,
        omitted,
        asLines,
        who,
        twist,
        n,
      }) => {
        const known = die < 8 ? memory.binding(path, at) : {}
        const params = Object.fromEntries(placed('path').map(({ name }) => [name, known[name] ?? String(own[name])]))
        const segments = path
          .slice(1)
          .split('/')
          .map((segment) => (segment.startsWith('{') ? encodeLoosely(params[segment.slice(1, -1)]!) : segment))
        let astray = Object.values(params).some((text) => leadsAstray.test(text))
        if (twist.kind === 'segment') {
          const free = path
            .split('/')
            .slice(1)
            .flatMap((segment, index) => (segment.startsWith('{') ? [index] : []))
          const place = free[twist.place % free.length]
          if (place !== undefined) {
            segments[place] = twist.segment
            astray ||= leadsAstray.test(twist.segment)
          }
        }

        const pairs: string[] = []
        placed('query').forEach(({ name, required }, index) => {
          if (!required && asked[index]! > 2) return
          const cursor = name === 'next' && asked[index]! < 2 ? memory.value(`next of ${path}`, n) : undefined
          const given = cursor ?? query[name]
          if (given !== null) pairs.push(`${name}=${encodeLoosely([given].flat().join(','))}`)
        })
        if (twist.kind === 'query') {
          const names = [...placed('query').map(({ name }) => name), 'unknown', '__proto__', '']
          pairs.push(`${encodeLoosely(names[twist.place % names.length]!)}=${encodeLoosely(twist.text)}`)
        }

        const { admin, narrow } = keys()
        const key = who < 88 || narrow.length === 0 ? admin : narrow[who % narrow.length]!
        const headers: Record<string, string> = { authorization: `Bearer ${key}` }
        placed('header').forEach(({ name }, index) => {
          if (sent[index]! > 2) return
          const tag = name.startsWith('If-') ? memory.value('etag', n) : undefined
          headers[name.toLowerCase()] = typeof tag === 'string' ? tag : latin(String(header[name]))
        })

        let json: unknown = value
        let text: string | undefined
        if (body && (body.required || omitted > 4)) {
          if (who % 10 > 0) json = named(json, params)
          if (twist.kind === 'body') json = changed(json, twist.change)
          const type = lines && (asLines || !body.content['application/json']) ? NDJSON : 'application/json'
          text =
            type === NDJSON && Array.isArray(json)
              ? json.map((one) => JSON.stringify(one)).join('\n')
              : JSON.stringify(json)
          headers['content-type'] = type
          if (twist.kind === 'text') [text, json] = [twist.text, undefined]
          if (twist.kind === 'type') {
            if (twist.type === undefined) delete headers['content-type']
            else headers['content-type'] = twist.type
          }
        } else json = undefined
        if (twist.kind === 'header') headers[twist.name] = twist.text
        if (twist.kind === 'key') {
          if (twist.header === undefined) delete headers.authorization
          else headers.authorization = twist.header
        }
        const wrong = twist.kind === 'method' && !has(document, twist.method, path)
        const query_ = pairs.length === 0 ? '' : `?${pairs.join('&')}`
        return {
          operation,
          params,
          json,
          astray,
          wrongMethod: wrong,
          method: wrong ? (twist as { method: string }).method : method,
          target: `${BASE}/${segments.join('/')}${query_}`,
          headers,
          body: text,
        }
      },
    )
}

/** A path with words may be one with parameters as well: `/commands/START_SESSION`, `/commands/{id}`. */
const has = ({ paths }: OpenApi, method: string, path: string): boolean =>
  Object.entries(paths).some(([other, item]) => {
    const segments = other.split('/')
    const given = path.split('/')
    const fits = segments.every((segment, index) => segment.startsWith('{') || segment === given[index])
    return item[method.toLowerCase()] !== undefined && segments.length === given.length && fits
  })

type Json = Record<string, unknown>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Some fields of the second in the first. */
function mixed(known: unknown, fresh: unknown, which: readonly number[]): unknown {
  if (!isObject(known) || !isObject(fresh)) return known
  const names = Object.keys(fresh)
  const taken = names.length === 0 ? [] : which.map((n) => names[n % names.length]!)
  return { ...known, ...Object.fromEntries(taken.map((name) => [name, fresh[name]])) }
}

/** What the path names, a body names in the same way, or not at all. */
function named(json: unknown, { evse_uid, connector_id, ...params }: Binding): unknown {
  if (!isObject(json)) return json
  const ids: Record<string, string | undefined> =
    connector_id !== undefined
      ? { id: connector_id }
      : evse_uid !== undefined && params.id !== undefined
        ? { uid: evse_uid }
        : { ...params, evse_uid }
  const same = Object.entries(ids).flatMap(([name, id]) => (name in json && id !== undefined ? [[name, id]] : []))
  return { ...json, ...Object.fromEntries(same) }
}

/** Percent-encoded, also what is no proper Unicode: three bytes that no decoder likes. */
function encodeLoosely(text: string): string {
  return [...text].map((one) => (/^[\ud800-\udfff]$/.test(one) ? '%ED%A0%80' : encodeURIComponent(one))).join('')
}

/** What the header of a request can hold. */
const latin = (text: string): string => text.replaceAll(/[^\x20-\x7e\xa0-\xff]/g, '?')
