// We come to the stranger: what we publish is pushed to it, what it lists is read, what we command is done there, and
// what was done here is told to it. Source: locations, sessions, cdrs, tokens, commands.

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { joined, type OurSide, startPlatform, US, untilPushed, versions } from './conversation.ts'
import { CPO, cdr, EMSP, type Json, location, session, tariff, token } from './objects.ts'
import { eventually, type Heard, type Stranger } from './stranger.ts'

const decoded = (base64: string | undefined): string =>
  Buffer.from((base64 ?? '').replace('Token ', ''), 'base64').toString()
/** Own objects are canonical, whatever the partner speaks. */
const own = (object: Json): Json => ({ ...object, ...US })

describe.each(versions)('a stranger of %s', (version) => {
  let ours: OurSide
  let emsp: Stranger
  let cpo: Stranger
  let hook: Server
  /** What the company's backend says it needs for a command. */
  let seconds = 60

  const write = async (method: string, path: string, body: Json): Promise<Json> => {
    const answer = await ours.api(method, path, body)
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const heard = (who: Stranger, method: string, path: RegExp): Promise<Heard> =>
    eventually(`${method} ${path} is heard`, () =>
      who.heard.find((one) => one.method === method && path.test(one.path)),
    )

  beforeAll(async () => {
    ours = await startPlatform()
    hook = createServer((incoming, outgoing) => {
      let text = ''
      incoming.on('data', (chunk: Buffer) => {
        text += chunk
      })
      incoming.on('end', () => {
        const isCommand = (JSON.parse(text) as { type: string }).type === 'command.start_session'
        outgoing
          .writeHead(isCommand ? 200 : 204)
          .end(isCommand ? JSON.stringify({ result: 'ACCEPTED', timeout: seconds }) : undefined)
      })
    })
    await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve))
    await write('POST', '/webhooks', { url: `http://127.0.0.1:${(hook.address() as AddressInfo).port}/` })
    cpo = await joined(ours, { role: 'CPO', version })
    emsp = await joined(ours, { role: 'EMSP', version })
    await untilPushed(ours, emsp)
  })
  afterAll(async () => {
    await Promise.all([emsp.stop(), cpo.stop(), ours.stop()])
    hook.closeAllConnections()
    await new Promise<void>((resolve) => hook.close(() => resolve()))
  })

  test('R-OWN-01 R-ROUTE-01 R-AUTH-02 R-FMT-01 R-ID-01 is sent a tariff and a location, each whole and from its owner', async () => {
    await write('PUT', '/tariffs/NL/ABC/T1', own(tariff('T1', '2.3.0')))
    await write('PUT', '/locations/NL/ABC/LOC1', own(location('LOC1', '2.3.0')))
    const put = await heard(emsp, 'PUT', /^\/in\/tariffs\/NL\/ABC\/T1$/)
    expect((put.body as Json).tax_included).toBe(version === '2.3.0' ? 'NO' : undefined)
    const { body, headers } = await heard(emsp, 'PUT', /^\/in\/locations\/NL\/ABC\/LOC1$/)
    expect((body as { evses: Json[] }).evses.map(({ uid }) => uid)).toEqual(['3256', '3257'])
    expect((body as Json).help_phone).toBe(version === '2.3.0' ? '+3291234567' : undefined)
    expect(headers).toMatchObject({
      'content-type': expect.stringMatching(/^application\/json/),
      'ocpi-from-country-code': 'NL',
      'ocpi-from-party-id': 'ABC',
      'ocpi-to-country-code': EMSP.country_code,
      'ocpi-to-party-id': EMSP.party_id,
    })
    expect(headers.authorization).toMatch(/^Token [A-Za-z0-9+/]+={0,2}$/)
    expect(decoded(headers.authorization)).toBe(emsp.inbound)
    const ids = emsp.heard.map((one) => one.headers['x-request-id'])
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('R-LOC-35 R-UPD-04 a status goes out as a PATCH of status and last_updated and nothing else', async () => {
    await write('PATCH', '/locations/NL/ABC/LOC1/3256', { status: 'CHARGING' })
    const { body } = await heard(emsp, 'PATCH', /^\/in\/locations\/NL\/ABC\/LOC1\/3256$/)
    expect(body).toEqual({ status: 'CHARGING', last_updated: expect.stringMatching(/Z$/) })
    // The platform of the CPO is not told of a CPO's locations.
    expect(cpo.heard.filter(({ path }) => path.startsWith('/in/locations'))).toEqual([])
  })

  test('R-UPD-06 a refused PATCH is followed by the whole object', async () => {
    emsp.answer = ({ method, path }) =>
      method === 'PATCH' && path.endsWith('/3257') ? { http: 404, code: 2003 } : undefined
    const before = emsp.heard.length
    await write('PATCH', '/locations/NL/ABC/LOC1/3257', { status: 'BLOCKED' })
    const put = await eventually('the PUT follows', () =>
      emsp.heard
        .slice(before)
        .find(({ method, path }) => method === 'PUT' && path.startsWith('/in/locations/NL/ABC/LOC1')),
    )
    expect(put.text).toContain('BLOCKED')
    emsp.answer = () => undefined
  })

  test('R-TOK-03 a CPO is sent tokens with their type, and an eMSP is not', async () => {
    await write('PUT', '/tokens/NL/ABC/APP1?type=APP_USER', {
      ...own(token('APP1')),
      type: 'APP_USER',
      whitelist: 'NEVER',
    })
    const { body } = await heard(cpo, 'PUT', /^\/in\/tokens\/NL\/ABC\/APP1\?type=APP_USER$/)
    expect(body).toMatchObject({ uid: 'APP1', type: 'APP_USER' })
    expect(emsp.heard.filter(({ path }) => path.startsWith('/in/tokens'))).toEqual([])
  })

  test('R-SES-02 R-CDR-23 a session goes to the party of its token, and its CDR after its last state', async () => {
    const issued = own(cdr('C1', EMSP, '2.3.0'))
    const { start_date_time, end_date_time, total_energy: kwh } = issued
    const begun = { ...own(session('S1', EMSP, '2.3.0')), start_date_time }
    await write('PUT', '/sessions/NL/ABC/S1', begun)
    await heard(emsp, 'PUT', /^\/in\/sessions\/NL\/ABC\/S1$/)
    const ended = { ...begun, status: 'COMPLETED', end_date_time, kwh, last_updated: '2026-06-30T01:00:00Z' }
    await write('PUT', '/sessions/NL/ABC/S1', ended)
    await write('POST', '/cdrs', { ...issued, session_id: 'S1' })
    const posted = await heard(emsp, 'POST', /^\/in\/cdrs\/?$/)
    const last = emsp.heard.findLastIndex(
      ({ path, text }) => path.includes('/sessions/NL/ABC/S1') && text.includes('COMPLETED'),
    )
    expect(last).toBeGreaterThanOrEqual(0)
    expect(last).toBeLessThan(emsp.heard.indexOf(posted))
    const { total_cost } = posted.body as { total_cost: Json }
    expect(total_cost).toEqual(
      version === '2.3.0' ? { before_taxes: 4, taxes: [{ name: 'VAT', amount: 0.4 }] } : { excl_vat: 4, incl_vat: 4.4 },
    )
    expect(cpo.heard.filter(({ path }) => path.startsWith('/in/sessions') || path.startsWith('/in/cdrs'))).toEqual([])
  })

  test('R-PAGE-14 R-FMT-09 R-OWN-06 its list is read to the end; a bad object, and a foreign one, harm no other', async () => {
    const good = Array.from({ length: 120 }, (_, index) => location(`P${index}`, version))
    const { coordinates: _, ...bad } = location('BAD', version)
    cpo.lists.locations = [
      ...good.slice(0, 60),
      bad,
      { ...location('FOREIGN', version), party_id: 'XXX' },
      ...good.slice(60),
    ]
    const { items } = (await ours.api('GET', '/partners')).body as {
      items: { id: string; roles: { party_id: string }[] }[]
    }
    const id = items.find(({ roles }) => roles.some(({ party_id }) => party_id === CPO.party_id))!.id
    const { modules } = (await write('POST', `/partners/${id}/pull`, { module: 'locations', full: true })) as {
      modules: Json[]
    }
    expect(modules[0]).toMatchObject({ complete: true, received: 122, created: 120, refused: 1, foreign: 1, why: null })
    const pages = cpo.heard.filter(({ path }) => path.startsWith('/out/locations')).map(({ path }) => path)
    expect(pages.some((path) => path.includes('offset=100'))).toBe(true)
    const aside = (await ours.api('GET', '/aside')).body as { items: Json[] }
    expect(aside.items.map(({ object_id }) => object_id)).toContain('BAD')
    expect((await ours.api('GET', '/locations/BE/BEC/P119')).status).toBe(200)
  })

  test('R-CMD-06 R-CMD-20 R-CMD-26 R-CMD-28 a command of ours is done there; its outcome comes to our response_url', async () => {
    const order = { from: US, to: CPO, location_id: 'P0', evse_uid: '3256', token: { uid: 'APP1', type: 'APP_USER' } }
    const command = await write('POST', '/commands/START_SESSION', order)
    expect(command).toMatchObject({ status: 'accepted', response: 'ACCEPTED' })
    const { body } = await heard(cpo, 'POST', /^\/in\/commands\/START_SESSION$/)
    const { response_url: url, token: sent } = body as { response_url: string; token: Json }
    expect(sent).toMatchObject({ uid: 'APP1', contract_id: 'BE8ACC12E46L89', ...US })
    const tell = (result: string) => cpo.send('POST', url, { body: { result }, to: US })
    expect((await tell('ACCEPTED')).envelope.status_code).toBe(1000)
    expect((await tell('ACCEPTED')).envelope.status_code).toBe(1000)
    expect((await ours.api('GET', `/commands/${command.id}`)).body).toMatchObject({
      status: 'done',
      results: [{ result: 'ACCEPTED' }],
    })
    // Nobody else, and no other command.
    expect((await emsp.send('POST', url, { body: { result: 'FAILED' }, to: US })).http).toBe(404)
    expect(
      (await cpo.send('POST', url.replace(/[^/]+$/, 'nothing'), { body: { result: 'FAILED' }, to: US })).http,
    ).toBe(404)
  })

  test('R-FMT-05 what stands beside an error is not taken for the answer', async () => {
    const { items } = (await ours.api('GET', '/partners')).body as { items: { id: string; roles: Json[] }[] }
    const { id } = items.find(({ roles }) => roles.some(({ party_id }) => party_id === CPO.party_id))!
    cpo.answer = ({ path }) =>
      path.startsWith('/out/tariffs') ? { code: 2000, data: [tariff('GHOST', version)] } : undefined
    const { modules } = (await write('POST', `/partners/${id}/pull`, { module: 'tariffs', full: true })) as {
      modules: Json[]
    }
    expect(modules[0]).toMatchObject({ complete: false, received: 0, why: expect.stringContaining('2000') })
    expect((await ours.api('GET', '/tariffs/BE/BEC/GHOST')).status).toBe(404)
    cpo.answer = () => undefined

    const mine = { allowed: 'ALLOWED', token: token('GHOST') }
    emsp.answer = ({ path }) => (path.startsWith('/out/tokens/GHOST') ? { code: 2004, data: mine } : undefined)
    const ask = { from: US, token: { uid: 'GHOST', type: 'RFID' } }
    expect((await ours.api('POST', '/authorize', ask)).body).toMatchObject({ allowed: 'NOT_ALLOWED' })
    emsp.answer = () => undefined
  })

  test('R-CMD-22 a connector is unlocked for who holds the key of the company, never for a driver', async () => {
    const order = { from: US, to: CPO, location_id: 'P0', evse_uid: '3256', connector_id: '1' }
    const url = `${ours.url}/api/v1/commands/UNLOCK_CONNECTOR`
    for (const authorization of [undefined, `Token ${Buffer.from(emsp.outbound).toString('base64')}`]) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...(authorization ? { authorization } : {}) },
        body: JSON.stringify(order),
      })
      expect(response.status).toBe(401)
    }
    expect(cpo.heard.filter(({ path }) => path.includes('UNLOCK_CONNECTOR'))).toEqual([])
    expect((await write('POST', '/commands/UNLOCK_CONNECTOR', order)).status).toBe('accepted')
    const document = (await (await fetch(`${ours.url}/api/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { summary: string }>>
    }
    const stated = document.paths['/commands/UNLOCK_CONNECTOR']?.post
    expect(JSON.stringify(stated)).toMatch(/never for a driver/)
  })

  test('R-CMD-06 a command that nobody reports on ends as timeout', async () => {
    cpo.answer = ({ path }) =>
      path.includes('STOP_SESSION') ? { data: { result: 'ACCEPTED', timeout: 1 } } : undefined
    const { id } = await write('POST', '/commands/STOP_SESSION', { from: US, to: CPO, session_id: 'X' })
    await eventually('it times out', async () =>
      (await ours.api('GET', `/commands/${id}`)).body.status === 'timeout' ? true : undefined,
    )
    cpo.answer = () => undefined
  })

  test('R-CMD-02 R-CMD-03 R-CMD-04 R-CMD-05 a command of its own is answered at once and its outcome told to exactly its response_url', async () => {
    const url = `${emsp.base}/done/here?id=7&x=a%2Fb`
    const startUrl = `${emsp.theirs.get('commands.RECEIVER')}/START_SESSION`
    const start = { response_url: url, token: token('012'), location_id: 'LOC1', evse_uid: '3256' }
    const said = await emsp.send('POST', startUrl, { body: start, to: US })
    expect(said.envelope.data).toMatchObject({ result: 'ACCEPTED', timeout: 60 })
    const { items } = (await ours.api('GET', '/commands')).body as {
      items: { id: string; command: string; from: Json }[]
    }
    const mine = items.find(({ command, from }) => command === 'START_SESSION' && from.party_id === EMSP.party_id)!
    await write('POST', `/commands/${mine.id}/result`, { result: 'EVSE_OCCUPIED' })
    const told = await heard(emsp, 'POST', /^\/done\/here/)
    expect([told.path, told.body]).toEqual(['/done/here?id=7&x=a%2Fb', { result: 'EVSE_OCCUPIED' }])
    expect(decoded(told.headers.authorization)).toBe(emsp.inbound)
    expect(told.headers).toMatchObject({ 'ocpi-from-party-id': 'ABC', 'ocpi-to-party-id': EMSP.party_id })
    const refused = { ...start, location_id: 'NOWHERE', response_url: `${emsp.base}/never` }
    expect((await emsp.send('POST', startUrl, { body: refused, to: US })).envelope.status_code).toBe(2003)
    expect(emsp.heard.some(({ path }) => path.startsWith('/never'))).toBe(false)
  })

  test('R-CMD-07 R-CMD-02 a charge point that stays silent is told as TIMEOUT', async () => {
    seconds = 1
    const start = { response_url: `${emsp.base}/silent`, token: token('013'), location_id: 'LOC1', evse_uid: '3256' }
    const said = await emsp.send('POST', `${emsp.theirs.get('commands.RECEIVER')}/START_SESSION`, {
      body: start,
      to: US,
    })
    expect(said.envelope.data).toMatchObject({ result: 'ACCEPTED', timeout: 1 })
    expect((await heard(emsp, 'POST', /^\/silent$/)).body).toEqual({ result: 'TIMEOUT' })
  })

  test('R-TOK-16 R-TOK-21 a card nobody pushed is asked about in real time, at the party that may know it', async () => {
    emsp.lists.tokens = [token('CARD9')]
    const ask = (uid: string) =>
      ours.api('POST', '/authorize', {
        from: US,
        token: { uid, type: 'RFID' },
        location_id: 'LOC1',
        evse_uids: ['3257'],
      })
    expect((await ask('CARD9')).body).toMatchObject({
      allowed: 'ALLOWED',
      authorization_reference: 'REF-1',
      decided_by: 'realtime',
    })
    const { body, path } = await heard(emsp, 'POST', /^\/out\/tokens\/CARD9\/authorize/)
    expect([path, body]).toEqual([
      '/out/tokens/CARD9/authorize?type=RFID',
      { location_id: 'LOC1', evse_uids: ['3257'] },
    ])
    expect((await ask('NOBODYS')).body).toMatchObject({ allowed: 'NOT_ALLOWED' })
  })

  test('R-TAR-02 R-LOC-04 what we take away is deleted as a tariff, and REMOVED as an EVSE', async () => {
    await ours.api('DELETE', '/tariffs/NL/ABC/T1')
    await heard(emsp, 'DELETE', /^\/in\/tariffs\/NL\/ABC\/T1$/)
    const before = emsp.heard.length
    await ours.api('DELETE', '/locations/NL/ABC/LOC1')
    await eventually('both EVSEs are REMOVED over there', () =>
      emsp.heard
        .slice(before)
        .map(({ text }) => text)
        .join('')
        .split('REMOVED').length > 2
        ? true
        : undefined,
    )
    expect(emsp.heard.some(({ method, path }) => method === 'DELETE' && path.includes('/locations/'))).toBe(false)
  })

  // After all the others: it looks at everything that was sent.
  test('R-ID-04 R-FMT-07 R-EXT-02 ids are UUIDs, names are lower case with underscores, and none is of our making', () => {
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
    const namesIn = (value: unknown): string[] =>
      typeof value !== 'object' || value === null
        ? []
        : Array.isArray(value)
          ? value.flatMap(namesIn)
          : Object.entries(value).flatMap(([name, held]) => [name, ...namesIn(held)])
    const heardByAll = [...emsp.heard, ...cpo.heard]
    expect(heardByAll.length).toBeGreaterThan(20)
    for (const { headers, body, path } of heardByAll) {
      expect([path, headers['x-request-id'], headers['x-correlation-id']]).toEqual([
        path,
        expect.stringMatching(uuid),
        expect.stringMatching(uuid),
      ])
      for (const name of namesIn(body)) {
        expect(name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/)
        expect(name).not.toMatch(/^(x|custom)_/)
      }
    }
  })
})
