// Every tariff of tests/scenarios.ts with every session. What they cost stands in tests/vectors.json, which anybody may
// use; the simulation wrote it (UPDATE_VECTORS=1), not the engine.

import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { costParts } from './cost.ts'
import { price } from './price.ts'
import { sessions, tariffs } from './tests/scenarios.ts'
import { simulate } from './tests/simulation.ts'

const file = new URL('./tests/vectors.json', import.meta.url)
const names = Object.keys(tariffs).flatMap((tariff) => Object.keys(sessions).map((session) => ({ tariff, session })))

/** `[before taxes, after taxes]` of the total, and of the parts that cost something. */
type Expected = Record<string, readonly (string | undefined)[]>
interface Vector {
  readonly tariff: string
  readonly session: string
  readonly expected: Expected
}

if (process.env.UPDATE_VECTORS === '1') {
  const vectors = names.map(({ tariff, session }): Vector => {
    const { timeZone, usage } = sessions[session]!
    const { total, parts } = simulate(usage, [tariffs[tariff]!], timeZone)
    const paid = Object.entries(parts).filter(([, [before]]) => before !== '0')
    return { tariff, session, expected: { total, ...Object.fromEntries(paid) } }
  })
  const lines = (of: object) =>
    Object.entries(of)
      .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
      .join(',\n')
  const list = vectors.map((vector) => JSON.stringify(vector)).join(',\n')
  writeFileSync(
    file,
    `{"tariffs":{\n${lines(tariffs)}},\n"sessions":{\n${lines(sessions)}},\n"vectors":[\n${list}\n]}\n`,
  )
}

const stored: { tariffs: unknown; sessions: unknown; vectors: Vector[] } = JSON.parse(readFileSync(file, 'utf8'))

describe('vectors', () => {
  it('are those of the scenarios, more than 200 of them', () => {
    expect(stored.tariffs).toEqual(tariffs)
    expect(stored.sessions).toEqual(JSON.parse(JSON.stringify(sessions)))
    expect(stored.vectors.map(({ tariff, session }) => ({ tariff, session }))).toEqual(names)
    expect(stored.vectors.length).toBeGreaterThan(200)
  })

  it.each(stored.vectors)('$tariff: $session', ({ tariff, session, expected }) => {
    const { timeZone, usage } = sessions[session]!
    const cost = price(usage, { tariffs: [tariffs[tariff]!], timeZone })
    const parts = costParts.filter((part) => cost[part]?.before_taxes !== '0')
    const both = (part: 'total' | (typeof costParts)[number]) => [cost[part]?.before_taxes, cost[part]?.after_taxes]
    expect(Object.fromEntries(['total' as const, ...parts].map((part) => [part, both(part)]))).toEqual(expected)
  })
})
