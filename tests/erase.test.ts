// A driver is removed from everything: shown by looking at every column of every table, before and after.

import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { run } from '../packages/tools/src/main.ts'
import { joined, type OurSide } from './stranger/conversation.ts'
import {
  cdr,
  session as strangerSession,
  token as strangerToken,
  location as theirLocation,
} from './stranger/objects.ts'
import type { Stranger } from './stranger/stranger.ts'
import { ApiClient } from './support/api-client.ts'
import { faultsOf } from './support/backend-server.ts'
import { columnsHolding } from './support/column-scan.ts'
import { onEachEngine } from './support/databases.ts'
import { type RunningPlatform, startPlatform } from './support/platforms.ts'
import { until } from './support/until.ts'
import { WebhookReceiver } from './support/webhook-receiver.ts'
import { connector, evse, location, tariff, token } from './support/wire-objects.ts'

const KEY = 'key-of-the-tests'
const US = { country_code: 'NL', party_id: 'XYZ' }
const driver = { uid: 'Card-0815', contract_id: 'NL-XYZ-C0815', visual_number: 'DF000-0815' }
const app = { uid: 'app-4711', type: 'APP_USER', contract_id: driver.contract_id }
const other = { uid: 'CARD-OTHER', contract_id: 'NL-XYZ-COTHER' }
const IDENTIFIERS = [...Object.values(driver), app.uid]

onEachEngine('erasing a driver', (engine) => {
  let ours: RunningPlatform
  let api: ApiClient
  /** A CPO that refuses tokens, and one that takes them. */
  let refusing: Stranger
  let taking: Stranger

  const cdrToken = { ...US, uid: driver.uid.toUpperCase(), type: 'RFID', contract_id: driver.contract_id }
  const put = async (path: string, body: object) => {
    const answer = await api.put(path, body)
    if (answer.status >= 300) throw new Error(answer.text)
  }
  const partnerOf = (stranger: Stranger): string =>
    ours.parts.directory
      .partners()
      .find(({ roles }) => roles.some(({ partyId }) => partyId === stranger.party.party_id))!.id

  beforeAll(async () => {
    ours = await startPlatform({ parties: 'NL-XYZ:CPO+EMSP', engine })
    api = new ApiClient(ours.url, KEY)
    const side = {
      invite: async () => (await api.post('/partners', { name: 'Stranger' })).body,
    } as unknown as OurSide
    refusing = await joined(side, { role: 'CPO', version: '2.3.0' })
    taking = await joined(side, { role: 'CPO', version: '2.2.1', party: { country_code: 'BE', party_id: 'TAK' } })
    refusing.answer = ({ method, path }) =>
      method === 'PUT' && /\/in\/tokens\/.*(0815|4711|OTHER)/i.test(path) ? { code: 2001 } : undefined

    // Lanes begin a moment after the registration, with what is written from then on.
    await until(async () => {
      await put(
        '/tokens/NL/XYZ/FIRST',
        token({ uid: 'FIRST', contract_id: 'FIRST', last_updated: new Date().toISOString() }),
      )
      return [refusing, taking].every(({ heard }) => heard.some(({ path }) => path.startsWith('/in/tokens/')))
    })
    for (const one of [driver, app, other]) {
      await put(`/tokens/NL/XYZ/${one.uid}${'type' in one ? `?type=${one.type}` : ''}`, token(one))
    }
    await put('/locations/NL/XYZ/HOME', {
      ...location({ party_id: 'XYZ', id: 'HOME' }),
      publish: false,
      publish_allowed_to: [
        { uid: driver.uid, type: 'RFID' },
        { visual_number: driver.visual_number, issuer: 'XYZ' },
      ],
    })
    // What the CPO says of the driver: an authorization, a session, CDRs, one of them with a bad part.
    const authorized = await refusing.send('POST', `${refusing.theirs.get('tokens.SENDER')}/${driver.uid}/authorize`, {
      to: US,
    })
    const { authorization_reference: reference } = authorized.envelope.data as { authorization_reference: string }
    expect(reference).toEqual(expect.any(String))
    const named = { cdr_token: cdrToken, authorization_reference: reference }
    const pushed = { ...strangerSession('S1', US, '2.3.0'), ...named }
    await refusing.send('PUT', `${refusing.theirs.get('sessions.RECEIVER')}/BE/BEC/S1`, { body: pushed, to: US })
    await refusing.send('POST', refusing.theirs.get('cdrs.RECEIVER')!, {
      body: { ...cdr('C1', US, '2.3.0'), ...named },
      to: US,
    })
    const tooLong = `${driver.visual_number} and a good deal more than a visual number can have, as somebody sent it`
    refusing.lists.locations = [
      theirLocation('LOC1', '2.3.0'),
      {
        ...theirLocation('LOC2', '2.3.0'),
        publish: false,
        publish_allowed_to: [{ visual_number: tooLong, issuer: 'X' }],
      },
    ]
    await api.post(`/partners/${partnerOf(refusing)}/pull`, { module: 'locations', full: true })
    const command = { from: US, location_id: 'LOC1', evse_uid: '3256', token: { uid: app.uid, type: 'APP_USER' } }
    expect((await api.post('/commands/START_SESSION', command)).status).toBe(201)

    await until(async () => (await api.get('/parked')).body.items.length >= 3)
    await until(async () => (await api.get('/audits')).body.items.length === 1)
    await until(() => taking.heard.some(({ path }) => path.toLowerCase().includes('/in/tokens/nl/xyz/card-0815')))
    // A table that erasing knows nothing of.
    const { database } = ours.parts
    await database.query(
      `insert into "${database.schema}".question (id, type, party, data, asked_at, expires_at)
       values ('q', 'token.authorize', 'NL-XYZ', $1, now(), now() + interval '1 day')`,
      [JSON.stringify({ token: token(driver), note: `asked for ${driver.uid}, twice` })],
    )
    await ours.parts.exchanges.flush()
  })
  afterAll(() => Promise.all([refusing.stop(), taking.stop()]))

  it('takes the token, and those of the same contract, out of every column of every table', async () => {
    const { database } = ours.parts
    const before = await columnsHolding(database, IDENTIFIERS)
    expect(before).toEqual(
      expect.arrayContaining([
        'object.id',
        'object.body',
        'object.derived',
        'parked.object_id',
        'aside.part',
        'question.data',
      ]),
    )
    const paid = (await api.get('/cdrs/BE/BEC/C1')).body

    const answer = await api.post('/erase', { token: driver.uid })
    expect(answer.status, answer.text).toBe(200)
    expect(faultsOf('eraseDriver', 200, answer.body)).toEqual([])
    expect(answer.body).toMatchObject({ tokens: 2, remaining: [] })
    expect(await columnsHolding(database, IDENTIFIERS)).toEqual([])

    // One partner was told that they are no longer good; the other one does not want to hear of tokens.
    expect(answer.body.untold).toEqual([partnerOf(refusing)])
    const told = taking.heard.filter(({ path }) => path.startsWith('/in/tokens/')).map(({ text }) => text)
    expect(told.some((text) => text.includes(driver.uid) && /"valid": ?false/.test(text))).toBe(true)

    // What is owed stays owed.
    const kept = (await api.get('/cdrs/BE/BEC/C1')).body
    expect(kept).toEqual({ ...paid, cdr_token: { ...paid.cdr_token, uid: 'ERASED', contract_id: 'ERASED' } })
    expect((await api.get('/sessions/BE/BEC/S1')).body.cdr_token.uid).toBe('ERASED')
    expect((await api.get('/locations/NL/XYZ/HOME')).body.publish_allowed_to[0].uid).toBe('ERASED')
    // So does everybody else.
    expect((await api.get(`/tokens/NL/XYZ/${other.uid}`)).body.contract_id).toBe(other.contract_id)
    expect((await api.get(`/tokens/NL/XYZ/${driver.uid}`)).status).toBe(404)
    const parked = (await api.get('/parked')).body.items as { object_id: string }[]
    expect(parked.map(({ object_id }) => object_id)).toEqual([other.uid])
    const { rows } = await database.query(
      `select 1 from "${database.schema}".object where module = 'authorizations'`,
      [],
    )
    expect(rows).toEqual([])

    // Nor can the messages about it be found any more, though they are there.
    expect((await api.get(`/exchanges?token=${driver.uid}`)).body.items).toEqual([])
    const sessions = (await api.get('/exchanges?object=S1')).body.items as { id: string }[]
    const { body } = await api.get(`/exchanges/${sessions.at(-1)!.id}`)
    expect(JSON.parse(body.request).cdr_token).toMatchObject({ uid: 'driver:erased', contract_id: 'driver:erased' })
  })

  it('takes one who charged here out of chargings, meter values, keys of requests and attempts of webhooks', async () => {
    const { database } = ours.parts
    const guest = {
      ...strangerToken('Guest-77'),
      uid: 'Guest-77',
      contract_id: 'FR-EMS-C77',
      visual_number: 'DF000-077',
    }
    const names = [guest.uid, guest.contract_id, guest.visual_number]
    const side = {
      invite: async () => (await api.post('/partners', { name: 'Provider' })).body,
    } as unknown as OurSide
    const provider = await joined(side, { role: 'EMSP', version: '2.3.0' })
    const backend = await new WebhookReceiver().start()
    try {
      const whole = { ...guest, ...provider.party, whitelist: 'ALWAYS' }
      const url = `${provider.theirs.get('tokens.RECEIVER')}/${provider.party.country_code}/${provider.party.party_id}/${guest.uid}`
      expect((await provider.send('PUT', url, { body: whole, to: US })).envelope.status_code).toBe(1000)
      await put('/tariffs/NL/XYZ/T1', tariff({ party_id: 'XYZ', id: 'T1' }))
      const plug = { ...evse({ uid: 'E9' }), connectors: [connector({ tariff_ids: ['T1'] })] }
      await put('/locations/NL/XYZ/YARD', location({ party_id: 'XYZ', id: 'YARD', evses: [plug] }))

      // A webhook that takes nothing, and says why with the driver's name in it.
      backend.answer = () => ({ status: 500, body: `no room for ${guest.uid}` })
      const hook = await api.post('/webhooks', { url: backend.url, events: ['session.changed'] })
      const at = (minutes: number) => new Date(Date.now() - (90 - minutes) * 60_000).toISOString()
      const begin = { id: 'CH1', party: 'NL-XYZ', evse_uid: 'E9', token: { uid: guest.uid }, at: at(0), meter_wh: 0 }
      const once = { 'idempotency-key': `charging-of-${guest.uid}` }
      expect((await api.send('POST', '/charging', begin, once)).status).toBe(201)
      // The meter signed who it was.
      const signed = {
        encoding_method: 'Alfen',
        plain_data: `AP;0;3;${guest.contract_id}`,
        signed_data: 'c2lnbmVk',
      }
      expect((await api.post('/charging/CH1/meter', { at: at(30), meter_wh: 4000, signed })).status).toBe(200)
      await api.post('/charging/CH1/stop', { at: at(60), meter_wh: 8000 })
      await until(async () => (await api.get('/charging/CH1')).body.cdr_id === 'CH1')
      const attempts = async () => (await api.get(`/webhooks/${hook.body.id}/attempts`)).body.items
      await until(async () => (await attempts()).length > 0)
      await ours.parts.exchanges.flush()
      expect(await columnsHolding(database, names)).toEqual(
        expect.arrayContaining(['charging.record', 'charging_meter.body', 'idempotency.key', 'object.body']),
      )
      const charged = (await api.get('/charging/CH1')).body
      const billed = (await api.get('/cdrs/NL/XYZ/CH1')).body

      const answer = await api.post('/erase', { token: guest.uid })
      expect([answer.status, answer.body.remaining]).toEqual([200, []])
      expect(await columnsHolding(database, names)).toEqual([])
      // What was charged and billed stays.
      expect((await api.get('/charging/CH1')).body).toEqual(charged)
      const { cdr_token, total_cost, total_energy } = (await api.get('/cdrs/NL/XYZ/CH1')).body
      expect(cdr_token).toMatchObject({ uid: 'ERASED', contract_id: 'ERASED' })
      expect([total_cost, total_energy]).toEqual([billed.total_cost, 8])
      expect((await attempts())[0]).toMatchObject({ type: 'session.changed', http: 500 })
    } finally {
      await Promise.all([provider.stop(), backend.stop()])
    }
  })

  it('is done from the command line, too, and says what it did', async () => {
    const said = vi.spyOn(console, 'log').mockImplementation(() => undefined)
    try {
      const erase = (...args: string[]) =>
        run(['node', 'interchange', 'erase', '--server', ours.url, '--key', KEY, ...args])
      expect(await erase('--token', other.uid, '--type', 'APP_USER')).toBe(1)
      expect(said.mock.calls.flat().join('\n')).toMatch(/tokens removed {2}0[\s\S]*still there: 1 in object\.id/)
      said.mockClear()
      expect(await erase('--token', other.uid, '--type', 'RFID')).toBe(0)
      expect(said.mock.calls.flat().join('\n')).toMatch(/tokens removed {2}1/)
    } finally {
      said.mockRestore()
    }
    expect(await columnsHolding(ours.parts.database, Object.values(other))).toEqual([])
  })

  it('leaves what names something else by the same word, and says so', async () => {
    const publicKey =
      '3059301306072A8648CE3D020106082A8648CE3D0301070342000460FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB67903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299'
    const erase = () => api.post('/erase', { token: 'SAME-0815' })
    // The second one would have the name that the first one was given.
    for (const remaining of [[], [{ table: 'meter_keys', column: 'evse_uid', rows: 1 }]]) {
      await put('/meter-keys/NL/XYZ/SAME-0815', { keys: [{ public_key: publicKey }] })
      const { status, body } = await erase()
      expect([status, body.remaining]).toEqual([200, remaining])
    }
    await api.delete('/meter-keys/NL/XYZ/SAME-0815')
  })

  it('says what is wrong with what it was asked', async () => {
    expect((await api.post('/erase', {})).status).toBe(422)
    expect((await api.post('/erase', { token: 'X', kind: 'RFID' })).status).toBe(422)
    expect((await api.post('/erase', { token: 'nobody-knows' })).body).toEqual({
      tokens: 0,
      rows: [],
      untold: [],
      remaining: [],
    })
  })
})
