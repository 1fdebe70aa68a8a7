import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refusedUrl } from './address-guard.ts'
import { urlGuard } from './url-guard.ts'

const rules = { allowPrivate: false }

describe('where a URL leads', () => {
  const guard = urlGuard(rules)
  const parsed = (url: string) => {
    const refused = refusedUrl(url, rules)
    if (refused !== undefined) return { refused }
    const { origin, pathname, search } = new URL(url)
    return { origin, path: pathname + search }
  }

  it('is what a parser says, of every URL, and the second time too', () => {
    const host = fc.constantFrom(
      'a.example',
      'A.Example:443',
      'a.example:8080',
      '10.0.0.1',
      'localhost',
      'u:p@a.example',
      '',
    )
    const piece = fc.constantFrom(
      'a',
      '.',
      '..',
      '%2e',
      '%',
      '/',
      '//',
      '?',
      '#',
      '\\',
      ' ',
      '\t',
      "'",
      '"',
      '^',
      '|',
      'ä',
      '~',
      ';',
      '@',
      ':',
      '{',
      '<',
      '.b',
      'c.',
    )
    fc.assert(
      fc.property(
        fc.constantFrom('https://', 'http://', 'HTTPS://', 'ftp://', '//', 'https:', ''),
        host,
        fc.array(piece, { maxLength: 8 }),
        (scheme, at, pieces) => {
          const url = scheme + at + pieces.join('')
          expect(guard(url)).toEqual(parsed(url))
        },
      ),
      { numRuns: 5000 },
    )
  })

  it('a host that is refused stays refused', () => {
    expect(guard('http://127.0.0.1/a')).toHaveProperty('refused')
    expect(guard('http://127.0.0.1/b')).toHaveProperty('refused')
  })
})
