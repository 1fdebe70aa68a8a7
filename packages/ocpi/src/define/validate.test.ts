import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fake } from '../derive/fake.ts'
import { seeded } from '../derive/random.ts'
import { v221 } from '../v2.2.1/index.ts'
import { v230 } from '../v2.3.0/index.ts'
import { versions } from '../versions.ts'
import { object, type Rule } from './object.ts'
import {
  boolean,
  ciString,
  dateTime,
  type Field,
  int,
  key,
  many,
  maybe,
  number,
  one,
  pattern,
  some,
  string,
  timeZone,
  url,
} from './type.ts'
import { accepts, check } from './validate.ts'
import { defineVersion, type Version } from './version.ts'

type Json = Record<string, unknown>

/** Faults of a field of this kind holding this value, as `severity path`. */
function faultsOf(field: Field, value: unknown): string[] {
  const version = defineVersion('9', [{ objects: { Thing: object('', { field }) } }])
  return check(version, 'Thing', { field: value }).map(({ severity, path }) => `${severity} ${path}`)
}

const ACCEPTED: string[] = []
const NOTED = ['note /field']
const REFUSED = ['value /field']
const MISTYPED = ['identity /field']

describe('single values', () => {
  test.each([
    ['2015-06-29T20:39:09Z'],
    ['2015-06-29T20:39:09'],
    ['2016-12-29T17:45:09.2Z'],
    ['2016-12-29T17:45:09.2'],
    ['2018-01-01T01:08:01.123Z'],
    ['2018-01-01T01:08:01.123'],
    ['2016-02-29T00:00:00Z'],
    ['2016-12-31T23:59:60Z'],
  ])('R-TYPE-05 R-TYPE-08 %s is a DateTime', (text) => {
    expect(faultsOf(one(dateTime), text)).toEqual(ACCEPTED)
  })

  test.each([
    ['2015-06-29T20:39:09+00:00'],
    ['2015-06-29T20:39:09+02:00'],
    ['2015-06-29 20:39:09Z'],
    ['2015-06-29t20:39:09z'],
    ['2015-06-29'],
    ['2015-02-29T00:00:00Z'],
    ['1900-02-29T00:00:00Z'],
    ['2015-13-01T00:00:00Z'],
    ['2015-00-01T00:00:00Z'],
    ['2015-04-31T00:00:00Z'],
    ['2015-04-00T00:00:00Z'],
    ['2015-06-29T24:00:00Z'],
    ['2015-06-29T20:60:00Z'],
    ['2015-06-29T20:00:60Z'],
    ['2015-06-29T20:00:61Z'],
    [''],
  ])('R-TYPE-06 %s is none', (text) => {
    expect(faultsOf(one(dateTime), text)).toEqual(REFUSED)
  })

  test("R-CDR-22 T-27 the specification's own spelling of an unknown time is accepted and counted", () => {
    expect(faultsOf(one(dateTime), '1970-1-1T00:00:00Z')).toEqual(NOTED)
    expect(faultsOf(one(dateTime), '1970-01-01T00:00:00Z')).toEqual(ACCEPTED)
  })

  test('R-TYPE-01 a CiString is printable ASCII', () => {
    expect(faultsOf(one(ciString(36)), 'AB/12 3~')).toEqual(ACCEPTED)
    for (const text of ['é', 'a\nb', 'a\tb', 'a\u007f']) expect(faultsOf(one(ciString(36)), text)).toEqual(REFUSED)
  })

  test('R-TYPE-02 a string is printable; line breaks and tabs are let pass and counted', () => {
    expect(faultsOf(one(string(255)), 'Malmö 充电 ⚡')).toEqual(ACCEPTED)
    expect(faultsOf(one(string(255)), '')).toEqual(ACCEPTED)
    expect(faultsOf(one(string(255)), 'two\r\nlines\tof text')).toEqual(NOTED)
    expect(faultsOf(one(string(255)), 'a\u0000b')).toEqual(REFUSED)
    expect(faultsOf(one(string(255)), 'a\u001bb')).toEqual(REFUSED)
  })

  test('R-TYPE-04 lengths count characters, not bytes or UTF-16 units', () => {
    for (const character of ['a', 'é', '充', '⚡', '🚗']) {
      expect(faultsOf(one(string(5)), character.repeat(5))).toEqual(ACCEPTED)
      expect(faultsOf(one(string(5)), character.repeat(6))).toEqual(REFUSED)
    }
    expect(faultsOf(one(ciString(5)), 'a'.repeat(6))).toEqual(REFUSED)
    expect(faultsOf(one(pattern(/^a*$/, 'many a', 5)), 'a'.repeat(6))).toEqual(REFUSED)
    expect(faultsOf(one(string()), 'a'.repeat(100_000))).toEqual(ACCEPTED)
  })

  test('R-TYPE-09 a number is a JSON number', () => {
    expect(faultsOf(one(number()), 0.1234)).toEqual(ACCEPTED)
    expect(faultsOf(one(number()), -5)).toEqual(ACCEPTED)
    expect(faultsOf(one(number()), '15.0')).toEqual(MISTYPED)
    expect(faultsOf(one(number(0, 100)), 100.5)).toEqual(REFUSED)
    expect(faultsOf(one(number(0, 100)), -0.5)).toEqual(REFUSED)
  })

  test('an int is whole', () => {
    expect(faultsOf(one(int()), 5)).toEqual(ACCEPTED)
    expect(faultsOf(one(int()), 5.5)).toEqual(REFUSED)
    expect(faultsOf(one(int()), 1e300)).toEqual(REFUSED)
    expect(faultsOf(one(int(1, 7)), 0)).toEqual(REFUSED)
    expect(faultsOf(one(int(1, 7)), 8)).toEqual(REFUSED)
  })

  test('R-TYPE-10 a URL is absolute and of at most 255 characters', () => {
    const long = (length: number) => `https://example.com/${'a'.repeat(length - 20)}`
    expect(faultsOf(one(url), long(255))).toEqual(ACCEPTED)
    expect(faultsOf(one(url), long(256))).toEqual(REFUSED)
    for (const text of ['/ocpi', 'example.com', 'https://', 'https://a b', ''])
      expect(faultsOf(one(url), text)).toEqual(REFUSED)
  })

  test('R-LOC-27 a time zone is an IANA name', () => {
    expect(faultsOf(one(timeZone), 'Europe/Amsterdam')).toEqual(ACCEPTED)
    for (const text of ['CET+1', '+01:00', 'Europe/Atlantis', ''])
      expect(faultsOf(one(timeZone), text)).toEqual(REFUSED)
  })

  test.each([
    [boolean, 'true', 'a string'],
    [boolean, 0, 'a number'],
    [string(), 5, 'a number'],
    [ciString(), true, 'a boolean'],
    [dateTime, 1422000000, 'a number'],
    [number(), [], 'an array'],
    [int(), {}, 'an object'],
  ])('a wrong JSON type is always an identity fault that says both types', (type, value, said) => {
    expect(faultsOf(one(type), value)).toEqual(MISTYPED)
    const version = defineVersion('9', [{ objects: { Thing: object('', { field: maybe(type) }) } }])
    expect(check(version, 'Thing', { field: value })[0]!.message).toMatch(
      new RegExp(`^is ${said}; a JSON \\w+ is expected$`),
    )
  })
})

describe('cardinality', () => {
  test('R-FMT-08 null and absent are the same where a field is optional', () => {
    for (const field of [maybe(int()), many(int())]) {
      for (const value of [null, undefined]) expect(faultsOf(field, value)).toEqual(ACCEPTED)
    }
    expect(faultsOf(many(int()), [])).toEqual(ACCEPTED)
  })

  test('R-FMT-08 null and absent are the same where it is required: missing', () => {
    for (const value of [null, undefined]) {
      expect(faultsOf(one(int()), value)).toEqual(REFUSED)
      expect(faultsOf(some(int()), value)).toEqual(REFUSED)
      expect(faultsOf(key(int()), value)).toEqual(MISTYPED)
    }
  })

  test('R-FMT-08 a list with at least one element is not empty', () => {
    expect(faultsOf(some(int()), [])).toEqual(REFUSED)
    expect(faultsOf(some(int()), [1])).toEqual(ACCEPTED)
  })

  test('R-FMT-04 one value is no list, and a list is no single value', () => {
    expect(faultsOf(many(int()), 1)).toEqual(MISTYPED)
    expect(faultsOf(one(int()), [1])).toEqual(MISTYPED)
    expect(faultsOf(many(int()), [1, null, 'x'])).toEqual(['identity /field/1', 'identity /field/2'])
  })

  test('what names an object is not empty', () => {
    expect(faultsOf(key(ciString(36)), '')).toEqual(MISTYPED)
    expect(faultsOf(one(ciString(36)), '')).toEqual(ACCEPTED)
  })

  test('R-FMT-11 #NA stands where a required text cannot be known, not where a number or another type is asked for', () => {
    const session = fake(v221, 'Session', seeded(1))
    expect(check(v221, 'Session', { ...session, evse_uid: '#NA', connector_id: '#NA' })).toEqual([])
    const connector = fake(v221, 'Connector', seeded(1))
    expect(check(v221, 'Connector', { ...connector, max_voltage: '#NA' })).toMatchObject([
      { path: '/max_voltage', severity: 'identity' },
    ])
    expect(check(v221, 'Connector', { ...connector, standard: '#NA' })).toMatchObject([
      { path: '/standard', severity: 'value' },
    ])
  })
})

describe('unknown fields and enums', () => {
  test('R-EXT-01 R-EXT-07 fields of the sender are no fault at any level', () => {
    for (const version of versions) {
      const location = fake(version, 'Location', seeded(2)) as Json
      const evse = { ...fake(version, 'EVSE', seeded(2)), foo: { deep: [1] } }
      expect(check(version, 'Location', { ...location, evses: [{ ...evse, parking: null }], foo: 1 })).toEqual([])
    }
  })

  test('R-EXT-03 an open enum takes any text, a closed one does not', () => {
    const connector = { ...fake(v230, 'Connector', seeded(1)), standard: 'FOO_PLUG' }
    expect(check(v230, 'Connector', connector)).toEqual([])
    expect(check(v221, 'Connector', connector)).toMatchObject([{ path: '/standard', severity: 'value' }])
    for (const odd of ['', 'A\nB']) {
      expect(check(v230, 'Connector', { ...connector, standard: odd })).toMatchObject([{ path: '/standard' }])
    }
    expect(check(v230, 'Connector', { ...connector, standard: 5 })).toMatchObject([{ severity: 'identity' }])
  })

  test('R-EXT-04 R-TYPE-03 every closed enum refuses other values and other case, at once as a value of its own', () => {
    for (const version of versions) {
      for (const [name, { open, values }] of Object.entries(version.enums)) {
        for (const value of values) expect(check(version, name, value)).toEqual([])
        expect(accepts(version, name, 'SOMETHING_NEW')).toBe(open)
        if (!open) expect(accepts(version, name, values[0]!.toLowerCase()) && /[A-Z]/.test(values[0]!)).toBe(false)
      }
    }
  })

  test('R-EXT-04 the message names the right values, never the wrong one', () => {
    const [fault] = check(v221, 'Status', 'SECRET')
    expect(fault!.message).toMatch(/^is not a value of Status; one of AVAILABLE, BLOCKED, .* is expected$/)
    expect(fault!.message).not.toContain('SECRET')
  })
})

describe('a PATCH', () => {
  const at = '2026-01-31T12:00:00Z'
  const faults = (name: string, patch: unknown) =>
    check(v221, name, patch, { partial: true }).map(({ severity, path }) => `${severity} ${path}`)

  test('R-UPD-03 R-UPD-05 may leave out required fields and ids', () => {
    expect(faults('EVSE', { status: 'CHARGING', last_updated: at })).toEqual([])
    expect(faults('Tariff', {})).toEqual([])
  })

  test.each(['Location', 'EVSE', 'Connector', 'Session', 'Token'])('R-UPD-04 of a %s carries last_updated', (name) => {
    const fault = {
      path: '/last_updated',
      severity: 'identity',
      message: 'last_updated is missing; every PATCH carries it',
    }
    expect(check(v221, name, {}, { partial: true })).toEqual([fault])
    expect(check(v221, name, { last_updated: null }, { partial: true })).toEqual([fault])
  })

  test('R-UPD-09 cannot remove a required field, and null of an optional one is no fault', () => {
    expect(faults('Location', { city: null, last_updated: at })).toEqual(['value /city'])
    expect(faults('Location', { name: null, evses: null, last_updated: at })).toEqual([])
  })

  test('carries whole values: what is inside of a field has all that is required', () => {
    expect(faults('Location', { coordinates: { latitude: '52.01157' }, last_updated: at })).toEqual([
      'value /coordinates/longitude',
    ])
    expect(faults('Location', { evses: [{ status: 'AVAILABLE' }], last_updated: at })).toEqual([
      'identity /evses/0/uid',
      'value /evses/0/connectors',
      'identity /evses/0/last_updated',
    ])
  })

  test('is asked only rules whose fields are all there', () => {
    expect(faults('CDR', { id: 'x'.repeat(38), credit: true, credit_reference_id: '1' })).toEqual([])
    expect(faults('Location', { publish: true, last_updated: at })).toEqual([])
    expect(faults('Location', { publish: true, publish_allowed_to: [{ group_id: 'G' }], last_updated: at })).toEqual([
      'note /publish_allowed_to',
    ])
  })

  test('that is no object is refused', () => {
    for (const value of [null, [], 'x', 5]) expect(faults('EVSE', value)).toEqual(['identity '])
  })
})

describe('rules over several fields', () => {
  const broken: Rule = { id: 'R-X', severity: 'note', fields: ['a'], check: () => [{ path: '/a', message: 'odd' }] }
  const version = defineVersion('9', [
    { objects: { Thing: object('', { a: maybe(int()), b: maybe(int()) }, { rules: [broken] }) } },
  ])

  test('are asked when their fields are fine, and name themselves', () => {
    expect(check(version, 'Thing', { a: 1 })).toEqual([{ path: '/a', severity: 'note', message: 'odd', rule: 'R-X' }])
    expect(check(version, 'Thing', { b: 'x' }).map(({ path }) => path)).toEqual(['/b', '/a'])
  })

  test('are not asked about fields that are wrong already', () => {
    expect(check(version, 'Thing', { a: 'x' }).map(({ rule }) => rule)).toEqual([undefined])
  })

  test('may ask more of what we send than of what we take', () => {
    const stricter: Rule = { ...broken, ours: 'value' }
    const thing = object('', { a: maybe(int()) }, { rules: [stricter] })
    const inside = defineVersion('9', [{ objects: { Thing: thing, Box: object('', { things: many('Thing') }) } }])
    const severities = (ours: boolean) =>
      check(inside, 'Box', { things: [{ a: 1 }] }, { ours }).map((one) => one.severity)
    expect(severities(false)).toEqual(['note'])
    expect(severities(true)).toEqual(['value'])
    expect(accepts(inside, 'Thing', { a: 1 })).toBe(true)
    expect(accepts(inside, 'Thing', { a: 1 }, { ours: true })).toBe(false)
    expect(check(version, 'Thing', { a: 1 }, { ours: true }).map(({ severity }) => severity)).toEqual(['note'])
  })

  test('that are broken deeper down are told with the whole path', () => {
    const opening_times = { twentyfourseven: false }
    const faults = check(v221, 'Location', { ...fake(v221, 'Location', seeded(1), { minimal: true }), opening_times })
    expect(faults).toMatchObject([{ path: '/opening_times/regular_hours', rule: 'R-LOC-23' }])
  })
})

describe('many faults', () => {
  const evses = (count: number, more: Json) =>
    Array.from({ length: count }, (_, index) => ({
      ...fake(v230, 'EVSE', seeded(1), { minimal: true }),
      uid: `E${index}`,
      ...more,
    }))
  const location = fake(v230, 'Location', seeded(1), { minimal: true })

  test('are told up to a hundred, or as many as are asked for', () => {
    const bad = { ...location, evses: evses(300, { status: 'BROKEN' }) }
    expect(check(v230, 'Location', bad)).toHaveLength(100)
    expect(check(v230, 'Location', bad, { most: 250 })).toHaveLength(250)
  })

  test('notes, however many, never hide a refusal', () => {
    const bad = { ...location, evses: evses(300, { floor_level: 'a\nb' }), last_updated: 'never' }
    const faults = check(v230, 'Location', bad)
    expect(faults.filter(({ severity }) => severity === 'note')).toHaveLength(100)
    expect(faults.filter(({ severity }) => severity !== 'note')).toMatchObject([{ path: '/last_updated' }])
    expect(accepts(v230, 'Location', bad)).toBe(false)
    expect(accepts(v230, 'Location', { ...bad, last_updated: '2026-01-31T12:00:00Z' })).toBe(true)
  })
})

/** Single mutations of a field, each of which makes its object wrong, by what was done. */
function mutations(version: Version, { type, card }: Field): { what: string; value: unknown; at?: string }[] {
  const list = card === '*' || card === '+'
  const required = card === '1' || card === '+'
  const wrap = (what: string, value: unknown) => (list ? { what, value: [value], at: '/0' } : { what, value })
  const found: { what: string; value: unknown; at?: string }[] = []
  if (required) found.push({ what: 'missing', value: undefined }, { what: 'null', value: null })
  if (card === '+') found.push({ what: 'empty list', value: [] })
  if (list) found.push({ what: 'no list', value: {} })
  const enumeration = type.kind === 'ref' ? version.enums[type.name] : undefined
  const text =
    type.kind !== 'boolean' && type.kind !== 'int' && type.kind !== 'number' && (type.kind !== 'ref' || enumeration)
  for (const wrong of [text ? 5 : 'text', type.kind === 'boolean' ? 1 : true, [[]]])
    found.push(wrap('wrong type', wrong))
  if (type.kind !== 'ref') found.push(wrap('wrong type', {}))
  if ('max' in type && type.max !== undefined) {
    found.push(wrap('too much', text ? 'a'.repeat(type.max + 1) : type.max + 1))
  }
  if ('min' in type && type.min !== undefined) found.push(wrap('too little', type.min - 1))
  if ('pattern' in type && type.pattern) found.push(wrap('bad pattern', '\u0007'))
  if (type.kind === 'ciString') found.push(wrap('not ASCII', 'ü'))
  if (type.kind === 'int') found.push(wrap('not whole', (type.min ?? 0) + 0.5))
  if (type.kind === 'dateTime') found.push(wrap('offset', '2026-01-31T12:00:00+01:00'))
  if (type.kind === 'url') found.push(wrap('relative', '/a'), wrap('too long', `https://a/${'a'.repeat(246)}`))
  if (type.kind === 'timeZone') found.push(wrap('no zone', 'Nowhere'))
  if (enumeration) found.push(wrap('no value', enumeration.open ? '' : 'SOMETHING_NEW'))
  return found
}

describe('every single mutation of a made-up object is refused, at exactly its field', () => {
  for (const version of versions) {
    for (const [name, { fields }] of Object.entries(version.objects)) {
      test(`R-UPD-01 OCPI ${version.number} ${name}`, () => {
        fc.assert(
          fc.property(fc.nat(), fc.boolean(), (seed, minimal) => {
            const good = fake(version, name, seeded(seed), { minimal })
            expect(check(version, name, good)).toEqual([])
            for (const [field, stated] of Object.entries(fields)) {
              for (const { what, value, at = '' } of mutations(version, stated)) {
                const bad: Json = { ...good, [field]: value }
                const refusals = check(version, name, bad).filter(({ severity }) => severity !== 'note')
                const paths = refusals.map(({ path }) => path)
                expect({ field, what, paths }).toEqual({
                  field,
                  what,
                  paths: expect.arrayContaining([`/${field}${at}`]),
                })
                expect(accepts(version, name, bad)).toBe(false)
                // The quick pass and the one that explains agree: a PATCH of this field alone is refused as well.
                if (value === undefined) continue
                const patch = {
                  ...Object.fromEntries(version.objects[name]!.patchRequires.map((one) => [one, good[one]])),
                  [field]: value,
                }
                expect({ field, what, accepted: accepts(version, name, patch, { partial: true }) }).toEqual({
                  field,
                  what,
                  accepted: false,
                })
              }
            }
          }),
          { numRuns: 8 },
        )
      })
    }
  }
})

test('check does not know other names', () => {
  expect(() => check(v221, 'Parking', {})).toThrow('OCPI 2.2.1 has no object Parking')
})
