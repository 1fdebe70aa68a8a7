// A platform with a hub party, as far as it is one yet: it says so in its credentials, and reaches nobody. Source:
// credentials, "hub_party_id"; transport, "Unique message IDs" and "Message Routing Headers".

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OurSide, outcome, startPlatform, US, versions } from './conversation.ts'
import type { Json } from './objects.ts'
import { type Said, Stranger, type StrangerOptions } from './stranger.ts'

describe.each(versions)('in %s', (version) => {
  let ours: OurSide
  const met: Stranger[] = []

  beforeAll(async () => {
    ours = await startPlatform({ PARTIES: 'NL-HUB:HUB,NL-ABC:CPO+EMSP' })
  })
  afterAll(async () => {
    await Promise.all(met.map((stranger) => stranger.stop()))
    await ours.stop()
  })

  async function registers(role: StrangerOptions['role'], party_id: string, more: Json = {}) {
    const stranger = await Stranger.start({ role, version, party: { country_code: 'BE', party_id } })
    met.push(stranger)
    const { versions_url, token, id } = await ours.invite()
    stranger.outbound = token
    await stranger.discover(versions_url)
    const body = { ...stranger.credentials(), ...more }
    const said: Said = await stranger.send('POST', stranger.credentialsUrl, { body, config: true })
    if (said.envelope.status_code === 1000) stranger.outbound = (said.envelope.data as { token: string }).token
    return { stranger, said, id }
  }

  test('R-CRED-22 a hub says which of its parties it is: in hub_party_id, in 2.2.1 by the role HUB', async () => {
    const { said } = await registers('EMSP', 'HB1')
    const given = said.envelope.data as { hub_party_id?: string; roles: Json[] }
    const hub = given.roles.filter(({ party_id }) => party_id === 'HUB').map(({ role }) => role)
    if (version === '2.3.0') expect([given.hub_party_id, hub]).toEqual(['NLHUB', ['OTHER']])
    else expect([given.hub_party_id, hub]).toEqual([undefined, ['HUB']])
  })

  if (version === '2.3.0')
    test('R-CRED-22 a partner that is a hub says so too: two letters and three characters in one', async () => {
      const { said } = await registers('EMSP', 'HB2', { hub_party_id: 'BEHB2' })
      expect(outcome(said)).toBe('200/1000')
      const wrong = await registers('EMSP', 'HB3', { hub_party_id: 'BE-HB3' })
      expect(outcome(wrong.said)).toBe('200/2001')
    })

  test('R-ID-06 R-ID-03 its answer has the ids of the request, also for a party it does not reach', async () => {
    const { stranger } = await registers('EMSP', 'HB4')
    const url = stranger.theirs.get('locations.SENDER')!
    const ids = { 'X-Request-ID': 'request-of-mine', 'X-Correlation-ID': 'chain-of-mine' }
    for (const [to, expected] of [
      [US, '200/1000'],
      [{ country_code: 'FR', party_id: 'FAR' }, '200/4001'],
    ] as const) {
      const said = await stranger.send('GET', url, { to, headers: ids })
      expect(outcome(said)).toBe(expected)
      expect(said.headers).toMatchObject({
        'x-request-id': 'request-of-mine',
        'x-correlation-id': 'chain-of-mine',
        'ocpi-to-party-id': 'HB4',
        'ocpi-from-party-id': to.party_id,
      })
    }
  })
})
