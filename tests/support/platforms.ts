import pg from 'pg'
import { afterAll } from 'vitest'
import type { Clock } from '../../packages/server/src/clock.ts'
import { createLog } from '../../packages/server/src/log.ts'
import type { Partner } from '../../packages/server/src/partners/partner.ts'
import { createPlatform, type PlatformParts } from '../../packages/server/src/platform.ts'
import { readSettings } from '../../packages/server/src/settings.ts'
import { type Engine, engines, freshSchema } from './databases.ts'

// Whole platforms, each a real server on a port of its own, on real storage, that call each other over HTTP. All are
// stopped after the test file.

export interface PlatformOptions {
  /** As in the setting PARTIES: `NL-ABC:CPO,NL-XYZ:CPO+EMSP`. */
  readonly parties: string
  /** PGlite where nothing is said. */
  readonly engine?: Engine
  /** To start again on what another platform left behind, or several on one database. */
  readonly schema?: string
  /** Further settings, by the names of the environment. */
  readonly settings?: Readonly<Record<string, string>>
  readonly clock?: Clock
}

export interface ApiAnswer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every kind
  readonly body: any
}

export interface RunningPlatform {
  readonly url: string
  readonly parts: PlatformParts
  readonly schema: string
  /** Lines of the log so far, parsed. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly log: readonly any[]
  /** The company-side API: `api('PUT', '/tariffs/NL/ABC/T1', tariff)`. */
  api(method: string, path: string, body?: unknown): Promise<ApiAnswer>
  stop(): Promise<void>
}

const API_KEY = 'key-of-the-tests'
export const TEST_SECRET_KEY = 'a secret key for tests only'

const running = new Set<RunningPlatform>()
const schemas = new Set<string>()

export async function startPlatform(options: PlatformOptions): Promise<RunningPlatform> {
  const { parties, engine = engines[0]!, schema = freshSchema(), settings: more = {}, clock } = options
  const { databaseUrl, dataDir } = engine.settings(schema)
  const log: unknown[] = []
  const settings = readSettings({
    PORT: '0',
    HOST: '127.0.0.1',
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : { DATA_DIR: dataDir ?? 'memory://' }),
    DATABASE_SCHEMA: schema,
    PARTIES: parties,
    ALLOW_PRIVATE_PARTNERS: 'true',
    API_KEY,
    SECRET_KEY: TEST_SECRET_KEY,
    // Objects in tests have fixed dates, which grow old.
    SESSIONS_DAYS: '0',
    ...more,
  })
  const platform = createPlatform(settings, {
    log: createLog({ to: { write: (line) => log.push(JSON.parse(line)) } }),
    ...(clock && { clock }),
  })
  if (databaseUrl) schemas.add(schema)
  const { url } = await platform.start()
  const started: RunningPlatform = {
    url,
    parts: platform.parts!,
    schema,
    log,
    async api(method, path, body) {
      const response = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: {
          Authorization: `Bearer ${API_KEY}`,
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
    },
    async stop() {
      running.delete(started)
      await platform.stop()
    },
  }
  running.add(started)
  return started
}

export interface RegistrationOptions {
  /** The only version to be used. */
  readonly version?: string
  /** Parties of the inviting side that the other one gets; all where nothing is said. */
  readonly parties?: readonly string[]
}

export interface Registered {
  /** The second platform as the first one knows it. */
  readonly atFirst: Partner
  /** The first platform as the second one knows it. */
  readonly atSecond: Partner
}

/** The first platform invites, the second one registers: the handshake of the credentials module, over HTTP. */
export async function registered(
  first: RunningPlatform,
  second: RunningPlatform,
  { version, parties }: RegistrationOptions = {},
): Promise<Registered> {
  const invitation = await first.parts.service.invite({
    name: `partner at ${second.url}`,
    ...(parties && { parties }),
    ...(version && { version }),
  })
  const atSecond = await second.parts.service.registerWith({
    name: `partner at ${first.url}`,
    versionsUrl: invitation.versionsUrl,
    token: invitation.token,
  })
  return { atFirst: first.parts.directory.partner(invitation.partner.id)!, atSecond }
}

/** For files that start platforms in each test: an embedded database takes its memory. */
export const stopPlatforms = async (): Promise<void> => {
  await Promise.all([...running].map((platform) => platform.stop()))
}

afterAll(async () => {
  await stopPlatforms()
  const { databaseUrl } = engines.find(({ name }) => name === 'postgres')!.settings()
  if (!databaseUrl || schemas.size === 0) return
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  for (const schema of schemas) await client.query(`drop schema if exists "${schema}" cascade`)
  await client.end()
})
