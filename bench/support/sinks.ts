// Partners' servers, many ports in one process. Of each object it keeps how many bodies came, and their chain; bodies are
// looked at after the timed part.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chained, steadyMs } from './chain.ts'

export type SinksAsked =
  | { readonly what: 'open'; readonly count: number }
  /** From now on; `times`: also when each body came. */
  | { readonly what: 'forget'; readonly times: boolean }
  | { readonly what: 'wait'; readonly arrivals: number; readonly ms: number }
  | { readonly what: 'kept' }
  | { readonly what: 'arrivals' }

export interface SinksWaited {
  readonly arrivals: number
  /** Steady milliseconds of the last arrival. */
  readonly lastAt: number
}

/** By sink; method and path, how many came, their chain. */
export type SinksKept = readonly (readonly (readonly [object: string, count: number, chain: number])[])[]

export interface Arrival {
  readonly sink: number
  readonly body: string
  readonly at: number
}

/** Headers of what came last, as the bare loop is to send them. */
export interface SinksSeen {
  readonly kept: SinksKept
  readonly headers: Readonly<Record<string, string>>
}

interface Held {
  count: number
  chain: number | undefined
}

const answer = '{"status_code":1000,"timestamp":"2026-01-01T00:00:00.000Z"}'
const answerHeaders = { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(answer)) }

const kept: Map<string, Held>[] = []
let arrivals = 0
let lastAt = 0
let recorded: Arrival[] | undefined
let headers: IncomingMessage['headers'] = {}
let waiting: { arrivals: number; done: () => void } | undefined

function take(sink: number, request: IncomingMessage, bytes: Uint8Array): void {
  const name = `${request.method} ${request.url}`
  const objects = kept[sink]!
  let held = objects.get(name)
  if (!held) {
    held = { count: 0, chain: undefined }
    objects.set(name, held)
  }
  held.count++
  held.chain = chained(held.chain, bytes)
  headers = request.headers
  arrivals++
  lastAt = steadyMs()
  recorded?.push({ sink, body: Buffer.from(bytes).toString(), at: lastAt })
  if (waiting && arrivals >= waiting.arrivals) waiting.done()
}

function serve(sink: number, request: IncomingMessage, response: ServerResponse): void {
  let first: Buffer | undefined
  request.on('data', (chunk: Buffer) => {
    first = first ? Buffer.concat([first, chunk]) : chunk
  })
  request.on('end', () => {
    take(sink, request, first ?? Buffer.alloc(0))
    response.writeHead(200, answerHeaders).end(answer)
  })
}

async function open(count: number): Promise<string[]> {
  const from = kept.length
  return Promise.all(
    Array.from({ length: count }, (_, index) => {
      const sink = from + index
      kept.push(new Map())
      const server = createServer({ keepAliveTimeout: 120_000 }, (request, response) => serve(sink, request, response))
      return new Promise<string>((resolve) => {
        server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
      })
    }),
  )
}

function wait(wanted: number, ms: number): Promise<SinksWaited> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(late)
      waiting = undefined
      resolve({ arrivals, lastAt })
    }
    const late = setTimeout(done, ms)
    waiting = { arrivals: wanted, done }
    if (arrivals >= wanted) done()
  })
}

async function asked(message: SinksAsked): Promise<unknown> {
  switch (message.what) {
    case 'open':
      return open(message.count)
    case 'forget':
      for (const objects of kept) objects.clear()
      arrivals = 0
      recorded = message.times ? [] : undefined
      return 'forgotten'
    case 'wait':
      return wait(message.arrivals, message.ms)
    case 'kept':
      return {
        kept: kept.map((objects) => [...objects].map(([name, { count, chain }]) => [name, count, chain ?? 0] as const)),
        headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      } satisfies SinksSeen
    case 'arrivals':
      return recorded ?? []
  }
}

process.on('message', (message: SinksAsked) => {
  void asked(message).then((said) => process.send!(said))
})
process.on('disconnect', () => process.exit())
process.send!('ready')
