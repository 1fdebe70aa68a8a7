// Two platforms as two companies would run them: a CPO's and an eMSP's, each a real server on a port of its own with
// its own embedded database, registered with each other over HTTP.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '@interchange/client'
import { createPlatform } from '@interchange/server/platform'
import { readSettings } from '@interchange/server/settings'

/** Both sides listen on the loopback address only. */
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
  const platform = createPlatform(settings)
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

/** The CPO invites, the eMSP registers: the handshake of the credentials module over HTTP. */
export async function register(cpo: Side, emsp: Side): Promise<{ version: string }> {
  const { versions_url, token } = await cpo.api.post('/partners', { body: { name: emsp.name } })
  if (!versions_url || !token) throw new Error('the invitation has no token')
  const { id } = await emsp.api.post('/partners', { body: { name: cpo.name, versions_url, token } })
  const { status, version } = await emsp.api.get('/partners/{id}', { path: { id } })
  if (status !== 'registered' || !version) throw new Error(`registration ended with status ${status}`)
  return { version }
}
