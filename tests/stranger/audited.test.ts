// A stranger sends CDRs that are wrong: they are taken, and what is wrong with them is said to us alone.

import { describe, expect, test } from 'vitest'
import { outcome, US, versions } from './conversation.ts'
import { cdr, type Json, tariff, token } from './objects.ts'
import { pushing } from './pushing.ts'
import { eventually } from './stranger.ts'

describe.each(versions)('in %s', (version) => {
  const { call, met, put } = pushing(version)
  const post = (body: unknown) => call(met.cpo, 'POST', 'cdrs', body)
  const audit = (id: string) =>
    eventually(`${id} is audited`, async () => {
      const { status, body } = await met.ours.api('GET', `/cdrs/BE/BEC/${id}/audit`)
      return status === 200 ? (body as Json) : undefined
    })
  const errors = ({ findings }: Json) =>
    (findings as { severity: string; path: string }[])
      .filter(({ severity }) => severity === 'error')
      .map(({ path }) => path)

  test('R-CDR-19 a CDR whose total is not what its tariff says is taken, and flagged', async () => {
    const fair = cdr('FAIR', US, version)
    const dear = {
      ...cdr('DEAR', US, version),
      total_cost:
        version === '2.2.1'
          ? { excl_vat: 40, incl_vat: 44 }
          : { before_taxes: 40, taxes: [{ name: 'VAT', amount: 4 }] },
    }
    const said = await post({
      ...dear,
      session_id: '102',
      start_date_time: '2026-06-28T21:39:09Z',
      end_date_time: '2026-06-28T23:37:32Z',
      charging_periods: moved(dear),
    })
    expect(outcome(said)).toBe('201/1000')
    expect(outcome(await post(fair))).toBe('201/1000')
    expect(errors(await audit('FAIR'))).toEqual([])
    const found = await audit('DEAR')
    expect(found).toMatchObject({ country_code: 'BE', party_id: 'BEC', own: false, state: 'flagged' })
    expect(errors(found).some((path) => path.startsWith('/total_cost'))).toBe(true)
    // The stranger reads back what it sent, and nothing of what we think of it.
    const back = await met.cpo.send('GET', said.headers.location!, { to: US })
    expect((back.envelope.data as Json).total_cost).toEqual(dear.total_cost)
  })

  test('R-CDR-13 R-TOK-15 a reference that was given is known, and one that never was is said', async () => {
    const card = { ...token('CARD'), ...US }
    expect((await met.ours.api('PUT', '/tokens/NL/ABC/CARD', card)).status).toBe(201)
    const said = await met.cpo.send('POST', `${met.cpo.theirs.get('tokens.SENDER')}/CARD/authorize`, { to: US })
    const { authorization_reference } = said.envelope.data as Json
    const { country_code, party_id, uid, type, contract_id } = card as Json
    const now = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
    const times = { start_date_time: now(0), end_date_time: now(60), last_updated: now(61) }
    const cdr_token = { country_code, party_id, uid, type, contract_id }
    for (const [id, reference] of [
      ['REAL', authorization_reference],
      ['MADE-UP', 'NEVER-GIVEN'],
    ]) {
      const began = { ...cdr(String(id), US, version), ...times, session_id: id, cdr_token }
      expect(outcome(await post({ ...began, authorization_reference: reference }))).toBe('201/1000')
    }
    const about = async (id: string) =>
      ((await audit(id)).findings as { path: string }[]).filter(({ path }) => path === '/authorization_reference')
    expect(await about('REAL')).toEqual([])
    expect(await about('MADE-UP')).toHaveLength(1)
  })

  test('R-TAR-01 an odd tariff is taken, and what is odd about it can be read', async () => {
    const odd = {
      ...tariff('ODD', version),
      elements: [{ price_components: [{ type: 'TIME', price: 360, vat: 10, step_size: 1 }] }],
    }
    expect(outcome(await put('tariffs/BE/BEC/ODD', odd))).toBe('201/1000')
    const lint = await eventually('ODD is checked', async () => {
      const { status, body } = await met.ours.api('GET', '/tariffs/BE/BEC/ODD/lint')
      return status === 200 ? (body as Json) : undefined
    })
    expect((lint.findings as Json[]).length).toBeGreaterThan(0)
  })
})

const moved = ({ charging_periods }: Json): Json[] =>
  (charging_periods as Json[]).map((period) => ({ ...period, start_date_time: '2026-06-28T21:39:09Z' }))
