import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { elementsOf, isPlain, memberOf, membersOf, sameValue, spell, withMembers } from './json-text.ts'

/** JSON with white space, escapes and other spellings of the same numbers in it. */
function printed(value: unknown, space: string): string {
  if (Array.isArray(value)) return `[${space}${value.map((item) => printed(item, space)).join(`${space},`)}${space}]`
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([key, held]) => `${JSON.stringify(key)}${space}:${printed(held, space)}`)
    return `${space}{${members.join(`,${space}`)}${space}}`
  }
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 1e6
    ? `${value}.00`
    : JSON.stringify(value)
}

const anyKey = fc
  .oneof(fc.string(), fc.constantFrom('a"b', 'x:y', '{', ']', '\\', ','))
  .filter((key) => key !== '__proto__')
const anyObject = fc.dictionary(anyKey, fc.jsonValue(), { noNullPrototype: true }) as fc.Arbitrary<
  Record<string, unknown>
>
const space = fc.constantFrom('', ' ', '\n  ', '\t')

describe('JSON text', () => {
  it('an object is cut into its members, each with the spelling it has', () => {
    expect(membersOf('{"a": 1.10 , "b\\u0022":[1, {"c":"}"}],"":null}')).toEqual([
      ['a', '1.10'],
      ['b"', '[1, {"c":"}"}]'],
      ['', 'null'],
    ])
    expect(membersOf(' { } ')).toEqual([])
    expect(membersOf('{"a":1,"a":2}')).toEqual([['a', '2']])
  })

  it('an array is cut into its elements', () => {
    expect(elementsOf(' [1.0, "a,b" ,{"a":[1,2]}, []]')).toEqual(['1.0', '"a,b"', '{"a":[1,2]}', '[]'])
    expect(elementsOf('[]')).toEqual([])
  })

  it('any object is cut like JSON.parse reads it', () => {
    fc.assert(
      fc.property(anyObject, space, (object, white) => {
        const text = printed(object, white)
        const members = membersOf(text).map(([key, value]) => [key, JSON.parse(value)])
        expect(members).toEqual(Object.entries(JSON.parse(text)))
      }),
    )
  })

  it('any array is cut like JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), space, (array, white) => {
        const text = printed(array, white)
        expect(elementsOf(text).map((element) => JSON.parse(element))).toEqual(JSON.parse(text))
      }),
    )
  })

  it('members are set at their place, added at the end and taken out', () => {
    const text = '{"a":1.0,"b":2.0,"c":3.0}'
    expect(withMembers(text, { b: '"x"', d: 'null', a: undefined })).toBe('{"b":"x","c":3.0,"d":null}')
    expect(memberOf(text, 'b')).toBe('2.0')
    expect(memberOf(text, 'z')).toBeUndefined()
  })

  it('what is the same keeps its spelling, what is new is printed', () => {
    const text = '{"price": 1.10, "list": [ {"v": 2.0}, {"v": 3.00} ], "deep": {"x": 4.0, "y": 1}}'
    const value = JSON.parse(text)
    const changed = { ...value, list: [value.list[1], { v: 9 }], deep: { ...value.deep, y: 2 }, more: [5.5] }
    expect(spell(changed, [{ value, text }])).toBe(
      '{"price":1.10,"list":[{"v": 3.00},{"v":9}],"deep":{"x":4.0,"y":2},"more":[5.5]}',
    )
    expect(spell(value, [{ value, text }])).toBe(text)
  })

  it('of two sources the first that has the same value gives the spelling', () => {
    const one = { value: { a: 1, b: 2 }, text: '{"a":1.0,"b":2}' }
    const two = { value: { a: 1, b: 3 }, text: '{"a":1.000,"b":3.0}' }
    expect(spell({ a: 1, b: 3 }, [one, two])).toBe('{"a":1.0,"b":3.0}')
  })

  it('whatever is put together reads back as the value it was made from', () => {
    fc.assert(
      fc.property(anyObject, anyObject, space, (left, right, white) => {
        const sources = [left, right].map((object) => {
          const text = printed(object, white)
          return { value: JSON.parse(text) as Record<string, unknown>, text }
        })
        const merged = { ...sources[0]!.value, ...sources[1]!.value }
        expect(JSON.parse(spell(merged, sources))).toEqual(JSON.parse(JSON.stringify(merged)))
      }),
    )
  })

  it('a text is plain only when printing it again spells every number the same', () => {
    for (const odd of ['1.10', '1.0', '1e2', '1E-7', '-0', '-0.0', '12345678901234567', '0.12345678901234567']) {
      expect([odd, isPlain(`{"a":${odd}}`), isPlain(`{"a":[${odd} ],"b":1}`)]).toEqual([odd, false, false])
    }
    expect(isPlain(JSON.stringify({ a: 1.5, b: [-2, 100, 0], latitude: '5.121420', at: '2026-01-05T00:00:00Z' }))).toBe(
      true,
    )
    const spelled = fc.oneof(
      fc.integer().map(String),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc
        .tuple(fc.integer({ min: -9999, max: 9999 }), fc.integer({ min: 0, max: 6 }))
        .map(([n, d]) => (n / 100).toFixed(d)),
    )
    fc.assert(
      fc.property(fc.array(spelled, { minLength: 1 }), (numbers) => {
        const text = `{"list":[${numbers.join(',')}]}`
        if (isPlain(text)) expect(JSON.stringify(JSON.parse(text))).toBe(text)
      }),
      { numRuns: 2000 },
    )
  })

  it('objects are equal whatever the order of their keys, arrays only in theirs', () => {
    expect(sameValue({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 })).toBe(true)
    expect(sameValue([1, 2], [2, 1])).toBe(false)
    expect(sameValue({ a: 1 }, { a: 1, b: undefined })).toBe(false)
    expect(sameValue({ a: undefined }, { b: undefined })).toBe(false)
    expect(sameValue(null, {})).toBe(false)
    expect(sameValue([], {})).toBe(false)
    expect(sameValue('1', 1)).toBe(false)
  })
})
