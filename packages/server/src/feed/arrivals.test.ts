import { describe, expect, it } from 'vitest'
import { arrivals, type Sight } from './arrivals.ts'

const sight = (over: Partial<Sight> = {}): Sight => ({
  known: new Map([['', null]]),
  seen: new Set(),
  missed: new Set(),
  onlyChanges: false,
  ...over,
})
const put = (given: Sight) => Object.fromEntries(arrivals(given).put)

describe('parties that come into the sight of a partner', () => {
  it('of one that comes everything is put into the lane, from its first object on', () => {
    expect(put(sight({ seen: new Set(['NL-NEW']) }))).toEqual({ 'NL-NEW': 0 })
  })

  it('of one that is known nothing is, however far it has got', () => {
    const known = new Map([
      ['', null],
      ['NL-OLD', null],
      ['NL-MID', 70],
    ])
    expect(arrivals(sight({ known, seen: new Set(['NL-OLD', 'NL-MID']) }))).toEqual({ put: new Map(), gone: [] })
  })

  it('one that leaves is forgotten, and comes anew when it comes back', () => {
    const known = new Map([
      ['', null],
      ['NL-OLD', null],
    ])
    expect(arrivals(sight({ known }))).toEqual({ put: new Map(), gone: ['NL-OLD'] })
  })

  it('one that was away for a moment comes anew if something of it was passed over meanwhile', () => {
    const known = new Map([
      ['', null],
      ['NL-OLD', null],
    ])
    const given = sight({ known, seen: new Set(['NL-OLD']), missed: new Set(['NL-OLD', 'NL-FAR']) })
    expect(put(given)).toEqual({ 'NL-OLD': 0 })
  })

  it('a lane that begins takes down whom it finds: it begins with what is there of them', () => {
    const known = new Map<string, null>()
    expect(put(sight({ known, seen: new Set(['NL-ABC']) }))).toEqual({ '': null, 'NL-ABC': null })
    expect(put(sight({ known }))).toEqual({ '': null })
  })

  it('who is pushed only what changes is pushed nothing else', () => {
    expect(put(sight({ seen: new Set(['NL-NEW']), onlyChanges: true }))).toEqual({ 'NL-NEW': null })
  })
})
