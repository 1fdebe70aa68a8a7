import { describe, expect, it } from 'vitest'
import { type AlertRule, type Facts, holdings, moves, type OpenAlert } from './rule.ts'

const now = new Date('2026-02-01T12:00:00Z')
const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1000)
const facts = (partner: string, over: Partial<Facts> = {}): Facts => ({
  partner,
  status: 'registered',
  offlineSince: undefined,
  lanes: [],
  refused: 0,
  held: 0,
  ...over,
})
const named = (rule: AlertRule, all: readonly Facts[]) =>
  holdings(rule, all, now).map(({ partner, module }) => (module === '' ? partner : `${partner} ${module}`))

describe('an alert rule', () => {
  it('offline holds for partners that do not answer or do not accept our token, since they went offline', () => {
    const rule: AlertRule = { name: 'away', kind: 'offline' }
    const all = [
      facts('p1', { status: 'offline', offlineSince: ago(90) }),
      facts('p2', { status: 'paused' }),
      facts('p3'),
    ]
    expect(named(rule, all)).toEqual(['p1', 'p2'])
    expect(holdings(rule, all, now)[0]!.since).toEqual(ago(90))
    expect(named({ ...rule, partners: ['p2', 'p3'] }, all)).toEqual(['p2'])
    expect(named(rule, [facts('p4', { status: 'suspended' })])).toEqual([])
  })

  it('lag holds for each module above one of its bounds', () => {
    const lanes = [
      { module: 'tariffs', objects: 10, since: ago(5) },
      { module: 'locations', objects: 1, since: ago(601) },
      { module: 'cdrs', objects: 0, since: undefined },
    ]
    const all = [facts('p1', { lanes })]
    expect(named({ name: 'late', kind: 'lag', seconds: 600 }, all)).toEqual(['p1 locations'])
    expect(named({ name: 'late', kind: 'lag', objects: 10 }, all)).toEqual([])
    expect(named({ name: 'late', kind: 'lag', objects: 9, seconds: 600 }, all)).toEqual(['p1 tariffs', 'p1 locations'])
    expect(named({ name: 'late', kind: 'lag', objects: 0, modules: ['cdrs', 'locations'] }, all)).toEqual([
      'p1 locations',
    ])
  })

  it('rejected_cdrs counts CDRs that were refused and those that are held', () => {
    const all = [facts('p1', { refused: 1 }), facts('p2', { held: 2 }), facts('p3')]
    expect(named({ name: 'cdrs', kind: 'rejected_cdrs' }, all)).toEqual(['p1', 'p2'])
    expect(named({ name: 'cdrs', kind: 'rejected_cdrs', count: 2 }, all)).toEqual(['p2'])
  })
})

describe('an alert', () => {
  const rule: AlertRule = { name: 'away', kind: 'offline', for_seconds: 60 }
  const open = (over: Partial<OpenAlert> = {}): OpenAlert => ({
    id: '1',
    rule: 'away',
    partner: 'p1',
    module: '',
    state: 'pending',
    since: ago(59),
    ...over,
  })
  const held = holdings(rule, [facts('p1', { status: 'offline' })], now)
  const nothing = { begin: [], raise: [], clear: [], drop: [] }

  it('begins once, is raised when it has lasted, and not again', () => {
    expect(moves([rule], held, [], now)).toEqual({ ...nothing, begin: held })
    expect(moves([rule], held, [open()], now)).toEqual(nothing)
    expect(moves([rule], held, [open({ since: ago(60) })], now).raise).toEqual([
      { id: '1', what: { status: 'offline' } },
    ])
    expect(moves([rule], held, [open({ state: 'raised', since: ago(600) })], now)).toEqual(nothing)
  })

  it('is cleared when it is over, or its rule is gone, and forgotten when it was never raised', () => {
    expect(moves([rule], [], [open({ state: 'raised' })], now)).toEqual({ ...nothing, clear: ['1'] })
    expect(moves([], [], [open({ state: 'raised' })], now).clear).toEqual(['1'])
    expect(moves([rule], [], [open()], now)).toEqual({ ...nothing, drop: ['1'] })
  })
})
