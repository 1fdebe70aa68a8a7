import { describe, expect, it } from 'vitest'
import type { Role } from '../partners/partner.ts'
import { type AgreementRule, agreedModules, terms, useOf } from './agreements.ts'

const roles: Readonly<Record<string, readonly Role[]>> = {
  'NL-CP1': ['CPO'],
  'NL-CP2': ['CPO'],
  'DE-EM1': ['EMSP'],
  'DE-EM2': ['EMSP'],
  'BE-TWO': ['CPO', 'EMSP'],
}
const rule = (effect: AgreementRule['effect'], more: Omit<AgreementRule, 'name' | 'effect'> = {}): AgreementRule => ({
  name: 'one',
  effect,
  ...more,
})
const asked = (rules: readonly AgreementRule[], fallback: 'open' | 'closed' = 'open') =>
  terms({ rules, fallback, rolesOf: (party) => roles[party] ?? [] })

describe('agreements', () => {
  it('whose use a message is: data belongs to its sender, a command to the party it is sent to, callbacks follow', () => {
    const [cpo, emsp] = ['NL-CP1', 'DE-EM1']
    const use = { user: emsp, owner: cpo }
    expect(useOf(cpo, emsp, 'locations', 'RECEIVER')).toEqual(use)
    expect(useOf(emsp, cpo, 'locations', 'SENDER')).toEqual(use)
    expect(useOf(emsp, cpo, 'sessions', 'SENDER')).toEqual(use)
    expect(useOf(cpo, emsp, 'cdrs', 'RECEIVER')).toEqual(use)
    for (const module of ['commands', 'chargingprofiles']) {
      expect(useOf(emsp, cpo, module, 'RECEIVER')).toEqual(use)
      expect(useOf(cpo, emsp, module, 'SENDER')).toEqual(use)
    }
    expect(useOf(emsp, cpo, 'tokens', 'RECEIVER')).toEqual({ user: cpo, owner: emsp })
    expect(useOf(cpo, emsp, 'tokens', 'SENDER')).toEqual({ user: cpo, owner: emsp })
  })

  it('without a rule everything or nothing is allowed', () => {
    for (const fallback of ['open', 'closed'] as const) {
      const { allows, sees } = asked([], fallback)
      expect(allows('DE-EM1', 'NL-CP1', 'commands', 'RECEIVER')).toBe(fallback === 'open')
      expect(sees('DE-EM1', 'NL-CP1')).toBe(fallback === 'open')
    }
  })

  it('each module by itself is denied, and nothing else', () => {
    expect(agreedModules).toContain('chargingprofiles')
    for (const module of agreedModules) {
      const { allows } = asked([rule('deny', { user: 'DE-EM1', owner: 'NL-CP1', modules: [module] })])
      const request = module === 'commands' || module === 'chargingprofiles' ? 'RECEIVER' : 'SENDER'
      const push = request === 'SENDER' ? 'RECEIVER' : 'SENDER'
      for (const other of agreedModules) {
        const side = other === 'commands' || other === 'chargingprofiles' ? 'RECEIVER' : 'SENDER'
        expect([other, allows('DE-EM1', 'NL-CP1', other, side)]).toEqual([other, other !== module])
      }
      expect(allows('NL-CP1', 'DE-EM1', module, push)).toBe(false)
      expect(allows('DE-EM2', 'NL-CP1', module, request)).toBe(true)
      expect(allows('NL-CP1', 'DE-EM1', module, request)).toBe(true)
    }
  })

  it('a party named counts more than a role, a role more than everybody, modules last', () => {
    const locations = (rules: readonly AgreementRule[], user = 'DE-EM1', owner = 'NL-CP1') =>
      asked(rules, 'closed').allows(user, owner, 'locations', 'SENDER')
    const toAll = rule('deny')
    const toEmsps = rule('allow', { user_role: 'EMSP' })
    const toOne = rule('deny', { user: 'DE-EM1' })
    const ofCpos = rule('allow', { user: 'DE-EM1', owner_role: 'CPO' })
    const ofOne = rule('deny', { user: 'DE-EM1', owner: 'NL-CP1' })
    const inModule = rule('allow', { user: 'DE-EM1', owner: 'NL-CP1', modules: ['locations'] })
    const rising = [toAll, toEmsps, toOne, ofCpos, ofOne, inModule]
    for (let count = 1; count <= rising.length; count++) {
      const some = rising.slice(0, count)
      for (const rules of [some, [...some].reverse()]) {
        expect([count, locations(rules)]).toEqual([count, some.at(-1)!.effect === 'allow'])
      }
    }
    expect(locations(rising, 'DE-EM2')).toBe(true)
    expect(locations(rising, 'DE-EM1', 'NL-CP2')).toBe(true)
    expect(locations([rule('deny', { modules: ['locations'] }), toEmsps])).toBe(true)
  })

  it('of equal weight, deny comes before allow', () => {
    const rules = [rule('allow', { user: 'DE-EM1' }), rule('deny', { owner: 'NL-CP1' })]
    for (const some of [rules, [...rules].reverse()]) {
      expect(asked(some).allows('DE-EM1', 'NL-CP1', 'tariffs', 'SENDER')).toBe(false)
    }
  })

  it('a party with two roles is meant by both; keys are compared without case', () => {
    const { allows } = asked([rule('allow', { user_role: 'EMSP', owner_role: 'CPO' })], 'closed')
    expect(allows('BE-TWO', 'NL-CP1', 'locations', 'SENDER')).toBe(true)
    expect(allows('de-em1', 'be-two', 'commands', 'RECEIVER')).toBe(true)
    expect(allows('NL-CP1', 'DE-EM1', 'tokens', 'SENDER')).toBe(false)
  })

  it('two parties see each other when either may use anything of the other', () => {
    const { sees } = asked([rule('allow', { user: 'DE-EM1', owner: 'NL-CP1', modules: ['commands'] })], 'closed')
    expect([sees('DE-EM1', 'NL-CP1'), sees('NL-CP1', 'DE-EM1')]).toEqual([true, true])
    expect([sees('DE-EM2', 'NL-CP1'), sees('DE-EM1', 'DE-EM2')]).toEqual([false, false])
  })
})
