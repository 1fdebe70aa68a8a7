import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { faultPosition } from './json-fault.ts'

describe('where a text stops being JSON', () => {
  it.each([
    ['{"a":1]', 6],
    ['[1}', 2],
    ['{"id":', 6],
    ['{"id"  ', 7],
    ['{"a":1,}', 7],
    ['{,}', 1],
    ['[1,]', 3],
    ['[,1]', 1],
    ['[1 2]', 3],
    ['["a" "b"]', 5],
    ['{"a" 1}', 5],
    ['{"a"::1}', 5],
    ['{1:2}', 1],
    ['{"a":1 "b":2}', 7],
    ['{true:2}', 1],
    ['{[]:2}', 1],
    ['{"a":}', 5],
    ['{} {}', 3],
    ['1 2', 2],
    ['"a" "b"', 4],
    ['1,2', 1],
    ['1]', 1],
    ['{}]', 2],
    ['[]}', 2],
    [']', 0],
    [':', 0],
    [',', 0],
    ['', 0],
    [' \n', 2],
    ['{"a": secret}', 6],
    ['[01]', 1],
    ['[1.]', 1],
    ['[.5]', 1],
    ['[+1]', 1],
    ['[1e]', 1],
    ['[nulls]', 1],
    ['[TRUE]', 1],
    ['["a\tb"]', 1],
    ['["a\\x"]', 1],
    ['["a\\u12g4"]', 1],
    ['["open]', 1],
    ["['a']", 1],
    ['[[1], {"a": [true, null, -1.5e+3, "x\\u00e9\\n"]}, }', 49],
  ])('%j at %i', (text, position) => {
    expect(() => JSON.parse(text)).toThrow()
    expect(faultPosition(text)).toBe(position)
  })

  it('a cut text is at fault at its end, or where its last word begins', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), (value, cut) => {
        const whole = JSON.stringify(value)
        const text = whole.slice(0, cut % whole.length)
        let valid = true
        try {
          JSON.parse(text)
        } catch {
          valid = false
        }
        fc.pre(!valid)
        const rest = text.slice(faultPosition(text))
        expect(rest === '' || /^("|[-0-9a-z])/.test(rest)).toBe(true)
      }),
    )
  })

  it('a character that cannot stand there is found wherever it is put', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('', ' ', '\n'), (value, space) => {
        const text = JSON.stringify(value, null, space)
        expect(faultPosition(`${text}${space}?`)).toBe(text.length + space.length)
        expect(faultPosition(`[${text},?]`)).toBe(text.length + 2)
        expect(faultPosition(`{"a":${text}?}`)).toBe(text.length + 5)
      }),
    )
  })
})
