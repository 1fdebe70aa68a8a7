// A change of price groups that a process left half done, and processes that have not heard of one.

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonical } from '../packages/ocpi/src/canonical.ts'
import type * as V221 from '../packages/ocpi/src/generated/v2.2.1.ts'
import { type KnownPrices, knownPrices } from '../packages/server/src/modules/price-groups/known-prices.ts'
import type { PriceGroup } from '../packages/server/src/modules/price-groups/rules.ts'
import { firstState, type PriceState, type Stage } from '../packages/server/src/modules/price-groups/state.ts'
import { priceStore, pricesChannel } from '../packages/server/src/modules/price-groups/store.ts'
import { storeWhole } from '../packages/server/src/modules/store.ts'
import type { Database } from '../packages/server/src/storage/database.ts'
import { getRow } from '../packages/server/src/storage/objects.ts'
import { type Row, rowKey } from '../packages/server/src/storage/row.ts'
import { Stranger } from './stranger/stranger.ts'
import { engines, onEachEngine } from './support/databases.ts'
import { type RunningPlatform, startPlatform, stopPlatforms } from './support/platforms.ts'
import { until } from './support/until.ts'
import { evse, location, tariff } from './support/wire-objects.ts'

const group = (partners: string[], tariffId: string): PriceGroup => ({
  name: 'gold',
  partners,
  rules: [{ connectors: [{ country_code: 'NL', party_id: 'ABC' }], tariff_ids: [tariffId] }],
})
const key = (id: string) => rowKey('locations', 'NL', 'ABC', id)
const tariffRow = (id: string) => rowKey('tariffs', 'NL', 'ABC', id)

onEachEngine('a change of price groups', (engine) => {
  let ours: RunningPlatform
  let partner: string

  const rows = async (): Promise<Record<string, Row>> => {
    const keys = [key('LOC1'), key('LOC2'), tariffRow('GOLD'), tariffRow('SILVER')]
    const found = await Promise.all(keys.map((one) => getRow(ours.parts.database, one)))
    return Object.fromEntries(found.map((row) => [row!.key.id, row!]))
  }
  /** Which of the objects are newer than they were. */
  const movedSince = async (before: Record<string, Row>): Promise<string[]> =>
    Object.entries(await rows()).flatMap(([id, { lastUpdated }]) => (lastUpdated > before[id]!.lastUpdated ? [id] : []))

  beforeAll(async () => {
    ours = await startPlatform({ parties: 'NL-ABC:CPO', engine })
    for (const id of ['GOLD', 'SILVER']) await ours.api('PUT', `/tariffs/NL/ABC/${id}`, tariff({ id }))
    for (const id of ['LOC1', 'LOC2']) {
      await ours.api('PUT', `/locations/NL/ABC/${id}`, location({ id, evses: [evse({ uid: `${id}E` })] }))
    }
    partner = (await ours.api('POST', '/partners', { name: 'Gold' })).body.id
  }, 120_000)
  afterAll(stopPlatforms)

  /** What a process leaves in the tables that is killed right after it began a step. */
  async function leftBehind(state: PriceState, after = 0): Promise<void> {
    const { database, prices } = ours.parts
    await database.query(
      `update "${database.schema}".price_state set state = $1::jsonb, revision = revision + 1, after_seq = $2::bigint,
         worker = $3::uuid, leased_until = clock_timestamp() + interval '300 milliseconds'`,
      [JSON.stringify(state), after, randomUUID()],
    )
    await prices.reload()
  }
  const done = () => until(async () => (await priceStore(ours.parts.database).state()).state.stage === 'idle')
  const half = (stage: Stage, over: Partial<PriceState> = {}): PriceState => ({
    ...firstState,
    stage,
    current: [group([partner], 'SILVER')],
    target: [group([partner], 'GOLD')],
    former: [tariffRow('GOLD')],
    ...over,
  })
  const fresh = async () => {
    // Times have milliseconds.
    const before = await rows()
    await until(() => Date.now() > Math.max(...Object.values(before).map(({ lastUpdated }) => Date.parse(lastUpdated))))
    return before
  }

  it.each([
    ['enter', ['LOC1', 'LOC2', 'GOLD', 'SILVER']],
    ['switch', ['LOC1', 'LOC2', 'SILVER']],
    ['leave', ['SILVER']],
  ] as const)(
    'that was left in the step %s is carried out from there',
    async (stage, expected) => {
      const before = await fresh()
      await leftBehind(half(stage))
      await done()
      expect(await movedSince(before)).toEqual(expected)
      const { state } = await priceStore(ours.parts.database).state()
      expect(state).toMatchObject({ current: half(stage).target, target: [], former: [tariffRow('SILVER')] })
    },
    60_000,
  )

  it('does not move again what was moved before', async () => {
    const before = await fresh()
    await leftBehind(half('switch'), before.LOC1!.seq)
    await done()
    expect(await movedSince(before)).toEqual(['LOC2', 'SILVER'])
  }, 60_000)

  it('tells a tariff that a connector was about to name when the process died', async () => {
    const before = await fresh()
    await leftBehind({
      ...firstState,
      open: [tariffRow('GOLD')],
      untold: [tariffRow('GOLD')],
      current: half('idle').target,
    })
    await until(async () => (await priceStore(ours.parts.database).state()).state.untold.length === 0)
    expect(await movedSince(before)).toEqual(['GOLD'])
  }, 60_000)

  it('opens a tariff that a connector names which was written by nobody who asked', async () => {
    await leftBehind({ ...firstState, current: [group([partner], 'GOLD')] })
    expect(ours.parts.prices.shows(tariffRow('GOLD'), 'somebody')).toBe(false)
    const named = evse({ uid: 'LOC2E', last_updated: new Date().toISOString() })
    const connectors = named.connectors.map((one) => ({ ...one, tariff_ids: ['gold'] }))
    await ours.parts.writer.write(
      storeWhole(
        'locations',
        { version: canonical, object: { ...named, connectors }, partner: null, source: 'own', correlationId: null },
        { countryCode: 'NL', partyId: 'ABC', id: 'LOC2', evseUid: 'LOC2E' },
      ),
    )
    await until(() => ours.parts.prices.shows(tariffRow('GOLD'), 'somebody'))
  }, 60_000)
})

const postgres = engines.find(({ name }) => name === 'postgres')!

describe.skipIf(!postgres.available)('two processes (postgres)', () => {
  it('one that hears of nothing shows a partner no other tariffs than the one that carried the change out', async () => {
    const first = await startPlatform({ parties: 'NL-ABC:CPO', engine: postgres })
    const second = await startPlatform({ parties: 'NL-ABC:CPO', engine: postgres, schema: first.schema })
    for (const id of ['BASE', 'GOLD']) await first.api('PUT', `/tariffs/NL/ABC/${id}`, tariff({ id }))
    const connectors = evse().connectors.map((one) => ({ ...one, tariff_ids: ['BASE'] }))
    await first.api('PUT', '/locations/NL/ABC/LOC1', location({ evses: [evse({ connectors })] }))
    const invited = await first.api('POST', '/partners', { name: 'Gold' })
    const gold = await Stranger.start({ role: 'EMSP', version: '2.2.1' })
    try {
      await gold.register(invited.body.versions_url, invited.body.token)
      const ask = async <T>(process: RunningPlatform, module: string, path = '') => {
        const url = gold.theirs.get(`${module}.SENDER`)!.replace(first.url, process.url)
        return (await gold.send('GET', `${url}${path}`)).envelope.data as T
      }
      const seen = async (process: RunningPlatform) => ({
        list: (await ask<V221.Location[]>(process, 'locations'))[0]!.evses![0]!.connectors[0]!.tariff_ids,
        connector: (await ask<V221.Connector>(process, 'locations', '/LOC1/3256/1')).tariff_ids,
        tariffs: (await ask<V221.Tariff[]>(process, 'tariffs')).map(({ id }) => id),
      })
      // Neither a wake-up nor its own clock tells it anything.
      await second.parts.prices.close()
      const applied = () =>
        until(async () =>
          (await first.api('GET', '/price-groups')).body.items.every(
            ({ status }: { status: string }) => status === 'applied',
          ),
        )
      const put = async (partners: string[]) => {
        const rules = [{ connectors: [{ country_code: 'NL', party_id: 'ABC' }], tariff_ids: ['GOLD'] }]
        await first.api('PUT', '/price-groups/gold', { partners, rules })
        await applied()
      }
      await put([invited.body.id])
      expect(await seen(second)).toEqual({ list: ['GOLD'], connector: ['GOLD'], tariffs: ['BASE', 'GOLD'] })
      await put([])
      expect(await ask(second, 'tariffs')).toMatchObject([{ id: 'BASE' }])
      await put([invited.body.id])
      expect(await ask(second, 'locations', '/LOC1/3256/1')).toMatchObject({ tariff_ids: ['GOLD'] })
      expect(await seen(second)).toEqual(await seen(first))
    } finally {
      await gold.stop()
      await stopPlatforms()
    }
  }, 60_000)
})

/** A process whose wake-ups are lost. */
class Deaf implements Database {
  readonly engine: Database['engine']
  readonly schema: string
  readonly #database: Database
  constructor(database: Database) {
    this.#database = database
    this.engine = database.engine
    this.schema = database.schema
  }
  query: Database['query'] = (text, values) => this.#database.query(text, values)
  transaction: Database['transaction'] = (work) => this.#database.transaction(work)
  listen = async () => async () => undefined
  notify = (channel: string) => this.#database.notify(channel)
  close = () => this.#database.close()
}

onEachEngine('a process that has not heard of a change', (engine) => {
  let deaf: KnownPrices
  let close: () => Promise<void>

  it('reads it before it judges a row that was read after it', async () => {
    const database = await engine.open()
    const store = priceStore(database)
    deaf = await knownPrices({
      database: new Deaf(database),
      failed: () => undefined,
    })
    close = () => deaf.close()
    const { rows } = await database.query<{ prices: number }>(
      `select revision::float8 as prices from "${database.schema}".price_state`,
      [],
    )
    expect(deaf.catchUp(rows)).toBeUndefined()
    await store.change((state) => ({ ...state, current: [group(['p'], 'GOLD')] }))
    await database.notify(pricesChannel(database.schema))
    expect(deaf.shows(tariffRow('GOLD'), 'q')).toBe(true)
    const behind = deaf.catchUp([{ prices: rows[0]!.prices + 1 }])
    expect(behind).toBeInstanceOf(Promise)
    await behind
    expect(deaf.shows(tariffRow('GOLD'), 'q')).toBe(false)
    expect(deaf.shows(tariffRow('GOLD'), 'p')).toBe(true)
    expect(deaf.catchUp([{ prices: rows[0]!.prices + 1 }, {}])).toBeUndefined()
  })
  afterAll(() => close())
})
