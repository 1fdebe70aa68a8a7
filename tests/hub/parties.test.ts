// Parties of a hub: who is told of whom, by HubClientInfo and credentials, over real HTTP between platforms. Source:
// HubClientInfo; credentials, "hub_party_id"; core.md R-HCI, R-CRED-22 to R-CRED-24.

import { describe, expect, it } from 'vitest'
import { type RunningPlatform, registered, startPlatform } from '../support/platforms.ts'
import { ShiftedClock } from '../support/shifted-clock.ts'
import { until } from '../support/until.ts'

const hubs = () => startPlatform({ parties: 'NL-HUB:HUB' })
const at = (platform: RunningPlatform) => platform.parts.directory

/** The hub as a client of it knows it. */
const hubOf = (client: RunningPlatform) => at(client).partners()[0]!
const statusAt = (client: RunningPlatform, party: string) => at(client).statusOf(party)

describe.each(['2.2.1', '2.3.0'])('in %s', (version) => {
  it('R-HCI-01 R-CRED-23 R-HCI-09 two partners of a hub learn of each other, and that one goes away', async () => {
    const [hub, cpo, emsp] = await Promise.all([
      hubs(),
      startPlatform({ parties: 'NL-CP1:CPO' }),
      startPlatform({ parties: 'DE-EM1:EMSP' }),
    ])
    await registered(hub, cpo, { version })
    const { atFirst } = await registered(hub, emsp, { version })
    await until(() => statusAt(cpo, 'DE-EM1') === 'CONNECTED' && statusAt(emsp, 'NL-CP1') === 'CONNECTED')
    expect(at(emsp).serving('NL-CP1', 'CPO')).toBe(hubOf(emsp))
    expect(at(emsp).mayActFor(hubOf(emsp), 'NL-CP1')).toBe(true)
    expect(at(emsp).partiesOf(hubOf(emsp), 'CPO')).toEqual(['NL-CP1'])
    expect(hubOf(emsp).hubParty).toEqual({ countryCode: 'NL', partyId: 'HUB' })
    await until(() => hub.parts.hubParties.isTold(atFirst.id, 'NL-CP1'))

    await hub.parts.service.change(atFirst.id, { status: 'suspended' })
    await until(() => statusAt(cpo, 'DE-EM1') === 'SUSPENDED')
    expect(at(cpo).mayActFor(hubOf(cpo), 'DE-EM1')).toBe(false)
    await hub.parts.service.change(atFirst.id, { status: 'registered' })
    await until(() => statusAt(cpo, 'DE-EM1') === 'CONNECTED')
  })

  it('R-HCI-10 R-HCI-06 a partner silent for five minutes is asked for; without an answer it is OFFLINE, and let alone', async () => {
    const clock = new ShiftedClock()
    const [hub, cpo, emsp] = await Promise.all([
      startPlatform({ parties: 'NL-HUB:HUB', clock }),
      startPlatform({ parties: 'NL-CP1:CPO' }),
      startPlatform({ parties: 'DE-EM1:EMSP' }),
    ])
    await registered(hub, cpo, { version })
    const { atFirst } = await registered(hub, emsp, { version })
    await until(() => statusAt(cpo, 'DE-EM1') === 'CONNECTED')
    const asked = () => emsp.log.filter(({ module, direction }) => module === 'versions' && direction === 'in').length
    const before = asked()
    clock.forward(301)
    await until(() => asked() > before)
    expect(at(hub).partner(atFirst.id)?.status).toBe('registered')

    await emsp.stop()
    await until(() => {
      clock.forward(10)
      return statusAt(cpo, 'DE-EM1') === 'OFFLINE'
    })
    expect(at(cpo).mayActFor(hubOf(cpo), 'DE-EM1')).toBe(true)
    const heard = hub.log.length
    const answer = await cpo.parts.outbound.call(hubOf(cpo), {
      module: 'tokens',
      side: 'SENDER',
      endpoint: 'getTokens',
      from: { countryCode: 'NL', partyId: 'CP1' },
      to: { countryCode: 'DE', partyId: 'EM1' },
    })
    expect(answer).toMatchObject({ kind: 'unsendable', away: true })
    const tokens = hub.log.slice(heard).filter(({ module, direction }) => module === 'tokens' && direction === 'in')
    expect(tokens).toEqual([])
  })
})
