import { describe, expect, it } from 'vitest'
import { classOf, isCustom, isSuccess, statusCodes, statusNamed, statusOf } from './status-codes.ts'

describe('status codes', () => {
  it('R-STATUS-07 R-STATUS-09 R-STATUS-10 the table holds exactly the codes of the chapter', () => {
    expect(statusCodes.map((row) => row.code)).toEqual([
      1000, 2000, 2001, 2002, 2003, 2004, 3000, 3001, 3002, 3003, 4000, 4001, 4002, 4003,
    ])
    expect(new Set(statusCodes.map((row) => row.name)).size).toBe(statusCodes.length)
    for (const row of statusCodes) expect(row.meaning).toMatch(/^[A-Z]/)
  })

  it('R-STATUS-02 no OCPI code brings an HTTP error by itself', () => {
    for (const row of statusCodes) expect(row.http).toBe(200)
  })

  it('R-STATUS-06 all of 1xxx is success', () => {
    for (const code of [1000, 1001, 1900, 1999]) expect(isSuccess(code)).toBe(true)
    for (const code of [999, 2000, 3000, 200, 0, -1000, 1000.5, Number.NaN]) expect(isSuccess(code)).toBe(false)
  })

  it('R-STATUS-11 a code outside the table means what its class means', () => {
    expect(statusOf(2004)?.name).toBe('unknownToken')
    expect(statusOf(1900)?.code).toBe(1000)
    expect(statusOf(2950)?.code).toBe(2000)
    expect(statusOf(3999)?.code).toBe(3000)
    expect(statusOf(4004)?.code).toBe(4000)
  })

  it('what is no OCPI code has no class and no row', () => {
    for (const code of [0, 200, 404, 999, 5000, 20010, 2000.5, Number.NaN]) {
      expect(classOf(code)).toBeUndefined()
      expect(statusOf(code)).toBeUndefined()
    }
    expect([1000, 2999, 3000, 4999].map(classOf)).toEqual(['success', 'clientError', 'serverError', 'hubError'])
  })

  it('R-STATUS-11 custom ranges are the last hundred of each class', () => {
    for (const code of [1900, 2900, 2999, 4999]) expect(isCustom(code)).toBe(true)
    for (const code of [1000, 2899, 2001, 900, 5900]) expect(isCustom(code)).toBe(false)
  })

  it('a row is found by its name', () => {
    expect(statusNamed('missingEndpoints').code).toBe(3003)
  })
})
