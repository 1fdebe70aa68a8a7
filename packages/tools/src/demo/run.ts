// `interchange demo`: two platforms roam in front of your eyes. With `--once` a fixed scenario that ends with a verdict.

import type { Audit, CDR, Change } from '@interchange/client'
import type { Party } from '@interchange/server/party'
import { collect } from '../collect.ts'
import type { Plug } from './charging.ts'
import { type Comparison, compareModule } from './compare.ts'
import { type Operator, partiesOf, publish, readNetwork, startOperator } from './operator.ts'
import {
  type Driver,
  demoDrivers,
  issueTokens,
  startFromApp,
  stopFromApp,
  until,
  type Watcher,
  watch,
} from './provider.ts'
import { register, type Side, startSide } from './sides.ts'
import { createTerminal, type Terminal } from './terminal.ts'

export interface DemoOptions {
  readonly once: boolean
  readonly feed?: string
  /** Port of the CPO; the eMSP takes the next one. 0: any free ports. */
  readonly port: number
  /** Ends the endless demo. */
  readonly signal: AbortSignal
}

const EMSP: Party = { countryCode: 'DE', partyId: 'DRV' }
const DEMO_CPO: Party = { countryCode: 'NL', partyId: 'DMO' }

/** Exit code: 0 when everything arrived as it was sent. */
export async function runDemo(options: DemoOptions): Promise<number> {
  const terminal = createTerminal(process.stdout)
  const network = await readNetwork(options.feed, DEMO_CPO)
  const parties = partiesOf(network)
  const party = parties[0]!
  if (network.report) tellReport(terminal, options.feed!, network.report)

  const cpo = await startSide({
    name: 'Demo Charge',
    parties: parties.map(({ countryCode, partyId }) => `${countryCode}-${partyId}:CPO`).join(','),
    port: options.port,
  })
  const emsp = await startSide({
    name: 'Demo Drive',
    parties: 'DE-DRV:EMSP',
    port: options.port === 0 ? 0 : options.port + 1,
  })
  let watcher: Watcher | undefined
  let operator: Operator | undefined
  try {
    terminal.say('cpo', `Demo Charge listens on ${cpo.url} (backend API: ${cpo.url}/api/docs, key: ${cpo.apiKey})`)
    terminal.say('emsp', `Demo Drive listens on ${emsp.url} (backend API: ${emsp.url}/api/docs, key: ${emsp.apiKey})`)
    const refused = await publish(cpo.api, network, terminal)
    terminal.say('cpo', `published ${network.tariffs.length} tariffs and ${network.locations.length} locations`)
    for (const { what, why } of refused.slice(0, 5)) terminal.say('cpo', `refused: ${what}: ${why}`)
    const { version } = await register(cpo, emsp)
    terminal.say('emsp', `registered with Demo Charge, both speak OCPI ${version}`)
    await until(
      'the eMSP holds the whole network',
      () => holds(emsp, parties, network.locations.length - refused.length, terminal),
      120_000,
    )
    terminal.say('emsp', `holds ${network.locations.length - refused.length} locations of Demo Charge`)

    const drivers = demoDrivers(EMSP)
    await issueTokens(emsp.api, drivers)
    await until('the CPO holds the tokens', async () =>
      (await collect(cpo.api.all('/tokens', { query: { own: false } }))).length >= drivers.length ? true : undefined,
    )
    terminal.say('cpo', `holds ${drivers.length} tokens of Demo Drive`)

    watcher = watch(emsp.api, (change) => tellChange(terminal, change))
    operator = await startOperator(cpo.api, party, network, storyOf(terminal), terminal)
    const stage = { cpo, emsp, operator, watcher, drivers, terminal }
    if (!options.once) {
      await roam(stage, options.signal)
      return 0
    }
    const since = Date.now()
    await scenario(stage)
    return await verdict(stage, parties, refused.length, watcher.latencies(since))
  } finally {
    watcher?.close()
    await operator?.close()
    await Promise.all([cpo.stop(), emsp.stop()])
  }
}

interface Stage {
  readonly cpo: Side
  readonly emsp: Side
  readonly operator: Operator
  readonly watcher: Watcher
  readonly drivers: readonly Driver[]
  readonly terminal: Terminal
}

/** One card, one app, one blocked card: every message of a roaming session once. */
async function scenario({ emsp, operator, watcher, drivers, terminal }: Stage): Promise<void> {
  const [anna, bram, carla] = drivers as [Driver, Driver, Driver]
  const [first, second, third] = operator.plugs as [Plug, Plug, Plug]

  terminal.say('cpo', `${anna.name} holds her card at ${first.evse.uid}`)
  const swiped = await operator.swipe(first, anna.token)
  if ('refused' in swiped) throw new Error(`${anna.name} was refused: ${swiped.refused}`)

  terminal.say('emsp', `${bram.name} presses start for ${second.evse.uid}`)
  const started = await startFromApp(emsp.api, EMSP, bram, second)
  if (started.status !== 'done') throw new Error(`START_SESSION ended as ${started.status}`)
  const bramSession = await until('the app sees its session', () => watcher.sessionAt(second.evse.uid))

  terminal.say('cpo', `${carla.name} tries ${third.evse.uid}`)
  const blocked = await operator.swipe(third, carla.token)
  if (!('refused' in blocked)) throw new Error('a blocked card was allowed to charge')
  terminal.say('cpo', `refused: the eMSP answers ${blocked.refused}`)

  let charged = 0
  for (const [minutes, share] of [
    [10, 0.86],
    [15, 0.94],
    [12, 0.71],
  ] as const) {
    await operator.chargers.meter(swiped.sessionId, minutes, share)
    charged = await operator.chargers.meter(bramSession.id, minutes, share)
  }
  await until('the eMSP has seen the last meter value', () =>
    watcher.session(bramSession.id)?.kwh === charged ? true : undefined,
  )

  terminal.say('emsp', `${bram.name} presses stop`)
  const stopped = await stopFromApp(emsp.api, EMSP, bramSession)
  if (stopped.status !== 'done') throw new Error(`STOP_SESSION ended as ${stopped.status}`)
  await operator.chargers.stop(swiped.sessionId)
  for (const id of [bramSession.id, swiped.sessionId]) await until('the CDR has arrived', () => watcher.cdrOf(id))
}

/** Drivers come and go until somebody presses Ctrl-C. */
async function roam({ emsp, operator, drivers, terminal }: Stage, signal: AbortSignal): Promise<void> {
  terminal.say('demo', 'drivers are roaming; press Ctrl-C to end')
  const able = drivers.filter(({ token }) => token.valid)
  while (!signal.aborted) {
    const free = operator.plugs.filter(({ evse }) => !operator.chargers.isBusy(evse.uid))
    const plug = pick(free)
    if (plug && operator.chargers.running().length < 6 && Math.random() < 0.5) {
      const driver = pick(able)!
      const begin =
        driver.token.type === 'RFID' ? operator.swipe(plug, driver.token) : startFromApp(emsp.api, EMSP, driver, plug)
      await begin.catch((error: Error) => terminal.say('demo', error.message))
    }
    for (const id of operator.chargers.running()) {
      const step =
        Math.random() < 0.15 ? operator.chargers.stop(id) : operator.chargers.meter(id, 4, 0.4 + Math.random() / 2)
      await step.catch((error: Error) => terminal.say('demo', error.message))
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 1_500)
      signal.addEventListener(
        'abort',
        () => {
          clearTimeout(timer)
          resolve()
        },
        { once: true },
      )
    })
  }
}

const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(Math.random() * items.length)]

/** Compares both stores, prints the table, decides. */
async function verdict(stage: Stage, parties: readonly Party[], refused: number, latencies: number[]): Promise<number> {
  const { cpo, emsp, terminal } = stage
  const compare = async (): Promise<Comparison[]> => [
    ...(await Promise.all(
      (['locations', 'tariffs', 'sessions', 'cdrs'] as const).map(async (module) =>
        merge(module, await Promise.all(parties.map((party) => compareModule(module, party, cpo.api, emsp.api)))),
      ),
    )),
    await compareModule('tokens', EMSP, emsp.api, cpo.api),
  ]
  // The last status changes are still on their way; what is not equal soon never will be.
  let comparisons = await compare()
  const deadline = Date.now() + 10_000
  while (comparisons.some(({ differences }) => differences.length > 0) && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    comparisons = await compare()
  }
  const parked = await Promise.all([cpo, emsp].map((side) => side.api.get('/parked')))
  const refusals = parked.reduce((sum, { items }) => sum + items.length, refused)

  terminal.line()
  terminal.table([
    ['module', 'sent', 'held', 'equal'],
    ...comparisons.map(({ module, sent, held, equal }) => [module, String(sent), String(held), String(equal)]),
  ])
  terminal.line()
  const sorted = latencies.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  const audits = await auditsOf(emsp)
  const accepted = audits.filter(({ state }) => state === 'accepted').length
  terminal.line(`  refused: ${refusals}`)
  terminal.line(`  audits of CDRs at the eMSP: ${accepted} of ${audits.length} accepted`)
  for (const { findings } of audits) for (const { code, path } of findings ?? []) terminal.line(`    ${code} ${path}`)
  terminal.line(
    `  latency from the operator's write to the eMSP's change feed: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms (${sorted.length} changes)`,
  )
  const differences = comparisons.flatMap((comparison) => comparison.differences)
  for (const difference of differences.slice(0, 10)) terminal.line(`  ${difference}`)
  const complete = comparisons.every(({ sent, equal }) => sent > 0 && equal === sent)
  const good = complete && differences.length === 0 && refusals === 0 && accepted === audits.length
  terminal.line(`  both sides hold the same: ${good ? 'ok' : 'failed'}`)
  return good ? 0 : 1
}

/** Once every CDR has been audited. */
const auditsOf = (emsp: Side): Promise<Audit[]> =>
  until('the CDRs are audited', async () => {
    const [audits, cdrs] = await Promise.all([
      collect(emsp.api.all('/audits', { query: { own: false } })),
      collect(emsp.api.all('/cdrs', { query: { own: false } })),
    ])
    return audits.length >= cdrs.length ? audits : undefined
  })

const merge = (module: string, parts: readonly Comparison[]): Comparison => ({
  module,
  sent: parts.reduce((sum, part) => sum + part.sent, 0),
  held: parts.reduce((sum, part) => sum + part.held, 0),
  equal: parts.reduce((sum, part) => sum + part.equal, 0),
  differences: parts.flatMap((part) => part.differences),
})

async function holds(
  emsp: Side,
  parties: readonly Party[],
  wanted: number,
  terminal: Terminal,
): Promise<true | undefined> {
  let held = 0
  for (const { countryCode, partyId } of parties) {
    const query = { own: false, party: [`${countryCode}-${partyId}`] }
    for await (const _ of emsp.api.all('/locations', { query })) held++
  }
  terminal.progress(`the eMSP holds ${held} of ${wanted} locations`)
  return held >= wanted ? true : undefined
}

function storyOf(terminal: Terminal) {
  return {
    started: (id: string, plug: Plug) =>
      terminal.say('cpo', `session ${short(id)} starts at ${plug.evse.uid}, ${plug.location.name ?? plug.location.id}`),
    metered: (id: string, kwh: number) => terminal.say('cpo', `session ${short(id)} has taken ${kwh} kWh`),
    stopped: (id: string, cdr: CDR) =>
      terminal.say('cpo', `session ${short(id)} ends; CDR over ${cdr.total_energy} kWh, ${money(cdr)}`),
  }
}

function tellChange(terminal: Terminal, change: Change): void {
  if (change.module === 'sessions') {
    const session = change.object
    terminal.say('emsp', `sees session ${short(session.id)}: ${session.status}, ${session.kwh} kWh`)
  } else if (change.module === 'cdrs') {
    const cdr = change.object
    terminal.say(
      'emsp',
      `has the CDR of session ${short(cdr.session_id ?? '')}: ${cdr.total_energy} kWh, ${money(cdr)}`,
    )
  }
}

const short = (id: string): string => id.slice(0, 8)

function money(cdr: CDR): string {
  const taxes = (cdr.total_cost.taxes ?? []).map(({ name, amount }) => ` plus ${amount.toFixed(2)} ${name}`).join('')
  return `${cdr.total_cost.before_taxes.toFixed(2)} ${cdr.currency}${taxes}`
}

function tellReport(
  terminal: Terminal,
  feed: string,
  report: {
    repairs: ReadonlyMap<string, { count: number; first: string }>
    leftOut: readonly { where: string; why: string }[]
    locations: readonly unknown[]
    tariffs: readonly unknown[]
  },
): void {
  terminal.line(`${feed}: ${report.locations.length} locations, ${report.tariffs.length} tariffs`)
  for (const [what, { count, first }] of report.repairs)
    terminal.line(`  repaired ${count} times: ${what} (first: ${first})`)
  for (const { where, why } of report.leftOut.slice(0, 20)) terminal.line(`  left out: ${where}: ${why}`)
  if (report.leftOut.length > 20) terminal.line(`  left out: ${report.leftOut.length - 20} more`)
}
