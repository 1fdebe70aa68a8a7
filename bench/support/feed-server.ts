// A partner that serves a national feed in pages, made while it is asked: a process of its own.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { feedLocation } from './national-feed.ts'

export interface FeedServed {
  readonly pages: number
  readonly bytes: number
}

const MOST = 100
const count = Number(process.env.FEED_LOCATIONS)
const seed = Number(process.env.FEED_SEED)
let pages = 0
let bytes = 0

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
  const offset = Number(url.searchParams.get('offset') ?? 0)
  const limit = Math.min(MOST, Number(url.searchParams.get('limit') ?? MOST))
  const end = Math.min(count, offset + limit)
  const data: unknown[] = []
  for (let at = offset; at < end; at++) data.push(feedLocation(at, seed))
  const text = Buffer.from(JSON.stringify({ data, status_code: 1000, timestamp: new Date().toISOString() }))
  pages++
  bytes += text.length
  url.searchParams.set('offset', String(end))
  url.searchParams.set('limit', String(limit))
  response.writeHead(200, {
    'Content-Type': 'application/json',
    'Content-Length': String(text.length),
    'X-Total-Count': String(count),
    'X-Limit': String(limit),
    ...(end < count ? { Link: `<${url}>; rel="next"` } : {}),
  })
  response.end(text)
})
server.listen(0, '127.0.0.1', () => process.send!(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
process.on('message', () => process.send!({ pages, bytes } satisfies FeedServed))
process.on('disconnect', () => process.exit())
