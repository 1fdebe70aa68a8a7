// Our own CDRs are audited before they go out, our own and received tariffs are checked. Source: docs/audit.md.

import { afterEach, expect, it } from 'vitest'
import { backendServer, faultsOf } from './support/backend-server.ts'
import { onEachEngine } from './support/databases.ts'
import { partner } from './support/object-store.ts'
import { until } from './support/until.ts'
import { WebhookReceiver } from './support/webhook-receiver.ts'
import { billed, noonPlus, tariff } from './support/wire-objects.ts'

onEachEngine('what is our own', (engine) => {
  const server = backendServer(engine, ['NL-ABC:CPO'], [partner('cpo', ['DE-CPO'])])
  const api = () => server().api
  const receivers: WebhookReceiver[] = []
  afterEach(async () => {
    for (const receiver of receivers.splice(0)) await receiver.stop()
  })
  let count = 0
  const ours = (fields: Record<string, unknown> = {}) => billed(++count, fields)
  const dear = (fields: Record<string, unknown> = {}) =>
    ours({ total_cost: { before_taxes: 99, taxes: [{ name: 'VAT', amount: 20.79 }] }, ...fields })
  const auditOf = (cdr: Record<string, unknown>) => api().get(`/cdrs/NL/ABC/${cdr.id}/audit`)
  const changes = async (modules: string, wanted: number) => {
    const over = new AbortController()
    const seen = []
    for await (const { data } of api().changes(`?since=start&modules=${modules}`, over.signal)) {
      seen.push(data)
      if (seen.length === wanted) over.abort()
    }
    return seen
  }

  it('a CDR in which everything fits is issued, and its audit is there at once', async () => {
    const cdr = ours()
    const { status, body, headers } = await api().post('/cdrs', cdr)
    expect([status, body]).toEqual([201, cdr])
    expect(headers.get('link')).toBe(`</api/v1/cdrs/NL/ABC/${cdr.id}/audit>; rel="audit"`)
    const audit = (await auditOf(cdr)).body
    expect(audit).toMatchObject({ own: true, partner: null, cost: { total: { before_taxes: '2.5' } } })
    expect(audit.findings.filter(({ severity }: { severity: string }) => severity === 'error')).toEqual([])
  })

  it('a CDR with a wrong total is refused with each finding, and nothing is stored', async () => {
    const cdr = dear()
    const { status, body } = await api().post('/cdrs', cdr)
    expect([status, body.type]).toEqual([422, 'urn:interchange:problem:cdr-has-errors'])
    expect(body.detail).toContain('accept_findings=true')
    const pointers = body.errors.map(({ pointer }: { pointer: string }) => pointer)
    expect(pointers.some((pointer: string) => pointer.startsWith('/total_cost'))).toBe(true)
    for (const { code, detail } of body.errors) expect([typeof code, typeof detail]).toEqual(['string', 'string'])
    expect((await api().get(`/cdrs/NL/ABC/${cdr.id}`)).status).toBe(404)
    expect((await auditOf(cdr)).status).toBe(404)
    expect((await api().post('/cdrs?accept_findings=perhaps', cdr)).status).toBe(400)
  })

  it('a CDR is issued with its findings when the backend says so; said again, it is answered like the first time', async () => {
    const receiver = await new WebhookReceiver().start()
    receivers.push(receiver)
    await api().post('/webhooks', { url: receiver.url, events: ['cdr.flagged', 'cdr.held', 'cdr.accepted'] })
    const cdr = dear()
    const { status, headers } = await api().post('/cdrs?accept_findings=true', cdr)
    expect(status).toBe(201)
    expect(headers.get('interchange-findings')).toMatch(/^[a-z-]+ \(error\) \/total_/)
    const audit = (await auditOf(cdr)).body
    expect(faultsOf('getAudit', 200, audit)).toEqual([])
    expect(audit.state).toBe('accepted')
    expect(audit.findings.length).toBeGreaterThan(0)
    expect(audit.history.map(({ by, state }: Record<string, string>) => [by, state])).toEqual([
      ['audit', 'flagged'],
      ['admin', 'accepted'],
    ])
    expect((await api().post('/cdrs', cdr)).status).toBe(200)
    expect((await api().post('/cdrs', { ...cdr, total_energy: 11 })).status).toBe(409)
    // The reader of the feed comes by and finds nothing new.
    const after = dear()
    await api().post('/cdrs?accept_findings=true', after)
    await until(() => receiver.heard.length === 2)
    expect((await auditOf(cdr)).body).toEqual(audit)
    expect(receiver.heard.map(({ type, data }) => [type, data.cdr_id])).toEqual([
      ['cdr.accepted', cdr.id],
      ['cdr.accepted', after.id],
    ])
  })

  it('amounts that were rounded to cents are within the tolerance', async () => {
    const third = {
      charging_periods: [
        {
          start_date_time: noonPlus(120 * (count + 1)),
          tariff_id: 'ENERGY',
          dimensions: [{ type: 'ENERGY', volume: 3.333 }],
        },
      ],
      total_energy: 3.333,
      total_cost: { before_taxes: 0.83, taxes: [{ name: 'VAT', amount: 0.17 }] },
      total_energy_cost: { before_taxes: 0.83, taxes: [{ name: 'VAT', amount: 0.17 }] },
    }
    expect((await api().post('/cdrs', ours(third))).status).toBe(201)
  })

  it('a tariff that is odd is stored, and the answer says what is odd about it', async () => {
    const odd = tariff({ id: 'ODD', elements: [{ price_components: [{ type: 'TIME', price: 360, step_size: 1 }] }] })
    const put = await api().put('/tariffs/NL/ABC/ODD', odd)
    expect([put.status, put.body]).toEqual([201, odd])
    expect(put.headers.get('interchange-findings')).toMatch(/^[a-z-]+ \((error|warning|note)\)/)
    expect(put.headers.get('link')).toBe('</api/v1/tariffs/NL/ABC/ODD/lint>; rel="lint"')
    const lint = await api().get('/tariffs/NL/ABC/ODD/lint')
    expect([lint.status, faultsOf('getLint', 200, lint.body)]).toEqual([200, []])
    expect(lint.body).toMatchObject({ tariff_id: 'ODD', own: true, partner: null })
    expect(lint.body.findings.length).toBeGreaterThan(0)

    const code = lint.body.findings[0].code
    const listed = async (query: string) => {
      const { status, body } = await api().get(`/lints?${query}`)
      expect([status, faultsOf('listLints', 200, body)]).toEqual([200, []])
      return body.items.map(({ tariff_id }: { tariff_id: string }) => tariff_id)
    }
    expect(await listed(`code=${code}`)).toContain('ODD')
    expect(await listed(`severity=${lint.body.severity}&own=true`)).toContain('ODD')
    expect(await listed('code=no-such-code')).toEqual([])
    expect(await server().events.registry.metrics()).toContain(`lint_findings_total{partner="own",code="${code}"} 1`)

    // Of a time that is left out, and is then now, nothing is said; and the reader of the feed finds what was found here.
    const { last_updated: _, ...undated } = tariff({ id: 'UNDATED', elements: odd.elements })
    const again = await api().put('/tariffs/NL/ABC/UNDATED', undated)
    expect(again.headers.get('interchange-findings')).toBe(put.headers.get('interchange-findings'))
    const found = (await api().get('/tariffs/NL/ABC/UNDATED/lint')).body
    await until(async () => {
      const { rows } = await server().database.query(
        `select 1 from "${server().database.schema}".tariff_version where id = 'UNDATED'`,
      )
      return rows.length > 0
    })
    expect((await api().get('/tariffs/NL/ABC/UNDATED/lint')).body).toEqual(found)

    // Mended, nothing is said of it any more.
    const prices = [{ type: 'ENERGY', price: 0.25, vat: 21, step_size: 1 }]
    const mended = await api().put(
      '/tariffs/NL/ABC/ODD',
      tariff({ id: 'ODD', elements: [{ price_components: prices }], last_updated: noonPlus(1) }),
    )
    expect(mended.headers.get('interchange-findings')).toBeNull()
    expect(await listed(`code=${code}`)).not.toContain('ODD')
    expect((await api().get('/tariffs/NL/ABC/ODD/lint')).body).toMatchObject({ severity: 'none', findings: [] })
    await api().delete('/tariffs/NL/ABC/ODD')
    await until(async () => (await api().get('/tariffs/NL/ABC/ODD/lint')).status === 404)
  })

  it('a received tariff is checked too; audits and lints stand in /changes', async () => {
    const cpo = { country_code: 'DE', party_id: 'CPO' }
    const odd = { elements: [{ price_components: [{ type: 'TIME', price: 360, step_size: 1 }] }] }
    await server().received.whole('tariffs', tariff({ ...cpo, id: 'Theirs', ...odd }))
    await until(async () => (await api().get('/lints?partner=cpo')).body.items.length > 0)
    expect((await api().get('/lints?partner=cpo')).body.items).toMatchObject([
      { ...cpo, tariff_id: 'Theirs', own: false },
    ])
    const [audit] = await changes('audits', 1)
    expect(audit).toMatchObject({
      module: 'audits',
      kind: 'put',
      own: true,
      id: 'BILLED-1',
      object: { cdr_id: 'BILLED-1' },
    })
    const lints = await changes('lints', 1)
    expect(lints.at(-1)).toMatchObject({ module: 'lints', object: { tariff_id: expect.any(String) } })
  })
})
