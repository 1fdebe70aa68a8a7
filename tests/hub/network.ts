// A hub of ours between strangers that know nothing of each other, and the words of tests about it.

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll } from 'vitest'
import type { Partner } from '../../packages/server/src/partners/partner.ts'
import type { Json, StrangerVersion } from '../stranger/objects.ts'
import {
  type Heard,
  type Party,
  type Said,
  Stranger,
  type StrangerOptions,
  type StrangerRole,
} from '../stranger/stranger.ts'
import { type RunningPlatform, startPlatform } from '../support/platforms.ts'
import { until } from '../support/until.ts'

export const HUB: Party = { country_code: 'NL', party_id: 'HUB' }
export const CPO: Party = { country_code: 'BE', party_id: 'BEC' }
export const EMSP: Party = { country_code: 'BE', party_id: 'BEM' }

type Offer = readonly [string, 'SENDER' | 'RECEIVER']
/** What the strangers of other tests have no use for. */
const more = (role: StrangerRole, version: StrangerVersion): readonly Offer[] => [
  ['chargingprofiles', role === 'CPO' ? 'RECEIVER' : 'SENDER'],
  ...(version === '2.3.0'
    ? ([
        ['invoicereconciliation', 'SENDER'],
        ['invoicereconciliation', 'RECEIVER'],
      ] as const)
    : []),
]

export const startHub = (settings: Readonly<Record<string, string>> = {}, parties = 'NL-HUB:HUB') =>
  startPlatform({ parties, settings: { FORWARD_TIMEOUT: '5 s', ...settings } })

export interface Joined {
  readonly stranger: Stranger
  /** Of the stranger, at the hub. */
  readonly id: string
}

/** A stranger that has registered at the hub. */
export async function join(hub: RunningPlatform, options: StrangerOptions): Promise<Joined> {
  const { role, version } = options
  const stranger = await Stranger.start({ more: more(role, version), ...options })
  const invitation = await hub.api('POST', '/partners', { name: `${role} ${options.party?.party_id ?? ''}` })
  const { id, versions_url, token } = invitation.body
  const said = await stranger.register(versions_url, token)
  if (said.envelope.status_code !== 1000) throw new Error(`the registration was answered ${said.text}`)
  await othersWereTold(hub, id)
  return { stranger, id }
}

/** In 2.3.0 the first change goes at once, with new tokens; what follows is collected for longer than a test takes. */
async function othersWereTold(hub: RunningPlatform, newcomer: string): Promise<void> {
  const { directory, hubParties } = hub.parts
  const isTold = (partner: Partner) =>
    partner.id === newcomer ||
    partner.version !== '2.3.0' ||
    partner.status !== 'registered' ||
    hubParties.told.of(partner.id)?.announcedAt != null ||
    hubParties
      .view(partner)
      .every(({ party, status }) => status !== 'CONNECTED' || hubParties.isTold(partner.id, party))
  // Some strangers of a test refuse to be told, or are gone by now.
  const late = new Promise<void>((resolve) => setTimeout(resolve, 3000))
  let isLate = false
  await Promise.race([until(() => isLate || directory.partners().every(isTold)), late])
  isLate = true
}

export interface Network {
  hub: RunningPlatform
  cpo: Stranger
  emsp: Stranger
  /** At the hub. */
  cpoId: string
  emspId: string
}

/** One for a file, by its settings: starting one takes longer than most tests. */
const hubs = new Map<string, Promise<RunningPlatform>>()

function sharedHub(settings: Readonly<Record<string, string>>): Promise<RunningPlatform> {
  const name = JSON.stringify(settings)
  const known = hubs.get(name) ?? startHub(settings)
  hubs.set(name, known)
  return known
}

/** One CPO and one eMSP, registered before the tests of the enclosing `describe`, and gone after them. */
export function network(
  cpo: StrangerVersion,
  emsp: StrangerVersion = cpo,
  settings: Readonly<Record<string, string>> = {},
): Network {
  const met = {} as Network
  beforeAll(async () => {
    met.hub = await sharedHub(settings)
    const [one, two] = [
      await join(met.hub, { role: 'CPO', version: cpo, party: CPO }),
      await join(met.hub, { role: 'EMSP', version: emsp, party: EMSP }),
    ]
    Object.assign(met, { cpo: one.stranger, cpoId: one.id, emsp: two.stranger, emspId: two.id })
  })
  afterAll(async () => {
    for (const id of [met.cpoId, met.emspId]) await met.hub.api('DELETE', `/partners/${id}`)
    await Promise.all([met.cpo?.stop(), met.emsp?.stop()])
  })
  return met
}

type Answer = Awaited<ReturnType<Stranger['answer']>>

export interface Conversation {
  readonly said: Said
  /** What arrived because of it, at whom it was looked for. */
  readonly heard: readonly Heard[]
  readonly ids: { readonly requestId: string; readonly correlationId: string }
}

/**
 * One request, and what `at` hears of it: told apart from everything else by its correlation id. `answer` is what `at`
 * says to it.
 */
export async function converse(
  who: Stranger,
  method: string,
  url: string,
  options: {
    at: Stranger
    answer?: Answer | ((heard: Heard) => Answer | Promise<Answer>)
    to?: Party | undefined
    body?: unknown
    text?: string
    headers?: Record<string, string>
  },
): Promise<Conversation> {
  const { at, answer, headers = {}, to, ...rest } = options
  const ids = { requestId: randomUUID(), correlationId: randomUUID() }
  const before = at.answer
  const mine = (heard: Heard) => heard.headers['x-correlation-id'] === ids.correlationId
  // One that came with a token that was just changed is refused, comes again, and counts once.
  const accepted: Heard[] = []
  at.answer = (heard) => {
    if (!mine(heard)) return before(heard)
    accepted.push(heard)
    return typeof answer === 'function' ? answer(heard) : answer
  }
  try {
    const said = await who.send(method, url, {
      ...rest,
      ...(to ? { to } : {}),
      headers: { 'X-Request-ID': ids.requestId, 'X-Correlation-ID': ids.correlationId, ...headers },
    })
    return { said, heard: accepted, ids }
  } finally {
    at.answer = before
  }
}

/** An endpoint of the hub as a stranger was told it. */
export const at = (
  who: Stranger,
  module: string,
  side: 'SENDER' | 'RECEIVER',
  ...segments: readonly string[]
): string => [who.theirs.get(`${module}.${side}`)?.replace(/\/$/, ''), ...segments].join('/')

export const routing = ({ headers }: Pick<Heard, 'headers'>) => ({
  to: `${headers['ocpi-to-country-code']}-${headers['ocpi-to-party-id']}`,
  from: `${headers['ocpi-from-country-code']}-${headers['ocpi-from-party-id']}`,
})

/** Exchanges of the hub's message log with this correlation id, the oldest first. */
export async function logged(hub: RunningPlatform, correlationId: string, count: number): Promise<Json[]> {
  let found: Json[] = []
  await until(async () => {
    await hub.parts.exchanges.flush()
    found = (await hub.api('GET', `/exchanges?correlation_id=${correlationId}`)).body.items
    return found.length >= count
  })
  return found
}
