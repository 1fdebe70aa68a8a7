// Two eMSPs see two prices at one connector, a third sees what everybody sees: by push in every form, by crawl, by delta
// list, and by GET at three depths. Strangers of both versions and a platform of ours, over HTTP.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { tariffIdsForToken } from '../packages/server/src/modules/price-groups/tariff-ids.ts'
import { feedState } from '../packages/server/src/storage/objects.ts'
import { US } from './stranger/conversation.ts'
import { type Json, location, type StrangerVersion, session, tariff } from './stranger/objects.ts'
import { type Heard, type Party, type Said, Stranger } from './stranger/stranger.ts'
import { onEachEngine } from './support/databases.ts'
import { type RunningPlatform, registered, startPlatform } from './support/platforms.ts'
import { until } from './support/until.ts'

const parties = {
  gold: { country_code: 'BE', party_id: 'GLD' },
  silver: { country_code: 'BE', party_id: 'SLV' },
}
const PLAIN = { country_code: 'FR', party_id: 'PLN' }
const all = { country_code: 'NL', party_id: 'ABC' }

interface Member {
  readonly id: string
  readonly at: Stranger
}

async function member(ours: RunningPlatform, version: StrangerVersion, party: Party): Promise<Member> {
  const invited = await ours.api('POST', '/partners', {
    name: party.party_id,
    settings: { initial_push_after: 'at_once' },
  })
  const at = await Stranger.start({ role: 'EMSP', version, party })
  const said = await at.register(invited.body.versions_url, invited.body.token)
  expect(said.envelope.status_code).toBe(1000)
  return { id: invited.body.id, at }
}

const own = (object: Json): Json => ({ ...object, ...US, last_updated: undefined })

/** LOC1 with two EVSEs, 3256 with two connectors; LOC2 with one. All name BASE. */
function station(id: string): Json {
  const { evses, ...rest } = own(location(id, '2.3.0'))
  const [first, second] = (evses as Json[]).map((evse) => ({
    ...evse,
    last_updated: undefined,
    connectors: (evse.connectors as Json[]).map((one) => ({ ...one, tariff_ids: ['BASE'], last_updated: undefined })),
  }))
  const [one] = first!.connectors
  const both = { ...first, connectors: [one, { ...one, id: '2' }] }
  return { ...rest, evses: id === 'LOC1' ? [both, second] : [second] }
}

/** `3256/1 GOLD`, from the body of a location or of an EVSE. */
function namedIn(body: Json): string[] {
  const evses = (body.evses as Json[] | undefined) ?? [body]
  return evses.flatMap((evse) =>
    ((evse.connectors as Json[] | undefined) ?? []).map(
      ({ id, tariff_ids }) => `${evse.uid}/${id} ${((tariff_ids as string[] | undefined) ?? []).join('+')}`,
    ),
  )
}

/** What a stranger was pushed of a location, put together from the newest of everything. */
function pushedOf({ at }: Member, id: string): string[] {
  const known = new Map<string, string>()
  for (const { method, path, body } of at.heard) {
    if (method !== 'PUT' || !path.startsWith(`/in/locations/NL/ABC/${id}`)) continue
    for (const line of namedIn(body as Json)) known.set(line.split(' ')[0]!, line)
  }
  return [...known.values()].sort()
}

/** Tariffs a stranger was pushed and not told to delete. */
function tariffsOf({ at }: Member): string[] {
  const known = new Set<string>()
  for (const { method, path } of at.heard) {
    const id = /^\/in\/tariffs\/NL\/ABC\/(\w+)$/.exec(path)?.[1]
    if (id !== undefined && method === 'PUT') known.add(id)
    if (id !== undefined && method === 'DELETE') known.delete(id)
  }
  return [...known].sort()
}

const indexOf = ({ at }: Member, from: number, wanted: (heard: Heard) => boolean): number => {
  const index = at.heard.slice(from).findIndex(wanted)
  return index < 0 ? -1 : index + from
}
const lastOf = ({ at }: Member, wanted: (heard: Heard) => boolean): number => at.heard.findLastIndex(wanted)
const isTariff =
  (method: string, id: string) =>
  ({ method: said, path }: Heard): boolean =>
    said === method && path === `/in/tariffs/NL/ABC/${id}`
const names =
  (id: string) =>
  ({ method, path, body }: Heard): boolean =>
    method === 'PUT' &&
    path.startsWith('/in/locations/') &&
    namedIn(body as Json).some((line) => line.endsWith(` ${id}`))

onEachEngine('price groups', (engine) => {
  let ours: RunningPlatform
  let plainSide: RunningPlatform
  let gold: Member
  let silver: Member
  let plainId: string
  let bystander: Member

  const write = async (method: string, path: string, body?: Json) => {
    const answer = await ours.api(method, path, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const put = (name: string, partners: string[], ...rules: [tariffs: string[], ...connectors: Json[]][]) =>
    write('PUT', `/price-groups/${name}`, {
      partners,
      rules: rules.map(([tariff_ids, ...connectors]) => ({
        connectors: connectors.map((c) => ({ ...US, ...c })),
        tariff_ids,
      })),
    })
  const applied = () =>
    until(async () => ours.parts.prices.view.state.stage === 'idle' && !ours.parts.prices.view.state.dirty)
  /** Everything that was written has been told to everybody. */
  const told = async () => {
    await applied()
    const { position } = await feedState(ours.parts.database)
    await until(() => ours.parts.delivery.lanes().every(({ cursor }) => cursor >= position))
  }
  const list = (who: Member, module: string, query = '') =>
    who.at.send('GET', `${who.at.theirs.get(`${module}.SENDER`)}${query}`, { to: US })
  const idsOf = (said: Said) => (said.envelope.data as Json[]).map(({ id }) => String(id)).sort()
  /** Page by page, one object each. */
  async function crawl(who: Member, module: string): Promise<Json[]> {
    const found: Json[] = []
    let url: string | undefined = `${who.at.theirs.get(`${module}.SENDER`)}?limit=1`
    while (url !== undefined) {
      const said: Said = await who.at.send('GET', url, { to: US })
      found.push(...(said.envelope.data as Json[]))
      url = /^<([^>]+)>; rel="next"$/.exec(said.headers.link ?? '')?.[1]
    }
    return found
  }
  const get = (who: Member, path: string) =>
    who.at.send('GET', `${who.at.theirs.get('locations.SENDER')}/${path}`, { to: US })
  const plainSees = async (): Promise<Json> => (await plainSide.api('GET', '/locations/NL/ABC/LOC1')).body
  const plainTariffs = async (): Promise<string[]> =>
    (await plainSide.api('GET', '/tariffs?own=false')).body.items.map(({ id }: Json) => id).sort()

  beforeAll(async () => {
    ours = await startPlatform({ parties: 'NL-ABC:CPO,NL-TWO:CPO', engine })
    plainSide = await startPlatform({ parties: 'FR-PLN:EMSP' })
    for (const id of ['BASE', 'GOLD', 'NIGHT', 'SILVER'])
      await write('PUT', `/tariffs/NL/ABC/${id}`, own(tariff(id, '2.3.0')))
    for (const id of ['LOC1', 'LOC2']) await write('PUT', `/locations/NL/ABC/${id}`, station(id))
    gold = await member(ours, '2.2.1', parties.gold)
    silver = await member(ours, '2.3.0', parties.silver)
    bystander = await member(ours, '2.3.0', { country_code: 'BE', party_id: 'BYS' })
    const { atFirst } = await registered(ours, plainSide)
    plainId = atFirst.id
    await write('PATCH', `/partners/${plainId}`, { settings: { initial_push_after: 'at_once' } })
    await until(() => [gold, silver, bystander].every((one) => pushedOf(one, 'LOC2').length === 1))
    await until(async () => (await plainTariffs()).length === 4 && (await plainSees()).id === 'LOC1')
    await told()
  }, 120_000)
  afterAll(() => Promise.all([gold, silver, bystander].map(({ at }) => at.stop())))

  it('a group is put: each partner is pushed its own tariffs at the same connectors, others nothing new', async () => {
    const before = bystander.at.heard.length
    const [goldBefore, silverBefore] = [gold.at.heard.length, silver.at.heard.length]
    const answer = await put(
      'gold',
      [gold.id],
      [['NIGHT', 'GOLD'], { location_id: 'loc1', evse_uid: '3256', connector_id: '2' }],
      [['gold'], { location_id: 'LOC1' }],
    )
    expect(answer).toMatchObject({ name: 'gold', partners: [gold.id], rules: [{}, { tariff_ids: ['GOLD'] }] })
    await put('silver', [silver.id], [['SILVER'], { evse_uid: '3256' }])
    await told()
    expect(pushedOf(gold, 'LOC1')).toEqual(['3256/1 GOLD', '3256/2 NIGHT+GOLD', '3257/1 GOLD'])
    expect(pushedOf(silver, 'LOC1')).toEqual(['3256/1 SILVER', '3256/2 SILVER', '3257/1 BASE'])
    expect(pushedOf(bystander, 'LOC1')).toEqual(['3256/1 BASE', '3256/2 BASE', '3257/1 BASE'])
    expect(namedIn(await plainSees())).toEqual(['3256/1 BASE', '3256/2 BASE', '3257/1 BASE'])
    expect((await ours.api('GET', '/price-groups/gold')).body.status).toBe('applied')

    // R-TAR-03: what only the group sees is withdrawn from others, after the locations that changed.
    expect([tariffsOf(gold), tariffsOf(silver), tariffsOf(bystander)]).toEqual([
      ['BASE', 'GOLD', 'NIGHT'],
      ['BASE', 'SILVER'],
      ['BASE'],
    ])
    expect(await plainTariffs()).toEqual(['BASE'])
    const gone = indexOf(silver, silverBefore, isTariff('DELETE', 'GOLD'))
    const last = lastOf(silver, ({ path }) => path.startsWith('/in/locations/NL/ABC/LOC1'))
    expect(gone).toBeGreaterThan(silverBefore)
    expect(indexOf(gold, goldBefore, isTariff('DELETE', 'SILVER'))).toBeGreaterThan(
      indexOf(gold, goldBefore, names('GOLD')),
    )
    expect(last).toBeGreaterThan(-1)
    // The bystander is not told of LOC2, which nobody sees differently.
    expect(bystander.at.heard.slice(before).filter(({ path }) => path.includes('LOC2'))).toEqual([])
  })

  it('crawls hold them, page by page, in both versions; delta lists what moved', async () => {
    const seen = async (who: Member) =>
      Object.fromEntries((await crawl(who, 'locations')).map((one) => [one.id, namedIn(one)]))
    expect(await seen(gold)).toEqual({
      LOC1: ['3256/1 GOLD', '3256/2 NIGHT+GOLD', '3257/1 GOLD'],
      LOC2: ['3257/1 BASE'],
    })
    expect(await seen(silver)).toEqual({
      LOC1: ['3256/1 SILVER', '3256/2 SILVER', '3257/1 BASE'],
      LOC2: ['3257/1 BASE'],
    })
    expect(await seen(bystander)).toEqual({
      LOC1: ['3256/1 BASE', '3256/2 BASE', '3257/1 BASE'],
      LOC2: ['3257/1 BASE'],
    })
    for (const [who, ids] of [
      [gold, ['BASE', 'GOLD', 'NIGHT']],
      [silver, ['BASE', 'SILVER']],
      [bystander, ['BASE']],
    ] as const) {
      expect((await crawl(who, 'tariffs')).map(({ id }) => id).sort()).toEqual(ids)
      expect((await list(who, 'tariffs', '?limit=1')).headers['x-total-count']).toBe(String(ids.length))
    }
    expect(idsOf(await list(gold, 'locations', `?date_from=${new Date().toISOString()}`))).toEqual([])
    const from = new Date().toISOString()
    await put('silver', [silver.id], [['NIGHT'], { evse_uid: '3256' }])
    await applied()
    expect(idsOf(await list(silver, 'locations', `?date_from=${from}`))).toEqual(['LOC1'])
    expect(namedIn(((await list(silver, 'locations', `?date_from=${from}`)).envelope.data as Json[])[0]!)).toEqual([
      '3256/1 NIGHT',
      '3256/2 NIGHT',
      '3257/1 BASE',
    ])
    // NIGHT has come in for silver, and SILVER is for nobody.
    expect(idsOf(await list(silver, 'tariffs', `?date_from=${from}`))).toEqual(['NIGHT'])
    expect(idsOf(await list(silver, 'tariffs'))).toEqual(['BASE', 'NIGHT'])
    expect(idsOf(await list(bystander, 'tariffs'))).toEqual(['BASE'])
  })

  it('a tariff that comes in is pushed before the connectors that name it, one that goes is deleted after them', async () => {
    await told()
    const at = silver.at.heard.length
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    silver.at.answer = async ({ path }) => {
      if (path.startsWith('/in/locations')) await held
      return undefined
    }
    await put('silver', [silver.id], [['SILVER'], { evse_uid: '3256' }])
    await applied()
    await write('PUT', '/tariffs/NL/ABC/BASE', { ...own(tariff('BASE', '2.3.0')), currency: 'CHF' })
    await until(() => indexOf(silver, at, isTariff('PUT', 'BASE')) > 0)
    // The connector is on its way still, so what it named goes not yet.
    expect(indexOf(silver, at, isTariff('DELETE', 'NIGHT'))).toBe(-1)
    release()
    silver.at.answer = () => undefined
    await told()
    const [tariffPut, connector, gone] = [isTariff('PUT', 'SILVER'), names('SILVER'), isTariff('DELETE', 'NIGHT')].map(
      (wanted) => indexOf(silver, at, wanted),
    )
    expect(tariffPut).toBeGreaterThanOrEqual(at)
    expect(connector).toBeGreaterThan(tariffPut!)
    expect(gone).toBeGreaterThan(connector!)
  })

  it('GET answers them at three depths: location, EVSE, connector', async () => {
    const at = async (who: Member) => {
      const [whole, evse, connector] = await Promise.all(
        ['LOC1', 'LOC1/3256', 'LOC1/3256/2'].map(async (path) => (await get(who, path)).envelope.data as Json),
      )
      return [namedIn(whole!)[1], namedIn(evse!)[1], (connector!.tariff_ids as string[]).join('+')]
    }
    expect(await at(gold)).toEqual(['3256/2 NIGHT+GOLD', '3256/2 NIGHT+GOLD', 'NIGHT+GOLD'])
    expect(await at(silver)).toEqual(['3256/2 SILVER', '3256/2 SILVER', 'SILVER'])
    expect(await at(bystander)).toEqual(['3256/2 BASE', '3256/2 BASE', 'BASE'])
    // Ours stay what the backend wrote.
    expect(namedIn((await ours.api('GET', '/locations/NL/ABC/LOC1')).body)).toEqual([
      '3256/1 BASE',
      '3256/2 BASE',
      '3257/1 BASE',
    ])
  })

  it('own writes at every depth reach each partner with its tariffs; a status is a PATCH as ever', async () => {
    const heardAfter = async (act: () => Promise<unknown>) => {
      await told()
      const from = [gold, silver, bystander].map(({ at }) => at.heard.length)
      await act()
      await told()
      return [gold, silver, bystander].map(({ at }, index) =>
        at.heard
          .slice(from[index])
          .map(
            ({ method, path, body }) =>
              `${method} ${path.slice('/in/locations/NL/ABC/'.length)} ${namedIn(body as Json)}`,
          ),
      )
    }
    expect(await heardAfter(() => write('PATCH', '/locations/NL/ABC/LOC1/3256', { status: 'CHARGING' }))).toEqual([
      ['PATCH LOC1/3256 '],
      ['PATCH LOC1/3256 '],
      ['PATCH LOC1/3256 '],
    ])
    expect(await heardAfter(() => write('PATCH', '/locations/NL/ABC/LOC1/3256', { floor_level: '3' }))).toEqual([
      ['PUT LOC1/3256 3256/1 GOLD,3256/2 NIGHT+GOLD'],
      ['PUT LOC1/3256 3256/1 SILVER,3256/2 SILVER'],
      ['PUT LOC1/3256 3256/1 BASE,3256/2 BASE'],
    ])
    expect(await heardAfter(() => write('PATCH', '/locations/NL/ABC/LOC1/3257/1', { max_amperage: 32 }))).toEqual([
      ['PUT LOC1/3257 3257/1 GOLD'],
      ['PUT LOC1/3257 3257/1 BASE'],
      ['PUT LOC1/3257 3257/1 BASE'],
    ])
    const { evses: _, ...rest } = station('LOC1')
    const { evses } = (await ours.api('GET', '/locations/NL/ABC/LOC1')).body
    expect(await heardAfter(() => write('PUT', '/locations/NL/ABC/LOC1', { ...rest, evses, name: 'Renamed' }))).toEqual(
      [
        ['PUT LOC1 3256/1 GOLD,3256/2 NIGHT+GOLD,3257/1 GOLD'],
        ['PUT LOC1 3256/1 SILVER,3256/2 SILVER,3257/1 BASE'],
        ['PUT LOC1 3256/1 BASE,3256/2 BASE,3257/1 BASE'],
      ],
    )
  })

  it('the tariffs of a session follow the partner that serves the token', async () => {
    const connector = {
      countryCode: 'NL',
      partyId: 'ABC',
      locationId: 'LOC1',
      evseUid: '3256',
      connectorId: '1',
      tariffIds: ['BASE'],
    }
    const { prices, directory } = ours.parts
    const of = (party: Party) =>
      tariffIdsForToken({ prices, directory }, connector, { countryCode: party.country_code, partyId: party.party_id })
    expect([of(parties.gold), of(parties.silver), of(PLAIN), of(all)]).toEqual([
      ['GOLD'],
      ['SILVER'],
      ['BASE'],
      ['BASE'],
    ])
  })

  it('R-SES-18 a profile may be wished for where the asking partner is shown a tariff for it', async () => {
    await write('PUT', '/tariffs/NL/ABC/GREEN', { ...own(tariff('GREEN', '2.3.0')), type: 'PROFILE_GREEN' })
    await write('PATCH', '/locations/NL/ABC/LOC2/3257', { capabilities: ['CHARGING_PREFERENCES_CAPABLE'] })
    await put('gold', [gold.id], [['GREEN'], { location_id: 'LOC2' }], [['GOLD'], { location_id: 'LOC1' }])
    await applied()
    const wish = async (who: Member) => {
      const id = `S-${who.at.party.party_id}`
      const evse = { location_id: 'LOC2', evse_uid: '3257' }
      await write('PUT', `/sessions/NL/ABC/${id}`, { ...own(session(id, who.at.party, '2.3.0')), ...evse })
      const url = `${who.at.theirs.get('sessions.SENDER')}/${id}/charging_preferences`
      return (await who.at.send('PUT', url, { to: US, body: { profile_type: 'GREEN' } })).envelope.data
    }
    // Nobody answers the question at the company, but for gold it was asked.
    expect([await wish(gold), await wish(silver)]).toEqual(['NOT_POSSIBLE', 'PROFILE_TYPE_NOT_SUPPORTED'])
    await put(
      'gold',
      [gold.id],
      [['NIGHT', 'GOLD'], { location_id: 'LOC1', evse_uid: '3256', connector_id: '2' }],
      [['GOLD'], { location_id: 'LOC1' }],
    )
    await told()
  })

  it('a partner moves: it is told of what the other group sees', async () => {
    const taken = await ours.api('PUT', '/price-groups/gold', { partners: [gold.id, silver.id], rules: [] })
    expect(taken.status).toBe(409)
    expect(taken.body.errors).toEqual([{ pointer: '/partners/1', detail: 'is in the price group silver' }])
    await put('silver', [], [['SILVER'], { evse_uid: '3256' }])
    await put(
      'gold',
      [gold.id, silver.id],
      [['NIGHT', 'GOLD'], { location_id: 'LOC1', evse_uid: '3256', connector_id: '2' }],
      [['GOLD'], { location_id: 'LOC1' }],
    )
    await told()
    expect(pushedOf(silver, 'LOC1')).toEqual(['3256/1 GOLD', '3256/2 NIGHT+GOLD', '3257/1 GOLD'])
    expect([tariffsOf(silver), tariffsOf(gold), tariffsOf(bystander)]).toEqual([
      ['BASE', 'GOLD', 'NIGHT'],
      ['BASE', 'GOLD', 'NIGHT'],
      ['BASE'],
    ])
    await put('gold', [gold.id], [['GOLD'], { location_id: 'LOC1' }])
    await told()
    expect(pushedOf(silver, 'LOC1')).toEqual(['3256/1 BASE', '3256/2 BASE', '3257/1 BASE'])
    expect([tariffsOf(silver), idsOf(await list(silver, 'tariffs'))]).toEqual([['BASE'], ['BASE']])
    expect(pushedOf(gold, 'LOC1')).toEqual(['3256/1 GOLD', '3256/2 GOLD', '3257/1 GOLD'])
  })

  it('a change of a hidden tariff is told to its group alone', async () => {
    await told()
    const from = [gold, bystander].map(({ at }) => at.heard.length)
    await write('PUT', '/tariffs/NL/ABC/GOLD', { ...own(tariff('GOLD', '2.3.0')), currency: 'CHF' })
    await told()
    expect(gold.at.heard.slice(from[0]).map(({ method, path }) => `${method} ${path}`)).toEqual([
      'PUT /in/tariffs/NL/ABC/GOLD',
    ])
    expect(bystander.at.heard.slice(from[1])).toEqual([])
  })

  it('a tariff that our own connector begins to name is for everybody, and told before that connector', async () => {
    await told()
    const at = bystander.at.heard.length
    await write('PATCH', '/locations/NL/ABC/LOC2/3257/1', { tariff_ids: ['GOLD'] })
    await told()
    expect(pushedOf(bystander, 'LOC2')).toEqual(['3257/1 GOLD'])
    expect(tariffsOf(bystander)).toEqual(['BASE', 'GOLD'])
    expect(await plainTariffs()).toEqual(['BASE', 'GOLD'])
    const [tariffPut, connector] = [isTariff('PUT', 'GOLD'), names('GOLD')].map((wanted) =>
      indexOf(bystander, at, wanted),
    )
    expect(tariffPut).toBeGreaterThanOrEqual(at)
    expect(connector).toBeGreaterThan(tariffPut!)
    // It is looked at anew when a group is put again.
    await write('PATCH', '/locations/NL/ABC/LOC2/3257/1', { tariff_ids: ['BASE'] })
    await told()
    expect(tariffsOf(bystander)).toEqual(['BASE', 'GOLD'])
    await put('gold', [gold.id], [['GOLD'], { location_id: 'LOC1' }])
    await told()
    expect([tariffsOf(bystander), tariffsOf(gold)]).toEqual([['BASE'], ['BASE', 'GOLD']])
  })

  it('the group is deleted: its partners see what everybody sees, and its tariffs go', async () => {
    await write('DELETE', '/price-groups/gold')
    await write('DELETE', '/price-groups/silver')
    expect((await ours.api('GET', '/price-groups')).body).toEqual({ items: [], next: null })
    expect((await ours.api('DELETE', '/price-groups/gold')).status).toBe(404)
    await told()
    for (const who of [gold, silver, bystander]) {
      expect(pushedOf(who, 'LOC1')).toEqual(['3256/1 BASE', '3256/2 BASE', '3257/1 BASE'])
      expect(namedIn((await get(who, 'LOC1')).envelope.data as Json)).toEqual([
        '3256/1 BASE',
        '3256/2 BASE',
        '3257/1 BASE',
      ])
      expect([tariffsOf(who), idsOf(await list(who, 'tariffs'))]).toEqual([['BASE'], ['BASE']])
    }
  })
})
