// Who decides about a card at our charge points: the stranger, asked in real time, or what it told us before. Source:
// tokens, "WhitelistType", "Pull model" and group_id.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type OurSide, outcome, startPlatform, US, versions } from './conversation.ts'
import { type Json, token } from './objects.ts'
import { eventually, Stranger } from './stranger.ts'

const LISTS = ['ALWAYS', 'ALLOWED', 'ALLOWED_OFFLINE', 'NEVER'] as const

describe.each(versions)('an eMSP of %s', (version) => {
  let ours: OurSide
  let emsp: Stranger
  const cards: Json[] = LISTS.flatMap((whitelist) => [
    { ...token(whitelist), whitelist },
    { ...token(`EX-${whitelist}`), whitelist, valid: false },
  ])

  const ask = async (uid: string): Promise<Json> => {
    const { status, body } = await ours.api('POST', '/authorize', { from: US, token: { uid, type: 'RFID' } })
    expect([uid, status]).toEqual([uid, 200])
    return body
  }
  const questions = () => emsp.heard.filter(({ method }) => method === 'POST').map(({ path }) => path)
  const listed = () => emsp.heard.filter(({ method, path }) => method === 'GET' && path.startsWith('/out/tokens'))
  /** What it answers to every question from now on. */
  const says = (allowed: string) => {
    emsp.answer = ({ path, method }) => {
      const [, uid] = /^\/out\/tokens\/([^/]+)\/authorize/.exec(path) ?? []
      const known = cards.find((card) => card.uid === uid)
      return method === 'POST' && known ? { data: { allowed, token: known } } : undefined
    }
  }

  beforeAll(async () => {
    ours = await startPlatform()
    emsp = await Stranger.start({ role: 'EMSP', version })
    emsp.lists.tokens = cards
    const { versions_url, token: tokenA } = await ours.invite()
    expect(outcome(await emsp.register(versions_url, tokenA))).toBe('200/1000')
    await eventually('all cards are known', async () =>
      ((await ours.api('GET', '/tokens?limit=100')).body.items as Json[]).length === cards.length ? true : undefined,
    )
  })
  beforeEach(() => {
    emsp.heard.length = 0
    emsp.answer = () => undefined
  })
  afterAll(async () => {
    await emsp.stop()
    await ours.stop()
  })

  test('R-TOK-17 ALWAYS: it is not asked, what we know decides; T-16 an invalid card is refused', async () => {
    says('BLOCKED')
    expect(await ask('ALWAYS')).toMatchObject({ allowed: 'ALLOWED', decided_by: 'whitelist' })
    expect(await ask('EX-ALWAYS')).toMatchObject({ allowed: 'BLOCKED', decided_by: 'whitelist' })
    expect(questions()).toEqual([])
  })

  test('R-TOK-18 ALLOWED: we ask, and what we know decides when no answer comes', async () => {
    says('NO_CREDIT')
    expect(await ask('ALLOWED')).toMatchObject({ allowed: 'NO_CREDIT', decided_by: 'realtime' })
    emsp.answer = () => ({ http: 500, code: 3000 })
    expect(await ask('ALLOWED')).toMatchObject({ allowed: 'ALLOWED', decided_by: 'whitelist' })
  })

  test('R-TOK-19 ALLOWED_OFFLINE: its answer counts, a refusal too; without one the card is let in', async () => {
    says('BLOCKED')
    expect(await ask('ALLOWED_OFFLINE')).toMatchObject({ allowed: 'BLOCKED', decided_by: 'realtime' })
    expect(questions()).toEqual(['/out/tokens/ALLOWED_OFFLINE/authorize?type=RFID'])
    for (const reply of [{ http: 404, code: 2004 }, { code: 2002 }, { http: 404, raw: 'not found' }]) {
      emsp.answer = () => reply
      const refused = await ask('ALLOWED_OFFLINE')
      expect(refused).toMatchObject({ allowed: 'NOT_ALLOWED', decided_by: 'realtime' })
      expect(refused.reason).toMatch(/2004|2002|404/)
    }
    for (const reply of [{ http: 503, raw: '' }, { code: 3000 }, { raw: '<html></html>' }, { http: 429, code: 2000 }]) {
      emsp.answer = () => reply
      expect(await ask('ALLOWED_OFFLINE')).toMatchObject({ allowed: 'ALLOWED', decided_by: 'whitelist' })
    }
  })

  test('R-TOK-16 NEVER: without its answer nobody is let in', async () => {
    emsp.answer = () => ({ http: 503, raw: '' })
    expect(await ask('NEVER')).toMatchObject({ allowed: 'NOT_ALLOWED', decided_by: 'nobody' })
    expect(questions()).toHaveLength(1)
  })

  test('R-TOK-20 a card we know as invalid is asked about all the same, and let in when it says so', async () => {
    says('ALLOWED')
    for (const uid of ['EX-NEVER', 'EX-ALLOWED_OFFLINE']) {
      expect(await ask(uid)).toMatchObject({ allowed: 'ALLOWED', decided_by: 'realtime' })
    }
    expect(questions()).toEqual([
      '/out/tokens/EX-NEVER/authorize?type=RFID',
      '/out/tokens/EX-ALLOWED_OFFLINE/authorize?type=RFID',
    ])
    emsp.answer = () => ({ http: 503, raw: '' })
    expect((await ask('EX-ALLOWED_OFFLINE')).allowed).toBe('BLOCKED')
  })

  test('R-TOK-25 the group comes with each card, so that one stops what the other started', async () => {
    const [fob, card] = [await ask('ALWAYS'), await ask('NEVER')] as { token: Json }[]
    expect([fob!.token.uid, card!.token.uid]).toEqual(['ALWAYS', 'NEVER'])
    expect(fob!.token.group_id).toBe('DF000-2001-8999')
    expect(card!.token.group_id).toBe(fob!.token.group_id)
    const { group_id } = (await ours.api('GET', '/tokens/BE/BEM/ALLOWED')).body
    expect(group_id).toBe(fob!.token.group_id)
  })

  test('R-TOK-29 its list is for being in sync: no card is looked up there', async () => {
    for (const { uid } of cards) await ask(String(uid))
    await ask('UNHEARD-OF')
    expect(questions()).toContain('/out/tokens/UNHEARD-OF/authorize?type=RFID')
    expect(listed()).toEqual([])
  })

  test('R-TOK-19 R-TOK-16 it is gone: ALLOWED_OFFLINE is let in, NEVER is not', async () => {
    await emsp.stop()
    expect(await ask('ALLOWED_OFFLINE')).toMatchObject({ allowed: 'ALLOWED', decided_by: 'whitelist' })
    expect(await ask('NEVER')).toMatchObject({ allowed: 'NOT_ALLOWED', decided_by: 'nobody' })
  })
})
