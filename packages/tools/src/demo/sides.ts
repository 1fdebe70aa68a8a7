// Platforms as companies would run them, each a real server on a port of its own with its own embedded database,
// registered with each other over HTTP.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '@interchange/client'
import type { Log } from '@interchange/server/log'
import { createPlatform } from '@interchange/server/platform'
import { readSettings } from '@interchange/server/settings'

/** All sides listen on the loopback address only. */
const DEMO_KEY = 'demo-key-of-the-demo'

export interface Side {
  readonly name: string
  readonly url: string
  readonly api: Client
  readonly apiKey: string
  stop(): Promise<void>
}

export interface SideOptions {
  readonly name: string
  /** As in the setting PARTIES: `NL-DMO:CPO`. */
  readonly parties: string
  /** 0: any free port. */
  readonly port: number
  /** Absent: a temporary folder that is removed when the side stops. */
  readonly dataDir?: string
  /** Absent: nothing is logged. */
  readonly log?: Log
}

export async function startSide(options: SideOptions): Promise<Side> {
  const temporary = options.dataDir === undefined ? await mkdtemp(join(tmpdir(), 'interchange-demo-')) : undefined
  const settings = readSettings({
    PORT: String(options.port),
    HOST: '127.0.0.1',
    DATA_DIR: options.dataDir ?? temporary!,
    PARTIES: options.parties,
    ALLOW_PRIVATE_PARTNERS: 'true',
    LOG_LEVEL: 'silent',
    // A demo's hour is over in seconds.
    CHARGING_UPDATE_INTERVAL: '0 s',
    API_KEY: DEMO_KEY,
  })
  const platform = createPlatform(settings, options.log && { log: options.log })
  const { url } = await platform.start()
  return {
    name: options.name,
    url,
    apiKey: DEMO_KEY,
    api: createClient({ url, key: DEMO_KEY }),
    async stop() {
      await platform.stop()
      if (temporary) await rm(temporary, { recursive: true, force: true })
    },
  }
}

/** The one invites, the other registers: the handshake of the credentials module over HTTP. `only`: the version to be used. */
export async function register(inviting: Side, joining: Side, only?: string): Promise<{ version: string }> {
  const invited = { name: joining.name, ...(only === undefined ? {} : { version: only }) }
  const { versions_url, token } = await inviting.api.post('/partners', { body: invited })
  if (!versions_url || !token) throw new Error('the invitation has no token')
  const { id } = await joining.api.post('/partners', { body: { name: inviting.name, versions_url, token } })
  const { status, version } = await joining.api.get('/partners/{id}', { path: { id } })
  if (status !== 'registered' || !version) throw new Error(`registration ended with status ${status}`)
  return { version }
}
