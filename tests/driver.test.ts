// What an app's developer does with the API of an eMSP, against a CPO that is a whole platform of its own: find a station
// and its price, start, follow, stop, and show the receipt. Source: docs/driver-app.md.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { ApiClient } from './support/api-client.ts'
import { faultsOf } from './support/backend-server.ts'
import { onEachEngine } from './support/databases.ts'
import { type RunningPlatform, registered, startPlatform } from './support/platforms.ts'
import { until } from './support/until.ts'
import { WebhookReceiver } from './support/webhook-receiver.ts'
import { connector, evse, location, tariff } from './support/wire-objects.ts'

const from = { country_code: 'NL', party_id: 'XYZ' }
const MINUTE = 60_000

onEachEngine('an app', (engine) => {
  let cpo: ApiClient
  let emsp: ApiClient
  const operator = new WebhookReceiver()
  const app = new WebhookReceiver()
  const key = 'key-of-the-tests'
  const began = Math.floor(Date.now() / 1000 - 40 * 60) * 1000
  const at = (minutes: number) => new Date(began + minutes * MINUTE).toISOString().replace('.000Z', 'Z')

  beforeAll(async () => {
    const [first, second]: RunningPlatform[] = await Promise.all([
      startPlatform({ engine, parties: 'NL-ABC:CPO,NL-DUP:CPO', settings: { CHARGING_UPDATE_INTERVAL: '0 s' } }),
      startPlatform({ engine, parties: 'NL-XYZ:EMSP' }),
    ])
    cpo = new ApiClient(first!.url, key)
    emsp = new ApiClient(second!.url, key)
    await Promise.all([operator.start(), app.start()])
    operator.answer = ({ type, data }) => {
      if (type !== 'command.start_session' && type !== 'command.stop_session') return { status: 204 }
      void (type === 'command.start_session' ? plugIn(data) : pullOut(data))
      return { body: { result: 'ACCEPTED', timeout: 60 } }
    }
    await cpo.post('/webhooks', { url: operator.url })
    await emsp.post('/webhooks', { url: app.url, events: ['session.changed', 'command.result', 'cdr.received'] })
    await registered(first!, second!)
    const texts = [
      { language: 'en', text: '0.40 per kWh' },
      { language: 'nl', text: '0,40 per kWh' },
    ]
    const energy = { type: 'ENERGY', price: 0.4, vat: 21, step_size: 1 }
    await cpo.put('/tariffs/NL/ABC/T1', tariff({ elements: [{ price_components: [energy] }], tariff_alt_text: texts }))
    const plug = connector({ tariff_ids: ['T1'] })
    const remote = { capabilities: ['REMOTE_START_STOP_CAPABLE'], connectors: [plug] }
    const evses = [
      evse({ uid: 'E1', evse_id: 'NL*ABC*E1', ...remote }),
      evse({ uid: 'E2', evse_id: 'NL*ABC*E2', status: 'CHARGING', ...remote }),
    ]
    await cpo.put('/locations/NL/ABC/LOC1', location({ name: 'Station', operator: { name: 'ABC Charging' }, evses }))
    // Both have a charge point of one name, which the field does not forbid.
    const twin = [evse({ uid: 'E9', evse_id: 'NL*ABC*E9', ...remote })]
    const far = { latitude: '53.219400', longitude: '6.566500' }
    await cpo.put('/locations/NL/ABC/FAR', location({ id: 'FAR', coordinates: far, evses: twin }))
    await cpo.put('/locations/NL/DUP/FAR', location({ party_id: 'DUP', id: 'FAR', coordinates: far, evses: twin }))
    for (const path of ['NL/ABC/LOC1', 'NL/ABC/FAR', 'NL/DUP/FAR']) {
      await until(async () => (await emsp.get(`/locations/${path}`)).status === 200)
    }
    await until(async () => (await emsp.get('/tariffs/NL/ABC/T1')).status === 200)
  })
  afterAll(() => Promise.all([operator.stop(), app.stop()]))

  // biome-ignore lint/suspicious/noExplicitAny: what a question holds
  async function plugIn({ command_id: id, command }: any): Promise<void> {
    await until(async () => (await cpo.get(`/commands/${id}`)).status === 200)
    const { token, evse_uid, location_id, authorization_reference } = command
    await cpo.post('/charging', {
      ...{ id, party: 'NL-ABC', location_id, evse_uid, authorization_reference, at: at(0), meter_wh: 1000 },
      token: { uid: token.uid, type: token.type },
    })
    await cpo.post(`/commands/${id}/result`, { result: 'ACCEPTED' })
  }

  // biome-ignore lint/suspicious/noExplicitAny: what a question holds
  async function pullOut({ command_id: id, command }: any): Promise<void> {
    await until(async () => (await cpo.get(`/commands/${id}`)).status === 200)
    await cpo.post(`/charging/${command.session_id}/stop`, { at: at(30), meter_wh: 11_000 })
    await cpo.post(`/commands/${id}/result`, { result: 'ACCEPTED' })
  }

  const start = (more: Record<string, unknown>) => emsp.post('/commands/START_SESSION', { from, ...more })
  const fault = ({ status, body }: { status: number; body: { errors?: { pointer: string }[] } }) => [
    status,
    body.errors?.[0]?.pointer,
  ]
  /** The command, once the charge point has done it and there is a session. */
  async function sessionOf(id: string): Promise<string> {
    let session: string | undefined
    await until(async () => {
      const { body } = await emsp.get(`/commands/${id}`)
      session = body.status === 'done' ? body.session : undefined
      return session !== undefined
    })
    return session!
  }
  const receiptOf = async (id: string, query = '') => {
    const { status, body } = await emsp.get(`/sessions/NL/ABC/${id}/receipt${query}`)
    expect([status, faultsOf('getSessionReceipt', status, body)]).toEqual([200, []])
    return body
  }

  it('issues tokens by the batch, each with a result of its own', async () => {
    const lines = Array.from({ length: 60 }, (_, number) => ({
      op: 'put',
      module: 'tokens',
      object: {
        ...from,
        uid: `CARD${number}`,
        type: 'RFID',
        contract_id: `NL-XYZ-C${number}`,
        issuer: 'XYZ',
        valid: true,
        whitelist: number === 7 ? 'SOMETIMES' : 'ALLOWED_OFFLINE',
      },
    }))
    const body = lines.map((line) => JSON.stringify(line)).join('\n')
    const answer = await emsp.send('POST', '/batch', body, { 'content-type': 'application/x-ndjson' })
    const results = answer.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(results).toHaveLength(60)
    expect(results.filter(({ outcome }) => outcome === 'created')).toHaveLength(59)
    expect(results[7]).toMatchObject({
      line: 8,
      status: 422,
      problem: { errors: [{ pointer: '/object/whitelist' }] },
    })
    await until(async () => (await cpo.get('/tokens/NL/XYZ/CARD59')).status === 200)
  })

  it('shows stations around a place with what is free there and what a driver pays', async () => {
    const rule = {
      parties: ['NL-XYZ'],
      markup: { percentage: 10, currency: 'EUR', per_session: 0.35 },
      taxes: [{ name: 'VAT', percentage: 21 }],
      rounding: { per: 'total', digits: 2 },
    }
    expect((await emsp.put('/retail-rules/app', rule)).status).toBe(201)
    const near = '/locations?near=52.0894,5.1100&radius=2000&meta=true&prices=true'
    const { status, body } = await emsp.get(`${near}&token=CARD1`)
    expect([status, body.items.length]).toEqual([200, 1])
    const [{ object, meta }] = body.items
    expect([object.id, meta.distance < 1000]).toEqual(['LOC1', true])
    const plug = { standard: 'IEC_62196_T2', power_type: 'AC_3_PHASE', power_kw: 22.08 }
    expect(meta.availability).toEqual([{ ...plug, evses: 2, available: 1 }])
    expect(meta.prices[0]).toMatchObject({
      ...{ evse_uid: 'E1', connector_id: '1' },
      regular: { tariff_id: 'T1', per_kwh: { before_taxes: '0.4', after_taxes: '0.484' } },
      retail: {
        rule: 'app',
        currency: 'EUR',
        per_kwh: { before_taxes: '0.44', after_taxes: '0.5324' },
        per_minute: { before_taxes: '0' },
        per_session: { before_taxes: '0.35', after_taxes: '0.4235' },
      },
    })
    expect((await emsp.get(near)).body.items[0].meta.prices[0].retail).toBeUndefined()
    // Charging begins elsewhere, and the station shows it.
    await cpo.patch('/locations/NL/ABC/LOC1/E1', { status: 'CHARGING' })
    await until(async () => (await emsp.get(near)).body.items[0].meta.availability[0].available === 0)
    await cpo.patch('/locations/NL/ABC/LOC1/E1', { status: 'AVAILABLE' })
    const whole = await emsp.get('/locations/NL/ABC/LOC1?meta=true&prices=true&contract_id=NL-XYZ-C1')
    expect(whole.body.meta.prices[0].retail.rule).toBe('app')
    expect((await emsp.get('/locations/NL/ABC/LOC1/E1?meta=true')).body.meta.availability).toBeUndefined()
    const without = await emsp.get('/locations?meta=true&token=CARD1')
    expect([without.status, without.body.errors[0].parameter]).toEqual([400, 'token'])
    const nobody = await emsp.get(`${near}&token=NOBODY`)
    expect([nobody.status, nobody.body.errors[0].parameter]).toEqual([400, 'token'])
  })

  it('says why it cannot start at what was scanned', async () => {
    const token = { uid: 'CARD1' }
    expect(fault(await start({ token, evse_id: 'NL*ABC*E77' }))).toEqual([422, '/evse_id'])
    const twins = await start({ token, evse_id: 'NL*ABC*E9' })
    expect(fault(twins)).toEqual([422, '/evse_id'])
    expect(twins.body.errors[0].detail).toMatch(/NL-ABC FAR, NL-DUP FAR/)
    expect(fault(await start({ token, evse_id: 'NL*ABC*E1', location_id: 'FAR' }))).toEqual([422, '/evse_id'])
    expect(fault(await start({ token }))).toEqual([422, '/location_id'])
    expect(fault(await start({ token: {}, evse_id: 'NL*ABC*E1' }))).toEqual([422, '/token'])
    expect(fault(await start({ token: { uid: 'X', contract_id: 'C' }, evse_id: 'NL*ABC*E1' }))[0]).toBe(422)
    const chosen = await start({ token, evse_id: 'NL*ABC*E9', to: { country_code: 'NL', party_id: 'DUP' } })
    expect([chosen.status, chosen.body.to]).toEqual([201, { country_code: 'NL', party_id: 'DUP' }])
  })

  it('R-CMD-13 starts by the id on the charge point, follows the cost, stops, and has the receipt', async () => {
    // As QR codes have it: without separators, whatever the case.
    const sent = await start({ token: { uid: 'CARD1' }, evse_id: 'nlabce1' })
    expect([sent.status, faultsOf('sendStartSession', 201, sent.body)]).toEqual([201, []])
    expect(sent.body.request).toMatchObject({ location_id: 'LOC1', evse_uid: 'E1' })
    expect(sent.body.request.evse_id).toBeUndefined()
    const id = await sessionOf(sent.body.id)
    const session = (await emsp.get(`/sessions/NL/ABC/${id}`)).body
    expect(session).toMatchObject({ status: 'ACTIVE', auth_method: 'COMMAND' })
    expect(session.authorization_reference).toBe(sent.body.request.authorization_reference)

    await cpo.post(`/charging/${id}/meter`, { at: at(15), meter_wh: 6000, power_w: 20_000, state: 'CHARGING' })
    await until(() => app.heard.some(({ type, data }) => type === 'session.changed' && data.kwh === 5))
    const running = await receiptOf(id)
    // 5 kWh at 0.40: 2.00, with 10 % and 0.35 a session 2.55, and 21 % of it 0.5355.
    expect(running).toMatchObject({ state: 'running', energy_kwh: 5, basis: 'retail', rule: 'app' })
    expect(running.total).toMatchObject({ before_taxes: '2.55', after_taxes: '3.09' })
    const price = (await emsp.get(`/sessions/NL/ABC/${id}/price`)).body
    expect(price.retail.total).toEqual(running.total)

    const stop = await emsp.post('/commands/STOP_SESSION', { from, session_id: id })
    expect([stop.status, stop.body.session]).toEqual([201, id])
    await until(async () => (await receiptOf(id)).state === 'final')
    const receipt = await receiptOf(id)
    expect(receipt).toMatchObject({
      session_id: id,
      audit: 'accepted',
      location: {
        ...{ id: 'LOC1', name: 'Station', address: 'Stationsplein 1', city: 'Utrecht', operator: 'ABC Charging' },
        ...{ evse_id: 'NL*ABC*E1', connector_id: '1', standard: 'IEC_62196_T2', format: 'SOCKET' },
      },
      start: { utc: at(0) },
      time_zone: 'Europe/Amsterdam',
      duration_s: 1800,
      energy_kwh: 10,
      contract_id: 'NL-XYZ-C1',
      issuer: 'NL-XYZ',
      reference: session.authorization_reference,
      currency: 'EUR',
      basis: 'retail',
      // 10 kWh at 0.44 and 0.35 are 4.75, and 21 % of it 0.9975.
      total: {
        before_taxes: '4.75',
        taxes: [{ name: 'VAT', percentage: '21', amount: '1' }],
        after_taxes: '5.75',
      },
    })
    expect(Date.parse(receipt.start.local)).toBe(began)
    expect(receipt.lines).toMatchObject([
      { part: 'fixed', quantity: '1', unit: 'session', amount: { before_taxes: '0.35' } },
      { part: 'energy', quantity: '10', unit: 'kWh', unit_price: { before_taxes: '0.44', after_taxes: '0.5324' } },
      { part: 'adjustment', amount: { before_taxes: '0', taxes: [{ amount: '0.0025' }], after_taxes: '0.0025' } },
    ])
    const byCdr = await emsp.get(`/cdrs/NL/ABC/${receipt.cdr_id}/receipt`)
    expect([byCdr.status, byCdr.body]).toEqual([200, receipt])

    expect((await cpo.post(`/cdrs/NL/ABC/${receipt.cdr_id}/credit`, { reason: 'Broken meter' })).status).toBe(201)
    await until(async () => (await receiptOf(id)).state === 'credited')
    const { credit_cdr_id } = await receiptOf(id)
    const credit = (await emsp.get(`/cdrs/NL/ABC/${credit_cdr_id}/receipt`)).body
    expect([credit.credit, credit.total.before_taxes]).toEqual([true, '-4.75'])
  })

  it('starts for a contract alone, and shows a tariff in the language of the driver', async () => {
    expect((await emsp.delete('/retail-rules/app')).status).toBe(204)
    const sent = await start({ token: { contract_id: 'NL-XYZ-C9' }, location_id: 'LOC1', evse_uid: 'E1' })
    expect(sent.body.request.token).toMatchObject({
      ...from,
      type: 'APP_USER',
      contract_id: 'NL-XYZ-C9',
      whitelist: 'NEVER',
    })
    const id = await sessionOf(sent.body.id)
    // It is of this session alone: nobody is sent it as a token.
    expect((await emsp.get(`/tokens/NL/XYZ/${sent.body.request.token.uid}?type=APP_USER`)).status).toBe(404)
    await cpo.post(`/charging/${id}/meter`, { at: at(15), meter_wh: 6000, state: 'CHARGING' })
    await until(async () => (await receiptOf(id)).energy_kwh === 5)
    const receipt = await receiptOf(id, '?language=nl-BE')
    expect(receipt).toMatchObject({ state: 'running', contract_id: 'NL-XYZ-C9', basis: 'tariff' })
    expect(receipt.tariffs).toEqual([{ id: 'T1', text: '0,40 per kWh' }])
    expect(receipt.lines).toMatchObject([{ part: 'energy', tariff_id: 'T1', amount: { after_taxes: '2.42' } }])
    const english = await emsp.send('GET', `/sessions/NL/ABC/${id}/receipt`, undefined, {
      'accept-language': 'fr, en;q=0.8',
    })
    expect(english.body.tariffs[0].text).toBe('0.40 per kWh')
    // Where the session says that it has ended and no CDR is there, the driver is told so.
    await cpo.put('/sessions/NL/ABC/LATE', {
      ...(await cpo.get(`/sessions/NL/ABC/${id}`)).body,
      ...{ id: 'LATE', status: 'COMPLETED', end_date_time: at(20), last_updated: undefined },
    })
    await until(async () => (await emsp.get('/sessions/NL/ABC/LATE')).status === 200)
    const awaited = await receiptOf('LATE')
    expect([awaited.state, awaited.cdr_id]).toEqual(['awaited', undefined])
    expect((await emsp.get('/sessions/NL/ABC/NONE/receipt')).status).toBe(404)
    expect((await emsp.get('/cdrs/NL/ABC/NONE/receipt')).status).toBe(404)
  })
})
