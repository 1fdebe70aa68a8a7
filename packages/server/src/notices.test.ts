import { describe, expect, it } from 'vitest'
import { partnerNotice } from './notices.ts'

describe('a change of a partner', () => {
  it('is told where somebody needs to know', () => {
    for (const [before, status, type] of [
      [undefined, 'invited', undefined],
      ['invited', 'registered', 'partner.registered'],
      [undefined, 'registered', 'partner.registered'],
      ['registered', 'registered', undefined],
      ['registered', 'offline', 'partner.offline'],
      ['offline', 'registered', 'partner.online'],
      ['registered', 'paused', 'partner.failing'],
      ['paused', 'registered', 'partner.online'],
      ['registered', 'suspended', undefined],
      ['suspended', 'registered', 'partner.online'],
    ] as const) {
      expect([before, status, partnerNotice(before, status)]).toEqual([before, status, type])
    }
  })
})
