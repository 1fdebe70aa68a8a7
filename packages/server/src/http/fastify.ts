// The only file that knows Fastify. It listens, counts connections and closes; parsing, validation and routing are ours.

import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import type { HttpHandler, HttpResponse } from './exchange.ts'
import { RequestBody } from './request-body.ts'

export interface HttpServer {
  /** Everything at and below `prefix` goes to the handler, whatever the method. Before `listen`. */
  mount(prefix: string, handler: HttpHandler): void
  /** Returns the URL it listens on, without a slash at the end. */
  listen(port: number, host: string): Promise<string>
  /** No new connections; requests in flight have `graceMs`, then their connections are cut. */
  close(graceMs: number): Promise<void>
}

export interface HttpServerOptions {
  /** For a request to arrive as a whole. */
  readonly requestTimeoutMs: number
  /** What a handler threw; handlers make answers of their errors, so it is nobody's plan. */
  readonly failed: (error: unknown) => void
}

/** Longer than the proxies in front keep their idle connections, so that they close them first. */
const KEEP_ALIVE_MS = 72_000
const MAX_HEADER_BYTES = 16 * 1024

export function createHttpServer({ requestTimeoutMs, failed }: HttpServerOptions): HttpServer {
  const mounts: { readonly prefix: string; readonly handler: HttpHandler }[] = []
  /** Whose requests are read as long as they go on; whoever reads them says when it has waited too long. */
  const unhurried = new WeakSet<object>()
  const app = Fastify({
    logger: false,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    http: { maxHeaderSize: MAX_HEADER_BYTES },
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    // A URL that Fastify cannot decode is still somebody's to answer, in the words of its API.
    clientErrorHandler: (error, socket) => {
      if (error.code !== 'ERR_HTTP_REQUEST_TIMEOUT' || !unhurried.has(socket)) refuse(error, socket)
    },
    frameworkErrors: (_error, request, reply) => void answer(request, reply),
  })
  // Answered in the first hook: nothing of Fastify's has looked at path, content type or body by then, and whoever
  // handles the request reads its body, with a limit.
  app.addHook('onRequest', (request, reply, _goOn) => void answer(request, reply))

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    try {
      const { method = 'GET', url = '/', headers } = request.raw
      const path = url.split('?', 1)[0]!
      const mount = mounts.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`))
      if (!mount) return say(reply, 404, 'There is nothing here')
      const announced = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
      const body = announced ? new RequestBody(request.raw) : undefined
      const response = await mount.handler({
        method,
        url,
        headers,
        body,
        remoteAddress: request.raw.socket.remoteAddress,
      })
      if (response.readsOn) unhurried.add(request.raw.socket)
      else if (announced && !request.raw.readableEnded) leaveUnread(request, reply)
      write(reply, response, method === 'HEAD')
    } catch (error) {
      failed(error)
      say(reply, 500, 'Something failed here')
    }
  }

  return {
    mount(prefix, handler) {
      mounts.push({ prefix, handler })
    },
    async listen(port, host) {
      await app.listen({ port, host })
      const address = app.server.address()
      const bound = typeof address === 'object' && address ? address.port : port
      const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host
      return `http://${shown}:${bound}`
    },
    async close(graceMs) {
      const cut = setTimeout(() => app.server.closeAllConnections(), graceMs)
      // A connection whose last request was answered meanwhile would be kept alive for the next one.
      const sweep = setInterval(() => app.server.closeIdleConnections(), 20)
      try {
        await app.close()
      } finally {
        clearInterval(sweep)
        clearTimeout(cut)
      }
    },
  }
}

const refusals: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
}

/** What is no request of HTTP, or does not become one in time. */
function refuse(error: Error & { readonly code: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  if (socket.writable) {
    const status = refusals[error.code] ?? '400 Bad Request'
    // RFC 9457; whether it was for partners or for the company is not known.
    const [title, detail] = [status.slice(4), 'The request was not read as a whole']
    const body = JSON.stringify({ type: 'about:blank', title, status: Number(status.slice(0, 3)), detail })
    const head = `HTTP/1.1 ${status}\r\nContent-Type: application/problem+json\r\nContent-Length: ${body.length}\r\n`
    socket.write(`${head}Connection: close\r\n\r\n${body}`)
  }
  socket.destroy(error)
}

/** What nobody reads is let through unseen until the caller has sent it, so that it sees the answer; then it is over. */
function leaveUnread(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('connection', 'close')
  request.raw.resume()
}

function write(reply: FastifyReply, { status, headers, body = '' }: HttpResponse, onlyHeaders: boolean): void {
  if (body instanceof Readable && !onlyHeaders) {
    reply.code(status).headers(headers).send(body)
    // Whoever reads a stream of events learns at once that it is open, not with the first event.
    if (!reply.raw.headersSent) reply.raw.flushHeaders()
    return
  }
  // By itself: there is nothing for Fastify to serialise, and no hook that would look at it.
  reply.hijack()
  const { raw } = reply
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value)
  if (body instanceof Readable) body.destroy()
  else if (status !== 204 && status !== 304) raw.setHeader('content-length', Buffer.byteLength(body))
  raw.writeHead(status, headers)
  // HEAD has the headers of the answer and none of it.
  raw.end(onlyHeaders || body instanceof Readable ? undefined : body)
}

const say = (reply: FastifyReply, status: number, title: string): void => {
  reply.code(status).type('application/json').send(JSON.stringify({ title, status }))
}
