// Every CDR is audited when it arrives; what is found is listed, told and decided about. Source: docs/audit.md.

import { afterEach, beforeAll, expect, it } from 'vitest'
import { backendServer, faultsOf } from './support/backend-server.ts'
import { onEachEngine } from './support/databases.ts'
import { partner } from './support/object-store.ts'
import { until } from './support/until.ts'
import { WebhookReceiver } from './support/webhook-receiver.ts'
import { billed, location, noonPlus, session, tariff, token } from './support/wire-objects.ts'

onEachEngine('an audit', (engine) => {
  const cpo = { country_code: 'DE', party_id: 'CPO' }
  const server = backendServer(
    engine,
    ['NL-ABC:CPO', 'NL-XYZ:EMSP'],
    [partner('cpo', ['DE-CPO']), partner('other', ['DE-OTH'])],
  )
  const api = () => server().api
  const receivers: WebhookReceiver[] = []
  afterEach(async () => {
    for (const receiver of receivers.splice(0)) await receiver.stop()
  })

  let count = 0
  beforeAll(async () => {
    for (let n = 1; n <= 60; n++) {
      const uid = `CARD-${n}`
      expect((await api().put(`/tokens/NL/XYZ/${uid}`, token({ uid }))).status).toBe(201)
    }
  })
  /** A received CDR in which everything fits: its session, EVSE, token and times are its own. */
  const theirs = (fields: Record<string, unknown> = {}) => {
    count++
    return billed(count, { ...cpo, ...fields })
  }
  const push = async (cdr: Record<string, unknown>, around: 'known' | 'alone' = 'known') => {
    if (around === 'known') {
      await server().received.whole('sessions', sessionOf(cdr))
    }
    await server().received.whole('cdrs', cdr)
    return cdr
  }
  // biome-ignore lint/suspicious/noExplicitAny: CDRs as they stand on the wire
  const sessionOf = (cdr: any, fields: Record<string, unknown> = {}) =>
    session({
      ...cpo,
      id: cdr.session_id,
      start_date_time: cdr.start_date_time,
      end_date_time: cdr.end_date_time,
      kwh: cdr.total_energy,
      cdr_token: cdr.cdr_token,
      location_id: cdr.cdr_location.id,
      evse_uid: cdr.cdr_location.evse_uid,
      status: 'COMPLETED',
      last_updated: cdr.end_date_time,
      ...fields,
    })
  const pathOf = (cdr: Record<string, unknown>) => `/cdrs/${cdr.country_code}/${cdr.party_id}/${cdr.id}/audit`
  const audited = async (cdr: Record<string, unknown>) => {
    await until(async () => (await api().get(pathOf(cdr))).status === 200)
    return (await api().get(pathOf(cdr))).body
  }
  const dear = (cdr: Record<string, unknown>) => ({
    ...cdr,
    total_cost: { before_taxes: 99, taxes: [{ name: 'VAT', amount: 20.79 }] },
  })
  const about = (audit: { findings: { path: string; code: string }[] }, path: string) =>
    audit.findings.filter((finding) => finding.path.startsWith(path))
  async function heard(events: string[]) {
    const receiver = await new WebhookReceiver().start()
    receivers.push(receiver)
    expect((await api().post('/webhooks', { url: receiver.url, events })).status).toBe(201)
    return receiver
  }

  it('of a CDR in which everything fits is accepted, and says what it cost', async () => {
    const audit = await audited(await push(theirs()))
    expect(faultsOf('getAudit', 200, audit)).toEqual([])
    expect(audit).toMatchObject({ ...cpo, partner: 'cpo', own: false, state: 'accepted' })
    expect(audit.cost.total.before_taxes).toBe('2.5')
    expect(audit.history).toMatchObject([{ by: 'audit', action: 'audited', state: 'accepted', codes: [] }])
  })

  it('of a CDR with a wrong total flags it, tells the webhook, the log of metrics and the CDR itself', async () => {
    const receiver = await heard(['cdr.received', 'cdr.flagged', 'cdr.held', 'cdr.accepted'])
    const fine = await push(theirs())
    const wrong = await push(dear(theirs()))
    const audit = await audited(wrong)
    expect(audit.state).toBe('flagged')
    const [finding] = about(audit, '/total_cost')
    expect(finding).toMatchObject({ severity: 'error' })
    const difference = audit.differences.find(({ path }: { path: string }) => path === '/total_cost/before_taxes')
    expect(difference).toMatchObject({ stated: '99', recomputed: '2.5', difference: '96.5' })
    await until(() => receiver.types().includes('cdr.flagged'))
    expect(receiver.heard.map(({ type, data }) => [type, data.cdr_id ?? data.id])).toEqual([
      ['cdr.received', fine.id],
      ['cdr.received', wrong.id],
      ['cdr.flagged', wrong.id],
    ])
    expect(receiver.heard.at(-1)!.data.findings).toEqual(audit.findings)
    // Stored and read as ever, with its state beside it.
    const { body, headers } = await api().get(`/cdrs/DE/CPO/${wrong.id}`)
    expect(body).toEqual(wrong)
    expect(headers.get('interchange-audit')).toBe('flagged')
    expect(headers.get('link')).toBe(`</api/v1/cdrs/DE/CPO/${wrong.id}/audit>; rel="audit"`)
    const metrics = await server().events.registry.metrics()
    expect(metrics).toMatch(new RegExp(`audit_findings_total{partner="cpo",code="${finding!.code}"} \\d`))
    expect(metrics).not.toContain('CARD-')
  })

  it('is listed by state, code, partner, party and time, page by page', async () => {
    const wrong = [await push(dear(theirs())), await push(dear(theirs())), await push(dear(theirs()))]
    const [audit] = [await audited(wrong[0]!), await audited(wrong[1]!), await audited(wrong[2]!)]
    const code = about(audit, '/total_cost')[0]!.code
    const ids = async (query: string) => {
      const { status, body } = await api().get(`/audits?${query}`)
      expect([status, faultsOf('listAudits', 200, body)]).toEqual([200, []])
      return body.items.map(({ cdr_id }: { cdr_id: string }) => cdr_id)
    }
    const three = wrong.map(({ id }) => id)
    const since = `updated_from=${audit.last_updated}`
    expect(await ids(`${since}&state=flagged`)).toEqual(three)
    expect(await ids(`${since}&code=${code},no-such-code&party=de-cpo&partner=cpo&own=false`)).toEqual(three)
    expect(await ids(`${since}&code=no-such-code`)).toEqual([])
    expect(await ids(`${since}&own=true`)).toEqual([])
    expect(await ids(`${since}&partner=other`)).toEqual([])
    expect(await ids(`${since}&state=held,disputed`)).toEqual([])
    const first = (await api().get(`/audits?${since}&limit=2`)).body
    const second = (await api().get(`/audits?${since}&limit=2&next=${first.next}`)).body
    expect([...first.items, ...second.items].map(({ cdr_id }) => cdr_id)).toEqual(three)
    expect(second.next).toBeNull()
    expect((await api().get('/audits?state=wrong')).status).toBe(400)
  })

  it("holds, forgives and leaves out what the partner's rules say", async () => {
    const rule = async (audit: Record<string, unknown>) => {
      const { status, body } = await api().patch('/partners/other', { settings: { audit } })
      expect(status).toBe(200)
      return body.settings.audit
    }
    const oth = { country_code: 'DE', party_id: 'OTH' }
    const others = async (fields: Record<string, unknown> = {}) => {
      const cdr = { ...theirs(oth), ...fields }
      const by = { partner: server().directory.partner('other')! }
      await server().received.whole('sessions', sessionOf(cdr, oth), by)
      await server().received.whole('cdrs', cdr, by)
      return await audited(cdr)
    }
    const three = { total_cost: { before_taxes: 2.8, taxes: [{ name: 'VAT', amount: 0.588 }] } }
    const small = { ...three, total_energy_cost: three.total_cost }
    const flagged = await others(small)
    expect(flagged.state).toBe('flagged')
    const codes = flagged.findings.map(({ code }: { code: string }) => code)

    expect(await rule({ tolerance: { absolute: 0.5 } })).toEqual({
      tolerance: { absolute: 0.5, relative: 0.001 },
      hold: [],
      ignore: [],
    })
    expect((await others(small)).state).toBe('accepted')

    await rule({ tolerance: { absolute: 0.03 }, hold: ['errors'] })
    expect((await others(small)).state).toBe('held')
    await rule({ hold: [codes[0]] })
    expect((await others(small)).state).toBe('held')
    await rule({ hold: ['another-code'] })
    expect((await others(small)).state).toBe('flagged')
    await rule({ hold: ['errors'], ignore: codes })
    expect(await others(small)).toMatchObject({ state: 'accepted', findings: [] })
    const refused = await api().patch('/partners/other', { settings: { audit: { tolerance: { relative: 2 } } } })
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, '/settings/audit/tolerance/relative'])
    expect((await api().get('/partners/other')).body.settings.audit.hold).toEqual(['errors'])
  })

  it('that holds a CDR tells the webhook so', async () => {
    await api().patch('/partners/cpo', { settings: { audit: { hold: ['errors'] } } })
    const receiver = await heard(['cdr.held', 'cdr.flagged'])
    const held = await push(dear(theirs()))
    await until(() => receiver.heard.length > 0)
    expect(receiver.heard.map(({ type, data }) => [type, data.cdr_id])).toEqual([['cdr.held', held.id]])
    await api().patch('/partners/cpo', { settings: { audit: { hold: [] } } })
  })

  it('keeps what people decide and why, whatever is found later, until somebody asks for another', async () => {
    const receiver = await heard(['cdr.accepted', 'cdr.disputed'])
    const wrong = await push(dear(theirs()), 'alone')
    await audited(wrong)
    const path = pathOf(wrong)
    expect((await api().post(`${path}/dispute`, {})).status).toBe(422)
    const disputed = await api().post(`${path}/dispute`, { text: 'Ten kWh are not 99 euros' })
    expect([disputed.status, faultsOf('disputeCdr', 200, disputed.body)]).toEqual([200, []])
    expect(disputed.body.state).toBe('disputed')
    // The session it lacked: audited again, and still disputed.
    const before = disputed.body.findings.length
    await server().received.whole('sessions', sessionOf(wrong))
    await until(async () => (await audited(wrong)).findings.length < before)
    expect(await audited(wrong)).toMatchObject({ state: 'disputed' })
    const accepted = (await api().post(`${path}/accept`, { text: 'they have explained it' })).body
    expect(accepted.state).toBe('accepted')
    const again = (await api().post(`${path}/again`)).body
    expect(again.state).toBe('flagged')
    const settled = (await api().post(`${path}/accept`)).body
    expect(
      settled.history.map(({ by, action, state, text }: Record<string, string>) => [by, action, state, text]),
    ).toEqual([
      ['audit', 'audited', 'flagged', undefined],
      ['admin', 'disputed', 'disputed', 'Ten kWh are not 99 euros'],
      ['audit', 'audited', 'disputed', undefined],
      ['admin', 'accepted', 'accepted', 'they have explained it'],
      ['admin', 'again', 'flagged', undefined],
      ['admin', 'accepted', 'accepted', undefined],
    ])
    await until(() => receiver.heard.at(-1)?.data.history.length === 6)
    expect(new Set(receiver.types())).toEqual(new Set(['cdr.disputed', 'cdr.accepted']))
    for (const call of ['accept', 'dispute', 'again']) {
      expect(
        (await api().post(`/cdrs/DE/CPO/NEVER/audit/${call}`, call === 'again' ? undefined : { text: 'x' })).status,
      ).toBe(404)
    }
    expect((await api().get('/cdrs/DE/CPO/NEVER/audit')).status).toBe(404)
  })

  it('is made again when what was missing comes: session, tariff, original; and the CDR is accepted then', async () => {
    const receiver = await heard(['cdr.flagged', 'cdr.accepted'])
    const lacking = theirs({ tariffs: undefined })
    const id = `LATE-${count}`
    const periods = [{ ...(lacking.charging_periods as object[])[0], tariff_id: id }]
    const cdr = await push({ ...lacking, charging_periods: periods }, 'alone')
    expect((await audited(cdr)).state).toBe('flagged')
    await server().received.whole('sessions', sessionOf(cdr, { status: 'ACTIVE', kwh: 1 }))
    const prices = [{ price_components: [{ type: 'ENERGY', price: 0.25, vat: 21, step_size: 1 }] }]
    await server().received.whole(
      'tariffs',
      tariff({ ...cpo, id, elements: prices, last_updated: '2026-01-01T00:00:00Z' }),
    )
    await server().received.whole('sessions', sessionOf(cdr, { last_updated: noonPlus(100_000) }))
    await until(async () => (await audited(cdr)).state === 'accepted')
    expect(await audited(cdr)).toMatchObject({ findings: [], cost: { total: { before_taxes: '2.5' } } })
    await until(() => receiver.types().includes('cdr.accepted'))
    expect(receiver.types()[0]).toBe('cdr.flagged')

    const credit = {
      ...theirs({ credit: true, credit_reference_id: `ORIGINAL-${count + 1}` }),
      total_cost: { before_taxes: -2.5, taxes: [{ name: 'VAT', amount: -0.525 }] },
    }
    await push(credit)
    const lonely = await audited(credit)
    expect(about(lonely, '/credit_reference_id')).toHaveLength(1)
    const { credit: _, credit_reference_id: original, ...taken } = credit as Record<string, unknown>
    await push({ ...taken, id: original, total_cost: { before_taxes: 2.5, taxes: [{ name: 'VAT', amount: 0.525 }] } })
    await until(async () => about(await audited(credit), '/credit_reference_id').length === 0)
  })

  it('knows the tariff that was in force when the session began', async () => {
    const id = 'CHANGING'
    const priced = (price: number, minutes: number) =>
      tariff({
        ...cpo,
        id,
        elements: [{ price_components: [{ type: 'ENERGY', price, vat: 21, step_size: 1 }] }],
        last_updated: noonPlus(minutes),
      })
    const { tariffs: _, ...cdr } = theirs()
    const start = count * 120
    await server().received.whole('tariffs', priced(0.25, start - 600))
    await until(async () => (await api().get('/tariffs/DE/CPO/CHANGING/lint')).status === 200)
    await until(async () => {
      const { rows } = await server().database.query(`select 1 from "${server().database.schema}".tariff_version`)
      return rows.length > 0
    })
    await server().received.whole('tariffs', priced(0.79, start + 30))
    await push({ ...cdr, charging_periods: [{ ...(cdr.charging_periods as object[])[0], tariff_id: id }] })
    expect((await audited(cdr)).cost.total.before_taxes).toBe('2.5')
  })

  it('flags a session that is billed twice, and not the CDR that was first', async () => {
    const first = await push(theirs())
    const second = await push({ ...first, id: `${first.id}-B` }, 'alone')
    expect((await audited(second)).state).toBe('flagged')
    expect((await audited(first)).state).toBe('accepted')
    // What came later says nothing about it, whenever it is looked at.
    expect((await api().post(`${pathOf(first)}/again`)).body.state).toBe('accepted')
  })

  it('of a CDR that nobody can read does not stop those after it', async () => {
    const { database } = server()
    const broken = await push(theirs({ charging_periods: 7 }), 'alone')
    const after = await push(theirs())
    expect((await audited(after)).state).toBe('accepted')
    expect(await audited(broken)).toMatchObject({ state: 'flagged' })
    await database.query(`update "${database.schema}".object set version = '0.0.1' where module = 'cdrs' and id = $1`, [
      String(after.id),
    ])
    const count = async () =>
      (await server().events.registry.getSingleMetric('interchange_inspections_failed_total')!.get()).values.length
    const path = `${pathOf(after)}/again`
    await api().post(path)
    await until(async () => (await count()) === 1)
  })

  it('is made again of every CDR that waited for one and the same Location, however many there are', async () => {
    const waiting = async () => {
      const { database } = server().received
      const { rows } = await database.query<{ count: number }>(
        `select count(*)::int as count from "${database.schema}".object
         where module = 'audits' and derived->'found_by' ? 'awaits locations/DE/CPO/LATE/'`,
      )
      return rows[0]!.count
    }
    const cdrs = Array.from({ length: 520 }, (_, n) => {
      const cdr = billed(1000 + n, cpo)
      return { ...cdr, cdr_location: { ...cdr.cdr_location, id: 'LATE' } }
    })
    await Promise.all(cdrs.map((cdr) => push(cdr, 'alone')))
    await until(async () => (await waiting()) === cdrs.length)
    await server().received.whole('locations', location({ ...cpo, id: 'LATE' }))
    await until(async () => (await waiting()) === 0)
  })
})
