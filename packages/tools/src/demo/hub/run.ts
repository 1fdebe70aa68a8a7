// `interchange demo --hub`: five platforms that know nobody but a hub, and roam through it.

import { collect } from '../../collect.ts'
import { type Operator, publish, startOperator } from '../operator.ts'
import { issueTokens, until, type Watcher, watch } from '../provider.ts'
import { type Provider, roam, scenario } from '../roaming.ts'
import { chargingStory, tellChange } from '../story.ts'
import { createTerminal, type Terminal, teller } from '../terminal.ts'
import { drawn } from './drawing.ts'
import { HUB, type Joined, join, keyOf, type Member, operators, providers, startHub, startMember } from './members.ts'
import { hubMessages } from './messages.ts'
import { verdict } from './verdict.ts'

export interface HubDemoOptions {
  readonly once: boolean
  /** Port of the hub; the others take the next ones. 0: any free ports. */
  readonly port: number
  /** Ends the endless demo. */
  readonly signal: AbortSignal
}

/** Exit code: 0 when everything arrived where it should. */
export async function runHubDemo({ once, port, signal }: HubDemoOptions): Promise<number> {
  const terminal = createTerminal(process.stdout)
  const portOf = (place: number) => (port === 0 ? 0 : port + place)
  const messages = hubMessages()
  const closing: (() => unknown)[] = []
  try {
    const hub = await startHub(port, messages.log)
    closing.unshift(() => hub.stop())
    const start = async <M extends Member>(member: M, role: 'CPO' | 'EMSP', place: number) => {
      const joined = await startMember(member, role, portOf(place))
      closing.unshift(() => joined.side.stop())
      return joined
    }
    const cpos = await Promise.all(operators.map((member, at) => start(member, 'CPO', 1 + at)))
    const emsps = await Promise.all(providers.map((member, at) => start(member, 'EMSP', 1 + operators.length + at)))
    for (const line of drawn(HUB, operators, providers)) terminal.line(line)
    terminal.line()
    const sides = [hub, ...[...cpos, ...emsps].map(({ side }) => side)]
    terminal.table([['platform', 'backend API'], ...sides.map(({ name, url }) => [name, `${url}/api/docs`])])
    terminal.line(`  key of each: ${hub.apiKey}`)
    terminal.line()

    let refused = 0
    for (const { member, side } of cpos) {
      const { network, name } = member
      refused += (await publish(side.api, network, terminal)).length
      terminal.say('cpo', `${name} has ${network.tariffs.length} tariffs and ${network.locations.length} locations`)
    }
    for (const { member, side } of emsps) await issueTokens(side.api, member.drivers.flat())
    await joinAll(hub, cpos, emsps, terminal)
    for (const emsp of emsps) for (const cpo of cpos) await met(cpo, emsp, terminal)

    messages.tell = teller(terminal, 'hub')
    const acting: Operator[] = []
    for (const { member, side } of cpos) {
      const tell = teller(terminal, 'cpo', member.name)
      const operator = await startOperator(side.api, member.party, member.network, chargingStory(tell), tell)
      closing.unshift(() => operator.close())
      acting.push(operator)
    }
    const watchers: Watcher[] = []
    const roaming = emsps.map(({ member: { name, party, drivers }, side: { api } }): Provider => {
      const tell = teller(terminal, 'emsp', name)
      const watcher = watch(api, (change) => tellChange(tell, change))
      closing.unshift(() => watcher.close())
      watchers.push(watcher)
      return { api, party, drivers: drivers.flat(), watcher }
    })
    if (!once) {
      await roam(acting, roaming, teller(terminal, 'demo'), signal)
      return 0
    }
    const since = Date.now()
    for (const [at, provider] of roaming.entries()) {
      for (const [place, operator] of acting.entries()) {
        const cpo = teller(terminal, 'cpo', cpos[place]!.member.name)
        const emsp = teller(terminal, 'emsp', emsps[at]!.member.name)
        await scenario({ operator, provider, drivers: emsps[at]!.member.drivers[place]!, tell: { cpo, emsp } })
      }
    }
    const latencies = watchers.flatMap((watcher) => watcher.latencies(since))
    return await verdict({
      hub,
      operators: cpos,
      providers: emsps,
      counts: messages.counts,
      latencies,
      refused,
      terminal,
    })
  } finally {
    messages.tell = undefined
    for (const close of closing) await close()
  }
}

/** A CPO and an eMSP in turn, so that some come when others are there. */
async function joinAll(
  hub: Joined<Member>['side'],
  cpos: readonly Joined<Member>[],
  emsps: readonly Joined<Member>[],
  terminal: Terminal,
): Promise<void> {
  for (let at = 0; at < Math.max(cpos.length, emsps.length); at++) {
    for (const [who, joined] of [
      ['cpo', cpos[at]],
      ['emsp', emsps[at]],
    ] as const) {
      if (!joined) continue
      await join(hub, joined)
      terminal.say(who, `${joined.member.name} registered with the hub, both speak OCPI ${joined.member.version}`)
    }
  }
}

/** Until the eMSP holds the CPO's network, and the CPO the eMSP's tokens. */
async function met(
  cpo: Joined<(typeof operators)[number]>,
  emsp: Joined<(typeof providers)[number]>,
  terminal: Terminal,
): Promise<void> {
  const { locations } = cpo.member.network
  const drivers = emsp.member.drivers.flat()
  const held = async (who: Joined<Member>, module: 'locations' | 'tokens', of: Member) => {
    const query = { own: false, party: [keyOf(of.party)] }
    return (await collect<unknown>(who.side.api.all(`/${module}`, { query }))).length
  }
  await until(
    `${emsp.member.name} holds the network of ${cpo.member.name}`,
    async () => ((await held(emsp, 'locations', cpo.member)) >= locations.length ? true : undefined),
    120_000,
  )
  terminal.say('emsp', `${emsp.member.name} holds ${locations.length} locations of ${cpo.member.name}`)
  await until(
    `${cpo.member.name} holds the tokens of ${emsp.member.name}`,
    async () => ((await held(cpo, 'tokens', emsp.member)) >= drivers.length ? true : undefined),
    60_000,
  )
  terminal.say('cpo', `${cpo.member.name} holds ${drivers.length} tokens of ${emsp.member.name}`)
}
