// What our drivers pay, through the company-side API, over real HTTP on real storage. Source: docs/retail-prices.md.

import { beforeAll, describe, expect, it } from 'vitest'
import { ApiClient } from './support/api-client.ts'
import { backendServer, faultsOf } from './support/backend-server.ts'
import { engines, onEachEngine } from './support/databases.ts'
import { partner } from './support/object-store.ts'
import { startPlatform } from './support/platforms.ts'
import { billed, cdrToken, connector, evse, location, session, tariff, token } from './support/wire-objects.ts'

const cpo = { country_code: 'DE', party_id: 'CPO' }
const VAT = [{ name: 'BTW', percentage: 20 }]
const all = { parties: ['NL-XYZ'], markup: {}, taxes: VAT }
const taxed = (before_taxes: string, amount: string, after_taxes: string) => ({
  before_taxes,
  taxes: [{ name: 'BTW', percentage: '20', amount }],
  after_taxes,
})
const own = (price: number, fields: object = {}) => ({
  id: 'APP',
  currency: 'EUR',
  tax_included: 'NO',
  elements: [{ price_components: [{ type: 'ENERGY', price, step_size: 1 }] }],
  ...fields,
})

onEachEngine('retail rules', (engine) => {
  const server = backendServer(
    engine,
    ['NL-ABC:CPO', 'NL-XYZ:EMSP', 'NL-NEW:EMSP'],
    [partner('cpo', ['DE-CPO', 'DE-OTH'])],
  )
  const api = () => server().api
  const put = async (name: string, body: object) => {
    const answer = await api().put(`/retail-rules/${name}`, body)
    if (answer.status < 300) expect(faultsOf('putRetailRule', answer.status, answer.body)).toEqual([])
    return answer
  }
  const faults = async (body: object): Promise<string[]> => {
    const { status, body: problem } = await put('bad', body)
    return [status, ...problem.errors.map(({ pointer }: { pointer: string }) => pointer)]
  }
  const clear = async () => {
    const { items } = (await api().get('/retail-rules')).body
    for (const { name } of items) expect((await api().delete(`/retail-rules/${name}`)).status).toBe(204)
  }

  let count = 0
  /** A CDR of a CPO as it arrives: 10 kWh at 0.25. */
  const received = async (fields: Record<string, unknown> = {}) => {
    const cdr = billed(++count, { ...cpo, ...fields })
    await server().received.whole('cdrs', cdr)
    return cdr
  }
  const priceOf = async (cdr: Record<string, unknown>) => {
    const { status, body } = await api().get(`/cdrs/${cdr.country_code}/${cdr.party_id}/${cdr.id}/price`)
    expect([status, faultsOf('getCdrPrice', status, body)]).toEqual([200, []])
    return body
  }
  const before = async (cdr: Record<string, unknown>) => (await priceOf(cdr)).retail?.total?.before_taxes
  const codes = ({ findings }: { findings: { code: string }[] }) => findings.map(({ code }) => code)

  describe('are kept', () => {
    it('put, read, listed by pages and deleted', async () => {
      const rule = {
        parties: ['nl-xyz'],
        contract_ids: ['NL-XYZ-C1'],
        cpos: ['de-cpo'],
        start_date_time: '2026-01-01T00:00:00Z',
        markup: { percentage: 10, currency: 'EUR', per_kwh: 0.05 },
        taxes: VAT,
        rounding: { per: 'total', digits: 2 },
      }
      const made = await put('gold', rule)
      const kept = {
        ...{ ...rule, name: 'gold', parties: ['NL-XYZ'], cpos: ['DE-CPO'] },
        start_date_time: '2026-01-01T00:00:00.000Z',
      }
      expect([made.status, made.body]).toEqual([201, kept])
      expect([(await put('gold', rule)).status, (await put('also', all)).status]).toEqual([200, 201])
      const read = await api().get('/retail-rules/gold')
      expect([read.status, read.body, faultsOf('getRetailRule', 200, read.body)]).toEqual([200, kept, []])
      const first = await api().get('/retail-rules?limit=1')
      const second = await api().get(`/retail-rules?limit=1&next=${first.body.next}`)
      expect(faultsOf('listRetailRules', 200, first.body)).toEqual([])
      expect([first, second].map(({ body }) => body.items.map(({ name }: { name: string }) => name))).toEqual([
        ['also'],
        ['gold'],
      ])
      expect([typeof first.body.next, second.body.next]).toEqual(['string', null])
      expect((await api().get('/retail-rules?next=bm9uc2Vuc2U')).body.errors).toMatchObject([{ parameter: 'next' }])
      await clear()
      expect((await api().get('/retail-rules/gold')).status).toBe(404)
      expect((await api().delete('/retail-rules/gold')).status).toBe(404)
    })

    it('what is wrong with one is named by its pointer, and nothing is stored', async () => {
      expect(await faults({ ...all, name: 'good' })).toEqual([422, '/name'])
      expect(await faults({ ...all, parties: [] })).toEqual([422, '/parties'])
      expect(await faults({ ...all, parties: ['NL-XYZ', 'NL-ZZZ'] })).toEqual([422, '/parties/1'])
      expect(await faults({ ...all, cpos: ['somebody'] })).toEqual([422, '/cpos/0'])
      expect(await faults({ ...all, contract_ids: ['C'], group_ids: ['G'], token_types: ['RFID'] })).toEqual([
        ...[422, '/group_ids', '/token_types'],
      ])
      const [start_date_time, end_date_time] = ['2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z']
      expect(await faults({ ...all, start_date_time, end_date_time })).toEqual([422, '/end_date_time'])
      expect(await faults({ parties: ['NL-XYZ'] })).toEqual([422, ''])
      expect(await faults({ ...all, tariff: own(1) })).toEqual([422, '/tariff'])
      expect(await faults({ ...all, tariff: own(1, { elements: [] }), markup: null })).toEqual([
        ...[422, '/tariff/elements'],
      ])
      expect(await faults({ ...all, tariff: own(1, { currency: 'XYZ' }), markup: null })).toEqual([
        ...[422, '/tariff/currency'],
      ])
      expect(await faults({ ...all, taxes: null })).toEqual([422, '/taxes'])
      expect(await faults({ ...all, taxes: [{ name: 'VAT', percentage: -1 }] })).toEqual([422, '/taxes/0/percentage'])
      expect(await faults({ ...all, markup: { per_kwh: 1 } })).toEqual([422, '/markup/currency'])
      expect(await faults({ ...all, markup: { currency: 'ABC', per_kwh: 1 } })).toEqual([422, '/markup/currency'])
      expect(await faults({ ...all, markup: { percentage: -101, per_hour: 1 } })).toEqual([
        ...[422, '/markup/percentage', '/markup/per_hour'],
      ])
      expect(await faults({ ...all, rounding: { per: 'cent', digits: 1.5 } })).toEqual([
        ...[422, '/rounding/per', '/rounding/digits'],
      ])
      expect((await api().get('/retail-rules/bad')).status).toBe(404)
      expect((await api().put('/retail-rules/no%20name', all)).status).toBe(400)
    })
  })

  describe('a received CDR', () => {
    beforeAll(clear)

    it('has no retail price without a rule, and says what the CPO asks and states', async () => {
      const price = await priceOf(await received())
      expect([price.total.before_taxes, price.retail, price.stated.before_taxes]).toEqual(['2.5', null, 2.5])
      const theirs = await received({ cdr_token: cdrToken({ country_code: 'FR', party_id: 'MSP' }) })
      expect(await priceOf(theirs)).not.toHaveProperty('retail')
    })

    it('is priced by the rule for its driver, with the price of the CPO behind it', async () => {
      await put('all', { ...all, markup: { percentage: 10, currency: 'EUR', per_minute: 0.01, per_session: 0.35 } })
      const price = await priceOf(await received())
      // 2.5 x 1.1 + 60 x 0.01 + 0.35
      expect(price.retail).toMatchObject({ rule: 'all', currency: 'EUR', total: taxed('3.7', '0.74', '4.44') })
      expect(price.retail.rules).toEqual([{ name: 'all', driver: 'all', cpo: false }])
      expect(price.retail.explanation[0].text).toContain(
        'rule all: the CPO asks 2.5 before taxes; with 10 % of it 2.75',
      )
      expect(price.total).toMatchObject({ before_taxes: '2.5', after_taxes: '3.025' })
    })

    it('by the closest of several rules: contract, group, type, all; then the CPO, the later start, the name', async () => {
      await clear()
      await api().put('/tokens/NL/XYZ/GROUPED', token({ uid: 'GROUPED', contract_id: 'C7', group_id: 'Fleet' }))
      const cdr_token = cdrToken({ uid: 'GROUPED', contract_id: 'c7' })
      const grouped = await received({ cdr_token })
      /** Each adds as many euros as it says. */
      const adds = (name: string, per_session: number, fields: object = {}) =>
        put(name, { ...all, markup: { currency: 'EUR', per_session }, ...fields })
      const now = async () => Number(await before(grouped)) - 2.5
      const order: [string, object][] = [
        ['z-all', {}],
        ['y-all', {}],
        ['later', { start_date_time: '2026-01-01T00:00:00Z' }],
        ['cpo', { cpos: ['DE-CPO'] }],
        ['type', { token_types: ['RFID'] }],
        ['group', { group_ids: ['FLEET'] }],
        ['group-cpo', { group_ids: ['fleet'], cpos: ['DE-CPO'] }],
        ['contract', { contract_ids: ['C7', 'C8'] }],
        ['contract-cpo', { contract_ids: ['C7'], cpos: ['DE-OTH', 'DE-CPO'] }],
      ]
      for (const [index, [name, fields]] of order.entries()) {
        await adds(name, index + 1, fields)
        expect([name, await now()]).toEqual([name, index + 1])
      }
      // None of these is for it.
      await adds('a1', 100, { contract_ids: ['C9'], cpos: ['DE-CPO'] })
      await adds('a2', 100, { contract_ids: ['C7'], cpos: ['DE-OTH'] })
      await adds('a3', 100, { contract_ids: ['C7'], parties: ['NL-NEW'] })
      await adds('a4', 100, { contract_ids: ['C7'], end_date_time: grouped.start_date_time })
      await adds('a5', 100, { contract_ids: ['C7'], start_date_time: '2027-01-01T00:00:00Z' })
      const { rule, rules } = (await priceOf(grouped)).retail
      expect([rule, rules.map(({ name }: { name: string }) => name)]).toEqual([
        'contract-cpo',
        ...[['contract-cpo', 'contract', 'group-cpo', 'group', 'type', 'cpo', 'later', 'y-all', 'z-all']],
      ])
      // Nobody can read from the answer whose price it is.
      expect(JSON.stringify((await priceOf(grouped)).retail)).not.toMatch(/C7|GROUPED|fleet/i)
    })

    it('by a tariff of a contract, also in another currency, and without the tariffs of the CPO', async () => {
      await clear()
      await put('app', { parties: ['NL-XYZ'], contract_ids: ['SEK'], tariff: own(4, { currency: 'SEK' }), taxes: VAT })
      const { retail } = await priceOf(await received({ cdr_token: cdrToken({ contract_id: 'SEK' }) }))
      expect(retail).toMatchObject({ rule: 'app', currency: 'SEK', total: taxed('40', '8', '48') })
      expect(codes(retail)).toEqual(['retail-currency-differs'])
      const unpriced = await received({ cdr_token: cdrToken({ contract_id: 'SEK' }), tariffs: [] })
      expect((await priceOf(unpriced)).retail.total).toEqual(taxed('40', '8', '48'))
    })

    it('R-CDR-19 by what it states, where nobody here knows its tariffs', async () => {
      await put('all', { ...all, markup: { percentage: 10 } })
      const price = await priceOf(await received({ tariffs: [] }))
      expect([price.total, codes(price)]).toEqual([undefined, expect.arrayContaining(['tariff-missing'])])
      expect([price.retail.total, codes(price.retail)]).toEqual([
        taxed('2.75', '0.55', '3.3'),
        ['retail-by-stated-cost'],
      ])
    })

    it('that is not known here: 404', async () => {
      expect((await api().get('/cdrs/DE/CPO/NONE/price')).status).toBe(404)
      expect((await api().get('/sessions/DE/CPO/NONE/price')).status).toBe(404)
    })
  })

  it('are for keys of all parties, and what drivers pay for keys of their party', async () => {
    await clear()
    await put('all', all)
    const keyed = async (party: string) => {
      const { status, body } = await api().post('/keys', { name: party, scope: 'read', parties: [party] })
      expect(status).toBe(201)
      return new ApiClient(server().url, body.key)
    }
    const [cpos, emsps] = [await keyed('NL-ABC'), await keyed('NL-XYZ')]
    for (const key of [cpos, emsps]) {
      expect((await key.get('/retail-rules')).status).toBe(403)
      expect((await key.get('/retail-rules/all')).status).toBe(403)
      expect((await key.get('/meter-keys')).status).toBe(403)
    }
    const ours = billed(++count)
    expect((await api().post('/cdrs?accept_findings=true', ours)).status).toBe(201)
    const shown = async (key: ApiClient) => {
      const stored = await key.get(`/cdrs/NL/ABC/${ours.id}/price`)
      const given = await key.post('/price', { cdr: ours })
      expect([stored.status, given.status, stored.body.total.before_taxes]).toEqual([200, 200, '2.5'])
      return [stored.body.retail?.rule, given.body.retail?.rule]
    }
    expect(await shown(cpos)).toEqual([undefined, undefined])
    expect(await shown(emsps)).toEqual(['all', 'all'])
    const theirs = await received({ cdr_token: cdrToken({ party_id: 'NEW' }) })
    expect((await emsps.get(`/cdrs/DE/CPO/${theirs.id}/price`)).status).toBe(404)
    await api().put('/tariffs/NL/ABC/T1', tariff())
    const connectors = [connector({ tariff_ids: ['T1'] })]
    await api().put('/locations/NL/ABC/QUOTED', location({ id: 'QUOTED', evses: [evse({ connectors })] }))
    const quoted = (key: ApiClient, party: string) =>
      key.get(`/locations/NL/ABC/QUOTED/3256/1/price?energy_kwh=1&party=${party}`)
    expect((await quoted(cpos, 'NL-XYZ')).body.errors).toMatchObject([{ parameter: 'party' }])
    expect((await quoted(cpos, 'NL-ABC')).body.retail).toBe(null)
  })

  describe('a session', () => {
    beforeAll(async () => {
      await clear()
      await put('all', { ...all, markup: { percentage: 10 } })
      await server().received.whole('tariffs', tariff({ ...cpo, id: 'T1' }))
      const connectors = [connector({ tariff_ids: ['T1'] })]
      await server().received.whole('locations', location({ ...cpo, evses: [evse({ connectors })] }))
    })

    it('that is going on costs the driver so much so far', async () => {
      const { charging_periods, start_date_time } = billed(900, cpo)
      const periods = charging_periods.map((one: object) => ({ ...one, tariff_id: 'T1' }))
      const going = session({ ...cpo, id: 'GOING', start_date_time, kwh: 10, charging_periods: periods })
      await server().received.whole('sessions', going)
      const { status, body } = await api().get('/sessions/DE/CPO/GOING/price')
      expect([status, faultsOf('getSessionPrice', 200, body)]).toEqual([200, []])
      expect([body.total.before_taxes, body.stated, body.retail.total]).toEqual([
        '2.5',
        null,
        taxed('2.75', '0.55', '3.3'),
      ])
      const asked = await api().post('/price', { ...cpo, session_id: 'GOING' })
      expect([asked.status, faultsOf('postPrice', 200, asked.body), asked.body.retail]).toEqual([200, [], body.retail])
      const given = await api().post('/price', { session: { ...going, charging_periods: periods } })
      expect(given.body.retail.total).toEqual(body.retail.total)
      const { cdr_token: _, ...nobody } = going
      expect((await api().post('/price', { session: nobody })).body).not.toHaveProperty('retail')
    })

    it('that is planned: what a contract, a token or any driver would pay', async () => {
      const at = async (query: string, status = 200) => {
        const answer = await api().get(`/locations/DE/CPO/LOC1/3256/1/price?energy_kwh=20&power_kw=20${query}`)
        expect([query, answer.status]).toEqual([query, status])
        if (status === 200) expect(faultsOf('getConnectorPrice', 200, answer.body)).toEqual([])
        return answer.body
      }
      await put('contract', { ...all, contract_ids: ['C1'], markup: { currency: 'EUR', per_kwh: 0.1 } })
      await put('group', { ...all, group_ids: ['FLEET'], markup: null, tariff: own(1), taxes: [] })
      await api().put('/tokens/NL/XYZ/CARD', token({ uid: 'CARD', contract_id: 'C2', group_id: 'FLEET' }))
      expect(await at('')).not.toHaveProperty('retail')
      const contract = await at('&party=NL-XYZ&contract_id=C1')
      expect([contract.quote.total.before_taxes, contract.retail.rule, contract.retail.total]).toEqual([
        ...['5', 'contract', taxed('7', '1.4', '8.4')],
      ])
      expect((await at('&party=NL-XYZ&token=card')).retail).toMatchObject({
        rule: 'group',
        total: { before_taxes: '20' },
        rules: [{ name: 'group' }, { name: 'all' }],
      })
      expect((await at('&party=nl-xyz')).retail.rule).toBe('all')
      expect((await at('&party=NL-NEW')).retail).toBe(null)
      await at('&party=NL-XYZ&token=NONE', 400)
      await at('&party=NL-XYZ&token=CARD&token_type=APP_USER', 400)
      const parameters = async (query: string) =>
        (await at(query, 400)).errors.map(({ parameter }: { parameter: string }) => parameter)
      expect(await parameters('&contract_id=C1')).toEqual(['party'])
      expect(await parameters('&party=NL-ZZZ')).toEqual(['party'])
      expect(await parameters('&party=NL-XYZ&token=CARD&contract_id=C1')).toEqual(['contract_id'])
    })
  })
})

const postgres = engines.find(({ name }) => name === 'postgres')!

describe.skipIf(!postgres.available)('two processes on one database (postgres)', () => {
  it('have the same retail rules at once', async () => {
    const parties = 'NL-XYZ:CPO+EMSP'
    const first = await startPlatform({ parties, engine: postgres })
    const second = await startPlatform({ parties, engine: postgres, schema: first.schema })
    const [a, b] = [first, second].map(({ url }) => new ApiClient(url, 'key-of-the-tests'))
    const cdr = billed(1, { country_code: 'NL', party_id: 'XYZ' })
    const asked = async (api: ApiClient) => (await api.post('/price', { cdr })).body.retail?.total.before_taxes
    expect(await asked(b!)).toBe(undefined)
    for (const [percentage, expected] of [
      [10, '2.75'],
      [20, '3'],
    ] as const) {
      expect((await a!.put('/retail-rules/all', { ...all, markup: { percentage } })).status).toBeLessThan(300)
      expect(await asked(b!)).toBe(expected)
    }
    await first.stop()
    await second.stop()
  })
})
