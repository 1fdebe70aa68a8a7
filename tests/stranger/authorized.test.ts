// Every row of the table in docs/authorization.md, carried out against a stranger; and whom a card belongs to that nobody
// pushed. Source: tokens, "WhitelistType" and "Real-time authorization".

import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { joined, type OurSide, startPlatform, US, versions } from './conversation.ts'
import { type Json, token } from './objects.ts'
import { eventually, type Heard, type Stranger } from './stranger.ts'

const page = readFileSync(new URL('../../docs/authorization.md', import.meta.url), 'utf8')
const rows = [...page.matchAll(/^\| (valid|invalid|unknown) \|.*\|$/gm)].map(([line]) =>
  line
    .split('|')
    .map((cell) => cell.trim())
    .slice(1, -1),
)

const cardOf = (state: string, whitelist: string): Json => ({
  ...token(`${state}-${whitelist}`),
  whitelist,
  valid: state === 'valid',
})
const asked = ({ heard }: Stranger, uid: string): readonly Heard[] =>
  heard.filter(({ method, path }) => method === 'POST' && path.startsWith(`/out/tokens/${uid}/authorize`))
const ask = async (ours: OurSide, uid: string): Promise<Json> => {
  const { status, body } = await ours.api('POST', '/authorize', { from: US, token: { uid, type: 'RFID' } })
  expect([uid, status]).toEqual([uid, 200])
  return body
}
const replyOf = (says: string, card: Json) =>
  says === 'nothing'
    ? { http: 503, raw: '' }
    : says === '2004'
      ? { http: 404, code: 2004 }
      : { data: { allowed: says, token: card } }

describe.each(versions)('an eMSP of %s', (version) => {
  let ours: OurSide
  let emsp: Stranger

  beforeAll(async () => {
    ours = await startPlatform()
    emsp = await joined(ours, { role: 'EMSP', version })
    for (const whitelist of ['ALWAYS', 'ALLOWED', 'ALLOWED_OFFLINE', 'NEVER']) {
      for (const state of ['valid', 'invalid']) {
        const card = cardOf(state, whitelist)
        const url = `${emsp.theirs.get('tokens.RECEIVER')}/BE/BEM/${card.uid}?type=RFID`
        const said = await emsp.send('PUT', url, { to: US, body: card })
        expect(said.envelope.status_code).toBe(1000)
      }
    }
  })
  afterAll(async () => {
    await emsp.stop()
    await ours.stop()
  })

  test('R-TOK-16 R-TOK-17 R-TOK-18 R-TOK-19 R-TOK-20 R-TOK-21 each row of the table comes true', async () => {
    expect(rows.length).toBeGreaterThan(20)
    for (const row of rows) {
      const [state, whitelist, says, isAsked, allowed, decidedBy] = row as [
        string,
        string,
        string,
        string,
        string,
        string,
      ]
      const card = cardOf(state, state === 'unknown' ? 'NEVER' : whitelist)
      emsp.answer = ({ path }) => (path.includes('/authorize') ? replyOf(says, card) : undefined)
      const before = asked(emsp, String(card.uid)).length
      const answer = await ask(ours, String(card.uid))
      const again = asked(emsp, String(card.uid)).length > before ? 'yes' : 'no'
      expect([row, again, answer.allowed, answer.decided_by]).toEqual([row, isAsked, allowed, decidedBy])
    }
  })
})

describe('a card that nobody pushed', () => {
  let ours: OurSide
  const emsps: Stranger[] = []

  beforeAll(async () => {
    ours = await startPlatform()
    for (const party_id of ['ONE', 'TWO', 'TRE']) {
      emsps.push(await joined(ours, { role: 'EMSP', version: '2.3.0', party: { country_code: 'BE', party_id } }))
    }
  })
  afterAll(async () => {
    await Promise.all(emsps.map((emsp) => emsp.stop()))
    await ours.stop()
  })
  /** What each of them answers; `waiting`: not before it may. */
  const say = (replies: readonly string[], until: Promise<void> = Promise.resolve()) => {
    for (const [index, emsp] of emsps.entries()) {
      emsp.answer = async ({ path }) => {
        if (!path.includes('/authorize')) return undefined
        const card = { ...token('CARD'), ...emsp.party }
        if (replies[index] !== 'late') return replyOf(replies[index]!, card)
        await until
        return replyOf('BLOCKED', card)
      }
    }
  }

  test('R-TOK-21 is asked about at all of them at once, and the first ALLOWED lets the driver in', async () => {
    const waiting = { over: () => {} }
    say(
      ['2004', 'late', 'ALLOWED'],
      new Promise((resolve) => {
        waiting.over = resolve
      }),
    )
    const answer = await ask(ours, 'CARD')
    expect([answer.allowed, answer.decided_by, (answer.token as Json).party_id]).toEqual(['ALLOWED', 'realtime', 'TRE'])
    await eventually('the late one was asked', () => asked(emsps[1]!, 'CARD')[0])
    waiting.over()
  })

  test('is refused as the eMSP says that knows it, whatever the others do not know', async () => {
    say(['2004', 'nothing', 'EXPIRED'])
    expect(await ask(ours, 'CARD')).toMatchObject({ allowed: 'EXPIRED', decided_by: 'realtime' })
    say(['2004', '2004', 'nothing'])
    const { allowed, decided_by, reason } = await ask(ours, 'CARD')
    expect([allowed, decided_by]).toEqual(['NOT_ALLOWED', 'nobody'])
    expect(reason).toEqual(expect.any(String))
  })
})
