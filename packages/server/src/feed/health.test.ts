import { describe, expect, it } from 'vitest'
import { defaultHealth, Health } from './health.ts'

const most = () => 1
const health = (offline = false) => new Health(defaultHealth, most, offline)

/** Fails once each time it may be asked, until something happens. */
function failUntil(partner: Health, what: string, from = 0): number {
  for (let now = from; now < 1_000_000; now += 500) {
    if (partner.room(now, 8) > 0 && partner.failed(now, now) === what) return now
  }
  throw new Error(`never ${what}`)
}

describe('the health of a partner', () => {
  it('R-OFF-01 after a failure everything waits, then one request at a time is tried', () => {
    const partner = health()
    expect(partner.room(0, 8)).toBe(8)
    partner.failed(100, 50)
    expect(partner.room(1099, 8)).toBe(0)
    expect(partner.room(1100, 8)).toBe(1)
    partner.answered()
    expect(partner.room(1100, 8)).toBe(8)
  })

  it('requests that were under way together fail once', () => {
    const partner = health()
    for (let request = 0; request < 8; request++) partner.failed(100 + request, 50)
    expect(partner.failures).toBe(1)
    partner.failed(2000, 1500)
    expect(partner.failures).toBe(2)
  })

  it('is failing after three times, offline after a minute', () => {
    const partner = health()
    const failing = failUntil(partner, 'failing')
    expect(failing).toBeLessThan(10_000)
    const offline = failUntil(partner, 'offline', failing + 500)
    expect(offline).toBeGreaterThanOrEqual(60_000)
    expect(offline).toBeLessThan(100_000)
    expect([partner.state, partner.room(offline + 1_000_000, 8)]).toEqual(['offline', 0])
  })

  it('is probed after a wait that doubles, and at once when it was heard of', () => {
    const partner = health(true)
    expect(partner.probeDue(0)).toBe(true)
    partner.probed(0, false)
    expect([partner.probeDue(14_999), partner.probeDue(15_000)]).toEqual([false, true])
    partner.probed(15_000, false)
    expect([partner.probeDue(44_999), partner.probeDue(45_000)]).toEqual([false, true])
    partner.probed(45_000, false)
    partner.heard(46_000)
    expect([partner.probeDue(46_999), partner.probeDue(47_000)]).toEqual([false, true])
    for (let time = 0; time < 20; time++) partner.probed(50_000, false)
    expect([partner.probeDue(349_999), partner.probeDue(350_000)]).toEqual([false, true])
  })

  it('is probed again soon when it was heard of while a probe failed', () => {
    const partner = health(true)
    partner.heard(1000)
    partner.probed(3000, false)
    expect([partner.probeDue(4999), partner.probeDue(5000)]).toEqual([false, true])
    partner.probed(5000, false)
    expect(partner.probeDue(20_000)).toBe(false)
  })

  it('is back only when an object was taken after the probe was answered', () => {
    const partner = health(true)
    partner.probed(0, true)
    expect([partner.state, partner.room(0, 8)]).toEqual(['trial', 1])
    expect(partner.failed(10, 5)).toBeUndefined()
    expect(partner.state).toBe('offline')
    partner.probed(60_000, true)
    expect(partner.answered()).toBe(true)
    expect(partner.room(60_000, 8)).toBe(8)
    expect(partner.answered()).toBe(false)
  })

  it('HTTP 429 stops everything for as long as the partner says', () => {
    const partner = health()
    partner.slowDown(1000, 7000)
    partner.slowDown(1000, 3000)
    expect([partner.room(7999, 8), partner.room(8000, 8)]).toEqual([0, 8])
    partner.slowDown(10_000, null)
    expect([partner.room(14_999, 8), partner.room(15_000, 8)]).toEqual([0, 8])
  })
})
