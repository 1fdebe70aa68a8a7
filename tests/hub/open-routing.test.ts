// No receiver is named: the hub finds whoever a request is about. Source: transport, "Open Routing Request", table "Party
// to Party Open Routing Request"; 2.2.1 Tokens, "POST Method" (real-time authorization).

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { outcome } from '../stranger/conversation.ts'
import { cdr, type Json, location, type StrangerVersion, session, tariff, token } from '../stranger/objects.ts'
import type { Heard, Party, Stranger } from '../stranger/stranger.ts'
import type { RunningPlatform } from '../support/platforms.ts'
import { at, CPO, converse, EMSP, HUB, join, network, routing, startHub } from './network.ts'

const version: StrangerVersion = '2.2.1'

/** Pushes to the hub: what it knows of from then on. */
async function push(who: Stranger, module: string, path: readonly string[], body: Json): Promise<void> {
  const said = await who.send('PUT', at(who, module, 'RECEIVER', ...path), { to: HUB, body })
  expect(said.envelope.status_code).toBe(1000)
}

describe('by what a request names', () => {
  const met = network(version)
  let other: Stranger

  beforeAll(async () => {
    const party = { country_code: 'DE', party_id: 'OTH' }
    other = (await join(met.hub, { role: 'CPO', version, party })).stranger
    await push(met.cpo, 'locations', ['BE', 'BEC', 'LOC1'], { ...location('LOC1', version), ...CPO })
    for (const [who, uid] of [
      [met.cpo, 'E1'],
      [other, 'E2'],
    ] as const) {
      const { evses } = location('BOTH', version) as { evses: Json[] }
      const both = { ...location('BOTH', version), ...who.party, evses: [{ ...evses[0], uid }] }
      await push(who, 'locations', [who.party.country_code, who.party.party_id, 'BOTH'], both)
    }
    // The hub reads sessions; it is not pushed any (R-ROUTE-17).
    met.cpo.lists.sessions = [{ ...session('S1', EMSP, version), ...CPO }]
    await met.hub.api('POST', `/partners/${met.cpoId}/pull`, { module: 'sessions', full: true })
  })
  afterAll(() => other.stop())

  const ask = (who: Stranger, method: string, url: string, whom: Stranger, body?: Json) =>
    converse(who, method, url, { at: whom, answer: { data: { result: 'ACCEPTED' } }, ...(body ? { body } : {}) })
  const command = (name: string, body: Json, whom = met.cpo) =>
    ask(met.emsp, 'POST', at(met.emsp, 'commands', 'RECEIVER', name), whom, {
      response_url: 'http://x.example/',
      ...body,
    })

  test('R-ROUTE-20 R-ROUTE-21 a command goes to the owner of its location; the hub adds TO, the answer is from who answered', async () => {
    const { said, heard } = await command('START_SESSION', { location_id: 'loc1', token: token('T') })
    expect(outcome(said)).toBe('200/1000')
    expect(routing(heard[0]!)).toEqual({ from: 'BE-BEM', to: 'BE-BEC' })
    expect(routing(said)).toEqual({ from: 'BE-BEC', to: 'BE-BEM' })
  })

  test('R-ROUTE-20 by EVSE, session or reservation; charging profiles and preferences by session; one location by its id', async () => {
    expect((await command('UNLOCK_CONNECTOR', { location_id: 'BOTH', evse_uid: 'e2' }, other)).heard).toHaveLength(1)
    expect((await command('STOP_SESSION', { session_id: 'S1' })).heard).toHaveLength(1)
    await command('RESERVE_NOW', { location_id: 'LOC1', reservation_id: 'R7', expiry_date: '2100-01-01T00:00:00Z' })
    expect((await command('CANCEL_RESERVATION', { reservation_id: 'R7' })).heard).toHaveLength(1)
    for (const [method, url] of [
      ['DELETE', `${at(met.emsp, 'chargingprofiles', 'RECEIVER', 'S1')}?response_url=http%3A%2F%2Fx.example`],
      ['PUT', at(met.emsp, 'sessions', 'SENDER', 'S1', 'charging_preferences')],
      ['GET', at(met.emsp, 'locations', 'SENDER', 'LOC1', '3256')],
    ] as const) {
      const { heard, said } = await ask(
        met.emsp,
        method,
        url,
        met.cpo,
        method === 'PUT' ? { profile_type: 'FAST' } : undefined,
      )
      expect([url, heard.length, outcome(said)]).toEqual([url, 1, '200/1000'])
    }
  })

  test('R-ROUTE-20 a session and a CDR go to the party of the token; a PATCH by the session the hub has', async () => {
    const url = at(met.cpo, 'sessions', 'RECEIVER', 'BE', 'BEC', 'S1')
    const put = await ask(met.cpo, 'PUT', url, met.emsp, { ...session('S1', EMSP, version), ...CPO })
    expect([outcome(put.said), routing(put.heard[0]!).to]).toEqual(['200/1000', 'BE-BEM'])
    const patch = await ask(met.cpo, 'PATCH', url, met.emsp, { kwh: 2, last_updated: '2026-06-29T23:00:00Z' })
    expect([outcome(patch.said), patch.heard.length]).toEqual(['200/1000', 1])
    const post = await ask(met.cpo, 'POST', at(met.cpo, 'cdrs', 'RECEIVER'), met.emsp, {
      ...cdr('C1', EMSP, version),
      ...CPO,
    })
    expect([outcome(post.said), post.heard.length]).toEqual(['200/1000', 1])
  })

  test('R-ROUTE-22 what is meant for all is taken for all', async () => {
    const { said, heard } = await ask(met.cpo, 'PUT', at(met.cpo, 'tariffs', 'RECEIVER', 'BE', 'BEC', '12'), met.emsp, {
      ...tariff('12', version),
      ...CPO,
    })
    expect([outcome(said), heard.length, routing(said).from]).toEqual(['201/1000', 0, 'NL-HUB'])
  })

  test('R-ROUTE-22 what cannot be decided is said, and sent to nobody', async () => {
    const undecidable = async (asked: ReturnType<typeof ask>) => {
      const { said, heard } = await asked
      return [outcome(said), heard.length, String(said.envelope.status_message)] as const
    }
    for (const [expected, words, asked] of [
      ['200/2003', 'Unknown Location', command('START_SESSION', { location_id: 'NOWHERE' })],
      ['200/2001', '2 parties have this location_id', command('START_SESSION', { location_id: 'BOTH' })],
      ['200/2001', 'no such session', command('STOP_SESSION', { session_id: 'NONE' })],
      ['200/2001', 'no such reservation', command('CANCEL_RESERVATION', { reservation_id: 'NONE' })],
      ['200/2001', 'a list is asked of one party', ask(met.emsp, 'GET', at(met.emsp, 'locations', 'SENDER'), met.cpo)],
      [
        '200/2001',
        'nothing in the request',
        ask(met.cpo, 'GET', at(met.cpo, 'tariffs', 'RECEIVER', 'BE', 'BEC', '1'), met.emsp),
      ],
      [
        '200/2001',
        'cdr_token',
        ask(met.cpo, 'PATCH', at(met.cpo, 'sessions', 'RECEIVER', 'BE', 'BEC', 'S9'), met.emsp, { kwh: 1 }),
      ],
    ] as const) {
      const [said, heard, message] = await undecidable(asked)
      expect([said, heard]).toEqual([expected, 0])
      expect(message).toContain(words)
    }
  })
})

describe('whose token it is', () => {
  let hub: RunningPlatform
  let cpo: Stranger
  const emsps: Stranger[] = []

  beforeAll(async () => {
    hub = await startHub({ FORWARD_TIMEOUT: '2 s' })
    cpo = (await join(hub, { role: 'CPO', version, party: CPO })).stranger
    for (const [party_id, speaks] of [
      ['EM1', '2.2.1'],
      ['EM2', '2.3.0'],
      ['EM3', '2.2.1'],
    ] as const) {
      const party = { country_code: 'DE', party_id }
      emsps.push((await join(hub, { role: 'EMSP', version: speaks, party })).stranger)
    }
  })
  afterAll(() => Promise.all([cpo, ...emsps].map((stranger) => stranger.stop())))

  type Reply = Awaited<ReturnType<Stranger['answer']>>
  const info = (allowed: string, uid: string, owner: Party): Reply => ({
    data: { allowed, token: { ...token(uid), ...owner } },
  })
  const unknown: Reply = { http: 404, code: 2004 }

  /** Asks about a card; each eMSP answers in its own way. Returns which of them were asked. */
  async function authorize(uid: string, replies: readonly (Reply | (() => Promise<Reply>))[], type = '') {
    const asked: string[] = []
    for (const [index, emsp] of emsps.entries()) {
      emsp.answer = (heard: Heard) => {
        if (!heard.path.includes('/authorize')) return undefined
        asked.push(emsp.party.party_id)
        const reply = replies[index]
        return typeof reply === 'function' ? reply() : reply
      }
    }
    const said = await cpo.send('POST', `${at(cpo, 'tokens', 'SENDER', uid, 'authorize')}${type}`, {})
    return { said, asked: asked.sort(), from: routing(said).from }
  }

  test('R-ROUTE-20 a token that was pushed: its owner alone is asked', async () => {
    const [em1] = emsps as [Stranger]
    await push(em1, 'tokens', ['DE', 'EM1', 'PUSHED'], { ...token('PUSHED'), ...em1.party })
    const { said, asked, from } = await authorize('pushed', [info('BLOCKED', 'PUSHED', em1.party), unknown, unknown])
    expect([outcome(said), asked, from]).toEqual(['200/1000', ['EM1'], 'DE-EM1'])
    expect(said.envelope.data).toMatchObject({ allowed: 'BLOCKED' })
  })

  test('R-ROUTE-20 a token nobody pushed: all are asked at once, and the first ALLOWED wins over who is slow or says no', async () => {
    const [, em2, em3] = emsps as [Stranger, Stranger, Stranger]
    let over = () => {}
    const never = () =>
      new Promise<Reply>((resolve) => {
        over = () => resolve(unknown)
      })
    const startedAt = performance.now()
    const { said, asked, from } = await authorize('NEW1', [
      info('BLOCKED', 'NEW1', emsps[0]!.party),
      info('ALLOWED', 'NEW1', em2.party),
      never,
    ])
    expect(performance.now() - startedAt).toBeLessThan(1900)
    over()
    expect([outcome(said), asked, from]).toEqual(['200/1000', ['EM1', 'EM2', 'EM3'], 'DE-EM2'])
    expect(said.envelope.data).toMatchObject({ allowed: 'ALLOWED', token: { uid: 'NEW1' } })
    // Whose it is is remembered, never what was said: it is asked again.
    const again = await authorize('new1', [unknown, info('EXPIRED', 'NEW1', em2.party), unknown])
    expect([again.asked, again.said.envelope.data]).toEqual([['EM2'], expect.objectContaining({ allowed: 'EXPIRED' })])
    // One that it is not known to any more does not decide for the others.
    const moved = await authorize('NEW1', [unknown, unknown, info('ALLOWED', 'NEW1', em3.party)])
    expect([moved.from, new Set(moved.asked)]).toEqual(['DE-EM3', new Set(['EM1', 'EM2', 'EM3'])])
  })

  test('R-TOK-08 R-ROUTE-10 nobody allows it: whoever knows it, else 4002 while one is silent, else 404 and 2004', async () => {
    const silent: Reply = { http: 500, raw: '' }
    const [em1] = emsps as [Stranger]
    const cases: readonly (readonly [string, readonly Reply[], string, string])[] = [
      ['K1', [info('NO_CREDIT', 'K1', em1.party), unknown, silent], '200/1000', 'DE-EM1'],
      ['K2', [{ code: 2002 }, unknown, unknown], '200/2002', 'DE-EM1'],
      ['K3', [unknown, unknown, silent], '200/4002', 'undefined-undefined'],
      ['K4', [unknown, unknown, unknown], '404/2004', 'undefined-undefined'],
    ]
    for (const [uid, replies, expected, from] of cases) {
      const answered = await authorize(uid, replies)
      expect([uid, outcome(answered.said), answered.from]).toEqual([uid, expected, from])
      expect(answered.asked).toEqual(['EM1', 'EM2', 'EM3'])
    }
  })

  test('an eMSP that is away may know the card: 4002, not unknown', async () => {
    const id = hub.parts.directory.serving('DE-EM3')!.id
    await hub.parts.service.setStatus(id, 'paused', 'a test says so')
    const { said, asked } = await authorize('K5', [unknown, unknown, unknown])
    expect([outcome(said), asked]).toEqual(['200/4002', ['EM1', 'EM2']])
    await hub.parts.service.setStatus(id, 'registered', 'a test says so')
  })

  test('a party of ours on the same platform is asked like everybody', async () => {
    const [em1] = emsps as [Stranger]
    const uid = 'OWNED'
    await hub.api('PUT', '/parties/NL/OWN', { roles: ['EMSP'], business_details: { name: 'Own' } })
    const own = { country_code: 'NL', party_id: 'OWN' }
    await hub.api('PUT', `/tokens/NL/OWN/${uid}?type=RFID`, { ...token(uid), ...own })
    const { said, asked, from } = await authorize(uid, [info('BLOCKED', uid, em1.party), unknown, unknown])
    expect([outcome(said), asked, from]).toEqual(['200/1000', [], 'NL-OWN'])
  })
})
