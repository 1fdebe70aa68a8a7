import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** One request as it arrived. */
export interface Arrived {
  readonly method: string
  /** Below the sink's address, without query. */
  readonly path: string
  readonly query: string
  readonly headers: IncomingMessage['headers']
  readonly body: Record<string, unknown> | undefined
  readonly text: string
}

/** What the sink answers. `drop`: closes the connection; `hang`: never answers. */
export type SinkAnswer =
  | 'drop'
  | 'hang'
  | {
      readonly http?: number
      readonly status?: number
      readonly message?: string
      readonly data?: unknown
      readonly headers?: Record<string, string>
      /** Instead of an envelope. */
      readonly text?: string
    }

export type Answering = (request: Arrived) => SinkAnswer | undefined | Promise<SinkAnswer | undefined>

/** A partner's server on bare node:http that counts what arrives. Anything is answered with 1000 unless a test says otherwise. */
export class PartnerSink {
  readonly arrived: Arrived[] = []
  /** Requests that are being answered, and the most there ever were. */
  atOnce = 0
  mostAtOnce = 0
  answer: Answering = () => undefined
  readonly #server = createServer((request, response) => void this.#serve(request, response))
  readonly #sockets = new Set<Socket>()
  #port = 0

  constructor() {
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
    })
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** Listens, on the same port again after `stop`. */
  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(this.#port, '127.0.0.1', () => resolve())
    })
    this.#port = (this.#server.address() as AddressInfo).port
  }

  /** Refuses connections and cuts those there are. */
  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    if (this.#server.listening) await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  /** `PUT /locations/NL/ABC/LOC1`, probes left out. */
  get calls(): string[] {
    return this.pushed.map(({ method, path }) => `${method} ${path}`)
  }

  get pushed(): Arrived[] {
    return this.arrived.filter(({ path }) => path !== '/versions')
  }

  /** Bodies of what came by a method to a path, in order. */
  bodies(method: string, path: string): Record<string, unknown>[] {
    return this.arrived.filter((one) => one.method === method && one.path === path).map(({ body }) => body ?? {})
  }

  forget(): void {
    this.arrived.length = 0
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = ''
    for await (const chunk of request) text += chunk
    const [path = '', query = ''] = (request.url ?? '').split('?')
    const arrived: Arrived = {
      method: request.method ?? '',
      path,
      query,
      headers: request.headers,
      text,
      body: text === '' ? undefined : JSON.parse(text),
    }
    this.arrived.push(arrived)
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.atOnce)
    const answer = (await this.answer(arrived)) ?? {}
    this.atOnce--
    if (answer === 'hang') return
    if (answer === 'drop') {
      request.socket.destroy()
      return
    }
    const { http = 200, status = 1000, message, data, headers = {} } = answer
    const given = data ?? (path === '/versions' ? [{ version: '2.3.0', url: `${this.url}/2.3.0` }] : undefined)
    const stored: Record<string, string> =
      request.method === 'POST' && path === '/cdrs' ? { Location: `${this.url}/cdrs/${String(arrived.body?.id)}` } : {}
    response.writeHead(http, { 'content-type': 'application/json', ...stored, ...headers })
    response.end(
      answer.text ??
        JSON.stringify({
          data: given,
          status_code: status,
          status_message: message,
          timestamp: new Date().toISOString(),
        }),
    )
  }
}
