// A hub with an eMSP that asks and three CPOs that are asked, made through its API.

import { type LargePlatform, startLargePlatform } from './large-platform.ts'
import { OWN_ID } from './own-ids.ts'
import { api } from './partners.ts'
import { type Asking, startProcess } from './process.ts'
import type { Asked } from './shapes.ts'
import type { Upstream } from './upstream.ts'

export type Receiver = keyof Upstream
export type Message = 'get' | 'command'

export interface BenchHub {
  readonly platform: LargePlatform
  readonly upstream: Upstream
  /** How many requests the prompt upstream has heard. */
  heard(): Promise<number>
  /** A message for a CPO by way of the hub. */
  through(message: Message, receiver: Receiver): Asked
  /** The same, sent to an origin that needs no hub. */
  direct(message: Message, origin: string): Asked
  stop(): Promise<void>
}

const TOKEN = 'token-of-the-caller-0123456789'
const parties: Readonly<Record<Receiver, string>> = { prompt: 'CPO', slow: 'SLO', silent: 'SIL' }

/** Undefined where there is no PostgreSQL. */
export async function startBenchHub(): Promise<BenchHub | undefined> {
  const platform = await startLargePlatform({ PARTIES: 'NL-HUB:HUB' })
  if (!platform) return undefined
  let behind: Asking & { ready: Upstream }
  try {
    behind = await startProcess<Upstream>(new URL('./upstream.ts', import.meta.url))
    await join(platform, 'EMSP', 'EMS', 'http://127.0.0.1:9')
    for (const receiver of ['prompt', 'slow', 'silent'] as const) {
      await join(platform, 'CPO', parties[receiver], behind.ready[receiver])
    }
  } catch (error) {
    await platform.stop()
    throw error
  }
  const routed = (receiver: Receiver) => ({
    authorization: `Token ${Buffer.from(TOKEN).toString('base64')}`,
    'x-request-id': OWN_ID,
    'x-correlation-id': OWN_ID,
    'ocpi-from-country-code': 'NL',
    'ocpi-from-party-id': 'EMS',
    'ocpi-to-country-code': 'NL',
    'ocpi-to-party-id': parties[receiver],
  })
  return {
    platform,
    upstream: behind.ready,
    heard: () => behind.ask<number>(),
    through: (message, receiver) => asked(message, platform.url, '/ocpi/2.2.1', routed(receiver)),
    direct: (message, origin) => asked(message, origin, '', routed('prompt')),
    async stop() {
      await Promise.all([platform.stop(), behind.stop()])
    },
  }
}

async function join(platform: LargePlatform, role: 'CPO' | 'EMSP', party_id: string, origin: string): Promise<void> {
  const offers =
    role === 'CPO'
      ? [['locations', 'SENDER'] as const, ['commands', 'RECEIVER'] as const]
      : [['commands', 'SENDER'] as const]
  await api(platform, 'POST', '/partners', {
    name: party_id,
    version: '2.2.1',
    token: `token-of-the-hub-at-${party_id}`,
    ...(role === 'EMSP' ? { our_token: TOKEN } : {}),
    endpoints: offers.map(([identifier, role]) => ({ identifier, role, url: `${origin}/${identifier}` })),
    roles: [{ role, country_code: 'NL', party_id, business_details: { name: party_id } }],
    settings: { initial_push_after: 'never', pull: { locations: false } },
  })
}

const START_SESSION = JSON.stringify({
  response_url: 'http://127.0.0.1:9/ocpi/2.2.1/commands/START_SESSION/1',
  token: {
    country_code: 'NL',
    party_id: 'EMS',
    uid: '012345678',
    type: 'RFID',
    contract_id: 'NL-EMS-C00000001',
    issuer: 'Bench',
    valid: true,
    whitelist: 'ALWAYS',
    last_updated: '2026-01-31T12:00:00Z',
  },
  location_id: 'LOC1',
  evse_uid: 'LOC1-1',
})

function asked(message: Message, origin: string, base: string, headers: Readonly<Record<string, string>>): Asked {
  if (message === 'get') {
    const path = `${base === '' ? '' : `${base}/sender`}/locations/LOC1`
    return { origin, method: 'GET', paths: [path], bodies: [], headers, expect: '"id":"LOC1"' }
  }
  return {
    origin,
    method: 'POST',
    paths: [`${base === '' ? '' : `${base}/receiver`}/commands/START_SESSION`],
    bodies: [START_SESSION],
    headers: { ...headers, 'content-type': 'application/json' },
    expect: '"ACCEPTED"',
  }
}
