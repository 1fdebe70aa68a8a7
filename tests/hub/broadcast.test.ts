// Broadcast Push and GET All through a hub, as strangers see it: two CPOs and two eMSPs, in two versions.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faultPaths, joined, type OurSide, outcome, startPlatform } from '../stranger/conversation.ts'
import { cdr, type Json, location, session, tariff, token } from '../stranger/objects.ts'
import { eventually, type Heard, type Party, type Stranger, type StrangerOptions } from '../stranger/stranger.ts'

const HUB = { country_code: 'NL', party_id: 'HUB' }
const party = (party_id: string): Party => ({ country_code: 'BE', party_id })
const at = (minute: number): string => `2026-07-01T10:${String(minute).padStart(2, '0')}:00Z`

describe('through a hub', () => {
  let hub: OurSide
  let cpo: Stranger
  let cpo2: Stranger
  let ems: Stranger
  let ems2: Stranger
  const met: Stranger[] = []

  const meet = async (role: StrangerOptions['role'], version: StrangerOptions['version'], party_id: string) => {
    const stranger = await joined(hub, { role, version, party: party(party_id) })
    met.push(stranger)
    return stranger
  }
  const of = (stranger: Stranger, object: Json): Json => ({ ...object, ...stranger.party })
  const put = (stranger: Stranger, module: string, path: string, options: Parameters<Stranger['send']>[2]) =>
    stranger.send('PUT', `${stranger.theirs.get(`${module}.RECEIVER`)}/BE/${stranger.party.party_id}/${path}`, {
      to: HUB,
      ...options,
    })
  const heard = (stranger: Stranger, path: string, method = 'PUT'): Heard[] =>
    stranger.heard.filter((one) => one.method === method && one.path.split('?')[0] === path)

  beforeAll(async () => {
    hub = await startPlatform({ PARTIES: 'NL-HUB:HUB' })
    cpo = await meet('CPO', '2.2.1', 'CP1')
    cpo2 = await meet('CPO', '2.3.0', 'CP2')
    ems = await meet('EMSP', '2.2.1', 'EM1')
    ems2 = await meet('EMSP', '2.3.0', 'EM2')
    // Lanes begin a moment after a registration.
    let minute = 0
    for (const stranger of [ems, ems2]) {
      await eventually('something is pushed', async () => {
        const body = { ...of(cpo, tariff('FIRST', '2.2.1')), last_updated: at(minute++ % 60) }
        await put(cpo, 'tariffs', 'FIRST', { body })
        return heard(stranger, '/in/tariffs/BE/CP1/FIRST')[0]
      })
    }
    for (const stranger of [cpo, cpo2]) {
      await eventually('something is pushed', async () => {
        const body = { ...of(ems, token('FIRST')), last_updated: at(minute++ % 60) }
        await put(ems, 'tokens', 'FIRST', { body })
        return heard(stranger, '/in/tokens/BE/EM1/FIRST')[0]
      })
    }
  })
  afterAll(async () => {
    await Promise.all(met.map((stranger) => stranger.stop()))
    await hub.stop()
  })

  test('R-ROUTE-13 T-38 a broadcast is answered at once by the hub itself, whatever its receivers say', async () => {
    ems.answer = ({ path }) => (path.includes('L-AT-ONCE') ? { code: 2001 } : undefined)
    let release = () => {}
    const held = new Promise<undefined>((resolve) => {
      release = () => resolve(undefined)
    })
    ems2.answer = ({ path }) => (path.includes('L-AT-ONCE') ? held : undefined)
    const said = await put(cpo, 'locations', 'L-AT-ONCE', { body: of(cpo, location('L-AT-ONCE', '2.2.1')) })
    expect(outcome(said)).toBe('201/1000')
    expect(said.headers).toMatchObject({
      'ocpi-from-country-code': 'NL',
      'ocpi-from-party-id': 'HUB',
      'ocpi-to-country-code': 'BE',
      'ocpi-to-party-id': 'CP1',
    })
    await eventually('the slow one was sent it', () => heard(ems2, '/in/locations/BE/CP1/L-AT-ONCE')[0])
    release()
    ems.answer = () => undefined
    ems2.answer = () => undefined
  })

  test('R-ROUTE-14 R-ROUTE-18 R-ROUTE-31 each gets it from the hub, with its owner in the URL, as it came', async () => {
    const text = JSON.stringify({ ...of(cpo, location('L1', '2.2.1')), foo: 1, x_price: 'N' }).replace(
      '"x_price":"N"',
      '"x_price":0.250',
    )
    await put(cpo, 'locations', 'L1', { text, headers: { 'X-Correlation-ID': 'of-this-broadcast' } })
    const one = await eventually('it arrives', () => heard(ems, '/in/locations/BE/CP1/L1')[0])
    expect(one.headers).toMatchObject({
      'ocpi-from-country-code': 'NL',
      'ocpi-from-party-id': 'HUB',
      'ocpi-to-country-code': 'BE',
      'ocpi-to-party-id': 'EM1',
      'x-correlation-id': 'of-this-broadcast',
    })
    expect(one.headers['x-request-id']).not.toBe('')
    expect(one.body).toEqual(JSON.parse(text))
    expect(one.text).toMatch(/"x_price": ?0\.250/)
    const two = await eventually('it arrives in 2.3.0', () => heard(ems2, '/in/locations/BE/CP1/L1')[0])
    expect(two.body).toMatchObject({ foo: 1, last_updated: '2026-06-29T20:39:09Z' })
    expect(heard(cpo, '/in/locations/BE/CP1/L1')).toEqual([])
    expect(heard(cpo2, '/in/locations/BE/CP1/L1')).toEqual([])
    // R-ID: one exchange after the other is found by the correlation id.
    const legs = await eventually('both legs are in the message log', async () => {
      const { body } = await hub.api('GET', '/exchanges?correlation_id=of-this-broadcast')
      const items = body.items as { direction: string; path: string }[]
      return items.length >= 3 ? items : undefined
    })
    expect(legs.map(({ direction }) => direction).sort()).toEqual(['in', 'out', 'out'])
  })

  test('R-ROUTE-30 parts of it go on too: an EVSE, a status, a connector, with their own last_updated', async () => {
    await put(cpo, 'locations', 'L2', { body: of(cpo, location('L2', '2.2.1')) })
    await eventually('it arrives', () => heard(ems, '/in/locations/BE/CP1/L2')[0])
    const url = `${cpo.theirs.get('locations.RECEIVER')}/BE/CP1/L2/3256`
    const status = { status: 'CHARGING', last_updated: at(11) }
    expect(outcome(await cpo.send('PATCH', url, { to: HUB, body: status }))).toBe('200/1000')
    const patched = await eventually('the status arrives', () => heard(ems, '/in/locations/BE/CP1/L2/3256', 'PATCH')[0])
    expect(patched.body).toEqual(status)
    const [{ connectors }] = location('L2', '2.2.1').evses as [{ connectors: Json[] }]
    const connector = { ...connectors[0], max_amperage: 32, last_updated: at(12) }
    expect(outcome(await cpo.send('PUT', `${url}/1`, { to: HUB, body: connector }))).toBe('200/1000')
    const evse = await eventually('the EVSE arrives', () => heard(ems, '/in/locations/BE/CP1/L2/3256')[0])
    expect(evse.body).toMatchObject({ last_updated: at(12), connectors: [connector] })
  })

  test('tariffs are DELETEd, tokens go to CPOs, whatever version they speak', async () => {
    await put(cpo2, 'tariffs', 'T2', { body: of(cpo2, tariff('T2', '2.3.0')) })
    await eventually('it arrives', () => heard(ems, '/in/tariffs/BE/CP2/T2')[0])
    const url = `${cpo2.theirs.get('tariffs.RECEIVER')}/BE/CP2/T2`
    expect(outcome(await cpo2.send('DELETE', url, { to: HUB }))).toBe('200/1000')
    for (const stranger of [ems, ems2]) {
      await eventually('it is deleted', () => heard(stranger, '/in/tariffs/BE/CP2/T2', 'DELETE')[0])
    }
    await put(ems, 'tokens', 'CARD2', { body: of(ems, token('CARD2')) })
    for (const stranger of [cpo, cpo2]) {
      const arrived = await eventually('the token arrives', () => heard(stranger, '/in/tokens/BE/EM1/CARD2')[0])
      expect(arrived.body).toEqual(of(ems, token('CARD2')))
    }
    expect(heard(ems2, '/in/tokens/BE/EM1/CARD2')).toEqual([])
  })

  test('R-ROUTE-17 sessions and CDRs are for one party: a broadcast of them is refused with the reason', async () => {
    const body = of(cpo, session('S1', ems.party, '2.2.1'))
    const said = await put(cpo, 'sessions', 'S1', { body })
    expect(outcome(said)).toBe('200/2001')
    expect(faultPaths(said)).toEqual(['OCPI-to-party-id'])
    const posted = await cpo2.send('POST', cpo2.theirs.get('cdrs.RECEIVER')!, {
      to: HUB,
      body: of(cpo2, cdr('C1', ems.party, '2.3.0')),
    })
    expect(outcome(posted)).toBe('200/2001')
    expect(posted.headers).toMatchObject({ 'ocpi-from-party-id': 'HUB', 'ocpi-to-party-id': 'CP2' })
    for (const stranger of met) {
      expect(stranger.heard.filter(({ path }) => /\/in\/(sessions|cdrs)/.test(path))).toEqual([])
    }
  })

  test('R-ROUTE-16 a GET of what was pushed is answered by the hub and asked of nobody', async () => {
    await put(cpo, 'locations', 'L3', { body: of(cpo, location('L3', '2.2.1')) })
    const url = `${cpo.theirs.get('locations.RECEIVER')}/BE/CP1/L3`
    const said = await cpo.send('GET', url, { to: HUB })
    expect(outcome(said)).toBe('200/1000')
    expect(said.envelope.data).toEqual(of(cpo, location('L3', '2.2.1')))
    for (const stranger of met)
      expect(stranger.heard.filter(({ method, path }) => method === 'GET' && path.includes('L3'))).toEqual([])
  })

  test('what each pair of parties said is counted, objects pushed to all among it', async () => {
    await put(cpo, 'locations', 'COUNTED', { body: of(cpo, location('COUNTED', '2.2.1')) })
    await eventually('it arrives', () => heard(ems, '/in/locations/BE/CP1/COUNTED')[0])
    const pair = await eventually('it is counted', async () => {
      const { status, body } = await hub.api('GET', '/hub/pairs?from=BE-CP1&to=be-em1')
      expect(status).toBe(200)
      return (body.items as { from: string; to: string; messages: { module: string; messages: number }[] }[])[0]
    })
    expect([pair.from, pair.to]).toEqual(['BE-CP1', 'BE-EM1'])
    expect(pair.messages.map(({ module }) => module)).toContain('locations')
    const first = (await hub.api('GET', '/hub/pairs?limit=1')).body as { items: Json[]; next: string }
    expect(first.items).toHaveLength(1)
    const second = (await hub.api('GET', `/hub/pairs?limit=1&next=${first.next}`)).body as { items: Json[] }
    expect(second.items[0]).not.toEqual(first.items[0])
    expect((await hub.api('GET', '/hub/pairs?from=nobody')).status).toBe(400)
    const metrics = await (await fetch(`${hub.url}/metrics`)).text()
    expect(metrics).toMatch(
      /interchange_hub_messages_total\{from="BE-CP1",to="BE-EM1",module="locations",outcome="ok"\} \d/,
    )
  })

  describe('GET All', () => {
    /** All pages of a list. */
    const crawl = async (stranger: Stranger, module: string, query = '') => {
      const items: Json[] = []
      const totals = new Set<string>()
      let pages = 0
      let url: string | undefined = `${stranger.theirs.get(`${module}.SENDER`)}${query}`
      while (url) {
        const said = await stranger.send('GET', url, { to: HUB })
        expect(outcome(said)).toBe('200/1000')
        expect(said.headers).toMatchObject({ 'ocpi-from-party-id': 'HUB', 'ocpi-to-party-id': stranger.party.party_id })
        items.push(...(said.envelope.data as Json[]))
        totals.add(said.headers['x-total-count'] ?? '')
        pages++
        url = /<([^>]+)>; rel="next"/.exec(said.headers.link ?? '')?.[1]
        if (url) expect(url.startsWith(hub.url)).toBe(true)
      }
      return {
        items,
        totals: [...totals],
        pages,
        names: items.map(({ party_id, id, uid }) => `${party_id} ${id ?? uid}`),
      }
    }

    test('R-ROUTE-23 R-ROUTE-24 objects of all, in order of creation, each with its owner and its last_updated', async () => {
      for (let n = 0; n < 4; n++) {
        await put(cpo, 'tariffs', `A${n}`, { body: { ...of(cpo, tariff(`A${n}`, '2.2.1')), bar: n } })
        await put(cpo2, 'tariffs', `A${n}`, { body: of(cpo2, tariff(`A${n}`, '2.3.0')) })
      }
      const { items, totals, pages, names } = await crawl(ems, 'tariffs', '?limit=3')
      const made = names.filter((name) => / A\d$/.test(name))
      expect(made).toEqual([0, 1, 2, 3].flatMap((n) => [`CP1 A${n}`, `CP2 A${n}`]))
      expect(totals).toEqual([String(items.length)])
      expect(pages).toBe(Math.ceil(items.length / 3))
      // What is in the version of who asks is as it came.
      expect(items.find((item) => item.party_id === 'CP1' && item.id === 'A2')).toEqual({
        ...of(cpo, tariff('A2', '2.2.1')),
        bar: 2,
      })
      for (const item of items) if (item.id !== 'FIRST') expect(item.last_updated).toBe('2026-06-29T20:39:09Z')
    })

    test('R-ROUTE-24 filters and counts are those of what this caller may see; nobody finds its own objects', async () => {
      const body = { ...of(cpo, tariff('NEWER', '2.2.1')), last_updated: '2026-08-01T00:00:00Z' }
      await put(cpo, 'tariffs', 'NEWER', { body })
      const { names, totals } = await crawl(ems2, 'tariffs', '?date_from=2026-08-01T00:00:00Z')
      expect([names, totals]).toEqual([['CP1 NEWER'], ['1']])
      const none = await crawl(ems2, 'tariffs', '?date_to=2020-01-01T00:00:00Z')
      expect([none.names, none.totals]).toEqual([[], ['0']])
      await put(ems, 'tokens', 'MINE', { body: of(ems, token('MINE')) })
      expect((await crawl(cpo, 'tokens')).names).toContain('EM1 MINE')
      // A CPO has no use for tariffs of others, an eMSP none for tokens.
      expect((await crawl(cpo2, 'tariffs')).names).toEqual([])
      expect((await crawl(ems2, 'tokens')).names).toEqual([])
    })

    test('R-LOC-17 locations with their EVSEs, without those that are not published', async () => {
      await put(cpo2, 'locations', 'SECRET', { body: { ...of(cpo2, location('SECRET', '2.3.0')), publish: false } })
      await put(cpo2, 'locations', 'OPEN', { body: of(cpo2, location('OPEN', '2.3.0')) })
      const { names, items } = await crawl(ems2, 'locations')
      expect(names).toContain('CP2 OPEN')
      expect(names).not.toContain('CP2 SECRET')
      expect(items.find(({ id }) => id === 'OPEN')).toEqual(of(cpo2, location('OPEN', '2.3.0')))
    })

    test('R-SES-20 sessions only to whom they are about', async () => {
      cpo2.lists.sessions = ['EM1', 'EM2']
        .map((id) => session(`S-${id}`, party(id), '2.3.0'))
        .map((one) => of(cpo2, one))
      const partners = (await hub.api('GET', '/partners')).body.items as { id: string; roles: { party_id: string }[] }[]
      const { id } = partners.find(({ roles }) => roles[0]?.party_id === 'CP2')!
      await eventually('the hub has read them', async () => {
        await hub.api('POST', `/partners/${id}/pull`, { module: 'sessions', full: true })
        return (await crawl(ems, 'sessions', '?date_from=2020-01-01T00:00:00Z')).names[0]
      })
      expect((await crawl(ems, 'sessions', '?date_from=2020-01-01T00:00:00Z')).names).toEqual(['CP2 S-EM1'])
      expect((await crawl(ems2, 'sessions', '?date_from=2020-01-01T00:00:00Z')).names).toEqual(['CP2 S-EM2'])
      expect(heard(ems, '/in/sessions/BE/CP2/S-EM1')).toEqual([])
    })

    test('a party that goes while the list is read takes its own objects along and nobody else’s', async () => {
      const ids = (await crawl(ems2, 'tariffs')).names.filter((name) => name.startsWith('CP2'))
      const first = await ems2.send('GET', `${ems2.theirs.get('tariffs.SENDER')}?limit=3`, { to: HUB })
      const partners = (await hub.api('GET', '/partners')).body.items as { id: string; roles: { party_id: string }[] }[]
      const { id } = partners.find(({ roles }) => roles[0]?.party_id === 'CP1')!
      expect((await hub.api('PATCH', `/partners/${id}`, { status: 'suspended' })).status).toBe(200)
      const rest = await crawl(ems2, 'tariffs', new URL(/<([^>]+)>/.exec(first.headers.link!)![1]!).search)
      const begun = (first.envelope.data as Json[]).map((one) => `${one.party_id} ${one.id}`)
      expect(rest.names.filter((name) => name.startsWith('CP1'))).toEqual([])
      expect([...begun, ...rest.names].filter((name) => name.startsWith('CP2'))).toEqual(ids)
      // Nothing was said about them.
      expect(heard(ems2, '/in/tariffs/BE/CP1/A1', 'DELETE')).toEqual([])
    })
  })
})
