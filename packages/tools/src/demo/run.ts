// `interchange demo`: two platforms roam in front of your eyes. With `--once` a fixed scenario that ends with a verdict.

import type { Party } from '@interchange/server/party'
import { collect } from '../collect.ts'
import { auditsOf } from './audits.ts'
import { type Comparison, compareModule, merge, settled } from './compare.ts'
import { type Operator, partiesOf, publish, readNetwork, startOperator } from './operator.ts'
import { type Driver, demoDrivers, issueTokens, until, type Watcher, watch } from './provider.ts'
import { roam, scenario } from './roaming.ts'
import { register, type Side, startSide } from './sides.ts'
import { chargingStory, latencyText, tellChange } from './story.ts'
import { createTerminal, type Terminal, teller } from './terminal.ts'

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

    const tell = { cpo: teller(terminal, 'cpo'), emsp: teller(terminal, 'emsp') }
    watcher = watch(emsp.api, (change) => tellChange(tell.emsp, change))
    operator = await startOperator(cpo.api, party, network, chargingStory(tell.cpo), tell.cpo)
    const provider = { api: emsp.api, party: EMSP, watcher, drivers }
    if (!options.once) {
      await roam([operator], [provider], teller(terminal, 'demo'), options.signal)
      return 0
    }
    const since = Date.now()
    const [card, app, blocked] = drivers as [Driver, Driver, Driver, Driver]
    await scenario({ operator, provider, drivers: [card, app, blocked], tell })
    return await verdict({ cpo, emsp, terminal }, parties, refused.length, watcher.latencies(since))
  } finally {
    watcher?.close()
    await operator?.close()
    await Promise.all([cpo.stop(), emsp.stop()])
  }
}

interface Stage {
  readonly cpo: Side
  readonly emsp: Side
  readonly terminal: Terminal
}

/** Compares both stores, prints the table, decides. */
async function verdict(
  { cpo, emsp, terminal }: Stage,
  parties: readonly Party[],
  refused: number,
  latencies: number[],
): Promise<number> {
  const compare = async (): Promise<Comparison[]> => [
    ...(await Promise.all(
      (['locations', 'tariffs', 'sessions', 'cdrs'] as const).map(async (module) =>
        merge(module, await Promise.all(parties.map((party) => compareModule(module, party, cpo.api, emsp.api)))),
      ),
    )),
    await compareModule('tokens', EMSP, emsp.api, cpo.api),
  ]
  const comparisons = await settled(compare)
  const parked = await Promise.all([cpo, emsp].map((side) => side.api.get('/parked')))
  const refusals = parked.reduce((sum, { items }) => sum + items.length, refused)

  terminal.line()
  terminal.table([
    ['module', 'sent', 'held', 'equal'],
    ...comparisons.map(({ module, sent, held, equal }) => [module, String(sent), String(held), String(equal)]),
  ])
  terminal.line()
  const audits = await auditsOf(emsp)
  const accepted = audits.filter(({ state }) => state === 'accepted').length
  terminal.line(`  refused: ${refusals}`)
  terminal.line(`  audits of CDRs at the eMSP: ${accepted} of ${audits.length} accepted`)
  for (const { findings } of audits) for (const { code, path } of findings ?? []) terminal.line(`    ${code} ${path}`)
  terminal.line(`  ${latencyText(latencies)}`)
  const differences = comparisons.flatMap((comparison) => comparison.differences)
  for (const difference of differences.slice(0, 10)) terminal.line(`  ${difference}`)
  const complete = comparisons.every(({ sent, equal }) => sent > 0 && equal === sent)
  const good = complete && differences.length === 0 && refusals === 0 && accepted === audits.length
  terminal.line(`  both sides hold the same: ${good ? 'ok' : 'failed'}`)
  return good ? 0 : 1
}

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
