import { v221 } from '@interchange/ocpi/v2.2.1/index'
import { pino } from 'pino'
import { afterAll, beforeAll } from 'vitest'
import { createEvents } from '../../packages/server/src/events.ts'
import type { HttpHandler, HttpResponse } from '../../packages/server/src/http/exchange.ts'
import { createPipeline } from '../../packages/server/src/http/pipeline.ts'
import { rateLimit } from '../../packages/server/src/http/rate-limit.ts'
import type { Call, Handler, Handlers } from '../../packages/server/src/modules/call.ts'
import type { Directory } from '../../packages/server/src/partners/directory.ts'
import { memoryDirectory } from '../../packages/server/src/partners/memory-directory.ts'
import { defaultPartnerSettings, type Partner, type Role } from '../../packages/server/src/partners/partner.ts'
import { type PartnerStore, partnerStore } from '../../packages/server/src/partners/partner-store.ts'
import { createSecrets, PARTNER_TOKEN } from '../../packages/server/src/partners/secrets.ts'
import { partyFromKey } from '../../packages/server/src/party.ts'
import { type Database, openDatabase } from '../../packages/server/src/storage/database.ts'

// The OCPI pipeline asked by plain calls: real directory on real storage, handlers that note what reaches them.

export const now = new Date('2026-11-22T10:00:00.000Z')
const clock = { now: () => now }
export const base64 = (token: string) => `Token ${Buffer.from(token).toString('base64')}`

let database: Database
let calls: Call[] = []

export const bed = {
  /** Log of the last request. */
  lines: [] as string[],
  /** What every handler answers. */
  answer: (async () => ({})) as Handler,
  pipeline: undefined as unknown as HttpHandler,
  directory: undefined as unknown as Directory,
  store: undefined as unknown as PartnerStore,
}

const secrets = createSecrets('a key that only tests use')

export async function partner(id: string, roles: readonly (readonly [string, Role])[], more: Partial<Partner> = {}) {
  const partner: Partner = {
    id,
    name: `The ${id}`,
    status: 'registered',
    version: '2.2.1',
    versionsUrl: null,
    roles: roles.map(([key, role]) => ({ ...partyFromKey(key), role, businessDetails: { name: key } })),
    hubParty: null,
    endpoints: [],
    parties: '*',
    settings: defaultPartnerSettings,
    lastSeen: null,
    createdAt: now.toISOString(),
    ...more,
  }
  await bed.store.putPartner(partner, secrets.seal(PARTNER_TOKEN, `ours-for-${id}`))
  await bed.store.addToken(id, `token-of-${id}`, more.status === 'invited' ? 'A' : 'C', now)
}

beforeAll(async () => {
  database = await openDatabase({ dataDir: 'memory://', schema: 'pipeline' })
  bed.store = partnerStore(database)
  for (const [key, roles] of [
    ['NL-CPO', ['CPO']],
    ['NL-MSP', ['EMSP']],
    ['BE-MSP', ['EMSP']],
  ] as const) {
    await bed.store.putOwnParty({ ...partyFromKey(key), roles, businessDetails: { name: key } })
  }
  await partner('emsp', [['DE-EMP', 'EMSP']])
  await partner('cpo', [['DE-CPO', 'CPO']], { parties: ['NL-MSP'] })
  await partner('both', [
    ['FR-ONE', 'CPO'],
    ['FR-TWO', 'CPO'],
  ])
  await partner('raw', [['IT-RAW', 'EMSP']], { settings: { ...defaultPartnerSettings, tokenEncoding: 'raw' } })
  await partner('lenient', [['ES-LEN', 'CPO']], {
    parties: ['NL-MSP'],
    settings: { ...defaultPartnerSettings, lenient: true },
  })
  await partner('newer', [['SE-NEW', 'EMSP']], { version: '2.3.0' })
  await partner('suspended', [['PL-SUS', 'EMSP']], { status: 'suspended' })
  await partner('invited', [], { status: 'invited', version: null })

  bed.directory = await memoryDirectory({
    store: bed.store,
    clock,
    secrets,
    failed: (error) => {
      throw error
    },
  })
  const handler: Handler = async (call) => {
    calls.push(call)
    return await bed.answer(call)
  }
  const all = (names: readonly string[]): Handlers => Object.fromEntries(names.map((name) => [name, handler]))
  const side = (module: string, of: 'SENDER' | 'RECEIVER') => all(v221.modules[module]![of].map(({ name }) => name))
  let made = 0
  bed.pipeline = createPipeline({
    directory: bed.directory,
    handlers: {
      'versions.SENDER': side('versions', 'SENDER'),
      'credentials.SENDER': side('credentials', 'SENDER'),
      'locations.SENDER': side('locations', 'SENDER'),
      'locations.RECEIVER': side('locations', 'RECEIVER'),
      'sessions.SENDER': side('sessions', 'SENDER'),
      'tokens.SENDER': side('tokens', 'SENDER'),
      'tokens.RECEIVER': side('tokens', 'RECEIVER'),
      'commands.SENDER': side('commands', 'SENDER'),
    },
    events: createEvents(pino({ level: 'info' }, { write: (line: string) => bed.lines.push(line) })),
    clock,
    ids: { uuid: () => `made-${++made}` },
    publicUrl: 'https://ocpi.example.com',
    bodyLimit: 20_000,
    limits: rateLimit(0, clock),
    seen: () => {},
  })
})

afterAll(async () => {
  await database.close()
})

export interface Given {
  from?: string
  headers?: Record<string, string>
  body?: unknown
  text?: string
}

export async function ask(method: string, url: string, { from = 'emsp', headers = {}, body, text }: Given = {}) {
  calls = []
  bed.lines = []
  const sent = text ?? (body === undefined ? undefined : JSON.stringify(body))
  const response: HttpResponse = await bed.pipeline({
    method,
    url,
    headers: { ...(from === '' ? {} : { authorization: base64(`token-of-${from}`) }), ...headers },
    body: sent === undefined ? undefined : chunks(sent),
  })
  return { ...response, envelope: JSON.parse(String(response.body)) as Record<string, unknown>, call: calls[0] }
}

/** In pieces that cut through characters. */
async function* chunks(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += 101) yield bytes.subarray(at, at + 101)
}

export const location = {
  country_code: 'DE',
  party_id: 'CPO',
  id: 'LOC1',
  publish: true,
  address: 'Straße 1',
  city: 'Köln',
  country: 'DEU',
  coordinates: { latitude: '50.93000', longitude: '6.95000' },
  time_zone: 'Europe/Berlin',
  last_updated: '2026-11-22T09:00:00Z',
}
export const putLocation = (given: Given = {}) =>
  ask('PUT', '/ocpi/2.2.1/receiver/locations/DE/CPO/LOC1', { from: 'cpo', body: location, ...given })
