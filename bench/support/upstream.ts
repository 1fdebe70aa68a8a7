// A CPO's platform behind a hub, as little of it as there can be: one location, and commands that are accepted. On three
// ports: one that answers, one that takes a second for it, and one that never does.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { evse } from './evse.ts'

export interface Upstream {
  readonly prompt: string
  readonly slow: string
  readonly silent: string
}

const SLOW_MS = 1_000

const owner = { country_code: 'NL', party_id: 'CPO' }
const last_updated = '2026-01-31T12:00:00Z'
const location = {
  ...owner,
  id: 'LOC1',
  publish: true,
  name: 'Utrecht Stationsplein',
  address: 'Stationsplein 1',
  city: 'Utrecht',
  postal_code: '3511 AA',
  country: 'NLD',
  coordinates: { latitude: '52.090700', longitude: '5.121420' },
  parking_type: 'PARKING_LOT',
  evses: Array.from({ length: 6 }, (_, at) => evse(`LOC1-${at + 1}`)),
  operator: { name: 'Bench' },
  time_zone: 'Europe/Amsterdam',
  opening_times: { twentyfourseven: true },
  last_updated,
}
const envelope = (data: unknown) => {
  const text = JSON.stringify({ data, status_code: 1000, timestamp: last_updated })
  return { text, headers: { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(text)) } }
}
const object = envelope(location)
const accepted = envelope({ result: 'ACCEPTED', timeout: 30 })

let heard = 0

function serve(delayMs: number | undefined): Promise<string> {
  const server = createServer((request, response) => {
    if (delayMs === 0) heard++
    request.resume()
    request.on('end', () => {
      if (delayMs === undefined) return
      const { text, headers } = request.method === 'GET' ? object : accepted
      if (delayMs === 0) response.writeHead(200, headers).end(text)
      else setTimeout(() => response.writeHead(200, headers).end(text), delayMs)
    })
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
  })
}

const [prompt, slow, silent] = await Promise.all([serve(0), serve(SLOW_MS), serve(undefined)])
/** How many requests the one that answers has heard so far. */
process.on('message', () => process.send!(heard))
process.on('disconnect', () => process.exit())
process.send!({ prompt, slow, silent } satisfies Upstream)
