// The only file that knows Fastify. It listens, counts connections and closes; parsing, validation and routing are ours.

import { Readable } from 'node:stream'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { HttpHandler } from './exchange.ts'

export interface HttpServer {
  /** Everything at and below `prefix` goes to the handler. */
  mount(prefix: string, handler: HttpHandler): void
  /** @returns the URL it listens on, without a slash at the end. */
  listen(port: number, host: string): Promise<string>
  /** No new connections; requests in flight have `graceMs`, then their connections are cut. */
  close(graceMs: number): Promise<void>
}

export function createHttpServer(options: { requestTimeoutMs: number; failed: (error: unknown) => void }): HttpServer {
  const app: FastifyInstance = Fastify({
    logger: false,
    requestTimeout: options.requestTimeoutMs,
    keepAliveTimeout: 72_000,
    exposeHeadRoutes: false,
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 5_000 },
    forceCloseConnections: 'idle',
    return503OnClosing: true,
  })
  // Bodies arrive as they are; who handles the request reads them, with a limit.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))

  return {
    mount(prefix, handler) {
      const route = async (request: FastifyRequest, reply: FastifyReply) => {
        const body = request.body instanceof Readable ? request.body : undefined
        const response = await handler({
          method: request.method,
          url: request.raw.url ?? '/',
          headers: request.headers,
          body: body ?? bodyOf(request),
        })
        reply.code(response.status).headers(response.headers)
        if (response.body instanceof Readable) {
          const stream = response.body
          request.raw.socket.once('close', () => stream.destroy())
        }
        return reply.send(response.body ?? '')
      }
      for (const path of [prefix, `${prefix}/*`]) {
        app.route({ method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], url: path, handler: route })
      }
    },
    async listen(port, host) {
      app.setNotFoundHandler((_request, reply) =>
        reply.code(404).type('application/json').send('{"title":"There is nothing here","status":404}'),
      )
      app.setErrorHandler((error, _request, reply) => {
        options.failed(error)
        reply.code(500).type('application/json').send('{"title":"Something failed","status":500}')
      })
      await app.listen({ port, host })
      const address = app.server.address()
      const bound = typeof address === 'object' && address ? address.port : port
      const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host
      return `http://${shown}:${bound}`
    },
    async close(graceMs) {
      const cut = setTimeout(() => app.server.closeAllConnections(), graceMs)
      try {
        await app.close()
      } finally {
        clearTimeout(cut)
      }
    },
  }
}

/** DELETE and GET may carry a body too; it is handed on only where one is announced. */
const bodyOf = (request: FastifyRequest): Readable | undefined =>
  request.headers['content-length'] !== undefined || request.headers['transfer-encoding'] !== undefined
    ? request.raw
    : undefined
