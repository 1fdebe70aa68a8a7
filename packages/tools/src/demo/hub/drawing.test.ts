import { expect, it } from 'vitest'
import { drawn } from './drawing.ts'
import { HUB, operators, providers } from './members.ts'

it('draws all members around the hub in plain characters, within 100 columns', () => {
  const lines = drawn(HUB, operators, providers)
  const text = lines.join('\n')
  for (const { name, party } of [HUB, ...operators, ...providers]) {
    expect(text).toContain(name)
    expect(text).toContain(`${party.countryCode}-${party.partyId}`)
  }
  expect(text).toMatch(/^[\x20-\x7e\n]+$/)
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100)
  // The box is one.
  expect(new Set(lines.map((line) => line.search(/[|+]/))).size).toBe(1)
})

it('more on the one side than on the other stand in the middle', () => {
  expect(drawn(HUB, operators.slice(0, 1), providers.slice(0, 2))).toEqual([
    '                                         +------------+',
    '                                         |  Demo Hub  |--- 2.3.0 --- Demo Drive   DE-DRV  eMSP',
    '  CPO   NL-DMO  Demo Charge --- 2.3.0 ---|   NL-HUB   |',
    '                                         |            |--- 2.2.1 --- Blue Card    DK-BLU  eMSP',
    '                                         +------------+',
  ])
})
