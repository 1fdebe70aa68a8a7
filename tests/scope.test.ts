// What partners see changes: parties given and taken, roles gone, locations published and not, parties of a partner that
// come and go. Strangers of both versions count what they are sent.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { US } from './stranger/conversation.ts'
import { type Json, location, type StrangerVersion, session, tariff } from './stranger/objects.ts'
import { type Heard, type Party, Stranger } from './stranger/stranger.ts'
import { onEachEngine } from './support/databases.ts'
import { type RunningPlatform, startPlatform } from './support/platforms.ts'
import { until } from './support/until.ts'

const TWO = { country_code: 'NL', party_id: 'TWO' }
const OLD = { country_code: 'BE', party_id: 'OLD' }
const NEW = { country_code: 'BE', party_id: 'NEW' }
const LATE = { country_code: 'BE', party_id: 'LAT' }

/** As of now. */
const untimed = (object: Json): Json =>
  JSON.parse(JSON.stringify(object, (name, value) => (name === 'last_updated' ? undefined : value)))

onEachEngine('a partner sees more, or less', (engine) => {
  let ours: RunningPlatform
  let older: Stranger
  let newer: Stranger
  const ids = new Map<Stranger, string>()

  const write = async (method: string, path: string, body?: Json) => {
    const answer = await ours.api(method, path, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const member = async (version: StrangerVersion, party: Party) => {
    const settings = { initial_push_after: 'at_once' }
    const invited = await write('POST', '/partners', { name: party.party_id, settings } as Json)
    const at = await Stranger.start({ role: 'EMSP', version, party })
    expect((await at.register(invited.versions_url, invited.token)).envelope.status_code).toBe(1000)
    ids.set(at, invited.id)
    return at
  }
  const said = ({ method, path }: Heard) => `${method} ${path}`
  /** Objects and credentials; versions are asked for now and then. */
  const news = (at: Stranger, from: number) =>
    at.heard.slice(from).filter(({ method, path }) => method !== 'GET' && !path.startsWith('/hello'))
  const statuses = ({ body }: Heard) => (body as { evses: Json[] }).evses.map(({ status }) => status)
  /** Of both parties, each asked for what it has. */
  const listed = async (at: Stranger, module: string): Promise<string[]> => {
    // A PUT of ours is over when the stranger's token is taken.
    await until(async () => (await at.send('GET', at.credentialsUrl, { config: true })).http === 200)
    const found: string[] = []
    for (const to of [US, TWO]) {
      const { data } = (await at.send('GET', at.theirs.get(`${module}.SENDER`)!, { to })).envelope
      for (const { party_id, id } of Array.isArray(data) ? (data as Json[]) : []) {
        found.push(`${party_id} ${id}`)
      }
    }
    return found
  }

  beforeAll(async () => {
    ours = await startPlatform({ parties: 'NL-ABC:CPO,NL-TWO:CPO', engine })
    for (const party of [US, TWO]) {
      const owner = `NL/${party.party_id}`
      await write('PUT', `/tariffs/${owner}/T1`, { ...tariff('T1', '2.3.0'), ...party })
      await write('PUT', `/locations/${owner}/LOC1`, { ...location('LOC1', '2.3.0'), ...party })
    }
    older = await member('2.2.1', OLD)
    newer = await member('2.3.0', NEW)
    await until(() => [older, newer].every((at) => at.heard.filter(({ path }) => path.includes('LOC1')).length >= 2))
  }, 120_000)
  afterAll(() => Promise.all([older, newer].map((at) => at.stop())))

  it('R-LOC-04 R-LOC-13 a location that is not to be published any more is withdrawn, and sent again when it is', async () => {
    const from = new Map([older, newer].map((at) => [at, at.heard.length]))
    const publish = async (as: Json, evses: string[]) => {
      const counts = [older, newer].map((at) => news(at, from.get(at)!).length)
      await write('PUT', '/locations/NL/ABC/LOC1', untimed({ ...location('LOC1', '2.3.0'), ...US, ...as }))
      for (const [index, at] of [older, newer].entries()) {
        await until(() => news(at, from.get(at)!).length > counts[index]!)
        const last = news(at, from.get(at)!).at(-1)!
        expect(said(last)).toBe('PUT /in/locations/NL/ABC/LOC1')
        expect(statuses(last)).toEqual(evses)
      }
    }
    await publish({ publish: false }, ['REMOVED', 'REMOVED'])
    for (const at of [older, newer]) expect(await listed(at, 'locations')).toEqual(['TWO LOC1'])
    await write('PATCH', '/locations/NL/ABC/LOC1/3256', { status: 'CHARGING' })
    await publish({ publish: true }, ['AVAILABLE', 'RESERVED'])
    for (const at of [older, newer]) expect((await listed(at, 'locations')).sort()).toEqual(['ABC LOC1', 'TWO LOC1'])
    // Where owners of tokens may be shown it, eMSPs have it (Location object, publish_allowed_to).
    const allowed = [{ uid: 'T', type: 'RFID' }]
    await publish({ publish: false, publish_allowed_to: allowed }, ['AVAILABLE', 'RESERVED'])
    await publish({ publish: true }, ['AVAILABLE', 'RESERVED'])
    for (const at of [older, newer]) expect(news(at, from.get(at)!)).toHaveLength(4)
  })

  it('R-TAR-03 R-LOC-04 a party is taken from one: withdrawn, then told in credentials; the other hears nothing', async () => {
    const [from, fromOld] = [newer.heard.length, older.heard.length]
    await write('PATCH', `/partners/${ids.get(newer)}`, { parties: ['NL-ABC'] })
    await until(() => news(newer, from).some((one) => said(one) === 'PUT /creds'))
    const heard = news(newer, from)
    expect(heard.map(said)).toEqual(['PUT /in/locations/NL/TWO/LOC1', 'DELETE /in/tariffs/NL/TWO/T1', 'PUT /creds'])
    expect(new Set(statuses(heard[0]!))).toEqual(new Set(['REMOVED']))
    expect((heard[2]!.body as { roles: Json[] }).roles.map(({ party_id }) => party_id)).toEqual(['ABC'])
    expect(await listed(newer, 'locations')).toEqual(['ABC LOC1'])
    expect(await listed(newer, 'tariffs')).toEqual(['ABC T1'])
    expect(await listed(older, 'locations')).toEqual(['ABC LOC1', 'TWO LOC1'])
    await write('PUT', '/sessions/NL/TWO/S1', { ...session('S1', NEW, '2.3.0'), ...TWO })
    await write('PATCH', '/locations/NL/TWO/LOC1/3256', { status: 'BLOCKED' })
    await until(() => news(older, fromOld).some((one) => said(one).startsWith('PATCH /in/locations/NL/TWO')))
    await write('PATCH', '/locations/NL/ABC/LOC1/3256', { status: 'BLOCKED' })
    await until(() => news(newer, from).some((one) => said(one).startsWith('PATCH /in/locations/NL/ABC')))
    expect(news(newer, from).filter(({ path }) => path.includes('/TWO/'))).toHaveLength(2)
    expect(news(older, fromOld).every(({ method }) => method === 'PATCH')).toBe(true)

    // Given again: credentials, and everything of it as it is.
    const back = newer.heard.length
    await write('PATCH', `/partners/${ids.get(newer)}`, { parties: ['NL-ABC', 'NL-TWO'] })
    const hears = (wanted: string) => until(() => news(newer, back).some((one) => said(one) === wanted))
    await Promise.all(['PUT /in/sessions/NL/TWO/S1', 'PUT /creds'].map(hears))
    const again = news(newer, back)
    expect(again.map(said)).toEqual(
      expect.arrayContaining(['PUT /in/tariffs/NL/TWO/T1', 'PUT /in/locations/NL/TWO/LOC1']),
    )
    const put = again.find((one) => said(one) === 'PUT /in/locations/NL/TWO/LOC1')!
    expect(statuses(put)).toEqual(['BLOCKED', 'RESERVED'])
  })

  it('R-SES-20 a session of a party nobody serves is delivered when a partner brings the party, and no more when it goes', async () => {
    await write('PUT', '/sessions/NL/ABC/S2', { ...session('S2', LATE, '2.3.0'), ...US })
    const unroutable = async () =>
      ((await ours.api('GET', '/unroutable')).body.items as { object_id: string }[]).map(({ object_id }) => object_id)
    expect(await unroutable()).toEqual(['S2'])
    const update = async (roles: Json[]) => {
      older.roles = roles
      const answer = await older.send('PUT', older.credentialsUrl, { body: older.credentials(), config: true })
      expect(answer.envelope.status_code).toBe(1000)
      older.outbound = (answer.envelope.data as { token: string }).token
    }
    const before = older.roles
    const from = older.heard.length
    await update([...before, { ...before[0], ...LATE }])
    await until(() => news(older, from).some((one) => said(one) === 'PUT /in/sessions/NL/ABC/S2'))
    expect(await unroutable()).toEqual([])
    await update(before)
    const after = older.heard.length
    await write('PUT', '/sessions/NL/ABC/S2', {
      ...session('S2', LATE, '2.3.0'),
      ...US,
      kwh: 3,
      last_updated: undefined,
    })
    await write('PATCH', '/locations/NL/ABC/LOC1/3257', { status: 'BLOCKED' })
    await until(() =>
      news(older, after).some(({ path, text }) => path.includes('/ABC/LOC1') && text.includes('BLOCKED')),
    )
    expect(await unroutable()).toEqual(['S2'])
    expect(news(older, after).filter(({ path }) => path.includes('/sessions/'))).toEqual([])
  })

  it('a party of ours is deleted: everybody is told to forget its objects, then that it is gone', async () => {
    const from = new Map([older, newer].map((at) => [at, at.heard.length]))
    await write('DELETE', '/parties/NL/TWO')
    for (const at of [older, newer]) {
      await until(() => news(at, from.get(at)!).some((one) => said(one) === 'PUT /creds'))
      const heard = news(at, from.get(at)!).map(said)
      expect(heard).toEqual(['PUT /in/locations/NL/TWO/LOC1', 'DELETE /in/tariffs/NL/TWO/T1', 'PUT /creds'])
      expect(await listed(at, 'locations')).toEqual(['ABC LOC1'])
    }
  })
})
