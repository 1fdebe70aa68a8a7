// R: what a bare server that reads the body and answers a constant does here. Everything else is a share of it.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const answer = '{"status_code":1000,"timestamp":"2026-01-01T00:00:00.000Z"}'
const headers = { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(answer)) }

const server = createServer((request, response) => {
  request.resume()
  request.on('end', () => response.writeHead(200, headers).end(answer))
})
server.listen(0, '127.0.0.1', () => process.send!(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
process.on('disconnect', () => process.exit())
