import { describe, expect, it } from 'vitest'
import { Crawls } from './crawls.ts'

const of = (parts: string[], all: string[], module = 'locations', partnerId = 'p') => ({
  partnerId,
  module,
  parts,
  all,
})

describe('complete crawls', () => {
  it('one list that is everything is complete at its end', () => {
    expect(new Crawls().ended(of(['A'], ['A']), 7)).toBe(7)
  })

  it('lists of several parties are complete together, from where the first of them began', () => {
    const crawls = new Crawls()
    expect(crawls.ended(of(['A'], ['A', 'B', 'C']), 5)).toBeUndefined()
    expect(crawls.ended(of(['C'], ['A', 'B', 'C']), 6)).toBeUndefined()
    expect(crawls.ended(of(['A'], ['A', 'B', 'C']), 9)).toBeUndefined()
    expect(crawls.ended(of(['B'], ['A', 'B', 'C']), 8)).toBe(6)
    expect(crawls.ended(of(['B'], ['A', 'B', 'C']), 10)).toBeUndefined()
  })

  it('partners and modules are counted apart', () => {
    const crawls = new Crawls()
    crawls.ended(of(['A'], ['A', 'B']), 1)
    expect(crawls.ended(of(['B'], ['A', 'B'], 'tariffs'), 2)).toBeUndefined()
    expect(crawls.ended(of(['B'], ['A', 'B'], 'locations', 'q'), 2)).toBeUndefined()
    expect(crawls.ended(of(['B'], ['A', 'B']), 3)).toBe(1)
  })

  it('a party that was taken away is not waited for', () => {
    const crawls = new Crawls()
    crawls.ended(of(['A'], ['A', 'B']), 1)
    expect(crawls.ended(of(['A'], ['A']), 4)).toBe(4)
  })
})
