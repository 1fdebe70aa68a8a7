import { describe, expect, it } from 'vitest'
import { Pace } from './pace.ts'

/** When requests go if as many are wanted as may go, looked at every `step` ms. */
function times(perSecond: number | undefined, ms: number, step: number): number[] {
  const pace = new Pace()
  const went: number[] = []
  for (let now = 1000; now < 1000 + ms; now += step) {
    while (pace.wait(now, perSecond) === 0 && went.length < 10_000) {
      pace.take(now, perSecond)
      went.push(now)
    }
  }
  return went
}

describe('the pace of a lane', () => {
  it.each([1, 5, 50, 200])('%i in a second are spaced evenly, and no second has more', (perSecond) => {
    const went = times(perSecond, 10_000, 1)
    expect(went.length).toBeGreaterThanOrEqual(10 * perSecond - 1)
    for (const from of went) {
      const within = went.filter((at) => at >= from && at < from + 1000).length
      expect(within).toBeLessThanOrEqual(perSecond + perSecond * 0.04 + 1)
    }
  })

  it('less than one in a second, and no bound', () => {
    expect(times(0.5, 10_000, 1)).toEqual([1000, 3000, 5000, 7000, 9000])
    expect(times(undefined, 1, 1)).toHaveLength(10_000)
  })

  it('a timer that is late loses nothing', () => {
    expect(times(100, 10_000, 15).length).toBeGreaterThanOrEqual(990)
  })

  it('after a pause nothing is made up for', () => {
    const pace = new Pace()
    pace.take(0, 10)
    expect(pace.wait(60_000, 10)).toBe(0)
    pace.take(60_000, 10)
    expect(pace.wait(60_000, 10)).toBeGreaterThan(0)
  })

  it('what did not go gives its place back; what could not wait is made up for', () => {
    const pace = new Pace()
    pace.take(0, 1)
    pace.giveBack()
    expect(pace.wait(0, 1)).toBe(0)
    pace.take(0, 1)
    pace.take(0, 1)
    expect(pace.wait(0, 1)).toBe(2000)
  })

  it('a clock that was set back stops nothing', () => {
    const pace = new Pace()
    pace.take(10_000_000, 1)
    expect(pace.wait(0, 1)).toBe(1000)
  })
})
