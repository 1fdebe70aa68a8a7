import { expect, it } from 'vitest'
import { onEachEngine } from '../../../../tests/support/databases.ts'
import { TestClock } from '../../../../tests/support/delivery-bed.ts'
import { until } from '../../../../tests/support/until.ts'
import { createEvents } from '../events.ts'
import { createLog } from '../log.ts'
import { createSecrets } from '../partners/secrets.ts'
import type { Database } from '../storage/database.ts'
import type { Exchange } from './exchange.ts'
import { type ExchangeLogOptions, exchangeLog } from './exchange-log.ts'
import { exchangeStore } from './exchange-store.ts'
import { partitions } from './partitions.ts'

const secrets = createSecrets('a key for tests that is long enough')
const clock = new TestClock('2026-11-24T12:00:00.000Z')

const statusPush = (fields: Partial<Exchange> = {}): Exchange => ({
  at: clock.now(),
  direction: 'in',
  partner: 'cpo',
  module: 'locations',
  endpoint: { name: 'patchEvse', path: '{country_code}/{party_id}/{location_id}/{evse_uid}' },
  params: { country_code: 'nl', party_id: 'abc', location_id: 'loc1', evse_uid: '3256' },
  method: 'PATCH',
  http: 200,
  statusCode: 1000,
  requestId: 'r',
  correlationId: 'c',
  ms: 1.5,
  request: '{"status":"CHARGING","last_updated":"2026-11-24T12:00:00Z"}',
  response: '{"status_code":1000,"timestamp":"2026-11-24T12:00:00Z"}',
  ...fields,
})
const refusal = { statusCode: 2001, response: '{"status_code":2001}' }
const session = { module: 'sessions', method: 'PUT', params: { session_id: 'S1' }, request: '{"id":"S1"}' }

function logOn(database: Database, perSecond: number, options: Partial<ExchangeLogOptions> = {}) {
  const lines: string[] = []
  const events = createEvents(createLog({ to: { write: (line) => lines.push(line) } }))
  const needs = { database, secrets, events, clock, perSecond, bodyLimit: 1000, keptDays: 14 }
  const metric = async (name: string) =>
    (await events.registry.getMetricsAsJSON())
      .find((each) => each.name === `interchange_${name}`)!
      .values.reduce((sum, { value }) => sum + value, 0)
  return { log: exchangeLog(needs, options), store: exchangeStore(database), lines, metric }
}

const names = async (database: Database): Promise<string[]> => {
  const { rows } = await database.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = $1 and table_name like 'exchange\\_2%'
     order by 1`,
    [database.schema],
  )
  return rows.map(({ name }) => name)
}

onEachEngine('the message log', (engine) => {
  it('keeps every exchange up to its rate, beyond it whatever is no status push that went well', async () => {
    const { log, store } = logOn(await engine.open(), 5)
    for (let index = 0; index < 30; index++) {
      log.record(statusPush())
      log.record(statusPush({ ...refusal, params: { ...statusPush().params, evse_uid: '3257' } }))
      log.record(statusPush(session))
    }
    await log.flush()
    const kept = await store.list({}, { limit: 1000 })
    const counted = await store.counts({ limit: 10 })
    const pushes = kept.filter(({ module, failed }) => module === 'locations' && !failed)
    expect(kept.filter(({ module }) => module === 'sessions')).toHaveLength(30)
    expect(kept.filter(({ failed }) => failed)).toHaveLength(30)
    expect(pushes.length).toBeLessThan(30)
    expect(counted).toMatchObject([
      { kind: 'status', partner: 'cpo', country_code: 'NL', party_id: 'ABC', object_id: 'LOC1', part: '3256' },
    ])
    expect(counted[0]!.count + pushes.length).toBe(30)
    expect((await store.list({ failed: true }, { limit: 1, bodies: true }))[0]!.response).toBe(refusal.response)
    // Counts of another time are added.
    for (let index = 0; index < 30; index++) log.record(statusPush())
    await log.flush()
    expect((await store.counts({ limit: 10 })).length).toBe(1)
    const all = (await store.list({ object: { ids: ['LOC1'] }, failed: false }, { limit: 1000 })).length
    expect((await store.counts({ limit: 10 }))[0]!.count + all).toBe(60)
  })

  it('never holds more than its buffer; what went well leaves room for what did not, and the rest is counted', async () => {
    const { log, store, metric } = logOn(await engine.open(), 1, { most: 20 })
    for (let index = 0; index < 40; index++) log.record(statusPush(session))
    for (let index = 0; index < 40; index++) log.record(statusPush({ ...session, ...refusal }))
    await log.flush()
    const kept = await store.list({}, { limit: 1000 })
    // 15 and 5; a second that passes meanwhile takes one more of what went well.
    expect(kept).toHaveLength(20)
    expect(kept.filter(({ failed }) => failed).length).toBeGreaterThanOrEqual(3)
    expect(await store.counts({ limit: 10 })).toMatchObject([{ kind: 'unlogged', module: 'sessions', count: 60 }])
    expect(await metric('exchanges_unlogged_total')).toBe(60)
  })

  it('counts the characters that wait, too', async () => {
    const { log, store } = logOn(await engine.open(), 100, { mostCharacters: 1500 })
    for (let index = 0; index < 10; index++)
      log.record(statusPush({ ...session, request: 'x'.repeat(5000), response: '' }))
    await log.flush()
    const [kept, ...more] = await store.list({}, { limit: 1000, bodies: true })
    expect(more).toEqual([])
    expect(kept).toMatchObject({ request_length: 5000, request: 'x'.repeat(1000) })
  })

  it('does not let whoever has no token fill it', async () => {
    const { log, store } = logOn(await engine.open(), 3)
    for (let index = 0; index < 50; index++) {
      log.record(statusPush({ partner: undefined, http: 401, statusCode: 2000, request: undefined }))
    }
    await log.flush()
    expect((await store.list({}, { limit: 1000 })).length).toBeLessThan(10)
  })

  it('says when it cannot be written, keeps what waits, and goes on', async () => {
    const database = await engine.open()
    const { log, store, lines } = logOn(database, 100, { flushMs: 5 })
    const table = `"${database.schema}".exchange`
    log.start()
    await until(async () => (await names(database)).length === 3)
    await database.query(`alter table ${table} rename to exchange_away`)
    log.record(statusPush({ requestId: 'while it was away' }))
    await until(() => lines.some((line) => line.includes('"where":"message log"')))
    await database.query(`alter table "${database.schema}".exchange_away rename to exchange`)
    await until(async () => (await store.list({}, { limit: 10 })).length === 1)
    await log.stop()
  })

  it('leaves out one that the database refuses and keeps its neighbours', async () => {
    const { log, store, metric } = logOn(await engine.open(), 100)
    for (let index = 0; index < 7; index++) {
      // No OCPI status code is this large; whoever makes one up is not to cost the others their place.
      log.record(statusPush(index === 4 ? { statusCode: 1e12 } : {}))
    }
    await log.flush()
    expect(await store.list({}, { limit: 10 })).toHaveLength(6)
    expect(await metric('exchanges_refused_total')).toBe(1)
  })

  it('writes down what waits when it stops', async () => {
    const { log, store } = logOn(await engine.open(), 100)
    log.start()
    log.record(statusPush())
    await log.stop()
    expect(await store.list({}, { limit: 10 })).toHaveLength(1)
  })

  it('keeps nothing when it is off', async () => {
    const { log, store } = logOn(await engine.open(), 0)
    log.record(statusPush())
    await log.flush()
    expect(await store.list({}, { limit: 10 })).toEqual([])
  })

  it('has a partition for each day, made ahead, and drops days that are too old, counts included', async () => {
    const database = await engine.open()
    const { log, store } = logOn(database, 100)
    const days = partitions(database)
    expect(await days.turn(clock.now(), 14)).toEqual([])
    expect(await names(database)).toEqual(['exchange_20261124', 'exchange_20261125', 'exchange_20261126'])
    log.record(statusPush({ at: new Date('2026-11-10T00:00:00.000Z') }))
    log.record(statusPush({ at: new Date('2026-11-09T23:59:59.999Z') }))
    await log.flush()
    await store.count([
      {
        ...{ day: '2026-11-09', kind: 'status', partner: 'p', direction: 'in', module: 'locations' },
        ...{ country_code: '', party_id: '', object_id: '', part: '', count: 1 },
        ...{ firstAt: clock.now(), lastAt: clock.now() },
      } as const,
    ])
    expect(await days.turn(clock.now(), 14)).toEqual(['exchange_20261109'])
    expect(await store.list({}, { limit: 10 })).toHaveLength(1)
    expect(await store.counts({ limit: 10 })).toEqual([])
    expect(await days.turn(clock.now(), 14)).toEqual([])
  })

  it('several processes turn the days at once and each day is there once', async () => {
    const schema = (await engine.open()).schema
    const databases = await Promise.all([1, 2, 3, 4].map(() => engine.open(schema)))
    await Promise.all(databases.map((database) => partitions(database).turn(clock.now(), 14)))
    const later = new Date(clock.now().getTime() + 30 * 86_400_000)
    const dropped = await Promise.all(databases.map((database) => partitions(database).turn(later, 14)))
    expect(dropped.flat()).toContain('exchange_20261124')
    expect(await names(databases[0]!)).toEqual(['exchange_20261224', 'exchange_20261225', 'exchange_20261226'])
  })
})
