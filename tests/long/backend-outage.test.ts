// A company's backend is away for an hour: drivers get the documented answer within its deadline, and when it is back it
// hears of every change once, whichever way it listens. Source: docs/backend-api.md, "Webhooks" and "Changes".

import { afterAll, beforeAll, expect, it } from 'vitest'
import { joined, type OurSide, outcome } from '../stranger/conversation.ts'
import { EMSP, type Json, location, session, token } from '../stranger/objects.ts'
import type { Said, Stranger } from '../stranger/stranger.ts'
import { ApiClient, type SseEvent } from '../support/api-client.ts'
import { onEachEngine } from '../support/databases.ts'
import { type RunningPlatform, startPlatform } from '../support/platforms.ts'
import { until } from '../support/until.ts'
import { type Delivered, WebhookReceiver } from '../support/webhook-receiver.ts'
import { tariff } from '../support/wire-objects.ts'

const US = { country_code: 'NL', party_id: 'XYZ' }
const TARIFFS = 12
/** Longer than a deadline by what a busy machine adds. */
const SLACK_MS = 1_500

onEachEngine('a backend that is down for an hour', (engine) => {
  let ours: RunningPlatform
  let api: ApiClient
  let cpo: Stranger
  let emsp: Stranger
  let webhook: string
  const backend = new WebhookReceiver()
  /** Messages the backend took, in order. */
  const taken: Delivered[] = []
  let ahead = 0
  let n = 0
  const newest = new Map<string, number>()

  async function change(): Promise<void> {
    const id = `T${n % TARIFFS}`
    const { last_updated: _, ...fields } = tariff({ ...US, id })
    const { status, text } = await api.put(`/tariffs/NL/XYZ/${id}`, { ...fields, n: ++n })
    if (status > 201) throw new Error(text)
    newest.set(id, n)
  }
  const take = (): void => {
    backend.answer = (delivered) => {
      taken.push(delivered)
      return { status: 204 }
    }
  }
  const standing = async () => (await api.get(`/webhooks/${webhook}`)).body
  const attempts = async (): Promise<Json[]> => (await api.get(`/webhooks/${webhook}/attempts?limit=1000`)).body.items

  /** Listens behind a position, until it has heard of the newest state of all. */
  async function listen(since: string | undefined, isEnough: (heard: readonly SseEvent[]) => boolean) {
    const stop = new AbortController()
    const heard: SseEvent[] = []
    const query = `?modules=tariffs&own=true&since=${since ?? 'start'}`
    const done = (async () => {
      for await (const event of api.changes(query, stop.signal)) heard.push(event)
    })().catch(() => undefined)
    await until(() => isEnough(heard))
    stop.abort()
    await done
    return heard
  }
  const hasAll = (heard: readonly SseEvent[]) =>
    [...newest].every(([id, state]) => heard.some(({ data }) => data.id === id && data.object.n === state))

  beforeAll(async () => {
    const clock = { now: () => new Date(Date.now() + ahead) }
    ours = await startPlatform({ parties: 'NL-XYZ:CPO+EMSP', engine, clock })
    api = new ApiClient(ours.url, 'key-of-the-tests')
    const side = { invite: async () => (await api.post('/partners', { name: 'Stranger' })).body } as unknown as OurSide
    cpo = await joined(side, { role: 'CPO', version: '2.3.0' })
    emsp = await joined(side, { role: 'EMSP', version: '2.3.0' })
    const whole: Json = { ...location('LOC1', '2.3.0'), ...US }
    const [first, ...rest] = whole.evses as Json[]
    const able = [...(first!.capabilities as string[]), 'CHARGING_PREFERENCES_CAPABLE']
    const answers = [
      await api.put('/locations/NL/XYZ/LOC1', { ...whole, evses: [{ ...first, capabilities: able }, ...rest] }),
      await api.put('/sessions/NL/XYZ/S1', { ...session('S1', EMSP, '2.3.0'), ...US, status: 'ACTIVE' }),
      await api.put('/tokens/NL/XYZ/GOOD', { ...token('GOOD'), ...US }),
      await api.put('/tokens/NL/XYZ/BAD', { ...token('BAD'), ...US, valid: false }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201])
    await backend.start()
  })
  afterAll(() => Promise.all([cpo.stop(), emsp.stop(), backend.stop()]))

  async function timed(call: Promise<Said>): Promise<{ said: Said; ms: number }> {
    const began = performance.now()
    return { said: await call, ms: performance.now() - began }
  }
  const authorize = (uid: string) =>
    timed(cpo.send('POST', `${cpo.theirs.get('tokens.SENDER')}/${uid}/authorize`, { to: US }))
  const start = () =>
    timed(
      emsp.send('POST', `${emsp.theirs.get('commands.RECEIVER')}/START_SESSION`, {
        to: US,
        body: { response_url: 'http://127.0.0.1:9/r', token: token('ANY'), location_id: 'LOC1', evse_uid: '3256' },
      }),
    )
  const prefer = () =>
    timed(
      emsp.send('PUT', `${emsp.theirs.get('sessions.SENDER')}/S1/charging_preferences`, {
        to: US,
        body: { profile_type: 'REGULAR', energy_need: 12 },
      }),
    )

  /** What drivers are told while the backend is of no use, all within their deadlines. */
  async function fallbacks(message: RegExp): Promise<void> {
    const [good, bad, command, preferences] = await Promise.all([
      authorize('GOOD'),
      authorize('BAD'),
      start(),
      prefer(),
    ])
    for (const [{ said, ms }, allowed] of [
      [good, 'ALLOWED'],
      [bad, 'BLOCKED'],
    ] as const) {
      expect([outcome(said), (said.envelope.data as Json).allowed]).toEqual(['200/1000', allowed])
      expect(ms).toBeLessThan(2_000 + SLACK_MS)
    }
    const { result, message: why } = command.said.envelope.data as { result: string; message: { text: string }[] }
    expect([outcome(command.said), result]).toEqual(['200/1000', 'REJECTED'])
    expect(why[0]!.text).toMatch(message)
    expect([outcome(preferences.said), preferences.said.envelope.data]).toEqual(['200/1000', 'NOT_POSSIBLE'])
    for (const { ms } of [command, preferences]) expect(ms).toBeLessThan(5_000 + SLACK_MS)
  }
  /** Reported with the webhook, for each question. */
  async function reported(error: RegExp): Promise<void> {
    await until(async () => {
      const failed = (await attempts()).filter(
        ({ position, error: why }) => position == null && error.test(String(why)),
      )
      const types = new Set(failed.map(({ type }) => type))
      return ['token.authorize', 'command.start_session', 'session.charging_preferences'].every((type) =>
        types.has(type),
      )
    })
  }

  it('hears of every change once when it is back, and drivers are answered meanwhile', async () => {
    const made = await api.post('/webhooks', { url: backend.url })
    webhook = made.body.id
    take()
    for (let each = 0; each < TARIFFS; each++) await change()
    const before = await listen(undefined, hasAll)
    await until(() => taken.filter(({ type }) => type === 'tariff.changed').length >= TARIFFS)
    await until(async () => (await standing()).behind === 0)
    const [lastSeen, known] = [before.at(-1)!.id, taken.length]

    // Away altogether.
    await backend.stop()
    for (let each = 0; each < 3 * TARIFFS; each++) await change()
    await until(async () => (await standing()).failures >= 2)
    expect((await standing()).last_error).toEqual(expect.any(String))
    await fallbacks(/could not be asked/)
    await reported(/./)
    const pause = async () => {
      const { next_attempt_at } = await standing()
      const [{ at } = { at: '' }] = (await attempts()).filter(({ position }) => position != null)
      return Date.parse(String(next_attempt_at)) - Date.parse(String(at))
    }
    const first = await pause()

    // Half an hour later it answers, but to no use: 500, what is no answer, and nothing at all.
    ahead = 30 * 60_000
    const failures = (await standing()).failures
    backend.answer = () => ({ status: 500 })
    await backend.start()
    await until(async () => (await standing()).failures > failures)
    await fallbacks(/could not be asked/)
    await reported(/HTTP 500/)
    expect(await pause()).toBeGreaterThan(first)
    const useless = (reply: object) => {
      backend.answer = ({ type }) =>
        /^(command|token\.authorize|session\.charging)/.test(type) ? reply : { status: 503 }
    }
    useless({ status: 200, body: '{"result": "PERH' })
    await fallbacks(/could not be asked/)
    await reported(/webhook's answer/)
    useless({ status: 200, body: { result: 'PERHAPS', allowed: 'PERHAPS' } })
    await fallbacks(/could not be asked/)
    useless({ silent: true })
    await fallbacks(/did not answer in time/)
    await reported(/in time/)
    expect(taken.length).toBe(known)

    // An hour later it is back.
    ahead = 60 * 60_000
    for (let each = 0; each < TARIFFS / 2; each++) await change()
    take()
    await until(async () => (await standing()).behind === 0)
    const told = taken.slice(known).filter(({ type, data }) => type === 'tariff.changed' && newest.has(data.id))
    expect(new Map(told.map(({ data }) => [data.id, data.n]))).toEqual(newest)
    for (const id of newest.keys()) {
      const states = told.filter(({ data }) => data.id === id).map(({ data }) => data.n)
      // Once each; what changed while it was being caught up may come once more, later.
      expect(states).toEqual([...new Set(states)].sort((a, b) => a - b))
    }
    expect(told.length).toBe(TARIFFS)
    const ids = taken.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(await standing()).toMatchObject({ status: 'active', failures: 0 })

    // The same for one that listens: it goes on behind what it saw last.
    const heard = await listen(lastSeen, hasAll)
    expect(new Map(heard.map(({ data }) => [data.id, data.object.n]))).toEqual(newest)
    expect(heard).toHaveLength(TARIFFS)
    const places = heard.map(({ data }) => Number(data.position.split('.')[1]))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })
})
