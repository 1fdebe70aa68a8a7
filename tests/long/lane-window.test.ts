import { expect, it } from 'vitest'
import { MOST_WAITING } from '../../packages/server/src/feed/lane-window.ts'
import { changingObjects } from '../support/changing-objects.ts'

it('a million objects change, a fifth of them twice: a lane with a window holds few of them in memory', () => {
  const { told, mostBodies, mostWaiting } = changingObjects(1_000_000, { changes: 1_200_000 })
  expect(told).toBeGreaterThanOrEqual(1_000_000)
  expect(mostBodies).toBeLessThanOrEqual(1000)
  expect(mostWaiting).toBeLessThanOrEqual(MOST_WAITING + 500)
})
