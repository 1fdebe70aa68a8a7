import type { CDR } from '@interchange/ocpi'
import { describe, expect, it } from 'vitest'
import { billed, noonPlus } from '../../../../tests/support/wire-objects.ts'
import { areNeighbours, neighbourWords } from './keys.ts'

const cdr = (fields: Record<string, unknown> = {}): CDR => billed(0, fields) as unknown as CDR
const place = (fields: Record<string, unknown>) => ({ cdr_location: { ...cdr().cdr_location, ...fields } })
const apart = { session_id: 'OTHER', cdr_token: { ...cdr().cdr_token, uid: 'OTHER' } }

describe('CDRs that may say something about each other', () => {
  it('share a session, or an EVSE or token at the same time', () => {
    expect(areNeighbours(cdr(), cdr({ ...apart, session_id: 'billed-0', ...place({ evse_uid: 'X' }) }))).toBe(true)
    expect(areNeighbours(cdr(), cdr({ ...apart, ...place({ id: 'loc1' }) }))).toBe(true)
    expect(areNeighbours(cdr(), cdr({ session_id: 'OTHER', party_id: 'ZZZ' }))).toBe(true)
    expect(areNeighbours(cdr(), cdr({ ...apart, party_id: 'ZZZ' }))).toBe(false)
    const later = { start_date_time: noonPlus(60), end_date_time: noonPlus(90) }
    expect(areNeighbours(cdr(), cdr({ ...later, session_id: 'OTHER' }))).toBe(false)
    expect(areNeighbours(cdr(), cdr({ ...later, start_date_time: noonPlus(59), session_id: 'OTHER' }))).toBe(true)
  })

  it('are no neighbours by what nobody can name', () => {
    const none = { ...apart, session_id: undefined, ...place({ evse_uid: '#NA' }) }
    expect(areNeighbours(cdr(none), cdr(none))).toBe(true)
    expect(areNeighbours(cdr({ ...none, cdr_token: {} }), cdr({ ...none, cdr_token: {} }))).toBe(false)
  })

  it('share a word whenever they are neighbours', () => {
    const words = neighbourWords(cdr())
    expect(words).toHaveLength(3)
    for (const other of [
      cdr({ ...apart, session_id: 'billed-0' }),
      cdr({ ...apart }),
      cdr({ session_id: 'X', party_id: 'ZZZ' }),
    ]) {
      expect(areNeighbours(cdr(), other)).toBe(true)
      expect(neighbourWords(other).some((word) => words.includes(word))).toBe(true)
    }
  })

  it('have a word for each day, a month at most, and none for times that are none', () => {
    const days = (start: string, end: string) =>
      neighbourWords(cdr({ session_id: undefined, start_date_time: start, end_date_time: end })).length / 2
    expect(days('2026-01-31T23:59:59Z', '2026-02-01T00:00:01')).toBe(2)
    expect(days('2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z')).toBe(31)
    expect(days('2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z')).toBe(1)
    expect(days('soon', 'later')).toBe(0)
    expect(neighbourWords({})).toEqual([])
  })
})
