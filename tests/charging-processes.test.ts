// Chargings in several processes on one database, and what a process that died left undone.

import { describe, expect, it } from 'vitest'
import { ApiClient } from './support/api-client.ts'
import { engines } from './support/databases.ts'
import { type RunningPlatform, registered, startPlatform } from './support/platforms.ts'
import { until } from './support/until.ts'
import { connector, evse, location, tariff, token } from './support/wire-objects.ts'

const postgres = engines.find(({ name }) => name === 'postgres')!
const KEY = 'key-of-the-tests'
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const text = (at: number) => new Date(at).toISOString()

describe.skipIf(!postgres.available)('chargings of two processes on one database (postgres)', () => {
  const settings = { CHARGING_UPDATE_INTERVAL: '1 s' }
  const open = (schema?: string) =>
    startPlatform({ parties: 'NL-ABC:CPO', engine: postgres, settings, ...(schema ? { schema } : {}) })

  async function network(): Promise<{ first: RunningPlatform; second: RunningPlatform; a: ApiClient; b: ApiClient }> {
    const first = await open()
    const second = await open(first.schema)
    const provider = await startPlatform({ parties: 'NL-XYZ:EMSP', engine: postgres })
    const [a, b] = [new ApiClient(first.url, KEY), new ApiClient(second.url, KEY)]
    await new ApiClient(provider.url, KEY).put('/tokens/NL/XYZ/04AABBCC', token({ whitelist: 'ALWAYS' }))
    const { atFirst } = await registered(first, provider)
    await a.post(`/partners/${atFirst.id}/pull`, { module: 'tokens' })
    await a.put('/tariffs/NL/ABC/T1', tariff())
    const plugs = ['E1', 'E2'].map((uid) => evse({ uid, connectors: [connector({ tariff_ids: ['T1'] })] }))
    await a.put('/locations/NL/ABC/LOC1', location({ evses: plugs }))
    await until(async () => (await b.get('/tokens/NL/XYZ/04AABBCC')).status === 200)
    return { first, second, a, b }
  }
  const start = (id: string, at: number, more: object = {}) => ({
    id,
    party: 'NL-ABC',
    evse_uid: 'E1',
    token: { uid: '04AABBCC' },
    at: text(at),
    meter_wh: 0,
    ...more,
  })

  it('make one session and one CDR, whoever is told what', async () => {
    const { a, b } = await network()
    const at = Date.now() - 24 * HOUR
    const begun = await Promise.all([a.post('/charging', start('ONE', at)), b.post('/charging', start('ONE', at))])
    expect(begun.map(({ status }) => status).sort()).toEqual([200, 201])
    await Promise.all(
      Array.from({ length: 30 }, (_, minute) =>
        (minute % 2 === 0 ? a : b).post('/charging/ONE/meter', {
          at: text(at + (minute + 1) * MINUTE),
          meter_wh: (minute + 1) * 100,
          state: minute === 14 ? 'SUSPENDED_EVSE' : 'CHARGING',
        }),
      ),
    )
    // Without anything more being told, what is due goes out.
    await until(async () => (await b.get('/sessions/NL/ABC/ONE')).body.kwh === 3)
    const stop = { at: text(at + 40 * MINUTE), meter_wh: 4000 }
    const ended = await Promise.all([a.post('/charging/ONE/stop', stop), b.post('/charging/ONE/stop', stop)])
    await until(async () => (await a.get('/charging/ONE')).body.cdr_id === 'ONE')
    expect(ended.map(({ status }) => status)).toEqual([200, 200])
    expect((await a.get('/sessions')).body.items).toMatchObject([{ id: 'ONE', status: 'COMPLETED', kwh: 4 }])
    expect((await b.get('/cdrs')).body.items).toMatchObject([
      { id: 'ONE', total_energy: 4, total_cost: { before_taxes: 1 } },
    ])
  })

  it('go on with what a process that died has left, and past one that cannot be made', async () => {
    const { first, second, a, b } = await network()
    const { database } = first.parts
    const at = Date.now() - 24 * HOUR
    await a.post('/charging', start('BROKEN', at))
    await a.post('/charging', start('LEFT', at, { evse_uid: 'E2' }))
    await first.stop()
    expect(database.engine).toBe('postgres')
    const db = second.parts.database
    // It had taken it, and what it was told was stored.
    await db.query(
      `update "${first.schema}".charging set leased_by = 'a process that died', leased_until = now() + interval '2 s',
         due_at = now() + interval '2 s', record = jsonb_set(record, '{stop}', $1::jsonb)
       where id = 'LEFT'`,
      [JSON.stringify({ at: at + HOUR, by: 'admin', acceptFindings: false })],
    )
    await db.query(
      `update "${first.schema}".charging set due_at = now(), record = record - 'place' where id = 'BROKEN'`,
    )
    await until(async () => (await b.get('/charging/LEFT')).body.cdr_id === 'LEFT')
    expect((await b.get('/sessions/NL/ABC/LEFT')).body.status).toBe('COMPLETED')
    await until(() => second.log.some(({ event, where }) => event === 'failed' && where === 'charging'))
    // One that comes later is made like any other.
    const later = start('LATER', at + 2 * HOUR, { stop: { at: text(at + 3 * HOUR), meter_wh: 1000 } })
    expect((await b.post('/charging', later)).status).toBe(201)
    await until(async () => (await b.get('/charging/LATER')).body.cdr_id === 'LATER')
  })
})
