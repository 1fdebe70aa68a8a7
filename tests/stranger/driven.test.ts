// The driver's app against a CPO that is none of ours: found by the id on its charge point, started, followed, billed.
// It does not hand the reference back, as many do not. Source: commands, sessions, cdrs.

import { describe, expect, test } from 'vitest'
import { outcome, US, versions } from './conversation.ts'
import { cdr, type Json, location, session, tariff } from './objects.ts'
import { pushing } from './pushing.ts'
import { eventually } from './stranger.ts'

describe.each(versions)('at a CPO of %s', (version) => {
  const { put, call, met } = pushing(version)
  const CONTRACT = 'NL-ABC-C00000001'

  test('an app starts by the EVSE id for a contract, finds its session, stops it and has the receipt', async () => {
    expect(outcome(await put('tariffs/BE/BEC/11', tariff('11', version)))).toMatch(/^20[01]\/1000$/)
    expect(outcome(await put('locations/BE/BEC/LOC1', location('LOC1', version)))).toMatch(/^20[01]\/1000$/)
    met.cpo.answer = ({ method, path }) =>
      method === 'POST' && /_SESSION$/.test(path) ? { data: { result: 'ACCEPTED', timeout: 60 } } : undefined
    const started = await met.ours.api('POST', '/commands/START_SESSION', {
      from: US,
      token: { contract_id: CONTRACT },
      evse_id: 'BEBECE041503001',
    })
    expect([started.status, started.body.status]).toEqual([201, 'accepted'])
    const heard = met.cpo.heard.find(({ path }) => path.endsWith('START_SESSION'))!.body as Json
    const { uid, type, contract_id } = heard.token as Json
    expect([heard.location_id, heard.evse_uid, type, contract_id]).toEqual(['LOC1', '3256', 'APP_USER', CONTRACT])
    expect([typeof heard.authorization_reference, heard.evse_id]).toEqual(['string', undefined])
    const done = await met.cpo.send('POST', String(heard.response_url), { to: US, body: { result: 'ACCEPTED' } })
    expect(outcome(done)).toBe('200/1000')

    const now = new Date().toISOString()
    const cdr_token = { ...US, uid, type, contract_id: CONTRACT }
    const going = { ...session('GOING', US, version), cdr_token, auth_method: 'COMMAND', status: 'ACTIVE' }
    const running = { ...going, start_date_time: now, last_updated: now }
    expect(outcome(await put('sessions/BE/BEC/GOING', running))).toMatch(/^20[01]\/1000$/)
    await eventually('the command knows its session', async () => {
      const { body } = await met.ours.api('GET', `/commands/${started.body.id}`)
      return body.status === 'done' && body.session === 'GOING' ? true : undefined
    })
    const receipt = async () => (await met.ours.api('GET', '/sessions/BE/BEC/GOING/receipt')).body
    // Its periods were not sent: what it states is what there is.
    expect(await receipt()).toMatchObject({ state: 'running', location: { evse_id: 'BE*BEC*E041503001' } })

    const stopped = await met.ours.api('POST', '/commands/STOP_SESSION', { from: US, session_id: 'GOING' })
    expect([stopped.status, stopped.body.status, stopped.body.to]).toEqual([
      201,
      'accepted',
      { country_code: 'BE', party_id: 'BEC' },
    ])
    const end = new Date(Date.parse(now) + 1000).toISOString()
    const ended = { ...running, status: 'COMPLETED', end_date_time: end, last_updated: end }
    expect(outcome(await put('sessions/BE/BEC/GOING', ended))).toMatch(/^20[01]\/1000$/)
    expect((await receipt()).state).toBe('awaited')

    // It bills more than the session said: somebody has to look, and the driver is told that it is not final.
    const billed: Json = { ...cdr('C1', US, version), session_id: 'GOING', cdr_token, auth_method: 'COMMAND' }
    const signed_values = [{ nature: 'Start', plain_data: 'what the meter says', signed_data: 'bWV0ZXI=' }]
    const signed_data = { encoding_method: 'Alfen Eichrecht', signed_values }
    const made = { ...billed, start_date_time: now, signed_data }
    const periods = (billed.charging_periods as Json[]).map((period) => ({ ...period, start_date_time: now }))
    const hours = new Date(Date.parse(now) + 1.973 * 3_600_000).toISOString()
    const late = { ...made, charging_periods: periods, end_date_time: hours, last_updated: hours }
    expect(outcome(await call(met.cpo, 'POST', 'cdrs', late))).toBe('201/1000')
    const shown = await eventually('the audit is there', async () => {
      const body = await receipt()
      return body.audit === undefined ? undefined : body
    })
    expect(shown).toMatchObject({
      ...{ state: 'review', audit: 'flagged', cdr_id: 'C1', energy_kwh: 15.342, contract_id: CONTRACT },
      ...{ basis: 'tariff', currency: 'EUR', location: { name: 'Gent Zuid', evse_id: 'BE*BEC*E041503003' } },
      total: { before_taxes: '4', after_taxes: '4.4' },
    })
    expect(shown.signed_data).toEqual(signed_data)
    expect(shown.lines).toMatchObject([
      {
        part: 'time',
        unit: 'min',
        quantity: '120',
        unit_price: { before_taxes: '0.033333' },
        amount: { after_taxes: '4.4' },
      },
    ])
  })
})
