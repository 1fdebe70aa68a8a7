import { describe, expect, it } from 'vitest'
import { keyText, type RowKey, rowKey } from '../../storage/row.ts'
import type { PriceGroup } from './rules.ts'
import { ended, firstState, opened, type PriceState, type Stage, tariffsMoving, viewOf } from './state.ts'

const key = (id: string): RowKey => rowKey('tariffs', 'NL', 'ABC', id)
const group = (name: string, partners: string[], ...tariff_ids: string[]): PriceGroup => ({
  name,
  partners,
  rules: [{ connectors: [{ country_code: 'NL', party_id: 'ABC' }], tariff_ids }],
})
const place = { countryCode: 'NL', partyId: 'ABC', locationId: 'L', evseUid: 'E', connectorId: '1' }
const all = ['OLD', 'BOTH', 'NEW', 'FREE']
const existing = new Set(all.map((id) => keyText(key(id))))
const shown = (state: PriceState, partner: string) => all.filter((id) => viewOf(state).shows(keyText(key(id)), partner))

describe('a change of price groups', () => {
  const before = [group('gold', ['g'], 'OLD', 'BOTH')]
  const after = [group('gold', ['g'], 'NEW', 'BOTH')]
  const at = (stage: Stage): PriceState => ({ ...firstState, stage, current: before, target: after })
  const named = (state: PriceState) => viewOf(state).inForce.groupOf('g')?.tariffIds(place)

  it('shows a tariff before a connector names it and as long as one does', () => {
    const idle = { ...firstState, current: before }
    for (const state of [idle, at('enter'), at('switch'), at('leave'), ended(at('leave'), existing)]) {
      expect(shown(state, 'g')).toEqual(expect.arrayContaining([...named(state)!]))
    }
    expect([idle, at('enter'), at('switch'), at('leave')].map((state) => named(state)![0])).toEqual([
      'OLD',
      'OLD',
      'NEW',
      'NEW',
    ])
    expect(shown(at('switch'), 'g')).toEqual(['OLD', 'BOTH', 'NEW', 'FREE'])
    expect(shown(at('leave'), 'g')).toEqual(['BOTH', 'NEW', 'FREE'])
  })

  it('shows the others nothing of it, also when it is over', () => {
    expect(shown({ ...firstState, current: before }, 'x')).toEqual(['NEW', 'FREE'])
    // NEW was a tariff like any other up to now, and is withdrawn last.
    expect([at('enter'), at('switch'), at('leave')].map((state) => shown(state, 'x'))).toEqual([
      ['NEW', 'FREE'],
      ['NEW', 'FREE'],
      ['FREE'],
    ])
    const over = ended({ ...at('leave'), target: [] }, existing)
    expect([shown(over, 'x'), shown(over, 'g')]).toEqual([
      ['NEW', 'FREE'],
      ['NEW', 'FREE'],
    ])
    // One that was deleted, and is put again, begins anew.
    expect(shown(ended({ ...at('leave'), target: [] }, new Set()), 'x')).toEqual(all)
  })

  it('moves the tariffs that come in, and those that go, for somebody', () => {
    const ids = (state: PriceState, way: 'enter' | 'leave') => tariffsMoving(viewOf(state), way).map(({ id }) => id)
    expect([ids(at('enter'), 'enter'), ids(at('enter'), 'leave')]).toEqual([[], ['OLD', 'NEW']])
    const again = { ...ended(at('leave'), existing), stage: 'enter' as const, target: before }
    expect([ids(again, 'enter'), ids(again, 'leave')]).toEqual([['OLD'], ['NEW']])
    const joined = { ...at('enter'), target: [group('gold', ['g', 'h'], 'OLD', 'BOTH')] }
    expect([ids(joined, 'enter'), ids(joined, 'leave')]).toEqual([['OLD', 'BOTH'], []])
  })
})

describe('a tariff that our connectors begin to name', () => {
  const current = [group('gold', ['g'], 'OLD')]

  it('is for everybody from then on, and to be told', () => {
    const state = opened({ ...firstState, current }, [key('OLD')])
    expect(state).toMatchObject({ open: [key('OLD')], nextOpen: [], untold: [key('OLD')] })
    expect(shown(state, 'x')).toEqual(all)
    expect(viewOf(state).closed.size).toBe(0)
    expect(opened(state, [key('OLD')])).toBe(state)
  })

  it('is so too when its group is over', () => {
    expect(shown({ ...firstState, former: [key('OLD')] }, 'x')).toEqual(['BOTH', 'NEW', 'FREE'])
    expect(shown(opened({ ...firstState, former: [key('OLD')] }, [key('OLD')]), 'x')).toEqual(all)
  })

  it('stays so when a change under way was to close it, and is told anew where it was closed already', () => {
    const base = { ...firstState, current, target: current, open: [key('OLD')] }
    expect(opened({ ...base, stage: 'switch' }, [key('OLD')])).toMatchObject({ nextOpen: [key('OLD')], untold: [] })
    const late = opened({ ...base, stage: 'leave' }, [key('OLD')])
    expect(late).toMatchObject({ nextOpen: [key('OLD')], untold: [key('OLD')] })
    expect(shown(late, 'x')).toEqual(all)
    expect(ended(late, existing).open).toEqual([key('OLD')])
  })
})
