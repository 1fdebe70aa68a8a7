import { beforeAll, expect, it } from 'vitest'
import { onEachEngine } from '../../../../tests/support/databases.ts'
import { CallFigures, type CallStore, callStore } from './call-figures.ts'
import { pairReports } from './pair-report.ts'

onEachEngine('figures of pairs', (engine) => {
  let store: CallStore
  let now = new Date('2026-02-01T12:00:00Z')
  const clock = { now: () => now }

  beforeAll(async () => {
    store = callStore(await engine.open(), 'pair')
  })

  it('of all processes are added up, listed a page at a time, and asked for by each side', async () => {
    for (let process = 0; process < 2; process++) {
      const figures = new CallFigures()
      for (let n = 0; n < 5; n++) figures.observe('NL-CPO NL-EMS', 'commands', 20, n === 0)
      figures.observe('NL-CPO NL-EMS', 'locations', 5, false)
      figures.observe('NL-EMS NL-CPO', 'tokens', 5, false)
      figures.observe('NL-CPO NL-OTH', 'tokens', 5, false)
      await store.add(figures.take(), now)
    }
    const reports = pairReports({ pairs: store, clock })
    const all = await reports.list({ limit: 10 })
    expect(all.map(({ from, to }) => `${from} ${to}`)).toEqual(['NL-CPO NL-EMS', 'NL-CPO NL-OTH', 'NL-EMS NL-CPO'])
    expect(
      all[0]!.messages.map(({ module, messages, errors, error_share }) => [module, messages, errors, error_share]),
    ).toEqual([
      ['commands', 10, 2, 0.2],
      ['locations', 2, 0, 0],
    ])
    expect(all[0]!.messages[0]!.p50_ms).toBeGreaterThan(15)
    expect(all[0]!.messages[0]!.p95_ms).toBeLessThan(26)
    const names = async (filter: Partial<Parameters<typeof reports.list>[0]>) =>
      (await reports.list({ limit: 10, ...filter })).map(({ from, to }) => `${from} ${to}`)
    expect(await names({ limit: 2 })).toEqual(['NL-CPO NL-EMS', 'NL-CPO NL-OTH'])
    expect(await names({ after: 'NL-CPO NL-OTH' })).toEqual(['NL-EMS NL-CPO'])
    expect(await names({ from: 'NL-CPO', to: 'NL-OTH' })).toEqual(['NL-CPO NL-OTH'])
    expect(await names({ to: 'NL-CPO' })).toEqual(['NL-EMS NL-CPO'])
    // What is older than the window does not count, and is removed.
    now = new Date(now.getTime() + 20 * 60_000)
    expect(await names({})).toEqual([])
    await store.purge(now)
    now = new Date('2026-02-01T12:00:00Z')
    expect(await names({})).toEqual([])
  })

  it('what there is no room for is counted as other', () => {
    const figures = new CallFigures({ most: 2, other: 'other other' })
    for (let n = 0; n < 5; n++) figures.observe(`NL-C${n} NL-EMS`, 'tokens', 5, true)
    figures.observe('NL-C0 NL-EMS', 'tokens', 5, false)
    const taken = figures.take()
    expect(taken.map(({ partner, errors }) => [partner, errors])).toEqual([
      ['NL-C0 NL-EMS', 1],
      ['NL-C1 NL-EMS', 1],
      ['other other', 3],
    ])
    expect(taken[0]!.counts.reduce((sum, count) => sum + count, 0)).toBe(2)
  })
})
