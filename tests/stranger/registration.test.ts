// Registration of a stranger at a platform, and of the platform at a stranger. Source: credentials.

import { describe, expect, test } from 'vitest'
import { outcome, sides, US } from './conversation.ts'
import { meeting } from './meeting.ts'
import type { Json, StrangerVersion } from './objects.ts'
import { eventually, type Said, Stranger, type StrangerOptions } from './stranger.ts'

const { here, meet: meetAs, registered: registeredAs } = meeting()

const other = (version: StrangerVersion): StrangerVersion => (version === '2.2.1' ? '2.3.0' : '2.2.1')

describe.each(sides)('a stranger of $version as $role', ({ version, role }) => {
  const meet = (more?: Partial<StrangerOptions>) => meetAs({ version, role }, more)
  const registered = (more?: Partial<StrangerOptions>) => registeredAs({ version, role }, more)
  const versionsWith = (stranger: Stranger, token: string): Promise<Said> =>
    stranger.send('GET', `${here.ours.url}/ocpi/versions`, { config: true, token })
  const essential = role === 'CPO' ? 'locations' : 'tokens'
  const list = role === 'CPO' ? 'tokens.SENDER' : 'locations.SENDER'

  describe('registers with our invitation', () => {
    test('R-CRED-01 two invitations carry different tokens', async () => {
      const [one, two] = [await here.ours.invite(), await here.ours.invite()]
      expect(one.token).not.toBe(two.token)
    })

    test('R-CRED-02 R-CRED-05 R-CRED-18 R-CRED-21 it gets a full credentials object with a new token', async () => {
      const { stranger, invitation, said } = await registered()
      const given = said.envelope.data as Json
      expect(given.token).not.toBe(invitation.token)
      expect(given.token).not.toBe(stranger.inbound)
      expect(given.token).toMatch(/^[\x21-\x7e]{1,64}$/)
      expect(given.url).toBe(invitation.versions_url)
      // R-CRED-22: no party of ours is a hub.
      expect(given).not.toHaveProperty('hub_party_id')
      expect((given.roles as Json[]).map((one) => [one.role, one.country_code, one.party_id]).sort()).toEqual([
        ['CPO', US.country_code, US.party_id],
        ['EMSP', US.country_code, US.party_id],
      ])
      const asked = await stranger.send('GET', stranger.credentialsUrl, { config: true })
      expect(outcome(asked)).toBe('200/1000')
      expect(asked.envelope.data).toEqual(given)
    })

    test('R-CRED-03 R-CRED-04 R-CRED-07 R-AUTH-01 R-AUTH-02 versions and details are read with token B', async () => {
      const { stranger } = await registered({ lists: ['2.2.1', '2.3.0'] })
      // Its lists are read as soon as it is registered.
      const handshake = stranger.heard.slice(0, 2)
      expect(handshake.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /hello', `GET /v/${version}`])
      for (const { headers } of handshake) {
        expect(headers.authorization).toMatch(/^Token [A-Za-z0-9+/]+={0,2}$/)
        expect(Buffer.from(headers.authorization!.slice(6), 'base64').toString()).toBe(stranger.inbound)
        expect(headers['x-request-id']).toBeTruthy()
        expect(headers['x-correlation-id']).toBeTruthy()
        // R-ROUTE-02, R-VER-12
        expect(headers['ocpi-to-party-id']).toBeUndefined()
      }
    })

    test('R-CRED-21 its versions are looked for at the URL its credentials name, wherever that is', async () => {
      const stranger = await meet()
      const { versions_url, token } = await here.ours.invite()
      stranger.outbound = token
      await stranger.discover(versions_url)
      stranger.answer = ({ path }) =>
        path === '/elsewhere?x=1' ? { data: [{ version, url: `${stranger.base}/v/${version}` }] } : undefined
      const body = { ...stranger.credentials(), url: `${stranger.base}/elsewhere?x=1` }
      const said = await stranger.send('POST', stranger.credentialsUrl, { body, config: true })
      expect(outcome(said)).toBe('200/1000')
      const handshake = stranger.heard.map(({ path }) => path).filter((path) => !path.startsWith('/out/'))
      expect(handshake.slice(0, 2)).toEqual(['/elsewhere?x=1', `/v/${version}`])
      expect(handshake).not.toContain('/hello')
      for (const url of ['elsewhere', '/elsewhere', 'ftp://127.0.0.1/versions']) {
        const again = await meet()
        const invitation = await here.ours.invite()
        again.outbound = invitation.token
        await again.discover(invitation.versions_url)
        const wrong = { ...again.credentials(), url }
        const answer = await again.send('POST', again.credentialsUrl, { body: wrong, config: true })
        expect([url, answer.envelope.status_code]).toEqual([url, url.includes(':') ? 3001 : 2001])
      }
    })

    test('R-CRED-06 token A is worth nothing afterwards, token C opens the versions', async () => {
      const { stranger, invitation } = await registered()
      expect((await versionsWith(stranger, invitation.token)).http).toBe(401)
      expect(outcome(await versionsWith(stranger, stranger.outbound))).toBe('200/1000')
    })

    test('R-CRED-08 a callback that fails is answered 3001; the same token A then registers', async () => {
      const stranger = await meet()
      const { versions_url, token } = await here.ours.invite()
      stranger.answer = ({ path }) => (path === '/hello' ? { http: 500, code: 3000 } : undefined)
      const failed = await stranger.register(versions_url, token)
      expect(outcome(failed)).toBe('200/3001')
      stranger.answer = () => undefined
      expect(outcome(await stranger.register(versions_url, token))).toBe('200/1000')
    })

    test.each([
      ['HTML instead of JSON', { raw: '<html></html>' }],
      ['HTTP 401', { http: 401, code: 2000 }],
      ['status code 2000', { code: 2000, data: [] }],
      ['no data', {}],
    ])('R-CRED-08 a callback answered with %s gives 3001', async (_, reply) => {
      const stranger = await meet()
      const { versions_url, token } = await here.ours.invite()
      stranger.answer = ({ path }) => (path.startsWith('/v/') ? reply : undefined)
      expect(outcome(await stranger.register(versions_url, token))).toBe('200/3001')
    })

    test('R-CRED-08 nobody at the URL it gives: 3001', async () => {
      const [stranger, gone] = [await meet(), await Stranger.start({ version, role })]
      const { versions_url, token } = await here.ours.invite()
      await gone.stop()
      stranger.outbound = token
      await stranger.discover(versions_url)
      const body = { ...stranger.credentials(), url: gone.versionsUrl }
      expect(outcome(await stranger.send('POST', stranger.credentialsUrl, { body, config: true }))).toBe('200/3001')
    })

    test('R-CRED-09 it lists other versions only: 3002', async () => {
      const stranger = await meet({ lists: [other(version)] })
      const { versions_url, token } = await here.ours.invite()
      expect(outcome(await stranger.register(versions_url, token))).toBe('200/3002')
    })

    test('R-CRED-10 it lacks what we cannot do without: 3003', async () => {
      const stranger = await meet({ without: [essential] })
      const { versions_url, token } = await here.ours.invite()
      const said = await stranger.register(versions_url, token)
      expect(outcome(said)).toBe('200/3003')
      expect(said.envelope.status_message).toContain(essential)
    })

    test('R-CRED-11 POST once more: 405, and the credentials go on working', async () => {
      const { stranger } = await registered()
      const again = await stranger.send('POST', stranger.credentialsUrl, { body: stranger.credentials(), config: true })
      expect(again.http).toBe(405)
      expect(outcome(await versionsWith(stranger, stranger.outbound))).toBe('200/1000')
    })

    test('R-CRED-12 R-CRED-13 PUT and DELETE before registration: 405', async () => {
      const stranger = await meet()
      const { versions_url, token } = await here.ours.invite()
      stranger.outbound = token
      await stranger.discover(versions_url)
      const body = stranger.credentials()
      expect((await stranger.send('PUT', stranger.credentialsUrl, { body, config: true })).http).toBe(405)
      expect((await stranger.send('DELETE', stranger.credentialsUrl, { config: true })).http).toBe(405)
      expect(stranger.heard).toEqual([])
      expect(outcome(await stranger.register(versions_url, token))).toBe('200/1000')
    })

    test('R-CRED-20 roles that are none or twice the same: 2001; several parties are taken', async () => {
      const stranger = await meet()
      const { versions_url, token } = await here.ours.invite()
      const [first] = stranger.roles as [Json]
      stranger.roles = []
      expect(outcome(await stranger.register(versions_url, token))).toBe('200/2001')
      stranger.roles = [first, first]
      expect(outcome(await stranger.register(versions_url, token))).toBe('200/2001')
      stranger.roles = ['X', 'Y', 'Z'].map((letter) => ({
        ...first,
        party_id: `${letter}${String(first.party_id).slice(1)}`,
      }))
      expect(outcome(await stranger.register(versions_url, token))).toBe('200/1000')
    })

    test.each([
      ['65 characters', 'x'.repeat(65)],
      ['white space', 'a b'],
      ['a letter beyond ASCII', 'tökén'],
    ])('R-AUTH-09 a token with %s is refused with 2001 and does not register', async (_, bad) => {
      const stranger = await meet()
      const { versions_url, token } = await here.ours.invite()
      stranger.outbound = token
      await stranger.discover(versions_url)
      const body = stranger.credentials(bad)
      expect(outcome(await stranger.send('POST', stranger.credentialsUrl, { body, config: true }))).toBe('200/2001')
      expect(outcome(await versionsWith(stranger, token))).toBe('200/1000')
    })

    test('R-CRED-29 two POSTs at once: one wins', async () => {
      const stranger = await meet()
      const { versions_url, token } = await here.ours.invite()
      stranger.outbound = token
      await stranger.discover(versions_url)
      const post = () => stranger.send('POST', stranger.credentialsUrl, { body: stranger.credentials(), config: true })
      const said = await Promise.all([post(), post()])
      const won = said.filter(({ envelope }) => envelope.status_code === 1000)
      const lost = said.filter(({ envelope }) => envelope.status_code !== 1000)
      expect(won).toHaveLength(1)
      expect([401, 405]).toContain(lost[0]!.http)
      expect(outcome(await versionsWith(stranger, (won[0]!.envelope.data as Json).token as string))).toBe('200/1000')
    })
  })

  describe('renews or ends the connection', () => {
    test('R-CRED-14 PUT: a new token; the old one dies when the new one is first used', async () => {
      const { stranger } = await registered()
      const old = stranger.outbound
      stranger.inbound = `renewed-${stranger.party.party_id}`
      stranger.heard.length = 0
      const said = await stranger.send('PUT', stranger.credentialsUrl, { body: stranger.credentials(), config: true })
      expect(outcome(said)).toBe('200/1000')
      // Its lists are being read at the same time, as after every registration.
      const handshake = stranger.heard.map(({ path }) => path).filter((path) => !path.startsWith('/out/'))
      expect(handshake).toEqual(['/hello', `/v/${version}`])
      const { token } = said.envelope.data as { token: string }
      expect(token).not.toBe(old)
      expect(outcome(await versionsWith(stranger, token))).toBe('200/1000')
      expect((await versionsWith(stranger, old)).http).toBe(401)
    })

    test('R-VER-10 R-CRED-14 PUT at the same version: its endpoints have moved, and that is where we go', async () => {
      const { stranger, invitation } = await registered()
      const details = (await stranger.own(`/v/${version}`)) as { endpoints: Json[] }
      const endpoints = details.endpoints.map((endpoint) => ({
        ...endpoint,
        url: String(endpoint.url).replace(stranger.base, `${stranger.base}/moved`),
      }))
      stranger.answer = ({ path }) => {
        if (path.startsWith('/v/')) return { data: { version, endpoints } }
        return path.startsWith('/moved/') ? { data: [] } : undefined
      }
      const said = await stranger.send('PUT', stranger.credentialsUrl, { body: stranger.credentials(), config: true })
      expect(outcome(said)).toBe('200/1000')
      stranger.outbound = (said.envelope.data as { token: string }).token
      stranger.heard.length = 0
      const module = role === 'CPO' ? 'locations' : 'tokens'
      await here.ours.api('POST', `/partners/${invitation.id}/pull`, { module, full: true })
      expect(stranger.heard.map(({ path }) => path.split('?')[0])).toContain(`/moved/out/${module}`)
      expect(stranger.heard.filter(({ path }) => path.startsWith('/out/'))).toEqual([])
      const { body } = await here.ours.api('GET', `/partners/${invitation.id}`)
      expect((body.endpoints as Json[]).map(({ url }) => url)).toEqual(endpoints.map(({ url }) => url))
    })

    test('R-CRED-16 a PUT whose callback fails changes nothing', async () => {
      const { stranger } = await registered()
      const before = stranger.inbound
      stranger.answer = () => ({ http: 500, code: 3000 })
      const body = stranger.credentials('never-used')
      expect(outcome(await stranger.send('PUT', stranger.credentialsUrl, { body, config: true }))).toBe('200/3001')
      stranger.answer = () => undefined
      expect(stranger.inbound).toBe(before)
      expect(outcome(await versionsWith(stranger, stranger.outbound))).toBe('200/1000')
    })

    test('R-CRED-15 PUT at another version moves the connection there', async () => {
      const { stranger, invitation } = await registered({ lists: ['2.2.1', '2.3.0'] })
      const before = stranger.theirs.get(list)!
      expect(outcome(await stranger.send('GET', before, { to: US }))).toBe('200/1000')
      await stranger.discover(invitation.versions_url, other(version))
      const said = await stranger.send('PUT', stranger.credentialsUrl, { body: stranger.credentials(), config: true })
      expect(outcome(said)).toBe('200/1000')
      stranger.outbound = (said.envelope.data as { token: string }).token
      expect(outcome(await stranger.send('GET', stranger.theirs.get(list)!, { to: US }))).toBe('200/1000')
      expect((await stranger.send('GET', before, { to: US })).http).toBe(404)
      expect((await here.ours.api('GET', `/partners/${invitation.id}`)).body.version).toBe(other(version))
    })

    test('R-CRED-17 R-CRED-30 DELETE ends it: the token is answered 401 from then on', async () => {
      const { stranger } = await registered()
      expect(outcome(await stranger.send('DELETE', stranger.credentialsUrl, { config: true }))).toBe('200/1000')
      expect((await versionsWith(stranger, stranger.outbound)).http).toBe(401)
      expect((await stranger.send('DELETE', stranger.credentialsUrl, { config: true })).http).toBe(401)
    })

    test('R-CRED-26 we renew the tokens of both sides; the old ones end', async () => {
      const { stranger, invitation } = await registered()
      const [theirs, mine] = [stranger.outbound, stranger.inbound]
      const { status } = await here.ours.api('POST', `/partners/${invitation.id}/rotate`)
      expect(status).toBe(200)
      expect(stranger.heard.filter(({ method, path }) => method === 'PUT' && path === '/creds')).toHaveLength(1)
      expect(stranger.outbound).not.toBe(theirs)
      expect(stranger.inbound).not.toBe(mine)
      expect(outcome(await versionsWith(stranger, stranger.outbound))).toBe('200/1000')
      expect((await versionsWith(stranger, theirs)).http).toBe(401)
    })

    test('R-CRED-17 we unregister: it is told so, and its token is worth nothing', async () => {
      const { stranger, invitation } = await registered()
      const token = stranger.outbound
      expect((await here.ours.api('DELETE', `/partners/${invitation.id}`)).status).toBe(204)
      await eventually('the stranger is told', () => stranger.heard.find(({ method }) => method === 'DELETE'))
      expect((await versionsWith(stranger, token)).http).toBe(401)
    })
  })

  describe('is asked by us to take us in', () => {
    const order = (stranger: Stranger) =>
      here.ours.api('POST', '/partners', { name: 'Host', versions_url: stranger.versionsUrl, token: stranger.inbound })

    test('R-CRED-19 R-CRED-03 T-08 token B works while our POST is still open', async () => {
      const stranger = await meet()
      let early: Said | undefined
      stranger.answer = async ({ method, path, body }) => {
        if (method !== 'POST' || path !== '/creds') return undefined
        stranger.outbound = String((body as Json).token)
        early = await stranger.send('GET', String((body as Json).url), { config: true })
        return undefined
      }
      const { status, body } = await order(stranger)
      expect([status, body.status]).toEqual([201, 'registered'])
      expect(outcome(early!)).toBe('200/1000')
      expect(stranger.heard.slice(0, 3).map(({ method, path }) => `${method} ${path}`)).toEqual([
        'GET /hello',
        `GET /v/${version}`,
        'POST /creds',
      ])
      expect(outcome(await versionsWith(stranger, stranger.outbound))).toBe('200/1000')
    })

    test('R-AUTH-03 a token whose Base64 needs + / and = arrives as it is', async () => {
      const stranger = await meet()
      stranger.inbound = '~~~???>>>a'
      expect((await order(stranger)).body.status).toBe('registered')
      expect(stranger.heard[0]!.headers.authorization).toBe('Token fn5+Pz8/Pj4+YQ==')
    })

    test('R-VER-07 R-VER-08 unknown versions are passed over, the highest in common is taken', async () => {
      const stranger = await meet({ lists: ['2.2', '9.9', '2.2.1', '2.3.0', '2.10'] })
      const { body } = await order(stranger)
      expect((await here.ours.api('GET', `/partners/${body.id}`)).body.version).toBe('2.3.0')
    })

    test('R-VER-03 R-VER-05 its credentials say RECEIVER, its URLs are of its own making', async () => {
      const stranger = await meet()
      const { body } = await order(stranger)
      const { endpoints } = (await here.ours.api('GET', `/partners/${body.id}`)).body as { endpoints: Json[] }
      expect(endpoints.find(({ identifier }) => identifier === 'credentials')).toMatchObject({
        role: 'RECEIVER',
        url: `${stranger.base}/creds`,
      })
    })

    test('R-EXT-06 R-VER-09 modules of its own making are known of and left alone; we name none', async () => {
      const stranger = await meet()
      const details = (await stranger.own(`/v/${version}`)) as { endpoints: Json[] }
      const custom = { identifier: 'nltnm-tokens', role: 'SENDER', url: `${stranger.base}/custom` }
      stranger.answer = ({ path }) =>
        path.startsWith('/v/') ? { data: { version, endpoints: [...details.endpoints, custom] } } : undefined
      const { status, body } = await order(stranger)
      expect([status, body.status]).toEqual([201, 'registered'])
      const known = (await here.ours.api('GET', `/partners/${body.id}`)).body
      expect(known.endpoints).toContainEqual(custom)
      expect(stranger.heard.filter(({ path }) => path.startsWith('/custom'))).toEqual([])
      await stranger.discover(`${here.ours.url}/ocpi/versions`)
      const standard =
        /^(cdrs|chargingprofiles|commands|credentials|hubclientinfo|locations|sessions|tariffs|tokens|invoicereconciliation)\./
      for (const name of stranger.theirs.keys()) expect(name).toMatch(standard)
    })

    test('R-CRED-10 it lacks what we cannot do without: we do not POST, and say why', async () => {
      const stranger = await meet({ without: [essential] })
      const { status, body } = await order(stranger)
      expect(status).toBe(502)
      expect(body.detail).toContain(essential)
      expect(stranger.heard.some(({ method }) => method === 'POST')).toBe(false)
    })

    test('it offers no version of ours: we do not POST, and say why', async () => {
      const stranger = await meet({ lists: ['9.9'] })
      const { status, body } = await order(stranger)
      expect(status).toBe(502)
      expect(body.detail).toContain('9.9')
      expect(stranger.heard.some(({ method }) => method === 'POST')).toBe(false)
    })

    test('it refuses our POST: nothing is registered, and its token stays unknown', async () => {
      const stranger = await meet()
      stranger.answer = ({ method, body }) => {
        if (method !== 'POST') return undefined
        stranger.outbound = String((body as Json).token)
        return { code: 3001 }
      }
      expect((await order(stranger)).status).toBe(502)
      expect((await versionsWith(stranger, stranger.outbound)).http).toBe(401)
    })
  })
})
