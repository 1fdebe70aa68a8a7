// Whether every platform of the network holds what it should, and whom it met for that.

import { auditsOf } from '../audits.ts'
import { type Comparison, compareModule, type Expected, type Module, type Owned, settled } from '../compare.ts'
import type { Side } from '../sides.ts'
import { latencyText } from '../story.ts'
import type { Terminal } from '../terminal.ts'
import { arrivingIn } from './arriving.ts'
import type { Joined, Member, OperatorMember, ProviderMember } from './members.ts'
import type { Counts } from './messages.ts'

export interface Stage {
  readonly hub: Side
  readonly operators: readonly Joined<OperatorMember>[]
  readonly providers: readonly Joined<ProviderMember>[]
  readonly counts: Readonly<Counts>
  readonly latencies: readonly number[]
  /** Objects that a platform did not take from its own backend. */
  readonly refused: number
  readonly terminal: Terminal
}

const broadcast = ['locations', 'tariffs'] as const
const ofDrivers = ['sessions', 'cdrs'] as const

/** Exit code: 0 when all of it is there and equal. */
export async function verdict(stage: Stage): Promise<number> {
  const { hub, operators, providers, terminal, counts } = stage
  const members: readonly Joined<Member>[] = [...operators, ...providers]
  const rows = () =>
    Promise.all([
      ...operators.flatMap((operator) => providers.map((provider) => roamed(operator, provider))),
      ...providers.flatMap((provider) => operators.map((operator) => known(provider, operator))),
    ])
  const comparisons = await settled(async () => (await rows()).flatMap(({ modules }) => modules))
  terminal.line()
  terminal.table([
    ['of', 'at', 'module', 'sent', 'held', 'equal'],
    ...(await rows()).flatMap(({ of, at, modules }) =>
      modules.map(({ module, sent, held, equal }) => [of, at, module, String(sent), String(held), String(equal)]),
    ),
  ])

  const parked = await Promise.all([hub, ...members.map(({ side }) => side)].map(({ api }) => api.get('/parked')))
  const refusals = parked.reduce((sum, { items }) => sum + items.length, stage.refused)
  const audits = (await Promise.all(providers.map(({ side }) => auditsOf(side)))).flat()
  const accepted = audits.filter(({ state }) => state === 'accepted').length
  const partners = await Promise.all(members.map(({ side }) => side.api.get('/partners')))
  const bilateral = partners.flatMap(({ items }) => items).filter(({ name }) => name !== hub.name)
  terminal.line()
  terminal.line(`  partners that are not the hub: ${bilateral.length}`)
  terminal.line(
    `  messages forwarded: ${counts.forwarded}, sent by the hub itself: ${counts.sent}, failed: ${counts.failed}`,
  )
  terminal.line(`  refused: ${refusals}`)
  terminal.line(`  audits of CDRs at the eMSPs: ${accepted} of ${audits.length} accepted`)
  for (const { findings } of audits) for (const { code, path } of findings ?? []) terminal.line(`    ${code} ${path}`)
  terminal.line(`  ${latencyText(stage.latencies)}`)
  const differences = comparisons.flatMap((comparison) => comparison.differences)
  for (const difference of differences.slice(0, 10)) terminal.line(`  ${difference}`)
  const complete = comparisons.every(({ sent, equal }) => sent > 0 && equal === sent)
  const undisturbed = refusals === 0 && bilateral.length === 0
  const good = complete && differences.length === 0 && undisturbed && accepted === audits.length
  terminal.line(`  all platforms hold what they should: ${good ? 'ok' : 'failed'}`)
  return good ? 0 : 1
}

interface Row {
  readonly of: string
  readonly at: string
  readonly modules: readonly Comparison[]
}

/** What an eMSP holds of a CPO: its network, and what the eMSP's own drivers charged. */
async function roamed(operator: Joined<OperatorMember>, provider: Joined<ProviderMember>): Promise<Row> {
  const { countryCode, partyId } = provider.member.party
  const isTheirs = (object: Owned) => {
    const { cdr_token: token } = object as { cdr_token?: { country_code: string; party_id: string } }
    return token?.country_code === countryCode && token.party_id === partyId
  }
  const compare = (module: Module, meant?: Expected['meant']) =>
    compareModule(module, operator.member.party, operator.side.api, provider.side.api, {
      ...(meant && { meant }),
      arriving: arrivingIn(module, operator.member.version, provider.member.version),
    })
  const modules = await Promise.all([
    ...broadcast.map((module) => compare(module)),
    ...ofDrivers.map((module) => compare(module, isTheirs)),
  ])
  return { of: operator.member.name, at: provider.member.name, modules }
}

/** What a CPO holds of an eMSP. */
async function known(provider: Joined<ProviderMember>, operator: Joined<OperatorMember>): Promise<Row> {
  const tokens = await compareModule('tokens', provider.member.party, provider.side.api, operator.side.api, {
    arriving: arrivingIn('tokens', provider.member.version, operator.member.version),
  })
  return { of: provider.member.name, at: operator.member.name, modules: [tokens] }
}
