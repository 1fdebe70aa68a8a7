import { describe, expect, it } from 'vitest'
import { amountsIn } from './texts.ts'

describe('amounts of money in a text', () => {
  const cases: [text: string, values: number[]][] = [
    ['2.00 euro p/hour, start: 0,50 euro', [2, 0.5]],
    ['€2.00/h or $ 3', [2, 3]],
    ['59 ct/kWh, 5 cents', [0.59, 0.05]],
    ['4,80 EUR/h', [4.8]],
    ['EUR 4.8 per hour', [4.8]],
    ['12 kr per time', [12]],
    ['kr. 12,50', [12.5]],
    ['100 EUROPE, 7 euroshops', []],
    ['after 4 hours, 22 kW, 0.59 kWh', []],
    ['from 12:30 EUR', []],
    ['2026-01-05 EUR', []],
    ['1.234,56 EUR', []],
    ['12345678901 EUR', []],
    ['krone 5', []],
    ['', []],
  ]
  it.each(cases)('%s', (text, values) => {
    expect(amountsIn(text).map(({ value }) => value)).toEqual(values)
  })

  it('keep their decimals', () => {
    expect(amountsIn('2.50 EUR, 59.5 ct, 3 EUR').map(({ decimals }) => decimals)).toEqual([2, 3, 0])
  })
})
