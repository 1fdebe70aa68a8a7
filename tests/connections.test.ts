// What becomes of a connection between two platforms of ours: tokens are renewed, processes start again, it ends.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import { base64, party, versionsOf } from './support/asking.ts'
import { engines, onEachEngine } from './support/databases.ts'
import { type RunningPlatform, registered, startPlatform, stopPlatforms, TEST_SECRET_KEY } from './support/platforms.ts'
import { until } from './support/until.ts'

afterEach(stopPlatforms)

onEachEngine('connections', (engine) => {
  const start = (parties: string, settings: Record<string, string> = {}) =>
    startPlatform({ parties, engine, settings: { LOG_LEVEL: 'info', ...settings } })

  /** Asks nothing of its own accord: the first request with a new token is the end of the one before. */
  async function quiet<T extends RunningPlatform>(platform: T): Promise<T> {
    await Promise.all([platform.parts.pulling.stop(), platform.parts.delivery.stop()])
    return platform
  }

  describe('renewing', () => {
    it('R-CRED-14 R-CRED-26 changes the tokens of both sides; each old one dies when the new one is first used', async () => {
      const [first, second] = [await quiet(await start(`${party()}:CPO`)), await quiet(await start(`${party()}:EMSP`))]
      const { atFirst, atSecond } = await registered(first, second)
      const before = [
        first.parts.directory.outboundToken(atFirst.id),
        second.parts.directory.outboundToken(atSecond.id),
      ]
      await second.parts.service.rotate(atSecond.id)
      const after = [first.parts.directory.outboundToken(atFirst.id), second.parts.directory.outboundToken(atSecond.id)]
      expect(new Set([...before, ...after]).size).toBe(4)
      expect((await versionsOf(first, before[1]!)).http).toBe(200)
      expect((await versionsOf(first, after[1]!)).http).toBe(200)
      expect((await versionsOf(first, before[1]!)).http).toBe(401)
      expect((await versionsOf(second, after[0]!)).http).toBe(200)
      expect((await versionsOf(second, before[0]!)).http).toBe(401)
    })

    it('T-09 the old token dies after a minute even if the new one is never used', async () => {
      let now = Date.parse('2026-11-22T10:00:00Z')
      const clock = { now: () => new Date(now) }
      const first = await startPlatform({ parties: `${party()}:CPO`, engine, clock })
      const second = await quiet(await start(`${party()}:EMSP`))
      const { atFirst, atSecond } = await registered(first, second)
      const old = second.parts.directory.outboundToken(atSecond.id)!
      await first.parts.service.rotate(atFirst.id)
      now += 59_000
      expect((await versionsOf(first, old)).http).toBe(200)
      now += 2_000
      expect((await versionsOf(first, old)).http).toBe(401)
    })

    it('immediately, nothing overlaps', async () => {
      const [first, second] = [await start(`${party()}:CPO`), await start(`${party()}:EMSP`)]
      const { atFirst, atSecond } = await registered(first, second)
      const leaked = second.parts.directory.outboundToken(atSecond.id)!
      await first.parts.service.rotate(atFirst.id, { immediate: true })
      expect((await versionsOf(first, leaked)).http).toBe(401)
    })

    it('R-CRED-26 interrupts nobody: requests in both directions are all answered meanwhile', async () => {
      const [first, second] = [await start(`${party()}:CPO`), await start(`${party()}:EMSP`)]
      const { atFirst, atSecond } = await registered(first, second)
      const list = { side: 'SENDER' } as const
      const kinds: string[] = []
      let rotating = true
      const asking = [
        async () => {
          const answer = await second.parts.outbound.call(atSecond, {
            ...list,
            module: 'locations',
            endpoint: 'getLocations',
          })
          kinds.push(answer.kind)
        },
        async () => {
          const answer = await first.parts.outbound.call(atFirst, { ...list, module: 'tokens', endpoint: 'getTokens' })
          kinds.push(answer.kind)
        },
      ].flatMap((once) =>
        Array.from({ length: 3 }, async () => {
          while (rotating) await once()
        }),
      )
      for (let round = 0; round < 3; round++) {
        await second.parts.service.rotate(atSecond.id)
        await first.parts.service.rotate(atFirst.id)
      }
      rotating = false
      await Promise.all(asking)
      expect(kinds.length).toBeGreaterThan(20)
      expect(new Set(kinds)).toEqual(new Set(['ok']))
    })

    it('a 401 that was meant for the token before does not pause the partner; a later one does', async () => {
      let now = Date.parse('2026-11-22T10:00:00Z')
      const first = await startPlatform({ parties: `${party()}:CPO`, engine, clock: { now: () => new Date(now) } })
      const second = await start(`${party()}:EMSP`)
      const { atFirst, atSecond } = await registered(first, second)
      const status = () => first.parts.directory.partner(atFirst.id)?.status
      await second.parts.service.rotate(atSecond.id)
      await first.parts.service.setStatus(atFirst.id, 'paused', 'it answered 401')
      expect(status()).toBe('registered')
      now += 61_000
      await first.parts.service.setStatus(atFirst.id, 'paused', 'it answered 401')
      expect(status()).toBe('paused')
      // New credentials are what somebody looks after.
      await second.parts.service.rotate(atSecond.id)
      expect(status()).toBe('registered')
    })

    it('from both sides at once leaves a connection that works', async () => {
      const [first, second] = [await start(`${party()}:CPO`), await start(`${party()}:EMSP`)]
      const { atFirst, atSecond } = await registered(first, second)
      await Promise.allSettled([
        first.parts.service.rotate(atFirst.id),
        second.parts.service.rotate(atSecond.id),
        second.parts.service.rotate(atSecond.id),
      ])
      for (let round = 0; round < 2; round++) {
        const tokens = { module: 'tokens', side: 'SENDER', endpoint: 'getTokens' } as const
        expect((await first.parts.outbound.call(atFirst, tokens)).kind).toBe('ok')
        const locations = { module: 'locations', side: 'SENDER', endpoint: 'getLocations' } as const
        expect((await second.parts.outbound.call(atSecond, locations)).kind).toBe('ok')
      }
    })

    it('R-CRED-16 that fails leaves both tokens in force', async () => {
      const [first, second] = [await start(`${party()}:CPO`), await start(`${party()}:EMSP`)]
      const { atFirst, atSecond } = await registered(first, second)
      await first.parts.service.change(atFirst.id, { settings: { requires: ['chargingprofiles SENDER'] } })
      await expect(second.parts.service.rotate(atSecond.id)).rejects.toThrow('3003')
      const tokens = { module: 'tokens', side: 'SENDER', endpoint: 'getTokens' } as const
      expect((await first.parts.outbound.call(atFirst, tokens)).kind).toBe('ok')
      expect((await versionsOf(first, second.parts.directory.outboundToken(atSecond.id)!)).http).toBe(200)
    })
  })

  describe('ending', () => {
    it('R-CRED-17 R-CRED-30 a connection that one side ends is dead at the other', async () => {
      const [first, second] = [await start(`${party()}:CPO`), await start(`${party()}:EMSP`)]
      const { atFirst, atSecond } = await registered(first, second)
      const token = second.parts.directory.outboundToken(atSecond.id)!
      expect(await second.parts.service.remove(atSecond.id)).toBe(true)
      expect(second.parts.directory.partner(atSecond.id)).toBeUndefined()
      expect((await versionsOf(first, token)).http).toBe(401)
      expect(first.parts.directory.outboundToken(atFirst.id)).toBeUndefined()
      const tokens = { module: 'tokens', side: 'SENDER', endpoint: 'getTokens' } as const
      expect((await first.parts.outbound.call(atFirst, tokens)).kind).toBe('unsendable')
      // A new invitation makes a new connection of the same parties.
      expect((await registered(first, second)).atFirst.status).toBe('registered')
    })

    it('what is found out about a partner, or renewed, after it was removed does not bring it back', async () => {
      const [first, second] = [await start(`${party()}:CPO`), await start(`${party()}:EMSP`)]
      const { atFirst, atSecond } = await registered(first, second)
      const renewing = second.parts.service.rotate(atSecond.id).catch(() => undefined)
      const finding = first.parts.service.setStatus(atFirst.id, 'offline', 'no answer')
      await first.parts.service.remove(atFirst.id)
      await Promise.all([renewing, finding])
      await first.parts.directory.reload()
      expect(first.parts.directory.partners()).toEqual([])
    })

    it('what is found out at the moment of a renewal does not undo it', async () => {
      const [first, second] = [await start(`${party()}:CPO`), await start(`${party()}:EMSP`)]
      const { atFirst, atSecond } = await registered(first, second)
      for (let round = 0; round < 5; round++) {
        await Promise.all([
          second.parts.service.rotate(atSecond.id),
          first.parts.service.setStatus(atFirst.id, round % 2 ? 'registered' : 'offline', 'found out'),
          first.parts.service.change(atFirst.id, { name: `round ${round}` }),
        ])
        const tokens = { module: 'tokens', side: 'SENDER', endpoint: 'getTokens' } as const
        expect((await first.parts.outbound.call(atFirst, tokens)).kind).toBe('ok')
        expect(first.parts.directory.partner(atFirst.id)?.name).toBe(`round ${round}`)
      }
    })

    it('a partner that cannot be told is forgotten all the same', async () => {
      const [first, second] = [await start(`${party()}:CPO`), await start(`${party()}:EMSP`)]
      const { atSecond } = await registered(first, second)
      await first.stop()
      expect(await second.parts.service.remove(atSecond.id)).toBe(true)
      expect(second.parts.directory.partners()).toEqual([])
    })
  })

  describe('the log', () => {
    it('holds no token of either side', async () => {
      const [first, second] = [await start(`${party()}:CPO`), await start(`${party()}:EMSP`)]
      const invitation = await first.parts.service.invite({ name: 'logged' })
      const { token, versionsUrl } = invitation
      const atSecond = await second.parts.service.registerWith({ name: 'first', versionsUrl, token })
      await second.parts.service.rotate(atSecond.id)
      const tokens = [
        token,
        first.parts.directory.outboundToken(invitation.partner.id)!,
        second.parts.directory.outboundToken(atSecond.id)!,
      ]
      const lines = JSON.stringify([first.log, second.log])
      expect(lines).toContain('partner.registered')
      for (const secret of tokens) {
        expect(lines).not.toContain(secret)
        expect(lines).not.toContain(base64(secret).slice('Token '.length))
      }
    })

    it('and the tables hold none in the clear', async () => {
      const [first, second] = [await start(`${party()}:CPO`), await start(`${party()}:EMSP`)]
      const { atFirst, atSecond } = await registered(first, second)
      const { rows } = await first.parts.database.query<{ row: string }>(
        `select row_to_json(t)::text as row from ${first.schema}.partner t
         union all select row_to_json(t)::text from ${first.schema}.partner_token t
         union all select row_to_json(t)::text from ${first.schema}.object t`,
      )
      const stored = JSON.stringify(rows)
      expect(stored).toContain(atFirst.id)
      expect(stored).not.toContain(first.parts.directory.outboundToken(atFirst.id)!)
      expect(stored).not.toContain(second.parts.directory.outboundToken(atSecond.id)!)
    })
  })

  describe('platforms that start again', () => {
    /** A platform that is stopped and started on the same data, at the same address. */
    async function twice() {
      const dataDir = await mkdtemp(join(tmpdir(), 'interchange-registration-'))
      onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
      const parties = `${party()}:CPO`
      const base = engine.name === 'pglite' ? { DATA_DIR: dataDir } : {}
      const first = await startPlatform({ parties, engine, settings: base })
      const { schema } = first
      const again = (settings: Record<string, string> = {}) =>
        startPlatform({ parties, engine, schema, settings: { ...base, PORT: new URL(first.url).port, ...settings } })
      return { first, again }
    }

    const tokens = { module: 'tokens', side: 'SENDER', endpoint: 'getTokens' } as const
    const locations = { module: 'locations', side: 'SENDER', endpoint: 'getLocations' } as const

    it('know each other, and their tokens', async () => {
      const { first, again } = await twice()
      const second = await start(`${party()}:EMSP`)
      const { atFirst, atSecond } = await registered(first, second)
      await first.stop()
      const after = await again()
      expect(after.parts.directory.partner(atFirst.id)).toMatchObject({ status: 'registered', version: '2.3.0' })
      expect((await second.parts.outbound.call(atSecond, locations)).kind).toBe('ok')
      expect((await after.parts.outbound.call(atFirst, tokens)).kind).toBe('ok')
    })

    it('do so with another SECRET_KEY only while SECRET_KEY_OLD names the one before', async () => {
      const { first, again } = await twice()
      const second = await start(`${party()}:EMSP`)
      const { atFirst } = await registered(first, second)
      await first.stop()
      const SECRET_KEY = 'another secret key for tests'
      await expect(again({ SECRET_KEY })).rejects.toThrow(/SECRET_KEY does not open.*SECRET_KEY_OLD/)
      const changing = await again({ SECRET_KEY, SECRET_KEY_OLD: TEST_SECRET_KEY })
      expect((await changing.parts.outbound.call(atFirst, tokens)).kind).toBe('ok')
      await changing.stop()
      const changed = await again({ SECRET_KEY })
      expect((await changed.parts.outbound.call(atFirst, tokens)).kind).toBe('ok')
    })

    it('with another list of PARTIES tell their partners with the next renewal', async () => {
      const { first, again } = await twice()
      const second = await start(`${party()}:EMSP`)
      const { atFirst, atSecond } = await registered(first, second)
      await first.stop()
      const added = party()
      const after = await again({ PARTIES: `${added}:CPO` })
      await after.parts.service.rotate(atFirst.id)
      expect(second.parts.directory.mayActFor(second.parts.directory.partner(atSecond.id)!, added)).toBe(true)
    })
  })
})

const postgres = engines.find(({ name }) => name === 'postgres')!

describe.skipIf(!postgres.available)('several processes on one database', () => {
  it('are one platform: whichever is called knows what another one gave out', async () => {
    const parties = `${party()}:CPO`
    const one = await startPlatform({ parties, engine: postgres })
    const PUBLIC_URL = one.url
    const two = await startPlatform({ parties, engine: postgres, schema: one.schema, settings: { PUBLIC_URL } })
    const partner = await startPlatform({ parties: `${party()}:EMSP`, engine: postgres })
    const { token } = await one.parts.service.invite({ name: 'met at two' })
    expect((await versionsOf(two, token)).status).toBe(1000)
    const versionsUrl = `${one.url}/ocpi/versions`
    const known = await partner.parts.service.registerWith({ name: 'one', versionsUrl, token })
    expect((await versionsOf(two, partner.parts.directory.outboundToken(known.id)!)).status).toBe(1000)
    expect((await versionsOf(two, token)).http).toBe(401)
    await until(() => two.parts.directory.partners()[0]?.status === 'registered')
  })

  it('may both renew: the connection works from both afterwards', async () => {
    const parties = `${party()}:CPO`
    const one = await startPlatform({ parties, engine: postgres })
    const settings = { PUBLIC_URL: one.url }
    const two = await startPlatform({ parties, engine: postgres, schema: one.schema, settings })
    const partner = await startPlatform({ parties: `${party()}:EMSP`, engine: postgres })
    const { atFirst, atSecond } = await registered(one, partner)
    await until(() => two.parts.directory.outboundToken(atFirst.id) !== undefined)
    await two.parts.service.rotate(atFirst.id)
    const tokens = { module: 'tokens', side: 'SENDER', endpoint: 'getTokens' } as const
    expect((await one.parts.outbound.call(atFirst, tokens)).kind).toBe('ok')
    expect((await two.parts.outbound.call(atFirst, tokens)).kind).toBe('ok')
    const locations = { module: 'locations', side: 'SENDER', endpoint: 'getLocations' } as const
    expect((await partner.parts.outbound.call(atSecond, locations)).kind).toBe('ok')
  })
})
