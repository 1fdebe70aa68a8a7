// When a hub tells its partners of parties that come and go. Source: credentials, "hub_party_id"; core.md R-CRED-23,
// R-CRED-24, R-HCI-06.

import { expect, it } from 'vitest'
import { engines, freshSchema } from '../support/databases.ts'
import { type RunningPlatform, registered, startPlatform } from '../support/platforms.ts'
import { ShiftedClock } from '../support/shifted-clock.ts'
import { until } from '../support/until.ts'
import { join } from './network.ts'

/** A partner without a handshake, which is registered at once and answers nothing. */
const joins = async (hub: RunningPlatform, partyId: string, role = 'CPO' as 'CPO' | 'EMSP') =>
  await hub.parts.service.connect({
    name: partyId,
    version: '2.3.0',
    endpoints: [],
    roles: [{ countryCode: 'NL', partyId, role, businessDetails: { name: `Company ${partyId}` } }],
    token: `token-of-${partyId}`,
  })

const puts = (platform: RunningPlatform) =>
  platform.log.filter(({ event, direction, module, method }) => {
    return event === 'exchange' && direction === 'in' && module === 'credentials' && method === 'PUT'
  }).length

const numbers = Array.from({ length: 20 }, (_, at) => `C${String(at + 1).padStart(2, '0')}`)

it('R-CRED-23 of twenty parties that join, 2.3.0 partners are told by two PUTs: one at once, one ten minutes later', async () => {
  const clock = new ShiftedClock()
  const [hub, emsp, old] = await Promise.all([
    startPlatform({ parties: 'NL-HUB:HUB', clock }),
    startPlatform({ parties: 'DE-EM1:EMSP' }),
    startPlatform({ parties: 'DE-EM2:EMSP' }),
  ])
  const { atFirst } = await registered(hub, emsp, { version: '2.3.0' })
  await registered(hub, old, { version: '2.2.1' })
  const { directory } = emsp.parts
  const listed = () => directory.partners()[0]!.roles.map(({ partyId }) => partyId)
  const { isTold } = hub.parts.hubParties
  // The other eMSP came after it had registered.
  await until(() => puts(emsp) === 1 && listed().includes('EM2'))
  clock.forward(600)
  const [first, ...rest] = numbers
  await joins(hub, first!)
  await until(() => puts(emsp) === 2 && listed().includes(first!))
  await until(() => isTold(atFirst.id, `NL-${first}`))

  for (const partyId of rest) await joins(hub, partyId)
  // HubClientInfo does not wait.
  for (const { parts } of [emsp, old]) await until(() => numbers.every((id) => parts.directory.statusOf(`NL-${id}`)))
  // Credentials that were due would have gone before the partner is told of one more.
  await joins(hub, 'ONE')
  await until(() => emsp.parts.directory.statusOf('NL-ONE') !== undefined)
  expect([puts(emsp), listed().length]).toEqual([2, 3])
  // R-HCI-09: whoever took a ClientInfo expects objects of the party.
  await until(() => isTold(atFirst.id, 'NL-C20'))
  clock.forward(599)
  const registeredAs = directory.partners()[0]!.roles.find(({ partyId }) => partyId === first)
  expect(registeredAs).toMatchObject({ role: 'CPO', businessDetails: { name: `Company ${first}` } })
  clock.forward(2)
  await until(() => puts(emsp) === 3 && numbers.every((id) => listed().includes(id)))
  expect([puts(emsp), puts(old)]).toEqual([3, 0])
  const atOld = old.parts.directory.partners()[0]!
  expect(atOld.roles.map(({ partyId }) => partyId)).toEqual(['HUB'])
})

it('R-CRED-23 a 2.3.0 partner that takes no HubClientInfo is told of a party when its credentials list it, and not before', async () => {
  const clock = new ShiftedClock()
  const hub = await startPlatform({ parties: 'NL-HUB:HUB', clock })
  const party = { country_code: 'DE', party_id: 'EM1' }
  const { stranger, id } = await join(hub, { role: 'EMSP', version: '2.3.0', party, without: ['hubclientinfo'] })
  try {
    const { isTold } = hub.parts.hubParties
    await joins(hub, 'CP1')
    await until(() => isTold(id, 'NL-CP1'))
    await joins(hub, 'CP2')
    clock.forward(590)
    await hub.parts.hubParties.states.settled()
    expect(isTold(id, 'NL-CP2')).toBe(false)
    clock.forward(11)
    await until(() => isTold(id, 'NL-CP2'))
  } finally {
    await stranger.stop()
  }
})

it('R-HCI-06 a partner that was away gets the newest state of each party once', async () => {
  const [hub, first] = await Promise.all([
    startPlatform({ parties: 'NL-HUB:HUB' }),
    startPlatform({ parties: 'DE-EM1:EMSP' }),
  ])
  const { atFirst } = await registered(hub, first, { version: '2.2.1' })
  const { partner } = await joins(hub, 'CP1')
  await until(() => first.parts.directory.statusOf('NL-CP1') === 'CONNECTED')
  const told = () =>
    first.log.filter(({ module, method, direction }) => {
      return module === 'hubclientinfo' && method === 'PUT' && direction === 'in'
    }).length
  const before = told()
  await hub.parts.service.change(atFirst.id, { status: 'suspended' })
  for (const status of ['suspended', 'registered', 'suspended'] as const) {
    await hub.parts.service.change(partner.id, { status })
    await hub.parts.hubParties.states.settled()
  }
  await joins(hub, 'CP2')
  await hub.parts.service.change(atFirst.id, { status: 'registered' })
  const { statusOf } = first.parts.directory
  await until(() => statusOf('NL-CP1') === 'SUSPENDED' && statusOf('NL-CP2') === 'CONNECTED')
  expect(told() - before).toBe(2)
})

it.skipIf(!engines[1]!.available)(
  'of two processes of a hub each knows the same, and a change is told once',
  async () => {
    const schema = freshSchema()
    const start = () => startPlatform({ parties: 'NL-HUB:HUB', engine: engines[1]!, schema })
    const one = await start()
    const two = await start()
    const emsp = await startPlatform({ parties: 'DE-EM1:EMSP' })
    const { atFirst } = await registered(one, emsp, { version: '2.3.0' })
    await until(() => two.parts.directory.partner(atFirst.id) !== undefined)
    await joins(two, 'CP1')
    const { directory } = emsp.parts
    await until(() => puts(emsp) === 1 && directory.statusOf('NL-CP1') === 'CONNECTED')
    const serving = [one, two].find(({ parts }) => parts.delivery.lanes().some(({ partner }) => partner === atFirst.id))
    expect(serving).toBeDefined()
    await until(() => serving!.parts.hubParties.isTold(atFirst.id, 'NL-CP1'))
    const known = ({ parts }: RunningPlatform) => parts.hubParties.states.all()
    await until(() => known(one).length === 2 && known(two).length === 2)
    expect(known(one)).toEqual(known(two))
    expect(puts(emsp)).toBe(1)
    const told = emsp.log.filter(({ module, method, direction }) => {
      return module === 'hubclientinfo' && method === 'PUT' && direction === 'in'
    })
    expect(told).toHaveLength(1)
  },
)
