// Two platforms as two companies would run them: a CPO's and an eMSP's, each a real server on a port of its own with
// its own embedded database, registered with each other over HTTP.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPlatform } from '@interchange/server/platform'
import { readSettings } from '@interchange/server/settings'
import { type Api, createApi } from './api.ts'

/** Both sides listen on the loopback address only. */
const DEMO_KEY = 'demo-key-of-the-demo'

export interface Side {
  readonly name: string
  readonly url: string
  readonly api: Api
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
    api: createApi(url, DEMO_KEY),
    async stop() {
      await platform.stop()
      if (temporary) await rm(temporary, { recursive: true, force: true })
    },
  }
}

/** The CPO invites, the eMSP registers: the handshake of the credentials module over HTTP. */
export async function register(cpo: Side, emsp: Side): Promise<{ version: string }> {
  const invitation = await cpo.api.post<{ versions_url: string; token: string }>('/partners', { name: emsp.name })
  const { id } = await emsp.api.post<{ id: string }>('/partners', {
    name: cpo.name,
    versions_url: invitation.versions_url,
    token: invitation.token,
  })
  const partner = await emsp.api.get<{ status: string; version: string }>(`/partners/${id}`)
  if (partner.status !== 'registered') throw new Error(`registration ended with status ${partner.status}`)
  return { version: partner.version }
}
