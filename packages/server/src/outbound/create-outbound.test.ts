import type { TransportAnswer, TransportRequest } from '@interchange/ocpi/client/transport'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createEvents } from '../events.ts'
import { createLog } from '../log.ts'
import type { Outbound } from '../outbound.ts'
import type { Directory } from '../partners/directory.ts'
import { memoryDirectory } from '../partners/memory-directory.ts'
import { defaultPartnerSettings, type Partner } from '../partners/partner.ts'
import { type PartnerStore, partnerStore } from '../partners/partner-store.ts'
import { createSecrets, PARTNER_TOKEN } from '../partners/secrets.ts'
import { type Database, openDatabase } from '../storage/database.ts'
import { createOutbound } from './create-outbound.ts'

const clock = { now: () => new Date('2026-11-22T10:00:00Z') }
const secrets = createSecrets('a key that only tests use')
const fine: TransportAnswer = {
  status: 200,
  headers: {},
  body: '{"status_code":1000,"timestamp":"2026-11-22T10:00:00Z"}',
}
const unauthorized: TransportAnswer = { status: 401, headers: {}, body: '{"status_code":2000,"timestamp":"x"}' }

let database: Database
let store: PartnerStore
let directory: Directory
let outbound: Outbound
let sent: TransportRequest[] = []
let answers: (TransportAnswer | (() => Promise<TransportAnswer>))[] = []
let lines: string[] = []
let seen: string[] = []
let underWay: Promise<unknown> | undefined

const partner: Partner = {
  id: 'p-1',
  name: 'The eMSP',
  status: 'registered',
  version: '2.2.1',
  versionsUrl: 'https://emsp.example/versions',
  roles: [],
  hubParty: null,
  endpoints: [{ identifier: 'tokens', role: 'RECEIVER', url: 'https://emsp.example/in/tokens/' }],
  parties: '*',
  settings: defaultPartnerSettings,
  lastSeen: null,
  createdAt: '2026-11-22T09:00:00.000Z',
}

async function give(token: string, more: Partial<Partner> = {}): Promise<void> {
  await store.putPartner({ ...partner, ...more }, secrets.seal(PARTNER_TOKEN, token))
  await directory.reload()
}

beforeAll(async () => {
  database = await openDatabase({ dataDir: 'memory://', schema: 'outbound' })
  store = partnerStore(database)
  const failed = (error: unknown) => {
    throw error
  }
  directory = await memoryDirectory({ store, clock, secrets, failed })
  let made = 0
  outbound = createOutbound({
    directory,
    transport: async (request) => {
      sent.push(request)
      const answer = answers.shift() ?? fine
      return typeof answer === 'function' ? await answer() : answer
    },
    events: createEvents(createLog({ to: { write: (line) => lines.push(line) } })),
    ids: { uuid: () => `made-${++made}` },
    seen: (id) => seen.push(id),
    renewal: () => underWay,
    timeoutMs: 1_234,
    maxBytes: 5_678,
  })
})
afterAll(() => database.close())
beforeEach(async () => {
  sent = []
  answers = []
  lines = []
  seen = []
  underWay = undefined
  await give('first-token')
})

const put = {
  module: 'tokens',
  side: 'RECEIVER',
  endpoint: 'putToken',
  params: { country_code: 'NL', party_id: 'ABC', token_uid: '04AABBCC' },
  query: { type: 'RFID' },
  bodyText: '{"uid":"04AABBCC"}',
  from: { countryCode: 'NL', partyId: 'ABC' },
  to: { countryCode: 'DE', partyId: 'EMP' },
  correlationId: 'cause-1',
} as const
const tokenOf = (request: TransportRequest | undefined) =>
  Buffer.from(request?.headers.Authorization?.split(' ')[1] ?? '', 'base64').toString()

describe('a call to a partner', () => {
  it('R-AUTH-01 R-ROUTE-01 R-ID-01 R-FMT-01 goes to its endpoint with token, ids and parties', async () => {
    expect((await outbound.call(partner, put)).kind).toBe('ok')
    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatchObject({
      method: 'PUT',
      url: 'https://emsp.example/in/tokens/NL/ABC/04AABBCC?type=RFID',
      body: put.bodyText,
      timeoutMs: 1_234,
      maxBytes: 5_678,
      headers: {
        'Content-Type': 'application/json',
        'X-Request-ID': expect.stringMatching(/^made-/),
        'X-Correlation-ID': 'cause-1',
        'OCPI-to-party-id': 'EMP',
        'OCPI-from-party-id': 'ABC',
      },
    })
    expect(tokenOf(sent[0])).toBe('first-token')
    expect(seen).toEqual(['p-1'])
  })

  it('goes again with the new token when that changed while the request was on its way', async () => {
    answers = [
      async () => {
        await give('second-token')
        return unauthorized
      },
    ]
    expect((await outbound.call(partner, put)).kind).toBe('ok')
    expect(sent.map(tokenOf)).toEqual(['first-token', 'second-token'])
  })

  it('waits for a renewal that the partner has begun, because it may refuse the old token from then on', async () => {
    let renew: () => void = () => undefined
    const begun = new Promise<void>((resolve) => {
      renew = resolve
    })
    underWay = begun.then(() => give('second-token'))
    answers = [
      async () => {
        setImmediate(renew)
        return unauthorized
      },
    ]
    expect((await outbound.call(partner, put)).kind).toBe('ok')
    expect(sent.map(tokenOf)).toEqual(['first-token', 'second-token'])
  })

  it('is answered 401 once when the token is refused that is still the one in use', async () => {
    answers = [unauthorized, fine]
    expect(await outbound.call(partner, put)).toMatchObject({ kind: 'refused', http: 401 })
    expect(sent).toHaveLength(1)
  })

  it('is made with what is known of the partner by now', async () => {
    await give('third-token', { endpoints: [{ identifier: 'tokens', role: 'RECEIVER', url: 'https://new.example' }] })
    await outbound.call(partner, put)
    expect(sent[0]?.url).toMatch(/^https:\/\/new\.example\/NL\/ABC\//)
  })

  it.each([
    ['suspended', { status: 'suspended' }, put],
    ['not registered', { version: null }, put],
    ['offers no tokens, SENDER', {}, { ...put, side: 'SENDER', endpoint: 'getTokens' }],
    ['has no deleteToken', {}, { ...put, endpoint: 'deleteToken' }],
    ['has no putToken in constructor', {}, { ...put, module: 'constructor' }],
  ] as const)('is not sent at all where the partner or its version is %s', async (why, more, request) => {
    await give('first-token', more as Partial<Partner>)
    const answer = await outbound.call(partner, request)
    expect(answer).toEqual({ kind: 'unsendable', why: expect.stringContaining(why) })
    expect(sent).toEqual([])
    expect(seen).toEqual([])
  })

  it('is one line in the log, without token, driver or what the partner says', async () => {
    answers = [{ status: 200, headers: {}, body: '{"status_code":2001,"status_message":"04AABBCC?","timestamp":"x"}' }]
    await outbound.call(partner, put)
    await outbound.call(partner, { ...put, url: 'https://emsp.example/results/04AABBCC' })
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        direction: 'out',
        partner: 'The eMSP',
        method: 'PUT',
        module: 'tokens',
        path: 'NL/ABC/*',
        http: 200,
        status: 2001,
      },
      { path: 'at a URL of theirs', status: 1000, correlationId: 'cause-1' },
    ])
    expect(lines.join()).not.toMatch(/04AABBCC|first-token/)
  })
})
