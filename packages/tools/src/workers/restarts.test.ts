import { expect, it } from 'vitest'
import { restarts } from './restarts.ts'

it('waits longer each time a worker ends soon after its start, and gives up at the fifth', () => {
  const { ended } = restarts()
  expect([1, 1, 1, 1, 1].map(ended)).toEqual([500, 1000, 2000, 4000, 'give_up'])
})

it('forgets early ends when one has lived for long', () => {
  const { ended } = restarts()
  for (const _ of [1, 2, 3, 4]) ended(1)
  expect(ended(60_000)).toBe(500)
  expect(ended(1)).toBe(500)
  expect(ended(1)).toBe(1000)
})
