// Parties of a hub, as somebody who wrote after the specification alone hears of them and tells of them. Source:
// HubClientInfo; credentials; core.md R-HCI, T-37, T-43.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faultPaths, joined, type OurSide, outcome, startPlatform, versions } from '../../stranger/conversation.ts'
import { CPO, type Json, location, session } from '../../stranger/objects.ts'
import { eventually, type Heard, Stranger, type StrangerRole } from '../../stranger/stranger.ts'

const party = (country_code: string, party_id: string) => ({ country_code, party_id })

describe.each(versions)('in %s', (version) => {
  const met: Stranger[] = []
  const meets = async (ours: OurSide, role: StrangerRole, code: string) => {
    const stranger = await joined(ours, { role, version, party: party(code.slice(0, 2), code.slice(3)) })
    met.push(stranger)
    return stranger
  }
  afterAll(() => Promise.all(met.map((stranger) => stranger.stop())))

  describe('of our hub', () => {
    let ours: OurSide
    beforeAll(async () => {
      ours = await startPlatform({ PARTIES: 'NL-HUB:HUB' })
    })
    afterAll(() => ours.stop())

    const isTold = ({ method, path }: Heard) => method === 'PUT' && path.startsWith('/in/clientinfo/')
    const told = (stranger: Stranger, code: string, status: string) =>
      eventually(`${code} is ${status}`, () =>
        stranger.heard.find(
          (heard) =>
            isTold(heard) && heard.path.endsWith(code.replace('-', '/')) && (heard.body as Json).status === status,
        ),
      )
    const list = async (stranger: Stranger, query = '') => {
      const url = `${stranger.theirs.get('hubclientinfo.SENDER')}${query}`
      return await stranger.send('GET', url, { config: true })
    }
    const partnerOf = async (code: string) => {
      const { body } = await ours.api('GET', '/partners')
      const all = body.items as { id: string; roles: { party_id: string }[] }[]
      return all.find(({ roles }) => roles.some(({ party_id }) => party_id === code.slice(3)))!.id
    }

    test('R-HCI-01 R-HCI-11 R-HCI-13 R-HCI-05 a partner is told of the others at the URL it gave, without routing headers', async () => {
      const [emsp] = [await meets(ours, 'EMSP', 'DE-EM1')]
      await meets(ours, 'CPO', 'NL-CP1')
      const { body, headers } = await told(emsp, 'NL-CP1', 'CONNECTED')
      const { last_updated, ...rest } = body as Json
      expect(rest).toEqual({ ...party('NL', 'CP1'), role: 'CPO', status: 'CONNECTED' })
      expect(Date.parse(String(last_updated))).not.toBeNaN()
      expect(Object.keys(headers).filter((name) => name.startsWith('ocpi-'))).toEqual([])
      expect(headers['x-correlation-id']).toBeTruthy()
    })

    test('R-HCI-03 R-ROUTE-02 its list has pages and date filters, and does not mind routing headers', async () => {
      const [, cpo] = met
      await meets(ours, 'EMSP', 'DE-EM2')
      const parties = (envelope: { data?: unknown }) => (envelope.data as Json[]).map(({ party_id }) => party_id)
      const whole = await list(cpo!)
      expect(parties(whole.envelope)).toEqual(['EM1', 'EM2'])
      expect(whole.headers).toMatchObject({ 'x-total-count': '2' })
      const first = await list(cpo!, '?limit=1')
      expect([parties(first.envelope), first.headers['x-limit']]).toEqual([['EM1'], '1'])
      const link = /<(.*)>; rel="next"/.exec(first.headers.link ?? '')![1]!
      const second = await cpo!.send('GET', link, { to: party('DE', 'EM1') })
      expect([parties(second.envelope), second.headers.link]).toEqual([['EM2'], undefined])
      expect(Object.keys(second.headers).filter((name) => name.startsWith('ocpi-'))).toEqual([])
      const [one] = whole.envelope.data as Json[]
      const after = new Date(Date.parse(String(one!.last_updated)) + 1).toISOString()
      expect(parties((await list(cpo!, `?date_from=${after}`)).envelope)).toEqual(['EM2'])
      expect(parties((await list(cpo!, `?date_to=${after}`)).envelope)).toEqual(['EM1'])
      expect(outcome(await list(cpo!, '?date_from=yesterday'))).toBe('200/2001')
    })

    test('R-HCI-02 R-HCI-08 planned when invited, SUSPENDED when it is gone; DELETE is not known', async () => {
      const [emsp] = met
      const business_details = { name: 'Soon' }
      const roles = [
        { ...party('NL', 'CP2'), role: 'CPO', business_details },
        { ...party('NL', 'CP2'), role: 'NSP', business_details },
      ]
      const { status, body } = await ours.api('POST', '/partners', { name: 'Soon', roles })
      expect(status).toBe(201)
      await told(emsp!, 'NL-CP2', 'PLANNED')
      await eventually('both roles are told (R-HCI-12)', () => {
        const heard = emsp!.heard.filter((one) => isTold(one) && one.path.endsWith('NL/CP2'))
        return new Set(heard.map((one) => (one.body as Json).role)).size === 2 ? true : undefined
      })
      await ours.api('DELETE', `/partners/${body.id}`)
      await told(emsp!, 'NL-CP2', 'SUSPENDED')
      await ours.api('PATCH', `/partners/${await partnerOf('NL-CP1')}`, { status: 'suspended' })
      await told(emsp!, 'NL-CP1', 'SUSPENDED')
      await ours.api('PATCH', `/partners/${await partnerOf('NL-CP1')}`, { status: 'registered' })
      const url = `${emsp!.theirs.get('hubclientinfo.SENDER')}/NL/CP1`
      expect((await emsp!.send('DELETE', url, { config: true })).http).toBe(404)
    })

    test('an agreement that hides a party withdraws it at that partner only, and one that shows it brings it back', async () => {
      const [emsp, , other] = met
      const connected = (stranger: Stranger) =>
        stranger.heard.filter((heard) => isTold(heard) && (heard.body as Json).status === 'CONNECTED').length
      await told(other!, 'NL-CP1', 'CONNECTED')
      const statuses = async (stranger: Stranger) =>
        ((await list(stranger)).envelope.data as Json[])
          .filter(({ party_id }) => party_id === 'CP1')
          .map(({ status }) => status)
      await eventually('it is back', async () => ((await statuses(emsp!))[0] === 'CONNECTED' ? true : undefined))
      const rule = (user: string, owner: string) => ({ effect: 'deny', user, owner })
      await ours.api('PUT', '/agreements/there', rule('DE-EM1', 'NL-CP1'))
      expect(await statuses(emsp!)).toEqual(['CONNECTED'])
      const suspended = emsp!.heard.filter(
        (heard) => isTold(heard) && (heard.body as Json).status === 'SUSPENDED',
      ).length
      await ours.api('PUT', '/agreements/back', rule('NL-CP1', 'DE-EM1'))
      await eventually('it is withdrawn', () => {
        const heard = emsp!.heard.filter((one) => isTold(one) && (one.body as Json).status === 'SUSPENDED')
        return heard.length > suspended ? true : undefined
      })
      expect([await statuses(emsp!), await statuses(other!)]).toEqual([['SUSPENDED'], ['CONNECTED']])
      const before = connected(emsp!)
      await ours.api('DELETE', '/agreements/back')
      await eventually('it is shown again', () => (connected(emsp!) > before ? true : undefined))
      expect(await statuses(emsp!)).toEqual(['CONNECTED'])
    })

    test('R-CRED-22 R-CRED-24 credentials list who is reached in 2.3.0, and the hub alone in 2.2.1', async () => {
      const [emsp] = met
      const said = await emsp!.send('GET', emsp!.credentialsUrl, { config: true })
      const { roles, hub_party_id } = said.envelope.data as { roles: Json[]; hub_party_id?: string }
      const listed = roles.map(({ party_id, role }) => `${party_id} ${role}`).sort()
      if (version === '2.2.1') expect([hub_party_id, listed]).toEqual([undefined, ['HUB HUB']])
      else expect([hub_party_id, listed]).toEqual(['NLHUB', ['CP1 CPO', 'EM2 EMSP', 'HUB OTHER']])
    })
  })

  describe('of its own hub', () => {
    let ours: OurSide
    let hub: Stranger
    const put = (code: string, more: Json, at = code) => {
      const body = { ...party(code.slice(0, 2), code.slice(3)), role: 'CPO', status: 'CONNECTED', ...more }
      const url = `${hub.theirs.get('hubclientinfo.RECEIVER')}/${at.replace('-', '/')}`
      const last_updated = new Date().toISOString()
      return hub.send('PUT', url, { body: { ...body, last_updated, ...more }, config: true })
    }
    /** Broadcast: from the hub, the owner in the URL. */
    const pushes = (code: string) => {
      const object = { ...location('LOC1', version), ...party(code.slice(0, 2), code.slice(3)) }
      const url = `${hub.theirs.get('locations.RECEIVER')}/${code.replace('-', '/')}/LOC1`
      return hub.send('PUT', url, { body: object, to: party('NL', 'ABC') })
    }

    beforeAll(async () => {
      ours = await startPlatform({ PARTIES: 'NL-ABC:CPO+EMSP' })
      hub = await meets(ours, 'HUB', 'BE-HUB')
    })
    afterAll(() => ours.stop())

    test('R-HCI-09 T-37 pushes of a party are taken from the moment the hub says CONNECTED, in any case of its key', async () => {
      expect(outcome(await pushes('FR-NEW'))).toBe('404/2000')
      expect(outcome(await put('fr-New', {}))).toBe('200/1000')
      expect(outcome(await pushes('FR-NEW'))).toBe('201/1000')
      expect(outcome(await put('FR-NEW', { status: 'OFFLINE' }))).toBe('200/1000')
      expect(outcome(await pushes('FR-NEW'))).toBe('200/1000')
      for (const status of ['SUSPENDED', 'PLANNED']) {
        await put('FR-NEW', { status })
        expect(outcome(await pushes('FR-NEW'))).toBe('404/2000')
      }
    })

    test('R-HCI-04 R-HCI-05 R-HCI-12 what was PUT is read back, older news change nothing, two roles stand side by side', async () => {
      const url = `${hub.theirs.get('hubclientinfo.RECEIVER')}/FR/TWO`
      expect((await hub.send('GET', url, { config: true })).http).toBe(404)
      const at = '2026-01-02T00:00:00Z'
      expect(outcome(await put('FR-TWO', { last_updated: at }))).toBe('200/1000')
      const read = async () => (await hub.send('GET', url, { config: true })).envelope.data
      const known = { ...party('FR', 'TWO'), role: 'CPO', status: 'CONNECTED', last_updated: at }
      expect(await read()).toEqual(known)
      expect(outcome(await put('FR-TWO', { last_updated: '2026-01-01T00:00:00Z', status: 'SUSPENDED' }))).toBe(
        '200/1000',
      )
      expect(await read()).toEqual(known)
      await put('FR-TWO', { role: 'EMSP', status: 'SUSPENDED', last_updated: '2026-01-03T00:00:00Z' })
      expect(outcome(await pushes('FR-TWO'))).toBe('201/1000')
      const missing = await put('FR-TWO', { last_updated: undefined })
      expect([outcome(missing), faultPaths(missing)]).toEqual(['200/2001', ['/last_updated']])
      const elsewhere = await put('FR-TWO', {}, 'FR-ONE')
      expect([outcome(elsewhere), faultPaths(elsewhere)]).toEqual(['200/2001', ['/party_id']])
    })

    test('a partner that moves behind the hub keeps everything: its objects stay, and come through the hub from then on', async () => {
      const cpo = await meets(ours, 'CPO', 'FR-MOV')
      const object = { ...location('LOC9', version), ...cpo.party }
      const said = (by: Stranger) => {
        const url = `${by.theirs.get('locations.RECEIVER')}/FR/MOV/LOC9`
        return by.send('PUT', url, { body: object, to: party('NL', 'ABC') })
      }
      const source = async () => {
        const { body } = await ours.api('GET', '/locations?party=FR-MOV&meta=true')
        return (body.items as { meta: { partner: string; state: string } }[]).map(({ meta }) => meta.partner)
      }
      const partners = async () => (await ours.api('GET', '/partners')).body.items as { id: string; name: string }[]
      expect(outcome(await said(cpo))).toBe('201/1000')
      const [direct] = await source()
      await put('FR-MOV', {})
      // Bilateral before hub: it is answered as done, and the direct connection stays the source.
      expect(outcome(await said(hub))).toBe('200/1000')
      expect(await source()).toEqual([direct])

      await ours.api('DELETE', `/partners/${direct}`)
      expect(await source()).toEqual([direct])
      expect(outcome(await said(hub))).toBe('200/1000')
      const [byHub] = await source()
      expect((await partners()).map(({ id }) => id)).toContain(byHub)
    })

    test('R-HCI-06 R-HCI-07 nothing is sent to a party that is not CONNECTED; when it is back, the newest state, to it', async () => {
      const emsp = party('FR', 'EMS')
      const write = async (kwh: number) => {
        const last_updated = new Date().toISOString()
        const object = { ...session('S1', emsp, '2.3.0'), ...party('NL', 'ABC'), kwh, last_updated }
        expect((await ours.api('PUT', '/sessions/NL/ABC/S1', object)).status).toBeLessThan(300)
      }
      const heard = () => hub.heard.filter(({ path }) => path.startsWith('/in/sessions/NL/ABC/S1'))
      const waiting = async () => {
        const { body } = await ours.api('GET', '/parked')
        return (body.items as { state: string }[]).filter(({ state }) => state === 'waiting').length
      }
      await put('FR-EMS', { role: 'EMSP', status: 'OFFLINE' })
      for (const kwh of [1, 2]) await write(kwh)
      await eventually('it waits', async () => ((await waiting()) > 0 ? true : undefined))
      expect(heard()).toEqual([])
      await put('FR-EMS', { role: 'EMSP', status: 'CONNECTED' })
      const [first] = await eventually('it is sent', () => (heard().length > 0 ? heard() : undefined))
      expect(first).toMatchObject({ method: 'PUT', body: { kwh: 2 } })
      expect(first!.headers).toMatchObject({ 'ocpi-to-country-code': 'FR', 'ocpi-to-party-id': 'EMS' })
      await eventually('nothing waits', async () => ((await waiting()) === 0 ? true : undefined))
      expect(heard()).toHaveLength(1)
    })

    test('R-OWN-02 who is no hub tells of nobody, and nobody tells of our own party', async () => {
      const cpo = await meets(ours, 'CPO', `${CPO.country_code}-${CPO.party_id}`)
      const url = `${cpo.theirs.get('hubclientinfo.RECEIVER')}/FR/BAD`
      const body = { ...party('FR', 'BAD'), role: 'CPO', status: 'CONNECTED', last_updated: '2026-01-01T00:00:00Z' }
      expect(outcome(await cpo.send('PUT', url, { body, config: true }))).toBe('200/2000')
      expect(outcome(await put('NL-ABC', { role: 'EMSP', status: 'SUSPENDED' }))).toBe('200/1000')
      const { body: parties } = await ours.api('GET', '/parties')
      expect((parties.items as Json[]).map(({ party_id }) => party_id)).toEqual(['ABC'])
    })

    test('R-HCI-03 the list of its hub is read after the registration, page by page', async () => {
      const { versions_url, token } = await ours.invite()
      const other = await Stranger.start({ role: 'HUB', version, party: party('BE', 'HU2') })
      met.push(other)
      const last_updated = '2026-01-01T00:00:00Z'
      const codes = Array.from({ length: 60 }, (_, at) => `P${String(at).padStart(2, '0')}`)
      other.lists.clientinfo = codes.map((code) => ({
        ...party('FR', code),
        role: 'CPO',
        status: 'CONNECTED',
        last_updated,
      }))
      other.lists.clientinfo.push({ ...party('FR', 'BAD'), role: 'CPO', status: 'SLEEPING', last_updated })
      await other.register(versions_url, token)
      const object = { ...location('LOC1', version), ...party('FR', 'P59') }
      const url = `${other.theirs.get('locations.RECEIVER')}/FR/P59/LOC1`
      await eventually('the last party of the list is known', async () => {
        const said = await other.send('PUT', url, { body: object, to: party('NL', 'ABC') })
        return said.http === 201 ? said : undefined
      })
      const asked = other.heard.filter(({ path }) => path.startsWith('/out/clientinfo'))
      expect(asked).toHaveLength(2)
      expect(Object.keys(asked[0]!.headers).filter((name) => name.startsWith('ocpi-'))).toEqual([])
    })
  })
})
