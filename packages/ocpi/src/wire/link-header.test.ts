import { describe, expect, it } from 'vitest'
import { nextLink, readNextLink } from './link-header.ts'

const next = (header: string | undefined, base = 'https://a.example/ocpi') => readNextLink(header, base)

describe('a Link header', () => {
  const page2 = { kind: 'next', url: 'https://a.example/b?offset=2' }

  it.each([
    '<https://a.example/b?offset=2>; rel="next"',
    '<https://a.example/b?offset=2>;rel=next',
    '< https://a.example/b?offset=2 > ; rel = "next" ;',
    '<https://a.example/b?offset=2>; REL="NEXT"',
    '<https://a.example/b?offset=2>; rel="last next"',
    '<https://a.example/b?offset=2>; rel="last  next"',
    '<https://a.example/b?offset=2>; rel=next ; title=x',
    '<https://a.example/b?offset=2>; title="a; b, c \\" <d>"; rel="next"',
    '<https://a.example/b?offset=2>; rel="next"; title="page 2"',
    '<https://a.example/b?offset=2>; crossorigin; rel=next',
    '<https://a.example/b?offset=0>; rel="first", <https://a.example/b?offset=2>; rel="next"',
    '<https://a.example/b?offset=2>; rel="next", <https://a.example/b?offset=9>; rel="last"',
    ', <https://a.example/x>, ,<https://a.example/b?offset=2>; rel="next",',
    '<https://a.example/b?offset=9>; rev="next", <https://a.example/b?offset=2>; rel="next"',
    '<https://a.example/b?offset=9>; title="rel=next", <https://a.example/b?offset=2>; rel="next"',
    '<https://a.example/b?offset=9>; rel="prev"; rel="next", <https://a.example/b?offset=2>; rel="next"',
  ])('R-PAGE-14 %s', (header) => {
    expect(next(header)).toEqual(page2)
  })

  it.each([
    undefined,
    '',
    '<https://a.example/b>; rel="prev"',
    '<https://a.example/b>; rel="nextish"',
    '<https://a.example/b>',
    '<https://a.example/b>; title="rel=next"',
    'nonsense',
    '<https://a.example/next>; rel=prev, nonsense',
    '<https://a.example/b>; rel; title=next',
  ])('%s has no next page', (header) => {
    expect(next(header)).toEqual({ kind: 'last' })
  })

  it('R-PAGE-14 an absolute URL is followed letter by letter', () => {
    for (const verbatim of ['HTTPS://A.example:443/b?c=%7e&d=|', 'https://a.example/x/../b?cursor=a,b;c']) {
      expect(next(`<${verbatim}>; rel="next"`)).toEqual({ kind: 'next', url: verbatim })
    }
  })

  it('a relative URL is resolved against the page it came with', () => {
    const from = 'https://a.example/ocpi/cdrs?offset=0'
    expect(next('<?offset=2>; rel="next"', from)).toEqual({ kind: 'next', url: 'https://a.example/ocpi/cdrs?offset=2' })
    expect(next('</b?offset=2>; rel="next"', from)).toEqual(page2)
    expect(next('<//b.example/c>; rel=next', from)).toEqual({ kind: 'next', url: 'https://b.example/c' })
    expect(next('<?offset=2>; rel=next', 'http://a.example/')).toEqual({
      kind: 'next',
      url: 'http://a.example/?offset=2',
    })
  })

  it.each([
    '<>; rel="next"',
    '<http://>; rel="next"',
    '<javascript:alert(1)>; rel="next"',
    '<file:///etc/passwd>; rel="next"',
    'https://a.example/b?offset=2; rel="next"',
    '<https://a.example/b; rel="next"',
    '<https://a.example/b>; rel="next',
    '<https://a.example/b>; title="a; rel=next',
    '<https://a.example/b>; rel="next" and more',
    '<https://a.example/b> and; rel="next"',
    '<https://a.example/a>; rel="first", https://a.example/b; rel="next"',
  ])('%s is broken, not the end of the list', (header) => {
    expect(next(header)).toEqual({ kind: 'broken', why: expect.stringMatching(/^The Link header (is|holds|leads) .+/) })
  })

  it('is written so that nothing in the URL can end it', () => {
    const link = nextLink('https://a.example/<b>?c="d e"')
    expect(link).toBe('<https://a.example/%3Cb%3E?c=%22d%20e%22>; rel="next"')
  })

  it('a long hostile header is read in no time', () => {
    const started = performance.now()
    for (const header of [
      `<a>${' '.repeat(50_000)}x`,
      `<a>${'; a'.repeat(20_000)}"`,
      `<a>; rel=${'"\\'.repeat(20_000)}`,
      '<'.repeat(50_000),
      `<a>${'; a = '.repeat(10_000)}"`,
    ]) {
      next(header)
    }
    expect(performance.now() - started).toBeLessThan(2000)
  })
})
