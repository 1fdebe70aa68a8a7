// One side of the demo by itself, as a partner to try a platform of one's own against: a whole platform with a backend,
// that invites whoever is there.

import type { CDR, Change, ChangeModule, Client } from '@interchange/client'
import type { Plug } from './charging.ts'
import { partiesOf, publish, readNetwork, startOperator } from './operator.ts'
import { pause } from './pause.ts'
import { demoDrivers, issueTokens } from './provider.ts'
import { type Side, startSide } from './sides.ts'
import { createTerminal, type Terminal, teller } from './terminal.ts'

export const sideNames = ['cpo', 'emsp'] as const
export type SideName = (typeof sideNames)[number]

export interface AloneOptions {
  readonly side: SideName
  /** 0: any free port. */
  readonly port: number
  /** Of the CPO: a feed instead of the built-in network. */
  readonly feed?: string
  readonly signal: AbortSignal
}

const CPO = { countryCode: 'NL', partyId: 'DMO' }
const EMSP = { countryCode: 'DE', partyId: 'DRV' }

/** Runs until the signal aborts. */
export async function runAlone(options: AloneOptions): Promise<number> {
  const terminal = createTerminal(process.stdout)
  const { side, port, feed, signal } = options
  if (side === 'emsp') return await providerAlone(port, signal, terminal)
  return await operatorAlone(port, feed, signal, terminal)
}

async function operatorAlone(port: number, feed: string | undefined, signal: AbortSignal, terminal: Terminal) {
  const network = await readNetwork(feed, CPO)
  const parties = partiesOf(network)
  const keys = parties.map(({ countryCode, partyId }) => `${countryCode}-${partyId}:CPO`)
  const side = await startSide({ name: 'Demo Charge', parties: keys.join(','), port })
  const operator = await startOperator(side.api, parties[0]!, network, storyOf(terminal), teller(terminal, 'cpo'))
  try {
    await publish(side.api, network, terminal)
    terminal.say('cpo', `published ${network.tariffs.length} tariffs and ${network.locations.length} locations`)
    await invite(side, terminal)
    void listen(side.api, ['partners', 'tokens'], signal, (change) => tellPartner('cpo', terminal, change))
    // A second of ours is a minute of the chargers'.
    while (!signal.aborted) {
      await pause(1000, signal)
      for (const id of operator.chargers.running()) {
        await operator.chargers.meter(id, 1, 0.7).catch((error: Error) => terminal.say('cpo', error.message))
      }
    }
    return 0
  } finally {
    await operator.close()
    await side.stop()
  }
}

async function providerAlone(port: number, signal: AbortSignal, terminal: Terminal) {
  const side = await startSide({ name: 'Demo Drive', parties: 'DE-DRV:EMSP', port })
  try {
    const drivers = demoDrivers(EMSP)
    await issueTokens(side.api, drivers)
    for (const { name, token } of drivers) terminal.say('emsp', `has a driver: ${name}, ${token.type} ${token.uid}`)
    await invite(side, terminal)
    void listen(side.api, ['partners', 'locations', 'sessions', 'cdrs'], signal, (change) => {
      tellPartner('emsp', terminal, change)
      tellCharging(terminal, change)
    })
    await pause(undefined, signal)
    return 0
  } finally {
    await side.stop()
  }
}

/** In the words of `interchange invite`, so that who reads the one can read the other. */
async function invite(side: Side, terminal: Terminal): Promise<void> {
  const { versions_url, token } = await side.api.post('/partners', { body: { name: 'You' } })
  terminal.line(`${side.name} is ready, and invites you:`)
  terminal.line()
  terminal.line(`  versions URL  ${versions_url}`)
  terminal.line(`  token         ${token}`)
  terminal.line(`  backend API   ${side.url}/api/v1   (key: ${side.apiKey})`)
  terminal.line()
  terminal.line('Press Ctrl-C to end.')
}

async function listen(
  api: Client,
  modules: ChangeModule[],
  signal: AbortSignal,
  heard: (change: Change) => void,
): Promise<void> {
  for await (const change of api.changes({ modules, signal })) heard(change)
}

function tellPartner(who: SideName, terminal: Terminal, change: Change): void {
  if (change.module === 'partners') terminal.say(who, `your platform is ${change.object.status}`)
  if (change.module === 'tokens') terminal.say(who, `has a token of yours: ${change.object.type} ${change.object.uid}`)
  if (change.module === 'locations') terminal.say(who, `has your location ${change.id}`)
}

function tellCharging(terminal: Terminal, change: Change): void {
  if (change.module === 'sessions') {
    const { id, status, kwh } = change.object
    terminal.say('emsp', `sees session ${id}: ${status}, ${kwh} kWh`)
  }
  if (change.module === 'cdrs') {
    const { id, total_energy, total_cost, currency } = change.object
    terminal.say('emsp', `has CDR ${id}: ${total_energy} kWh, ${total_cost.before_taxes} ${currency} before taxes`)
  }
}

const storyOf = (terminal: Terminal) => ({
  started: (id: string, { evse }: Plug) => terminal.say('cpo', `session ${id} starts at ${evse.evse_id ?? evse.uid}`),
  metered: (id: string, kwh: number) => terminal.progress(`session ${id} has taken ${kwh} kWh`),
  stopped: (id: string, { total_energy }: CDR) => terminal.say('cpo', `session ${id} ends; ${total_energy} kWh billed`),
})
