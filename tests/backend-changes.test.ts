// `GET /changes`: the feed as Server-Sent Events.

import { connect } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import type { SseEvent } from './support/api-client.ts'
import { backendServer } from './support/backend-server.ts'
import { onEachEngine } from './support/databases.ts'
import { partner } from './support/object-store.ts'
import { until } from './support/until.ts'
import { evse, location, noonPlus, session, tariff } from './support/wire-objects.ts'

onEachEngine('the changes of the feed', (engine) => {
  const server = backendServer(engine, ['NL-ABC:CPO', 'NL-OTH:CPO'], [partner('cpo', ['DE-CPO'])], {
    heartbeatMs: 100,
    stalledMs: 400,
  })
  const listening: AbortController[] = []
  afterEach(() => {
    for (const stop of listening.splice(0)) stop.abort()
  })

  /** Collects events until the test is over. */
  function listen(query = '', headers: Record<string, string> = {}) {
    const stop = new AbortController()
    listening.push(stop)
    const heard: SseEvent[] = []
    let failure: Error | undefined
    const done = (async () => {
      for await (const event of server().api.changes(query, stop.signal, headers)) heard.push(event)
    })().catch((error: Error) => {
      failure = error
    })
    return { heard, done, stop, failure: () => failure }
  }
  const put = async (id: string, price: number, party = 'ABC') => {
    const elements = [{ price_components: [{ type: 'ENERGY', price, step_size: 1 }] }]
    const { last_updated: _, ...given } = tariff({ id, elements, party_id: party })
    const { status } = await server().api.put(`/tariffs/NL/${party}/${id}`, given)
    expect([200, 201]).toContain(status)
  }
  const ids = (heard: readonly SseEvent[]) => heard.map(({ data }) => data.id)
  const priceOf = ({ data }: SseEvent) => data.object.elements[0].price_components[0].price

  it('come from now on, with the position as event id', async () => {
    await put('BEFORE', 1)
    const listener = listen('?modules=tariffs')
    // It listens once it hears of anything at all.
    let written = 0
    await until(async () => {
      await put('NOW', ++written)
      return listener.heard.length > 0
    })
    const [first] = listener.heard
    expect(first!.data).toMatchObject({
      module: 'tariffs',
      country_code: 'NL',
      party_id: 'ABC',
      id: 'NOW',
      kind: 'put',
      own: true,
      object: { id: 'NOW', currency: 'EUR' },
    })
    expect(first!.id).toBe(first!.data.position)
    expect(ids(listener.heard)).not.toContain('BEFORE')
  })

  it('begin with every current object once when asked for, then go on live', async () => {
    await put('DELETED', 1)
    await server().api.delete('/tariffs/NL/ABC/DELETED')
    const listener = listen('?since=start&modules=tariffs')
    await until(() => ids(listener.heard).includes('NOW'))
    expect(ids(listener.heard)).not.toContain('DELETED')
    expect(new Set(ids(listener.heard)).size).toBe(listener.heard.length)
    await put('LIVE', 1)
    await server().api.delete('/tariffs/NL/ABC/LIVE')
    await until(() => listener.heard.at(-1)?.data.kind === 'delete')
    expect(listener.heard.at(-1)!.data).toMatchObject({ id: 'LIVE', object: { id: 'LIVE' } })
  })

  it('of a location come whole, and a status as the EVSE alone', async () => {
    const listener = listen('?since=start&modules=locations')
    await server().api.put('/locations/NL/ABC/Loc-1', location({ id: 'Loc-1', evses: [evse(), evse({ uid: 'E2' })] }))
    await until(() => listener.heard.length > 0)
    expect(listener.heard[0]!.data.object.evses).toHaveLength(2)
    const [, ...parts] = listener.heard
    await server().api.patch('/locations/NL/ABC/Loc-1/E2', { status: 'CHARGING' })
    await until(() => listener.heard.some(({ data }) => data.object.status === 'CHARGING'))
    expect(parts).toEqual([])
    expect(listener.heard.at(-1)!.data).toMatchObject({
      module: 'locations',
      id: 'Loc-1',
      evse_uid: 'E2',
      object: { uid: 'E2', status: 'CHARGING' },
    })
  })

  it('are filtered by module, party and origin', async () => {
    const received = listen('?own=false&modules=tariffs')
    const others = listen('?parties=NL-OTH&since=start&modules=tariffs')
    const theirs = listen('?parties=de-cpo&since=start&modules=tariffs')
    const sessions = listen('?modules=sessions,cdrs&since=start')
    await put('MINE', 1)
    await put('OTHERS', 1, 'OTH')
    await server().api.put('/sessions/NL/ABC/S1', session())
    await server().received.whole('tariffs', tariff({ country_code: 'DE', party_id: 'CPO', id: 'THEIRS' }))
    await until(() => [received, others, theirs].every(({ heard }) => ids(heard).includes('THEIRS')))
    await until(() => ids(sessions.heard).includes('S1'))
    expect(ids(received.heard)).toEqual(['THEIRS'])
    expect(received.heard[0]!.data).toMatchObject({ own: false, partner: 'cpo' })
    // What a partner sent concerns those of ours that it was given.
    expect(ids(others.heard)).toEqual(['OTHERS', 'THEIRS'])
    expect(ids(theirs.heard)).toEqual(['THEIRS'])
    expect(ids(sessions.heard)).toEqual(['S1'])
  })

  it('are resumed without a gap and without a repetition while objects are written', async () => {
    const seen: SseEvent[] = []
    let writing = true
    const writer = (async () => {
      for (let round = 1; round <= 60; round++) await Promise.all(['A', 'B', 'C', 'D'].map((id) => put(id, round)))
      writing = false
    })()
    let since = '?since=start&modules=tariffs'
    let headers: Record<string, string> = {}
    let reconnects = 0
    while (writing || !['A', 'B', 'C', 'D'].every((id) => seen.some((e) => e.data.id === id && priceOf(e) === 60))) {
      const listener = listen(since, headers)
      const enough = 3 + (reconnects % 7)
      await until(() => listener.heard.length >= enough || (!writing && listener.heard.length > 0), 2_000).catch(
        () => 0,
      )
      listener.stop.abort()
      await listener.done
      expect(listener.failure()).toBeUndefined()
      seen.push(...listener.heard)
      const last = seen.at(-1)?.id
      if (last !== undefined) {
        // Both ways of resuming are the same.
        since = reconnects % 2 === 0 ? `?since=${last}&modules=tariffs` : '?since=start&modules=tariffs'
        headers = reconnects % 2 === 0 ? {} : { 'last-event-id': last }
      }
      reconnects++
    }
    await writer
    expect(reconnects).toBeGreaterThan(3)
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length)
    for (const id of ['A', 'B', 'C', 'D']) {
      const prices = seen.filter(({ data }) => data.id === id).map(priceOf)
      expect(prices).toEqual(prices.toSorted((a, b) => a - b))
      expect(new Set(prices).size).toBe(prices.length)
      expect(prices.at(-1)).toBe(60)
    }
  })

  it('that cannot be resumed are answered 410, and what is no position 400', async () => {
    const listener = listen('?since=start&modules=tariffs')
    await until(() => listener.heard.length > 0)
    const position: string = listener.heard.at(-1)!.data.position
    const [epoch] = position.split('.')
    for (const [since, status] of [
      ['00000000-0000-0000-0000-000000000000.1', 410],
      [`${epoch}.999999999`, 410],
      ['yesterday', 400],
      [`${epoch}.-1`, 400],
      [position, 200],
    ] as const) {
      const stop = new AbortController()
      const answer = await fetch(`${server().url}/api/v1/changes?since=${since}`, {
        headers: { authorization: 'Bearer test-key' },
        signal: stop.signal,
      })
      stop.abort()
      expect([since, answer.status]).toEqual([since, status])
    }
    await server().database.query(`update "${server().database.schema}".feed set purged_position = position`)
    const old = await server().api.get(`/changes?since=${epoch}.1`)
    expect([old.status, old.body.type]).toEqual([410, 'urn:interchange:problem:gone'])
    expect((await server().api.get('/changes?modules=tarifs')).status).toBe(400)
  })

  it('show by comments that the stream is alive, with the position to resume from', async () => {
    const stop = new AbortController()
    listening.push(stop)
    const answer = await fetch(`${server().url}/api/v1/changes`, {
      headers: { authorization: 'Bearer test-key' },
      signal: stop.signal,
    })
    expect(answer.headers.get('content-type')).toContain('text/event-stream')
    let text = ''
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader()
    while (!/: still here\nid: \S+\n\n/.test(text)) text += new TextDecoder().decode((await reader.read()).value)
    expect(text).toMatch(/^retry: \d+\nid: \S+\n\n/)
  })

  it('pass by a listener that does not read, which is dropped and harms nobody', async () => {
    const { hostname, port } = new URL(server().url)
    const socket = connect(Number(port), hostname)
    let closed = false
    socket.on('close', () => {
      closed = true
    })
    socket.on('error', () => undefined)
    socket.pause()
    socket.write('GET /api/v1/changes?since=start HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer test-key\r\n\r\n')
    const reader = listen('?modules=tariffs')
    const big = 'x'.repeat(1_000_000)
    // More than what a socket's buffers swallow.
    let n = 0
    await until(async () => {
      const { last_updated: _, ...given } = tariff({ id: `BIG${n % 20}`, x: big, n: n++ })
      await server().api.put(`/tariffs/NL/ABC/${given.id}`, given)
      return n > 40
    }, 30_000)
    await until(() => ids(reader.heard).filter((id) => id.startsWith('BIG')).length >= 10)
    // A paused socket only learns of its end when it reads.
    socket.resume()
    await until(() => closed)
  })

  it('end when the platform stops, and go on where they were when it is back', async () => {
    const listener = listen('?since=start&modules=sessions')
    await until(() => listener.heard.length > 0)
    const position = listener.heard.at(-1)!.data.position
    await server().restart()
    await listener.done
    expect(listener.failure()).toBeUndefined()
    await server().api.put('/sessions/NL/ABC/S2', session({ id: 'S2', last_updated: noonPlus(9) }))
    const again = listen(`?since=${position}&modules=sessions`)
    await until(() => again.heard.length > 0)
    expect(ids(again.heard)).toEqual(['S2'])
  })
})
