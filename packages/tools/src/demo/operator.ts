// The CPO's side of the demo: publishes the network and answers what the platform asks its backend.

import { readFile } from 'node:fs/promises'
import type { Client } from '@interchange/client'
import type { Location, Tariff, Token } from '@interchange/ocpi/generated/v2.3.0'
import type { Party } from '@interchange/server/party'
import { type FeedReport, readFeed } from '../import/feed.ts'
import { Chargers, type ChargingEvents, type Plug } from './charging.ts'
import { demoNetwork, type Network } from './network.ts'
import { until } from './provider.ts'
import type { Terminal } from './terminal.ts'
import { type Notification, serveWebhook, type WebhookServer } from './webhook.ts'

/** The network to load: our own fixture, or a real feed. */
export async function readNetwork(feed: string | undefined, party: Party): Promise<Network & { report?: FeedReport }> {
  if (feed === undefined) return demoNetwork(party, '2026-01-01T00:00:00Z')
  const report = readFeed(await readFile(feed, 'utf8'))
  if (report.locations.length === 0) throw new Error(`${feed} holds no usable location`)
  return { locations: report.locations, tariffs: report.tariffs, report }
}

/** The parties a network belongs to; a feed may hold several. */
export const partiesOf = (network: Network): Party[] => [
  ...new Map(
    network.locations.map((location) => [
      `${location.country_code}-${location.party_id}`.toUpperCase(),
      { countryCode: location.country_code.toUpperCase(), partyId: location.party_id.toUpperCase() },
    ]),
  ).values(),
]

export interface Refused {
  readonly what: string
  readonly why: string
}

/** Publishes tariffs first, then the locations that refer to them. */
export async function publish(api: Client, network: Network, terminal: Terminal): Promise<Refused[]> {
  const refused: Refused[] = []
  let done = 0
  const total = network.tariffs.length + network.locations.length
  const write = async (what: string, written: Promise<unknown>) => {
    await written.catch((error: Error) => refused.push({ what, why: error.message }))
    done++
    terminal.progress(`publishing ${done} of ${total} objects`)
  }
  await inParallel(network.tariffs, (body) =>
    write(`tariff ${body.id}`, api.put('/tariffs/{country_code}/{party_id}/{id}', { path: pathOf(body), body })),
  )
  await inParallel(network.locations, (body) =>
    write(`location ${body.id}`, api.put('/locations/{country_code}/{party_id}/{id}', { path: pathOf(body), body })),
  )
  return refused
}

const pathOf = ({ country_code, party_id, id }: Location | Tariff) => ({ country_code, party_id, id })

/** Eight at a time: enough to keep the group writer busy, few enough to be polite. */
async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values()
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (const item of queue) await work(item)
    }),
  )
}

export interface Operator {
  readonly chargers: Chargers
  readonly plugs: readonly Plug[]
  /** A driver holds a card at the reader: asks the eMSP in real time. Returns the session, or why not. */
  swipe(plug: Plug, token: Pick<Token, 'uid' | 'type'>): Promise<{ sessionId: string } | { refused: string }>
  close(): Promise<void>
}

export async function startOperator(
  api: Client,
  party: Party,
  network: Network,
  events: ChargingEvents,
  tell: (text: string) => void,
): Promise<Operator> {
  const plugs = plugsOf(network)
  const chargers = new Chargers(api, events)
  const from = { country_code: party.countryCode, party_id: party.partyId }
  const webhook = await serveWebhook((heard) => answer(heard))
  await subscribe(api, webhook)

  function answer(heard: Notification): unknown {
    const { command_id: id, command } = heard.data as { command_id: string; command: StartOrStop }
    if (heard.type === 'command.start_session') {
      const plug = plugs.find(
        ({ evse, location }) => location.id === command.location_id && evse.uid === command.evse_uid,
      )
      if (!plug || chargers.isBusy(plug.evse.uid))
        return { result: 'REJECTED', message: 'The charge point is not free' }
      later(id, async () => {
        await chargers.start(plug, { token: command.token!, reference: command.authorization_reference })
      })
      return { result: 'ACCEPTED', timeout: 30 }
    }
    if (heard.type === 'command.stop_session') {
      later(id, async () => {
        await chargers.stop(command.session_id!)
      })
      return { result: 'ACCEPTED', timeout: 30 }
    }
    if (heard.type.startsWith('command.') && heard.type !== 'command.result') return { result: 'NOT_SUPPORTED' }
    return undefined
  }

  /** Does what was accepted, then reports the outcome; the platform tells the eMSP. */
  function later(commandId: string, work: () => Promise<void>): void {
    setImmediate(async () => {
      const result = await taken(commandId)
        .then(work)
        .then(
          () => 'ACCEPTED' as const,
          () => 'FAILED' as const,
        )
      await api
        .post('/commands/{id}/result', { path: { id: commandId }, body: { result } })
        .catch((error: Error) => tell(`could not report a command's result: ${error.message}`))
    })
  }

  /** The platform writes down what was accepted when it has the answer, and the charger begins after that. */
  const taken = (commandId: string): Promise<unknown> =>
    until('the command is known', () => api.get('/commands/{id}', { path: { id: commandId } }).catch(() => undefined))

  return {
    chargers,
    plugs,
    async swipe(plug, token) {
      const answer = await api.post('/authorize', {
        body: {
          from,
          token: { uid: token.uid, type: token.type },
          location_id: plug.location.id,
          evse_uids: [plug.evse.uid],
        },
      })
      if (answer.allowed !== 'ALLOWED') return { refused: answer.allowed }
      const sessionId = await chargers.start(plug, { token, reference: answer.authorization_reference ?? undefined })
      return { sessionId }
    },
    close: () => webhook.close(),
  }
}

interface StartOrStop {
  readonly token?: Token
  readonly location_id?: string
  readonly evse_uid?: string
  readonly session_id?: string
  readonly authorization_reference?: string
}

export async function subscribe(api: Client, webhook: WebhookServer): Promise<void> {
  const { secret } = await api.post('/webhooks', { body: { url: webhook.url } })
  webhook.secret = secret ?? undefined
}

/** Where a demo driver can charge: free, with a price per kWh that is known. */
function plugsOf(network: Network): Plug[] {
  const tariffs = new Map(network.tariffs.map((tariff) => [tariff.id, tariff]))
  return network.locations.flatMap((location) =>
    (location.evses ?? []).flatMap((evse) => {
      const connector = evse.connectors[0]
      const tariff = connector?.tariff_ids?.map((id) => tariffs.get(id)).find((known) => known && pricesEnergy(known))
      return connector && tariff && evse.status === 'AVAILABLE' ? [{ location, evse, connector, tariff }] : []
    }),
  )
}

const pricesEnergy = ({ elements }: Tariff): boolean =>
  elements.some(({ price_components }) => price_components.some(({ type }) => type === 'ENERGY'))
