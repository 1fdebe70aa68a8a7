// Who is in the demo's roaming network: two CPOs and three eMSPs, each a platform of its own, and the hub between them.

import type { Log } from '@interchange/server/log'
import type { Party } from '@interchange/server/party'
import { BELGIUM, demoNetwork, type Network } from '../network.ts'
import { anApp, blocked, type Driver, driversOf } from '../provider.ts'
import { register, type Side, startSide } from '../sides.ts'

export interface Member {
  readonly name: string
  readonly party: Party
  /** The version it speaks with the hub. */
  readonly version: '2.2.1' | '2.3.0'
}

export interface OperatorMember extends Member {
  readonly network: Network
}

export interface ProviderMember extends Member {
  /** Those who charge at the first CPO, then those who charge at the second: nobody is at two places at once. */
  readonly drivers: readonly [Driver, Driver, Driver][]
}

export const HUB = { name: 'Demo Hub', party: { countryCode: 'NL', partyId: 'HUB' } }

const OLD = '2.2.1'
const NEW = '2.3.0'

function operator(name: string, countryCode: string, partyId: string, version: Member['version'], region = {}) {
  const party = { countryCode, partyId }
  const network = demoNetwork(party, '2026-01-01T00:00:00Z', { operator: name, ...region })
  return { name, party, version, network } satisfies OperatorMember
}

function provider(name: string, countryCode: string, partyId: string, version: Member['version']) {
  const party = { countryCode, partyId }
  const driver = driversOf(party, name, partyId)
  const drivers: ProviderMember['drivers'] = [
    [driver('Anna (card)', 1), driver('Bram (app)', 2, anApp), driver('Carla (blocked card)', 3, blocked)],
    [driver('Emil (card)', 4), driver('Finn (app)', 5, anApp), driver('Greta (blocked card)', 6, blocked)],
  ]
  return { name, party, version, drivers } satisfies ProviderMember
}

/** Both have locations LOC001 and so on: whose is meant is for the hub to know. */
export const operators: readonly OperatorMember[] = [
  operator('Demo Charge', 'NL', 'DMO', NEW),
  operator('Zap Charge', 'BE', 'ZAP', OLD, { region: BELGIUM }),
]

export const providers: readonly ProviderMember[] = [
  provider('Demo Drive', 'DE', 'DRV', NEW),
  provider('Blue Card', 'DK', 'BLU', OLD),
  provider('Alp Drive', 'AT', 'ALP', NEW),
]

export const keyOf = ({ countryCode, partyId }: Party): string => `${countryCode}-${partyId}`

export interface Joined<M extends Member> {
  readonly member: M
  readonly side: Side
}

/** `port`: 0 for any free one. `log`: of the hub. */
export const startHub = (port: number, log: Log): Promise<Side> =>
  startSide({ name: HUB.name, parties: `${keyOf(HUB.party)}:HUB`, port, log })

export async function startMember<M extends Member>(member: M, role: 'CPO' | 'EMSP', port: number): Promise<Joined<M>> {
  const side = await startSide({ name: member.name, parties: `${keyOf(member.party)}:${role}`, port })
  return { member, side }
}

/** It meets the hub and nobody else. */
export async function join(hub: Side, { member, side }: Joined<Member>): Promise<void> {
  const { version } = await register(hub, side, member.version)
  if (version !== member.version)
    throw new Error(`${member.name} speaks ${version} with the hub, not ${member.version}`)
}
