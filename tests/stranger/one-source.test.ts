// A direct partner and a hub that speak for the same party. Source: transport, "Client Owned Objects"; one connection is
// the source for a party, so that two of them do not overwrite each other.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OurSide, outcome, startPlatform, US, versions } from './conversation.ts'
import { cdr, type Json, location, tariff } from './objects.ts'
import { type Said, Stranger } from './stranger.ts'

describe.each(versions)('in %s', (version) => {
  const SHARED = { country_code: 'DE', party_id: 'SHA' }
  let ours: OurSide
  let direct: { stranger: Stranger; id: string }
  let hub: { stranger: Stranger; id: string }

  async function registered(party_id: string, others: Json[], more: Json) {
    const stranger = await Stranger.start({ role: 'CPO', version, party: { country_code: 'DE', party_id } })
    stranger.roles = [...stranger.roles, ...others]
    const { versions_url, token, id } = await ours.invite()
    stranger.outbound = token
    await stranger.discover(versions_url)
    const body = { ...stranger.credentials(), ...more }
    const said: Said = await stranger.send('POST', stranger.credentialsUrl, { body, config: true })
    expect(outcome(said)).toBe('200/1000')
    stranger.outbound = (said.envelope.data as { token: string }).token
    return { stranger, id }
  }

  beforeAll(async () => {
    ours = await startPlatform()
    const shared = { role: 'CPO', ...SHARED, business_details: { name: 'Shared' } }
    const hubRole = { role: 'HUB', country_code: 'DE', party_id: 'HUB', business_details: { name: 'Hub' } }
    direct = await registered('SHA', [], {})
    hub =
      version === '2.3.0'
        ? await registered('HUB', [shared], { hub_party_id: 'DEHUB' })
        : await registered('HUB', [shared, hubRole], {})
    // Nothing but what a test asks for is read.
    for (const { id } of [direct, hub]) {
      const off = { tariffs: false, locations: false, sessions: false, cdrs: false }
      expect((await ours.api('PATCH', `/partners/${id}`, { settings: { pull: off } })).status).toBe(200)
    }
  })
  afterAll(async () => {
    await Promise.all([direct.stranger.stop(), hub.stranger.stop()])
    await ours.stop()
  })

  const push = ({ stranger }: { stranger: Stranger }, method: string, path: string, body?: Json) => {
    const [module, ...rest] = path.split('/')
    const url = [stranger.theirs.get(`${module}.RECEIVER`)!.replace(/\/$/, ''), ...rest].join('/')
    const from = { 'OCPI-from-country-code': 'DE', 'OCPI-from-party-id': 'SHA' }
    return stranger.send(method, url, { to: US, headers: from, ...(body === undefined ? {} : { body }) })
  }
  const at = (seconds: number) => `2026-07-06T08:00:${String(seconds).padStart(2, '0')}Z`
  const named = (name: string, seconds: number): Json => ({
    ...location('L1', version),
    ...SHARED,
    name,
    last_updated: at(seconds),
  })
  const stored = async () => (await ours.api('GET', '/locations/DE/SHA/L1')).body.name

  test('what the hub pushes of a party with a direct connection is answered 1000 and passed over', async () => {
    expect(outcome(await push(direct, 'PUT', 'locations/DE/SHA/L1', named('direct', 1)))).toBe('201/1000')
    expect(outcome(await push(hub, 'PUT', 'locations/DE/SHA/L1', named('hub', 2)))).toBe('200/1000')
    const patch = { name: 'hub', last_updated: at(3) }
    expect(outcome(await push(hub, 'PATCH', 'locations/DE/SHA/L1', patch))).toBe('200/1000')
    const price = { ...tariff('T1', version), ...SHARED }
    expect(outcome(await push(hub, 'PUT', 'tariffs/DE/SHA/T1', price))).toBe('200/1000')
    expect(await stored()).toBe('direct')
    expect((await ours.api('GET', '/tariffs/DE/SHA/T1')).status).toBe(404)
  })

  test('so is what is read of it at the hub, and not what is read of others', async () => {
    hub.stranger.lists.locations = [named('hub', 4), { ...named('behind', 4), party_id: 'HUB' }]
    const { body } = await ours.api('POST', `/partners/${hub.id}/pull`, { module: 'locations', full: true })
    expect((body.modules as Json[])[0]).toMatchObject({ foreign: 1, created: 1 })
    expect(await stored()).toBe('direct')
  })

  test('a CDR is taken whoever brings it', async () => {
    const bill = { ...cdr('C1', US, version), ...SHARED }
    expect(outcome(await push(hub, 'POST', 'cdrs', bill))).toBe('201/1000')
  })

  test('`source_for` turns it round', async () => {
    const { body } = await ours.api('PATCH', `/partners/${hub.id}`, { settings: { source_for: ['de-sha'] } })
    expect(body.settings).toMatchObject({ source_for: ['DE-SHA'] })
    expect(outcome(await push(hub, 'PUT', 'locations/DE/SHA/L1', named('hub', 5)))).toBe('200/1000')
    expect(outcome(await push(direct, 'PUT', 'locations/DE/SHA/L1', named('direct', 6)))).toBe('200/1000')
    expect(await stored()).toBe('hub')
    await ours.api('PATCH', `/partners/${hub.id}`, { settings: { source_for: [] } })
    expect(outcome(await push(direct, 'PUT', 'locations/DE/SHA/L1', named('direct', 7)))).toBe('200/1000')
    expect(await stored()).toBe('direct')
  })

  test('while the direct connection is switched off the hub is the source', async () => {
    await ours.api('PATCH', `/partners/${direct.id}`, { status: 'suspended' })
    expect(outcome(await push(hub, 'PUT', 'locations/DE/SHA/L1', named('hub', 8)))).toBe('200/1000')
    expect(await stored()).toBe('hub')
  })
})
