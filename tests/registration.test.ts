// Two platforms of ours register with each other over HTTP, in both directions and versions.

import { afterEach, describe, expect, it } from 'vitest'
import { ask, party, serve, versionsOf } from './support/asking.ts'
import { onEachEngine } from './support/databases.ts'
import { registered, startPlatform, stopPlatforms } from './support/platforms.ts'
import { until } from './support/until.ts'

afterEach(stopPlatforms)

onEachEngine('registration', (engine) => {
  const start = (parties: string, settings: Record<string, string> = {}) =>
    startPlatform({ parties, engine, settings: { LOG_LEVEL: 'info', ...settings } })

  describe('of two platforms', () => {
    it.each([
      ['2.2.1', 'CPO', 'EMSP'],
      ['2.3.0', 'CPO', 'EMSP'],
      ['2.2.1', 'EMSP', 'CPO'],
      ['2.3.0', 'EMSP', 'CPO'],
    ])('R-CRED-05 R-CRED-06 R-CRED-19 in %s, a %s inviting a %s', async (version, ours, theirs) => {
      const [key, other] = [party(), party()]
      const first = await start(`${key}:${ours}`)
      const second = await start(`${other}:${theirs}`)
      const { atFirst, atSecond } = await registered(first, second, { version })
      expect(atFirst).toMatchObject({ status: 'registered', version, versionsUrl: `${second.url}/ocpi/versions` })
      expect(atSecond).toMatchObject({ status: 'registered', version, versionsUrl: `${first.url}/ocpi/versions` })
      expect(atFirst.roles.map(({ role, countryCode, partyId }) => [role, `${countryCode}-${partyId}`])).toEqual([
        [theirs, other],
      ])
      // Each knows where the other one is, and a call over these URLs with these tokens is answered.
      const [caller, called, side] = ours === 'CPO' ? [second, atSecond, 'locations'] : [second, atSecond, 'tokens']
      const answer = await caller.parts.outbound.call(called, {
        module: side,
        side: 'SENDER',
        endpoint: side === 'locations' ? 'getLocations' : 'getTokens',
      })
      expect(answer).toMatchObject({ kind: 'ok', data: [] })
    })

    it('R-VER-08 takes the newest version both speak where none is asked for', async () => {
      const [first, second] = [await start(`${party()}:CPO`), await start(`${party()}:EMSP`)]
      expect((await registered(first, second)).atSecond.version).toBe('2.3.0')
    })

    it('R-CRED-20 several parties and roles, and only those the partner was given', async () => {
      const [one, two, three] = [party(), party(), party()]
      const first = await start(`${one}:CPO,${two}:CPO+EMSP,${three}:EMSP`)
      const second = await start(`${party()}:EMSP+CPO`)
      const { atFirst, atSecond } = await registered(first, second, { parties: [one, two] })
      const said = atSecond.roles.map(({ role, countryCode, partyId }) => `${countryCode}-${partyId}:${role}`)
      expect(said.sort()).toEqual([`${one}:CPO`, `${two}:CPO`, `${two}:EMSP`].sort())
      expect(first.parts.directory.ownPartiesFor(atFirst)).toHaveLength(2)
      expect(second.parts.directory.mayActFor(atSecond, three)).toBe(false)
      const modules = atSecond.endpoints.map(({ identifier, role }) => `${identifier} ${role}`)
      expect(modules).toEqual(expect.arrayContaining(['locations SENDER', 'locations RECEIVER', 'credentials SENDER']))
    })

    it('R-VER-03 R-VER-06 the details list a module once per side that a role offers, and credentials', async () => {
      const first = await start(`${party()}:CPO`)
      const invitation = await first.parts.service.invite({ name: 'somebody' })
      const { data } = await ask('GET', `${first.url}/ocpi/2.2.1`, invitation.token)
      expect(data.version).toBe('2.2.1')
      expect(data.endpoints).toEqual([
        { identifier: 'credentials', role: 'SENDER', url: `${first.url}/ocpi/2.2.1/credentials` },
        ...[
          ['hubclientinfo', 'RECEIVER'],
          ['locations', 'SENDER'],
          ['sessions', 'SENDER'],
          ['cdrs', 'SENDER'],
          ['tariffs', 'SENDER'],
          ['tokens', 'RECEIVER'],
          ['commands', 'RECEIVER'],
        ].map(([identifier, role]) => ({
          identifier,
          role,
          url: `${first.url}/ocpi/2.2.1/${role!.toLowerCase()}/${identifier}`,
        })),
      ])
    })

    it('R-VER-11 reading the versions changes nothing', async () => {
      const [first, second] = [await start(`${party()}:CPO`), await start(`${party()}:EMSP`)]
      const { atFirst } = await registered(first, second)
      const position = (await first.parts.database.query(`select position from ${first.schema}.feed`)).rows
      const token = second.parts.directory.outboundToken(second.parts.directory.partners()[0]!.id)!
      for (let round = 0; round < 20; round++) expect((await versionsOf(first, token)).status).toBe(1000)
      expect((await first.parts.database.query(`select position from ${first.schema}.feed`)).rows).toEqual(position)
      expect(first.parts.directory.partner(atFirst.id)).toMatchObject({ status: 'registered', version: '2.3.0' })
    })

    it('R-CRED-15 renewing with another version moves the connection there', async () => {
      const [first, second] = [await start(`${party()}:CPO`), await start(`${party()}:EMSP`)]
      const { atFirst, atSecond } = await registered(first, second)
      const older = await second.parts.service.rotate(atSecond.id, { version: '2.2.1' })
      expect(older.version).toBe('2.2.1')
      expect(first.parts.directory.partner(atFirst.id)?.version).toBe('2.2.1')
      const answer = await second.parts.outbound.call(older, {
        module: 'locations',
        side: 'SENDER',
        endpoint: 'getLocations',
      })
      expect(answer.kind).toBe('ok')
    })

    it('tells the partner when what it was told of us has changed', async () => {
      const [mine, added] = [party(), party()]
      const [first, second] = [await start(`${mine}:CPO`), await start(`${party()}:EMSP`)]
      const { atSecond } = await registered(first, second)
      const [countryCode = '', partyId = ''] = added.split('-')
      await first.parts.service.putOwnParty({ countryCode, partyId, roles: ['CPO'], businessDetails: { name: added } })
      await until(() => second.parts.directory.mayActFor(second.parts.directory.partner(atSecond.id)!, added))
    })
  })

  describe('with an invitation', () => {
    it('R-CRED-29 used twice at once succeeds once, and leaves one connection', async () => {
      const first = await start(`${party()}:CPO`)
      const { token, versionsUrl } = await first.parts.service.invite({ name: 'twice' })
      const others = [await start(`${party()}:EMSP`), await start(`${party()}:EMSP`)]
      const outcomes = await Promise.allSettled(
        others.map((other) => other.parts.service.registerWith({ name: 'first', versionsUrl, token })),
      )
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      const failed = outcomes.find(({ status }) => status === 'rejected') as PromiseRejectedResult
      expect(String(failed.reason)).toMatch(/40[15]/)
      expect(first.parts.directory.partners().map(({ status }) => status)).toEqual(['registered'])
      const loser = others.find((other) => other.parts.directory.partners().length === 0)
      expect(loser).toBeDefined()
      expect((await versionsOf(first, token)).http).toBe(401)
    })

    it('R-CRED-11 R-CRED-12 R-CRED-13 states that do not permit a method answer 405, and change nothing', async () => {
      const [first, second] = [await start(`${party()}:CPO`), await start(`${party()}:EMSP`)]
      const { token } = await first.parts.service.invite({ name: 'early' })
      const url = `${first.url}/ocpi/2.3.0/credentials`
      const body = second.parts.service.credentialsFor(
        { ...first.parts.directory.partners()[0]!, parties: '*' },
        '2.3.0',
        'a-token-of-theirs',
      )
      expect((await ask('PUT', url, token, body)).http).toBe(405)
      expect((await ask('DELETE', url, token)).http).toBe(405)
      expect((await ask('GET', url, token)).data.token).toBe(token)
      const { atSecond } = await registered(first, second)
      const inUse = second.parts.directory.outboundToken(atSecond.id)!
      expect((await ask('POST', url, inUse, body)).http).toBe(405)
      expect((await versionsOf(first, inUse)).status).toBe(1000)
    })

    it('R-CRED-08 R-CRED-16 a callback that is not answered in time gives 3001 and the invitation stays good', async () => {
      const mine = party()
      const first = await start(`${mine}:CPO`, { CALLBACK_TIMEOUT: '1' })
      const hanging = await serve(() => undefined)
      const { token, partner } = await first.parts.service.invite({ name: 'slow' })
      const credentials = {
        token: 'token-of-theirs',
        url: `${hanging}/versions`,
        roles: [{ role: 'EMSP', country_code: 'BE', party_id: 'SLO', business_details: { name: 'Slow' } }],
      }
      const said = await ask('POST', `${first.url}/ocpi/2.2.1/credentials`, token, credentials)
      expect([said.http, said.status]).toEqual([200, 3001])
      expect(said.message).toContain('in time')
      expect(first.parts.directory.partner(partner.id)?.status).toBe('invited')
      const second = await start(`${party()}:EMSP`)
      const versionsUrl = `${first.url}/ocpi/versions`
      await second.parts.service.registerWith({ name: 'first', versionsUrl, token })
      expect(first.parts.directory.partner(partner.id)?.status).toBe('registered')
    })

    it('a party of ours, or one another connection speaks for, is answered 2001 without calling back', async () => {
      const mine = party()
      const first = await start(`${mine}:CPO`)
      const second = await start(`${party()}:EMSP`)
      const { atFirst } = await registered(first, second)
      let called = 0
      const watching = await serve((_, answer) => {
        called += 1
        answer.end()
      })
      const { token } = await first.parts.service.invite({ name: 'greedy' })
      const theirs = first.parts.directory.partiesOf(atFirst)[0]!
      for (const taken of [mine, theirs]) {
        const [country_code, party_id] = taken.split('-')
        const roles = [{ role: 'EMSP', country_code, party_id, business_details: { name: 'Greedy' } }]
        const credentials = { token: 'token-of-theirs', url: `${watching}/versions`, roles }
        const said = await ask('POST', `${first.url}/ocpi/2.2.1/credentials`, token, credentials)
        expect([said.http, said.status]).toEqual([200, 2001])
        expect(said.message).toContain('/roles/0/party_id')
      }
      expect(called).toBe(0)
    })

    it('a version it is bound to is the only one listed and accepted', async () => {
      const first = await start(`${party()}:CPO`)
      const { token } = await first.parts.service.invite({ name: 'bound', version: '2.2.1' })
      const { data } = await versionsOf(first, token)
      expect(data).toEqual([{ version: '2.2.1', url: `${first.url}/ocpi/2.2.1` }])
      expect((await ask('GET', `${first.url}/ocpi/2.3.0`, token)).http).toBe(404)
    })

    it('R-AUTH-03 tokens of any characters OCPI allows can be sent and received', async () => {
      const first = await start(`${party()}:CPO`)
      const second = await start(`${party()}:EMSP`)
      const odd = '~~~???>>>a+/='
      const { partner } = await first.parts.service.connect({
        name: 'odd',
        version: '2.2.1',
        endpoints: [{ identifier: 'tokens', role: 'SENDER', url: `${second.url}/ocpi/2.2.1/sender/tokens` }],
        roles: [{ role: 'EMSP', countryCode: 'BE', partyId: 'ODD', businessDetails: { name: 'Odd' } }],
        token: odd,
        ourToken: odd,
      })
      expect((await versionsOf(first, odd)).status).toBe(1000)
      await second.parts.service.connect({
        name: 'odd too',
        version: '2.2.1',
        endpoints: [],
        roles: [{ role: 'CPO', countryCode: 'BE', partyId: 'ODE', businessDetails: { name: 'Odd' } }],
        token: 'unused',
        ourToken: odd,
      })
      const tokens = { module: 'tokens', side: 'SENDER', endpoint: 'getTokens' } as const
      expect((await first.parts.outbound.call(partner, tokens)).kind).toBe('ok')
    })
  })

  describe('that we begin', () => {
    it('R-CRED-10 ends before anything is sent when the other side lacks what we need', async () => {
      const second = await start(`${party()}:CPO`)
      const heard: string[] = []
      const url: string = await serve((request, answer) => {
        heard.push(`${request.method} ${request.url}`)
        const data = request.url?.startsWith('/v')
          ? [{ version: '2.2.1', url: `${url}/2.2.1` }]
          : {
              version: '2.2.1',
              endpoints: [
                { identifier: 'credentials', role: 'RECEIVER', url: `${url}/credentials` },
                { identifier: 'cdrs', role: 'RECEIVER', url: `${url}/cdrs` },
              ],
            }
        answer.end(JSON.stringify({ status_code: 1000, timestamp: '2026-11-22T10:00:00Z', data }))
      })
      const registering = second.parts.service.registerWith({ name: 'bare', versionsUrl: `${url}/v`, token: 'A' })
      await expect(registering).rejects.toThrow('tokens SENDER')
      expect(heard).toEqual(['GET /v', 'GET /2.2.1'])
      expect(second.parts.directory.partners()).toEqual([])
    })

    it('leaves nothing behind when it fails, and says at which step', async () => {
      const second = await start(`${party()}:EMSP`)
      const first = await start(`${party()}:CPO`)
      const wrong = second.parts.service.registerWith({
        name: 'wrong token',
        versionsUrl: `${first.url}/ocpi/versions`,
        token: 'nobody-gave-this',
      })
      await expect(wrong).rejects.toThrow('HTTP 401')
      const nowhere = second.parts.service.registerWith({ name: 'x', versionsUrl: 'http://127.0.0.1:9/', token: 'x' })
      await expect(nowhere).rejects.toThrow('versions list could not be read')
      expect(second.parts.directory.partners()).toEqual([])
    })

    it('refuses a private address, and ours if nobody could reach it, before anything is sent', async () => {
      const settings = { ALLOW_PRIVATE_PARTNERS: 'false' }
      const unreachable = await start(`${party()}:EMSP`, settings)
      const order = { name: 'x', versionsUrl: 'https://ocpi.example.com/versions', token: 'x' }
      await expect(unreachable.parts.service.registerWith(order)).rejects.toThrow('PUBLIC_URL')
      await expect(unreachable.parts.service.invite({ name: 'x' })).rejects.toThrow('PUBLIC_URL')
      const reachable = await start(`${party()}:EMSP`, { ...settings, PUBLIC_URL: 'https://ocpi.example.org' })
      const inside = { ...order, versionsUrl: 'http://192.168.1.1/versions' }
      await expect(reachable.parts.service.registerWith(inside)).rejects.toThrow('ALLOW_PRIVATE_PARTNERS')
      expect((await reachable.parts.service.invite({ name: 'x' })).versionsUrl).toBe(
        'https://ocpi.example.org/ocpi/versions',
      )
    })
  })
})
