import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Lowest } from './lowest.ts'

const rows = ['a', 'b', 'c', 'd', 'e']

describe('the lowest position that is held', () => {
  it('is the one a walk over everything finds, whatever is held, moved up, taken again or let go', () => {
    const step = fc.record({
      row: fc.constantFrom(...rows),
      what: fc.constantFrom('hold', 'rise', 'drop', 'free', 'ask'),
      by: fc.integer({ min: 1, max: 50 }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
        const held = new Map<string, number>()
        const lowest = new Lowest()
        const lowOf = (_: string, row: string) => held.get(row)
        for (const { row, what, by } of steps) {
          const low = held.get(row)
          if (what === 'hold') {
            const next = Math.min(low ?? by, by)
            held.set(row, next)
            lowest.add('g', row, next)
          } else if (what === 'rise' && low !== undefined) held.set(row, low + by)
          else if (what === 'free' && low !== undefined) held.set(row, Number.POSITIVE_INFINITY)
          else if (what === 'drop') held.delete(row)
          else if (what === 'ask') {
            const walked = Math.min(...held.values())
            expect(lowest.find(lowOf, held.size) ?? Number.POSITIVE_INFINITY).toBe(walked)
          }
        }
      }),
      { numRuns: 500 },
    )
  })

  it('does not keep what was let go long ago', () => {
    const lowest = new Lowest()
    const held = new Map<string, number>([['first', 0]])
    lowest.add('g', 'first', 0)
    let asked = 0
    for (let at = 1; at <= 10_000; at++) {
      lowest.add('g', String(at), at)
      lowest.find((_, row) => {
        asked++
        return held.get(row)
      }, held.size)
    }
    // Looking at each of ten thousand every time would be millions.
    expect(asked).toBeLessThan(50_000)
  })
})
