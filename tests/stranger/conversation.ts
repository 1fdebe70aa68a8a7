// A platform of ours over real HTTP, and a stranger that has registered there.

import { createPlatform } from '@interchange/server/platform'
import { readSettings } from '@interchange/server/settings'
import { type Json, type StrangerVersion, tariff } from './objects.ts'
import { eventually, type Party, type Said, Stranger, type StrangerOptions } from './stranger.ts'

/** Our party on every platform here; it plays both roles. */
export const US: Party = { country_code: 'NL', party_id: 'ABC' }

export const sides = (['2.2.1', '2.3.0'] as const).flatMap((version) =>
  (['CPO', 'EMSP'] as const).map((role) => ({ version, role })),
)
export const versions: readonly StrangerVersion[] = ['2.2.1', '2.3.0']

export interface ApiAnswer {
  readonly status: number
  readonly body: Json
}

export interface OurSide {
  readonly url: string
  readonly api: (method: string, path: string, body?: unknown) => Promise<ApiAnswer>
  readonly invite: () => Promise<{ id: string; versions_url: string; token: string }>
  readonly stop: () => Promise<void>
}

const API_KEY = 'a-key-of-the-company'

export async function startPlatform(env: Readonly<Record<string, string>> = {}): Promise<OurSide> {
  const platform = createPlatform(
    readSettings({
      PORT: '0',
      HOST: '127.0.0.1',
      DATA_DIR: 'memory://',
      PARTIES: 'NL-ABC:CPO+EMSP',
      ALLOW_PRIVATE_PARTNERS: 'true',
      LOG_LEVEL: 'silent',
      // Objects in tests have fixed dates, which grow old.
      SESSIONS_DAYS: '0',
      API_KEY,
      ...env,
    }),
  )
  const { url } = await platform.start()
  const api: OurSide['api'] = async (method, path, body) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${API_KEY}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) }
  }
  return {
    url,
    api,
    async invite() {
      const { status, body } = await api('POST', '/partners', { name: 'Stranger' })
      if (status !== 201) throw new Error(`the invitation was answered HTTP ${status}`)
      return body as { id: string; versions_url: string; token: string }
    },
    stop: () => platform.stop(),
  }
}

/** A stranger that has registered with an invitation of ours. */
export async function joined(ours: OurSide, options: StrangerOptions): Promise<Stranger> {
  const { versions_url, token } = await ours.invite()
  const stranger = await Stranger.start(options)
  const said = await stranger.register(versions_url, token)
  if (said.envelope.status_code !== 1000) throw new Error(`the registration was answered ${said.text}`)
  return stranger
}

/**
 * Until an eMSP is pushed to. A platform begins a moment after the registration; what is written before is sent when the
 * stranger has not read it by itself for a while.
 */
export async function untilPushed(ours: OurSide, emsp: Stranger): Promise<void> {
  await eventually('something is pushed', async () => {
    const last_updated = new Date().toISOString()
    await ours.api('PUT', '/tariffs/NL/ABC/FIRST', { ...tariff('FIRST', '2.3.0'), ...US, last_updated })
    return emsp.heard.find(({ path }) => path.startsWith('/in/tariffs/'))
  })
}

/** HTTP status and OCPI status code in one, `200/2001`. */
export const outcome = ({ http, envelope }: Said): string => `${http}/${envelope.status_code}`

/** Paths of the faults an answer names. */
export const faultPaths = ({ envelope }: Said): string[] =>
  ((envelope.data as { faults?: { path: string }[] } | undefined)?.faults ?? []).map(({ path }) => path)
