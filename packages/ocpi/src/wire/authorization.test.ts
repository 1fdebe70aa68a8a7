import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeAuthorization, encodeAuthorization, isCredentialsToken, readAuthorization } from './authorization.ts'

const printable = fc.stringMatching(/^[\x21-\x7e]{1,64}$/)
const utf8 = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((text) => !text.endsWith('\n'))

describe('Authorization header', () => {
  it('R-AUTH-02 R-AUTH-03 the token is sent as Base64 with padding and without a line feed', () => {
    expect(encodeAuthorization('example-token')).toBe('Token ZXhhbXBsZS10b2tlbg==')
    expect(encodeAuthorization('~~~???>>>a')).toBe('Token fn5+Pz8/Pj4+YQ==')
    expect(encodeAuthorization('Malmö')).toBe('Token TWFsbcO2')
  })

  it('R-AUTH-03 any token comes back as it was given', () => {
    fc.assert(
      fc.property(fc.oneof(printable, utf8), (token) => {
        const header = encodeAuthorization(token)
        expect(header).toMatch(/^Token [A-Za-z0-9+/]+={0,2}$/)
        expect(decodeAuthorization(header)).toBe(token)
      }),
    )
  })

  it('any token comes back in the raw form', () => {
    fc.assert(
      fc.property(printable, (token) => decodeAuthorization(encodeAuthorization(token, 'raw'), 'raw') === token),
    )
  })

  it('T-01 the line feed of the examples is dropped, one only', () => {
    expect(decodeAuthorization('Token ZXhhbXBsZS10b2tlbgo=')).toBe('example-token')
    expect(decodeAuthorization(`Token ${btoa('token\n\n')}`)).toBe('token\n')
    expect(decodeAuthorization(`Token ${btoa('to\nken')}`)).toBe('to\nken')
    expect(decodeAuthorization(`Token ${btoa('\n')}`)).toBeUndefined()
  })

  it('R-AUTH-11 the scheme is read in any case', () => {
    expect(decodeAuthorization('TOKEN ZXhhbXBsZS10b2tlbg==')).toBe('example-token')
    expect(decodeAuthorization('token ZXhhbXBsZS10b2tlbg==')).toBe('example-token')
  })

  it.each([
    ['no header', undefined],
    ['nothing', ''],
    ['the scheme alone', 'Token'],
    ['an empty token', 'Token '],
    ['two spaces', 'Token  ZXhhbXBsZS10b2tlbg=='],
    ['a tab', 'Token\tZXhhbXBsZS10b2tlbg=='],
    ['another scheme', 'Bearer ZXhhbXBsZS10b2tlbg=='],
    ['a scheme that ends alike', 'MyToken ZXhhbXBsZS10b2tlbg=='],
    ['no scheme', 'ZXhhbXBsZS10b2tlbg=='],
    ['text behind', 'Token ZXhhbXBsZS10b2tlbg== more'],
    ['missing padding', 'Token ZXhhbXBsZS10b2tlbg'],
    ['too much padding', 'Token ZXhhbXBsZS10b2tlbg==='],
    ['the URL alphabet', 'Token fn5-Pz8_Pj4-YQ=='],
    ['bits behind the last octet', 'Token ZXhhbXBsZS10b2tlbh=='],
    ['a token that is not encoded', 'Token example-token'],
    ['octets that are no UTF-8', `Token ${btoa('\xff\xfe')}`],
    ['a header beyond all reason', `Token ${'QUFB'.repeat(257)}`],
  ])('R-AUTH-05 %s names no token', (_, header) => {
    expect(decodeAuthorization(header)).toBeUndefined()
  })

  it('the longest header that is read', () => {
    expect(decodeAuthorization(`Token ${'QUFB'.repeat(256)}`)).toBe('A'.repeat(768))
  })

  it('T-03 both readings are given where both are possible, and kept apart', () => {
    expect(readAuthorization('Token ZXhhbXBsZS10b2tlbg==')).toEqual({
      decoded: 'example-token',
      raw: 'ZXhhbXBsZS10b2tlbg==',
    })
    expect(readAuthorization('Token example-token')).toEqual({ decoded: undefined, raw: 'example-token' })
    expect(decodeAuthorization('Token example-token', 'raw')).toBe('example-token')
    expect(decodeAuthorization(undefined, 'raw')).toBeUndefined()
  })

  it('a byte order mark belongs to the token', () => {
    expect(decodeAuthorization(encodeAuthorization('\ufefftoken'))).toBe('\ufefftoken')
  })

  it('a raw token that a header cannot carry is refused without being named', () => {
    for (const token of ['two words', 'Malmö', 'a\r\nX-Other: 1', '']) {
      expect(() => encodeAuthorization(token, 'raw')).toThrow(/printable ASCII/)
      expect(() => encodeAuthorization(token, 'raw')).not.toThrow(token || 'never')
    }
  })

  it('R-AUTH-09 a credentials token has 1 to 64 printable characters without white space', () => {
    for (const token of ['a', '!~', 'x'.repeat(64)]) expect(isCredentialsToken(token)).toBe(true)
    for (const token of ['', 'x'.repeat(65), 'a b', 'a\n', '\ta', 'é', '\x7f', 5, null, undefined]) {
      expect(isCredentialsToken(token)).toBe(false)
    }
  })
})
