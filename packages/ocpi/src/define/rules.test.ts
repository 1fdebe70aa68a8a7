import { describe, expect, test } from 'vitest'
import { needs, oneDecimal, uniqueIn, upTo } from './rules.ts'

const nonsense = [undefined, null, [], {}, 7, 'text', [null, 'a', 7, []]]

describe('uniqueIn', () => {
  const { check } = uniqueIn('R-X', 'identity', 'evses', ['uid'])

  test('the second of two alike is named, with the place of the first', () => {
    expect(check({ evses: [{ uid: 'a' }, { uid: 'b' }, { uid: 'a' }] })).toEqual([
      { path: '/evses/2/uid', message: 'same uid as /evses/0' },
    ])
  })

  test('R-TYPE-01 identifiers are the same without regard to case', () => {
    expect(check({ evses: [{ uid: 'Ab' }, { uid: 'aB' }] })).toHaveLength(1)
  })

  test('of three alike two are named', () => {
    expect(check({ evses: [{ uid: 'a' }, { uid: 'a' }, { uid: 'A' }] }).map(({ path }) => path)).toEqual([
      '/evses/1/uid',
      '/evses/2/uid',
    ])
  })

  test('items without the field are not compared', () => {
    expect(check({ evses: [{}, {}, { uid: null }, { uid: null }] })).toEqual([])
  })

  test('several fields together make the difference', () => {
    const roles = uniqueIn('R-X', 'value', 'roles', ['role', 'party_id'])
    const one = { role: 'CPO', party_id: 'ABC' }
    expect(roles.check({ roles: [one, { ...one, role: 'EMSP' }, { ...one, party_id: 'ABD' }] })).toEqual([])
    expect(roles.check({ roles: [one, { ...one, party_id: 'abc' }] })).toEqual([
      { path: '/roles/1', message: 'same role, party_id as /roles/0' },
    ])
  })

  test('the message does not quote the value', () => {
    expect(JSON.stringify(check({ evses: [{ uid: 'secret' }, { uid: 'secret' }] }))).not.toContain('secret')
  })

  test.each(nonsense)('says nothing about %j', (value) => {
    expect(check({ evses: value })).toEqual([])
  })
})

describe('needs', () => {
  const { check } = needs('R-X', 'value', 'uid', 'type')

  test('a field without the one it needs is a fault at the missing field', () => {
    expect(check({ uid: 'a' })).toEqual([
      { path: '/type', message: 'type is missing; it is needed where uid is given' },
    ])
    expect(check({ uid: 'a', type: null })).toHaveLength(1)
  })

  test('both, none or only the needed one is right', () => {
    expect(check({ uid: 'a', type: 'RFID' })).toEqual([])
    expect(check({})).toEqual([])
    expect(check({ uid: null })).toEqual([])
    expect(check({ type: 'RFID' })).toEqual([])
  })
})

describe('oneDecimal', () => {
  const { check } = oneDecimal('R-X', 'note', 'limit')

  test.each([0, 8, 8.1, -3.5, 11000.5, 1e21])('%d is right', (limit) => {
    expect(check({ limit })).toEqual([])
  })

  test.each([8.15, 0.01, -3.55])('%d is not', (limit) => {
    expect(check({ limit })).toEqual([{ path: '/limit', message: 'limit has more than one decimal' }])
  })

  test.each([undefined, null, '8.15', {}])('says nothing about %j', (limit) => {
    expect(check({ limit })).toEqual([])
  })
})

describe('upTo', () => {
  const { check, severity } = upTo('R-X', 'name', 3)

  test('a longer string is noted, and never more than noted', () => {
    expect(severity).toBe('note')
    expect(check({ name: 'abc' })).toEqual([])
    expect(check({ name: 'abcd' }).map(({ path }) => path)).toEqual(['/name'])
  })

  test('R-TYPE-04 characters are counted, not their bytes', () => {
    expect(check({ name: '🔌🔌🔌' })).toEqual([])
    expect(check({ name: '🔌🔌🔌🔌' })).toHaveLength(1)
  })

  test('in a list each item counts for itself', () => {
    expect(check({ name: ['abc', 'abcd', 7] }).map(({ path }) => path)).toEqual(['/name/1'])
  })

  test.each([undefined, null, 1234, {}])('says nothing about %j', (name) => {
    expect(check({ name })).toEqual([])
  })
})
