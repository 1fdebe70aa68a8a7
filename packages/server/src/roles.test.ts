import { describe, expect, it } from 'vitest'
import { missingInterfaces, offersInterface, usesInterface } from './roles.ts'

describe('roles', () => {
  it('a CPO offers locations as sender and tokens as receiver, and uses the other side of each', () => {
    expect(offersInterface(['CPO'], 'locations', 'SENDER')).toBe(true)
    expect(offersInterface(['CPO'], 'locations', 'RECEIVER')).toBe(false)
    expect(offersInterface(['CPO'], 'tokens', 'RECEIVER')).toBe(true)
    expect(usesInterface(['CPO'], 'locations', 'RECEIVER')).toBe(true)
    expect(usesInterface(['CPO'], 'tokens', 'SENDER')).toBe(true)
  })

  it('every role offers versions and credentials, on one side only', () => {
    expect(offersInterface(['SCSP'], 'credentials', 'SENDER')).toBe(true)
    expect(offersInterface([], 'versions', 'SENDER')).toBe(true)
    expect(offersInterface(['CPO'], 'credentials', 'RECEIVER')).toBe(false)
  })

  it('R-CRED-10 a CPO needs the tokens of an eMSP, an eMSP the locations of a CPO, and nothing of its own kind', () => {
    expect(missingInterfaces(['CPO'], ['EMSP'], [])).toEqual(['tokens SENDER'])
    expect(missingInterfaces(['EMSP'], ['CPO'], [{ identifier: 'locations', role: 'RECEIVER' }])).toEqual([
      'locations SENDER',
    ])
    expect(missingInterfaces(['EMSP'], ['CPO'], [{ identifier: 'locations', role: 'SENDER' }])).toEqual([])
    expect(missingInterfaces(['EMSP'], ['EMSP'], [])).toEqual([])
  })

  it('what is required of one partner replaces the table', () => {
    expect(missingInterfaces(['CPO'], ['EMSP'], [], [])).toEqual([])
    expect(missingInterfaces(['CPO'], ['EMSP'], [], ['cdrs RECEIVER'])).toEqual(['cdrs RECEIVER'])
  })
})
