import { describe, expect, it } from 'vitest'
import { explain } from './explain.ts'

const session = { token: 'token-a' }
const rest = { headers: {}, data: undefined, text: '' }
const refused = (statusCode: number, message?: string, http = 200) =>
  explain({ kind: 'refused', statusCode, http, ...rest, ...(message !== undefined && { message }) }, session, 'token-b')

describe('an answer in words', () => {
  it('says what came, what it means and what can be done', () => {
    expect(refused(3001)).toBe("it answered 3001 (Unable to use the client's API)")
    expect(refused(2950)).toBe('it answered 2950 (Client error)')
    expect(refused(2001, 'roles is missing')).toContain(', and says "roles is missing"')
    expect(refused(2000, undefined, 401)).toMatch(
      /^it answered HTTP 401 \(it does not accept our token.*raw\) with 2000/,
    )
    expect(refused(2000, undefined, 418)).toBe('it answered HTTP 418 with 2000 (Client error)')
    expect(refused(2000, undefined, 201)).toBe('it answered 2000 (Client error)')
    expect(explain({ kind: 'http', http: 404, headers: {} }, session)).toContain('HTTP 404 (there is nothing')
    expect(explain({ kind: 'http', http: 405, headers: {} }, session)).toContain('not allowed in the state')
    expect(explain({ kind: 'http', http: 429, headers: {} }, session)).toContain('fewer requests')
    for (const http of [300, 302, 399]) {
      expect(explain({ kind: 'http', http, headers: {} }, session)).toContain('a redirect')
    }
    for (const http of [299, 400, 502]) {
      expect(explain({ kind: 'http', http, headers: {} }, session)).toMatch(
        new RegExp(`^it answered HTTP ${http} without`),
      )
    }
    expect(explain({ kind: 'broken', why: 'no JSON' }, session)).toBe('its answer cannot be read: no JSON')
    expect(explain({ kind: 'timeout' }, session)).toBe('it did not answer in time')
    expect(explain({ kind: 'unreachable', why: 'refused' }, session)).toBe('it cannot be reached: refused')
    expect(explain({ kind: 'unsendable', why: 'no URL' }, session)).toBe('nothing was sent: no URL')
    expect(explain({ kind: 'ok', http: 200, statusCode: 1000, ...rest }, session)).toBe('it answered 1000')
  })

  it('blacks out tokens, plain and as they stood in the header', () => {
    const said = refused(2001, 'token-a, dG9rZW4tYQ==, again token-a, new token-b')
    expect(said).toContain('"[token], [token], again [token], new [token]"')
    expect(explain({ kind: 'refused', statusCode: 2000, http: 200, message: 'x', ...rest }, { token: '' })).toContain(
      '"x"',
    )
  })

  it('a long story is cut, after the tokens are out of it', () => {
    const said = refused(2000, `${'x'.repeat(190)}token-a token-a ${'y'.repeat(500)}`)
    expect(said).toContain(`${'x'.repeat(190)}[token] [t..."`)
    expect(refused(2000, 'z'.repeat(200))).toContain(`"${'z'.repeat(200)}"`)
  })
})
