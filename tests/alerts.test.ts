// Alert rules: raised once, cleared once, by one of several processes, to webhooks and by mail.

import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Alerts, createAlerts } from '../packages/server/src/alerts/alerts.ts'
import type { AlertRule } from '../packages/server/src/alerts/rule.ts'
import { type AlertStore, alertStore } from '../packages/server/src/alerts/store.ts'
import { faultsOf } from './support/backend-server.ts'
import { onEachEngine } from './support/databases.ts'
import { DeliveryBed, type DeliveryProcess } from './support/delivery-bed.ts'
import { MailServer } from './support/mail-server.ts'
import { type RunningPlatform, startPlatform } from './support/platforms.ts'
import { until } from './support/until.ts'
import { WebhookReceiver } from './support/webhook-receiver.ts'

onEachEngine('alerts of two processes', (engine) => {
  let bed: DeliveryBed
  let process: DeliveryProcess
  let store: AlertStore
  let mail: MailServer
  let running: Alerts[]

  beforeEach(async () => {
    bed = await DeliveryBed.open(engine, ['NL-ABC:CPO'])
    // Nobody serves it, so that the tests alone write its figures.
    await bed.partner('p1', { modules: ['tariffs'] })
    process = await bed.process({ settings: { leaseMs: 3_600_000, figuresMs: 3_600_000 } })
    store = alertStore(bed.database)
    mail = await new MailServer().start()
    running = []
  })
  afterEach(async () => {
    await stop()
    await mail.stop()
    await bed.close()
  })

  function start(count: number): void {
    const { database, writer, clock } = bed
    const { directory, events } = process
    const from = 'interchange@example.com'
    for (let n = 0; n < count; n++) {
      const alerts = createAlerts({
        database,
        store,
        writer,
        directory,
        events,
        clock,
        smtpUrl: mail.url,
        from,
        lookMs: 15,
      })
      alerts.start()
      running.push(alerts)
    }
  }
  async function stop(): Promise<void> {
    await Promise.all(running.splice(0).map((alerts) => alerts.stop()))
  }
  const put = (rule: Partial<AlertRule> & Pick<AlertRule, 'kind'>) =>
    store.putRule({ name: 'watch', mail: ['ops@example.com'], ...rule }, 100)
  const table = (name: string) => `"${bed.database.schema}".${name}`
  const setLag = (objects: number, seconds: number) =>
    bed.database.query(
      `insert into ${table('lane_figures')} (partner, module, lag_objects, lag_since, at)
       values ('p1', 'tariffs', $1, $2::timestamptz, $3::timestamptz) on conflict (partner, module)
       do update set lag_objects = excluded.lag_objects, lag_since = excluded.lag_since`,
      [
        objects,
        objects === 0 ? null : new Date(bed.clock.now().getTime() - seconds * 1000).toISOString(),
        bed.clock.now().toISOString(),
      ],
    )
  const alerts = () => store.list({ limit: 100 })
  const states = async () => (await alerts()).map(({ state }) => state)
  /** Rounds have been made since now. */
  async function rounds(): Promise<void> {
    for (let n = 0; n < 3; n++) {
      const name = randomUUID().slice(0, 8)
      await store.putRule({ name, kind: 'offline', partners: ['nobody'] }, 100)
      await new Promise((resolve) => setTimeout(resolve, 20))
      await store.removeRule(name)
    }
  }
  const notices = async () => {
    const { rows } = await bed.database.query<{ state: string; body: string }>(
      `select state, body::text as body from ${table('object')} where module = 'notices' and state like 'alert.%' order by position`,
      [],
    )
    return rows.map(({ state, body }) => ({ type: state, ...JSON.parse(body) }))
  }
  const logged = (event: string) => process.lines.filter((line) => JSON.parse(line).event === event).length

  it('lag is raised when it has lasted, once, and cleared once: in the feed, by mail, in the log', async () => {
    await put({ kind: 'lag', seconds: 600, for_seconds: 60, mail: ['ops@example.com', 'night@example.com'] })
    await setLag(7, 700)
    start(2)
    await until(async () => (await store.open()).length === 1)
    await rounds()
    expect(await alerts()).toEqual([])
    bed.clock.forward(61)
    await until(() => mail.mails.length === 2)
    await rounds()
    expect(await states()).toEqual(['raised'])
    await setLag(0, 0)
    await until(() => mail.mails.length === 4)
    await rounds()
    expect(mail.mails).toHaveLength(4)
    expect(mail.mails.map(({ to }) => to.join()).sort()).toEqual([
      'night@example.com',
      'night@example.com',
      'ops@example.com',
      'ops@example.com',
    ])
    const [first] = mail.mails
    expect(first).toMatchObject({ from: 'interchange@example.com' })
    expect(first!.text).toContain('Subject: [Interchange] raised: watch, p1')
    expect(first!.text).toMatch(/Module: tariffs[\s\S]*objects: 7/)
    const [alert] = await alerts()
    expect(alert).toMatchObject({
      kind: 'lag',
      partner: 'p1',
      module: 'tariffs',
      state: 'cleared',
      what: { objects: 7, seconds: 761 },
    })
    await until(async () => (await notices()).length === 2)
    expect((await notices()).map(({ type, data }) => [type, data.id, data.state])).toEqual([
      ['alert.raised', alert!.id, 'raised'],
      ['alert.cleared', alert!.id, 'cleared'],
    ])
    expect([logged('alert.raised'), logged('alert.cleared'), logged('mail.sent')]).toEqual([1, 1, 4])
    expect((await store.mailStatus(['watch'])).get('watch')).toEqual({ waiting: 0, given_up: 0, last_error: null })
  })

  it('what is raised stays so over a restart, is not told again, and is cleared by whoever runs then', async () => {
    await put({ kind: 'rejected_cdrs', count: 1 })
    await bed.database.query(
      `insert into ${table('parked')} (partner, module, country_code, party_id, object_id, sub, position, state, refusals, first_at, last_at)
       values ('p1', 'cdrs', 'NL', 'ABC', 'C1', '', 1, 'parked', 1, now(), now())`,
      [],
    )
    start(1)
    await until(() => mail.mails.length === 1)
    await until(() => logged('alert.raised') === 1)
    await stop()
    start(2)
    await rounds()
    expect([mail.mails.length, logged('alert.raised'), await states()]).toEqual([1, 1, ['raised']])
    expect((await alerts())[0]).toMatchObject({ kind: 'rejected_cdrs', module: null, what: { refused: 1, held: 0 } })
    await bed.database.query(`delete from ${table('parked')}`, [])
    await until(() => mail.mails.length === 2 && logged('alert.cleared') === 1)
    // It holds again: another alert, told by itself.
    await stop()
    expect(mail.mails[1]!.text).toContain('cleared')
  })

  it('a process that died between raising and telling is made up for, once', async () => {
    await put({ kind: 'lag', objects: 0, mail: [] })
    await setLag(1, 1)
    start(1)
    await until(async () => (await notices()).length === 1)
    await stop()
    await bed.database.query(`update ${table('alert')} set told = false`, [])
    const [before] = await notices()
    start(1)
    await until(() => logged('alert.raised') === 2)
    expect(await notices()).toEqual([before])
  })

  it('a rule that is taken away clears what it raised', async () => {
    await put({ kind: 'lag', objects: 0, mail: [] })
    await setLag(1, 1)
    start(1)
    await until(async () => (await states()).join() === 'raised')
    await store.removeRule('watch')
    await until(async () => (await states()).join() === 'cleared')
    await until(async () => (await notices()).length === 2)
  })

  it('a mail server that is down is tried again and the mail then sent once; an address it refuses is given up and said', async () => {
    await mail.stop()
    await put({ kind: 'lag', objects: 0, mail: ['ops@example.com', 'gone@example.com'] })
    await setLag(1, 1)
    mail.refuse = (address) => (address.startsWith('gone') ? 550 : undefined)
    start(2)
    await until(() => logged('mail.failed') >= 1)
    const status = async () => (await store.mailStatus(['watch'])).get('watch')!
    await until(async () => (await status()).last_error !== null)
    expect(await status()).toMatchObject({ waiting: 2, given_up: 0 })
    expect((await status()).last_error).toMatch(/ECONNREFUSED|ESOCKET|ECONNECTION/)
    await mail.start()
    await until(async () => {
      bed.clock.forward(31)
      return (await status()).waiting === 0
    })
    await rounds()
    expect(mail.mails.map(({ to }) => to)).toEqual([['ops@example.com']])
    expect(await status()).toMatchObject({ waiting: 0, given_up: 1, last_error: expect.stringContaining('550') })
  })

  it('a mail that nobody takes is given up after ten tries', async () => {
    await mail.stop()
    await put({ kind: 'lag', objects: 0 })
    await setLag(1, 1)
    start(1)
    await until(async () => {
      bed.clock.forward(3601)
      return (await store.mailStatus(['watch'])).get('watch')?.given_up === 1
    })
    const tries = process.lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'mail.failed')
    expect(tries.map(({ again }) => again)).toEqual([...Array(9).fill(true), false])
  })
})

describe('alerts of a platform', () => {
  let platform: RunningPlatform
  let mail: MailServer
  let receiver: WebhookReceiver

  beforeAll(async () => {
    mail = await new MailServer().start()
    receiver = await new WebhookReceiver().start()
    platform = await startPlatform({
      parties: 'NL-ABC:CPO',
      settings: { SMTP_URL: mail.url, MAIL_FROM: 'interchange@example.com' },
    })
  })
  afterAll(async () => {
    await receiver.stop()
    await mail.stop()
  })

  it('a rule is put, read, listed, refused with the field that is wrong, and taken away', async () => {
    const rule = { kind: 'lag', seconds: 600, mail: ['ops@example.com'] }
    const made = await platform.api('PUT', '/alert-rules/late', rule)
    expect(made).toMatchObject({ status: 201, body: { name: 'late', ...rule } })
    expect(faultsOf('putAlertRule', 201, made.body)).toEqual([])
    expect((await platform.api('PUT', '/alert-rules/late', rule)).status).toBe(200)
    expect((await platform.api('GET', '/alert-rules/late')).body).toMatchObject(rule)
    const listed = await platform.api('GET', '/alert-rules')
    expect(faultsOf('listAlertRules', 200, listed.body)).toEqual([])
    expect(listed.body.items).toHaveLength(1)
    const pointers = async (body: object) => {
      const { status, body: problem } = await platform.api('PUT', '/alert-rules/bad', body)
      expect(status).toBe(422)
      return problem.errors.map(({ pointer }: { pointer: string }) => pointer)
    }
    expect(await pointers({ kind: 'lag' })).toEqual([''])
    expect(await pointers({ kind: 'offline', count: 1, objects: 2 })).toEqual(['/objects', '/count'])
    expect(await pointers({ kind: 'offline', partners: ['p-nobody'] })).toEqual(['/partners/0'])
    expect(await pointers({ kind: 'offline', mail: ['not an address'] })).toEqual(['/mail/0'])
    expect(await pointers({ kind: 'late' })).toEqual(['/kind'])
    expect((await platform.api('DELETE', '/alert-rules/late')).status).toBe(204)
    expect((await platform.api('GET', '/alert-rules/late')).status).toBe(404)
  })

  it('without SMTP_URL a rule cannot name addresses, and MAIL_FROM is needed with it', async () => {
    const other = await startPlatform({ parties: 'NL-ABC:CPO' })
    const { status, body } = await other.api('PUT', '/alert-rules/away', { kind: 'offline', mail: ['ops@example.com'] })
    expect([status, body.errors[0]]).toMatchObject([
      422,
      { pointer: '/mail', detail: expect.stringContaining('SMTP_URL') },
    ])
    await other.stop()
    await expect(startPlatform({ parties: 'NL-ABC:CPO', settings: { SMTP_URL: mail.url } })).rejects.toThrow(
      'MAIL_FROM',
    )
  })

  it('tells webhooks and mails when a partner is away and when it is back', async () => {
    const { body: partner } = await platform.api('POST', '/partners', {
      name: 'The eMSP',
      version: '2.2.1',
      token: 'token-of-ours-there',
      roles: [{ role: 'EMSP', country_code: 'NL', party_id: 'XYZ', business_details: { name: 'eMSP' } }],
      endpoints: [{ identifier: 'tariffs', role: 'RECEIVER', url: 'http://127.0.0.1:1/tariffs' }],
    })
    await platform.api('POST', '/webhooks', { url: receiver.url, events: ['alert.raised', 'alert.cleared'] })
    await platform.api('PUT', '/alert-rules/away', { kind: 'offline', mail: ['ops@example.com'] })
    await platform.parts.service.setStatus(partner.id, 'paused', 'a test says so')
    await until(() => receiver.types().length === 1 && mail.mails.length === 1)
    const raised = await platform.api('GET', '/alerts?state=raised')
    expect(faultsOf('listAlerts', 200, raised.body)).toEqual([])
    expect(raised.body.items).toMatchObject([{ rule: 'away', partner: partner.id, what: { status: 'paused' } }])
    expect(faultsOf('listAlerts', 200, { items: [receiver.heard[0]!.data] })).toEqual([])
    expect(receiver.heard[0]!.data).toEqual(raised.body.items[0])
    const metrics = await (await fetch(`${platform.url}/metrics`)).text()
    expect(metrics).toContain('interchange_alerts_total{kind="offline",what="raised"} 1')
    expect(metrics).toContain('interchange_alert_mails_total{outcome="sent"} 1')
    await platform.api('PATCH', `/partners/${partner.id}`, { status: 'registered' })
    await until(() => receiver.types().length === 2 && mail.mails.length === 2)
    expect(receiver.types()).toEqual(['alert.raised', 'alert.cleared'])
    expect((await platform.api('GET', `/alerts?rule=away&partner=${partner.id}`)).body.items).toHaveLength(1)
    expect((await platform.api('GET', '/alerts?state=raised')).body.items).toEqual([])
    expect((await platform.api('GET', '/alert-rules/away')).body.mails).toEqual({
      waiting: 0,
      given_up: 0,
      last_error: null,
    })
  })
})
