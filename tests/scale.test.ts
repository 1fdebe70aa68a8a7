// docs/scale.md against its own inputs.

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const page = readFileSync(new URL('../docs/scale.md', import.meta.url), 'utf8')
const measured = readFileSync(new URL('../docs/performance.md', import.meta.url), 'utf8')

const cells = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map(cells)

function input(name: string): number {
  const value = Number(rows.find(([first]) => first === name)?.[1])
  if (!(value > 0)) throw new Error(`docs/scale.md has no input "${name}"`)
  return value
}
/** Cells of the row that begins with these, as numbers. */
const figures = (first: string): number[][] =>
  rows.filter(([name]) => name === first).map(([, ...rest]) => rest.map(Number))

const evses = input('EVSEs')
const partners = input('partners')
const perDay = input('status changes of an EVSE a day')
const peak = input('peak over average')
const locations = evses / input('EVSEs of a Location')
const DAY = 86_400
const average = (evses * perDay) / DAY
const whole = Math.round
const at = (digits: number) => (value: number) => Number(value.toFixed(digits))
const both = (value: number) => [value, value * peak]

/** Share of objects that change within so many seconds, when each does `rate` times a second by chance. */
const changed = (rate: number, seconds: number): number => 1 - Math.exp(-rate * seconds)

describe('docs/scale.md', () => {
  it('computes what comes in and what full fan-out would be', () => {
    expect(figures('status changes a second')).toEqual([both(average).map(whole)])
    const cores = (name: string) => both((average * input(name)) / 1e6).map(at(2))
    expect(figures('cores of ours')).toEqual([cores('microseconds of ours for a status change')])
    expect(figures('cores of PostgreSQL')).toEqual([cores('microseconds of PostgreSQL for a status change')])
    expect(figures('requests a second')).toEqual([both(average * partners).map(whole)])
    const bytes = average * partners * input('bytes of a PATCH with its headers')
    expect(figures('megabytes a second')).toEqual([both(bytes / 1e6).map(whole)])
  })

  it.each([
    ['15 minutes', 900],
    ['1 hour', 3600],
    ['4 hours', 14_400],
  ])('computes a window, and reading every %s', (name, seconds) => {
    const [window, reading] = figures(name)
    const sent = (rate: number) => (evses * changed(rate, seconds)) / seconds
    expect(window).toEqual(
      both(perDay / DAY)
        .map(sent)
        .map(whole),
    )
    const rate = (perDay / DAY) * input('EVSEs of a Location')
    const found = locations * changed(rate, seconds)
    const pages = Math.ceil(found / 100)
    const all = (pages * partners) / seconds
    const cores = (of: string) => at(1)((all * input(`microseconds of ${of} for a page`)) / 1e6)
    expect(reading).toEqual([
      whole(found),
      pages,
      whole(all),
      whole((all * input('bytes of a page of 100 Locations')) / 1e6),
      cores('ours'),
      cores('PostgreSQL'),
    ])
  })

  it('computes the figures in its sentences', () => {
    const pushed = input('partners that are pushed to')
    const [usual, most] = both(average * pushed).map(whole)
    expect(page).toContain(`(${pushed}: ${usual} requests a second, at peak ${most})`)
    const dead = 0.05 * 1_500_000
    expect(page).toContain(`a vacuum after ${dead} changes, every ${whole(dead / average)} s on average`)
    expect(page).toContain(`${whole(dead / (average * peak))} s at peak`)
    const feed = whole(1e6 / input('microseconds of PostgreSQL for a status change'))
    expect(page).toContain(`one feed ends at ${feed} changes a second`)
    expect(page).toContain(`${at(1)(feed / (average * peak))} times this hub's peak`)
  })

  it('says measured only of what docs/performance.md has', () => {
    const names = rows.filter(([, , how]) => how === 'measured').map(([, value]) => value!)
    expect(names).toHaveLength(5)
    for (const value of names.filter((one) => one !== '100000')) expect(measured).toMatch(new RegExp(`\\b${value}\\b`))
    expect(measured).toContain('page 100 KB')
    expect(measured).toMatch(/status PATCH of an EVSE +\| 1525/)
    expect(measured).toMatch(/GET page of 100 locations +\| 244/)
  })
})
