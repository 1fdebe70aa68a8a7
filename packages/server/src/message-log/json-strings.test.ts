import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Place, replaceValues } from './json-strings.ts'

const upper = (text: string) =>
  replaceValues(text, (value) => (/^[a-z]+$/.test(value) ? value.toUpperCase() : undefined))

test('values are replaced where they stand; keys, and the spelling of everything else, stay', () => {
  expect(upper('{ "a" : "b", "c":[ 1.10 , "d" , {"e":"f\\n"} ],"g":true}')).toBe(
    '{ "a" : "B", "c":[ 1.10 , "D" , {"e":"f\\n"} ],"g":true}',
  )
})

test('a value is told its key and the keys around it; an element has its array’s', () => {
  const places: [string, Place][] = []
  replaceValues('{"a":{"b":["x",{"c":7}]},"d":"y"}', (value, { key, around }) => {
    places.push([value, { key, around: [...around] }])
    return undefined
  })
  expect(places).toEqual([
    ['x', { key: 'b', around: ['', 'a', 'b'] }],
    ['7', { key: 'c', around: ['', 'a', 'b', 'b'] }],
    ['y', { key: 'd', around: [''] }],
  ])
})

test('a value that the end cuts through is left out', () => {
  expect(upper('{"a":"bc","d":"ef')).toBe('{"a":"BC","d":')
  expect(upper('{"a":12')).toBe('{"a":')
  expect(upper('{"a":"b\\')).toBe('{"a":')
})

test('an escaped key is read as what it says', () => {
  expect(replaceValues('{"\\u0075id":"x"}', (_, { key }) => (key === 'uid' ? 'gone' : undefined))).toBe(
    '{"\\u0075id":"gone"}',
  )
})

test('whatever the JSON: nothing replaced is nothing changed, and every string value is seen', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), (text) => {
      expect(replaceValues(text, () => undefined)).toBe(text)
      const blank = JSON.parse(replaceValues(text, () => 'X')) as unknown
      const walk = (value: unknown): void => {
        if (typeof value === 'string') expect(value).toBe('X')
        if (typeof value === 'number') throw new Error('a number was passed over')
        if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk)
      }
      walk(blank)
    }),
  )
})
