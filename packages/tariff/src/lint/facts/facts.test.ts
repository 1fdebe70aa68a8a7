import { describe, expect, it } from 'vitest'
import { countries, countryOf, heldAt } from './countries.ts'
import { currencies, worthOfEuro } from './currencies.ts'

describe('countries', () => {
  it('are found by both codes, in any case, and by nothing else', () => {
    expect(countryOf('DE')?.alpha3).toBe('DEU')
    expect(countryOf('nld')?.alpha2).toBe('NL')
    for (const none of ['XX', '', 'GERMANY', 'toString', undefined, 5]) expect(countryOf(none)).toBeUndefined()
  })

  it('each stand there once, with codes of two and three letters and a currency in use', () => {
    expect(new Set(countries.map(({ alpha2 }) => alpha2)).size).toBe(countries.length)
    expect(new Set(countries.map(({ alpha3 }) => alpha3)).size).toBe(countries.length)
    for (const { alpha2, alpha3, currency } of countries) {
      expect([alpha2, alpha3]).toEqual([expect.stringMatching(/^[A-Z]{2}$/), expect.stringMatching(/^[A-Z]{3}$/)])
      expect(currencies.has(currency[0]![0])).toBe(true)
    }
  })

  it('have histories from new to old, with days that exist', () => {
    for (const { alpha2, currency, vat = [] } of countries) {
      for (const history of [currency, vat]) {
        const ends = history.slice(1).map(([, until]) => until ?? 'missing')
        expect({ alpha2, ends }).toEqual({ alpha2, ends: [...ends].sort().reverse() })
        for (const end of ends) expect(new Date(end).toISOString().slice(0, 10)).toBe(end)
        expect(history[0]?.[1]).toBeUndefined()
      }
    }
  })

  it('say what held when', () => {
    const estonia = countryOf('EE')!
    const at = (day: string) => heldAt(estonia.vat!, Date.parse(day))
    expect(at('2023-12-31')).toEqual([20])
    expect(at('2024-01-01')).toEqual([22])
    expect(at('2025-06-30')).toEqual([22])
    expect(at('2025-07-01')).toEqual([24])
    expect(heldAt(estonia.vat!, undefined)).toEqual([24, 22, 20])
    expect(heldAt([], 0)).toEqual([])
  })
})

describe('currencies', () => {
  it('are those the platform knows, where it has a list', () => {
    const known = new Set(Intl.supportedValuesOf('currency'))
    // A unit of account, and codes younger than the data of some supported Node.
    const others = new Set(['CLF', 'SLE', 'VED', 'XCG', 'ZWG'])
    expect([...currencies].filter((code) => !known.has(code) && !others.has(code))).toEqual([])
  })

  it('have a worth only where one is stated', () => {
    expect(worthOfEuro('EUR')).toBe(1)
    for (const none of ['XAF', 'toString', undefined]) expect(worthOfEuro(none)).toBeUndefined()
  })
})
