import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { costParts } from './cost.ts'
import { price } from './price.ts'
import { type Case, cases } from './tests/random.ts'
import { simulate } from './tests/simulation.ts'

/** Cases and what the engine says of them, in the simulation's terms. */
function engine({ tariffs, usage, timeZone }: Case) {
  const cost = price(usage, { tariffs, timeZone })
  const both = (part: 'total' | (typeof costParts)[number]) => [cost[part]?.before_taxes, cost[part]?.after_taxes]
  return { total: both('total'), parts: Object.fromEntries(costParts.map((part) => [part, both(part)])) }
}

describe('the engine and a session lived through second by second', () => {
  it('agree to the last digit in 10,000 random cases, nights of daylight saving among them', () => {
    fc.assert(
      fc.property(cases, (one) => {
        expect(engine(one)).toEqual(simulate(one.usage, one.tariffs, one.timeZone))
      }),
      // The same cases each time; others, and more of them, with SIMULATIONS and SEED.
      { numRuns: Number(process.env.SIMULATIONS ?? 10_000), seed: Number(process.env.SEED ?? 29032026) },
    )
  }, 300_000)
})
