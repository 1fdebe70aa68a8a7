import { expect, it } from 'vitest'
import { BehindWatch } from './behind.ts'

it('a partner that falls behind is told once, then every ten minutes, and once when it has caught up', () => {
  const watch = new BehindWatch()
  const told = [
    [0, 0],
    [59, 1],
    [60, 2],
    [300, 240],
    [700, 601],
    [701, 602],
    [702, 603],
    [59, 604],
    [0, 605],
    [61, 700],
  ].map(([seconds, at]) => watch.look(seconds!, at! * 1000))
  expect(told).toEqual([
    undefined,
    undefined,
    'behind',
    undefined,
    undefined,
    'behind',
    undefined,
    'caught_up',
    undefined,
    'behind',
  ])
})
