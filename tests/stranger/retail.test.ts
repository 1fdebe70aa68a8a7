// A stranger sends what its drivers' sessions cost; what the drivers pay is said to the company alone.

import { describe, expect, test } from 'vitest'
import { outcome, US, versions } from './conversation.ts'
import { cdr, type Json, session, token } from './objects.ts'
import { pushing } from './pushing.ts'

describe.each(versions)('in %s', (version) => {
  const { call, met } = pushing(version)

  test("a CDR and a session have the price of the contract, with the CPO's behind it", async () => {
    const pushed = cdr('SOLD', US, version)
    const { uid, contract_id } = pushed.cdr_token as Json
    const card = { ...token(String(uid)), ...US, contract_id }
    expect((await met.ours.api('PUT', `/tokens/NL/ABC/${uid}`, card)).status).toBe(201)
    const rule = {
      parties: ['NL-ABC'],
      contract_ids: [contract_id],
      markup: { percentage: 5, currency: 'EUR', per_kwh: 0.1 },
      taxes: [{ name: 'BTW', percentage: 21 }],
      rounding: { per: 'total', digits: 2 },
    }
    expect((await met.ours.api('PUT', '/retail-rules/app', rule)).status).toBe(201)
    expect(outcome(await call(met.cpo, 'POST', 'cdrs', pushed))).toBe('201/1000')

    const { status, body } = await met.ours.api('GET', '/cdrs/BE/BEC/SOLD/price')
    expect([status, body.total, (body.stated as Json).before_taxes]).toEqual([
      200,
      { before_taxes: '4', taxes: [{ name: 'VAT', percentage: '10', amount: '0.4' }], after_taxes: '4.4' },
      4,
    ])
    // 4.00 x 1.05 + 15.342 x 0.1 = 5.7342, and 21 % of it 1.204182
    const total = {
      before_taxes: '5.73',
      taxes: [{ name: 'BTW', percentage: '21', amount: '1.2' }],
      after_taxes: '6.93',
    }
    expect(body.retail).toMatchObject({ rule: 'app', currency: 'EUR', total, findings: [] })

    const going = session('GOING', US, version)
    expect(outcome(await call(met.cpo, 'PUT', 'sessions/BE/BEC/GOING', going))).toBe('201/1000')
    // Its tariff was never sent: the price it states is what there is.
    const asked = await met.ours.api('GET', '/sessions/BE/BEC/GOING/price')
    const { total: unknown, stated, retail } = asked.body as Record<string, Json>
    expect([asked.status, unknown, stated!.before_taxes]).toEqual([200, undefined, 2.5])
    const codes = (retail!.findings as Json[]).map(({ code }) => code)
    expect([retail!.rule, codes[0]]).toEqual(['app', 'retail-by-stated-cost'])
  })
})
