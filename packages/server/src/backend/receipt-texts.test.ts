import { describe, expect, it } from 'vitest'
import { displayTextIn, languagesOf } from './display-text.ts'
import { localTimeText } from './local-time-text.ts'

describe('the texts of a receipt', () => {
  it('are in a language the driver reads', () => {
    expect(languagesOf('en;q=0.5, nl-BE, fr;q=0.8, *;q=0.1, de;q=0')).toEqual(['nl-BE', 'fr', 'en'])
    expect(languagesOf(undefined)).toEqual([])
    const texts = [
      { language: 'de', text: 'Preis' },
      { language: 'nl', text: 'Prijs' },
    ]
    expect(displayTextIn(texts, ['nl-BE', 'de'])).toBe('Prijs')
    expect(displayTextIn(texts, ['fr'])).toBe('Preis')
    expect(displayTextIn([...texts, { language: 'en', text: 'Price' }], ['fr'])).toBe('Price')
    expect(displayTextIn([], ['nl'])).toBeUndefined()
  })

  it('show the time at the place with its offset, in summer too', () => {
    expect(localTimeText('2026-01-31T12:00:00Z', 'Europe/Amsterdam')).toBe('2026-01-31T13:00:00+01:00')
    expect(localTimeText('2026-07-01T12:00:00', 'Europe/Amsterdam')).toBe('2026-07-01T14:00:00+02:00')
    expect(localTimeText('2026-07-01T23:30:00Z', 'Europe/London')).toBe('2026-07-02T00:30:00+01:00')
    expect(localTimeText('2026-01-01T00:00:00Z', 'Etc/UTC')).toBe('2026-01-01T00:00:00+00:00')
    expect(localTimeText('2026-01-01T00:00:00Z', 'Mars/Base')).toBeUndefined()
  })
})
