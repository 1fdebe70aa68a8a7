// Hubs behind hubs: each carries the other's parties, and what is known goes round in no circle. Source: core.md R-HCI,
// T-37; transport, "via 2 hubs".

import { describe, expect, it } from 'vitest'
import { type RunningPlatform, registered, startPlatform } from '../../support/platforms.ts'
import { until } from '../../support/until.ts'

const start = (parties: string) => startPlatform({ parties })
const statusAt = (platform: RunningPlatform, party: string) => platform.parts.directory.statusOf(party)

/** What partners told by HubClientInfo, as `NL-CP1 CONNECTED`. */
const toldTo = (platform: RunningPlatform, by: string): string[] => {
  const { directory } = platform.parts
  const partner = directory.partners().find(({ hubParty }) => hubParty?.partyId === by)!
  return [...directory.carriedBy(partner)]
    .flatMap(([party, all]) => all.filter(({ lastUpdated }) => lastUpdated).map(({ status }) => `${party} ${status}`))
    .sort()
}

/** No hub has anything more to tell another. */
async function isCalm(hubs: readonly RunningPlatform[]): Promise<boolean> {
  await Promise.all(hubs.map(({ parts }) => parts.hubParties.states.settled()))
  return hubs.every(({ parts: { hubParties: hub, directory } }) =>
    directory.partners().every((partner) => {
      const told = hub.told.of(partner.id)?.clients
      return (
        told && hub.view(partner).every(({ party, role, status }) => told.get(`${party} ${role}`)?.status === status)
      )
    }),
  )
}

describe.each(['2.2.1', '2.3.0'])('in %s', (version) => {
  it('R-ROUTE-06 R-HCI-01 parties behind two hubs learn of each other, through both', async () => {
    const [one, two, cpo, emsp] = await Promise.all([
      start('NL-HB1:HUB'),
      start('BE-HB2:HUB'),
      start('NL-CP1:CPO'),
      start('BE-EM1:EMSP'),
    ])
    await registered(one, two, { version })
    await registered(one, cpo, { version })
    await registered(two, emsp, { version })
    await until(() => statusAt(cpo, 'BE-EM1') === 'CONNECTED' && statusAt(emsp, 'NL-CP1') === 'CONNECTED', 90_000)
    const { directory } = one.parts
    const other = directory.partners().find(({ hubParty }) => hubParty?.partyId === 'HB2')!
    expect(directory.serving('BE-EM1', 'EMSP')).toBe(other)
    expect(directory.mayActFor(other, 'BE-EM1')).toBe(true)
    // Never back to its source.
    expect(toldTo(one, 'HB2')).toEqual(['BE-EM1 CONNECTED'])
    expect(toldTo(two, 'HB1')).toEqual(['NL-CP1 CONNECTED'])

    const atOne = directory.partners().find(({ roles }) => roles.some(({ partyId }) => partyId === 'CP1'))!
    await one.parts.service.remove(atOne.id)
    await until(() => statusAt(emsp, 'NL-CP1') === 'SUSPENDED')
  })
})

it('R-HCI-01 of three hubs in a circle, what one told is not passed to the one that carries it', async () => {
  const [one, two, three, cpo] = await Promise.all([
    start('NL-HB1:HUB'),
    start('NL-HB2:HUB'),
    start('NL-HB3:HUB'),
    start('NL-CP1:CPO'),
  ])
  const version = '2.2.1'
  await registered(one, two, { version })
  await registered(one, three, { version })
  await registered(two, three, { version })
  const { atFirst } = await registered(one, cpo, { version })
  const carried = ['NL-CP1 CONNECTED']
  await until(() => toldTo(two, 'HB1').length > 0 && toldTo(three, 'HB1').length > 0)
  /** At most one of the two told the other, and goes on. */
  const between = () => [toldTo(two, 'HB3'), toldTo(three, 'HB2')].filter((told) => told.includes(carried[0]!)).length
  const hubs = [one, two, three]
  await until(async () => (await isCalm(hubs)) && between() <= 1)
  expect([toldTo(two, 'HB1'), toldTo(three, 'HB1')]).toEqual([carried, carried])
  expect([toldTo(one, 'HB2'), toldTo(one, 'HB3')]).toEqual([[], []])

  await one.parts.service.change(atFirst.id, { status: 'suspended' })
  for (const hub of [two, three]) await until(() => statusAt(hub, 'NL-CP1') === 'SUSPENDED')
  await one.parts.service.change(atFirst.id, { status: 'registered' })
  for (const hub of [two, three]) await until(() => statusAt(hub, 'NL-CP1') === 'CONNECTED')
  await until(async () => (await isCalm(hubs)) && between() <= 1)
})
