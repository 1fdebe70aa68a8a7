import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { partyFromKey } from '../party.ts'
import { type Database, openDatabase } from '../storage/database.ts'
import type { Directory } from './directory.ts'
import { memoryDirectory } from './memory-directory.ts'
import { defaultPartnerSettings, type Partner, type Role } from './partner.ts'
import { type PartnerStore, partnerStore } from './partner-store.ts'
import { createSecrets, PARTNER_TOKEN } from './secrets.ts'

let now = Date.parse('2026-11-22T10:00:00Z')
const clock = { now: () => new Date(now) }
const secrets = createSecrets('a key that only tests use')

let database: Database
let store: PartnerStore
let directory: Directory

beforeAll(async () => {
  database = await openDatabase({ dataDir: 'memory://', schema: 'directory' })
  store = partnerStore(database)
})
afterAll(() => database.close())

beforeEach(async () => {
  now = Date.parse('2026-11-22T10:00:00Z')
  for (const table of ['partner', 'own_party']) await database.query(`delete from ${database.schema}.${table}`)
  for (const [key, role] of [
    ['NL-ONE', 'CPO'],
    ['NL-TWO', 'EMSP'],
  ] as const) {
    await store.putOwnParty({ ...partyFromKey(key), roles: [role], businessDetails: { name: key } })
  }
  directory = await memoryDirectory({
    store,
    clock,
    secrets,
    shared: true,
    failed: (error) => {
      throw error
    },
  })
})

async function put(id: string, roles: readonly (readonly [string, Role])[], more: Partial<Partner> = {}) {
  const partner: Partner = {
    id,
    name: id,
    status: 'registered',
    version: '2.2.1',
    versionsUrl: null,
    roles: roles.map(([key, role]) => ({ ...partyFromKey(key), role, businessDetails: { name: key } })),
    hubParty: null,
    endpoints: [
      { identifier: 'credentials', role: 'RECEIVER', url: 'https://x.example/c' },
      { identifier: 'tokens', role: 'SENDER', url: 'https://x.example/t' },
    ],
    parties: '*',
    settings: defaultPartnerSettings,
    lastSeen: null,
    createdAt: clock.now().toISOString(),
    ...more,
  }
  await store.putPartner(partner, secrets.seal(PARTNER_TOKEN, `ours-for-${id}`))
  await directory.reload()
  return directory.partner(id)!
}

describe('the directory', () => {
  it('knows a partner, its endpoints and the token we send, and forgets them', async () => {
    const partner = await put('a', [['DE-AAA', 'EMSP']])
    expect(partner).toMatchObject({ id: 'a', settings: defaultPartnerSettings, createdAt: '2026-11-22T10:00:00.000Z' })
    expect(directory.outboundToken('a')).toBe('ours-for-a')
    expect(directory.endpoint(partner, 'tokens', 'SENDER')?.url).toBe('https://x.example/t')
    expect(directory.endpoint(partner, 'tokens', 'RECEIVER')).toBeUndefined()
    // T-11: the role of credentials says nothing.
    expect(directory.endpoint(partner, 'credentials', 'SENDER')?.url).toBe('https://x.example/c')
    await store.deletePartner('a')
    await directory.reload()
    expect(directory.partner('a')).toBeUndefined()
    expect(directory.outboundToken('a')).toBeUndefined()
  })

  it('T-45 compares parties without case', async () => {
    const partner = await put('a', [['de-aaa', 'EMSP']])
    expect(directory.mayActFor(partner, 'De-Aaa')).toBe(true)
    expect(directory.serving('dE-aAA', 'EMSP')?.id).toBe('a')
    expect(directory.serving('DE-AAA', 'CPO')).toBeUndefined()
    expect(directory.ownParty('nl-one')?.partyId).toBe('ONE')
    expect(directory.partiesOf(partner)).toEqual(['DE-AAA'])
  })

  it('gives a partner only those of our parties it was given', async () => {
    const all = await put('a', [['DE-AAA', 'EMSP']])
    const one = await put('b', [['DE-BBB', 'EMSP']], { parties: ['NL-TWO'] })
    expect(directory.ownPartiesFor(all).map(({ partyId }) => partyId)).toEqual(['ONE', 'TWO'])
    expect(directory.ownPartiesFor(one).map(({ partyId }) => partyId)).toEqual(['TWO'])
    expect(directory.ownPartiesFor({ ...one, parties: '*' })).toHaveLength(2)
  })

  it('lets nobody act for one of our parties, whatever it says of itself', async () => {
    const partner = await put('a', [
      ['NL-ONE', 'EMSP'],
      ['DE-AAA', 'EMSP'],
    ])
    expect(directory.mayActFor(partner, 'NL-ONE')).toBe(false)
    expect(directory.serving('NL-ONE')).toBeUndefined()
    expect(directory.partiesOf(partner)).toEqual(['DE-AAA'])
  })

  it('takes the direct connection before a hub, and none that is switched off', async () => {
    const roles = [['DE-AAA', 'CPO']] as const
    await put('hub', roles, { hubParty: partyFromKey('DE-HUB') })
    expect(directory.serving('DE-AAA')?.id).toBe('hub')
    expect(directory.serving('DE-HUB')?.id).toBe('hub')
    await put('direct', roles)
    expect(directory.serving('DE-AAA')?.id).toBe('direct')
    await put('direct', roles, { status: 'offline' })
    expect(directory.serving('DE-AAA')?.id).toBe('direct')
    await put('direct', roles, { status: 'suspended' })
    expect(directory.serving('DE-AAA')?.id).toBe('hub')
  })

  it('takes a hub before the direct connection where that is set', async () => {
    const roles = [
      ['DE-AAA', 'CPO'],
      ['DE-BBB', 'CPO'],
    ] as const
    const settings = { ...defaultPartnerSettings, sourceFor: ['DE-AAA'] }
    await put('hub', roles, { hubParty: partyFromKey('DE-HUB'), settings })
    await put('direct', roles)
    expect(directory.serving('DE-AAA', 'CPO')?.id).toBe('hub')
    expect(directory.serving('DE-BBB')?.id).toBe('direct')
  })

  it('R-AUTH-07 a token belongs to one partner; that of an invitation is told apart', async () => {
    await put('a', [['DE-AAA', 'EMSP']])
    await put('b', [], { status: 'invited' })
    await store.addToken('a', 'token-a', 'C', clock.now())
    await store.addToken('b', 'token-b', 'A', clock.now())
    await directory.reload()
    expect(directory.byToken('token-a')).toMatchObject({ partner: { id: 'a' }, tokenA: false })
    expect(directory.byToken('token-b')).toMatchObject({ partner: { id: 'b' }, tokenA: true })
    expect(directory.byToken('token-c')).toBeUndefined()
  })

  it('T-09 a token that dies lives until the newer one is used, at most to its end', async () => {
    // A name of its own: the dead token is deleted behind the scenes, maybe when the next test has begun.
    await put('renewed', [['DE-AAA', 'EMSP']])
    const inAMinute = new Date(now + 60_000)
    const renew = async (old: string, fresh: string) => {
      await store.addToken('renewed', old, 'C', clock.now())
      await store.addToken('renewed', fresh, 'C', clock.now())
      await store.retireTokens('renewed', fresh, inAMinute)
      await directory.reload()
    }
    await renew('old', 'new')
    expect(directory.byToken('old')).toBeDefined()
    now += 60_000
    expect(directory.byToken('old')).toBeUndefined()
    now -= 60_000
    expect(directory.byToken('old')).toBeDefined()
    const reading = directory.reload()
    expect(directory.byToken('new')).toBeDefined()
    expect(directory.byToken('old')).toBeUndefined()
    // A read that found it in the table does not bring it back.
    await reading
    expect(directory.byToken('old')).toBeUndefined()
  })

  it('one that was sent in an open handshake is good, and does not yet end the one before it', async () => {
    await put('a', [['DE-AAA', 'EMSP']])
    await store.addToken('a', 'old', 'C', clock.now())
    await store.retireTokens('a', 'other', new Date(now + 60_000))
    await store.addToken('a', 'sent', 'P', clock.now())
    await directory.reload()
    expect(directory.handshakeOpen('a')).toBe(true)
    expect(directory.byToken('sent')).toMatchObject({ tokenA: false })
    expect(directory.byToken('old')).toBeDefined()
    await store.addToken('a', 'sent', 'C', clock.now())
    await directory.reload()
    expect(directory.handshakeOpen('a')).toBe(false)
    expect(directory.byToken('sent')).toBeDefined()
    expect(directory.byToken('old')).toBeUndefined()
  })

  it('finds a token that another process has given out', async () => {
    await put('a', [['DE-AAA', 'EMSP']])
    await store.addToken('a', 'elsewhere', 'C', clock.now())
    expect(directory.byToken('elsewhere')).toBeUndefined()
    expect(await directory.catchUp('nowhere')).toBe(false)
    expect(await directory.catchUp('elsewhere')).toBe(true)
    expect(directory.byToken('elsewhere')).toMatchObject({ partner: { id: 'a' } })
  })

  it('a reload that is asked for while another runs begins after it, and tells who listens', async () => {
    let heard = 0
    const stop = directory.onChange(() => heard++)
    const first = directory.reload()
    await store.putPartner({ ...(await put('a', [])), name: 'renamed' }, null)
    await Promise.all([first, directory.reload(), directory.reload()])
    expect(directory.partner('a')?.name).toBe('renamed')
    expect(heard).toBeGreaterThanOrEqual(2)
    stop()
    heard = 0
    await directory.reload()
    expect(heard).toBe(0)
  })
})

describe('what a process left behind', () => {
  it('in the middle of a handshake of ours is removed, what is in use stays', async () => {
    await put('unfinished', [], { status: 'invited' })
    await put('invited', [], { status: 'invited' })
    await put('renewing', [['DE-AAA', 'EMSP']])
    const long = new Date(now - 3_600_000)
    await store.addToken('unfinished', 'u', 'P', long)
    await store.addToken('invited', 'i', 'A', long)
    await store.addToken('renewing', 'r1', 'C', long)
    await store.addToken('renewing', 'r2', 'P', long)
    await store.addToken('renewing', 'r3', 'P', clock.now())
    await store.tidy(clock.now(), new Date(now - 600_000))
    await directory.reload()
    expect(
      directory
        .partners()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['invited', 'renewing'])
    expect(['u', 'i', 'r1', 'r2', 'r3'].filter((token) => directory.byToken(token))).toEqual(['i', 'r1', 'r3'])
  })
})
