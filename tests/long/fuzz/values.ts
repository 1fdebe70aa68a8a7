// JSON values from JSON Schemas: what fits, what is known from answers, and what does not belong.

import fc from 'fast-check'
import { type OpenApi, resolved, type Schema } from './document.ts'
import type { Memory } from './memory.ts'

/** Deeper than this only what is required is made. */
const DEEP = 5
const ITEMS = 3

export interface Values {
  of(schema: Schema, name: string): fc.Arbitrary<unknown>
}

/** `urls`: the only ones that are ever made; what is called because of them has to go nowhere. */
export function valuesFor(document: OpenApi, memory: Memory, urls: readonly string[]): Values {
  const known = new Map<string, fc.Arbitrary<unknown>>()

  function make(given: Schema, name: string, depth: number): fc.Arbitrary<unknown> {
    const { $ref } = given
    if ($ref === undefined) return plain(given, name, depth)
    const key = `${$ref} ${depth} ${name}`
    const made = known.get(key) ?? plain(resolved(document, given), name, depth)
    known.set(key, made)
    return made
  }

  function plain(schema: Schema, name: string, depth: number): fc.Arbitrary<unknown> {
    if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one: Schema) => make(one, name, depth)))
    if (schema.enum) return fc.constantFrom(...schema.enum)
    const types: string[] = [schema.type].flat()
    if (types.length > 1) {
      const rest = types.filter((type) => type !== 'null')
      const others = rest.map((type) => ({ weight: 6, arbitrary: make({ ...schema, type }, name, depth) }))
      return fc.oneof(...others, { weight: 1, arbitrary: fc.constant(null) })
    }
    switch (types[0]) {
      case 'object':
        return object(schema, depth)
      case 'array':
        return fc.array(make(schema.items, name, depth + 1), {
          minLength: schema.minItems ?? 0,
          maxLength: depth > DEEP ? (schema.minItems ?? 0) : ITEMS,
        })
      case 'boolean':
        return fc.boolean()
      case 'integer':
      case 'number':
        return number(schema, types[0] === 'integer')
      case 'null':
        return fc.constant(null)
      default:
        return remembered(schema, name, text(schema, urls))
    }
  }

  function object({ properties = {}, required = [] }: Schema, depth: number): fc.Arbitrary<unknown> {
    const needed = new Set<string>(required)
    const parts = Object.entries(properties as Record<string, Schema>)
      .filter(([name]) => depth <= DEEP || needed.has(name))
      .map(([name, schema]) => {
        const value = lazily(() => make(schema, name, depth + 1))
        return [
          name,
          needed.has(name)
            ? value
            : fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value }),
        ]
      })
    return fc
      .record(Object.fromEntries(parts) as Record<string, fc.Arbitrary<unknown>>)
      .map((made) => Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined)))
  }

  /** Mostly what was seen under this name, so that one call speaks of what another one made. */
  function remembered(schema: Schema, name: string, fresh: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
    return fc.tuple(fc.nat(9), fc.nat(1000), fresh).map(([die, n, made]) => {
      const seen = die < 6 ? memory.value(name, n) : undefined
      return typeof seen === 'string' && fits(schema, seen) ? seen : made
    })
  }

  return { of: (schema, name) => make(schema, name, 0) }
}

/** Schemas refer to each other in circles. */
function lazily(make: () => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  let made: fc.Arbitrary<unknown> | undefined
  return fc.nat(0).chain(() => {
    made ??= make()
    return made
  })
}

function number({ minimum, maximum }: Schema, whole: boolean): fc.Arbitrary<number> {
  const min = Math.max(minimum ?? -1e6, Number.MIN_SAFE_INTEGER)
  const max = Math.min(maximum ?? 1e6, Number.MAX_SAFE_INTEGER)
  const integers = fc.integer({ min: Math.ceil(min), max: Math.floor(max) })
  const near = fc.integer({ min: Math.ceil(min), max: Math.min(Math.floor(max), Math.ceil(min) + 100) })
  if (whole) return fc.oneof(near, integers)
  return fc.oneof(near, integers, fc.double({ min, max, noNaN: true, noDefaultInfinity: true }).map(short))
}

/** As people write numbers, not as computers fill their bits. */
const short = (value: number): number => Number(value.toPrecision(6))

const wellKnown = [
  'NL-ABC',
  'NL-XYZ',
  'NL',
  'ABC',
  'XYZ',
  'EUR',
  'NLD',
  'Europe/Amsterdam',
  'en',
  '52.090737',
  '5.121420',
  '52.0907,5.1214',
  '12:30',
  '2026-01-31',
  'locations:NL-ABC',
  '600',
  'start',
  'LOC1',
  '3256',
  '1',
]

function fits({ pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY }: Schema, text: string): boolean {
  const length = [...text].length
  return length >= minLength && length <= maxLength && (pattern === undefined || new RegExp(pattern, 'u').test(text))
}

/** Moments, most of them near now. */
const moments = fc
  .oneof(
    fc.integer({ min: -90 * 86_400, max: 600 }).map((seconds) => Date.now() + seconds * 1000),
    fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => seconds * 1000),
  )
  .map((ms) => new Date(ms).toISOString())

/** Of the right form; some of them there never are. */
const oddMoments = [
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00',
  '9999-12-31T23:59:59.999999999Z',
  '2016-12-31T23:59:60Z',
  '2024-02-29T24:00:00Z',
  '2026-02-30T00:00:00Z',
  '2026-13-01T00:00:00.5Z',
  '1970-01-01T00:00:00Z',
]

function text(schema: Schema, urls: readonly string[]): fc.Arbitrary<string> {
  const { pattern, format, minLength = 0, maxLength = 30, examples } = schema
  const most = Math.min(maxLength, 60)
  if (examples) return fc.constantFrom(...examples)
  const right = (one: string) => fits(schema, one)
  if (format === 'uri' || (pattern !== undefined && right(urls[0]!) && !right('NL-ABC')))
    return fc.constantFrom(...urls)
  if (pattern !== undefined && right('2026-01-31T12:00:00.000Z') && !right('NL-ABC')) {
    return fc.oneof({ weight: 9, arbitrary: moments }, { weight: 1, arbitrary: fc.constantFrom(...oddMoments) })
  }
  const choices: fc.Arbitrary<string>[] = []
  const fitting = wellKnown.filter(right)
  if (fitting.length > 0) choices.push(fc.constantFrom(...fitting))
  choices.push(
    pattern === undefined
      ? fc.string({ minLength, maxLength: most, unit: fc.constantFrom(...'aZ9-_ é€مرحبا漢') })
      : fc.stringMatching(new RegExp(pattern)).filter(right),
  )
  return fc.oneof(...choices)
}

/** What nobody would send on purpose. */
export const oddTexts: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '\u202eNL-ABC\u202c',
  'مرحبا',
  '\u{1f600}',
  '\r\nX-Injected: 1',
  '\u007f\u0085',
  'x'.repeat(300),
  'ü'.repeat(1000),
  '__proto__',
  'constructor',
  'toString',
  '..',
  '../../keys',
  '..%2fkeys',
  '%00',
  '%',
  "' or 1=1 --",
  '{{7*7}}',
  '*',
  'null',
  'true',
  '-1',
  '1e400',
  '0x10',
  '9'.repeat(40),
  '2026-02-30T25:61:61Z',
  '9999-12-31T23:59:59.999999999Z',
  '0000-01-01T00:00:00Z',
  '2026-01-31T12:00:00+02:00',
  'start',
  'NL-ABC,NL-XYZ',
  'after 1',
]

const oddValues: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  0.5,
  1e308,
  -1e308,
  1e-320,
  2 ** 53,
  -(2 ** 63),
  [],
  {},
  [[]],
  [null],
  { toString: 1, constructor: null },
  JSON.parse('[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]'),
]

/** A value that has no place here, whatever the place. */
export const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...oddTexts),
  fc.constantFrom(...oddValues),
  fc.string({ unit: 'binary', maxLength: 50 }),
)

/** One change somewhere in a JSON value: `place` chooses where. */
export type Change =
  | { readonly kind: 'replace' | 'add'; readonly place: number; readonly value: unknown }
  | { readonly kind: 'remove'; readonly place: number }

export const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('replace' as const), place: fc.nat(10_000), value: odd }),
  fc.record({ kind: fc.constant('remove' as const), place: fc.nat(10_000) }),
  fc.record({ kind: fc.constant('add' as const), place: fc.nat(10_000), value: odd }),
)

/** The value with one change; it stays as it was itself. */
export function changed(value: unknown, change: Change): unknown {
  const copy = structuredClone(value)
  const places = placesIn({ root: copy }, [])
  const [holder, name] = places[change.place % places.length]!
  if (change.kind === 'replace') holder[name] = change.value
  else if (change.kind === 'remove') {
    if (Array.isArray(holder)) holder.splice(Number(name), 1)
    else if (holder[name] === copy) return change.place % 2 === 0 ? null : []
    else delete holder[name]
  } else {
    const held = holder[name]
    if (Array.isArray(held)) held.push(change.value)
    else if (typeof held === 'object' && held !== null) (held as Holder)[`odd_${typeof change.value}`] = change.value
    else holder[name] = change.value
  }
  return holder === places[0]![0] ? holder.root : copy
}

type Holder = Record<string, unknown>

function placesIn(value: unknown, found: [Holder, string][]): [Holder, string][] {
  if (typeof value !== 'object' || value === null) return found
  for (const name of Object.keys(value)) {
    found.push([value as Holder, name])
    placesIn((value as Holder)[name], found)
  }
  return found
}
