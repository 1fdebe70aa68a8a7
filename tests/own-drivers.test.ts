// A company that is CPO and eMSP: its own drivers at its own charge points. Nobody outside is asked or told.

import { beforeAll, expect, it } from 'vitest'
import { ApiClient } from './support/api-client.ts'
import { onEachEngine } from './support/databases.ts'
import { startPlatform } from './support/platforms.ts'
import { until } from './support/until.ts'
import { WebhookReceiver } from './support/webhook-receiver.ts'
import { connector, evse, location, tariff, token } from './support/wire-objects.ts'

onEachEngine('own drivers at own charge points', (engine) => {
  let api: ApiClient

  beforeAll(async () => {
    const platform = await startPlatform({ parties: 'NL-ABC:CPO,NL-XYZ:EMSP', engine })
    api = new ApiClient(platform.url, 'key-of-the-tests')
    const energy = { price_components: [{ type: 'ENERGY', price: 0.25, vat: 21, step_size: 1 }] }
    await api.put('/tariffs/NL/ABC/T1', tariff({ id: 'T1', elements: [energy] }))
    const plugs = [connector({ id: '1', tariff_ids: ['T1'] })]
    await api.put('/locations/NL/ABC/LOC1', location({ evses: [evse({ uid: 'E1', connectors: plugs })] }))
    await api.put('/tokens/NL/XYZ/CARD', token({ uid: 'CARD' }))
    await api.put('/tokens/NL/XYZ/LOST', token({ uid: 'LOST', valid: false }))
  })

  const authorize = async (uid: string) =>
    (
      await api.post('/authorize', {
        from: { country_code: 'NL', party_id: 'ABC' },
        token: { uid, type: 'RFID' },
        location_id: 'LOC1',
      })
    ).body

  it('where no backend answers, the stored token decides', async () => {
    expect(await authorize('CARD')).toMatchObject({
      allowed: 'ALLOWED',
      decided_by: 'whitelist',
      token: { uid: 'CARD' },
    })
    expect(await authorize('LOST')).toMatchObject({ allowed: 'BLOCKED', decided_by: 'whitelist' })
    expect(await authorize('NOBODYS')).toMatchObject({ allowed: 'NOT_ALLOWED', decided_by: 'nobody' })
  })

  it('the backend is asked as it is for a partner, and what it says counts', async () => {
    const backend = new WebhookReceiver()
    const { url } = await backend.start()
    const { body: webhook } = await api.post('/webhooks', { url, events: ['token.authorize'] })
    backend.answer = () => ({ body: { allowed: 'NO_CREDIT' } })
    await until(async () => (await authorize('CARD')).decided_by === 'realtime')
    expect(await authorize('CARD')).toMatchObject({ allowed: 'NO_CREDIT', decided_by: 'realtime' })
    await api.delete(`/webhooks/${webhook.id}`)
    await until(async () => (await authorize('CARD')).allowed === 'ALLOWED')
    await backend.stop()
  })

  it('a charging becomes a session and a CDR of the own token, which are delivered to nobody', async () => {
    const at = (minutes: number) => new Date(Date.now() - (60 - minutes) * 60_000).toISOString()
    const started = await api.post('/charging', {
      party: 'NL-ABC',
      evse_uid: 'E1',
      token: { uid: 'CARD' },
      at: at(0),
      meter_wh: 0,
    })
    expect(started.status).toBe(201)
    const { id } = started.body
    await api.post(`/charging/${id}/stop`, { at: at(30), meter_wh: 10_000 })
    let charging = started.body
    await until(async () => {
      charging = (await api.get(`/charging/${id}`)).body
      return charging.cdr_id !== null || charging.status === 'INVALID'
    })
    expect(charging.status).toBe('COMPLETED')
    const cdr = (await api.get(`/cdrs/NL/ABC/${charging.cdr_id}`)).body
    expect(cdr).toMatchObject({
      cdr_token: { country_code: 'NL', party_id: 'XYZ', uid: 'CARD' },
      total_energy: 10,
      total_cost: { before_taxes: 2.5 },
    })
    expect((await api.get('/unroutable')).body.items).toEqual([])
  })
})
