// `@interchange/client` against a platform's company-side API, on real storage.

import { inspect } from 'node:util'
import {
  type BatchResult,
  type Change,
  type ChangesOptions,
  createClient,
  PositionLostError,
  type ProblemError,
} from '@interchange/client'
import { afterEach, expect, it } from 'vitest'
import { backendServer } from './support/backend-server.ts'
import { cuttableProxy } from './support/cuttable-proxy.ts'
import { onEachEngine } from './support/databases.ts'
import { partner } from './support/object-store.ts'
import { until } from './support/until.ts'
import { location, tariff } from './support/wire-objects.ts'

const KEY = 'test-key'

onEachEngine('the client', (engine) => {
  const server = backendServer(engine, ['NL-ABC:CPO+EMSP', 'NL-OTH:CPO'], [partner('cpo', ['DE-CPO'])], {
    heartbeatMs: 100,
    stalledMs: 60_000,
  })
  const client = (url = server().url, more = {}) => createClient({ url, key: KEY, ...more })
  const idsOf = (count: number, prefix: string) => Array.from({ length: count }, (_, index) => `${prefix}${index}`)
  const tariffPath = (id: string) => ({ country_code: 'NL', party_id: 'ABC', id })
  const { last_updated: _, ...plainTariff } = tariff()
  const priced = (price: number) => ({
    ...plainTariff,
    tax_included: 'NO' as const,
    elements: [{ price_components: [{ type: 'ENERGY' as const, price, step_size: 1 }] }],
  })
  const put = async (id: string, price = 1) => {
    const { id: _, ...body } = priced(price)
    await client().put('/tariffs/{country_code}/{party_id}/{id}', { path: tariffPath(id), body })
  }

  const stops: AbortController[] = []
  afterEach(() => {
    for (const stop of stops.splice(0)) stop.abort()
  })

  /** Consumes changes until the test is over. */
  function consume(options: ChangesOptions, url?: string, take: (change: Change) => Promise<void> | void = () => {}) {
    const stop = new AbortController()
    stops.push(stop)
    const heard: Change[] = []
    const breaks: Error[] = []
    let failure: unknown
    const done = (async () => {
      const quick = { reconnect: { first: 5, longest: 50 }, onDisconnect: (error: Error) => breaks.push(error) }
      for await (const change of client(url).changes({ ...quick, ...options, signal: stop.signal })) {
        await take(change)
        heard.push(change)
      }
    })().catch((error) => {
      failure = error
    })
    return { heard, breaks, stop, done, failure: () => failure, ids: () => heard.map(({ id }) => id) }
  }

  it('follows the pages of a list, one at a time', async () => {
    const wanted = idsOf(7, 'PAGED')
    for (const id of wanted) await put(id)
    let calls = 0
    const counting = client(server().url, {
      fetch: (request: Request) => {
        calls++
        return fetch(request)
      },
    })
    const found: string[] = []
    for await (const { id, currency } of counting.all('/tariffs', { query: { limit: 3, party: ['NL-ABC'] } })) {
      expect(currency).toBe('EUR')
      found.push(id)
      if (found.length === 3) expect(calls).toBe(1)
    }
    expect(found.filter((id) => id.startsWith('PAGED'))).toEqual(wanted)
    expect(calls).toBeGreaterThanOrEqual(3)

    for await (const { object, meta } of client().all('/tariffs', { query: { meta: true, limit: 2 } })) {
      expect([object.country_code, meta.own]).toEqual(['NL', true])
    }
  })

  it('answers with the object, or with status and headers where they are asked for', async () => {
    await put('TAGGED')
    const path = tariffPath('TAGGED')
    const plain = await client().get('/tariffs/{country_code}/{party_id}/{id}', { path })
    expect(plain.id).toBe('TAGGED')
    const { status, headers, data } = await client().call('get', '/tariffs/{country_code}/{party_id}/{id}', { path })
    expect([status, data]).toEqual([200, plain])
    const known = { path, headers: { 'If-None-Match': headers.get('etag')! } }
    const unchanged = await client().call('get', '/tariffs/{country_code}/{party_id}/{id}', known)
    expect([unchanged.status, unchanged.data]).toEqual([304, undefined])
    expect(await client().delete('/tariffs/{country_code}/{party_id}/{id}', { path })).toBeUndefined()
  })

  it('makes a refusal a ProblemError that names the fault, and never the key', async () => {
    const body = { ...priced(1), currency: 'euro' }
    const error: ProblemError = await client()
      .put('/tariffs/{country_code}/{party_id}/{id}', { path: tariffPath('BAD'), body: { ...body, id: 'BAD' } })
      .then(
        () => expect.unreachable(),
        (error) => error,
      )
    expect(error).toMatchObject({ name: 'ProblemError', status: 422, kind: 'invalid-body' })
    expect(error.errors).toEqual([expect.objectContaining({ pointer: '/currency' })])
    expect(error.message).toContain('PUT /tariffs/{country_code}/{party_id}/{id} answered 422')
    const wrongKey = 'a-key-that-nobody-gave'
    const refused = await createClient({ url: server().url, key: wrongKey })
      .get('/parties')
      .then(
        () => expect.unreachable(),
        (error) => error,
      )
    expect(refused).toMatchObject({ status: 401, kind: 'unauthorized' })
    expect(inspect(refused, { depth: 20, showHidden: true })).not.toContain(wrongKey)
    const nowhere = await createClient({ url: 'http://127.0.0.1:1', key: wrongKey, tries: 2 })
      .get('/parties')
      .then(
        () => expect.unreachable(),
        (error) => error,
      )
    expect(nowhere.name).toBe('ConnectionError')
    expect(inspect(nowhere, { depth: 20, showHidden: true })).not.toContain(wrongKey)
  })

  it('sends again what the connection lost, and a POST is not carried out twice', async () => {
    const proxy = await cuttableProxy(server().url)
    let sent = 0
    // The first answer is lost on its way: the platform has carried the call out.
    const losing = client(proxy.url, {
      fetch: async (request: Request) => {
        const answer = await fetch(request)
        if (++sent > 1) return answer
        await answer.text()
        throw new TypeError('fetch failed')
      },
    })
    const made = await losing.post('/keys', { body: { name: 'once', scope: 'read' } })
    expect(sent).toBe(2)
    const named: string[] = []
    for await (const { name } of client().all('/keys')) named.push(name)
    expect(named.filter((name) => name === 'once')).toHaveLength(1)
    await client().delete('/keys/{id}', { path: { id: made.id } })
  })

  it('goes on with the changes across a restart of the server and cut connections: none is lost, in order', async () => {
    const proxy = await cuttableProxy(server().url)
    const saved: string[] = []
    const position = { load: () => undefined, save: (position: string) => void saved.push(position) }
    const consumer = consume({ since: 'start', modules: ['tariffs'], position }, proxy.url)
    const wanted: string[] = []
    const write = async (id: string) => {
      wanted.push(id)
      await put(id)
    }
    for (const id of idsOf(20, 'A')) await write(id)
    await until(() => consumer.ids().includes('A19'))
    proxy.cut()
    for (const id of idsOf(20, 'B')) await write(id)
    await server().restart()
    for (const id of idsOf(20, 'C')) {
      if (id === 'C10') proxy.cut()
      await write(id)
    }
    await until(() => consumer.ids().includes('C19'))
    expect(consumer.ids().filter((id) => /^[ABC]\d+$/.test(id))).toEqual(wanted)
    expect(consumer.breaks.length).toBeGreaterThanOrEqual(3)
    expect(consumer.failure()).toBeUndefined()
    // Saved once the next one is asked for.
    await until(() => saved.length > 0 && saved.includes(consumer.heard.at(-2)!.position))
  })

  it('hears from where it began, even if nothing had changed before the connection broke', async () => {
    const proxy = await cuttableProxy(server().url)
    const saved: string[] = []
    const position = { load: () => undefined, save: (position: string) => void saved.push(position) }
    const consumer = consume({ modules: ['tariffs'], position }, proxy.url)
    // The position is told when the stream opens.
    await until(() => saved.length > 0)
    proxy.refuse(true)
    proxy.cut()
    await put('MEANWHILE')
    proxy.refuse(false)
    await until(() => consumer.ids().includes('MEANWHILE'))
  })

  it('notices by missing heartbeats that nobody is there any more', async () => {
    const proxy = await cuttableProxy(server().url)
    const consumer = consume({ since: 'start', modules: ['tariffs'], silence: 1_000 }, proxy.url)
    await until(() => consumer.heard.length > 0)
    proxy.silence(true)
    await until(() => consumer.breaks.length > 0)
    expect(String(consumer.breaks[0])).toContain('was silent for 1 s')
    proxy.silence(false)
    await put('SPEAKS-AGAIN')
    await until(() => consumer.ids().includes('SPEAKS-AGAIN'))
  })

  it('goes on in another process behind the last change that was taken; one that was not comes again', async () => {
    for (const id of idsOf(5, 'TAKEN')) await put(id)
    let kept: string | undefined
    const position = {
      load: () => kept,
      save: (position: string) => {
        kept = position
      },
    }
    const options = { since: 'start', modules: ['tariffs' as const], position }
    // This one dies while it works on the third.
    const first: string[] = []
    for await (const { id } of client().changes(options)) {
      if (!id.startsWith('TAKEN')) continue
      first.push(id)
      if (first.length === 3) break
    }
    const second: string[] = []
    for await (const { id } of client().changes(options)) {
      if (!id.startsWith('TAKEN')) continue
      second.push(id)
      if (second.length === 3) break
    }
    expect([...first, ...second]).toEqual(['TAKEN0', 'TAKEN1', 'TAKEN2', 'TAKEN2', 'TAKEN3', 'TAKEN4'])
  })

  it('says what to do where a position is of another database', async () => {
    const consumer = consume({ since: '00000000-0000-0000-0000-000000000000.1' })
    await consumer.done
    expect(consumer.failure()).toBeInstanceOf(PositionLostError)
    expect(consumer.failure()).toMatchObject({ status: 410, position: '00000000-0000-0000-0000-000000000000.1' })
    expect(String(consumer.failure())).toContain("since: 'start'")
  })

  it('ends with what the platform will not take, however often it is tried', async () => {
    const consumer = consume({ since: 'nonsense' })
    await consumer.done
    expect(consumer.failure()).toMatchObject({ name: 'ProblemError', status: 400 })
    expect(consumer.breaks).toEqual([])
  })

  it('does not fetch ahead of a slow consumer', async () => {
    const directions = Array.from({ length: 100 }, () => ({ language: 'en', text: 'x'.repeat(500) }))
    const big = idsOf(100, 'BIG').map((id) => ({ ...location({ id }), charging_when_closed: true, directions }))
    const lines = big.map((object) => ({ op: 'put' as const, module: 'locations' as const, object }))
    for await (const { status } of client().batch(lines)) expect(status).toBe(201)
    let bytes = 0
    const counting = client(server().url, {
      fetch: async (request: Request) => {
        const answer = await fetch(request)
        const counted = new TransformStream<Uint8Array, Uint8Array>({
          transform(chunk, controller) {
            bytes += chunk.length
            controller.enqueue(chunk)
          },
        })
        return new Response(answer.body!.pipeThrough(counted), { status: answer.status, headers: answer.headers })
      },
    })
    const stop = new AbortController()
    let first = 0
    let heard = 0
    for await (const _ of counting.changes({ since: 'start', modules: ['locations'], signal: stop.signal })) {
      if (++heard === 1) {
        // As long as a heartbeat or two.
        await new Promise((resolve) => setTimeout(resolve, 300))
        first = bytes
      }
      if (heard === big.length) break
    }
    expect(bytes).toBeGreaterThan(big.length * 50_000)
    expect(first).toBeLessThan(1_000_000)
  })

  it('answers questions that come with the changes', async () => {
    const consumer = consume({ questions: true, modules: ['tariffs'] }, undefined, async (change) => {
      if (change.kind === 'question') await change.answer({ result: 'ACCEPTED', timeout: 7 })
    })
    const question = {
      type: 'command.unlock_connector' as const,
      party: { countryCode: 'NL', partyId: 'ABC' },
      data: { command_id: 'c1' },
      deadlineMs: 30_000,
    }
    let answer: unknown
    // Nobody is asked before the consumer listens.
    await until(async () => {
      answer = await server().questions.ask(question)
      return (answer as { kind: string }).kind !== 'no_backend'
    })
    expect(answer).toEqual({ kind: 'answer', data: { result: 'ACCEPTED', timeout: 7 } })
    await until(() => consumer.heard.length > 0)
    expect(consumer.heard.at(-1)!.kind).toBe('question')
  })

  it('sends a batch and hears of each line while others are still to come', async () => {
    const put = { op: 'put' as const, module: 'tariffs' as const }
    const heard: BatchResult[] = []
    async function* lines() {
      yield { ...put, object: { ...priced(1), id: 'LINE1' } }
      await until(() => heard.length === 1)
      yield { ...put, object: { ...priced(1), id: 'LINE2', currency: 'euro' } }
      await until(() => heard.length === 2)
    }
    for await (const result of client().batch(lines(), { publish: false })) heard.push(result)
    expect(heard).toMatchObject([
      { line: 1, status: 201, outcome: 'created' },
      { line: 2, status: 422, problem: { errors: [{ pointer: '/object/currency' }] } },
    ])
  })

  it('takes no more lines of a batch than the connection does', async () => {
    const count = 2_000
    let taken = 0
    let ahead = 0
    async function* lines() {
      const text = 'x'.repeat(20_000)
      for (; taken < count; taken++) yield { op: 'put' as const, module: 'tariffs' as const, object: { text } }
    }
    let results = 0
    for await (const { line, status } of client().batch(lines())) {
      ahead = Math.max(ahead, taken - results)
      expect([line, status]).toEqual([++results, 422])
    }
    expect(results).toBe(count)
    expect(ahead).toBeLessThan(count / 2)
  })

  it('ends a batch when its lines fail, and fetches no more when nobody looks at the results', async () => {
    async function* failing() {
      yield { op: 'put' as const, module: 'tariffs' as const, object: { ...priced(1), id: 'ONE' } }
      throw new Error('the file is gone')
    }
    await expect(async () => {
      for await (const _ of client().batch(failing()));
    }).rejects.toThrow('the file is gone')

    let closed = false
    async function* endless() {
      try {
        for (;;) yield { op: 'put' as const, module: 'tariffs' as const, object: { ...priced(1), id: 'SAME' } }
      } finally {
        closed = true
      }
    }
    for await (const _ of client().batch(endless())) break
    expect(closed).toBe(true)
  })
})
