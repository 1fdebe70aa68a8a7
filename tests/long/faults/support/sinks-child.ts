// Partners in a process of their own: eMSPs on bare node:http that take tariffs and count, for each object, what they
// were sent. How each behaves can be changed while it runs, through a port that only the test knows.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Behaviour, SinkReport } from './fault-bed.ts'

const { count } = JSON.parse(process.argv[2]!) as { count: number }

interface Sink {
  readonly newest: Map<string, number>
  readonly pushes: string[]
  received: number
  backwards: number
  behaviour: Behaviour
  server: Server
  /** Where the tariffs module is now, below the server. */
  module: string
}

const json = (response: ServerResponse, http: number, data: unknown, status = 1000): void => {
  response.writeHead(http, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ data, status_code: status, timestamp: new Date().toISOString() }))
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}

/** What the tariff's text says: the number of its state. */
function note(sink: Sink, path: string, text: string): void {
  const id = path.split('/').at(-1)!
  const { tariff_alt_text: [{ text: n }] = [{ text: '-1' }] } = JSON.parse(text) as {
    tariff_alt_text?: [{ text: string }]
  }
  const state = Number(n)
  sink.received++
  if (state < (sink.newest.get(id) ?? -1)) {
    sink.backwards++
    sink.pushes.push(`${id}: ${state} after ${sink.newest.get(id)}`)
  }
  sink.newest.set(id, state)
}

function misbehave(sink: Sink, request: IncomingMessage, response: ServerResponse): void {
  switch (sink.behaviour) {
    case 'silent':
      return
    case 'error':
      json(response, 500, null, 3000)
      return
    case 'garbage':
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end('{"status_code": 10')
      return
    case 'endless': {
      response.writeHead(200, { 'content-type': 'application/json' })
      const block = Buffer.alloc(65_536, ' ')
      const more = () => {
        while (!response.destroyed && response.write(block));
      }
      response.on('drain', more)
      more()
      return
    }
    case 'half':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
      response.write('{"status_code": 1000,')
      setTimeout(() => request.socket.destroy(), 5)
      return
  }
}

async function serve(sink: Sink, index: number, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', url = '' } = request
  const text = await bodyOf(request)
  const at = `http://127.0.0.1:${(sink.server.address() as AddressInfo).port}`
  const path = url.split('?')[0]!
  if (path === '/versions') return json(response, 200, [{ version: '2.3.0', url: `${at}/2.3.0` }])
  if (path === '/2.3.0') {
    const endpoints = [
      { identifier: 'credentials', role: 'SENDER', url: `${at}/credentials` },
      { identifier: 'tokens', role: 'SENDER', url: `${at}/tokens` },
      ...['tariffs', 'locations', 'sessions', 'cdrs'].map((identifier) => ({
        identifier,
        role: 'RECEIVER',
        url: `${at}/${sink.module}/${identifier}`,
      })),
    ]
    return json(response, 200, { version: '2.3.0', endpoints })
  }
  if (path === '/credentials') {
    const party_id = `S${String(index).padStart(2, '0')}`
    const roles = [{ role: 'EMSP', country_code: 'NL', party_id, business_details: { name: `Sink ${index}` } }]
    return json(response, 200, { token: `token-of-${index}`, url: `${at}/versions`, roles })
  }
  if (path === '/tokens') return json(response, 200, [])
  if (!path.startsWith(`/${sink.module}/tariffs/`)) {
    response.writeHead(404)
    response.end('there is nothing here')
    return
  }
  if (method !== 'PUT') return json(response, 200, null)
  // What is not taken is not counted, but whoever reads a body has seen it: an older state may come no more.
  note(sink, path, text)
  if (sink.behaviour === 'slow') await new Promise((resolve) => setTimeout(resolve, 30_000))
  if (sink.behaviour === 'good') json(response, 200, null)
  else misbehave(sink, request, response)
}

const sinks = await Promise.all(
  Array.from({ length: count }, async (_, index) => {
    const sink = {
      newest: new Map(),
      pushes: [],
      received: 0,
      backwards: 0,
      behaviour: 'good',
      module: 'first',
    } as unknown as Sink
    sink.server = createServer((request, response) => void serve(sink, index, request, response).catch(() => undefined))
    await new Promise<void>((resolve) => sink.server.listen(0, '127.0.0.1', resolve))
    return sink
  }),
)

const report = (sink: Sink): SinkReport => ({
  received: sink.received,
  backwards: sink.backwards,
  faults: sink.pushes.slice(0, 5),
  newest: Object.fromEntries(sink.newest),
})

/** `GET /`: what all have; `POST /`: `{sink, behaviour?, module?}`. */
const control = createServer(async (request, response) => {
  const text = await bodyOf(request)
  if (request.method === 'POST') {
    const { sink, ...change } = JSON.parse(text) as { sink: number }
    Object.assign(sinks[sink]!, change)
  }
  response.end(JSON.stringify(sinks.map(report)))
})
await new Promise<void>((resolve) => control.listen(0, '127.0.0.1', resolve))
const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
console.log(`sinks ${JSON.stringify({ control: urlOf(control), sinks: sinks.map(({ server }) => urlOf(server)) })}`)
