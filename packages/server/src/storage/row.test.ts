import { describe, expect, it } from 'vitest'
import { keyText, partyKey, rowKey } from './row.ts'

describe('keys', () => {
  it('R-TYPE-01 a CiString key is the same however it is spelt', () => {
    expect(rowKey('locations', 'nl', 'aBc', 'loc1')).toEqual(rowKey('LOCATIONS'.toLowerCase(), 'NL', 'ABC', 'LOC1'))
    expect(keyText(rowKey('evses', 'nl', 'abc', 'l', 'evse-a'))).toBe(
      keyText(rowKey('evses', 'NL', 'ABC', 'L', 'EVSE-A')),
    )
  })

  it('keeps the type of a token as it is: it is an enum, not a CiString', () => {
    expect(rowKey('tokens', 'nl', 'abc', 'uid', 'RFID').sub).toBe('RFID')
    expect(rowKey('tokens', 'nl', 'abc', 'uid', 'rfid').sub).toBe('rfid')
  })

  it('gives different keys different texts, whatever characters the ids hold', () => {
    const texts = [
      keyText(rowKey('evses', 'NL', 'ABC', 'A|B', 'C')),
      keyText(rowKey('evses', 'NL', 'ABC', 'A', 'B|C')),
      keyText(rowKey('evses', 'NL', 'ABC', 'A B', 'C')),
      keyText(rowKey('evses', 'NL', 'ABC', 'A', 'B C')),
    ]
    expect(new Set(texts).size).toBe(texts.length)
  })

  it('writes a party in upper case', () => {
    expect(partyKey('nl', 'abc')).toBe('NL-ABC')
  })
})
