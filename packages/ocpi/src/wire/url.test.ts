import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeSegment, fillPath, joinUrl, matchPath, readTarget, resolveUrl, sameOrigin } from './url.ts'

const base = 'https://www.server.com/ocpi/2.2.1/tokens'

describe('joining a URL', () => {
  it('T-02 one slash stands between the endpoint and its segments, whatever the endpoint ends in', () => {
    for (const url of [base, `${base}/`]) {
      expect(joinUrl(url, ['NL', 'TNM', '012345678'])).toBe(`${base}/NL/TNM/012345678`)
    }
  })

  it('R-VER-05 without segments the URL is used as it was given', () => {
    for (const url of [base, `${base}/`, 'https://x.example', 'https://x.example/?key=1']) {
      expect(joinUrl(url, [])).toBe(url)
    }
  })

  it('a query is added, one that is there is kept, a fragment is not', () => {
    expect(joinUrl(base, [], { offset: 0, limit: undefined, type: 'APP_USER' })).toBe(`${base}?offset=0&type=APP_USER`)
    expect(joinUrl('https://x.example/a/?key=1#top', ['b'], { c: true })).toBe('https://x.example/a/b?key=1&c=true')
    expect(joinUrl('https://x.example/a?b=c?d', ['e'])).toBe('https://x.example/a/e?b=c?d')
    expect(joinUrl('https://x.example/a#b?c', ['d'])).toBe('https://x.example/a/d')
    expect(joinUrl(base, [], {})).toBe(base)
  })

  it('T-28 what would end a value is encoded', () => {
    const response_url = 'https://x.example/cb?a=1&b=2#c'
    const url = new URL(joinUrl(base, ['1'], { response_url, date_from: '2026-01-01T00:00:00Z' }))
    expect(url.searchParams.get('response_url')).toBe(response_url)
    expect(url.searchParams.get('date_from')).toBe('2026-01-01T00:00:00Z')
    expect(url.pathname).toBe('/ocpi/2.2.1/tokens/1')
  })

  it('T-55 an id with reserved characters stays one segment', () => {
    expect(joinUrl(base, ['a/b', 'c%2Fd', 'e f', 'g?h', 'i#j'])).toBe(`${base}/a%2Fb/c%252Fd/e%20f/g%3Fh/i%23j`)
  })

  it.each(['', '.', '..', '\ud800', 'a\udc00b', '\udc00\ud800'])('%j cannot stand in a URL and is refused', (id) => {
    expect(() => encodeSegment(id)).toThrow(RangeError)
    expect(() => joinUrl(base, ['NL', id])).toThrow(/cannot stand in a URL/)
  })

  it('dots that are part of an id can', () => {
    expect(encodeSegment('...')).toBe('...')
    expect(encodeSegment('a..')).toBe('a..')
    expect(encodeSegment('\ud83d\ude97')).toBe('%F0%9F%9A%97')
  })
})

describe('templates', () => {
  const template = '{country_code}/{party_id}/{token_uid}'

  it('are filled in order', () => {
    expect(fillPath(template, { token_uid: 'a/b', party_id: 'TNM', country_code: 'NL' })).toEqual(['NL', 'TNM', 'a/b'])
    expect(fillPath('{token_uid}/authorize', { token_uid: '1' })).toEqual(['1', 'authorize'])
    expect(fillPath('', {})).toEqual([])
  })

  it('a missing parameter is named', () => {
    expect(() => fillPath(template, { country_code: 'NL', token_uid: '1' })).toThrow('party_id is missing')
    expect(() => fillPath('{constructor}', {})).toThrow('constructor is missing')
  })

  it('match segment by segment', () => {
    expect(matchPath(template, ['NL', 'TNM', 'a/b'])).toEqual({ country_code: 'NL', party_id: 'TNM', token_uid: 'a/b' })
    expect(matchPath('{token_uid}/authorize', ['1', 'authorize'])).toEqual({ token_uid: '1' })
    expect(matchPath('', [])).toEqual({})
  })

  it('do not match more, less, an empty parameter or another word', () => {
    expect(matchPath(template, ['NL', 'TNM'])).toBeUndefined()
    expect(matchPath(template, ['NL', 'TNM', '1', '2'])).toBeUndefined()
    expect(matchPath(template, ['NL', '', '1'])).toBeUndefined()
    expect(matchPath('{token_uid}/authorize', ['1', 'Authorize'])).toBeUndefined()
    expect(matchPath('{token_uid}/authorize', ['authorize', '1'])).toBeUndefined()
    expect(matchPath('x{a}', ['xb'])).toBeUndefined()
    expect(matchPath('{a}x', ['bx'])).toBeUndefined()
    expect(matchPath('', [''])).toBeUndefined()
    expect(matchPath('a', [''])).toBeUndefined()
  })

  it('a parameter may have any value', () => {
    expect(matchPath('{id}', ['__proto__'])).toEqual({ id: '__proto__' })
  })
})

describe('taking a request line apart', () => {
  const segments = (target: string) => {
    const read = readTarget(target)
    return 'faults' in read ? read.faults[0]?.message : read.segments
  }

  it('splits before it decodes', () => {
    expect(segments('/ocpi/2.2.1/tokens/NL/a%2Fb')).toEqual(['ocpi', '2.2.1', 'tokens', 'NL', 'a/b'])
    expect(segments('/a%252Fb')).toEqual(['a%2Fb'])
    expect(segments('/a+b')).toEqual(['a+b'])
    expect(segments('/a%3Fb?c')).toEqual(['a?b'])
  })

  it('T-02 a trailing slash changes nothing, an empty segment is kept', () => {
    expect(segments('/a/b/')).toEqual(['a', 'b'])
    expect(segments('/a//b')).toEqual(['a', '', 'b'])
    expect(segments('/a//')).toEqual(['a', ''])
    expect(segments('a/b')).toEqual(['a', 'b'])
    expect(segments('//a')).toEqual(['', 'a'])
    expect(segments('/')).toEqual([])
    expect(segments('')).toEqual([])
    expect(segments('?a=/b')).toEqual([])
  })

  it('text in the query never changes what is addressed', () => {
    for (const query of ['x=versions', '/../versions', 'a=b?c=d', 'x=https://a.example/versions', '%zz']) {
      expect(segments(`/ocpi/locations?${query}`)).toEqual(['ocpi', 'locations'])
    }
    const none = readTarget('/a')
    expect('query' in none && [...none.query]).toEqual([])
    const read = readTarget('/a?b=c%26d&b=2#e')
    expect('query' in read && read.query.getAll('b')).toEqual(['c&d', '2'])
  })

  it('an absolute target means the same as its path', () => {
    expect(segments('http://a.example:8080/ocpi/versions?x=1')).toEqual(['ocpi', 'versions'])
    expect(segments('HTTPS://a.example')).toEqual([])
    expect(segments('/x/http://a.example/b')).toEqual(['x', 'http:', '', 'a.example', 'b'])
  })

  it.each(['/a%zz', '/%', '/a%2', '/%ff', '/%c3%28', '/%ed%a0%80'])('%s has broken percent-encoding', (target) => {
    expect(segments(target)).toBe('the URL has broken percent-encoding')
  })

  it.each(['/a%00', '/%0d%0aX: 1', '/a\u0000b', '/%7f', '/%c2%85'])('%j holds control characters', (target) => {
    expect(segments(target)).toBe('the URL holds control characters')
  })

  it('T-55 any printable ids come back as they were sent', () => {
    const id = fc
      .oneof(fc.stringMatching(/^[\x20-\x7e]{1,36}$/), fc.string({ unit: 'grapheme', minLength: 1 }))
      .filter((text) => text !== '.' && text !== '..' && !/\p{Cc}/u.test(text))
    const text = fc.string({ unit: 'grapheme' })
    fc.assert(
      fc.property(fc.array(id, { minLength: 1, maxLength: 5 }), fc.boolean(), text, (ids, slash, value) => {
        const url = joinUrl(slash ? `${base}/` : base, ids, { value })
        for (const target of [url, url.slice('https://www.server.com'.length)]) {
          const read = readTarget(target)
          if ('faults' in read) throw new Error(read.faults[0]?.message)
          expect(read.segments).toEqual(['ocpi', '2.2.1', 'tokens', ...ids])
          expect([...read.query]).toEqual([['value', value]])
        }
        expect(new URL(url).href.startsWith(`${base}/`)).toBe(true)
      }),
    )
  })

  it('a filled template is matched again', () => {
    const template = '{a}/x/{b}'
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (a, b) => {
        expect(matchPath(template, fillPath(template, { a, b }))).toEqual({ a, b })
      }),
    )
  })
})

describe('URLs of partners', () => {
  it('R-PAGE-16 an origin is scheme, host and port', () => {
    expect(sameOrigin('https://a.example/b', 'https://A.example:443/c')).toBe(true)
    expect(sameOrigin('https://a.example/b', 'http://a.example/b')).toBe(false)
    expect(sameOrigin('https://a.example', 'https://a.example:8443')).toBe(false)
    expect(sameOrigin('https://a.example', 'https://a.example.evil.example')).toBe(false)
    expect(sameOrigin('https://a.example', 'https://a.example@evil.example')).toBe(false)
    expect(sameOrigin('https://a.example', '/b')).toBe(false)
    expect(sameOrigin('/b', 'https://a.example')).toBe(false)
    expect(sameOrigin('file:///a', 'file:///a')).toBe(false)
  })

  it('T-35 a relative Location is resolved, an absolute one kept, anything else is none', () => {
    expect(resolveUrl('/ocpi/cdrs/1', `${base}/x`)).toBe('https://www.server.com/ocpi/cdrs/1')
    expect(resolveUrl('https://A.example/%7e', base)).toBe('https://A.example/%7e')
    expect(resolveUrl('http://a.example/', base)).toBe('http://a.example/')
    expect(resolveUrl(undefined, base)).toBeUndefined()
    expect(resolveUrl('http://', base)).toBeUndefined()
    expect(resolveUrl('javascript:alert(1)', base)).toBeUndefined()
  })
})
