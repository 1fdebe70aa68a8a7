// Every row of the table of answers (docs/errors.md), by what the partner receives.

import { afterEach, beforeEach, expect, it } from 'vitest'
import { onEachEngine } from './support/databases.ts'
import { DeliveryBed, type DeliveryProcess, type SinkPartner } from './support/delivery-bed.ts'
import type { SinkAnswer } from './support/partner-sink.ts'
import { until } from './support/until.ts'
import { tariff } from './support/wire-objects.ts'

onEachEngine('each answer of a partner', (engine) => {
  let bed: DeliveryBed
  let process: DeliveryProcess
  let partner: SinkPartner

  beforeEach(async () => {
    bed = await DeliveryBed.open(engine, ['NL-ABC:CPO'])
    process = await bed.process({ timeoutMs: 2000, maxBytes: 100_000 })
    partner = await bed.partner('p1', { settings: { initialPushAfter: 'never' } })
    await until(() => process.delivery.lanes().length === 4)
  })
  afterEach(() => bed.close())

  const parked = () => process.delivery.listParked()
  const status = () => process.directory.partner('p1')!.status
  const count = (id: string) => partner.sink.calls.filter((call) => call === `PUT /tariffs/NL/ABC/${id}`).length
  /** The answer to tariffs; anything else, probes among it, goes well. */
  const answers = (answer: SinkAnswer) => {
    partner.sink.answer = ({ path }) => (path.startsWith('/tariffs') ? answer : undefined)
  }

  it.each<[string, SinkAnswer]>([
    ['2001', { status: 2001 }],
    ['2950, which nobody knows', { status: 2950 }],
    ['HTTP 301 that leads elsewhere', { http: 301, headers: { Location: '/moved' } }],
    ['HTTP 302 with 1000', { http: 302, status: 1000, headers: { Location: '/moved' } }],
    ['HTTP 400', { http: 400 }],
    ['HTTP 404 with 1000', { http: 404, status: 1000 }],
    ['HTTP 413 without an envelope', { http: 413, text: '<h1>too large</h1>' }],
  ])('%s: one request, parked, and tried again after a minute', async (_, answer) => {
    answers(answer)
    await bed.whole('tariffs', tariff())
    await until(async () => (await parked()).length === 1)
    await process.settled('p1')
    expect(partner.sink.calls).toEqual(['PUT /tariffs/NL/ABC/T1'])
    bed.clock.forward(59)
    partner.sink.answer = () => undefined
    await bed.whole('tariffs', tariff({ id: 'T2' }))
    await until(() => count('T2') === 1)
    expect(count('T1')).toBe(1)
    bed.clock.forward(1)
    await until(async () => (await parked()).length === 0)
    expect(partner.sink.calls).toEqual(['T1', 'T2', 'T1'].map((id) => `PUT /tariffs/NL/ABC/${id}`))
    expect(status()).toBe('registered')
  })

  it.each<[string, SinkAnswer]>([
    ['3000', { status: 3000 }],
    ['3999, which nobody knows', { status: 3999 }],
    ['HTTP 503', { http: 503 }],
    ['HTTP 500 with 1000', { http: 500, status: 1000 }],
  ])('%s: three tries, then the object is parked, because others were taken meanwhile', async (_, answer) => {
    partner.sink.answer = ({ path }) => (path.endsWith('/T1') ? answer : undefined)
    await bed.whole('tariffs', tariff())
    await until(() => count('T1') === 1)
    await bed.whole('tariffs', tariff({ id: 'T2' }))
    await until(() => count('T2') === 1)
    await until(async () => {
      bed.clock.forward(1)
      return (await parked()).length === 1
    })
    expect([count('T1'), count('T2'), status()]).toEqual([3, 1, 'registered'])
  })

  it.each<[string, SinkAnswer]>([
    ['4002', { status: 4002 }],
    ['HTTP 408', { http: 408 }],
    ['HTTP 408 with 1000', { http: 408, status: 1000 }],
    ['no connection', 'drop'],
    ['no answer in time', 'hang'],
    ['broken JSON', { text: '{"status_code": 1000, "timest' }],
    ['no envelope', { text: '[1000]' }],
    ['HTML with HTTP 200', { text: '<html>Welcome</html>' }],
    ['a body that does not end', { text: `{"status_code":1000,"data":"${'x'.repeat(200_000)}"}` }],
    ['gzip that is none', { headers: { 'content-encoding': 'gzip' }, text: '{"status_code":1000}' }],
  ])('%s: backs off one at a time until it is offline; when it is back each object is sent once', async (_, answer) => {
    answers(answer)
    await bed.whole('tariffs', tariff())
    await until(() => count('T1') >= 1)
    await bed.whole('tariffs', tariff({ id: 'T2' }))
    await until(() => {
      bed.clock.forward(2)
      return status() === 'offline'
    })
    expect(await parked()).toEqual([])
    expect(partner.sink.mostAtOnce).toBeLessThanOrEqual(2)
    // In more than a minute: after 1, 2, 4, 8, 8 ... seconds.
    expect(partner.sink.pushed.length).toBeLessThanOrEqual(14)
    const before = partner.sink.pushed.length
    partner.sink.answer = () => undefined
    await until(() => {
      bed.clock.forward(5)
      return status() === 'registered'
    })
    await process.settled('p1')
    expect(partner.sink.calls.slice(before).sort()).toEqual(['T1', 'T2'].map((id) => `PUT /tariffs/NL/ABC/${id}`))
  })

  it.each([
    ['in seconds', () => '30'],
    ['as a date', (now: Date) => new Date(now.getTime() + 30_000).toUTCString()],
  ])('HTTP 429 with Retry-After %s: nothing is sent until then, and each object once after it', async (_, after) => {
    answers({ http: 429, headers: { 'Retry-After': after(bed.clock.now()) } })
    await bed.whole('tariffs', tariff())
    await until(() => count('T1') === 1)
    partner.sink.answer = () => undefined
    await bed.whole('tariffs', tariff({ id: 'T2' }))
    bed.clock.forward(29)
    await until(() => process.tail.position >= 2 && process.delivery.lanes().some(({ pending }) => pending === 2))
    expect(partner.sink.calls).toEqual(['PUT /tariffs/NL/ABC/T1'])
    bed.clock.forward(2)
    await process.settled('p1')
    expect(partner.sink.calls.slice(1).sort()).toEqual(['T1', 'T2'].map((id) => `PUT /tariffs/NL/ABC/${id}`))
    expect([await parked(), status()]).toEqual([[], 'registered'])
  })

  it.each([4001, 4003])(
    '%i from a hub: what is for the party waits, and is asked about after a minute',
    async (code) => {
      answers({ status: code })
      await bed.whole('tariffs', tariff())
      await until(async () => (await parked()).length === 1)
      expect((await parked())[0]).toMatchObject({ state: 'waiting', object_id: 'T1' })
      await bed.whole('tariffs', tariff({ id: 'T2' }))
      await until(async () => (await parked()).length === 2)
      expect(partner.sink.calls).toEqual(['PUT /tariffs/NL/ABC/T1'])
      partner.sink.answer = () => undefined
      bed.clock.forward(60)
      await until(async () => (await parked()).length === 0)
      expect([count('T1'), count('T2')].sort()).toEqual([1, 2])
    },
  )
})
