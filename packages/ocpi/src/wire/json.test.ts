import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson } from './json.ts'

const why = (text: string, limits = {}) => {
  const parsed = parseJson(text, limits)
  return parsed.ok ? 'ok' : parsed.why
}

describe('JSON from outside', () => {
  it('reads whatever JSON can say', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        const text = JSON.stringify(value)
        fc.pre(!text.includes('__proto__'))
        expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) })
      }),
    )
  })

  it('a byte order mark in front is passed over', () => {
    expect(parseJson('\ufeff{"a":1}')).toEqual({ ok: true, value: { a: 1 } })
  })

  it('R-STATUS-01 says where the text stops being JSON and does not quote it', () => {
    expect(why('{"id":')).toMatch(/^is not valid JSON/)
    expect(why('')).toBe('is not valid JSON: there is no text')
    expect(why(' \n')).toBe('is not valid JSON: there is no text')
    expect(why('{"a":1,\n "b":2,\n "token": secret}')).toBe('is not valid JSON, at line 3, column 11')
    expect(why('{"a":1]')).toBe('is not valid JSON, at line 1, column 7')
    expect(why('{"a":1]\n\n')).toBe('is not valid JSON, at line 1, column 7')
    expect(why(`["a",${' '.repeat(1024 * 1024)}]`)).toBe('is not valid JSON')
    expect(why('{"token":"hunter2" "x"}')).not.toContain('hunter2')
    expect(why('hunter2')).not.toContain('hunter2')
  })

  it('64 levels are read and 65 are refused, whatever they are made of', () => {
    const nested = (levels: number) => `${'[{"a":'.repeat(levels / 2)}1${'}]'.repeat(levels / 2)}`
    expect(parseJson(nested(64)).ok).toBe(true)
    expect(why(`[${nested(64)}]`)).toBe('is nested deeper than 64 levels, at line 1, column 189')
    expect(why('['.repeat(1_000_000))).toContain('deeper than 64')
    expect(why('[[1]]', { maxDepth: 1 })).toBe('is nested deeper than 1 levels, at line 1, column 2')
    expect(parseJson('[1]', { maxDepth: 1 }).ok).toBe(true)
    expect(parseJson(`[${'[],{},'.repeat(100)}1]`).ok).toBe(true)
  })

  it('brackets inside strings are no nesting', () => {
    for (const text of ['"[[[[["', '"a\\"[[[[["', '["{{{", "\\\\", "]"]', '{"[[[":"\\\\\\"[["}']) {
      expect(parseJson(text, { maxDepth: 1 })).toEqual({ ok: true, value: JSON.parse(text) })
    }
    expect(why('["\\\\",[1]]', { maxDepth: 1 })).toContain('deeper than 1')
    expect(why('"[[[[', { maxDepth: 1 })).toContain('not valid JSON')
  })

  it('a text beyond the limit is refused before it is read', () => {
    expect(parseJson('"1234"', { maxLength: 6 }).ok).toBe(true)
    expect(why('"12345"', { maxLength: 6 })).toBe('is longer than 6 characters')
  })

  it.each([
    ['{"__proto__":{"admin":true}}', '__proto__'],
    ['{"a":[1,{"__proto__":1}]}', '__proto__'],
    ['{"\\u005f_proto__":1}', '__proto__'],
    ['{"__pr\\u006Fto__":1}', '__proto__'],
    ['{"\\u005F\\u005f\\u0070\\u0072\\u006f\\u0074\\u006f\\u005f\\u005f":1}', '__proto__'],
    ['{"constructor":{"prototype":{"a":1}}}', 'constructor.prototype'],
    ['[{"b":{"constructor":{"prototype":null}}}]', 'constructor.prototype'],
    ['{"constr\\u0075ctor":{"p\\u0072ototype":1}}', 'constructor.prototype'],
  ])('%s is refused', (text, name) => {
    expect(why(text)).toBe(`has a field named ${name}, which is not allowed`)
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })

  it('the same words elsewhere are ordinary text', () => {
    for (const text of [
      '{"name":"__proto__"}',
      '["__proto__","constructor"]',
      '{"constructor":"Siemens"}',
      '{"constructor":null}',
      '{"constructor":null,"a":"prototype"}',
      '{"constructor":"x","prototype":{"a":null}}',
      '{"a":null,"b":["__proto__",null,1]}',
      '{"constructor":{"name":"prototype"}}',
      '{"prototype":{"constructor":1}}',
      '{"constructor":[{"prototypes":1}]}',
      '{"text":"\\u0070"}',
    ]) {
      expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) })
    }
  })
})
