import type { Finding } from '@interchange/tariff'
import { describe, expect, it } from 'vitest'
import { defaultAuditRules } from '../partners/partner.ts'
import { rowKey } from '../storage/row.ts'
import {
  type AuditRecord,
  auditChange,
  type Outcome,
  outcomeOf,
  stateOf,
  withDecision,
  withOutcome,
} from './audit-record.ts'

const finding = (code: string, severity: Finding['severity'] = 'error'): Finding => ({
  code,
  severity,
  path: '/total_cost',
  message: 'is wrong',
})
const cdr = { country_code: 'DE', party_id: 'CPO', cdr_id: 'Cdr-1', partner: 'p-1' }
const at = (minute: number) => new Date(Date.UTC(2026, 0, 31, 12, minute)).toISOString()
const outcome = (...findings: Finding[]): Outcome => ({ findings, cost: null, differences: [], energy: null })
const [wrong, clean] = [outcome(finding('total-differs')), outcome()]
const states = ({ history }: AuditRecord) => history.map(({ by, action, state }) => `${by} ${action} ${state}`)

describe('the state after an audit', () => {
  const rules = (more: Partial<typeof defaultAuditRules>) => ({ ...defaultAuditRules, ...more })
  const state = (findings: Finding[], more: Partial<typeof defaultAuditRules> = {}) =>
    stateOf({ verdict: findings.length > 0 ? 'flagged' : 'accepted', findings }, rules(more))

  it('follows the worst finding and the rules of the partner', () => {
    expect(state([])).toBe('accepted')
    expect(state([finding('odd', 'note')])).toBe('accepted')
    expect(state([finding('odd', 'warning')])).toBe('flagged')
    expect(state([finding('bad')])).toBe('flagged')
    expect(state([finding('bad')], { hold: ['errors'] })).toBe('held')
    expect(state([finding('odd', 'warning')], { hold: ['errors'] })).toBe('flagged')
    expect(state([finding('odd', 'warning')], { hold: ['odd'] })).toBe('held')
  })

  it('does not count what is ignored', () => {
    const made = { verdict: 'flagged' as const, findings: [finding('a'), finding('b')], differences: [] }
    const { findings } = outcomeOf(made, rules({ ignore: ['a', 'b'] }))
    expect([findings, stateOf({ ...made, findings }, defaultAuditRules)]).toEqual([[], 'accepted'])
  })
})

describe('the record of an audit', () => {
  const first = withOutcome(undefined, cdr, wrong, 'flagged', at(0))

  it('says what was found, when and by whom', () => {
    expect(first).toMatchObject({ ...cdr, own: false, state: 'flagged', audited_at: at(0), last_updated: at(0) })
    expect(first.history).toEqual([
      { at: at(0), by: 'audit', action: 'audited', state: 'flagged', codes: ['total-differs'] },
    ])
    expect(withOutcome(undefined, { ...cdr, partner: null }, clean, 'accepted', at(0)).own).toBe(true)
  })

  it('is the same record after the same audit, in whatever order storage keeps its keys', () => {
    const stored = JSON.parse(
      JSON.stringify({ ...first, findings: [Object.fromEntries(Object.entries(finding('total-differs')).reverse())] }),
    )
    expect(withOutcome(stored, cdr, wrong, 'flagged', at(9))).toBe(stored)
    expect(withOutcome(first, cdr, clean, 'accepted', at(9))).toMatchObject({ state: 'accepted', audited_at: at(9) })
  })

  it('keeps what a person decided until a person asks for another audit', () => {
    const disputed = withDecision(first, { action: 'disputed', by: 'anna', at: at(1), text: 'no' })
    const found = withOutcome(disputed, cdr, clean, 'accepted', at(2))
    expect([found.state, found.findings]).toEqual(['disputed', []])
    const asked = withOutcome(found, cdr, clean, 'accepted', at(3), 'anna')
    expect(asked.state).toBe('accepted')
    expect(states(asked)).toEqual([
      'audit audited flagged',
      'anna disputed disputed',
      'audit audited disputed',
      'anna again accepted',
    ])
    expect(withOutcome(asked, cdr, wrong, 'held', at(4)).state).toBe('held')
  })

  it('does not grow without end', () => {
    let record = first
    for (let n = 0; n < 300; n++) record = withDecision(record, { action: 'accepted', by: 'anna', at: at(n) })
    expect(record.history).toHaveLength(100)
    expect(record.history.at(-1)!.at).toBe(at(299))
  })

  it('is found by its codes, and what it lacks is waited for a week from the first audit, or from one asked for', () => {
    const key = rowKey('cdrs', 'DE', 'CPO', 'Cdr-1')
    const derived = (record: AuditRecord) => auditChange(record, { key, audience: null }, ['a word']).derived
    expect(derived(first)).toEqual({ found_by: ['a word', 'code total-differs'], until: '2026-02-07T12:00:00.000Z' })
    const later = withOutcome(first, cdr, clean, 'accepted', at(60))
    expect(derived(later)).toEqual({ found_by: ['a word'], until: '2026-02-07T12:00:00.000Z' })
    expect(derived(withOutcome(later, cdr, clean, 'accepted', at(120), 'anna'))).toMatchObject({
      until: '2026-02-07T14:00:00.000Z',
    })
    expect(auditChange(first, { key, audience: null })).not.toHaveProperty('derived')
  })
})
