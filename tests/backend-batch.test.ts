// POST /batch and POST /evse-status over real HTTP on real storage: streamed both ways.

import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { tail } from '../packages/server/src/storage/objects.ts'
import { backendServer } from './support/backend-server.ts'
import { onEachEngine } from './support/databases.ts'
import { partner } from './support/object-store.ts'
import { until } from './support/until.ts'
import { billed, evse, location, noon, noonPlus, session, tariff, token } from './support/wire-objects.ts'

const NDJSON = { 'content-type': 'application/x-ndjson' }

// biome-ignore lint/suspicious/noExplicitAny: tests look into results of every kind
type Result = any

onEachEngine('batches', (engine) => {
  const server = backendServer(
    engine,
    ['NL-ABC:CPO', 'NL-XYZ:EMSP', 'NL-REP:CPO', 'NL-ONE:EMSP'],
    [partner('cpo', ['DE-CPO'])],
    { patienceMs: 4000, requestTimeoutMs: 1000 },
  )
  const api = () => server().api
  const send = async (path: string, body: string, headers: Record<string, string> = NDJSON): Promise<Result[]> => {
    const { status, text, headers: said } = await api().send('POST', path, body, headers)
    expect([status, text.slice(0, 300)]).toEqual([200, expect.anything()])
    expect(said.get('content-type')).toBe('application/x-ndjson')
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))
  }
  const batch = (lines: readonly (object | string)[], query = '') =>
    send(`/batch${query}`, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'))
  const put = (module: string, object: object, more: object = {}) => ({ op: 'put', module, object, ...more })

  /** A request whose body is written piece by piece. */
  function open(path: string): {
    write(text: string): void
    end(): void
    destroy(): void
    answer: Promise<IncomingMessage>
  } {
    const call = request(`${server().url}/api/v1${path}`, {
      method: 'POST',
      headers: { ...NDJSON, authorization: 'Bearer test-key' },
    })
    const answer = once(call, 'response').then(([message]) => message as IncomingMessage)
    answer.catch(() => undefined)
    call.on('error', () => undefined)
    return {
      write: (text) => void call.write(text),
      end: () => void call.end(),
      destroy: () => void call.destroy(),
      answer,
    }
  }

  it('has one result for each line: every operation of every module', async () => {
    const results = await batch([
      put('tariffs', tariff({ id: 'B-T' })),
      put('locations', location({ id: 'B-L', evses: [evse({ uid: 'B-E' })] })),
      put('tokens', token({ uid: 'B-TOK' })),
      put('sessions', session({ id: 'B-S', location_id: 'B-L', evse_uid: 'B-E' })),
      { op: 'post', module: 'cdrs', object: billed(1) },
      {
        op: 'patch',
        module: 'locations',
        key: { country_code: 'NL', party_id: 'ABC', id: 'B-L', evse_uid: 'B-E' },
        object: { status: 'CHARGING' },
      },
      {
        op: 'patch',
        module: 'locations',
        key: { country_code: 'NL', party_id: 'ABC', id: 'B-L' },
        object: { city: 'Amersfoort' },
      },
      {
        op: 'patch',
        module: 'sessions',
        key: { country_code: 'NL', party_id: 'ABC', id: 'B-S' },
        object: { kwh: 3.5 },
      },
      {
        op: 'patch',
        module: 'tokens',
        key: { country_code: 'NL', party_id: 'XYZ', uid: 'B-TOK' },
        object: { whitelist: 'NEVER' },
      },
      put('tariffs', tariff({ id: 'B-T' })),
      { op: 'delete', module: 'tokens', key: { country_code: 'NL', party_id: 'XYZ', uid: 'B-TOK' } },
      { op: 'delete', module: 'tariffs', key: { country_code: 'NL', party_id: 'ABC', id: 'B-T' } },
    ])
    expect(results.map(({ line, status, outcome }) => [line, status, outcome])).toEqual([
      [1, 201, 'created'],
      [2, 201, 'created'],
      [3, 201, 'created'],
      [4, 201, 'created'],
      [5, 201, 'created'],
      [6, 200, 'updated'],
      [7, 200, 'updated'],
      [8, 200, 'updated'],
      [9, 200, 'updated'],
      [10, 200, 'unchanged'],
      [11, 200, 'updated'],
      [12, 200, 'deleted'],
    ])
    const { body } = await api().get('/locations/NL/ABC/B-L')
    expect(body).toMatchObject({ city: 'Amersfoort', evses: [{ status: 'CHARGING' }] })
    expect((await api().get('/sessions/NL/ABC/B-S')).body.kwh).toBe(3.5)
    expect((await api().get('/tokens/NL/XYZ/B-TOK')).body).toMatchObject({ valid: false, whitelist: 'NEVER' })
    expect((await api().get('/tariffs/NL/ABC/B-T')).status).toBe(404)
  })

  it('lets the rest through where lines are bad, and names what is wrong by pointers into the line', async () => {
    const results = await batch([
      put('tariffs', tariff({ id: 'G-1' })),
      'this is no JSON',
      put('tariffs', tariff({ id: 'G-2', currency: 'EURO' })),
      put('tariffs', tariff({ party_id: 'NOT', id: 'G-3' })),
      { op: 'put', module: 'tariffs', key: { country_code: 'NL', party_id: 'ABC' }, object: {} },
      { op: 'put', module: 'invoices', object: {} },
      { op: 'delete', module: 'sessions', key: { country_code: 'NL', party_id: 'ABC', id: 'S' } },
      {
        op: 'put',
        module: 'tariffs',
        key: { country_code: 'NL', party_id: 'ABC', id: 'A' },
        object: tariff({ id: 'B' }),
      },
      {
        op: 'patch',
        module: 'locations',
        key: { country_code: 'NL', party_id: 'ABC', id: 'NONE', evse_uid: 'E' },
        object: { status: 'CHARGING' },
      },
      put('tariffs', tariff({ id: 'G-1', last_updated: '2020-01-01T00:00:00Z', currency: 'SEK' })),
      { op: 'put', module: 'tariffs', object: tariff({ id: 'G-5' }), typo: true },
      '',
      put('tariffs', tariff({ id: 'G-4' })),
    ])
    expect(results.map(({ line, status }) => [line, status])).toEqual([
      [1, 201],
      [2, 400],
      [3, 422],
      [4, 403],
      [5, 422],
      [6, 422],
      [7, 405],
      [8, 422],
      [9, 404],
      [10, 409],
      [11, 422],
      [13, 201],
    ])
    const faults = (line: number) => results.find((one) => one.line === line).problem.errors
    expect(faults(3)).toEqual([{ pointer: '/object/currency', detail: expect.any(String) }])
    expect(faults(5)).toEqual([{ pointer: '/key/id', detail: expect.any(String) }])
    expect(faults(6)).toEqual([{ pointer: '/module', detail: expect.any(String) }])
    expect(faults(8)).toEqual([{ pointer: '/object/id', detail: expect.any(String) }])
    expect(faults(11)).toEqual([{ pointer: '/typo', detail: expect.any(String) }])
    expect(results[1].problem).toMatchObject({ type: 'urn:interchange:problem:malformed-request', status: 400 })
  })

  it('keeps the spelling of numbers', async () => {
    const line = JSON.stringify(put('tariffs', tariff({ id: 'SPELL' }))).replace('0.25', '0.2500')
    await batch([line])
    expect((await api().get('/tariffs/NL/ABC/SPELL')).text).toMatch(/"price": ?0\.2500/)
  })

  it('commits 500 lines at a time, in order, and a line that is too large has a result of its own', async () => {
    const many = Array.from({ length: 1200 }, (_, at) =>
      put('tokens', token({ uid: `MANY-${at % 900}`, issuer: `I${at}` })),
    )
    const results = await batch([
      ...many,
      `{"op":"put","x":"${'x'.repeat(1024 * 1024)}"}`,
      put('tokens', token({ uid: 'LAST' })),
    ])
    expect(results).toHaveLength(1202)
    expect(results.slice(0, 900).every(({ status }) => status === 201)).toBe(true)
    expect(results.slice(900, 1200).every(({ outcome }) => outcome === 'updated')).toBe(true)
    expect(results[1200]).toMatchObject({
      line: 1201,
      status: 400,
      problem: { detail: expect.stringContaining('1048576') },
    })
    expect(results[1201]).toMatchObject({ line: 1202, status: 201 })
    expect((await api().get('/tokens/NL/XYZ/MANY-7')).body.issuer).toBe('I907')
  })

  it('answers while lines are still coming, for longer than a request may take to arrive', async () => {
    const call = open('/batch')
    call.write(`${JSON.stringify(put('tariffs', tariff({ id: 'SLOW-0' })))}\n`)
    const answer = await call.answer
    const results: Result[] = []
    createInterface(answer).on('line', (line) => results.push(JSON.parse(line)))
    const began = Date.now()
    let sent = 1
    await until(async () => {
      if (results.length === sent && Date.now() - began < 3500) {
        call.write(`${JSON.stringify(put('tariffs', tariff({ id: `SLOW-${sent++}` })))}\n`)
      }
      return Date.now() - began >= 3500 && results.length === sent
    })
    call.end()
    await once(answer, 'end')
    expect(results.every(({ status }) => status === 201)).toBe(true)
    expect(sent).toBeGreaterThan(2)
  }, 30_000)

  it('stores without delivering, and delivers what is written afterwards as a whole', async () => {
    const quietOf = async (id: string) => {
      const rows = await tail(server().database, 0, 10_000, ['tariffs'])
      const row = rows.find(({ key }) => key.id === id)!
      return [row.quiet, row.fullPosition === row.position]
    }
    await batch([put('tariffs', tariff({ id: 'QUIET' }))], '?publish=false')
    expect(await quietOf('QUIET')).toEqual([true, true])
    const before = await server().received.position()
    expect(await batch([put('tariffs', tariff({ id: 'QUIET' }))], '?publish=false')).toMatchObject([
      { outcome: 'unchanged' },
    ])
    expect(await server().received.position()).toBe(before)
    expect(await batch([put('tariffs', tariff({ id: 'QUIET' }))])).toMatchObject([{ outcome: 'updated' }])
    expect(await quietOf('QUIET')).toEqual([false, true])
    expect(await server().received.position()).toBe(before + 1)
  })

  describe('replace', () => {
    const loc = (id: string) => location({ party_id: 'REP', id, evses: [evse({ uid: `${id}-E`, last_updated: noon })] })
    const inService = async (): Promise<string[]> => {
      const { body } = await api().get('/locations?party=NL-REP')
      return body.items
        .filter(({ evses }: Result) => evses?.some(({ status }: Result) => status !== 'REMOVED'))
        .map(({ id }: Result) => id)
        .sort()
    }
    const all = Array.from({ length: 8 }, (_, at) => `R${at}`)

    it('withdraws what no line named, also of lines that were bad', async () => {
      await batch(all.map((id) => put('locations', loc(id))))
      const bad = { op: 'put', module: 'locations', object: { ...loc('R1'), country: 'N' } }
      const results = await batch(
        [put('locations', loc('R0')), bad, put('locations', loc('R9'))],
        '?replace=locations:NL-REP',
      )
      expect(results.map(({ status }) => status)).toEqual([200, 422, 201, 200])
      expect(results.at(-1)).toEqual({
        replace: 'locations:NL-REP',
        status: 200,
        outcome: 'withdrawn',
        withdrawn: 6,
        known: 8,
      })
      expect(await inService()).toEqual(['R0', 'R1', 'R9'])
      // Nothing is left behind, and what is withdrawn is not withdrawn again.
      const { rows } = await server().database.query<{ count: number }>(
        `select count(*)::int as count from "${server().database.schema}".batch_named`,
      )
      expect(rows).toEqual([{ count: 0 }])
      const again = await batch(
        ['R0', 'R1', 'R9'].map((id) => put('locations', loc(id))),
        '?replace=locations:NL-REP',
      )
      expect(again.at(-1)).toMatchObject({ withdrawn: 0, known: 3 })
    })

    it('withdraws nothing where a line does not say what it is about', async () => {
      const results = await batch([put('locations', loc('R0')), '{'], '?replace=locations:nl-rep')
      expect(results.at(-1)).toMatchObject({
        status: 409,
        outcome: 'held',
        problem: { detail: expect.stringContaining('line 2') },
      })
      expect(await inService()).toEqual(['R0', 'R1', 'R9'])
    })

    it('holds what is suspiciously much, unless told not to', async () => {
      const tokens = Array.from({ length: 40 }, (_, at) => put('tokens', token({ party_id: 'ONE', uid: `ONE-${at}` })))
      await batch(tokens)
      const held = await batch(tokens.slice(0, 25), '?replace=tokens:NL-ONE')
      expect(held.at(-1)).toMatchObject({ status: 409, outcome: 'held', missing: 15, known: 40 })
      expect((await api().get('/tokens/NL/ONE/ONE-39')).body.valid).toBe(true)
      const done = await batch(tokens.slice(0, 25), '?replace=tokens:NL-ONE&hold=false')
      expect(done.at(-1)).toMatchObject({ status: 200, outcome: 'withdrawn', withdrawn: 15 })
      expect((await api().get('/tokens/NL/ONE/ONE-39')).body.valid).toBe(false)
      expect((await api().get('/tokens/NL/ONE/ONE-3')).body.valid).toBe(true)
    })

    it('withdraws nothing when the connection breaks', async () => {
      const before = await inService()
      const call = open('/batch?replace=locations:NL-REP')
      call.write(`${JSON.stringify(put('locations', loc('R0')))}\n`)
      await call.answer
      call.destroy()
      await until(async () => {
        const { rows } = await server().database.query<{ count: number }>(
          `select count(*)::int as count from "${server().database.schema}".batch_named`,
        )
        return rows[0]!.count === 0
      })
      expect(await inService()).toEqual(before)
    })

    it('is for own parties, and for what can be withdrawn', async () => {
      expect((await api().send('POST', '/batch?replace=locations:DE-CPO', '', NDJSON)).status).toBe(403)
      expect((await api().send('POST', '/batch?replace=sessions:NL-ABC', '', NDJSON)).status).toBe(400)
    })
  })

  it('says what it takes where the body is something else', async () => {
    expect((await api().post('/batch', {})).status).toBe(415)
    expect((await api().send('POST', '/evse-status', 'x', { 'content-type': 'text/plain' })).status).toBe(415)
    expect(await batch([])).toEqual([])
  })

  describe('statuses of EVSEs', () => {
    const status = (body: unknown, query = '') =>
      send(`/evse-status${query}`, JSON.stringify(body), { 'content-type': 'application/json' })

    it('finds EVSEs by uid and by EVSE id, in an array or in lines', async () => {
      const evses = ['S-1', 'S-2'].map((uid) => evse({ uid, evse_id: `NL*ABC*${uid}` }))
      await batch([put('locations', location({ id: 'STAT', evses }))])
      const at = noonPlus(10)
      expect(
        await status([
          { party: 'NL-ABC', evse_uid: 's-1', status: 'CHARGING', at },
          { party: 'NL-ABC', evse_id: 'nl*abc*s-2', status: 'BLOCKED' },
        ]),
      ).toEqual([
        { line: 1, status: 200, outcome: 'updated' },
        { line: 2, status: 200, outcome: 'updated' },
      ])
      const { body } = await api().get('/locations/NL/ABC/STAT')
      expect(body.evses).toMatchObject([{ status: 'CHARGING', last_updated: at }, { status: 'BLOCKED' }])
      const lines = [
        JSON.stringify({ party: 'NL-ABC', evse_uid: 'S-1', status: 'AVAILABLE', at: noonPlus(5) }),
        JSON.stringify({ party: 'NL-ABC', evse_uid: 'S-2', status: 'BLOCKED' }),
        JSON.stringify({ party: 'NL-ABC', evse_uid: 'S-1', status: 'AVAILABLE', at: noonPlus(15) }),
        JSON.stringify({ party: 'NL-ABC', evse_uid: 'S-1', status: 'RESERVED', at: noonPlus(20) }),
      ]
      const results = await send('/evse-status', lines.join('\n'))
      expect(results.map(({ outcome }) => outcome)).toEqual(['stale', 'unchanged', 'updated', 'updated'])
      expect((await api().get('/locations/NL/ABC/STAT/S-1')).body.status).toBe('RESERVED')
    })

    it('has a result of its own for what is unknown, ambiguous or wrong', async () => {
      const twice = ['TWO-A', 'TWO-B'].map((id) => put('locations', location({ id, evses: [evse({ uid: 'TWICE' })] })))
      await batch(twice)
      const results = await status([
        { party: 'NL-ABC', evse_uid: 'NOBODY', status: 'CHARGING' },
        { party: 'NL-ABC', evse_uid: 'TWICE', status: 'CHARGING' },
        { party: 'DE-CPO', evse_uid: 'S-1', status: 'CHARGING' },
        { party: 'NL-ABC', status: 'CHARGING' },
        { party: 'NL-ABC', evse_uid: 'S-1', status: 'ASLEEP' },
        { party: 'NL-ABC', evse_uid: 'S-1', status: 'CHARGING', At: noon },
        'odd',
        { party: 'NL-ABC', evse_uid: 'TWICE', location_id: 'two-b', status: 'CHARGING' },
      ])
      expect(results.map((one) => one.status)).toEqual([404, 409, 403, 422, 422, 422, 422, 200])
      expect(results[1].problem.detail).toMatch(/TWO-[AB], TWO-[AB]/)
      expect((await api().get('/locations/NL/ABC/TWO-B/TWICE')).body.status).toBe('CHARGING')
      // Once it is removed there, it is no longer ambiguous.
      await batch([put('locations', location({ id: 'TWO-A', last_updated: noonPlus(1), evses: [] }))])
      expect(await status([{ party: 'NL-ABC', evse_uid: 'TWICE', status: 'BLOCKED' }])).toMatchObject([
        { outcome: 'updated' },
      ])
    })

    it('says where an array is broken', async () => {
      const json = { 'content-type': 'application/json' }
      const one = '{"party":"NL-ABC","evse_uid":"TWICE","status":"AVAILABLE"}'
      expect(await send('/evse-status', `[${one},`, json)).toMatchObject([{ status: 200 }, { line: 2, status: 400 }])
      expect(await send('/evse-status', `[${one},]`, json)).toMatchObject([{ status: 200 }, { line: 2, status: 400 }])
      expect(await send('/evse-status', `[${one}] x`, json)).toMatchObject([{ status: 200 }, { line: 2, status: 400 }])
      expect(await send('/evse-status', '[]', json)).toEqual([])
    })
  })
})
