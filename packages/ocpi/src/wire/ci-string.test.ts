import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { equalCi, normaliseCi, partyKey, sameParty } from './ci-string.ts'

describe('CiString', () => {
  it('R-TYPE-01 case does not tell ids apart', () => {
    expect(equalCi('LOC1', 'loc1')).toBe(true)
    expect(equalCi('DE*abc*E1', 'DE*ABC*e1')).toBe(true)
    expect(equalCi('LOC1', 'LOC2')).toBe(false)
    expect(equalCi('LOC1', 'LOC1 ')).toBe(false)
    expect(normaliseCi('aZ09[`{~@xYz')).toBe('AZ09[`{~@XYZ')
  })

  it('only A to Z have a case', () => {
    for (const [a, b] of [
      ['é', 'É'],
      ['ß', 'SS'],
      ['ı', 'I'],
      ['\u212a', 'k'],
      ['[', '{'],
      ['@', '`'],
    ] as const) {
      expect(equalCi(a, b)).toBe(false)
    }
    expect(normaliseCi('straße')).toBe('STRAßE')
  })

  it('normalising twice changes nothing and never the length', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = normaliseCi(text)
        expect(normaliseCi(once)).toBe(once)
        expect(once.length).toBe(text.length)
        expect(equalCi(text, once)).toBe(true)
      }),
    )
  })

  it('R-ROUTE-07 a party is the same in any case', () => {
    expect(partyKey({ countryCode: 'nl', partyId: 'tnM' })).toBe('NL-TNM')
    expect(sameParty({ countryCode: 'nl', partyId: 'tnm' }, { countryCode: 'NL', partyId: 'TNM' })).toBe(true)
    expect(sameParty({ countryCode: 'BE', partyId: 'TNM' }, { countryCode: 'NL', partyId: 'TNM' })).toBe(false)
    expect(sameParty({ countryCode: 'NL', partyId: 'TNM' }, { countryCode: 'NL', partyId: 'TNX' })).toBe(false)
  })
})
